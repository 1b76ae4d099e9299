//! What needs doing this week, team by team: what can still be put right, and what falls due in the seven days from the as-at date.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::report::document::NOT_RECORDED;
use crate::report::hosted::children;
use crate::report::layout::{grouped, plural};
use crate::report::nothing_judged;
use crate::report::saved::{Finding, SavedRun};
use crate::rules::plan::Severity;

use super::escape::{anchor, safe};
use super::figures::{child, team};
use super::limits;
use super::table::{Cell, Holds, Table};

/// Days of a week: the as-at date is the first of them, as of the weeks of the forecast.
const WEEK: i32 = 7;

struct Work<'a> {
    live: Vec<&'a Finding>,
    due: Vec<&'a Finding>,
}

pub fn section(html: &mut String, run: &SavedRun) {
    let until = run.run.as_at.plus_days(WEEK - 1);
    let mut teams: BTreeMap<(bool, &str), Work<'_>> = BTreeMap::new();
    let live = run.findings.iter().filter(|finding| finding.live);
    let due = run.upcoming.iter();
    let due = due.filter(|finding| finding.due_on.is_some_and(|due| due <= until));
    for finding in live.chain(due) {
        let name = team(finding);
        let work = teams.entry((name == NOT_RECORDED, name)).or_insert(Work {
            live: Vec::new(),
            due: Vec::new(),
        });
        if finding.live {
            work.live.push(finding);
        } else {
            work.due.push(finding);
        }
    }
    let all_live: usize = teams.values().map(|work| work.live.len()).sum();
    let all_due: usize = teams.values().map(|work| work.due.len()).sum();
    if all_live + all_due == 0 {
        let none = nothing_judged::of_run(run).map(|why| safe(&why));
        let said = none.unwrap_or_else(|| "Nothing that was judged can still be put right, and nothing falls due in the seven days from the as-at date.".to_owned());
        let _ = writeln!(html, "<p>{said}</p>");
        return;
    }
    let _ = writeln!(
        html,
        "<p>{} {} due in the seven days from {} to {}. Those marked “to be read” are signs in the record that a person must read the case to confirm.</p>",
        match all_live {
            0 => "Nothing to act on now.".to_owned(),
            some => format!(
                "{} to act on now: the standard is not met and something can still be done.",
                plural(some as u64, "thing")
            ),
        },
        grouped(all_due as u64),
        run.run.as_at.in_words(),
        until.in_words()
    );
    summary(&teams).write(html);
    limits::folded(html);
    let each = limits::each(teams.len(), all_live + all_due);
    for ((_, name), work) in &mut teams {
        listed(html, name, work, each);
    }
}

fn summary(teams: &BTreeMap<(bool, &str), Work<'_>>) -> Table {
    let mut table = Table::new(
        "What to act on now and what falls due in seven days, by team",
        &[
            ("Team", Holds::Words),
            ("Critical", Holds::Numbers),
            ("High", Holds::Numbers),
            ("Medium", Holds::Numbers),
            ("Low", Holds::Numbers),
            ("To be read", Holds::Numbers),
            ("All to act on", Holds::Numbers),
            ("Children", Holds::Numbers),
            ("Due in 7 days", Holds::Numbers),
        ],
    )
    .with_tools();
    for ((_, name), work) in teams {
        let facts = |severity: Severity| {
            let live = work.live.iter();
            let found = live.filter(|f| f.severity == severity && !f.is_prompt());
            Cell::number(found.count() as u64)
        };
        let prompts = work
            .live
            .iter()
            .filter(|finding| finding.is_prompt())
            .count();
        table.row(vec![
            Cell::words(name),
            facts(Severity::Critical),
            facts(Severity::High),
            facts(Severity::Medium),
            facts(Severity::Low),
            Cell::number(prompts as u64),
            Cell::number(work.live.len() as u64),
            Cell::number(children(work.live.iter().copied())),
            Cell::number(work.due.len() as u64),
        ]);
    }
    table
}

fn listed(html: &mut String, name: &str, work: &mut Work<'_>, each: usize) {
    work.live.sort_by_key(|finding| {
        (
            finding.is_prompt(),
            finding.severity,
            std::cmp::Reverse(finding.days_over),
        )
    });
    work.due
        .sort_by_key(|finding| (finding.due_on, finding.severity));
    let _ = writeln!(
        html,
        "<details class=\"{}\"><summary>{}: {} to act on now, {} due</summary>",
        limits::class(work.live.len() + work.due.len()),
        match name {
            NOT_RECORDED => "Team not recorded".to_owned(),
            name => safe(name),
        },
        grouped(work.live.len() as u64),
        grouped(work.due.len() as u64)
    );
    let mut table = Table::new(
        &format!("This week’s work: {name}"),
        &[
            ("Child", Holds::Words),
            ("What", Holds::Words),
            ("When", Holds::Choices),
            ("Severity", Holds::Choices),
            ("Standard", Holds::Choices),
            ("Due", Holds::Words),
            ("Days over", Holds::Numbers),
            ("Worker", Holds::Choices),
        ],
    )
    .class("list")
    .with_tools();
    let both = || work.live.iter().chain(&work.due);
    for finding in both().take(each) {
        table.row(row(finding));
    }
    table.write(html);
    limits::left_out(html, "worst", both().count(), each);
    html.push_str("</details>\n");
}

fn row(finding: &Finding) -> Vec<Cell> {
    vec![
        Cell::id(child(finding)),
        Cell::words(&finding.message),
        Cell::words(if finding.live { "now" } else { "due" }),
        severity(finding),
        Cell::html(standard(&finding.rule)),
        Cell::day(finding.due_on),
        days_over(finding),
        Cell::id(finding.worker_id.as_deref().unwrap_or(NOT_RECORDED)),
    ]
}

/// A word and a colour.
pub fn severity(finding: &Finding) -> Cell {
    let read = if finding.is_prompt() {
        " <span class=\"small\">to be read</span>"
    } else {
        ""
    };
    Cell::html(format!("{}{read}", severity_tag(finding.severity))).sorted(format!(
        "{}{}",
        finding.severity as u8,
        u8::from(finding.is_prompt())
    ))
}

pub fn severity_tag(severity: Severity) -> String {
    let class = match severity {
        Severity::Critical | Severity::High => "red",
        Severity::Medium => "orange",
        Severity::Low => "blue",
    };
    format!("<span class=\"tag {class}\">{}</span>", severity.name())
}

/// A link to what is said of the standard.
pub fn standard(id: &str) -> String {
    format!("<a href=\"#rule-{}\">{}</a>", anchor(id), safe(id))
}

pub fn days_over(finding: &Finding) -> Cell {
    match finding.days_over {
        Some(days) => Cell::html(days.to_string()),
        None => Cell::html(String::new()).sorted("-1".to_owned()),
    }
}
