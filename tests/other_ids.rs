//! Children who go by different ids in different systems.

use std::fs;

use crate::command::{Folder, caseready};

const PLANS: &str = "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date\nP1,1001,2025-06-02,\nP2,1002,2025-06-02,\n";
const RETURN: &str = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nLA-77,2,14/06/2015,WBRI,,,\n1002,1,15/06/2016,WBRI,,,\n";

fn export(ids: &str) -> Folder {
    let folder = Folder::with(&[
        ("ssd_cp_plans.csv", PLANS.as_bytes()),
        ("header.csv", RETURN.as_bytes()),
    ]);
    fs::write(folder.file(".ids.csv"), ids).expect("a file is written");
    let settings = "[children]\nother_ids = \".ids.csv\"\n";
    fs::write(folder.file(".caseready.toml"), settings).expect("a file is written");
    folder
}

fn inspect(folder: &Folder, more: &[&str]) -> (i32, String) {
    let path = folder.as_argument();
    let arguments = ["inspect", &path, "--as-at", "2026-03-31"];
    let output = caseready(arguments.into_iter().chain(more.iter().copied()));
    let said = format!("{}{}", output.stdout, output.stderr);
    (
        output.code,
        said.split_whitespace().collect::<Vec<_>>().join(" "),
    )
}

#[test]
fn a_child_with_two_ids_is_one_child_once_the_settings_say_so() {
    let folder = export("child_id,other_id,noted by\n1001,LA-77,QA\n1002,1002,QA\n");
    let config = folder.file(".caseready.toml");
    let apart = inspect(&folder, &[]).1;
    let orphan = "child_id \"1001\" is the id of no record in these files";
    assert!(apart.contains(orphan), "{apart}");
    let (code, joined) = inspect(&folder, &["--config", &config]);
    assert_eq!(code, 0, "{joined}");
    assert!(
        joined.contains("1 record goes by another id of its child, as the settings say"),
        "{joined}"
    );
    assert!(!joined.contains("is the id of no record"), "{joined}");
    assert!(joined.contains("children: 2 records"), "{joined}");
}

#[test]
fn a_list_of_ids_that_cannot_be_meant_is_refused_with_its_row() {
    for (ids, wanted) in [
        (
            "child_id,other\n1,2\n",
            "it has no column other_id: its first line must be child_id,other_id",
        ),
        (
            "child_id,other_id\n1001,LA-77\n1002,LA-77\n",
            "row 3 gives \"LA-77\" to a second child",
        ),
        (
            "child_id,other_id\n1001,LA-77\n,LA-78\n",
            "row 3 has no whole id in both columns; format them as text before export",
        ),
        (
            "child_id,other_id\n1001,LA-77\nLA-77,L-1\n",
            "\"L-1\" leads to \"LA-77\", which itself leads to another id",
        ),
    ] {
        let folder = export(ids);
        let config = folder.file(".caseready.toml");
        let (code, said) = inspect(&folder, &["--config", &config]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(".ids.csv:"), "{said}");
        assert!(said.contains(wanted), "{wanted} is not in {said}");
    }
    let folder = export("child_id,other_id\n");
    fs::remove_file(folder.file(".ids.csv")).expect("the file is there");
    let (code, said) = inspect(&folder, &["--config", &folder.file(".caseready.toml")]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("it cannot be read"), "{said}");
}

/// No list of children is among these files, which would tell of ids that it has not.
#[test]
fn ids_that_two_lists_may_write_in_two_ways_are_told() {
    let plans = "plan_id,child_id,started_on,ended_on\nP1,00123,2026-01-05,\nP2,C7,2026-01-05,\nP3,A1,2026-01-05,\n";
    let visits = |rows: &str| format!("visit_id,child_id,kind,visited_on\n{rows}");
    let said = |rows: &str| {
        let visits = visits(rows);
        let folder = Folder::with(&[
            ("cp_plans.csv", plans.as_bytes()),
            ("visits.csv", visits.as_bytes()),
        ]);
        inspect(&folder, &[]).1
    };
    let two = "another does but for capital letters, noughts in front, spaces or letters that are not seen: they are taken for two children; write the ids alike in every list";
    let lost_noughts = said("V1,123,child protection,2026-01-12\n");
    assert!(
        lost_noughts.contains(&format!("a record names its child as {two}")),
        "{lost_noughts}"
    );
    let unseen = said(
        "V1,\u{200b}C7,child protection,2026-01-12\nV2,\u{200b}C7,child protection,2026-01-19\n",
    );
    assert!(
        unseen.contains(&format!(
            "2 records, this the first, name their child as {two}"
        )),
        "{unseen}"
    );
    let small = said("V1,c7,child protection,2026-01-12\nV2,0a1,child protection,2026-01-12\n");
    assert!(
        small.contains(&format!(
            "2 records, this the first, name their child as {two}"
        )),
        "{small}"
    );
    let siblings = said("V1,\"C7, A1\",child protection,2026-01-12\n");
    assert!(
        siblings.contains("a record names several children in one cell, and counts for none of them: give each child a row"),
        "{siblings}"
    );
    let fine = said("V1,C7,child protection,2026-01-12\nV2,0456,child protection,2026-01-12\n");
    assert!(fine.contains("PROBLEMS: NONE"), "{fine}");
}
