//! From when to when events are asked for.

use crate::check::context::Birth;
use crate::check::ends::EndOf;
use crate::check::obligation::{Contradiction, Detail, Obligation, Sink};
use crate::model::day::Day;
use crate::rules::plan::Ages;

use super::Judge;

/// When the clock runs for a subject.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub start: Day,
    /// Whether it runs from the beginning: steps do not begin again on a birthday.
    pub has_steps: bool,
    /// The day it stopped, where that day has come.
    pub end: Option<Day>,
    /// The birthday from which nothing is owed, come or not.
    pub last: Option<Day>,
}

impl<'p> Judge<'_, 'p> {
    pub(super) fn clock(&self, row: u32, sink: &mut impl Sink<'p>) -> Option<Clock> {
        let (context, as_at) = (self.context, self.context.as_at());
        let (start_path, start) = match context.first_date(&self.check.from, row) {
            Ok(start) => start,
            Err(detail) => {
                sink.obligation(row, Obligation::unknown(detail));
                return None;
            }
        };
        if start > as_at {
            return None;
        }
        let end = context.end(&self.check.until, self.table, row);
        if let Some(end) = end
            && end.on < start
        {
            if end.of != EndOf::Childhood {
                sink.contradiction(Contradiction {
                    table: self.table,
                    row,
                    earlier: &start_path.text,
                    later: end.field,
                    is_end: true,
                });
            }
            return None;
        }
        let clock = Clock {
            start,
            has_steps: true,
            end: end.map(|end| end.on),
            last: context.grown_up(self.table, row),
        };
        match self.check.ages {
            Some(ages) => self.between_birthdays(row, clock, ages, sink),
            None => Some(clock),
        }
    }

    fn between_birthdays(
        &self,
        row: u32,
        clock: Clock,
        ages: Ages,
        sink: &mut impl Sink<'p>,
    ) -> Option<Clock> {
        let birth = match self.context.birth(self.table, row) {
            Birth::On(birth) => birth,
            // A baby who is expected is owed nothing until the birth; once the day has passed, a birth is not recorded.
            Birth::Expected(day) if day >= self.context.as_at() => return None,
            Birth::Expected(_) | Birth::NotRecorded => {
                sink.obligation(row, Obligation::unknown(Detail::NoBirth));
                return None;
            }
        };
        let as_at = self.context.as_at();
        let birthday = |age: u32| birth.plus_months(age as i32 * 12);
        let start = ages
            .from
            .map_or(clock.start, |age| clock.start.max(birthday(age)));
        let last = ages.to.map(birthday).into_iter().chain(clock.last).min();
        let end = clock.end.into_iter().chain(last).min();
        if start > as_at || end.is_some_and(|end| end <= start) {
            return None;
        }
        Some(Clock {
            start,
            has_steps: start == clock.start,
            end: end.filter(|end| *end <= as_at),
            last,
        })
    }
}
