//! The real engine, from JSON to verdicts, and how both are put side by side.

use std::collections::{BTreeMap, BTreeSet};

use caseready::check::finding::Finding;
use caseready::check::outcome::Outcome;
use caseready::check::run::{Request, Status, run};
use caseready::check::scope::Scope;
use caseready::check::waiver::Waivers;
use caseready::load::{Context, Input, load};
use caseready::model::day::Day;
use caseready::model::records::Records;
use caseready::model::runner::InTurn;
use caseready::rules::Ruleset;
use caseready::rules::plan::RuleId;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

use super::almanac::Date;
use super::export::{Export, Shape, exports};
use super::reading::{Place, Reading};
use super::verdict::{Line, Obligation, Period, Verdict};

/// So many cases, with nothing written beside the sources when one fails.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A rule that both the oracle and the engine can judge.
pub trait Judged {
    fn id(&self) -> &'static str;
    fn table(&self) -> &'static str;
    /// The rule file.
    fn file(&self) -> String;
    /// The outcomes that the random exports must bring about.
    fn reaches(&self) -> &'static [&'static str];
    /// What the design says of one subject.
    fn oracle(&self, reading: &Reading<'_>, subject: Place) -> Vec<Obligation>;
}

pub struct Engine(Ruleset);

impl Engine {
    /// The carried rules, with those of a property laid over them.
    pub fn with<R: Judged>(rules: &[R]) -> Self {
        let files = rules
            .iter()
            .map(|rule| (format!("standards/local/{}.toml", rule.id()), rule.file()));
        match Ruleset::with(Some("oracle".to_owned()), files.collect()) {
            Ok(ruleset) => Self(ruleset),
            Err(bad) => panic!("{:#?}", bad.diagnostics),
        }
    }

    /// What the engine says, rule by rule, of the export over each period.
    fn judge<R: Judged>(
        &self,
        rules: &[R],
        export: &Export,
        periods: &[Period],
    ) -> Vec<Vec<Verdict>> {
        let ruleset = &self.0;
        let bytes = export.json().into_bytes();
        let input = Input {
            name: "export.json".to_owned(),
            named: true,
            read: Box::new(move || Ok(bytes.clone())),
        };
        let context = Context::new(
            &ruleset.catalogue,
            ruleset.reference.phrase_lists.placeholders(),
        );
        let mut records = match load(vec![input], &context, &InTurn) {
            Ok(loaded) => loaded.records,
            Err(refused) => panic!("{refused:?}"),
        };
        records.count_as_complete(&ruleset.catalogue, &[]);
        let find = |rule: &R| {
            ruleset
                .find(rule.id())
                .unwrap_or_else(|| panic!("{} is not there", rule.id()))
        };
        let ids: BTreeSet<RuleId> = rules.iter().map(find).collect();
        let of_period = |period: &Period| {
            let scope = Scope {
                as_at: day(period.as_at),
                after: period.after.map(day),
            };
            let waivers = Waivers::default();
            let request = Request {
                scope,
                rules: ids.iter().copied().collect(),
                waivers: &waivers,
            };
            let finished = run(ruleset, &records, &request, &InTurn);
            let mut verdicts: BTreeMap<RuleId, Verdict> = BTreeMap::new();
            for result in &finished.rules {
                match &result.status {
                    Status::Assessed => {}
                    Status::NotAssessed(reason) | Status::Error(reason) => panic!("{reason}"),
                }
                let counts = Outcome::ALL
                    .into_iter()
                    .map(|outcome| (outcome.name(), result.counts.outcomes.of(outcome)));
                let counts = counts.filter(|(_, count)| *count > 0).collect();
                verdicts.insert(
                    result.id,
                    Verdict {
                        counts,
                        ..Verdict::default()
                    },
                );
            }
            let line = |finding: &Finding<'_>| line(ruleset, &records, finding);
            for finding in &finished.findings {
                verdicts
                    .entry(finding.rule)
                    .or_default()
                    .findings
                    .push(line(finding));
            }
            for finding in &finished.upcoming {
                verdicts
                    .entry(finding.rule)
                    .or_default()
                    .upcoming
                    .push(line(finding));
            }
            for finding in &finished.unknown {
                verdicts
                    .entry(finding.rule)
                    .or_default()
                    .unknown
                    .push(line(finding).key);
            }
            let of_rule = |rule: &R| {
                let mut verdict = verdicts.remove(&find(rule)).unwrap_or_default();
                verdict.sort();
                verdict
            };
            rules.iter().map(of_rule).collect()
        };
        periods.iter().map(of_period).collect()
    }

    /// Fails where the engine and the oracle differ on any rule over either period.
    pub fn compare<R: Judged>(&self, rules: &[R], export: &Export) -> Result<(), TestCaseError> {
        let periods = Period::both(export.as_at);
        let found = self.judge(rules, export, &periods);
        for (period, found) in periods.into_iter().zip(found) {
            for (rule, found) in rules.iter().zip(found) {
                let expected = expected(rule, export, period);
                prop_assert_eq!(
                    &found,
                    &expected,
                    "the engine is on the left, the oracle on the right\n{}\n{:?}\n{:?}",
                    rule.file(),
                    period,
                    export
                );
            }
        }
        Ok(())
    }
}

fn expected<R: Judged>(rule: &R, export: &Export, period: Period) -> Verdict {
    let reading = Reading::of(export);
    let mut verdict = Verdict::default();
    for subject in reading.subjects(rule.table()) {
        for obligation in rule.oracle(&reading, subject) {
            verdict.take(
                period,
                reading.key(subject),
                reading.placed(subject),
                &obligation,
            );
        }
    }
    verdict.sort();
    verdict
}

fn day(date: Date) -> Day {
    Day::parse_iso(&date.to_string()).unwrap_or_else(|| panic!("no such day: {date}"))
}

fn line(ruleset: &Ruleset, records: &Records, finding: &Finding<'_>) -> Line {
    let key = records.key(&ruleset.catalogue, finding.table, finding.row);
    Line {
        key: records.ids(finding.table).text(key).to_owned(),
        outcome: finding.outcome.name(),
        due: finding.due.map(|due| due.to_string()),
        done: finding.done.map(|done| done.to_string()),
        repeats: finding.repeats,
        live: finding.live,
    }
}

/// Over a fixed seed, the exports bring about every outcome that each rule can give, over twelve months.
pub fn assert_every_outcome_is_reached<R: Judged>(rules: &[R], shape: Shape, exports_wanted: u32) {
    let mut runner = TestRunner::new(ProptestConfig {
        rng_seed: RngSeed::Fixed(2026),
        ..cases(exports_wanted)
    });
    let strategy = exports(shape);
    let mut reached: Vec<BTreeMap<&'static str, u64>> =
        rules.iter().map(|_| BTreeMap::new()).collect();
    for _ in 0..exports_wanted {
        let export = match strategy.new_tree(&mut runner) {
            Ok(tree) => tree.current(),
            Err(reason) => panic!("{reason}"),
        };
        for (rule, reached) in rules.iter().zip(&mut reached) {
            let [_, year] = Period::both(export.as_at);
            for (outcome, count) in expected(rule, &export, year).counts {
                *reached.entry(outcome).or_default() += count;
            }
        }
    }
    for (rule, reached) in rules.iter().zip(reached) {
        let outcomes: BTreeSet<&str> = reached.keys().copied().collect();
        let wanted: BTreeSet<&str> = rule.reaches().iter().copied().collect();
        assert_eq!(
            outcomes,
            wanted,
            "{}: {reached:?}\n{}",
            rule.id(),
            rule.file()
        );
    }
}
