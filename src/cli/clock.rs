//! The one place that asks what day it is.

use crate::model::day::Day;

/// Today, where this machine stands.
#[expect(
    clippy::disallowed_methods,
    reason = "the default as-at date is today, and everything behind this edge takes it as an input"
)]
pub fn today() -> Day {
    Day::from_date(chrono::Local::now().date_naive())
}
