//! Waivers from their file to every report: what each came to, what it holds back, and that nobody is named by one under
//! pseudonyms.

use std::fs;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use serde_json::{Value, json};

use crate::command::{Folder, Output, caseready};

const KEY: &[u8] = b"k3Hq9vXw2Lr8TzB5mNc7Yd4Jf6Gs1Pa0\n";
/// PP-03: the letter within ten working days of the decision. The third is in time.
const PERIODS: &str = "\
pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on,team,worker_id
PLO-1,Kid-1,2026-01-05,2026-02-20,,North,Jane Mary Smith
PLO-2,Kid-2,2026-01-05,,,North,Ola Berg
PLO-3,Kid-3,2026-01-05,2026-01-12,,South,Ola Berg
PLO-4,Kid-4,2026-01-05,2026-02-20,,South,Ola Berg
";
/// A line each: rule, what it names, its last day, the reason and who gave it.
const FIVE: [[&str; 5]; 5] = [
    [
        "PP-03",
        "child_id = \"Kid-1\"",
        "2026-05-31",
        "asked for by Jane Mary Smith for Kid-1, as PLO-2 was, for the 3rd time <script>",
        "Jane Mary Smith",
    ],
    [
        "PP-03",
        "key = \"PLO-2\"",
        "2026-04-14",
        "=the court asked",
        "head of service",
    ],
    [
        "PP-03",
        "child_id = \"Kid-3\"",
        "2026-12-31",
        "in hospital",
        "head of service",
    ],
    [
        "PP-03",
        "child_id = \"Kid-4\"",
        "2026-03-30",
        "abroad",
        "head of service",
    ],
    [
        "CP-01",
        "child_id = \"Kid-1\"",
        "2026-12-31",
        "abroad",
        "head of service",
    ],
];

fn file(waivers: &[[&str; 5]]) -> String {
    let waivers = waivers.iter().map(|[rule, names, until, reason, by]| {
        format!("[[waiver]]\nrule = \"{rule}\"\n{names}\nuntil = {until}\nreason = \"{reason}\"\nby = \"{by}\"\n")
    });
    waivers.collect()
}

/// The export is in a folder of its own, beside the waivers and the key.
fn folder(waivers: &[[&str; 5]]) -> Folder {
    Folder::with(&[
        ("export/pre_proceedings.csv", PERIODS.as_bytes()),
        ("waivers.toml", file(waivers).as_bytes()),
        ("key", KEY),
    ])
}

fn audit(folder: &Folder, more: &[&str]) -> Output {
    let (export, waivers) = (folder.file("export"), folder.file("waivers.toml"));
    let base = [
        "audit",
        &export,
        "--as-at",
        "2026-03-31",
        "--waivers",
        &waivers,
    ];
    caseready(base.into_iter().chain(more.iter().copied()))
}

fn run(waivers: &[[&str; 5]]) -> Value {
    audit(&folder(waivers), &["--format", "json"]).json()
}

#[test]
fn the_run_says_what_each_came_to_in_the_order_of_the_file() {
    let run = run(&FIVE);
    let said: Vec<Value> = run["waivers"]
        .as_array()
        .expect("waivers")
        .iter()
        .map(|waiver| json!([waiver["rule"], waiver["state"], waiver["findings"]]))
        .collect();
    assert_eq!(
        json!(said),
        json!([
            ["PP-03", "active", 1],
            ["PP-03", "expiring", 1],
            ["PP-03", "unused", 0],
            ["PP-03", "lapsed", 0],
            ["CP-01", "not judged", 0],
        ])
    );
    assert_eq!(
        run["waivers"][1],
        json!({
            "rule": "PP-03", "child_id": null, "key": "PLO-2", "until": "2026-04-14", "reason": "=the court asked",
            "by": "head of service", "state": "expiring", "findings": 1,
        })
    );
    assert_eq!(run["waivers"][0]["child_id"], "Kid-1");
    let plain = caseready([
        "audit",
        "fixtures/silent",
        "--as-at",
        "2026-03-31",
        "--format",
        "json",
    ]);
    assert_eq!(plain.json()["waivers"], json!([]));
}

#[test]
fn a_waiver_expires_within_fourteen_days_and_covers_its_last() {
    for (until, state, outcome) in [
        ("2026-04-15", "active", "waived"),
        ("2026-04-14", "expiring", "waived"),
        ("2026-03-31", "expiring", "waived"),
        ("2026-03-30", "lapsed", "late"),
    ] {
        let [rule, names, _, reason, by] = FIVE[0];
        let run = run(&[[rule, names, until, reason, by]]);
        assert_eq!(run["waivers"][0]["state"], state, "{until}");
        let findings = run["findings"].as_array().expect("findings").iter();
        let mut findings =
            findings.filter(|one| one["rule"] == "PP-03" && one["child_id"] == "Kid-1");
        assert_eq!(findings.next().expect("it")["outcome"], outcome, "{until}");
    }
}

#[test]
fn under_pseudonyms_a_waiver_names_nobody_and_covers_the_same() {
    let folder = folder(&FIVE);
    let key = folder.file("key");
    let hidden = audit(&folder, &["--pseudonymise", &key, "--format", "json"]);
    for id in ["Kid-", "PLO-", "Jane", "Mary", "Smith"] {
        let waivers = hidden.json()["waivers"].to_string();
        assert!(!waivers.contains(id), "{id} is in {waivers}");
    }
    let run = hidden.json();
    let findings = run["findings"].as_array().expect("findings");
    let waived: Vec<&Value> = findings
        .iter()
        .filter(|finding| finding["outcome"] == "waived")
        .collect();
    let [first, second] = waived.as_slice() else {
        panic!("two are held back: {waived:?}");
    };
    let waivers = &run["waivers"];
    assert_eq!(waivers[0]["child_id"], first["child_id"]);
    assert_eq!(waivers[1]["key"], second["key"]);
    let (child, worker) = (&first["child_id"], &first["worker_id"]);
    let (child, worker) = (child.as_str(), worker.as_str());
    let (child, worker) = (child.expect("a child"), worker.expect("a worker"));
    assert_eq!(
        waivers[0]["reason"],
        format!(
            "asked for by {worker} for {child}, as {} was, for the 3rd time <script>",
            second["key"].as_str().expect("a key")
        )
    );
    assert_eq!(waivers[0]["by"], worker);
    assert_eq!(waivers[1]["by"], "head of service");
}

#[test]
fn the_terminal_and_markdown_count_them() {
    let folder = folder(&FIVE);
    let counted = "5 waivers: 1 active, 1 expiring within 14 days, 1 lapsed, 1 covering nothing and 1 for standards that were not judged; they hold back 2 findings.";
    let told = audit(&folder, &[]).stdout;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(&format!("WAIVERS {counted} ")), "{told}");
    for line in [
        "the waiver of PP-03 for record \"PLO-2\" ends on 14 April 2026",
        "the waiver of PP-03 for child \"Kid-3\" covers nothing that is not met",
        "the waiver of PP-03 for child \"Kid-4\" ran out on 30 March 2026: it covers nothing",
    ] {
        assert!(told.contains(line), "{told}");
    }
    let page = audit(&folder, &["--format", "markdown"]).stdout;
    assert!(page.contains(&format!("\n{counted}\n")), "{page}");
    let lapsed = self::folder(&FIVE[3..4]);
    let one = audit(&lapsed, &["--format", "markdown"]).stdout;
    let counted = "\n1 waiver: 1 lapsed; it holds back nothing.\n";
    assert!(one.contains(counted), "{one}");
}

/// What SARIF says of waivers: justifications, and notifications beside those of the files.
fn sarif(folder: &Folder, more: &[&str]) -> (Vec<String>, Vec<Value>) {
    let log = audit(folder, &[&["--format", "sarif"], more].concat()).json();
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results").iter();
    let justifications = results
        .filter_map(|result| result["suppressions"][0]["justification"].as_str())
        .map(ToOwned::to_owned)
        .collect();
    let told = &run["invocations"][0]["toolConfigurationNotifications"];
    let told = told.as_array().expect("notifications").iter();
    let told = told
        .filter(|told| told["associatedRule"] != Value::Null)
        .map(|told| {
            json!([
                told["associatedRule"]["id"],
                told["level"],
                told["message"]["text"]
            ])
        });
    (justifications, told.collect())
}

#[test]
fn sarif_gives_the_reason_only_under_pseudonyms() {
    let folder = folder(&FIVE);
    let (justifications, told) = sarif(&folder, &[]);
    assert_eq!(
        justifications,
        ["Covered by a live waiver of the council."; 2]
    );
    assert_eq!(
        json!(told),
        json!([
            [
                "PP-03",
                "note",
                "A waiver of this rule ends on 14 April 2026, within 14 days."
            ],
            [
                "PP-03",
                "warning",
                "A waiver of this rule covers nothing that is not met."
            ],
            [
                "PP-03",
                "warning",
                "A waiver of this rule ran out on 30 March 2026: it covers nothing."
            ],
        ])
    );
    let (justifications, told) = sarif(&folder, &["--pseudonymise", &folder.file("key")]);
    assert!(
        justifications.contains(&"=the court asked (until 14 April 2026)".to_owned()),
        "{justifications:?}"
    );
    let first = told[0][2].as_str().expect("a text");
    assert!(
        first.starts_with("A waiver of this rule for record R")
            && first.ends_with(", within 14 days."),
        "{first}"
    );
}

#[test]
fn the_page_lists_them_before_how_it_was_made() {
    let folder = folder(&FIVE);
    let html = folder.file("report.html");
    audit(&folder, &["--quiet", "-o", &html]);
    let html = fs::read_to_string(html).expect("a page");
    let section = html
        .split("<section id=\"waivers\"")
        .nth(1)
        .expect("a section");
    let (section, after) = section.split_once("</section>").expect("its end");
    assert!(after.trim_start().starts_with("<section id=\"method\""));
    let mut at = 0;
    for said in [
        "they hold back 2 findings.",
        "<h3>Active</h3>",
        "child Kid-1</td>",
        "31 May 2026</td>",
        "for the 3rd time &lt;script&gt;</td>",
        "Jane Mary Smith</td>",
        "<h3>Expiring within 14 days</h3>",
        "record PLO-2</td>",
        "<h3>Lapsed</h3>",
        ">Ran out on</th>",
        "child Kid-4</td>",
        "<h3>Covering nothing</h3>",
        "<h3>For standards that were not judged</h3>",
    ] {
        let found = section[at..].find(said);
        at += found.unwrap_or_else(|| panic!("{said} is not in its place in {section}"));
    }
    assert!(
        html.contains(
            "What a waiver holds back is not counted as not met: see <a href=\"#waivers\">"
        )
    );
}

/// The rows of the sheet of waivers: state, child, record, days left, findings and reason.
fn sheet(path: &Path) -> Vec<[Data; 6]> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = book.worksheet_range("Waivers").expect("the sheet");
    let mut rows = range.rows().skip(3);
    let headings = rows.next().map(<[Data]>::to_vec).unwrap_or_default();
    let column = |name: &str| headings.iter().position(|heading| *heading == *name);
    let columns = [
        "State",
        "Child id",
        "Record",
        "Days left",
        "Findings held back",
        "Reason",
    ];
    let columns = columns.map(|name| column(name).expect(name));
    rows.map(|row| columns.map(|column| row[column].clone()))
        .collect()
}

#[test]
fn the_workbook_lists_them_and_a_teams_only_what_covers_its_own() {
    let folder = folder(&FIVE);
    let (whole, teams) = (folder.file("work.xlsx"), folder.file("teams"));
    audit(&folder, &["--quiet", "-o", &whole, "--split-team", &teams]);
    let text = |text: &str| Data::String(text.to_owned());
    let rows = sheet(Path::new(&whole));
    let states: Vec<&Data> = rows.iter().map(|row| &row[0]).collect();
    let order = ["active", "expiring", "lapsed", "unused", "not judged"].map(text);
    assert_eq!(states, order.iter().collect::<Vec<_>>());
    let expiring = [
        text("expiring"),
        Data::Empty,
        text("PLO-2"),
        Data::Float(14.0),
        Data::Float(1.0),
        text("=the court asked"),
    ];
    assert_eq!(rows[1], expiring);
    assert_eq!(rows[2][3], Data::Float(-1.0), "days since it ran out");
    let of_north = sheet(&Path::new(&teams).join("north.xlsx"));
    assert_eq!(of_north.len(), 2, "{of_north:?}");
    let of_south = sheet(&Path::new(&teams).join("south.xlsx"));
    assert!(of_south.is_empty(), "{of_south:?}");
}

#[test]
fn lines_of_json_have_a_line_for_each() {
    let folder = folder(&FIVE);
    let (lines, saved) = (folder.file("run.ndjson"), folder.file("run.json"));
    audit(&folder, &["--quiet", "-o", &lines, "-o", &saved]);
    let lines = fs::read_to_string(lines).expect("lines");
    let waivers = lines
        .lines()
        .filter(|line| line.starts_with("{\"kind\":\"waiver\",\"rule\":"));
    assert_eq!(waivers.count(), 5);
    let again = caseready(["render", &saved, "--format", "ndjson"]);
    assert_eq!(again.stdout, lines);
}

#[test]
fn a_waiver_of_nobody_is_refused() {
    for names in [
        "child_id = \"\"",
        "key = \" \"",
        "child_id = \"Kid-1\"\nkey = \"PLO-1\"",
    ] {
        let [rule, _, until, reason, by] = FIVE[0];
        let refused = audit(&folder(&[[rule, names, until, reason, by]]), &[]);
        assert_eq!(refused.code, 2, "{names}");
        let said = "a waiver names either a child_id or the key of one record";
        assert!(refused.stderr.contains(said), "{}", refused.stderr);
    }
}

#[test]
fn a_waiver_ends_on_a_day_and_at_no_time_of_it() {
    let [rule, names, _, reason, by] = FIVE[0];
    for until in ["2026-05-31T10:00:00", "2026-05-31T10:00:00Z", "10:00:00"] {
        let refused = audit(&folder(&[[rule, names, until, reason, by]]), &[]);
        assert_eq!(refused.code, 2, "{until}");
        let said = "expected a date such as 2026-06-30, without a time";
        assert!(refused.stderr.contains(said), "{}", refused.stderr);
    }
}

#[test]
fn a_slip_in_a_file_of_waivers_is_told_with_its_line_and_what_to_write() {
    let refused = |waiver: &str, wanted: &[&str]| {
        let folder = folder(&[]);
        let file = folder.file(".slip.toml");
        fs::write(&file, waiver).expect("a file of waivers");
        let export = folder.file("export");
        let output = caseready([
            "audit",
            &export,
            "--as-at",
            "2026-03-31",
            "--waivers",
            &file,
        ]);
        assert_eq!(output.code, 2, "{waiver}");
        for words in wanted {
            assert!(
                output.stderr.contains(words),
                "{words:?} is not in {}",
                output.stderr
            );
        }
    };
    refused(
        "[[waiver]]\nrule = \"PP-06\"\nchild_id = 168\nuntil = \"2026-05-31\"\nreason = \" \"\nby = \"  \"\n",
        &[
            "a waiver needs a name",
            "say who decided it",
            "write it in quotation marks: child_id = \"168\"",
            ".slip.toml:3:12\n",
            "write the date without quotation marks: until = 2026-05-31",
            ".slip.toml:4:9\n",
            "a waiver needs a reason",
            ".slip.toml:5:10\n",
        ],
    );
    refused(
        "[[waiver]]\nrule = \"PQ-06\"\nkey = \"L1\"\nuntil = 2026-05-31\nreason = \"x\"\nbye = \"x\"\n",
        &[
            "there is no rule PQ-06",
            "did you mean \"PP-06\"?",
            ".slip.toml:2:9\n",
            "[[waiver]] has no by",
            "[[waiver]] has no key \"bye\"",
        ],
    );
    refused(
        "[waiver]\nrule = \"PP-06\"\n",
        &["write [[waiver]], with two brackets on each side"],
    );
    refused(
        "[[waiver]]\nrule = \"PP-06\nkey = \"L1\"\n",
        &[
            "a quotation mark is opened in this line, and not closed",
            ".slip.toml:2:1\n",
        ],
    );
}
