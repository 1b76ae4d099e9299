//! How far back an audit looks.

use crate::model::calendar::Calendar;
use crate::model::day::Day;
use crate::model::length::{Length, Unit};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Period {
    All,
    Last(Length),
}

impl Period {
    /// What may be typed for one.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self::All);
        }
        let short = || {
            let unit = match text.chars().last()? {
                'd' => Unit::Days,
                'w' => Unit::Weeks,
                'm' => Unit::Months,
                'y' => Unit::Years,
                _ => return None,
            };
            let count = text[..text.len() - 1]
                .parse()
                .ok()
                .filter(|count| (1..=9_999).contains(count))?;
            Some(Length::new(count, unit))
        };
        short()
            .or_else(|| text.parse().ok())
            .map(Self::Last)
            .ok_or_else(|| "expected a period such as 12m, 90d, 26w, 2y or all".to_owned())
    }

    /// The day before the period that ends on `as_at`.
    pub fn after(self, as_at: Day, calendar: &Calendar) -> Option<Day> {
        match self {
            Self::All => None,
            Self::Last(length) => Some(length.before(as_at, calendar)),
        }
    }
}
