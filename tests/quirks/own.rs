//! Councils' own spreadsheets, read through a mapping or begun by `caseready init`.

use std::fs;

use serde_json::Value;

use crate::cells::Sheet;
use crate::command::{Folder, Output, caseready, rule};
use crate::packed::{Cell, workbook, workbook_merging};

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

/// Every input problem as "row count: message".
fn said(run: &Value) -> Vec<String> {
    let problems = run["problems"].as_array().expect("problems").iter();
    let of_rows = problems.filter(|problem| problem["row"].is_u64());
    of_rows
        .map(|problem| {
            let (row, count) = (&problem["row"], &problem["count"]);
            format!(
                "{row} {count}: {}",
                problem["message"].as_str().unwrap_or_default()
            )
        })
        .collect()
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

const TITLED: &str = "CP visits report, run 31 March 2026
ID;Name;Visit date;Child seen;Notes
1001;Smith, Tyrone;16/03/2026;Y;mum relapsed, dad in prison, both say they want help, and soon
1002;Jones, Ella;17/03/2026;Y;ok
";

#[test]
fn the_separator_is_that_of_the_headings_and_not_of_a_title_above() {
    let settings = "[[mapping]]\nname = \"visits.csv\"\nheadings = [\"ID\", \"Name\", \"Visit date\", \"Child seen\", \"Notes\"]\n\
         [[mapping.record]]\ntable = \"visits\"\nkey = [\"ID\", \"Visit date\"]\n\
         fields = { child_id = \"ID\", visited_on = \"Visit date\", child_seen = \"Child seen\", notes = \"Notes\" }\n";
    for separator in [";", "|", "\t"] {
        let text = TITLED.replace(';', separator);
        let folder = Folder::with(&[
            ("visits.csv", text.as_bytes()),
            (".settings.toml", settings.as_bytes()),
        ]);
        let page = run("inspect", &folder, &[]).stdout;
        let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("visits 2 rows"), "{separator:?}: {page}");
    }
    let native = Sheet::new(
        "visits.csv",
        "Visits, North\nvisit_id;child_id;visited_on\nV1;C1;2026-01-05\n",
    );
    assert_eq!(native.values("visited_on"), ["2026-01-05"]);
}

/// What init writes of one file, if anything, and what it says.
fn begun(name: &str, bytes: &[u8]) -> (Option<String>, String) {
    let folder = Folder::with(&[(name, bytes)]);
    let config = folder.file(".settings.toml");
    let output = caseready(["init", &folder.file(name), "--write", &config]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    (fs::read_to_string(config).ok(), output.stdout)
}

#[test]
fn init_finds_the_headings_under_a_title_without_their_separator() {
    let (text, _) = begun("visits.csv", TITLED.as_bytes());
    let text = text.expect("a mapping");
    assert!(
        text.contains("headings = [\"ID\", \"Name\", \"Visit date\", \"Child seen\", \"Notes\"]"),
        "{text}"
    );
    for seen in ["Smith", "Tyrone", "prison", "1001"] {
        assert!(!text.contains(seen), "{seen} is in\n{text}");
    }
}

#[test]
fn init_writes_no_row_of_values_as_headings() {
    let duty = [
        ["Tyrone Smith", "North", "mum back on heroin", "Amy Pond"],
        ["Ella Jones", "South", "dad in prison", "Rory Williams"],
    ];
    let cells = duty.map(|row| Vec::from(row.map(Cell::Text)));
    let book = workbook(&[("Duty", Vec::from(cells))]);
    let coded = "Tyrone Smith,child in need,C12,open\nElla Jones,child in need,C13,open\n";
    for (name, bytes) in [
        ("tracker.xlsx", &book[..]),
        (
            "duty.csv",
            &duty.map(|row| row.join(",") + "\n").concat().into_bytes()[..],
        ),
        ("coded.csv", coded.as_bytes()),
    ] {
        let (text, output) = begun(name, bytes);
        assert_eq!(text, None, "{name}");
        assert!(output.contains("No row of headings was found"), "{output}");
        assert!(!output.contains("Smith"), "{output}");
    }
}

const REGISTER: [[&str; 5]; 16] = [
    ["Person ID", "Plan start", "Plan end", "Category", "Team"],
    ["201", "05/01/2026", "", "Neglect", "North"],
    ["202", "05/01/2026", "", "Neglect", "North"],
    ["Sub-total North", "2", "", "", ""],
    ["CP South", "", "", "", ""],
    ["Person ID", "Plan start", "Plan end", "Category", "Team"],
    ["301", "05/01/2026", "", "Emotional abuse", "South"],
    ["302", "", "", "", ""],
    ["South total", "2", "", "", ""],
    ["Subtotal: 2", "", "", "", ""],
    ["Total children: 4", "", "", "", ""],
    ["* = unborn", "", "", "", ""],
    ["", "", "", "Data source: Mosaic, run by J. Bloggs", ""],
    ["Jaydon", "", "", "", ""],
    ["C 303", "", "", "", ""],
    ["", "06/01/2026", "", "", ""],
];

const REGISTER_SETTINGS: &str = "[[mapping]]\nname = \"register.csv\"\nheadings = [\"Person ID\", \"Plan start\", \"Plan end\", \"Category\", \"Team\"]\n\
     [[mapping.record]]\ntable = \"cp_plans\"\nkey = [\"Person ID\", \"Plan start\"]\n\
     fields = { child_id = \"Person ID\", started_on = \"Plan start\", ended_on = \"Plan end\", category = \"Category\", team = \"Team\" }\n";

#[test]
fn section_titles_subtotals_and_footnotes_are_no_records() {
    let lines = REGISTER.map(|row| row.join(",") + "\n").concat();
    let lines = lines.replace("Data source: Mosaic, run", "\"Data source: Mosaic, run");
    let lines = lines.replace("Bloggs", "Bloggs\"");
    let folder = Folder::with(&[
        ("register.csv", lines.as_bytes()),
        (".settings.toml", REGISTER_SETTINGS.as_bytes()),
    ]);
    let run = run("audit", &folder, &["--format", "json", "--only", "CP-12"]).json();
    assert_eq!(run["inputs"][0]["loaded"], 6, "{}", run["inputs"]);
    let said = said(&run);
    for line in [
        "6 1: this row repeats the headings: it is no record and was left out",
        "4 4: 4 rows, this the first, are totals: they are no records and were left out",
        "5 4: 4 rows, this the first, hold one cell alone that is no id (the first text of 8 characters): they are no records and were left out",
    ] {
        assert!(said.iter().any(|other| other == line), "{line}: {said:#?}");
    }
    for name in ["Bloggs", "Jaydon", "CP South", "unborn"] {
        assert!(!run.to_string().contains(name), "{name} is in the run");
    }
}

#[test]
fn a_lone_cell_is_a_record_where_it_may_be_an_id_or_the_list_is_narrow() {
    let children = Sheet::new(
        "children.csv",
        "child_id,date_of_birth,sex,ethnicity\nC1,,,\n943 476 5919,,,\nA 12,,,\nC2,2016-01-05,F,WBRI\nGone away,,,\n",
    );
    assert_eq!(
        children.values("child_id"),
        ["C1", "943 476 5919", "A 12", "C2"]
    );
    assert_eq!(
        children.problems()[0],
        "warning 6 - 1: this row holds one cell alone that is no id (text of 9 characters): it is no record and was left out"
    );
    let narrow = Sheet::new(
        "children.csv",
        "child_id,date_of_birth,sex\nC1,2016-01-05,F\nGone away,,\n",
    );
    assert_eq!(narrow.values("child_id"), ["C1", "Gone away"]);
}

#[test]
fn a_row_that_says_how_to_fill_in_the_columns_is_no_record() {
    let sheet = Sheet::new(
        "supervisions.csv",
        "supervision_id,child_id,held_on,kind,actions\n,,(dd/mm/yy),drop down,\nS1,C1,2026-01-05,monthly,Visit\n,,DD/MM/YYYY,monthly,\nS2,C1,dd/mm/yyyy,monthly,Visit\n",
    );
    assert_eq!(sheet.values("supervision_id"), ["S1", "S2"]);
    assert_eq!(
        sheet.problems()[0],
        "warning 2 - 2: 2 rows, this the first, say how to write in the columns: they are no records and were left out"
    );
}

const SUPERVISION: &str = r#"
[[mapping]]
name     = "tracker.xlsx/Sheet"
headings = ["Child ID", "Supervision date", "Supervisor", "Type", "Discussion"]
needs    = ["Child ID"]
[[mapping.record]]
table = "supervisions"
key   = ["Child ID", "Supervision date"]
fields = { child_id = "Child ID", held_on = "Supervision date", kind = "Type" }
"#;

const HEADINGS: [Cell; 5] = [
    Cell::Text("Child ID"),
    Cell::Text("Supervision date"),
    Cell::Text("Supervisor"),
    Cell::Text("Type"),
    Cell::Text("Discussion"),
];

/// What a command says of a sheet under this mapping, in one line.
fn of_sheet(command: &str, rows: Vec<Vec<Cell>>) -> (i32, String) {
    let book = workbook(&[("Sheet", rows)]);
    let folder = Folder::with(&[
        ("tracker.xlsx", &book),
        (".settings.toml", SUPERVISION.as_bytes()),
    ]);
    let output = run(command, &folder, &[]);
    let words: Vec<&str> = output.stdout.split_whitespace().collect();
    (output.code, words.join(" "))
}

fn supervision(id: &'static str, day: u32) -> Vec<Cell> {
    let (kind, said) = (Cell::Text("Case supervision"), Cell::Text("Discussed."));
    vec![
        Cell::Text(id),
        Cell::Date(day),
        Cell::Text("J Smith"),
        kind,
        said,
    ]
}

#[test]
fn a_second_table_on_a_sheet_is_not_read_and_is_said_at_the_top() {
    let text = |cells: [&'static str; 5]| Vec::from(cells.map(Cell::Text));
    let rows = || {
        let mut rows = vec![
            HEADINGS.into(),
            supervision("C1", 46086),
            supervision("C2", 46087),
        ];
        rows.push(vec![]);
        rows.push(vec![Cell::Text("Core groups")]);
        rows.push(text([
            "Mosaic ID",
            "Core group date",
            "Chair",
            "Minutes sent",
            "Notes",
        ]));
        for id in ["C1", "C2", "C3"] {
            let chair = Cell::Text("A Jones");
            rows.push(vec![
                Cell::Text(id),
                Cell::Date(46090),
                chair,
                Cell::Text("Y"),
            ]);
        }
        rows
    };
    let (_, page) = of_sheet("inspect", rows());
    assert!(page.contains("supervisions: 2 records"), "{page}");
    let said = "a second table begins at row 6 and is not read (3 rows): put it on a sheet of its own, and map that";
    assert!(page.contains(said), "{page}");
    assert!(page.contains("supervisions 8 rows (6 left out)"), "{page}");
    let book = workbook(&[("Sheet", rows())]);
    let folder = Folder::with(&[
        ("tracker.xlsx", &book),
        ("children.csv", b"child_id,date_of_birth\nC1,2015-01-05\n"),
        (".settings.toml", SUPERVISION.as_bytes()),
    ]);
    let output = run("audit", &folder, &[]);
    assert_eq!(output.code, 3, "what is not read is no all-clear");
}

#[test]
fn blanks_titles_and_headings_again_begin_no_second_table() {
    let words = |cells: [&'static str; 5]| Vec::from(cells.map(Cell::Text));
    let rows = vec![
        HEADINGS.into(),
        supervision("C1", 46086),
        vec![],
        vec![Cell::Text("North")],
        HEADINGS.into(),
        supervision("C2", 46087),
        vec![],
        words(["C3", "not yet held", "J Smith", "to be agreed", ""]),
        supervision("C4", 46088),
        vec![],
        words(["", "tbc", "J Smith", "Case supervision", "none"]),
        supervision("C5", 46089),
    ];
    let (_, page) = of_sheet("inspect", rows);
    assert!(!page.contains("second table"), "{page}");
    assert!(page.contains("supervisions: 6 records"), "{page}");
}

#[test]
fn cells_merged_over_several_rows_are_read_down() {
    let visit = |id: Cell, day: u32| vec![id, Cell::Date(day), Cell::Text("child protection")];
    let rows = vec![
        vec![
            Cell::Text("visit_ref"),
            Cell::Text("visited_on"),
            Cell::Text("kind"),
        ],
        visit(Cell::Text("C1"), 46086),
        visit(Cell::Blank, 46087),
        visit(Cell::Blank, 46088),
        visit(Cell::Text("C2"), 46089),
        visit(Cell::Blank, 46090),
    ];
    let settings = r#"
[[mapping]]
name     = "visits.xlsx/Sheet"
headings = ["visit_ref", "visited_on", "kind"]
[[mapping.record]]
table = "visits"
key   = ["visit_ref", "visited_on"]
fields = { child_id = "visit_ref", visited_on = "visited_on", kind = "kind" }
"#;
    let book = workbook_merging(&[("Sheet", rows)], "A2:A4");
    let folder = Folder::with(&[
        ("visits.xlsx", &book),
        (".settings.toml", settings.as_bytes()),
    ]);
    let page = run("inspect", &folder, &[]).stdout;
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in [
        "2 cells, this the first, are merged with the one above: read as that",
        "a record of visits has no child_id: it counts for no child",
        "visits: 5 records",
    ] {
        assert!(page.contains(line), "{line:?} is not in {page}");
    }
}
