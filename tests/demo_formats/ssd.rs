//! The Standard Safeguarding Dataset.

use std::collections::{BTreeMap, BTreeSet};

use super::carried::Tables;
use super::compare::{alike, all_rules};
use super::{native, native_tables, run_of, written};

/// The rules that must be judged from it, and found as they are from the native tables.
pub const AS_NATIVE: [&str; 68] = [
    "AS-01", "AS-07", "AS-08", "AS-12", "AS-13", "CC-03", "CC-06", "CC-07", "CI-01", "CI-02",
    "CI-03", "CI-04", "CI-05", "CI-07", "CI-09", "CI-10", "CI-11", "CI-12", "CI-13", "CI-14",
    "CI-15", "CI-16", "CI-24", "CI-26", "CL-01", "CL-02", "CL-03", "CL-04", "CL-05", "CL-06",
    "CN-02", "CN-03", "CP-19", "CP-20", "CP-23", "CP-25", "CP-26", "DQ-01", "DQ-03", "DQ-04",
    "DQ-06", "DQ-08", "DQ-10", "DQ-12", "ES-02", "ES-03", "ES-04", "ES-07", "ES-08", "FD-03",
    "FD-04", "PE-02", "PG-11", "PP-03", "PP-04", "PP-12", "PP-18", "PP-21", "S4-09", "VO-04",
    "VO-05", "VO-08", "WF-04", "WF-05", "WF-06", "WF-07", "WF-09", "WF-12",
];

/// Judged from it otherwise only where the bedroom was last seen on the day that a child with a plan came into care, and none was in
/// this authority: visits to children in care do not say so.
const ON_COMING_INTO_CARE: &str = "CP-24";

/// The rules that are judged from it otherwise, and why.
const OTHERWISE: [(&str, &str); 13] = [
    ("CC-08", "it does not link an enquiry to its discussion"),
    ("CC-10", "it does not link an enquiry to its discussion"),
    (
        "CI-06",
        "it has no day of the permanence plan, so the plan alone is asked for",
    ),
    (
        "CI-25",
        "it does not say whether a placement is meant to last",
    ),
    (
        "CP-18",
        "it has no kind of the visits to children in need, which count too",
    ),
    ("DQ-07", "it has no manager's sign-off of an enquiry"),
    (
        "DQ-13",
        "it has no expected date of birth of a child who is born",
    ),
    ("PP-06", "it has no authorised extension"),
    ("PP-07", "it has the number of reviews for their days"),
    ("PP-19", "it has the number of reviews for their days"),
    (
        "PP-29",
        "it has no expected date of birth of a child who is born",
    ),
    ("WF-01", "it does not say who is newly qualified"),
    ("WF-11", "no registration number is no answer"),
];

/// The native tables without what the dataset leaves out.
fn carried() -> Tables {
    let mut tables = native_tables();
    let mut reviews: BTreeMap<String, u32> = BTreeMap::new();
    for review in tables.rows("pre_proceedings_reviews") {
        let held = u32::from(!review["held_on"].is_empty());
        *reviews
            .entry(review["pre_proceedings_id"].clone())
            .or_default() += held;
    }
    let adopted: BTreeSet<(String, String)> = tables
        .rows("care_periods")
        .iter()
        .map(|period| (period["child_id"].clone(), period["ended_on"].clone()))
        .collect();
    tables.keep_what_is_in("ssd", &[("visits", "kind"), ("conferences", "kind")]);
    // A worker's team is a name there and a number in every other table.
    tables.drop_field("workers", "team");
    // Only the decision is there, on the row of the pre-proceedings that followed: no meeting with a day.
    tables.drop_table("legal_meetings");
    tables.set("pre_proceedings", "review_count", |row| {
        let held = reviews.get(&row["pre_proceedings_id"]);
        held.copied().unwrap_or_default().to_string()
    });
    tables.blank("visits", "kind", |visit| visit["kind"] == "child in need");
    tables.blank("visits", "bedroom_seen", |visit| {
        visit["kind"] == "looked after"
    });
    tables.blank("workers", "qualified", |worker| worker["qualified"] == "no");
    tables.blank("children", "unaccompanied", |child| {
        child["unaccompanied"] == "no"
    });
    tables.blank("children", "expected_birth_on", |child| {
        !child["date_of_birth"].is_empty()
    });
    // Assessments of parents and relatives are other forms. The kind of the others is not exported.
    let kinds: BTreeMap<String, String> = native_tables()
        .rows("assessments")
        .iter()
        .map(|row| (row["assessment_id"].clone(), row["kind"].clone()))
        .collect();
    tables.table("assessments").retain(|row| {
        let kind = kinds[&row["assessment_id"]].as_str();
        kind != "parenting" && kind != "connected person"
    });
    // A plan for adoption is there from its decision, another order once it is made.
    tables.table("permanence").retain(|row| {
        row["option"] == "adoption"
            || row["option"] == "special guardianship" && !row["ended_on"].is_empty()
    });
    tables.blank("permanence", "decided_on", |row| {
        row["option"] != "adoption"
    });
    tables.blank("permanence", "option", |row| {
        let left = (row["child_id"].clone(), row["ended_on"].clone());
        row["ended_on"].is_empty() || !adopted.contains(&left)
    });
    tables.set("health_checks", "kind", |check| {
        let kind = &check["kind"];
        if kind == "dental check" {
            kind.clone()
        } else {
            "health assessment".to_owned()
        }
    });
    tables
}

#[test]
fn the_dataset_is_found_as_the_native_tables_are_for_every_rule_it_carries() {
    let (folder, _) = written("ssd");
    let run = run_of(&folder);
    assert_eq!(run.problems(), [""; 0]);
    let otherwise: BTreeSet<&str> = OTHERWISE.iter().map(|(rule, _)| *rule).collect();
    let expected = AS_NATIVE.into_iter().chain(otherwise.clone());
    let expected: BTreeSet<&str> = expected.chain([ON_COMING_INTO_CARE]).collect();
    assert_eq!(run.judged(), expected, "what the dataset lets be judged");
    assert_eq!(run.counts(), (82, 144));
    assert_eq!(82 + 144, all_rules().len());
    for rule in AS_NATIVE {
        assert_eq!(run.said(rule), native().said(rule), "{rule}");
    }
    let alike = alike(&run, native());
    for (rule, reason) in OTHERWISE {
        assert!(
            !alike.contains(rule),
            "{rule} is found alike, although {reason}"
        );
    }
}

#[test]
fn where_the_dataset_is_found_otherwise_what_it_leaves_out_is_the_only_reason() {
    let (folder, _) = written("ssd");
    let run = run_of(&folder);
    let tables = carried().write();
    let less = super::Run::of(&tables.as_argument());
    assert_eq!(run.judged(), less.judged());
    for rule in run.judged() {
        assert_eq!(run.said(rule), less.said(rule), "{rule}");
    }
}
