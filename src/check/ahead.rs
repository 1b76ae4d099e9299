//! Whether most records begin after the as-at date: a year mistyped leaves them out, and what is left looks like a quiet council.

use crate::model::catalogue::{OwnDates, TableId};
use crate::model::column::Column;
use crate::model::day::Day;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::thousands::grouped;
use crate::model::view::View;

/// Records after the as-at date from which it is worth a question.
const FEWEST: u64 = 10;

/// How many records begin after the as-at date, where they are most of those that have a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ahead {
    pub after: u64,
    pub dated: u64,
}

impl Ahead {
    pub(super) fn of(view: View<'_>) -> Option<Self> {
        let (mut after, mut dated) = (0, 0);
        for (table, definition) in view.catalogue.tables() {
            let (OwnDates::At(field) | OwnDates::Span { from: field, .. }) = definition.dates
            else {
                continue;
            };
            let Some(column @ Column::Date(_)) = view.column(table, field) else {
                continue;
            };
            let (more_after, more_dated) = counted(column, table, view);
            after += more_after;
            dated += more_dated;
        }
        (after >= FEWEST && after * 2 > dated).then_some(Self { after, dated })
    }

    pub fn sentence(self, as_at: Day) -> String {
        format!(
            "{} of {} records that have a date begin after {} and are left out: is the as-at date right?",
            grouped(self.after),
            grouped(self.dated),
            as_at.in_words()
        )
    }

    pub(super) fn problem(self, view: View<'_>) -> Problem {
        Problem::new(ProblemSeverity::Warning, self.sentence(view.as_at))
    }
}

fn counted(column: &Column, table: TableId, view: View<'_>) -> (u64, u64) {
    let rows = 0..view.records.rows(table);
    let days = rows.filter_map(|row| column.recorded_date(row));
    days.fold((0, 0), |(after, dated), day| {
        (after + u64::from(day > view.as_at), dated + 1)
    })
}
