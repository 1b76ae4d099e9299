//! `caseready rules new`: a file that compiles, with what is to be filled in.

use std::collections::BTreeMap;
use std::fs;

use caseready::rules::kind::Kind;
use caseready::rules::new_rule::{NewRule, write};
use caseready::rules::{Examples, Ruleset};

use crate::command::{Folder, caseready};

#[test]
fn every_kind_of_check_on_every_table_that_can_bear_it_compiles() {
    let ruleset = Ruleset::carried().unwrap_or_else(|_| panic!("the carried rules"));
    let mut written: BTreeMap<Kind, u32> = BTreeMap::new();
    let mut files = BTreeMap::new();
    for (table, _) in ruleset.catalogue.tables() {
        for (_, kind) in Kind::ALL {
            let id = format!("LO-{:03}", files.len() + 1);
            let rule = NewRule {
                id: &id,
                area: "recording",
                table,
                check: kind,
            };
            if let Ok(text) = write(&rule, &ruleset.catalogue) {
                *written.entry(kind).or_default() += 1;
                files.insert(format!("standards/recording/{id}.toml"), text);
            }
        }
    }
    let added = files.len();
    match Ruleset::with(Some("new".to_owned()), files, Examples::Read) {
        Ok(with) => assert_eq!(with.rules.len(), ruleset.rules.len() + added),
        Err(bad) => panic!("{:#?}", bad.diagnostics),
    }
    for (name, kind) in Kind::ALL {
        let count = written.get(&kind).copied().unwrap_or_default();
        assert!(count >= 2, "{name}: {count} tables");
    }
}

fn new(folder: &str, more: &[&str]) -> crate::command::Output {
    let mut arguments = vec!["rules", "new"];
    arguments.extend_from_slice(more);
    arguments.extend_from_slice(&["--rules", folder]);
    caseready(arguments)
}

const CADENCE: [&str; 7] = [
    "lo-01",
    "--check",
    "cadence",
    "--table",
    "cp_plans",
    "--area",
    "child-protection-plans",
];

#[test]
fn a_new_rule_is_written_once_and_its_examples_ask_to_be_filled_in() {
    let folder = Folder::with(&[]);
    let rules = format!("{}/our-rules", folder.as_argument());
    let output = new(&rules, &CADENCE);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let file = format!("{rules}/standards/child-protection-plans/lo-01.toml");
    assert!(
        output.stdout.contains(&format!("Wrote {file}.")),
        "{}",
        output.stdout
    );
    assert!(
        output
            .stdout
            .contains(&format!("caseready rules test --rules {rules}")),
        "{}",
        output.stdout
    );
    let text = fs::read_to_string(&file).expect("the file is there");
    assert!(text.contains("id        = \"LO-01\""), "{text}");
    assert!(
        text.contains("[check.cadence]\nfrom  = \"started_on\"\nuntil = \"ended_on\"\n"),
        "{text}"
    );
    assert_eq!(text.matches("[[example]]").count(), 4);

    // Nothing is expected of them yet, and a plan without a core group is overdue.
    let test = caseready(["rules", "test", "--rules", &rules]);
    assert_eq!(test.code, 1, "{}", test.stdout);
    assert!(
        test.stdout.contains("LO-01: <one that meets it>"),
        "{}",
        test.stdout
    );

    let again = new(&rules, &CADENCE);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("LO-01 is taken"), "{}", again.stderr);
}

#[test]
fn a_new_rule_goes_into_a_folder_that_is_there_and_empty() {
    let folder = Folder::with(&[]);
    let rules = folder.as_argument();
    let output = new(&rules, &CADENCE);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let file = format!("{rules}/standards/child-protection-plans/lo-01.toml");
    assert!(fs::metadata(file).is_ok());
}

#[test]
fn what_a_new_rule_cannot_be_is_said() {
    let folder = Folder::with(&[]);
    let rules = format!("{}/rules", folder.as_argument());
    for (typed, wanted) in [
        (
            [
                "5",
                "--check",
                "count",
                "--table",
                "visits",
                "--area",
                "recording",
            ],
            "\"5\" is not the id of a rule",
        ),
        (
            [
                "PP-05",
                "--check",
                "count",
                "--table",
                "visits",
                "--area",
                "recording",
            ],
            "PP-05 is taken: Pre-proceedings are reviewed",
        ),
        (
            [
                "LO-1",
                "--check",
                "count",
                "--table",
                "visits",
                "--area",
                "recording",
            ],
            "a hyphen and a number of two digits",
        ),
        (
            [
                "LO-01",
                "--check",
                "counts",
                "--table",
                "visits",
                "--area",
                "recording",
            ],
            "invalid value 'counts' for '--check <CHECK>'\n  [possible values: require, deadline, cadence",
        ),
        (
            [
                "LO-01",
                "--check",
                "count",
                "--table",
                "visit",
                "--area",
                "recording",
            ],
            "there is no table \"visit\"; did you mean \"visits\"?",
        ),
        (
            [
                "LO-01", "--check", "count", "--table", "visits", "--area", "records",
            ],
            "there is no area \"records\"; did you mean \"recording\"?",
        ),
        (
            [
                "LO-01",
                "--check",
                "attendance",
                "--table",
                "teams",
                "--area",
                "recording",
            ],
            "an attendance check needs a list of those who took part, and teams has none",
        ),
    ] {
        let output = new(&rules, &typed);
        assert_eq!(output.code, 2, "{typed:?}");
        assert!(
            output.stderr.contains(wanted),
            "{wanted:?} is not in {}",
            output.stderr
        );
        assert!(fs::metadata(&rules).is_err(), "{typed:?} wrote something");
    }
}
