//! Markdown for a job's summary or a wiki: what to act on, the rate of every rule, and what nobody could judge.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

use super::hosted::{self, Hosted, OfRule, plain, severity_rank};
use super::layout::{grouped, plural};
use super::saved::{Finding, SavedRun, Status};
use crate::check::freshness::FRESH_FOR_DAYS;
use crate::model::day::Day;

/// Bytes that a job's summary may hold, less what the page needs to end.
const MOST: usize = 1_000_000;
/// Ids that are named of a rule before the rest are counted.
const CHILDREN_NAMED: usize = 20;

pub fn write(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let hosted = Hosted::of(run);
    let mut page = Page::default();
    heading(&mut page, &hosted);
    to_act_on(&mut page, &hosted);
    rates(&mut page, &hosted);
    if run.run.pseudonymised {
        teams(&mut page, run);
        children(&mut page, &hosted);
    }
    not_assessed(&mut page, &hosted);
    if page.left_out > 0 {
        let left = plural(page.left_out, "line");
        let _ = writeln!(
            page.text,
            "\n{left} left out: a job's summary holds one megabyte. The run's JSON has all."
        );
    }
    out.write_all(page.text.as_bytes())
}

#[derive(Default)]
struct Page {
    text: String,
    left_out: u64,
}

impl Page {
    /// A line where there is room; else it is counted.
    fn line(&mut self, line: &str) {
        if self.text.len() + line.len() < MOST {
            self.text.push_str(line);
            self.text.push('\n');
        } else if !line.is_empty() {
            self.left_out += 1;
        }
    }

    fn row(&mut self, cells: &[String]) {
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    /// A table's headings; those of numbers to the right.
    fn headings(&mut self, names: &[&str], words: usize) {
        self.line("");
        self.line(&format!("| {} |", names.join(" | ")));
        let rule = |column| if column < words { "---" } else { "---:" };
        let rules: Vec<&str> = (0..names.len()).map(rule).collect();
        self.line(&format!("| {} |", rules.join(" | ")));
    }

    fn open(&mut self, summary: &str) {
        // It must open, and close, even on a page that is full.
        let _ = writeln!(
            self.text,
            "\n<details><summary>{}</summary>",
            escaped(summary)
        );
    }

    fn close(&mut self) {
        self.text.push_str("\n</details>\n");
    }
}

fn heading(page: &mut Page, hosted: &Hosted<'_>) {
    let run = hosted.run;
    page.line(&format!("## {}", escaped(&hosted.standards())));
    page.line("");
    let live = || run.findings.iter().filter(|finding| finding.live);
    let past: u64 = hosted.rules.iter().map(|rule| rule.past.len() as u64).sum();
    let unknown: u64 = hosted.rules.iter().map(|rule| rule.unknown).sum();
    page.line(&format!(
        "**To act on now: {}, for {}.** {} past, {} cannot be judged.",
        grouped(live().count() as u64),
        many(hosted::children(live()), "child", "children"),
        grouped(past),
        grouped(unknown)
    ));
    if !run.run.complete {
        page.line("");
        page.line(
            "**Incomplete: not every rule ran, and what did not run is not known to be met.**",
        );
    }
    let stale: BTreeMap<&str, Day> = stale(run);
    if !stale.is_empty() {
        let named = stale
            .iter()
            .map(|(table, newest)| format!("{} (newest {})", escaped(table), newest.in_words()));
        let named: Vec<String> = named.collect();
        page.line("");
        page.line(&format!(
            "**Old records: what looks overdue may be done since.** {}.",
            named.join(", ")
        ));
    }
}

/// Tables whose newest event lies well before the as-at date.
fn stale(run: &SavedRun) -> BTreeMap<&str, Day> {
    let mut newest: BTreeMap<&str, Day> = BTreeMap::new();
    for input in &run.inputs {
        if let (Some(table), Some(day)) = (&input.table, input.newest) {
            let known = newest.entry(table).or_insert(day.0);
            *known = (*known).max(day.0);
        }
    }
    let as_at = run.run.as_at.0.number();
    newest.retain(|_, day| as_at - day.number() > FRESH_FOR_DAYS);
    newest
}

fn to_act_on(page: &mut Page, hosted: &Hosted<'_>) {
    let live = |prompts: bool| {
        let rules = hosted.rules.iter();
        let mut rules: Vec<&OfRule<'_>> = rules
            .filter(|rule| !rule.live.is_empty() && rule.is_prompt() == prompts)
            .collect();
        rules.sort_by_key(|of_rule| {
            let severity = severity_rank(&of_rule.rule.severity);
            (severity, std::cmp::Reverse(of_rule.live.len()))
        });
        rules
    };
    let facts = live(false);
    page.line("");
    page.line("### What to act on now");
    if facts.is_empty() {
        page.line("");
        page.line("Nothing that the records show is open.");
    } else {
        act_table(page, &facts);
    }
    let prompts = live(true);
    if !prompts.is_empty() {
        let count = prompts.iter().map(|rule| rule.live.len() as u64).sum();
        page.open(&format!("To be read by a person: {}", grouped(count)));
        act_table(page, &prompts);
        page.close();
    }
}

fn act_table(page: &mut Page, rules: &[&OfRule<'_>]) {
    page.headings(
        &[
            "Severity",
            "Rule",
            "To act on now",
            "Children",
            "Most days over",
        ],
        2,
    );
    for of_rule in rules {
        let over = of_rule.live.iter().filter_map(|finding| finding.days_over);
        page.row(&[
            escaped(&of_rule.rule.severity),
            name(of_rule),
            grouped(of_rule.live.len() as u64),
            grouped(of_rule.children()),
            over.max().map_or_else(String::new, |days| days.to_string()),
        ]);
    }
}

fn rates(page: &mut Page, hosted: &Hosted<'_>) {
    page.line("");
    page.line("### Rates");
    let assessed = |of_rule: &&OfRule<'_>| {
        let has_any =
            of_rule.rule.outcomes.judged() + of_rule.due + of_rule.unknown + of_rule.waived;
        of_rule.rule.status == Status::Assessed && has_any > 0
    };
    page.headings(
        &[
            "Area",
            "Rule",
            "Standing",
            "Met",
            "Of",
            "Rate",
            "To act on now",
            "Past",
            "Not yet due",
            "Cannot be judged",
            "Waived",
        ],
        3,
    );
    for area in &hosted.run.areas {
        let rules = hosted.rules.iter().filter(assessed);
        for of_rule in rules.filter(|of_rule| of_rule.rule.area == area.key) {
            let rule = of_rule.rule;
            let standing = if rule.rate.is_some() {
                escaped(&rule.standing)
            } else {
                String::new()
            };
            page.row(&[
                escaped(&area.title),
                name(of_rule),
                standing,
                grouped(rule.outcomes.met),
                grouped(rule.outcomes.judged()),
                percent(rule.rate),
                grouped(of_rule.live.len() as u64),
                grouped(of_rule.past.len() as u64),
                grouped(of_rule.due),
                grouped(of_rule.unknown),
                grouped(of_rule.waived),
            ]);
        }
    }
    let silent: Vec<String> = hosted
        .rules
        .iter()
        .filter(|of_rule| of_rule.rule.status == Status::Assessed && !assessed(of_rule))
        .map(|of_rule| escaped(&of_rule.rule.id))
        .collect();
    if !silent.is_empty() {
        page.line("");
        page.line(&format!(
            "No case in the period that these ask anything of: {}.",
            silent.join(", ")
        ));
    }
}

/// What each team has to act on. A team of one names a person, so these are given only where ids are pseudonyms.
fn teams(page: &mut Page, run: &SavedRun) {
    let mut teams: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let not_met = |finding: &&Finding| finding.outcome.is_not_met();
    for finding in run.findings.iter().filter(not_met) {
        let name = finding
            .team
            .as_deref()
            .unwrap_or(super::document::NOT_RECORDED);
        let (live, past) = teams.entry(name).or_default();
        *(if finding.live { live } else { past }) += 1;
    }
    page.open("By team");
    page.headings(&["Team", "To act on now", "Past"], 1);
    for (team, (live, past)) in teams {
        page.row(&[escaped(team), grouped(live), grouped(past)]);
    }
    page.close();
}

/// Whose cases to act on, by their pseudonyms.
fn children(page: &mut Page, hosted: &Hosted<'_>) {
    page.open("Children to act on now");
    page.headings(&["Rule", "Children"], 2);
    for of_rule in hosted.rules.iter().filter(|rule| rule.children() > 0) {
        let ids: BTreeSet<&str> = of_rule
            .live
            .iter()
            .map(|finding| finding.child_id.as_str())
            .filter(|id| !id.is_empty())
            .collect();
        let mut named: Vec<String> = ids
            .iter()
            .take(CHILDREN_NAMED)
            .map(|id| escaped(id))
            .collect();
        if ids.len() > CHILDREN_NAMED {
            named.push(format!(
                "{} more",
                grouped((ids.len() - CHILDREN_NAMED) as u64)
            ));
        }
        page.row(&[name(of_rule), named.join(", ")]);
    }
    page.close();
}

/// By reason, so that one missing file is said once.
fn not_assessed(page: &mut Page, hosted: &Hosted<'_>) {
    let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut rules = 0;
    for of_rule in &hosted.rules {
        let reason = match of_rule.rule.status {
            Status::Assessed => continue,
            // What went wrong may quote a record.
            Status::Error => "the rule could not be run".to_owned(),
            Status::NotAssessed => of_rule
                .rule
                .reason
                .as_deref()
                .unwrap_or("no reason was given")
                .to_owned(),
        };
        rules += 1;
        reasons
            .entry(escaped(&reason))
            .or_default()
            .push(escaped(&of_rule.rule.id));
    }
    if reasons.is_empty() {
        return;
    }
    page.open(&format!("Not assessed: {}", plural(rules, "rule")));
    page.headings(&["Why", "Rules"], 2);
    for (reason, ids) in reasons {
        page.row(&[reason, ids.join(", ")]);
    }
    page.close();
}

fn name(of_rule: &OfRule<'_>) -> String {
    let read = if of_rule.is_prompt() {
        " (to be read)"
    } else {
        ""
    };
    format!(
        "{} {}{read}",
        escaped(&of_rule.rule.id),
        escaped(&of_rule.rule.title)
    )
}

fn percent(rate: Option<f64>) -> String {
    rate.map_or_else(String::new, |rate| format!("{rate}%"))
}

fn many(count: u64, one: &str, several: &str) -> String {
    let word = if count == 1 { one } else { several };
    format!("{} {word}", grouped(count))
}

/// A text in which nothing is markup, a link or a cell's end.
pub(super) fn escaped(text: &str) -> String {
    let text = plain(text);
    let mut shown = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        match letter {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '@' => shown.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => {
                shown.push('\\');
                shown.push(letter);
            }
            // Bare addresses become links of themselves.
            ':' if text[at..].starts_with("://") => shown.push_str("\\:"),
            '.' if text[..at].to_ascii_lowercase().ends_with("www") => shown.push_str("\\."),
            _ => shown.push(letter),
        }
    }
    shown
}
