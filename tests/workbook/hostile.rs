//! Texts of an export that would be formulas, mark-up or commands, were they taken for more than texts.

use serde_json::{Value, json};

use super::{column, parts, rows, sheet, short_run, split, texts, written};
use crate::command::Folder;

pub const TEXTS: [&str; 9] = [
    "=cmd|' /C calc'!A0",
    "  +1+1",
    "@SUM(A1)",
    "\t=1",
    "<script>alert(1)</script>]]>&\"'",
    "::error::x",
    "a\u{0}b\u{1b}[31m\u{7}\r\nc",
    "\u{202e}gpj.exe\u{200f}",
    "https://example.invalid/x",
];

/// Every text that comes from an export is one of the hostile ones.
pub fn hostile_run() -> Value {
    let mut run = short_run();
    for name in ["findings", "upcoming", "unknown"] {
        for (index, finding) in run[name]
            .as_array_mut()
            .expect("a list")
            .iter_mut()
            .enumerate()
        {
            for field in [
                "table",
                "key",
                "child_id",
                "team",
                "worker_id",
                "message",
                "file",
                "fingerprint",
            ] {
                finding[field] = json!(TEXTS[index]);
            }
            finding["reason"] = json!(TEXTS[index]);
        }
    }
    run["problems"] = TEXTS
        .iter()
        .map(|text| json!({"severity": "error", "file": text, "row": 1, "column": text, "message": text, "count": 1}))
        .collect();
    run["waivers"] = TEXTS
        .iter()
        .map(|text| json!({"rule": text, "child_id": text, "key": null, "until": "2026-05-31", "reason": text, "by": text, "state": "active", "findings": 1}))
        .collect();
    for (index, group) in run["rules"][0]["groups"]
        .as_array_mut()
        .expect("groups")
        .iter_mut()
        .enumerate()
    {
        group["name"][0] = json!(TEXTS[index % TEXTS.len()]);
    }
    for (index, input) in run["inputs"]
        .as_array_mut()
        .expect("inputs")
        .iter_mut()
        .enumerate()
    {
        input["file"] = json!(TEXTS[index % TEXTS.len()]);
    }
    run
}

#[test]
fn hostile_texts_stay_texts() {
    let folder = Folder::new();
    let run = hostile_run();
    let mut paths = split(&run, &folder);
    assert!(paths.len() > TEXTS.len(), "{paths:?}");
    paths.push(written(&run, &folder));
    for path in &paths {
        for (name, text) in parts(path) {
            assert!(
                !text.contains("<f>") && !text.contains("<f "),
                "{name} holds a formula"
            );
            assert!(!text.contains("<script"), "{name}");
        }
        for text in texts(path) {
            let strange = |letter: char| letter.is_control() && letter != '\n' && letter != '\t';
            assert!(
                !text.contains(strange) && !text.contains('\u{202e}'),
                "{text:?}"
            );
        }
    }
    let range = sheet(paths.last().expect("the workbook of all"), "Findings");
    let keys: Vec<String> = rows(&range)
        .iter()
        .map(|row| row[column(&range, "Record")].to_string())
        .collect();
    let range = sheet(paths.last().expect("the workbook of all"), "Waivers");
    assert_eq!(rows(&range).len(), TEXTS.len());
    assert_eq!(rows(&range)[0][column(&range, "Reason")], *TEXTS[0]);
    assert_eq!(keys[0], TEXTS[0]);
    assert_eq!(keys[4], TEXTS[4]);
    assert_eq!(keys[6], "a\u{fffd}b\u{fffd}[31m\u{fffd}\nc");
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_and_marked() {
    let folder = Folder::new();
    let mut run = short_run();
    run["findings"][0]["message"] = json!("note ".repeat(200_000));
    let path = written(&run, &folder);
    let range = sheet(&path, "Findings");
    let text = rows(&range)[0][column(&range, "What the record shows")].to_string();
    assert!(text.ends_with(" [cut here: 1000000 characters in all]"));
    assert_eq!(text.len(), 32_767);
}
