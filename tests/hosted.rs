//! Reports for hosted systems: what their schemas ask, what they may carry of a case, and that no text in an export gets out of
//! the place that it is put in.

#[path = "hosted/junit_schema.rs"]
pub mod junit_schema;

use std::fs;
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::command::{Folder, caseready};

const AS_AT: [&str; 2] = ["--as-at", "2026-03-31"];
const KEY: &[u8] = b"a key of thirty-two letters or so 0123456789";
const HOSTED: [&str; 4] = ["sarif", "junit", "github", "markdown"];

fn audit(export: &str, more: &[&str]) -> String {
    let output = caseready([&["audit", export], &AS_AT[..], more].concat());
    assert!(output.code <= 1, "{}", output.stderr);
    output.stdout
}

/// A report of the largest fixture.
fn of_visit(format: &str) -> String {
    audit("fixtures/focused-visit", &["--format", format])
}

/// The largest fixture's run, judged once for all tests.
fn visit() -> &'static Value {
    static RUN: OnceLock<Value> = OnceLock::new();
    RUN.get_or_init(|| serde_json::from_str(&of_visit("json")).expect("JSON"))
}

/// A report from a run that a test has made or changed.
fn rendered(run: &Value, format: &str) -> String {
    let folder = Folder::with(&[("run.json", run.to_string().as_bytes())]);
    let output = caseready(["render", &folder.file("run.json"), "--format", format]);
    assert_eq!(output.code, 0, "{format}: {}", output.stderr);
    output.stdout
}

pub fn sarif_mistakes(log: &str) -> Vec<String> {
    let schema = include_str!("hosted/sarif-2.1.0.json");
    // JavaScript reads the bracket that ends one of its patterns as a letter, and so it is written here: the meaning is the same.
    let schema = schema.replace("{2}]?$", r"{2}\\]?$");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let log: Value = serde_json::from_str(log).expect("JSON");
    let errors = validator.iter_errors(&log);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn results(log: &str) -> Vec<Value> {
    let mut log: Value = serde_json::from_str(log).expect("JSON");
    match log["runs"][0]["results"].take() {
        Value::Array(results) => results,
        other => panic!("no results: {other}"),
    }
}

fn list<'a>(run: &'a Value, name: &str) -> &'a Vec<Value> {
    run[name].as_array().expect("a list")
}

#[test]
fn a_sarif_log_is_what_the_schema_says() {
    let log = of_visit("sarif");
    let mistakes = sarif_mistakes(&log);
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    let broken = log.replacen("\"kind\": \"fail\"", "\"kind\": \"failed\"", 1);
    assert!(!sarif_mistakes(&broken).is_empty(), "the schema judges");
}

#[test]
fn each_outcome_has_its_kind_and_only_what_fails_has_a_level() {
    let log = audit("fixtures/pre-proceedings", &["--format", "sarif"]);
    let run = audit("fixtures/pre-proceedings", &["--format", "json"]);
    let run: Value = serde_json::from_str(&run).expect("JSON");
    let results = results(&log);
    let of_kind = |kind: &str, level: &str| {
        let same = |result: &&Value| result["kind"] == kind && result["level"] == level;
        results.iter().filter(same).count()
    };
    let findings = |certainty: &str, severities: &[&str]| {
        let same = |finding: &&Value| {
            let severity = finding["severity"].as_str().expect("a severity");
            finding["certainty"] == certainty && severities.contains(&severity)
        };
        list(&run, "findings").iter().filter(same).count()
    };
    assert_eq!(
        of_kind("fail", "error"),
        findings("fact", &["critical", "high"])
    );
    assert_eq!(of_kind("fail", "warning"), findings("fact", &["medium"]));
    assert_eq!(of_kind("fail", "note"), findings("fact", &["low"]));
    let any = ["critical", "high", "medium", "low"];
    assert_eq!(of_kind("review", "none"), findings("prompt", &any));
    assert_eq!(of_kind("open", "none"), {
        let rules = list(&run, "rules").iter();
        let unassessed = rules.filter(|rule| rule["status"] == "not assessed");
        list(&run, "unknown").len() + unassessed.count()
    });
    let rules = list(&run, "rules").iter();
    let not_needed = rules.filter(|rule| rule["status"] == "not needed").count();
    assert_eq!(of_kind("notApplicable", "none"), not_needed);
    assert!(not_needed > 0);
    assert_eq!(
        of_kind("informational", "none"),
        list(&run, "upcoming").len()
    );
    assert!(of_kind("fail", "error") > 5 && of_kind("informational", "none") > 5);
    for result in &results {
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["region"]["startLine"].as_u64() >= Some(1), "{result}");
        let index = result["ruleIndex"].as_u64().expect("a rule") as usize;
        assert_eq!(run["rules"][index]["id"], result["ruleId"]);
    }
}

#[test]
fn a_sarif_log_of_many_findings_sums_up_what_is_of_least_use_and_says_so() {
    let log = of_visit("sarif");
    let results = results(&log);
    assert!(results.len() <= 5_000, "{} results", results.len());
    let stands_for = |kind: &str| -> u64 {
        let same = results.iter().filter(|result| result["kind"] == kind);
        same.map(|result| result["properties"]["count"].as_u64().unwrap_or(1))
            .sum()
    };
    let run = visit();
    assert_eq!(
        stands_for("informational"),
        list(run, "upcoming").len() as u64
    );
    assert_eq!(stands_for("open"), list(run, "unknown").len() as u64);
    assert_eq!(
        stands_for("fail") + stands_for("review"),
        list(run, "findings").len() as u64
    );
    assert!(
        log.contains("records (not yet due) are given as"),
        "it is said"
    );
    assert_eq!(
        results[0]["properties"]["live"], true,
        "what can be acted on is first"
    );
}

#[test]
fn waived_findings_stay_as_accepted_suppressions() {
    let waivers = Folder::with(&[(
        "waivers.toml",
        b"[[waiver]]\nrule = \"PP-06\"\nchild_id = \"C008\"\nuntil = 2026-05-31\nreason = \"expert due in May\"\nby = \"service manager\"\n",
    )]);
    let waivers = waivers.file("waivers.toml");
    let more = ["--waivers", &waivers, "--format"];
    let log = audit(
        "fixtures/pre-proceedings",
        &[&more[..], &["sarif"]].concat(),
    );
    let results = results(&log);
    let waived = results
        .iter()
        .filter(|result| result["suppressions"] != Value::Null);
    let waived: Vec<&Value> = waived.collect();
    assert_eq!(waived.len(), 1);
    assert_eq!(waived[0]["ruleId"], "PP-06");
    assert_eq!(waived[0]["kind"], "fail");
    assert_eq!(waived[0]["suppressions"][0]["status"], "accepted");
    assert!(sarif_mistakes(&log).is_empty());
    let page = audit(
        "fixtures/pre-proceedings",
        &[&more[..], &["junit"]].concat(),
    );
    assert!(page.contains("1 waived"), "{page}");
}

#[test]
fn junit_is_what_the_schema_says_and_its_counts_add_up() {
    let text = of_visit("junit");
    let suites = junit_schema::read(&text);
    let mistakes = junit_schema::mistakes(&suites);
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    let broken = text.replacen("<testcase name=", "<testcase nom=", 1);
    assert!(!junit_schema::mistakes(&junit_schema::read(&broken)).is_empty());
    let run = visit();
    assert_eq!(suites.children.len(), list(run, "areas").len());
    let cases = suites.all("testcase");
    assert_eq!(
        cases.len(),
        list(run, "rules").len(),
        "a case for each rule"
    );
    assert_eq!(suites.number("tests"), cases.len());
    for (attribute, element) in [("failures", "failure"), ("errors", "error")] {
        let found = suites.all(element).len();
        assert_eq!(suites.number(attribute), found, "{attribute}");
        let sum: usize = suites
            .children
            .iter()
            .map(|suite| suite.number(attribute))
            .sum();
        assert_eq!(sum, found, "{attribute} of the suites");
    }
    let skipped: usize = suites
        .children
        .iter()
        .map(|suite| suite.number("skipped"))
        .sum();
    assert_eq!(skipped, suites.all("skipped").len());
    for case in cases {
        assert_eq!(
            case.children.len(),
            1,
            "{}: says one thing",
            case.attributes["name"]
        );
    }
}

#[test]
fn a_junit_test_fails_where_something_can_still_be_done_or_the_rate_is_low() {
    let suites = junit_schema::read(&of_visit("junit"));
    for rule in list(visit(), "rules") {
        let id = rule["id"].as_str().expect("an id");
        let starts = format!("{id} ");
        let cases = suites.all("testcase");
        let case = cases
            .iter()
            .find(|case| case.attributes["name"].starts_with(&starts))
            .unwrap_or_else(|| panic!("{id} has no case"));
        let said = &case.children[0];
        let findings = list(visit(), "findings").iter();
        let own = findings.filter(|finding| finding["rule"] == id);
        let (live, past): (Vec<&Value>, Vec<&Value>) =
            own.partition(|finding| finding["live"] == true);
        let is_bad = !live.is_empty() || rule["needs_to_improve"] == true;
        let expected = match (rule["status"].as_str(), rule["certainty"].as_str()) {
            (Some("not assessed" | "not needed"), _) => "skipped",
            _ if rule["rate"].is_null() => "skipped",
            (_, Some("prompt")) if !live.is_empty() || !past.is_empty() => "skipped",
            _ if is_bad => "failure",
            _ => "system-out",
        };
        assert_eq!(said.name, expected, "{id}: {}", said.text);
        if let Some(message) = said.attributes.get("message") {
            assert!(
                said.text.starts_with(message.as_str()),
                "{id}: said in the text too"
            );
        }
    }
}

#[test]
fn github_gets_ten_annotations_the_worst_first_and_the_rest_in_a_group() {
    let text = of_visit("github");
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[..10]
            .iter()
            .all(|line| line.starts_with("::error file="))
    );
    assert!(
        lines[0].contains("title=CP-10 "),
        "high, and the most: {}",
        lines[0]
    );
    assert!(lines[0].contains(",line=37,"), "{}", lines[0]);
    assert!(lines[10].starts_with("::group::"), "{}", lines[10]);
    let end = lines.len() - 2;
    assert_eq!(lines[end], "::endgroup::");
    assert!(lines[11..end].iter().all(|line| !line.starts_with("::")));
    assert!(lines[end + 1].starts_with("England 2026.1, as at 31 March 2026: 714 to act on now, "));
    let ids: std::collections::BTreeSet<&str> = lines[..10]
        .iter()
        .filter_map(|line| line.split("title=").nth(1)?.split(' ').next())
        .collect();
    assert_eq!(ids.len(), 10, "one for each rule");
}

#[test]
fn markdown_says_what_to_act_on_every_rate_and_what_was_not_assessed() {
    let text = of_visit("markdown");
    assert!(
        text.contains("**To act on now: 714, for 161 children.**"),
        "{}",
        &text[..300]
    );
    let row = "| Strategy discussions | SD-02 Social care, police and health take part in every strategy discussion | to improve | steady | 109 | 160 | 68.1% | 0 | 51 | 0 | 9 | 0 |";
    assert!(text.lines().any(|line| line == row));
    let of_rule = |id: &str| {
        let mut rows = text.lines().filter(|line| line.matches('|').count() == 13);
        let row = rows.find(|line| line.contains(&format!("| {id} ")));
        row.unwrap_or_else(|| panic!("no row of {id}"))
    };
    for (id, called) in [
        ("SD-05", "| to improve for some | "),
        ("CP-10", "| to improve | not dated | "),
    ] {
        assert!(of_rule(id).contains(called), "{}", of_rule(id));
    }
    assert!(text.contains("<details><summary>Not needed: 8 rules</summary>"));
    assert!(
        text.contains("PP-07, PP-19"),
        "a reason is said once for all its rules"
    );
    tables_are_whole(&text);
}

/// Every row of a table has as many cells as its headings.
#[track_caller]
pub fn tables_are_whole(text: &str) {
    let cells = |line: &str| {
        line.replace("\\\\", "")
            .replace("\\|", "")
            .matches('|')
            .count()
    };
    let mut expected = None;
    for line in text.lines() {
        if !line.starts_with('|') {
            expected = None;
            continue;
        }
        let found = cells(line);
        assert_eq!(
            found,
            *expected.get_or_insert(found),
            "{}",
            &line[..line.len().min(300)]
        );
    }
    assert_eq!(
        text.matches("<details>").count(),
        text.matches("</details>").count()
    );
}

#[test]
fn without_pseudonyms_nothing_of_a_case_is_carried() {
    let run = visit();
    let mut private = std::collections::BTreeSet::new();
    for name in ["findings", "upcoming", "unknown"] {
        for finding in list(run, name) {
            for field in [
                "child_id",
                "key",
                "worker_id",
                "fingerprint",
                "message",
                "team",
            ] {
                private.extend(finding[field].as_str().filter(|text| !text.is_empty()));
            }
        }
    }
    // A team that is called as an area is no secret.
    private.remove("Children in Care");
    assert!(private.len() > 2_000);
    let finder: Vec<&str> = private.into_iter().collect();
    let finder = aho_corasick::AhoCorasick::new(&finder).expect("a finder");
    for format in HOSTED {
        let text = of_visit(format);
        if let Some(found) = finder.find(&text) {
            panic!("{format} carries {}", &text[found.range()]);
        }
    }
}

#[test]
fn with_a_key_pseudonyms_are_carried_and_never_an_id() {
    let folder = Folder::with(&[("key", KEY)]);
    let key = folder.file("key");
    let run = visit();
    let children: Vec<&str> = list(run, "findings")
        .iter()
        .filter_map(|finding| finding["child_id"].as_str())
        .filter(|id| !id.is_empty())
        .collect();
    let finder = aho_corasick::AhoCorasick::new(&children).expect("a finder");
    for format in HOSTED {
        let more = ["--pseudonymise", &key, "--format", format];
        let text = audit("fixtures/focused-visit", &more);
        assert!(finder.find(&text).is_none(), "{format} carries an id");
        assert!(
            text.contains("West One") || format == "github",
            "{format}: teams are named"
        );
    }
    let more = ["--pseudonymise", &key, "--format", "sarif"];
    let log = audit("fixtures/focused-visit", &more);
    assert!(sarif_mistakes(&log).is_empty());
    let results = results(&log);
    let first = &results[0];
    let print = first["partialFingerprints"]["caseready/1"].as_str();
    assert_eq!(print.map(str::len), Some(32), "{first}");
    assert!(
        first["properties"]["child"]
            .as_str()
            .is_some_and(|id| id.starts_with('C'))
    );
    assert_eq!(
        log,
        audit("fixtures/focused-visit", &more),
        "the same every night"
    );
}

#[test]
fn paths_say_nothing_of_this_machine() {
    let folder = Folder::new();
    for entry in fs::read_dir("fixtures/pre-proceedings").expect("a fixture") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            folder.write(
                &format!("our export/{name}"),
                &fs::read(&path).expect("a file"),
            );
        }
    }
    let export = folder.file("our export");
    for format in HOSTED {
        let text = audit(&export, &["--format", format]);
        for secret in [folder.as_argument().as_str(), "our export", "our%20export"] {
            assert!(!text.contains(secret), "{format} carries {secret}");
        }
        assert!(
            text.contains("pre_proceedings.csv") || format == "markdown",
            "{format}"
        );
    }
}

#[test]
fn a_rule_that_crashed_is_never_a_pass_and_what_it_said_is_kept_back() {
    let mut run = visit().clone();
    run["run"]["complete"] = json!(false);
    for rule in run["rules"].as_array_mut().expect("a list") {
        if rule["id"] == "CP-19" {
            rule["status"] = json!("error");
            rule["reason"] = json!("the child Zebedee broke it");
        }
    }
    let log: Value = serde_json::from_str(&rendered(&run, "sarif")).expect("JSON");
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let said = &invocation["toolExecutionNotifications"][0];
    assert_eq!(said["associatedRule"]["id"], "CP-19");
    assert_eq!(said["level"], "error");
    let suites = junit_schema::read(&rendered(&run, "junit"));
    assert_eq!(suites.number("errors"), 1);
    assert_eq!(suites.all("error").len(), 1);
    assert!(rendered(&run, "github").starts_with("::error "));
    assert!(rendered(&run, "github").contains("CP-19"));
    assert!(rendered(&run, "markdown").contains("**Incomplete: not every rule ran"));
    for format in HOSTED {
        assert!(!rendered(&run, format).contains("Zebedee"), "{format}");
    }
}

#[test]
fn markdown_fits_a_job_summary_however_many_rules_there_are() {
    let mut run = visit().clone();
    let rules = run["rules"].as_array_mut().expect("a list");
    let like = rules
        .iter()
        .find(|rule| rule["id"] == "SD-02")
        .expect("a rule")
        .clone();
    for number in 0..9_000 {
        let mut rule = like.clone();
        rule["id"] = json!(format!("ZZ-{number:05}"));
        rule["groups"] = json!([]);
        rule["trend"] = json!([]);
        rules.push(rule);
    }
    let page = rendered(&run, "markdown");
    assert!(page.len() < 1_048_576, "{} bytes", page.len());
    assert!(page.contains("lines left out: a job's summary holds one megabyte"));
    tables_are_whole(&page);
}

#[test]
fn every_line_of_ndjson_is_an_object_with_the_document_s_fields() {
    let text = of_visit("ndjson");
    let run = visit();
    let mut lines = text.lines().map(|line| {
        let value: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        value
    });
    let mut head = lines.next().expect("a first line");
    assert_eq!(head["kind"], "run");
    assert_eq!(head["format"], "caseready/1");
    assert_eq!(head["areas"], run["areas"]);
    assert_eq!(head["inputs"], run["inputs"]);
    assert_eq!(head["as_at"], "2026-03-31");
    let fields = head.as_object_mut().expect("an object");
    for added in ["kind", "format", "areas", "inputs", "arguments"] {
        fields.remove(added);
    }
    let mut about = run["run"].clone();
    about
        .as_object_mut()
        .expect("an object")
        .remove("arguments");
    assert_eq!(head, about);
    let parts = [
        ("rules", "rule"),
        ("findings", "finding"),
        ("upcoming", "upcoming"),
        ("unknown", "unknown"),
        ("problems", "problem"),
    ];
    for (name, kind) in parts {
        for item in list(run, name) {
            let mut line = lines.next().expect("a line for each");
            assert_eq!(line["kind"], kind);
            line.as_object_mut().expect("an object").remove("kind");
            assert_eq!(line, *item);
        }
    }
    assert!(lines.next().is_none(), "and no more");
}

#[test]
fn a_saved_run_gives_the_same_bytes() {
    let folder = Folder::new();
    let made = |name: &str| folder.file(name);
    let formats = [&HOSTED[..], &["ndjson"]].concat();
    let saved = made("run.json");
    let mut outputs = vec![format!("json={saved}")];
    outputs.extend(
        formats
            .iter()
            .map(|format| format!("{format}={}", made(&format!("made.{format}")))),
    );
    let written = outputs.iter().flat_map(|output| ["-o", output.as_str()]);
    let arguments = [
        "audit",
        "fixtures/pre-proceedings",
        AS_AT[0],
        AS_AT[1],
        "--quiet",
    ];
    let output = caseready(arguments.into_iter().chain(written));
    assert_eq!(output.code, 1, "{}", output.stderr);
    for format in formats {
        let first = fs::read_to_string(made(&format!("made.{format}"))).expect("a report");
        let again = caseready(["render", &saved, "--format", format]);
        assert_eq!(again.stdout, first, "{format}");
    }
    // Laid out by another program it is the same run.
    let run: Value = serde_json::from_slice(&fs::read(&saved).expect("a run")).expect("JSON");
    let spaced = serde_json::to_string_pretty(&run).expect("JSON");
    folder.write("spaced.json", spaced.as_bytes());
    let lines = caseready(["render", &folder.file("spaced.json"), "--format", "ndjson"]).stdout;
    assert!(
        lines
            .lines()
            .all(|line| serde_json::from_str::<Value>(line).is_ok())
    );
    let count = fs::read_to_string(made("made.ndjson"))
        .expect("lines")
        .lines()
        .count();
    assert_eq!(lines.lines().count(), count);
}
