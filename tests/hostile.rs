//! Hostile text in everything that a person may type, through everything that comes out.

#[path = "hostile/export.rs"]
mod export;
#[path = "hostile/outputs.rs"]
mod outputs;
#[path = "hostile/saved.rs"]
mod saved;
#[path = "hostile/texts.rs"]
mod texts;

use std::fs;

use serde_json::{Value, json};

use crate::command::{Folder, Output, caseready, caseready_with};
use crate::html::browser::Browser;
use export::export;
use texts::{LONG_ID, texts};

const REPORTS: [(&str, &str); 9] = [
    ("table", "table.txt"),
    ("json", "run.json"),
    ("ndjson", "run.ndjson"),
    ("csv", "work.csv"),
    ("markdown", "page.md"),
    ("html", "page.html"),
    ("sarif", "log.sarif"),
    ("junit", "tests.xml"),
    ("github", "commands.txt"),
];

/// Every report but the table, which a saved run does not give, and the workbooks.
fn written(command: &[&str], folder: &Folder, of: &str) -> Output {
    let mut arguments: Vec<String> = command.iter().map(|&word| word.to_owned()).collect();
    for (format, file) in REPORTS
        .iter()
        .filter(|(format, _)| *format != "table" || command[0] == "audit")
    {
        arguments.extend([
            "-o".to_owned(),
            format!("{format}={}", folder.file(&format!("{of}{file}"))),
        ]);
    }
    arguments.extend([
        "-o".to_owned(),
        format!("xlsx={}", folder.file(&format!("{of}work.xlsx"))),
    ]);
    arguments.extend([
        "--split-team".to_owned(),
        folder.file(&format!("{of}teams")),
    ]);
    let output = caseready_with(
        arguments.iter().map(String::as_str),
        &[("CLICOLOR_FORCE", "1")],
    );
    assert!(output.code <= 1, "{of}: {}", output.stderr);
    output
}

/// Judges what `written` wrote; the size of each report.
fn judged(folder: &Folder, of: &str, has_table: bool) -> Vec<(&'static str, usize)> {
    let read =
        |file: &str| fs::read_to_string(folder.file(&format!("{of}{file}"))).expect("a report");
    let mut sizes = Vec::new();
    for (format, file) in REPORTS {
        if format == "table" && !has_table {
            continue;
        }
        let report = read(file);
        sizes.push((format, report.len()));
        let name = format!("{of}{file}");
        match format {
            "table" => outputs::page(&name, &report),
            "json" => drop(outputs::json(&name, &report)),
            "ndjson" => report
                .lines()
                .for_each(|line| drop(outputs::json(&name, line))),
            "csv" => outputs::csv(&name, &report),
            "markdown" => outputs::markdown(&name, &report),
            "html" => outputs::html(&name, &report),
            "sarif" => outputs::sarif(&name, &report),
            "junit" => outputs::junit(&name, &report),
            _ => outputs::github(&name, &report),
        }
    }
    let measures = read("work-measures.csv");
    sizes.push(("measures", measures.len()));
    outputs::csv("measures", &measures);
    let work = folder.path().join(format!("{of}work.xlsx"));
    sizes.push((
        "xlsx",
        fs::metadata(&work).expect("a workbook").len() as usize,
    ));
    let cells = outputs::workbook(&work);
    for shown in [
        "<script>alert(1)</script>",
        "]]></failure><testcase/>",
        "_x003D_6_x000D_",
    ] {
        assert!(cells.contains(shown), "{shown}");
    }
    let teams = fs::read_dir(folder.file(&format!("{of}teams"))).expect("a folder");
    let teams: Vec<_> = teams
        .map(|entry| entry.expect("a workbook").path())
        .collect();
    assert!(teams.len() > 20, "a workbook for each team");
    for path in teams {
        outputs::workbook(&path);
    }
    sizes
}

#[test]
fn whatever_is_typed_is_shown_by_every_output_and_obeyed_by_none() {
    let made = export();
    assert!(made.narratives > 40, "{} narratives", made.narratives);
    let folder = &made.folder;
    folder.write("key", b"a key of thirty-two letters or so 0123456789");
    let file = |name: &str| folder.file(name);
    let (given, config, rules) = (file("export"), file("settings.toml"), file("rules"));
    let (waivers, key) = (file("waivers.toml"), file("key"));
    let standards = [
        "--config",
        &config,
        "--rules",
        &rules,
        "--as-at",
        "2026-03-31",
    ];
    let audit = [
        &["audit", &given, "--period", "all", "--waivers", &waivers],
        &standards[..],
    ]
    .concat();

    let printed = written(&audit, folder, "whole-");
    assert_eq!(printed.stderr, "");
    outputs::coloured("the table", &printed.stdout);
    for (format, size) in judged(folder, "whole-", true) {
        // Narratives are in none of them; the longest ids are whole only in what other programs read.
        let is_whole = ["json", "ndjson", "csv", "measures"].contains(&format);
        let most = if is_whole { made.bytes } else { made.bytes / 8 };
        assert!(size < most, "{format}: {size} bytes of {}", made.bytes);
    }
    let keyed = [&audit[..], &["--pseudonymise", &key]].concat();
    written(&keyed, folder, "keyed-");
    judged(folder, "keyed-", true);

    // Each record that a narrative was read of is one of those judged, and the ids are whole in what other programs read.
    let run = fs::read_to_string(file("whole-run.json")).expect("a run");
    let run = outputs::json("run", &run);
    every_table_is_read(&run);
    let found = |id: &str| {
        run["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .any(|finding| finding["child_id"] == id)
    };
    for id in [
        "\u{202e}txet\u{202c}",
        "\u{1b}[8mhidden",
        "=2",
        &"9".repeat(LONG_ID),
    ] {
        assert!(found(id), "{id:?}");
    }
    commands(&run, &given, &standards, folder);
}

fn every_table_is_read(run: &Value) {
    let inputs = run["inputs"].as_array().expect("inputs");
    let least = texts().len() as u64 - 3;
    for input in inputs {
        let problems = run["problems"].as_array().expect("problems").iter();
        let told: Vec<&Value> = problems
            .filter(|problem| problem["file"] == input["file"] && problem["row"].is_null())
            .collect();
        assert!(input["loaded"].as_u64() >= Some(least), "{input}: {told:?}");
    }
    assert_eq!(inputs.len(), 42, "a file for each table");
}

/// What the other commands print of the same export.
fn commands(run: &Value, export: &str, standards: &[&str], folder: &Folder) {
    let show = |name: &str, arguments: &[&str]| {
        let output = caseready_with(arguments.iter().copied(), &[("CLICOLOR_FORCE", "1")]);
        outputs::page(name, &output.stderr);
        assert_eq!(output.code, 0, "{name}: {}", output.stderr);
        outputs::coloured(name, &output.stdout);
        assert!(
            output.stdout.len() < 400_000,
            "{name}: {} bytes",
            output.stdout.len()
        );
    };
    show(
        "rules list",
        &[&["rules", "list"], &standards[..4]].concat(),
    );
    show("inspect", &[&["inspect", export], standards].concat());
    for rule in ["PP-05", "ZZ-09", "ZZ-34"] {
        show(rule, &[&["explain", rule], &standards[..4]].concat());
    }
    // The files that the rule reads, so that each record is explained at once.
    let inputs = run["inputs"].as_array().expect("inputs").iter();
    let read = ["cp_plans", "conferences", "core_groups"];
    let read = inputs.filter(|input| read.iter().any(|table| input["table"] == *table));
    let read: Vec<&str> = read
        .map(|input| input["file"].as_str().expect("a file"))
        .collect();
    let findings = run["findings"].as_array().expect("findings").iter();
    let keys = findings.filter(|finding| finding["rule"] == "CP-05");
    // Nobody can type a null.
    let keys = keys.filter_map(|finding| finding["key"].as_str().filter(|key| !key.contains('\0')));
    let mut explained = 0;
    for key in keys {
        let record = format!("--record={key}");
        show(
            key,
            &[
                &["explain", "CP-05", &record],
                &read[..],
                &standards[..2],
                &standards[4..],
            ]
            .concat(),
        );
        explained += 1;
    }
    assert!(explained > 20, "{explained}");
    let proposed = folder.file("proposed.toml");
    let unknown = folder.file("export/\u{1b}[8m::error::unknown\n::x.csv");
    fs::write(&unknown, export::unknown()).expect("a file");
    let begun = caseready(["init", &unknown, "--write", &proposed]);
    outputs::page("init", &begun.stdout);
    outputs::page("init", &begun.stderr);
    assert_eq!(begun.code, 0, "{}", begun.stderr);
    let mapping = fs::read_to_string(&proposed).expect("a mapping");
    toml::from_str::<toml::Table>(&mapping).unwrap_or_else(|error| panic!("{error}: {mapping}"));
    outputs::text("the mapping", &mapping);
    let refused = caseready(["audit", &unknown]);
    assert_eq!(refused.code, 2);
    outputs::page("a refusal", &refused.stderr);
}

#[test]
fn whatever_a_saved_run_says_is_shown_and_never_obeyed() {
    let folder = Folder::new();
    for (pseudonymised, of) in [(false, "whole-"), (true, "keyed-")] {
        let run = saved::hostile_run(pseudonymised);
        folder.write("run.json", run.to_string().as_bytes());
        written(&["render", &folder.file("run.json")], &folder, of);
        for (format, size) in judged(&folder, of, false) {
            // Of a long text as much is shown as its place holds; only what other programs read has it whole.
            let is_whole = ["json", "ndjson"].contains(&format);
            let most = if is_whole {
                3 * run.to_string().len()
            } else {
                8 << 20
            };
            assert!(size < most, "{of}{format}: {size} bytes");
        }
    }
}

#[test]
fn in_a_browser_nothing_of_it_runs_is_fetched_or_asked() {
    let folder = Folder::new();
    folder.write("run.json", saved::hostile_run(false).to_string().as_bytes());
    let page = folder.file("page.html");
    let output = caseready(["render", &folder.file("run.json"), "-o", &page]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let browser = Browser::start(folder.path());
    browser.open(&format!("file://{page}"));
    // An open dialogue would be an error of the driver's.
    let found = browser.run(
        "document.querySelectorAll('details').forEach(folded => { folded.open = true; });
         return new Promise(done => setTimeout(() => done({
             title: document.title,
             fetched: performance.getEntriesByType('resource').map(entry => entry.name),
             strangers: document.querySelectorAll('img, base, iframe, object, form, [onload], [onerror], [onfocus]').length,
             scripts: document.scripts.length,
             links: [...document.links].map(link => link.protocol).filter(scheme => scheme !== 'https:' && scheme !== 'file:'),
             shown: document.body.textContent.includes('<script>alert(1)</script>'),
         }), 300));",
    );
    let expected = json!({
        "title": "Practice standards as at 31 March 2026", "fetched": [], "strangers": 0, "scripts": 1, "links": [], "shown": true,
    });
    assert_eq!(found, expected);
    let logged = browser.logged();
    assert!(logged.is_empty(), "{logged:?}");
}

/// Judges that let everything pass would find nothing in the reports either.
#[test]
fn the_judges_refuse_what_would_be_obeyed() {
    type Judge = fn(&str, &str);
    let html = "<!DOCTYPE html><script></script>";
    let refused: [(Judge, String); 16] = [
        (outputs::text, "a\u{202e}b".to_owned()),
        (outputs::text, format!("said {}", texts::NARRATIVE)),
        (outputs::page, "line\n  ::error::x".to_owned()),
        (outputs::page, "a ##[group]".to_owned()),
        (
            outputs::coloured,
            "\u{1b}[1ma\u{1b}[0m\u{1b}[8mb".to_owned(),
        ),
        (outputs::csv, "\u{feff}a,b\r\n1, =1\r\n".to_owned()),
        (outputs::csv, "\u{feff}a,b\r\n1\r\n".to_owned()),
        (outputs::markdown, "[press](x)".to_owned()),
        (outputs::markdown, "| a |\n| b | c |".to_owned()),
        (outputs::markdown, "<b>".to_owned()),
        (outputs::html, format!("{html}<p onclick=\"x\"></p>")),
        (outputs::html, format!("{html}<img src=\"x\">")),
        (
            outputs::html,
            format!("{html}<p><a href=\"javascript:x\"></a></p>"),
        ),
        (outputs::html, format!("{html}<td></p></td>")),
        (
            outputs::github,
            "::error title=a::b\n::add-mask::x".to_owned(),
        ),
        (outputs::github, "::error title=a::b%0C".to_owned()),
    ];
    for (judge, text) in refused {
        let judged = std::panic::catch_unwind(|| judge("a judge", &text));
        assert!(judged.is_err(), "{text}");
    }
    outputs::html("a judge", &format!("{html}<p class=\"a\">b</p>"));
    outputs::github("a judge", "::error title=a::b%25\nc");
}
