//! The promised shapes: every fixture's run and every rule file is what its schema says, and what is not is refused.

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::command::{Folder, caseready};

fn schema(arguments: &[&str]) -> Value {
    let output = caseready([&["schema"], arguments].concat());
    assert_eq!(output.code, 0, "{}", output.stderr);
    output.json()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::meta::validate(schema).unwrap_or_else(|error| panic!("no schema: {error}"));
    jsonschema::validator_for(schema).unwrap_or_else(|error| panic!("{error}"))
}

fn mistakes(validator: &Validator, document: &Value) -> Vec<String> {
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn run(arguments: &[&str]) -> Value {
    caseready([&["audit"], arguments, &["--format", "json"]].concat()).json()
}

#[test]
fn every_fixture_s_run_is_what_the_schema_says() {
    let validator = validator(&schema(&["run"]));
    let waivers = Folder::with(&[(
        "waivers.toml",
        b"[[waiver]]\nrule = \"PP-06\"\nchild_id = \"C008\"\nuntil = 2026-05-31\nreason = \"expert due in May\"\nby = \"service manager\"\n[[waiver]]\nrule = \"PP-06\"\nkey = \"L001\"\nuntil = 2026-02-28\nreason = \"agreed\"\nby = \"service manager\"\n",
    )]);
    let waivers = waivers.file("waivers.toml");
    let at = ["--as-at", "2026-03-31"];
    for arguments in [
        vec!["fixtures/focused-visit"],
        vec!["fixtures/focused-visit", "--period", "all"],
        vec!["fixtures/pre-proceedings"],
        vec!["fixtures/pre-proceedings", "--waivers", &waivers],
        vec![
            "fixtures/pre-proceedings",
            "--rules",
            "fixtures/local-rules",
        ],
        vec!["fixtures/silent"],
    ] {
        let found = run(&[&arguments[..], &at].concat());
        let mistakes = mistakes(&validator, &found);
        assert!(mistakes.is_empty(), "{arguments:?}: {mistakes:#?}");
    }
}

#[test]
fn a_run_of_another_shape_is_refused() {
    let validator = validator(&schema(&["run"]));
    let good = run(&["fixtures/pre-proceedings", "--as-at", "2026-03-31"]);
    for (pointer, value) in [
        ("/format", json!("caseready/2")),
        ("/run/as_at", json!("31/03/2026")),
        ("/run/exit", json!(4)),
        ("/rules/0/rate", json!("94%")),
        ("/rules/0/standing", json!("good")),
        ("/rules/0/outcomes/met", json!(-1)),
        ("/rules/0/status", json!("not wanted")),
        ("/rules/152/halves/0/rate", json!("94%")),
        ("/rules/0/undecided_in_words", json!(["the reason"])),
        ("/waivers", json!([{ "rule": "PP-06" }])),
        ("/findings/0/outcome", json!("due")),
        ("/findings/0/child_name", json!("nobody")),
        ("/findings/0/repeats", json!(0)),
        ("/upcoming/0/outcome", json!("overdue")),
        ("/unknown/0/reason", Value::Null),
        ("/problems/0/severity", json!("fatal")),
    ] {
        let mut bad = good.clone();
        match bad.pointer_mut(pointer) {
            Some(found) => *found = value,
            None => {
                assert_eq!(pointer, "/findings/0/child_name", "the others are there");
                bad["findings"][0]["child_name"] = value;
            }
        }
        assert!(!validator.is_valid(&bad), "{pointer}");
    }
    assert_eq!(mistakes(&validator, &good), Vec::<String>::new());
}

/// TOML as the editors' schemas see it: a date is text.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(values) => values.iter().map(as_json).collect(),
        toml::Value::Table(table) => Value::Object(
            table
                .iter()
                .map(|(key, value)| (key.clone(), as_json(value)))
                .collect(),
        ),
        other => serde_json::to_value(other).expect("a plain value"),
    }
}

fn rule_files(folder: &str) -> Vec<(String, Value)> {
    let mut files = Vec::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of rules") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a rule");
            let rule: toml::Value = toml::from_str(&text).expect("TOML");
            files.push((path.display().to_string(), as_json(&rule)));
        }
    }
    files
}

#[test]
fn every_rule_file_is_what_the_schema_says() {
    for (folder, arguments) in [
        ("rules/standards", vec!["rule"]),
        (
            "fixtures/local-rules/standards",
            vec!["rule", "--rules", "fixtures/local-rules"],
        ),
    ] {
        let validator = validator(&schema(&arguments));
        let rules = rule_files(folder);
        assert!(rules.len() > 50, "{folder}: {}", rules.len());
        for (file, rule) in &rules {
            let mistakes = mistakes(&validator, rule);
            assert!(mistakes.is_empty(), "{file}: {mistakes:#?}");
        }
    }
}

#[test]
fn a_rule_with_a_slip_is_marked_by_the_schema() {
    let validator = validator(&schema(&["rule"]));
    let (_, good) = rule_files("rules/standards")
        .into_iter()
        .find(|(_, rule)| rule["id"] == "PP-05")
        .expect("PP-05");
    for (pointer, value) in [
        ("/area", json!("preproceedings")),
        ("/severity", json!("urgent")),
        ("/sources/0", json!("hearsay")),
        ("/subject/table", json!("pre_proceeding")),
        ("/check/cadence/every", json!("six weeks")),
        ("/check/cadence/evry", json!("6 weeks")),
        ("/check/deadline", json!({ "to": "held_on" })),
        ("/check", json!({ "text": { "field": "reason" } })),
        (
            "/check",
            json!({ "text": { "field": "reason", "mention": [], "grace": "1 week" } }),
        ),
        ("/check", json!({ "attendance": { "field": "agencies" } })),
        (
            "/check",
            json!({ "attendance": { "field": "agencies", "all_of": [] } }),
        ),
        ("/check", json!({ "require": { "grace": "1 week" } })),
        ("/check", json!({ "require": { "fields": [] } })),
        ("/example/0/as_at", json!("31 March 2026")),
        (
            "/example/0/pre_proceedings/0/decidedon",
            json!("2026-03-31"),
        ),
        ("/example/0/expect/sometimes", json!(1)),
    ] {
        let mut bad = good.clone();
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        let parent = if parent.is_empty() {
            &mut bad
        } else {
            bad.pointer_mut(parent).expect("a parent")
        };
        match parent {
            Value::Array(items) => items[key.parse::<usize>().expect("a place")] = value,
            parent => parent[key] = value,
        }
        assert!(!validator.is_valid(&bad), "{pointer}");
    }
}
