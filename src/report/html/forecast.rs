//! What falls due in the weeks ahead, by team and by standard.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::model::day::Day;
use crate::report::document::NOT_RECORDED;
use crate::report::layout::grouped;
use crate::report::saved::SavedRun;

use super::chart;
use super::escape::safe;
use super::figures::team;
use super::table::{Cell, Holds, Table};
use super::this_week::standard;

pub fn section(html: &mut String, run: &SavedRun) {
    let all: u64 = run.rules.iter().map(|rule| rule.outcomes.due).sum();
    let as_at = run.run.as_at;
    let mut weeks: BTreeSet<i32> = BTreeSet::new();
    let mut teams: BTreeMap<(bool, &str), BTreeMap<i32, u64>> = BTreeMap::new();
    let mut rules: BTreeMap<&str, BTreeMap<i32, u64>> = BTreeMap::new();
    for finding in &run.upcoming {
        let Some(due) = finding.due_on else { continue };
        let week = (due.number() - as_at.number()).div_euclid(7);
        let name = team(finding);
        weeks.insert(week);
        let team = teams.entry((name == NOT_RECORDED, name)).or_default();
        *team.entry(week).or_default() += 1;
        let rule = rules.entry(&finding.rule).or_default();
        *rule.entry(week).or_default() += 1;
    }
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else {
        html.push_str("<p>Nothing that was judged falls due within 90 days.</p>\n");
        return;
    };
    let weeks: Vec<i32> = (*first..=*last).collect();
    let _ = writeln!(
        html,
        "<p>{} {} due within 90 days, of {} not yet due in all. A week is seven days, the first from {}. What is done in time leaves this list; what is not becomes a finding.</p>",
        grouped(run.upcoming.len() as u64),
        if run.upcoming.len() == 1 {
            "falls"
        } else {
            "fall"
        },
        grouped(all),
        as_at.in_words()
    );
    let in_week = |week: i32| {
        teams
            .values()
            .filter_map(|counts| counts.get(&week))
            .sum::<u64>()
    };
    let bars: Vec<(String, u64)> = weeks
        .iter()
        .map(|week| (starts(as_at, *week), in_week(*week)))
        .collect();
    html.push_str(&chart::columns(
        &bars,
        "How much falls due in each week; the same numbers are in the last row of the table",
    ));
    let heading = |caption: &str, first: &str| {
        let mut table = Table::new(caption, &[(first, Holds::Words)]).class("weeks");
        for week in &weeks {
            table.column(&starts(as_at, *week), Holds::Numbers);
        }
        table.column("All", Holds::Numbers);
        table
    };
    let row = |first: Cell, counts: &BTreeMap<i32, u64>| {
        let mut cells = vec![first];
        let of = |week: &i32| counts.get(week).copied().unwrap_or_default();
        cells.extend(weeks.iter().map(|week| Cell::number(of(week))));
        cells.push(Cell::number(counts.values().sum()));
        cells
    };
    let mut table = heading("What falls due by team, in the week from", "Team");
    for ((_, name), counts) in &teams {
        table.row(row(Cell::words(name), counts));
    }
    let totals: BTreeMap<i32, u64> = weeks.iter().map(|week| (*week, in_week(*week))).collect();
    table.row(row(
        Cell::html("<strong>All teams</strong>".to_owned()),
        &totals,
    ));
    table.write_wide(html);
    html.push_str("<details><summary>By standard</summary>\n");
    let mut table = heading("What falls due by standard, in the week from", "Standard");
    for (id, counts) in &rules {
        let short = run.rule(id).map_or("", |rule| rule.short.as_str());
        table.row(row(
            Cell::html(format!("{} {}", standard(id), safe(short))),
            counts,
        ));
    }
    table.write_wide(html);
    html.push_str("</details>\n");
}

/// "7 Apr": the first day of a week.
fn starts(as_at: Day, week: i32) -> String {
    let words = as_at.plus_days(week * 7).in_words();
    let mut parts = words.split(' ');
    let (day, month) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    format!("{day} {}", month.get(..3).unwrap_or(month))
}
