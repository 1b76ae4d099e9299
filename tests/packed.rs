//! Workbooks, archives and the shapes that spreadsheets are saved in: read as the plain file would be.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::command::{Folder, audited, caseready, rule};

const PLANS: &str = "pre_proceedings_id,child_id,ended_on,decided_on,letter_sent_on
P1,C1,,2026-01-05,2026-01-12
P2,C2,,2026-01-06,2026-01-30
";

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // What a file of LibreOffice says that it is stands there unpacked.
        let method = match *name {
            "mimetype" => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        archive.start_file(*name, options).expect("a file begins");
        archive.write_all(bytes).expect("it is written");
    }
    archive.finish().expect("the archive ends").into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).expect("it is written");
    gzip.finish().expect("it ends")
}

/// A cell of a sheet.
pub enum Cell {
    Text(&'static str),
    /// A day as Excel keeps it, shown by the style of dates.
    Date(u32),
    Number(&'static str),
    /// A formula that nothing has worked out.
    Formula,
    /// A formula of several cells that does not say which.
    LostFormula,
    Broken,
    Blank,
}

use Cell::{Blank, Broken, Date, Formula, LostFormula, Number, Text};

/// The smallest workbook that Excel would open: these sheets, and a style of dates.
pub fn workbook(sheets: &[(&str, Vec<Vec<Cell>>)]) -> Vec<u8> {
    workbook_merging(sheets, "")
}

/// The same, with cells merged in every sheet: "A1:G1", or none.
pub fn workbook_merging(sheets: &[(&str, Vec<Vec<Cell>>)], merged: &str) -> Vec<u8> {
    let mut files: Vec<(String, String)> = vec![
        (
            "[Content_Types].xml".to_owned(),
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#.to_owned(),
        ),
        (
            "_rels/.rels".to_owned(),
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/styles.xml".to_owned(),
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#.to_owned(),
        ),
    ];
    let merged = match merged {
        "" => String::new(),
        cells => {
            format!(r#"<mergeCells count="1"><mergeCell ref="{cells}"/></mergeCells>"#)
        }
    };
    let (mut names, mut links) = (String::new(), String::new());
    for (number, (name, rows)) in (1..).zip(sheets) {
        let _ = write!(
            names,
            r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#
        );
        let _ = write!(
            links,
            r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#
        );
        let mut cells = String::new();
        for (row, line) in (1..).zip(rows) {
            let _ = write!(cells, r#"<row r="{row}">"#);
            for (column, cell) in ('A'..).zip(line) {
                let at = format!("{column}{row}");
                let _ = match cell {
                    Text(text) => write!(
                        cells,
                        r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#
                    ),
                    Date(serial) => write!(cells, r#"<c r="{at}" s="1"><v>{serial}</v></c>"#),
                    Number(number) => write!(cells, r#"<c r="{at}"><v>{number}</v></c>"#),
                    Formula => write!(cells, r#"<c r="{at}"><f>B2+5</f></c>"#),
                    LostFormula => {
                        write!(cells, r#"<c r="{at}"><f t="shared" si="x">B2+5</f></c>"#)
                    }
                    Broken => write!(cells, r#"<c r="{at}" t="e"><v>#N/A</v></c>"#),
                    Blank => Ok(()),
                };
            }
            cells.push_str("</row>");
        }
        files.push((
            format!("xl/worksheets/sheet{number}.xml"),
            format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData>{merged}</worksheet>"#),
        ));
    }
    files.push((
        "xl/workbook.xml".to_owned(),
        format!(
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{names}</sheets></workbook>"#
        ),
    ));
    files.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>"#
        ),
    ));
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    zipped(&files)
}

/// The audit of one file of this name under PP-03: letters due 19 and 20 January, one sent in time and one late.
fn audit(name: &str, bytes: &[u8]) -> Value {
    let folder = Folder::with(&[(name, bytes)]);
    let output = caseready([
        "audit",
        &folder.file(name),
        "--as-at",
        "2026-03-31",
        "--only",
        "PP-03",
        "--format",
        "json",
    ]);
    assert!(output.code <= 1, "{name}: {}", output.stderr);
    output.json()
}

fn assert_judged(name: &str, run: &Value) {
    let outcomes = &run["rules"][0]["outcomes"];
    let counts = (outcomes["met"].as_u64(), outcomes["late"].as_u64());
    assert_eq!(counts, (Some(1), Some(1)), "{name}: {run}");
    assert_eq!(run["findings"][0]["key"], "P2", "{name}");
    assert_eq!(run["findings"][0]["done_on"], "2026-01-30", "{name}");
}

fn messages(run: &Value) -> Vec<String> {
    let problems = run["problems"].as_array().expect("problems").iter();
    problems
        .map(|problem| {
            format!(
                "{} {}",
                problem["severity"].as_str().unwrap_or(""),
                problem["message"].as_str().unwrap_or("")
            )
        })
        .collect()
}

fn has(run: &Value, message: &str) {
    let messages = messages(run);
    assert!(
        messages.iter().any(|other| other.contains(message)),
        "{message:?} is not in {messages:#?}"
    );
}

#[test]
fn packed_files_are_read_as_what_is_in_them() {
    let nested = zipped(&[("deep/plans.csv.gz", &gzipped(PLANS.as_bytes()))]);
    for (name, bytes, inside) in [
        ("plans.csv.gz", gzipped(PLANS.as_bytes()), ""),
        (
            "export.zip",
            zipped(&[
                ("out/plans.csv", PLANS.as_bytes()),
                ("out/.DS_Store", b"x"),
                ("__MACOSX/out/x", b"x"),
            ]),
            "/out/plans.csv",
        ),
        ("export.zip", nested, "/deep/plans.csv.gz"),
        // The content says what it is, whatever the name.
        ("plans.csv", gzipped(PLANS.as_bytes()), ""),
    ] {
        let run = audit(name, &bytes);
        assert_judged(name, &run);
        let file = run["inputs"][0]["file"].as_str().expect("a file");
        assert!(file.ends_with(&format!("{name}{inside}")), "{file}");
        assert_eq!(
            run["inputs"].as_array().map(Vec::len),
            Some(1),
            "{name}: {}",
            run["inputs"]
        );
    }
}

#[test]
fn a_letter_in_an_archive_is_passed_over_and_said_to_be() {
    let bytes = zipped(&[
        ("plans.csv", PLANS.as_bytes()),
        ("read me.txt", b"Dear colleague,"),
    ]);
    let run = audit("export.zip", &bytes);
    assert_judged("export.zip", &run);
    has(
        &run,
        "note this file was not read: run caseready init EXPORT to begin a mapping for it; its headings fit no table that caseready knows",
    );
    let nothing = Folder::with(&[(
        "letters.zip",
        &zipped(&[("read me.txt", b"Dear colleague,")])[..],
    )]);
    let refused = caseready(["audit", &nothing.file("letters.zip")]);
    assert_eq!(refused.code, 2);
    assert!(
        refused
            .stderr
            .contains("letters.zip/read me.txt: not recognised"),
        "{}",
        refused.stderr
    );
}

/// An archive with one of its files changed, or taken away.
fn with(bytes: &[u8], changed: &str, change: impl Fn(String) -> Option<String>) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut files = Vec::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).expect("a file");
        let name = file.name().expect("a name").into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        let text = if name == changed {
            change(text)
        } else {
            Some(text)
        };
        files.extend(text.map(|text| (name, text)));
    }
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    zipped(&files)
}

#[test]
fn a_damaged_workbook_is_an_end_and_no_sheet_of_it_passes_for_empty() {
    let plans = || {
        vec![
            vec![Text("pre_proceedings_id"), Text("child_id")],
            vec![Text("P1"), Text("C1")],
        ]
    };
    let whole = workbook(&[("Cover", sheet()), ("Plans", plans())]);
    let half = |text: String| Some(text[..text.len() / 2].to_owned());
    let cannot = "the workbook cannot be read (";
    for (part, damaged, said) in [
        (
            "xl/worksheets/sheet2.xml",
            with(&whole, "xl/worksheets/sheet2.xml", half),
            "its sheet \"Plans\" cannot be read (",
        ),
        (
            "no xl/worksheets/sheet2.xml",
            with(&whole, "xl/worksheets/sheet2.xml", |_| None),
            "its sheet \"Plans\" cannot be read (",
        ),
        (
            "xl/workbook.xml",
            with(&whole, "xl/workbook.xml", half),
            cannot,
        ),
        (
            "no xl/workbook.xml",
            with(&whole, "xl/workbook.xml", |_| None),
            "the workbook names no sheet",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            with(&whole, "xl/_rels/workbook.xml.rels", half),
            cannot,
        ),
        ("xl/styles.xml", with(&whole, "xl/styles.xml", half), cannot),
    ] {
        let folder = Folder::with(&[
            ("in/plans.csv", PLANS.as_bytes()),
            ("in/cases.xlsx", &damaged),
        ]);
        let output = caseready(["audit", &folder.file("in"), "--as-at", "2026-03-31"]);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{part}");
        let is_told = output.stderr.contains(&format!("/in/cases.xlsx: {said}"));
        assert!(
            is_told && output.stderr.lines().count() == 1,
            "{part}: {}",
            output.stderr
        );
    }
}

#[test]
fn letters_and_slides_beside_an_export_are_one_file_each_that_was_not_read() {
    let open_text = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"<x/>"),
        ("META-INF/manifest.xml", b"<x/>"),
    ]);
    let letter = zipped(&[
        ("[Content_Types].xml", b"<x/>"),
        ("word/document.xml", b"<x/>"),
    ]);
    let slides = zipped(&[
        ("[Content_Types].xml", b"<x/>"),
        ("ppt/presentation.xml", b"<x/>"),
    ]);
    let archive = zipped(&[("plans.csv", PLANS.as_bytes()), ("letter.docx", &letter)]);
    let run = audit("export.zip", &archive);
    assert_judged("export.zip", &run);
    has(
        &run,
        "note this file was not read: it is a document (of Word",
    );
    for (name, bytes) in [
        ("letter.docx", letter),
        ("letter.odt", open_text),
        ("slides.pptx", slides),
    ] {
        let folder = Folder::with(&[
            ("in/plans.csv", PLANS.as_bytes()),
            (&format!("in/{name}"), &bytes),
        ]);
        let output = caseready([
            "audit",
            &folder.file("in"),
            "--as-at",
            "2026-03-31",
            "--only",
            "PP-03",
            "--format",
            "json",
        ]);
        let run = output.json();
        assert_eq!(run["inputs"].as_array().map(Vec::len), Some(2), "{name}");
        has(
            &run,
            "warning this file was not read: it is a document (of Word, PowerPoint or the like) and no list of records: export the records as CSV, JSON, Excel or census XML",
        );
    }
}

#[test]
fn formulas_that_cannot_be_read_are_told_of() {
    let mut rows = sheet();
    rows.push(vec![Text("P3"), LostFormula]);
    let run = audit("tracker.xlsx", &workbook(&[("Tracker", rows)]));
    has(
        &run,
        "error its formulas cannot be read (Xlsx error: si attribute must be a number): those without a value are read as blank and not counted; open the workbook in Excel and save it",
    );
}

/// Python writes formulas and works none out. An end that nobody knows is no open plan.
#[test]
fn a_formula_without_its_value_is_no_blank() {
    let headings = || ["plan_id", "child_id", "started_on", "ended_on"].map(Text);
    let judged = |rows: Vec<Vec<Cell>>| {
        let mut sheet = vec![headings().into()];
        sheet.extend(rows);
        let folder = Folder::new();
        folder.write("export/plans.xlsx", &workbook(&[("cp_plans", sheet)]));
        let visits = b"visit_id,child_id,kind,visited_on\nV1,C9,child protection,2025-09-15\n";
        folder.write("export/visits.csv", visits);
        audited(&folder, &["--only", "CP-18"])
    };
    let plan = |ended| vec![Text("P1"), Text("C1"), Date(45901), ended];
    let run = judged(vec![plan(Blank)]);
    assert_eq!(rule(&run, "CP-18")["outcomes"]["unknown"], 0);
    let run = judged(vec![plan(Formula)]);
    assert_eq!(rule(&run, "CP-18")["outcomes"]["unknown"], 1, "{run}");
    assert_eq!(rule(&run, "CP-18")["outcomes"]["overdue"], 0, "{run}");
    has(
        &run,
        "error 1 cell holds a formula without its value: cannot be read; open the workbook in Excel and save it",
    );
    // Nothing but formulas: rows that nobody can read, and no empty list.
    let row = || vec![Formula, Formula, Formula, Formula];
    let run = judged(vec![row(), row()]);
    let mut inputs = run["inputs"].as_array().expect("inputs").iter();
    let plans = inputs.find(|input| input["table"] == "cp_plans");
    assert_eq!(plans.expect("plans")["loaded"], 2);
    has(
        &run,
        "error 8 cells, the first in this row, hold a formula without its value: cannot be read; open the workbook in Excel and save it",
    );
}

#[test]
fn a_web_page_or_an_old_workbook_under_another_name_says_what_to_do() {
    const PAGE: &str = "it is a web page, as some systems write under the name of a workbook: open it in Excel and save it as a workbook (.xlsx)";
    const OF_2003: &str = "it is a workbook in the XML of Excel 2003: open it in Excel and save it as a workbook (.xlsx)";
    const DOCUMENT: &str = "it is a document (of Word, PowerPoint or the like) and no list of records: export the records as CSV, JSON, Excel or census XML";
    let table = "<table><tr><th>visit_id</th><th>child_id</th><th>visited_on</th></tr></table>";
    let page = format!("\u{feff}\r\n<!DOCTYPE HTML>\r\n<html>{table}</html>");
    for (name, text, said) in [
        ("page.xls", page.as_str(), PAGE),
        ("table.xls", table, PAGE),
        (
            "archive.xls",
            "MIME-Version: 1.0\nX-Document-Type: Worksheet\n",
            PAGE,
        ),
        (
            "old.xls",
            "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"></Workbook>",
            OF_2003,
        ),
        ("letter.rtf", "{\\rtf1\\ansi Dear all}", DOCUMENT),
        (
            "plan.pdf",
            "%PDF-1.7",
            "it is a PDF: export the records as CSV, JSON or census XML",
        ),
    ] {
        let folder = Folder::with(&[(name, text.as_bytes())]);
        let file = folder.file(name);
        let output = caseready(["audit", &file, "--as-at", "2026-03-31"]);
        assert_eq!(output.code, 2, "{name}: {}", output.stdout);
        assert_eq!(
            output.stderr,
            format!(
                "caseready: {}: not recognised: {said}\n",
                file.replace('\\', "/")
            ),
        );
    }
}

fn sheet() -> Vec<Vec<Cell>> {
    vec![
        vec![Text("List of pre-proceedings"), Blank],
        vec![],
        vec![
            Text("Pre_Proceedings ID"),
            Text("Child ID"),
            Text("Decided on (date)"),
            Text("Letter sent on"),
            Text("Ended on"),
            Text("Outcome"),
        ],
        vec![
            Text("P1"),
            Number("1"),
            Date(46027),
            Text("12/01/2026"),
            Formula,
            Blank,
        ],
        vec![
            Text("P2"),
            Number("2"),
            Date(46028),
            Text("2026-01-30"),
            Blank,
            Broken,
        ],
        vec![],
        vec![Blank, Blank],
    ]
}

#[test]
fn a_workbook_is_read_sheet_by_sheet_with_true_dates_and_titles_above() {
    let guidance = vec![
        vec![Text("Guidance")],
        vec![Text("Fill in every row"), Text("please")],
    ];
    let bytes = workbook(&[("Guidance", guidance), ("Tracker", sheet())]);
    let run = audit("tracker.xlsx", &bytes);
    assert_judged("tracker.xlsx", &run);
    // The row of the sheet, as Excel numbers it.
    assert_eq!(run["findings"][0]["row"], 5);
    assert_eq!(
        run["findings"][0]["child_id"], "2",
        "a whole number has no point"
    );
    let file = run["findings"][0]["file"].as_str().expect("a file");
    assert!(file.ends_with("tracker.xlsx/Tracker"), "{file}");
    has(&run, "note 2 rows above the headings were left out");
    has(
        &run,
        "error 1 cell holds a formula without its value: cannot be read; open the workbook in Excel and save it",
    );
    has(
        &run,
        "error 1 cell holds an error of the spreadsheet that made this file (#N/A): cannot be read; mend its formula and export again",
    );
    has(
        &run,
        "note this sheet explains the others and holds no records: not read",
    );
    let sheets: Vec<&str> = run["inputs"]
        .as_array()
        .expect("inputs")
        .iter()
        .filter_map(|input| input["kind"].as_str())
        .collect();
    assert_eq!(sheets, ["not recognised", "worksheet"]);
}

#[test]
fn a_workbook_of_the_open_document_kind_is_read() {
    let text = |text: &str| match text {
        "" => "<table:table-cell/>".to_owned(),
        text => format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        ),
    };
    let day = |day: &str| {
        format!(
            r#"<table:table-cell office:value-type="date" office:date-value="{day}"><text:p>as shown</text:p></table:table-cell>"#
        )
    };
    let cell = |cell: &str| {
        if cell.starts_with("2026-") {
            day(cell)
        } else {
            text(cell)
        }
    };
    let row = |line: &str| {
        let cells: String = line.split(',').map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let rows: String = PLANS.lines().map(row).collect();
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Plans">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let files = |content| {
        zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content),
            ("META-INF/manifest.xml", b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>"),
        ])
    };
    let run = audit("plans.ods", &files(content.as_bytes()));
    assert_judged("plans.ods", &run);
    let folder = Folder::with(&[
        ("in/plans.csv", PLANS.as_bytes()),
        (
            "in/half.ods",
            &files(&content.as_bytes()[..content.len() / 2]),
        ),
    ]);
    let output = caseready(["audit", &folder.file("in"), "--as-at", "2026-03-31"]);
    assert_eq!((output.code, output.stdout.as_str()), (2, ""));
    let is_told = output
        .stderr
        .contains("/in/half.ods: the workbook cannot be read (");
    assert!(is_told, "{}", output.stderr);
}

#[test]
fn separators_marks_and_line_ends_of_every_kind_are_read() {
    let semicolons = PLANS.replace(',', ";");
    let tabs = PLANS.replace(',', "\t");
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(PLANS.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let numbered: String = (0..)
        .zip(PLANS.lines())
        .map(|(number, line)| match number {
            0 => format!(",{line}\n"),
            number => format!("{},{line}\n", number - 1),
        })
        .collect();
    for (name, bytes) in [
        ("semicolons.csv", semicolons.into_bytes()),
        ("tabs.txt", tabs.into_bytes()),
        ("windows.csv", PLANS.replace('\n', "\r\n").into_bytes()),
        ("no-end.csv", PLANS.trim_end().as_bytes().to_vec()),
        ("mark.csv", format!("\u{feff}{PLANS}").into_bytes()),
        ("utf16.csv", utf16),
        ("numbered.csv", numbered.into_bytes()),
        (
            "folded.csv",
            PLANS
                .replace("letter_sent_on", "Letter Sent On (date)")
                .replace("child_id", "CHILD ID ")
                .into_bytes(),
        ),
        (
            "above.csv",
            format!("Exported by reporting\n\n,,,\n{PLANS}").into_bytes(),
        ),
    ] {
        assert_judged(name, &audit(name, &bytes));
    }
}

#[test]
fn a_heading_that_may_be_a_missing_field_is_told_and_not_guessed() {
    let folder = Folder::with(&[(
        "near.csv",
        PLANS.replace("letter_sent_on", "letters_sent").as_bytes(),
    )]);
    let page = caseready(["inspect", &folder.as_argument()]).stdout;
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains(
            "letters_sent: this column is not used; is it letter_sent_on? Then name it so"
        ),
        "{page}"
    );
}

#[test]
fn one_event_in_two_files_is_counted_once_with_what_either_says() {
    let more = "pre_proceedings_id,child_id,first_meeting_on\nP1,C1,2026-01-20\n";
    let folder = Folder::with(&[("one.csv", PLANS.as_bytes()), ("two.csv", more.as_bytes())]);
    let run = caseready([
        "audit",
        &folder.as_argument(),
        "--as-at",
        "2026-03-31",
        "--only",
        "PP-03,PP-04",
        "--format",
        "json",
    ])
    .json();
    assert_judged("two files", &run);
    has(
        &run,
        "note a record of pre_proceedings is also in another file: counted once, with what either says",
    );
    assert_eq!(
        run["rules"][1]["outcomes"]["met"], 1,
        "the first meeting comes from the second file: {}",
        run["rules"][1]
    );
}
