//! The exports of `fixtures/`: what must be found in them, that nothing else is, and what must be refused. How each line
//! below was worked out, without the tool, stands in `fixtures/README.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use crate::command::{Folder, Output, caseready, caseready_with, rule};

const AS_AT: &str = "2026-03-31";
const PRE_PROCEEDINGS: &str = "fixtures/pre-proceedings";

/// rule, child, outcome, due on, done on, days over, repeats, live or past, team, worker: in the order of the report.
const FINDINGS: &str = "\
PP-01 C008 failed  -          -          -   1 live Avon  W03
PP-02 C012 late    2026-01-22 2026-01-26 4   1 past Avon  W04
PP-03 C010 late    2026-01-05 2026-01-08 3   1 past Avon  W04
PP-03 C012 overdue 2026-02-09 -          50  1 live Avon  W04
PP-05 C002 late    2025-09-01 2025-09-08 7   1 past Avon  W03
PP-05 C006 late    2025-11-27 2026-01-15 49  2 past Avon  W03
PP-05 C008 late    2025-12-04 2025-12-09 5   1 past Avon  W03
PP-05 C008 overdue 2026-02-17 -          42  1 live Avon  W04
PP-05 C010 overdue 2026-03-03 -          28  1 live Avon  W04
PP-06 C008 overdue 2026-02-05 -          54  1 live Avon  W03
PP-08 C006 failed  -          -          -   1 past Avon  W03
PP-11 C006 late    2025-11-28 2025-12-05 7   1 past Avon  W03
PP-11 C010 late    2026-02-15 2026-02-20 5   1 past Avon  W04
PP-11 C010 overdue 2026-03-20 -          11  1 live Avon  W04
PP-11 C011 late    2026-03-11 2026-03-17 6   1 past Avon  W03
PP-15 C006 failed  -          -          -   1 past Avon  W03
PP-15 C008 failed  -          -          -   1 live Avon  W03
PP-16 C010 failed  -          -          -   1 live Avon  W04
PP-17 C002 missed  2025-08-29 -          214 1 past Avon  W03
PP-17 C008 overdue 2026-02-13 -          46  1 live Avon  W03
PP-17 C009 late    2026-03-20 2026-03-24 4   1 past North W01
PP-24 C006 failed  -          -          -   1 past -     -
PP-25 C010 failed  -          -          -   1 live Avon  W04
PP-27 C006 late    2026-02-05 2026-02-13 8   1 past Avon  W03
PP-09 C007 failed  -          -          -   1 past North W02
PP-10 C011 failed  -          -          -   1 past Avon  W03
PP-10 C012 failed  -          -          -   1 past Avon  W04
PP-12 C008 failed  -          -          -   1 live Avon  W04
PP-13 C002 failed  -          -          -   1 past Avon  W03
PP-18 C011 failed  -          -          -   1 live Avon  W03
PP-21 C002 failed  -          -          -   1 past Avon  W03
PP-28 C006 late    2025-11-24 2025-12-15 21  1 past Avon  W03
PP-28 C010 overdue 2026-02-11 -          48  1 live Avon  W04
PP-28 C012 late    2026-03-23 2026-03-25 2   1 past Avon  W04
PP-29 C013 late    2026-03-09 2026-03-16 7   1 past North W01
";

/// rule, child, record, reason.
const UNKNOWN: &str = "\
PP-04 C012 L014 the letter before proceedings is not recorded
PP-12 C012 L014 it is not recorded whether parents have legal representation
PP-13 C010 L012 it is not recorded whether family group decision-making was offered
";

/// rule, child, record, due on, team, worker; due within 90 days, so not C013's sixteen weeks, up on 14 July 2026.
const UPCOMING: &str = "\
PP-02 C014 M016 2026-04-07 North W02
PP-04 C013 L015 2026-04-09 North W01
PP-05 C007 L009 2026-04-10 North W02
PP-05 C009 L011 2026-05-06 North W01
PP-05 C011 L013 2026-05-07 Avon  W03
PP-05 C012 L014 2026-05-05 Avon  W04
PP-05 C013 L015 2026-05-05 North W01
PP-06 C009 L011 2026-04-13 North W01
PP-06 C010 L012 2026-04-30 Avon  W04
PP-06 C011 L013 2026-05-11 Avon  W03
PP-06 C012 L014 2026-05-18 Avon  W04
PP-11 C007 L009 2026-04-04 North W02
PP-11 C008 L010 2026-04-26 Avon  W04
PP-11 C009 L011 2026-04-10 North W01
PP-11 C011 L013 2026-04-17 Avon  W03
PP-11 C012 L014 2026-04-24 Avon  W04
PP-11 C013 L015 2026-04-27 North W01
PP-17 C009 A010 2026-04-24 North W01
PP-17 C010 A011 2026-04-10 Avon  W04
PP-17 C012 A013 2026-03-31 Avon  W04
PP-17 C013 A014 2026-05-08 North W01
PP-20 C007 L009 2026-04-20 North W02
PP-28 C013 L015 2026-05-11 North W01
";

/// The outcomes of each rule; those not named are none.
const COUNTS: &str = "\
PP-01 met 12 failed 1
PP-02 met 11 late 1 due 1
PP-03 met 11 late 1 overdue 1
PP-04 met 11 due 1 unknown 1
PP-05 met 14 late 4 overdue 2 due 5
PP-06 met 7 overdue 1 due 5
PP-07 not needed
PP-08 met 17 failed 1
PP-09 met 14 failed 1
PP-10 met 16 failed 2
PP-11 met 33 late 3 overdue 1 due 6
PP-12 met 10 failed 1 unknown 1
PP-13 met 10 failed 1 unknown 1
PP-15 met 10 failed 2
PP-16 met 13 failed 1
PP-17 met 7 late 1 missed 1 overdue 1 due 4
PP-18 met 12 failed 1
PP-19 not needed
PP-20 due 1
PP-21 met 5 failed 1
PP-24 met 12 failed 1
PP-25 met 11 failed 1
PP-27 met 2 late 1
PP-28 met 8 late 2 overdue 1 due 1
PP-29 late 1
PP-30 met 1
";

/// `audit EXPORT` as at 31 March 2026 by the pre-proceedings standards alone: those of other areas do not change these
/// tests.
fn audit(export: &str) -> Output {
    caseready(arguments(export))
}

fn arguments(export: &str) -> [&str; 8] {
    [
        "audit",
        export,
        "--as-at",
        AS_AT,
        "--area",
        "pre-proceedings",
        "--format",
        "json",
    ]
}

fn list<'a>(report: &'a Value, name: &str) -> &'a [Value] {
    report[name]
        .as_array()
        .unwrap_or_else(|| panic!("the report has no list {name:?}"))
}

/// A value as the tables above write it.
fn word(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn words(record: &Value, fields: &[&str]) -> String {
    fields
        .iter()
        .map(|field| word(&record[field]))
        .collect::<Vec<_>>()
        .join(" ")
}

fn finding_line(finding: &Value) -> String {
    let live = match finding["live"].as_bool() {
        Some(true) => "live",
        Some(false) => "past",
        None => "neither",
    };
    let dated = [
        "rule",
        "child_id",
        "outcome",
        "due_on",
        "done_on",
        "days_over",
        "repeats",
    ];
    format!(
        "{} {live} {}",
        words(finding, &dated),
        words(finding, &["team", "worker_id"])
    )
}

/// The counts of outcomes in the order of the design, without those that are none.
fn outcome_words(outcomes: &Value) -> String {
    const OUTCOMES: [&str; 8] = [
        "met", "late", "missed", "overdue", "failed", "due", "unknown", "waived",
    ];
    OUTCOMES
        .iter()
        .filter(|name| outcomes[**name] != 0)
        .map(|name| format!("{name} {}", outcomes[*name]))
        .collect::<Vec<_>>()
        .join(" ")
}

fn count_line(rule: &Value) -> String {
    if rule["status"] == "assessed" {
        format!("{} {}", word(&rule["id"]), outcome_words(&rule["outcomes"]))
    } else {
        words(rule, &["id", "status"])
    }
}

/// Lines with one space between their words.
fn even(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// That both hold the same lines in the same order; says which line is in one and not in the other.
fn assert_same_lines(what: &str, expected: &str, found: &[String]) {
    let (expected, found) = (even(expected), even(&found.join("\n")));
    let mut difference = String::new();
    for line in expected.iter().filter(|line| !found.contains(line)) {
        let _ = writeln!(difference, "  expected, not found: {line}");
    }
    for line in found.iter().filter(|line| !expected.contains(line)) {
        let _ = writeln!(difference, "  found, not expected: {line}");
    }
    assert!(difference.is_empty(), "{what}:\n{difference}");
    assert_eq!(expected, found, "{what}: the same lines in another order");
}

#[test]
fn every_finding_worked_out_by_hand_is_found_and_no_other() {
    let output = audit(PRE_PROCEEDINGS);
    let found: Vec<String> = list(&output.json(), "findings")
        .iter()
        .map(finding_line)
        .collect();
    assert_same_lines("findings of fixtures/pre-proceedings", FINDINGS, &found);
    assert_eq!(
        output.code, 1,
        "live findings of high severity make the exit code 1"
    );
}

#[test]
fn every_rule_counts_what_was_counted_by_hand() {
    let report = audit(PRE_PROCEEDINGS).json();
    let found: Vec<String> = list(&report, "rules").iter().map(count_line).collect();
    assert_same_lines("outcomes of fixtures/pre-proceedings", COUNTS, &found);
}

#[test]
fn what_cannot_be_judged_is_said_with_its_reason() {
    let report = audit(PRE_PROCEEDINGS).json();
    let found: Vec<String> = list(&report, "unknown")
        .iter()
        .map(|record| words(record, &["rule", "child_id", "key", "reason"]))
        .collect();
    assert_same_lines("unknowns of fixtures/pre-proceedings", UNKNOWN, &found);
}

#[test]
fn what_falls_due_in_the_next_ninety_days_is_told_beforehand() {
    let report = audit(PRE_PROCEEDINGS).json();
    let found: Vec<String> = list(&report, "upcoming")
        .iter()
        .map(|record| {
            words(
                record,
                &["rule", "child_id", "key", "due_on", "team", "worker_id"],
            )
        })
        .collect();
    assert_same_lines("upcoming of fixtures/pre-proceedings", UPCOMING, &found);
}

/// North holds its reviews; Avon does not. That is the answer a director looks for first.
#[test]
fn the_teams_that_review_regularly_and_not_are_told_apart() {
    let report = audit(PRE_PROCEEDINGS).json();
    let reviewed = rule(&report, "PP-05");
    let group = |by: &str, name: &str| {
        let groups = list(reviewed, "groups");
        let found = groups
            .iter()
            .find(|group| group["by"][0] == by && group["name"][0] == name)
            .unwrap_or_else(|| panic!("PP-05 has no group of the {by} {name}"));
        format!(
            "{}: {}",
            outcome_words(&found["outcomes"]),
            word(&found["rate"])
        )
    };
    let (north, avon) = ("met 10 due 3: 100.0", "met 4 late 4 overdue 2 due 2: 40.0");
    assert_eq!(
        [
            group("team", "North"),
            group("team", "Avon"),
            group("district", "Hills"),
            group("district", "Coast"),
        ],
        [north, avon, north, avon],
        "reviews by team, and by the district of each team"
    );
}

/// L016 was decided on after the as-at date.
#[test]
fn a_record_from_after_the_as_at_date_is_left_out_and_said_to_be() {
    let report = audit(PRE_PROCEEDINGS).json();
    let problems = list(&report, "problems");
    assert_eq!(
        problems.len(),
        1,
        "one problem with the input, found {problems:#?}"
    );
    let message = word(&problems[0]["message"]);
    assert!(
        message.contains("after the as-at date") && message.contains("left out"),
        "the problem says why the record was left out: {message}"
    );
    assert_eq!(
        words(&problems[0], &["file", "row", "count"]),
        "fixtures/pre-proceedings/pre_proceedings.csv 17 1"
    );
    for name in ["findings", "unknown", "upcoming"] {
        let about: Vec<&Value> = list(&report, name)
            .iter()
            .filter(|record| record["key"] == "L016")
            .collect();
        assert!(
            about.is_empty(),
            "L016 was left out and yet is under {name}: {about:#?}"
        );
    }
}

#[test]
fn narratives_are_never_printed() {
    let reviews =
        fs::read_to_string("fixtures/pre-proceedings/pre_proceedings_reviews.csv").unwrap();
    let telling = [
        "recovery worker",
        "smelling of drink",
        "restraining order",
        "alternate Saturdays",
    ];
    let commands: [&[&str]; 4] = [
        &["audit", PRE_PROCEEDINGS],
        &["audit", PRE_PROCEEDINGS, "--format", "json"],
        &["inspect", PRE_PROCEEDINGS],
        &["explain", "PP-10", "--record", "Q018", PRE_PROCEEDINGS],
    ];
    for words in telling {
        assert!(
            reviews.contains(words),
            "{words:?} is no longer in the fixture: choose other words"
        );
    }
    for command in commands {
        let output = caseready(command.iter().copied().chain(["--as-at", AS_AT]));
        assert!(
            !output.stdout.is_empty(),
            "{command:?} says nothing: {}",
            output.stderr
        );
        for words in telling {
            let printed = output.stdout.contains(words) || output.stderr.contains(words);
            assert!(
                !printed,
                "{command:?} prints a narrative: {words:?} is in it"
            );
        }
    }
}

#[test]
fn an_export_in_order_has_no_finding() {
    let output = caseready([
        "audit",
        "fixtures/silent",
        "--as-at",
        AS_AT,
        "--format",
        "json",
    ]);
    let report = output.json();
    for name in ["findings", "unknown", "problems"] {
        assert!(
            list(&report, name).is_empty(),
            "fixtures/silent is in order, yet has {name}: {:#}",
            report[name]
        );
    }
    let met: Vec<String> = list(&report, "rules")
        .iter()
        .filter(|rule| rule["outcomes"]["met"].as_u64() > Some(0))
        .map(|rule| word(&rule["id"]))
        .collect();
    assert!(
        met.len() >= 20,
        "fixtures/silent is silent because it is in order, not because it was not judged: only {met:?} are met"
    );
    assert_eq!(output.code, 0, "nothing to act on: {}", output.stderr);
}

/// One table of a CSV export: its headings and rows.
struct Table {
    name: String,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// The tables of the pre-proceedings fixture.
    fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(PRE_PROCEEDINGS);
        let mut paths: Vec<_> = fs::read_dir(folder)
            .expect("the fixture is there")
            .map(|entry| entry.expect("a file of the fixture").path())
            .collect();
        paths.sort();
        paths.iter().map(|path| Self::read(path)).collect()
    }

    fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).expect("a CSV file");
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        Self {
            name: path
                .file_stem()
                .expect("a file has a name")
                .to_string_lossy()
                .into_owned(),
            headings: cells(reader.headers().expect("headings")),
            rows: reader
                .records()
                .map(|record| cells(&record.expect("a row as long as the headings")))
                .collect(),
        }
    }

    /// As JSON records: a blank cell is null, yes and no are true and false.
    fn records(&self) -> Vec<Value> {
        let value = |cell: &String| match cell.as_str() {
            "" => Value::Null,
            "yes" => Value::Bool(true),
            "no" => Value::Bool(false),
            text => Value::String(text.to_owned()),
        };
        let record = |row: &Vec<String>| {
            self.headings
                .iter()
                .cloned()
                .zip(row.iter().map(value))
                .collect()
        };
        self.rows
            .iter()
            .map(|row| Value::Object(record(row)))
            .collect()
    }

    /// As CSV, so many times over, each time with other keys and other children in the same teams.
    fn times(&self, copies: usize) -> Vec<u8> {
        let shared = ["teams", "workers"].contains(&self.name.as_str());
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer
            .write_record(&self.headings)
            .expect("memory to write to");
        for copy in 0..if shared { 1 } else { copies } {
            for row in &self.rows {
                let cells = self.headings.iter().zip(row).map(|(heading, cell)| {
                    let is_key = heading.ends_with("_id") && heading != "worker_id";
                    if is_key && !shared && !cell.is_empty() {
                        format!("{cell}-{copy}")
                    } else {
                        cell.clone()
                    }
                });
                writer.write_record(cells).expect("memory to write to");
            }
        }
        writer.into_inner().expect("memory to write to")
    }
}

/// A report's answers without what names the file: its path, its rows, and the row that a message may speak of.
fn answers(report: &Value) -> BTreeMap<&'static str, Vec<Value>> {
    let without_place = |record: &Value| {
        let mut record = record.clone();
        let fields = record.as_object_mut().expect("a record of the report");
        fields.remove("file");
        fields.remove("row");
        if let Some(Value::String(message)) = fields.get_mut("message")
            && let Some(at) = message.find(" (row ")
        {
            message.truncate(at);
        }
        record
    };
    ["rules", "findings", "unknown", "upcoming"]
        .into_iter()
        .map(|name| (name, list(report, name).iter().map(without_place).collect()))
        .collect()
}

fn assert_same_answers(what: &str, report: &Value, csv: &Value) {
    let (found, expected) = (answers(report), answers(csv));
    for (name, expected) in expected {
        let found = &found[name];
        assert_eq!(
            found.len(),
            expected.len(),
            "{what}: as many {name} as from CSV"
        );
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "{what}: the same {name} as from CSV");
        }
    }
}

#[test]
fn json_lines_and_csv_give_the_same_answers() {
    let folder = Folder::new();
    for table in Table::all() {
        let mut lines = String::new();
        for record in table.records() {
            let _ = writeln!(lines, "{record}");
        }
        folder.write(&format!("{}.json", table.name), lines.as_bytes());
    }
    let output = audit(&folder.as_argument());
    let report = output.json();
    let kinds: Vec<String> = list(&report, "inputs")
        .iter()
        .map(|input| word(&input["kind"]))
        .collect();
    assert_eq!(kinds, ["JSON lines"; 10], "ten files, each of JSON lines");
    assert_same_answers("JSON lines", &report, &audit(PRE_PROCEEDINGS).json());
    assert_eq!(
        output.code, 1,
        "the format of the export does not change the exit code"
    );
}

#[test]
fn one_json_object_of_tables_and_csv_give_the_same_answers() {
    let tables: Map<String, Value> = Table::all()
        .iter()
        .map(|table| (table.name.clone(), Value::Array(table.records())))
        .collect();
    let export = serde_json::to_vec_pretty(&tables).unwrap();
    let folder = Folder::with(&[("export.json", export.as_slice())]);
    let output = audit(&folder.file("export.json"));
    assert_same_answers(
        "one JSON object",
        &output.json(),
        &audit(PRE_PROCEEDINGS).json(),
    );
    assert_eq!(
        output.code, 1,
        "the format of the export does not change the exit code"
    );
}

/// The fixture many times over, so that there is work for a second thread: the same bytes however many there are, and as
/// many findings as there are copies, but for one: of a long list that begins on one day, as full as it goes on, nobody knows what was
/// done before.
#[test]
fn the_number_of_threads_changes_no_byte() {
    const COPIES: usize = 150;
    let folder = Folder::new();
    for table in Table::all() {
        folder.write(&format!("{}.csv", table.name), &table.times(COPIES));
    }
    let export = folder.as_argument();
    let one = audit(&export);
    let findings = list(&one.json(), "findings").len();
    let expected = COPIES * (FINDINGS.lines().count() - 1);
    assert_eq!(
        findings, expected,
        "{COPIES} times the children, {COPIES} times the findings"
    );
    for number in ["1", "2"] {
        let asked = caseready(arguments(&export).into_iter().chain(["--threads", number]));
        let around = caseready_with(arguments(&export), &[("RAYON_NUM_THREADS", number)]);
        for (how, output) in [("--threads", asked), ("RAYON_NUM_THREADS", around)] {
            let differs = one
                .stdout
                .lines()
                .zip(output.stdout.lines())
                .position(|(one, other)| one != other);
            assert!(
                output.stdout == one.stdout,
                "{how} {number}: another report, from line {differs:?} on"
            );
            assert_eq!(output.code, one.code, "{how} {number}");
        }
    }
}

/// Refuses with exit code 2, all of these words on standard error and nothing on standard output.
fn assert_refused(output: &Output, words: &[&str]) {
    assert_eq!(output.code, 2, "refused: {}", output.stderr);
    assert!(
        output.stdout.is_empty(),
        "a refusal prints nothing on standard output:\n{}",
        output.stdout
    );
    for words in words {
        assert!(
            output.stderr.contains(words),
            "the refusal says {words:?}:\n{}",
            output.stderr
        );
    }
}

#[test]
fn an_unrecognised_file_is_refused_with_its_nearest_table_and_headings() {
    let words = [
        "fixtures/refused/unrecognised.csv",
        "not recognised",
        "nearest to pre_proceedings",
        "no pre_proceedings_id",
        "\"Pre Proceedings Ids\" (is it pre_proceedings_id?)",
        "\"Decided Date\" (is it decided_on?)",
    ];
    assert_refused(&audit("fixtures/refused/unrecognised.csv"), &words);
}

#[test]
fn a_census_cut_off_in_the_middle_is_refused_with_the_line_where_it_ends() {
    let words = [
        "fixtures/refused/cut-off-census.xml",
        "not whole XML",
        "line 20",
    ];
    assert_refused(&audit("fixtures/refused/cut-off-census.xml"), &words);
}

#[test]
fn broken_json_is_refused_with_the_place_of_the_break() {
    let words = [
        "fixtures/refused/broken.json",
        "not valid JSON",
        "line 4 column 84",
    ];
    assert_refused(&audit("fixtures/refused/broken.json"), &words);
}

#[test]
fn an_empty_file_is_refused() {
    let words = ["fixtures/refused/empty.csv", "it is empty"];
    assert_refused(&audit("fixtures/refused/empty.csv"), &words);
}

#[test]
fn a_folder_of_files_that_are_not_known_is_refused_and_each_is_named() {
    let words = [
        "none of the files",
        "fixtures/refused/only-unrecognised/shopping.csv",
        "fixtures/refused/only-unrecognised/staff-rota.csv",
    ];
    assert_refused(&audit("fixtures/refused/only-unrecognised"), &words);
}

#[test]
fn an_empty_folder_is_refused() {
    let folder = Folder::new();
    let path = folder.as_argument();
    assert_refused(&audit(&path), &[&path, "the folder is empty"]);
}

#[test]
fn all_three_mistakes_of_a_rule_are_pointed_at_together_and_nothing_else() {
    let output = caseready([
        "audit",
        PRE_PROCEEDINGS,
        "--as-at",
        AS_AT,
        "--rules",
        "fixtures/refused/three-mistakes",
    ]);
    let words = [
        "severity cannot be \"hgih\"",
        "bad.toml:5:14",
        "did you mean \"high\"?",
        "pre_proceedings has no field \"letter_sent\"",
        "bad.toml:17:11",
        "did you mean \"letter_sent_on\"?",
        "such as \"10 working days\"",
        "bad.toml:19:11",
        "3 mistakes in 1 file of rules",
        "no audit was made",
    ];
    assert_refused(&output, &words);
}
