//! Which obligations a run speaks of: those due, or placed, inside the period.

use crate::model::day::Day;
use crate::model::view::Placed;

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

/// Begun and not ended by that day.
pub fn is_open(placed: Placed, day: Day) -> bool {
    match placed {
        Placed::Span { from, to } => {
            from.is_none_or(|from| from <= day) && to.is_none_or(|to| to > day)
        }
        Placed::Undated | Placed::On(_) => false,
    }
}
