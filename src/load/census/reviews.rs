//! Whether a census tells of the review conferences of earlier years: a return may list only those of its own.

use crate::model::day::Day;
use crate::model::problem::{Problem, ProblemSeverity};

/// By when a plan's first review is due (Working Together to Safeguard Children). It is no threshold of a standard: by it the reviews
/// of a whole census are found to be missing, which a council with a shorter time of its own finds just the same.
const MONTHS_TO_FIRST_REVIEW: i32 = 3;

/// What is counted over all plans.
#[derive(Default)]
pub(super) struct EarlierReviews {
    /// The first day of the census year.
    pub year_begins: Option<Day>,
    /// Plans whose first review was due before the census year.
    due: u64,
    held: u64,
}

impl EarlierReviews {
    pub fn plan<'d>(&mut self, started_on: &str, held_on: impl Iterator<Item = &'d str>) {
        let Some(begins) = self.year_begins else {
            return;
        };
        let started = Day::parse_iso(started_on);
        let was_due = |started: Day| started.plus_months(MONTHS_TO_FIRST_REVIEW) < begins;
        self.due += u64::from(started.is_some_and(was_due));
        let earlier = held_on.filter(|held| Day::parse_iso(held).is_some_and(|held| held < begins));
        self.held += earlier.count() as u64;
    }

    /// Where plans were due for review before the census year and none is listed.
    pub fn problem(&self) -> Option<Problem> {
        let begins = self.year_begins?;
        if self.due == 0 || self.held > 0 {
            return None;
        }
        let plans = match self.due {
            1 => "1 plan was".to_owned(),
            due => format!("{due} plans were"),
        };
        let message = format!(
            "no review conference before {} is listed, though {plans} due for review by then: if this census lists only the reviews of its own year, reviews held in time before it may show as late; add the conferences from the case system",
            begins.in_words()
        );
        Some(Problem::new(ProblemSeverity::Warning, message).times(self.due))
    }
}
