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

/// What nobody should read a run without having been told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum First {
    /// A file is not as the settings map it.
    Mapping,
    /// Children go by their names, which every report prints.
    Names,
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
