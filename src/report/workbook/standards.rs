//! The sheets about standards and teams: what the counts come to.

use std::collections::HashMap;

use super::cover::TO_BE_READ;
use super::sheet::{Cell, Column, Content};
use super::view::{Standard, View, children};
use crate::check::standing::{Direction, Level};
use crate::report::document::NOT_RECORDED;
use crate::report::saved::{Called, Counts, Finding, Status};
use crate::report::set_here;
use crate::rules::sentence::capitalised;

pub(super) fn summary(view: View<'_>) -> Content<'_> {
    let mut live: HashMap<&str, u64> = HashMap::new();
    for finding in view.live() {
        *live.entry(finding.rule.as_str()).or_default() += 1;
    }
    let standards = view.standards();
    let mut columns = vec![
        Column::new("Rule", 9.0),
        Column::new("Standard", 45.0),
        Column::new("Area", 20.0),
        Column::new("Severity", 10.0),
        Column::new("Fact or prompt", 10.0),
        Column::new("Standing", 16.0),
        Column::new("Rate", 9.0),
    ];
    if view.is_of_a_team() {
        columns.push(Column::new("Rate of all teams", 11.0));
    }
    columns.extend(MOVES);
    if !view.is_of_a_team() {
        columns.push(Column::new("Consistent between teams", 12.0));
    }
    columns.extend([
        Column::new("England", 9.0),
        Column::new("England's year", 10.0),
    ]);
    columns.push(Column::new("To act on now", 9.0));
    columns.extend(COUNTED);
    if !view.is_of_a_team() {
        columns.extend([
            Column::new("Children", 10.0),
            Column::new("Children with something not met", 14.0),
            Column::new("Not known whether it applies", 14.0),
            Column::new("Blank, or not understood", 28.0),
        ]);
    }
    columns.extend([
        Column::new("Threshold", 18.0),
        Column::new("Force", 20.0),
        Column::new("Judgement", 24.0),
        Column::new("What it asks", 100.0),
    ]);
    Content {
        name: "Summary",
        holds: if view.is_of_a_team() {
            "Each standard that the team had anything to do with: how often it was met."
        } else {
            "Each standard that was assessed: how often it was met, and what that comes to."
        },
        columns,
        printed_to: "To act on now",
        rows: standards.len(),
        row: Box::new(move |row| {
            let standard = &standards[row];
            let (rule, counts) = (standard.rule, standard.counts);
            let mut cells = vec![
                Cell::text(&rule.id),
                Cell::text(&rule.title),
                Cell::text(view.area(&rule.area)),
                rule.severity.into(),
                Cell::text(rule.certainty.name()),
                standard.called.into(),
                percent(standard.rate, &counts),
            ];
            if view.is_of_a_team() {
                cells.push(percent(rule.rate, &rule.outcomes));
            }
            cells.extend(moves(standard));
            if !view.is_of_a_team() {
                cells.push(Cell::optional(rule.consistent, Cell::yes_or_no));
            }
            let england = rule.england.as_ref();
            cells.push(Cell::optional(england, |england| {
                Cell::Percent(england.rate)
            }));
            cells.push(Cell::optional(england, |england| Cell::text(&england.year)));
            cells.push(Cell::count(
                live.get(rule.id.as_str()).copied().unwrap_or(0),
            ));
            cells.extend(counted(&counts));
            if !view.is_of_a_team() {
                cells.push(Cell::count(rule.children.subject));
                cells.push(Cell::count(rule.children.not_met));
                cells.push(Cell::count(rule.undecided.values().sum()));
                let words: Vec<&str> = rule
                    .undecided_in_words
                    .values()
                    .map(String::as_str)
                    .collect();
                cells.push(Cell::Text(words.join("; ").into()));
            }
            let threshold = rule.threshold.as_ref();
            let threshold = threshold.map(|both| match &both.local {
                Some(here) => set_here::beside(here, &both.national),
                None => both.national.clone(),
            });
            cells.push(Cell::optional(threshold, |words| Cell::Text(words.into())));
            cells.push(Cell::text(rule.force.in_words()));
            let area = view.run.areas.iter().find(|area| area.key == rule.area);
            let judgement = area.map(|area| capitalised(&area.judgement).into());
            cells.push(Cell::optional(judgement, Cell::Text));
            cells.push(Cell::text(&rule.asks));
            cells
        }),
    }
}

/// A team's line: its measures by standing, and its findings.
struct Line<'a> {
    name: &'a str,
    to_improve: u64,
    between: u64,
    strong: u64,
    too_few: u64,
    rising: u64,
    falling: u64,
    live: u64,
    children: u64,
    prompts: u64,
    findings: u64,
    upcoming: u64,
    not_judged: u64,
}

/// The teams with most to put right first, as the terminal lists them.
pub(super) fn by_team(view: View<'_>) -> Content<'_> {
    let (findings, upcoming, unknown) = (
        by_name(view.of(&view.run.findings)),
        by_name(view.of(&view.run.upcoming)),
        by_name(view.of(&view.run.unknown)),
    );
    let count = |lists: &HashMap<Option<&str>, Vec<&Finding>>, team| {
        lists.get(&team).map_or(0, |list| list.len() as u64)
    };
    let line = |(team, measures): (Option<_>, Vec<(_, &crate::report::saved::Group)>)| {
        let stand = |level: Level| {
            let groups = measures.iter().map(|(_, group)| group);
            let groups = groups.filter(|group| group.outcomes.judged() > 0);
            groups.filter(|group| group.standing == level).count() as u64
        };
        let go = |direction: Direction| {
            let moves = measures
                .iter()
                .filter_map(|(_, group)| group.moves.as_ref());
            moves.filter(|moves| moves.direction == direction).count() as u64
        };
        let live = findings.get(&team).into_iter().flatten().copied();
        let live: Vec<&Finding> = live.filter(|finding| finding.live).collect();
        let prompts = live.iter().filter(|finding| finding.is_prompt());
        Line {
            name: team.unwrap_or(NOT_RECORDED),
            to_improve: stand(Level::ToImprove),
            between: stand(Level::Between),
            strong: stand(Level::Strong),
            too_few: stand(Level::TooFew),
            rising: go(Direction::Rising),
            falling: go(Direction::Falling),
            live: live.len() as u64,
            children: children(&live),
            prompts: prompts.count() as u64,
            findings: count(&findings, team),
            upcoming: count(&upcoming, team),
            not_judged: count(&unknown, team),
        }
    };
    let mut lines: Vec<Line<'_>> = view.teams().into_iter().map(line).collect();
    lines.sort_by(|a, b| {
        let order = b.to_improve.cmp(&a.to_improve);
        let order = order.then(b.live.cmp(&a.live));
        order.then_with(|| a.name.cmp(b.name))
    });
    Content {
        name: "By team",
        holds: "Standards by what they come to, and findings, for each team.",
        columns: vec![
            Column::new("Team", 28.0),
            Column::new("Standards to improve", 12.0),
            Column::new("Standards between", 12.0),
            Column::new("Standards strong", 12.0),
            Column::new("Standards with too few to judge", 14.0),
            Column::new("Standards rising", 12.0),
            Column::new("Standards falling", 12.0),
            Column::new("To act on now", 12.0),
            Column::new("Children to act for", 12.0),
            Column::new(TO_BE_READ, 12.0),
            Column::new("Findings in all", 12.0),
            Column::new("Upcoming", 12.0),
            Column::new("Not judged", 12.0),
        ],
        printed_to: "Not judged",
        rows: lines.len(),
        row: Box::new(move |row| {
            let line = &lines[row];
            let mut cells = vec![Cell::text(line.name)];
            let counts = [
                line.to_improve,
                line.between,
                line.strong,
                line.too_few,
                line.rising,
                line.falling,
                line.live,
                line.children,
                line.prompts,
                line.findings,
                line.upcoming,
                line.not_judged,
            ];
            cells.extend(counts.into_iter().map(Cell::count));
            cells
        }),
    }
}

fn by_name(findings: Vec<&Finding>) -> HashMap<Option<&str>, Vec<&Finding>> {
    let mut lists: HashMap<Option<&str>, Vec<&Finding>> = HashMap::new();
    for finding in findings {
        lists
            .entry(finding.team.as_deref())
            .or_default()
            .push(finding);
    }
    lists
}

/// Each standard for each team. One team's is its summary.
pub(super) fn standards_by_team(view: View<'_>) -> Content<'_> {
    let mut lines = Vec::new();
    for (team, measures) in view.teams() {
        for (rule, group) in measures {
            lines.push((rule, team, group));
        }
    }
    lines.sort_by_key(|(rule, team, _)| (&rule.id, *team));
    let mut columns = vec![
        Column::new("Rule", 9.0),
        Column::new("Standard", 45.0),
        Column::new("Area", 20.0),
        Column::new("Severity", 10.0),
        Column::new("Team", 28.0),
        Column::new("Standing", 16.0),
        Column::new("Rate", 9.0),
        Column::new("Rate of all teams", 11.0),
    ];
    columns.extend(MOVES);
    columns.extend(COUNTED);
    Content {
        name: "Standards by team",
        holds: "Each standard for each team: how often it was met.",
        columns,
        printed_to: "Of",
        rows: lines.len(),
        row: Box::new(move |row| {
            let (rule, team, group) = lines[row];
            let standard = Standard::of_group(rule, group);
            let mut cells = vec![
                Cell::text(&rule.id),
                Cell::text(&rule.title),
                Cell::text(view.area(&rule.area)),
                rule.severity.into(),
                Cell::text(team.unwrap_or(NOT_RECORDED)),
                Called::Level(group.standing).into(),
                percent(group.rate, &group.outcomes),
                percent(rule.rate, &rule.outcomes),
            ];
            cells.extend(moves(&standard));
            cells.extend(counted(&group.outcomes));
            cells
        }),
    }
}

pub(super) fn not_assessed(view: View<'_>) -> Content<'_> {
    let rules = view.run.rules.iter();
    let rules: Vec<_> = rules
        .filter(|rule| rule.status != Status::Assessed)
        .collect();
    Content {
        name: "Not assessed",
        holds: "Standards by which no case was judged, and why: neither met nor not met.",
        columns: vec![
            Column::new("Rule", 9.0),
            Column::new("Standard", 45.0),
            Column::new("Area", 20.0),
            Column::new("Severity", 10.0),
            Column::new("Status", 14.0),
            Column::new("Why", 60.0),
            Column::new("What it asks", 100.0),
        ],
        printed_to: "Why",
        rows: rules.len(),
        row: Box::new(move |row| {
            let rule = rules[row];
            let why = match rule.status {
                // What a rule failed on can be any child's record.
                Status::Error if view.is_of_a_team() => {
                    Some("the rule failed: ask whoever made this audit")
                }
                _ => rule.reason.as_deref(),
            };
            vec![
                Cell::text(&rule.id),
                Cell::text(&rule.title),
                Cell::text(view.area(&rule.area)),
                rule.severity.into(),
                Cell::text(rule.status.name()),
                Cell::optional(why, |why| Cell::Text(capitalised(why).into())),
                Cell::text(&rule.asks),
            ]
        }),
    }
}

/// Which way the rate moves between the halves of the period, and the rate of each. The cover says which months they are.
const MOVES: [Column; 3] = [
    Column::new("Direction", 16.0),
    Column::new("Rate, first half", 10.0),
    Column::new("Rate, second half", 10.0),
];

fn moves<'a>(standard: &Standard<'a>) -> [Cell<'a>; 3] {
    let Some((direction, halves)) = &standard.moves else {
        return [Cell::Blank, Cell::Blank, Cell::Blank];
    };
    let half = |place: usize| {
        let rate = halves.get(place).copied().flatten();
        Cell::optional(rate, Cell::Percent)
    };
    [Cell::text(direction), half(0), half(1)]
}

const COUNTED: [Column; 10] = [
    Column::new("Met", 9.0),
    Column::new("Not met", 9.0),
    Column::new("Of", 9.0),
    Column::new("Late", 9.0),
    Column::new("Missed", 9.0),
    Column::new("Overdue", 9.0),
    Column::new("Failed", 9.0),
    Column::new("Due", 9.0),
    Column::new("Not judged", 9.0),
    Column::new("Waived", 9.0),
];

fn counted<'a>(counts: &Counts) -> [Cell<'a>; 10] {
    counts.listed().map(Cell::count)
}

/// A rate is never rounded up to all.
fn percent<'a>(rate: Option<f64>, counts: &Counts) -> Cell<'a> {
    let most = if counts.not_met() > 0 { 99.9 } else { 100.0 };
    Cell::optional(rate, |rate| Cell::Percent(rate.min(most)))
}
