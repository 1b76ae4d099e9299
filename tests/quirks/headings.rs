//! Headings as templates, SQL scripts and councils write them.

use crate::cells::Sheet;

/// The headings of a file that are not used, which was taken for this.
fn unused(name: &str, headings: &[&str], kind: &str) -> Vec<String> {
    let quoted: Vec<String> = headings
        .iter()
        .map(|heading| format!("\"{heading}\""))
        .collect();
    let sheet = Sheet::new(name, &format!("{}\n", quoted.join(",")));
    let (found, unused) = sheet.taken_for().swap_remove(0);
    assert_eq!(found, kind);
    unused
}

#[track_caller]
fn all_used(headings: &[&str], list: u32) {
    let name = format!("List {list}.csv");
    let kind = format!("Annex A list {list}");
    assert_eq!(unused(&name, headings, &kind), [""; 0]);
}

#[test]
fn spaces_brackets_case_marks_and_apostrophes_make_no_other_heading() {
    all_used(
        &[
            "Child Unique ID",
            "Date Started to be Looked After",
            "Date Ceased to be Looked After ",
            "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
            "Does the Child have a Disability?",
        ],
        8,
    );
    all_used(
        &["Child Unique ID", "Eligibility Category", "LA In Touch "],
        9,
    );
    all_used(
        &["Child Unique ID", "Eligibility Category", "LA in Touch"],
        9,
    );
    all_used(
        &[
            "Child Unique ID",
            "Date of Decision that Child Should be Placed for Adoption",
            "Date of Adoption Order ",
        ],
        10,
    );
    for referral in ["Date of referral", "Date of Referral"] {
        for age in ["Age", "Age of Child (Years)"] {
            all_used(
                &[
                    "Child Unique ID",
                    referral,
                    "Referral Source",
                    "Date of Birth",
                    age,
                ],
                3,
            );
        }
    }
    for support in [
        "Was the child assessed as requiring LA children\u{2019}s social care support?",
        "Was the child assessed as requiring LA children's social care support",
    ] {
        all_used(
            &[
                "Child Unique ID",
                "Continuous Assessment Start Date",
                support,
            ],
            4,
        );
    }
    for status in ["Case status", "Case Status"] {
        let headings = [
            "Child Unique ID",
            "CIN Start Date",
            "Primary Need Code",
            status,
        ];
        assert_eq!(
            unused("List 6.csv", &headings, "Annex A list 6"),
            [status],
            "known, and used for nothing"
        );
    }
}

#[test]
fn headings_of_sql_scripts_are_known() {
    all_used(
        &[
            "ChildUniqueID",
            "CONTACT_DTTM",
            "Contact Source",
            "BIRTH_DTTM",
            "ETHNICITY_DESCRIPTION",
        ],
        1,
    );
    all_used(&["ChildUniqueID", "REFRL_START_DTTM", "Referral Source"], 3);
    let enquiry = [
        "ChildUniqueID",
        "StratDiscussionDate",
        "NoCPConference",
        "CPDate",
        "CPPlan",
    ];
    all_used(&enquiry, 5);
    let counted = [&enquiry[..], &["NumberS47s12m"]].concat();
    assert_eq!(
        unused("a.csv", &counted, "Annex A list 5"),
        ["NumberS47s12m"],
        "a count of the last twelve months stands in every row of the child"
    );
    all_used(
        &["ChildUniqueID", "START_DTTM2", "Latest Category of Abuse"],
        7,
    );
    all_used(
        &[
            "ChildUniqueID",
            "LoookedAfterStartDate",
            "LastSocialWorkVisitDate",
        ],
        8,
    );
    all_used(
        &["ChildUniqueID", "Eligibility Category", "LatestPathwayPlan"],
        9,
    );
    let adopters = ["AdopterID", "Family identifier", "Gender", "Ethnicity"];
    let sheet = Sheet::of(&[
        (
            "List 11.csv",
            format!("{}\n", adopters.join(",")).as_bytes(),
        ),
        (
            "List 1.csv",
            b"Child Unique ID,Date of Contact,Contact Source\nK1,05/01/2026,1A\n",
        ),
    ]);
    assert_eq!(sheet.taken_for()[0].0, "Annex A list 11");
}

#[test]
fn older_wordings_are_known() {
    all_used(
        &[
            "Child Unique ID",
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Initial Child Protection Conference Not Required",
        ],
        5,
    );
    all_used(
        &[
            "Child Unique ID",
            "Child Protection Plan Start Date",
            "Sum of Number of Previous Child Protection Plans",
        ],
        7,
    );
    for (heading, list) in [
        ("Section 47 Enquiry Start Date", 5),
        ("Plan for Child to be Reunified with Their Family", 8),
    ] {
        let others: &[&str] = match list {
            5 => &[
                "Child Unique ID",
                "Was an Initial Child Protection Conference deemed unnecessary?",
                "Date of Birth",
            ],
            _ => &[
                "Child Unique ID",
                "Date Started to be Looked After",
                "Date of Birth",
            ],
        };
        let headings = [others, &[heading]].concat();
        assert_eq!(
            unused("a.csv", &headings, &format!("Annex A list {list}")),
            [heading],
            "another thing than its like: known, and not used"
        );
    }
}

#[test]
fn of_a_heading_that_occurs_twice_the_first_column_is_read() {
    // So Mosaic writes its visits: the number twice, and no person.
    let sheet = Sheet::new(
        "ssd_cp_visits.csv",
        "cppv_cp_visit_id,cppv_cp_visit_id,cppv_cp_plan_id,cppv_cp_visit_date\n77.12345,other,P1,2026-01-05\n",
    );
    assert_eq!(sheet.values_of("visits", "visit_id"), ["77.12345"]);
    assert_eq!(sheet.values_of("visits", "visited_on"), ["2026-01-05"]);
    assert_eq!(
        sheet.problems()[0],
        "error 1 cppv_cp_visit_id 1: the heading \"cppv_cp_visit_id\" occurs twice: the first column is read"
    );
}

#[test]
fn headings_of_the_looked_after_return_stand_in_any_order() {
    let sheet = Sheet::new(
        "whatever.csv",
        "REVIEW_CODE,DOB,REVIEW,CHILD\nPN1,01/02/2012,05/01/2026,K1\n",
    );
    assert_eq!(sheet.taken_for()[0].0, "SSDA903 Reviews");
    assert_eq!(sheet.values_of("care_reviews", "held_on"), ["2026-01-05"]);
    assert_eq!(sheet.values_of("children", "date_of_birth"), ["2012-02-01"]);
}
