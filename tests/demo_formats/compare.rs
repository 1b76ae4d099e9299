//! What an audit said of each rule, without the keys, which another format may lack.

use std::collections::{BTreeMap, BTreeSet};

use caseready::rules::Ruleset;
use serde_json::Value;

use crate::command::caseready;

pub const AS_AT: &str = "2026-03-31";

pub struct Run {
    run: Value,
    entries: BTreeMap<String, Vec<Entry>>,
}

/// One record of one rule that was not simply met.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Entry {
    /// The child; where the rule is about none, the worker.
    pub whom: String,
    pub outcome: String,
    pub due_on: Option<String>,
    pub done_on: Option<String>,
    pub live: bool,
    pub repeats: u64,
}

/// All that was said of a rule.
#[derive(PartialEq, Eq, Debug)]
pub struct Said {
    pub outcomes: BTreeMap<String, u64>,
    pub entries: Vec<Entry>,
}

/// The ids of all rules.
pub fn all_rules() -> Vec<String> {
    let ruleset = Ruleset::carried().unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics));
    ruleset.rules.iter().map(|rule| rule.id.clone()).collect()
}

impl Entry {
    pub fn is_not_met(&self) -> bool {
        ["late", "missed", "overdue", "failed"].contains(&self.outcome.as_str())
    }

    pub fn is_unknown(&self) -> bool {
        self.outcome == "unknown"
    }
}

impl Run {
    pub fn of(folder: &str) -> Self {
        // Every rule there is, those that are off too.
        let rules = all_rules().join(",");
        let audit = ["audit", folder, "--as-at", AS_AT, "--format", "json"];
        let whole = ["--only", &rules, "--fail-on", "none"];
        let output = caseready(audit.into_iter().chain(whole));
        assert_eq!(output.code, 0, "{}", output.stderr);
        let run = output.json();
        let mut entries: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for list in ["findings", "unknown", "upcoming"] {
            for found in run[list].as_array().expect("a list") {
                let text = |name: &str| found[name].as_str().map(str::to_owned);
                let entry = Entry {
                    whom: text("child_id")
                        .or_else(|| text("worker_id"))
                        .unwrap_or_default(),
                    outcome: text("outcome").expect("an outcome"),
                    due_on: text("due_on"),
                    done_on: text("done_on"),
                    live: found["live"] == true,
                    repeats: found["repeats"].as_u64().expect("a number"),
                };
                let rule = text("rule").expect("a rule");
                entries.entry(rule).or_default().push(entry);
            }
        }
        for entries in entries.values_mut() {
            entries.sort();
        }
        Self { run, entries }
    }

    fn rules(&self) -> &[Value] {
        self.run["rules"].as_array().expect("rules")
    }

    pub fn judged(&self) -> BTreeSet<&str> {
        self.rules()
            .iter()
            .filter(|rule| rule["status"] == "assessed")
            .map(|rule| rule["id"].as_str().expect("an id"))
            .collect()
    }

    /// How many rules were judged, how many not, each with a reason.
    pub fn counts(&self) -> (usize, usize) {
        let has_reason =
            |rule: &&Value| rule["status"] != "assessed" && rule["reason"].as_str().is_some();
        (
            self.judged().len(),
            self.rules().iter().filter(has_reason).count(),
        )
    }

    pub fn entries(&self, rule: &str) -> &[Entry] {
        self.entries.get(rule).map_or(&[], Vec::as_slice)
    }

    pub fn said(&self, rule: &str) -> Said {
        let found = self.rules().iter().find(|found| found["id"] == rule);
        let found = found.unwrap_or_else(|| panic!("no rule {rule}"));
        Said {
            outcomes: serde_json::from_value(found["outcomes"].clone()).unwrap_or_default(),
            entries: self.entries(rule).to_vec(),
        }
    }

    /// Problems above a note: how bad, and the words.
    pub fn problems(&self) -> Vec<&str> {
        let problems = self.run["problems"].as_array().expect("problems");
        problems
            .iter()
            .filter(|problem| problem["severity"] != "note")
            .map(|problem| problem["message"].as_str().expect("a message"))
            .collect()
    }
}

/// The rules judged in both of which both say the same.
pub fn alike<'r>(one: &'r Run, other: &'r Run) -> BTreeSet<&'r str> {
    let both = one
        .judged()
        .intersection(&other.judged())
        .copied()
        .collect();
    let both: BTreeSet<&str> = both;
    both.into_iter()
        .filter(|rule| one.said(rule) == other.said(rule))
        .collect()
}
