//! What was wrong with the input: reported, counted, and never a reason to stop.

use super::file::FileId;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ProblemSeverity {
    /// Something was lost: a value could not be read, a file was not used.
    Error,
    /// Something was read in a way that a person should know of.
    Warning,
    /// Something was left aside as it should be.
    Note,
}

impl ProblemSeverity {
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// How a problem begins that tells of a whole file or sheet.
pub const NOT_READ: &str = "this file was not read";

/// What nobody should read a run without having been told, the gravest first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum First {
    /// What the settings, or the name of a file, say that the export holds was not read.
    NotRead,
    /// A table of the export's own names no child, for want of the column.
    NoChildColumn,
    /// So many records name no child that those of each child are not known.
    Childless,
    /// A second table below the first on one sheet.
    SecondTable,
    /// A file is not as the settings map it.
    Mapping,
    /// Children go by their names, which every report prints.
    Names,
    /// A file that may be no export at all.
    OtherFile,
    /// A mapping that no file was read through, where the file may be another authority's.
    OfAnother,
}

impl First {
    pub const ALL: [Self; 8] = [
        Self::NotRead,
        Self::NoChildColumn,
        Self::Childless,
        Self::SecondTable,
        Self::Mapping,
        Self::Names,
        Self::OtherFile,
        Self::OfAnother,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::NotRead => "not read",
            Self::NoChildColumn => "no child column",
            Self::Childless => "childless",
            Self::SecondTable => "second table",
            Self::Mapping => "not as mapped",
            Self::Names => "names as ids",
            Self::OtherFile => "other file",
            Self::OfAnother => "of another",
        }
    }

    /// Whether an input that the run was to judge could not be read as it: what is found in the others is then not all.
    pub const fn is_input_lost(self) -> bool {
        matches!(
            self,
            Self::NotRead | Self::NoChildColumn | Self::SecondTable
        )
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub severity: ProblemSeverity,
    pub file: Option<FileId>,
    /// The line of the file where the record begins.
    pub row: Option<u32>,
    pub column: Option<String>,
    pub message: String,
    /// How often: 1 for a problem of one cell.
    pub count: u64,
    /// An audit says it before anything else.
    pub first: Option<First>,
}

impl Problem {
    pub fn new(severity: ProblemSeverity, message: impl Into<String>) -> Self {
        Self {
            severity,
            file: None,
            row: None,
            column: None,
            message: message.into(),
            count: 1,
            first: None,
        }
    }

    #[must_use]
    pub fn in_file(self, file: FileId) -> Self {
        Self {
            file: Some(file),
            ..self
        }
    }

    #[must_use]
    pub fn at_row(self, row: u32) -> Self {
        Self {
            row: Some(row),
            ..self
        }
    }

    #[must_use]
    pub fn in_column(self, column: impl Into<String>) -> Self {
        Self {
            column: Some(column.into()),
            ..self
        }
    }

    #[must_use]
    pub fn first(self, first: First) -> Self {
        Self {
            first: Some(first),
            ..self
        }
    }

    #[must_use]
    pub fn times(self, count: u64) -> Self {
        Self { count, ..self }
    }
}
