//! Waivers: a named person's decision that a standard need not be met for a child until a day.

use serde::Deserialize;
use toml::Spanned;

use crate::model::day::Day;
use crate::model::view::View;
use crate::rules::plan::RuleId;
use crate::rules::{Diagnostic, Ruleset};

use super::finding::Findings;
use super::outcome::Outcome;
use super::run::{RuleResult, Status};

/// A waiver that ends within so many days of the as-at date must be renewed or let go.
pub const EXPIRING_DAYS: i32 = 14;

/// The waivers of a run, read from a TOML file of `[[waiver]]` tables.
#[derive(Default)]
pub struct Waivers {
    waivers: Vec<Waiver>,
}

#[derive(Clone)]
pub struct Waiver {
    pub rule: RuleId,
    /// The child it covers; or the one record, by its key.
    pub child_id: Option<String>,
    pub key: Option<String>,
    /// The last day it covers.
    pub until: Day,
    pub reason: String,
    pub by: String,
}

/// What becomes of a waiver on the as-at date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It holds something back.
    Active,
    /// It holds something back, and ends soon.
    Expiring,
    /// It has run out, and covers nothing.
    Lapsed,
    /// It covers nothing that is not met.
    Unused,
    /// Its rule was not judged in this run, so that nothing can be said of it.
    NotJudged,
}

impl State {
    pub const ALL: [Self; 5] = [
        Self::Active,
        Self::Expiring,
        Self::Lapsed,
        Self::Unused,
        Self::NotJudged,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expiring => "expiring",
            Self::Lapsed => "lapsed",
            Self::Unused => "unused",
            Self::NotJudged => "not judged",
        }
    }
}

/// A waiver, and what it did in a run.
pub struct WaiverResult {
    pub waiver: Waiver,
    pub state: State,
    /// Findings that it holds back; one that two waivers cover counts for both.
    pub findings: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaiverFile {
    #[serde(default)]
    waiver: Vec<WaiverEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaiverEntry {
    rule: Spanned<String>,
    child_id: Option<String>,
    key: Option<String>,
    until: Spanned<toml::value::Datetime>,
    reason: Spanned<String>,
    by: String,
}

impl Waiver {
    /// What it covers, and the id of that: a child, or one record.
    pub fn named(&self) -> (&'static str, &str) {
        match (&self.child_id, &self.key) {
            (Some(id), _) => ("child", id),
            (None, key) => ("record", key.as_deref().unwrap_or_default()),
        }
    }

    fn names(&self, rule: RuleId, child_id: &str, key: &str) -> bool {
        self.rule == rule
            && (self.child_id.as_deref() == Some(child_id) || self.key.as_deref() == Some(key))
    }
}

impl Waivers {
    /// Reads a file; every mistake in it is given with its place.
    pub fn read(file: &str, text: &str, ruleset: &Ruleset) -> Result<Self, Vec<Diagnostic>> {
        let say = |span: std::ops::Range<usize>, message: String, label: &str| Diagnostic {
            file: file.to_owned(),
            span,
            message,
            label: label.to_owned(),
            help: None,
        };
        let read: WaiverFile = toml::from_str(text).map_err(|error| {
            vec![say(
                error.span().unwrap_or(0..0),
                error.message().to_owned(),
                "",
            )]
        })?;
        let (mut waivers, mut mistakes) = (Vec::new(), Vec::new());
        for entry in read.waiver {
            let rule = ruleset.find(entry.rule.get_ref());
            if rule.is_none() {
                mistakes.push(say(
                    entry.rule.span(),
                    format!("there is no rule {}", entry.rule.get_ref()),
                    "unknown",
                ));
            }
            let until = entry.until.get_ref().date.and_then(|date| {
                Day::from_ymd(date.year.into(), date.month.into(), date.day.into())
            });
            if until.is_none() {
                mistakes.push(say(
                    entry.until.span(),
                    "expected a date such as 2026-06-30".to_owned(),
                    "the last day it covers",
                ));
            }
            if entry.reason.get_ref().trim().is_empty() {
                mistakes.push(say(
                    entry.reason.span(),
                    "a waiver needs a reason".to_owned(),
                    "say why",
                ));
            }
            // An empty id would be that of every record that is of no one child.
            let named = |id: Option<String>| id.filter(|id| !id.trim().is_empty());
            let (child_id, key) = (named(entry.child_id), named(entry.key));
            if child_id.is_some() == key.is_some() {
                let message =
                    "a waiver names either a child_id or the key of one record".to_owned();
                mistakes.push(say(entry.rule.span(), message, "in this waiver"));
            }
            if let (Some(rule), Some(until)) = (rule, until) {
                let reason = entry.reason.into_inner();
                waivers.push(Waiver {
                    rule,
                    child_id,
                    key,
                    until,
                    reason,
                    by: entry.by,
                });
            }
        }
        if mistakes.is_empty() {
            Ok(Self { waivers })
        } else {
            Err(mistakes)
        }
    }

    pub fn is_empty(&self) -> bool {
        self.waivers.is_empty()
    }

    /// The waiver that covers a record on the as-at date, if one is live. One that has run out covers nothing.
    pub fn covering(&self, rule: RuleId, child_id: &str, key: &str, as_at: Day) -> Option<&Waiver> {
        self.waivers
            .iter()
            .find(|waiver| waiver.until >= as_at && waiver.names(rule, child_id, key))
    }

    /// What each came to, in the order of the file.
    pub(super) fn results(
        &self,
        rules: &[RuleResult<'_>],
        findings: &Findings<'_>,
        view: View<'_>,
    ) -> Vec<WaiverResult> {
        let held_back: Vec<(RuleId, &str, &str)> = findings
            .iter()
            .filter(|finding| finding.outcome == Outcome::Waived)
            .map(|finding| {
                let key = view.records.key(view.catalogue, finding.table, finding.row);
                (
                    finding.rule,
                    view.records
                        .ids(view.catalogue.children)
                        .text(finding.child),
                    view.records.ids(finding.table).text(key),
                )
            })
            .collect();
        let is_judged = |id: RuleId| {
            let result = rules.binary_search_by_key(&id, |result| result.id);
            result.is_ok_and(|place| matches!(rules[place].status, Status::Assessed))
        };
        let result = |waiver: &Waiver| {
            let is_lapsed = waiver.until < view.as_at;
            let covered = held_back
                .iter()
                .filter(|(rule, child_id, key)| waiver.names(*rule, child_id, key));
            let findings = if is_lapsed { 0 } else { covered.count() as u64 };
            let state = if is_lapsed {
                State::Lapsed
            } else if !is_judged(waiver.rule) {
                State::NotJudged
            } else if findings == 0 {
                State::Unused
            } else if waiver.until <= view.as_at.plus_days(EXPIRING_DAYS) {
                State::Expiring
            } else {
                State::Active
            };
            WaiverResult {
                waiver: waiver.clone(),
                state,
                findings,
            }
        };
        self.waivers.iter().map(result).collect()
    }
}
