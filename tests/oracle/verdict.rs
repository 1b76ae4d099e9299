//! What is said of an export by one rule over one period, in a form that the oracle and the engine can both be put in.

use std::collections::BTreeMap;

use super::almanac::Date;
use super::reading::Placed;

/// The days after `after`, up to and with the as-at date.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    pub as_at: Date,
    pub after: Option<Date>,
}

impl Period {
    /// All there is, and the last twelve months.
    pub fn both(as_at: Date) -> [Self; 2] {
        [
            Self { as_at, after: None },
            Self {
                as_at,
                after: Some(as_at.before("12 months")),
            },
        ]
    }

    fn holds(self, day: Date) -> bool {
        day <= self.as_at && self.after.is_none_or(|after| day > after)
    }

    fn holds_due(self, outcome: &str, due: Date, placed: Placed) -> bool {
        match outcome {
            _ if self.holds(due) => true,
            "due" => true,
            "overdue" => placed == Placed::Undated || placed.open_on(self.as_at),
            _ => false,
        }
    }

    /// A date in the period, or a span open, or ended, on any day of it; looked for day by day.
    fn holds_placed(self, placed: Placed) -> bool {
        match placed {
            Placed::Undated => true,
            Placed::On(day) => self.holds(day),
            Placed::Span(_, to) => {
                let first = self.after.map_or(Date(0), |after| after.plus(1));
                (first.0..=self.as_at.0)
                    .map(Date)
                    .any(|day| placed.open_on(day) || to == Some(day))
            }
        }
    }
}

#[derive(Clone, Debug)]
pub enum When {
    /// One obligation for each day, all of one gap.
    Due(Vec<Date>),
    /// In scope whatever the period.
    Now(Option<Date>),
    /// Placed by the subject's own dates.
    Undated,
}

/// What the oracle says of a subject.
#[derive(Clone, Debug)]
pub struct Obligation {
    pub outcome: &'static str,
    pub when: When,
    pub done: Option<Date>,
}

impl Obligation {
    pub fn due(outcome: &'static str, due: Date, done: Option<Date>) -> Self {
        Self {
            outcome,
            when: When::Due(vec![due]),
            done,
        }
    }

    pub fn unknown() -> Self {
        Self {
            outcome: "unknown",
            when: When::Undated,
            done: None,
        }
    }
}

/// All that the oracle says of a subject.
#[derive(Default)]
pub struct Said {
    pub obligations: Vec<Obligation>,
    /// A date and the one it should follow and does not, so that the record cannot be right: a problem.
    pub contradiction: Option<(&'static str, &'static str)>,
}

impl Said {
    pub fn unknown() -> Self {
        Obligation::unknown().into()
    }

    pub fn contradiction(later: &'static str, earlier: &'static str) -> Self {
        Self {
            contradiction: Some((later, earlier)),
            ..Self::default()
        }
    }
}

impl From<Obligation> for Said {
    fn from(obligation: Obligation) -> Self {
        vec![obligation].into()
    }
}

impl From<Vec<Obligation>> for Said {
    fn from(obligations: Vec<Obligation>) -> Self {
        Self {
            obligations,
            contradiction: None,
        }
    }
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Line {
    pub key: String,
    pub outcome: &'static str,
    pub due: Option<String>,
    pub done: Option<String>,
    pub repeats: u32,
    pub live: bool,
}

#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Verdict {
    /// Those that are not zero.
    pub counts: BTreeMap<&'static str, u64>,
    pub findings: Vec<Line>,
    /// Due within 90 days.
    pub upcoming: Vec<Line>,
    /// The keys of what cannot be judged.
    pub unknown: Vec<String>,
}

impl Verdict {
    pub fn sort(&mut self) {
        self.findings.sort();
        self.upcoming.sort();
        self.unknown.sort();
    }

    /// Takes what the oracle says of one subject, where it is in scope.
    pub fn take(
        &mut self,
        period: Period,
        key: Option<&str>,
        placed: Placed,
        obligation: &Obligation,
    ) {
        let outcome = obligation.outcome;
        let (count, due) = match &obligation.when {
            When::Due(days) => {
                let in_scope = days
                    .iter()
                    .filter(|day| period.holds_due(outcome, **day, placed));
                (in_scope.count(), Some(days[0]))
            }
            When::Now(due) => (1, *due),
            When::Undated => (usize::from(period.holds_placed(placed)), None),
        };
        if count == 0 {
            return;
        }
        *self.counts.entry(outcome).or_default() += count as u64;
        let key = key.unwrap_or_default().to_owned();
        let live = match outcome {
            "overdue" => true,
            "failed" => placed == Placed::Undated || placed.open_on(period.as_at),
            _ => false,
        };
        let line = Line {
            key,
            outcome,
            due: due.map(|due| due.to_string()),
            done: obligation.done.map(|done| done.to_string()),
            repeats: count as u32,
            live,
        };
        match outcome {
            "met" => {}
            "unknown" => self.unknown.push(line.key),
            "due" if due.is_some_and(|due| due > period.as_at.plus(90)) => {}
            "due" => self.upcoming.push(line),
            _ => self.findings.push(line),
        }
    }
}
