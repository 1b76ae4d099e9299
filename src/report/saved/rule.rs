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

    /// What it judged is placed in no month, so that its rate moves no way.
    pub fn is_undated(&self) -> bool {
        self.trend.is_empty() && self.outcomes.judged() > 0
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
