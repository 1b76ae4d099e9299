//! The error of a spreadsheet, and an id that it rounded, say that something is recorded, and not what.

use serde_json::Value;

use crate::command::{Folder, audited, rule};
use crate::unreadable::said;

/// A spreadsheet that could not look something up knows as little as a blank, and says that something should be there.
#[test]
fn an_error_of_a_spreadsheet_is_no_blank() {
    const PLANS: &str = "plan_id,child_id,started_on,category\nP1,C1,2025-10-06,neglect\nP9,C9,2025-10-06,neglect\n";
    let allocated = |worker: &str, role: &str| {
        let allocations = format!(
            "allocation_id,child_id,worker_id,role,started_on\n\
             K1,C1,{worker},{role},2025-10-06\nK9,C9,W9,social worker,2025-10-06\n"
        );
        said(
            "WF-06",
            &[("cp_plans", PLANS), ("allocations", &allocations)],
        )
    };
    assert_eq!(allocated("W1", "social worker"), "met 2");
    assert_eq!(allocated("", "social worker"), "failed 1; met 1");
    for error in ["#N/A", "#REF!", "#VALUE!", "9.21E+06"] {
        assert_eq!(
            allocated(error, "social worker"),
            "met 1; unknown 1; no allocation (allocated social worker) in 7 days: at least 1 expected, and 1 more may count: the worker of 1 cannot be read",
            "{error}"
        );
    }
    assert_eq!(allocated("#N/A", "IRO"), "failed 1; met 1");
    let words = allocated("W1", "#REF!");
    assert!(words.starts_with("met 1; unknown 1; "), "{words}");

    let category = |written: &str| {
        let plans = PLANS.replacen("neglect", written, 1);
        said("CP-26", &[("cp_plans", &plans)])
    };
    assert_eq!(category(""), "failed 1; met 1");
    let words = category("#N/A");
    assert!(words.starts_with("met 1; unknown 1; "), "{words}");
}

#[test]
fn a_worker_that_cannot_be_read_may_be_one_more() {
    let referrals = "referral_id,child_id,received_on,no_further_action\nR1,C1,2024-06-03,no\n";
    let workers = |third: &str| {
        let allocations = format!(
            "allocation_id,child_id,worker_id,role,started_on\n\
             K1,C1,W1,social worker,2025-06-02\nK2,C1,W2,social worker,2025-09-01\n\
             K3,C1,{third},social worker,2025-12-01\nK9,C9,W9,social worker,2024-01-08\n"
        );
        said(
            "WF-04",
            &[("referrals", referrals), ("allocations", &allocations)],
        )
    };
    assert_eq!(workers("W2"), "met 1");
    assert_eq!(workers("W3"), "failed 1");
    assert_eq!(workers(""), "met 1");
    let words = workers("#N/A");
    assert!(
        words.starts_with("unknown 1; ") && words.ends_with(" of 1 cannot be read"),
        "{words}"
    );
}

#[test]
fn a_reference_that_cannot_be_read_may_lead_to_any_record_of_the_child() {
    let reviewed = |of: &str| {
        let decided = "pre_proceedings_id,child_id,decided_on,letter_sent_on,first_meeting_on,ended_on\n\
            L1,C1,2025-11-03,2025-11-05,2025-11-10,2026-01-05\nL9,C9,2025-11-03,2025-11-05,2025-11-10,2026-01-05\n";
        let reviews = format!(
            "review_id,child_id,pre_proceedings_id,held_on\nQ1,C1,{of},2025-12-15\nQ9,C9,L9,2025-12-15\n"
        );
        let files = [
            ("pre_proceedings", decided),
            ("pre_proceedings_reviews", &reviews),
        ];
        said("PP-05", &files)
    };
    assert_eq!(reviewed("L1"), "met 2");
    let words = reviewed("#REF!");
    assert!(words.starts_with("met 1; unknown 1; "), "{words}");
}

/// Thirty core groups of which nothing can be read are thirty, and no rule takes the ones beside them for all there are.
#[test]
fn rows_that_are_equal_only_in_what_cannot_be_read_are_not_one_record() {
    let plans = "plan_id,child_id,started_on,ended_on\nP1,C1,2025-10-06,\n";
    let groups = |row: &str, count: usize| {
        let groups = format!(
            "core_group_id,child_id,plan_id,held_on\n{}{}",
            "G1,C1,P1,2025-10-13\n",
            format!("{row}\n").repeat(count)
        );
        let files: [(&str, &[u8]); 2] = [
            ("export/cp_plans.csv", plans.as_bytes()),
            ("export/core_groups.csv", groups.as_bytes()),
        ];
        let folder = Folder::with(&files);
        audited(&folder, &["--area", "child-protection-plans"])
    };
    let is_told_of_twins = |run: &Value| {
        let mut problems = run["problems"].as_array().expect("problems").iter();
        problems.any(|problem| {
            problem["message"]
                .to_string()
                .contains("the same in every field")
        })
    };
    for (row, is_merged) in [
        ("#REF!,#REF!,#REF!,#REF!", false),
        // What can be read is the same, and nobody knows which records they are.
        ("#REF!,C1,P1,2025-10-20", false),
        ("9.21E+06,C1,P1,2025-10-20", false),
        (",C1,P1,########", false),
        (",C1,P1,2025-10-20", true),
        ("G2,C1,P1,#REF!", true),
    ] {
        let run = groups(row, 30);
        assert_eq!(
            is_told_of_twins(&run),
            is_merged,
            "{row}: {}",
            run["problems"]
        );
    }
    let run = groups("#REF!,#REF!,#REF!,#REF!", 30);
    let first = rule(&run, "CP-02");
    assert_eq!(first["status"], "not assessed", "{first}");
}
