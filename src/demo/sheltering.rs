//! Young people who say that they are homeless, and children who are privately fostered.

use super::caring::Course;
use super::case::{Case, kept};
use super::days::Days;
use super::journey::{Journey, Path, Span};
use super::planning::Planner;
use super::practice;
use super::random::{Even, Random, Stream};
use super::table::{Table, Tables};
use crate::model::day::Day;

/// Days before the as-at date that the first of each group came: an export of the day has somebody who came this week.
const NEWEST: i32 = 5;

/// When the `nth` homeless young person of a division came, and was born: of sixteen or seventeen.
fn presented(days: &Days<'_>, seed: u64, nth: u32) -> Day {
    let ago = if nth == 1 {
        NEWEST
    } else {
        NEWEST + Even::new(seed.wrapping_add(4), nth).below(350) as i32
    };
    days.working(days.as_at.plus_days(-ago))
}

pub fn born(days: &Days<'_>, seed: u64, nth: u32) -> Day {
    let mut even = Even::new(seed.wrapping_add(5), nth);
    let age = 5900 + even.below(560) as i32;
    presented(days, seed, nth).plus_days(-age)
}

impl Planner<'_> {
    pub(super) fn homeless(&mut self) -> Journey {
        let received = presented(self.days, self.even_seed, self.nth);
        let mut journey = self.begun(Path::Homeless, received);
        let mut even = Even::new(self.even_seed.wrapping_add(8), self.nth);
        let looked_after = even.chance(practice::HOMELESS_TO_CARE);
        let assessed = journey.assessed.map_or(received, |(_, done)| done);
        let mut end = self.days.soon_after(assessed, &mut self.random, 2, 30);
        if looked_after {
            let started = self.days.soon_after(received, &mut self.random, 0, 2);
            let mut care = self.care(started, Course::Independence, None);
            let ended = started.plus_days(self.random.between(30, 85));
            let ended = self.days.working(ended);
            care.end_on(ended);
            journey.care = Some(care);
            end = end.max(self.days.after(ended, 4));
        }
        journey.closed = Some(end);
        journey
    }

    pub(super) fn privately_fostered(&mut self) -> Journey {
        let ago = if self.nth == 1 {
            NEWEST
        } else {
            NEWEST + self.even.below(460) as i32
        };
        let received = self.days.working(self.days.as_at.plus_days(-ago));
        let mut journey = self.begun(Path::PrivatelyFostered, received);
        let length = self.random.between(150, 620);
        let ended = self.days.working(received.plus_days(length));
        journey.closed = Some(self.days.soon_after(ended, &mut self.random, 2, 8));
        journey.arranged = Some(Span {
            from: received,
            to: Some(ended),
        });
        journey
    }
}

impl Case<'_> {
    pub fn write_homelessness(&self, tables: &mut Tables<'_>) {
        if self.journey.path != Path::Homeless {
            return;
        }
        let mut random = self.random(Stream::Group);
        let random = &mut random;
        let mut even = self.even(10);
        let presented = self.journey.received;
        let (low, high) = if even.chance(practice::HOMELESS_ASSESSED_IN_TIME) {
            (2, 10)
        } else {
            (11, 15)
        };
        let assessed = self.days.soon_after(presented, random, low, high);
        let told = even.chance(practice::RIGHTS_EXPLAINED);
        let told_on = self.days.soon_after(presented, random, 0, 6);
        let advocate = even.chance(practice::HOMELESS_ADVOCATE);
        let elsewhere = if even.chance(practice::BED_AND_BREAKFAST) {
            "bed and breakfast"
        } else {
            random.one_of(&["home", "home", "housing", "section 17"])
        };
        let accommodation = if self.journey.care.is_some() {
            "section 20"
        } else {
            elsewhere
        };
        tables
            .row(Table::Homelessness)
            .key(self.key("HO", 1))
            .child(self.child.number)
            .event(Some(presented))
            .event(Some(assessed))
            .event(told.then_some(told_on))
            .flag(kept(random, advocate))
            .text(kept(random, accommodation).unwrap_or(""))
            .end();
    }

    pub fn write_private_fostering(&self, tables: &mut Tables<'_>) {
        let Some(arranged) = self.journey.arranged else {
            return;
        };
        let mut shared = self.family_random(Stream::Group, 0);
        let decided = if self.even(11).chance(practice::FOSTERING_DECIDED_IN_TIME) {
            arranged.from.plus_days(shared.between(21, 41))
        } else {
            arranged.from.plus_days(shared.between(46, 62))
        };
        let first = self.visits.first().map(|visit| visit.day);
        let last = self.last_day(arranged.to);
        tables
            .row(Table::PrivateFostering)
            .key(self.key("PF", 1))
            .child(self.child.number)
            .event(Some(arranged.from))
            .event(first)
            .event(Some(self.days.working(decided)))
            .event(arranged.to)
            .worker(self.worker(last))
            .end();
    }
}

/// The first visit to a privately fostered child.
pub fn first_visit(journey: &Journey, days: &Days<'_>, random: &mut Random) -> Option<Day> {
    let arranged = journey.arranged?;
    let (low, high) = if random.chance(practice::FOSTERING_VISITED_IN_TIME) {
        (2, 7)
    } else {
        (8, 11)
    };
    Some(days.soon_after(arranged.from, random, low, high))
}
