//! Rows that are joined into records.

use super::export::Export;

#[test]
fn of_two_answers_to_a_flag_yes_wins() {
    let export = Export::of(&[
        (
            "ssd_person.csv",
            "pers_person_id,pers_sex,pers_dob\nK1,M,2012-01-01\nK2,F,2012-01-01\nK3,F,2012-01-01\n",
        ),
        (
            "ssd_disability.csv",
            "disa_table_id,disa_person_id,disa_disability_code\n1,K1,NONE\n2,K1,HEAR\n3,K2,NONE\n",
        ),
    ]);
    assert_eq!(export.but("children", "disabled = true"), ["K2", "K3"]);
    assert_eq!(export.but("children", "disabled = false"), ["K1", "K3"]);
    assert_eq!(
        export.but("children", "date_of_birth = \"present\""),
        [""; 0]
    );
}

#[test]
fn parts_of_one_record_that_say_different_things_are_named() {
    let export = Export::of(&[(
        "uasc.csv",
        "CHILD,SEX,DOB,DUC\nK1,2,01/01/2012,01/01/2030\nK1,2,02/01/2012,01/01/2030\nK1,1,,01/01/2030\n",
    )]);
    export.says(
        "date_of_birth of \"K1\" is another than in line 2 of the same file: the first is kept",
        1,
    );
    export.says(
        "sex of \"K1\" is another than in line 2 of the same file: the first is kept",
        1,
    );
    assert_eq!(export.but("children", "sex = \"F\""), [""; 0]);
}

const FACTORS: &str = "cinf_table_id,cinf_assessment_id,cinf_assessment_factors_json\n\
    1,A1,\"[\"\"3A\"\",null,\"\"16A\"\"]\"\n2,A9,\"[\"\"3A\"\"]\"\n";

#[test]
fn what_adds_to_a_record_makes_none() {
    let export = Export::of(&[
        // Read before the list that makes the records.
        ("assessment_factors.csv", FACTORS),
        (
            "cin_assessments.csv",
            "cina_assessment_id,cina_person_id,cina_assessment_start_date,cina_assessment_outcome_json\n\
             A1,K1,2026-02-02,\"{\"\"NFA\"\":\"\"N\"\",\"\"OTHER\"\":\"\"Y\"\"}\"\n\
             A2,K2,2026-02-02,\"{\"\"NFA\"\":\"\"Y\"\",\"\"OTHER\"\":\"\"Y\"\"}\"\n",
        ),
    ]);
    assert_eq!(export.but("assessments", "factors = [\"3A\"]"), ["A2"]);
    assert_eq!(export.but("assessments", "outcome = \"present\""), ["A2"]);
    export.says(
        "1 row adds to a record of assessments that is not in these files: left out",
        1,
    );
    export.says(
        "1 cell says yes to several answers where there is room for one: read as blank",
        1,
    );
    let alone = Export::of(&[
        ("assessment_factors.csv", FACTORS),
        ("uasc.csv", "CHILD,SEX,DOB,DUC\nK1,2,01/01/2012,\n"),
    ]);
    alone.says(
        "2 rows add to records of assessments that are not in these files: left out; the first is named here",
        2,
    );
    let run = alone.audit(&["--only", "AS-01"]);
    assert_eq!(run["rules"][0]["reason"], "no assessments in these files");
}

#[test]
fn the_latest_row_is_the_record_and_a_span_adds_to_the_record_it_overlaps() {
    let export = Export::of(&[
        (
            "ssd_cla_episodes.csv",
            "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_cla_id,clae_entered_care_date\n\
             2,K1,2025-03-01,,C1,2025-01-01\n\
             1,K1,2025-01-01,2025-03-01,C1,2025-01-01\n\
             3,K1,2024-01-01,2024-06-01,,2024-01-01\n",
        ),
        (
            "ssd_legal_status.csv",
            "lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date\n\
             1,K1,V2,2024-01-01,2025-01-01\n\
             2,K1,C1,2025-01-01,2025-05-01\n\
             3,K1,C2,2025-05-01,\n\
             4,K2,C2,2025-05-01,\n",
        ),
    ]);
    assert_eq!(
        export.but("care_periods", "ended_on = \"blank\""),
        ["K1/2024-01-01"],
        "the last episode of C1 has not ended"
    );
    assert_eq!(
        export.but("care_periods", "legal_status = \"C2\""),
        ["K1/2024-01-01"]
    );
    assert_eq!(export.but("care_periods", "legal_status = \"V2\""), ["C1"]);
    export.says(
        "1 row tells of a record of care_periods that a later one tells of too: the latest is read",
        1,
    );
    export.says(
        "1 row falls into no record of care_periods of its child: left out",
        1,
    );
}

const EPISODES: &str = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n";

fn episodes(rows: &str) -> String {
    format!(
        "{EPISODES}{}",
        rows.replace(';', ",N1,").replace('|', ",,,\n")
    )
}

#[test]
fn episodes_become_periods_and_placements() {
    // K1 came on 1 May 2025, changed status, then placement, left on 1 October and came back on 1 December.
    // K2 was there before the file begins, and its first row stands in last year's file without its end.
    let this_year = episodes(
        "K1,01/05/2025,S,V2;U6,PR1,01/06/2025,X1,|K1,01/06/2025,L,C2;U6,PR1,01/08/2025,X1,PLANP|\
         K1,01/08/2025,P,C2;U4,PR2,01/10/2025,E8,|K1,01/12/2025,S,V2;U6,PR1,,,|\
         K2,01/02/2025,L,C2;K2,PR4,01/09/2025,X1,|K2,01/09/2025,L,E1;K2,PR4,,,|",
    );
    let last_year = episodes("K2,01/02/2025,L,C2;K2,PR4,,,|");
    let export = Export::of(&[
        ("last_year_episodes.csv", &last_year),
        ("this_year_episodes.csv", &this_year),
        (
            "reviews.csv",
            "CHILD,DOB,REVIEW,REVIEW_CODE\nK1,01/01/2015,20/05/2025,PN1\nK1,01/01/2015,01/12/2025,PN1\n\
             K1,01/01/2015,01/11/2025,PN1\nK2,01/01/2015,01/01/2025,PN1\n",
        ),
    ]);
    assert_eq!(
        export.but("care_periods", "ended_on = \"blank\""),
        ["K1/2025-05-01"]
    );
    assert_eq!(
        export.but("care_periods", "started_on = \"present\""),
        ["K2/2025-02-01"],
        "it began before the files do"
    );
    assert_eq!(
        export.but("care_periods", "legal_status = \"C2\""),
        ["K1/2025-12-01", "K2/2025-02-01"],
        "the status is the last one"
    );
    assert_eq!(
        export.but("placements", "kind = \"U6\""),
        ["K1/2025-08-01", "K2/2025-02-01"]
    );
    assert_eq!(
        export.but("placements", "ended_on = \"blank\""),
        ["K1/2025-05-01", "K1/2025-08-01"]
    );
    assert_eq!(
        export.but("placements", "\"period.ended_on\" = \"blank\""),
        ["K1/2025-05-01", "K1/2025-08-01"],
        "each belongs to the period that is open on its day"
    );
    assert_eq!(
        export.but("care_reviews", "\"period.ended_on\" = \"blank\""),
        ["K1/2025-05-20"]
    );
    export.says(
        "1 record of care_reviews is of a day on which its child has no record of care_periods: its period_id is blank",
        1,
    );
    export.says(
        "episodes joined into records of care_periods: 7 rows, 3 records",
        7,
    );
    export.says(
        "episodes joined into records of placements: 7 rows, 4 records",
        7,
    );
}

#[test]
fn episodes_are_put_in_order_by_days_read_as_their_column_has_them() {
    let export = Export::of(&[(
        "episodes.csv",
        &episodes(
            "K1,03/31/2025,S,C2;U6,PR1,04/13/2025,X1,|K1,04/13/2025,P,C2;U4,PR1,05/02/2025,X1,|\
             K1,05/02/2025,P,C2;U6,PR1,,,|",
        ),
    )]);
    export.says(
        "episodes joined into records of care_periods: 3 rows, 1 record",
        3,
    );
    assert_eq!(
        export.but("care_periods", "started_on = 2025-03-31"),
        [""; 0]
    );
    let problems = export.problems();
    let odd = problems
        .iter()
        .find(|(message, _)| message.starts_with("in 1 episode"));
    assert_eq!(odd, None, "{problems:#?}");
}

#[test]
fn episodes_that_do_not_go_together_are_counted_once_for_each_kind() {
    let export = Export::of(&[(
        "episodes.csv",
        &episodes(
            "K1,01/05/2025,S,V2;U6,PR1,01/06/2025,X1,|K1,02/06/2025,L,V2;U4,PR1,,,|\
             K2,01/05/2025,S,V2;U6,PR1,,,|K2,01/08/2025,S,V2;U6,PR1,01/09/2025,X1,|\
             K3,01/05/2025,S,V2;U6,PR1,01/06/2025,E8,|K3,01/05/2025,S,V2;U6,PR1,01/07/2025,E8,|\
             K4,01/05/2025,S,V2;U6,PR1,,E8,|\
             K5,01/05/2025,S,V2;U6,PR1,,,|K5,01/05/2025,S,V2;K2,PR1,,,|",
        ),
    )]);
    let problems = export.problems();
    for message in [
        "in 2 episodes another episode of the child has the same DECOM: the first is kept; the first is named here",
        "in 1 episode the row differs from the one before though its RNE does not say so: taken for a new record",
        "in 1 episode RNE is \"S\" though the episode before has not ended: taken for a new record",
        "in 1 episode DECOM is not DEC of the episode before, though its REC is \"X1\"",
        "in 1 episode REC is \"X1\" and no episode follows: taken for open",
        "in 1 episode REC is filled and DEC is blank: no end is known",
    ] {
        let times = problems.iter().filter(|(text, _)| text == message).count();
        assert_eq!(times, 1, "{message}: {problems:#?}");
    }
}

const REFERRALS: &str = "Child Unique ID,Date of referral,Referral Source,Referral NFA?\n\
    K1,01/02/2026,1A,NFA\nK2,01/02/2026,1B,b) No\n";

#[test]
fn a_referral_is_open_only_where_the_list_of_open_cases_has_it() {
    let alone = Export::of(&[("List 3.csv", REFERRALS)]);
    assert_eq!(
        alone.but("referrals", "source = \"3A\""),
        ["K1/2026-02-01", "K2/2026-02-01"]
    );
    let cases = "Child Unique ID,CIN Start Date,Primary Need Code,CIN Closure Date\n";
    let empty = Export::of(&[("List 3.csv", REFERRALS), ("List 6.csv", cases)]);
    assert_eq!(
        empty.but("referrals", "source = \"3A\""),
        ["K1/2026-02-01", "K2/2026-02-01"],
        "a list that nobody filled in proves nothing"
    );
    let both = Export::of(&[
        ("List 3.csv", REFERRALS),
        (
            "List 6.csv",
            &format!("{cases}K2,01/02/2026,N1,\nK3,01/02/2020,N1,\n"),
        ),
    ]);
    assert_eq!(
        both.but("referrals", "primary_need = \"blank\""),
        ["K2/2026-02-01", "K3/2020-02-01"]
    );
    assert_eq!(
        both.but("referrals", "source = \"1B\""),
        ["K3/2020-02-01"],
        "list 3 adds to what list 6 has"
    );
    both.says(
        "1 record of referrals is not in Annex A list 6, which holds all that is open: closed work of which no more is known, left out",
        1,
    );
}

#[test]
fn a_care_leaver_of_two_formats_is_one_with_what_either_says() {
    let dataset = "clea_table_id,clea_person_id,clea_care_leaver_eligibility,clea_care_leaver_in_touch,clea_care_leaver_latest_contact,clea_care_leaver_activity\n\
                   1,K1,Relevant,Y,2026-03-02,F2\n2,K2,Relevant,Y,2026-03-02,F2\n";
    let yearly =
        "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\nK1,01/02/2007,YES,F4,B1\nK3,01/02/2007,YES,F2,B2\n";
    let export = Export::of(&[("ssd_care_leavers.csv", dataset), ("oc3.csv", yearly)]);
    let all = "last_contact_on = { at_least = 2027-01-01 }";
    assert_eq!(export.but("care_leavers", all), ["K1", "K2", "K3"]);
    // The dataset has no accommodation, and the return no contact.
    let suitable = "accommodation_suitable = true, last_contact_on = { at_least = 2026-03-02 }";
    assert_eq!(export.but("care_leavers", suitable), ["K2", "K3"]);
    let problems = export.problems();
    let conflict = problems
        .iter()
        .find(|(said, _)| said.starts_with("activity of \"K1\""));
    let (said, _) = conflict.unwrap_or_else(|| panic!("{problems:#?}"));
    assert!(said.contains("the first is kept"), "{said}");
    let twice = problems
        .iter()
        .find(|(said, _)| said.contains("occurs twice"));
    assert_eq!(twice, None);
}
