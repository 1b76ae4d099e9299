//! A run read back from its document: what reports are made from, whether the run has just ended or was saved.

mod rule;
mod settings;
mod words;

use std::io;

use serde::Deserialize;

use super::document::Finished;
use super::{json, set_here};
use crate::check::exit::Exit;
use crate::check::outcome::Outcome;
use crate::check::waiver::{Covered, State};
use crate::model::day::Day;
use crate::model::problem::{First, ProblemSeverity};
use crate::model::runner::Runner;
use crate::rules::plan::{Certainty, Severity};

pub use rule::{
    Called, Counts, England, Group, Half, Month, Moves, NOT_DATED, Rule, Source, Status, Threshold,
};
pub use settings::{Both, Changed, Settings, Words};

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
    /// What the council is called; runs were saved without it.
    #[serde(default)]
    pub council: Option<String>,
    pub as_at: Day,
    pub period: Period,
    pub standards: Standards,
    pub settings: Settings,
    /// Ids are pseudonyms.
    pub pseudonymised: bool,
    pub complete: bool,
    pub exit: Exit,
    /// Runs were saved without it.
    #[serde(default)]
    pub stale: Vec<Stale>,
}

/// A list that rules read and whose newest event lies well before the as-at date.
#[derive(Deserialize)]
pub struct Stale {
    /// What its records are called: "child protection plans".
    pub words: String,
    pub newest: Day,
}

#[derive(Deserialize)]
pub struct Period {
    /// None: whatever was ever due.
    pub from: Option<Day>,
    pub to: Day,
}

#[derive(Deserialize)]
pub struct Standards {
    pub name: String,
    pub version: String,
    pub digest: String,
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
    pub newest: Option<Day>,
    pub latest_only: bool,
}

#[derive(Deserialize)]
pub struct Finding {
    pub rule: String,
    pub severity: Severity,
    pub certainty: Certainty,
    pub outcome: Outcome,
    /// It can still be acted on.
    pub live: bool,
    pub table: String,
    pub key: String,
    pub child_id: String,
    pub team: Option<String>,
    pub worker_id: Option<String>,
    pub due_on: Option<Day>,
    pub done_on: Option<Day>,
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

impl Finding {
    /// A person must read the case to judge it.
    pub fn is_prompt(&self) -> bool {
        self.certainty == Certainty::Prompt
    }
}

/// A decision that a standard need not be met for a child, or one record, until a day.
#[derive(Deserialize)]
pub struct Waiver {
    pub rule: String,
    #[serde(flatten)]
    pub covered: Covered,
    pub until: Day,
    pub reason: String,
    pub by: String,
    pub state: State,
    /// How many it holds back.
    pub findings: u64,
}

impl Waiver {
    /// Whether it is what holds a waived finding back.
    pub fn covers(&self, finding: &Finding) -> bool {
        finding.outcome == Outcome::Waived
            && self.state != State::Lapsed
            && self.rule == finding.rule
            && self.covered.holds(&finding.child_id, &finding.key)
    }
}

#[derive(Deserialize)]
pub struct Problem {
    pub severity: ProblemSeverity,
    pub file: Option<String>,
    pub row: Option<u32>,
    pub column: Option<String>,
    pub message: String,
    pub count: u64,
    /// Why it is said before anything else; runs were saved without it.
    #[serde(default)]
    pub first: Option<First>,
}

impl SavedRun {
    /// Whether an input that it was to judge could not be read.
    pub fn has_lost_input(&self) -> bool {
        let mut first = self.problems.iter().filter_map(|problem| problem.first);
        first.any(First::is_input_lost)
    }

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
        if text.starts_with("{\"kind\":\"run\"") {
            return Err("it is a run as NDJSON, one object a line, and only a run as JSON can be rendered: make it again with caseready audit --format json".to_owned());
        }
        let head: Head = serde_json::from_str(text).map_err(damaged)?;
        if head.format != FORMAT {
            return Err(format!(
                "its format is {:?}, and this version of caseready reads {FORMAT:?}: make the run again with this version",
                head.format
            ));
        }
        let run: Self = serde_json::from_str(text).map_err(damaged)?;
        Ok(run.ready_for_reports())
    }

    /// The run that has just ended, as it would be read back.
    pub fn of(finished: &Finished<'_>, runner: &impl Runner) -> io::Result<Self> {
        let mut document = Vec::new();
        json::write(finished, runner, &mut document)?;
        let run: Self = serde_json::from_slice(&document)?;
        Ok(run.ready_for_reports())
    }

    fn ready_for_reports(mut self) -> Self {
        let rules = std::mem::take(&mut self.rules);
        self.rules = rules.into_iter().map(Rule::with_exact_rates).collect();
        self.with_thresholds_said()
    }

    /// Wherever a rule is named it is told what a council has set: its title may say "every six weeks".
    fn with_thresholds_said(mut self) -> Self {
        for changed in &mut self.run.settings.rules {
            let rule = self.rules.iter().find(|rule| rule.id == changed.rule);
            if let Some(rule) = rule.filter(|_| changed.short.is_empty()) {
                changed.short.clone_from(&rule.short);
            }
        }
        for rule in &mut self.rules {
            let local = rule.threshold.as_ref().and_then(|it| it.local.as_deref());
            if let Some(local) = local {
                rule.title = set_here::named(&rule.title, local);
                rule.short = set_here::named(&rule.short, local);
            }
        }
        self
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
