//! The records as they stood on the as-at date.

use super::catalogue::{Catalogue, FieldId, OwnDates, TableId};
use super::column::Column;
use super::day::Day;
use super::problem::{Problem, ProblemSeverity};
use super::records::{Records, Target};

/// Reads records as of a day: an event after it has not happened yet and reads as blank; planned dates may look ahead.
#[derive(Clone, Copy)]
pub struct View<'r> {
    pub records: &'r Records,
    pub catalogue: &'r Catalogue,
    pub as_at: Day,
}

/// A record's own dates as they stood on the as-at date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Placed {
    /// A table without own dates, or a record without any of its dates.
    Undated,
    On(Day),
    Span {
        from: Option<Day>,
        to: Option<Day>,
    },
}

impl<'r> View<'r> {
    pub fn column(&self, table: TableId, field: FieldId) -> Option<&'r Column> {
        self.records.column(table, field)
    }

    pub fn date(&self, table: TableId, field: FieldId, row: u32) -> Option<Day> {
        let has_come = |day: &Day| *day <= self.as_at || self.catalogue.field(table, field).planned;
        let own = self
            .column(table, field)?
            .recorded_date(row)
            .filter(has_come);
        own.or_else(|| self.records.worked_out(table, field, row, self.as_at))
    }

    pub fn is_blank(&self, table: TableId, field: FieldId, row: u32) -> bool {
        match self.column(table, field) {
            None => true,
            Some(Column::Date(_)) => self.date(table, field, row).is_none(),
            Some(column) => column.is_blank(row),
        }
    }

    /// Something is recorded there, or in the records that would tell, and it is not known what.
    pub fn is_unreadable(&self, table: TableId, field: FieldId, row: u32) -> bool {
        let Some(column) = self.column(table, field) else {
            return false;
        };
        let is_open = column.is_unreadable(row)
            || column.is_blank(row) && self.records.is_in_doubt(table, field, row, self.as_at);
        is_open && self.is_blank(table, field, row)
    }

    /// The first day that a date in doubt may be; none where it may be any.
    pub fn doubtful_since(&self, table: TableId, field: FieldId, row: u32) -> Option<Day> {
        let column = self.column(table, field)?;
        if column.is_unreadable(row) {
            return None;
        }
        self.records.doubtful_since(table, field, row, self.as_at)
    }

    /// The first of a record's own dates, where it is recorded and cannot be read.
    pub fn unreadable_start(&self, table: TableId, row: u32) -> Option<FieldId> {
        match self.catalogue.table(table).dates {
            OwnDates::None | OwnDates::Of(_) => None,
            OwnDates::At(field) | OwnDates::Span { from: field, .. } => {
                Some(field).filter(|field| self.is_unreadable(table, *field, row))
            }
        }
    }

    /// The last of a record's own dates, where it is recorded and cannot be read.
    pub fn unreadable_last_date(&self, table: TableId, row: u32) -> Option<FieldId> {
        let last = match self.catalogue.table(table).dates {
            OwnDates::None | OwnDates::Of(_) => return None,
            OwnDates::At(field) | OwnDates::Span { to: field, .. } => field,
        };
        self.is_unreadable(table, last, row).then_some(last)
    }

    /// Whether a record's own dates do not say when it stood, as one of them cannot be read.
    pub fn has_unreadable_dates(&self, table: TableId, row: u32) -> bool {
        match self.catalogue.table(table).dates {
            OwnDates::None | OwnDates::Of(_) => false,
            OwnDates::At(field) => self.is_unreadable(table, field, row),
            OwnDates::Span { from, to } => {
                self.is_unreadable(table, from, row) || self.is_unreadable(table, to, row)
            }
        }
    }

    pub fn placed(&self, table: TableId, row: u32) -> Placed {
        match self.catalogue.table(table).dates {
            OwnDates::None => Placed::Undated,
            OwnDates::At(field) => self
                .date(table, field, row)
                .map_or(Placed::Undated, Placed::On),
            OwnDates::Span { from, to } => {
                match (self.date(table, from, row), self.date(table, to, row)) {
                    (None, None) => Placed::Undated,
                    (from, to) => Placed::Span { from, to },
                }
            }
            OwnDates::Of(field) => match self.records.target(self.catalogue, table, field, row) {
                Target::Row(other, other_row) => self.placed(other, other_row),
                _ => Placed::Undated,
            },
        }
    }

    /// Its first own date lies after the as-at date, or it takes its dates from a record that is left out.
    pub fn is_left_out(&self, table: TableId, row: u32) -> bool {
        let after = |field| {
            self.column(table, field)
                .and_then(|column| column.recorded_date(row))
                .is_some_and(|day| day > self.as_at)
        };
        match self.catalogue.table(table).dates {
            OwnDates::None => false,
            OwnDates::At(field) | OwnDates::Span { from: field, .. } => after(field),
            OwnDates::Of(field) => match self.records.target(self.catalogue, table, field, row) {
                Target::Row(other, other_row) => self.is_left_out(other, other_row),
                _ => false,
            },
        }
    }

    /// Whether the dates of a table's own records alone say when they stand, and none of them may be planned.
    fn has_plain_dates(&self, table: TableId) -> bool {
        let is_plain = |field| !self.catalogue.field(table, field).planned;
        match self.catalogue.table(table).dates {
            OwnDates::At(field) => is_plain(field),
            OwnDates::Span { from, to } => is_plain(from) && is_plain(to),
            OwnDates::None | OwnDates::Of(_) => false,
        }
    }

    /// What [`Self::earliest`] would say, where a later day's answer is known.
    pub fn earliest_by(&self, table: TableId, later: Option<Day>) -> Option<Day> {
        if self.has_plain_dates(table) {
            later.filter(|day| *day <= self.as_at)
        } else {
            self.earliest(table)
        }
    }

    /// The earliest day of which the records of a table tell.
    pub fn earliest(&self, table: TableId) -> Option<Day> {
        if self.has_plain_dates(table) {
            let begins = self.begins(table).map(|begins| begins.on);
            return begins.filter(|day| *day <= self.as_at);
        }
        let first = |placed| match placed {
            Placed::Undated => None,
            Placed::On(day) => Some(day),
            Placed::Span { from, to } => from.or(to),
        };
        (0..self.records.rows(table))
            .filter(|&row| !self.is_left_out(table, row))
            .filter_map(|row| first(self.placed(table, row)))
            .min()
    }

    /// What lies after the as-at date: a problem a table, with the number of records left out and of dates read as blank.
    pub fn not_yet_happened(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (table, definition) in self.catalogue.tables() {
            let dates: Vec<&Column> = definition
                .field_ids()
                .filter(|field| !definition.fields[field.index()].planned)
                .filter_map(|field| self.column(table, field))
                .filter(|column| matches!(column, Column::Date(_)))
                .collect();
            let (mut left_out, mut blanked, mut first) = (0_u64, 0_u64, None);
            for row in 0..self.records.rows(table) {
                let after = dates
                    .iter()
                    .filter(|column| {
                        column
                            .recorded_date(row)
                            .is_some_and(|day| day > self.as_at)
                    })
                    .count() as u64;
                if self.is_left_out(table, row) {
                    left_out += 1;
                } else if after > 0 {
                    blanked += after;
                } else {
                    continue;
                }
                first = first.or(Some(row));
            }
            let Some(first) = first else { continue };
            let (file, line) = self.records.place(table, first);
            let records = (left_out > 0).then(|| match left_out {
                1 => "1 record begins after the as-at date and was left out".to_owned(),
                n => format!("{n} records begin after the as-at date and were left out"),
            });
            let dates = (blanked > 0).then(|| match blanked {
                1 => "1 date after the as-at date was read as not yet happened".to_owned(),
                n => format!("{n} dates after the as-at date were read as not yet happened"),
            });
            let parts: Vec<String> = [records, dates].into_iter().flatten().collect();
            let message = format!(
                "{}: {} (as at {})",
                definition.name,
                parts.join("; "),
                self.as_at.in_words()
            );
            problems.push(
                Problem::new(ProblemSeverity::Warning, message)
                    .in_file(file)
                    .at_row(line)
                    .times(left_out + blanked),
            );
        }
        problems
    }
}
