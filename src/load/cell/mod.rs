//! One cell's text to a value.

mod code;
mod date;
mod flag;
mod id;
mod markup;
mod narrative;
mod number;

pub(super) use code::code;
pub(super) use date::{SpelledDate, date, is_bare_number, says_no_date};
pub(super) use flag::{answer, flag};
pub(super) use id::{Id, id, is_plain_id, may_be_rounded};
pub(super) use markup::{unwrapped, without_markup};
pub(super) use narrative::without_words;
pub(super) use number::{number, number_of};

/// What a cell held.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Cell<T> {
    Value(T),
    /// Nothing, or a phrase that says nothing.
    Blank,
    /// A value by which systems say that there is none (1900-01-01, NULL): blank, and counted.
    StandIn,
    /// What a spreadsheet shows where its formula failed (#N/A): not known, and counted as a fault of that spreadsheet.
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
    /// Before any child of today's was born: 1925 for 2025.
    LongAgo,
    /// A yes, or a number, where words should be.
    NoWords,
    /// "########", which a spreadsheet shows where a column is too narrow.
    NoRoom,
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
            Self::LongAgo => (", a date before 1950", ""),
            Self::NoWords => (", which does not say what was recorded", ""),
            Self::NoRoom => (
                ", which a spreadsheet shows in a column that is too narrow",
                "; widen the column and export again",
            ),
        }
    }
}

/// Words that systems write where there is no value, in lower case: databases, pandas, JavaScript, the Standard Safeguarding Dataset.
const STAND_INS: [&str; 11] = [
    "null",
    "(null)",
    "<null>",
    "[null]",
    "nan",
    "undefined",
    "[object object]",
    "<blank>",
    "ssd_ph",
    "placeholder_data",
    "..",
];

/// What stands for the value of a formula that a workbook holds no value for. Nobody has worked it out, so that nobody knows it.
pub(super) const WITHOUT_VALUE: &str = "#formula without its value";

/// Every error value of Excel (Microsoft, "How to correct a # error", and the list of ERROR.TYPE), what Visual Basic makes of them
/// ("Error 2042": its list of cell error values) and what report servers and other spreadsheets write, in lower case.
const BROKEN_FORMULAS: [&str; 25] = [
    WITHOUT_VALUE,
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
    "#error",
    "error 2000",
    "error 2007",
    "error 2015",
    "error 2023",
    "error 2029",
    "error 2036",
    "error 2042",
    "err:502",
];

/// Without surrounding spaces, the non-breaking kind included.
pub(super) fn trim(text: &str) -> &str {
    // Nearly every cell has nothing around it, or nothing at all.
    let stands = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b'!'..=b'~'));
    if stands(text.as_bytes().first()) && stands(text.as_bytes().last()) {
        return text;
    }
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// A word that stands for no value in a field of any kind.
pub(super) fn absent<T>(text: &str) -> Option<Cell<T>> {
    let is_in = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match text.as_bytes().first()? {
        // How the words begin. Every cell is asked.
        b'#' | b'e' | b'E' => is_in(&BROKEN_FORMULAS).then_some(Cell::BrokenFormula),
        b'n' | b'N' | b'<' | b'(' | b'[' | b'u' | b'U' | b's' | b'S' | b'p' | b'P' | b'.' => {
            is_in(&STAND_INS).then_some(Cell::StandIn)
        }
        _ => None,
    }
}

/// Whether a spreadsheet showed this in place of a value that its column is too narrow for.
pub(super) fn has_no_room(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte == b'#')
}

pub(super) fn is_stand_in_word(text: &str) -> bool {
    absent::<()>(text) == Some(Cell::StandIn)
}

/// Whether a spreadsheet wrote this because a formula of it failed.
pub(super) fn is_broken_formula(text: &str) -> bool {
    absent::<()>(text) == Some(Cell::BrokenFormula)
}

/// A bad cell as a message may show it: what looks like a date, a number or an answer in full, anything else by its length
/// alone, so that a name, a postcode or a national number typed into a wrong column goes no further.
pub(super) fn shown(text: &str) -> String {
    if looks_harmless(text) {
        format!("{text:?}")
    } else {
        format!("text of {} characters", text.chars().count())
    }
}

fn looks_harmless(text: &str) -> bool {
    /// Digits of a date; a telephone number has more, a time of day comes behind them.
    const DATE: usize = 8;
    const WORDS: [&str; 8] = ["yes", "no", "y", "n", "true", "false", "am", "pm"];
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let has_time = text
        .bytes()
        .skip("2026-03-31".len())
        .any(|byte| byte == b':');
    let is_harmless = |word: &str| {
        let (letters, figures) =
            word.split_at(word.bytes().take_while(u8::is_ascii_alphabetic).count());
        // "8th", "31T10", "28Z".
        let behind = word.trim_matches(|c: char| c.is_ascii_digit());
        letters.is_empty() && behind.len() <= 2 && behind.bytes().all(|b| b.is_ascii_lowercase())
            || letters.is_empty() && ["T", "Z"].contains(&behind)
            || figures.is_empty()
                && (WORDS
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(letters))
                    || date::is_month(letters) && digits > 0
                    || letters.len() <= 2 && letters.bytes().all(|b| b"zZxX".contains(&b)))
    };
    text.chars().count() <= 30
        && text.is_ascii()
        && (digits <= DATE || has_time && digits <= 24)
        && text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .all(is_harmless)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_shows_of_a_bad_cell_holds_no_name() {
        for text in [
            "31-Feb-26",
            "2026-02-30",
            "2026-02-30 10:12:28.000",
            "2026-02-30T10:12:28Z",
            "Feb 2014",
            "zz/zz/2014",
            "<1",
            "12%",
            "1,5",
            "1 - No",
            "31st Feb",
        ] {
            assert_eq!(shown(text), format!("{text:?}"));
        }
        for text in [
            "Jane Doe",
            "Amy Lee",
            "May",
            "ZZ9 9ZZ",
            "ZZ99ZZ",
            "943 476 5919",
            "9434765919",
            "A943476591923",
            "07700 900123",
        ] {
            let length = text.len();
            assert_eq!(
                shown(text),
                format!("text of {length} characters"),
                "{text}"
            );
        }
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
