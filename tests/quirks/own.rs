//! Councils' own spreadsheets, read through a mapping or begun by `caseready init`.

use std::fs;

use crate::command::{Folder, Output, caseready, rule};

/// A run over an export with the settings that stand in it under a hidden name.
fn run(command: &str, folder: &Folder, more: &[&str]) -> Output {
    let (export, config) = (folder.as_argument(), folder.file(".settings.toml"));
    let usual = [
        command,
        &export,
        "--config",
        &config,
        "--as-at",
        "2026-03-31",
    ];
    caseready(usual.into_iter().chain(more.iter().copied()))
}

const PLANS_AND_VISITS: &str = r#"
[[mapping]]
name     = "children.csv"
headings = ["Client ID", "Born", "Gender"]
needs    = ["Client ID", "Born"]
[[mapping.record]]
table = "children"
key   = ["Client ID"]
fields = { date_of_birth = "Born", sex = "Gender" }

[[mapping]]
name     = "plans.csv"
headings = ["Client ID", "Plan start date", "Plan end date"]
needs    = ["Client ID", "Plan start date"]
[[mapping.record]]
table = "cp_plans"
key   = ["Client ID", "Plan start date"]
fields = { child_id = "Client ID", started_on = "Plan start date", ended_on = "Plan end date" }

[[mapping]]
name     = "visits.csv"
headings = ["Client ID", "Visit date", "Child seen"]
needs    = ["Client ID", "Visit date"]
[[mapping.record]]
table = "visits"
key   = ["Client ID", "Visit date"]
constants = { kind = "child protection" }
fields = { child_id = "Client ID", visited_on = "Visit date", child_seen = "Child seen" }
"#;

#[test]
fn an_id_that_could_be_a_day_of_excel_stays_an_id() {
    // 46 thousand is a day of 2026 where Excel counts.
    let outcomes = |ids: [&str; 2], visited: &str| {
        let rows = |row: &str| ids.map(|id| row.replace("ID", id)).concat();
        let files = [
            (
                "children.csv",
                format!("Client ID,Born,Gender\n{}", rows("ID,01/02/2016,F\n")),
            ),
            (
                "plans.csv",
                format!(
                    "Client ID,Plan start date,Plan end date\n{}",
                    rows("ID,05/01/2026,\n")
                ),
            ),
            (
                "visits.csv",
                format!(
                    "Client ID,Visit date,Child seen\n{}",
                    rows(&format!("ID,{visited},Y\n"))
                ),
            ),
            (".settings.toml", PLANS_AND_VISITS.to_owned()),
        ];
        let folder = Folder::new();
        for (name, text) in &files {
            folder.write(name, text.as_bytes());
        }
        let json = run("audit", &folder, &["--only", "CP-19", "--format", "json"]).json();
        assert!(
            !json.to_string().contains("no record in these files"),
            "{json}"
        );
        let keys = json["findings"].as_array().expect("findings").iter();
        let keys: Vec<String> = keys.map(|finding| finding["key"].to_string()).collect();
        (rule(&json, "CP-19")["outcomes"].clone(), keys)
    };
    let (plain, _) = outcomes(["C1", "C2"], "16/01/2026");
    assert_eq!([&plain["met"], &plain["overdue"]], [2, 4], "{plain}");
    let (numbers, keys) = outcomes(["45101", "46034"], "16/01/2026");
    assert_eq!(numbers, plain);
    assert_eq!(keys, ["\"45101/2026-01-05\"", "\"46034/2026-01-05\""]);
    let (serials, _) = outcomes(["45101", "46034"], "46038");
    assert_eq!(serials, plain, "a column of days may hold Excel's numbers");
}

#[test]
fn init_takes_numbers_under_a_heading_of_ids_for_ids() {
    let visits = "Client ID,Visit date,Child seen\n45101,16/01/2026,Y\n45101,30/01/2026,Y\n46034,16/01/2026,Y\n";
    let folder = Folder::with(&[("visit log.csv", visits.as_bytes())]);
    let output = caseready([
        "init",
        &folder.as_argument(),
        "--write",
        &folder.file(".settings.toml"),
    ]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let text = fs::read_to_string(folder.file(".settings.toml")).expect("a mapping");
    assert!(
        text.contains("child_id = \"Client ID\"  # such as 99999"),
        "{text}"
    );
}
