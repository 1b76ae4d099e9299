//! The rival against the engine on random exports shaped by each rule.

use std::collections::BTreeSet;
use std::env;

use super::carried::{carried, local};
use super::compare::Court;
use super::dice::Dice;
use super::filter::takes_blank;
use super::rule::Rule;
use super::shape::Shape;
use super::variants::variants;

/// Exports a rule, unless `CASEREADY_RIVAL_CASES` says how many.
const CASES: u64 = 60;

fn cases() -> u64 {
    let asked = env::var("CASEREADY_RIVAL_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(CASES)
}

/// How many more where a rule has not yet reached all that it can say.
const MORE: u64 = 2000;

/// Compares both on random exports for these rules; all that differs is told, the first few exports of each rule.
fn judge_random_exports(court: &Court, rules: &[Rule], mine: impl Fn(&str) -> bool) {
    let mut wrong = Vec::new();
    let (mut judged, mut exports) = (0, 0);
    for rule in rules.iter().filter(|rule| mine(&rule.id)) {
        let shape = Shape::of(rule, &court.rival);
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut differ = 0;
        let mut case = 0;
        while case < cases() || (case < cases() + MORE && !says_it_all(rule, &reached)) {
            let export = shape.export(&mut Dice::of(&rule.id, case), rule, &court.rival);
            case += 1;
            match court.compare(rule, &export) {
                Err(difference) => {
                    differ += 1;
                    if differ <= 3 {
                        wrong.push(difference);
                    }
                }
                Ok(verdicts) => {
                    for verdict in verdicts {
                        reached.extend(verdict.counts.keys());
                        if !verdict.assessed {
                            reached.insert("not assessed");
                        }
                    }
                }
            }
        }
        judged += 1;
        exports += case;
        if differ > 0 {
            wrong.push(format!("{}: {differ} of {case} exports differ", rule.id));
        } else if !says_it_all(rule, &reached) {
            wrong.push(format!("{} reached only {reached:?}", rule.id));
        }
    }
    println!("{judged} rules, {exports} random exports");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A comparison of nothing would prove nothing: met, not met, unknown where a rule can leave that, and not assessed.
fn says_it_all(rule: &Rule, reached: &BTreeSet<&str>) -> bool {
    let has = |names: &[&str]| names.iter().any(|name| reached.contains(name));
    has(&["met"])
        && has(&["late", "missed", "overdue", "failed"])
        && has(&["not assessed"])
        && (has(&["unknown"]) || !can_be_unknown(rule))
        && rule.reaches.iter().all(|outcome| has(&[outcome]))
}

/// Whether a blank in a record that the rule is about can leave it unknown.
fn can_be_unknown(rule: &Rule) -> bool {
    let is_there = |key: &str| {
        let mut tests = rule
            .first_of(key)
            .into_iter()
            .filter_map(|path| rule.subject_where.get(path));
        tests.any(|test| !takes_blank(test))
    };
    let mut asked = rule.subject_where.keys();
    let names_child = asked.any(|path| path.starts_with("child."));
    match rule.kind.as_str() {
        "order" => false,
        "require" => {
            let fields = rule.list("fields");
            let holds = rule.filter("holds");
            let mut judged = holds.iter().filter(|(path, test)| {
                let filled = rule.subject_where.get(path.as_str());
                let filled = filled.is_some_and(|test| !takes_blank(test));
                !test.is_str() && !filled && !fields.contains(&path.as_str())
            });
            rule.check.contains_key("yes") || judged.next().is_some()
        }
        "cadence" => !(is_there("from") && names_child),
        "duration" => rule.text_of("never").is_none() && !is_there("from"),
        "deadline" => !(is_there("by") || is_there("from") && names_child),
        "text" => {
            !is_there("field")
                || rule
                    .text_of("unlike")
                    .is_some_and(|unlike| unlike.starts_with("child."))
        }
        _ => true,
    }
}

#[test]
fn the_rival_judges_random_exports_under_the_first_carried_rules_as_the_engine_does() {
    let (court, rules) = carried();
    judge_random_exports(&court, &rules, |id| id < "MO");
}

#[test]
fn the_rival_judges_random_exports_under_the_other_carried_rules_as_the_engine_does() {
    let (court, rules) = carried();
    judge_random_exports(&court, &rules, |id| id >= "MO");
}

#[test]
fn the_rival_judges_random_exports_under_the_local_rules_as_the_engine_does() {
    let (court, rules) = local();
    judge_random_exports(&court, &rules, |_| true);
}

#[test]
fn the_rival_judges_random_exports_under_rules_of_its_own_as_the_engine_does() {
    let (court, rules) = variants();
    judge_random_exports(&court, &rules, |_| true);
}
