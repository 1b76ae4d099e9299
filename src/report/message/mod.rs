//! A finding in a sentence, made from its rule's plan and its dates.

mod dated;
mod failed;
mod unknown;

use crate::check::context::Context;
use crate::check::finding::Finding;
use crate::check::limit::Limit;
use crate::check::obligation::Detail;
use crate::check::outcome::Outcome;
use crate::model::day::Day;
use crate::rules::plan::{Cadence, Check, Deadline, Done, Rule, RuleId};
use crate::rules::sentence::{Words, capitalised};

use dated::dated;
pub use dated::may_go_on;
use failed::failed;
pub use unknown::{
    NO_AGE, decides, event_filter, no_rate, not_asked, not_told, not_understood, reason, unlinked,
};

/// What happened, or did not, for a person who has the case in front of them.
pub fn message(finding: &Finding<'_>, rule: &Rule, context: Context<'_>) -> String {
    Messages::new(context).of(finding, rule)
}

/// The messages of many findings. What those of one rule have in common is put in words once, where they follow each other.
pub struct Messages<'a> {
    context: Context<'a>,
    rule: Option<RuleId>,
    /// What the rule waits for.
    event: Option<String>,
    /// What is said of a detail, by whether the record cannot be judged.
    said: Vec<(bool, Detail<'a>, String)>,
}

/// Details of one rule that are remembered: some rules have a different one for each finding.
const REMEMBERED: usize = 16;

impl<'a> Messages<'a> {
    pub const fn new(context: Context<'a>) -> Self {
        Self {
            context,
            rule: None,
            event: None,
            said: Vec::new(),
        }
    }

    pub fn of(&mut self, finding: &Finding<'a>, rule: &Rule) -> String {
        self.turn_to(finding.rule);
        let text = match finding.outcome {
            Outcome::Unknown => self.said(true, finding.detail, rule),
            Outcome::Met if finding.due.is_none() => "it holds".to_owned(),
            Outcome::Failed => self.said(false, finding.detail, rule),
            Outcome::Due if finding.detail != Detail::None => {
                format!(
                    "{}; to be put right by {}",
                    self.said(false, finding.detail, rule),
                    day(finding.due)
                )
            }
            _ => match finding.due {
                Some(due) => {
                    let event = self.event.get_or_insert_with(|| event(rule, self.context));
                    dated(finding, rule, due, event, self.context)
                }
                None => self.said(false, finding.detail, rule),
            },
        };
        let text = match finding.outcome {
            Outcome::Waived => format!("waived: {text}"),
            _ => text,
        };
        capitalised(&text)
    }

    /// Why a record cannot be judged.
    pub fn reason(&mut self, finding: &Finding<'a>, rule: &Rule) -> String {
        self.turn_to(finding.rule);
        self.said(true, finding.detail, rule)
    }

    fn turn_to(&mut self, rule: RuleId) {
        if self.rule != Some(rule) {
            *self = Self {
                rule: Some(rule),
                ..Self::new(self.context)
            };
        }
    }

    fn said(&mut self, is_unknown: bool, detail: Detail<'a>, rule: &Rule) -> String {
        let mut said = self.said.iter();
        if let Some((.., text)) = said.find(|said| (said.0, said.1) == (is_unknown, detail)) {
            return text.clone();
        }
        let text = if is_unknown {
            reason(detail, rule, self.context)
        } else {
            failed(detail, rule, self.context)
        };
        if self.said.len() < REMEMBERED {
            self.said.push((is_unknown, detail, text.clone()));
        }
        text
    }
}

pub fn words<'a>(context: Context<'a>, rule: &Rule) -> Words<'a> {
    Words::of_rule(context.view.catalogue, &context.ruleset.reference, rule)
}

/// "at least 1 expected", "none expected".
fn expected(limit: Limit) -> String {
    match limit {
        Limit::AtLeast(limit) => format!("at least {limit} expected"),
        Limit::AtMost(0.0) => "none expected".to_owned(),
        Limit::AtMost(limit) => format!("at most {limit} expected"),
    }
}

/// The event that a rule waits for: "a pre-proceedings review". Nothing where it waits for none.
pub fn event_alone(rule: &Rule, context: Context<'_>) -> String {
    let words = words(context, rule);
    match &rule.check {
        Check::Deadline(check) => match &check.to {
            Done::Own(path) => words.path(path),
            Done::Related(path, _) => words.related(path),
        },
        Check::Cadence(check) => words.related(&check.event),
        Check::Duration(check) => {
            let ends = check.until.as_ref().unwrap_or(&check.from);
            ends.first()
                .map(|path| words.path(path))
                .unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The same, with which records would do.
fn event(rule: &Rule, context: Context<'_>) -> String {
    let those = match &rule.check {
        Check::Deadline(Deadline {
            to: Done::Related(event, filter),
            ..
        })
        | Check::Cadence(Cadence {
            event,
            event_where: filter,
            ..
        }) => words(context, rule).those_in_brief(filter, event.table),
        _ => String::new(),
    };
    event_alone(rule, context) + &those
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "no date".to_owned(), Day::in_words)
}

/// "1 day", "12 days".
pub fn days(count: Option<i32>) -> String {
    match count.unwrap_or(0) {
        1 => "1 day".to_owned(),
        n => format!("{n} days"),
    }
}
