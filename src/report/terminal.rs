//! The run as a person at a terminal reads it: what must be done first, rule by rule, and the most important line last.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use comfy_table::{Cell, CellAlignment, ColumnConstraint, Width};

use crate::check::finding::Finding;
use crate::check::freshness::FRESH_FOR_DAYS;
use crate::check::outcome::Outcome;
use crate::check::run::{RuleResult, Status};
use crate::model::day::Day;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::rules::filter::Operand;
use crate::rules::plan::{Certainty, Rule, RuleId, Severity};
use crate::rules::sentence::joined;
use crate::rules::{Ruleset, STANDARDS_VERSION};

use super::document::{Finished, standards_name};
use super::layout::{BOLD, plural, push_table, table, title, wrapped};
use super::message::{days, event, not_recorded};

/// How far ahead "due soon" looks, in days.
const SOON_DAYS: i32 = 14;
/// Children named in a line before "and n more".
const NAMED: usize = 3;
const ALARM: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));

/// What the terminal report needs to know beside the run.
pub struct Terminal {
    /// Columns.
    pub width: usize,
    /// The severity from which a live finding fails the run, if any does.
    pub fail_on: Option<Severity>,
}

pub fn render(finished: &Finished<'_>, terminal: &Terminal) -> String {
    let mut text = String::new();
    heading(&mut text, finished, terminal);
    areas(&mut text, finished, terminal);
    not_assessed(&mut text, finished, terminal);
    due_soon(&mut text, finished, terminal);
    closing(&mut text, finished, terminal);
    text
}

fn heading(text: &mut String, finished: &Finished<'_>, terminal: &Terminal) {
    let scope = finished.run.scope;
    let due = scope.after.map_or_else(
        || "all that was ever due".to_owned(),
        |after| format!("all that was due since {}", after.plus_days(1).in_words()),
    );
    let standards = standards_name(finished.ruleset);
    let as_at = scope.as_at.in_words();
    wrapped(
        text,
        &format!("{standards} {STANDARDS_VERSION}, as at {as_at}: {due}."),
        terminal.width,
        0,
    );
    let files = &finished.records.files;
    let loaded = files
        .iter()
        .flat_map(|file| &file.tables)
        .map(|table| table.loaded)
        .sum();
    let tables = finished.ruleset.catalogue.tables();
    let tables = tables
        .filter(|(id, _)| finished.records.has_table(*id))
        .count() as u64;
    let mut line = format!(
        "{}, {}, {}.",
        plural(loaded, "record"),
        plural(tables, "table"),
        plural(files.len() as u64, "file")
    );
    let worth_a_look = |problem: &&Problem| problem.severity != ProblemSeverity::Note;
    let problems = finished
        .problems
        .iter()
        .filter(worth_a_look)
        .map(|problem| problem.count)
        .sum();
    if problems > 0 {
        let _ = write!(
            line,
            " {} (caseready inspect).",
            plural(problems, "input problem")
        );
    }
    wrapped(text, &line, terminal.width, 0);
    let stale = &finished.run.stale;
    if !stale.is_empty() {
        let name = |table| &finished.ruleset.catalogue.table(table).name;
        let tables: Vec<String> = stale
            .iter()
            .map(|(table, newest)| format!("{} ({})", name(*table), newest.in_words()))
            .collect();
        let line = format!(
            "OLD DATA: the newest event is more than {FRESH_FOR_DAYS} days before the as-at date in {}. An old extract makes work look overdue that may be done.",
            joined(&tables, "and")
        );
        let _ = write!(text, "{ALARM}");
        wrapped(text, &line, terminal.width, 0);
        let _ = write!(text, "{ALARM:#}");
    }
}

fn areas(text: &mut String, finished: &Finished<'_>, terminal: &Terminal) {
    let mut shown = false;
    for area in &finished.ruleset.reference.areas {
        let results = finished
            .run
            .rules
            .iter()
            .filter(|result| matches!(result.status, Status::Assessed));
        let results: Vec<&RuleResult<'_>> = results
            .filter(|result| finished.ruleset.rule(result.id).area == area.key)
            .collect();
        if results.is_empty() {
            continue;
        }
        title(text, &area.title.to_uppercase());
        let mut table = table(terminal.width);
        table.set_header([
            right("rule", false),
            right("", false),
            right("met", true),
            right("of", true),
            right("rate", true),
        ]);
        for result in results {
            let rule = finished.ruleset.rule(result.id);
            let outcomes = &result.counts.outcomes;
            let (met, judged) = (outcomes.of(Outcome::Met), outcomes.judged());
            let rate = outcomes
                .rate()
                .map_or_else(|| "-".to_owned(), |rate| format!("{rate:.0}%"));
            table.add_row([
                Cell::new(&rule.id),
                Cell::new(rule_lines(result, rule, finished)),
                right(&met.to_string(), true),
                right(&judged.to_string(), true),
                right(&rate, true),
            ]);
        }
        // What the four narrow columns leave: the identifier, two counts and a rate, with a space on each side.
        let words = terminal.width as u16 - 7 - 6 - 6 - 7;
        if let Some(column) = table.column_mut(0) {
            column.set_padding((0, 1));
        }
        if let Some(column) = table.column_mut(1) {
            column
                .set_padding((0, 1))
                .set_constraint(ColumnConstraint::Absolute(Width::Fixed(words)));
        }
        push_table(text, &table);
        shown = true;
    }
    if shown {
        text.push('\n');
        wrapped(text, LEGEND, terminal.width, 0);
    }
}

fn right(words: &str, right: bool) -> Cell {
    let cell = Cell::new(words);
    if right {
        cell.set_alignment(CellAlignment::Right)
    } else {
        cell
    }
}

/// The rule's title and, below it, what must be done, what is past, and what could not be judged.
fn rule_lines(result: &RuleResult<'_>, rule: &Rule, finished: &Finished<'_>) -> String {
    let prompt = if rule.certainty == Certainty::Prompt {
        ", to be read"
    } else {
        ""
    };
    let mut lines = format!(
        "{} ({}, {}{prompt})",
        rule.title,
        rule.severity,
        rule.force.short()
    );
    let findings = of_rule(&finished.run.findings, result.id);
    let mut live: Vec<&Finding<'_>> = findings.iter().filter(|finding| finding.live).collect();
    live.sort_by_key(|finding| std::cmp::Reverse(finding.days_over(finished.run.scope.as_at)));
    if !live.is_empty() {
        let times: u32 = live.iter().map(|finding| finding.repeats).sum();
        let times = if times as usize > live.len() {
            format!(" ({times} times due)")
        } else {
            String::new()
        };
        let _ = write!(
            lines,
            "\n{} to act on now{times}: {}",
            live.len(),
            named_children(&live, finished)
        );
    }
    lines += &past_words(&findings);
    let outcomes = &result.counts.outcomes;
    if outcomes.of(Outcome::Waived) > 0 {
        let _ = write!(lines, "\n{} waived", outcomes.of(Outcome::Waived));
    }
    if outcomes.of(Outcome::Due) > 0 {
        let _ = write!(lines, "\n{} due", outcomes.of(Outcome::Due));
    }
    if outcomes.of(Outcome::Unknown) > 0 {
        let unknown = of_rule(&finished.run.unknown, result.id);
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        for finding in &unknown {
            *reasons
                .entry(super::message::reason(
                    finding.detail,
                    rule,
                    finished.context,
                ))
                .or_default() += 1;
        }
        let commonest = reasons
            .into_iter()
            .max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a)))
            .map(|(reason, _)| reason)
            .unwrap_or_default();
        let _ = write!(
            lines,
            "\n{} cannot be judged: {commonest}",
            outcomes.of(Outcome::Unknown)
        );
    }
    for (condition, count) in &result.counts.undecided {
        let reason = match rule
            .subject
            .conditions
            .get(*condition)
            .map(|condition| &condition.of)
        {
            Some(Operand::Value(path)) => not_recorded(path, rule, finished.context),
            _ => "the child's date of birth is not recorded".to_owned(),
        };
        let _ = write!(lines, "\n{} not asked: {reason}", plural(*count, "record"));
    }
    lines
}

fn of_rule<'p>(findings: &[Finding<'p>], rule: RuleId) -> Vec<Finding<'p>> {
    findings
        .iter()
        .filter(|finding| finding.rule == rule)
        .copied()
        .collect()
}

/// "3 past (late)", or "3 past: 2 late, 1 missed": each obligation of a gap counts, so that the sum is that of the rate.
fn past_words(findings: &[Finding<'_>]) -> String {
    let kinds = [
        Outcome::Late,
        Outcome::Missed,
        Outcome::Failed,
        Outcome::Overdue,
    ];
    let of_kind = |kind| -> u32 {
        let past = findings
            .iter()
            .filter(|finding| !finding.live && finding.outcome == kind);
        past.map(|finding| finding.repeats).sum()
    };
    let counts: Vec<(u32, &str)> = kinds
        .into_iter()
        .map(|kind| (of_kind(kind), kind.name()))
        .filter(|(count, _)| *count > 0)
        .collect();
    match counts.as_slice() {
        [] => String::new(),
        [(count, only)] => format!("\n{count} past ({only})"),
        several => {
            let past: u32 = several.iter().map(|(count, _)| count).sum();
            let words: Vec<String> = several
                .iter()
                .map(|(count, kind)| format!("{count} {kind}"))
                .collect();
            format!("\n{past} past: {}", words.join(", "))
        }
    }
}

/// "C00182 (19 days), C00207 (12 days), 4 more".
fn named_children(findings: &[&Finding<'_>], finished: &Finished<'_>) -> String {
    let mut names: Vec<String> = findings
        .iter()
        .take(NAMED)
        .map(|finding| {
            let id = subject_name(finding, finished);
            match finding.days_over(finished.run.scope.as_at) {
                Some(over) => format!("{id} ({})", days(Some(over))),
                None => id,
            }
        })
        .collect();
    if findings.len() > NAMED {
        names.push(format!("{} more", findings.len() - NAMED));
    }
    names.join(", ")
}

/// The child's id, or the record's key where it concerns no one child.
fn subject_name(finding: &Finding<'_>, finished: &Finished<'_>) -> String {
    let catalogue = &finished.ruleset.catalogue;
    let child = finished.records.ids(catalogue.children).text(finding.child);
    if child.is_empty() {
        return finished
            .records
            .ids(finding.table)
            .text(finished.records.key(catalogue, finding.table, finding.row))
            .to_owned();
    }
    child.to_owned()
}

/// What stands in brackets after a rule's title.
const LEGEND: &str = "In brackets: severity, and what stands behind the rule. \"To be read\": a person must open the case.";

fn not_assessed(text: &mut String, finished: &Finished<'_>, terminal: &Terminal) {
    let mut not_assessed = Vec::new();
    let mut crashed = Vec::new();
    for result in &finished.run.rules {
        match &result.status {
            // A rule that stands in for one that was judged is not wanting.
            Status::Assessed | Status::NotNeeded(_) => {}
            Status::NotAssessed(reason) => not_assessed.push((result.id, reason.as_str())),
            Status::Error(reason) => crashed.push((result.id, reason)),
        }
    }
    for (id, reason) in crashed {
        title(
            text,
            &format!("ERROR IN RULE {}", finished.ruleset.rule(id).id),
        );
        wrapped(
            text,
            &format!("This rule stopped and judged nothing: {reason}. Please report it."),
            terminal.width,
            0,
        );
    }
    if !not_assessed.is_empty() {
        title(
            text,
            &format!(
                "NOT ASSESSED: {}",
                plural(not_assessed.len() as u64, "rule").to_uppercase()
            ),
        );
        by_reason(text, finished.ruleset, &not_assessed, terminal.width);
    }
}

/// "PP-16, PP-17: no `plan_actions` in these files", a line a reason.
pub fn by_reason(text: &mut String, ruleset: &Ruleset, rules: &[(RuleId, &str)], width: usize) {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (id, reason) in rules {
        let id = ruleset.rule(*id).id.as_str();
        match reasons.iter_mut().find(|(other, _)| other == reason) {
            Some((_, ids)) => ids.push(id),
            None => reasons.push((reason, vec![id])),
        }
    }
    for (reason, ids) in reasons {
        wrapped(text, &format!("{}: {reason}", ids.join(", ")), width, 2);
    }
}

fn due_soon(text: &mut String, finished: &Finished<'_>, terminal: &Terminal) {
    let as_at = finished.run.scope.as_at;
    let mut soon: Vec<&Finding<'_>> = finished
        .run
        .upcoming
        .iter()
        .filter(|finding| {
            finding
                .due
                .is_some_and(|due| due <= as_at.plus_days(SOON_DAYS))
        })
        .collect();
    soon.sort_by_key(|finding| (finding.due, finding.rule));
    let all: u64 = finished
        .run
        .rules
        .iter()
        .map(|rule| rule.counts.outcomes.of(Outcome::Due))
        .sum();
    if all == 0 {
        return;
    }
    title(text, "DUE SOON");
    let line = format!(
        "{} due in the next {SOON_DAYS} days, {all} due in all.",
        soon.len()
    );
    wrapped(text, &line, terminal.width, 0);
    for finding in soon.iter().take(NAMED) {
        let rule = finished.ruleset.rule(finding.rule);
        let due = finding.due.map(Day::in_words).unwrap_or_default();
        let event = event(rule, finished.context);
        let what = if event.is_empty() {
            rule.title.clone()
        } else {
            event
        };
        let line = format!(
            "{due}: {}, {what} ({})",
            subject_name(finding, finished),
            rule.id
        );
        wrapped(text, &line, terminal.width, 2);
    }
}

fn closing(text: &mut String, finished: &Finished<'_>, terminal: &Terminal) {
    let not_met = finished
        .run
        .findings
        .iter()
        .filter(|finding| finding.outcome.is_not_met());
    let (live, past): (Vec<&Finding<'_>>, Vec<&Finding<'_>>) =
        not_met.partition(|finding| finding.live);
    let unknown: u64 = finished
        .run
        .rules
        .iter()
        .map(|rule| rule.counts.outcomes.of(Outcome::Unknown))
        .sum();
    let mut line = format!(
        "{} to act on now, {} past, {unknown} cannot be judged.",
        live.len(),
        past.len()
    );
    let _ = write!(
        line,
        " Exit {}: {}.",
        finished.exit,
        exit_words(finished.exit, terminal.fail_on)
    );
    if let Some(worst) = live.first().or(past.first()) {
        let _ = write!(
            line,
            " Next: caseready explain {}",
            finished.ruleset.rule(worst.rule).id
        );
    }
    text.push('\n');
    let style = if finished.exit == 0 { BOLD } else { ALARM };
    let _ = write!(text, "{style}");
    wrapped(text, &line, terminal.width, 0);
    let _ = write!(text, "{style:#}");
}

/// What an exit code means, in this run.
fn exit_words(exit: u8, fail_on: Option<Severity>) -> String {
    match (exit, fail_on) {
        (0, Some(severity)) => format!("nothing live of {severity} severity or above"),
        (0, None) => "no finding fails this run".to_owned(),
        (1, Some(severity)) => format!("findings of {severity} severity or above"),
        (2, _) => "no record could be judged".to_owned(),
        (3, _) => "the audit is incomplete".to_owned(),
        _ => "findings".to_owned(),
    }
}
