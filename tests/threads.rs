//! A large file is read in parts on several threads: what is said of it is the same as if it were read in one.

use std::fmt::Write as _;
use std::fs;

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::command::{Folder, caseready};

/// Rows of a file large enough to be read in three parts, each of four megabytes or more.
const ROWS: usize = 60_000;

/// The first third of the rows, the second and the last.
const fn third(row: usize) -> usize {
    row * 3 / ROWS
}

/// Dates of a column whose order only the whole of it shows: in `certain_in`, those are written that cannot be read otherwise.
fn date(row: usize, month_first_in: Option<usize>, day_first_in: Option<usize>) -> String {
    let is_in = |wanted: Option<usize>| wanted == Some(third(row));
    if is_in(month_first_in) && row.is_multiple_of(500) {
        "03/31/2026".to_owned()
    } else if is_in(day_first_in) && row % 500 == 250 {
        "31/03/2026".to_owned()
    } else {
        format!("0{}/0{}/2026", row % 3 + 1, row / 3 % 3 + 1)
    }
}

/// What goes wrong in real files, each thing here and there, some of it only in the last third.
fn visits(whole_ids: bool, date: impl Fn(usize) -> String) -> String {
    let mut text = "A report of visits\nvisit_id,child_id,kind,visited_on,child_seen,child_seen_alone,notes,worker_id\n".to_owned();
    for row in 0..ROWS {
        let late = third(row) == 2;
        let kind = match row % 997 {
            0 => "Drop-in",
            1 if late => "Doorstep",
            2 => "NULL",
            // More spellings than are listed one by one.
            3 => ["Telefone", "Vidio", "Offise", "Skool"][row % 4],
            4 => &format!("kind {row}"),
            _ => "child protection",
        };
        let seen = match row % 499 {
            0 => "perhaps",
            1 if late => "#REF!",
            2 => "unknown",
            _ => "yes",
        };
        let notes = match row % 101 {
            0 => "\"A visit of two lines.\nThe second says \"\"goodbye\"\".\"",
            1 => "A 5\" nail in the wall",
            2 => "tbc",
            3 => "\"\n\n\n\"",
            _ => {
                "\"Seen at home with the goldfish; mother opened at once and showed me a picture of the house, and said who sleeps where, and when the school rings. Before the end of the month I speak to the school about six things from today.\""
            }
        };
        // Of so many digits that a spreadsheet would have spoiled them, as it seems until one is whole.
        let worker = match (row % 211, late) {
            (0, false) => "1234567890123450",
            (0, true) if whole_ids => "1234567890123457",
            (1, _) => "-1",
            _ => "W0007",
        };
        let visited = date(row);
        let _ = match row % 2_003 {
            5 => writeln!(text, "V{row},C{}", row / 40),
            6 => writeln!(text, ",,,,,,,"),
            8 => writeln!(text, "Total,{row}"),
            9 => writeln!(
                text,
                "visit_id,child_id,kind,visited_on,child_seen,child_seen_alone,notes,worker_id"
            ),
            10 => writeln!(text, "V{row},,child in need,{visited},yes,yes,notes,W1"),
            7 => writeln!(
                text,
                "V{row},C1,child in need,{visited},yes,yes,a, comma,W1"
            ),
            _ => writeln!(
                text,
                "V{row},C{},{kind},{visited},{seen},yes,{notes},{worker}",
                row / 40
            ),
        };
    }
    text
}

/// An open child protection plan of each of some children.
fn plans(headings: &str, prefix: &str) -> String {
    let plans = (0..1_500).map(|child| format!("\nPLAN-{child},{prefix}{child},2025-12-01,"));
    headings.to_owned() + &plans.collect::<String>()
}

/// Rows of which several are one record, with a column that a supplier fills.
fn visits_of_the_dataset() -> String {
    let mut text = "cppv_cp_visit_id,cppv_person_id,cppv_cp_visit_date,cppv_cp_visit_seen,cppv_cp_visit_seen_alone,cppv_cp_visit_bedroom,cppv_cp_plan_id\n".to_owned();
    for row in 0..ROWS * 3 {
        let seen = ["Y", "", "N", "NULL"][row % 4];
        let _ = writeln!(
            text,
            "90000000000000{},{},2026-0{}-1{}T00:00:00.0000000,{seen},{seen},N,7000000000000{}",
            row / 2,
            row / 50,
            row % 3 + 1,
            row % 9,
            row / 500
        );
    }
    text
}

/// Periods in care of which the latest episode counts.
fn episodes() -> String {
    let mut text = "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_cla_id,clae_entered_care_date,clae_cla_last_iro_contact_date\n".to_owned();
    for row in 0..ROWS * 3 {
        let period = row % 7_000;
        let began = format!("20{}-0{}-11", 10 + row / 12_000, row % 9 + 1);
        let ceased = if row % 5 == 0 { "" } else { "2026-02-02" };
        let _ = writeln!(
            text,
            "E{row},P{period},{began}T00:00:00.0000000,{ceased},PERIOD-{period},2010-01-11T00:00:00.0000000,2026-01-0{}",
            row % 9 + 1
        );
    }
    text
}

/// The run but for how it was asked for, and the messages of its problems.
fn run(folder: &Folder, threads: &str) -> (Value, Vec<String>) {
    let report = folder.file("run.json");
    let output = caseready([
        "audit",
        &folder.file("in"),
        "--as-at",
        "2026-03-31",
        "--quiet",
        "-o",
        &format!("json={report}"),
        "--threads",
        threads,
    ]);
    assert!(output.code < 2, "{}", output.stderr);
    let text = fs::read_to_string(&report).expect("a report");
    let mut run: Value = serde_json::from_str(&text).expect("it is JSON");
    let about = run["run"].as_object_mut().expect("what the run was");
    assert!(about.remove("arguments").is_some());
    let problems = run["problems"].as_array().expect("problems");
    let messages = problems
        .iter()
        .map(|problem| problem["message"].as_str().expect("words").to_owned());
    let messages = messages.collect();
    (run, messages)
}

/// Reads a file in one part and in three, with small ones beside it; every one of `said` must be among the problems.
fn is_the_same_in_parts(name: &str, text: &str, beside: &[(&str, &str)], said: &[&str]) {
    assert!(text.len() > 3 * (4 << 20), "{} bytes: one part", text.len());
    let folder = Folder::with(&[(&format!("in/{name}"), text.as_bytes())]);
    for (other, text) in beside {
        folder.write(&format!("in/{other}"), text.as_bytes());
    }
    let (whole, messages) = run(&folder, "1");
    for wanted in said {
        assert!(
            messages.iter().any(|message| message.contains(wanted)),
            "{name}: {wanted}: {messages:#?}"
        );
    }
    let findings = whole["findings"].as_array().expect("findings");
    assert!(findings.len() > 100, "{name}: {}", findings.len());
    let (parts, others) = run(&folder, "3");
    assert_eq!(messages, others, "{name}");
    assert!(whole == parts, "{name}");
}

#[test]
fn a_file_is_read_the_same_in_parts_whatever_is_wrong_with_it() {
    let everywhere = [
        "1 row above the headings was left out",
        "expected yes or no, found text of 7 characters: cannot be read",
        "more cells are not yes or no: not read",
        "\"Xxxx-in\", masked as it may be a name, is no listed value of visits.kind",
        "more spellings are no listed value",
        "fewer cells than headings",
        "more cells than headings",
        "rows without any value were left out",
        "error of the spreadsheet",
        "30 rows, this the first, are totals",
        "30 rows, this the first, repeat the headings",
        "30 records of visits have no child_id, this the first: they count for no child",
    ];
    let plans = plans("plan_id,child_id,started_on,ended_on", "C");
    let with = |said: &'static str| [&everywhere[..], &[said]].concat();
    let bad = "found \"03/31/2026\", which has the month first where other dates of this column have the day first";
    for (month_first_in, day_first_in, whole_ids, said) in [
        (Some(2), None, true, "are read month-first: 40 of "),
        (Some(0), None, false, "188 ids lost digits in a spreadsheet"),
        (Some(0), Some(2), true, bad),
        (Some(2), Some(0), true, bad),
        (Some(1), Some(1), true, bad),
    ] {
        let text = visits(whole_ids, |row| date(row, month_first_in, day_first_in));
        is_the_same_in_parts(
            "visits.csv",
            &text,
            &[("cp_plans.csv", &plans)],
            &with(said),
        );
    }
}

#[test]
fn rows_that_are_one_record_are_so_across_parts() {
    let text = visits_of_the_dataset();
    let plans = plans(
        "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date",
        "",
    );
    let said = ["as its supplier fills it: it is no evidence"];
    is_the_same_in_parts(
        "ssd_cp_visits.csv",
        &text,
        &[
            ("ssd_cp_plans.csv", &plans),
            // No other visits, and not a list of them that was forgotten.
            (
                "ssd_cin_visits.csv",
                "cinv_cin_visit_id,cinv_person_id,cinv_cin_visit_date,cinv_cin_visit_seen\n",
            ),
            (
                "ssd_cla_visits.csv",
                "clav_cla_visit_id,clav_person_id,clav_cla_visit_date,clav_cla_visit_seen\n",
            ),
        ],
        &said,
    );
    let reviews = "clar_cla_review_id,clar_cla_id,clar_cla_review_date,clar_cla_person_id\nR1,PERIOD-1,2025-12-12,P1\n";
    is_the_same_in_parts(
        "ssd_cla_episodes.csv",
        &episodes(),
        &[("ssd_cla_reviews.csv", reviews)],
        &[],
    );
}

#[test]
fn the_sheets_of_a_workbook_keep_their_order() {
    let mut book = Workbook::new();
    let mut add = |name: &str, rows: &[&[&str]]| {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        for (row, cells) in (0..).zip(rows) {
            sheet
                .write_row(row, 0, cells.iter().copied())
                .expect("a row");
        }
    };
    let late: Vec<Vec<String>> = (0..2_000)
        .map(|row| ["PLO-", "C"].map(|prefix| format!("{prefix}{row}")).into())
        .collect();
    let mut periods = vec![vec![
        "pre_proceedings_id",
        "child_id",
        "decided_on",
        "letter_sent_on",
    ]];
    periods.extend(
        late.iter()
            .map(|ids| vec![&*ids[0], &*ids[1], "2026-01-05", "2026-02-20"]),
    );
    let periods: Vec<&[&str]> = periods.iter().map(Vec::as_slice).collect();
    add("periods", &periods);
    add("empty", &[]);
    let fewer: Vec<&[&str]> = [periods[0], &["PLO-1", "C1", "2026-01-05", "2026-03-03"]].into();
    add("periods again", &fewer);
    add(
        "a letter",
        &[&["Dear inspector,"], &["these are our lists."]],
    );
    add(
        "reviews",
        &[
            &["review_id", "pre_proceedings_id", "child_id", "held_on"],
            &["R1", "PLO-1", "C1", "soon"],
        ],
    );
    let bytes = book.save_to_buffer().expect("a workbook");
    let folder = Folder::with(&[("in/lists.xlsx", &bytes)]);
    let (whole, messages) = run(&folder, "1");
    let names: Vec<&str> = whole["inputs"]
        .as_array()
        .expect("inputs")
        .iter()
        .map(|input| input["file"].as_str().expect("a name"))
        .map(|name| name.rsplit('/').next().expect("a last part"))
        .collect();
    assert_eq!(names, ["periods", "periods again", "a letter", "reviews"]);
    assert!(
        messages
            .iter()
            .any(|message| message.contains("expected a date")),
        "{messages:#?}"
    );
    for threads in ["2", "3", "9"] {
        assert!(run(&folder, threads).0 == whole, "{threads} threads");
    }
}

#[test]
fn a_mark_that_is_never_closed_is_told_in_whichever_part_it_stands() {
    let text = visits(true, |_| "2026-03-01".to_owned());
    for at in [text.len() / 7, text.len() / 2, text.len() / 7 * 6] {
        let (before, after) = text.split_at(at + text[at..].find("\nV").expect("a row") + 1);
        let line = before.matches('\n').count() + 1;
        // Nothing behind it closes it.
        let after = after.replace('"', "");
        let broken = format!("{before}V,C1,\"child in need,2026-03-01\n{after}");
        let folder = Folder::with(&[("visits.csv", broken.as_bytes())]);
        let said: Vec<String> = ["1", "2", "3"]
            .iter()
            .map(|threads| {
                let output = caseready(["audit", &folder.as_argument(), "--threads", threads]);
                assert_eq!(output.code, 2, "{}", output.stderr);
                output.stderr
            })
            .collect();
        let told = format!("in the record of line {line} is never closed");
        assert!(said[0].contains(&told), "{told}: {}", said[0]);
        assert_eq!(said[0], said[1]);
        assert_eq!(said[0], said[2]);
    }
}
