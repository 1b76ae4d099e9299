//! Actions of plans: who does what by when, and whether it was done.

use super::case::Case;
use super::practice;
use super::random::Random;
use super::table::{Key, Table, Tables};
use super::wording::List;
use crate::model::day::Day;

/// What is to be done, by whom, and what for.
pub struct Action {
    pub owner: String,
    pub description: String,
    pub outcome: String,
    pub due: Option<Day>,
    pub done: Option<Day>,
}

impl Case<'_> {
    /// When an action was done, if it was.
    pub fn done_by(&self, due: Day, in_time: practice::Chance, random: &mut Random) -> Option<Day> {
        let early = self.days.working(due.plus_days(-random.between(0, 16)));
        let late = self.days.working(due.plus_days(random.between(4, 50)));
        if random.chance(in_time) {
            Some(early)
        } else {
            random.chance(practice::ACTION_DONE_LATE).then_some(late)
        }
    }

    /// An action from a list whose lines are owner, action and outcome; the date in it is its due date.
    pub fn action(
        &self,
        day: Day,
        due: Day,
        list: &List,
        number: usize,
        random: &mut Random,
    ) -> Action {
        let line = self
            .voice(day)
            .nth_of(list, self.child.number as usize + number, due, random);
        let mut parts = line.split('|');
        let mut part = || parts.next().unwrap_or("").to_owned();
        Action {
            owner: part(),
            description: part(),
            outcome: part(),
            due: Some(due),
            done: None,
        }
    }

    pub fn write_action(
        &self,
        number: usize,
        plan: Key,
        kind: &str,
        action: &Action,
        tables: &mut Tables<'_>,
    ) {
        let prefix = match kind {
            "child protection" => "AP",
            "child in need" => "AN",
            _ => "AL",
        };
        tables
            .row(Table::PlanActions)
            .key(self.key(prefix, number))
            .key(plan)
            .child(self.child.number)
            .text(kind)
            .text(&action.description)
            .text(&action.owner)
            .planned(action.due)
            .event(action.done)
            .text(&action.outcome)
            .end();
    }
}
