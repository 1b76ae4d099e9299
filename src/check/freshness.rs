//! Whether the records are of the day: an old extract makes work look overdue that may be done since.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::model::catalogue::{Catalogue, OwnDates, TableId};
use crate::model::day::Day;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::view::View;
use crate::rules::sentence::joined;

/// Calendar days before the as-at date that the newest event of a table may lie.
pub const FRESH_FOR_DAYS: i32 = 7;
/// Records that would have come since, by those of the year before, were the table of the day. That none of five comes by chance is
/// less likely than one in a hundred, if they come one by one; a small council has no new placement in many a week.
const MISSED: i64 = 5;
/// Lists that are named before "and 3 more".
const NAMED: usize = 5;

/// Those of these tables that have dates of their own and whose newest event is older than that, each with the event: all of them
/// where nothing newer stands in any, else those from which, at their pace, more would have come.
pub fn stale(tables: &BTreeSet<TableId>, view: View<'_>) -> Vec<(TableId, Day)> {
    let (records, catalogue) = (view.records, view.catalogue);
    let dated = tables.iter().copied().filter(|table| {
        let dates = catalogue.table(*table).dates;
        !matches!(dates, OwnDates::None | OwnDates::Of(_))
    });
    let newest: Vec<(TableId, Day)> = dated
        .filter_map(|table| {
            let newest = records.newest_event(catalogue, table, view.as_at)?;
            Some((table, newest))
        })
        .collect();
    let age = |newest: Day| view.as_at.number() - newest.number();
    let is_old = |newest: Day| age(newest) > FRESH_FOR_DAYS;
    let all_are_old = newest.iter().all(|(_, newest)| is_old(*newest));
    let is_too_silent = |table: TableId, newest: Day| {
        let year = records.events_in(catalogue, table, newest.plus_days(-365), newest);
        i64::from(year) * i64::from(age(newest)) >= MISSED * 365
    };
    let mut stale = newest;
    stale.retain(|(table, newest)| {
        is_old(*newest) && (all_are_old || is_too_silent(*table, *newest))
    });
    stale
}

/// "child protection plans (2 March 2026) and visits (4 March 2026)"; of many, the newest.
pub fn named(stale: &[(TableId, Day)], catalogue: &Catalogue) -> String {
    let mut stale = stale.to_vec();
    if stale.len() > NAMED {
        stale.sort_by_key(|(table, newest)| (Reverse(*newest), *table));
    }
    let lists = stale.iter().take(NAMED).map(|(table, newest)| {
        let many = &catalogue.table(*table).many;
        format!("{many} ({})", newest.in_words())
    });
    let mut lists: Vec<String> = lists.collect();
    match stale.len().saturating_sub(NAMED) {
        0 => {}
        1 => lists.push("1 more list".to_owned()),
        more => lists.push(format!("{more} more lists")),
    }
    joined(&lists, "and")
}

/// One, however many lists are old: reports that show few problems show it whole.
pub(super) fn problem(stale: &[(TableId, Day)], catalogue: &Catalogue) -> Option<Problem> {
    let message = format!(
        "the newest event is more than {FRESH_FOR_DAYS} days before the as-at date in the {}: what looks overdue may be done since",
        named(stale, catalogue)
    );
    (!stale.is_empty()).then(|| Problem::new(ProblemSeverity::Warning, message))
}
