//! Files of other makers, where they stand beside the project.

use std::path::Path;

use crate::command::caseready;

/// A folder of other makers' files, where it stands beside the project.
pub fn folder(name: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("../shared/data").join(name);
    folder
        .is_dir()
        .then(|| folder.to_string_lossy().into_owned())
}

pub fn each_file(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let path = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").path();
    entries
        .map(|entry| path(entry).to_string_lossy().into_owned())
        .collect()
}

/// How many records `inspect` names of these tables.
fn counts(export: &str, tables: &[&str]) -> Vec<String> {
    counts_at(export, tables, "2018-03-31")
}

fn counts_at(export: &str, tables: &[&str], as_at: &str) -> Vec<String> {
    let page = caseready(["inspect", export, "--as-at", as_at]);
    assert_eq!(page.code, 0, "{export}: {}", page.stderr);
    let count = |table: &&str| {
        let line = page.stdout.lines().find_map(|line| {
            let (name, rest) = line.trim().split_once(": ")?;
            (name == *table).then(|| rest.split(" record").next().unwrap_or(rest).to_owned())
        });
        format!("{table} {}", line.unwrap_or_else(|| "none".to_owned()))
    };
    tables.iter().map(count).collect()
}

#[test]
fn files_of_other_makers_are_read_to_the_end() {
    let folders = ["ssda903", "annex_a", "cin_census", "dfe_api"];
    let folders = folders.into_iter().filter_map(folder);
    for file in folders.flat_map(|folder| each_file(&folder)) {
        for command in ["inspect", "audit"] {
            let run = caseready([command, &file, "--as-at", "2021-09-30"]);
            assert!(
                (0..=2).contains(&run.code),
                "{command} {file}: {}",
                run.stderr
            );
            let is_schema = run
                .stderr
                .contains("it describes how data is to be written");
            let known = run.stderr.is_empty()
                || run.stderr.contains("This is not an all-clear")
                || (is_schema && file.contains("openapi_v"));
            assert!(known, "{command} {file}: {}", run.stderr);
        }
    }
}

#[test]
fn a_return_of_other_makers_gives_as_many_periods_and_placements_as_it_tells_of() {
    let Some(folder) = folder("ssda903") else {
        return;
    };
    assert_eq!(
        counts(
            &folder,
            &[
                "children",
                "care_periods",
                "placements",
                "care_reviews",
                "missing_episodes",
                "care_leavers",
                "permanence",
                "allocations",
            ],
        ),
        [
            "children 2,676",
            "care_periods 2,244",
            "placements 4,275",
            "care_reviews 12,580",
            "missing_episodes 19",
            "care_leavers 53",
            "permanence 58",
            "allocations 1",
        ]
    );
}

#[test]
fn a_workbook_of_other_makers_gives_a_record_for_each_event() {
    let Some(folder) = folder("annex_a") else {
        return;
    };
    assert_eq!(
        counts(
            &format!("{folder}/annex_a_2021.xlsx"),
            &[
                "children",
                "contacts",
                "referrals",
                "assessments",
                "cp_plans",
                "care_periods",
                "allocations",
                "permanence",
            ],
        ),
        [
            "children 48",
            "contacts 5",
            "referrals 5",
            "assessments 5",
            "cp_plans 7",
            "care_periods 5",
            "allocations 17",
            "permanence 5",
        ]
    );
}

#[test]
fn a_child_of_the_daily_data_as_its_makers_show_it_gives_every_record() {
    let Some(folder) = folder("dfe_api") else {
        return;
    };
    for file in [
        "dfe_openapi_example_child.json",
        "d2i_sample_child_verbatim.json",
        "d2i_sample_payload_as_posted_array.json",
    ] {
        let tables = [
            "children",
            "referrals",
            "allocations",
            "assessments",
            "cin_plans",
            "s47_enquiries",
            "conferences",
            "cp_plans",
            "care_periods",
            "placements",
            "permanence",
            "care_leavers",
            "emotional_health",
        ];
        let one_of_each: Vec<String> = tables.iter().map(|table| format!("{table} 1")).collect();
        let page = format!("{folder}/{file}");
        assert_eq!(
            counts_at(&page, &tables, "2026-03-31"),
            one_of_each,
            "{file}"
        );
    }
}
