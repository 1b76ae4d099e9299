//! What is said of an export by one rule over one period, in a form that the rival and the engine can both be put in.

use std::collections::BTreeMap;
use std::fmt;

use super::almanac::Date;
use super::paths::GROWN_UP;
use super::world::Placed;

/// The days after `after`, up to and with the as-at date.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    pub as_at: Date,
    pub after: Option<Date>,
}

impl Period {
    /// All there is, and the last twelve months.
    pub fn both(as_at: Date) -> [Self; 2] {
        let after = Some(as_at.before("12 months"));
        [Self { as_at, after: None }, Self { as_at, after }]
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

    /// A date in the period, or a span open, or ended, on any day of it.
    fn holds_placed(self, placed: Placed) -> bool {
        match placed {
            Placed::Undated => true,
            Placed::On(day) => self.holds(day),
            Placed::Span(from, to) => {
                // No day before the first that is named can be told from it.
                let first = [from, to].into_iter().flatten().min().unwrap_or(self.as_at);
                let first = self.after.map_or(first, |after| after.plus(1));
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
    /// Placed by the subject's own dates, or by another of its dates.
    Undated,
}

/// What the rival says of a subject.
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

    pub fn undated(outcome: &'static str) -> Self {
        Self {
            outcome,
            when: When::Undated,
            done: None,
        }
    }
}

/// All that the rival says of a subject.
#[derive(Default)]
pub struct Said {
    pub obligations: Vec<Obligation>,
    /// A date that comes before the one it should follow, so that the record cannot be right: a problem.
    pub contradiction: Option<String>,
}

impl Said {
    pub fn undated(outcome: &'static str) -> Self {
        Obligation::undated(outcome).into()
    }

    /// No obligation. An end before a birth is no mistake of the record, nor is a birthday before a start.
    pub fn ends_before_it_starts(end: &str, start: &str) -> Self {
        let is_mistake = !start.starts_with("child.") && end != GROWN_UP;
        Self {
            contradiction: is_mistake.then(|| end.to_owned()),
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
    pub table: String,
    pub key: String,
    pub child: String,
    pub outcome: &'static str,
    pub due: Option<String>,
    pub done: Option<String>,
    pub repeats: u32,
    pub live: bool,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "-".to_owned());
        write!(
            f,
            "{} {:?} of child {:?}: {}, due {}, done {}, {} times{}",
            self.table,
            self.key,
            self.child,
            self.outcome,
            day(&self.due),
            day(&self.done),
            self.repeats,
            if self.live { ", live" } else { "" }
        )
    }
}

#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Verdict {
    pub assessed: bool,
    /// Those that are not zero.
    pub counts: BTreeMap<&'static str, u64>,
    /// By the path that is blank.
    pub undecided: BTreeMap<String, u64>,
    pub findings: Vec<Line>,
    /// Due within 90 days.
    pub upcoming: Vec<Line>,
    pub unknown: Vec<Line>,
    /// Dates that contradict another of their record, by field: the first line one stands on, and how many there are.
    pub contradictions: BTreeMap<String, (u32, u64)>,
}

/// A record that obligations are of.
pub struct Subject {
    pub table: String,
    pub key: String,
    pub child: String,
    pub placed: Placed,
    /// Where what is undated stands: to the day from which nothing was owed, or on another date of the rule.
    pub placed_by: Placed,
    /// Whether the child is still owed something.
    pub is_owed: bool,
}

impl Verdict {
    pub fn sort(&mut self) {
        self.findings.sort();
        self.upcoming.sort();
        self.unknown.sort();
    }

    /// Takes what the rival says of one subject, where it is in scope.
    pub fn take(&mut self, period: Period, subject: &Subject, obligation: &Obligation) {
        let outcome = obligation.outcome;
        let (count, due) = match &obligation.when {
            When::Due(days) => {
                let in_scope = days
                    .iter()
                    .filter(|day| period.holds_due(outcome, **day, subject.placed));
                (in_scope.count(), Some(days[0]))
            }
            When::Now(due) => (1, *due),
            When::Undated => (usize::from(period.holds_placed(subject.placed_by)), None),
        };
        if count == 0 {
            return;
        }
        *self.counts.entry(outcome).or_default() += count as u64;
        let live = match outcome {
            "overdue" => true,
            "failed" => {
                let is_open =
                    subject.placed == Placed::Undated || subject.placed.open_on(period.as_at);
                is_open && subject.is_owed
            }
            _ => false,
        };
        let line = Line {
            table: subject.table.clone(),
            key: subject.key.clone(),
            child: subject.child.clone(),
            outcome,
            due: due.map(|due| due.to_string()),
            done: obligation.done.map(|done| done.to_string()),
            repeats: count as u32,
            live,
        };
        match outcome {
            "met" => {}
            "unknown" => self.unknown.push(line),
            "due" if due.is_some_and(|due| due > period.as_at.plus(90)) => {}
            "due" => self.upcoming.push(line),
            _ => self.findings.push(line),
        }
    }

    pub fn contradict(&mut self, field: &str, line: u32) {
        let (first, all) = self
            .contradictions
            .entry(field.to_owned())
            .or_insert((line, 0));
        *first = line.min(*first);
        *all += 1;
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.assessed {
            return writeln!(f, "  not assessed");
        }
        writeln!(
            f,
            "  {:?}, undecided {:?}, contradictions {:?}",
            self.counts, self.undecided, self.contradictions
        )?;
        for line in self
            .findings
            .iter()
            .chain(&self.upcoming)
            .chain(&self.unknown)
        {
            writeln!(f, "  {line}")?;
        }
        Ok(())
    }
}
