//! Families: who is in them, how old, and what worries.

use super::authority::Place;
use super::days::Days;
use super::journey::{Journey, Path};
use super::random::{Random, Stream};
use super::table::{Table, Tables};
use super::wording;
use crate::model::day::Day;

/// Children come in runs of this many, each divided into families by itself, so that a chunk needs nothing of another.
pub const RUN: u32 = 20;

pub struct Family {
    pub first: u32,
    pub children: Vec<Child>,
    /// Which of the concerns of [`wording::Wording`].
    pub concern: usize,
    pub support: usize,
    pub adult: &'static str,
    pub relative: &'static str,
    pub path: Path,
    /// The district team that would hold the case.
    pub home: Place,
    pub unborn: bool,
    /// Of a young person whose age says where their journey leads.
    pub born: Option<Day>,
    /// A running number among the families of the division that go a like way, from one.
    pub nth: u32,
}

pub struct Child {
    pub number: u32,
    /// Born, or expected.
    pub born: Day,
    pub expected: Option<Day>,
    pub thing: usize,
}

/// How a child's age is felt in what is written of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Unborn,
    Baby,
    Child,
}

/// From this age children are expected to speak for themselves.
const SPEAKS_FROM: i32 = 4;

impl Child {
    pub fn age(&self, day: Day) -> i32 {
        self.born.whole_years_to(day)
    }

    pub fn stage(&self, day: Day) -> Stage {
        match self.age(day) {
            ..0 => Stage::Unborn,
            age if age < SPEAKS_FROM => Stage::Baby,
            _ => Stage::Child,
        }
    }
}

/// The first child and the size of each family of a run.
pub fn households(seed: u64, run: u32, children: u32) -> Vec<(u32, u32)> {
    let mut random = Random::new(seed, run, Stream::Households);
    let (mut first, end) = (run * RUN + 1, run * RUN + RUN);
    let mut found = Vec::new();
    while first <= end {
        let size = match random.below(100) {
            0..62 => 1,
            62..87 => 2,
            _ => 3,
        };
        let size = size.min(end - first + 1);
        found.push((first, size.min((children + 1).saturating_sub(first))));
        first += size;
    }
    found.retain(|(_, size)| *size > 0);
    found
}

/// Children who live together: the first of them, how many there are, and how far they go.
#[derive(Clone, Copy)]
pub struct Household {
    pub first: u32,
    pub size: u32,
    pub path: Path,
}

/// Days after birth, some weeks before eighteen.
const NOT_GROWN_UP: i32 = 6500;
/// Days after birth, some weeks before sixteen.
const STILL_A_CHILD: i32 = 5800;

const ADULTS: [&str; 4] = [
    "father",
    "stepfather",
    "mother's partner",
    "mother's brother",
];
const RELATIVES: [&str; 5] = [
    "maternal grandmother",
    "paternal grandmother",
    "maternal aunt",
    "paternal aunt",
    "mother's older sister",
];

impl Family {
    pub fn new(seed: u64, household: Household, home: Place, born: Option<Day>, nth: u32) -> Self {
        let Household { first, size, path } = household;
        let mut random = Random::new(seed, first, Stream::Family);
        let goes_far = matches!(
            path,
            Path::Assessed
                | Path::InNeed
                | Path::Enquiry
                | Path::EnquiryThenInNeed
                | Path::ConferenceWithoutPlan
                | Path::Protection
                | Path::PreProceedings
        );
        let (adult, relative) = if path == Path::Unaccompanied {
            ("the man who brought them", "an older cousin")
        } else {
            (random.one_of(&ADULTS), random.one_of(&RELATIVES))
        };
        let common = random.below(wording::COMMON_CONCERNS) as usize;
        Self {
            first,
            children: Vec::with_capacity(size as usize),
            concern: match path {
                Path::Disabled => wording::DISABILITY,
                Path::Unaccompanied | Path::Homeless | Path::PrivatelyFostered => wording::APART,
                _ => common,
            },
            support: random.below(2) as usize,
            adult,
            relative,
            path,
            home,
            unborn: goes_far
                && random.chance(if path == Path::PreProceedings {
                    140
                } else {
                    60
                }),
            born,
            nth,
        }
    }

    /// The children, once it is known when the family came: the youngest may not be born by then.
    pub fn fill(&mut self, seed: u64, size: u32, journey: &Journey, went: bool, days: &Days<'_>) {
        let received = journey.received;
        let court = journey.court.as_ref().map(|court| court.decided);
        let known_until = journey.closed.filter(|_| went).unwrap_or(days.as_at);
        for place in 0..size {
            let number = self.first + place;
            let mut random = Random::new(seed, number, Stream::Child);
            let mut expected = None;
            let born = if self.unborn && place + 1 == size {
                let weeks = match court {
                    // Pre-proceedings that begin in time begin twelve weeks before the birth.
                    Some(decided) => {
                        let before = if random.chance(super::practice::UNBORN_IN_TIME) {
                            random.between(86, 120)
                        } else {
                            random.between(40, 80)
                        };
                        decided.number() - received.number() + before
                    }
                    None if random.chance(super::practice::PRE_BIRTH_IN_TIME) => {
                        random.between(118, 170)
                    }
                    None => random.between(70, 95),
                };
                let due = received.plus_days(weeks);
                expected = Some(due);
                due.plus_days(random.between(-12, 9))
            } else if let Some(born) = self.born {
                born
            } else {
                self.born_before(received, known_until, &mut random)
            };
            self.children.push(Child {
                number,
                born: born.min(days.as_at.plus_days(300)),
                expected,
                thing: random.below(1 << 16) as usize,
            });
        }
    }

    /// A birth before the family came, of a child of the ages that go that way.
    fn born_before(&self, received: Day, known_until: Day, random: &mut Random) -> Day {
        let elapsed = known_until.number() - received.number();
        let age = match self.path {
            Path::Unaccompanied => random.between(5270, 5450),
            Path::PrivatelyFostered => random.between(1900, 5000),
            // Nobody in care is sixteen yet: those are leaving it.
            Path::InCare => random.between(20, (STILL_A_CHILD - elapsed).clamp(60, 4200)),
            _ => {
                let years = random.between(0, 16) * random.between(3, 8) / 8;
                (years * 365 + random.between(20, 364)).min(NOT_GROWN_UP - elapsed)
            }
        };
        received.plus_days(-age)
    }

    pub fn write(&self, child: &Child, seed: u64, days: &Days<'_>, tables: &mut Tables<'_>) {
        let mut random = Random::new(seed, child.number, Stream::Person);
        let has_come = days.has_come(child.born);
        let sex = if has_come {
            random.one_of(&["F", "M"])
        } else {
            "U"
        };
        let alone = self.path == Path::Unaccompanied;
        let ethnicity = if alone {
            random.one_of(&["BAFR", "BAFR", "AOTH", "OOTH"])
        } else {
            random.one_of(&ETHNICITIES)
        };
        let disabled = random.chance(70) || self.path == Path::Disabled;
        tables
            .row(Table::Children)
            .child(child.number)
            .event(Some(child.born))
            .planned(child.expected)
            .text(sex)
            .text(ethnicity)
            .flag(Some(disabled))
            .flag(Some(alone))
            .end();
    }
}

/// As often as they are met in England, roughly.
const ETHNICITIES: [&str; 20] = [
    "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WBRI", "WOTH",
    "WOTH", "MWBC", "MWAS", "MOTH", "APKN", "BAFR", "BCRB", "NOBT",
];
