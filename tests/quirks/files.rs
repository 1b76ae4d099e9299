//! Files and sheets as councils and their systems make them.

use crate::cells::Sheet;
use crate::command::{Folder, caseready};
use crate::packed::{Cell, workbook, workbook_merging};

use super::old_excel::old_excel;

use Cell::{Blank, Date, Number, Text};

const LIST_1: [&str; 7] = [
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age of Child (Years)",
    "Date of Contact",
    "Contact Source",
];

fn texts(cells: &[&'static str]) -> Vec<Cell> {
    cells.iter().copied().map(Text).collect()
}

fn contact() -> Vec<Cell> {
    vec![
        Number("9212044"),
        Text("b) Female"),
        Text("a) WBRI"),
        Date(42385),
        Number("9"),
        Date(46027),
        Text("1A"),
    ]
}

fn inspected(folder: &Folder) -> String {
    let page = caseready(["inspect", &folder.as_argument(), "--as-at", "2026-03-31"]);
    assert_eq!(page.code, 0, "{}", page.stderr);
    page.stdout.replace("\n  ", " ")
}

#[test]
fn a_merged_title_above_the_headings_is_left_out() {
    let title = vec![Text("List 1: Contacts"), Blank];
    let bytes = workbook_merging(
        &[("List_1", vec![title, texts(&LIST_1), contact()])],
        "A1:G1",
    );
    let sheet = Sheet::of(&[("annex-a.xlsx", &bytes)]);
    assert_eq!(sheet.values_of("contacts", "received_on"), ["2026-01-05"]);
    assert_eq!(sheet.values_of("contacts", "child_id"), ["9212044"]);
    assert_eq!(
        sheet.problems(),
        ["note - - 1: 1 row above the headings was left out"]
    );
}

#[test]
fn headings_in_the_first_row_need_no_title() {
    let bytes = workbook(&[("Sheet1", vec![texts(&LIST_1), contact()])]);
    let sheet = Sheet::of(&[("annex-a.xlsx", &bytes)]);
    assert_eq!(sheet.values_of("contacts", "source"), ["1A"]);
    assert_eq!(sheet.problems(), [""; 0]);
}

#[test]
fn sheets_that_explain_the_lists_are_passed_over_by_name() {
    let codes = vec![
        texts(&["Ethnicity", "Gender", "Referral Source", "Placement Type"]),
        texts(&["a) WBRI", "a) Male", "1A", "U1"]),
    ];
    let explained = || vec![texts(&["About this return", "Please read"])];
    let bytes = workbook(&[
        ("Front_Sheet", explained()),
        ("FAQ_and_changes", explained()),
        ("Guidance", explained()),
        ("Codes_used", codes),
        ("List_1", vec![texts(&LIST_1), contact()]),
    ]);
    let folder = Folder::with(&[("annex-a.xlsx", &bytes)]);
    let page = inspected(&folder);
    assert!(
        page.contains("\nnote: Front_Sheet and 3 files more: this sheet explains the others and holds no records: not read\n"),
        "{page}"
    );
    assert!(!page.contains("warning"), "{page}");
}

#[test]
fn a_sheet_is_known_by_its_headings_however_its_name_is_written() {
    let leavers = [
        "Child Unique ID",
        "Eligibility Category",
        "LA In Touch",
        "Activity Status",
    ];
    for names in [
        ["List_1", "List 9"],
        ["list-1", "List9"],
        ["List 10", "List 1"],
        ["Sheet1", "Sheet2"],
    ] {
        let bytes = workbook(&[
            (names[0], vec![texts(&LIST_1), contact()]),
            (
                names[1],
                vec![
                    texts(&leavers),
                    texts(&["7", "a) Relevant", "a) Yes", "F1"]),
                ],
            ),
        ]);
        let sheet = Sheet::of(&[("annex-a.xlsx", &bytes)]);
        let taken: Vec<String> = sheet
            .taken_for()
            .into_iter()
            .map(|(kind, _)| kind)
            .collect();
        assert_eq!(taken, ["Annex A list 1", "Annex A list 9"], "{names:?}");
        assert_eq!(sheet.values_of("care_leavers", "child_id"), ["7"]);
    }
}

#[test]
fn a_workbook_of_old_excel_is_read() {
    let bytes = old_excel(
        "List 1",
        &[
            &LIST_1,
            &[
                "K1",
                "b) Female",
                "WBRI",
                "01/02/2016",
                "10",
                "05/01/2026",
                "1A",
            ],
        ],
    );
    let sheet = Sheet::of(&[("annex-a.xls", &bytes)]);
    assert_eq!(sheet.taken_for()[0].0, "Annex A list 1");
    assert_eq!(sheet.values_of("contacts", "received_on"), ["2026-01-05"]);
    assert_eq!(sheet.values_of("children", "sex"), ["F"]);
}

#[test]
fn a_workbook_of_old_excel_that_was_half_copied_is_an_end_wherever_it_is_cut() {
    let whole = old_excel("List 1", &[&LIST_1, &["K1", "b) Female"]]);
    let mut crashes = 0;
    for length in [20, 511, 514, 700, 1_023, 1_030, 1_535, 1_540, 1_700] {
        let folder = Folder::with(&[
            ("in/annex-a.xls", &whole[..length]),
            (
                "in/contacts.csv",
                b"contact_id,child_id,received_on\nX1,C1,2026-01-05\n",
            ),
        ]);
        let output = caseready(["audit", &folder.file("in"), "--as-at", "2026-03-31"]);
        assert_eq!(
            (output.code, output.stdout.as_str()),
            (2, ""),
            "cut at {length}"
        );
        let mut lines = output.stderr.lines();
        let mut line = lines.next().expect("a reason");
        // The reader that caseready uses crashes over some, which must not look like anything else.
        if line.starts_with("caseready: a fault in calamine-") {
            crashes += 1;
            line = lines.next().expect("what it means");
        }
        let is_told = line.contains("/in/annex-a.xls: ") && line.contains("save it again");
        assert!(
            is_told && lines.next().is_none(),
            "cut at {length}: {}",
            output.stderr
        );
    }
    assert!(crashes > 0, "the way of a crash is tried");
}

#[test]
fn a_csv_file_of_each_list_is_known_by_headings_before_its_name() {
    let contacts = "Child Unique ID,Gender,Ethnicity,Date of Birth,Age,Date of Contact,Contact Source\nK1,M,WBRI,,,05/01/2026,1A\n";
    let plans = "Child Unique ID,Child Protection Plan Start Date,Latest Category of Abuse\nK1,05/01/2026,NEG\n";
    for names in [["contacts.csv", "cpp.csv"], ["cpp.csv", "47.csv"]] {
        let sheet = Sheet::of(&[
            (names[0], contacts.as_bytes()),
            (names[1], plans.as_bytes()),
        ]);
        let taken: Vec<String> = sheet
            .taken_for()
            .into_iter()
            .map(|(kind, _)| kind)
            .collect();
        assert_eq!(taken, ["Annex A list 1", "Annex A list 7"], "{names:?}");
        assert_eq!(sheet.values_of("cp_plans", "category"), ["NEG"]);
    }
}

#[test]
fn headings_without_rows_are_an_empty_list_and_no_missing_one() {
    let bytes = workbook(&[("List_1", vec![texts(&LIST_1)])]);
    let folder = Folder::with(&[("annex-a.xlsx", &bytes)]);
    let page = inspected(&folder);
    assert!(
        page.contains(
            "\nTABLES\nGiven, and without a record: children, contacts\n\nPROBLEMS: NONE\n"
        ),
        "{page}"
    );
    assert!(
        page.contains("\nRecording and data quality: 1 of 12 standards, with no record to judge; "),
        "{page}"
    );
    let audit = caseready([
        "audit",
        &folder.as_argument(),
        "--as-at",
        "2026-03-31",
        "--only",
        "FD-05",
        "--format",
        "json",
    ])
    .json();
    let reason = audit["rules"][0]["reason"].as_str().expect("a reason");
    assert_eq!(
        reason, "no contacts.decided_on in these files",
        "the list is there"
    );
}

#[test]
fn rows_without_any_value_are_left_out_and_counted() {
    let sheet = Sheet::new(
        "pre_proceedings.csv",
        "pre_proceedings_id,child_id,decided_on\nP1,C1,2026-01-05\n, ,\u{a0}\n,,\n",
    );
    assert_eq!(sheet.values("pre_proceedings_id"), ["P1"]);
    assert_eq!(
        sheet.problems(),
        ["note - - 2: 2 rows without any value were left out"]
    );
    // Excel keeps rows that once held something: at the end of a sheet they are no rows.
    let bytes = workbook(&[(
        "List_1",
        vec![texts(&LIST_1), contact(), vec![], vec![Blank, Blank]],
    )]);
    assert_eq!(Sheet::of(&[("a.xlsx", &bytes)]).problems(), [""; 0]);
}

#[test]
fn a_column_that_is_headed_and_never_filled_is_not_scored() {
    let folder = Folder::with(&[(
        "pre_proceedings.csv",
        b"pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on\nP1,C1,2026-01-05,,\nP2,C2,2026-01-06,,\n",
    )]);
    let page = inspected(&folder);
    assert!(
        page.contains("\n- blank in every row: letter_sent_on, ended_on\n"),
        "{page}"
    );
    let audit = caseready([
        "audit",
        &folder.as_argument(),
        "--as-at",
        "2026-03-31",
        "--only",
        "PP-03",
        "--format",
        "json",
    ])
    .json();
    assert_eq!(audit["rules"][0]["status"], "not assessed");
    assert_eq!(
        audit["rules"][0]["reason"],
        "pre_proceedings.letter_sent_on is headed, but blank in every row"
    );
}

#[test]
fn a_broken_lookup_of_team_and_worker_is_counted_once_for_each_column() {
    let rows = "Child Unique ID,CIN Start Date,Primary Need Code,CIN Closure Date,Allocated Team,Allocated Worker\n\
                K1,01/02/2026,N1,,#N/A,#N/A\nK2,01/02/2026,N1,,North,#N/A\nK3,01/02/2026,N1,,#N/A,NULL\n";
    let sheet = Sheet::new("List 6.csv", rows);
    assert_eq!(sheet.values_of("teams", "team"), ["North"]);
    assert_eq!(
        sheet.problems(),
        [
            "error 2 Allocated Team 2: 2 cells hold an error of the spreadsheet that made this file (the first is #N/A): cannot be read; mend its formula and export again",
            "note - Allocated Worker 1: 1 cell holds a stand-in for \"no value\" (such as NULL): read as blank",
            "error 2 Allocated Worker 2: 2 cells hold an error of the spreadsheet that made this file (the first is #N/A): cannot be read; mend its formula and export again",
        ]
    );
}

#[test]
fn utf16_of_either_order_is_read() {
    let text = "\u{feff}pre_proceedings_id,child_id,decided_on\nP1,C1,2026-01-05\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        let sheet = Sheet::of(&[("a.csv", &bytes)]);
        assert_eq!(sheet.values("decided_on"), ["2026-01-05"]);
        assert_eq!(sheet.problems(), [""; 0]);
    }
}

#[test]
fn utf16_without_its_mark_is_told_with_what_to_do() {
    let text = "pre_proceedings_id,child_id,decided_on,r\u{e9}f\nP1,C1,2026-01-05,x\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let refused = |bytes: &[u8]| {
        let folder = Folder::with(&[("a.csv", bytes)]);
        let output = caseready(["audit", &folder.file("a.csv"), "--as-at", "2026-03-31"]);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""));
        output.stderr
    };
    for bytes in [little, big] {
        let said = refused(&bytes);
        assert!(
            said.contains("a.csv: not recognised: it is text in UTF-16 without the mark at its beginning that says so: open it in Excel or Notepad and save it as \"CSV UTF-8\" or UTF-8"),
            "{said}"
        );
    }
    let said = refused(b"\x01\0\x02\0\x03\0\x04\0");
    assert!(said.contains("it is not a text file"), "{said}");
}

#[test]
fn vertical_bars_between_cells_are_read_where_they_are_most() {
    let bars = "supervision_id|child_id|held_on|kind\nS1|C1|2026-01-05|formal, planned\n";
    let sheet = Sheet::new("supervisions.txt", bars);
    assert_eq!(sheet.values("held_on"), ["2026-01-05"]);
    assert_eq!(sheet.values("child_id"), ["C1"]);
    // A bar within a cell of commas parts nothing.
    let commas = "child_id,core_group_id,agencies|who,held_on\nC1,G1,police|health,2026-01-05\n";
    let sheet = Sheet::new("core_groups.csv", commas);
    assert_eq!(sheet.values("held_on"), ["2026-01-05"]);
}

#[test]
fn what_computers_put_into_folders_by_themselves_is_left_out_with_one_note() {
    let plans =
        b"pre_proceedings_id,child_id,decided_on,letter_sent_on\nP1,C1,2026-01-05,2026-01-08\n";
    let lock = b"\x06office worker";
    let thumbs = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let files: [(&str, &[u8]); 6] = [
        ("pre_proceedings.csv", plans),
        ("Thumbs.db", thumbs),
        ("desktop.ini", b"[.ShellClassInfo]\r\n"),
        ("~$plans.xlsx", lock),
        ("._plans.csv", b"\0\x05\x16\x07"),
        (".DS_Store", b"\0\0\0\x01Bud1"),
    ];
    let folder = Folder::with(&files);
    let named: Vec<String> = files.iter().map(|(name, _)| folder.file(name)).collect();
    let note = |arguments: &[&str], said: &str| {
        let asked = ["audit", "--as-at", "2026-03-31", "--format", "json"];
        let output = caseready(asked.iter().chain(arguments).copied());
        assert_eq!(output.code, 0, "{}", output.stderr);
        let run = output.json();
        let problems = run["problems"].as_array().expect("problems");
        let notes = problems
            .iter()
            .filter(|problem| problem["severity"] == "note");
        let messages = notes.map(|problem| problem["message"].as_str());
        assert_eq!(messages.collect::<Vec<_>>(), [Some(said)]);
        assert_eq!(run["inputs"].as_array().expect("inputs").len(), 1);
    };
    let left_out =
        "left out, as Windows, macOS and Office put such files into folders by themselves: ";
    note(
        &[&folder.as_argument()],
        &format!("{left_out}Thumbs.db, desktop.ini, ~$plans.xlsx"),
    );
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    note(
        &named,
        &format!("{left_out}Thumbs.db, desktop.ini, ~$plans.xlsx, ._plans.csv, .DS_Store"),
    );
    let alone = caseready(["audit", &folder.file("Thumbs.db")]);
    assert_eq!(alone.code, 2);
    assert!(
        alone.stderr.contains("there is no file to read"),
        "{}",
        alone.stderr
    );
    let settings = folder.file("caseready.toml");
    let output = caseready(["init", &folder.as_argument(), "--write", &settings]);
    assert!(!output.stderr.contains("Thumbs.db"), "{}", output.stderr);
}

#[test]
fn columns_that_no_list_knows_are_named_and_left() {
    let sheet = Sheet::new(
        "episodes.csv",
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN,TEST_COLUMN,LA,YEAR\n\
         K1,01/05/2025,S,V2,N1,U6,PR1,,,,,,,x,214,2025\n",
    );
    let (kind, unused) = &sheet.taken_for()[0];
    assert_eq!(kind, "SSDA903 Episodes");
    for heading in ["TEST_COLUMN", "LA", "YEAR"] {
        assert!(unused.iter().any(|other| other == heading), "{unused:?}");
    }
    assert_eq!(sheet.values_of("placements", "started_on"), ["2025-05-01"]);
}

#[test]
fn a_file_of_settings_in_the_folder_of_the_export_is_no_export() {
    let plans = "plan_id,child_id,started_on\nP1,C1,2026-01-05\n";
    let folder = Folder::with(&[
        ("cp_plans.csv", plans.as_bytes()),
        ("caseready.toml", b"[words]\nfewest = 5\n"),
    ]);
    let own = folder.file("caseready.toml");
    let unused = "was not used as settings";
    let inspected = |more: &[&str]| {
        let usual = ["inspect", &folder.as_argument(), "--as-at", "2026-03-31"].map(str::to_owned);
        let arguments = usual.iter().map(String::as_str);
        let output = caseready(arguments.chain(more.iter().copied()));
        assert_eq!(output.code, 0, "{}", output.stderr);
        output
            .stdout
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let page = inspected(&[]);
    assert!(
        page.contains("caseready.toml is a file of settings and no export; it was not used as settings: name it with --config if it should be"),
        "{page}"
    );
    assert!(!inspected(&["--config", &own]).contains(unused));
    let init = caseready(["init", &folder.as_argument()]);
    assert!(
        init.stdout.contains("Every file fits a list"),
        "{}",
        init.stdout
    );
    let alone = caseready(["audit", &own]);
    assert_eq!(alone.code, 2);
    assert!(
        alone.stderr.contains("there is no file to read"),
        "{}",
        alone.stderr
    );
}
