//! Exports on which the engine and the design differ, or once did, each as small as it can be.

use serde_json::{Value as Json, json};

use super::almanac::Date;
use super::carried::{carried, local};
use super::compare::Court;
use super::export::Export;
use super::rule::Rule;

/// The outcomes of one rule over an export as both sides give them.
fn agreed(
    (court, rules): (Court, Vec<Rule>),
    id: &str,
    as_at: (i32, u32, u32),
    export: &Json,
) -> Vec<(&'static str, u64)> {
    let rule = rules
        .iter()
        .find(|rule| rule.id == id)
        .expect("the rule is there");
    let export = Export::of_json(&export.to_string(), Date::new(as_at.0, as_at.1, as_at.2));
    let verdicts = court
        .both(rule, &export)
        .unwrap_or_else(|difference| panic!("{export}\n{difference}"));
    if !verdicts[0].assessed {
        return vec![("not assessed", 1)];
    }
    verdicts[0]
        .counts
        .iter()
        .map(|(outcome, count)| (*outcome, *count))
        .collect()
}

/// DESIGN 3, absent columns: "a reference it follows"; an age is the child's, and without `child_id` there is no child.
#[test]
fn an_age_needs_the_reference_to_the_child() {
    let export = json!({
        "children": [{ "child_id": "C1", "date_of_birth": "2015-06-01" }],
        "s47_enquiries": [{ "s47_id": "E1", "started_on": "2026-03-02", "completed_on": "2026-03-16", "child_seen": true }],
    });
    assert_eq!(
        agreed(carried(), "S4-08", (2026, 3, 31), &export),
        [("not assessed", 1)]
    );
}

/// DESIGN 2: an event after the as-at date "has not happened yet and reads as blank", the end of a period in care too, so that
/// `looked_after_on` is the day this child came into the care that it had not left on the day asked about.
#[test]
fn a_child_who_leaves_care_after_the_day_is_still_in_it() {
    let export = json!({
        "cp_plans": [{ "plan_id": "P1", "child_id": "C1", "started_on": "2025-10-06" }],
        "core_groups": [{ "core_group_id": "G1", "child_id": "C1", "held_on": "2025-11-03" }],
        "care_periods": [{ "period_id": "L1", "child_id": "C1", "started_on": "2025-11-17", "ended_on": "2026-04-20" }],
    });
    assert_eq!(
        agreed(carried(), "CP-02", (2026, 3, 31), &export),
        [("met", 1)]
    );
}

/// DESIGN 2, blank: "nothing but a phrase of placeholders", with or without what stands around it, a leading "1)" as much as a
/// leading "a)".
#[test]
fn a_numbered_placeholder_is_a_placeholder() {
    let export = |contingency: &str| {
        json!({ "cp_plans": [
            { "plan_id": "P1", "child_id": "C1", "started_on": "2025-10-06", "contingency": contingency },
            { "plan_id": "P2", "child_id": "C2", "started_on": "2025-10-06", "contingency": "She goes to her aunt that day." },
        ] })
    };
    assert_eq!(
        agreed(carried(), "CP-06", (2026, 3, 31), &export("a) tbc")),
        [("failed", 1), ("met", 1)]
    );
    assert_eq!(
        agreed(carried(), "CP-06", (2026, 3, 31), &export("1) tbc")),
        [("failed", 1), ("met", 1)]
    );
}

/// DESIGN 4, deadline: an own `to` before `from` is "`unknown`, and a problem (not with `by`)"; only an end before a birth is
/// passed over in silence.
#[test]
fn a_thing_done_before_the_birth_it_follows_is_a_problem() {
    let export = json!({
        "children": [{ "child_id": "C1", "date_of_birth": "2006-06-15" }],
        "care_leavers": [{ "care_leaver_id": "V1", "child_id": "C1", "health_summary_given_on": "2006-06-14" }],
    });
    assert_eq!(
        agreed(local(), "LO-49", (2026, 3, 31), &export),
        [("unknown", 1)]
    );
}

/// DESIGN 3, age: "-1 before birth"; on the expected day itself that day has not passed, as a due date has not on its own day,
/// and as `ages` of a cadence has it.
#[test]
fn an_expected_birth_day_has_not_passed_on_the_day_itself() {
    let export = json!({
        "children": [
            { "child_id": "C1", "expected_birth_on": "2026-03-09" },
            { "child_id": "C2", "date_of_birth": "2020-03-09" },
        ],
        "assessments": [{ "assessment_id": "N1", "child_id": "C1", "started_on": "2026-03-09", "kind": "pre-birth" }],
    });
    assert_eq!(
        agreed(local(), "LO-50", (2026, 3, 31), &export),
        [("met", 1)]
    );
}

/// DESIGN 2, blank: a sentinel is no value, in a list as much as alone, and so no name that could be the police.
#[test]
fn a_sentinel_in_a_list_is_no_name() {
    let export = json!({ "core_groups": [
        { "core_group_id": "G1", "child_id": "C1", "held_on": "2026-03-02", "agencies": "social care; health; NULL" },
    ] });
    assert_eq!(
        agreed(carried(), "CP-17", (2026, 3, 31), &export),
        [("failed", 1)]
    );
}

/// DESIGN 3: a flag that a rule asks to be yes and that says the same in all of two hundred records is no evidence.
#[test]
fn a_flag_that_two_hundred_records_answer_alike_answers_nothing() {
    let export = |count: usize, last: bool| {
        let groups: Vec<Json> = (1..=count)
            .map(|number| {
                let reviewed = last || number < count;
                json!({ "core_group_id": format!("G{number}"), "child_id": "C1", "held_on": "2026-03-02", "plan_reviewed": reviewed })
            })
            .collect();
        json!({ "core_groups": groups })
    };
    let said = |export: &Json| agreed(carried(), "CP-16", (2026, 3, 31), export);
    assert_eq!(said(&export(200, true)), [("not assessed", 1)]);
    assert_eq!(said(&export(199, true)), [("met", 199)]);
    assert_eq!(said(&export(200, false)), [("failed", 1), ("met", 199)]);
}

/// DESIGN 4: what is recorded and cannot be read is not known, an id as much as a day.
#[test]
fn an_error_of_a_spreadsheet_in_place_of_an_id_is_nobody_known() {
    let export = |worker: &str| {
        json!({
            "cp_plans": [{ "plan_id": "P1", "child_id": "C1", "started_on": "2025-10-06" }],
            "allocations": [
                { "allocation_id": "K1", "child_id": "C1", "worker_id": worker, "role": "social worker", "started_on": "2025-10-06" },
                { "allocation_id": "K2", "child_id": "C2", "worker_id": "W2", "role": "social worker", "started_on": "2025-10-06" },
            ],
        })
    };
    let said = |worker: &str| agreed(carried(), "WF-06", (2026, 3, 31), &export(worker));
    assert_eq!(said("W1"), [("met", 1)]);
    assert_eq!(said("n/a"), [("failed", 1)]);
    assert_eq!(said("#N/A"), [("unknown", 1)]);
}

/// DESIGN 3, filters: a code that nobody lists is none of those that `not` leaves out; one that cannot be read may be any of them.
#[test]
fn a_code_that_cannot_be_read_may_be_one_that_is_left_out() {
    let export = |kind: &str| {
        json!({
            "children": [{ "child_id": "C1", "date_of_birth": "2016-06-15" }],
            "assessments": [
                { "assessment_id": "N1", "child_id": "C1", "kind": kind, "started_on": "2026-03-02", "child_seen_on": "2026-03-05" },
                { "assessment_id": "N2", "child_id": "C1", "kind": "child and family", "started_on": "2025-11-03", "child_seen_on": "2025-11-05", "completed_on": "2025-12-01" },
            ],
        })
    };
    let said = |kind: &str| agreed(carried(), "AS-03", (2026, 3, 31), &export(kind));
    assert_eq!(said("sibling"), [("met", 2)]);
    assert_eq!(said("#N/A"), [("met", 1)]);
}

/// Rows identical in every field are one record, but not those that are so only in what nobody can read.
#[test]
fn what_cannot_be_read_is_not_the_same_in_two_rows() {
    let export = |key: &str, seen: &str| {
        let row = json!({ "assessment_id": key, "child_id": "C1", "kind": "child and family", "started_on": "2025-11-03", "child_seen_on": seen, "completed_on": "2025-12-01" });
        let other = json!({ "assessment_id": "N9", "child_id": "C9", "kind": "child and family", "started_on": "2025-11-03", "child_seen_on": "2025-11-05", "completed_on": "2025-12-01" });
        json!({
            "children": [{ "child_id": "C1", "date_of_birth": "2016-06-15" }, { "child_id": "C9", "date_of_birth": "2016-06-15" }],
            "assessments": [row.clone(), row, other],
        })
    };
    let said =
        |key: &str, seen: &str| agreed(carried(), "AS-03", (2026, 3, 31), &export(key, seen));
    assert_eq!(said("", "2025-11-05"), [("met", 2)]);
    assert_eq!(said("#REF!", "2025-11-05"), [("met", 3)]);
    assert_eq!(said("N1", "#REF!"), [("met", 1), ("unknown", 1)]);
    assert_eq!(said("", "#REF!"), [("met", 1), ("unknown", 2)]);
}

/// DESIGN 4: words in place of a date say that there is none, or that there is one and nobody wrote which.
#[test]
fn a_death_in_words_is_a_death() {
    let export = |died: &str| {
        json!({
            "children": [{ "child_id": "C1", "date_of_birth": "2016-06-15", "died_on": died }],
            "cp_plans": [{ "plan_id": "P1", "child_id": "C1", "started_on": "2025-10-06" }],
            "allocations": [{ "allocation_id": "K9", "child_id": "C9", "worker_id": "W9", "role": "social worker", "started_on": "2025-01-06" }],
        })
    };
    let said = |died: &str| agreed(carried(), "WF-06", (2026, 3, 31), &export(died));
    assert_eq!(said("not known"), [("failed", 1)]);
    assert_eq!(said("alive"), [("failed", 1)]);
    assert_eq!(said("died in hospital"), []);
}
