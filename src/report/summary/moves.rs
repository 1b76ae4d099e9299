//! Which way it moves: the standards whose rates rise or fall most between the halves of the period.

use crate::check::standing::Direction;
use crate::report::document::Finished;
use crate::report::layout::{title, wrapped};
use crate::report::percent::percent;
use crate::report::set_here;
use crate::rules::sentence::joined;

use super::assessed;

/// Standards in a line before "and n more".
const NAMED: usize = 5;

pub(super) fn moves(text: &mut String, finished: &Finished<'_>, width: usize) {
    let (mut rising, mut falling) = (Vec::new(), Vec::new());
    for result in assessed(finished) {
        let short = set_here::short(finished.ruleset.rule(result.id));
        if let Some((from, to)) = result.standing.moved() {
            let moved = match result.standing.direction {
                Direction::Rising => &mut rising,
                _ => &mut falling,
            };
            moved.push(((to - from).abs(), short, from, to));
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
            .map(|(_, short, from, to)| {
                let (from, to) = (
                    percent(*from, &finished.limits),
                    percent(*to, &finished.limits),
                );
                format!("{short} {from} to {to}")
            })
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
