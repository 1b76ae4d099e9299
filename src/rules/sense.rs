//! What a check must ask to be one: something, and nothing that contradicts itself. A rule file and what a council sets otherwise
//! are held to it alike.

use std::ops::Range;

use crate::model::folding::fold;

use super::diagnostic::Mistakes;
use super::plan::{Ages, Attendance, Cadence, Check, Count, Order, Require, TextCheck};

/// Marks `span`, where the check is written, with what makes no sense of it.
pub(super) fn demand(check: &Check, span: &Range<usize>, mistakes: &mut Mistakes) {
    let found = match check {
        Check::Require(check) => require(check),
        Check::Cadence(check) => cadence(check),
        Check::Count(check) => count(check),
        Check::Attendance(check) => attendance(check),
        Check::Text(check) => text(check),
        Check::Order(check) => order(check),
        Check::Deadline(_) | Check::Duration(_) | Check::Reference(_) => None,
    };
    if let Some(Nonsense { message, label }) = found {
        mistakes.add(span.clone(), message, label);
    }
}

struct Nonsense {
    message: String,
    /// What to do about it, or what was found.
    label: String,
}

impl Nonsense {
    fn new(message: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            label: label.into(),
        }
    }
}

fn require(check: &Require) -> Option<Nonsense> {
    if check.any_of.iter().any(Vec::is_empty) {
        return Some(Nonsense::new(
            "a group of any_of names no field",
            "name those of which one must be filled",
        ));
    }
    match check.parts().count() {
        0 => Some(Nonsense::new(
            "this require asks for nothing",
            "give it fields, any_of, yes or holds",
        )),
        1..=Require::MOST => None,
        found => Some(Nonsense::new(
            format!("a require asks for no more than {} things", Require::MOST),
            format!("found {found}: write two rules"),
        )),
    }
}

fn cadence(check: &Cadence) -> Option<Nonsense> {
    match check.ages {
        Some(Ages {
            from: None,
            to: None,
        }) => Some(Nonsense::new(
            "ages needs from or to",
            "add a birthday, or remove ages",
        )),
        Some(Ages {
            from: Some(from),
            to: Some(to),
        }) if from >= to => Some(Nonsense::new(
            "ages run from one birthday to a later one",
            format!("found from {from} to {to}"),
        )),
        _ => None,
    }
}

fn count(check: &Count) -> Option<Nonsense> {
    match (check.at_least, check.at_most) {
        (None, None) => Some(Nonsense::new(
            "a count needs at_most or at_least",
            "add a limit",
        )),
        (Some(0.0), None) => Some(Nonsense::new(
            "this count asks for nothing",
            "there are at least 0 of everything",
        )),
        (Some(least), Some(most)) if least > most => Some(Nonsense::new(
            "at_least is above at_most: nothing is both",
            format!("found at least {least} and at most {most}"),
        )),
        _ => None,
    }
}

fn attendance(check: &Attendance) -> Option<Nonsense> {
    if check.all_of.is_empty() && check.at_least.is_none() {
        return Some(Nonsense::new(
            "this attendance asks for nothing",
            "give it all_of or at_least",
        ));
    }
    if !check.besides.is_empty() && check.at_least.is_none() {
        return Some(Nonsense::new(
            "besides says which agencies at_least does not count, and there is no at_least",
            "write at_least = 1, or leave besides out",
        ));
    }
    None
}

fn text(check: &TextCheck) -> Option<Nonsense> {
    if check.mention.iter().any(|phrase| fold(phrase).is_empty()) {
        return Some(Nonsense::new(
            "a phrase to mention is blank",
            "write what the narrative must say",
        ));
    }
    let asks = check.min_words.is_some()
        || !check.avoid.is_empty()
        || !check.mention.is_empty()
        || check.unlike.is_some();
    if asks {
        None
    } else {
        Some(Nonsense::new(
            "this text asks for nothing",
            "give it min_words, avoid, mention or unlike",
        ))
    }
}

fn order(check: &Order) -> Option<Nonsense> {
    if check.dates.len() < 2 {
        return Some(Nonsense::new(
            "an order needs at least two dates",
            "add dates = [\"started_on\", \"ended_on\"]",
        ));
    }
    None
}
