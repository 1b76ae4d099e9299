//! A date of several numbers and names, taken apart.

use crate::model::day::{YEARS, digits};

pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

pub(super) enum Parts {
    Named { year: u32, month: u32, day: u32 },
    Ordered { first: u32, second: u32, year: u32 },
    Incomplete,
}

/// `31/03/2026`, `31-3-2026`, `31.03.2026`, `31/03/26`, `2026/03/31`, and `zz/03/2026` as partial dates are written.
pub(super) fn numeric(text: &str) -> Option<Parts> {
    let separator = text.chars().find(|c| "/-.".contains(*c))?;
    let mut parts = text.split(separator);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let is_unknown = |part: &str| {
        !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b"zZxX?".contains(&b))
    };
    if is_unknown(first) || is_unknown(second) {
        let year = short(third, 4)?;
        return YEARS.contains(&(year as i32)).then_some(Parts::Incomplete);
    }
    if first.len() == 4 {
        return Some(Parts::Named {
            year: short(first, 4)?,
            month: short(second, 2)?,
            day: short(third, 2)?,
        });
    }
    // Between strokes nobody writes the year first and short; 26-03-31 could be either of two days.
    if third.len() != 4 && (third.len() != 2 || separator != '/') {
        return None;
    }
    Some(Parts::Ordered {
        first: short(first, 2)?,
        second: short(second, 2)?,
        year: year(third)?,
    })
}

/// `31-Mar-26`, `31 March 2026`, `31/Mar/2026`, and SQL Server's own `Mar 31 2026`.
pub(super) fn with_month_name(text: &str) -> Option<Parts> {
    let mut parts = text
        .split(|c: char| c.is_whitespace() || "-/.,".contains(c))
        .filter(|part| !part.is_empty());
    let (first, second, last) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (day, name) = match short(first, 2) {
        Some(day) => (day, second),
        None => (short(second, 2)?, first),
    };
    Some(Parts::Named {
        year: year(last)?,
        month: month(name)?,
        day,
    })
}

/// A month by its name, or by three letters of it or more.
pub(super) fn month(name: &str) -> Option<u32> {
    let place = MONTHS.iter().position(|month| {
        name.len() >= 3
            && month
                .get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
    })?;
    Some(place as u32 + 1)
}

/// A year of four digits or two. Two are from 1950 to 2049: Excel and Windows, which write most of them, read 30 as 1930 (Microsoft,
/// "How Excel works with two-digit year numbers"), but nothing recorded of a child is so old, and plans look ahead.
fn year(text: &str) -> Option<u32> {
    let year = short(text, 4)?;
    match text.len() {
        4 => Some(year),
        2 if year < 50 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

/// A number of no more than so many digits.
fn short(text: &str, longest: usize) -> Option<u32> {
    (1..=longest)
        .contains(&text.len())
        .then(|| digits(text.as_bytes()))?
}
