//! Values as systems, spreadsheets and people write them.

use std::fmt::Write as _;

use crate::cells::Sheet;

/// A column of one list, read into a field of a table.
#[track_caller]
fn read(name: &str, headings: &str, rows: &[&str], (table, field): (&str, &str)) -> Vec<String> {
    let mut text = format!("{headings}\n");
    for row in rows {
        let _ = writeln!(text, "{row}");
    }
    Sheet::new(name, &text).values_of(table, field)
}

#[test]
fn a_date_that_is_a_guess_is_bad_and_says_so_without_its_words() {
    let sheet = Sheet::new(
        "List 1.csv",
        "Child Unique ID,Date of Contact,Contact Source,Date of Birth\n\
         K1,36526,1A,May be 8 Jan 2000\nK2,2010-01-01,1A,2005-07-04T00:00:00\nK3,05/01/2026,1A,2005-07-04 00:00:00.000\n",
    );
    assert_eq!(
        sheet.values_of("children", "date_of_birth"),
        ["", "2005-07-04", "2005-07-04"]
    );
    assert_eq!(
        sheet.values_of("contacts", "received_on"),
        ["2000-01-01", "2010-01-01", "2026-01-05"]
    );
    assert_eq!(
        sheet.problems(),
        [
            "error 2 Date of Birth 1: expected a date such as 2026-03-31 or 31/03/2026, found text of 17 characters: cannot be read"
        ]
    );
}

#[test]
fn a_looked_after_return_may_have_iso_dates() {
    let sheet = Sheet::new(
        "reviews.csv",
        "CHILD,DOB,REVIEW,REVIEW_CODE\nK1,2012-02-01,2026-01-05,PN1\nK1,01/02/2012,06/01/2026,PN1\n",
    );
    assert_eq!(
        sheet.values_of("care_reviews", "held_on"),
        ["2026-01-05", "2026-01-06"]
    );
    assert_eq!(sheet.problems(), [""; 0]);
}

#[test]
fn a_bad_cell_that_fills_two_records_is_told_once() {
    let sheet = Sheet::new(
        "episodes.csv",
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n\
         K1,01/05/2025,S,V2,N1,U6,PR1,31/02/2026,X1,,,,\n",
    );
    let told = sheet.problems().into_iter();
    let told: Vec<String> = told.filter(|problem| problem.contains("DEC 1")).collect();
    assert_eq!(
        told,
        [
            "error 2 DEC 1: expected a date such as 2026-03-31 or 31/03/2026, found \"31/02/2026\": cannot be read"
        ]
    );
}

#[test]
fn yes_and_no_in_every_spelling_that_councils_use() {
    let seen = |answer: &str| {
        let rows = [format!("K1,05/01/2026,NEG,05/02/2026,{answer}")];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let headings = "Child Unique ID,Child Protection Plan Start Date,Latest Category of Abuse,Date of the Last Statutory Visit,Was the Child Seen Alone?";
        read(
            "List 7.csv",
            headings,
            &rows,
            ("visits", "child_seen_alone"),
        )
        .swap_remove(0)
    };
    for (answer, value) in [
        ("Y", "yes"),
        ("N", "no"),
        ("Yes", "yes"),
        ("no", "no"),
        ("a) Yes", "yes"),
        ("a. Yes", "yes"),
        ("b. No", "no"),
        ("1", "yes"),
        ("0", "no"),
        ("1 - Yes", "yes"),
        ("0 - No", "no"),
        ("True", "yes"),
        ("False", "no"),
        ("T", "yes"),
        ("F", "no"),
        ("Seen alone", "yes"),
        ("Child not seen alone", "no"),
        ("Yes-See care notes for details", "yes"),
        ("No Visit - new in last month", ""),
    ] {
        assert_eq!(seen(answer), value, "{answer}");
    }
    let action = |answer: &str| {
        let row = format!("K1,05/01/2026,1A,{answer}");
        let headings = "Child Unique ID,Date of referral,Referral Source,Referral NFA?";
        read(
            "List 3.csv",
            headings,
            &[&row],
            ("referrals", "no_further_action"),
        )
        .swap_remove(0)
    };
    for (answer, value) in [("NFA", "yes"), ("FA", "no"), ("No further action", "yes")] {
        assert_eq!(action(answer), value, "{answer}");
    }
    let disabled = |answer: &str| {
        let row = format!("K1,05/01/2026,a) Yes,{answer}");
        let headings = "Child Unique ID,Continuous Assessment Start Date,Child Seen During Continuous Assessment,Does the Child have a Disability";
        read("List 4.csv", headings, &[&row], ("children", "disabled")).swap_remove(0)
    };
    for (answer, value) in [("NA", ""), ("REFU", ""), ("NOBT", ""), ("a) Yes", "yes")] {
        assert_eq!(disabled(answer), value, "{answer}");
    }
}

#[test]
fn json_says_yes_with_true() {
    let sheet = Sheet::new(
        "visits.json",
        r#"[{"visit_id":"V1","child_id":"C1","visited_on":"2026-01-05","child_seen":true},
            {"visit_id":"V2","child_id":"C1","visited_on":"2026-01-06","child_seen":false},
            {"visit_id":"V3","child_id":"C1","visited_on":"2026-01-07","child_seen":null}]"#,
    );
    assert_eq!(sheet.values("child_seen"), ["yes", "no", ""]);
}

#[test]
fn ethnicities_and_disabilities_are_known_in_councils_spellings() {
    let ethnicity = |text: &str| {
        let row = format!("C1,2015-01-01,\"{text}\"");
        let headings = "child_id,date_of_birth,ethnicity";
        read("children.csv", headings, &[&row], ("children", "ethnicity")).swap_remove(0)
    };
    for (text, value) in [
        ("a) WBRI", "WBRI"),
        ("WBRI", "WBRI"),
        ("White British", "WBRI"),
        ("A.A1 White > British", "WBRI"),
        ("WBRI:White British", "WBRI"),
        ("WBRI -White British", "WBRI"),
        ("WOTH \u{2013} White Other", "WOTH"),
        ("Gyspy/Roma", "WROM"),
        ("Black Carribean", "BCRB"),
        ("s) REFU", "REFU"),
        ("s) NOBT", "NOBT"),
        ("t) NOBT", "NOBT"),
        ("u) UNKNOWN", ""),
    ] {
        assert_eq!(ethnicity(text), value, "{text}");
    }
    let disabled = |text: &str| {
        let row = format!("C1,2015-01-01,{text}");
        let headings = "child_id,date_of_birth,disabled";
        read("children.csv", headings, &[&row], ("children", "disabled")).swap_remove(0)
    };
    assert_eq!(disabled("CONCIOUSNESS"), "yes");
    let status = |text: &str| {
        let row = format!("K1,a) Relevant,a) Yes,{text}");
        let headings = "Child Unique ID,Eligibility Category,LA In Touch,Activity Status";
        read(
            "List 9.csv",
            headings,
            &[&row],
            ("care_leavers", "in_touch"),
        )
        .swap_remove(0)
    };
    assert_eq!(status("p1) 5D"), "yes");
}

#[test]
fn an_age_in_any_words_stops_no_date_of_birth() {
    let rows = [
        "K1,05/01/2026,1A,01/02/2020,6.138461264750171",
        "K2,05/01/2026,1A,01/06/2026,-1",
        "K3,05/01/2026,1A,01/12/2025,<1",
        "K4,05/01/2026,1A,01/05/2025,10m",
        "K5,05/01/2026,1A,01/09/2025,6 months",
    ];
    let headings = "Child Unique ID,Date of Contact,Contact Source,Date of Birth,Age";
    let sheet = Sheet::new("List 1.csv", &format!("{headings}\n{}\n", rows.join("\n")));
    assert_eq!(
        sheet.values_of("children", "date_of_birth"),
        ["2020-02-01", "", "2025-12-01", "2025-05-01", "2025-09-01"]
    );
    assert_eq!(
        sheet.values_of("children", "expected_birth_on"),
        ["", "2026-06-01", "", "", ""]
    );
    assert_eq!(sheet.problems(), [""; 0]);
}

#[test]
fn counts_are_numbers_whatever_their_point_or_comma() {
    let rows = [
        "K1,05/01/2026,NEG,1.0",
        "K2,05/01/2026,NEG,\"1,204\"",
        "K3,05/01/2026,NEG,0",
    ];
    let headings = "Child Unique ID,Child Protection Plan Start Date,Latest Category of Abuse,Number of Previous Child Protection Plans";
    let previous = ("cp_plans", "previous_plans");
    assert_eq!(
        read("List 7.csv", headings, &rows, previous),
        ["1", "1204", "0"]
    );
}

#[test]
fn ids_of_every_system_are_kept_as_they_are() {
    let ids = [
        "9212044",
        "RND000215205141",
        "P1234",
        "child_fails_assessments",
        "12345.67",
        "55501234",
        "0.667123",
        "01",
        "00",
    ];
    let rows: Vec<String> = (1..)
        .zip(ids)
        .map(|(number, id)| format!("L{number},{id},2026-01-05"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let headings = "pre_proceedings_id,child_id,decided_on";
    let child = ("pre_proceedings", "child_id");
    assert_eq!(read("pre_proceedings.csv", headings, &rows, child), ids);
}

#[test]
fn an_id_padded_to_a_hundred_places_is_the_id() {
    let row = format!("L1,\"{:<100}\",2026-01-05", "C1");
    let rows = [
        row.as_str(),
        "L2,'',2026-01-05",
        "L3,  ,2026-01-05",
        "L4,,2026-01-05",
    ];
    let headings = "pre_proceedings_id,child_id,decided_on";
    let child = ("pre_proceedings", "child_id");
    assert_eq!(
        read("pre_proceedings.csv", headings, &rows, child),
        ["C1", "", "", ""]
    );
}

#[test]
fn a_column_of_json_that_is_no_json_is_searched() {
    let outcome = |json: &str| {
        let cell = json.replace('"', "\"\"");
        let row = format!("A1,K1,2026-02-02,\"{cell}\"");
        let headings = "cina_assessment_id,cina_person_id,cina_assessment_start_date,cina_assessment_outcome_json";
        read(
            "cin_assessments.csv",
            headings,
            &[&row],
            ("assessments", "outcome"),
        )
        .swap_remove(0)
    };
    let whole = outcome(r#"{"NFA":"Y","OTHER":"N"}"#);
    assert_eq!(whole, "NFA");
    let broken = r#"{"OTHER":"N","COMMENTS":"She said "no" to it","NFA":"Y","CP":"N"}"#;
    assert_eq!(outcome(broken), whole, "comments without escapes");
    assert_eq!(
        outcome(r#"{"NFA":"Y","COMMENTS":"and then the"#),
        whole,
        "cut short"
    );
    let factors = |json: &str| {
        let cell = json.replace('"', "\"\"");
        let factors = format!(
            "cinf_table_id,cinf_assessment_id,cinf_assessment_factors_json\n1,A1,\"{cell}\"\n"
        );
        let assessments =
            "cina_assessment_id,cina_person_id,cina_assessment_start_date\nA1,K1,2026-02-02\n";
        let sheet = Sheet::of(&[
            ("assessment_factors.csv", factors.as_bytes()),
            ("cin_assessments.csv", assessments.as_bytes()),
        ]);
        sheet.values_of("assessments", "factors").swap_remove(0)
    };
    assert_eq!(factors(r#"["3A",null,"16A"]"#), "3A+16A");
    assert_eq!(factors(r#"{"3A":"Y","4B":"N","16A":"Yes"}"#), "16A+3A");
    assert_eq!(factors("3A, 16A"), "3A+16A", "Mosaic writes commas");
    assert_eq!(factors("[3A,16A]"), "3A+16A");
    assert_eq!(factors(r#"["3A","16"#), "3A", "cut short in its last word");
}

#[test]
fn a_column_of_json_has_other_keys_in_another_system() {
    for key in ["CP_CONFERENCE_FLAG", "OUTCOME_CP_CONFERENCE_FLAG"] {
        let row = format!("E1,K1,2026-01-05,\"{{\"\"{key}\"\":\"\"Y\"\"}}\"");
        let headings =
            "s47e_s47_enquiry_id,s47e_person_id,s47e_s47_start_date,s47e_s47_outcome_json";
        let required = ("s47_enquiries", "conference_required");
        assert_eq!(
            read("ssd_s47_enquiry.csv", headings, &[&row], required),
            ["yes"],
            "{key}"
        );
    }
}

#[test]
fn the_census_says_yes_in_words_and_digits() {
    for (answer, value) in [
        ("true", "yes"),
        ("TRUE", "yes"),
        ("1", "yes"),
        ("false", "no"),
        ("FALSE", "no"),
        ("0", "no"),
    ] {
        let text = format!(
            "<Message><Header/><Children><Child><ChildIdentifiers><LAchildID>K1</LAchildID>\
             <PersonBirthDate>2015-03-27</PersonBirthDate></ChildIdentifiers><CINdetails>\
             <CINreferralDate>2025-06-02</CINreferralDate><ReferralNFA>{answer}</ReferralNFA>\
             </CINdetails></Child></Children></Message>"
        );
        let sheet = Sheet::new("return.xml", &text);
        assert_eq!(
            sheet.values_of("referrals", "no_further_action"),
            [value],
            "{answer}"
        );
        assert_eq!(sheet.values_of("referrals", "received_on"), ["2025-06-02"]);
        assert_eq!(sheet.values_of("children", "date_of_birth"), ["2015-03-27"]);
    }
}

#[test]
fn the_marks_of_an_editor_are_no_part_of_a_code_an_id_or_a_day() {
    let headings = "allocation_id,child_id,worker_id,role,started_on";
    let rows = [
        "K1,<p>C1</p>,<div><b>W 1</b></div>,<p>IRO</p>,<p>2026-01-05</p>",
        "K2,C1,<p>&nbsp;</p>,<p></p>,&nbsp;2026-01-06&nbsp;",
        "K3,C1,<W3>,social worker<br/>,2026-01-07<br>",
    ];
    let of = |field| read("allocations.csv", headings, &rows, ("allocations", field));
    assert_eq!(of("child_id"), ["C1"; 3]);
    assert_eq!(of("worker_id"), ["W 1", "", "<W3>"]);
    let roles = [
        "independent reviewing officer",
        "",
        "allocated social worker",
    ];
    assert_eq!(of("role"), roles);
    assert_eq!(of("started_on"), ["2026-01-05", "2026-01-06", "2026-01-07"]);
    let headings = "core_group_id,child_id,held_on,agencies";
    let rows = ["G1,C1,2026-01-05,<p>Police</p><p>Health</p>"];
    let agencies = ("core_groups", "agencies");
    let agencies = read("core_groups.csv", headings, &rows, agencies);
    assert_eq!(agencies.len(), 1);
    assert!(!agencies[0].contains('<'), "{agencies:?}");
    // Of another format, in the column that says whether there is a record too.
    let headings = "CHILD,DOB,MISSING,MIS_START,MIS_END";
    let rows = ["K1,01/01/2012,<p>M</p>,<p>01/02/2026</p>,<p>&nbsp;</p>"];
    let began = read(
        "missing.csv",
        headings,
        &rows,
        ("missing_episodes", "started_on"),
    );
    assert_eq!(began, ["2026-02-01"]);
}
