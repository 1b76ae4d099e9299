//! Records that do not say what they belong to: what they may change is not judged, and why is said plainly.

use serde_json::Value;

use crate::command::{Folder, caseready, rule};

fn run(folder: &Folder, id: &str) -> Value {
    let export = folder.file("export");
    let arguments = [
        "audit",
        &export,
        "--as-at",
        "2026-03-31",
        "--only",
        id,
        "--format",
        "json",
    ];
    caseready(arguments).json()
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
    let judged = run(&folder, "DQ-06");
    let rule = rule(&judged, "DQ-06");
    assert_eq!(rule["outcomes"]["met"], 1);
    assert_eq!(
        rule["undecided"],
        serde_json::json!({ "referral.closed_on": 1 }),
        "that of P4: the case of P2 is open, and P3 names none"
    );
}
