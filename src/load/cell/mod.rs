//! One cell's text to a value.

mod code;
mod date;
mod flag;
mod id;
mod number;

pub(super) use code::code;
pub(super) use date::{SpelledDate, date};
pub(super) use flag::{answer, flag};
pub(super) use id::{Id, id, may_be_rounded};
pub(super) use number::number;

/// What a cell held.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Cell<T> {
    Value(T),
    /// Nothing, or a phrase that says nothing.
    Blank,
    /// A value by which systems say that there is none (1900-01-01, NULL): blank, and counted.
    StandIn,
    /// What a spreadsheet shows where its formula failed (#N/A): blank, and counted as a fault of that spreadsheet.
    BrokenFormula,
    Bad(Fault),
}

/// Why a cell cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// It is nothing like what its field holds.
    Unlike,
    /// A date of which the day or the month is not known.
    PartOfDate,
    /// A date that can only be month-first, in a column whose dates are day-first.
    MonthFirst,
    /// "<1": a limit, not a number.
    Limit,
    Percentage,
}

impl<T> Cell<T> {
    pub(super) fn map<U>(self, value: impl FnOnce(T) -> U) -> Cell<U> {
        match self {
            Self::Value(found) => Cell::Value(value(found)),
            Self::Blank => Cell::Blank,
            Self::StandIn => Cell::StandIn,
            Self::BrokenFormula => Cell::BrokenFormula,
            Self::Bad(fault) => Cell::Bad(fault),
        }
    }
}

impl Fault {
    /// What a message adds to the cell that it shows, and to what was made of it.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Unlike => ("", ""),
            Self::PartOfDate => (", a date known only in part", ""),
            Self::MonthFirst => (
                ", which has the month first where other dates of this column have the day first",
                "; export dates as 2026-03-31",
            ),
            Self::Limit => (", a limit", "; export the number itself"),
            Self::Percentage => (", a percentage", "; export the number itself"),
        }
    }
}

/// Words that systems write where there is no value, in lower case: databases, pandas, the Standard Safeguarding Dataset.
const STAND_INS: [&str; 6] = ["null", "nan", "<blank>", "ssd_ph", "placeholder_data", ".."];

/// Every error value of Excel (Microsoft, "How to correct a # error", and the list of ERROR.TYPE), in lower case.
const BROKEN_FORMULAS: [&str; 15] = [
    "#n/a",
    "#ref!",
    "#value!",
    "#name?",
    "#div/0!",
    "#null!",
    "#num!",
    "#spill!",
    "#calc!",
    "#field!",
    "#blocked!",
    "#connect!",
    "#unknown!",
    "#busy!",
    "#getting_data",
];

/// Without surrounding spaces, the non-breaking kind included.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// A word that stands for no value in a field of any kind.
pub(super) fn absent<T>(text: &str) -> Option<Cell<T>> {
    let is_in = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if text.starts_with('#') {
        return is_in(&BROKEN_FORMULAS).then_some(Cell::BrokenFormula);
    }
    is_in(&STAND_INS).then_some(Cell::StandIn)
}

pub(super) fn is_stand_in_word(text: &str) -> bool {
    absent::<()>(text).is_some()
}

/// A bad cell as a message may show it: what looks like a date or a number in full, anything else by its length alone, so that
/// a name typed into a wrong column goes no further.
pub(super) fn shown(text: &str) -> String {
    let longest_word = text
        .split(|c: char| !c.is_alphabetic())
        .map(|word| word.chars().count())
        .max()
        .unwrap_or(0);
    let length = text.chars().count();
    if longest_word <= 3 && length <= 30 {
        format!("{text:?}")
    } else {
        format!("text of {length} characters")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_shows_of_a_bad_cell_holds_no_name() {
        assert_eq!(shown("31-Feb-26"), "\"31-Feb-26\"");
        assert_eq!(shown("2026-02-30"), "\"2026-02-30\"");
        assert_eq!(shown("Jane Doe"), "text of 8 characters");
    }

    #[test]
    fn every_word_for_no_value_is_known_in_any_case() {
        for word in STAND_INS {
            assert_eq!(absent::<()>(&word.to_uppercase()), Some(Cell::StandIn));
        }
        for word in BROKEN_FORMULAS {
            assert_eq!(
                absent::<()>(&word.to_uppercase()),
                Some(Cell::BrokenFormula)
            );
        }
        assert_eq!(absent::<()>("#1"), None);
        assert_eq!(absent::<()>("nano"), None);
    }
}
