//! Whether the records are of the day: an old extract makes work look overdue that may be done since.

use std::collections::BTreeSet;

use crate::model::catalogue::{OwnDates, TableId};
use crate::model::day::Day;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::view::View;

/// Calendar days before the as-at date that the newest event of a table may lie.
pub const FRESH_FOR_DAYS: i32 = 7;

/// Those of these tables that have dates of their own and whose newest event is older than that, each with the event.
pub fn stale(tables: &BTreeSet<TableId>, view: View<'_>) -> Vec<(TableId, Day)> {
    let dated = tables.iter().copied().filter(|table| {
        !matches!(
            view.catalogue.table(*table).dates,
            OwnDates::None | OwnDates::Of(_)
        )
    });
    let newest = dated.filter_map(|table| {
        Some((
            table,
            view.records
                .newest_event(view.catalogue, table, view.as_at)?,
        ))
    });
    newest
        .filter(|(_, newest)| view.as_at.number() - newest.number() > FRESH_FOR_DAYS)
        .collect()
}

pub fn problems(stale: &[(TableId, Day)], view: View<'_>) -> impl Iterator<Item = Problem> {
    stale.iter().map(move |(table, newest)| {
        let many = &view.catalogue.table(*table).many;
        let age = view.as_at.number() - newest.number();
        let message = format!("the newest event of the {many} is of {}, {age} days before the as-at date: what looks overdue may be done since", newest.in_words());
        Problem::new(ProblemSeverity::Warning, message)
    })
}
