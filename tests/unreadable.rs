//! A date, an answer or a number that cannot be read is no blank: what hangs on it is not judged.

use serde_json::Value;

use crate::command::{Folder, audited, rule};

/// What one rule says of these files, `<table>.csv` each.
pub fn said(rule_id: &str, files: &[(&str, &str)]) -> String {
    let folder = Folder::new();
    for (table, text) in files {
        folder.write(&format!("export/{table}.csv"), text.as_bytes());
    }
    let run = audited(&folder, &["--only", rule_id]);
    let rule = rule(&run, rule_id);
    assert_eq!(rule["status"], "assessed", "{}", rule["reason"]);
    let counts = |counts: &Value| -> Vec<String> {
        let counts = counts.as_object().expect("counts").iter();
        let counts = counts.filter(|(_, count)| **count != 0);
        counts
            .map(|(name, count)| format!("{name} {count}"))
            .collect()
    };
    let mut said = counts(&rule["outcomes"]);
    let undecided = counts(&rule["undecided"]).into_iter();
    said.extend(undecided.map(|field| format!("not asked: {field}")));
    let unknown = run["unknown"].as_array().expect("a list").iter();
    said.extend(unknown.map(|unknown| unknown["reason"].as_str().expect("words").to_owned()));
    said.join("; ")
}

#[test]
fn what_was_done_on_a_day_that_cannot_be_read_is_neither_late_nor_in_time() {
    const HEADINGS: &str = "assessment_id,child_id,kind,started_on,completed_on\n";
    for (row, expected) in [
        // Excel had no room for it.
        (
            "A1,C1,child and family,2025-11-03,########",
            "unknown 1; the date of the completion of the assessment is recorded, but cannot be read",
        ),
        (
            "A1,C1,child and family,31/02/2025,2025-11-20",
            "unknown 1; the date of the start of the assessment is recorded, but cannot be read",
        ),
        ("A1,C1,child and family,2025-11-03,", "overdue 1"),
        ("A1,C1,child and family,2025-11-03,not yet", "overdue 1"),
        (
            "A1,C1,child and family,2025-11-03,\"Yes, late\"",
            "unknown 1; the date of the completion of the assessment is recorded, but cannot be read",
        ),
    ] {
        // The one beside it fills every column.
        let text = format!("{HEADINGS}{row}\nA9,C9,child and family,2025-11-03,2025-11-20\n");
        let expected = format!("met 1; {expected}");
        assert_eq!(said("AS-01", &[("assessments", &text)]), expected, "{row}");
    }
}

#[test]
fn a_death_in_words_is_no_life() {
    let allocated = |died: &str| {
        let children = format!(
            "child_id,date_of_birth,died_on\nC1,2016-06-15,{died}\nC8,2016-06-15,2020-01-06\nC9,2016-06-15,\n"
        );
        let plans = "plan_id,child_id,started_on,ended_on\nP1,C1,2025-10-06,\nP9,C9,2025-01-06,2025-02-03\n";
        let allocations =
            "allocation_id,child_id,worker_id,role,started_on\nK9,C9,W9,social worker,2025-01-06\n";
        said(
            "WF-06",
            &[
                ("children", &children),
                ("cp_plans", plans),
                ("allocations", allocations),
            ],
        )
    };
    for died in [
        "died in hospital",
        "Yes",
        "deceased",
        "\"died, day not known\"",
    ] {
        assert_eq!(allocated(died), "not asked: child.died_on 1", "{died}");
    }
    for alive in ["", "n/a", "not known", "alive", "No"] {
        assert_eq!(allocated(alive), "failed 1", "{alive}");
    }
}

#[test]
fn words_for_a_day_that_lies_ahead_are_no_day() {
    let actions = |due: &str| {
        let text = format!(
            "action_id,plan_id,child_id,plan_kind,action,owner,due_on,completed_on\n\
             A1,P1,C1,child protection,Take her to the dentist.,mother,{due},\n\
             A9,P1,C1,child protection,Take her to the nurse.,mother,2026-03-02,2026-03-01\n"
        );
        let plans = "plan_id,child_id,started_on,ended_on\nP1,C1,2026-02-02,\n";
        said("CP-10", &[("cp_plans", plans), ("plan_actions", &text)])
    };
    assert_eq!(actions("2026-03-09"), "met 2");
    for none in ["", "ASAP", "before the next conference"] {
        assert_eq!(actions(none), "failed 1; met 1", "{none}");
    }
    assert!(actions("31/02/2026").starts_with("met 1; unknown 1; "));
}

#[test]
fn a_code_that_nobody_can_read_may_be_one_of_those_that_are_left_out() {
    const HEADINGS: &str = "assessment_id,child_id,kind,started_on,completed_on,risks,strengths,needs,history,child_views,analysis\n";
    let complete = |kind: &str| {
        let parts = "Left alone.,An aunt.,Meals.,Two referrals.,He is tired.,Debt.";
        let text = format!(
            "{HEADINGS}A1,C1,{kind},2026-01-12,2026-02-20,,,,,,\n\
             A9,C9,child and family,2026-01-12,2026-02-20,{parts}\n"
        );
        let children = "child_id,date_of_birth\nC1,2016-06-15\nC9,2016-06-15\n";
        said("AS-04", &[("children", children), ("assessments", &text)])
    };
    assert_eq!(complete("child and family"), "failed 1; met 1");
    assert_eq!(complete("pre-birth"), "met 1");
    assert_eq!(complete(""), "failed 1; met 1");
    // Of a spelling that nobody lists the run says so, and judges the record.
    assert_eq!(complete("sibling"), "failed 1; met 1");
    assert_eq!(complete("#N/A"), "met 1; not asked: kind 1");
    assert_eq!(complete("########"), "met 1; not asked: kind 1");
}

#[test]
fn of_two_columns_that_cannot_be_read_the_one_that_matters_is_named() {
    let allocations = |row: &str| {
        let plans = "plan_id,child_id,started_on,ended_on\nP1,C1,2025-10-06,\nP9,C9,2025-01-06,2025-02-03\n";
        let text = format!(
            "allocation_id,child_id,worker_id,role,started_on,ended_on\n{row}\n\
             K2,C2,#N/A,social worker,2026-01-05,\nK3,C3,W3,social worker,2026-01-05,31/02/2026\n\
             K9,C9,W9,social worker,2025-01-06,2025-02-03\n"
        );
        said("WF-06", &[("cp_plans", plans), ("allocations", &text)])
    };
    for (row, why) in [
        (
            "K1,C1,W1,social worker,2026-01-05,31/02/2026",
            "a date of 1 is recorded, but cannot be read",
        ),
        (
            "K1,C1,#N/A,social worker,2026-01-05,",
            "the worker of 1 cannot be read",
        ),
    ] {
        let words = allocations(row);
        assert!(
            words.starts_with("unknown 1; ")
                && words.ends_with(&format!("and 1 more may count: {why}")),
            "{words}"
        );
    }
}

#[test]
fn a_child_that_nobody_can_read_is_named_all_the_same() {
    let plans =
        "plan_id,child_id,started_on,ended_on\nP1,#N/A,2026-02-05,\nP9,C9,2025-01-06,2025-01-20\n";
    let supervisions = |child: &str| {
        format!("supervision_id,child_id,held_on\nQ1,{child},2026-03-02\nQ9,C9,2025-01-13\n")
    };
    let (known, unread) = (supervisions("C1"), supervisions("#N/A"));
    assert_eq!(
        said("MO-01", &[("cp_plans", plans), ("supervisions", &known)]),
        "unknown 1; the child's id is recorded, but cannot be read"
    );
    let folder = Folder::new();
    folder.write("export/cp_plans.csv", plans.as_bytes());
    folder.write("export/supervisions.csv", unread.as_bytes());
    folder.write("export/children.csv", b"child_id,died_on\nC9,2025-03-04\n");
    folder.write(
        "export/allocations.csv",
        b"allocation_id,child_id,worker_id,role,started_on\nK9,C9,W9,social worker,2025-01-06\n",
    );
    let run = audited(&folder, &["--only", "MO-01,WF-06"]);
    let problems = run["problems"].as_array().expect("problems").iter();
    let told: Vec<&str> = problems
        .filter(|problem| problem["column"] == "child_id")
        .map(|problem| problem["message"].as_str().expect("words"))
        .collect();
    for table in ["cp_plans", "supervisions"] {
        let without =
            format!("a record of {table} has no child_id that can be read: it counts for no child");
        assert!(told.contains(&&*without), "{told:#?}");
    }
    assert_eq!(
        rule(&run, "WF-06")["undecided_in_words"]["child.died_on"],
        "the child's death, or the child's id"
    );
}

#[test]
fn a_plan_that_ended_on_a_day_that_cannot_be_read_is_not_open() {
    const VISITS: &str = "visit_id,child_id,kind,visited_on,child_seen\n\
        V1,C1,child protection,2025-09-05,yes\nV9,C9,child protection,2025-09-05,yes\n";
    let plans = |ended: &str| {
        format!(
            "plan_id,child_id,started_on,ended_on\nP1,C1,2025-09-01,{ended}\nP9,C9,2025-09-01,2025-09-08\n"
        )
    };
    let visited = |ended| {
        let plans = plans(ended);
        said("CP-18", &[("cp_plans", &plans), ("visits", VISITS)])
    };
    assert_eq!(visited("2025-09-12"), "met 2");
    assert_eq!(
        visited("31/09/2025"),
        "met 2; unknown 1; the date of the end of the child protection plan is recorded, but cannot be read"
    );
    // And it is not asked what is asked of open plans alone.
    let plans = plans("31/09/2025");
    assert_eq!(
        said("DQ-08", &[("cp_plans", &plans)]),
        "not asked: ended_on 1"
    );
}

#[test]
fn a_field_that_must_be_filled_is_filled_though_nobody_can_read_it() {
    let enquiries = |signed: &str| {
        format!(
            "s47_id,child_id,started_on,completed_on,summary,outcome,authorised_on\n\
             E1,C1,2026-03-02,2026-03-10,Seen at school on 3 March.,no concerns,{signed}\n\
             E9,C9,2026-03-02,2026-03-10,Seen at school on 3 March.,no concerns,2026-03-11\n"
        )
    };
    let signed = |text: &str| said("S4-05", &[("s47_enquiries", &enquiries(text))]);
    assert_eq!(signed("2026-03-11"), "met 2");
    assert_eq!(signed(""), "failed 1; met 1");
    assert_eq!(signed("n/a"), "failed 1; met 1");
    let words = signed("31/11/2026");
    assert!(
        words.starts_with("met 1; unknown 1; ")
            && words.ends_with(" is recorded, but cannot be read"),
        "{words}"
    );
}

#[test]
fn an_answer_that_cannot_be_read_is_not_yes_to_those_who_ask_for_no_no() {
    let visited = |seen: &str| {
        let visits = format!(
            "visit_id,child_id,visited_on,child_seen\nV1,C1,2026-02-16,{seen}\nV2,C1,2026-03-23,yes\n"
        );
        let arrangements = "arrangement_id,child_id,notified_on,first_visit_on,ended_on\n\
            F1,C1,2026-01-05,2026-01-12,\nF9,C9,2025-09-01,2025-09-02,2025-09-03\n";
        let files = [("private_fostering", arrangements), ("visits", &visits)];
        said("PG-06", &files)
    };
    assert_eq!(visited("yes"), "due 1; met 2");
    assert_eq!(visited(""), "due 1; met 2");
    assert_eq!(visited("no"), "due 1; late 1");
    // Six weeks from 12 January are 23 February.
    assert_eq!(
        visited("behind the door"),
        "due 1; unknown 1; what is recorded of whether the child is seen cannot be read in 1 visit, and may be what was due"
    );
}

#[test]
fn a_first_date_that_cannot_be_read_is_not_passed_over_for_the_next() {
    let files = |held: &str| {
        let discussions =
            format!("strategy_discussion_id,child_id,held_on\nD1,C1,{held}\nD9,C9,2026-02-02\n");
        let enquiries = "s47_id,child_id,strategy_discussion_id,started_on,conference_required\n\
            E1,C1,D1,2026-02-05,yes\nE2,C2,,2026-02-05,yes\n";
        let conferences = "conference_id,child_id,kind,held_on\n\
            K1,C1,initial,2026-03-05\nK2,C2,initial,2026-03-05\n";
        let care = "care_period_id,child_id,started_on,ended_on\nX9,C9,2020-01-06,2020-02-03\n";
        said(
            "CC-02",
            &[
                ("strategy_discussions", &discussions),
                ("s47_enquiries", enquiries),
                ("conferences", conferences),
                ("care_periods", care),
            ],
        )
    };
    // Twenty working days from the start of the enquiry are 5 March; from a discussion on 2 February they are not.
    assert_eq!(files("2026-02-02"), "late 1; met 1");
    let words = files("02/02/206");
    assert!(
        words.starts_with("met 1; unknown 1; ")
            && words.ends_with(" is recorded, but cannot be read"),
        "{words}"
    );
}

#[test]
fn dates_of_which_one_cannot_be_read_are_not_in_order_for_that() {
    let enquiries = |completed: &str| {
        format!(
            "s47_id,child_id,started_on,completed_on\nE1,C1,2026-03-02,{completed}\nE9,C9,2026-03-02,2026-03-09\n"
        )
    };
    let ordered = |completed: &str| said("DQ-07", &[("s47_enquiries", &enquiries(completed))]);
    assert_eq!(ordered("2026-03-09"), "met 2");
    assert_eq!(ordered(""), "met 1");
    assert_eq!(
        ordered("9/3/20266"),
        "met 1; unknown 1; the date of the completion of the section 47 enquiry is recorded, but cannot be read"
    );
}

#[test]
fn a_period_in_care_of_which_nobody_knows_what_it_was_ends_no_visits_and_owes_none() {
    let plans =
        "plan_id,child_id,started_on,ended_on\nP1,C1,2025-09-01,\nP9,C9,2025-09-01,2025-09-08\n";
    let visits = "visit_id,child_id,kind,visited_on\n\
        V1,C1,child protection,2025-09-08\nV9,C9,child protection,2025-09-05\n";
    let visited = |period: &str| {
        let periods = format!(
            "period_id,child_id,started_on,ended_on,legal_status\n{period}\n\
             B9,C9,2020-01-06,2020-02-03,C2\n"
        );
        let files = [
            ("cp_plans", plans),
            ("visits", visits),
            ("care_periods", &periods),
        ];
        said("CP-18", &files)
    };
    assert_eq!(visited("B1,C1,2025-09-15,,C2"), "met 2");
    // Home again, or only away for a break: the visits go on.
    assert!(visited("B1,C1,2025-09-15,2025-10-01,C2").contains("overdue"));
    assert!(visited("B1,C1,2025-09-15,,V4").contains("overdue"));
    for doubtful in [
        "B1,C1,2025-09-15,,Q7",
        "B1,C1,2025-09-15,31/09/2025,C2",
        "B1,C1,15/15/2025,,C2",
    ] {
        let words = visited(doubtful);
        assert!(
            words.starts_with("met 2; unknown 1; "),
            "{doubtful}: {words}"
        );
    }
    // What was missed before the child may have come into care was missed.
    let missed = visited("B1,C1,2025-12-01,,Q7");
    assert_eq!(missed, "met 2; overdue 5");
    // It began before the plan did, or has not begun yet; it was a break whatever its dates; the child is home again.
    for no_matter in [
        "B1,C1,2025-03-15,,Q7",
        "B1,C1,2026-06-01,,Q7",
        "B1,C1,2025-09-15,31/09/2025,V3",
        "B1,C1,2025-09-15,2025-09-17,Q7",
    ] {
        let words = visited(no_matter);
        assert!(words.contains("overdue"), "{no_matter}: {words}");
    }
}

#[test]
fn a_visit_may_be_the_one_that_was_due_though_nobody_can_read_whether_the_child_was_seen() {
    let visited = |seen: &str| {
        let periods = "period_id,child_id,started_on,ended_on,legal_status\n\
            B1,C1,2026-01-05,,C2\nB9,C9,2020-01-06,2020-02-03,C2\n";
        let placements = "placement_id,child_id,period_id,started_on,ended_on,kind\n\
            M1,C1,B1,2026-01-05,,U6\nM9,C9,B9,2020-01-06,2020-02-03,U6\n";
        let visits = format!(
            "visit_id,child_id,kind,visited_on,child_seen\n\
             V0,C1,looked after,2026-01-12,{seen}\nV1,C1,looked after,2026-02-10,yes\n"
        );
        let files = [
            ("care_periods", periods),
            ("placements", placements),
            ("visits", &visits),
        ];
        said("CI-02", &files)
    };
    assert_eq!(visited("yes"), "met 1");
    assert_eq!(visited("no"), "late 1");
    assert_eq!(
        visited("No (father refused entry)"),
        "unknown 1; what is recorded of whether the child is seen cannot be read in 1 visit, and may be what was due"
    );
}

#[test]
fn what_ended_on_a_day_that_cannot_be_read_may_be_one_too_many() {
    let begun_again = |ended: &str| {
        let rows = format!(
            "pre_proceedings_id,child_id,decided_on,ended_on,outcome\n\
             L1,C1,2025-01-20,{ended},step down\nL2,C1,2025-12-20,,\n\
             L3,C3,2023-12-20,2024-02-01,step down\n"
        );
        said("PP-18", &[("pre_proceedings", &rows)])
    };
    assert_eq!(begun_again("2025-06-10"), "failed 1");
    let words = begun_again("31/06/2025");
    assert!(
        words.starts_with("unknown 1; ")
            && words.ends_with(
                ": none expected, and 1 more may count: a date of 1 is recorded, but cannot be read"
            ),
        "{words}"
    );
}

#[test]
fn what_began_in_the_time_stood_in_it_whenever_it_ended() {
    let periods = "period_id,child_id,started_on,ended_on,legal_status\n\
        B1,C1,2024-01-08,,C2\nB9,C9,2023-01-09,2023-02-06,C2\n";
    let moved = |ended: &str| {
        let placements = format!(
            "placement_id,child_id,period_id,started_on,ended_on,kind\n\
             M1,C1,B1,2025-06-02,2025-08-04,U6\nM2,C1,B1,2025-08-04,{ended},U6\n\
             M3,C1,B1,2025-10-06,,U6\nM9,C9,B9,2023-01-09,2023-02-06,U6\n"
        );
        said(
            "CI-05",
            &[("care_periods", periods), ("placements", &placements)],
        )
    };
    assert_eq!(moved("2025-10-06"), "failed 1");
    assert_eq!(moved("31/09/2025"), "failed 1");
}

#[test]
fn an_excuse_that_cannot_be_read_may_be_one() {
    let extended = |on: &str| {
        let rows = format!(
            "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on,extended_on,extension_reason\n\
             L1,C1,2025-09-01,2025-09-03,,{on},\nL9,C9,2025-09-01,2025-09-03,2025-10-01,2025-09-20,court\n"
        );
        said("PP-06", &[("pre_proceedings", &rows)])
    };
    assert!(extended("").contains("overdue 1"), "{}", extended(""));
    let words = extended("31/02/2026");
    assert!(
        words.contains("unknown 1; ") && words.ends_with(" is recorded, but cannot be read"),
        "{words}"
    );
}

#[test]
fn an_end_takes_nothing_from_what_must_be_done_before_it() {
    let enquiries = |completed: &str| {
        format!(
            "s47_id,child_id,strategy_discussion_id,started_on,completed_on,child_seen_on\n\
             E1,C1,,2026-01-05,{completed},\nE9,C9,D9,2026-01-05,2026-01-12,2026-01-06\n"
        )
    };
    let discussions = "strategy_discussion_id,child_id,held_on\nD9,C9,2026-01-05\n";
    let seen = |completed: &str| {
        let enquiries = enquiries(completed);
        let children =
            "child_id,date_of_birth,expected_birth_on\nC1,2015-03-04,\nC9,2015-03-04,2015-03-01\n";
        said(
            "S4-02",
            &[
                ("children", children),
                ("s47_enquiries", &enquiries),
                ("strategy_discussions", discussions),
            ],
        )
    };
    assert_eq!(seen("2026-01-06"), "met 1; missed 1");
    assert_eq!(seen("########"), "met 1; overdue 1");
}

#[test]
fn an_event_of_a_day_that_cannot_be_read_may_be_the_one_that_was_due() {
    let begun = |started: &str| {
        let assessments = format!(
            "assessment_id,child_id,referral_id,kind,started_on\n\
             A1,C1,R1,child and family,{started}\nA9,C9,R9,child and family,2026-02-03\n"
        );
        let referrals = "referral_id,child_id,received_on,closed_on,no_further_action\n\
            R1,C1,2026-02-02,,no\nR9,C9,2026-02-02,2026-03-02,no\n";
        said(
            "AS-07",
            &[("referrals", referrals), ("assessments", &assessments)],
        )
    };
    assert_eq!(begun(""), "met 1; overdue 1");
    assert_eq!(
        begun("03/02/206"),
        "met 1; unknown 1; the date of 1 assessment is recorded, but cannot be read, and may be what was due"
    );
}

#[test]
fn what_came_after_an_end_that_cannot_be_read_is_not_late() {
    let visits = "visit_id,child_id,kind,visited_on\nV1,C1,child protection,2025-05-12\n\
        V2,C1,child protection,2026-03-09\nV9,C9,child protection,2025-05-12\n";
    let plans = |ended: &str| {
        format!(
            "plan_id,child_id,started_on,ended_on\nP1,C1,2025-05-06,{ended}\nP2,C1,2026-03-02,\n\
             P9,C9,2025-05-06,2025-05-13\n"
        )
    };
    let visited = |ended: &str| {
        let plans = plans(ended);
        said("CP-18", &[("cp_plans", &plans), ("visits", visits)])
    };
    assert_eq!(visited("2025-05-19"), "met 3; overdue 1");
    let words = visited("19/05/20255");
    assert!(
        words.starts_with("met 3; overdue 1; unknown 2; "),
        "{words}"
    );
}

#[test]
fn a_yes_a_number_and_an_empty_box_of_an_editor_are_no_words() {
    for (contingency, expected) in [
        ("She goes to her aunt that night.", "met 2"),
        ("<p>She goes to her aunt.</p>", "met 2"),
        ("<p>&nbsp;</p>", "failed 1; met 1"),
        ("{\\rtf1\\ansi }", "failed 1; met 1"),
        ("<div>tbc</div>", "failed 1; met 1"),
        ("N", "failed 1; met 1"),
        (
            "Y",
            "met 1; unknown 1; the contingency is a yes, a number or an error, and not in words",
        ),
        (
            "83",
            "met 1; unknown 1; the contingency is a yes, a number or an error, and not in words",
        ),
    ] {
        let plans = format!(
            "plan_id,child_id,started_on,contingency\nP1,C1,2025-10-06,{contingency}\nP2,C2,2025-10-06,They go to their gran.\n"
        );
        assert_eq!(
            said("CP-06", &[("cp_plans", &plans)]),
            expected,
            "{contingency}"
        );
    }
}

#[test]
fn a_visit_whose_day_cannot_be_read_may_have_been_in_time() {
    let visited = |second: &str| {
        let plans = "plan_id,child_id,started_on,ended_on\nP1,C1,2026-01-20,\nP9,C9,2026-03-24,\n";
        let visits = format!(
            "visit_id,child_id,kind,visited_on,child_seen\nV1,C1,child protection,2026-02-10,yes\nV2,C1,child protection,{second},yes\nV9,C9,child protection,2026-03-26,yes\n"
        );
        let children = "child_id,date_of_birth\nC1,2015-06-01\nC9,2015-06-01\n";
        said(
            "CP-19",
            &[
                ("children", children),
                ("cp_plans", plans),
                ("visits", &visits),
            ],
        )
    };
    assert_eq!(
        visited("30/02/2026"),
        "due 1; met 1; unknown 1; the date of 1 visit is recorded, but cannot be read, and may be what was due"
    );
    assert_eq!(visited(""), "due 1; met 1; overdue 1");
}

#[test]
fn what_was_done_late_may_have_been_done_after_an_end_that_cannot_be_read() {
    let meetings = "legal_meeting_id,child_id,held_on\nM1,C1,2026-02-02\nM9,C9,2025-06-02\n";
    let judged = |ended: &str| {
        let plans = format!(
            "plan_id,child_id,started_on,ended_on\nP1,C1,2024-11-04,{ended}\nP9,C9,2025-01-06,\n"
        );
        said(
            "ES-01",
            &[("cp_plans", &plans), ("legal_meetings", meetings)],
        )
    };
    assert_eq!(judged(""), "late 1; met 1");
    assert_eq!(
        judged("31/02/2025"),
        "met 1; unknown 1; the date of the end of the child protection plan is recorded, but cannot be read"
    );
}

#[test]
fn grace_that_began_on_a_day_that_cannot_be_read_may_have_passed_or_not() {
    let judged = |ended: &str| {
        let plans = format!(
            "plan_id,child_id,started_on,ended_on,contingency\nP1,C1,31/02/2026,{ended},\nP9,C9,2025-10-06,,They go to their gran.\n"
        );
        said("CP-06", &[("cp_plans", &plans)])
    };
    let unknown = "met 1; unknown 1; the date of the start of the child protection plan is recorded, but cannot be read";
    assert_eq!(judged(""), unknown);
    assert_eq!(judged("2026-03-27"), unknown);
    // It had begun by then.
    assert_eq!(judged("2026-03-02"), "failed 1; met 1");
}

#[test]
fn what_is_wanting_in_a_plan_that_may_be_over_is_no_failure() {
    let plans = |ended: &str| {
        format!(
            "plan_id,child_id,started_on,ended_on,contingency\nP1,C1,2024-03-04,{ended},\n\
             P2,C2,2025-03-03,2025-12-01,Grandmother takes him in that night\n"
        )
    };
    for (ended, expected) in [
        ("", "failed 1; met 1"),
        ("2025-11-03", "failed 1; met 1"),
        ("2024-11-04", "met 1"),
        (
            "31/02/2025",
            "met 1; unknown 1; the date of the end of the child protection plan is recorded, but cannot be read",
        ),
    ] {
        assert_eq!(
            said("CP-06", &[("cp_plans", &plans(ended))]),
            expected,
            "{ended}"
        );
    }

    let actions = |plan: &str| {
        format!(
            "action_id,plan_id,child_id,plan_kind,owner,due_on\nA1,{plan},C1,child protection,,2025-09-01\n\
             A2,P2,C2,child protection,Dad,2025-09-01\n"
        )
    };
    for (plan, ended, expected) in [
        ("P1", "", "failed 1; met 1"),
        ("P1", "2024-11-04", "met 1"),
        (
            "P1",
            "31/02/2025",
            "met 1; unknown 1; the date of the end of the child protection plan is recorded, but cannot be read",
        ),
        (
            "#N/A",
            "",
            "met 1; unknown 1; the plan that the action names is recorded, but cannot be read",
        ),
    ] {
        let (plans, actions) = (plans(ended), actions(plan));
        let files = [("cp_plans", plans.as_str()), ("plan_actions", &actions)];
        assert_eq!(said("CP-10", &files), expected, "{plan} {ended}");
    }
}

#[test]
fn what_is_right_in_a_plan_that_may_be_over_is_not_met_either() {
    let rows = |unreadable: usize| {
        let rows = (1..=10).map(|number| {
            let ended = if number <= unreadable { "#REF!" } else { "" };
            let contingency = ["", "Grandmother takes him in that night"][number % 2];
            format!("P{number},C{number},2025-03-03,{ended},{contingency}\n")
        });
        format!(
            "plan_id,child_id,started_on,ended_on,contingency\n{}",
            rows.collect::<String>()
        )
    };
    let unknown =
        "the date of the end of the child protection plan is recorded, but cannot be read";
    assert_eq!(
        said("CP-06", &[("cp_plans", &rows(2))]),
        format!("failed 4; met 4; unknown 2; {unknown}; {unknown}")
    );
    // Of so many nobody knows whether they were in the period at all.
    let folder = Folder::new();
    folder.write("export/cp_plans.csv", rows(10).as_bytes());
    let run = audited(&folder, &["--only", "CP-06"]);
    let rule = rule(&run, "CP-06");
    assert_eq!(rule["status"], "not assessed");
    assert_eq!(
        rule["reason"],
        "10 of the 10 values of cp_plans.ended_on are not understood: see the problems"
    );
    assert_eq!(run["run"]["exit"], 2);
}
