//! Lists of other formats made into records: the words that a format may use of one row. Those that join rows are in `joins`.

#[path = "formats/constants.rs"]
mod constants;
#[path = "formats/daily.rs"]
mod daily;
#[path = "formats/export.rs"]
mod export;
#[path = "formats/joins.rs"]
mod joins;
#[path = "formats/one_record.rs"]
mod one_record;
#[path = "formats/others.rs"]
pub mod others;

use std::fmt::Write as _;

use export::Export;

/// What holds of no record.
const NEVER: &str = "started_on = { at_least = 2027-01-01 }";

#[test]
fn a_made_key_stands_in_where_the_row_has_none() {
    let export = Export::of(&[(
        "ssd_cin_plans.csv",
        "cinp_cin_plan_id,cinp_person_id,cinp_cin_plan_start_date,cinp_cin_plan_end_date\n\
         P1,K1,2025-06-02,\n\
         ,K2,02/06/2025,\n\
         NULL,K2,03/06/2025,\n",
    )]);
    assert_eq!(
        export.but("cin_plans", NEVER),
        ["K2/2025-06-02", "K2/2025-06-03", "P1"]
    );
}

#[test]
fn a_record_is_made_only_for_rows_that_say_the_word_and_never_for_others() {
    let missing = Export::of(&[(
        "missing.csv",
        "CHILD,DOB,MISSING,MIS_START,MIS_END\n\
         K1,01/01/2012,M,01/02/2026,02/02/2026\n\
         K2,01/01/2012,A,01/02/2026,02/02/2026\n\
         K3,01/01/2012, m ,01/02/2026,\n\
         K4,01/01/2012,,01/02/2026,02/02/2026\n",
    )]);
    assert_eq!(
        missing.but("missing_episodes", NEVER),
        ["K1/2026-02-01", "K3/2026-02-01"]
    );
    let plans = Export::of(&[(
        "ssd_cp_plans.csv",
        "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_ola\n\
         P1,K1,2026-02-01,N\nP2,K2,2026-02-01,Y\nP3,K3,2026-02-01,\nP4,K4,2026-02-01,a) Yes\n",
    )]);
    assert_eq!(plans.but("cp_plans", NEVER), ["P1", "P3"]);
}

#[test]
fn a_list_of_some_months_says_what_is_not_in_it() {
    let list = "Child Unique ID,Gender,Ethnicity,Date of Birth,Age of Child (Years),Date of Contact,Contact Source\n";
    let message = "Annex A list 1 holds only the last six months: what was due before is not in it";
    let filled = format!("{list}K1,a) Female,WBRI,01/01/2015,11,02/02/2026,Police\n");
    Export::of(&[("List 1.csv", &filled)]).says(message, 1);
    let others = Export::of(&[("List 1.csv", list), ("teams.csv", "team,name\nT1,North\n")]);
    let said = others.problems();
    assert!(said.iter().all(|(said, _)| said != message), "{said:#?}");
}

fn reviews(quorate: impl Fn(u32) -> &'static str, rows: u32) -> Export {
    let mut text = "cppr_cp_review_id,cppr_person_id,cppr_cp_plan_id,cppr_cp_review_due,cppr_cp_review_date,cppr_cp_review_quorate\n".to_owned();
    for row in 0..rows {
        let quorate = quorate(row);
        let _ = writeln!(text, "R{row},K{row},P{row},2026-02-01,2026-02-01,{quorate}");
    }
    Export::of(&[("ssd_cp_reviews.csv", &text)])
}

#[test]
fn a_column_that_its_supplier_fills_with_one_value_is_no_evidence() {
    let message = "cppr_cp_review_quorate says \"Y\" in all 20 rows, as its supplier fills it: it is no evidence, and not used";
    reviews(|_| "Y", 20).says(message, 20);
    assert!(!reviews(|_| "Y", 20).inspect().contains("quorate,"));
    for export in [
        reviews(|_| "Y", 19),
        reviews(|row| if row == 7 { "N" } else { "Y" }, 20),
        reviews(|row| if row == 7 { "" } else { "Y" }, 20),
    ] {
        assert!(export.inspect().contains("quorate"), "{}", export.inspect());
        assert_eq!(export.problems(), [], "two values, or too few rows to tell");
    }
}

#[test]
fn codes_see_an_answer_without_its_letter_and_blank_stands_for_none() {
    let leavers = Export::of(&[(
        "oc3.csv",
        "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\nK1,01/01/2007,YES,F1,B1\nK2,01/01/2007,YES,0,0\nK3,01/01/2007,YES,F1,B2\n",
    )]);
    assert_eq!(
        leavers.but("care_leavers", "activity = \"present\""),
        ["K2"]
    );
    assert_eq!(
        leavers.but("care_leavers", "accommodation_suitable = true"),
        ["K2", "K3"]
    );
    let enquiries = Export::of(&[(
        "List 5.csv",
        "Child Unique ID,Strategy discussion initiating Section 47 Enquiry Start Date,Was an Initial Child Protection Conference deemed unnecessary?\n\
         K1,01/02/2026,a) Yes\nK2,01/02/2026,0 - No\nK3,01/02/2026,N\n",
    )]);
    assert_eq!(
        enquiries.but("s47_enquiries", "conference_required = true"),
        ["K1/2026-02-01"]
    );
}

#[test]
fn a_discussion_that_an_enquiry_names_says_nothing_of_those_that_led_to_none() {
    let enquiries = Export::of(&[(
        "List 5.csv",
        "Child Unique ID,Strategy discussion initiating Section 47 Enquiry Start Date,Was an Initial Child Protection Conference deemed unnecessary?\n\
         K1,01/02/2026,a) Yes\n",
    )]);
    let run = enquiries.audit(&["--only", "SD-11,S4-01"]);
    let status: Vec<(&str, &str)> = run["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .filter_map(|rule| Some((rule["id"].as_str()?, rule["status"].as_str()?)))
        .collect();
    assert_eq!(status, [("S4-01", "assessed"), ("SD-11", "not assessed")]);
}

#[test]
fn how_many_outcomes_there_are_is_none_of_them() {
    let contacts = Export::of(&[(
        "ssd_contacts.csv",
        "cont_contact_id,cont_person_id,cont_contact_date,cont_contact_outcome_json\n\
         A1,K1,2026-02-02,\"{\"\"NEW_REFERRAL_FLAG\"\": \"\"Y\"\", \"\"NFA_FLAG\"\": \"\"N\"\", \"\"NUMBER_OF_OUTCOMES\"\": 1}\"\n\
         A2,K2,2026-02-02,\"{\"\"NEW_REFERRAL_FLAG\"\": \"\"N\"\", \"\"NFA_FLAG\"\": \"\"N\"\", \"\"NUMBER_OF_OUTCOMES\"\": 1}\"\n",
    )]);
    assert_eq!(contacts.but("contacts", "outcome = \"present\""), ["A2"]);
    assert_eq!(contacts.problems(), []);
}

#[test]
fn a_list_that_no_rule_reads_is_known_and_counted() {
    let export = Export::of(&[
        (
            "List 11.csv",
            "Individual adopter identifier,Family identifier,Gender,Ethnicity\nA1,F1,M,WBRI\nA2,F1,F,WBRI\n",
        ),
        (
            "ssd_family.csv",
            "fami_table_id,fami_family_id,fami_person_id\n1,F1,K1\n",
        ),
        ("uasc.csv", "CHILD,SEX,DOB,DUC\nK1,2,01/01/2012,\n"),
    ]);
    export.says(
        "its 2 rows (prospective adopters) hold nothing that any rule reads",
        2,
    );
    export.says("its 1 row (families) holds nothing that any rule reads", 1);
}

#[test]
fn the_date_of_birth_of_a_child_not_born_is_an_expected_one() {
    let export = Export::of(&[(
        "List 1.csv",
        "Child Unique ID,Gender,Date of Birth,Age of Child (Years),Date of Contact,Contact Source\n\
         K1,a) Male,01/02/2016,10,01/03/2026,1A\nK2,c) Not stated,01/06/2026,-1,01/03/2026,1A\n\
         K3,c) Not stated,01/06/2026,Unborn,01/03/2026,1A\n",
    )]);
    assert_eq!(
        export.but("children", "date_of_birth = \"present\""),
        ["K2", "K3"]
    );
    assert_eq!(
        export.but("children", "expected_birth_on = \"present\""),
        ["K1"]
    );
}
