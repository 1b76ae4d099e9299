//! Time allowed before an undated requirement counts.

use crate::model::day::Day;
use crate::model::length::Length;
use crate::rules::plan::{Check, Rule};

use super::context::{Context, first_day};
use super::obligation::{Detail, Obligation, When};
use super::outcome::Outcome;

/// The last day of a subject's grace, or why it is not known.
pub(super) type Last<'p> = Result<Day, Detail<'p>>;

/// Its first own date, or the rule's `placed_by`, plus that length; none where there is no grace, or nothing that it begins with.
pub(super) fn last_day<'p>(rule: &'p Rule, context: Context<'_>, row: u32) -> Option<Last<'p>> {
    let length = length(&rule.check)?;
    if let Some(path) = &rule.placed_by {
        if context.is_unreadable(path, row) {
            return Some(Err(Detail::NotUnderstood(path)));
        }
        let start = context.date(path, row)?;
        return Some(Ok(length.after(start, context.calendar)));
    }
    let start = first_day(context.view.placed(rule.table, row));
    let last = start.map(|start| length.after(start, context.calendar));
    match context.view.unreadable_start(rule.table, row) {
        // It began before its last day at the latest.
        Some(field) if last.is_none_or(|last| last >= context.as_at()) => {
            Some(Err(Detail::UnreadableDate(rule.table, field)))
        }
        _ => last.map(Ok),
    }
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
    grace: Option<Last<'p>>,
    as_at: Day,
) -> Obligation<'o, 'p> {
    match grace {
        _ if obligation.outcome != Outcome::Failed => obligation,
        Some(Ok(last)) if last >= as_at => Obligation {
            outcome: Outcome::Due,
            when: When::Due(last, &[]),
            ..obligation
        },
        Some(Err(detail)) => Obligation {
            outcome: Outcome::Unknown,
            detail,
            ..obligation
        },
        _ => obligation,
    }
}
