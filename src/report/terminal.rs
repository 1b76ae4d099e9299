//! The run as a person at a terminal reads it: what must be done first, rule by rule, and the most important line last.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::check::exit::Exit;
use crate::check::finding::Finding;
use crate::check::outcome::Outcome;
use crate::check::run::Status;
use crate::check::scope::Scope;
use crate::check::waiver::State;
use crate::model::day::Day;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::rules::plan::{RuleId, Severity};
use crate::rules::{Ruleset, STANDARDS_VERSION};

use super::care::{errors, read_with_care};
use super::document::{Finished, standards_name};
use super::layout::{BOLD, grouped, name, plural, title, wrapped};
use super::message::{event_alone, may_go_on};
use super::rule_table::{self, NAMED, subject_name};
use super::set_here;
use super::summary::{self, By, foremost, how_many};

/// How far ahead "due soon" looks, in days: the as-at date is the first of them.
const SOON_DAYS: i32 = 14;
pub(super) const ALARM: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));

/// What the terminal report needs to know beside the run.
pub struct Terminal {
    /// Columns.
    pub width: usize,
    /// The severity from which a live finding fails the run, if any does.
    pub fail_on: Option<Severity>,
    pub by: By,
}

pub fn render(finished: &Finished<'_>, terminal: &Terminal) -> String {
    let mut text = String::new();
    heading(&mut text, finished, terminal);
    rule_table::render(&mut text, finished, terminal.width);
    set_here(&mut text, finished, terminal);
    not_assessed(&mut text, finished, terminal);
    problems(&mut text, finished, terminal);
    waivers(&mut text, finished, terminal);
    due_soon(&mut text, finished, terminal);
    summary::render(&mut text, finished, terminal.by, terminal.width);
    closing(&mut text, finished, terminal);
    text
}

fn heading(text: &mut String, finished: &Finished<'_>, terminal: &Terminal) {
    let line = standards_line(finished.ruleset(), finished.run.scope);
    let line = match finished.council {
        Some(council) => format!("{council}: {line}"),
        None => line,
    };
    wrapped(text, &line, terminal.width, 0);
    let files = &finished.records().files;
    let tables = finished.ruleset().catalogue.tables();
    let tables = tables
        .filter(|(id, _)| finished.records().has_table(*id))
        .count() as u64;
    let mut line = format!(
        "{}, {}, {}.",
        plural(finished.loaded(), "record"),
        plural(tables, "table"),
        plural(files.len() as u64, "file")
    );
    let problems = input_problems(finished);
    if problems > 0 {
        let _ = write!(
            line,
            " {} (caseready inspect).",
            plural(problems, "input problem")
        );
    }
    wrapped(text, &line, terminal.width, 0);
    if let Some(file) = finished.settings_file {
        let local = finished.ruleset().rules.iter();
        let line = match local.filter(|rule| rule.local.is_some()).count() {
            0 => format!("Settings: {file}."),
            count => format!(
                "Settings: {file}; {} (SET HERE, below).",
                plural(count as u64, "rule")
            ),
        };
        wrapped(text, &line, terminal.width, 0);
    }
    for line in read_with_care(finished).into_iter().chain(errors(finished)) {
        let _ = write!(text, "{ALARM}");
        wrapped(text, &line, terminal.width, 0);
        let _ = write!(text, "{ALARM:#}");
    }
}

/// The standards, the day and the period: "England 2026.1, as at 31 March 2026: all that was due since 1 April 2025."
pub(super) fn standards_line(ruleset: &Ruleset, scope: Scope) -> String {
    let due = scope.after.map_or_else(
        || "all that was ever due".to_owned(),
        |after| format!("all that was due since {}", after.plus_days(1).in_words()),
    );
    format!(
        "{} {STANDARDS_VERSION}, as at {}: {due}.",
        standards_name(ruleset),
        scope.as_at.in_words()
    )
}

/// Of the files, those worth a look.
pub(super) fn input_problems(finished: &Finished<'_>) -> u64 {
    let problems = finished.problems.iter();
    let worth_a_look = problems.filter(|problem| problem.severity != ProblemSeverity::Note);
    worth_a_look.map(|problem| problem.count).sum()
}

/// What a council has set otherwise, rules switched off among it, so that nobody takes their silence for a pass.
fn set_here(text: &mut String, finished: &Finished<'_>, terminal: &Terminal) {
    let rules = finished.ruleset().rules.iter();
    let mut set = rules
        .filter_map(|rule| Some((rule, rule.local.as_ref()?)))
        .peekable();
    if set.peek().is_none() {
        return;
    }
    title(text, "SET HERE");
    for (rule, local) in set {
        let line = format!(
            "{}  {}: {}. {}",
            rule.id,
            rule.short,
            set_here::of_rule(rule, local),
            local.reason
        );
        wrapped(text, &line, terminal.width, 7);
    }
}

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
            &format!("ERROR IN RULE {}", finished.ruleset().rule(id).id),
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
        by_reason(text, finished.ruleset(), &not_assessed, terminal.width);
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

/// What only judging shows: contradicting dates. Those of the files are for `inspect`.
fn problems(text: &mut String, finished: &Finished<'_>, terminal: &Terminal) {
    let worth_a_look = |problem: &&Problem| problem.severity != ProblemSeverity::Note;
    let found: Vec<&Problem> = finished.run.problems.iter().filter(worth_a_look).collect();
    if found.is_empty() {
        return;
    }
    title(text, "PROBLEMS IN THE RECORDS");
    for problem in found {
        let place = problem
            .file
            .map(|file| {
                let name = &finished.records().files[file.index()].name;
                let row = problem
                    .row
                    .map_or_else(String::new, |row| format!(", row {row}"));
                format!("{name}{row}: ")
            })
            .unwrap_or_default();
        wrapped(
            text,
            &format!("{place}{}", problem.message),
            terminal.width,
            2,
        );
    }
}

/// What waivers hold back, and those that need a look: they end soon, have run out, or cover nothing.
fn waivers(text: &mut String, finished: &Finished<'_>, terminal: &Terminal) {
    let run = finished.run;
    let held_back = run.findings.iter();
    let held_back = held_back.filter(|finding| finding.outcome == Outcome::Waived);
    let states = run.waivers.iter().map(|result| result.state);
    let Some(counted) = super::waivers::counted(states, held_back.count() as u64) else {
        return;
    };
    title(text, "WAIVERS");
    wrapped(text, &format!("{counted}."), terminal.width, 0);
    for result in &run.waivers {
        let waiver = &result.waiver;
        let (what, id) = waiver.covered.named();
        let until = waiver.until.in_words();
        let said = match result.state {
            State::Active | State::NotJudged => continue,
            State::Expiring => format!("ends on {until}"),
            State::Lapsed => format!("ran out on {until}: it covers nothing"),
            State::Unused => "covers nothing that is not met".to_owned(),
        };
        let rule = &finished.ruleset().rule(waiver.rule).id;
        let line = format!("the waiver of {rule} for {what} {id:?} {said}");
        wrapped(text, &line, terminal.width, 2);
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
                .is_some_and(|due| due < as_at.plus_days(SOON_DAYS))
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
        "{} due in the {SOON_DAYS} days from {}, {} due in all.",
        grouped(soon.len() as u64),
        as_at.in_words(),
        grouped(all)
    );
    wrapped(text, &line, terminal.width, 0);
    for finding in soon.iter().take(NAMED) {
        let rule = finished.ruleset().rule(finding.rule);
        let due = finding.due.map(Day::in_words).unwrap_or_default();
        let event = event_alone(rule, finished.context);
        let what = if event.is_empty() || may_go_on(rule) {
            rule.title.clone()
        } else {
            event
        };
        let line = format!(
            "{due}: {}, {what} ({})",
            name(subject_name(finding, finished)),
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
        "To act on now: {}. {} past, {} cannot be judged.",
        how_many(&live),
        grouped(past.len() as u64),
        grouped(unknown)
    );
    let _ = write!(
        line,
        " Exit {}: {}.",
        finished.exit.code(),
        finished.exit.in_words(terminal.fail_on)
    );
    let first = foremost(&live, finished).or_else(|| foremost(&past, finished));
    if let Some(rule) = first.map(|id| finished.ruleset().rule(id)) {
        let _ = write!(line, " Next: caseready explain {}", rule.id);
    }
    text.push('\n');
    let style = if finished.exit == Exit::Clear {
        BOLD
    } else {
        ALARM
    };
    let _ = write!(text, "{style}");
    wrapped(text, &line, terminal.width, 0);
    let _ = write!(text, "{style:#}");
}
