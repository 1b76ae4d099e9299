//! Nothing is lost on the way from obligations to groups and lists.

use std::collections::{BTreeMap, BTreeSet};

use caseready::check::context::Context;
use caseready::check::follow::{Subject, follow};
use caseready::check::outcome::Outcome;
use caseready::check::scope::Scope;
use caseready::check::tally::UPCOMING_DAYS;
use caseready::model::day::Day;
use caseready::rules::plan::{Check, Rule};
use serde_json::Value;

use super::case::{day, mixed};
use super::compare::{LISTS, NOT_MET, OUTCOMES, list, number, text};
use super::dice::Dice;
use super::engine::{Asked, Loaded, rules};

const AUTHORITIES: usize = 8;
const EXAMPLES: usize = 100;

/// By outcome.
type Counts = BTreeMap<String, u64>;

fn counts(outcomes: &Value) -> Counts {
    let count = |name: &str| (name.to_owned(), number(outcomes, name));
    OUTCOMES.map(count).into()
}

/// What the groups of a rule come to, by what they are by.
pub fn assert_groups_add_up(case: &str, rule: &Value) {
    let mut sums: BTreeMap<String, Counts> = BTreeMap::new();
    for group in list(rule, "groups") {
        let sum = sums.entry(group["by"].to_string()).or_default();
        for (outcome, count) in counts(&group["outcomes"]) {
            *sum.entry(outcome).or_default() += count;
        }
    }
    let all = counts(&rule["outcomes"]);
    for by in ["team", "district", "worker"] {
        let is_there = sums.contains_key(&serde_json::json!([by]).to_string());
        assert_eq!(is_there, all.values().sum::<u64>() > 0, "{case}: by {by}");
    }
    for (by, sum) in sums {
        assert_eq!(sum, all, "{case}: by {by}");
    }
}

/// What teams had in each month, and what lay in each half of the period.
fn assert_months_add_up(case: &str, document: &Value) {
    for rule in list(document, "rules") {
        let case = format!("{case}, {}", text(rule, "id"));
        let months = list(rule, "trend").iter();
        let judged = |outcomes: &Value| -> u64 {
            let not_met: u64 = NOT_MET.iter().map(|name| number(outcomes, name)).sum();
            number(outcomes, "met") + not_met
        };
        let all: Vec<[u64; 2]> = months
            .map(|month| {
                [
                    number(&month["outcomes"], "met"),
                    judged(&month["outcomes"]),
                ]
            })
            .collect();
        let mut teams = vec![[0, 0]; all.len()];
        for group in list(rule, "groups") {
            if group["moves"].is_null() {
                continue;
            }
            assert_eq!(group["by"], serde_json::json!(["team"]), "{case}");
            for (place, name) in ["met", "judged"].iter().enumerate() {
                let numbers = list(&group["moves"], name);
                assert_eq!(numbers.len(), all.len(), "{case}");
                for (sum, number) in teams.iter_mut().zip(numbers) {
                    sum[place] += number.as_u64().expect("a count");
                }
            }
        }
        let id = rules().find(text(rule, "id")).expect("the rule is there");
        if matches!(rules().rule(id).check, Check::Count(_)) {
            // A team that had something only at the end of an earlier month is no group of the period's end.
            let is_less =
                |(team, all): (&[u64; 2], &[u64; 2])| team[0] <= all[0] && team[1] <= all[1];
            assert!(
                teams.iter().zip(&all).all(is_less),
                "{case}: {teams:?} of {all:?}"
            );
        } else {
            assert_eq!(teams, all, "{case}: months by team");
        }
        if let [early, recent] = list(rule, "halves").as_slice() {
            assert!(text(early, "to") < text(recent, "from"), "{case}");
            let halves = ["met", "judged"].map(|name| number(early, name) + number(recent, name));
            let sum = |place: usize| all.iter().map(|month| month[place]).sum::<u64>();
            assert_eq!(halves, [sum(0), sum(1)], "{case}: halves");
        }
    }
}

/// What the lists of a document come to for each rule: obligations by outcome, and children with something not met.
fn listed(document: &Value) -> BTreeMap<&str, (Counts, BTreeSet<&str>)> {
    let mut listed: BTreeMap<&str, (Counts, BTreeSet<&str>)> = BTreeMap::new();
    for finding in LISTS.iter().flat_map(|name| list(document, name)) {
        let (counts, children) = listed.entry(text(finding, "rule")).or_default();
        let outcome = text(finding, "outcome");
        *counts.entry(outcome.to_owned()).or_default() += number(finding, "repeats");
        if NOT_MET.contains(&outcome) && !text(finding, "child_id").is_empty() {
            children.insert(text(finding, "child_id"));
        }
    }
    listed
}

pub fn assert_adds_up(case: &str, document: &Value) {
    let as_at = day(text(&document["run"], "as_at"));
    let last = as_at.plus_days(UPCOMING_DAYS).to_string();
    for finding in list(document, "upcoming") {
        assert!(
            text(finding, "due_on") <= last.as_str(),
            "{case}: {finding}"
        );
    }
    for (name, outcomes) in [
        ("upcoming", &["due"][..]),
        ("unknown", &["unknown"]),
        (
            "findings",
            &["late", "missed", "overdue", "failed", "waived"],
        ),
    ] {
        let other = list(document, name);
        let other = other
            .iter()
            .find(|one| !outcomes.contains(&text(one, "outcome")));
        assert_eq!(other, None, "{case}: in {name}");
    }
    assert_months_add_up(case, document);
    let lists = listed(document);
    let nothing = Default::default();
    for rule in list(document, "rules") {
        let case = format!("{case}, {}", text(rule, "id"));
        assert_groups_add_up(&case, rule);
        let (listed, children) = lists.get(text(rule, "id")).unwrap_or(&nothing);
        for (outcome, count) in counts(&rule["outcomes"]) {
            let listed = listed.get(&outcome).copied().unwrap_or(0);
            match outcome.as_str() {
                "met" => assert_eq!(listed, 0, "{case}: met is no finding"),
                // The lists hold what falls due soon; the counts hold all.
                "due" => assert!(listed <= count, "{case}: due"),
                _ => assert_eq!(listed, count, "{case}: {outcome}"),
            }
        }
        let not_met = number(&rule["children"], "not_met");
        assert_eq!(not_met, children.len() as u64, "{case}: children not met");
        assert!(not_met <= number(&rule["children"], "subject"), "{case}");
    }
}

/// Met, due, and due within the days that the list looks ahead, record by record.
fn followed(context: Context<'_>, after: Option<Day>, rule: &Rule) -> [u64; 3] {
    let as_at = context.as_at();
    let scope = Scope { as_at, after };
    let mut found = [0; 3];
    for row in 0..context.view.records.rows(rule.table) {
        let Subject::Followed(followed) = follow(rule, context, row, scope) else {
            continue;
        };
        for said in followed.said.iter().filter(|said| said.in_scope) {
            let soon = said.due <= Some(as_at.plus_days(UPCOMING_DAYS));
            found[0] += u64::from(said.outcome == Outcome::Met);
            found[1] += u64::from(said.outcome == Outcome::Due);
            found[2] += u64::from(said.outcome == Outcome::Due && soon);
        }
    }
    found
}

#[test]
fn groups_and_lists_add_up_to_the_counts() {
    let mut dice = Dice::new(8);
    for case in mixed(AUTHORITIES, EXAMPLES, &mut dice) {
        let after = case.export.as_at.plus_days(-dice.between(1, 900));
        let asked = Asked::since(Some(after).filter(|_| !dice.one_in(3)));
        let loaded = Loaded::new(&case.export);
        let document = loaded.judge(&asked);
        assert_adds_up(&case.name, &document);

        let grouped = loaded.grouped();
        let lists = listed(&document);
        for said in list(&document, "rules") {
            let id = rules().find(text(said, "id")).expect("the rule is there");
            let rule = rules().rule(id);
            let is_dated = matches!(
                rule.check,
                Check::Deadline(_) | Check::Cadence(_) | Check::Duration(_)
            );
            if !is_dated || said["status"] != "assessed" {
                continue;
            }
            let soon = lists.get(rule.id.as_str());
            let soon = soon.and_then(|(counts, _)| counts.get("due")).copied();
            let [met, due] = ["met", "due"].map(|name| number(&said["outcomes"], name));
            assert_eq!(
                [met, due, soon.unwrap_or(0)],
                followed(loaded.context(&grouped), asked.after, rule),
                "{}, {}: met, due and due soon",
                case.name,
                rule.id
            );
        }
    }
}
