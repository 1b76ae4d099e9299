//! Words in place of a date: that there is none, as "ongoing" says, or that there is one and nobody wrote which.

use crate::model::folding::fold;

/// Words of what has not come, or did not: not ended, not held, not born, not dead.
const NONE: [&str; 68] = [
    "no",
    "not",
    "n",
    "f",
    "false",
    "none",
    "nil",
    "never",
    "nothing",
    "nobody",
    "na",
    "nk",
    "unknown",
    "undated",
    "unborn",
    "unallocated",
    "without",
    "blank",
    "empty",
    "missing",
    "open",
    "ongoing",
    "going",
    "current",
    "currently",
    "present",
    "active",
    "live",
    "alive",
    "living",
    "still",
    "remains",
    "remaining",
    "continues",
    "continuing",
    "continued",
    "progress",
    "wip",
    "incomplete",
    "under",
    "until",
    "await",
    "awaiting",
    "awaited",
    "waiting",
    "pending",
    "outstanding",
    "overdue",
    "due",
    "planned",
    "scheduled",
    "booked",
    "tbc",
    "tbd",
    "tba",
    "be",
    "follow",
    "next",
    "tomorrow",
    "cancelled",
    "postponed",
    "rescheduled",
    "deferred",
    "declined",
    "refused",
    "missed",
    "dna",
    "attempted",
];

/// Words of what has come, whatever is said of it behind them: "died, date not known".
const SOME: [&str; 23] = [
    "yes",
    "y",
    "t",
    "true",
    "died",
    "dead",
    "death",
    "deceased",
    "stillborn",
    "completed",
    "complete",
    "done",
    "held",
    "ended",
    "closed",
    "ceased",
    "stopped",
    "finished",
    "happened",
    "occurred",
    "attended",
    "seen",
    "signed",
];

/// Whether words say that there is no date. What they say first counts: "not held" is no meeting, "held, no minutes" is one. Of
/// other words nobody knows.
pub(in crate::load) fn says_no_date(text: &str) -> bool {
    let text = fold(text);
    let mut words = text
        .split(|c: char| !c.is_alphabetic() && c != '\'')
        .filter(|word| !word.is_empty());
    let says = words.find_map(|word| match word {
        _ if NONE.contains(&word) || word.ends_with("n't") || is_template(word) => Some(true),
        _ if SOME.contains(&word) => Some(false),
        _ => None,
    });
    says == Some(true)
}

/// "dd/mm/yyyy", "zz/zz/zzzz": a box that nobody filled in.
fn is_template(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    word.len() > 1
        && first.is_some_and(|letter| "dmyxz".contains(letter))
        && letters.all(|letter| Some(letter) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_words_say_first_counts() {
        for none in [
            "ongoing",
            "On-going",
            "OPEN",
            "Case still open",
            "current",
            "alive",
            "No",
            "N",
            "n/k",
            "not yet held",
            "to be arranged",
            "awaiting date",
            "visit not held",
            "didn\u{2019}t attend",
            "DNA",
            "dd/mm/yyyy",
            "xx/xx/xxxx",
            "Unborn",
        ] {
            assert!(says_no_date(none), "{none}");
        }
        for some in [
            "died in hospital",
            "Died, date not known",
            "deceased",
            "Yes",
            "Y",
            "\u{2713}",
            "X",
            "closed - no further action",
            "held, no minutes",
            "last week",
            "early March",
            "Jane Smith",
        ] {
            assert!(!says_no_date(some), "{some}");
        }
    }
}
