//! The engine and the oracle side by side.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

use super::engine::{Engine, Judgement};
use super::export::{Export, Shape, exports};
use super::reading::{Place, Reading};
use super::verdict::{Period, Said};

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
    fn oracle(&self, reading: &Reading<'_>, subject: Place) -> Said;
}

pub fn engine_with<R: Judged>(rules: &[R]) -> Engine {
    Engine::with(rules.iter().map(|rule| (rule.id(), rule.file())).collect())
}

/// Fails where the engine and the oracle differ on any rule, over all there is or over twelve months.
pub fn compare<R: Judged>(
    engine: &Engine,
    rules: &[R],
    export: &Export,
) -> Result<(), TestCaseError> {
    let periods = Period::both(export.as_at);
    for (period, found) in periods.into_iter().zip(engine.judge(export, &periods)) {
        let expected = expected(rules, export, period);
        for rule in rules {
            prop_assert_eq!(
                &found.verdicts[rule.id()],
                &expected.verdicts[rule.id()],
                "the engine is on the left, the oracle on the right\n{}\n{:?}\n{:?}",
                rule.file(),
                period,
                export
            );
        }
        let files: Vec<String> = rules.iter().map(Judged::file).collect();
        prop_assert_eq!(
            &found.contradictions,
            &expected.contradictions,
            "the engine is on the left, the oracle on the right\n{}\n{:?}",
            files.join("\n"),
            export
        );
    }
    Ok(())
}

fn expected<R: Judged>(rules: &[R], export: &Export, period: Period) -> Judgement {
    let reading = Reading::of(export);
    let mut judgement = Judgement::default();
    let mut contradictions = BTreeSet::new();
    for rule in rules {
        let verdict = judgement.verdicts.entry(rule.id().to_owned()).or_default();
        for subject in reading.subjects(rule.table()) {
            let said = rule.oracle(&reading, subject);
            let (key, placed) = (reading.key(subject), reading.placed(subject));
            for obligation in &said.obligations {
                verdict.take(period, key, placed, obligation);
            }
            contradictions.extend(
                // Work that ended before a birth is no mistake of the record.
                said.contradiction
                    .filter(|(_, earlier)| !earlier.starts_with("child."))
                    .map(|(later, earlier)| {
                        (later, earlier, export.line_of(reading.record(subject)))
                    }),
            );
        }
        verdict.sort();
    }
    for (later, _, line) in contradictions {
        judgement.contradict(later, line, 1);
    }
    judgement
}

/// Over a fixed seed, the exports bring about every outcome that each rule can give, over twelve months.
pub fn assert_every_outcome_is_reached<R: Judged>(rules: &[R], shape: Shape, exports_wanted: u32) {
    let mut runner = TestRunner::new(ProptestConfig {
        rng_seed: RngSeed::Fixed(2026),
        ..cases(exports_wanted)
    });
    let strategy = exports(shape);
    let mut reached: BTreeMap<String, BTreeMap<&'static str, u64>> = BTreeMap::new();
    for _ in 0..exports_wanted {
        let export = match strategy.new_tree(&mut runner) {
            Ok(tree) => tree.current(),
            Err(reason) => panic!("{reason}"),
        };
        let [_, year] = Period::both(export.as_at);
        for (id, verdict) in expected(rules, &export, year).verdicts {
            let reached = reached.entry(id).or_default();
            for (outcome, count) in verdict.counts {
                *reached.entry(outcome).or_default() += count;
            }
        }
    }
    for rule in rules {
        let reached = &reached[rule.id()];
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
