//! What a council sets otherwise in its `caseready.toml`, and how a reader is told of it.

use std::collections::BTreeMap;
use std::fs;

use caseready::rules::settings::Settings;
use caseready::rules::{Examples, Ruleset};
use serde_json::json;

use crate::command::{Folder, Output, caseready, rule};

const PLANS: &str =
    "pre_proceedings_id,child_id,decided_on,first_meeting_on,letter_sent_on,ended_on
L1,C1,2026-01-05,2026-01-12,2026-01-08,
";
const REVIEWS: &str = "review_id,pre_proceedings_id,held_on
Q1,L1,2026-02-16
Q2,L1,2026-03-30
";

/// One child in pre-proceedings, reviewed five weeks after the first meeting, and six weeks after that.
fn export(settings: &str) -> Folder {
    Folder::with(&[
        ("pre_proceedings.csv", PLANS.as_bytes()),
        ("pre_proceedings_reviews.csv", REVIEWS.as_bytes()),
        (".settings/caseready.toml", settings.as_bytes()),
    ])
}

fn audit(settings: &str, more: &[&str]) -> Output {
    let folder = export(settings);
    let path = folder.as_argument();
    let config = format!("{path}/.settings/caseready.toml");
    let mut arguments = vec!["audit", &path, "--as-at", "2026-03-31", "--config", &config];
    arguments.extend_from_slice(more);
    caseready(arguments)
}

const FOUR_WEEKS: &str = "[rules.PP-05]
every  = \"4 weeks\"
reason = \"Agreed by the practice board, May 2025.\"
";

/// Whether a text says this, wherever its lines break.
fn says(text: &str, words: &str) {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(words), "{words:?} is not in\n{text}");
}

#[test]
fn a_local_threshold_is_judged_and_stands_beside_the_national_one() {
    let national = audit("", &["--only", "PP-05", "--format", "json"]).json();
    assert_eq!(rule(&national, "PP-05")["outcomes"]["met"], 2);
    assert_eq!(
        rule(&national, "PP-05")["threshold"],
        json!({ "local": null, "national": "6 weeks" })
    );
    assert_eq!(national["run"]["settings"]["rules"], json!([]));

    let local = audit(FOUR_WEEKS, &["--only", "PP-05", "--format", "json"]).json();
    let found = rule(&local, "PP-05");
    assert_eq!(found["outcomes"]["late"], 2, "{found}");
    assert_eq!(
        found["threshold"],
        json!({ "local": "4 weeks", "national": "6 weeks" })
    );
    assert_eq!(
        local["run"]["settings"]["rules"],
        json!([{
            "rule": "PP-05", "short": "reviews every six weeks", "reason": "Agreed by the practice board, May 2025.",
            "threshold": { "local": "4 weeks", "national": "6 weeks" }, "severity": null, "on": null,
        }])
    );

    let text = audit(FOUR_WEEKS, &["--only", "PP-05"]).stdout;
    for line in text.lines() {
        assert!(
            line.chars().count() <= 80 || line.contains(".toml"),
            "{line}"
        );
    }
    says(&text, "1 rule (SET HERE, below)");
    says(&text, "set here: 4 weeks (national pack: 6 weeks)");
    says(
        &text,
        "SET HERE PP-05 reviews every six weeks: 4 weeks (national pack: 6 weeks). Agreed by the practice board, May 2025.",
    );
}

#[test]
fn every_report_says_a_local_threshold_where_it_names_the_rule() {
    let folder = Folder::with(&[("caseready.toml", FOUR_WEEKS.as_bytes())]);
    let config = folder.file("caseready.toml");
    let reports = [
        "html=page",
        "markdown=summary",
        "csv=work.csv",
        "junit=tests",
        "github=commands",
        "sarif=log",
    ];
    let outputs = reports.map(|report| {
        let (format, name) = report.split_once('=').expect("a format");
        format!("{format}={}", folder.file(name))
    });
    let mut arguments = vec!["audit", "fixtures/focused-visit", "--as-at", "2026-03-31"];
    arguments.extend(["--only", "PP-05", "--config", &config]);
    for output in &outputs {
        arguments.extend(["-o", output]);
    }
    let terminal = caseready(arguments).stdout;
    says(&terminal, "PP-05 reviews every six weeks (4 weeks here): ");

    let read = |file: &str| fs::read_to_string(folder.file(file)).expect("a report");
    let title = "Pre-proceedings are reviewed at least every six weeks";
    for file in [
        "page",
        "summary",
        "work.csv",
        "work-measures.csv",
        "tests",
        "commands",
        "log",
    ] {
        let text = read(file);
        let times = text.matches(title).count();
        assert!(times > 0, "{file}");
        let with_ours = format!("{title} (4 weeks here)");
        assert_eq!(text.matches(&with_ours).count(), times, "{file}");
    }
    let listed = "PP-05 reviews every six weeks: 4 weeks (national pack: 6 weeks). Agreed by the practice board, May 2025.";
    for (file, line) in [
        ("page", format!("<li>{listed}</li>")),
        ("summary", format!("### Set here\n\n* {listed}\n")),
    ] {
        assert_eq!(read(file).matches(&line).count(), 1, "{file}");
    }
    let letter =
        "<strong>Reviews every six weeks (4 weeks here)</strong> (<a href=\"#rule-PP-05\">";
    assert!(read("page").contains(letter));
}

#[test]
fn explain_and_the_list_speak_of_what_is_set_here() {
    let folder = export(FOUR_WEEKS);
    let config = format!("{}/.settings/caseready.toml", folder.as_argument());
    let text = caseready(["explain", "PP-05", "--config", &config]).stdout;
    says(
        &text,
        "Set here: 4 weeks (national pack: 6 weeks). Agreed by the practice board, May 2025.",
    );
    says(&text, "at least every 4 weeks");
    let list = caseready(["rules", "list", "--config", &config]).stdout;
    says(&list, "set here: 4 weeks (national pack: 6 weeks)");
    let list = caseready(["rules", "list", "--format", "json", "--config", &config]).json();
    let listed = list
        .as_array()
        .expect("a list")
        .iter()
        .find(|rule| rule["id"] == "PP-05");
    let listed = listed.expect("PP-05 is listed");
    assert_eq!(listed["threshold"], "4 weeks");
    assert_eq!(listed["local"]["national_threshold"], "6 weeks");
}

#[test]
fn a_severity_and_a_rule_switched_off_or_on_are_told_too() {
    let settings = "[rules.PP-05]
severity = \"low\"
reason   = \"Watched by another report.\"

[rules.PP-06]
on     = false
reason = \"Judged by the court team.\"

[rules.PP-22]
on     = true
reason = \"Our managers chair.\"
";
    let run = audit(settings, &["--only", "PP", "--format", "json"]).json();
    assert_eq!(rule(&run, "PP-05")["severity"], "low");
    let ids: Vec<&str> = run["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .filter_map(|rule| rule["id"].as_str())
        .collect();
    assert!(!ids.contains(&"PP-06") && ids.contains(&"PP-22"), "{ids:?}");
    let text = audit(settings, &["--only", "PP"]).stdout;
    for line in [
        "3 rules (SET HERE, below)",
        "severity low (national pack: high)",
        "switched off (national pack: on). Judged by the court team.",
        "switched on (national pack: off). Our managers chair.",
    ] {
        says(&text, line);
    }
    // A rule that is not in the run goes by its name all the same, and everywhere.
    let off =
        "no more than sixteen weeks: switched off (national pack: on). Judged by the court team.";
    says(&text, &format!("PP-06 {off}"));
    let markdown = audit(settings, &["--only", "PP", "--format", "markdown"]).stdout;
    says(&markdown, &format!("PP-06 {off}"));
    let page = audit(settings, &["--only", "PP", "--format", "html"]).stdout;
    says(&page, &format!("PP-06 {off}"));
}

#[test]
fn the_council_s_name_stands_at_the_head_of_what_people_read() {
    let folder = export("[council]\nname = \" Bere Borough Council \"\n");
    let path = folder.as_argument();
    let (config, page, saved) = (
        format!("{path}/.settings/caseready.toml"),
        folder.file(".report.html"),
        folder.file(".run.json"),
    );
    let markdown = folder.file(".summary.md");
    let mut arguments = vec!["audit", &path, "--as-at", "2026-03-31", "--only", "PP-05"];
    arguments.extend([
        "--config", &config, "-o", &page, "-o", &saved, "-o", &markdown,
    ]);
    let table = caseready(arguments.clone()).stdout;
    assert!(
        table.starts_with("Bere Borough Council: England 2026.1, as at 31 March 2026: "),
        "{table}"
    );
    let page = fs::read_to_string(page).expect("a page");
    assert!(page.contains(
        ">Bere Borough Council: how practice meets the standards, as at 31 March 2026</h1>"
    ));
    let markdown = fs::read_to_string(markdown).expect("a summary");
    assert!(markdown.starts_with("## Bere Borough Council: England 2026.1, as at 31 March 2026\n"));
    let saved = fs::read_to_string(saved).expect("a run");
    let run: serde_json::Value = serde_json::from_str(&saved).expect("JSON");
    assert_eq!(run["run"]["council"], "Bere Borough Council");
    let unnamed = audit("", &["--only", "PP-05", "--format", "json"]).json();
    assert_eq!(unnamed["run"]["council"], json!(null));
}

#[test]
fn wrong_settings_are_refused_with_their_place() {
    let refused = |settings: &str, wanted: &[&str]| {
        let output = audit(settings, &[]);
        assert_eq!(output.code, 2, "{settings}\n{}", output.stderr);
        for wanted in wanted {
            assert!(
                output.stderr.contains(wanted),
                "{wanted:?} is not in\n{}",
                output.stderr
            );
        }
    };
    refused(
        "[council]\nname = \" \"\n",
        &["the council's name has 1 to 100 letters", "found 0"],
    );
    refused(
        "[council]\nnames = \"Bere\"\n",
        &["[council] has no name", "[council] has no key \"names\""],
    );
    refused(
        "[council]\nname = \"Hampshire\n[rules.PP-05]\n",
        &[
            "a quotation mark is opened in this line, and not closed",
            "caseready.toml:2:1",
        ],
    );
    refused(
        "[rules.PP-5]\nevery = \"4 weeks\"\n",
        &["[rules.PP-5] has no reason"],
    );
    refused(
        "[rules.PP-05]\nevery = \"4 weeks\"\nreason = \" \"\n",
        &["the reason for changing PP-05 is blank"],
    );
    refused(
        "[rules.PP-99]\nreason = \"x\"\n",
        &["there is no rule PP-99", "caseready.toml:1:8"],
    );
    refused(
        "[rules.PP-05]\nwithin = \"4 weeks\"\nreason = \"x\"\n",
        &[
            "[rules.PP-05] has no key \"within\"",
            "nothing is set otherwise for PP-05",
        ],
    );
    refused(
        "[rules.PP-05]\nevery = \"4 wekks\"\nreason = \"x\"\n",
        &["expected a length of time such as"],
    );
    refused(
        "[rules.PP-05]\nevery = \"6 weeks\"\nreason = \"x\"\n",
        &["nothing is set otherwise for PP-05"],
    );
    refused(
        "[rules.CI-01]\nevery = \"9 months\"\nreason = \"x\"\n",
        &[
            "every of CI-01 cannot be set here: it is that of statute",
            "a stricter standard of your own is a rule of its own",
        ],
    );
    refused(
        "[rules.WF-01]\nat_most = -1\nreason = \"x\"\n",
        &["a limit cannot be below nought", "found -1"],
    );
}

/// The threshold of a rule as these settings have it, or every mistake as "message / label".
fn set(settings: &str, rules: &Ruleset) -> Result<String, Vec<String>> {
    match Settings::read("caseready.toml", settings, rules) {
        Ok(read) => {
            let (_, rule) = read.rules.first().expect("a rule is set");
            Ok(rule.check.threshold().expect("it turns on something"))
        }
        Err(mistakes) => Err(mistakes
            .into_iter()
            .map(|mistake| format!("{} / {}", mistake.message, mistake.label))
            .collect()),
    }
}

#[test]
fn settings_make_no_rule_that_its_own_file_could_not_hold() {
    let file = "id = \"LO-99\"\ntitle = \"Seen often at first\"\narea = \"recording\"\nseverity = \"low\"\ncertainty = \"fact\"\nforce = \"local\"\nsources = [\"local-custom\"]\nwhy = \"To be set.\"\nremedy = \"Set it.\"\n[subject]\ntable = \"cp_plans\"\n[check.cadence]\nfrom = \"started_on\"\nevent = \"child.visits.visited_on\"\nsteps = [\"2 weeks\"]\nsteps_for = \"6 weeks\"\nevery = \"4 weeks\"\n";
    let files = BTreeMap::from([("standards/lo-99.toml".to_owned(), file.to_owned())]);
    let rules = Ruleset::with(Some("ours".to_owned()), files, Examples::PassedOver);
    let rules = rules.unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics));
    for (rule, keys, said) in [
        (
            "LO-99",
            "steps = [\"1 week\"]",
            Ok("1 week for 6 weeks, then 4 weeks"),
        ),
        (
            "LO-99",
            "steps_for = \"12 weeks\"",
            Ok("2 weeks for 12 weeks, then 4 weeks"),
        ),
        (
            "LO-99",
            "steps = [\"2 weeks\", \"4 weeks\"]",
            Err(
                "steps_for goes with one step / write steps = [\"6 weeks\"] for the gaps that begin in that time",
            ),
        ),
        (
            "CP-25",
            "steps = []",
            Err("steps names no gap / write steps = [\"6 weeks\"], or leave it out"),
        ),
        (
            "CP-25",
            "steps = [\"5 working days\", \"2 weeks\"]",
            Ok("5 working days, then 2 weeks, then 20 working days"),
        ),
        (
            "CP-15",
            "at_least = 20",
            Err("at_least is above at_most: nothing is both / found at least 20 and at most 15"),
        ),
        (
            "WF-12",
            "at_least = 0",
            Err("this count asks for nothing / there are at least 0 of everything"),
        ),
        (
            "WF-01",
            "at_most = nan",
            Err("expected a number / found nan"),
        ),
        (
            "WF-01",
            "at_most = inf",
            Err("expected a number / found inf"),
        ),
    ] {
        let settings = format!("[rules.{rule}]\n{keys}\nreason = \"x\"\n");
        let found = set(&settings, &rules).map_err(|mistakes| mistakes.join("; "));
        assert_eq!(
            found.as_deref(),
            said.map_err(str::to_owned).as_deref(),
            "{settings}"
        );
    }
}
