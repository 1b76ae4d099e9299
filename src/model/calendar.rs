//! Working days in England: not Saturday, Sunday or a bank holiday.

use std::collections::BTreeMap;

use super::day::Day;

/// Years the calendar is laid out for: those of [`super::day::YEARS`] and the longest length of time beyond them.
const FIRST_YEAR: i32 = 1850;
const LAST_YEAR: i32 = 2299;

/// The working days of England, laid out once so that adding working days is two look-ups.
pub struct Calendar {
    first: Day,
    /// For each day from `first`: how many working days lie before it.
    before: Vec<u32>,
    /// Every working day in order.
    working: Vec<Day>,
    holidays: BTreeMap<Day, String>,
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "bank-holidays.csv line {line}: expected a date such as 2026-12-25, a comma and a name, found {found:?}"
)]
pub struct BadHolidays {
    pub line: usize,
    pub found: String,
}

impl Calendar {
    /// Reads `date,name` lines under a heading.
    pub fn read(text: &str) -> Result<Self, BadHolidays> {
        let mut holidays = BTreeMap::new();
        for (number, line) in text
            .lines()
            .enumerate()
            .skip(1)
            .filter(|(_, line)| !line.trim().is_empty())
        {
            let bad = || BadHolidays {
                line: number + 1,
                found: line.to_owned(),
            };
            let (date, name) = line.split_once(',').ok_or_else(bad)?;
            holidays.insert(
                Day::parse_iso(date.trim()).ok_or_else(bad)?,
                name.trim().trim_matches('"').to_owned(),
            );
        }
        Ok(Self::new(holidays))
    }

    fn new(holidays: BTreeMap<Day, String>) -> Self {
        let edge = |year| Day::from_ymd(year, 1, 1).unwrap_or(Day::from_number(0));
        let (first, end) = (edge(FIRST_YEAR), edge(LAST_YEAR + 1));
        let mut before = Vec::with_capacity((end.number() - first.number()) as usize);
        let mut working = Vec::new();
        for number in first.number()..end.number() {
            let day = Day::from_number(number);
            before.push(working.len() as u32);
            if day.weekday() < 5 && !holidays.contains_key(&day) {
                working.push(day);
            }
        }
        Self {
            first,
            before,
            working,
            holidays,
        }
    }

    pub fn is_working_day(&self, day: Day) -> bool {
        day.weekday() < 5 && !self.holidays.contains_key(&day)
    }

    pub fn holiday(&self, day: Day) -> Option<&str> {
        self.holidays.get(&day).map(String::as_str)
    }

    /// The last day of the last year whose bank holidays are listed: past it a bank holiday counts as a working day.
    pub fn known_until(&self) -> Option<Day> {
        let (last, _) = self.holidays.last_key_value()?;
        Day::from_ymd(last.year(), 12, 31)
    }

    /// The `count`-th working day after `day`; `day` itself where `count` is 0.
    pub fn working_days_after(&self, day: Day, count: u32) -> Day {
        if count == 0 {
            return day;
        }
        self.nth(
            i64::from(self.working_days_before_number(day.plus_days(1))) + i64::from(count) - 1,
        )
    }

    /// The `count`-th working day before `day`; `day` itself where `count` is 0.
    pub fn working_days_before(&self, day: Day, count: u32) -> Day {
        if count == 0 {
            return day;
        }
        self.nth(i64::from(self.working_days_before_number(day)) - i64::from(count))
    }

    fn working_days_before_number(&self, day: Day) -> u32 {
        let index = (day.number() - self.first.number()).max(0) as usize;
        self.before[index.min(self.before.len() - 1)]
    }

    fn nth(&self, index: i64) -> Day {
        self.working[index.clamp(0, self.working.len() as i64 - 1) as usize]
    }
}
