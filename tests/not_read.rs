//! Files, sheets and mappings that nothing is read through: where the export should hold them, every report begins with it and
//! the run is incomplete; and what the files lost stands under the first line.

use std::fmt::Write as _;
use std::fs;

use calamine::{Reader as _, Xlsx, open_workbook};

use crate::command::{Folder, Output, caseready};

const LETTERS: &[u8] =
    b"pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\nL1,C1,2026-01-05,2026-01-08,\n";
const RENAMED: &[u8] =
    b"vid,person_ref,kind,visited_on,child_seen\nV1,C1,child in need,2026-03-05,yes\n\nV2,C1,child in need,2026-03-12,yes\n";
const NO_CHILD: &[u8] =
    b"visit_id,person_ref,kind,visited_on,child_seen\nV1,C1,child in need,2026-03-05,yes\nV2,C1,child in need,2026-03-12,yes\n";
const PLANS: &str = r#"
[[mapping]]
name     = "CP report March.csv"
headings = ["Mosaic ID", "Team", "CP start", "CP end", "Category", "ICPC date"]
needs    = ["Mosaic ID"]
[[mapping.record]]
table = "cp_plans"
key   = ["Mosaic ID", "CP start"]
[mapping.record.fields]
child_id   = "Mosaic ID"
team       = "Team"
started_on = "CP start"
ended_on   = "CP end"
category   = "Category"
"#;
const APRIL: &[u8] = b"Person ID,Team,CP start,CP end,Category,ICPC date\nC1,North,05/01/2026,,Neglect,\nC2,North,06/01/2026,,Neglect,\n";

/// An audit of these files under these settings, and the folder that they are in.
fn audit(settings: &str, files: &[(&str, &[u8])], more: &[&str]) -> (Folder, Output) {
    let folder = Folder::new();
    for (name, bytes) in files {
        folder.write(&format!("export/{name}"), bytes);
    }
    folder.write("settings.toml", settings.as_bytes());
    let (export, config) = (folder.file("export"), folder.file("settings.toml"));
    let usual = [
        "audit",
        &export,
        "--as-at",
        "2026-03-31",
        "--config",
        &config,
    ];
    let output = caseready(usual.into_iter().chain(more.iter().copied()));
    (folder, output)
}

/// A text in one line, without the folder that the files are in.
fn in_one_line(text: &str, folder: &Folder) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .join(" ")
        .replace(&format!("{}/", folder.file("export")), "")
}

/// What is printed above the first rule.
fn top(folder: &Folder, output: &Output) -> String {
    let text = in_one_line(&output.stdout, folder);
    let end = text.find("PRE-PROCEEDINGS").unwrap_or(text.len());
    text[..end].to_owned()
}

#[test]
fn a_table_of_our_own_without_its_headings_is_the_first_thing_said() {
    let files = [("pre_proceedings.csv", LETTERS), ("visits.csv", RENAMED)];
    let (folder, output) = audit("", &files, &[]);
    assert_eq!(output.code, 3, "{}", output.stderr);
    let top = top(&folder, &output);
    assert!(
        top.contains("NOT READ: visits.csv (2 rows): it has no heading visit_id or child_id; headings that differ: \"vid\", \"person_ref\""),
        "{top}"
    );
    assert!(output.stdout.contains("Exit 3: the audit is incomplete"));
}

#[test]
fn a_table_of_our_own_without_its_children_is_said_first_and_is_not_all_clear() {
    let files = [("pre_proceedings.csv", LETTERS), ("visits.csv", NO_CHILD)];
    let (folder, output) = audit("", &files, &[]);
    assert_eq!(output.code, 3, "{}", output.stderr);
    let top = top(&folder, &output);
    assert!(
        top.contains("NO CHILD NAMED: visits.csv: it has no heading child_id: its 2 records count for no child; name the column of the child's id so."),
        "{top}"
    );
    // Core groups say whose they are through their plan.
    let groups: &[u8] = b"core_group_id,plan_id,held_on\nG1,P1,2026-01-05\n";
    let (_, output) = audit(
        "",
        &[
            ("pre_proceedings.csv", LETTERS),
            ("core_groups.csv", groups),
        ],
        &[],
    );
    assert_eq!(output.code, 0, "{}", output.stdout);
}

#[test]
fn every_report_begins_with_what_was_not_read() {
    let files = [
        ("pre_proceedings.csv", LETTERS),
        ("CP report April.csv", APRIL),
    ];
    let folder = Folder::new();
    let reports = ["html", "markdown", "github", "xlsx", "json"];
    let outputs: Vec<String> = reports
        .iter()
        .map(|kind| format!("{kind}={}", folder.file(kind)))
        .collect();
    let more: Vec<&str> = outputs
        .iter()
        .flat_map(|output| ["-o", output.as_str()])
        .collect();
    let (export, output) = audit(PLANS, &files, &more);
    assert_eq!(output.code, 3, "{}", output.stderr);
    let why = "it has 5 of the 6 headings of the mapping of CP report March.csv, and not \"Mosaic ID\", which that needs; \"Person ID\" is new: where it is the same under a new heading, put it into the mapping.";
    let line = format!("NOT READ: CP report April.csv (2 rows): {why}");
    let top = top(&export, &output);
    assert!(top.contains(&line), "{top}");
    assert!(!top.contains("no file or sheet could be read"), "{top}");

    let read = |kind: &str| {
        let text = fs::read_to_string(folder.file(kind)).expect("a report");
        in_one_line(&text, &export)
    };
    let page = read("html");
    let (before, _) = page.split_once("This audit read ").expect("an opening");
    let line = line.replace('"', "&quot;");
    assert!(before.contains(&line), "{before}");
    assert!(before.contains("This audit is not complete: what it was to read is not all there"));
    // What hosted systems are told quotes no heading.
    let told = "NOT READ: CP report April.csv (2 rows): caseready inspect says why.";
    let page = read("markdown");
    let (before, _) = page
        .split_once("### What to act on now")
        .expect("a heading");
    assert!(before.contains(told), "{before}");
    assert!(read("github").starts_with(&format!("::error title=Before you read on::{told}")));

    let mut book: Xlsx<_> = open_workbook(folder.file("xlsx")).expect("a workbook");
    let cover = book.worksheet_range("Cover").expect("a cover");
    let third = cover.rows().nth(2).expect("a row");
    assert_eq!(third[0], *"Before you read on");
    assert!(third[1].to_string().contains(why), "{}", third[1]);
}

#[test]
fn a_mapping_that_no_file_is_read_through_is_said_and_is_not_all_clear() {
    let (folder, output) = audit(PLANS, &[("pre_proceedings.csv", LETTERS)], &[]);
    assert_eq!(output.code, 3, "{}", output.stderr);
    let top = top(&folder, &output);
    assert!(
        top.contains("NOT READ: no file or sheet could be read through the mapping of CP report March.csv: give the file, put its new name or headings into the mapping, or delete that [[mapping]]."),
        "{top}"
    );
    let read = String::from_utf8_lossy(APRIL).replace("Person ID", "Mosaic ID");
    let files = [
        ("pre_proceedings.csv", LETTERS),
        ("CP report April.csv", read.as_bytes()),
    ];
    let (folder, output) = audit(PLANS, &files, &[]);
    let text = in_one_line(&output.stdout, &folder);
    assert!(!text.contains("NOT READ"), "{text}");
    assert_ne!(output.code, 3);
}

#[test]
fn among_several_authorities_a_mapping_is_wanted_in_one_of_them() {
    let plans = String::from_utf8_lossy(APRIL).replace("Person ID", "Mosaic ID");
    let settings = PLANS.to_owned();
    let folder = Folder::with(&[
        ("in/Avon/pre_proceedings.csv", LETTERS),
        ("in/Bere/pre_proceedings.csv", LETTERS),
        ("settings.toml", settings.as_bytes()),
    ]);
    let (exports, config) = (folder.file("in"), folder.file("settings.toml"));
    let audit = || {
        caseready([
            "audit",
            "--each-folder",
            &exports,
            "--as-at",
            "2026-03-31",
            "--config",
            &config,
        ])
    };
    let output = audit();
    assert_eq!(output.code, 3, "{}", output.stdout);
    assert!(
        output.stderr.contains("caseready: NOT READ: no file or sheet could be read through the mapping of CP report March.csv"),
        "{}",
        output.stderr
    );
    folder.write("in/Bere/CP report March.csv", plans.as_bytes());
    let output = audit();
    assert_ne!(output.code, 3, "{}", output.stderr);
    assert!(!output.stderr.contains("NOT READ"), "{}", output.stderr);
}

#[test]
fn what_may_be_no_export_is_named_in_one_line_and_fails_nothing() {
    let files: [(&str, &[u8]); 4] = [
        ("pre_proceedings.csv", LETTERS),
        // A letter about the list, and not the list.
        ("pre_proceedings.pdf", b"%PDF-1.7"),
        ("notes.txt", b"ring the team\n"),
        ("others.json", b"[]"),
    ];
    let (folder, output) = audit("", &files, &[]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let top = top(&folder, &output);
    assert!(!top.contains("NOT READ"), "what is lost is no all-clear");
    assert!(
        top.contains("NOT USED: notes.txt, others.json, pre_proceedings.pdf: no records that caseready knows (caseready inspect says why)."),
        "{top}"
    );
    let files: [(&str, &[u8]); 2] = [("pre_proceedings.csv", LETTERS), ("visits.csv", b"")];
    let (folder, output) = audit("", &files, &[]);
    assert_eq!(output.code, 3, "an export that failed is no empty list");
    let text = in_one_line(&output.stdout, &folder);
    assert!(
        text.contains("NOT READ: visits.csv: it is empty."),
        "{text}"
    );
}

#[test]
fn an_empty_list_under_the_name_of_a_table_is_an_empty_table() {
    let of = |name: &str, bytes: &[u8]| {
        let letters = b"pre_proceedings_id,child_id,decided_on,letter_sent_on,first_meeting_on,ended_on\nL1,C1,2026-01-05,2026-01-08,2026-01-12,\n";
        let files = [("pre_proceedings.csv", &letters[..]), (name, bytes)];
        let (folder, output) = audit("", &files, &[]);
        assert_ne!(output.code, 3, "{name}: {}", output.stderr);
        top(&folder, &output).replace(&folder.file("settings.toml"), "")
    };
    let headings = of(
        "pre_proceedings_reviews.csv",
        b"review_id,child_id,pre_proceedings_id,held_on\n",
    );
    assert!(
        headings.contains("NO RECORD: not one in pre_proceedings_reviews"),
        "{headings}"
    );
    for bytes in [&b"[]"[..], br#"{"pre_proceedings_reviews": []}"#, b" [ ]\n"] {
        let json = of("pre_proceedings_reviews.json", bytes);
        assert_eq!(json, headings);
        assert!(!json.contains("NOT READ"), "{json}");
    }
}

#[test]
fn a_column_of_children_that_is_blank_throughout_is_as_good_as_none() {
    let top_of = |records: usize, rows: &str| {
        let mut text = "visit_id,child_id,visited_on\n".to_owned();
        for number in 0..records {
            let _ = writeln!(text, "V{number}{rows}");
        }
        let files = [
            ("pre_proceedings.csv", LETTERS),
            ("visits.csv", text.as_bytes()),
        ];
        let (folder, output) = audit("", &files, &[]);
        (output.code, top(&folder, &output))
    };
    for (records, said) in [
        (
            1,
            "NO CHILD NAMED: visits.csv: a record of visits has no child_id: it counts for no child.",
        ),
        (
            9,
            "NO CHILD NAMED: visits.csv: 9 records of visits have no child_id, this the first: they count for no child.",
        ),
        (
            12,
            "NO CHILD NAMED: visits.csv: 12 of the 12 records of visits have no child_id, this the first: what asks for those of each child is not judged;",
        ),
    ] {
        let (code, top) = top_of(records, ",,2026-01-05");
        assert_eq!(code, 3, "{top}");
        assert!(top.contains(said), "{top}");
    }
    let (_, unread) = top_of(9, ",#REF!,2026-01-05");
    assert!(
        unread.contains(
            "NO CHILD NAMED: visits.csv: 9 records of visits have no child_id that can be read"
        ),
        "{unread}"
    );
    // The plan says whose core group it is, where it is named.
    let of_groups = |groups: &[u8]| {
        let plans = b"plan_id,child_id,started_on\nP1,C1,2026-01-05\n";
        let files = [
            ("pre_proceedings.csv", LETTERS),
            ("cp_plans.csv", &plans[..]),
            ("core_groups.csv", groups),
        ];
        let (folder, output) = audit("", &files, &[]);
        top(&folder, &output)
    };
    let named = of_groups(b"core_group_id,child_id,plan_id,held_on\nG1,,P1,2026-01-05\n");
    assert!(!named.contains("NO CHILD NAMED"), "{named}");
    let nobody = of_groups(b"core_group_id,child_id,plan_id,held_on\nG1,,,2026-01-05\n");
    assert!(
        nobody.contains("NO CHILD NAMED: core_groups.csv"),
        "{nobody}"
    );
}

#[test]
fn three_of_the_errors_stand_under_the_first_line_and_the_rest_are_counted() {
    let mut letters = String::from_utf8_lossy(LETTERS).into_owned();
    letters += "L2,C2,soon 26,2026-01-08,\nL3,C3,2026-01-05,99/99/2026,\nL4,C4,2026-01-05,,2026-13-01\nL5,C5\nL6,C6\n";
    let files = [("pre_proceedings.csv", letters.as_bytes())];
    let folder = Folder::new();
    let markdown = folder.file("page.md");
    let to = format!("markdown={markdown}");
    let (export, output) = audit("", &files, &["-o", &to]);
    let top = top(&export, &output);
    // That of most rows first.
    let lines: Vec<usize> = [
        "ERROR: pre_proceedings.csv, row 6: 2 rows, this the first, have fewer cells than headings",
        "ERROR: pre_proceedings.csv, row 3, decided_on: expected a date",
        "ERROR: pre_proceedings.csv, row 4, letter_sent_on: expected a date",
        "1 more error (caseready inspect shows all).",
    ]
    .iter()
    .map(|line| {
        top.find(line)
            .unwrap_or_else(|| panic!("{line:?} is not in {top}"))
    })
    .collect();
    assert!(lines.is_sorted(), "{top}");
    let page = fs::read_to_string(markdown).expect("a page");
    let (before, _) = page
        .split_once("### What to act on now")
        .expect("a heading");
    assert!(
        before.contains("4 errors in the files (caseready inspect shows all)"),
        "{before}"
    );
}

#[test]
fn no_field_is_proposed_for_two_headings() {
    let visits = b"Visit Ref,Visit Number,child_id,Visit Date,Date of Visit\nV1,1,C1,2026-03-05,2026-03-05\n";
    let (folder, output) = audit(
        "",
        &[("visits.csv", visits), ("pre_proceedings.csv", LETTERS)],
        &[],
    );
    let page = in_one_line(&output.stdout, &folder);
    let proposed = |field: &str| page.matches(&format!("(is it {field}?)")).count();
    assert_eq!(output.code, 3, "{page}");
    assert_eq!(["visit_id", "visited_on"].map(proposed), [1, 1], "{page}");
}

#[test]
fn lists_of_json_that_are_read_do_not_hide_those_beside_them() {
    let said = |text: &str| {
        let (folder, output) = audit("", &[("export.json", text.as_bytes())], &[]);
        assert_eq!(output.code, 3, "{}", output.stderr);
        top(&folder, &output)
    };
    let children = r#""children": [{"child_id": "K1", "date_of_birth": "2015-01-01"}]"#;
    let plans = r#""cp_plans": [{"plan_id": "P1", "child_id": "K1", "started_on": "2026-01-05"}]"#;
    let visit = r#"{"visit_id": "V1", "child_id": "K1", "visited_on": "2026-03-02"}"#;
    let around = format!(r#"{{"export": {{"visits": [{visit}, {visit}]}}, {plans}, {children}}}"#);
    let top = said(&around);
    assert!(
        top.contains("2 records stand in \"visits\" inside \"export\", where nothing is read: put each list at the top of the file under the name of its table"),
        "{top}"
    );
    let in_lists = format!(r#"{{"visits": [[{visit}], [{visit}, {visit}]], {plans}, {children}}}"#);
    let top = said(&in_lists);
    assert!(
        top.contains("3 records stand in lists inside that of visits, where nothing is read: put each record straight into the list"),
        "{top}"
    );
}
