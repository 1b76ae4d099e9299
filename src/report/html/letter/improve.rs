//! What needs to improve: by how much, for which cases, in which teams, and moving which way.

use std::fmt::Write as _;

use crate::check::standing::{Direction, Level};
use crate::report::document::NOT_RECORDED;
use crate::report::halves;
use crate::report::layout::{grouped, plural};
use crate::report::saved::{Group, Rule, SavedRun, Words};
use crate::rules::plan::Certainty;
use crate::rules::sentence::capitalised;

use super::super::escape::safe;
use super::super::figures::{by_area, ends, ends_of, from_and_to, percent, percent_of};
use super::super::this_week::standard;

pub fn section(html: &mut String, run: &SavedRun) {
    html.push_str("<h2>What needs to improve</h2>\n");
    let areas = by_area(run, |rule| rule.needs_to_improve);
    if areas.is_empty() {
        let _ = writeln!(
            html,
            "<p>No standard with enough to judge it by is met in under {:.0}% of cases.</p>",
            run.run.settings.words.to_improve_under
        );
        return;
    }
    for (area, mut rules) in areas {
        rules.sort_by(|a, b| {
            let severity = a.severity.cmp(&b.severity);
            let rate = |rule: &Rule| rule.rate.unwrap_or_default();
            severity.then_with(|| rate(a).total_cmp(&rate(b)))
        });
        let _ = writeln!(html, "<h3>{}</h3>\n<ul>", safe(area));
        for rule in rules {
            let _ = writeln!(html, "<li>{}</li>", said(run, rule));
        }
        html.push_str("</ul>\n");
    }
}

fn said(run: &SavedRun, rule: &Rule) -> String {
    let words = &run.run.settings.words;
    let judged = rule.outcomes.judged();
    let mut text = format!(
        "<strong>{}</strong> ({}{}): met in {} of {} ({}){}.",
        safe(&capitalised(&rule.short)),
        standard(&rule.id),
        if rule.certainty == Certainty::Prompt {
            ", to be read"
        } else {
            ""
        },
        grouped(rule.outcomes.met),
        grouped(judged),
        percent(rule.rate, words),
        short_of(run, rule)
    );
    for split in splits(run, rule) {
        let _ = write!(text, " {split}.");
    }
    if rule.consistent == Some(false)
        && let Some(((low, lowest), (high, highest))) = ends(rule)
    {
        let _ = write!(
            text,
            " Teams run from {} in {} to {} in {}.",
            percent_of(lowest.rate, lowest.outcomes.judged(), words),
            safe(low),
            percent_of(highest.rate, highest.outcomes.judged(), words),
            safe(high)
        );
    }
    match (rule.direction, halves::of_rule(rule)) {
        (moved @ (Direction::Rising | Direction::Falling), Some([early, recent])) => {
            let [from, to] = from_and_to(rule, [early.rate, recent.rate], words);
            let _ = write!(
                text,
                " It {} from {from} ({}) to {to} ({}).",
                if moved == Direction::Rising {
                    "rose"
                } else {
                    "fell"
                },
                early.months,
                recent.months
            );
        }
        (Direction::Steady, _) => text.push_str(" It is steady."),
        _ => {}
    }
    let live = run
        .findings
        .iter()
        .filter(|finding| finding.live && finding.rule == rule.id)
        .count();
    if live > 0 {
        let _ = write!(
            text,
            " {} can still be put right.",
            plural(live as u64, "finding")
        );
    }
    text
}

/// How many points the rate lies below what counts as strong.
fn short_of(run: &SavedRun, rule: &Rule) -> String {
    let strong = run.run.settings.words.strong_from;
    match rule.rate {
        Some(rate) if rule.standing == Level::ToImprove => format!(
            ", {:.0} points short of the {strong:.0}% that counts as strong",
            strong - rate
        ),
        _ => String::new(),
    }
}

/// For each field that the rule splits by, the values with the lowest and the highest rate, where they are far apart or where the
/// lowest is why the rule is spoken of at all.
fn splits(run: &SavedRun, rule: &Rule) -> Vec<String> {
    let mut fields: Vec<&str> = Vec::new();
    for group in &rule.groups {
        if let [by] = group.by.as_slice()
            && !["team", "district", "worker"].contains(&by.as_str())
            && !fields.contains(&by.as_str())
        {
            fields.push(by);
        }
    }
    let words = &run.run.settings.words;
    fields
        .iter()
        .filter_map(|field| {
            let values: Vec<(&str, &Group)> = rule
                .groups
                .iter()
                .filter(|group| {
                    group.by.len() == 1 && group.by[0] == **field && group.standing != Level::TooFew
                })
                .filter_map(|group| Some((group.name.first()?.as_str(), group)))
                .collect();
            let ((low, lowest), (high, highest)) = ends_of(&values)?;
            let far = highest.rate? - lowest.rate? >= words.not_consistent_from;
            if !far && rule.standing == Level::ToImprove {
                return None;
            }
            let name = rule.splits.get(*field).map_or(*field, String::as_str);
            let side = |value: &str| match value {
                "yes" => format!("where {}", safe(name)),
                "no" => "where not".to_owned(),
                NOT_RECORDED => "where that is not recorded".to_owned(),
                value => format!("{} {}", safe(name), safe(value)),
            };
            Some(format!(
                "{}: {}{}; {}: {}",
                capitalised(&side(low)),
                percent_of(lowest.rate, lowest.outcomes.judged(), words),
                teams_of(rule, &lowest.by[0], low, words),
                side(high),
                percent_of(highest.rate, highest.outcomes.judged(), words)
            ))
        })
        .collect()
}

/// The teams furthest apart on one value, where they are far apart.
fn teams_of(rule: &Rule, field: &str, value: &str, words: &Words) -> String {
    let teams: Vec<(&str, &Group)> = rule
        .groups
        .iter()
        .filter(|group| group.standing != Level::TooFew)
        .filter_map(|group| match (group.by.as_slice(), group.name.as_slice()) {
            ([by, split], [team, name])
                if by == "team" && split == field && name == value && team != NOT_RECORDED =>
            {
                Some((team.as_str(), group))
            }
            _ => None,
        })
        .collect();
    match ends_of(&teams) {
        Some(((low, lowest), (high, highest)))
            if highest.rate.unwrap_or_default() - lowest.rate.unwrap_or_default()
                >= words.not_consistent_from =>
        {
            let (from, to) = (lowest.outcomes.judged(), highest.outcomes.judged());
            format!(
                " (from {} in {} to {} in {})",
                percent_of(lowest.rate, from, words),
                safe(low),
                percent_of(highest.rate, to, words),
                safe(high)
            )
        }
        _ => String::new(),
    }
}
