//! The invented authority as the Standard Safeguarding Dataset and as Annex A: the same findings as from its own tables, for every
//! rule that the format can carry.

#[path = "demo_formats/annex_a.rs"]
mod annex_a;
#[path = "demo_formats/carried.rs"]
mod carried;
#[path = "demo_formats/compare.rs"]
mod compare;
#[path = "demo_formats/ssd.rs"]
mod ssd;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use caseready::rules::Ruleset;

use crate::command::{Folder, caseready};
use carried::Tables;
use compare::Run;

const NATIVE: &str = "fixtures/focused-visit";

/// The audit of the authority's own tables.
fn native() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| Run::of(NATIVE))
}

fn native_tables() -> Tables {
    Tables::read(Path::new(NATIVE))
}

/// Other children, written in a format.
fn demo(format: &str, size: &[&str]) -> Folder {
    let folder = Folder::new();
    let written = folder.file("demo");
    let arguments = ["demo", "--as", format, "--write", &written];
    let output = caseready(arguments.into_iter().chain(size.iter().copied()));
    assert_eq!(output.code, 0, "{}", output.stderr);
    folder
}

/// The fixture's children, written in a format.
fn written(format: &str) -> (Folder, String) {
    let folder = Folder::new();
    let demo = folder.file("demo");
    let output = caseready(["demo", "--as", format, "--write", &demo]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    (folder, output.stdout)
}

fn run_of(folder: &Folder) -> Run {
    Run::of(&folder.file("demo"))
}

/// The bytes of the files of an export, by their names without an ending.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .expect("the export")
        .map(|entry| {
            let path = entry.expect("a file").path();
            let name = path.file_stem().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("a file"))
        })
        .collect()
}

#[test]
fn every_file_is_a_list_of_the_format_and_has_headings_of_that_list_alone() {
    let ruleset = Ruleset::carried().unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics));
    for (format, prefix, count) in [
        ("ssd", "Standard Safeguarding Dataset ", 46),
        ("annex-a", "Annex A ", 11),
    ] {
        let (folder, _) = written(format);
        let files = files(&folder.path().join("demo"));
        assert_eq!(files.len(), count, "{format}");
        for (name, bytes) in &files {
            let full_name = format!("{prefix}{}", name.replace("List", "list"));
            let list = ruleset
                .layouts
                .lists
                .iter()
                .find(|list| list.name == full_name);
            let list = list.unwrap_or_else(|| panic!("there is no {full_name}"));
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            let headings = reader.headers().expect("headings");
            let headings: Vec<String> = headings.iter().map(str::to_owned).collect();
            let columns = list.columns_of(&headings);
            for (heading, column) in headings.iter().zip(&columns) {
                assert!(
                    column.is_some(),
                    "{name}: {heading} is no heading of {full_name}"
                );
            }
            let different: BTreeSet<_> = columns.iter().collect();
            assert_eq!(
                different.len(),
                columns.len(),
                "{name}: a heading occurs twice"
            );
            for needed in &list.needs {
                assert!(
                    columns.contains(&Some(*needed)),
                    "{name}: {}",
                    list.column(*needed)
                );
            }
        }
    }
}

#[test]
fn threads_and_chunks_change_nothing_in_any_format() {
    for format in ["ssd", "annex-a"] {
        let folder = Folder::new();
        let write = |name: &str, threads: &str| {
            let demo = folder.file(name);
            let size = ["--children", "801", "--seed", "7", "--threads", threads];
            let output = caseready(
                ["demo", "--as", format, "--write", &demo]
                    .into_iter()
                    .chain(size),
            );
            assert_eq!(output.code, 0, "{}", output.stderr);
            files(&folder.path().join(name))
        };
        assert_eq!(write("one", "1"), write("two", "2"), "{format}");
    }
}

#[test]
fn another_authority_is_found_as_its_native_tables_are() {
    let folder = Folder::new();
    let audit = |format: &str| {
        let demo = folder.file(format);
        let numbers = ["--children", "801", "--seed", "7"];
        let output = caseready(
            ["demo", "--as", format, "--write", &demo]
                .into_iter()
                .chain(numbers),
        );
        assert_eq!(output.code, 0, "{}", output.stderr);
        Run::of(&demo)
    };
    let native = audit("native");
    for (format, rules) in [
        ("ssd", ssd::AS_NATIVE.as_slice()),
        ("annex-a", &annex_a::AS_NATIVE),
    ] {
        let run = audit(format);
        for rule in rules {
            assert_eq!(run.said(rule), native.said(rule), "{format} {rule}");
        }
    }
}

#[test]
fn the_summary_says_what_was_written() {
    for (format, words) in [
        (
            "native",
            "An invented authority with 400 children: 19854 records in 42 files in ",
        ),
        (
            "ssd",
            "An invented authority with 400 children, written as the Standard Safeguarding Dataset: ",
        ),
        (
            "annex-a",
            "An invented authority with 400 children, written as Annex A: ",
        ),
    ] {
        let (folder, summary) = written(format);
        assert!(summary.starts_with(words), "{summary}");
        let rows: usize = files(&folder.path().join("demo"))
            .values()
            .map(|bytes| csv::Reader::from_reader(bytes.as_slice()).records().count())
            .sum();
        assert!(
            summary.contains(&format!(": {rows} records in ")),
            "{summary}"
        );
    }
}

#[test]
fn councils_write_the_day_before_the_month_and_a_letter_before_the_answer() {
    let (folder, _) = written("annex-a");
    let list = |number: u32| {
        let bytes = &files(&folder.path().join("demo"))[&format!("List {number}")];
        String::from_utf8(bytes.clone()).expect("text")
    };
    let first = list(3).lines().nth(1).expect("a row").to_owned();
    assert_eq!(
        first,
        "C00017,b) Female,d) WOTH,06/05/2017,8,05/01/2026,q) 6: Police,b) No,0,West CAST,W0019"
    );
    for number in 1..=11 {
        let text = list(number);
        let iso = text
            .split([',', '\n'])
            .find(|cell| cell.len() == 10 && cell.as_bytes()[4] == b'-');
        assert_eq!(iso, None, "list {number}");
    }
}
