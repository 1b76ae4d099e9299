//! The invented authority: the same bytes for ever, an export that holds together, and refusals in words.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use caseready::demo::{Demo, headings};
use caseready::model::catalogue::FieldKind;
use caseready::model::day::Day;
use caseready::rules::Ruleset;

use crate::command::{Folder, caseready};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/focused-visit");
const AS_AT: &str = "2026-03-31";

/// The bytes of every file by its name.
type Files = BTreeMap<String, Vec<u8>>;

fn files(folder: &Path) -> Files {
    fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("a file"))
        })
        .collect()
}

fn rules() -> Ruleset {
    Ruleset::carried().unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics))
}

/// What the library makes, one chunk after another: of two years, if nothing else is said.
fn made(ruleset: &Ruleset, children: u32, seed: u64) -> Files {
    made_of_years(ruleset, children, 2, seed)
}

fn made_of_years(ruleset: &Ruleset, children: u32, years: u32, seed: u64) -> Files {
    let as_at = Day::parse_iso(AS_AT).expect("a date");
    let demo = Demo::new(children, years, seed, as_at, &ruleset.calendar);
    let mut files: Vec<(String, Vec<u8>)> = headings()
        .map(|(name, heading)| (format!("{name}.csv"), heading))
        .collect();
    for chunk in 0..demo.chunks() {
        for ((_, file), rows) in files.iter_mut().zip(demo.chunk(chunk).tables) {
            file.extend(rows);
        }
    }
    files.into_iter().collect()
}

fn differing(one: &Files, other: &Files) -> Vec<String> {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differs = |name: &&String| one.get(*name) != other.get(*name);
    names.into_iter().filter(differs).cloned().collect()
}

#[test]
fn the_fixture_is_what_the_command_writes() {
    let fixture = files(Path::new(FIXTURE));
    let folder = Folder::new();
    let demo = folder.file("demo");
    let output = caseready(["demo", "--children", "400", "--seed", "1", "--write", &demo]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let written = files(Path::new(&demo));
    assert_eq!(differing(&fixture, &written), Vec::<String>::new());
    let next = format!("Next: caseready audit {demo} --as-at {AS_AT}\n");
    assert!(output.stdout.ends_with(&next), "{}", output.stdout);
    let children = "An invented authority with 400 children: ";
    assert!(output.stdout.starts_with(children), "{}", output.stdout);
    let beside = fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(beside, 1, "something was left beside the export");
}

#[test]
fn threads_change_nothing_and_a_seed_changes_everything() {
    let folder = Folder::new();
    let write = |name: &str, seed: &str, threads: &str| {
        let demo = folder.file(name);
        let sizes = ["--children", "801", "--seed", seed, "--threads", threads];
        let output = caseready(["demo", "--write", &demo].into_iter().chain(sizes));
        assert_eq!(output.code, 0, "{}", output.stderr);
        files(Path::new(&demo))
    };
    let one = write("one", "7", "1");
    assert_eq!(differing(&one, &write("two", "7", "2")), [""; 0]);
    assert_eq!(differing(&one, &made(&rules(), 801, 7)), [""; 0]);
    let same = one.len() - differing(&one, &made(&rules(), 801, 8)).len();
    assert_eq!(same, 3, "only teams, workers and claims hang on no seed");
}

/// A file's rows by heading.
fn rows(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

#[test]
fn every_reference_leads_to_a_record_every_event_has_happened_and_every_code_is_listed() {
    let ruleset = rules();
    for (children, years) in [(400, 2), (1_000, 6)] {
        let made = made_of_years(&ruleset, children, years, 1);
        references_events_and_codes_hold(&ruleset, &made);
    }
}

fn references_events_and_codes_hold(ruleset: &Ruleset, made: &Files) {
    let catalogue = &ruleset.catalogue;
    let tables: BTreeMap<String, Vec<BTreeMap<String, String>>> = made
        .iter()
        .map(|(name, bytes)| (name.trim_end_matches(".csv").to_owned(), rows(bytes)))
        .collect();
    let mut keys: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, rows) in &tables {
        let table = catalogue.table(catalogue.find(name).expect("a table of the catalogue"));
        let key = &table.fields[table.key.0 as usize].name;
        let found: BTreeSet<&str> = rows.iter().map(|row| row[key].as_str()).collect();
        assert_eq!(found.len(), rows.len(), "{name}: two records have one key");
        keys.insert(name, found);
    }
    let mut followed = 0;
    for (name, rows) in &tables {
        let table = catalogue.table(catalogue.find(name).expect("a table of the catalogue"));
        for (heading, value) in rows.iter().flatten().filter(|(_, value)| !value.is_empty()) {
            let field = table.field(heading).expect("a field of the catalogue");
            let field = &table.fields[field.0 as usize];
            match &field.kind {
                FieldKind::Reference(targets) => {
                    let leads = targets.iter().any(|target| {
                        keys.get(catalogue.table(*target).name.as_str())
                            .is_some_and(|keys| keys.contains(value.as_str()))
                    });
                    assert!(leads, "{name}.{heading}: {value} leads nowhere");
                    followed += 1;
                }
                FieldKind::Date if !field.planned => {
                    assert!(
                        value.as_str() <= AS_AT,
                        "{name}.{heading}: {value} is to come"
                    );
                }
                FieldKind::Code if !field.values.is_empty() => {
                    assert!(
                        field.values.contains(value),
                        "{name}.{heading}: {value} is no value of the catalogue"
                    );
                }
                _ => {}
            }
        }
    }
    assert!(followed > 30_000, "only {followed} references were found");
}

#[test]
fn spans_do_not_end_before_they_begin_and_nothing_happens_outside_its_case() {
    let ruleset = rules();
    for (children, years) in [(400, 2), (1_000, 6), (300, 10)] {
        everything_is_in_order(&made_of_years(&ruleset, children, years, 1));
    }
}

fn everything_is_in_order(made: &Files) {
    let table = |name: &str| rows(&made[&format!("{name}.csv")]);
    for (name, from, to) in [
        ("referrals", "received_on", "closed_on"),
        ("allocations", "started_on", "ended_on"),
        ("assessments", "started_on", "completed_on"),
        ("s47_enquiries", "started_on", "completed_on"),
        ("cp_plans", "started_on", "ended_on"),
        ("cin_plans", "started_on", "ended_on"),
        ("pre_proceedings", "decided_on", "ended_on"),
        ("proceedings", "issued_on", "ended_on"),
        ("care_periods", "started_on", "ended_on"),
        ("placements", "started_on", "ended_on"),
        ("permanence", "decided_on", "ended_on"),
        ("missing_episodes", "started_on", "ended_on"),
        ("early_help", "started_on", "ended_on"),
        ("private_fostering", "notified_on", "ended_on"),
        ("allegations", "received_on", "closed_on"),
    ] {
        for row in table(name) {
            let in_order = row[to].is_empty() || row[from] <= row[to];
            assert!(in_order, "{name}: {row:?}");
        }
    }
    let mut cases: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in table("referrals") {
        let span = (row["received_on"].clone(), row["closed_on"].clone());
        cases.entry(row["child_id"].clone()).or_default().push(span);
    }
    for (name, on) in [
        ("visits", "visited_on"),
        ("supervisions", "held_on"),
        ("strategy_discussions", "held_on"),
        ("core_groups", "held_on"),
        ("cin_reviews", "held_on"),
        ("pre_proceedings_reviews", "held_on"),
        ("care_reviews", "held_on"),
        ("health_checks", "held_on"),
        ("education_plans", "held_on"),
        ("missing_episodes", "started_on"),
    ] {
        for row in table(name) {
            // A review that is planned has not been held.
            let inside = row[on].is_empty()
                || cases[&row["child_id"]]
                    .iter()
                    .any(|(from, to)| row[on] >= *from && (to.is_empty() || row[on] <= *to));
            assert!(inside, "{name}: {row:?} lies in no case of the child");
        }
    }
    for (one, next) in table("allocations")
        .windows(2)
        .map(|pair| (pair[0].clone(), pair[1].clone()))
        .filter(|(one, next)| one["child_id"] == next["child_id"])
        .filter(|(_, next)| next["role"] == "allocated social worker")
    {
        assert_eq!(one["ended_on"], next["started_on"], "{one:?} {next:?}");
    }
}

#[test]
fn of_six_years_most_children_came_and_went_as_many_in_one_year_as_in_the_next() {
    let made = made_of_years(&rules(), 4_000, 6, 1);
    let table = |name: &str| rows(&made[&format!("{name}.csv")]);
    let referrals = table("referrals");
    let open = referrals.iter().filter(|row| row["closed_on"].is_empty());
    let share = open.count() * 1_000 / referrals.len();
    // England, 31 March 2025: 400 thousand children in need, from some 3.7 million referrals in six years.
    assert!((90..130).contains(&share), "{share} in a thousand are open");
    let begun = |table: &[BTreeMap<String, String>], on: &str| {
        let mut by_year = BTreeMap::<i32, usize>::new();
        for row in table {
            let day = Day::parse_iso(&row[on]).expect("a date");
            let years_ago = (Day::parse_iso(AS_AT).expect("a date").number() - day.number()) / 365;
            *by_year.entry(years_ago).or_default() += 1;
        }
        by_year
    };
    let by_year = begun(&referrals, "received_on");
    for years_ago in 0..6 {
        let count = by_year[&years_ago];
        assert!(
            (480..=860).contains(&count),
            "{years_ago} years ago: {by_year:?}"
        );
    }
    // The diary reaches as far back as the export.
    let visits = begun(&table("visits"), "visited_on");
    assert_eq!(
        visits.keys().copied().collect::<Vec<_>>(),
        [0, 1, 2, 3, 4, 5]
    );
    let records: usize = made.values().map(|file| rows(file).len()).sum();
    assert!(
        (25..30).contains(&(records / referrals.len())),
        "{records} records"
    );
}

#[test]
fn children_in_care_live_somewhere_on_every_day_and_leave_when_they_are_grown_up() {
    let made = made(&rules(), 400, 1);
    let table = |name: &str| rows(&made[&format!("{name}.csv")]);
    let births: BTreeMap<String, String> = table("children")
        .into_iter()
        .map(|row| (row["child_id"].clone(), row["date_of_birth"].clone()))
        .collect();
    let mut homes: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in table("placements") {
        // A few days elsewhere lie within another placement.
        if !row["kind"].starts_with('T') {
            let span = (row["started_on"].clone(), row["ended_on"].clone());
            homes.entry(row["child_id"].clone()).or_default().push(span);
        }
    }
    let periods = table("care_periods");
    for period in &periods {
        let homes = homes.get_mut(&period["child_id"]).expect("a placement");
        homes.sort();
        let mut from = period["started_on"].clone();
        for (started, ended) in homes {
            assert_eq!(*started, from, "{period:?}");
            from.clone_from(ended);
        }
        assert_eq!(from, period["ended_on"], "{period:?}");
        let born = &births[&period["child_id"]];
        let until = if from.is_empty() { AS_AT } else { &from };
        let grown_up = format!(
            "{}{}",
            born[..4].parse::<u32>().expect("a year") + 18,
            &born[4..]
        );
        assert!(
            *born <= period["started_on"] && until <= &*grown_up,
            "{period:?}"
        );
    }
    assert!(periods.len() > 40, "{}", periods.len());
}

#[test]
fn the_fixture_has_no_problem_above_a_note() {
    let text = caseready(["inspect", "fixtures/focused-visit", "--as-at", AS_AT]).stdout;
    let bad = |line: &&str| line.starts_with("error: ") || line.starts_with("warning: ");
    assert_eq!(text.lines().find(bad), None);
    assert!(text.contains("400 records"), "{text}");
}

#[test]
fn one_child_alone_loads_and_is_judged() {
    let ruleset = rules();
    for seed in 1..=8 {
        let folder = Folder::new();
        for (name, bytes) in made(&ruleset, 1, seed) {
            folder.write(&name, &bytes);
        }
        let exports = folder.as_argument();
        let arguments = ["audit", &exports, "--as-at", AS_AT, "--format", "json"];
        let output = caseready(arguments.into_iter().chain(["--fail-on", "none"]));
        assert_eq!(output.code, 0, "seed {seed}: {}", output.stderr);
        let run = output.json();
        // One child's newest records may well be old, and many lists have none.
        let is_of_few = |message: &str| {
            message.starts_with("the newest event is ")
                || message.contains(" has headings and no record: ")
        };
        for problem in run["problems"].as_array().expect("problems") {
            let fine = problem["severity"] == "note"
                || is_of_few(problem["message"].as_str().expect("a message"));
            assert!(fine, "seed {seed}: {problem}");
        }
    }
}

#[test]
fn a_folder_with_something_in_it_is_refused() {
    let folder = Folder::with(&[("letter.txt", b"not to be lost")]);
    let output = caseready(["demo", "--write", &folder.as_argument()]);
    assert_eq!(output.code, 2);
    assert_eq!(
        output.stderr,
        format!(
            "caseready: {}: the folder is not empty; nothing was written. Give a folder that does not exist yet\n",
            folder.as_argument().replace('\\', "/")
        )
    );
    assert_eq!(files(folder.path())["letter.txt"], b"not to be lost");

    let file = folder.file("letter.txt");
    let output = caseready(["demo", "--write", &file]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("is a file"), "{}", output.stderr);
}

#[test]
fn fewer_than_two_years_and_more_than_ten_are_refused() {
    let folder = Folder::new();
    for years in ["1", "11", "six"] {
        let demo = folder.file("demo");
        let output = caseready(["demo", "--write", &demo, "--years", years]);
        assert_eq!(output.code, 2, "{years}");
        assert!(output.stderr.contains("--years"), "{}", output.stderr);
        assert!(!Path::new(&demo).exists(), "{years}");
    }
}

#[test]
fn no_children_are_refused() {
    let folder = Folder::new();
    for children in ["0", "10000001", "-1", "many"] {
        let demo = folder.file("demo");
        let children = format!("--children={children}");
        let output = caseready(["demo", "--write", &demo, &children]);
        assert_eq!(output.code, 2, "{children}");
        assert!(output.stderr.contains("--children"), "{}", output.stderr);
        assert!(!Path::new(&demo).exists(), "{children}");
    }
}
