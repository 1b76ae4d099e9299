//! A rule says the same whatever is asked beside it.

use serde_json::Value;

use super::case::{demos, examples, fixtures};
use super::compare::{LISTS, assert_same, list, text};
use super::dice::Dice;
use super::engine::{Asked, Loaded, rules};

const AUTHORITIES: usize = 3;
const EXAMPLES: usize = 30;

/// One rule's part of a document.
fn part(document: &Value, id: &str) -> Value {
    let rule = list(document, "rules").iter().find(|rule| rule["id"] == id);
    let findings = |name| {
        let of_rule = list(document, name).iter().filter(|one| one["rule"] == id);
        of_rule.cloned().collect::<Vec<Value>>()
    };
    let mut parts: Vec<Value> = LISTS.map(|name| Value::Array(findings(name))).into();
    parts.extend(rule.cloned());
    Value::Array(parts)
}

#[test]
fn a_rule_alone_says_what_it_says_among_all() {
    let mut dice = Dice::new(9);
    let mut cases = fixtures();
    cases.extend(demos(AUTHORITIES, &mut dice));
    cases.extend(examples(EXAMPLES, &mut dice));
    for case in cases {
        let loaded = Loaded::new(&case.export);
        let all = loaded.judge(&Asked::all());
        for id in rules().ids() {
            let rule = rules().rule(id);
            let alone = loaded.judge(&Asked {
                rules: vec![id],
                ..Asked::all()
            });
            let (alone, among) = (part(&alone, &rule.id), part(&all, &rule.id));
            // It is judged only where those it stands in for are not, and they are not asked about here.
            if text(&among[3], "status") == "not needed" {
                assert!(!rule.stands_in_for.is_empty(), "{}", rule.id);
                continue;
            }
            assert_same(&format!("{}, {}", case.name, rule.id), &alone, &among);
        }
    }
}

#[test]
fn rules_left_out_change_nothing_for_those_that_stay() {
    let mut dice = Dice::new(90);
    let mut cases = fixtures();
    cases.extend(demos(AUTHORITIES, &mut dice));
    for case in cases {
        let loaded = Loaded::new(&case.export);
        let all = loaded.judge(&Asked::all());
        let some: Vec<_> = rules().ids().filter(|_| dice.one_in(3)).collect();
        let few = loaded.judge(&Asked {
            rules: some.clone(),
            ..Asked::all()
        });
        for id in some {
            let rule = rules().rule(id);
            if rule.stands_in_for.is_empty() {
                let (few, all) = (part(&few, &rule.id), part(&all, &rule.id));
                assert_same(&format!("{}, {}", case.name, rule.id), &few, &all);
            }
        }
    }
}
