//! Answers of yes and no.

use crate::model::catalogue::Field;
use crate::model::intern::Interner;

use super::code::one_of_parts;
use super::{Cell, Fault};

/// A yes or no: plain, behind a letter or a number ("a) Yes", "0 - No"), or in words that the field lists for its two values
/// ("child not seen alone").
pub(in crate::load) fn flag(text: &str, field: &Field, codes: &Interner) -> Cell<bool> {
    let listed = |spelling: &str| {
        if field.values.is_empty() {
            return None;
        }
        plain(codes.text(field.value(spelling)?))
    };
    let answer = |spelling: &str| plain(spelling).or_else(|| listed(spelling));
    match answer(text).or_else(|| one_of_parts(text, answer)) {
        Some(flag) => Cell::Value(flag),
        None => Cell::Bad(Fault::Unlike),
    }
}

/// A yes or no, plain or behind a letter or a number, whatever the field.
pub(in crate::load) fn answer(text: &str) -> Option<bool> {
    plain(text).or_else(|| one_of_parts(text, plain))
}

/// A yes or no in one word, letter or digit.
pub(super) fn plain(text: &str) -> Option<bool> {
    const YES: [&str; 5] = ["yes", "y", "true", "1", "t"];
    const NO: [&str; 5] = ["no", "n", "false", "0", "f"];
    let is = |words: [&str; 5]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(YES) {
        Some(true)
    } else if is(NO) {
        Some(false)
    } else {
        None
    }
}
