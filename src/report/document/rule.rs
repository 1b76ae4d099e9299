//! One rule's part of the document: its counts, what they are called, its groups and its trend.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::check::asks_for;
use crate::check::outcome::{Outcome, Outcomes};
use crate::check::run::{RuleResult, Status};
use crate::check::standing::Level;
use crate::model::day::Month;
use crate::rules::plan::Rule;
use crate::rules::sentence::Words;

use super::Finished;

#[derive(Serialize)]
pub struct RuleDocument<'a> {
    id: &'a str,
    title: &'a str,
    short: &'a str,
    area: &'a str,
    severity: &'static str,
    certainty: &'static str,
    force: &'static str,
    asks: String,
    why: &'a str,
    remedy: &'a str,
    sources: Vec<SourceDocument<'a>>,
    threshold: Option<ThresholdDocument>,
    status: &'static str,
    reason: Option<String>,
    outcomes: OutcomesDocument,
    rate: Option<f64>,
    england: Option<EnglandDocument<'a>>,
    standing: &'static str,
    needs_to_improve: bool,
    direction: &'static str,
    consistent: Option<bool>,
    undecided: BTreeMap<&'a str, u64>,
    children: ChildrenDocument,
    splits: BTreeMap<&'a str, String>,
    groups: Vec<GroupDocument>,
    trend: Vec<MonthDocument>,
}

/// What stands behind a rule.
#[derive(Serialize)]
struct SourceDocument<'a> {
    name: String,
    verified: &'static str,
    address: Option<&'a str>,
}

/// England's published rate for the same thing.
#[derive(Serialize)]
struct EnglandDocument<'a> {
    rate: f64,
    year: &'a str,
    source: &'a str,
}

#[derive(Serialize)]
pub(super) struct ThresholdDocument {
    local: Option<String>,
    national: String,
}

impl ThresholdDocument {
    pub(super) fn of(rule: &Rule) -> Option<Self> {
        let here = rule.check.threshold();
        match rule
            .local
            .as_ref()
            .and_then(|local| local.threshold.clone())
        {
            Some(national) => Some(Self {
                local: here,
                national,
            }),
            None => here.map(|national| Self {
                local: None,
                national,
            }),
        }
    }
}

#[derive(Serialize)]
struct ChildrenDocument {
    subject: u64,
    not_met: u64,
}

#[derive(Serialize)]
struct GroupDocument {
    by: Vec<String>,
    name: Vec<String>,
    outcomes: OutcomesDocument,
    rate: Option<f64>,
    standing: &'static str,
}

#[derive(Serialize)]
struct MonthDocument {
    month: String,
    outcomes: OutcomesDocument,
    rate: Option<f64>,
}

/// All eight, in their order, zeros too.
struct OutcomesDocument(Outcomes);

impl Serialize for OutcomesDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Outcome::ALL.len()))?;
        for outcome in Outcome::ALL {
            map.serialize_entry(outcome.name(), &self.0.of(outcome))?;
        }
        map.end()
    }
}

impl<'a> Finished<'a> {
    pub(super) fn rule(&self, result: &'a RuleResult<'a>) -> RuleDocument<'a> {
        let rule = self.ruleset.rule(result.id);
        let (status, reason) = match &result.status {
            Status::Assessed => ("assessed", None),
            Status::NotAssessed(reason) => ("not assessed", Some(reason.clone())),
            Status::NotNeeded(other) => ("not assessed", Some(not_needed(other))),
            Status::Error(reason) => ("error", Some(reason.clone())),
        };
        let mut undecided: BTreeMap<&str, u64> = BTreeMap::new();
        for (condition, count) in &result.counts.undecided {
            *undecided.entry(asks_for(rule, *condition)).or_default() += count;
        }
        let words = Words::of_rule(&self.ruleset.catalogue, &self.ruleset.reference, rule);
        RuleDocument {
            id: &rule.id,
            title: &rule.title,
            short: &rule.short,
            area: &rule.area,
            severity: rule.severity.name(),
            certainty: rule.certainty.name(),
            force: rule.force.name(),
            asks: words.sentence(rule),
            why: &rule.why,
            remedy: &rule.remedy,
            sources: self.sources(rule),
            threshold: ThresholdDocument::of(rule),
            status,
            reason,
            outcomes: OutcomesDocument(result.counts.outcomes),
            rate: result.counts.outcomes.rate(),
            england: self
                .ruleset
                .reference
                .benchmark(&rule.id)
                .map(|england| EnglandDocument {
                    rate: england.rate,
                    year: &england.year,
                    source: &england.source,
                }),
            standing: result.standing.level.name(),
            needs_to_improve: result.standing.needs_to_improve,
            direction: result.standing.direction.name(),
            consistent: result.standing.is_consistent(),
            undecided,
            children: ChildrenDocument {
                subject: result.counts.children.len(),
                not_met: result.counts.children_not_met.len(),
            },
            splits: rule
                .split
                .iter()
                .map(|field| {
                    let definition = self.ruleset.catalogue.field(rule.table, *field);
                    (
                        definition.name.as_str(),
                        words.field(rule.table, *field).to_owned(),
                    )
                })
                .collect(),
            groups: self.groups(result),
            trend: result
                .trend
                .iter()
                .map(|(month, outcomes)| trend_month(*month, *outcomes))
                .collect(),
        }
    }

    fn sources(&self, rule: &Rule) -> Vec<SourceDocument<'a>> {
        let sources = rule.sources.iter();
        let sources = sources.filter_map(|key| self.ruleset.reference.source(key));
        sources
            .map(|source| SourceDocument {
                name: source.name(),
                verified: source.verified.in_words(),
                address: source.address(),
            })
            .collect()
    }

    /// In the order of what they are by, and of their names.
    fn groups(&self, result: &RuleResult<'_>) -> Vec<GroupDocument> {
        let rule = self.ruleset.rule(result.id);
        // England's rate is of everyone: one side of a split is no such measure.
        let england = self.ruleset.reference.benchmark(&rule.id);
        let england = england.map(|england| england.rate);
        let mut groups: Vec<GroupDocument> = result
            .measures
            .iter()
            .map(|(group, outcomes)| {
                let (mut by, mut name) = (Vec::new(), Vec::new());
                if let Some((word, who)) = self.answering(group.answering) {
                    by.push(word.to_owned());
                    name.push(who.to_owned());
                }
                if let Some((field, value)) = group.split {
                    by.push(self.ruleset.catalogue.field(rule.table, field).name.clone());
                    name.push(self.split_value(value).to_owned());
                }
                let england = england.filter(|_| group.split.is_none());
                GroupDocument {
                    by,
                    name,
                    outcomes: OutcomesDocument(*outcomes),
                    rate: outcomes.rate(),
                    standing: Level::of(outcomes, england, &self.limits).name(),
                }
            })
            .collect();
        groups.sort_by(|a, b| (&a.by, &a.name).cmp(&(&b.by, &b.name)));
        groups
    }
}

fn trend_month(month: Month, outcomes: Outcomes) -> MonthDocument {
    MonthDocument {
        month: month.to_string(),
        rate: outcomes.rate(),
        outcomes: OutcomesDocument(outcomes),
    }
}

/// Why a rule that stands in for another is not judged.
fn not_needed(other: &str) -> String {
    format!("not needed: {other} is judged from the dates themselves")
}
