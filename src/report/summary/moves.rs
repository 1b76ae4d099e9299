//! Which way it moves: the standards whose rates rise or fall most between the halves of the period.

use crate::check::standing::{Direction, Half};
use crate::report::document::Finished;
use crate::report::layout::{title, wrapped};
use crate::report::{rule_table, set_here};
use crate::rules::sentence::joined;

use super::assessed;

/// Standards in a line before "and n more".
const NAMED: usize = 5;

pub(super) fn moves(text: &mut String, finished: &Finished<'_>, width: usize) {
    let (mut rising, mut falling) = (Vec::new(), Vec::new());
    for result in assessed(finished) {
        let rule = finished.ruleset().rule(result.id);
        if let Some(halves) = result.standing.moved() {
            let rate = |half: Half| half.outcomes.exact_rate().unwrap_or_default();
            let by = (rate(halves.recent) - rate(halves.early)).abs();
            let moved = match result.standing.direction {
                Direction::Rising => &mut rising,
                _ => &mut falling,
            };
            let between = rule_table::between(halves, result, &finished.limits);
            moved.push((by, set_here::short(rule), between));
        }
    }
    if rising.is_empty() && falling.is_empty() {
        return;
    }
    title(text, "WHICH WAY IT MOVES");
    for (word, mut moved) in [("Rising", rising), ("Falling", falling)] {
        if moved.is_empty() {
            continue;
        }
        moved.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut named: Vec<String> = moved
            .iter()
            .take(NAMED)
            .map(|(_, short, between)| format!("{short} {between}"))
            .collect();
        if moved.len() > named.len() {
            named.push(format!("{} more", moved.len() - named.len()));
        }
        wrapped(
            text,
            &format!("{word}: {}", joined(&named, "and")),
            width,
            2,
        );
    }
}
