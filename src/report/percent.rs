//! Rates as reports write them.

use crate::check::outcome::{Outcomes, one_decimal};
use crate::rules::settings::Limits;

use super::layout::grouped;

/// From which a rate is strong, and under which it is to improve.
#[derive(Clone, Copy)]
pub struct Marks {
    pub strong_from: f64,
    pub to_improve_under: f64,
}

impl From<&Limits> for Marks {
    fn from(limits: &Limits) -> Self {
        Self {
            strong_from: limits.strong_from,
            to_improve_under: limits.to_improve_under,
        }
    }
}

/// "94%", or "74.6%" where "75%" would put it on the other side of a mark; a rate is never rounded up to all. The rate is the exact
/// one, so that it is rounded once: 94.45 is not 94.5, and so not 95.
pub fn percent(rate: f64, marks: impl Into<Marks>) -> String {
    if rate >= 100.0 {
        return "100%".to_owned();
    }
    let Marks {
        strong_from,
        to_improve_under,
    } = marks.into();
    let crosses = |written: f64| {
        let other_side = |mark: f64| (rate < mark) != (written < mark);
        other_side(strong_from) || other_side(to_improve_under)
    };
    let whole = rate.round().min(99.0);
    if !crosses(whole) {
        return format!("{whole:.0}%");
    }
    let finer = one_decimal(rate);
    if crosses(finer) {
        // "74.9%" of 74.96.
        format!("{:.1}%", (rate * 10.0).floor() / 10.0)
    } else {
        format!("{finer:.1}%")
    }
}

/// The same of counts, or a dash where nothing was judged.
pub fn rate(outcomes: &Outcomes, marks: impl Into<Marks>) -> String {
    let rate = outcomes.exact_rate();
    rate.map_or_else(|| "-".to_owned(), |rate| percent(rate, marks))
}

/// "62% of 42": of few a single case is many points.
pub fn rate_of(outcomes: &Outcomes, marks: impl Into<Marks>) -> String {
    format!(
        "{} of {}",
        rate(outcomes, marks),
        grouped(outcomes.judged())
    )
}

#[cfg(test)]
mod tests {
    use super::{Marks, percent};

    #[test]
    fn no_rate_is_rounded_onto_or_over_a_mark() {
        let marks = Marks {
            strong_from: 90.0,
            to_improve_under: 75.0,
        };
        for (rate, written) in [
            (74.4, "74%"),
            (74.6, "74.6%"),
            (74.96, "74.9%"),
            (84.5, "85%"),
            (500.0 / 11.0, "45%"),
            (600.0 / 11.0, "55%"),
            (75.0, "75%"),
            (75.4, "75%"),
            (89.7, "89.7%"),
            (90.0, "90%"),
            (99.9, "99%"),
            (89.96, "89.9%"),
            (100.0, "100%"),
        ] {
            assert_eq!(percent(rate, marks), written, "{rate}");
        }
        let between = Marks {
            strong_from: 92.5,
            to_improve_under: 74.5,
        };
        for (rate, written) in [
            (74.5, "75%"),
            (74.4, "74%"),
            (74.0, "74%"),
            (92.6, "93%"),
            (92.5, "93%"),
            (92.45, "92%"),
        ] {
            assert_eq!(percent(rate, between), written, "{rate}");
        }
    }
}
