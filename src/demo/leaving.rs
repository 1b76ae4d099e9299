//! Young people leaving care.

use super::authority::{Place, Team};
use super::case::{Case, kept};
use super::days::Days;
use super::journey::Path;
use super::practice;
use super::random::{Even, Random, Stream};
use super::table::{Table, Tables};
use crate::model::day::Day;

/// The ages, in days, over which most young people are spread evenly, and those of the others, who are grown up.
const MOST: (i32, i32) = (5945, 6930);
const GROWN_UP: (i32, i32) = (6930, 7650);
const OF_THE_MOST: u32 = 780;

/// The birth of the `nth` young person of a division.
pub fn born(days: &Days<'_>, seed: u64, nth: u32) -> Day {
    let mut even = Even::new(seed.wrapping_add(3), nth);
    let (youngest, oldest) = if even.chance(OF_THE_MOST) {
        MOST
    } else {
        GROWN_UP
    };
    let age = youngest + even.below((oldest - youngest) as u32) as i32;
    days.as_at.plus_days(-age)
}

impl Case<'_> {
    /// Everybody of sixteen who has been in care, and some years on.
    pub fn write_leaving(&self, tables: &mut Tables<'_>) {
        if self.family.path != Path::LeavingCare {
            return;
        }
        self.write_personal_adviser(tables);
        let days = self.days;
        let mut random = self.random(Stream::Leaving);
        let random = &mut random;
        let mut even = self.even(12);
        let is_grown_up = days.has_come(self.birthday(18));
        let is_in_care = self.journey.care_on(days.as_at).is_some();
        let eligibility = match (is_grown_up, is_in_care) {
            (true, _) => "former relevant",
            (false, true) => "eligible",
            (false, false) => "relevant",
        };
        let answers = even.chance(practice::IN_TOUCH);
        let in_touch = if is_grown_up && !answers {
            random.one_of(&["no", "refused"])
        } else {
            "yes"
        };
        let is_in_touch = in_touch == "yes";
        let contact_in_time = even.chance(practice::LEAVER_CONTACT_IN_TIME);
        let contact = if is_in_touch && contact_in_time {
            random.between(1, 50)
        } else {
            random.between(59, 110)
        };
        let reviewed = if even.chance(practice::PATHWAY_PLAN_REVIEWED) {
            random.between(5, 175)
        } else {
            random.between(186, 240)
        };
        let assessed = self.by_age(16, 88, even.chance(practice::NEEDS_ASSESSED), random);
        let health = self.by_age(18, 0, even.chance(practice::HEALTH_HISTORY_GIVEN), random);
        let explained = self.birthday(16).plus_days(random.between(20, 200));
        let explained = even
            .chance(practice::OFFER_EXPLAINED)
            .then(|| days.working(explained));
        let has_adviser = even.chance(practice::ADVISER_NAMED);
        let suitable = even.chance(practice::HOME_SUITABLE);
        let activity = if even.chance(practice::ACTIVITY_RECORDED) {
            self.wording.activity.any(random)
        } else {
            ""
        };
        tables
            .row(Table::CareLeavers)
            .key(self.key("CV", 1))
            .child(self.child.number)
            .text(eligibility)
            .event(Some(days.as_at.plus_days(-contact)))
            .text(in_touch)
            .event(Some(days.working(days.as_at.plus_days(-reviewed))))
            .flag(kept(random, suitable).filter(|_| is_in_touch))
            .text(if is_in_touch { activity } else { "" })
            .worker_if(has_adviser.then(|| self.adviser()))
            .text(&self.care_team())
            .event(Some(assessed))
            .event(Some(health))
            .event(explained)
            .end();
    }

    fn care_team(&self) -> String {
        let mut name = String::with_capacity(20);
        Team {
            division: self.division,
            place: Place::Care,
        }
        .name(&mut name);
        name
    }

    fn adviser(&self) -> u32 {
        self.authority
            .personal_adviser(self.division, self.family.first)
    }

    /// A day before that birthday and so many days, or some weeks too late.
    fn by_age(&self, years: i32, days: i32, in_time: bool, random: &mut Random) -> Day {
        let due = self.birthday(years).plus_days(days);
        let on = if in_time {
            due.plus_days(-random.between(2, 80))
        } else {
            due.plus_days(random.between(10, 90))
        };
        self.days.working(on)
    }

    fn write_personal_adviser(&self, tables: &mut Tables<'_>) {
        let mut random = self.random_of(Stream::Leaving, 1);
        let in_time = self.even(13).chance(practice::ADVISER_BY_SEVENTEEN);
        let from = self.by_age(17, 0, in_time, &mut random);
        if !self.has_come(from) {
            return;
        }
        tables
            .row(Table::Allocations)
            .key(self.key("LP", 1))
            .child(self.child.number)
            .key(self.referral())
            .worker(self.adviser())
            .text(&self.care_team())
            .text("personal adviser")
            .event(Some(from))
            .event(None)
            .text("")
            .end();
    }
}
