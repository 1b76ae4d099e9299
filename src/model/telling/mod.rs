//! Rows that are no records as they stand: parts of one, episodes of one, or what another record lacks.
//!
//! The rows of a format are made into records before anything else is asked of them. Records that several formats tell of are
//! joined afterwards: see `joined`.

mod episodes;
mod latest;
mod open_on;
mod parts;
mod spans;

use std::ops::Range;

use super::catalogue::{Catalogue, FieldId, TableId};
use super::day::Day;
use super::file::File;
use super::problem::{Problem, ProblemSeverity};
use super::records::{Records, drop_rows};

/// How the rows of a chunk become records, with what must be known of each row beside its fields.
#[derive(Default)]
pub enum Telling {
    /// Each is one.
    #[default]
    Whole,
    /// Those of one key and one format are one.
    Part,
    /// They add to a record that others make; where the list named is not in the files, they are parts.
    Onto { without: Option<String> },
    /// Of those of one key and one format the latest is one.
    Latest(Vec<Option<Day>>),
    /// They add to the child's record whose own span overlaps theirs.
    Spans(Vec<Span>),
    /// A run of those of one child is one.
    Episodes(Episodes),
}

/// From a day to a day; blank where the day is not known or has not come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    pub from: Option<Day>,
    pub to: Option<Day>,
}

pub struct Episodes {
    pub rule: EpisodeRule,
    pub rows: Vec<Episode>,
}

/// What the columns of episodes are called in problems, and the fields that a run of them makes in a way of its own.
#[derive(Clone)]
pub struct EpisodeRule {
    pub list: String,
    pub from: String,
    pub to: String,
    pub begun: String,
    pub ended: String,
    /// The beginning of the child's whole stay.
    pub enters: String,
    /// The end of an episode that another follows.
    pub more: String,
    pub from_first: Vec<FieldId>,
    pub starts: Option<FieldId>,
    pub ends: Option<FieldId>,
}

#[derive(Clone, Copy)]
pub struct Episode {
    pub span: Span,
    pub begun: Begun,
    pub ended: Ended,
    /// Of the columns whose change begins a new record.
    pub differs: u64,
    /// Of the whole row.
    pub row: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Begun {
    /// With the child's whole stay.
    Entering,
    /// With a new record.
    Anew,
    GoingOn,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    No,
    /// Another follows.
    More,
    Over,
}

/// The rows of one chunk and what they tell.
pub(super) struct Told {
    pub rows: Range<u32>,
    pub telling: Telling,
}

impl Telling {
    /// As it is to be taken with these files.
    pub(super) fn among(self, files: &[File]) -> Self {
        match self {
            // An empty list is one that nobody filled in: it proves nothing.
            Self::Onto {
                without: Some(list),
            } if !files
                .iter()
                .any(|file| file.kind.name() == list && file.has_rows()) =>
            {
                Self::Part
            }
            other => other,
        }
    }

    /// Whether its rows make records, and not only add to some.
    pub(super) const fn makes_records(&self) -> bool {
        !matches!(self, Self::Onto { .. } | Self::Spans(_))
    }
}

impl Span {
    fn holds(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| to >= day)
    }

    /// What ends on the day that the other begins does not overlap it.
    fn overlaps(self, other: Self) -> bool {
        let before = |from: Option<Day>, to: Option<Day>| match (from, to) {
            (Some(from), Some(to)) => from < to,
            _ => true,
        };
        self.from == other.from || (before(self.from, other.to) && before(other.from, self.to))
    }
}

/// Makes the rows of every table into records, and finds those that are open on the days that rows name.
pub(super) fn join(catalogue: &Catalogue, records: &mut Records) {
    for (table, _) in catalogue.tables() {
        let told = std::mem::take(&mut records.tables[table.index()].told);
        if !told.is_empty() {
            join_table(catalogue, records, table, &told);
        }
    }
    open_on::fill(catalogue, records);
}

fn join_table(catalogue: &Catalogue, records: &mut Records, table: TableId, told: &[Told]) {
    let mut gone = vec![false; records.rows(table) as usize];
    episodes::join(catalogue, records, table, told, &mut gone);
    latest::join(catalogue, records, table, told, &mut gone);
    parts::join(catalogue, records, table, told, &mut gone);
    spans::join(catalogue, records, table, told, &mut gone);
    let gone: Vec<u32> = (0..gone.len() as u32)
        .filter(|row| gone[*row as usize])
        .collect();
    drop_rows(records, table, &gone);
    let table = &mut records.tables[table.index()];
    if !table.in_files {
        // What adds to records does not make a table where there are none.
        table.columns.fill_with(|| None);
    }
}

/// The number of each row's format.
fn origins(records: &Records, table: TableId) -> Vec<u32> {
    let mut names: Vec<&str> = Vec::new();
    let starts = &records.tables[table.index()].file_starts;
    let ends = starts.iter().skip(1).map(|(first, _)| *first);
    let ends = ends.chain([records.rows(table)]);
    let mut origins = Vec::with_capacity(records.rows(table) as usize);
    for ((_, file), end) in starts.iter().zip(ends) {
        let name = records.files[file.index()].kind.origin();
        let number = names.iter().position(|other| *other == name);
        let number = number.unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        origins.resize(end as usize, number as u32);
    }
    origins
}

/// One problem of all these rows, at the first of them.
fn note(
    records: &mut Records,
    table: TableId,
    severity: ProblemSeverity,
    rows: &[u32],
    message: impl FnOnce(usize) -> String,
) {
    let Some(&first) = rows.first() else { return };
    let (file, line) = records.place(table, first);
    let problem = Problem::new(severity, message(rows.len()))
        .in_file(file)
        .at_row(line)
        .times(rows.len() as u64);
    // Several records of one list may be made of the same rows.
    if !records.problems.contains(&problem) {
        records.problems.push(problem);
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Span};

    fn span(from: &str, to: &str) -> Span {
        Span {
            from: Day::parse_iso(from),
            to: Day::parse_iso(to),
        }
    }

    #[test]
    fn spans_that_only_touch_do_not_overlap() {
        let period = span("2026-01-01", "2026-02-01");
        for (other, overlaps) in [
            (span("2026-01-15", ""), true),
            (span("", "2026-01-15"), true),
            (span("2026-02-01", ""), false),
            (span("2025-01-01", "2026-01-01"), false),
            (span("2026-01-01", "2026-01-01"), true),
            (span("2026-01-10", "2026-01-10"), true),
            (span("", ""), true),
        ] {
            assert_eq!(period.overlaps(other), overlaps, "{other:?}");
            assert_eq!(other.overlaps(period), overlaps, "{other:?}");
        }
    }
}
