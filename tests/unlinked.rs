//! Records that do not say what they belong to: what they may change is not judged, and why is said plainly.

use serde_json::Value;

use crate::command::{Folder, audited, caseready, rule};

/// Why nothing can be said of each record that cannot be judged.
fn reasons(run: &Value) -> Vec<&str> {
    let unknown = run["unknown"].as_array().expect("unknown").iter();
    unknown
        .map(|finding| finding["message"].as_str().expect("a message"))
        .collect()
}

/// The events in time that `explain` lists, each on one line.
fn looked_at(folder: &Folder, id: &str, record: &str) -> String {
    let export = folder.file("export");
    let explained = caseready([
        "explain",
        id,
        &export,
        "--as-at",
        "2026-03-31",
        "--record",
        record,
    ]);
    explained.stdout.replace("\n  ", " ")
}

const PERIOD: &[u8] = b"period_id,child_id,started_on,ended_on,legal_status\n\
    B1,C1,2025-01-06,,C2\n";

fn with_placements(placements: &str) -> Folder {
    let folder = Folder::new();
    folder.write("export/care_periods.csv", PERIOD);
    let placements =
        format!("placement_id,period_id,child_id,started_on,ended_on,kind\n{placements}");
    folder.write("export/placements.csv", placements.as_bytes());
    folder
}

#[test]
fn a_placement_that_names_no_period_in_care_may_be_one_too_many() {
    let folder = with_placements(
        "M1,B1,C1,2025-01-06,2025-10-06,U6\n\
         M2,B1,C1,2025-10-06,,U6\n\
         M3,,C1,2025-07-14,2025-08-04,U6\n\
         M4,B9,C1,2025-08-04,2025-08-11,U6\n",
    );
    let judged = audited(&folder, &["--only", "CI-05"]);
    assert_eq!(rule(&judged, "CI-05")["outcomes"]["unknown"], 1);
    let reason = reasons(&judged)[0].to_owned();
    assert!(
        reason.starts_with("2 placements")
            && reason.ends_with(
                ": at most 2 expected, and 2 more may count: 2 placements of this child do not say which period in care they \
                 belong to"
            ),
        "{reason}"
    );
    let looked_at = looked_at(&folder, "CI-05", "B1");
    for line in [
        "placement M1 (row 2): Monday 6 January 2025: counts\n",
        "placement M3 (row 4): Monday 14 July 2025: may count: it does not say which period in care it belongs to\n",
    ] {
        assert!(looked_at.contains(line), "{looked_at}");
    }
}

#[test]
fn a_placement_that_names_no_period_in_care_may_be_the_one_that_is_wanted() {
    let folder = with_placements("M1,,C1,2025-01-06,,U6\nM2,B1,C1,2025-01-06,2025-01-13,U6\n");
    let judged = audited(&folder, &["--only", "DQ-10"]);
    let reason = reasons(&judged)[0].to_owned();
    assert!(
        reason.starts_with("No open placement")
            && reason.ends_with(
                ": at least 1 expected, and 1 more may count: 1 placement of this child does not say which period in care it \
                 belongs to"
            ),
        "{reason}"
    );
}

#[test]
fn a_review_that_names_no_period_in_care_may_close_the_gap() {
    let folder = Folder::new();
    folder.write("export/care_periods.csv", PERIOD);
    folder.write(
        "export/care_reviews.csv",
        b"review_id,period_id,child_id,held_on\n\
          W1,B1,C1,2025-01-27\n\
          W2,B1,C1,2025-04-14\n\
          W3,,C1,2025-10-06\n\
          W4,B1,C1,2026-03-23\n",
    );
    let judged = audited(&folder, &["--only", "CI-01"]);
    assert_eq!(judged["findings"], serde_json::json!([]));
    assert_eq!(
        reasons(&judged),
        [
            "1 looked-after review of this child does not say which period in care it belongs to, and may be what was due"
        ]
    );
    assert_eq!(
        judged["unknown"][0]["due_on"], "2025-10-14",
        "it stands where the gap did, and leaves the period with it"
    );
    assert_eq!(judged["unknown"][0]["done_on"], Value::Null);
    let looked_at = looked_at(&folder, "CI-01", "B1");
    assert!(
        looked_at.contains(
            "looked-after review W3 (row 4): Monday 6 October 2025: may count: it does not say which period in care it belongs to\n"
        ),
        "{looked_at}"
    );
}

#[test]
fn a_review_whose_pre_proceedings_nobody_can_read_is_recorded() {
    let of = |named: &str| {
        let folder = Folder::new();
        folder.write(
            "export/pre_proceedings.csv",
            b"pre_proceedings_id,child_id,decided_on,letter_sent_on,first_meeting_on,ended_on\n\
              L1,C1,2026-01-05,2026-01-05,2026-01-06,\n\
              L2,C2,2025-01-06,2025-01-06,2025-01-07,2025-01-08\n",
        );
        let reviews = format!(
            "review_id,pre_proceedings_id,child_id,held_on\nQ1,{named},C1,2026-02-09\nQ2,L2,C2,2025-01-08\n"
        );
        folder.write("export/pre_proceedings_reviews.csv", reviews.as_bytes());
        let judged = audited(&folder, &["--only", "PP-05"]);
        let found = judged["findings"].as_array().expect("findings").iter();
        let found: Vec<String> = found
            .map(|finding| finding["message"].as_str().expect("words").to_owned())
            .collect();
        (found, looked_at(&folder, "PP-05", "L1"))
    };
    let overdue = "A pre-proceedings review was due by 17 February 2026 and is not recorded: 42 days over; 1 pre-proceedings \
                   review of this child does not say";
    let (found, looked_at) = of("#N/A");
    assert_eq!(
        found,
        [format!(
            "{overdue}, so that it can be read, which pre-proceedings it belongs to, and may be what was due"
        )]
    );
    assert!(
        looked_at.contains(
            "may count: which pre-proceedings it belongs to is recorded, but cannot be read\n"
        ),
        "{looked_at}"
    );
    let (found, looked_at) = of("");
    assert_eq!(
        found,
        [format!(
            "{overdue} which pre-proceedings it belongs to, and may be what was due"
        )]
    );
    assert!(
        looked_at.contains("may count: it does not say which pre-proceedings it belongs to\n"),
        "{looked_at}"
    );
}

#[test]
fn an_enquiry_that_names_no_discussion_may_be_the_one_that_was_due() {
    let folder = Folder::new();
    folder.write(
        "export/strategy_discussions.csv",
        b"strategy_discussion_id,child_id,held_on,decision,kind\n\
          D1,C1,2026-03-02,section 47,initial\n\
          D2,C2,2026-03-02,section 47,initial\n\
          D3,C3,2026-03-02,section 47,initial\n",
    );
    folder.write(
        "export/s47_enquiries.csv",
        b"s47_id,strategy_discussion_id,child_id,started_on\n\
          E1,,C1,2026-03-02\n\
          E2,D9,C2,2026-03-02\n\
          E3,D9,C2,2026-03-03\n\
          E4,D3,C3,2026-03-02\n",
    );
    let judged = audited(&folder, &["--only", "SD-11"]);
    assert_eq!(judged["findings"], serde_json::json!([]));
    assert_eq!(
        reasons(&judged),
        [
            "1 section 47 enquiry of this child does not say which strategy discussion it belongs to, and may be what was due",
            "2 section 47 enquiries of this child do not say which strategy discussion they belong to, and one of them may be \
             what was due"
        ]
    );
}

/// Without a column for the kind of plan, and without the list of child in need plans, nothing says whose an action is.
#[test]
fn an_action_of_a_plan_that_is_in_none_of_the_files_may_be_this_plans() {
    let folder = Folder::new();
    folder.write(
        "export/cp_plans.csv",
        b"plan_id,child_id,started_on,ended_on,end_reason,looked_after_on\n\
          P1,C1,2025-06-02,2026-03-02,risk reduced,\n\
          P2,C2,2025-06-02,2026-03-02,risk reduced,\n",
    );
    folder.write(
        "export/plan_actions.csv",
        b"action_id,plan_id,child_id,due_on,completed_on\n\
          A1,P7,C1,2025-09-01,\n\
          A2,P2,C2,2025-09-01,2025-09-01\n",
    );
    let judged = audited(&folder, &["--only", "ES-06"]);
    let outcomes = &rule(&judged, "ES-06")["outcomes"];
    assert_eq!(
        (&outcomes["unknown"], &outcomes["met"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn a_plan_whose_case_is_not_in_the_files_is_counted_among_those_not_asked() {
    let folder = Folder::new();
    folder.write(
        "export/referrals.csv",
        b"referral_id,child_id,received_on,closed_on\n\
          R1,C1,2025-06-02,2026-03-02\n\
          R2,C2,2025-06-02,\n",
    );
    folder.write(
        "export/cp_plans.csv",
        b"plan_id,child_id,referral_id,started_on,ended_on\n\
          P1,C1,R1,2025-06-16,2026-03-02\n\
          P2,C2,R2,2025-06-16,\n\
          P3,C3,,2025-06-16,\n\
          P4,C4,R9,2025-06-16,\n",
    );
    let judged = audited(&folder, &["--only", "DQ-06"]);
    let rule = rule(&judged, "DQ-06");
    assert_eq!(rule["outcomes"]["met"], 1);
    assert_eq!(
        rule["undecided"],
        serde_json::json!({ "referral.closed_on": 1 }),
        "that of P4: the case of P2 is open, and P3 names none"
    );
}

#[test]
fn a_gap_that_a_doubtful_review_may_have_closed_in_part_is_late_for_the_rest() {
    let folder = Folder::new();
    folder.write(
        "export/cp_plans.csv",
        b"plan_id,child_id,conference_id,started_on,ended_on\nP1,C1,K1,2025-02-03,2026-01-30\n",
    );
    folder.write(
        "export/conferences.csv",
        b"conference_id,child_id,kind,held_on\nK1,C1,initial,2025-02-03\nK2,C1,RCPC held virtually,2025-04-14\n\
          K3,C1,review,2025-12-15\n",
    );
    let run = audited(&folder, &["--only", "CC-03", "--period", "all"]);
    let found = |list: &str| {
        let found = run[list].as_array().expect("a list").iter();
        let words = |finding: &Value| {
            let text = |name: &str| finding[name].as_str().unwrap_or("-").to_owned();
            format!("{} {} {}", text("outcome"), text("due_on"), text("message"))
        };
        found.map(words).collect::<Vec<_>>()
    };
    // Three months after the conference on 3 February, or six after what may have been a review on 14 April.
    assert_eq!(
        found("findings"),
        [
            "late 2025-10-14 A conference (review) was due by 14 October 2025 and came on 15 December 2025, 62 days late"
        ]
    );
    assert_eq!(
        found("unknown"),
        [
            "unknown 2025-05-03 What the kind of conference says is not understood in 1 conference, and may be what was due"
        ]
    );
}
