//! Calendar days.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

/// 1 January 1970 as chrono counts days, so that a [`Day`] counts from there.
const EPOCH_FROM_COMMON_ERA: i32 = 719_163;

/// The years a date in an export may lie in. Outside them a date is a typing error or a stand-in for "no date".
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A calendar day, counted from 1 January 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(i32);

impl Day {
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }

    pub const fn number(self) -> i32 {
        self.0
    }

    /// `None` where the calendar has no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from_date)
    }

    /// Reads `2026-03-31` and nothing else.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return None;
        };
        let year = digits(&[*y1, *y2, *y3, *y4])?;
        Self::from_ymd(year as i32, digits(&[*m1, *m2])?, digits(&[*d1, *d2])?)
    }

    pub fn from_date(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce() - EPOCH_FROM_COMMON_ERA)
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0.saturating_add(EPOCH_FROM_COMMON_ERA))
            .unwrap_or(NaiveDate::MAX)
    }

    #[must_use]
    pub const fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The day half way between two days, the earlier of two such.
    #[must_use]
    pub const fn midway(from: Self, to: Self) -> Self {
        Self(from.0 + (to.0 - from.0) / 2)
    }

    /// The same day of the month `months` on (or back, where negative), or that month's last day.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let step = Months::new(months.unsigned_abs());
        let date = if months >= 0 {
            self.date().checked_add_months(step)
        } else {
            self.date().checked_sub_months(step)
        };
        date.map_or(self, Self::from_date)
    }

    /// Whole years from this day to `later` by the rule for months: the birthday of 29 February falls on the 28th.
    pub fn whole_years_to(self, later: Self) -> i32 {
        let years = later.date().year() - self.date().year();
        if self.plus_months(years * 12) > later {
            years - 1
        } else {
            years
        }
    }

    /// Monday is 0, Sunday 6.
    pub const fn weekday(self) -> i32 {
        (self.0 + 3).rem_euclid(7)
    }

    pub fn year(self) -> i32 {
        self.date().year()
    }

    pub fn month(self) -> Month {
        let date = self.date();
        Month(date.year() * 12 + date.month0() as i32)
    }

    /// `31 March 2026`, as people write it.
    pub fn in_words(self) -> String {
        let date = self.date();
        let month = MONTHS[date.month0() as usize];
        format!("{} {month} {}", date.day(), date.year())
    }

    /// `Tuesday 31 March 2026`.
    pub fn in_words_with_weekday(self) -> String {
        self.date().format("%A %-d %B %Y").to_string()
    }
}

/// `2026-03-31`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        let (year, month, day) = (date.year(), date.month(), date.day());
        if !(0..=9999).contains(&year) {
            return write!(f, "{year:04}-{month:02}-{day:02}");
        }
        // Every finding has some of these: digits one by one are made in less time than numbers are formatted.
        let digit = |number: u32| b'0' + (number % 10) as u8;
        let year = year.unsigned_abs();
        let text = [
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ];
        f.write_str(str::from_utf8(&text).unwrap_or_default())
    }
}

/// A month of a year, for trends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month(i32);

impl Month {
    pub fn first_day(self) -> Day {
        Day::from_ymd(self.0.div_euclid(12), self.0.rem_euclid(12) as u32 + 1, 1).unwrap_or(Day(0))
    }

    pub fn last_day(self) -> Day {
        self.first_day().plus_months(1).plus_days(-1)
    }

    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// `2026-03`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}",
            self.0.div_euclid(12),
            self.0.rem_euclid(12) + 1
        )
    }
}

/// The number that `bytes` spells in decimal digits alone.
pub fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |number: u32, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u32::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn months_end_on_the_last_day_where_the_day_does_not_exist() {
        assert_eq!(day("2025-01-31").plus_months(1), day("2025-02-28"));
        assert_eq!(day("2024-01-31").plus_months(1), day("2024-02-29"));
        assert_eq!(day("2025-03-31").plus_months(-1), day("2025-02-28"));
        assert_eq!(day("2024-02-29").plus_months(12), day("2025-02-28"));
    }

    #[test]
    fn ages_count_whole_years_and_the_unborn_are_minus_one() {
        assert_eq!(day("2020-02-29").whole_years_to(day("2025-02-28")), 5);
        assert_eq!(day("2020-03-01").whole_years_to(day("2025-02-28")), 4);
        assert_eq!(day("2025-03-01").whole_years_to(day("2025-02-28")), -1);
        assert_eq!(day("2025-03-01").whole_years_to(day("2025-03-01")), 0);
    }

    #[test]
    fn days_print_as_people_and_machines_write_them() {
        assert_eq!(day("2026-03-31").to_string(), "2026-03-31");
        for (year, written) in [(987, "0987-11-05"), (12_345, "12345-11-05")] {
            let day = Day::from_ymd(year, 11, 5).unwrap();
            assert_eq!(day.to_string(), written);
        }
        assert_eq!(
            day("2026-03-31").in_words_with_weekday(),
            "Tuesday 31 March 2026"
        );
        assert_eq!(day("2026-03-31").weekday(), 1);
        assert_eq!(day("2024-02-10").month().last_day(), day("2024-02-29"));
        assert_eq!(Day::parse_iso("2026-02-30"), None);
        assert_eq!(Day::parse_iso("2026-2-3"), None);
    }
}
