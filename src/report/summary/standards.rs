//! What is strong and what needs to improve, area by area.

use crate::check::measure::{Answering, Group};
use crate::check::outcome::Outcomes;
use crate::check::run::RuleResult;
use crate::check::standing::{self, Level, Spread};
use crate::check::tally::SplitValue;
use crate::model::catalogue::FieldId;
use crate::report::document::Finished;
use crate::report::layout::{self, grouped, plural, title, wrapped};
use crate::report::percent::{percent, rate};
use crate::report::set_here;
use crate::rules::plan::{Certainty, Rule};
use crate::rules::sentence::{Words, joined, uncapitalised};

use super::assessed;
use super::groups::{ends, group_name, not_consistent};

/// Standards named in a line.
const NAMED: usize = 3;
/// Before the areas of which little is strong, which are no strength.
pub(in crate::report) const PARTLY: &str = "Strong on fewer than half of the standards judged";
/// Where the words of a rule begin, after its identifier.
const INDENT: usize = 8;

/// The results of each area, in the order of areas, most severe first; areas without any are left out.
fn areas<'a>(
    finished: &'a Finished<'_>,
    wanted: impl Fn(&RuleResult<'_>) -> bool,
) -> Vec<(&'a str, Vec<&'a RuleResult<'a>>)> {
    let of_area = |key: &str| {
        let mut results: Vec<&RuleResult<'_>> = assessed(finished)
            .filter(|result| finished.ruleset().rule(result.id).area == key && wanted(result))
            .collect();
        results.sort_by_key(|result| (finished.ruleset().rule(result.id).severity, result.id));
        results
    };
    finished
        .ruleset()
        .reference
        .areas
        .iter()
        .map(|area| (area.title.as_str(), of_area(&area.key)))
        .filter(|(_, results)| !results.is_empty())
        .collect()
}
/// "initial conferences in time 94% (England 81%)".
fn rated(result: &RuleResult<'_>, finished: &Finished<'_>) -> String {
    let rule = finished.ruleset().rule(result.id);
    let england = finished
        .ruleset()
        .reference
        .benchmark(&rule.id)
        .map(|england| format!(" (England {})", percent(england.rate, &finished.limits)))
        .unwrap_or_default();
    format!(
        "{} {}{england}",
        set_here::short(rule),
        rate(&result.counts.outcomes, &finished.limits)
    )
}
pub(super) fn strong(text: &mut String, finished: &Finished<'_>, width: usize) {
    let judged = |result: &RuleResult<'_>| result.standing.level != Level::TooFew;
    let areas = areas(finished, judged);
    let is_strong = |result: &&&RuleResult<'_>| {
        result.standing.level == Level::Strong && !result.standing.needs_to_improve
    };
    if !areas
        .iter()
        .any(|(_, results)| results.iter().any(|result| is_strong(&result)))
    {
        return;
    }
    title(text, "WHAT IS STRONG");
    let mut partly = Vec::new();
    for (area, results) in areas {
        let strong: Vec<&&RuleResult<'_>> = results.iter().filter(is_strong).collect();
        if strong.is_empty() {
            continue;
        }
        if !is_mostly(strong.len(), results.len()) {
            let area = uncapitalised(area);
            partly.push(format!("{area} ({} of {})", strong.len(), results.len()));
            continue;
        }
        let named: Vec<String> = strong
            .iter()
            .take(NAMED)
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
    if !partly.is_empty() {
        let line = format!("{PARTLY}: {}", joined(&partly, "and"));
        wrapped(text, &line, width, 2);
    }
}
/// Whether an area with so many strong standards, of so many that were judged, is told in full among what is strong.
pub(in crate::report) const fn is_mostly(strong: usize, judged: usize) -> bool {
    strong * 2 >= judged
}
pub(super) fn to_improve(text: &mut String, finished: &Finished<'_>, width: usize) {
    let areas = areas(finished, |result| result.standing.needs_to_improve);
    if areas.is_empty() {
        return;
    }
    title(text, "WHAT NEEDS TO IMPROVE");
    for (area, mut results) in areas {
        results.sort_by(|a, b| {
            let severity = |result: &RuleResult<'_>| finished.ruleset().rule(result.id).severity;
            let rate = |result: &RuleResult<'_>| {
                let outcomes = &result.counts.outcomes;
                outcomes.exact_rate().unwrap_or_default()
            };
            let order = severity(a).cmp(&severity(b));
            order.then_with(|| rate(a).total_cmp(&rate(b)))
        });
        wrapped(text, area, width, 0);
        for result in &results {
            let rule = finished.ruleset().rule(result.id);
            let read = if rule.certainty == Certainty::Prompt {
                " (to be read)"
            } else {
                ""
            };
            let line = format!(
                "{} {}{read}: {} of {}",
                rule.id,
                set_here::short(rule),
                rate(&result.counts.outcomes, &finished.limits),
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
/// The values of a field that the rule splits by, where they are far apart; with the teams, where these are far apart on the lowest.
fn by_split(
    result: &RuleResult<'_>,
    rule: &Rule,
    field: FieldId,
    finished: &Finished<'_>,
) -> Option<String> {
    let limits = &finished.limits;
    let values: Vec<(f64, SplitValue, Outcomes)> = result
        .measures
        .iter()
        .filter_map(|(group, outcomes)| match group {
            Group {
                answering: Answering::All,
                split: Some((split, value)),
            } if *split == field && outcomes.judged() >= limits.fewest => {
                Some((outcomes.exact_rate()?, *value, *outcomes))
            }
            _ => None,
        })
        .collect();
    let (low, high) = standing::ends(&values, |(rate, value, outcomes)| {
        (*rate, outcomes.judged(), finished.split_value(*value))
    })?;
    // Near values say nothing, unless the lowest is why the rule is spoken of at all.
    let far = high.0 - low.0 >= limits.not_consistent_from;
    if !far && result.standing.level == Level::ToImprove {
        return None;
    }
    let words = Words::of_rule(
        &finished.ruleset().catalogue,
        &finished.ruleset().reference,
        rule,
    );
    let name = words.field(rule.table, field);
    let value = |value: SplitValue| match value {
        SplitValue::Flag(Some(true)) => format!("where {name}"),
        SplitValue::Flag(Some(false)) => "where not".to_owned(),
        SplitValue::Flag(None) => "where that is not recorded".to_owned(),
        SplitValue::Code(_) => format!("{name} {}", layout::name(finished.split_value(value))),
    };
    let of_low: Vec<(Group, Outcomes)> = result
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
    let teams = Spread::of_teams(&of_low, |team| group_name(finished, team), limits)
        .filter(|spread| !spread.consistent)
        .map(|spread| format!(" ({})", ends(spread, finished)))
        .unwrap_or_default();
    Some(format!(
        "{} {} of {}{teams}, {} {}",
        value(low.1),
        rate(&low.2, &finished.limits),
        grouped(low.2.judged()),
        value(high.1),
        rate(&high.2, &finished.limits)
    ))
}
