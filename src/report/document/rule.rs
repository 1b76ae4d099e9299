//! One rule's part of the document: its counts, what they are called, its groups and its trend.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::check::asks_for;
use crate::check::measure::Answering;
use crate::check::outcome::{Outcome, Outcomes};
use crate::check::run::{RuleResult, Status};
use crate::check::standing::{Direction, Half, Level};
use crate::model::day::{Day, Month};
use crate::report::message;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    no_rate: Option<String>,
    england: Option<EnglandDocument<'a>>,
    standing: &'static str,
    needs_to_improve: bool,
    direction: &'static str,
    halves: Vec<HalfDocument>,
    consistent: Option<bool>,
    undecided: BTreeMap<&'a str, u64>,
    undecided_in_words: BTreeMap<&'a str, String>,
    children: ChildrenDocument,
    splits: BTreeMap<&'a str, String>,
    groups: Vec<GroupDocument<'a>>,
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
struct GroupDocument<'a> {
    by: OneOrTwo<'a>,
    name: OneOrTwo<'a>,
    outcomes: OutcomesDocument,
    rate: Option<f64>,
    standing: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    moves: Option<MovesDocument>,
}

/// A list of at most two texts, made without allocating: 40,000 children had 445,000 groups.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct OneOrTwo<'a>([Option<&'a str>; 2]);

impl<'a> OneOrTwo<'a> {
    fn push(&mut self, text: &'a str) {
        let [first, second] = &mut self.0;
        *(if first.is_none() { first } else { second }) = Some(text);
    }
}

impl Serialize for OneOrTwo<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().flatten())
    }
}

/// How a team's rate moved: in few words, since there are many teams.
#[derive(Serialize)]
struct MovesDocument {
    direction: &'static str,
    halves: Vec<Option<f64>>,
    /// A number for each month of the rule's own trend.
    met: Vec<u64>,
    judged: Vec<u64>,
}

/// One half of the period.
#[derive(Serialize)]
struct HalfDocument {
    from: Day,
    to: Day,
    met: u64,
    judged: u64,
    rate: Option<f64>,
}

impl HalfDocument {
    fn of(half: &Half) -> Self {
        Self {
            from: half.from,
            to: half.to,
            met: half.outcomes.of(Outcome::Met),
            judged: half.outcomes.judged(),
            rate: half.outcomes.rate(),
        }
    }
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
        let rule = self.ruleset().rule(result.id);
        let (status, reason) = status(&result.status);
        let words = Words::of_rule(&self.ruleset().catalogue, &self.ruleset().reference, rule);
        let mut undecided: BTreeMap<&str, u64> = BTreeMap::new();
        let mut undecided_in_words: BTreeMap<&str, String> = BTreeMap::new();
        for (condition, count) in &result.counts.undecided {
            let (field, in_words) = match asks_for(rule, *condition) {
                Some(path) => (
                    path.text.as_str(),
                    message::decides(path, rule, self.context),
                ),
                None => (DATE_OF_BIRTH, "the child's date of birth".to_owned()),
            };
            *undecided.entry(field).or_default() += count;
            undecided_in_words.insert(field, in_words);
        }
        let halves = result.standing.halves.iter();
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
            no_rate: message::no_rate(rule, self.context)
                .filter(|_| result.counts.outcomes.judged() > 0),
            england: self
                .ruleset()
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
            halves: halves
                .flat_map(|halves| [&halves.early, &halves.recent])
                .map(HalfDocument::of)
                .collect(),
            consistent: result.standing.is_consistent(),
            undecided,
            undecided_in_words,
            children: ChildrenDocument {
                subject: result.counts.children.len(),
                not_met: result.counts.children_not_met.len(),
            },
            splits: rule
                .split
                .iter()
                .map(|field| {
                    let definition = self.ruleset().catalogue.field(rule.table, *field);
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
        let sources = sources.filter_map(|key| self.ruleset().reference.source(key));
        sources
            .map(|source| SourceDocument {
                name: source.name(),
                verified: source.verified.in_words(),
                address: source.address(),
            })
            .collect()
    }

    /// How one team's part of a rule's trend moved.
    fn moves(&self, result: &RuleResult<'_>, trend: &[(Month, Outcomes)]) -> MovesDocument {
        let halves = result.standing.halves;
        let halves = halves.map(|halves| halves.counting(trend));
        let of_month = |(month, _): &(Month, Outcomes)| {
            let found = trend.iter().find(|(of_team, _)| of_team == month);
            let outcomes = found.map(|(_, outcomes)| *outcomes).unwrap_or_default();
            (outcomes.of(Outcome::Met), outcomes.judged())
        };
        let (met, judged) = result.trend.iter().map(of_month).unzip();
        MovesDocument {
            direction: Direction::of(halves, &self.limits).name(),
            halves: halves
                .iter()
                .flat_map(|halves| [&halves.early, &halves.recent])
                .map(|half| half.outcomes.rate())
                .collect(),
            met,
            judged,
        }
    }

    /// In the order of what they are by, and of their names.
    fn groups(&self, result: &RuleResult<'_>) -> Vec<GroupDocument<'a>> {
        let ruleset = self.ruleset();
        let rule = ruleset.rule(result.id);
        // England's rate is of everyone: one side of a split is no such measure.
        let england = self.ruleset().reference.benchmark(&rule.id);
        let england = england.map(|england| england.rate);
        let measures = result.measures.iter();
        let named = measures.map(|(group, outcomes)| {
            let (mut by, mut name) = (OneOrTwo::default(), OneOrTwo::default());
            if let Some((word, who)) = self.answering(group.answering) {
                by.push(word);
                name.push(who);
            }
            if let Some((field, value)) = group.split {
                by.push(&ruleset.catalogue.field(rule.table, field).name);
                name.push(self.split_value(value));
            }
            ((by, name), group, outcomes)
        });
        // In order before the rest is made of them: a document is nearly three times as long to move.
        let mut named: Vec<_> = named.collect();
        named.sort_by(|(a, ..), (b, ..)| a.cmp(b));
        named
            .into_iter()
            .map(|((by, name), group, outcomes)| {
                let england = england.filter(|_| group.split.is_none());
                let trend = match (group.answering, group.split) {
                    (Answering::Team(team), None) => result.team_trends.of(team),
                    _ => None,
                };
                GroupDocument {
                    by,
                    name,
                    outcomes: OutcomesDocument(*outcomes),
                    rate: outcomes.rate(),
                    standing: Level::of(outcomes, england, &self.limits).name(),
                    moves: trend.map(|trend| self.moves(result, trend)),
                }
            })
            .collect()
    }
}

/// What is asked of a child's age.
const DATE_OF_BIRTH: &str = "child.date_of_birth";

fn trend_month(month: Month, outcomes: Outcomes) -> MonthDocument {
    MonthDocument {
        month: month.to_string(),
        rate: outcomes.rate(),
        outcomes: OutcomesDocument(outcomes),
    }
}

/// Its name, and the reason where the rule was not assessed.
pub(in crate::report) fn status(status: &Status) -> (&'static str, Option<String>) {
    match status {
        Status::Assessed => ("assessed", None),
        Status::NotAssessed(reason) => ("not assessed", Some(reason.clone())),
        Status::NotNeeded(other) => (
            "not needed",
            Some(format!("{other} is judged from the dates themselves")),
        ),
        Status::Error(reason) => ("error", Some(reason.clone())),
    }
}
