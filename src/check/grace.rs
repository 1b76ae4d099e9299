//! Time allowed before an undated requirement counts.

use crate::model::day::Day;
use crate::model::length::Length;
use crate::rules::plan::{Check, Rule};

use super::context::{Context, first_day};
use super::obligation::{Detail, Obligation, When};
use super::outcome::Outcome;

/// A subject's grace, and what may have ended it.
#[derive(Clone, Copy)]
pub(super) struct Grace<'p> {
    /// Its last day, or why that is not known.
    last: Result<Day, Detail<'p>>,
    /// The day from which the child is owed nothing, or why it is not known whether that has come.
    owed_until: Result<Option<Day>, Detail<'p>>,
}

impl<'p> Grace<'p> {
    /// It runs from the subject's first own date, or the rule's `placed_by`; none where the rule gives none, or nothing begins it.
    pub fn of(rule: &'p Rule, context: Context<'_>, row: u32) -> Option<Self> {
        let last = last_day(rule, context, row)?;
        let owed_until = match context.unreadable_death(rule.table, row) {
            Some(detail) => Err(detail),
            None => Ok(context.owed_until(rule.table, row).map(|end| end.on)),
        };
        Some(Self { last, owed_until })
    }

    /// Whether it has not passed.
    pub fn runs(self, as_at: Day) -> bool {
        self.last.is_ok_and(|last| last >= as_at)
    }
}

fn last_day<'p>(rule: &'p Rule, context: Context<'_>, row: u32) -> Option<Result<Day, Detail<'p>>> {
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

/// The time that a rule allows, if it does.
pub(super) const fn length(check: &Check) -> Option<Length> {
    match check {
        Check::Require(check) => check.grace,
        Check::Count(check) => check.grace,
        Check::Text(check) => check.grace,
        _ => None,
    }
}

/// What would fail is due until the grace has passed. Of a child who died, or grew up, before that nothing was owed: what is not
/// met is nothing.
pub(super) fn or_due<'o, 'p>(
    obligation: Obligation<'o, 'p>,
    grace: Option<Grace<'p>>,
    as_at: Day,
) -> Option<Obligation<'o, 'p>> {
    let Some(Grace { last, owed_until }) = grace.filter(|_| obligation.outcome != Outcome::Met)
    else {
        return Some(obligation);
    };
    if let (Ok(last), Ok(Some(until))) = (last, owed_until)
        && until <= last
    {
        return None;
    }
    if obligation.outcome != Outcome::Failed {
        return Some(obligation);
    }
    Some(match (last, owed_until) {
        (Err(detail), _) | (_, Err(detail)) => Obligation {
            outcome: Outcome::Unknown,
            detail,
            ..obligation
        },
        (Ok(last), _) if last >= as_at => Obligation {
            outcome: Outcome::Due,
            when: When::Due(last, &[]),
            ..obligation
        },
        _ => obligation,
    })
}
