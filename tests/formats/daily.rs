//! The DfE's daily data: nested JSON, a document a child, in each of the ways that councils hold it.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::export::Export;
use crate::command::{Folder, caseready};

/// Three children: one whose first conference is late and who goes into care, one with an open assessment, one to be deleted.
fn documents() -> Vec<Value> {
    vec![
        json!({
            "la_child_id": "K1", "mis_child_id": "M1",
            "child_details": {"unique_pupil_number": "ABC0123456789", "first_name": "Zebedee", "surname": "Quux",
                "date_of_birth": "2015-06-14", "sex": "M", "ethnicity": "WBRI", "disabilities": ["HAND", "VIS"],
                "postcode": "ZZ9 9ZZ", "uasc_flag": false, "purge": false},
            "health_and_wellbeing": {"sdq_assessments": [{"date": "2025-12-01", "score": 20}], "purge": false},
            "social_care_episodes": [{
                "social_care_episode_id": "E1", "referral_date": "2025-11-03", "referral_source": "1C",
                "referral_no_further_action_flag": false,
                "care_worker_details": [{"worker_id": "SW1", "start_date": "2025-11-04"}],
                "child_and_family_assessments": [{"child_and_family_assessment_id": "A1", "start_date": "2025-11-04",
                    "authorisation_date": "2025-12-15", "factors": ["1C", "4A"], "purge": false}],
                "section_47_assessments": [{"section_47_assessment_id": "S1", "start_date": "2025-11-10",
                    "icpc_required_flag": true, "icpc_date": "2025-12-22", "end_date": "2025-11-20", "purge": false}],
                "child_protection_plans": [
                    {"child_protection_plan_id": "P1", "start_date": "2025-12-22", "purge": false},
                    {"child_protection_plan_id": "P0", "start_date": "2020-12-22", "purge": true}],
                "child_looked_after_placements": [
                    {"child_looked_after_placement_id": "L1", "start_date": "2026-01-12", "start_reason": "S",
                     "placement_type": "U6", "postcode": "ZZ9 9ZZ", "end_date": "2026-02-02", "end_reason": "X1"},
                    {"child_looked_after_placement_id": "L2", "start_date": "2026-02-02", "start_reason": "P",
                     "placement_type": "U1", "change_reason": "CHILD"}],
                "purge": false}],
            "purge": false}),
        json!({
            "la_child_id": "K2",
            "social_care_episodes": [{"social_care_episode_id": "E2", "referral_date": "2025-12-01",
                "child_and_family_assessments": [{"child_and_family_assessment_id": "A2", "start_date": "2025-12-02"}]}]}),
        json!({"la_child_id": "K3", "purge": true,
            "social_care_episodes": [{"social_care_episode_id": "E3", "referral_date": "2025-12-01"}]}),
    ]
}

fn staging(documents: &[Value]) -> String {
    let mut text = "id,person_id,legacy_id,previous_json_payload,json_payload,partial_json_payload,current_hash,\
                    previous_hash,submission_status,submission_timestamp,api_response,row_state,last_updated\n"
        .to_owned();
    for (number, document) in documents.iter().enumerate() {
        let quoted = document.to_string().replace('"', "\"\"");
        let _ = writeln!(
            text,
            "{number},{number},,,\"{quoted}\",,0x11,,Pending,,,New,2026-03-30"
        );
    }
    text
}

/// What an audit says of an export, apart from where it stands.
fn said(export: &Export) -> Vec<String> {
    let run = export.audit(&["--period", "all"]);
    let rules = run["rules"].as_array().expect("rules").iter();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let assessed = rules.filter(|rule| rule["status"] == "assessed");
    let mut said: Vec<String> = assessed
        .map(|rule| format!("{} {}", text(&rule["id"]), rule["outcomes"]))
        .collect();
    for list in ["findings", "unknown"] {
        let findings = run[list].as_array().expect("a list").iter();
        said.extend(findings.map(|finding| {
            ["rule", "key", "outcome", "due_on"]
                .map(|part| text(&finding[part]))
                .join(" ")
        }));
    }
    said
}

#[test]
fn the_daily_data_is_the_same_however_it_is_held() {
    let documents = documents();
    let array = Value::from(documents.clone()).to_string();
    let lines: Vec<String> = documents.iter().map(Value::to_string).collect();
    let wrapped = json!({"la_code": 123, "Children": documents}).to_string();
    let lower = json!({"la_code": 123, "children": documents}).to_string();
    let first = said(&Export::of(&[("payload.json", &array)]));
    let rules: Vec<&str> = first
        .iter()
        .filter_map(|line| line.split(' ').next())
        .collect();
    for rule in ["AS-01", "CI-14", "CI-24", "DQ-01", "DQ-03", "DQ-07"] {
        assert!(rules.contains(&rule), "{rule}: {first:#?}");
    }
    for line in ["AS-01 A2 overdue 2026-02-06", "DQ-01 K2 failed -"] {
        assert!(first.contains(&line.to_owned()), "{line}: {first:#?}");
    }
    for (name, text) in [
        ("lines.jsonl", lines.join("\n")),
        ("wrapped.json", wrapped),
        ("lower.json", lower),
        ("staging.csv", staging(&documents)),
    ] {
        assert_eq!(said(&Export::of(&[(name, &text)])), first, "{name}");
    }
    let one = said(&Export::of(&[("one.json", &lines[0])]));
    assert!(one.iter().any(|line| line.starts_with("AS-01")), "{one:#?}");
    assert!(one.iter().all(|line| !line.contains(" A2 ")), "{one:#?}");
}

#[test]
fn a_reason_that_no_export_carries_is_not_found_wanting() {
    let export = Export::of(&[("payload.json", &Value::from(documents()).to_string())]);
    let run = export.audit(&["--only", "AS-02"]);
    let rule = &run["rules"][0];
    assert_eq!(rule["status"], "not assessed", "{rule}");
    assert_eq!(
        rule["reason"],
        "no assessments.overrun_reason in these files"
    );
}

#[test]
fn every_part_of_a_document_becomes_a_record_and_what_is_to_be_deleted_none() {
    let export = Export::of(&[("payload.json", &Value::from(documents()).to_string())]);
    for (table, holds, keys) in [
        (
            "children",
            "date_of_birth = { at_least = 2027-01-01 }",
            vec!["K1", "K2"],
        ),
        ("children", "disabled = true", vec!["K2"]),
        ("children", "unaccompanied = true", vec!["K1", "K2"]),
        (
            "referrals",
            "received_on = { at_least = 2025-12-01 }",
            vec!["E1"],
        ),
        ("referrals", "source = \"1C\"", vec!["E2"]),
        (
            "assessments",
            "completed_on = { at_most = 2025-12-15 }",
            vec!["A2"],
        ),
        ("assessments", "factors = \"4A\"", vec!["A2"]),
        ("s47_enquiries", "conference_required = false", vec!["S1"]),
        (
            "conferences",
            "held_on = { at_least = 2026-01-01 }",
            vec!["S1/2025-12-22"],
        ),
        (
            "cp_plans",
            "started_on = { at_least = 2026-01-01 }",
            vec!["P1"],
        ),
        (
            "care_periods",
            "started_on = { at_least = 2026-02-01 }",
            vec!["K1/2026-01-12"],
        ),
        (
            "placements",
            "started_on = { at_least = 2026-02-02 }",
            vec!["L1"],
        ),
        ("placements", "change_reason = \"present\"", vec!["L1"]),
        ("allocations", "role = \"allocated social worker\"", vec![]),
        (
            "emotional_health",
            "held_on = { at_least = 2026-01-01 }",
            vec!["K1/2025-12-01"],
        ),
    ] {
        assert_eq!(export.but(table, holds), keys, "{table} {holds}");
    }
    // The third child, and the first one's old plan.
    export.says("2 parts marked to be deleted (purge) were left out", 2);
    export.says(
        "episodes joined into records of care_periods: 2 rows, 1 record",
        2,
    );
    let page = export.inspect();
    assert!(page.contains("(DfE daily"), "{page}");
    for personal in ["Zebedee", "Quux", "ZZ9 9ZZ", "ABC0123456789"] {
        assert!(!page.contains(personal), "{personal} is in\n{page}");
    }
}

#[test]
fn documents_that_are_cut_short_or_wanting_are_counted() {
    let documents = documents();
    let mut text = staging(&documents[..2]);
    text += "8,8,,,,,0x11,,Pending,,,New,2026-03-30\n";
    text +=
        "9,9,,,\"{\"\"la_child_id\"\": \"\"K9\"\", \"\"social\",,0x11,,Pending,,,New,2026-03-30\n";
    let export = Export::of(&[("staging.csv", &text)]);
    export.says(
        "1 row has no document in json_payload: nothing is read from it",
        1,
    );
    export.says("the document in json_payload is no whole JSON: not read", 1);
    assert_eq!(
        export.but("children", "date_of_birth = { at_least = 2027-01-01 }"),
        ["K1", "K2"]
    );

    let cut = format!("{{\"la_child_id\": \"{}", "x".repeat(40_000));
    let cut: String = cut.chars().take(32_767).collect();
    let folder = Folder::with(&[("staging.csv", staging(&[Value::from(cut)]).as_bytes())]);
    // A text in JSON is no document; the same text as Excel leaves it is no JSON.
    let raw = format!(
        "id,person_id,json_payload,row_state\n1,1,\"{}\",New\n",
        format!("{{\"la_child_id\": \"{}", "x".repeat(32_767)).replace('"', "\"\"")
    );
    let broken = Folder::with(&[("staging.csv", raw.as_bytes())]);
    for (folder, wanted) in [
        (
            folder,
            "expected records in curly brackets, and there are none",
        ),
        (
            broken,
            "no document in json_payload is whole JSON, cut short as Excel cuts a long cell: export the table as CSV without opening it in Excel",
        ),
    ] {
        let output = caseready(["inspect", &folder.file("staging.csv")]);
        assert_eq!(output.code, 2, "{}", output.stdout);
        let said = output
            .stderr
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(said.contains(wanted), "{said}");
    }
}

#[test]
fn tables_of_the_safeguarding_dataset_are_read_from_json() {
    let rows = json!([
        {"cinp_cin_plan_id": "P1", "cinp_person_id": "K1", "cinp_cin_plan_start_date": "2025-06-02T00:00:00", "cinp_cin_plan_end_date": null},
        {"cinp_cin_plan_id": "P2", "cinp_person_id": 22, "cinp_cin_plan_start_date": "2025-07-02", "cinp_cin_plan_end_date": "2025-09-01"}
    ]);
    let holds = "started_on = { at_least = 2027-01-01 }";
    let one = Export::of(&[("ssd_cin_plans.json", &rows.to_string())]);
    assert_eq!(one.but("cin_plans", holds), ["P1", "P2"]);
    let tables = json!({"ssd_cin_plans": rows, "ssd_disability": [
        {"disa_table_id": 1, "disa_person_id": "K1", "disa_disability_code": "HAND"}], "notes": "of March"});
    let all = Export::of(&[("ssd.json", &tables.to_string())]);
    assert_eq!(all.but("cin_plans", holds), ["P1", "P2"]);
    assert_eq!(all.but("children", "disabled = false"), ["K1"]);
    assert!(
        all.inspect().contains("(Standard Safeguarding"),
        "{}",
        all.inspect()
    );
}

#[test]
fn a_schema_is_no_export() {
    let schema =
        json!({"openapi": "3.0.1", "paths": {"children": [{"la_child_id": "K1"}]}}).to_string();
    let folder = Folder::with(&[("schema.json", schema.as_bytes())]);
    let output = caseready(["audit", &folder.file("schema.json")]);
    assert_eq!(output.code, 2);
    assert!(
        output
            .stderr
            .contains("it describes how data is to be written (openapi), and holds none"),
        "{}",
        output.stderr
    );
}
