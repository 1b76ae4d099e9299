//! A workbook for each team, in which nobody else's case may stand.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{column, list, rows, run, sheet, short_run, split, texts, written};
use crate::command::Folder;

/// What stands in a field of the findings of one team, or of all others.
fn named(run: &Value, field: &str, of_team: impl Fn(Option<&str>) -> bool) -> BTreeSet<String> {
    let lists = ["findings", "upcoming", "unknown"];
    let findings = lists.iter().flat_map(|name| list(run, name));
    findings
        .filter(|finding| of_team(finding["team"].as_str()))
        .filter_map(|finding| finding[field].as_str())
        .filter(|text| !text.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn a_teams_workbook_holds_its_own_cases_and_nobody_elses() {
    let folder = Folder::new();
    let run = run();
    let paths = split(&run, &folder);
    let names: Vec<_> = paths
        .iter()
        .map(|path| path.file_name().expect("a name").to_string_lossy())
        .collect();
    for name in [
        "east-two.xlsx",
        "children-in-care.xlsx",
        "no-team-recorded.xlsx",
    ] {
        assert!(names.iter().any(|other| other == name), "{names:?}");
    }
    let teams = named(&run, "team", |_| true);
    let mut findings = 0;
    for (path, name) in paths.iter().zip(&names) {
        let team = teams
            .iter()
            .find(|team| format!("{}.xlsx", team.to_lowercase().replace(' ', "-")) == *name);
        let team = team.map(String::as_str);
        assert!(team.is_some() || name == "no-team-recorded.xlsx", "{name}");
        let range = sheet(path, "Findings");
        findings += rows(&range).len();
        assert_eq!(rows(&sheet(path, "By team")).len(), 1, "{name}");
        let mut others = BTreeSet::new();
        for field in ["child_id", "worker_id", "key"] {
            let own = named(&run, field, |of| of == team);
            others.extend(
                named(&run, field, |of| of != team)
                    .difference(&own)
                    .cloned(),
            );
        }
        assert!(others.len() > 100);
        for text in texts(path) {
            let mut words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
            assert!(!words.any(|word| others.contains(word)), "{name}: {text}");
            let other = teams
                .iter()
                .find(|other| Some(other.as_str()) != team && text.contains(other.as_str()));
            // An area of the standards has the name of a team.
            assert!(
                other.is_none_or(|other| *other == "Front Door" || text == "Children in care"),
                "{name}: {text}"
            );
        }
    }
    assert_eq!(findings, list(&run, "findings").len());
}

#[test]
fn a_text_copied_from_another_teams_record_does_not_name_it() {
    let folder = Folder::new();
    let mut run = short_run();
    run["findings"][0]["message"] = json!("the analysis repeats that of V99999-1 (row 7)");
    run["findings"][0]["live"] = json!(true);
    let paths = split(&run, &folder);
    let all: Vec<String> = paths.iter().flat_map(|path| texts(path)).collect();
    assert!(!all.iter().any(|text| text.contains("V99999-1")));
    assert!(all.contains(&"the analysis repeats that of another record".to_owned()));
    assert!(
        texts(&written(&run, &folder))
            .iter()
            .any(|text| text.contains("V99999-1 (row 7)"))
    );
}

#[test]
fn a_teams_cover_counts_its_standards_as_its_other_sheets_do() {
    let folder = Folder::new();
    for path in split(&run(), &folder) {
        let cover = sheet(&path, "Cover");
        let said = |label: &str| {
            let mut rows = cover.rows();
            let row = rows.find(|row| row[0] == *label).expect("the fact");
            row[1].to_string()
        };
        let range = sheet(&path, "By team");
        let line = rows(&range)[0];
        let count = |heading: &str| line[column(&range, heading)].to_string();
        let come_to = said("What they come to");
        let counted = format!(
            "{} strong, {} between, {} to improve, {} too few to judge, ",
            count("Standards strong"),
            count("Standards between"),
            count("Standards to improve"),
            count("Standards with too few to judge")
        );
        assert!(come_to.starts_with(&counted), "{come_to}: {counted}");
        assert!(
            come_to.ends_with(" with no case of this team to judge"),
            "{come_to}"
        );
        let numbers = come_to.split_whitespace();
        let numbers = numbers.filter_map(|word| word.parse::<u64>().ok());
        let standards = said("Standards looked at");
        let assessed = standards.split_once(' ').expect("a number").0;
        assert_eq!(numbers.sum::<u64>().to_string(), assessed, "{come_to}");
    }
}
