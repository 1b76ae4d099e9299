//! What rows mean that a plain reading would get wrong, as far as the layouts of the formats decide it.

use std::fmt::Write as _;

use serde_json::Value;

use crate::cells::Sheet;
use crate::command::{Folder, caseready};

fn audit(name: &str, text: &str, only: &str) -> Value {
    let folder = Folder::with(&[(name, text.as_bytes())]);
    let run = caseready([
        "audit",
        &folder.as_argument(),
        "--as-at",
        "2026-03-31",
        "--only",
        only,
        "--format",
        "json",
    ]);
    run.json()
}

const ENQUIRIES: &str = "Child Unique ID,Strategy discussion initiating Section 47 Enquiry Start Date,Was an Initial Child Protection Conference deemed unnecessary?,Date of Initial Child Protection Conference,Allocated Team,Allocated Worker\n";

#[test]
fn the_date_of_list_5_is_that_of_the_strategy_discussion() {
    let text = format!("{ENQUIRIES}K1,05/01/2026,N,23/01/2026,North,Jo\n");
    let sheet = Sheet::new("List 5.csv", &text);
    assert_eq!(
        sheet.values_of("strategy_discussions", "held_on"),
        ["2026-01-05"]
    );
    let system = Sheet::new(
        "ssd_s47_enquiry.csv",
        "s47e_s47_enquiry_id,s47e_person_id,s47e_s47_start_date\nE1,K1,2026-01-05\n",
    );
    assert_eq!(
        system.values_of("s47_enquiries", "started_on"),
        ["2026-01-05"]
    );
    let run = caseready(["explain", "CC-01"]).stdout;
    assert!(run.contains("strategy discussion"), "{run}");
}

#[test]
fn no_to_unnecessary_and_no_conference_is_no_missed_conference() {
    let run = audit(
        "List 5.csv",
        &format!("{ENQUIRIES}K1,05/01/2026,N,,North,Jo\nK2,05/01/2026,N,23/01/2026,North,Jo\n"),
        "CC",
    );
    let missed = run["findings"].as_array().expect("findings").iter();
    let missed: Vec<&Value> = missed.filter(|one| one["child_id"] == "K1").collect();
    assert_eq!(missed, Vec::<&Value>::new());
}

#[test]
fn the_worker_of_an_event_is_no_allocation_and_that_of_an_open_case_is() {
    let event = Sheet::new(
        "List 3.csv",
        "Child Unique ID,Date of referral,Referral Source,Allocated Team,Allocated Worker\nK1,05/01/2026,1A,North,Jo Bloggs\n",
    );
    assert_eq!(event.values_of("workers", "worker_id"), ["Jo Bloggs"]);
    assert_eq!(event.values_of("referrals", "team"), ["North"]);
    assert_eq!(event.rows("allocations"), 0);
    let case = Sheet::new(
        "List 6.csv",
        "Child Unique ID,CIN Start Date,Primary Need Code,CIN Closure Date,Allocated Team,Allocated Worker\nK1,05/01/2026,N1,,North,Jo Bloggs\n",
    );
    assert_eq!(case.values_of("allocations", "worker_id"), ["Jo Bloggs"]);
    assert_eq!(case.values_of("referrals", "team"), [""]);
}

#[test]
fn visits_of_every_kind_in_one_table_have_no_kind() {
    let sheet = Sheet::new(
        "ssd_cin_visits.csv",
        "cinv_cin_visit_id,cinv_person_id,cinv_cin_visit_date,cinv_cin_visit_seen\nV1,K1,2026-01-05,Y\n",
    );
    assert_eq!(sheet.values_of("visits", "visited_on"), ["2026-01-05"]);
    assert_eq!(sheet.values_of("visits", "kind"), [""]);
}

#[test]
fn a_review_of_an_open_plan_without_its_number_still_names_the_child() {
    let plans = "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date\nP1,K1,2025-06-02,\n";
    let reviews = "cppr_cp_review_id,cppr_person_id,cppr_cp_plan_id,cppr_cp_review_due,cppr_cp_review_date,cppr_cp_review_quorate\nR1,K1,,2025-08-29,2025-08-28,Y\n";
    let sheet = Sheet::of(&[
        ("ssd_cp_plans.csv", plans.as_bytes()),
        ("ssd_cp_reviews.csv", reviews.as_bytes()),
    ]);
    assert_eq!(sheet.values_of("conferences", "child_id"), ["K1"]);
    assert_eq!(sheet.values_of("conferences", "held_on"), ["2025-08-28"]);
}

#[test]
fn lists_of_last_events_are_known_as_such() {
    let text = "Child Unique ID,Child Protection Plan Start Date,Latest Category of Abuse,Date of the Last Statutory Visit,Date of latest review conference\nK1,05/01/2026,NEG,05/03/2026,05/02/2026\n";
    let run = audit("List 7.csv", text, "CP-18");
    let inputs = run["inputs"].as_array().expect("inputs").iter();
    let latest: Vec<&str> = inputs
        .filter(|input| input["latest_only"] == true)
        .filter_map(|input| input["table"].as_str())
        .collect();
    assert_eq!(latest, ["cp_plans", "visits", "conferences"]);
}

#[test]
fn a_date_of_birth_that_is_estimated_stays_apart() {
    let sheet = Sheet::new(
        "ssd_person.csv",
        "pers_person_id,pers_sex,pers_dob,pers_expected_dob\nK1,F,2015-02-01,\nK2,M,,2015-03-01\n",
    );
    assert_eq!(
        sheet.values_of("children", "date_of_birth"),
        ["2015-02-01", ""]
    );
    assert_eq!(
        sheet.values_of("children", "expected_birth_on"),
        ["", "2015-03-01"]
    );
}

#[test]
fn a_column_that_can_only_say_no_is_not_read() {
    let sheet = Sheet::new(
        "ssd_s47_enquiry.csv",
        "s47e_s47_enquiry_id,s47e_person_id,s47e_s47_start_date,s47e_s47_nfa\nE1,K1,2026-01-05,N\n",
    );
    assert_eq!(sheet.taken_for()[0].1, ["s47e_s47_nfa"]);
    let mut reviews =
        "clar_cla_review_id,clar_cla_id,clar_cla_review_date,clar_cla_review_cancelled\n"
            .to_owned();
    for number in 0..30 {
        let _ = writeln!(reviews, "R{number},C{number},2026-01-05,N");
    }
    let sheet = Sheet::new("ssd_cla_reviews.csv", &reviews);
    assert_eq!(sheet.rows("care_reviews"), 30, "no review was cancelled");
}

#[test]
fn a_person_without_a_number_is_nobody() {
    let sheet = Sheet::new(
        "ssd_cin_plans.csv",
        "cinp_cin_plan_id,cinp_person_id,cinp_cin_plan_start_date\nP1,-1,2026-01-05\nP2,K1,2026-01-05\n",
    );
    assert_eq!(sheet.values_of("cin_plans", "child_id"), ["", "K1"]);
    assert!(
        sheet.problems().contains(
            &"note - cinp_person_id 1: 1 cell holds a stand-in for \"no value\" (such as -1 or NULL): read as blank"
                .to_owned()
        ),
        "{:?}",
        sheet.problems()
    );
}
