//! Which files a council's own mapping reads, and what is said where a file is not quite the one that it was written for.

use std::fs;

use crate::command::{Folder, Output, caseready};

const SETTINGS: &str = r#"
[[mapping]]
name     = "Supervision.csv"
headings = ["Mosaic ID", "Team", "Worker", "Date", "Type", "Comments"]
needs    = ["Mosaic ID"]
[[mapping.record]]
table = "supervisions"
key   = ["Mosaic ID", "Date"]
[mapping.record.fields]
child_id  = "Mosaic ID"
worker_id = "Worker"
held_on   = "Date"
kind      = "Type"
"#;

const SUPERVISION: &str = "Mosaic ID,Team,Worker,Date,Type,Comments
C1,North,W1,05/03/2026,Supervision,x
C2,North,W1,06/03/2026,Supervision,x
";

/// What a command says of these files under these settings.
fn run(command: &str, settings: &str, files: &[(&str, &str)]) -> Output {
    let folder = Folder::new();
    for (name, text) in files {
        folder.write(name, text.as_bytes());
    }
    let config = folder.file(".settings.toml");
    fs::write(&config, settings).expect("the settings are written");
    let path = folder.as_argument();
    caseready([command, &path, "--as-at", "2026-03-31", "--config", &config])
}

/// The same, in one line.
fn said(command: &str, settings: &str, files: &[(&str, &str)]) -> String {
    let output = run(command, settings, files);
    let said = format!("{} {}", output.stdout, output.stderr);
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_file_that_shares_a_few_headings_with_a_mapping_is_not_read_through_it() {
    let visits = "Mosaic ID,Team,Worker,Date,Seen,Seen alone
C1,North,W1,20/03/2026,Y,Y
C3,North,W1,21/03/2026,Y,N
";
    let files = [("Supervision.csv", SUPERVISION), ("CP visits.csv", visits)];
    let page = said("inspect", SETTINGS, &files);
    assert!(page.contains("supervisions: 2 records"), "{page}");
    let reason = "CP visits.csv: this file was not read: it has 4 of the 6 headings of the mapping of Supervision.csv and 2 others: map it on its own, with caseready init";
    assert!(page.contains(reason), "{page}");
    let audit = said("audit", SETTINGS, &files);
    assert!(audit.contains(reason), "{audit}");
}

#[test]
fn a_file_of_mostly_other_columns_is_not_read_though_it_has_every_heading_of_a_mapping() {
    let settings = SETTINGS
        .replace("\"Team\", ", "")
        .replace(", \"Comments\"", "");
    let visits = "Mosaic ID,Team,Worker,Date,Type,Seen,Alone,Bedroom,Written up
C1,North,W1,20/03/2026,Child protection,Y,Y,Y,21/03/2026
";
    let page = said(
        "inspect",
        &settings,
        &[("Supervision.csv", SUPERVISION), ("CP visits.csv", visits)],
    );
    assert!(page.contains("supervisions: 2 records"), "{page}");
    assert!(
        page.contains("it has 4 of the 4 headings of the mapping of Supervision.csv and 5 others"),
        "{page}"
    );
}

#[test]
fn next_months_export_is_read_under_a_new_name_and_whose_mapping_it_is_read_by_is_said() {
    let april = SUPERVISION
        .replace("Comments\n", "Comments,Place\n")
        .replace(",x\n", ",x,Office\n")
        .replace("/03/2026", "/02/2026");
    let page = said(
        "inspect",
        SETTINGS,
        &[("Supervision.csv", SUPERVISION), ("Last month.csv", &april)],
    );
    for line in [
        "Supervision.csv (as mapped in the settings): supervisions 2 rows",
        "Last month.csv (as mapped in the settings for Supervision.csv): supervisions 2 rows",
        "supervisions: 4 records",
    ] {
        assert!(page.contains(line), "{line:?} is not in {page}");
    }
}

#[test]
fn a_file_of_a_mappings_own_name_comes_before_one_with_more_of_its_headings() {
    // Visits have every heading of the supervision but one; their own mapping has fewer of them.
    let settings = format!(
        "{SETTINGS}{}",
        r#"
[[mapping]]
name     = "exports/CP visits.csv"
headings = ["Mosaic ID", "Date", "Seen"]
[[mapping.record]]
table = "visits"
key   = ["Mosaic ID", "Date"]
[mapping.record.fields]
child_id   = "Mosaic ID"
visited_on = "Date"
child_seen = "Seen"
"#
    );
    let visits = "Mosaic ID,Team,Worker,Date,Type,Seen\nC1,North,W1,20/03/2026,Home,Y\n";
    let page = said(
        "inspect",
        &settings,
        &[("Supervision.csv", SUPERVISION), ("CP visits.csv", visits)],
    );
    for line in ["supervisions: 2 records", "visits: 1 record"] {
        assert!(page.contains(line), "{line:?} is not in {page}");
    }
}

const PLANS: &str = r#"
[[mapping]]
name     = "CP plans.csv"
headings = ["Child ID", "CP start", "CP end", "Team", "Family name"]
needs    = ["Child ID", "CP start"]
[[mapping.record]]
table = "cp_plans"
key   = ["Child ID", "CP start"]
[mapping.record.fields]
child_id   = "Child ID"
started_on = "CP start"
ended_on   = "CP end"
"#;

#[test]
fn a_column_that_went_or_has_a_new_heading_is_named_and_what_asks_for_it_is_not_assessed() {
    let renamed = "Child ID,CP start,Plan ended,Team,Mother's name
C8,01/12/2024,01/06/2025,N,Smith
C8,01/12/2025,,N,Smith
";
    let warning = "there is no column \"CP end\", which its mapping reads; \"Plan ended\" is new: where it is the same under a new heading, put it into the mapping";
    for (command, place) in [
        ("audit", "CP plans.csv: "),
        ("inspect", "CP plans.csv, row 1: "),
    ] {
        let page = said(command, PLANS, &[("CP plans.csv", renamed)]);
        let warning = format!("{place}{warning}");
        assert!(page.contains(&warning), "{command}: {page}");
        assert!(!page.contains("Mother's name\" is new"), "{page}");
    }
    let output = run("audit", PLANS, &[("CP plans.csv", renamed)]).stdout;
    let page = output.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        page.contains("AS-08, CP-20, CP-23, ES-02, ES-03, ES-06, ES-08, MO-01, VO-01, VO-05: no cp_plans.ended_on in these files"),
        "{page}"
    );

    let gone = "Child ID,CP start,Team\nC8,01/12/2024,N\n";
    let page = said("inspect", PLANS, &[("CP plans.csv", gone)]);
    assert!(
        page.contains("there is no column \"CP end\", which its mapping reads "),
        "{page}"
    );
    let no_id = renamed.replace("Child ID", "Person");
    let page = said("inspect", PLANS, &[("CP plans.csv", &no_id)]);
    assert!(
        page.contains("CP plans.csv: this file was not read (2 rows): the mapping of its name needs the column \"Child ID\", which is not there; new are \"Person\", \"Plan ended\""),
        "{page}"
    );
    let whole = renamed.replace("Plan ended", "CP end");
    let page = said("inspect", PLANS, &[("CP plans.csv", &whole)]);
    assert!(!page.contains("which its mapping reads"), "{page}");
}

#[test]
fn of_columns_that_repeat_or_stand_in_for_each_other_one_is_enough() {
    let settings = r#"
[[mapping]]
name     = "Core groups.csv"
headings = ["Child", "Plan start", "Start of plan", "Core group {each}"]
[[mapping.record]]
table = "cp_plans"
key   = ["Child"]
fields = { child_id = "Child", started_on = { first = ["Plan start", "Start of plan"] } }
[[mapping.record]]
table = "core_groups"
each  = "1-20"
when  = ["Core group {each}"]
key   = ["Child", "Core group {each}"]
fields = { child_id = "Child", held_on = "Core group {each}" }
"#;
    let file = "Child,Start of plan,Core group 2\nC1,05/01/2026,12/01/2026\n";
    let page = said("inspect", settings, &[("Core groups.csv", file)]);
    assert!(page.contains("core_groups: 1 record"), "{page}");
    assert!(!page.contains("which its mapping reads"), "{page}");
    let renamed = "Child,Start of plan,CG 1,CG 2\nC1,05/01/2026,12/01/2026,\n";
    let page = said("inspect", settings, &[("Core groups.csv", renamed)]);
    assert!(
        page.contains(
            "there is no column \"Core group 1\", which its mapping reads; new are \"CG 1\", \"CG 2\": where one is the same under a new heading, put it into the mapping"
        ),
        "{page}"
    );
}

#[test]
fn mappings_alike_are_one_and_those_that_differ_are_named_with_what_to_do() {
    let mapping = |name: &str, date: &str| {
        format!(
            "[[mapping]]\nname = \"{name}\"\nheadings = [\"Child ID\", \"Visit date\", \"Seen\"]\n\
             [[mapping.record]]\ntable = \"visits\"\nkey = [\"Child ID\", \"Visit date\"]\n\
             fields = {{ child_id = \"Child ID\", {date} = \"Visit date\", child_seen = \"Seen\" }}\n"
        )
    };
    let folder = Folder::with(&[(
        "visits Apr.csv",
        b"Child ID,Visit date,Seen\nC1,02/03/2026,Y\n".as_slice(),
    )]);
    let config = folder.file(".settings.toml");
    let said = |settings: String| {
        fs::write(&config, settings).expect("the settings are written");
        let path = folder.as_argument();
        let output = caseready(["inspect", &path, "--config", &config]);
        let said = format!("{} {}", output.stdout, output.stderr);
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (feb, mar) = ("visits Feb.csv", "visits Mar.csv");
    let page = said(mapping(feb, "visited_on") + &mapping(mar, "visited_on"));
    assert!(page.contains("visits: 1 record"), "{page}");
    let page = said(mapping(feb, "visited_on") + &mapping(mar, "recorded_on"));
    assert!(
        page.contains(
            "this file was not read: its headings fit the mappings of \"visits Feb.csv\" and \"visits Mar.csv\" alike, and they differ: delete all but one of these [[mapping]] blocks, or give one the name of this file"
        ),
        "{page}"
    );
}
