//! Each rule of an area with its counts, and below its title what must be done, what is past, and what could not be judged.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use comfy_table::{Cell, ColumnConstraint, Width};

use crate::check::asks_for;
use crate::check::finding::{Finding, Findings};
use crate::check::outcome::{Outcome, Outcomes};
use crate::check::run::{RuleResult, Status};
use crate::check::standing::{Half, Halves, Level};
use crate::rules::plan::{Certainty, Rule, RuleId};
use crate::rules::settings::Limits;

use super::document::Finished;
use super::halves::{self, RateOf};
use super::layout::{area_title, grouped, name, plural, push_table, right, table, wrapped};
use super::message::{NO_AGE, days, no_rate, not_asked};
use super::percent::{percent, rate};
use super::set_here;
use super::summary::{children, not_consistent};

/// Children named in a line before "and n more".
pub(super) const NAMED: usize = 3;

/// What stands in brackets after a rule's title.
const LEGEND: &str = "In brackets: severity, and what stands behind the rule. \"To be read\": a person must open the case.";
/// After it, where records were not asked.
const NOT_ASKED: &str = "\"Not asked\": what decides whether the rule is about them is blank, or not understood. It may be blank rightly, as in a case that is still open. Nothing is held against them.";

pub(super) fn render(text: &mut String, finished: &Finished<'_>, width: usize) {
    let findings = by_rule(&finished.run.findings);
    let unknown = by_rule(&finished.run.unknown);
    let mut shown = false;
    for area in &finished.ruleset().reference.areas {
        let results = finished
            .run
            .rules
            .iter()
            .filter(|result| matches!(result.status, Status::Assessed));
        let results: Vec<&RuleResult<'_>> = results
            .filter(|result| finished.ruleset().rule(result.id).area == area.key)
            .collect();
        if results.is_empty() {
            continue;
        }
        area_title(text, &area.title, width);
        let (results, silent): (Vec<_>, Vec<_>) = results
            .into_iter()
            .partition(|result| says_something(result));
        let mut table = table(width);
        table.set_header([
            Cell::new("rule"),
            Cell::new(""),
            right("met"),
            right("of"),
            right("rate"),
        ]);
        let mut largest = 0;
        for result in results {
            let rule = finished.ruleset().rule(result.id);
            let outcomes = &result.counts.outcomes;
            let (met, judged) = (outcomes.of(Outcome::Met), outcomes.judged());
            let rate = rate(outcomes, &finished.limits);
            largest = largest.max(judged);
            table.add_row([
                Cell::new(&rule.id),
                Cell::new(rule_lines(result, rule, finished, &findings, &unknown)),
                right(&met.to_string()),
                right(&judged.to_string()),
                right(&rate),
            ]);
        }
        // What the four narrow columns leave: the identifier, two counts and a rate, with a space on each side.
        let counts = largest.to_string().len().max(4) + 2;
        let words = (width - 7 - 2 * counts - 7) as u16;
        if let Some(column) = table.column_mut(0) {
            column.set_padding((0, 1));
        }
        if let Some(column) = table.column_mut(1) {
            column
                .set_padding((0, 1))
                .set_constraint(ColumnConstraint::Absolute(Width::Fixed(words)));
        }
        if !table.is_empty() {
            push_table(text, &table);
            shown = true;
        }
        if !silent.is_empty() {
            let ids: Vec<String> = silent
                .iter()
                .map(|result| finished.ruleset().rule(result.id).id.clone())
                .collect();
            let line = format!("no record in the period to judge: {}", ids.join(", "));
            wrapped(text, &line, width, 0);
        }
    }
    if shown {
        text.push('\n');
        wrapped(text, LEGEND, width, 0);
        let mut rules = finished.run.rules.iter();
        if rules.any(|result| !result.counts.undecided.is_empty()) {
            wrapped(text, NOT_ASKED, width, 0);
        }
    }
}

/// Whether there was anything to judge, or that would be but for a blank field.
fn says_something(result: &RuleResult<'_>) -> bool {
    result.counts.outcomes != Outcomes::default() || !result.counts.undecided.is_empty()
}

/// The rule's title and, below it, what must be done, what is past, and what could not be judged.
fn rule_lines(
    result: &RuleResult<'_>,
    rule: &Rule,
    finished: &Finished<'_>,
    findings: &ByRule<'_, '_>,
    unknown: &ByRule<'_, '_>,
) -> String {
    let prompt = if rule.certainty == Certainty::Prompt {
        ", to be read"
    } else {
        ""
    };
    let mut lines = format!(
        "{} ({}, {}{prompt})",
        rule.title,
        rule.severity,
        rule.force.in_words()
    );
    if let Some(local) = &rule.local {
        let _ = write!(lines, "\nset here: {}", set_here::of_rule(rule, local));
    }
    let findings = findings.get(&result.id).map_or(&[][..], Vec::as_slice);
    let mut live: Vec<&Finding<'_>> = findings
        .iter()
        .copied()
        .filter(|finding| finding.live)
        .collect();
    live.sort_by_key(|finding| std::cmp::Reverse(finding.days_over(finished.run.scope.as_at)));
    if !live.is_empty() {
        let names: BTreeSet<&str> = live
            .iter()
            .map(|finding| subject_name(finding, finished))
            .collect();
        let whose = if names.len() < live.len() {
            format!(", for {}", children(names.len()))
        } else {
            String::new()
        };
        let times = times_due(live.iter().copied());
        let _ = write!(
            lines,
            "\n{} to act on now{whose}{times}: {}",
            live.len(),
            named_children(&live, finished)
        );
    }
    lines += &past_words(findings);
    lines += &standing_words(result, rule, finished);
    let outcomes = &result.counts.outcomes;
    if outcomes.of(Outcome::Waived) > 0 {
        let _ = write!(lines, "\n{} waived", outcomes.of(Outcome::Waived));
    }
    if outcomes.of(Outcome::Due) > 0 {
        let _ = write!(lines, "\n{} due", outcomes.of(Outcome::Due));
    }
    if outcomes.of(Outcome::Unknown) > 0 {
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        for finding in unknown.get(&result.id).into_iter().flatten() {
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
        let reason = match asks_for(rule, *condition) {
            Some(path) => not_asked(path, rule, finished.context),
            None => NO_AGE.to_owned(),
        };
        let _ = write!(lines, "\n{} not asked: {reason}", plural(*count, "record"));
    }
    lines
}

type ByRule<'f, 'p> = BTreeMap<RuleId, Vec<&'f Finding<'p>>>;

fn by_rule<'f, 'p>(findings: &'f Findings<'p>) -> ByRule<'f, 'p> {
    let mut by_rule = ByRule::new();
    for finding in findings {
        by_rule.entry(finding.rule).or_default().push(finding);
    }
    by_rule
}

/// "40% of 15 to 60% of 20", or "40% to 60% at months' ends".
pub(super) fn between(halves: Halves, result: &RuleResult<'_>, limits: &Limits) -> String {
    let halves = [halves.early, halves.recent].map(|Half { outcomes, .. }| RateOf {
        rate: outcomes.exact_rate().unwrap_or_default(),
        judged: outcomes.judged(),
    });
    let in_halves: u64 = halves.iter().map(|half| half.judged).sum();
    let is_judged_again = in_halves > result.counts.outcomes.judged();
    let [from, to] = halves::from_and_to(halves, is_judged_again, |rate| percent(rate, limits));
    format!("{from} to {to}")
}

/// "England 81%; rising from 40% of 15 to 60% of 20; not consistent: West 31% of 16, North 100% of 12", or that there is too little to say.
fn standing_words(result: &RuleResult<'_>, rule: &Rule, finished: &Finished<'_>) -> String {
    let standing = result.standing;
    if standing.level == Level::TooFew {
        return match result.counts.outcomes.judged() {
            0 => String::new(),
            _ => no_rate(rule, finished.context).map_or_else(
                || "\ntoo few to judge the rate".to_owned(),
                |why| format!("\n{why}"),
            ),
        };
    }
    let england = finished.ruleset().reference.benchmark(&rule.id);
    let moves = standing.moved().map(|halves| {
        let between = between(halves, result, &finished.limits);
        format!("{} from {between}", standing.direction.name())
    });
    let parts: Vec<String> = england
        .map(|england| {
            format!(
                "England {} in {}",
                percent(england.rate, &finished.limits),
                england.year
            )
        })
        .into_iter()
        .chain(moves)
        .chain(not_consistent(result, finished))
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("\n{}", parts.join("; "))
    }
}

/// "3 past (late)", or "3 past: 2 late, 1 missed": findings, as in every other count of them.
fn past_words(findings: &[&Finding<'_>]) -> String {
    let kinds = [
        Outcome::Late,
        Outcome::Missed,
        Outcome::Failed,
        Outcome::Overdue,
    ];
    let past = |kind| {
        let findings = findings.iter().copied();
        findings.filter(move |finding| !finding.live && finding.outcome == kind)
    };
    let times = times_due(kinds.into_iter().flat_map(past));
    let counts: Vec<(usize, &str)> = kinds
        .into_iter()
        .map(|kind| (past(kind).count(), kind.name()))
        .filter(|(count, _)| *count > 0)
        .collect();
    match counts.as_slice() {
        [] => String::new(),
        [(count, only)] => format!("\n{count} past ({only}){times}"),
        several => {
            let past: usize = several.iter().map(|(count, _)| count).sum();
            let words: Vec<String> = several
                .iter()
                .map(|(count, kind)| format!("{count} {kind}"))
                .collect();
            format!("\n{past} past: {}{times}", words.join(", "))
        }
    }
}

/// " (9 times due)", where what is due again and again was not done within one gap.
fn times_due<'f, 'p: 'f>(findings: impl Iterator<Item = &'f Finding<'p>>) -> String {
    let (mut found, mut times) = (0, 0);
    for finding in findings {
        found += 1;
        times += finding.repeats;
    }
    if times > found {
        format!(" ({times} times due)")
    } else {
        String::new()
    }
}

/// "C00182 (19 days), C00207 (12 days), 4 more", each child once.
pub(super) fn named_children(findings: &[&Finding<'_>], finished: &Finished<'_>) -> String {
    let mut seen = BTreeSet::new();
    let mut once = findings
        .iter()
        .filter(|finding| seen.insert(subject_name(finding, finished)));
    let mut names: Vec<String> = once
        .by_ref()
        .take(NAMED)
        .map(|finding| {
            let id = subject_name(finding, finished);
            match finding.days_over(finished.run.scope.as_at) {
                Some(over) => format!("{} ({})", name(id), days(Some(over))),
                None => name(id),
            }
        })
        .collect();
    let more = once.count();
    if more > 0 {
        names.push(format!("{} more", grouped(more as u64)));
    }
    names.join(", ")
}

/// The child's id, or the record's key where it concerns no one child.
pub(super) fn subject_name<'a>(finding: &Finding<'_>, finished: &Finished<'a>) -> &'a str {
    let catalogue = &finished.ruleset().catalogue;
    let records = finished.records();
    match records.ids(catalogue.children).text(finding.child) {
        "" => {
            let key = records.key(catalogue, finding.table, finding.row);
            records.ids(finding.table).text(key)
        }
        child => child,
    }
}
