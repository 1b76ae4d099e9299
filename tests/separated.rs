//! CSV for Excel and Power BI.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::command::{Folder, caseready};
use crate::workbook::run;

/// Findings and measures.
fn written(run: &Value) -> (String, String) {
    let folder = Folder::new();
    folder.write("run.json", run.to_string().as_bytes());
    let report = format!("csv={}", folder.file("work.csv"));
    let output = caseready(["render", &folder.file("run.json"), "-o", &report]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("the file");
    (read("work.csv"), read("work-measures.csv"))
}

/// Rows by the names of their columns.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let text = text
        .strip_prefix('\u{feff}')
        .expect("the mark by which Excel knows UTF-8");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>();
    rows.map(|row| row.expect("as many cells as headings"))
        .collect()
}

#[test]
fn every_finding_is_a_row_and_says_what_it_is() {
    let run = run();
    let (findings, _) = written(&run);
    let rows = rows(&findings);
    for (list, name) in [
        ("finding", "findings"),
        ("upcoming", "upcoming"),
        ("unknown", "unknown"),
    ] {
        let expected = run[name].as_array().expect("a list");
        let found: Vec<_> = rows.iter().filter(|row| row["list"] == list).collect();
        assert_eq!(found.len(), expected.len(), "{list}");
        for (row, finding) in found.iter().zip(expected) {
            for field in [
                "rule",
                "child_id",
                "key",
                "outcome",
                "due_on",
                "message",
                "fingerprint",
            ] {
                assert_eq!(
                    row[field],
                    finding[field].as_str().unwrap_or_default(),
                    "{field}"
                );
            }
        }
    }
    assert!(
        findings.lines().count() == rows.len() + 1 && !findings.replace("\r\n", "").contains('\n')
    );
}

#[test]
fn measures_add_up() {
    let run = run();
    let (_, measures) = written(&run);
    let rows = rows(&measures);
    let sum = |rule: &str, by: &str, span: &str, field: &str| -> u64 {
        rows.iter()
            .filter(|row| row["rule"] == rule && row["by"] == by && row["span"] == span)
            .map(|row| row[field].parse::<u64>().expect("a count"))
            .sum()
    };
    let (mut by_team, mut teams) = (0, 0);
    for rule in run["rules"].as_array().expect("rules") {
        let id = rule["id"].as_str().expect("an id");
        if rule["status"] != "assessed" {
            let row = rows
                .iter()
                .find(|row| row["rule"] == id)
                .expect("a row all the same");
            assert_eq!((&*row["met"], &*row["judged"]), ("", ""), "{id}");
            assert_eq!(row["reason"], rule["reason"].as_str().expect("a reason"));
            continue;
        }
        for field in ["met", "late", "missed", "overdue", "failed"] {
            let all = rule["outcomes"][field].as_u64().expect("a count");
            assert_eq!(sum(id, "all", "period", field), all, "{id} {field}");
            let groups = rule["groups"].as_array().expect("groups");
            if groups
                .iter()
                .any(|group| group["by"] == serde_json::json!(["team"]))
            {
                assert_eq!(
                    sum(id, "team", "period", field),
                    all,
                    "{id} {field} by team"
                );
            }
        }
        let months = rule["trend"].as_array().expect("months");
        let of_months = rows
            .iter()
            .filter(|row| row["rule"] == id && row["span"] == "month");
        let found: Vec<(&str, &str, &str, &str)> = of_months
            .map(|row| (&*row["team"], &*row["month"], &*row["met"], &*row["judged"]))
            .collect();
        let of_all = found.iter().filter(|(team, ..)| team.is_empty());
        assert_eq!(of_all.count(), months.len(), "{id}");
        for group in rule["groups"].as_array().expect("groups") {
            let moves = &group["moves"];
            for (place, month) in months.iter().enumerate().filter(|_| !moves.is_null()) {
                let [met, judged] = ["met", "judged"].map(|name| moves[name][place].to_string());
                let team = group["name"][0].as_str().expect("a team");
                let month = month["month"].as_str().expect("a month");
                let row = (team, month, &*met, &*judged);
                assert_eq!(found.contains(&row), judged != "0", "{id} {row:?}");
                by_team += usize::from(judged != "0");
            }
        }
        let all: usize = found.iter().filter(|(team, ..)| !team.is_empty()).count();
        teams += all;
    }
    assert_eq!(teams, by_team);
    assert!(by_team > 1_000, "{by_team} months of teams");
    for row in rows.iter().filter(|row| row["status"] == "assessed") {
        let number = |field: &str| row[field].parse::<u64>().expect("a count");
        assert_eq!(
            number("judged"),
            number("met") + number("not_met"),
            "{row:?}"
        );
    }
}
