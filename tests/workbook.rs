//! The workbook, read back as Excel would read it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use calamine::{Data, Range, Reader as _, Xlsx, open_workbook};
use serde_json::{Value, json};

use crate::command::{Folder, caseready};

mod cover;
mod teams;

/// Beside the first two rows and the note, headings stand here.
const HEADINGS: usize = 3;
const SHEETS: [&str; 12] = [
    "Cover",
    "Summary",
    "By team",
    "Standards by team",
    "To act on now",
    "Upcoming",
    "Findings",
    "Not judged",
    "Not assessed",
    "Waivers",
    "Problems",
    "Files",
];
/// A run of the focused visit's export, saved.
pub fn run() -> Value {
    static RUN: OnceLock<Value> = OnceLock::new();
    RUN.get_or_init(|| {
        let output = caseready([
            "audit",
            "fixtures/focused-visit",
            "--as-at",
            "2026-03-31",
            "--format",
            "json",
        ]);
        output.json()
    })
    .clone()
}

/// The run with only some of each list, so that many workbooks can be made of it.
pub fn short_run() -> Value {
    let mut run = run();
    for list in ["findings", "upcoming", "unknown"] {
        run[list].as_array_mut().expect("a list").truncate(9);
    }
    run
}

fn written(run: &Value, folder: &Folder) -> PathBuf {
    folder.write("run.json", run.to_string().as_bytes());
    let report = format!("xlsx={}", folder.file("work.xlsx"));
    let output = caseready(["render", &folder.file("run.json"), "-o", &report]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    folder.path().join("work.xlsx")
}

fn split(run: &Value, folder: &Folder) -> Vec<PathBuf> {
    folder.write("run.json", run.to_string().as_bytes());
    let teams = folder.file("teams");
    let report = format!("csv={}", folder.file("run.csv"));
    let run = folder.file("run.json");
    let output = caseready(["render", &run, "-o", &report, "--split-team", &teams]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let mut files: Vec<PathBuf> = fs::read_dir(teams)
        .expect("the folder of the teams")
        .map(|entry| entry.expect("a workbook").path())
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> Xlsx<std::io::BufReader<File>> {
    open_workbook(path).expect("a workbook that can be read")
}

fn sheet(path: &Path, name: &str) -> Range<Data> {
    read(path).worksheet_range(name).expect("the sheet")
}

/// The rows of a sheet's table, without its headings.
fn rows(range: &Range<Data>) -> Vec<&[Data]> {
    range.rows().skip(HEADINGS + 1).collect()
}

fn column(range: &Range<Data>, heading: &str) -> usize {
    let headings = range.rows().nth(HEADINGS).expect("headings");
    let place = headings.iter().position(|cell| *cell == *heading);
    place.unwrap_or_else(|| panic!("no column {heading}: {headings:?}"))
}

fn texts(path: &Path) -> Vec<String> {
    let mut book = read(path);
    let sheets = book.worksheets();
    let cells = sheets.iter().flat_map(|(_, range)| range.used_cells());
    cells.map(|(_, _, cell)| cell.to_string()).collect()
}

/// The files inside a workbook.
fn parts(path: &Path) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(File::open(path).expect("the file")).expect("a zip");
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).expect("a part");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("XML");
            (part.name().expect("a name").into_owned(), text)
        })
        .collect()
}

fn list<'v>(run: &'v Value, name: &str) -> &'v Vec<Value> {
    run[name].as_array().expect("a list")
}

#[test]
fn it_holds_what_the_run_holds() {
    let folder = Folder::new();
    let run = run();
    let path = written(&run, &folder);
    assert_eq!(read(&path).sheet_names(), SHEETS);
    let live = list(&run, "findings")
        .iter()
        .filter(|finding| finding["live"] == true);
    let assessed = list(&run, "rules")
        .iter()
        .filter(|rule| rule["status"] == "assessed");
    let assessed = assessed.count();
    for (name, count) in [
        ("Summary", assessed),
        ("To act on now", live.count()),
        ("Upcoming", list(&run, "upcoming").len()),
        ("Findings", list(&run, "findings").len()),
        ("Not judged", list(&run, "unknown").len()),
        ("Not assessed", list(&run, "rules").len() - assessed),
        ("Files", list(&run, "inputs").len()),
    ] {
        let range = sheet(&path, name);
        assert_eq!(rows(&range).len(), count, "{name}");
        assert_eq!(range.get((0, 0)), Some(&Data::String(name.to_owned())));
        let marking = "OFFICIAL-SENSITIVE: contains personal data".to_owned();
        assert_eq!(range.get((1, 0)), Some(&Data::String(marking)), "{name}");
    }
    let cover = sheet(&path, "Cover");
    let listed = cover
        .rows()
        .find(|row| row[0] == *"Findings")
        .expect("the list of sheets");
    assert_eq!(listed[2], Data::Float(list(&run, "findings").len() as f64));
}

#[test]
fn a_finding_is_a_row_with_real_dates_and_room_to_work() {
    let folder = Folder::new();
    let mut run = short_run();
    run["findings"][0]["child_id"] = json!("000123");
    run["findings"][0]["worker_id"] = json!("1E5");
    let path = written(&run, &folder);
    let range = sheet(&path, "Findings");
    let first = rows(&range)[0];
    let of = |heading: &str| &first[column(&range, heading)];
    let finding = &run["findings"][0];
    assert_eq!(*of("Child id"), Data::String("000123".to_owned()));
    assert_eq!(*of("Worker id"), Data::String("1E5".to_owned()));
    assert_eq!(
        *of("What the record shows"),
        Data::String(finding["message"].as_str().expect("a message").to_owned())
    );
    let Data::DateTime(due) = of("Due") else {
        panic!("no date: {:?}", of("Due"));
    };
    let (year, month, day, ..) = due.to_ymd_hms_milli();
    assert_eq!(format!("{year}-{month:02}-{day:02}"), finding["due_on"]);
    for name in ["To act on now", "Upcoming", "Findings", "Not judged"] {
        let range = sheet(&path, name);
        if rows(&range).is_empty() {
            continue;
        }
        let (owner, action) = (column(&range, "Owner"), column(&range, "Action taken"));
        for row in rows(&range) {
            assert_eq!(
                (&row[owner], &row[action]),
                (&Data::Empty, &Data::Empty),
                "{name}"
            );
        }
    }
}

#[test]
fn rates_are_numbers_and_never_rounded_up_to_all() {
    let folder = Folder::new();
    let mut run = run();
    run["rules"][0]["outcomes"] = json!({"met": 99_999, "late": 1, "missed": 0, "overdue": 0, "failed": 0, "due": 0, "unknown": 0, "waived": 0});
    run["rules"][0]["rate"] = json!(100.0);
    let path = written(&run, &folder);
    let range = sheet(&path, "Summary");
    let rate = &rows(&range)[0][column(&range, "Rate")];
    assert!(
        matches!(rate, Data::Float(rate) if (rate - 0.999).abs() < 1e-9),
        "{rate:?}"
    );
}

#[test]
fn each_team_has_a_line_that_agrees_with_the_lists() {
    let folder = Folder::new();
    let run = run();
    let path = written(&run, &folder);
    let range = sheet(&path, "By team");
    let number = |row: &[Data], heading: &str| match &row[column(&range, heading)] {
        Data::Float(number) => *number as usize,
        other => panic!("{heading}: {other:?}"),
    };
    let mut findings = 0;
    for row in rows(&range) {
        let team = row[0].to_string();
        let own: Vec<&Value> = list(&run, "findings")
            .iter()
            .filter(|finding| finding["team"].as_str().unwrap_or("not recorded") == team)
            .collect();
        let live = own.iter().filter(|finding| finding["live"] == true);
        let prompts = live.clone().filter(|it| it["certainty"] == "prompt");
        // What the sheet "To act on now" shows of this team.
        let counts = [
            number(row, "Findings in all"),
            number(row, "To act on now"),
            number(row, "Of these, to be read by a person"),
        ];
        assert_eq!(
            counts,
            [own.len(), live.clone().count(), prompts.count()],
            "{team}"
        );
        findings += own.len();
    }
    assert_eq!(findings, list(&run, "findings").len());
}

#[test]
fn tables_have_filters_headings_stay_in_sight_and_nothing_is_merged_or_linked_outside() {
    let folder = Folder::new();
    let path = written(&run(), &folder);
    let parts = parts(&path);
    let mut names = BTreeSet::new();
    for (_, table) in parts
        .iter()
        .filter(|(name, _)| name.starts_with("xl/tables/"))
    {
        assert!(table.contains("<autoFilter ref=\"A4:"), "{table}");
        let name = table
            .split("displayName=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        assert!(names.insert(name.expect("a name")), "{name:?} twice");
    }
    // All but the cover and, without a problem in this export, the problems.
    // The cover has no table, and the export no waiver and no problem.
    assert_eq!(names.len(), SHEETS.len() - 3, "{names:?}");
    for (name, text) in &parts {
        assert!(
            !name.contains("externalLink") && !name.contains("vba"),
            "{name}"
        );
        assert!(
            !text.contains("<mergeCell") && !text.contains("TargetMode=\"External\""),
            "{name}"
        );
        if name.starts_with("xl/worksheets/sheet") && name != "xl/worksheets/sheet1.xml" {
            assert!(text.contains("state=\"frozen\""), "{name}");
        }
    }
    let first = parts
        .iter()
        .find(|(name, _)| name == "xl/worksheets/sheet1.xml");
    assert!(first.is_some_and(|(_, text)| text.contains("tabSelected=\"1\"")));
    let core = parts
        .iter()
        .find(|(name, _)| name == "docProps/core.xml")
        .expect("properties");
    assert!(core.1.contains("2026-03-31T00:00:00Z"), "{}", core.1);
}

/// Excel offers to repair a sheet whose rows or cells are not in order, each once.
fn assert_rows_are_in_order(path: &Path) {
    for (name, text) in parts(path) {
        if !name.starts_with("xl/worksheets/sheet") {
            continue;
        }
        let numbers = text.split("<row r=\"").skip(1).map(|row| {
            let number = row.split('"').next().expect("a number");
            number.parse::<u32>().expect("a number")
        });
        let numbers: Vec<u32> = numbers.collect();
        assert!(
            numbers.is_sorted_by(|one, next| one < next),
            "{name}: {numbers:?}"
        );
        assert!(numbers.len() > 3, "{name}: {numbers:?}");
    }
}

#[test]
fn no_row_is_written_twice() {
    let folder = Folder::new();
    let mut run = run();
    assert_rows_are_in_order(&written(&run, &folder));
    for list in ["findings", "upcoming", "unknown"] {
        run[list] = json!([]);
    }
    assert_rows_are_in_order(&written(&run, &folder));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let folder = Folder::new();
    let run = run();
    let rendered = fs::read(written(&run, &folder)).expect("the workbook");
    let again = fs::read(written(&run, &folder)).expect("the workbook");
    assert!(rendered == again, "two workbooks of one run differ");
    let report = format!("xlsx={}", folder.file("audited.xlsx"));
    caseready([
        "audit",
        "fixtures/focused-visit",
        "--as-at",
        "2026-03-31",
        "-o",
        &report,
    ]);
    let audited = fs::read(folder.path().join("audited.xlsx")).expect("the workbook");
    assert!(
        rendered == audited,
        "the audit's workbook is another than that of the saved run"
    );
}

#[test]
fn an_empty_list_says_so() {
    let folder = Folder::new();
    let mut run = run();
    run["findings"] = json!([]);
    let path = written(&run, &folder);
    let range = sheet(&path, "To act on now");
    let note = range
        .get((2, 0))
        .map(ToString::to_string)
        .unwrap_or_default();
    assert!(note.ends_with(" None."), "{note}");
    assert_eq!(rows(&range).len(), 0);
}

#[test]
fn pseudonyms_are_marked_as_such() {
    let folder = Folder::new();
    let mut run = short_run();
    run["run"]["pseudonymised"] = json!(true);
    let cover = sheet(&written(&run, &folder), "Cover");
    let marking = "OFFICIAL-SENSITIVE: about individual children, under pseudonyms";
    assert_eq!(cover.get((1, 0)), Some(&Data::String(marking.to_owned())));
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

/// A list of an earlier audit, as somebody who works in it leaves it.
fn worked_in(path: &Path, owner: &str) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "To act on now").expect("a title");
    for (column, heading) in ["Child", "Owner", "Action taken"].into_iter().enumerate() {
        let column = column as u16;
        sheet
            .write_string(HEADINGS as u32, column, heading)
            .expect("a heading");
    }
    let row = HEADINGS as u32 + 1;
    sheet.write_string(row, 0, "C1").expect("a child");
    sheet.write_string(row, 1, owner).expect("an owner");
    book.save(path).expect("a workbook");
}

#[test]
fn a_workbook_that_somebody_has_written_in_is_not_written_over() {
    let folder = Folder::new();
    folder.write("run.json", short_run().to_string().as_bytes());
    let (run, path) = (folder.file("run.json"), folder.file("work.xlsx"));
    let page = folder.file("page.html");
    let render = || caseready(["render", &run, "-o", &page, "-o", &path]);

    worked_in(Path::new(&path), "A. Manager");
    let before = fs::read(&path).expect("a workbook");
    let refused = render();
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.ends_with(
            "work.xlsx: somebody has written in Owner or Action taken of 1 row, and a new workbook in its place would not have that: move this one, or give the new one another name\n"
        ),
        "{}",
        refused.stderr
    );
    assert_eq!(fs::read(&path).expect("a workbook"), before);
    assert!(
        !Path::new(&page).exists(),
        "nothing is written of the others"
    );

    worked_in(Path::new(&path), " ");
    assert_eq!(render().code, 0);
    // A workbook as caseready makes it, and the workbooks of the teams.
    assert_eq!(render().code, 0);
    let teams = folder.file("teams");
    let split = || caseready(["render", &run, "--split-team", &teams]);
    assert_eq!(split().code, 0);
    let of_team = fs::read_dir(&teams).expect("workbooks").next();
    let of_team = of_team.expect("a workbook").expect("a file").path();
    worked_in(&of_team, "A. Manager");
    assert_eq!(split().code, 2);
}
