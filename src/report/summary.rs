//! What the run comes to, in the order an inspector's letter has it: what is strong, what needs to improve, where, which way it
//! moves, and what to act on now.

use std::collections::{BTreeMap, BTreeSet};

use comfy_table::{Cell, CellAlignment};

use crate::check::finding::Finding;
use crate::check::measure::{Answering, Group};
use crate::check::outcome::Outcomes;
use crate::check::run::{RuleResult, Status};
use crate::check::standing::{Direction, Level, Spread};
use crate::check::tally::SplitValue;
use crate::model::catalogue::FieldId;
use crate::model::intern::Symbol;
use crate::rules::plan::{Certainty, Rule, Severity};
use crate::rules::sentence::{Words, capitalised, joined};

use super::document::Finished;
use super::layout::{grouped, plural, push_table, right, table, title, wrapped};
use super::rule_table::named_children;

/// Standards named in a line, teams in a table and rules in a list before "and n more".
const STRONG_NAMED: usize = 3;
const TEAMS_NAMED: usize = 10;
const RULES_NAMED: usize = 6;
const MOVES_NAMED: usize = 5;
/// Where the words of a rule begin, after its identifier.
const INDENT: usize = 8;

pub(super) fn render(text: &mut String, finished: &Finished<'_>, width: usize) {
    strong(text, finished, width);
    to_improve(text, finished, width);
    by_team(text, finished, width);
    far_apart(text, finished, width);
    moves(text, finished, width);
    act_now(text, finished, width);
}

fn assessed<'a>(finished: &'a Finished<'_>) -> impl Iterator<Item = &'a RuleResult<'a>> {
    let results = finished.run.rules.iter();
    results.filter(|result| matches!(result.status, Status::Assessed))
}

/// The results of each area, in the order of areas, most severe first; areas without any are left out.
fn areas<'a>(
    finished: &'a Finished<'_>,
    wanted: impl Fn(&RuleResult<'_>) -> bool,
) -> Vec<(&'a str, Vec<&'a RuleResult<'a>>)> {
    let of_area = |key: &str| {
        let mut results: Vec<&RuleResult<'_>> = assessed(finished)
            .filter(|result| finished.ruleset.rule(result.id).area == key && wanted(result))
            .collect();
        results.sort_by_key(|result| (finished.ruleset.rule(result.id).severity, result.id));
        results
    };
    finished
        .ruleset
        .reference
        .areas
        .iter()
        .map(|area| (area.title.as_str(), of_area(&area.key)))
        .filter(|(_, results)| !results.is_empty())
        .collect()
}

/// "94%"; a rate is never rounded up to all.
pub(super) fn percent(outcomes: &Outcomes) -> String {
    match outcomes.rate() {
        None => "-".to_owned(),
        Some(rate) if rate < 100.0 => format!("{:.0}%", rate.min(99.0)),
        Some(_) => "100%".to_owned(),
    }
}

/// "initial conferences in time 94% (England 81%)".
fn rated(result: &RuleResult<'_>, finished: &Finished<'_>) -> String {
    let rule = finished.ruleset.rule(result.id);
    let england = finished
        .ruleset
        .reference
        .benchmark(&rule.id)
        .map(|england| format!(" (England {:.0}%)", england.rate))
        .unwrap_or_default();
    format!(
        "{} {}{england}",
        rule.short,
        percent(&result.counts.outcomes)
    )
}

fn strong(text: &mut String, finished: &Finished<'_>, width: usize) {
    let judged = |result: &RuleResult<'_>| result.standing.level != Level::TooFew;
    let areas = areas(finished, judged);
    let is_strong = |result: &&&RuleResult<'_>| {
        result.standing.level == Level::Strong && !needs_to_improve(result, finished)
    };
    if !areas
        .iter()
        .any(|(_, results)| results.iter().any(|result| is_strong(&result)))
    {
        return;
    }
    title(text, "WHAT IS STRONG");
    for (area, results) in areas {
        let strong: Vec<&&RuleResult<'_>> = results.iter().filter(is_strong).collect();
        if strong.is_empty() {
            continue;
        }
        let named: Vec<String> = strong
            .iter()
            .take(STRONG_NAMED)
            .map(|result| rated(result, finished))
            .collect();
        let line = format!(
            "{area}: {} of {}, {}{}",
            strong.len(),
            plural(results.len() as u64, "standard"),
            if strong.len() > named.len() {
                "among them "
            } else {
                ""
            },
            joined(&named, "and")
        );
        wrapped(text, &line, width, 2);
    }
}

fn to_improve(text: &mut String, finished: &Finished<'_>, width: usize) {
    let areas = areas(finished, |result| needs_to_improve(result, finished));
    if areas.is_empty() {
        return;
    }
    title(text, "WHAT NEEDS TO IMPROVE");
    for (area, results) in areas {
        wrapped(text, area, width, 0);
        for result in &results {
            let rule = finished.ruleset.rule(result.id);
            let read = if rule.certainty == Certainty::Prompt {
                " (to be read)"
            } else {
                ""
            };
            let line = format!(
                "{} {}{read}: {} of {}",
                rule.id,
                rule.short,
                percent(&result.counts.outcomes),
                grouped(result.counts.outcomes.judged())
            );
            text.push_str("  ");
            wrapped(text, &line, width - 2, INDENT);
            let where_it_is = in_which_groups(result, rule, finished);
            if !where_it_is.is_empty() {
                let indent = " ".repeat(INDENT);
                text.push_str(&indent);
                wrapped(text, &where_it_is, width - INDENT, INDENT);
            }
        }
    }
}

/// Whether a rate is to improve: of all, or where a field that the rule splits by has one value. What is done well for children
/// newly referred does not make up for children whose cases are open.
fn needs_to_improve(result: &RuleResult<'_>, finished: &Finished<'_>) -> bool {
    let limits = &finished.limits;
    let is = |outcomes: &Outcomes| Level::of(outcomes, None, limits) == Level::ToImprove;
    let of_all = |group: &Group| group.answering == Answering::All;
    let mut by_value = result.measures.iter().filter(|(group, _)| {
        of_all(group) && group.split.is_some_and(|(_, value)| value.is_recorded())
    });
    result.standing.level == Level::ToImprove || by_value.any(|(_, outcomes)| is(outcomes))
}

/// Where it is, by the fields that the rule splits by, else by team: "where the case was already open 41% (West 2 22%, North 1
/// 90%), where not 94%".
fn in_which_groups(result: &RuleResult<'_>, rule: &Rule, finished: &Finished<'_>) -> String {
    let parts: Vec<String> = rule
        .split
        .iter()
        .filter_map(|field| by_split(result, rule, *field, finished))
        .collect();
    if parts.is_empty() {
        not_consistent(result, finished).unwrap_or_default()
    } else {
        parts.join("; ")
    }
}

/// "not consistent: West 2 31% of 16, North 1 100% of 12".
pub(super) fn not_consistent(result: &RuleResult<'_>, finished: &Finished<'_>) -> Option<String> {
    let spread = result.standing.spread.filter(|spread| !spread.consistent)?;
    Some(format!("not consistent: {}", ends(spread, finished)))
}

fn ends(spread: Spread, finished: &Finished<'_>) -> String {
    let end = |(team, outcomes): (Symbol, Outcomes)| {
        format!(
            "{} {} of {}",
            finished.team_name(team),
            percent(&outcomes),
            grouped(outcomes.judged())
        )
    };
    format!("{}, {}", end(spread.lowest), end(spread.highest))
}

/// The values of a field that the rule splits by, where they are far apart; with the teams, where these are far apart on the lowest.
fn by_split(
    result: &RuleResult<'_>,
    rule: &Rule,
    field: FieldId,
    finished: &Finished<'_>,
) -> Option<String> {
    let limits = &finished.limits;
    let mut values: Vec<(f64, SplitValue, Outcomes)> = result
        .measures
        .iter()
        .filter_map(|(group, outcomes)| match group {
            Group {
                answering: Answering::All,
                split: Some((split, value)),
            } if *split == field && outcomes.judged() >= limits.fewest => {
                Some((outcomes.rate()?, *value, *outcomes))
            }
            _ => None,
        })
        .collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (low, high) = (*values.first()?, *values.last()?);
    // Near values say nothing, unless the lowest is why the rule is spoken of at all.
    let far = high.0 - low.0 >= limits.not_consistent_from;
    if values.len() < 2 || !(far || result.standing.level != Level::ToImprove) {
        return None;
    }
    let words = Words::of_rule(
        &finished.ruleset.catalogue,
        &finished.ruleset.reference,
        rule,
    );
    let name = words.field(rule.table, field);
    let value = |value: SplitValue| match value {
        SplitValue::Flag(Some(true)) => format!("where {name}"),
        SplitValue::Flag(Some(false)) => "where not".to_owned(),
        SplitValue::Flag(None) => "where that is not recorded".to_owned(),
        SplitValue::Code(_) => format!("{name} {}", finished.split_value(value)),
    };
    let of_low: BTreeMap<Group, Outcomes> = result
        .measures
        .iter()
        .filter(|(group, _)| group.split == Some((field, low.1)))
        .map(|(group, outcomes)| {
            let group = Group {
                split: None,
                ..*group
            };
            (group, *outcomes)
        })
        .collect();
    let teams = Spread::of(&of_low, limits)
        .filter(|spread| !spread.consistent)
        .map(|spread| format!(" ({})", ends(spread, finished)))
        .unwrap_or_default();
    Some(format!(
        "{} {} of {}{teams}, {} {}",
        value(low.1),
        percent(&low.2),
        grouped(low.2.judged()),
        value(high.1),
        percent(&high.2)
    ))
}

/// What one team's measures come to.
#[derive(Default, Clone, Copy)]
struct TeamStanding {
    strong: u64,
    between: u64,
    to_improve: u64,
    too_few: u64,
    live: u64,
}

fn by_team(text: &mut String, finished: &Finished<'_>, width: usize) {
    let mut teams: BTreeMap<Symbol, TeamStanding> = BTreeMap::new();
    for result in assessed(finished) {
        let england = finished
            .ruleset
            .reference
            .benchmark(&finished.ruleset.rule(result.id).id)
            .map(|england| england.rate);
        for (group, outcomes) in &result.measures {
            let (Answering::Team(team), None) = (group.answering, group.split) else {
                continue;
            };
            if outcomes.judged() == 0 {
                continue;
            }
            let standing = teams.entry(team).or_default();
            *match Level::of(outcomes, england, &finished.limits) {
                Level::Strong => &mut standing.strong,
                Level::Between => &mut standing.between,
                Level::ToImprove => &mut standing.to_improve,
                Level::TooFew => &mut standing.too_few,
            } += 1;
        }
    }
    for finding in finished.run.findings.iter().filter(|finding| finding.live) {
        if let Some(standing) = teams.get_mut(&finding.who.team) {
            standing.live += 1;
        }
    }
    if teams.keys().all(|team| team.is_blank()) {
        return;
    }
    let mut ordered: Vec<(Symbol, TeamStanding)> = teams.into_iter().collect();
    ordered.sort_by(|(a, x), (b, y)| {
        let order = y.to_improve.cmp(&x.to_improve).then(y.live.cmp(&x.live));
        order.then_with(|| finished.team_name(*a).cmp(finished.team_name(*b)))
    });
    title(text, "WHERE");
    let mut rows = table(width);
    rows.set_header([
        right("standards by team", false),
        right("to improve", true),
        right("between", true),
        right("strong", true),
        right("too few to judge", true),
        right("to act on now", true),
    ]);
    let shown = ordered.iter().take(TEAMS_NAMED);
    for (team, standing) in shown {
        let counts = [
            standing.to_improve,
            standing.between,
            standing.strong,
            standing.too_few,
            standing.live,
        ];
        let mut cells = vec![Cell::new(finished.team_name(*team))];
        cells.extend(
            counts
                .iter()
                .map(|count| Cell::new(grouped(*count)).set_alignment(CellAlignment::Right)),
        );
        rows.add_row(cells);
    }
    if let Some(column) = rows.column_mut(0) {
        column.set_padding((0, 1));
    }
    push_table(text, &rows);
    if ordered.len() > TEAMS_NAMED {
        let more = plural((ordered.len() - TEAMS_NAMED) as u64, "more team");
        wrapped(text, &format!("and {more}, in the JSON."), width, 0);
    }
}

/// The standards on which teams are furthest apart.
fn far_apart(text: &mut String, finished: &Finished<'_>, width: usize) {
    let mut apart: Vec<(f64, &str, Spread)> = assessed(finished)
        .filter_map(|result| {
            let spread = result.standing.spread.filter(|spread| !spread.consistent)?;
            let gap = spread.highest.1.rate()? - spread.lowest.1.rate()?;
            Some((gap, finished.ruleset.rule(result.id).short.as_str(), spread))
        })
        .collect();
    if apart.is_empty() {
        return;
    }
    apart.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let mut named: Vec<String> = apart
        .iter()
        .take(MOVES_NAMED)
        .map(|(_, short, spread)| format!("{short} ({})", ends(*spread, finished)))
        .collect();
    if apart.len() > named.len() {
        named.push(format!("{} more", apart.len() - named.len()));
    }
    let line = format!("Not consistent between teams: {}", joined(&named, "and"));
    wrapped(text, &line, width, 2);
}

fn moves(text: &mut String, finished: &Finished<'_>, width: usize) {
    let (mut rising, mut falling) = (Vec::new(), Vec::new());
    for result in assessed(finished) {
        let short = &finished.ruleset.rule(result.id).short;
        match result.standing.direction {
            Direction::Rising(from, to) => rising.push((to - from, short, from, to)),
            Direction::Falling(from, to) => falling.push((from - to, short, from, to)),
            Direction::Steady | Direction::TooFew => {}
        }
    }
    if rising.is_empty() && falling.is_empty() {
        return;
    }
    title(text, "WHICH WAY IT MOVES");
    for (word, mut moved) in [("Rising", rising), ("Falling", falling)] {
        if moved.is_empty() {
            continue;
        }
        moved.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let mut named: Vec<String> = moved
            .iter()
            .take(MOVES_NAMED)
            .map(|(_, short, from, to)| format!("{short} {from:.0}% to {to:.0}%"))
            .collect();
        if moved.len() > named.len() {
            named.push(format!("{} more", moved.len() - named.len()));
        }
        wrapped(
            text,
            &format!("{word}: {}", joined(&named, "and")),
            width,
            2,
        );
    }
}

/// Live findings that the record shows, the most severe first. A child is counted once, however many rules say the same.
fn act_now(text: &mut String, finished: &Finished<'_>, width: usize) {
    let ruleset = finished.ruleset;
    let live = finished.run.findings.iter().filter(|finding| finding.live);
    let (facts, prompts): (Vec<&Finding<'_>>, Vec<&Finding<'_>>) =
        live.partition(|finding| ruleset.rule(finding.rule).certainty == Certainty::Fact);
    if facts.is_empty() && prompts.is_empty() {
        return;
    }
    title(text, "WHAT TO ACT ON NOW");
    for (name, severity) in Severity::ALL {
        let found: Vec<&Finding<'_>> = facts
            .iter()
            .copied()
            .filter(|finding| ruleset.rule(finding.rule).severity == severity)
            .collect();
        if found.is_empty() {
            continue;
        }
        let line = format!("{}: {}", capitalised(name), how_many(&found));
        wrapped(text, &line, width, 2);
        // Who may be at risk is named; what is merely untidy is counted.
        if severity <= Severity::High {
            by_rule(text, &found, finished, width);
        }
    }
    if !prompts.is_empty() {
        let line = format!("To be read by a person: {}", how_many(&prompts));
        wrapped(text, &line, width, 2);
    }
}

/// "309, for 143 children".
pub(super) fn how_many(findings: &[&Finding<'_>]) -> String {
    let children: BTreeSet<Symbol> = findings
        .iter()
        .map(|finding| finding.child)
        .filter(|child| !child.is_blank())
        .collect();
    let count = grouped(findings.len() as u64);
    match children.len() {
        0 => count,
        1 => format!("{count}, for 1 child"),
        several => format!("{count}, for {} children", grouped(several as u64)),
    }
}

/// A line a rule, the rules with most findings first.
fn by_rule(text: &mut String, findings: &[&Finding<'_>], finished: &Finished<'_>, width: usize) {
    let mut rules: BTreeMap<_, Vec<&Finding<'_>>> = BTreeMap::new();
    for finding in findings {
        rules.entry(finding.rule).or_default().push(*finding);
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(id, findings)| (std::cmp::Reverse(findings.len()), *id));
    for (id, findings) in rules.iter_mut().take(RULES_NAMED) {
        let rule = finished.ruleset.rule(*id);
        findings
            .sort_by_key(|finding| std::cmp::Reverse(finding.days_over(finished.run.scope.as_at)));
        let line = format!(
            "{} {}: {}",
            rule.id,
            rule.short,
            named_children(findings, finished)
        );
        text.push_str("  ");
        wrapped(text, &line, width - 2, INDENT);
    }
    if rules.len() > RULES_NAMED {
        let rest: usize = rules[RULES_NAMED..]
            .iter()
            .map(|(_, findings)| findings.len())
            .sum();
        let line = format!(
            "  and {rest} under {}",
            plural((rules.len() - RULES_NAMED) as u64, "more rule")
        );
        text.push_str(&line);
        text.push('\n');
    }
}
