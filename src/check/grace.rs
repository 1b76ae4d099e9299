//! Time allowed before an undated requirement counts.

use crate::model::day::Day;
use crate::model::length::Length;
use crate::rules::plan::{Check, Rule};

use super::context::{Context, first_day};
use super::obligation::{Obligation, When};
use super::outcome::Outcome;

/// The last day of a subject's grace: its first own date, or the rule's `placed_by`, plus that length.
pub(super) fn last_day(rule: &Rule, context: Context<'_>, row: u32) -> Option<Day> {
    let length = length(&rule.check)?;
    let start = match &rule.placed_by {
        Some(path) => context.date(path, row),
        None => first_day(context.view.placed(rule.table, row)),
    };
    start.map(|start| length.after(start, context.calendar))
}

const fn length(check: &Check) -> Option<Length> {
    match check {
        Check::Require(check) => check.grace,
        Check::Count(check) => check.grace,
        Check::Text(check) => check.grace,
        _ => None,
    }
}

/// What would fail is due until the grace has passed.
pub(super) fn or_due<'o, 'p>(
    obligation: Obligation<'o, 'p>,
    grace: Option<Day>,
    as_at: Day,
) -> Obligation<'o, 'p> {
    match grace {
        Some(last) if obligation.outcome == Outcome::Failed && last >= as_at => Obligation {
            outcome: Outcome::Due,
            when: When::Due(last, &[]),
            ..obligation
        },
        _ => obligation,
    }
}
