//! The files that were given.

use super::catalogue::TableId;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(pub u32);

impl FileId {
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    Csv,
    Json,
    JsonLines,
    Census,
    Unrecognised,
}

impl FileKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::JsonLines => "JSON lines",
            Self::Census => "children in need census",
            Self::Unrecognised => "not recognised",
        }
    }

    /// Whether the records of such a file carry keys of their own, or were given made-up ones by position.
    pub const fn has_keys(self) -> bool {
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
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// As given on the command line, with `/` between folders.
    pub name: String,
    pub kind: FileKind,
    pub tables: Vec<FileTable>,
}
