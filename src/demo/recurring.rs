//! What comes again and again: reviews, health checks, meetings at school.

use super::days::Days;
use super::practice::Chance;
use super::random::Random;
use crate::model::day::Day;

pub struct Recurring<'a> {
    pub days: &'a Days<'a>,
    /// The last day on which it may still happen.
    pub until: Day,
    pub in_time: Chance,
    /// Whether a turn of the coming weeks is taken now: an export of the day has something of every kind from this week.
    pub is_early: bool,
}

/// Days by which a turn may be early, and how long ago it then was.
const EARLY: i32 = 70;
const THIS_WEEK: i32 = 3;

/// One time that it was due, and the day it happened.
#[derive(Clone, Copy)]
pub struct Turn {
    pub due: Day,
    pub held: Option<Day>,
}

impl Recurring<'_> {
    /// Every turn to the end, the last of them perhaps still to come. `then` gives the next due date after a day.
    pub fn turns(
        &self,
        first_due: Day,
        then: impl Fn(Day) -> Day,
        random: &mut Random,
    ) -> Vec<Turn> {
        let mut turns = Vec::new();
        let mut due = first_due;
        let mut earliest = due.plus_days(-20);
        loop {
            let held = if random.chance(self.in_time) {
                due.plus_days(-random.between(0, 16))
            } else {
                due.plus_days(random.between(4, 38))
            };
            let mut held = self.days.working(held).max(earliest);
            if self.is_early && held > self.until && due.plus_days(-EARLY) <= self.until {
                held = self
                    .days
                    .working(self.until.plus_days(-THIS_WEEK))
                    .max(earliest);
            }
            if held > self.until {
                turns.push(Turn { due, held: None });
                return turns;
            }
            turns.push(Turn {
                due,
                held: Some(held),
            });
            due = then(held);
            earliest = held.plus_days(1);
        }
    }

    /// The days on which it happened.
    pub fn held(&self, first_due: Day, then: impl Fn(Day) -> Day, random: &mut Random) -> Vec<Day> {
        self.turns(first_due, then, random)
            .into_iter()
            .filter_map(|turn| turn.held)
            .collect()
    }
}
