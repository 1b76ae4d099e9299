//! Reports from a saved run, and runs whose ids are pseudonyms.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::command::{Folder, caseready, caseready_with};

const FIXTURE: &str = "fixtures/focused-visit";
const KEY: &str = "k3Hq9vXw2Lr8TzB5mNc7Yd4Jf6Gs1Pa0\n";

fn audit(more: &[&str]) -> crate::command::Output {
    let arguments = ["audit", FIXTURE, "--as-at", "2026-03-31"];
    caseready(arguments.into_iter().chain(more.iter().copied()))
}

fn lists(run: &Value) -> impl Iterator<Item = &Value> {
    ["findings", "upcoming", "unknown"]
        .into_iter()
        .flat_map(|list| run[list].as_array().expect("a list"))
}

#[test]
fn a_saved_run_is_read_back_as_it_is_and_anything_else_is_refused_with_its_reason() {
    let folder = Folder::with(&[]);
    let run = folder.file("run.json");
    assert_eq!(audit(&["--quiet", "-o", &run]).code, 1);
    let text = fs::read_to_string(&run).expect("the run is written");
    let again = caseready(["render", &run, "--format", "json"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, text.as_str()));

    for (name, content, wanted) in [
        (
            "newer.json",
            text.replace("caseready/1", "caseready/2"),
            "its format is \"caseready/2\", and this version of caseready reads \"caseready/1\": make the run again with this version",
        ),
        (
            "cut.json",
            text[..text.len() / 2].to_owned(),
            "it is no whole run of caseready: ",
        ),
        (
            "other.json",
            "[1, 2]".to_owned(),
            "it is no whole run of caseready: ",
        ),
        (
            "wrong.json",
            text.replacen("\"as_at\": \"2026-03-31\"", "\"as_at\": \"31/03/2026\"", 1),
            "\"31/03/2026\" is no day such as 2026-03-31",
        ),
        (
            "unknown.json",
            text.replacen("\"severity\": \"high\"", "\"severity\": \"severe\"", 1),
            "\"severe\" is no severity: those are critical, high, medium and low",
        ),
    ] {
        let path = folder.file(name);
        fs::write(&path, content).expect("a file is written");
        let output = caseready(["render", &path, "--format", "json"]);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{name}");
        assert!(output.stderr.contains(wanted), "{name}: {}", output.stderr);
        assert!(output.stderr.contains(name), "{name}: {}", output.stderr);
    }
    let file = format!("table={}", folder.file("table.txt"));
    let table = caseready(["render", &run, "-o", &file]);
    assert_eq!(table.code, 2);
    assert!(
        table
            .stderr
            .contains("from a saved run take markdown or html"),
        "{}",
        table.stderr
    );
}

#[test]
fn the_terminal_the_page_and_markdown_name_the_same_old_lists() {
    // The actions of plans and the life stories are old too: the first have no dates of their own, of the second no rule asks.
    let old = [
        "audit",
        FIXTURE,
        "--as-at",
        "2026-04-09",
        "--only",
        "CP-06,CP-10,CP-19,CC-01",
    ];
    let folder = Folder::with(&[]);
    let paths = ["run.json", "page.html", "run.md"].map(|name| folder.file(name));
    let outputs = paths.each_ref().map(|path| ["-o", path]);
    let arguments = old.into_iter().chain(outputs.into_iter().flatten());
    let terminal = caseready(arguments).stdout;
    let [run, page, markdown] =
        paths.map(|path| fs::read_to_string(path).expect("a report is written"));
    let mut run: Value = serde_json::from_str(&run).expect("JSON");
    let lists = run["run"]["stale"].as_array().expect("old lists");
    let words = |list: &Value| list["words"].as_str().expect("words").to_owned();
    let lists: Vec<String> = lists.iter().map(words).collect();
    assert!(lists.contains(&"child protection plans".to_owned()));
    for other in ["actions", "pieces of life-story work"] {
        assert!(!lists.contains(&other.to_owned()), "{lists:?}");
    }
    for (report, from, to) in [
        (&terminal, "OLD DATA: ", "An old extract"),
        (&page, "<li>The newest event is ", "</li>"),
        (&markdown, "**Old records: ", "\n"),
    ] {
        let (_, said) = report.split_once(from).expect(from);
        let (said, _) = said.split_once(to).expect(to);
        let words: Vec<&str> = said.split_whitespace().collect();
        let said = words.join(" ").to_lowercase();
        assert_eq!(said.matches(" 2026)").count(), lists.len(), "{said}");
        assert!(lists.iter().all(|list| said.contains(list)), "{said}");
    }

    let about = run["run"].as_object_mut().expect("an object");
    about.remove("stale");
    folder.write("before.json", run.to_string().as_bytes());
    let before = folder.file("before.json");
    let output = caseready(["render", &before, "--format", "markdown"]);
    assert_eq!(output.code, 0, "as it was saved before: {}", output.stderr);
}

#[test]
fn render_offers_only_what_it_makes_and_says_of_ndjson_that_it_reads_none() {
    let help = caseready(["render", "--help"]).stdout;
    assert!(help.contains("- markdown:") && help.contains("- html:"));
    assert!(!help.contains("- table"), "{help}");
    let folder = Folder::new();
    let lines = folder.file("run.ndjson");
    assert_eq!(audit(&["--quiet", "--only", "PP-05", "-o", &lines]).code, 1);
    let output = caseready(["render", &lines]);
    assert_eq!((output.code, output.stdout.as_str()), (2, ""));
    let wanted = "run.ndjson: it is a run as NDJSON, one object a line, and only a run as JSON can be rendered: make it again with caseready audit --format json\n";
    assert!(output.stderr.ends_with(wanted), "{}", output.stderr);
}

#[test]
fn a_name_with_an_equals_sign_in_it_is_a_files() {
    let folder = Folder::new();
    let file = folder.file("north=south.json");
    assert_eq!(audit(&["--quiet", "--only", "PP-05", "-o", &file]).code, 1);
    let run: serde_json::Value =
        serde_json::from_slice(&fs::read(&file).expect("the report")).expect("JSON");
    assert_eq!(run["format"], "caseready/1");
}

#[test]
fn a_report_that_there_is_not_is_refused_by_name_and_not_written_as_another() {
    let folder = Folder::with(&[]);
    for (output, wanted) in [
        (
            "pdf=report.pdf",
            "--output pdf=report.pdf: no report is called \"pdf\". Those there are: table, json, ndjson, csv, markdown, html, xlsx, sarif, junit, github, txt, md. A file may end in .html (a page to open or print), .xlsx (a workbook), .csv, .md, .txt, .json, .ndjson or .sarif; junit= or github= goes before its name. For a PDF, write the page (.html), open it and print it\n",
        ),
        (
            "report.docx",
            "--output report.docx: there is no report that ends in .docx. A file may end in .html (a page to open or print), .xlsx (a workbook), .csv,",
        ),
        (
            "report.pdf",
            "--output report.pdf: there is no report that ends in .pdf. A file may end in .html (a page to open or print), .xlsx (a workbook), .csv, .md, .txt, .json, .ndjson or .sarif; junit= or github= goes before its name. For a PDF, write the page (.html), open it and print it\n",
        ),
        ("report", "--output report: its ending does not say"),
        ("html=", "--output html=: the file's name is missing"),
        (
            "json=-",
            "--output json=-: to print a report, use --format json",
        ),
    ] {
        let written = audit(&["-o", output]);
        assert_eq!((written.code, written.stdout.as_str()), (2, ""), "{output}");
        assert!(written.stderr.contains(wanted), "{}", written.stderr);
        let name = output.split('=').next_back().unwrap_or(output);
        assert!(
            name.is_empty() || !fs::exists(name).expect("a path"),
            "{name}"
        );
    }
    let missing = folder.file("none.json");
    let output = caseready(["render", &missing]);
    assert_eq!(output.code, 2);
    assert!(
        output
            .stderr
            .contains("none.json: there is no such file or folder; check the spelling"),
        "{}",
        output.stderr
    );
}

#[test]
fn a_job_of_github_gets_the_markdown_report_on_its_page() {
    let folder = Folder::with(&[("page.md", b"# An earlier step\n")]);
    let (run, page) = (folder.file("run.json"), folder.file("page.md"));
    audit(&["--quiet", "-o", &run]);
    let printed = caseready_with(
        ["render", &run, "--format", "github"],
        &[("GITHUB_STEP_SUMMARY", &page)],
    );
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    let markdown = caseready(["render", &run, "--format", "markdown"]).stdout;
    assert_eq!(
        fs::read_to_string(&page).expect("the page"),
        format!("# An earlier step\n{markdown}")
    );
}

#[test]
fn pseudonyms_take_the_place_of_every_id_and_change_nothing_that_is_judged() {
    let folder = Folder::with(&[(".key", KEY.as_bytes())]);
    let key = folder.file(".key");
    let plain = audit(&["--format", "json"]).json();
    let hidden = audit(&["--format", "json", "--pseudonymise", &key]);
    let text = hidden.stdout.clone();
    let hidden = hidden.json();
    assert_eq!(plain["run"]["pseudonymised"], false);
    assert_eq!(hidden["run"]["pseudonymised"], true);

    let mut ids: BTreeSet<&str> = BTreeSet::new();
    for finding in lists(&plain) {
        for part in ["child_id", "key", "worker_id", "fingerprint"] {
            ids.extend(finding[part].as_str().filter(|id| !id.is_empty()));
        }
    }
    assert!(ids.len() > 1_000, "{} ids", ids.len());
    let words: BTreeSet<&str> = text
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '-' || letter == '/'))
        .collect();
    let seen: Vec<&&str> = ids.iter().filter(|id| words.contains(**id)).collect();
    assert!(seen.is_empty(), "{seen:?}");

    let judged = |run: &Value| -> Vec<String> {
        let rules = run["rules"].as_array().expect("rules").iter();
        let of_workers = |group: &&Value| group["by"] != serde_json::json!(["worker"]);
        rules
            .map(|rule| {
                let groups = rule["groups"].as_array().expect("groups").iter();
                let groups: Vec<&Value> = groups.filter(of_workers).collect();
                format!(
                    "{} {} {} {groups:?} {}",
                    rule["id"], rule["outcomes"], rule["children"], rule["trend"]
                )
            })
            .collect()
    };
    let (one, other) = (judged(&plain), judged(&hidden));
    let differ = one.iter().zip(&other).find(|(one, other)| {
        // A group by worker and another field has a worker's name in it.
        one != other && !one.contains("\"worker\"")
    });
    assert_eq!(differ, None);
    // The same child has the same pseudonym in every finding, and another child another.
    let pairs: BTreeSet<(&str, &str)> = lists(&plain)
        .zip(lists(&hidden))
        .map(|(plain, hidden)| {
            let child = |finding: &'_ Value| finding["child_id"].as_str().map(str::to_owned);
            assert_eq!(plain["due_on"], hidden["due_on"]);
            let (plain, hidden) = (child(plain), child(hidden));
            (
                &*plain.expect("a child").leak(),
                &*hidden.expect("a child").leak(),
            )
        })
        .collect();
    let children: BTreeSet<&str> = pairs.iter().map(|(child, _)| *child).collect();
    let pseudonyms: BTreeSet<&str> = pairs.iter().map(|(_, pseudonym)| *pseudonym).collect();
    assert_eq!(
        (children.len(), pseudonyms.len()),
        (pairs.len(), pairs.len())
    );
    // Tomorrow's run has the same.
    assert_eq!(
        audit(&["--format", "json", "--pseudonymise", &key]).stdout,
        text
    );
}

#[test]
fn another_key_gives_other_pseudonyms_and_a_weak_one_is_refused() {
    let folder = Folder::with(&[
        (".key", KEY.as_bytes()),
        (".other", KEY.replace('k', "K").as_bytes()),
        (".short", b"hampshire2026"),
        (".dull", &[b'a'; 64]),
    ]);
    let table = |key: &str| audit(&["--pseudonymise", &folder.file(key)]);
    let (one, other) = (table(".key"), table(".other"));
    assert_eq!((one.code, other.code), (1, 1));
    assert_ne!(one.stdout, other.stdout);
    for (key, wanted) in [
        (
            ".short",
            "the key is too short: 13 characters, and it needs 32 or more",
        ),
        (".dull", "the key repeats the same few characters"),
        (".none", "the key cannot be read"),
    ] {
        let output = table(key);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{key}");
        assert!(output.stderr.contains(wanted), "{}", output.stderr);
    }
}

#[test]
fn what_is_said_of_a_spoilt_export_names_no_id() {
    let folder = Folder::with(&[
        (".key", KEY.as_bytes()),
        (
            "pre_proceedings.csv",
            b"pre_proceedings_id,child_id,decided_on,letter_sent_on\nPLO-9901,Kid-77,2026-01-05,2026-01-12\nPLO-9901,Kid-78,2026-01-06,2026-01-13\nPLO-9902,Kid-79,2026-01-06,Kid-79\n9.9E+12,Kid-79,2026-01-06,2026-01-13\n",
        ),
        (
            "children.csv",
            b"child_id,date_of_birth,sex\nKid-77,2015-01-01,F\nKid-77,2016-01-01,F\n",
        ),
        (
            ".waivers.toml",
            b"[[waiver]]\nrule = \"PP-03\"\nchild_id = \"Kid-79\"\nuntil = 2026-01-31\nreason = \"agreed\"\nby = \"head of service\"\n",
        ),
    ]);
    let path = folder.as_argument();
    let (key, waivers) = (folder.file(".key"), folder.file(".waivers.toml"));
    let audit = |more: &[&str]| {
        let base = [
            "audit",
            &path,
            "--as-at",
            "2026-03-31",
            "--waivers",
            &waivers,
            "--format",
            "json",
        ];
        caseready(base.into_iter().chain(more.iter().copied())).stdout
    };
    let plain = audit(&[]);
    for id in ["PLO-9901", "Kid-77", "Kid-79", "9.9E+12"] {
        assert!(plain.contains(id), "{id} is in the plain run");
    }
    let hidden = audit(&["--pseudonymise", &key]);
    for id in ["9901", "9902", "Kid-", "9.9E"] {
        assert!(!hidden.contains(id), "{id} is in {hidden}");
    }
}

#[test]
fn a_report_does_not_take_the_place_of_a_file_of_the_export() {
    let plans = "plan_id,child_id,started_on,ended_on\nP1,C1,2026-01-05,\n";
    let folder = Folder::new();
    folder.write("export/cp_plans.csv", plans.as_bytes());
    let export = folder.file("export");
    for (name, taken) in [
        ("html=export/cp_plans.csv", true),
        ("html=export/../export/cp_plans.csv", true),
        ("html=export/report.html", false),
    ] {
        let (format, place) = name.split_once('=').expect("a format");
        let report = format!("{format}={}", folder.file(place));
        let output = caseready([
            "audit",
            &export,
            "--as-at",
            "2026-03-31",
            "--quiet",
            "-o",
            &report,
        ]);
        let said = "cp_plans.csv is a file of the export, and would be written over: give the report another name";
        assert_eq!(output.code == 2, taken, "{}", output.stderr);
        assert_eq!(output.stderr.contains(said), taken, "{}", output.stderr);
        let left = fs::read_to_string(folder.file("export/cp_plans.csv"));
        assert_eq!(left.expect("the plans"), plans);
    }
}
