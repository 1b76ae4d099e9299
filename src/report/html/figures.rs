//! Rates, days, months and names as the report writes them.

use crate::model::day::Day;
use crate::report::layout::grouped;
use crate::report::saved::{Finding, Group, IsoDay, Rule, SavedRun, Status};

/// What stands for a team that no record names.
pub const NOT_RECORDED: &str = "not recorded";

/// "94%"; a rate is never rounded up to all.
pub fn percent(rate: Option<f64>) -> String {
    match rate {
        None => "no rate".to_owned(),
        Some(rate) if rate < 100.0 => format!("{:.0}%", rate.min(99.0)),
        Some(_) => "100%".to_owned(),
    }
}

/// "94% of 31".
pub fn percent_of(rate: Option<f64>, judged: u64) -> String {
    format!("{} of {}", percent(rate), grouped(judged))
}

pub fn day(day: Option<IsoDay>) -> String {
    day.map(|day| day.0.in_words()).unwrap_or_default()
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
pub fn standing<'a>(rule: &Rule, group: &'a Group) -> &'a str {
    let as_england = match (&rule.england, group.rate) {
        (Some(england), Some(rate)) => rate >= england.rate,
        _ => false,
    };
    if as_england && group.standing != TOO_FEW {
        "strong"
    } else {
        &group.standing
    }
}

pub const TOO_FEW: &str = "too few to judge";

/// A team's name and its measure.
pub type Team<'a> = (&'a str, &'a Group);

/// The recorded teams with the lowest and the highest rate, of those with enough to judge.
pub fn ends(rule: &Rule) -> Option<(Team<'_>, Team<'_>)> {
    let mut judged: Vec<Team<'_>> = teams(rule)
        .filter(|(name, group)| *name != NOT_RECORDED && group.standing != TOO_FEW)
        .collect();
    judged.sort_by(|(_, a), (_, b)| {
        let rate = |group: &Group| group.rate.unwrap_or_default();
        rate(a).total_cmp(&rate(b))
    });
    match judged.as_slice() {
        [lowest, .., highest] => Some((*lowest, *highest)),
        _ => None,
    }
}

/// The rates of the two halves of the period between which a rule rises or falls. A month belongs to the half that holds most of it.
pub fn halves(run: &SavedRun, rule: &Rule) -> Option<(f64, f64)> {
    let first = match run.run.period.from {
        Some(from) => from.0,
        None => first_day(&rule.trend.first()?.month)?,
    };
    let middle = Day::midway(first, run.run.as_at.0);
    let mut halves = [(0, 0); 2];
    for month in &rule.trend {
        let from = first_day(&month.month)?;
        let late = Day::midway(from, from.plus_months(1).plus_days(-1)) > middle;
        let (met, judged) = &mut halves[usize::from(late)];
        *met += month.outcomes.met;
        *judged += month.outcomes.judged();
    }
    let rate = |(met, judged): (u64, u64)| (judged > 0).then(|| met as f64 * 100.0 / judged as f64);
    Some((rate(halves[0])?, rate(halves[1])?))
}

/// "falling, from 82% to 62%", "steady".
pub fn direction(run: &SavedRun, rule: &Rule) -> String {
    match (rule.direction.as_str(), halves(run, rule)) {
        (word @ ("rising" | "falling"), Some((from, to))) => {
            format!(
                "{word}, from {} to {}",
                percent(Some(from)),
                percent(Some(to))
            )
        }
        (word, _) => word.to_owned(),
    }
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
