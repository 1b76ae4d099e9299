//! One child's case while its records are written.

use super::authority::Authority;
use super::days::Days;
use super::family::{Child, Family};
use super::journey::{Holder, Journey};
use super::practice;
use super::random::{Even, Random, Stream, of_division};
use super::table::Key;
use super::visit::Visit;
use super::voice::Voice;
use super::wording::Wording;
use crate::model::day::Day;

pub struct Case<'a> {
    pub seed: u64,
    pub days: &'a Days<'a>,
    pub wording: &'a Wording,
    pub authority: &'a Authority,
    pub division: u32,
    pub family: &'a Family,
    pub child: &'a Child,
    pub journey: &'a Journey,
    pub visits: &'a [Visit],
}

/// How far back from a record what it tells of may lie.
const BACK: i32 = 24;

impl<'a> Case<'a> {
    pub fn random(&self, stream: Stream) -> Random {
        Random::new(self.seed, self.child.number, stream)
    }

    /// For one of several records of a kind, so that none depends on those before it.
    pub fn random_of(&self, stream: Stream, number: usize) -> Random {
        let seed = self.seed.wrapping_add(number as u64 + 1);
        Random::new(seed, self.child.number, stream)
    }

    /// What the brothers and sisters have in common: a meeting about all of them has the same people at it.
    pub fn family_random(&self, stream: Stream, number: usize) -> Random {
        Random::new(
            self.seed.wrapping_add(number as u64 + 1),
            self.family.first,
            stream,
        )
    }

    /// Chances that come out evenly over the families that go a like way, for groups too small for luck.
    pub fn even(&self, number: u64) -> Even {
        let seed = of_division(self.seed, self.division);
        Even::new(seed.wrapping_add(number), self.family.nth)
    }

    pub fn key(&self, prefix: &'static str, number: usize) -> Key {
        Key {
            prefix,
            child: self.child.number,
            number: number as u32,
        }
    }

    pub fn referral(&self) -> Key {
        self.key("R", 1)
    }

    pub fn voice(&self, day: Day) -> Voice<'a> {
        self.voice_of(self.child, day)
    }

    pub fn voice_of(&self, child: &'a Child, day: Day) -> Voice<'a> {
        Voice {
            wording: self.wording,
            days: self.days,
            family: self.family,
            child,
            day,
            back: BACK,
        }
    }

    pub fn holder(&self, day: Day) -> &'a Holder {
        self.journey.holder(day)
    }

    pub fn team(&self, day: Day) -> String {
        let mut name = String::with_capacity(12);
        self.holder(day).team.name(&mut name);
        name
    }

    pub fn worker(&self, day: Day) -> u32 {
        self.holder(day).worker
    }

    /// The last day that a span stood, or the as-at date.
    pub fn last_day(&self, ended: Option<Day>) -> Day {
        ended.map_or(self.days.as_at, |ended| {
            ended.plus_days(-1).min(self.days.as_at)
        })
    }

    pub fn has_come(&self, day: Day) -> bool {
        self.days.has_come(day)
    }

    pub fn is_born(&self, day: Day) -> bool {
        self.child.born <= day
    }
}

/// A value that somebody may have left out.
pub fn kept<T>(random: &mut Random, value: T) -> Option<T> {
    (!random.chance(practice::BLANK)).then_some(value)
}

/// A text where it was written at all.
pub fn written(
    is_there: bool,
    random: &mut Random,
    text: impl FnOnce(&mut Random) -> String,
) -> String {
    if is_there {
        text(random)
    } else {
        String::new()
    }
}

/// Agencies at a meeting beside social care: health, the child's school, and who else this family knows.
pub fn partners(random: &mut Random, age: i32) -> Vec<&'static str> {
    let mut agencies = vec!["social care", "health"];
    agencies.push(match age {
        ..2 => "family centre",
        2..5 => "nursery",
        _ => "school",
    });
    if random.chance(400) {
        agencies.push(random.one_of(&[
            "police",
            "housing",
            "adult mental health",
            "substance misuse service",
        ]));
    }
    if random.chance(250) {
        agencies.push(random.one_of(&["probation", "domestic abuse service", "early help"]));
    }
    agencies
}

/// A list as exports write it.
pub fn list(agencies: &[&str]) -> String {
    agencies.join("; ")
}
