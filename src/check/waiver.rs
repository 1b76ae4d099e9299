//! Waivers: a named person's decision that a standard need not be met for a child until a day.

use toml::de::DeValue;

use crate::model::day::Day;
use crate::model::view::View;
use crate::rules::diagnostic::Mistakes;
use crate::rules::filter::day;
use crate::rules::plan::RuleId;
use crate::rules::section::{Section, inside, parsed, text};
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
    pub covered: Covered,
    /// The last day it covers.
    pub until: Day,
    pub reason: String,
    pub by: String,
}

/// What a waiver is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Covered {
    /// Whatever the rule asks for the child of this id.
    Child(String),
    /// The one record of this key.
    Record(String),
}

impl Covered {
    /// None where a waiver names both, or neither.
    pub fn of(child_id: Option<String>, key: Option<String>) -> Option<Self> {
        match (child_id, key) {
            (Some(id), None) => Some(Self::Child(id)),
            (None, Some(key)) => Some(Self::Record(key)),
            _ => None,
        }
    }

    pub fn child_id(&self) -> Option<&str> {
        match self {
            Self::Child(id) => Some(id),
            Self::Record(_) => None,
        }
    }

    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Child(_) => None,
            Self::Record(key) => Some(key),
        }
    }

    pub const fn id_mut(&mut self) -> &mut String {
        match self {
            Self::Child(id) | Self::Record(id) => id,
        }
    }

    /// The kind of thing, and its id.
    pub fn named(&self) -> (&'static str, &str) {
        match self {
            Self::Child(id) => ("child", id),
            Self::Record(key) => ("record", key),
        }
    }

    pub fn holds(&self, child_id: &str, key: &str) -> bool {
        match self {
            Self::Child(id) => id == child_id,
            Self::Record(id) => id == key,
        }
    }
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

impl Waiver {
    fn names(&self, rule: RuleId, child_id: &str, key: &str) -> bool {
        self.rule == rule && self.covered.holds(child_id, key)
    }
}

fn waiver(
    mut section: Section<'_, '_>,
    ruleset: &Ruleset,
    mistakes: &mut Mistakes,
) -> Option<Waiver> {
    let rule = rule(&mut section, ruleset, mistakes);
    let known = mistakes.found.len();
    let (child_id, key) = (
        id(&mut section, "child_id", mistakes),
        id(&mut section, "key", mistakes),
    );
    let covered = Covered::of(child_id, key);
    if covered.is_none() && mistakes.found.len() == known {
        let message = "a waiver names either a child_id or the key of one record";
        mistakes.add(section.span.clone(), message, "in this waiver");
    }
    let until = last_day(&mut section, mistakes);
    let mut words = |name, needs, remedy| {
        let words = section.need_text(name, mistakes);
        if words.is_some_and(|words: &str| words.trim().is_empty()) {
            let span = section.get(name).map_or(0..0, toml::Spanned::span);
            mistakes.add(span, needs, remedy);
        }
        words
    };
    let reason = words("reason", "a waiver needs a reason", "say why");
    let by = words("by", "a waiver needs a name", "say who decided it");
    section.finish(&[], mistakes);
    Some(Waiver {
        rule: rule?,
        covered: covered?,
        until: until?,
        reason: reason?.to_owned(),
        by: by?.to_owned(),
    })
}

fn rule(
    section: &mut Section<'_, '_>,
    ruleset: &Ruleset,
    mistakes: &mut Mistakes,
) -> Option<RuleId> {
    let value = section.need("rule", mistakes)?;
    let typed = text(value, mistakes)?;
    let rule = ruleset.find(typed);
    if rule.is_none() {
        let ids = ruleset.rules.iter().map(|rule| rule.id.as_str());
        let message = format!("there is no rule {typed}");
        mistakes.add_name(inside(value), message, typed, ids);
    }
    rule
}

/// An id, which may look like a number. An empty one would be that of every record that is of no one child.
fn id(section: &mut Section<'_, '_>, key: &'static str, mistakes: &mut Mistakes) -> Option<String> {
    let value = section.get(key)?;
    if let DeValue::Integer(number) = value.get_ref() {
        let message = format!("write it in quotation marks: {key} = \"{number}\"");
        mistakes.add(value.span(), message, "found a number");
        return None;
    }
    let id = text(value, mistakes)?;
    (!id.trim().is_empty()).then(|| id.to_owned())
}

fn last_day(section: &mut Section<'_, '_>, mistakes: &mut Mistakes) -> Option<Day> {
    let value = section.need("until", mistakes)?;
    let found = match value.get_ref() {
        DeValue::Datetime(written) => day(written),
        DeValue::String(quoted) if Day::parse_iso(quoted).is_some() => {
            let message = format!("write the date without quotation marks: until = {quoted}");
            mistakes.add(value.span(), message, "found text");
            return None;
        }
        _ => None,
    };
    if found.is_none() {
        mistakes.add(
            value.span(),
            "expected a date such as 2026-06-30, without a time",
            "the last day it covers",
        );
    }
    found
}

impl Waivers {
    /// Reads a file; every mistake in it is given with its place.
    pub fn read(file: &str, text: &str, ruleset: &Ruleset) -> Result<Self, Vec<Diagnostic>> {
        let mut mistakes = Mistakes::new(file);
        let document = parsed(text, &mut mistakes);
        let mut waivers = Vec::new();
        if mistakes.found.is_empty() {
            let mut top = Section::new(document.get_ref(), 0..0, "a file of waivers");
            for (table, span) in top.tables("waiver", "waiver", &mut mistakes) {
                let section = Section::new(table, span, "[[waiver]]");
                waivers.extend(waiver(section, ruleset, &mut mistakes));
            }
            top.finish(&[], &mut mistakes);
        }
        if mistakes.found.is_empty() {
            Ok(Self { waivers })
        } else {
            Err(mistakes.found)
        }
    }

    pub fn is_empty(&self) -> bool {
        self.waivers.is_empty()
    }

    /// Whether one covers a record on the as-at date. One that has run out covers nothing.
    pub fn cover(&self, rule: RuleId, child_id: &str, key: &str, as_at: Day) -> bool {
        self.waivers
            .iter()
            .any(|waiver| waiver.until >= as_at && waiver.names(rule, child_id, key))
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
