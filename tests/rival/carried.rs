//! The rival against the engine on everything that the project carries: the examples of every rule, and the fixtures.

use std::fs;
use std::path::Path;

use toml::Value;

use super::almanac::Date;
use super::compare::Court;
use super::engine::Engine;
use super::export::Export;
use super::judge::Rival;
use super::rule::{Rule, read_rules};
use super::verdict::{Period, Verdict};

pub const CARRIED: &str = "rules/standards";
pub const LOCAL: &str = "fixtures/local-rules";

pub fn carried() -> (Court, Vec<Rule>) {
    let court = Court {
        engine: Engine::carried(),
        rival: Rival::with(&["rules/phrases"]),
    };
    (court, read_rules(CARRIED))
}

pub fn local() -> (Court, Vec<Rule>) {
    let court = Court {
        engine: Engine::local(LOCAL),
        rival: Rival::with(&["rules/phrases", "fixtures/local-rules/phrases"]),
    };
    (court, read_rules("fixtures/local-rules/standards"))
}

fn same_counts(verdict: &Verdict, expect: &Value) -> bool {
    match expect {
        Value::String(_) => !verdict.assessed,
        expect => {
            let expect = expect.as_table().expect("outcomes");
            let wanted = expect
                .iter()
                .filter(|(_, count)| count.as_integer() != Some(0));
            let wanted: Vec<(&str, u64)> = wanted
                .map(|(name, count)| (name.as_str(), count.as_integer().expect("a number") as u64))
                .collect();
            verdict.assessed
                && wanted.len() == verdict.counts.len()
                && wanted
                    .iter()
                    .all(|(name, count)| verdict.counts.get(name) == Some(count))
        }
    }
}

/// Every example on its own day and forty days later, and what its file expects on its own day.
fn judge_examples(court: &Court, rules: &[Rule]) {
    let mut wrong = Vec::new();
    for rule in rules {
        for example in &rule.examples {
            let export = Export::of_example(example);
            for as_at in [export.as_at, export.as_at.plus(40)] {
                let export = export.at(as_at);
                if let Err(difference) = court.compare(rule, &export) {
                    wrong.push(difference);
                }
            }
            let all = Period {
                as_at: export.as_at,
                after: None,
            };
            let verdict = court.rival.judge(rule, &export, &[all]).remove(0);
            if !same_counts(&verdict, &example["expect"]) {
                wrong.push(format!(
                    "{} {}: the rival finds\n{verdict}",
                    rule.id,
                    example["name"].as_str().unwrap_or_default()
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differ\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

#[test]
fn the_rival_judges_every_carried_example_as_the_engine_does() {
    let (court, rules) = carried();
    judge_examples(&court, &rules);
}

#[test]
fn the_rival_judges_every_local_example_as_the_engine_does() {
    let (court, rules) = local();
    judge_examples(&court, &rules);
}

/// A whole fixture under every carried rule at once, with those that stand in for others.
fn judge_fixture(
    records: &caseready::model::records::Records,
    court: &Court,
    rules: &[Rule],
    export: &Export,
) {
    let ids: Vec<_> = court.engine.ruleset.ids().collect();
    for days in [-400, -120, -31, 0, 1, 45, 200, 420] {
        let export = export.at(export.as_at.plus(days));
        for period in Period::both(export.as_at) {
            let found = court.engine.judge(records, &ids, period);
            let world = court.rival.world(&export);
            for rule in rules {
                let mut expected = court.rival.judge_in(&world, rule, &[period]).remove(0);
                let judged = |id: &String| {
                    let other = rules.iter().find(|other| other.id == *id).expect("a rule");
                    world.can_assess(other)
                };
                if rule.stands_in_for.iter().any(judged) {
                    expected = Verdict::default();
                }
                expected.contradictions.clear();
                let found = &found[&rule.id];
                assert!(
                    *found == expected,
                    "{}\n{period:?}\nthe engine:\n{found}the rival:\n{expected}",
                    rule.text
                );
            }
        }
    }
}

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

#[test]
fn the_rival_judges_the_fixture_of_pre_proceedings_as_the_engine_does() {
    let (court, rules) = carried();
    let folder = folder("pre-proceedings");
    let files = fs::read_dir(&folder).expect("the fixture is there");
    let mut files: Vec<_> = files.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let export = Export::of_csv(&folder, Date::new(2026, 3, 31));
    judge_fixture(&court.engine.load_files(files), &court, &rules, &export);
}

#[test]
fn the_rival_judges_the_silent_fixture_as_the_engine_does() {
    let (court, rules) = carried();
    let file = folder("silent").join("export.json");
    let text = fs::read_to_string(&file).expect("the fixture is there");
    let export = Export::of_json(&text, Date::new(2026, 3, 31));
    judge_fixture(
        &court.engine.load_files(vec![file]),
        &court,
        &rules,
        &export,
    );
}
