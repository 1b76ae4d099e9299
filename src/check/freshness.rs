//! Whether the records are of the day: an old extract makes work look overdue that may be done since.

use std::collections::BTreeSet;

use crate::model::catalogue::{Catalogue, OwnDates, TableId};
use crate::model::day::Day;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::view::View;
use crate::rules::sentence::joined;

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

/// "child protection plans (2 March 2026) and visits (4 March 2026)".
pub fn named(stale: &[(TableId, Day)], catalogue: &Catalogue) -> String {
    let lists = stale.iter().map(|(table, newest)| {
        let many = &catalogue.table(*table).many;
        format!("{many} ({})", newest.in_words())
    });
    joined(&lists.collect::<Vec<_>>(), "and")
}

/// One, however many lists are old: reports that show few problems show it whole.
pub(super) fn problem(stale: &[(TableId, Day)], catalogue: &Catalogue) -> Option<Problem> {
    let message = format!(
        "the newest event is more than {FRESH_FOR_DAYS} days before the as-at date in the {}: what looks overdue may be done since",
        named(stale, catalogue)
    );
    (!stale.is_empty()).then(|| Problem::new(ProblemSeverity::Warning, message))
}
