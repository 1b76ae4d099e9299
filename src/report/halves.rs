//! The halves of the period in words: between them a rate rises or falls.

use super::layout::grouped;
use super::saved::{Half, Rule, SavedRun};

/// How things are placed in a half: what is counted has no day on which it was due.
pub const BY_MONTH: &str = "by the month in which each thing was due or took place; what goes on, such as a caseload, is counted again at each month's end";

/// One half of the period of a rule that has a rate in both.
pub struct HalfOfRule {
    /// "April to September".
    pub months: String,
    pub rate: RateOf,
}

#[derive(Clone, Copy)]
pub struct RateOf {
    /// In percent.
    pub rate: f64,
    /// How many it is of.
    pub judged: u64,
}

/// "40% of 15" and "61% of 18", since of few a single case is many points; of what is judged again at each month's end "35%" and
/// "65% at months' ends": how many there were is not said, as the same ones come again.
pub fn from_and_to(
    halves: [RateOf; 2],
    is_judged_again: bool,
    percent: impl Fn(f64) -> String,
) -> [String; 2] {
    let [early, recent] = halves.map(|RateOf { rate, judged }| {
        if is_judged_again {
            percent(rate)
        } else {
            format!("{} of {}", percent(rate), grouped(judged))
        }
    });
    if is_judged_again {
        [early, recent + " at months' ends"]
    } else {
        [early, recent]
    }
}

/// The two halves; none where one of them has no rate.
pub fn of_rule(rule: &Rule) -> Option<[HalfOfRule; 2]> {
    let [early, recent] = rule.halves.as_slice() else {
        return None;
    };
    let [first, second] = months(early, recent);
    let of = |months, half: &Half| {
        let (rate, judged) = (half.rate?, half.judged);
        let rate = RateOf { rate, judged };
        Some(HalfOfRule { months, rate })
    };
    Some([of(first, early)?, of(second, recent)?])
}

/// "April to September" and "October to March", where the rules have the same: under a period without a beginning each has its own.
pub fn of_run(run: &SavedRun) -> Option<[String; 2]> {
    let mut all = run.rules.iter();
    let [early, recent] = all.find(|rule| !rule.halves.is_empty())?.halves.as_slice() else {
        return None;
    };
    run.run.period.from?;
    Some(months(early, recent))
}

/// With years where the months of one alone would not tell.
fn months(early: &Half, recent: &Half) -> [String; 2] {
    let with_years = recent.to.number() - early.from.number() > 366;
    [early, recent].map(|half| {
        let month = |day: crate::model::day::Day| {
            let words = day.in_words();
            let mut parts = words.split(' ').skip(1);
            let name = parts.next().unwrap_or_default().to_owned();
            match parts.next().filter(|_| with_years) {
                Some(year) => format!("{name} {year}"),
                None => name,
            }
        };
        let (from, to) = (month(half.from), month(half.to));
        if from == to {
            from
        } else {
            format!("{from} to {to}")
        }
    })
}
