//! How many obligations came to what.

pub use crate::rules::outcome::Outcome;

/// How many obligations had each outcome. There are some hundred thousand of these, a group or a month each.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Outcomes {
    counts: [u32; 8],
    /// The files can show one side only of what was judged: there is no rate of it.
    is_one_sided: bool,
}

impl Outcomes {
    pub const fn of(&self, outcome: Outcome) -> u64 {
        self.counts[outcome as usize] as u64
    }

    /// One more. A rule with more than 4,294,967,295 obligations is an error of that rule, and no number is wrong in silence.
    pub const fn add(&mut self, outcome: Outcome) {
        let count = &mut self.counts[outcome as usize];
        *count = count.strict_add(1);
    }

    pub fn join(&mut self, other: &Self) {
        for (mine, more) in self.counts.iter_mut().zip(other.counts) {
            *mine = mine.strict_add(more);
        }
        self.is_one_sided |= other.is_one_sided;
    }

    pub const fn mark_one_sided(&mut self) {
        self.is_one_sided = true;
    }

    pub fn not_met(&self) -> u64 {
        Outcome::ALL
            .into_iter()
            .filter(|outcome| outcome.is_not_met())
            .map(|outcome| self.of(outcome))
            .sum()
    }

    /// Met and not met: what the rate is a rate of.
    pub fn judged(&self) -> u64 {
        self.of(Outcome::Met) + self.not_met()
    }

    /// Judged at all: with what is due and what is waived.
    pub fn decided(&self) -> u64 {
        self.judged() + self.of(Outcome::Due) + self.of(Outcome::Waived)
    }

    /// Percent met of those judged; none where nothing was judged, or only one side of it.
    pub fn exact_rate(&self) -> Option<f64> {
        let judged = self.judged();
        (judged > 0 && !self.is_one_sided)
            .then(|| self.of(Outcome::Met) as f64 * 100.0 / judged as f64)
    }

    /// The same to one decimal.
    pub fn rate(&self) -> Option<f64> {
        self.exact_rate().map(one_decimal)
    }
}

/// A rate as documents hold it, to one decimal: 100 is all and 0 none.
pub fn one_decimal(rate: f64) -> f64 {
    match (rate * 10.0).round() / 10.0 {
        100.0 if rate < 100.0 => 99.9,
        0.0 if rate > 0.0 => 0.1,
        rounded => rounded,
    }
}
