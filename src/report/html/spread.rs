//! The standards on which teams are furthest apart, team by team.

use std::fmt::Write as _;

use crate::check::standing::Level;
use crate::report::document::NOT_RECORDED;
use crate::report::layout::grouped;
use crate::report::saved::{Group, Rule, SavedRun, Words};

use super::chart;
use super::escape::safe;
use super::figures::{arrow, assessed, ends, moved, percent, standing, teams};
use super::limits;
use super::rates::fill;
use super::table::{Cell, Holds, Table};
use super::this_week::standard;

/// Teams shown for one standard before the rest are only counted.
const SHOWN: usize = 40;

pub fn section(html: &mut String, run: &SavedRun) {
    let gap = |rule: &Rule| {
        ends(rule).map_or(0.0, |((_, low), (_, high))| {
            high.rate.unwrap_or_default() - low.rate.unwrap_or_default()
        })
    };
    let mut apart: Vec<&Rule> = assessed(run)
        .filter(|rule| rule.consistent == Some(false))
        .collect();
    apart.sort_by(|a, b| gap(b).total_cmp(&gap(a)));
    let words = &run.run.settings.words;
    if apart.is_empty() {
        let _ = writeln!(
            html,
            "<p>On no standard are two teams, each with at least {} judged, {:.0} points or more apart.</p>",
            grouped(words.fewest),
            words.not_consistent_from
        );
        return;
    }
    let _ = writeln!(
        html,
        "<p>Practice is not consistent on {}: between the lowest and the highest team lie {:.0} points or more. The widest gap comes first.</p>\n<div class=\"cards\">",
        match apart.len() {
            1 => "one standard".to_owned(),
            several => format!("{} standards", grouped(several as u64)),
        },
        words.not_consistent_from
    );
    for rule in apart {
        card(html, rule, gap(rule), words);
    }
    html.push_str("</div>\n");
}

fn card(html: &mut String, rule: &Rule, gap: f64, words: &Words) {
    let _ = writeln!(
        html,
        "<article class=\"card\"><h3>{} <span class=\"small\">({}, {gap:.0} points apart)</span></h3>",
        safe(&crate::rules::sentence::capitalised(&rule.short)),
        standard(&rule.id)
    );
    let mut table = Table::new(
        &format!("Rates by team: {}", rule.short),
        &[
            ("Team", Holds::Words),
            ("Rate", Holds::Numbers),
            ("Of", Holds::Numbers),
            ("Bar", Holds::Chart),
        ],
    );
    let is_few = |group: &Group| group.standing == Level::TooFew;
    let mut found: Vec<(&str, &Group)> = teams(rule)
        .filter(|(_, group)| group.outcomes.judged() > 0)
        .collect();
    found.sort_by(|(a, x), (b, y)| {
        let last = |name: &str, group: &Group| (is_few(group), name == NOT_RECORDED);
        let rate = |group: &Group| group.rate.unwrap_or_default();
        let order = last(a, x).cmp(&last(b, y));
        let order = order.then_with(|| rate(x).total_cmp(&rate(y)));
        let (of_x, of_y) = (x.outcomes.judged(), y.outcomes.judged());
        order.then(of_y.cmp(&of_x)).then_with(|| a.cmp(b))
    });
    for (name, group) in found.iter().take(SHOWN) {
        let few = is_few(group);
        table.row(vec![
            Cell::html(named(name, rule, group, words)),
            Cell::html(if few {
                Level::TooFew.name().to_owned()
            } else {
                percent(group.rate, words)
            }),
            Cell::number(group.outcomes.judged()),
            Cell::html(if few {
                String::new()
            } else {
                let england = rule.england.as_ref().map(|england| england.rate);
                chart::bar(group.rate, england, fill(standing(rule, group)))
            }),
        ]);
    }
    table.write(html);
    limits::teams_left_out(html, "the lowest rates", found.len(), SHOWN);
    html.push_str("</article>\n");
}

/// With which way the team's own rate moves, where it does.
fn named(name: &str, rule: &Rule, group: &Group, words: &Words) -> String {
    let moves = group.moves.as_ref();
    let moves = moves.and_then(|moves| Some(arrow(moves.direction, &moved(rule, moves, words)?)));
    let moves = moves.map(|moves| format!("<br><span class=\"small\">{moves}</span>"));
    safe(name) + &moves.unwrap_or_default()
}
