//! Files whose key goes by another heading, and files that go by the name of another table.

use std::fs;

use crate::cells::Sheet;
use crate::command::{Folder, Output, caseready};

fn audited(name: &str, text: &str) -> Output {
    let folder = Folder::with(&[(name, text.as_bytes())]);
    caseready(["audit", &folder.file(name), "--as-at", "2026-03-31"])
}

/// What is said of the only file, which is not read.
#[track_caller]
fn refused(name: &str, text: &str) -> String {
    let output = audited(name, text);
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (2, ""),
        "{}",
        output.stderr
    );
    let said = output
        .stderr
        .split_once(": not recognised: ")
        .expect("why it is not read");
    said.1.trim_end().to_owned()
}

/// A table of the example, its first heading another.
fn with_first_heading(table: &str, heading: &str) -> String {
    let path = format!("fixtures/focused-visit/{table}.csv");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let (_, rest) = text.split_once(',').expect("several headings");
    format!("{heading},{rest}")
}

#[test]
fn a_table_whose_key_goes_by_another_heading_is_not_taken_for_the_one_it_refers_to() {
    for (table, key, heading) in [
        ("assessments", "assessment_id", "Assessment No"),
        ("allocations", "allocation_id", "Allocation No"),
        (
            "strategy_discussions",
            "strategy_discussion_id",
            "Strategy discussion ref",
        ),
        ("placements", "placement_id", "Placement No"),
        ("conferences", "conference_id", "Conference ref"),
    ] {
        let text = with_first_heading(table, heading);
        for name in [format!("{table}.csv"), "export 3.csv".to_owned()] {
            let differ = format!("headings that differ: {heading:?} (is it {key}?)");
            // Its own name says which table it should be.
            let said = if name.starts_with(table) {
                format!(
                    "it has no heading {key}; {differ}. Name the headings so, or begin a mapping with caseready init"
                )
            } else {
                format!(
                    "run caseready init EXPORT to begin a mapping for it; its headings are nearest to {table}, but there is no {key}; {differ}"
                )
            };
            assert_eq!(refused(&name, &text), said, "{name}");
        }
    }
}

#[test]
fn a_file_of_few_headings_that_goes_by_a_tables_name_is_no_other() {
    let rows = "period_id,child_id,started_on,ended_on\nP1,C1,2026-01-05,\n";
    let sheet = Sheet::new("in care.csv", rows);
    assert_eq!(
        sheet.values_of("care_periods", "started_on"),
        ["2026-01-05"]
    );
    for name in ["placements.csv", "Placements (2).csv"] {
        let said = refused(name, rows);
        let begins = "it has no heading placement_id. ";
        assert!(said.starts_with(begins), "{said}");
    }
}

#[test]
fn a_file_that_goes_by_the_name_of_one_table_and_holds_another_is_not_read() {
    let rows = "plan_id,child_id,started_on,ended_on,category\nP1,C1,2026-01-05,,neglect\n";
    assert_eq!(
        refused("cin_plans.csv", rows),
        "it goes by the name of cin_plans, and its headings are those of cp_plans (\"category\"): name it after what it holds"
    );
    let json = r#"[{"plan_id": "P1", "child_id": "C1", "started_on": "2026-01-05", "category": "neglect"}]"#;
    assert_eq!(
        refused("cin_plans.json", json),
        "it goes by the name of cin_plans, and its headings are those of cp_plans (\"category\"): name it after what it holds"
    );
    let sheet = Sheet::new("plans of the year.csv", rows);
    assert_eq!(sheet.values_of("cp_plans", "category"), ["NEG"]);
}

#[test]
fn of_headings_that_fit_nothing_the_name_of_the_file_says_what_they_may_be() {
    let rows =
        "Plan No,Person,Plan type,Conference date,Next conference,Chair\n1,2,a,2026-01-05,,\n";
    for (name, near) in [
        ("cp_plans.csv", "it has none of the headings of cp_plans. "),
        (
            "export of 3 March/CP plans.csv",
            "it has none of the headings of cp_plans. ",
        ),
        (
            "North cp_plans.csv",
            "run caseready init EXPORT to begin a mapping for it; it goes by the name of cp_plans, but there is no plan_id; ",
        ),
    ] {
        let said = refused(name, rows);
        assert!(said.starts_with(near), "{name}: {said}");
    }
}

#[test]
fn a_list_of_workers_with_the_days_they_began_is_no_list_of_allocations() {
    let rows = "worker_id,role,team,started_on,ended_on\nW1,social worker,North,2024-01-08,\n";
    for name in ["workers.csv", "staff.csv"] {
        assert_eq!(
            Sheet::new(name, rows).values_of("workers", "team"),
            ["North"]
        );
    }
    let said = refused(
        "who has whom.csv",
        &rows
            .replace("team,", "team,child_id,")
            .replace("North,", "North,C1,"),
    );
    assert!(
        said.contains("; its headings are nearest to allocations, but there is no allocation_id"),
        "{said}"
    );
}

#[test]
fn a_mapping_can_be_begun_for_a_file_whose_key_goes_by_another_heading() {
    let folder = Folder::with(&[(
        "assessments.csv",
        with_first_heading("assessments", "No").as_bytes(),
    )]);
    let settings = folder.file("caseready.toml");
    let export = folder.file("assessments.csv");
    let output = caseready(["init", &export, "--write", &settings]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let written = fs::read_to_string(&settings).expect("a mapping");
    assert!(written.contains("table = \"assessments\""), "{written}");
}

#[test]
fn a_file_that_goes_by_the_name_of_one_table_and_has_the_headings_of_another_alone_is_told_of() {
    const SUPERVISIONS: &str = "supervision_id,child_id,held_on\nS1,C1,2026-03-02\n";
    const TOLD: &str = "warning - - 1: it goes by the name of visits, and its headings are those of supervisions: read as supervisions; \
                        if it should hold visits, export it again, else name it after what it holds";
    for name in ["visits.csv", "Visits 2.csv", "north/visits.csv"] {
        let sheet = Sheet::new(name, SUPERVISIONS);
        assert_eq!(sheet.rows("supervisions"), 1);
        assert_eq!(sheet.problems(), [TOLD], "{name}");
    }
    let json = r#"[{ "supervision_id": "S1", "child_id": "C1", "held_on": "2026-03-02" }]"#;
    assert_eq!(Sheet::new("visits.json", json).problems(), [TOLD]);
    for name in ["supervisions.csv", "March.csv", "home visits.csv"] {
        assert_eq!(Sheet::new(name, SUPERVISIONS).problems(), [""; 0], "{name}");
    }
}
