//! The rival against the engine on the examples of every rule.

use toml::Value;

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
    let mut examples = 0;
    for rule in rules {
        for example in &rule.examples {
            examples += 1;
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
    println!("{} rules, {examples} examples", rules.len());
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
