//! Rates, days, months and names as the report writes them.

use crate::check::standing::{self, Direction, Level};
use crate::model::day::Day;
use crate::report::document::NOT_RECORDED;
use crate::report::halves::{self, RateOf};
use crate::report::layout::grouped;
use crate::report::percent;
use crate::report::saved::{Finding, Group, Moves, Rule, SavedRun, Status, Words};

use super::escape::safe;

/// The child that a finding is about: of some it is a worker or a team.
pub fn child(finding: &Finding) -> &str {
    match finding.child_id.as_str() {
        "" => "no one child",
        child => child,
    }
}

/// "94%".
pub fn percent(rate: Option<f64>, words: &Words) -> String {
    rate.map_or_else(
        || "no rate".to_owned(),
        |rate| percent::percent(rate, words),
    )
}

/// "94% of 31".
pub fn percent_of(rate: Option<f64>, judged: u64, words: &Words) -> String {
    format!("{} of {}", percent(rate, words), grouped(judged))
}

pub fn day(day: Option<Day>) -> String {
    day.map(Day::in_words).unwrap_or_default()
}

/// "March 2026" of "2026-03".
pub fn month(month: &str) -> String {
    first_day(month).map_or_else(
        || month.to_owned(),
        |day| day.in_words().trim_start_matches("1 ").to_owned(),
    )
}

/// "Mar 26" of "2026-03".
pub fn short_month(text: &str) -> String {
    let words = month(text);
    match words.split_once(' ') {
        Some((name, year)) if name.is_ascii() && year.len() == 4 => {
            format!("{} {}", &name[..3.min(name.len())], &year[2..])
        }
        _ => words,
    }
}

fn first_day(month: &str) -> Option<Day> {
    Day::parse_iso(&format!("{month}-01"))
}

pub fn team(finding: &Finding) -> &str {
    finding.team.as_deref().unwrap_or(NOT_RECORDED)
}

pub fn assessed(run: &SavedRun) -> impl Iterator<Item = &Rule> {
    let rules = run.rules.iter();
    rules.filter(|rule| rule.status == Status::Assessed)
}

/// The rules of each area, in the order of areas; areas without any are left out.
pub fn by_area<'a>(
    run: &'a SavedRun,
    wanted: impl Fn(&Rule) -> bool,
) -> Vec<(&'a str, Vec<&'a Rule>)> {
    let of_area = |key: &str| -> Vec<&'a Rule> {
        assessed(run)
            .filter(|rule| rule.area == key && wanted(rule))
            .collect()
    };
    let areas = run.areas.iter();
    areas
        .map(|area| (area.title.as_str(), of_area(&area.key)))
        .filter(|(_, rules)| !rules.is_empty())
        .collect()
}

/// The measures of single teams.
pub fn teams(rule: &Rule) -> impl Iterator<Item = (&str, &Group)> {
    rule.groups
        .iter()
        .filter_map(|group| match (group.by.as_slice(), group.name.as_slice()) {
            ([by], [name]) if by == "team" => Some((name.as_str(), group)),
            _ => None,
        })
}

/// What a team's rate is called, beside England's as the rule's own is.
pub fn standing(rule: &Rule, group: &Group) -> Level {
    let as_england = match (&rule.england, group.rate) {
        (Some(england), Some(rate)) => rate >= england.rate,
        _ => false,
    };
    if as_england && group.standing != Level::TooFew {
        Level::Strong
    } else {
        group.standing
    }
}

/// A team's name and its measure.
pub type Team<'a> = (&'a str, &'a Group);

/// The recorded teams with the lowest and the highest rate, of those with enough to judge.
pub fn ends(rule: &Rule) -> Option<(Team<'_>, Team<'_>)> {
    let judged: Vec<Team<'_>> = teams(rule)
        .filter(|(name, group)| *name != NOT_RECORDED && group.standing != Level::TooFew)
        .collect();
    ends_of(&judged)
}

/// The lowest and the highest of these groups, each beside its name.
pub fn ends_of<'a>(groups: &[Team<'a>]) -> Option<(Team<'a>, Team<'a>)> {
    standing::ends(groups, |(name, group)| {
        let rate = group.rate.unwrap_or_default();
        (rate, group.outcomes.judged(), *name)
    })
}

/// "falling, from 82% of 34 to 62% of 40", "steady".
pub fn direction(rule: &Rule, words: &Words) -> String {
    let halves = rule.halves.iter();
    let halves: Vec<(Option<f64>, u64)> = halves.map(|half| (half.rate, half.judged)).collect();
    between(rule, rule.direction, &halves, words).unwrap_or_else(|| rule.moving().to_owned())
}

/// "rising, from 40% of 15 to 61% of 18"; of a team that does not move there is nothing to say.
pub fn moved(rule: &Rule, moves: &Moves, words: &Words) -> Option<String> {
    let halves = moves.halves.iter().copied();
    let halves: Vec<(Option<f64>, u64)> =
        halves.zip(moves.judged_in_halves.iter().copied()).collect();
    between(rule, moves.direction, &halves, words)
}

fn between(
    rule: &Rule,
    direction: Direction,
    halves: &[(Option<f64>, u64)],
    words: &Words,
) -> Option<String> {
    let ([(Some(from), of_early), (Some(to), of_recent)], Direction::Rising | Direction::Falling) =
        (halves, direction)
    else {
        return None;
    };
    let halves =
        [(*from, *of_early), (*to, *of_recent)].map(|(rate, judged)| RateOf { rate, judged });
    let [from, to] = from_and_to(rule, halves, words);
    Some(format!("{}, from {from} to {to}", direction.name()))
}

/// "40% of 15" and "61% of 18".
pub fn from_and_to(rule: &Rule, halves: [RateOf; 2], words: &Words) -> [String; 2] {
    halves::from_and_to(halves, rule.is_judged_again(), |rate| {
        percent::percent(rate, words)
    })
}

/// The word, with a shape for those who look for it.
pub fn arrow(direction: Direction, words: &str) -> String {
    let shape = match direction {
        Direction::Rising => "<span aria-hidden=\"true\">▲ </span>",
        Direction::Falling => "<span aria-hidden=\"true\">▼ </span>",
        Direction::Steady | Direction::TooFew => "",
    };
    format!("{shape}{}", safe(words))
}

/// The folder that all the files lie in, so that it is said once.
pub fn folder(run: &SavedRun) -> &str {
    let Some(first) = run.inputs.first() else {
        return "";
    };
    let mut folder = first
        .file
        .rfind(['/', '\\'])
        .map_or("", |end| &first.file[..=end]);
    for input in &run.inputs {
        while !input.file.starts_with(folder) {
            let shorter = folder[..folder.len() - 1].rfind(['/', '\\']);
            folder = shorter.map_or("", |end| &folder[..=end]);
        }
    }
    folder
}
