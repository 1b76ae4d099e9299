//! A second table below the first on one sheet: its rows are no records of the first, and reading stops where it begins.

use crate::model::catalogue::{Field, FieldKind};
use crate::model::layout::{ColumnId, Source};
use crate::model::problem::{First, Problem, ProblemSeverity};

use super::Unusable;
use super::builder::Context;
use super::cell::{absent, answer, trim};
use super::days;
use super::recognise::Recognised;
use super::rows::Rows;

/// What a column of the first table holds that the words of headings are not.
enum Holds<'c> {
    Days,
    /// The child's id, or that of the record.
    Ids,
    Answers,
    Numbers,
    Codes(&'c Field),
}

/// Where it begins, and how many rows it has below its headings.
#[derive(Clone, Copy)]
struct Found {
    line: u32,
    rows: u64,
}

pub(super) struct SecondTable<'c> {
    context: &'c Context<'c>,
    /// By place in a row.
    columns: Vec<(usize, Holds<'c>)>,
    /// What stands above the row may stand between two tables: a blank row, a title, a total.
    after_break: bool,
    /// A record stands above: below the headings alone, a second row of headings is no table.
    has_rows: bool,
    /// The line of the first row where that may begin a table, and whether a break stands above it in this part. The records above
    /// may be in an earlier one.
    first: Option<(u32, bool)>,
    found: Option<Found>,
}

impl<'c> SecondTable<'c> {
    pub(super) fn of(context: &'c Context<'c>, recognised: &Recognised<'_>) -> Self {
        let catalogue = context.catalogue;
        let list = recognised.list;
        let days = days::columns(list, catalogue);
        let holds = |column: ColumnId| {
            if days[usize::from(column.0)] {
                return Some(Holds::Days);
            }
            list.records.iter().find_map(|record| {
                let table = catalogue.table(record.table);
                let mut fields = record.fields.iter();
                let (field, _) = fields.find(|(_, source)| *source == Source::Column(column))?;
                let definition = catalogue.field(record.table, *field);
                match &definition.kind {
                    FieldKind::Key => Some(Holds::Ids),
                    FieldKind::Reference(_) if table.child == Some(*field) => Some(Holds::Ids),
                    FieldKind::Flag => Some(Holds::Answers),
                    FieldKind::Number => Some(Holds::Numbers),
                    FieldKind::Code if !definition.values.is_empty() => {
                        Some(Holds::Codes(definition))
                    }
                    _ => None,
                }
            })
        };
        let columns = recognised.columns.iter().enumerate();
        let columns = columns.filter_map(|(place, column)| Some((place, holds((*column)?)?)));
        Self {
            context,
            columns: columns.collect(),
            after_break: false,
            has_rows: false,
            first: None,
            found: None,
        }
    }

    /// A row stood here that is no record.
    pub(super) const fn note_break(&mut self) {
        self.after_break = true;
    }

    /// Whether a second table begins with this row.
    pub(super) fn begins(&mut self, rows: &impl Rows) -> bool {
        // Nearly every row has a record above it, and is not looked at.
        if self.has_rows && !self.after_break {
            return false;
        }
        let mut filled = (0..rows.len()).filter(|place| !trim(rows.cell(*place)).is_empty());
        // A title stands above a table, and is none.
        if filled.nth(1).is_none() {
            return false;
        }
        let begins = self.is_of_headings(rows);
        let line = rows.line();
        if !self.has_rows {
            self.first = begins.then_some((line, self.after_break));
        } else if begins {
            self.found = Some(Found { line, rows: 0 });
        }
        self.has_rows = true;
        self.after_break = false;
        self.found.is_some()
    }

    /// Whether words stand in most columns where the first table has none, in those of days and ids among them.
    fn is_of_headings(&self, rows: &impl Rows) -> bool {
        let (mut foreign, mut others, mut days) = (0, 0, 0);
        for (place, holds) in &self.columns {
            let text = trim(rows.cell(*place));
            if text.is_empty() || absent::<()>(text).is_some() || self.context.is_placeholder(text)
            {
                continue;
            }
            let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
            let is_value = match holds {
                Holds::Ids if has_digit => return false,
                Holds::Ids => false,
                Holds::Days | Holds::Numbers => has_digit,
                Holds::Answers => answer(text).is_some(),
                Holds::Codes(field) => field.value(text).is_some(),
            };
            if is_value {
                others += 1;
            } else {
                foreign += 1;
                days += usize::from(matches!(holds, Holds::Days));
            }
        }
        foreign >= 2 && days > 0 && foreign > others
    }

    /// Counts the rows that are left, and reads none of them.
    pub(super) fn pass_over(&mut self, rows: &mut impl Rows) -> Result<(), Unusable> {
        while rows.advance()? {
            let is_filled = !rows.is_blank();
            if let Some(found) = self.found.as_mut().filter(|_| is_filled) {
                found.rows += 1;
            }
        }
        Ok(())
    }

    /// Whether the first table goes on in a later part, of which so many rows were read.
    pub(super) fn goes_on(&mut self, later: &Self, rows: u64) -> bool {
        let unread = later.found.map_or(0, |found| found.rows + 1);
        if let Some(found) = &mut self.found {
            found.rows += rows + unread;
            return false;
        }
        let first = later.first.filter(|_| self.has_rows);
        if let Some((line, _)) = first.filter(|(_, breaks)| *breaks || self.after_break) {
            let rows = rows + unread - 1;
            self.found = Some(Found { line, rows });
            return false;
        }
        self.found = later.found;
        if later.has_rows {
            self.has_rows = true;
            self.after_break = later.after_break;
        } else {
            self.after_break |= later.after_break;
        }
        true
    }

    /// Its rows, the headings among them.
    pub(super) fn rows(&self) -> u64 {
        self.found.map_or(0, |found| found.rows + 1)
    }

    pub(super) fn problem(&self) -> Option<Problem> {
        let Found { line, rows } = self.found?;
        let counted = match rows {
            1 => "1 row".to_owned(),
            rows => format!("{rows} rows"),
        };
        let message = format!(
            "a second table begins at row {line} and is not read ({counted}): put it on a sheet of its own, and map that"
        );
        let problem = Problem::new(ProblemSeverity::Error, message).at_row(line);
        Some(problem.first(First::SecondTable))
    }
}
