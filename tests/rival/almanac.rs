//! A calendar of the rival's own: every day from 1900 to 2199, walked one at a time from a known Monday.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::OnceLock;

/// Bank holidays as the project carries them; read here by the rival itself.
pub const BANK_HOLIDAYS: &str = include_str!("../../rules/bank-holidays.csv");

const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2199;

/// A day, counted from Monday 1 January 1900.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

struct Almanac {
    days: Vec<(i32, u32, u32)>,
    places: HashMap<(i32, u32, u32), i32>,
    holidays: HashSet<i32>,
}

fn almanac() -> &'static Almanac {
    static ALMANAC: OnceLock<Almanac> = OnceLock::new();
    ALMANAC.get_or_init(|| {
        let mut days = Vec::new();
        for year in FIRST_YEAR..=LAST_YEAR {
            for month in 1..=12 {
                for day in 1..=days_in(year, month) {
                    days.push((year, month, day));
                }
            }
        }
        let places: HashMap<_, _> = days
            .iter()
            .enumerate()
            .map(|(place, day)| (*day, place as i32))
            .collect();
        let holidays = BANK_HOLIDAYS
            .lines()
            .skip(1)
            .filter(|line| !line.is_empty())
            .map(|line| places[&parts(&line[..10])])
            .collect();
        Almanac {
            days,
            places,
            holidays,
        }
    })
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn parts(iso: &str) -> (i32, u32, u32) {
    let number = |range: std::ops::Range<usize>| {
        iso[range]
            .parse::<u32>()
            .unwrap_or_else(|_| panic!("not a date: {iso}"))
    };
    (number(0..4) as i32, number(5..7), number(8..10))
}

impl Date {
    pub fn new(year: i32, month: u32, day: u32) -> Self {
        Self(almanac().places[&(year, month, day)])
    }

    /// `2026-03-31`; none for a day that no calendar has, or one outside it.
    pub fn read(iso: &str) -> Option<Self> {
        let number = |range: std::ops::Range<usize>| iso.get(range)?.parse::<u32>().ok();
        let day = (number(0..4)? as i32, number(5..7)?, number(8..10)?);
        almanac().places.get(&day).copied().map(Self)
    }

    pub fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    pub fn is_working_day(self) -> bool {
        // Day 0 is a Monday, so 5 and 6 of every seven are Saturday and Sunday.
        self.0 % 7 < 5 && !almanac().holidays.contains(&self.0)
    }

    /// One working day at a time; `step` is 1 or -1.
    fn working_days(self, count: i32, step: i32) -> Self {
        let mut day = self;
        let mut left = count;
        while left > 0 {
            day = day.plus(step);
            if day.is_working_day() {
                left -= 1;
            }
        }
        day
    }

    /// The same day of a month so many months on or back, or the last day that month has.
    pub fn plus_months(self, months: i32) -> Self {
        let (mut year, mut month, day) = almanac().days[self.0 as usize];
        for _ in 0..months.abs() {
            (year, month) = match (months > 0, month) {
                (true, 12) => (year + 1, 1),
                (true, _) => (year, month + 1),
                (false, 1) => (year - 1, 12),
                (false, _) => (year, month - 1),
            };
        }
        Self::new(year, month, day.min(days_in(year, month)))
    }

    /// A span of time as rules write it, from the day after this one.
    pub fn after(self, span: &str) -> Self {
        self.moved(span, 1)
    }

    pub fn before(self, span: &str) -> Self {
        self.moved(span, -1)
    }

    fn moved(self, span: &str, step: i32) -> Self {
        let (count, unit) = span.split_once(' ').unwrap_or_else(|| panic!("{span}"));
        let count: i32 = count.parse().unwrap_or_else(|_| panic!("{span}"));
        match unit {
            "working day" | "working days" => self.working_days(count, step),
            "day" | "days" => self.plus(count * step),
            "week" | "weeks" => self.plus(count * 7 * step),
            "month" | "months" => self.plus_months(count * step),
            "year" | "years" => self.plus_months(count * 12 * step),
            _ => panic!("{span}"),
        }
    }
}

/// `2026-03-31`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = almanac().days[self.0 as usize];
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[test]
fn the_almanac_starts_on_the_right_foot() {
    assert_eq!(Date::new(2000, 2, 29).plus(1), Date::new(2000, 3, 1));
    assert_eq!(
        Date::new(2026, 3, 31).0 % 7,
        1,
        "31 March 2026 is a Tuesday"
    );
    assert!(!Date::new(2026, 12, 25).is_working_day());
    assert_eq!(
        Date::new(2024, 1, 31).plus_months(1).to_string(),
        "2024-02-29"
    );
}
