//! What cannot be told from the records is not judged: words that nobody knows, ends that a file has no column for, plans for a
//! day that has not come.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::command::{Folder, audited, caseready, rule};

fn standing(run: &Value, id: &str) -> String {
    let rule = rule(run, id);
    let reason = rule["reason"].as_str().unwrap_or_default();
    let judged = rule["outcomes"].as_object().expect("outcomes").iter();
    let judged = judged.filter(|(_, count)| **count != 0);
    judged.fold(
        format!("{} {reason}", rule["status"].as_str().expect("a status")),
        |mut text, (outcome, count)| {
            let _ = write!(text, " {outcome} {count}");
            text
        },
    )
}

/// Twenty allocations of social workers, as somebody writes them in so many.
fn allocations(role: &str, so_many: usize) -> String {
    let mut text = "allocation_id,child_id,worker_id,role,started_on,ended_on\n".to_owned();
    for number in 0..20 {
        let role = if number < so_many {
            role
        } else {
            "allocated social worker"
        };
        let _ = writeln!(
            text,
            "L{number},C{number},W{},{role},2025-06-02,",
            number % 2
        );
    }
    text
}

#[test]
fn a_rule_that_asks_for_a_code_is_not_judged_where_nobody_knows_what_the_codes_mean() {
    let mut children = "child_id\n".to_owned();
    for number in 0..20 {
        let _ = writeln!(children, "C{number}");
    }
    for (role, so_many, said) in [
        ("Social Worker", 20, "assessed  failed 2"),
        // Five or six of ten are certain, where nine may be held: the others may be too many.
        ("case holder type 4", 9, "assessed  unknown 2"),
        (
            "case holder type 4",
            10,
            "not assessed 10 of the 20 values of allocations.role are not understood: see the problems",
        ),
    ] {
        let folder = Folder::new();
        folder.write("export/children.csv", children.as_bytes());
        folder.write(
            "export/workers.csv",
            b"worker_id,role,full_time_equivalent\nW0,social worker,0.5\nW1,social worker,0.5\n",
        );
        folder.write(
            "export/allocations.csv",
            allocations(role, so_many).as_bytes(),
        );
        let run = audited(&folder, &["--only", "WF-01"]);
        assert_eq!(standing(&run, "WF-01"), said, "{role} {so_many}");
    }
}

#[test]
fn headings_alone_are_told_of_and_are_no_all_clear() {
    let folder = Folder::new();
    let children = b"child_id,date_of_birth\nC1,2015-03-04\n";
    folder.write("export/children.csv", children);
    folder.write(
        "export/visits.csv",
        b"visit_id,child_id,visited_on,child_seen\n",
    );
    let plan = "plan_id,child_id,started_on,ended_on\n";
    folder.write("export/cp_plans.csv", plan.as_bytes());
    let export = folder.file("export");
    let audit = || caseready(["audit", &export, "--as-at", "2026-03-31"]);
    let nothing = audit();
    assert_eq!(nothing.code, 2, "{}", nothing.stdout);
    assert!(
        nothing.stderr.contains("no record was judged: every list of events has headings and no record. This is not an all-clear."),
        "{}",
        nothing.stderr
    );
    let plans = format!("{plan}P1,C1,2026-03-02,\n");
    folder.write("export/cp_plans.csv", plans.as_bytes());
    let some = audit();
    assert!(
        some.stdout.contains(
            "NO RECORD: not one in visits. If there should be some, export again: what is not\nthere is not judged."
        ),
        "{}",
        some.stdout
    );
    let problems = &audited(&folder, &[])["problems"];
    let told = problems
        .as_array()
        .expect("problems")
        .iter()
        .filter(|problem| {
            problem["severity"] == "warning"
                && problem["message"]
                    == "visits has headings and no record: if there should be some, export it again"
        });
    assert_eq!(told.count(), 1, "{problems}");
}

#[test]
fn a_table_that_json_only_names_is_told_of_too() {
    for text in [
        "{\"table\": \"visits\"}",
        "{\"table\": \"visits\", \"made_on\": \"2026-03-31\", \"rows\": []}",
        "{\"visits\": []}",
    ] {
        let folder = Folder::new();
        folder.write("export/nightly.json", text.as_bytes());
        folder.write(
            "export/children.csv",
            b"child_id,date_of_birth\nC1,2015-03-04\n",
        );
        folder.write(
            "export/cp_plans.csv",
            b"plan_id,child_id,started_on,ended_on\nP1,C1,2026-03-02,\n",
        );
        let problems = &audited(&folder, &[])["problems"];
        let told = problems.as_array().expect("problems").iter();
        let told = told.filter(|problem| {
            problem["severity"] == "warning"
                && problem["message"]
                    == "visits is there without a record: if there should be some, export it again"
        });
        assert_eq!(told.count(), 1, "{text}: {problems}");
    }
}

fn assessments(completed: &str, so_many: usize) -> String {
    let mut text = "assessment_id,child_id,kind,started_on,completed_on\n".to_owned();
    for number in 0..40 {
        let completed = if number < so_many {
            completed
        } else {
            "2025-11-21"
        };
        let _ = writeln!(
            text,
            "A{number},C{number},child and family,2025-11-03,{completed}"
        );
    }
    text
}

#[test]
fn dates_that_cannot_be_read_are_no_ground_to_call_anything_late() {
    for (completed, so_many, said) in [
        // What a few of them say is not known, and the run lists them.
        ("Fri 21.xi.2025", 9, "assessed  met 31 unknown 9"),
        (
            "Fri 21.xi.2025",
            10,
            "not assessed 10 of the 40 values of assessments.completed_on are not understood: see the problems",
        ),
        (
            "Fri 21.xi.2025",
            40,
            "not assessed 40 of the 40 values of assessments.completed_on are not understood: see the problems",
        ),
        // A word is no date, and nothing was completed.
        ("ongoing", 20, "assessed  met 20 overdue 20"),
    ] {
        let folder = Folder::new();
        let text = assessments(completed, so_many);
        folder.write("export/assessments.csv", text.as_bytes());
        let run = audited(&folder, &["--only", "AS-01"]);
        assert_eq!(standing(&run, "AS-01"), said, "{completed} {so_many}");
    }
}

#[test]
fn an_end_that_nobody_can_read_does_not_leave_everything_open() {
    let folder = Folder::new();
    let mut plans = "plan_id,child_id,started_on,ended_on\n".to_owned();
    for number in 0..12 {
        let _ = writeln!(plans, "P{number},C{number},2025-01-06,06/13/20256");
    }
    folder.write("export/cp_plans.csv", plans.as_bytes());
    folder.write(
        "export/core_groups.csv",
        b"core_group_id,plan_id,held_on\nG1,P1,2025-01-13\n",
    );
    let run = audited(&folder, &["--only", "CP-02"]);
    assert_eq!(
        standing(&run, "CP-02"),
        "not assessed 12 of the 12 values of cp_plans.ended_on are not understood: see the problems"
    );
}

/// Actions of two plans, of which the file of one kind has no column for its end.
#[test]
fn a_plan_whose_file_has_no_column_for_its_end_is_not_taken_for_open() {
    let folder = Folder::new();
    folder.write("export/children.csv", b"child_id\nC1\n");
    folder.write(
        "export/cp_plans.csv",
        b"plan_id,child_id,started_on,ended_on\nP1,C1,2025-06-02,2026-03-05\n",
    );
    folder.write(
        "export/cin_plans.csv",
        b"plan_id,child_id,started_on\nN1,C1,2025-06-02\n",
    );
    folder.write(
        "export/plan_actions.csv",
        b"action_id,plan_id,child_id,plan_kind,due_on,completed_on\n\
        A1,N1,C1,child in need,2026-02-02,\n\
        A2,P1,C1,child protection,2026-02-02,2026-02-01\n\
        A3,P1,C1,child protection,2026-02-03,\n",
    );
    let run = audited(&folder, &["--only", "CN-06,CP-14"]);
    assert_eq!(standing(&run, "CN-06"), "assessed  unknown 1");
    assert_eq!(
        run["unknown"][0]["reason"],
        "the file of the child in need plan that it belongs to has no column for the end of the child in need plan"
    );
    assert_eq!(standing(&run, "CP-14"), "assessed  met 1 missed 1");
}

/// Invented children on plans, as the Standard Safeguarding Dataset has them, without one of its lists or a column of it.
#[test]
fn visits_that_stand_in_a_list_which_is_not_there_are_not_taken_for_missed() {
    let folder = Folder::new();
    let export = folder.file("export");
    let arguments = [
        "demo",
        "--as",
        "ssd",
        "--children",
        "60",
        "--write",
        &export,
    ];
    assert_eq!(caseready(arguments).code, 0);
    let rules = ["--only", "CP-18,CP-19,CC-03,CC-01"];
    let whole = audited(&folder, &rules);
    let visits = folder.path().join("export/ssd_cp_visits.csv");
    let text = fs::read_to_string(&visits).expect("visits");

    // Mosaic's visits name the plan alone: its child is theirs.
    let mut mosaic = String::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let _ = writeln!(mosaic, "{},{}", cells[0], cells[2..].join(","));
    }
    assert!(
        mosaic.starts_with("cppv_cp_visit_id,cppv_cp_plan_id,"),
        "{mosaic}"
    );
    fs::write(&visits, mosaic).expect("visits");
    let named = audited(&folder, &rules);
    for id in ["CP-18", "CP-19"] {
        assert!(
            standing(&whole, id).contains(" met "),
            "{}",
            standing(&whole, id)
        );
        assert_eq!(standing(&named, id), standing(&whole, id), "{id}");
    }

    fs::remove_file(&visits).expect("visits");
    fs::remove_file(folder.path().join("export/ssd_cp_reviews.csv")).expect("reviews");
    let without = audited(&folder, &rules);
    for (id, reason) in [
        (
            "CP-18",
            "not assessed no Standard Safeguarding Dataset ssd_cp_visits in these files, where other visits are",
        ),
        (
            "CP-19",
            "not assessed no Standard Safeguarding Dataset ssd_cp_visits in these files, where other visits are",
        ),
        (
            "CC-03",
            "not assessed no Standard Safeguarding Dataset ssd_cp_reviews in these files, where other conferences are",
        ),
    ] {
        assert_eq!(standing(&without, id), reason);
    }
    // An initial conference is no review.
    assert_eq!(standing(&without, "CC-01"), standing(&whole, "CC-01"));
}

#[test]
fn an_allocation_without_a_start_is_open_until_its_end() {
    let folder = Folder::new();
    folder.write("export/children.csv", b"child_id\nC1\nC2\nC3\n");
    folder.write(
        "export/early_help.csv",
        b"episode_id,child_id,started_on,assessed_on,ended_on\nE1,C1,2026-01-05,,\nE2,C2,2026-01-05,,\nE3,C3,2026-01-05,2026-01-12,\n",
    );
    folder.write(
        "export/allocations.csv",
        b"allocation_id,child_id,worker_id,team,role,started_on,ended_on\n\
        L1,C1,W1,North,allocated social worker,,2026-03-30\n\
        L2,C2,W1,North,allocated social worker,,2026-01-10\n\
        L3,C2,W2,South,allocated social worker,2026-01-10,\n",
    );
    let run = audited(&folder, &["--only", "EH-01"]);
    let findings = run["findings"].as_array().expect("findings").iter();
    let teams: Vec<_> = findings
        .map(|finding| (finding["key"].as_str(), finding["team"].as_str()))
        .collect();
    assert_eq!(
        teams,
        [(Some("E1"), Some("North")), (Some("E2"), Some("South"))]
    );
}

const PLANNED: &str = r#"
id        = "ZZ-01"
title     = "A review is held every three months"
short     = "reviews every three months"
area      = "children-in-care"
severity  = "high"
certainty = "fact"
force     = "local"
sources   = ["local-custom"]
why       = "A child should not wait."
remedy    = "Hold it."

[subject]
table = "care_periods"

[check.cadence]
from  = "started_on"
event = "care_reviews.due_on"
every = "3 months"
until = "ended_on"
"#;

#[test]
fn what_is_planned_for_a_day_that_has_not_come_has_not_been_done() {
    let folder = Folder::new();
    folder.write("rules/standards/planned.toml", PLANNED.as_bytes());
    folder.write(
        "export/care_periods.csv",
        b"period_id,child_id,started_on,ended_on\nK1,C1,2025-10-06,\n",
    );
    folder.write(
        "export/care_reviews.csv",
        b"review_id,period_id,child_id,due_on\nV1,K1,C1,2026-06-01\n",
    );
    let rules = folder.file("rules");
    let run = audited(&folder, &["--rules", &rules, "--only", "ZZ-01"]);
    assert_eq!(standing(&run, "ZZ-01"), "assessed  overdue 1");
    assert_eq!(run["findings"][0]["live"], true);
}

#[test]
fn nothing_is_forecast_for_after_the_birthday_that_ends_it() {
    let folder = Folder::new();
    folder.write(
        "export/children.csv",
        b"child_id,date_of_birth\nC1,2021-03-04\nC2,2021-03-08\n",
    );
    folder.write(
        "export/care_periods.csv",
        b"period_id,child_id,started_on,ended_on\nK1,C1,2025-09-07,\nK2,C2,2025-09-07,\n",
    );
    folder.write(
        "export/health_checks.csv",
        b"check_id,child_id,kind,held_on\nH1,C9,health assessment,2025-09-01\n",
    );
    let export = folder.file("export");
    let arguments = [
        "audit",
        &export,
        "--as-at",
        "2026-02-20",
        "--only",
        "CI-15",
        "--format",
        "json",
    ];
    let run = caseready(arguments).json();
    let upcoming = run["upcoming"].as_array().expect("what falls due").iter();
    let upcoming: Vec<_> = upcoming
        .map(|item| (item["key"].as_str(), item["due_on"].as_str()))
        .collect();
    assert_eq!(upcoming, [(Some("K2"), Some("2026-03-07"))]);
}

#[test]
fn a_code_in_a_spelling_that_nobody_lists_is_neither_what_a_rule_asks_for_nor_anything_else() {
    let folder = Folder::new();
    folder.write(
        "export/homelessness.csv",
        b"presentation_id,child_id,presented_on,accommodation\n\
          H1,C1,2026-03-02,The Anchor\n\
          H2,C2,2026-03-02,stayed at home\n\
          H3,C3,2026-03-02,B&B\n",
    );
    folder.write(
        "export/conferences.csv",
        b"conference_id,child_id,kind,s47_id,transfer_in,due_on,held_on\n\
          K1,C1,gathering,S1,,2026-02-03,2026-02-02\n\
          K2,C2,initial,S2,,2026-02-03,2026-02-02\n",
    );
    folder.write(
        "export/s47_enquiries.csv",
        b"s47_id,child_id,strategy_discussion_id,started_on,completed_on\n\
          S1,C1,D1,2026-01-20,2026-01-28\n\
          S2,C2,D2,2026-01-20,2026-01-28\n",
    );
    folder.write(
        "export/strategy_discussions.csv",
        b"strategy_discussion_id,child_id,held_on\nD1,C1,2026-01-19\nD2,C2,2026-01-19\n",
    );
    let judged = audited(&folder, &[]);
    assert_eq!(
        standing(&judged, "PG-03"),
        "assessed  failed 1 met 1 unknown 1"
    );
    let unknown = judged["unknown"].as_array().expect("unknown");
    let told = unknown.iter().find(|finding| finding["rule"] == "PG-03");
    assert_eq!(
        told.expect("H1")["message"],
        "What the accommodation found says is not understood"
    );
    assert_eq!(standing(&judged, "CC-01"), "assessed  met 1");
    assert_eq!(rule(&judged, "CC-01")["undecided"]["kind"], 1);
    let shown = caseready([
        "audit",
        &folder.file("export"),
        "--as-at",
        "2026-03-31",
        "--only",
        "CC-01",
    ]);
    assert!(
        shown.stdout.contains(
            "1 record not asked: the kind of conference is blank,\n      or not understood"
        ),
        "{}",
        shown.stdout
    );
}

#[test]
fn what_nobody_lists_among_several_may_be_what_a_rule_asks_for() {
    let folder = Folder::new();
    folder.write(
        "export/assessments.csv",
        b"assessment_id,child_id,started_on,completed_on,factors,analysis\n\
          N1,C1,2026-01-12,2026-02-20,\"3B; 10A\",They have been in a refuge since Christmas.\n\
          N2,C2,2026-01-12,2026-02-20,\"10A; DV at home\",They argue.\n\
          N3,C3,2026-01-12,2026-02-20,\"3A; DV at home\",They argue.\n\
          N4,C4,2026-01-12,2026-02-20,10A,They argue.\n",
    );
    let judged = audited(&folder, &["--only", "AS-11"]);
    assert_eq!(standing(&judged, "AS-11"), "assessed  failed 1 met 1");
    assert_eq!(rule(&judged, "AS-11")["undecided"]["factors"], 1);
}

#[test]
fn what_may_be_one_too_many_is_not_within_the_limit() {
    let folder = Folder::new();
    folder.write(
        "export/workers.csv",
        b"worker_id,role,full_time_equivalent\nW1,social worker,0.1\n",
    );
    folder.write(
        "export/allocations.csv",
        b"allocation_id,child_id,worker_id,role,started_on,ended_on\n\
          K1,C1,W1,social worker,2025-10-06,\n\
          K2,C1,W1,,2025-11-03,\n\
          K3,C2,W1,,2025-12-01,\n\
          K4,C3,W1,,2025-12-01,2026-02-02\n",
    );
    let run = audited(&folder, &["--only", "WF-01"]);
    assert_eq!(
        run["unknown"][0]["message"],
        "1 child among the open allocations (allocated social worker): at most 1.8 expected, and 1 more may count: the worker's \
         role with the child is not recorded"
    );
    let export = folder.file("export");
    let explained = caseready([
        "explain",
        "WF-01",
        &export,
        "--as-at",
        "2026-03-31",
        "--record",
        "W1",
    ]);
    let text = explained.stdout;
    for line in [
        "\nallocation K1 (row 2): Monday 6 October 2025: counts\n",
        "\nallocation K3 (row 4): Monday 1 December 2025: may count: the worker's role with\n  the child is not recorded\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert!(!text.contains("K4"), "{text}");
}

#[test]
fn nothing_is_owed_to_a_child_who_died_and_what_failed_before_is_past() {
    let folder = Folder::new();
    folder.write(
        "export/children.csv",
        b"child_id,date_of_birth,died_on\nC1,2019-05-14,2026-01-20\nC2,2019-05-14,\n",
    );
    folder.write(
        "export/cp_plans.csv",
        b"plan_id,child_id,started_on,ended_on\nP1,C1,2026-01-05,\nP2,C2,2026-01-05,\n",
    );
    folder.write(
        "export/visits.csv",
        b"visit_id,child_id,kind,visited_on,child_seen\nV1,C1,child protection,2026-01-12,yes\n\
          V2,C2,child protection,2026-01-12,yes\n",
    );
    let judged = audited(&folder, &["--only", "CP-19"]);
    assert_eq!(standing(&judged, "CP-19"), "assessed  met 2 overdue 2");
    let findings = judged["findings"].as_array().expect("findings");
    assert!(findings.iter().all(|finding| finding["child_id"] == "C2"));
    let explained = caseready([
        "explain",
        "CP-19",
        "--record",
        "P1",
        &folder.file("export"),
        "--as-at",
        "2026-03-31",
    ]);
    assert!(
        explained
            .stdout
            .contains("The child died on Tuesday 20 January 2026. Nothing is owed after that day."),
        "{}",
        explained.stdout
    );
}
