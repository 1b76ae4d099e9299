//! Whether the dates of a column put the day first, as in England, or the month.

use crate::load::cell::SpelledDate;
use crate::model::day::Day;

use super::notes::LISTED;

/// A column is day-first unless a date of it can only be month-first and none only day-first.
#[derive(Default)]
pub(in crate::load) struct DateOrder {
    day_first: bool,
    /// Dates that could be either, by row, as they would be month-first. Nobody asks once one is only day-first.
    either: Vec<(u32, Day)>,
    /// Dates that can only be month-first, by row. Their cells stay blank until the column is known to be so.
    month_first: Vec<(u32, Day)>,
    /// How the first of those are spelled, as many as are listed if they turn out to be bad.
    spelled: Vec<String>,
}

pub(in crate::load) enum Placed {
    Day(Day),
    /// Until the column is known to be month-first.
    Waiting,
    /// The column is day-first.
    Impossible,
}

/// A column that is month-first.
pub(in crate::load) struct MonthFirst {
    /// The row and the text of the first date that can only be so.
    pub first: (u32, String),
    /// How many can only be so.
    pub certain: usize,
    /// Every date that could be, by row.
    pub days: Vec<(u32, Day)>,
}

impl DateOrder {
    pub fn place(&mut self, row: u32, date: SpelledDate, text: &str) -> Placed {
        match date {
            SpelledDate::Known(day) => Placed::Day(day),
            SpelledDate::DayFirst(day) => {
                self.day_first = true;
                self.either = Vec::new();
                Placed::Day(day)
            }
            SpelledDate::Either {
                day_first,
                month_first,
            } => {
                if !self.day_first {
                    self.either.push((row, month_first));
                }
                Placed::Day(day_first)
            }
            SpelledDate::MonthFirst(_) if self.day_first => Placed::Impossible,
            SpelledDate::MonthFirst(day) => {
                self.month_first.push((row, day));
                if self.spelled.len() < LISTED as usize {
                    self.spelled.push(text.to_owned());
                }
                Placed::Waiting
            }
        }
    }

    /// Dates that waited for nothing, by row, once the column is known to be day-first. Those not listed have no text.
    pub fn refused(&mut self) -> Vec<(u32, String)> {
        if !self.day_first || self.month_first.is_empty() {
            return Vec::new();
        }
        let texts = std::mem::take(&mut self.spelled).into_iter();
        let rows = std::mem::take(&mut self.month_first).into_iter();
        rows.map(|(row, _)| row)
            .zip(texts.chain(std::iter::repeat_with(String::new)))
            .collect()
    }

    /// Takes in the dates of a later part, whose rows stand behind the first `before`.
    pub fn absorb(&mut self, later: Self, before: u32) {
        let moved = |(row, day)| (before + row, day);
        self.day_first |= later.day_first;
        self.either.extend(later.either.into_iter().map(moved));
        if self.day_first {
            self.either = Vec::new();
        }
        self.month_first
            .extend(later.month_first.into_iter().map(moved));
        self.spelled.extend(later.spelled);
        self.spelled.truncate(LISTED as usize);
    }

    /// The column as it is when no more dates come, if it is month-first.
    pub fn settle(&mut self) -> Option<MonthFirst> {
        if self.day_first {
            return None;
        }
        let (row, _) = *self.month_first.first()?;
        let text = self.spelled.swap_remove(0);
        let certain = self.month_first.len();
        let mut days = std::mem::take(&mut self.either);
        days.append(&mut self.month_first);
        Some(MonthFirst {
            first: (row, text),
            certain,
            days,
        })
    }

    /// The row of the first date that could be either, and how many could, where none tells.
    pub fn undecided(&self) -> Option<(u32, usize)> {
        let (row, _) = *self.either.first()?;
        Some((row, self.either.len()))
    }
}
