//! A run read back from its document: what reports are made from, whether the run has just ended or was saved.

use std::collections::BTreeMap;
use std::io;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::document::Finished;
use super::json;
use crate::check::outcome::{Outcome, Outcomes};
use crate::check::waiver::State;
use crate::model::day::Day;
use crate::model::runner::Runner;

/// The format that is written, and the only one that is read.
pub const FORMAT: &str = "caseready/1";

/// What the document holds: see `caseready schema run`.
#[derive(Deserialize)]
pub struct SavedRun {
    pub run: About,
    pub areas: Vec<Area>,
    pub inputs: Vec<Input>,
    pub rules: Vec<Rule>,
    pub findings: Vec<Finding>,
    pub upcoming: Vec<Finding>,
    pub unknown: Vec<Finding>,
    /// In the order of their file.
    pub waivers: Vec<Waiver>,
    pub problems: Vec<Problem>,
}

#[derive(Deserialize)]
pub struct About {
    pub version: String,
    pub as_at: IsoDay,
    pub period: Period,
    pub standards: Standards,
    pub settings: Settings,
    /// Ids are pseudonyms.
    pub pseudonymised: bool,
    pub complete: bool,
    pub exit: u8,
}

#[derive(Deserialize)]
pub struct Period {
    /// None: whatever was ever due.
    pub from: Option<IsoDay>,
    pub to: IsoDay,
}

#[derive(Deserialize)]
pub struct Standards {
    pub name: String,
    pub version: String,
    pub digest: String,
}

#[derive(Deserialize)]
pub struct Settings {
    pub file: Option<String>,
    pub words: Words,
}

/// When the words of measures are used, in percent; and the fewest obligations that they are used of.
#[derive(Deserialize)]
pub struct Words {
    pub strong_from: f64,
    pub to_improve_under: f64,
    pub moves_by: f64,
    pub not_consistent_from: f64,
    pub fewest: u64,
}

/// In the order of reports.
#[derive(Deserialize)]
pub struct Area {
    pub key: String,
    pub title: String,
    /// Ofsted's judgement that it belongs to.
    pub judgement: String,
}

#[derive(Deserialize)]
pub struct Input {
    pub file: String,
    pub kind: String,
    pub table: Option<String>,
    pub rows: u64,
    pub loaded: u64,
    pub rejected: u64,
    pub newest: Option<IsoDay>,
    pub latest_only: bool,
}

#[derive(Deserialize)]
pub struct Rule {
    pub id: String,
    pub title: String,
    pub short: String,
    pub area: String,
    pub severity: String,
    pub certainty: String,
    pub force: String,
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
    pub standing: String,
    pub needs_to_improve: bool,
    pub direction: String,
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
    pub from: IsoDay,
    pub to: IsoDay,
    pub rate: Option<f64>,
}

#[derive(Deserialize)]
pub struct Group {
    pub by: Vec<String>,
    pub name: Vec<String>,
    pub outcomes: Counts,
    pub rate: Option<f64>,
    pub standing: String,
    /// Of a team for which the rule has months; the halves are the rule's own.
    #[serde(default)]
    pub moves: Option<Moves>,
}

/// How a team's rate moved.
#[derive(Deserialize)]
pub struct Moves {
    pub direction: String,
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

#[derive(Deserialize)]
pub struct Finding {
    pub rule: String,
    pub severity: String,
    pub certainty: String,
    #[serde(deserialize_with = "outcome")]
    pub outcome: Outcome,
    /// It can still be acted on.
    pub live: bool,
    pub table: String,
    pub key: String,
    pub child_id: String,
    pub team: Option<String>,
    pub worker_id: Option<String>,
    pub due_on: Option<IsoDay>,
    pub done_on: Option<IsoDay>,
    /// Calendar days after the due date.
    pub days_over: Option<i32>,
    pub repeats: u32,
    pub message: String,
    pub file: String,
    pub row: u32,
    pub fingerprint: String,
    /// Why it cannot be judged.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A decision that a standard need not be met for a child, or one record, until a day.
#[derive(Deserialize)]
pub struct Waiver {
    pub rule: String,
    pub child_id: Option<String>,
    pub key: Option<String>,
    pub until: IsoDay,
    pub reason: String,
    pub by: String,
    #[serde(deserialize_with = "state")]
    pub state: State,
    /// How many it holds back.
    pub findings: u64,
}

impl Waiver {
    /// What it covers, and the id of that: a child, or one record.
    pub fn named(&self) -> (&'static str, &str) {
        match (&self.child_id, &self.key) {
            (Some(id), _) => ("child", id),
            (None, key) => ("record", key.as_deref().unwrap_or_default()),
        }
    }

    /// Whether it is what holds a waived finding back.
    pub fn covers(&self, finding: &Finding) -> bool {
        finding.outcome == Outcome::Waived
            && self.state != State::Lapsed
            && self.rule == finding.rule
            && (self.child_id.as_ref() == Some(&finding.child_id)
                || self.key.as_ref() == Some(&finding.key))
    }
}

#[derive(Deserialize)]
pub struct Problem {
    pub severity: String,
    pub file: Option<String>,
    pub row: Option<u32>,
    pub column: Option<String>,
    pub message: String,
    pub count: u64,
}

/// A day as the document writes it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct IsoDay(pub Day);

impl<'de> Deserialize<'de> for IsoDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let day = Day::parse_iso(&text);
        day.map(Self)
            .ok_or_else(|| D::Error::custom(format!("{text:?} is no day such as 2026-03-31")))
    }
}

fn outcome<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Outcome, D::Error> {
    let text = String::deserialize(deserializer)?;
    let named = |outcome: &Outcome| outcome.name() == text;
    let found = Outcome::ALL.into_iter().find(named);
    found.ok_or_else(|| D::Error::custom(format!("{text:?} is no outcome")))
}

fn state<'de, D: Deserializer<'de>>(deserializer: D) -> Result<State, D::Error> {
    let text = String::deserialize(deserializer)?;
    let found = State::ALL.into_iter().find(|state| state.name() == text);
    found.ok_or_else(|| D::Error::custom(format!("{text:?} is no state of a waiver")))
}

impl SavedRun {
    /// Reads a saved run, or says why it cannot be one.
    pub fn read(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
        }
        let damaged = |error: serde_json::Error| {
            format!(
                "it is no whole run of caseready: {error}. Make the run again with caseready audit --format json"
            )
        };
        let head: Head = serde_json::from_str(text).map_err(damaged)?;
        if head.format != FORMAT {
            return Err(format!(
                "its format is {:?}, and this version of caseready reads {FORMAT:?}: make the run again with this version",
                head.format
            ));
        }
        serde_json::from_str(text).map_err(damaged)
    }

    /// The run that has just ended, as it would be read back.
    pub fn of(finished: &Finished<'_>, runner: &impl Runner) -> io::Result<Self> {
        let mut document = Vec::new();
        json::write(finished, runner, &mut document)?;
        Ok(serde_json::from_slice(&document)?)
    }

    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.place_of(id).map(|place| &self.rules[place])
    }

    /// Where a rule stands among `rules`: the document lists them by id.
    pub fn place_of(&self, id: &str) -> Option<usize> {
        let found = self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id));
        found.ok()
    }
}
