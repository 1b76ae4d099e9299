//! Answers of yes and no.

use crate::model::catalogue::Field;
use crate::model::intern::Interner;

use super::code::{one_of_parts, parts};
use super::{Cell, Fault};

/// Words beside a yes that leave it one: where and how the child was seen, and that a thing is done.
const HARMLESS: [&str; 32] = [
    "yes",
    "y",
    "alone",
    "seen",
    "spoken",
    "to",
    "at",
    "in",
    "on",
    "the",
    "own",
    "home",
    "school",
    "nursery",
    "college",
    "bedroom",
    "room",
    "placement",
    "office",
    "touch",
    "completed",
    "complete",
    "done",
    "sent",
    "shared",
    "given",
    "recorded",
    "held",
    "confirmed",
    "attended",
    "see",
    "notes",
];

/// Words beside a no that may make it half a yes.
const IN_PART: [&str; 8] = [
    "but",
    "although",
    "though",
    "however",
    "except",
    "partly",
    "partially",
    "later",
];

/// Words before an answer that may turn it round: "Not alone: yes".
const TURNING: [&str; 6] = ["not", "no", "never", "with", "without", "unless"];

/// A yes or no: plain, behind a letter or a number ("a) Yes", "0 - No"), or in words that the field lists for its two values
/// ("child not seen alone"). One that is followed by words that may take it back is none: "Yes - not alone".
pub(in crate::load) fn flag(text: &str, field: &Field, codes: &Interner) -> Cell<bool> {
    let listed = |spelling: &str| {
        if field.values.is_empty() {
            return None;
        }
        plain(codes.text(field.value(spelling)?))
    };
    match whole_or_part(text, |spelling| {
        plain(spelling).or_else(|| listed(spelling))
    }) {
        Some(flag) => Cell::Value(flag),
        None => Cell::Bad(Fault::Unlike),
    }
}

/// A yes or no, plain or behind a letter or a number, whatever the field.
pub(in crate::load) fn answer(text: &str) -> Option<bool> {
    whole_or_part(text, plain)
}

fn whole_or_part(text: &str, answer: impl Fn(&str) -> Option<bool>) -> Option<bool> {
    answer(text).or_else(|| {
        let flag = one_of_parts(text, &answer)?;
        (!is_taken_back(text, answer)).then_some(flag)
    })
}

/// Whether what stands beside an answer may take it back.
fn is_taken_back(text: &str, answer: impl Fn(&str) -> Option<bool>) -> bool {
    parts(text).any(|(before, behind)| match (answer(before), answer(behind)) {
        (Some(true), None) => !words(behind).all(is_harmless),
        (Some(false), None) => words(behind).any(|word| is_in(&IN_PART, word)),
        (None, Some(_)) => words(before).any(|word| is_in(&TURNING, word)),
        _ => false,
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// A known word, or a number, as of a date.
fn is_harmless(word: &str) -> bool {
    is_in(&HARMLESS, word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_in(words: &[&str], word: &str) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// A yes or no in one word, letter or digit.
pub(super) fn plain(text: &str) -> Option<bool> {
    const YES: [&str; 5] = ["yes", "y", "true", "1", "t"];
    const NO: [&str; 5] = ["no", "n", "false", "0", "f"];
    if is_in(&YES, text) {
        Some(true)
    } else if is_in(&NO, text) {
        Some(false)
    } else {
        None
    }
}
