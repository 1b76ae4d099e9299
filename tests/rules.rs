//! The rules carried by the binary: their examples, and what their files must hold.

use std::collections::BTreeSet;

use caseready::cli::examples::run_all;
use caseready::rules::Ruleset;
use caseready::rules::plan::Expectation;

fn carried() -> Ruleset {
    Ruleset::carried().unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics))
}

#[test]
fn every_example_comes_out_as_its_rule_says() {
    let (count, surprises) = run_all(&carried());
    let surprises: Vec<String> = surprises.iter().map(ToString::to_string).collect();
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    assert!(
        count >= 4 * carried().rules.len(),
        "at least four examples a rule, found {count}"
    );
}

#[test]
fn every_rule_has_an_example_that_meets_it_one_that_does_not_and_one_that_cannot_be_judged() {
    const NOT_MET: [&str; 4] = ["late", "missed", "overdue", "failed"];
    for rule in &carried().rules {
        let outcomes: BTreeSet<String> = rule
            .examples
            .iter()
            .flat_map(|example| match &example.expect {
                Expectation::NotAssessed => vec!["not assessed".to_owned()],
                Expectation::Outcomes(outcomes) => {
                    outcomes.iter().map(|(name, _)| name.clone()).collect()
                }
            })
            .collect();
        let has = |names: &[&str]| names.iter().any(|name| outcomes.contains(*name));
        assert!(
            rule.examples.len() >= 4,
            "{} has {} examples",
            rule.id,
            rule.examples.len()
        );
        assert!(has(&["met"]), "{}: no example meets it", rule.id);
        assert!(has(&NOT_MET), "{}: no example fails it", rule.id);
        assert!(
            has(&["unknown", "not assessed"]),
            "{}: no example that cannot be judged",
            rule.id
        );
    }
}

#[test]
fn the_standards_of_the_areas_of_a_focused_visit_are_all_there() {
    // Group, its last number, and the numbers that no standard has.
    const GROUPS: [(&str, u32, &[u32]); 8] = [
        ("AS", 13, &[]),
        ("CC", 7, &[]),
        ("CP", 26, &[22]),
        ("MO", 14, &[8]),
        ("PP", 29, &[23]),
        ("S4", 9, &[]),
        ("SD", 18, &[13, 14, 16]),
        ("WF", 12, &[10]),
    ];
    let ids: Vec<String> = carried().rules.iter().map(|rule| rule.id.clone()).collect();
    let expected: Vec<String> = GROUPS
        .iter()
        .flat_map(|(group, last, none)| {
            (1..=*last)
                .filter(|number| !none.contains(number))
                .map(move |number| format!("{group}-{number:02}"))
        })
        .collect();
    assert_eq!(ids, expected);
}

#[test]
fn every_rule_has_a_short_name_of_its_own_in_its_area() {
    let ruleset = carried();
    let mut seen = BTreeSet::new();
    for rule in &ruleset.rules {
        assert!(
            rule.short != rule.title && rule.short.chars().count() <= 45,
            "{}: {}",
            rule.id,
            rule.short
        );
        assert!(
            seen.insert((&rule.area, &rule.short)),
            "{}: another rule of {} has the short name {:?}",
            rule.id,
            rule.area,
            rule.short
        );
    }
}

#[test]
fn every_benchmark_is_of_a_rule_and_from_a_source_seen_in_its_own_text() {
    let ruleset = carried();
    assert!(!ruleset.reference.benchmarks.is_empty());
    for benchmark in &ruleset.reference.benchmarks {
        assert!(
            ruleset.find(&benchmark.rule).is_some(),
            "{}",
            benchmark.rule
        );
        assert!(
            ruleset.reference.benchmark(&benchmark.rule).is_some(),
            "{}: {} is not seen in its own text",
            benchmark.rule,
            benchmark.source
        );
    }
}

#[test]
fn every_source_and_phrase_list_is_used() {
    let ruleset = carried();
    let used: BTreeSet<&str> = ruleset
        .rules
        .iter()
        .flat_map(|rule| rule.sources.iter().map(String::as_str))
        .collect();
    let known: BTreeSet<&str> = ruleset.reference.source_keys().into_iter().collect();
    assert_eq!(used, known);
    for rule in &ruleset.rules {
        assert!(!rule.sources.is_empty(), "{} names no source", rule.id);
    }
}
