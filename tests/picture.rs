//! The audit of `fixtures/focused-visit` draws the picture that inspectors drew of Hampshire: what was strong, what was to improve,
//! where, and which way it moved.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::command::{self, caseready};

const AUDIT: [&str; 4] = ["audit", "fixtures/focused-visit", "--as-at", "2026-03-31"];

/// Rules that stand in for others where only numbers or last dates are exported: not needed here.
const STAND_INS: [&str; 8] = [
    "PP-07", "PP-19", "CN-09", "CI-06", "CI-17", "CC-08", "CC-09", "CC-10",
];

fn run() -> &'static Value {
    static RUN: OnceLock<Value> = OnceLock::new();
    RUN.get_or_init(|| {
        let output = caseready([&AUDIT[..], &["--format", "json"]].concat());
        assert_eq!(output.code, 1, "{}", output.stderr);
        output.json()
    })
}

fn rule(id: &str) -> &'static Value {
    command::rule(run(), id)
}

fn rate(of: &Value) -> f64 {
    of["rate"]
        .as_f64()
        .unwrap_or_else(|| panic!("no rate: {of}"))
}

fn judged(of: &Value) -> u64 {
    ["met", "late", "missed", "overdue", "failed"]
        .iter()
        .map(|outcome| of["outcomes"][outcome].as_u64().expect("a count"))
        .sum()
}

/// The groups of a rule by these fields, by their names.
fn groups(id: &str, by: &[&str]) -> BTreeMap<Vec<String>, &'static Value> {
    let names = |group: &Value| -> Vec<String> {
        serde_json::from_value(group["name"].clone()).expect("names")
    };
    let groups = rule(id)["groups"].as_array().expect("groups");
    groups
        .iter()
        .filter(|group| group["by"] == json!(by))
        .map(|group| (names(group), group))
        .collect()
}

/// Percent met in each quarter of the year to the as-at date, first to last.
fn by_quarter(id: &str) -> Vec<f64> {
    let months = rule(id)["trend"].as_array().expect("a trend");
    assert_eq!(months.len(), 12, "{id}: a month of the year is missing");
    months
        .chunks(3)
        .map(|quarter| {
            let met: u64 = quarter
                .iter()
                .map(|month| month["outcomes"]["met"].as_u64().expect("a count"))
                .sum();
            100.0 * met as f64 / quarter.iter().map(judged).sum::<u64>() as f64
        })
        .collect()
}

#[test]
fn it_is_a_council_of_three_districts_and_eight_teams() {
    let teams = groups("AS-01", &["team"]).len();
    let districts = groups("AS-01", &["district"]).len();
    assert_eq!((teams, districts), (8, 3));
    let inputs = run()["inputs"].as_array().expect("inputs");
    let children = inputs.iter().find(|input| input["table"] == "children");
    assert_eq!(children.expect("children")["loaded"], 400);
    assert!(inputs.iter().all(|input| input["rejected"] == 0));
    for rule in run()["rules"].as_array().expect("rules") {
        assert!(
            rule["status"] == "assessed" || STAND_INS.iter().any(|id| rule["id"] == *id),
            "{}: {}",
            rule["id"],
            rule["reason"]
        );
    }
}

#[test]
fn conferences_enquiries_assessments_and_oversight_are_strong() {
    for id in [
        "CC-01", "CC-02", "CC-03", "S4-01", "S4-02", "S4-03", "S4-04", "S4-05", "S4-06", "S4-08",
        "AS-01", "AS-02", "AS-03", "AS-04", "AS-05", "AS-06", "AS-13", "MO-01", "MO-03", "MO-10",
        "PP-01", "PP-03",
    ] {
        let rule = rule(id);
        assert!(
            rule["standing"] == "strong" && rule["needs_to_improve"] == false,
            "{id}: {}",
            rate(rule)
        );
    }
}

#[test]
fn caseloads_are_above_the_limit_and_falling_from_quarter_to_quarter() {
    let rule = rule("WF-01");
    assert_eq!(
        (&rule["standing"], &rule["direction"]),
        (&json!("to improve"), &json!("rising")),
        "{}",
        rate(rule)
    );
    let quarters = by_quarter("WF-01");
    assert!(
        quarters.windows(2).all(|pair| pair[0] < pair[1]),
        "workers within the limit, by quarter: {quarters:?}"
    );
}

#[test]
fn moves_between_teams_fall_from_quarter_to_quarter() {
    assert_eq!(rule("WF-05")["direction"], "rising");
    let quarters = by_quarter("WF-05");
    assert!(
        quarters.windows(2).all(|pair| pair[0] < pair[1]),
        "children with few teams, by quarter: {quarters:?}"
    );
}

#[test]
fn strategy_discussions_are_incomplete_in_the_district_teams_on_open_cases_and_good_elsewhere() {
    for id in [
        "SD-02", "SD-03", "SD-04", "SD-05", "SD-06", "SD-07", "SD-08",
    ] {
        assert_eq!(rule(id)["needs_to_improve"], true, "{id}");
        let (mut met, mut of) = ([0, 0], [0, 0]);
        for (name, group) in groups(id, &["team", "case_already_open"]) {
            // The other teams are the assessment and safeguarding teams, "CAST".
            let district_and_open = !name[0].ends_with("CAST") && name[1] == "yes";
            let place = usize::from(!district_and_open);
            met[place] += group["outcomes"]["met"].as_u64().expect("a count");
            of[place] += judged(group);
        }
        assert!(of[0] >= 40 && of[1] >= 80, "{id}: {of:?}");
        let rates = [0, 1].map(|place| 100.0 * met[place] as f64 / of[place] as f64);
        assert!(
            rates[0] < 70.0 && rates[1] >= 90.0,
            "{id}: {:.0}% of {} in district teams on open cases, {:.0}% of {} elsewhere",
            rates[0],
            of[0],
            rates[1],
            of[1]
        );
    }
}

#[test]
fn child_protection_plans_are_vague() {
    for id in ["CP-05", "CP-07", "CP-13"] {
        assert_eq!(rule(id)["standing"], "to improve", "{id}");
        assert_eq!(rule(id)["certainty"], "prompt", "{id}");
    }
    for id in ["CP-06", "CP-10", "CP-11"] {
        assert_eq!(rule(id)["standing"], "to improve", "{id}");
    }
}

#[test]
fn pre_proceedings_reviews_are_regular_in_some_teams_and_not_in_others() {
    let rule = rule("PP-05");
    assert_eq!(
        (&rule["needs_to_improve"], &rule["consistent"]),
        (&json!(true), &json!(false)),
        "{}",
        rate(rule)
    );
    let rates: Vec<f64> = groups("PP-05", &["team"])
        .values()
        .filter(|group| judged(group) >= 10)
        .map(|group| rate(group))
        .collect();
    assert!(
        rates.iter().any(|rate| *rate >= 90.0) && rates.iter().any(|rate| *rate < 50.0),
        "{rates:?}"
    );
}

#[test]
fn the_terminal_says_it_in_the_order_of_an_inspector_s_letter() {
    let text = caseready(AUDIT).stdout;
    let mut from = 0;
    for heading in [
        "\nWHAT IS STRONG\n",
        "\nWHAT NEEDS TO IMPROVE\n",
        "\nWHERE\n",
        "\nWHICH WAY IT MOVES\n",
        "\nWHAT TO ACT ON NOW\n",
        "\nTo act on now: ",
    ] {
        from += text[from..]
            .find(heading)
            .unwrap_or_else(|| panic!("{heading:?} in its order: {text}"));
    }
    let between = |start: &str, end: &str| {
        let start = text.find(start).expect("a heading");
        text[start..start + text[start..].find(end).expect("the next")].to_owned()
    };
    let strong = between("\nWHAT IS STRONG\n", "\nWHAT NEEDS TO IMPROVE\n");
    for words in [
        "initial conferences in time",
        "(England 81%)",
        "Section 47 enquiries: ",
        "monthly supervision on protection plans",
    ] {
        assert!(
            strong.replace("\n  ", " ").contains(words),
            "{words}: {strong}"
        );
    }
    let improve = between("\nWHAT NEEDS TO IMPROVE\n", "\nWHERE\n").replace("\n        ", " ");
    for words in [
        "SD-02 social care, police and health took part",
        "where the case was already open",
        "CP-05 what must change stated specifically (to be read)",
        "PP-05 reviews every six weeks",
        "WF-01 caseloads within eighteen",
    ] {
        assert!(improve.contains(words), "{words}: {improve}");
    }
    let moves = between("\nWHICH WAY IT MOVES\n", "\nWHAT TO ACT ON NOW\n").replace("\n  ", " ");
    let rising = moves.split("Falling").next().expect("what rises");
    for words in [
        "caseloads within eighteen",
        "no more than two teams in a year",
    ] {
        assert!(rising.contains(words), "{words}: {moves}");
    }
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}
