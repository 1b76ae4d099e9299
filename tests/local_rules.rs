//! A folder of a council's own rules, which proves every kind of check that the carried rules do not use.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use caseready::cli::examples::run_all;
use caseready::rules::{Examples, Ruleset};

use crate::command::{Folder, caseready};

const FOLDER: &str = "fixtures/local-rules";
const CARRIED: &str = "rules/standards/pre-proceedings/reviewed-regularly.toml";

/// The files of the folder by their path inside it.
fn files() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let mut files = BTreeMap::new();
    for inside in ["standards", "phrases"] {
        for entry in fs::read_dir(root.join(inside)).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            let text = fs::read_to_string(&path).expect("a file of text");
            files.insert(format!("{inside}/{name}"), text);
        }
    }
    files
}

fn with(over: BTreeMap<String, String>) -> Ruleset {
    Ruleset::with(Some(FOLDER.to_owned()), over, Examples::Read)
        .unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics))
}

fn carried() -> Ruleset {
    Ruleset::carried().unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics))
}

#[test]
fn every_example_of_the_local_rules_comes_out_as_its_rule_says() {
    let mut ruleset = with(files());
    ruleset.rules.retain(|rule| rule.id.starts_with("LO-"));
    let (count, surprises) = run_all(&ruleset);
    let surprises: Vec<String> = surprises.iter().map(ToString::to_string).collect();
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
    assert_eq!((ruleset.rules.len(), count), (52, 453));
}

#[test]
fn the_carried_and_the_local_rules_together_use_every_kind_of_check() {
    let kinds = |ruleset: &Ruleset| -> BTreeSet<&str> {
        ruleset
            .rules
            .iter()
            .map(|rule| rule.check.kind().name())
            .collect()
    };
    let both = with(files());
    assert_eq!(
        kinds(&both).into_iter().collect::<Vec<_>>(),
        [
            "attendance",
            "cadence",
            "count",
            "deadline",
            "duration",
            "order",
            "reference",
            "require",
            "text"
        ]
    );
    assert_eq!(
        both.rules.len(),
        carried().rules.len() + 52,
        "the local rules are beside those carried"
    );
}

/// The carried rule of six weeks as a council would change it, in a file of another name.
fn every_four_weeks() -> String {
    let carried = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(CARRIED))
        .expect("a carried rule");
    let local: Vec<String> = carried
        .lines()
        .take_while(|line| !line.starts_with("[[example]]"))
        .map(|line| {
            if line.starts_with("title ") {
                "title = \"Pre-proceedings are reviewed at least every four weeks\"".to_owned()
            } else {
                line.replace("\"6 weeks\"", "\"4 weeks\"")
            }
        })
        .collect();
    local.join("\n")
}

#[test]
fn a_local_rule_with_the_id_of_a_carried_one_replaces_it() {
    let name = "standards/four-weeks.toml";
    let ruleset = with(BTreeMap::from([(name.to_owned(), every_four_weeks())]));
    assert_eq!(ruleset.rules.len(), carried().rules.len());
    let id = ruleset.find("PP-05").expect("the rule is there");
    let rule = ruleset.rule(id);
    assert_eq!(
        rule.title,
        "Pre-proceedings are reviewed at least every four weeks"
    );
    assert_eq!(rule.file, name);
}

#[test]
fn an_audit_uses_the_local_rule_and_says_whose_standards_it_used() {
    let local = Folder::with(&[("standards/four-weeks.toml", every_four_weeks().as_bytes())]);
    let folder = local.as_argument();
    let arguments = [
        "audit",
        "fixtures/pre-proceedings",
        "--as-at",
        "2026-03-31",
        "--only",
        "PP-05",
        "--format",
        "json",
    ];
    let national = caseready(arguments).json();
    let changed = caseready(arguments.into_iter().chain(["--rules", &folder])).json();

    assert_eq!(national["run"]["standards"]["name"], "England");
    assert_eq!(
        changed["run"]["standards"]["name"],
        "England and local rules"
    );
    assert_ne!(
        national["run"]["standards"]["digest"],
        changed["run"]["standards"]["digest"]
    );
    let rules = changed["rules"].as_array().expect("a list of rules");
    assert_eq!(rules.len(), 1);
    assert_eq!(
        rules[0]["title"],
        "Pre-proceedings are reviewed at least every four weeks"
    );
    // Some of those reviewed within six weeks were not reviewed within four.
    let met = |run: &serde_json::Value| run["rules"][0]["outcomes"]["met"].as_u64();
    assert_eq!(met(&national), Some(14));
    assert!(met(&changed) < Some(14), "{:?}", met(&changed));
}

#[test]
fn a_list_in_place_of_one_carried_makes_no_mistake_of_the_rules_that_read_it() {
    let run = caseready(["rules", "test", "--rules", FOLDER]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    let changed = "  found:    1 met, by a list of this folder in place of the one carried";
    assert!(run.stdout.contains(changed), "{}", run.stdout);
    let last = run.stdout.lines().last().expect("a line");
    let counts =
        " 2 of carried rules changed by phrases/absent-voice.txt of fixtures/local-rules, 0 not";
    assert!(last.ends_with(counts), "{last}");

    // A rule of the folder's own is mistaken as before, whatever lists it has.
    let rule = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(CARRIED));
    let rule = rule
        .expect("a carried rule")
        .replacen("\"6 weeks\"", "\"4 weeks\"", 1);
    let local = Folder::with(&[("standards/four-weeks.toml", rule.as_bytes())]);
    let run = caseready(["rules", "test", "--rules", &local.as_argument()]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(!run.stdout.contains("carried"), "{}", run.stdout);
}
