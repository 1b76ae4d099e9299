//! A waiver moves what it covers from not met to waived, and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use caseready::check::waiver::Waivers;
use serde_json::{Value, json};

use super::case::{demos, fixtures};
use super::compare::{NOT_MET, assert_same, list, number, text, without};
use super::conservation::assert_adds_up;
use super::dice::Dice;
use super::engine::{Asked, Loaded, rules};

const AUTHORITIES: usize = 8;
/// Of so many findings, one is waived.
const ONE_IN: usize = 6;

/// Rule, field, id, and whether the waiver is live.
type Named = (String, &'static str, String, bool);

/// Waivers of children and records with findings, some of which have run out, and some that cover nothing.
fn some(document: &Value, dice: &mut Dice) -> Vec<Named> {
    let mut some = Vec::new();
    for finding in list(document, "findings") {
        if !dice.one_in(ONE_IN) {
            continue;
        }
        let field = *dice.pick(&["child_id", "key"]);
        let id = text(finding, field);
        if !id.is_empty() {
            let rule = text(finding, "rule").to_owned();
            some.push((rule, field, id.to_owned(), !dice.one_in(4)));
        }
    }
    some
}

fn file(waivers: &[Named], document: &Value, dice: &mut Dice) -> String {
    let as_at = super::case::day(text(&document["run"], "as_at"));
    let mut file = String::new();
    for (rule, field, id, live) in waivers {
        // On its last day it still covers.
        let days = dice.between(0, 40);
        let until = as_at.plus_days(if *live { days } else { -days - 1 });
        let id = json!(id);
        let _ = write!(
            file,
            "[[waiver]]\nrule = \"{rule}\"\n{field} = {id}\nuntil = {until}\nreason = \"agreed\"\nby = \"A. Head\"\n"
        );
    }
    file
}

#[test]
fn a_waiver_moves_only_what_it_covers() {
    let mut dice = Dice::new(80);
    let mut cases = fixtures();
    cases.extend(demos(AUTHORITIES, &mut dice));
    for case in cases {
        let loaded = Loaded::new(&case.export);
        let before = loaded.judge(&Asked::all());
        let named = some(&before, &mut dice);
        let text_of_file = file(&named, &before, &mut dice);
        let waivers = Waivers::read("waivers.toml", &text_of_file, rules())
            .unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
        let after = loaded.judge(&Asked {
            waivers,
            ..Asked::all()
        });
        assert_adds_up(&case.name, &after);

        let live: BTreeSet<(&str, &str, &str)> = named
            .iter()
            .filter(|(.., live)| *live)
            .map(|(rule, field, id, _)| (rule.as_str(), *field, id.as_str()))
            .collect();
        let covered = |finding: &Value| {
            let covers =
                |field| live.contains(&(text(finding, "rule"), field, text(finding, field)));
            covers("child_id") || covers("key")
        };
        let (findings, others) = (list(&before, "findings"), list(&after, "findings"));
        assert_eq!(findings.len(), others.len(), "{}", case.name);
        for (one, other) in findings.iter().zip(others) {
            if !covered(one) {
                assert_same(&case.name, one, other);
                continue;
            }
            assert_eq!(text(other, "outcome"), "waived", "{}: {other}", case.name);
            assert_eq!(other["live"], false, "{}: {other}", case.name);
            let [mut one, mut other] = [one, other].map(Value::clone);
            for finding in [&mut one, &mut other] {
                without(finding, &["outcome", "live", "message"]);
            }
            assert_same(&case.name, &one, &other);
        }
        for (waiver, (rule, field, id, is_live)) in list(&after, "waivers").iter().zip(&named) {
            let held_back = others.iter().filter(|finding| {
                *is_live && text(finding, "rule") == rule && text(finding, field) == id
            });
            assert_eq!(number(waiver, "findings"), held_back.count() as u64);
            assert_eq!(text(waiver, "state") == "lapsed", !is_live, "{waiver}");
        }
        assert_eq!(list(&after, "waivers").len(), named.len());
        for name in ["upcoming", "unknown"] {
            assert_same(&case.name, &before[name], &after[name]);
        }
        for (one, other) in list(&before, "rules").iter().zip(list(&after, "rules")) {
            assert_moved(&format!("{}, {}", case.name, text(one, "id")), one, other);
        }
    }
}

fn assert_moved(case: &str, before: &Value, after: &Value) {
    let groups = |rule: &Value| list(rule, "groups").clone();
    let whole = std::iter::once((before.clone(), after.clone()));
    for (one, other) in whole.chain(groups(before).into_iter().zip(groups(after))) {
        assert_eq!(one["name"], other["name"], "{case}");
        for same in ["met", "due", "unknown"] {
            assert_eq!(one["outcomes"][same], other["outcomes"][same], "{case}");
        }
        let moved = |said: &Value| -> u64 {
            let names = NOT_MET.iter().chain(&["waived"]);
            names.map(|name| number(&said["outcomes"], name)).sum()
        };
        assert_eq!(moved(&one), moved(&other), "{case}");
    }
}
