//! Which way it moves: the standards whose rates rose or fell most between the halves of the period.

use std::fmt::Write as _;

use crate::check::standing::Direction;
use crate::report::halves::{self, HalfOfRule};
use crate::report::saved::{Rule, SavedRun};
use crate::rules::sentence::joined;

use super::super::escape::safe;
use super::super::figures::{assessed, from_and_to};

/// Standards in a sentence before "and n more".
const NAMED: usize = 5;

pub fn section(html: &mut String, run: &SavedRun) {
    html.push_str("<h2>Which way it is moving</h2>\n");
    let moved = |direction: Direction| -> Vec<([HalfOfRule; 2], &Rule)> {
        let mut found: Vec<([HalfOfRule; 2], &Rule)> = assessed(run)
            .filter(|rule| rule.direction == direction)
            .filter_map(|rule| Some((halves::of_rule(rule)?, rule)))
            .collect();
        let by = |[early, recent]: &[HalfOfRule; 2]| (recent.rate.rate - early.rate.rate).abs();
        found.sort_by(|(a, x), (b, y)| by(b).total_cmp(&by(a)).then(x.short.cmp(&y.short)));
        found
    };
    let words = &run.run.settings.words;
    let mut said = false;
    for (direction, opening) in [
        (Direction::Rising, "Rising"),
        (Direction::Falling, "Falling"),
    ] {
        let found = moved(direction);
        if found.is_empty() {
            continue;
        }
        said = true;
        let mut named: Vec<String> = found
            .iter()
            .take(NAMED)
            .map(|([early, recent], rule)| {
                let [from, to] = from_and_to(rule, [early.rate, recent.rate], words);
                format!("{} ({from} to {to})", safe(&rule.short))
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
            "<p>The rates are of {}, {}. A change of {:.0} points or more counts. See <a href=\"#trend\">month by month</a>.</p>",
            match halves::of_run(run) {
                Some([early, recent]) => format!("{early} and of {recent}"),
                None =>
                    "the first and the second half of the months that each standard has".to_owned(),
            },
            halves::BY_MONTH,
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
