//! The rules carried by the binary: their examples, and what their files must hold.

use std::collections::{BTreeMap, BTreeSet};

use caseready::cli::examples::run_all;
use caseready::report::rules_page;
use caseready::rules::inspections::Auditable;
use caseready::rules::kind::Kind;
use caseready::rules::plan::Expectation;
use caseready::rules::reference_data::Verified;
use caseready::rules::{Examples, Ruleset};

use crate::command::caseready;

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

/// An audit does not read the examples: nothing of a rule may stand behind them in its file.
#[test]
fn a_rule_is_the_same_without_its_examples() {
    let without = Ruleset::with(None, BTreeMap::new(), Examples::PassedOver);
    let without = without.unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics));
    let with = carried();
    assert_eq!(without.digest, with.digest);
    assert_eq!(without.rules.len(), with.rules.len());
    for (mut rule, without) in with.rules.into_iter().zip(&without.rules) {
        assert!(without.examples.is_empty(), "{}", rule.id);
        rule.examples.clear();
        assert_eq!(format!("{without:?}"), format!("{rule:?}"));
    }
}

#[test]
fn every_rule_has_an_example_that_meets_it_one_that_does_not_and_one_that_cannot_be_judged() {
    const NOT_MET: [&str; 4] = ["late", "missed", "overdue", "failed"];
    for rule in &carried().rules {
        let outcomes: BTreeSet<&str> = rule
            .examples
            .iter()
            .flat_map(|example| match &example.expect {
                Expectation::NotAssessed => vec!["not assessed"],
                Expectation::Outcomes(outcomes) => {
                    outcomes.iter().map(|(outcome, _)| outcome.name()).collect()
                }
            })
            .collect();
        let has = |names: &[&str]| names.iter().any(|name| outcomes.contains(name));
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
fn the_standards_of_all_areas_are_there() {
    // Group, its last number, and the numbers that no standard has.
    const GROUPS: [(&str, u32, &[u32]); 19] = [
        ("AS", 13, &[]),
        ("CC", 10, &[]),
        ("CI", 26, &[]),
        ("CL", 9, &[]),
        ("CN", 9, &[]),
        ("CP", 26, &[22]),
        ("DQ", 13, &[9]),
        ("EH", 2, &[]),
        ("ES", 8, &[]),
        ("EX", 5, &[]),
        ("FD", 7, &[]),
        ("MO", 14, &[8]),
        ("PE", 4, &[]),
        ("PG", 11, &[]),
        ("PP", 30, &[23]),
        ("S4", 9, &[]),
        ("SD", 18, &[13, 14, 16]),
        ("VO", 9, &[6]),
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
fn every_rule_has_a_short_name_of_its_own() {
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
            seen.insert(&rule.short),
            "{}: another rule has the short name {:?}",
            rule.id,
            rule.short
        );
    }
}

#[test]
fn every_area_has_standards_and_every_kind_of_check_is_used() {
    let ruleset = carried();
    let areas: BTreeSet<&str> = ruleset
        .rules
        .iter()
        .map(|rule| rule.area.as_str())
        .collect();
    let known: BTreeSet<&str> = ruleset.reference.area_keys().into_iter().collect();
    assert_eq!(areas, known);
    let checks: BTreeSet<Kind> = ruleset.rules.iter().map(|rule| rule.check.kind()).collect();
    assert_eq!(checks, BTreeSet::from(Kind::ALL.map(|(_, kind)| kind)));
}

#[test]
fn every_rule_says_why_and_what_to_do_in_under_sixty_words() {
    for rule in &carried().rules {
        for text in [&rule.why, &rule.remedy] {
            let words = text.split_whitespace().count();
            assert!(
                (8..60).contains(&words),
                "{}: {words} words: {text}",
                rule.id
            );
            assert!(text.ends_with(['.', '?']), "{}: {text}", rule.id);
        }
    }
}

#[test]
fn every_rule_that_is_off_says_why() {
    let ruleset = carried();
    let off: Vec<&str> = ruleset
        .rules
        .iter()
        .filter(|rule| !rule.on)
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(off, ["CN-07", "CP-12", "PP-14", "PP-22", "PP-26", "WF-08"]);
    for rule in &ruleset.rules {
        assert_eq!(rule.on, rule.off_because.is_empty(), "{}", rule.id);
    }
}

#[test]
fn every_benchmark_is_of_a_rule_and_only_one_seen_in_its_own_text_is_set_beside_a_rate() {
    let reference = &carried().reference;
    assert!(!reference.benchmarks.is_empty());
    for benchmark in &reference.benchmarks {
        let rule = &benchmark.rule;
        assert!(carried().find(rule).is_some(), "{rule}");
        let source = reference.source(&benchmark.source).expect(rule);
        let beside = reference.benchmark(rule).is_some();
        assert_eq!(beside, source.verified == Verified::V1, "{rule}");
    }
    assert!(reference.benchmark("CI-08").is_none() && reference.benchmark("AS-01").is_some());
}

#[test]
fn no_phrase_is_listed_twice() {
    let lists = &carried().reference.phrase_lists;
    for place in 0..lists.names().len() {
        let list = lists.get(place);
        let different: BTreeSet<&String> = list.phrases.iter().collect();
        assert_eq!(different.len(), list.phrases.len(), "{}", list.name);
        assert!(list.phrases.len() >= 10, "{}", list.name);
    }
}

#[test]
fn the_page_of_all_rules_is_the_one_made_from_their_files() {
    let page = include_str!("../rules/README.md").replace("\r\n", "\n");
    assert!(
        page == rules_page::render(&carried()),
        "rules/README.md is stale: cargo run -- rules docs > rules/README.md"
    );
}

#[test]
fn a_source_that_was_not_seen_says_so_and_prints_no_address() {
    let ruleset = carried();
    let unseen = ruleset
        .reference
        .sources
        .iter()
        .filter(|source| source.verified == Verified::U);
    let unseen: BTreeSet<&str> = unseen.map(|source| source.key.as_str()).collect();
    assert!(unseen.contains("homeless-guidance-2018"), "{unseen:?}");
    let page = rules_page::render(&ruleset);
    let lines = page.lines().filter(|line| {
        unseen
            .iter()
            .any(|key| line.contains(&format!("<a id=\"{key}\">")))
    });
    let lines: Vec<&str> = lines.collect();
    assert_eq!(lines.len(), unseen.len());
    for line in lines {
        assert!(
            line.contains("text not seen") && !line.contains("http"),
            "{line}"
        );
    }
    let rule = caseready(["explain", "PG-02"]).stdout;
    assert!(rule.contains("(text not"), "{rule}");
    assert!(!rule.contains("homeless-and-or-require"), "{rule}");
    for source in &ruleset.reference.sources {
        assert!(!source.says.is_empty(), "{}", source.key);
    }
}

#[test]
fn what_inspectors_said_is_answered_by_rules_that_are_there() {
    let ruleset = carried();
    let reference = &ruleset.reference;
    assert!(reference.statements.len() >= 30 && reference.themes.len() >= 57);
    let of_statements = reference
        .statements
        .iter()
        .flat_map(|statement| &statement.rules);
    let of_themes = reference.themes.iter().flat_map(|theme| &theme.rules);
    for id in of_statements.chain(of_themes) {
        assert!(ruleset.find(id).is_some(), "{id}");
    }
    for statement in &reference.statements {
        assert!(
            reference.source(&statement.source).is_some(),
            "{}",
            statement.source
        );
        assert!(!statement.how.is_empty(), "{}", statement.says);
    }
    for theme in &reference.themes {
        // A theme that does not show in case records says so, and one that does has rules.
        assert_eq!(
            theme.auditable == Auditable::No,
            theme.rules.is_empty(),
            "{}",
            theme.key
        );
        assert!(!theme.how.is_empty() && theme.points > 0, "{}", theme.key);
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
