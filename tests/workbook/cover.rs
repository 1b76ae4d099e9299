//! What the cover and the summary say: as many as the other sheets hold, and what a council has set otherwise.

use serde_json::json;

use super::{column, list, rows, run, sheet, written};
use crate::command::Folder;

#[test]
fn the_cover_counts_what_the_sheets_hold_and_says_what_is_set_here() {
    let folder = Folder::new();
    let mut run = run();
    let rules = run["rules"].as_array_mut().expect("rules");
    rules.retain(|rule| rule["id"] != "DQ-05");
    let rule = rules.iter_mut().find(|rule| rule["id"] == "PP-05");
    rule.expect("PP-05")["threshold"] = json!({"local": "4 weeks", "national": "6 weeks"});
    run["run"]["settings"]["rules"] = json!([
        {"rule": "DQ-05", "short": "dates in order", "reason": "Not kept.", "threshold": null, "severity": null, "on": {"local": false, "national": true}},
        {"rule": "PP-05", "reason": "Agreed in May.", "threshold": {"local": "4 weeks", "national": "6 weeks"}, "severity": null, "on": null},
    ]);
    run["run"]["council"] = "Bere Borough Council".into();
    let path = written(&run, &folder);
    let cover = sheet(&path, "Cover");
    assert_eq!(
        cover.rows().next().expect("a title")[0],
        *"Bere Borough Council: Children's cases against practice standards, as at 31 March 2026"
    );
    let said = |label: &str| -> Vec<String> {
        let rows = cover.rows().filter(|row| row[0] == *label);
        rows.map(|row| row[1].to_string()).collect()
    };
    let live = list(&run, "findings")
        .iter()
        .filter(|it| it["live"] == true);
    let prompts = live.filter(|it| it["certainty"] == "prompt").count();
    assert_eq!(rows(&sheet(&path, "To act on now")).len(), 714);
    // The label stands for the sheet too.
    assert_eq!(said("To act on now")[0], "714, for 161 children");
    assert_eq!(said("Council"), ["Bere Borough Council"]);
    assert_eq!(
        said("Standards looked at"),
        [
            "211 standards assessed, 8 not needed, since another judges the same thing from better data"
        ]
    );
    assert_eq!(
        said("What they come to"),
        ["118 strong, 51 between, 18 to improve, 24 too few to judge"]
    );
    let read = &said("Of these, to be read by a person")[0];
    assert!(read.starts_with(&format!("{prompts}, for ")), "{read}");
    assert_eq!(
        said("Set here"),
        [
            "DQ-05 dates in order: switched off (national pack: on). Not kept.",
            "PP-05 reviews every six weeks: 4 weeks (national pack: 6 weeks). Agreed in May."
        ]
    );
    let range = sheet(&path, "Summary");
    let of_rule = |id: &str, heading: &str| {
        let rows = rows(&range);
        let row = rows.iter().find(|row| row[0] == *id).expect("the rule");
        row[column(&range, heading)].to_string()
    };
    assert_eq!(
        of_rule("PP-05", "Standard"),
        "Pre-proceedings are reviewed at least every six weeks (4 weeks here)"
    );
    assert_eq!(
        of_rule("PP-05", "Threshold"),
        "4 weeks (national pack: 6 weeks)"
    );
    assert_eq!(of_rule("CN-02", "Threshold"), "6 weeks");
    assert_eq!(of_rule("SD-05", "Standing"), "to improve for some");
    assert_eq!(of_rule("SD-02", "Standing"), "to improve");
    assert_eq!(of_rule("CP-10", "Direction"), "not dated");
}
