//! Rows that are no records, and records that name no child.

use crate::cells::Sheet;
use crate::command::{Folder, caseready};
use crate::packed::{Cell, workbook};

const VISITS: [[&str; 4]; 9] = [
    ["visit_id", "child_id", "kind", "visited_on"],
    ["--------", "--------", "----", "----------"],
    ["V1", "C1", "child in need", "2026-01-05"],
    ["visit_id", "child_id", "kind", "visited_on"],
    ["V2", "C2", "child in need", "2026-01-06"],
    ["", "Total", "2", ""],
    ["GRAND TOTAL:", "2", "", ""],
    ["(2 rows affected)", "", "", ""],
    ["Total visits", "C3", "child in need", "2026-01-07"],
];

const SAID: [&str; 4] = [
    "warning 4 - 1: this row repeats the headings: it is no record and was left out",
    "warning 2 - 1: this row holds nothing but dashes: it is no record and was left out",
    "warning 6 - 2: 2 rows, this the first, are totals: they are no records and were left out",
    "warning 8 - 1: this row only says how many rows there are: it is no record and was left out",
];

#[test]
fn totals_footers_and_repeated_headings_are_counted_and_no_records() {
    let lines = VISITS.map(|row| row.join(",") + "\n").concat();
    let cells = VISITS.map(|row| Vec::from(row.map(Cell::Text)));
    let book = workbook(&[("visits", Vec::from(cells))]);
    for (name, bytes) in [("visits.csv", lines.as_bytes()), ("export.xlsx", &book[..])] {
        let sheet = Sheet::of(&[(name, bytes)]);
        assert_eq!(sheet.values("visit_id"), ["V1", "V2", "Total visits"]);
        assert_eq!(sheet.problems(), SAID, "{name}");
        let folder = Folder::with(&[(name, bytes)]);
        let arguments = ["audit", &folder.as_argument(), "--as-at", "2026-03-31"];
        let run = caseready(arguments.into_iter().chain(["--format", "json"])).json();
        let count = |key: &str| run["inputs"][0][key].as_u64();
        assert_eq!(
            ["rows", "loaded", "rejected"].map(count),
            [Some(8), Some(3), Some(5)],
            "{name}"
        );
    }
}

#[test]
fn a_footer_of_one_cell_is_no_row_with_too_few() {
    let sheet = Sheet::new(
        "visits.csv",
        "visit_id,child_id,visited_on\nV1,C1,2026-01-05\n1 row selected.\n",
    );
    assert_eq!(
        sheet.problems(),
        [
            "warning 3 - 1: this row only says how many rows there are: it is no record and was left out"
        ]
    );
}

#[test]
fn rows_that_name_no_child_are_told_once_a_table() {
    let sheet = Sheet::new(
        "supervisions.csv",
        "supervision_id,child_id,held_on\nS1,C1,2026-01-05\nS2,,2026-02-05\nS3, ,2026-03-05\n",
    );
    assert_eq!(sheet.rows("supervisions"), 3);
    assert_eq!(
        sheet.problems(),
        [
            "error 3 child_id 2: 2 records of supervisions have no child_id, this the first: they count for no child"
        ]
    );
    let two: [(&str, &[u8]); 2] = [
        (
            "one.csv",
            b"supervision_id,child_id,held_on\nS1,C1,2026-01-05\n",
        ),
        (
            "two.csv",
            b"supervision_id,child_id,held_on\nS2,,2026-01-05\n",
        ),
    ];
    assert_eq!(
        Sheet::of(&two).problems(),
        ["error 2 child_id 1: a record of supervisions has no child_id: it counts for no child"]
    );
}

#[test]
fn a_row_without_a_child_may_still_name_a_record_that_has_one() {
    let plans = "plan_id,child_id,started_on\nP1,C1,2026-01-05\n".as_bytes();
    let said = |groups: &str| {
        let sheet = Sheet::of(&[
            ("cp_plans.csv", plans),
            ("core_groups.csv", groups.as_bytes()),
        ]);
        sheet.problems()
    };
    assert_eq!(
        said(
            "core_group_id,plan_id,child_id,held_on\nG1,P1,C1,2026-01-12\nG2,P1,,2026-02-12\nG3,,,2026-03-12\n"
        ),
        [
            "error 3 child_id 2: 2 records of core_groups have no child_id, this the first: they count for no child, except where a rule goes by plan_id"
        ]
    );
    assert_eq!(
        said("core_group_id,plan_id,child_id,held_on\nG1,P1,,2026-01-12\nG2,P1,,2026-02-12\n"),
        [""; 0],
        "the child is named in the plan alone"
    );
}

#[test]
fn an_allegation_that_concerns_no_one_child_is_no_fault() {
    let sheet = Sheet::new(
        "allegations.csv",
        "allegation_id,child_id,received_on\nA1,C1,2026-01-05\nA2,,2026-01-06\n",
    );
    assert_eq!(sheet.problems(), [""; 0]);
}

#[test]
fn lists_inside_the_records_of_json_are_an_end_that_counts_them() {
    let nested = br#"{"children": [
        {"child_id": "C1", "date_of_birth": "2015-01-05", "visits": [{"visit_id": "V1"}, {"visit_id": "V2"}], "cp_plans": []},
        {"child_id": "C2", "date_of_birth": "2016-01-05", "visits": [{"visit_id": "V3"}], "cin_plans": [{"plan_id": "P1"}]}]}"#;
    let folder = Folder::with(&[("export.json", nested)]);
    for export in [folder.as_argument(), folder.file("export.json")] {
        let output = caseready(["audit", &export, "--as-at", "2026-03-31"]);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""));
        let said = "export.json: 4 records stand inside those of children (cin_plans: 1, visits: 3), where nothing is read: put each list at the top of the file under the name of its table, with the child_id in each record";
        assert!(output.stderr.contains(said), "{}", output.stderr);
    }
}

#[test]
fn lists_inside_records_that_are_no_tables_are_columns_not_used() {
    let sheet = Sheet::new(
        "children.json",
        r#"[{"child_id": "C1", "date_of_birth": "2015-01-05", "sex": "F", "notes": [{"text": "x"}]}]"#,
    );
    assert_eq!(sheet.problems(), ["note - - 1: columns not used: notes"]);
}

#[test]
fn a_list_inside_a_document_that_goes_by_a_tables_name_and_fits_none_is_an_error() {
    let sheet = Sheet::new(
        "children.json",
        r#"[{"child_id": "C1", "visits": [{"visit_id": "V1", "visited_on": "2026-01-05"}], "cp_plans": [{"on": "2026-01-05"}]}]"#,
    );
    assert_eq!(sheet.values_of("visits", "child_id"), ["C1"]);
    let said = "error - - 1: \"cp_plans\" inside its documents: 1 record fits no list that caseready knows: not read";
    assert!(
        sheet.problems().iter().any(|problem| problem == said),
        "{:?}",
        sheet.problems()
    );
}

#[test]
fn where_one_record_in_five_names_no_child_none_is_judged_by_them() {
    let plans = "plan_id,child_id,started_on,ended_on\nP1,C1,2026-01-05,\n";
    let judged = |blank: usize| {
        let rows = (0..50).map(|number| {
            let day = 1 + number % 25;
            let (key, child) = if number < blank {
                (String::new(), "")
            } else {
                (format!("V{number}"), "C1")
            };
            format!("{key},{child},child protection,2026-03-{day:02}\n")
        });
        let rows: Vec<String> = rows.collect();
        let visits = format!("visit_id,child_id,kind,visited_on\n{}", rows.concat());
        let folder = Folder::with(&[
            ("cp_plans.csv", plans.as_bytes()),
            ("visits.csv", visits.as_bytes()),
        ]);
        let page = caseready(["audit", &folder.as_argument(), "--as-at", "2026-03-31"]).stdout;
        page.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let said = "10 of the 50 records of visits name no child: see the problems";
    let page = judged(10);
    assert!(page.contains("NO CHILD NAMED: "), "{page}");
    assert!(
        page.contains("visits.csv: 10 of the 50 records of visits have no child_id, this the first: what asks for those of each child is not judged; are cells merged, or an id written once for several rows?"),
        "{page}"
    );
    assert!(page.contains(said), "{page}");
    let page = judged(9);
    assert!(!page.contains("NO CHILD NAMED"), "{page}");
    assert!(!page.contains("name no child"), "{page}");
}

#[test]
fn a_key_of_a_json_file_that_goes_by_a_tables_name_and_holds_no_records_of_it_is_not_read() {
    let visits = r#""visits": [{"visit_id": "V1", "child_id": "C1", "visited_on": "2026-03-02"}]"#;
    for (beside, code, said) in [
        (
            r#""core_groups": {"rows": [{"core_group_id": "G1"}]}"#,
            3,
            "NOT READ: export.json: \"core_groups\" is not a list of records: it was not read.",
        ),
        (
            r#""core_groups": [{"a": 1}, {"a": 2}]"#,
            3,
            "NOT READ: export.json: \"core_groups\", 2 records, has none of its fields: not read.",
        ),
        (
            r#""core_groups": null"#,
            0,
            "ERROR: export.json: \"core_groups\" is not a list of records: it was not read.",
        ),
        (
            r#""flat_earth": [{"a": 1}, {"a": 2}]"#,
            0,
            "ERROR: export.json: there is no table \"flat_earth\": 2 records not read.",
        ),
        (r#""exported_on": "2026-03-31""#, 0, ""),
    ] {
        assert_said(
            &format!("{{{visits}, {beside}}}"),
            "export.json",
            code,
            said,
        );
    }
}

/// What an audit says at its top of such a file beside one of children.
#[track_caller]
fn assert_said(text: &str, name: &str, code: i32, said: &str) {
    let children = br#"{"children": [{"child_id": "C1", "date_of_birth": "2015-01-05"}]}"#;
    let folder = Folder::with(&[("them.json", children), (name, text.as_bytes())]);
    let run = caseready(["audit", &folder.as_argument(), "--as-at", "2026-03-31"]);
    let words: Vec<&str> = run.stdout.split_whitespace().collect();
    let page = words.join(" ");
    let page = page.replace(&format!("{}/", folder.as_argument()), "");
    assert_eq!(run.code, code, "{text}: {page}");
    assert!(page.contains(said), "{text}: {page}");
    let is_said = ["NOT READ", "NOT USED", "ERROR"]
        .iter()
        .any(|word| page.contains(word));
    assert_eq!(is_said, !said.is_empty(), "{text}: {page}");
}

#[test]
fn a_list_beside_the_name_of_its_table_is_read_as_that_table() {
    let sheet = Sheet::new(
        "export.json",
        r#"[{"table": "visits", "rows": [{"visit_id": "V1", "child_id": "C1", "visited_on": "2026-03-02"}]},
            {"table": "core_groups", "rows": [[{"core_group_id": "G1", "child_id": "C1", "held_on": "2026-03-03"}]]}]"#,
    );
    assert_eq!(sheet.values_of("visits", "visited_on"), ["2026-03-02"]);
    assert_eq!(sheet.values_of("core_groups", "held_on"), ["2026-03-03"]);
}

#[test]
fn a_list_beside_a_key_that_is_not_read_is_said_with_its_number() {
    let list = |key: &str| format!(r#"{{"key": "{key}", "list": [{{"foo": 1}}, {{"foo": 2}}]}}"#);
    let fits_none = "of its 2 records under \"list\": it goes by the name of visits, but there is no visit_id; headings that differ: \"foo\"";
    let other = "NOT USED: other.json: no records that caseready knows";
    assert_said(
        &list("North"),
        "visits.json",
        3,
        &format!("NOT READ: visits.json: {fits_none}."),
    );
    assert_said(&list("North"), "other.json", 0, other);
    let named = "NOT READ: other.json: of its 2 records under \"core_groups\": its headings fit no table that caseready knows.";
    assert_said(&list("core_groups"), "other.json", 3, named);
    let nothing = "NOT READ: visits.json: expected records in curly brackets, and there are none.";
    assert_said(r#"["V1", "V2"]"#, "visits.json", 3, nothing);
}

#[test]
fn records_inside_others_under_a_name_that_no_table_has_are_said_and_counted() {
    let record = |list: &str| {
        format!(
            r#"[{{"child_id": "C2", "date_of_birth": "2016-01-05", "sex": "F", "seen": [{list}], "notes": [{{"text": "x"}}]}}]"#
        )
    };
    assert_said(
        &record(r#"{"visit_id": "V1", "visited_on": "2026-03-02", "child_seen": true}"#),
        "export.json",
        3,
        "NOT READ: export.json: 1 record stands in \"seen\" inside those of children, where nothing is read: put each list at the top of the file under the name of its table, with the child_id in each record.",
    );
    assert_said(&record(r#"{"by": "W1"}"#), "export.json", 0, "");
}
