//! A rule of a saved run: its counts, what they are called, its groups and its months.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::check::outcome::{Outcome, Outcomes};
use crate::check::standing::{Direction, Level};
use crate::model::day::Day;
use crate::rules::plan::{Certainty, Force, Severity};

#[derive(Deserialize)]
pub struct Rule {
    pub id: String,
    pub title: String,
    pub short: String,
    pub area: String,
    pub severity: Severity,
    pub certainty: Certainty,
    pub force: Force,
    /// In a sentence.
    pub asks: String,
    pub why: String,
    pub remedy: String,
    pub sources: Vec<Source>,
    pub threshold: Option<Threshold>,
    pub status: Status,
    pub reason: Option<String>,
    pub outcomes: Counts,
    pub rate: Option<f64>,
    /// Why there is none of what was judged.
    #[serde(default)]
    pub no_rate: Option<String>,
    pub england: Option<England>,
    pub standing: Level,
    pub needs_to_improve: bool,
    pub direction: Direction,
    /// The two halves of the period that `direction` is between; none where it has no two.
    pub halves: Vec<Half>,
    pub consistent: Option<bool>,
    pub undecided: BTreeMap<String, u64>,
    /// What its fields are in words.
    pub undecided_in_words: BTreeMap<String, String>,
    pub children: Children,
    /// What the fields that groups are split by are in words: "the case was already open".
    pub splits: BTreeMap<String, String>,
    pub groups: Vec<Group>,
    pub trend: Vec<Month>,
}

/// What is said where others rise or fall.
pub const NOT_DATED: &str = "not dated";

impl Rule {
    /// What its rate is called, of all cases or of one group of them that it is split by.
    pub fn called(&self) -> Called {
        if self.needs_to_improve && self.standing != Level::ToImprove {
            Called::ToImproveForSome
        } else {
            Called::Level(self.standing)
        }
    }

    /// Rates as they follow from the counts: the document has them to one decimal, and a rate that is rounded twice may be wrong.
    pub(super) fn with_exact_rates(mut self) -> Self {
        if self.no_rate.is_some() {
            return self;
        }
        self.rate = self.outcomes.exact_rate();
        for group in &mut self.groups {
            group.rate = group.outcomes.exact_rate();
        }
        for month in &mut self.trend {
            month.rate = month.outcomes.exact_rate();
        }
        for (place, half) in self.halves.iter_mut().enumerate() {
            let is_in = |month: &Month| {
                let first = Day::parse_iso(&format!("{}-01", month.month));
                first.is_some_and(|first| half.from <= first && first <= half.to)
            };
            let months: Vec<usize> = (0..self.trend.len())
                .filter(|month| is_in(&self.trend[*month]))
                .collect();
            half.rate = rate_of(months.iter().map(|month| {
                let outcomes = &self.trend[*month].outcomes;
                (outcomes.met, outcomes.judged())
            }));
            let judged = |month: &usize| self.trend[*month].outcomes.judged();
            half.judged = months.iter().map(judged).sum();
            for moves in self
                .groups
                .iter_mut()
                .filter_map(|group| group.moves.as_mut())
            {
                let of_month =
                    |month: &usize| Some((*moves.met.get(*month)?, *moves.judged.get(*month)?));
                let rate = rate_of(months.iter().filter_map(of_month));
                if let Some(half) = moves.halves.get_mut(place) {
                    *half = rate;
                }
                let judged = months.iter().filter_map(|month| moves.judged.get(*month));
                moves.judged_in_halves.push(judged.sum());
            }
        }
        self
    }

    /// What it judged is placed in no month, so that its rate moves no way.
    pub fn is_undated(&self) -> bool {
        self.trend.is_empty() && self.outcomes.judged() > 0
    }

    /// Whether what it judges is judged again at each month's end, as caseloads are: its halves then hold more than there is.
    pub fn is_judged_again(&self) -> bool {
        let in_halves: u64 = self.halves.iter().map(|half| half.judged).sum();
        in_halves > self.outcomes.judged()
    }

    /// Which way its rate moves, in a word.
    pub fn moving(&self) -> &'static str {
        if self.is_undated() {
            NOT_DATED
        } else {
            self.direction.name()
        }
    }
}

/// What a rate is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Called {
    Level(Level),
    /// Of all it is well enough, and of one group it is to improve.
    ToImproveForSome,
}

impl Called {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Level(level) => level.name(),
            Self::ToImproveForSome => "to improve for some",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub enum Status {
    #[serde(rename = "assessed")]
    Assessed,
    #[serde(rename = "not assessed")]
    NotAssessed,
    /// It stands in for another, which was assessed.
    #[serde(rename = "not needed")]
    NotNeeded,
    #[serde(rename = "error")]
    Error,
}

impl Status {
    /// As the document writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assessed => "assessed",
            Self::NotAssessed => "not assessed",
            Self::NotNeeded => "not needed",
            Self::Error => "error",
        }
    }
}

#[derive(Deserialize)]
pub struct Source {
    pub name: String,
    /// How far it was verified.
    pub verified: String,
    pub address: Option<String>,
}

#[derive(Deserialize)]
pub struct Threshold {
    /// As a council has set it.
    pub local: Option<String>,
    pub national: String,
}

#[derive(Deserialize)]
pub struct England {
    pub rate: f64,
    pub year: String,
}

#[derive(Deserialize)]
pub struct Children {
    pub subject: u64,
    pub not_met: u64,
}

/// One half of the period, by the months in which things were due.
#[derive(Deserialize)]
pub struct Half {
    pub from: Day,
    pub to: Day,
    pub rate: Option<f64>,
    /// What the rate is of.
    #[serde(skip)]
    pub judged: u64,
}

#[derive(Deserialize)]
pub struct Group {
    pub by: Vec<String>,
    pub name: Vec<String>,
    pub outcomes: Counts,
    pub rate: Option<f64>,
    pub standing: Level,
    /// Of a team for which the rule has months; the halves are the rule's own.
    #[serde(default)]
    pub moves: Option<Moves>,
}

/// How a team's rate moved.
#[derive(Deserialize)]
pub struct Moves {
    pub direction: Direction,
    pub halves: Vec<Option<f64>>,
    /// What the rates of the halves are of.
    #[serde(skip)]
    pub judged_in_halves: Vec<u64>,
    /// A number for each month of the rule's own trend, in its order.
    pub met: Vec<u64>,
    pub judged: Vec<u64>,
}

#[derive(Deserialize)]
pub struct Month {
    /// "2026-03".
    pub month: String,
    pub outcomes: Counts,
    pub rate: Option<f64>,
}

/// Percent met of those judged, of counts of both; none where nothing was judged.
fn rate_of(counts: impl Iterator<Item = (u64, u64)>) -> Option<f64> {
    let (met, judged) = counts.fold((0, 0), |all, more| (all.0 + more.0, all.1 + more.1));
    (judged > 0).then(|| met as f64 * 100.0 / judged as f64)
}

/// How many obligations had each outcome.
#[derive(Clone, Copy, Default, Deserialize)]
pub struct Counts {
    pub met: u64,
    pub late: u64,
    pub missed: u64,
    pub overdue: u64,
    pub failed: u64,
    pub due: u64,
    pub unknown: u64,
    pub waived: u64,
}

impl From<&Outcomes> for Counts {
    fn from(outcomes: &Outcomes) -> Self {
        Self {
            met: outcomes.of(Outcome::Met),
            late: outcomes.of(Outcome::Late),
            missed: outcomes.of(Outcome::Missed),
            overdue: outcomes.of(Outcome::Overdue),
            failed: outcomes.of(Outcome::Failed),
            due: outcomes.of(Outcome::Due),
            unknown: outcomes.of(Outcome::Unknown),
            waived: outcomes.of(Outcome::Waived),
        }
    }
}

impl Counts {
    pub const fn not_met(&self) -> u64 {
        self.late + self.missed + self.overdue + self.failed
    }

    /// What a rate is of.
    pub const fn judged(&self) -> u64 {
        self.met + self.not_met()
    }

    /// Percent met of those judged; none where nothing was judged.
    pub fn exact_rate(&self) -> Option<f64> {
        rate_of(std::iter::once((self.met, self.judged())))
    }

    /// All that could be judged, with what is not yet due or waived.
    pub const fn decided(&self) -> u64 {
        self.judged() + self.due + self.waived
    }

    /// Every count that tables list, in the order in which they do.
    pub const fn listed(&self) -> [u64; 10] {
        [
            self.met,
            self.not_met(),
            self.judged(),
            self.late,
            self.missed,
            self.overdue,
            self.failed,
            self.due,
            self.unknown,
            self.waived,
        ]
    }
}
