//! Rows with fewer or more cells than there are headings.

use crate::model::problem::{Problem, ProblemSeverity};

use super::rows::Rows;

/// Such rows of one kind: where the first stands, how many cells it has, and how many there are.
#[derive(Default)]
struct Count {
    first: Option<(u32, usize)>,
    count: u64,
}

impl Count {
    fn note(&mut self, rows: &impl Rows) {
        self.first.get_or_insert((rows.line(), rows.len()));
        self.count += 1;
    }

    fn absorb(&mut self, later: &Self) {
        self.first = self.first.or(later.first);
        self.count += later.count;
    }
}

pub(super) struct Ragged {
    headings: usize,
    short: Count,
    long: Count,
}

impl Ragged {
    pub(super) fn new(headings: usize) -> Self {
        Self {
            headings,
            short: Count::default(),
            long: Count::default(),
        }
    }

    pub(super) fn note(&mut self, rows: &impl Rows) {
        if rows.len() < self.headings {
            self.short.note(rows);
        } else if rows.len() > self.headings {
            self.long.note(rows);
        }
    }

    /// Takes in what the rows of a later part showed.
    pub(super) fn absorb(&mut self, later: &Self) {
        self.short.absorb(&later.short);
        self.long.absorb(&later.long);
    }

    pub(super) fn problems(&self) -> impl Iterator<Item = Problem> {
        let headings = self.headings;
        let rows_have = |count: u64| {
            if count == 1 {
                "this row has".to_owned()
            } else {
                format!("{count} rows, this the first, have")
            }
        };
        let problem = |line, count, message: String| {
            Problem::new(ProblemSeverity::Error, message)
                .at_row(line)
                .times(count)
        };
        let fewer = self.short.first.map(|(line, cells)| {
            let message = format!(
                "{} fewer cells than headings ({cells} here, {headings} headings): those missing are read as blank",
                rows_have(self.short.count)
            );
            problem(line, self.short.count, message)
        });
        let more = self.long.first.map(|(line, cells)| {
            let message = format!(
                "{} more cells than headings ({cells} here, {headings} headings): those beyond are not read; is a comma in a value without quotes?",
                rows_have(self.long.count)
            );
            problem(line, self.long.count, message)
        });
        fewer.into_iter().chain(more)
    }
}
