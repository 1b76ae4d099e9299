//! Lengths of time as rules write them: "10 working days", "6 weeks", "3 months".

use std::fmt;
use std::str::FromStr;

use super::calendar::Calendar;
use super::day::Day;

/// The longest count of any unit a rule may ask for, so that every due date stays inside the calendar.
const LONGEST: u32 = 9_999;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    WorkingDays,
    Days,
    Weeks,
    Months,
    Years,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Length {
    pub count: u32,
    pub unit: Unit,
}

impl Length {
    pub const fn new(count: u32, unit: Unit) -> Self {
        Self { count, unit }
    }

    /// The day this length after `day`. Working days count from the day after; months keep the day of the month.
    pub fn after(self, day: Day, calendar: &Calendar) -> Day {
        let count = self.count as i32;
        match self.unit {
            Unit::WorkingDays => calendar.working_days_after(day, self.count),
            Unit::Days => day.plus_days(count),
            Unit::Weeks => day.plus_days(count * 7),
            Unit::Months => day.plus_months(count),
            Unit::Years => day.plus_months(count * 12),
        }
    }

    /// The day this length before `day`, by the same rules backwards.
    pub fn before(self, day: Day, calendar: &Calendar) -> Day {
        let count = self.count as i32;
        match self.unit {
            Unit::WorkingDays => calendar.working_days_before(day, self.count),
            Unit::Days => day.plus_days(-count),
            Unit::Weeks => day.plus_days(-count * 7),
            Unit::Months => day.plus_months(-count),
            Unit::Years => day.plus_months(-count * 12),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::WorkingDays => "working day",
            Unit::Days => "day",
            Unit::Weeks => "week",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        // "16 years and 3 months": nobody speaks of 195 months.
        if self.unit == Unit::Months && self.count >= 36 && !self.count.is_multiple_of(12) {
            let part = |unit, count| Self { count, unit };
            let years = part(Unit::Years, self.count / 12);
            return write!(f, "{years} and {}", part(Unit::Months, self.count % 12));
        }
        write!(
            f,
            "{} {unit}{}",
            self.count,
            if self.count == 1 { "" } else { "s" }
        )
    }
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected a length of time such as \"10 working days\", \"6 weeks\" or \"3 months\"")]
pub struct NotALength;

impl FromStr for Length {
    type Err = NotALength;

    fn from_str(text: &str) -> Result<Self, NotALength> {
        let (count, unit) = text.split_once(' ').ok_or(NotALength)?;
        let count = count
            .parse()
            .ok()
            .filter(|count| (1..=LONGEST).contains(count))
            .ok_or(NotALength)?;
        let unit = match unit.strip_suffix('s').unwrap_or(unit) {
            "working day" => Unit::WorkingDays,
            "day" => Unit::Days,
            "week" => Unit::Weeks,
            "month" => Unit::Months,
            "year" => Unit::Years,
            _ => return Err(NotALength),
        };
        Ok(Self { count, unit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_and_print_the_same() {
        for text in [
            "1 working day",
            "10 working days",
            "6 weeks",
            "1 month",
            "2 years",
            "3 days",
        ] {
            assert_eq!(text.parse::<Length>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "six weeks",
            "6",
            "0 days",
            "6 fortnights",
            "-1 days",
            "10000 days",
            "6  weeks",
        ] {
            assert_eq!(text.parse::<Length>(), Err(NotALength), "{text}");
        }
    }
}
