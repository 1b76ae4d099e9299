//! What a format says of all its records alike: it can say nothing else, so that no record says that it was not done.

use serde_json::Value;

use crate::command::{Folder, audited, rule};

const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n\
    K1,01/05/2025,S,C2,N1,U6,PR1,,,,,,\n";
const HEADER: &str = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nK1,1,01/02/2009,WBRI,,,\n";
const WORKERS: &str = "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\nK1,01/02/2009,W1,01/05/2025,,\n";

/// What is said of the rules that ask for a reviewing officer, a personal adviser and a social worker.
fn said(more: &[(&str, &str)]) -> [String; 3] {
    let folder = Folder::new();
    let own = [
        ("episodes.csv", EPISODES),
        ("header.csv", HEADER),
        ("sw_episodes.csv", WORKERS),
    ];
    for (name, text) in own.iter().chain(more) {
        folder.write(&format!("export/{name}"), text.as_bytes());
    }
    let run = audited(&folder, &["--only", "CI-13,CL-05,WF-09"]);
    ["CI-13", "CL-05", "WF-09"].map(|id| of_rule(&run, id))
}

fn of_rule(run: &Value, id: &str) -> String {
    let rule = rule(run, id);
    if rule["status"] != "assessed" {
        return rule["reason"].as_str().expect("a reason").to_owned();
    }
    let outcomes = rule["outcomes"].as_object().expect("counts").iter();
    let found = outcomes.filter(|(_, count)| **count != 0);
    let found: Vec<String> = found
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    found.join(", ")
}

#[test]
fn who_can_be_in_none_of_its_records_is_not_missed() {
    let never = |role: &str| {
        format!(
            "allocations.role can only be \"allocated social worker\" in these files, and never \"{role}\""
        )
    };
    let (officer, adviser) = (
        never("independent reviewing officer"),
        never("personal adviser"),
    );
    assert_eq!(
        said(&[]),
        [officer.clone(), adviser.clone(), "met 1".to_owned()]
    );

    // A column that somebody fills could say it, whatever it says.
    let own = |role: &str| {
        let allocations = format!(
            "allocation_id,child_id,worker_id,role,started_on\nA1,K1,W1,{role},2025-05-01\n"
        );
        said(&[("allocations.csv", &allocations)])
    };
    let failed = ["failed 1", "overdue 1", "met 1"].map(str::to_owned);
    assert_eq!(own("social worker"), failed);
    assert_eq!(own("IRO"), ["met 1", "overdue 1", "met 1"]);

    // A file without the column could not.
    let without = "allocation_id,child_id,worker_id,started_on\nA1,K1,W1,2025-05-01\n";
    assert_eq!(said(&[("allocations.csv", without)])[0], officer);
}
