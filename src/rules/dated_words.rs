//! What the checks that give due dates ask, in words.

use crate::model::catalogue::OwnDates;
use crate::model::length::Length;

use super::condition_words::age_in_words;
use super::path::ValuePath;
use super::plan::{Ages, Cadence, Deadline, Done, Due, Duration, Steps};
use super::sentence::{Words, joined};

impl Words<'_> {
    pub(super) fn deadline(&self, check: &Deadline) -> String {
        let (to, those) = match &check.to {
            Done::Own(path) => (self.path(path), String::new()),
            Done::Related(path, filter) => (self.related(path), self.of_those(filter)),
        };
        let early = check
            .early
            .map(|early| format!(" (or up to {early} before it)"));
        let due = match &check.due {
            Due::Within { from, within } => match self.birthday(from, *within) {
                Some(birthday) => format!("by {birthday}"),
                None => format!("within {within} of {}", self.first_of(from)),
            },
            Due::By {
                by,
                notice: Some(notice),
            } => format!("at least {notice} before {}", self.first_of(by)),
            Due::By { by, notice: None } => format!("by {}", self.first_of(by)),
        };
        let instead = check
            .unless_event
            .as_ref()
            .map(|(path, condition)| {
                let lasts = match self.catalogue.table(path.table).dates {
                    OwnDates::Span { .. } => " and lasts until then",
                    _ => "",
                };
                let those = self.of_those(condition);
                format!(", unless {}{those} comes first{lasts}", self.related(path))
            })
            .unwrap_or_default();
        // A day that both sets the date and ends the waiting is said once.
        let said = matches!(&check.due, Due::By { by, .. } if by.iter().any(|by| check.until.iter().any(|until| until.text == by.text)));
        let ends: Vec<String> = check.until.iter().map(|path| self.path(path)).collect();
        let ended = match (joined(&ends, "or"), check.lapses) {
            (ends, _) if ends.is_empty() || said => String::new(),
            (ends, true) => format!(", unless {ends} comes first"),
            (ends, false) => format!("; if {ends} comes first, it is missed"),
        };
        format!(
            "{to}{those} {due}{}{}{instead}{ended}",
            early.unwrap_or_default(),
            self.unless(&check.unless)
        )
    }

    /// "the child's 18th birthday", where a date is so long after the birth.
    fn birthday(&self, from: &[ValuePath], length: Length) -> Option<String> {
        let children = self.catalogue.children;
        let birth = self.catalogue.date_of_birth?;
        match from {
            [path] if path.ends == [(children, birth)] => {
                let age = age_in_words(length)?;
                Some(match age.parse() {
                    Ok(years) => format!("the child's {} birthday", ordinal(years)),
                    Err(_) => format!("the age of {age}"),
                })
            }
            _ => None,
        }
    }

    pub(super) fn cadence(&self, check: &Cadence) -> String {
        let first = match &check.steps {
            Steps::For { step, time } => {
                let time = time.to_string();
                let time = time.strip_prefix("1 ").unwrap_or(&time);
                format!(" at least {} for the first {time}, and then", every(*step))
            }
            Steps::Gaps(gaps) => match gaps.as_slice() {
                [] => String::new(),
                [first] => format!(" within {first}, and then"),
                several => {
                    let gaps: Vec<String> = several.iter().map(ToString::to_string).collect();
                    format!(" after gaps of no more than {}, and then", gaps.join(", "))
                }
            },
        };
        let ages = match check.ages {
            None
            | Some(Ages {
                from: None,
                to: None,
            }) => String::new(),
            Some(Ages {
                from: Some(from),
                to: Some(to),
            }) => format!(", from {} to the {} birthday", birthday(from), ordinal(to)),
            Some(Ages {
                from: Some(from),
                to: None,
            }) => format!(", from {} on", birthday(from)),
            Some(Ages {
                from: None,
                to: Some(to),
            }) => format!(", to {}", birthday(to)),
        };
        format!(
            "from {}, {}{}{first} at least {}{}{ages}",
            self.first_of(&check.from),
            self.related(&check.event),
            self.of_those(&check.event_where),
            every(check.every),
            self.until(&check.until)
        )
    }

    pub(super) fn duration(&self, check: &Duration) -> String {
        match &check.until {
            None => format!(
                "{} is no more than {} ago{}",
                self.first_of(&check.from),
                check.at_most,
                self.unless(&check.unless)
            ),
            Some(until) => format!(
                "{} within {} of {}{}",
                self.first_of(until),
                check.at_most,
                self.first_of(&check.from),
                self.unless(&check.unless)
            ),
        }
    }
}

fn birthday(age: u32) -> String {
    match age {
        0 => "the child's birth".to_owned(),
        age => format!("the child's {} birthday", ordinal(age)),
    }
}

/// "1st", "2nd", "13th", "21st".
fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// "every month", "every 6 weeks".
fn every(length: Length) -> String {
    let words = length.to_string();
    format!("every {}", words.strip_prefix("1 ").unwrap_or(&words))
}
