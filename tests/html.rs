//! The HTML report: whole, safe, the same bytes every time, and in a real browser nothing of it is cut off, logged or fetched.

#[path = "html/browser.rs"]
pub mod browser;
#[path = "html/socket.rs"]
mod socket;

use std::fs;

use serde_json::{Value, json};

use crate::command::{Folder, caseready};
use browser::Browser;

const FIXTURE: &str = "fixtures/focused-visit";

/// A folder with the fixture's report and its saved run.
fn reported() -> Folder {
    let folder = Folder::new();
    let (html, saved) = (folder.file("report.html"), folder.file("run.json"));
    let arguments = [
        "audit",
        FIXTURE,
        "--as-at",
        "2026-03-31",
        "--quiet",
        "-o",
        &html,
        "-o",
        &saved,
    ];
    let output = caseready(arguments);
    assert_eq!(output.code, 1, "{}", output.stderr);
    folder
}

fn text(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("a report")
}

fn render(folder: &Folder, run: &str) -> String {
    let html = folder.file("rendered.html");
    let output = caseready(["render", &folder.file(run), "-o", &html]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    text(folder, "rendered.html")
}

#[test]
fn the_report_says_what_the_run_says() {
    let folder = reported();
    let html = text(&folder, "report.html");
    let run: Value = serde_json::from_str(&text(&folder, "run.json")).expect("a run");
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
    for said in [
        "OFFICIAL-SENSITIVE: contains personal data",
        "How practice meets the standards, as at 31 March 2026",
        "what was due from 1 April 2025 to 31 March 2026",
        "What is working well",
        "strong on all 7 standards judged",
        "initial conferences in time (96%; England 81%)",
        "met in 109 of 160 (68%), 22 points short of the 90% that counts as strong. Where the case was already open: 35% of 72; where not: 95% of 88. Teams run from 23% of 13 in West One to 100% of 30 in North CAST. It is steady.",
        "It fell from 82% of 22 (April to September) to 62% of 52 (October to March).",
        "<strong>Rising</strong>: caseloads within eighteen (35% to 65% at months' ends), legal planning meetings before decisions (75% of 12 to 100% of 42), ",
        "The rates are of April to September and of October to March, by the month in which each thing was due or took place; what goes on, such as a caseload, is counted again at each month's end. A change of 5 points or more counts.",
        "Each rate is of what was due in that month or, where a standard has no due dates, of what took place in it; what goes on, such as a caseload, is counted again at each month’s end.",
        "caseloads within eighteen <span class=\"small\">(at months’ ends)</span>",
        "<p>Strong on fewer than half of the standards judged: strategy discussions (5 of 15), ",
        " 79 due in the seven days from 31 March 2026 to 6 April 2026.",
        "<dt>What stands behind it</dt><dd>Statutory guidance<ul>",
        "It may be blank rightly: a case that is still open has no reason for closing.",
        "No waiver was given to this audit.",
        "East CAST<br><span class=\"small\"><span aria-hidden=\"true\">▼ </span>falling, from 100% of 21 to 95% of 19</span>",
        "<span class=\"unseen\">, falling, from ",
        "The list of factors found</th>",
        "too few<span class=\"unseen\"> to judge: ",
        "PE-01 is judged from the dates themselves",
        "<td>not dated</td>",
    ] {
        assert!(html.contains(said), "{said}");
    }
    let (before, _) = html
        .split_once(" due in the seven days from")
        .expect("what is due this week");
    let this_week = before.rsplit(' ').next().expect("a number");
    let first_week =
        format!("<strong>All teams</strong></th><td class=\"number\" data-sort=\"{this_week}\">");
    assert!(html.contains(&first_week), "{this_week} in the forecast");
    let live = run["findings"].as_array().expect("findings").iter();
    let live = live.filter(|finding| finding["live"] == true).count();
    assert!(html.contains(&format!("<strong>{live} findings are open today</strong>")));
    for rule in run["rules"].as_array().expect("rules") {
        let place = format!("id=\"rule-{}\"", rule["id"].as_str().expect("an id"));
        assert_eq!(html.matches(&place).count(), 1, "{place}");
    }
    assert_eq!(
        html.matches(", row ").count(),
        run["findings"].as_array().expect("findings").len(),
        "every finding has its row, once"
    );
    assert_eq!(
        render(&folder, "run.json"),
        html,
        "a saved run gives the same bytes"
    );
}

#[test]
fn a_finding_about_no_child_counts_none_and_one_thing_is_said_of_as_one() {
    let folder = reported();
    let mut run: Value = serde_json::from_str(&text(&folder, "run.json")).expect("a run");
    let findings = run["findings"].as_array_mut().expect("findings");
    findings.retain(|finding| finding["rule"] == "PP-05" && finding["live"] == true);
    findings.truncate(1);
    findings[0]["child_id"] = "".into();
    run["upcoming"]
        .as_array_mut()
        .expect("upcoming")
        .truncate(1);
    let rules = run["rules"].as_array_mut().expect("rules");
    rules.retain(|rule| rule["id"] == "PP-05");
    rules[0]["children"]["not_met"] = 0.into();
    folder.write("one.json", run.to_string().as_bytes());
    let html = render(&folder, "one.json");
    for said in [
        "what 1 standard of England 2026.1 asks.",
        "<strong>1 finding is open today</strong>. The record itself shows 1 of them of critical or high severity. It is listed under",
        "<span class=\"small\">1 finding, 1 to act on now</span>",
        "<p>1 falls due within 90 days",
    ] {
        assert!(html.contains(said), "{said}");
    }
    let mut table = html.split("id=\"this-week\"").skip(1);
    let table = table.next().expect("the section of this week");
    let row = table.split("<tbody>").nth(1).expect("a table's rows");
    let row = row.split("</tr>").next().expect("a row");
    let cells: Vec<&str> = row
        .split("data-sort=\"")
        .skip(1)
        .filter_map(|cell| cell.split('"').next())
        .collect();
    // Critical, high, medium, low, to be read, all to act on, children.
    assert_eq!(cells[..7], ["0", "1", "0", "0", "0", "1", "0"], "{row}");
}

#[test]
fn a_rate_is_not_rounded_onto_a_limit_that_it_has_not_reached() {
    let folder = reported();
    let mut run: Value = serde_json::from_str(&text(&folder, "run.json")).expect("a run");
    let rules = run["rules"].as_array_mut().expect("rules");
    let rule = rules.iter_mut().find(|rule| rule["id"] == "SD-02");
    rule.expect("SD-02")["outcomes"] = json!({ "met": 748, "late": 0, "missed": 0, "overdue": 0, "failed": 252, "due": 0, "unknown": 0, "waived": 0 });
    folder.write("under.json", run.to_string().as_bytes());
    let html = render(&folder, "under.json");
    assert!(html.contains("of 1,000 (74.8%), 15 points short of the 90%"));
    run["run"]["settings"]["words"]["to_improve_under"] = json!(70.0);
    folder.write("other.json", run.to_string().as_bytes());
    assert!(render(&folder, "other.json").contains("of 1,000 (75%)"));
}

#[test]
fn a_council_is_named_at_the_head_where_its_name_is_known() {
    let folder = reported();
    let mut run: Value = serde_json::from_str(&text(&folder, "run.json")).expect("a run");
    run["run"]["council"] = "Bere & Cam".into();
    folder.write("named.json", run.to_string().as_bytes());
    let html = render(&folder, "named.json");
    for said in [
        "<title>Bere &amp; Cam: Practice standards as at 31 March 2026</title>",
        ">Bere &amp; Cam: how practice meets the standards, as at 31 March 2026</h1>",
    ] {
        assert!(html.contains(said), "{said}");
    }
    let about = run["run"].as_object_mut().expect("what the run is");
    about.remove("council");
    folder.write("older.json", run.to_string().as_bytes());
    assert_eq!(
        render(&folder, "older.json"),
        text(&folder, "report.html"),
        "a run saved without it is one without a name"
    );
}

#[test]
fn a_pseudonymised_report_says_what_it_holds_instead() {
    let folder = reported();
    let mut run: Value = serde_json::from_str(&text(&folder, "run.json")).expect("a run");
    run["run"]["pseudonymised"] = true.into();
    folder.write("keyed.json", run.to_string().as_bytes());
    let html = render(&folder, "keyed.json");
    assert!(!html.contains("contains personal data"));
    assert!(html.contains("OFFICIAL-SENSITIVE: contains pseudonyms of children and workers"));
}

#[test]
fn a_long_list_says_how_many_it_leaves_out() {
    let folder = reported();
    let mut run: Value = serde_json::from_str(&text(&folder, "run.json")).expect("a run");
    let findings = run["findings"].as_array_mut().expect("findings");
    let one = findings.iter().find(|finding| finding["rule"] == "PP-05");
    let mut one = one.expect("a finding of PP-05").clone();
    one["live"] = false.into();
    *findings = vec![one; 2_601];
    folder.write("long.json", run.to_string().as_bytes());
    let html = render(&folder, "long.json");
    assert_eq!(html.matches(", row ").count(), 2_000);
    assert!(html.contains("The worst 2,000 are listed. 601 more are left out here"));
}

#[test]
fn a_run_without_anything_in_it_is_still_a_report() {
    let folder = reported();
    let mut run: Value = serde_json::from_str(&text(&folder, "run.json")).expect("a run");
    for list in [
        "areas", "inputs", "rules", "findings", "upcoming", "unknown", "waivers", "problems",
    ] {
        run[list] = json!([]);
    }
    folder.write("empty.json", run.to_string().as_bytes());
    let html = render(&folder, "empty.json");
    for said in [
        "No standard with enough to judge it by is strong.",
        "<li>No record was judged: none of the rules could be assessed from these files. This is not an all-clear.",
        "No team is recorded in these files",
    ] {
        assert!(html.contains(said), "{said}");
    }
}

/// The tables whose edge lies past the edge of the page, and whether the page itself scrolls sideways.
const CUT_OFF: &str = "
    document.querySelectorAll('details').forEach(folded => { folded.open = true; });
    const cut = [];
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) { cut.push('the page'); }
    document.querySelectorAll('table').forEach(table => {
        const region = table.parentElement;
        const scrolls = region.tabIndex === 0 && region.getAttribute('aria-label')
            && ['auto', 'scroll'].includes(getComputedStyle(region).overflowX);
        const wider = table.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
        if (wider && !scrolls) { cut.push(table.caption.textContent + ' ' + table.getBoundingClientRect().right); }
    });
    return cut;";

/// The columns of rates that do not end within the page.
const RATES_OUT_OF_SIGHT: &str = "
    return [...document.querySelectorAll('table.rates')]
        .map(table => [...table.tHead.rows[0].cells].find(cell => cell.textContent === 'Rate'))
        .filter(rate => rate.getBoundingClientRect().right > document.documentElement.clientWidth)
        .map(rate => rate.closest('table').caption.textContent);";

/// Of what can be folded, short lists and others: how many there are, and how many of them show what is in them when folded.
const PRINTED_OF_FOLDED: &str = "
    const counted = { short: { all: 0, shown: 0 }, shut: { all: 0, shown: 0 } };
    document.querySelectorAll('details').forEach(folded => {
        folded.open = false;
        const kind = folded.classList.contains('shut') ? counted.shut : counted.short;
        kind.all += 1;
        if (folded.lastElementChild.checkVisibility({ contentVisibilityAuto: true })) { kind.shown += 1; }
    });
    return counted;";

#[test]
fn of_teams_that_are_equal_the_letter_and_the_table_name_the_same() {
    // Three teams have met it in full: the one with most is named.
    let table = caseready(["audit", FIXTURE, "--as-at", "2026-03-31", "--only", "PP-05"]).stdout;
    assert!(
        table.contains("not consistent: East Two 20% of 15, North One 100% of 24"),
        "{table}"
    );
    let html = text(&reported(), "report.html");
    assert!(html.contains("Teams run from 20% of 15 in East Two to 100% of 24 in North One."));
}

#[test]
fn a_run_with_nothing_to_act_on_says_so() {
    let folder = reported();
    let mut run: Value = serde_json::from_str(&text(&folder, "run.json")).expect("a run");
    for finding in run["findings"].as_array_mut().expect("findings") {
        finding["live"] = json!(false);
    }
    folder.write("past.json", run.to_string().as_bytes());
    let html = render(&folder, "past.json");
    assert!(html.contains("<p>Nothing to act on now. "), "{html}");
    assert!(!html.contains("0 things"));
}

/// Ids that stand in more lines than one.
const BROKEN: &str = "
    document.querySelectorAll('details').forEach(folded => { folded.open = true; });
    return [...document.querySelectorAll('.list td, .list th')]
        .filter(cell => /^[CW][0-9]+$/.test(cell.textContent))
        .filter(cell => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
        })
        .map(cell => cell.textContent);";

#[test]
fn in_a_browser_nothing_is_logged_fetched_or_cut_off() {
    let folder = reported();
    let browser = Browser::start(folder.path());
    browser.size(1280, 900);
    browser.open(&format!("file://{}", folder.file("report.html")));
    let fetched =
        browser.run("return performance.getEntriesByType('resource').map(entry => entry.name)");
    assert_eq!(fetched, json!([]), "nothing is fetched");
    let found = browser.run(
        "const table = document.querySelector('#this-week table');
         const rows = () => [...table.tBodies[0].rows].filter(row => !row.hidden).map(row => row.cells[0].textContent);
         const tools = table.parentElement.previousElementSibling;
         const all = rows().length;
         const search = tools.querySelector('input');
         search.value = 'north ONE'; search.dispatchEvent(new Event('input'));
         const searched = rows();
         const said = tools.querySelector('output').textContent;
         search.value = ''; search.dispatchEvent(new Event('input'));
         const heading = table.tHead.rows[0].cells[6];
         heading.querySelector('button').click();
         const up = [...table.tBodies[0].rows].map(row => Number(row.cells[6].dataset.sort));
         heading.querySelector('button').click();
         const down = [...table.tBodies[0].rows].map(row => Number(row.cells[6].dataset.sort));
         return { all, searched, said, up, down, sorted: heading.getAttribute('aria-sort') };",
    );
    assert_eq!(found["searched"], json!(["North One"]));
    assert_eq!(found["said"], json!(format!("1 of {} shown", found["all"])));
    assert_eq!(found["sorted"], "descending");
    let numbers = |list: &Value| -> Vec<u64> {
        let list = list.as_array().expect("numbers").iter();
        list.map(|number| number.as_u64().expect("a number"))
            .collect()
    };
    let (up, down) = (numbers(&found["up"]), numbers(&found["down"]));
    assert!(
        up.len() > 5 && up.is_sorted() && up.first() < up.last(),
        "{up:?}"
    );
    assert!(down.iter().rev().is_sorted(), "{down:?}");
    let chosen = browser.run(
        "const folded = document.getElementById('rule-CP-10'); folded.open = true;
         return new Promise(done => setTimeout(() => {
             const choice = [...folded.querySelectorAll('select')].find(choice => choice.parentElement.textContent.startsWith('State'));
             choice.value = 'failed, act now'; choice.dispatchEvent(new Event('change'));
             const rows = [...folded.querySelector('table').tBodies[0].rows].filter(row => !row.hidden);
             done(rows.length && rows.every(row => row.cells[2].textContent === 'failed, act now') ? rows.length : 'not filtered');
         }, 200));",
    );
    assert_eq!(chosen, 26, "as many as the summary has to act on now");
    assert_eq!(browser.run(CUT_OFF), json!([]), "at 1280 pixels");
    browser.size(320, 700);
    assert_eq!(
        browser.run("return document.documentElement.clientWidth"),
        320
    );
    assert_eq!(browser.run(CUT_OFF), json!([]), "at 320 pixels");
    browser.size(375, 700);
    assert_eq!(
        browser.run(RATES_OUT_OF_SIGHT),
        json!([]),
        "on a telephone the rates are seen without scrolling sideways"
    );
    // What is left of A4 at 96 pixels an inch: 186 mm upright, 273 mm on its side for the wide tables.
    browser.print_media();
    let printed = browser.run(PRINTED_OF_FOLDED);
    assert_eq!(
        printed["short"]["shown"], printed["short"]["all"],
        "folded on the screen, printed open"
    );
    assert_eq!(printed["shut"]["shown"], 0, "hundreds of pages");
    assert!(printed["short"]["all"].as_u64() > Some(100), "{printed}");
    for (width, only) in [(703, ":not(.wide)"), (1031, ".wide")] {
        browser.size(width, 1000);
        let script = format!(
            "{} ",
            CUT_OFF.replace("'table'", &format!("'.region{only} > table'"))
        );
        assert_eq!(
            browser.run(&script),
            json!([]),
            "printed, {width} pixels wide"
        );
        assert_eq!(browser.run(BROKEN), json!([]), "an id is found as it is");
    }
    let logged = browser.logged();
    assert!(logged.is_empty(), "{logged:?}");
}
