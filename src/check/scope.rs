//! Which obligations a run speaks of: those due, or placed, inside the period.

use crate::model::day::Day;
use crate::model::view::Placed;
use crate::rules::path::ValuePath;
use crate::rules::plan::{Check, Count, Rule};

use super::context::Context;
use super::grace::Grace;
use super::outcome::Outcome;

/// The period of a run: the days after `after`, up to and with `as_at`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scope {
    pub as_at: Day,
    /// The day before the period; none where it has no beginning.
    pub after: Option<Day>,
}

impl Scope {
    pub(super) fn holds(self, day: Day) -> bool {
        day <= self.as_at && self.after.is_none_or(|after| day > after)
    }

    /// Whether a dated obligation is in scope; `placed` are the subject's own dates.
    pub fn holds_due(self, outcome: Outcome, due: Day, placed: Placed) -> bool {
        let still_open = match placed {
            Placed::Undated => true,
            Placed::On(_) => false,
            Placed::Span { .. } => is_open(placed, self.as_at),
        };
        self.holds(due) || outcome == Outcome::Due || (outcome == Outcome::Overdue && still_open)
    }

    /// Whether anything that a rule says of a subject may be in scope: where it cannot be, the subject is judged in vain.
    pub(super) fn may_hold(self, rule: &Rule, context: Context<'_>, row: u32) -> bool {
        match &rule.check {
            Check::Deadline(_) | Check::Cadence(_) | Check::Duration(_) => true,
            Check::Require(_)
            | Check::Count(_)
            | Check::Attendance(_)
            | Check::Text(_)
            | Check::Order(_)
            | Check::Reference(_) => {
                // What is due because of its grace is in scope whenever that began.
                self.holds_placed(placed(rule, context, row))
                    || Grace::of(rule, context, row).is_some_and(|grace| grace.runs(self.as_at))
            }
        }
    }

    /// Whether an undated obligation is in scope.
    pub fn holds_placed(self, placed: Placed) -> bool {
        match placed {
            Placed::Undated => true,
            Placed::On(day) => self.holds(day),
            Placed::Span { from, to } => {
                from.is_none_or(|from| from <= self.as_at)
                    && to.is_none_or(|to| self.after.is_none_or(|after| to > after))
            }
        }
    }
}

/// The date that places what a rule says of a subject without a due date; none where the subject's own dates do.
const fn placed_by(rule: &Rule) -> Option<&ValuePath> {
    match (&rule.check, &rule.placed_by) {
        (Check::Count(Count { at: Some(path), .. }), _) | (_, Some(path)) => Some(path),
        (_, None) => None,
    }
}

/// Whether another date than the subject's own places what a rule says of it without a due date.
pub(super) const fn is_placed_elsewhere(rule: &Rule) -> bool {
    placed_by(rule).is_some()
}

/// The dates that place what a rule says of a subject without a due date.
pub(super) fn placed(rule: &Rule, context: Context<'_>, row: u32) -> Placed {
    placed_by(rule).map_or_else(
        || context.stood(rule.table, row),
        |path| context.dated(path, row),
    )
}

/// Whether such a date may be worked out from other records, where it is blank.
pub(super) fn works_out(rule: &Rule, context: Context<'_>) -> bool {
    let ends = placed_by(rule).map_or(&[][..], |path| &path.ends);
    let mut tables = ends.iter().map(|(table, _)| *table).chain([rule.table]);
    tables.any(|table| context.view.records.works_out(table))
}

/// Begun and not ended by that day.
pub fn is_open(placed: Placed, day: Day) -> bool {
    match placed {
        Placed::Span { from, to } => {
            from.is_none_or(|from| from <= day) && to.is_none_or(|to| to > day)
        }
        Placed::Undated | Placed::On(_) => false,
    }
}
