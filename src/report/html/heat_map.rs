//! Every team's rate on every standard, side by side.

use std::fmt::Write as _;

use crate::check::standing::{Direction, Level};
use crate::report::document::NOT_RECORDED;
use crate::report::layout::grouped;
use crate::report::saved::{Group, Rule, SavedRun, Words};

use super::escape::safe;
use super::figures::{by_area, moved, percent, standing, teams};
use super::limits;
use super::teams::standings;
use super::this_week::standard;

/// Teams side by side: more would not fit on a page.
const WIDE: usize = 12;
/// Teams shown before the rest are only counted.
const SHOWN: usize = 60;

pub fn section(html: &mut String, run: &SavedRun) {
    let names: Vec<&str> = standings(run).into_iter().map(|(name, _)| name).collect();
    if names.iter().all(|name| *name == NOT_RECORDED) {
        html.push_str(
            "<p>No team is recorded in these files, so nothing can be said by team.</p>\n",
        );
        return;
    }
    let words = &run.run.settings.words;
    let _ = writeln!(
        html,
        "<p>Teams with most to improve come first. <span class=\"key strong\">✓ 95%</span> is strong ({:.0}% or more, or at least England’s rate), <span class=\"key between\">80%</span> between, <span class=\"key improve\">▼ 35%</span> to improve (under {:.0}%), <span class=\"key few\">too few</span> too few to judge (under {}), and a dash says that nothing was asked of that team. An arrow says that the team’s own rate rose (↗) or fell (↘) by {:.0} points or more between the halves of the period.</p>",
        words.strong_from,
        words.to_improve_under,
        grouped(words.fewest),
        words.moves_by
    );
    for (place, part) in names[..names.len().min(SHOWN)].chunks(WIDE).enumerate() {
        map(html, run, part, place);
    }
    limits::teams_left_out(html, "most to improve", names.len(), SHOWN);
}

fn map(html: &mut String, run: &SavedRun, names: &[&str], place: usize) {
    let caption = match place {
        0 => "Rates by standard and team".to_owned(),
        more => format!("Rates by standard and team, part {}", more + 1),
    };
    let _ = write!(
        html,
        "<div class=\"region wide\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\"><table class=\"heat\">\n<caption><span>{caption}</span></caption>\n<thead><tr><th scope=\"col\">Standard</th>"
    );
    for name in names {
        let _ = write!(html, "<th scope=\"col\">{}</th>", safe(name));
    }
    html.push_str("</tr></thead>\n");
    for (area, rules) in by_area(run, |rule| asked_of_any(rule, names)) {
        let _ = writeln!(
            html,
            "<tbody><tr><th scope=\"rowgroup\" class=\"area\" colspan=\"{}\">{}</th></tr>",
            names.len() + 1,
            safe(area)
        );
        for rule in rules {
            row(html, rule, names, &run.run.settings.words);
        }
        html.push_str("</tbody>\n");
    }
    html.push_str("</table></div>\n");
}

/// Whether the standard was asked of any of these teams.
fn asked_of_any(rule: &Rule, names: &[&str]) -> bool {
    teams(rule).any(|(name, group)| names.contains(&name) && group.outcomes.judged() > 0)
}

fn row(html: &mut String, rule: &Rule, names: &[&str], words: &Words) {
    let _ = write!(
        html,
        "<tr><th scope=\"row\">{} {}</th>",
        standard(&rule.id),
        safe(&rule.short)
    );
    for name in names {
        let group = teams(rule).find(|(team, _)| team == name);
        cell(html, rule, group.map(|(_, group)| group), words);
    }
    html.push_str("</tr>\n");
}

fn cell(html: &mut String, rule: &Rule, group: Option<&Group>, words: &Words) {
    let Some(group) = group.filter(|group| group.outcomes.judged() > 0) else {
        html.push_str("<td class=\"none\">–</td>");
        return;
    };
    let rate = percent(group.rate, words);
    let (class, called) = match standing(rule, group) {
        Level::Strong => ("strong", format!("✓ {rate}")),
        Level::ToImprove => ("improve", format!("▼ {rate}")),
        Level::TooFew => (
            "few",
            format!(
                "too few<span class=\"unseen\"> to judge: {} of {} met</span>",
                grouped(group.outcomes.met),
                grouped(group.outcomes.judged())
            ),
        ),
        Level::Between => ("between", rate),
    };
    let moves = group.moves.as_ref().and_then(|moves| {
        let shape = match moves.direction {
            Direction::Rising => '↗',
            _ => '↘',
        };
        let moved = moved(rule, moves, words)?;
        Some(format!(
            " <span aria-hidden=\"true\">{shape}</span><span class=\"unseen\">, {moved}</span>"
        ))
    });
    let moves = moves.unwrap_or_default();
    let _ = write!(html, "<td class=\"{class}\">{called}{moves}</td>");
}
