//! Early help, and the long plans of disabled children.

use super::case::Case;
use super::days::Days;
use super::family::Stage;
use super::journey::{Journey, Path, Span};
use super::planning::Planner;
use super::practice;
use super::random::{Even, Stream};
use super::recurring::Recurring;
use super::table::{Key, Table, Tables};
use crate::model::day::Day;

const TWELVE_WEEKS: i32 = 84;
/// The ages, in days, over which disabled children are spread: all were children when the first plan began.
const AGES: (i32, i32) = (1700, 6400);
/// From this age the move to adult services is talked about.
const BECOMING_ADULT: i32 = 14;

/// The birth of the `nth` disabled child of a division.
pub fn born(days: &Days<'_>, seed: u64, nth: u32) -> Day {
    let (youngest, oldest) = AGES;
    let even = Even::new(seed.wrapping_add(6), nth).below((oldest - youngest) as u32);
    days.as_at.plus_days(-youngest - even as i32)
}

impl Planner<'_> {
    pub(super) fn disabled(&mut self) -> Journey {
        let ago = 240 + self.even.below(1200) as i32;
        let received = self.days.working(self.days.as_at.plus_days(-ago));
        let mut journey = self.begun(Path::Disabled, received);
        let assessed = journey.assessed.map_or(received, |(_, done)| done);
        let from = self.days.soon_after(assessed, &mut self.random, 1, 8);
        journey.in_need.push(Span { from, to: None });
        journey
    }
}

impl Case<'_> {
    pub fn write_early_help(&self, tables: &mut Tables<'_>) {
        let mut shared = self.family_random(Stream::EarlyHelp, 0);
        let Some(closed) = self.days.if_come(self.journey.closed) else {
            return;
        };
        let is_wanted = match self.journey.path {
            Path::NoFurtherAction => shared.chance(practice::EARLY_HELP_AT_THE_DOOR),
            _ => self.close_reason() == "RC9" && shared.chance(practice::PICKED_UP_BY_EARLY_HELP),
        };
        let started = self.days.soon_after(closed, &mut shared, 1, 9);
        if !is_wanted || !self.has_come(started) || self.child.stage(started) == Stage::Unborn {
            return;
        }
        let (low, high) = if shared.chance(practice::EARLY_HELP_ASSESSED_IN_TIME) {
            (12, 29)
        } else {
            (32, 42)
        };
        let assessed = self.days.soon_after(started, &mut shared, low, high);
        let ended = self
            .days
            .working(started.plus_days(shared.between(120, 300)));
        let key = self.key("EH", 1);
        tables
            .row(Table::EarlyHelp)
            .key(key)
            .child(self.child.number)
            .event(Some(started))
            .event(Some(assessed))
            .event(Some(ended))
            .end();
        let reviews = Recurring {
            days: self.days,
            until: self.last_day(Some(ended)),
            in_time: practice::EARLY_HELP_REVIEWED_IN_TIME,
            is_early: self.family.nth.is_multiple_of(2),
        };
        let first = started.plus_days(TWELVE_WEEKS);
        let next = |held: Day| held.plus_days(TWELVE_WEEKS);
        for (place, held) in reviews
            .held(first, next, &mut shared)
            .into_iter()
            .enumerate()
        {
            self.write_early_help_review(key, place + 1, held, tables);
        }
    }

    fn write_early_help_review(
        &self,
        episode: Key,
        number: usize,
        held: Day,
        tables: &mut Tables<'_>,
    ) {
        tables
            .row(Table::EarlyHelpReviews)
            .key(self.key("ER", number))
            .key(episode)
            .child(self.child.number)
            .event(Some(held))
            .end();
    }

    pub fn write_disabled_reviews(&self, tables: &mut Tables<'_>) {
        if self.journey.path != Path::Disabled {
            return;
        }
        let Some(need) = self.journey.in_need.first() else {
            return;
        };
        let mut random = self.random(Stream::Group);
        let reviews = Recurring {
            days: self.days,
            until: self.last_day(need.to),
            in_time: practice::DISABLED_REVIEWED_IN_TIME,
            is_early: self.family.nth.is_multiple_of(5),
        };
        let six_months = |held: Day| held.plus_months(6);
        let held = reviews.held(six_months(need.from), six_months, &mut random);
        for (place, held) in held.into_iter().enumerate() {
            let is_asked = self.child.age(held) >= BECOMING_ADULT;
            let discussed = self
                .even(14 + place as u64)
                .chance(practice::ADULT_SERVICES_DISCUSSED);
            tables
                .row(Table::DisabledReviews)
                .key(self.key("DR", place + 1))
                .child(self.child.number)
                .event(Some(held))
                .flag(is_asked.then_some(discussed))
                .end();
        }
    }
}
