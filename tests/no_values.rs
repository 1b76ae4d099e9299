//! Cells that are filled and hold nothing to judge by: a visit that saw nobody, a worker who is none, a number that cannot be one.
//! Each was taken for its opposite: a child seen, a child allocated, a caseload within its limit.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::cells::Sheet;
use crate::command::{Folder, caseready, rule};

fn audit(files: &[(&str, &str)], only: &str) -> Value {
    let folder = Folder::new();
    for (name, text) in files {
        folder.write(&format!("export/{name}"), text.as_bytes());
    }
    let export = folder.file("export");
    caseready([
        "audit",
        &export,
        "--as-at",
        "2026-03-31",
        "--format",
        "json",
        "--only",
        only,
    ])
    .json()
}

/// The status of a rule, why, and the outcomes that there are.
fn standing(run: &Value, id: &str) -> String {
    let rule = rule(run, id);
    let mut text = rule["status"].as_str().expect("a status").to_owned();
    if let Some(reason) = rule["reason"].as_str() {
        let _ = write!(text, ": {reason}");
    }
    for (outcome, count) in rule["outcomes"].as_object().expect("outcomes") {
        if *count != 0 {
            let _ = write!(text, ", {outcome} {count}");
        }
    }
    text
}

#[test]
fn a_visit_at_which_nobody_was_seen_is_none_in_whatever_words() {
    let words = [
        "No reply",
        "Attempted",
        "Unsuccessful visit",
        "NOT AT HOME",
        "No access",
        "Abortive",
        "Cancelled",
        "Did not attend",
        "DNA",
        "Not seen",
        "Attempted visit - no reply",
    ];
    let mut visits = "visit_id,child_id,visited_on,child_seen\n".to_owned();
    for (number, word) in words.iter().enumerate() {
        let _ = writeln!(visits, "V{number},C{number},2026-02-09,{word}");
    }
    let sheet = Sheet::new("visits.csv", &visits);
    assert_eq!(sheet.values("child_seen"), ["no"; 11]);
    assert_eq!(sheet.problems(), [""; 0]);
    let mut periods = "period_id,child_id,started_on,ended_on,legal_status\n".to_owned();
    for number in 0..words.len() {
        let _ = writeln!(periods, "B{number},C{number},2026-02-05,,C2");
    }
    let run = audit(
        &[("visits.csv", &visits), ("care_periods.csv", &periods)],
        "CI-03",
    );
    assert_eq!(standing(&run, "CI-03"), "assessed, overdue 11");
}

#[test]
fn answers_that_nobody_understands_are_no_visits_to_a_child_either() {
    let (mut visits, mut periods) = (
        "visit_id,child_id,visited_on,child_seen\n".to_owned(),
        "period_id,child_id,started_on,ended_on,legal_status\n".to_owned(),
    );
    for number in 0..40 {
        let seen = if number < 30 { "Left a card" } else { "Y" };
        let _ = writeln!(visits, "V{number},C{number},2026-03-09,{seen}");
        let _ = writeln!(periods, "B{number},C{number},2026-03-02,,C2");
    }
    let run = audit(
        &[("visits.csv", &visits), ("care_periods.csv", &periods)],
        "CI-03",
    );
    assert_eq!(
        standing(&run, "CI-03"),
        "not assessed: 30 of the 40 values of visits.child_seen are not understood: see the problems"
    );
}

const NOBODY: [&str; 7] = [
    "Unallocated",
    "Awaiting allocation",
    "Duty Tray",
    "vacant",
    "TBC",
    "No worker",
    "Unallocated case",
];

#[test]
fn a_tray_or_a_vacancy_is_nobodys_worker() {
    let mut allocations =
        "allocation_id,child_id,worker_id,role,started_on,ended_on\nA,C9,W1,social worker,2025-06-02,\n"
            .to_owned();
    let mut plans = "plan_id,child_id,started_on,ended_on\nP9,C9,2025-06-02,\n".to_owned();
    let mut periods =
        "period_id,child_id,started_on,ended_on,legal_status\nB9,C9,2025-06-02,,C2\n".to_owned();
    let mut referrals =
        "referral_id,child_id,received_on,closed_on\nR9,C9,2025-06-02,\n".to_owned();
    let mut leavers = "care_leaver_id,child_id,personal_adviser_id\nL9,C9,W1\n".to_owned();
    let mut children = "child_id,date_of_birth\nC9,2006-06-15\n".to_owned();
    for (number, nobody) in NOBODY.iter().enumerate() {
        let _ = writeln!(
            allocations,
            "A{number},C{number},{nobody},social worker,2025-06-02,"
        );
        let _ = writeln!(plans, "P{number},C{number},2025-06-02,");
        let _ = writeln!(periods, "B{number},C{number},2025-06-02,,C2");
        let _ = writeln!(referrals, "R{number},C{number},2025-06-02,");
        let _ = writeln!(leavers, "L{number},C{number},{nobody}");
        let _ = writeln!(children, "C{number},2006-06-15");
    }
    let run = audit(
        &[
            ("allocations.csv", &allocations),
            ("cp_plans.csv", &plans),
            ("care_periods.csv", &periods),
            ("referrals.csv", &referrals),
            ("care_leavers.csv", &leavers),
            ("children.csv", &children),
        ],
        "WF-06,WF-09,WF-12,CL-02",
    );
    for id in ["WF-06", "WF-09", "WF-12", "CL-02"] {
        assert_eq!(standing(&run, id), "assessed, failed 7, met 1", "{id}");
    }
    let problems = run["problems"].as_array().expect("problems").iter();
    let counted = problems.filter(|problem| {
        // What stands for none in a field of any kind is not counted.
        problem["message"]
            == "6 cells hold a stand-in for \"no value\" (such as Unallocated or NULL): read as blank"
    });
    assert_eq!(counted.count(), 2, "{}", run["problems"]);
}

#[test]
fn what_says_that_nobody_signed_is_no_signature() {
    let mut text = "assessment_id,child_id,kind,started_on,completed_on,authorised_by\n".to_owned();
    for (number, by) in ["W20", "No", "Not authorised", "Unallocated"]
        .iter()
        .enumerate()
    {
        let _ = writeln!(
            text,
            "N{number},C{number},child and family,2026-01-12,2026-02-20,{by}"
        );
    }
    let run = audit(&[("assessments.csv", &text)], "AS-06");
    assert_eq!(standing(&run, "AS-06"), "assessed, failed 3, met 1");
    // A worker may go by a short name.
    let sheet = Sheet::new("visits.csv", "visit_id,worker_id\nV1,No\n");
    assert_eq!(sheet.values("worker_id"), ["No"]);
}

#[test]
fn a_tray_in_a_list_of_ofsted_is_nobodys_worker_either() {
    let sheet = Sheet::new(
        "List 6.csv",
        "Child Unique ID,CIN Start Date,Date Child Was Last Seen,Allocated Team,Allocated Worker\n\
         C1,05/01/2026,02/03/2026,North,Unallocated\nC2,05/01/2026,02/03/2026,North,Jo Bloggs\n",
    );
    assert_eq!(
        sheet.values_of("allocations", "worker_id"),
        ["", "Jo Bloggs"]
    );
}

#[test]
fn a_number_beyond_what_its_field_may_hold_is_a_bad_cell() {
    let mut workers = "worker_id,role,full_time_equivalent,newly_qualified\n".to_owned();
    let mut allocations = "allocation_id,child_id,worker_id,role,started_on,ended_on\n".to_owned();
    for (number, share) in ["1.0", "37", "100", "-1"].iter().enumerate() {
        let _ = writeln!(workers, "W{number},social worker,{share},no");
        for child in 0..40 {
            let _ = writeln!(
                allocations,
                "A{number}-{child},C{number}-{child},W{number},social worker,2025-06-02,"
            );
        }
    }
    let sheet = Sheet::new("workers.csv", &workers);
    assert_eq!(sheet.values("full_time_equivalent"), ["1", "", "", ""]);
    assert_eq!(
        sheet.problems()[0],
        "error 3 full_time_equivalent 1: expected a number from 0 to 2, such as 0.6, found \"37\": cannot be read"
    );
    assert_eq!(sheet.problems().len(), 3);
    let run = audit(
        &[("workers.csv", &workers), ("allocations.csv", &allocations)],
        "WF-01",
    );
    assert_eq!(standing(&run, "WF-01"), "assessed, failed 1, unknown 3");
    let counts = Sheet::new(
        "care_periods.csv",
        "period_id,child_id,placements_last_12_months\nB1,C1,-3\nB2,C2,0\n",
    );
    assert_eq!(counts.values("placements_last_12_months"), ["", "0"]);
    assert_eq!(
        counts.problems(),
        [
            "error 2 placements_last_12_months 1: expected a number of 0 or more, found \"-3\": cannot be read"
        ]
    );
}

/// Every field of the catalogue as the file has it, so that a number without a least is meant so.
#[test]
fn every_number_of_the_catalogue_has_a_least() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/catalogue");
    for entry in fs::read_dir(folder).expect("the catalogue") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("a table");
        let fields = text.split("[[field]]");
        for field in fields.filter(|field| field.contains("\ntype    = \"number\"")) {
            assert!(field.contains("\nleast "), "{field}");
        }
    }
}
