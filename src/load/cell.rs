//! One cell's text to a value.

use crate::model::day::{Day, YEARS, digits};

/// What a cell held.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Cell<T> {
    /// A value by which systems say that there is none (1900-01-01, NULL): blank, and counted.
    StandIn,
    Value(T),
    Bad,
}

/// Days that systems write where there is no date.
const STAND_IN_DAYS: [(i32, u32, u32); 4] =
    [(1900, 1, 1), (9999, 12, 31), (2300, 1, 1), (2099, 12, 31)];

/// Words that systems write where there is no value, in lower case.
const STAND_IN_WORDS: [&str; 9] = [
    "null",
    "nan",
    "#n/a",
    "#ref!",
    "#value!",
    "<blank>",
    "ssd_ph",
    "placeholder_data",
    "..",
];

/// Without surrounding spaces, the non-breaking kind included.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

pub(super) fn is_stand_in_word(text: &str) -> bool {
    text.len() <= 16
        && STAND_IN_WORDS
            .iter()
            .any(|word| word.eq_ignore_ascii_case(text))
}

/// `2026-03-31`, `31/03/2026`, either with a time behind it. Days come before months, as in England.
pub(super) fn date(text: &str) -> Cell<Day> {
    let date = match text.find(['T', ' ']) {
        Some(end) if is_time(&text[end + 1..]) => &text[..end],
        _ => text,
    };
    let (year, month, day) = match date.as_bytes() {
        [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => (y, [*m1, *m2], [*d1, *d2]),
        [d1, d2, b'/', m1, m2, b'/', y @ ..] if y.len() == 4 => (y, [*m1, *m2], [*d1, *d2]),
        _ => return Cell::Bad,
    };
    let (year, month, day) = (
        digits(year).map(|year| year as i32),
        digits(&month),
        digits(&day),
    );
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return Cell::Bad;
    };
    if STAND_IN_DAYS.contains(&(year, month, day)) {
        return Cell::StandIn;
    }
    if !YEARS.contains(&year) {
        return Cell::Bad;
    }
    Day::from_ymd(year, month, day).map_or(Cell::Bad, Cell::Value)
}

/// A time of day such as `00:00`, `11:14:05`, `10:12:28.000Z`.
fn is_time(text: &str) -> bool {
    text.len() >= 4
        && text.contains(':')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b":.Z+-".contains(&byte))
}

pub(super) fn flag(text: &str) -> Cell<bool> {
    const YES: [&str; 4] = ["yes", "y", "true", "1"];
    const NO: [&str; 4] = ["no", "n", "false", "0"];
    let is = |words: [&str; 4]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(YES) {
        Cell::Value(true)
    } else if is(NO) {
        Cell::Value(false)
    } else {
        Cell::Bad
    }
}

pub(super) fn number(text: &str) -> Cell<f64> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Cell::Value(number),
        _ => Cell::Bad,
    }
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
    fn dates_are_british_and_real() {
        let day = |text| Cell::Value(Day::parse_iso(text).unwrap());
        assert_eq!(date("2026-03-31"), day("2026-03-31"));
        assert_eq!(date("2026-03-31T00:00:00"), day("2026-03-31"));
        assert_eq!(date("2026-03-31 11:14"), day("2026-03-31"));
        assert_eq!(date("04/03/2026"), day("2026-03-04"));
        assert_eq!(date("04/03/2026 00:00:00"), day("2026-03-04"));
        for bad in [
            "03/31/2026",
            "2026-02-30",
            "2026-3-1",
            "31-03-2026",
            "yesterday",
            "2026-03-31 or so",
            "1066-10-14",
            "2026-03-31T",
        ] {
            assert_eq!(date(bad), Cell::Bad, "{bad}");
        }
        for stand_in in [
            "1900-01-01",
            "01/01/1900",
            "9999-12-31",
            "2300-01-01T00:00:00",
        ] {
            assert_eq!(date(stand_in), Cell::StandIn, "{stand_in}");
        }
    }

    #[test]
    fn what_a_message_shows_of_a_bad_cell_holds_no_name() {
        assert_eq!(shown("31-Feb-26"), "\"31-Feb-26\"");
        assert_eq!(shown("2026-02-30"), "\"2026-02-30\"");
        assert_eq!(shown("Jane Doe"), "text of 8 characters");
    }
}
