//! Days as the demonstration needs them: working days, and dates already written out.

use crate::model::calendar::Calendar;
use crate::model::day::Day;

use super::random::Random;

/// Before the years exported: a family may come two years earlier, with a child of seventeen.
const YEARS_BEFORE: i32 = 20;
/// Planned dates look this far ahead at most.
const DAYS_AHEAD: i32 = 400;

/// The calendar around the day the export is made on. Dates are written out once: a child's records hold some two hundred.
pub struct Days<'a> {
    pub as_at: Day,
    /// How many years are exported.
    pub years: u32,
    calendar: &'a Calendar,
    first: i32,
    iso: Vec<[u8; 10]>,
    spoken: Vec<String>,
}

impl<'a> Days<'a> {
    pub fn new(as_at: Day, years: u32, calendar: &'a Calendar) -> Self {
        let first = as_at
            .plus_months(-12 * (YEARS_BEFORE + years as i32))
            .number();
        let end = as_at.number() + DAYS_AHEAD;
        let mut iso = Vec::new();
        let mut spoken = Vec::new();
        for number in first..=end {
            let day = Day::from_number(number);
            let mut letters = [b' '; 10];
            let text = day.to_string();
            letters[..text.len().min(10)].copy_from_slice(&text.as_bytes()[..text.len().min(10)]);
            iso.push(letters);
            let words = day.in_words();
            let without_year = words
                .rsplit_once(' ')
                .map_or("", |(day_and_month, _)| day_and_month);
            spoken.push(without_year.to_owned());
        }
        Self {
            as_at,
            years,
            calendar,
            first,
            iso,
            spoken,
        }
    }

    fn place(&self, day: Day) -> usize {
        ((day.number() - self.first).max(0) as usize).min(self.iso.len() - 1)
    }

    /// `2026-03-31`.
    pub fn iso(&self, day: Day) -> &[u8] {
        &self.iso[self.place(day)]
    }

    /// `31 March`.
    pub fn spoken(&self, day: Day) -> &str {
        &self.spoken[self.place(day)]
    }

    pub fn has_come(&self, day: Day) -> bool {
        day <= self.as_at
    }

    /// The day, where it has come.
    pub fn if_come(&self, day: Option<Day>) -> Option<Day> {
        day.filter(|day| self.has_come(*day))
    }

    /// The first day from which the diary of a case is exported: visits, supervision and direct work.
    pub fn diary_begins(&self) -> Day {
        self.as_at.plus_days(5 - 365 * self.years as i32)
    }

    /// The `count`-th working day after, or the day itself.
    pub fn after(&self, day: Day, count: i32) -> Day {
        self.calendar.working_days_after(day, count.max(0) as u32)
    }

    /// The `count`-th working day before, or the day itself.
    pub fn before(&self, day: Day, count: i32) -> Day {
        self.calendar.working_days_before(day, count.max(0) as u32)
    }

    /// That day if it is a working day, else the last one before it.
    pub fn working(&self, day: Day) -> Day {
        if self.calendar.is_working_day(day) {
            day
        } else {
            self.calendar.working_days_before(day, 1)
        }
    }

    /// A working day so many working days after, chosen between both ends.
    pub fn soon_after(&self, day: Day, random: &mut Random, from: i32, to: i32) -> Day {
        let count = random.between(from, to);
        self.after(day, count)
    }
}
