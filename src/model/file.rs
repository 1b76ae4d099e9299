//! The files that were given.

use super::catalogue::TableId;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(pub u32);

impl FileId {
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileKind {
    Csv,
    Sheet,
    Json,
    JsonLines,
    Census,
    /// A list of another format, or of a council's own mapping.
    List {
        format: String,
        name: String,
    },
    Unrecognised,
}

impl FileKind {
    pub fn name(&self) -> &str {
        match self {
            Self::Csv => "CSV",
            Self::Sheet => "worksheet",
            Self::Json => "JSON",
            Self::JsonLines => "JSON lines",
            Self::Census => "children in need census",
            Self::List { name, .. } => name,
            Self::Unrecognised => "not recognised",
        }
    }

    /// What its records were written for: sources of one origin give an event one key.
    pub fn origin(&self) -> &str {
        match self {
            Self::Csv | Self::Sheet | Self::Json | Self::JsonLines => "native",
            Self::Census => "census",
            Self::List { format, .. } => format,
            Self::Unrecognised => "",
        }
    }

    /// The kind of a file that holds several lists of one format.
    #[must_use]
    pub fn of_whole_format(self) -> Self {
        match self {
            Self::List { format, .. } => Self::List {
                name: format.clone(),
                format,
            },
            other => other,
        }
    }

    /// Whether the records of such a file carry keys of their own, or were given made-up ones by position.
    pub const fn has_keys(&self) -> bool {
        !matches!(self, Self::Census)
    }
}

/// What one file gave one table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileTable {
    pub table: TableId,
    /// Records read, and how many of them were kept.
    pub rows: u64,
    pub loaded: u64,
    pub rejected: u64,
    /// Headings that were used, as the file writes them, and those that were not.
    pub used: Vec<String>,
    pub unused: Vec<String>,
    /// The source keeps only the last event of each child.
    pub latest_only: bool,
}

impl FileTable {
    /// Adds what the same list gave the same table in another way: further records, or more of the same ones.
    pub fn add(&mut self, other: Self, further_records: bool) {
        if further_records {
            self.rows += other.rows;
            self.loaded += other.loaded;
        } else {
            self.rows = self.rows.max(other.rows);
            self.loaded = self.loaded.max(other.loaded);
        }
        self.rejected += other.rejected;
        for (own, others) in [
            (&mut self.used, other.used),
            (&mut self.unused, other.unused),
        ] {
            for heading in others {
                if !own.contains(&heading) {
                    own.push(heading);
                }
            }
        }
        self.latest_only |= other.latest_only;
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// As given on the command line, with `/` between folders.
    pub name: String,
    pub kind: FileKind,
    /// As unpacked; nought for a sheet of a workbook.
    pub bytes: u64,
    pub tables: Vec<FileTable>,
}

impl File {
    pub(super) fn has_rows(&self) -> bool {
        self.tables.iter().any(|table| table.rows > 0)
    }
}
