//! Which way it moves: the standards whose rates rose or fell most between the halves of the period.

use std::fmt::Write as _;

use crate::check::standing::Direction;
use crate::report::halves;
use crate::report::saved::{Rule, SavedRun};
use crate::rules::sentence::joined;

use super::super::escape::safe;
use super::super::figures::{assessed, percent};

/// Standards in a sentence before "and n more".
const NAMED: usize = 5;

pub fn section(html: &mut String, run: &SavedRun) {
    html.push_str("<h2>Which way it is moving</h2>\n");
    let moved = |direction: Direction| -> Vec<(f64, f64, &Rule)> {
        let mut found: Vec<(f64, f64, &Rule)> = assessed(run)
            .filter(|rule| rule.direction == direction)
            .filter_map(|rule| {
                let [(_, from), (_, to)] = halves::of_rule(rule)?;
                Some((from, to, rule))
            })
            .collect();
        found.sort_by(|a, b| (b.1 - b.0).abs().total_cmp(&(a.1 - a.0).abs()));
        found
    };
    let words = &run.run.settings.words;
    let mut said = false;
    for (direction, opening) in [
        (Direction::Falling, "Falling"),
        (Direction::Rising, "Rising"),
    ] {
        let found = moved(direction);
        if found.is_empty() {
            continue;
        }
        said = true;
        let mut named: Vec<String> = found
            .iter()
            .take(NAMED)
            .map(|(from, to, rule)| {
                format!(
                    "{} ({} to {})",
                    safe(&rule.short),
                    percent(Some(*from), words),
                    percent(Some(*to), words)
                )
            })
            .collect();
        if found.len() > NAMED {
            named.push(format!("{} more", found.len() - NAMED));
        }
        let _ = writeln!(
            html,
            "<p><strong>{opening}</strong>: {}.</p>",
            joined(&named, "and")
        );
    }
    if said {
        let _ = writeln!(
            html,
            "<p>The rates are of {}, by the month in which each thing was due; a change of {:.0} points or more counts. See <a href=\"#trend\">month by month</a>.</p>",
            match halves::of_run(run) {
                Some([early, recent]) => format!("{early} and of {recent}"),
                None =>
                    "the first and the second half of the months that each standard has".to_owned(),
            },
            words.moves_by
        );
    } else {
        let _ = writeln!(
            html,
            "<p>No standard with enough to judge it by moved {:.0} points or more between the halves of the period.</p>",
            words.moves_by
        );
    }
}
