//! Plans over columns: what each rule says of each record, and what it comes to.

pub mod ahead;
pub mod assess;
mod attendance;
mod cadence;
mod carried;
pub mod context;
mod copies;
mod count;
mod deadline;
mod doubtful_end;
mod duration;
pub mod empty;
pub mod ends;
pub mod exit;
pub mod filter;
pub mod finding;
pub mod finished;
pub mod follow;
pub mod freshness;
pub mod gaps;
mod grace;
pub mod grouped;
mod likeness;
pub mod limit;
pub mod measure;
mod narrative;
pub mod obligation;
pub mod one_sided;
mod order;
pub mod outcome;
mod pieces;
mod problems;
mod reference;
pub mod related;
pub mod request;
mod require;
pub mod run;
pub mod scope;
pub mod standing;
pub mod tally;
mod text;
pub mod trend;
pub mod waiver;
pub mod who;

use std::collections::BTreeMap;

use crate::model::day::Day;
use crate::model::runner::Runner;
use crate::rules::filter::Operand;
use crate::rules::path::ValuePath;
use crate::rules::plan::{Check, Count, Rule};

use context::Context;
use doubtful_end::DoubtfulEnd;
use filter::Verdict;
use grace::Grace;
use obligation::{Detail, Obligation, Sink};
use scope::Scope;

/// What a rule needs once for all its subjects.
pub struct Prepared {
    text: Option<text::Prepared>,
    earliest: Option<Day>,
    needed: carried::Needed,
}

impl Prepared {
    /// With `within`, only for subjects of which something may be in scope.
    pub fn new(
        rule: &Rule,
        context: Context<'_>,
        within: Option<Scope>,
        runner: &impl Runner,
    ) -> Self {
        Self {
            text: match &rule.check {
                Check::Text(check) => {
                    let in_scope =
                        |row| within.is_none_or(|scope| scope.may_hold(rule, context, row));
                    Some(text::Prepared::new(
                        check, context, rule.table, in_scope, runner,
                    ))
                }
                _ => None,
            },
            earliest: match &rule.check {
                // Only a window may begin before the records do.
                Check::Count(check) if check.window.is_some() => {
                    context.view.earliest(check.of.table)
                }
                _ => None,
            },
            needed: carried::Needed::new(rule, context),
        }
    }

    /// What a count needs for the records as they stood on an earlier day.
    fn of_count(&self, check: &Count, context: Context<'_>) -> Self {
        Self {
            text: None,
            earliest: check
                .window
                .and_then(|_| context.view.earliest_by(check.of.table, self.earliest)),
            needed: self.needed.clone(),
        }
    }
}

/// Runs a rule over rows of its table, and gives for each condition of `where` how many subjects were left out only
/// because it asked for something blank. With `within`, a subject of which nothing can be in scope is passed over.
pub fn judge<'p, S: Sink<'p>>(
    rule: &'p Rule,
    prepared: &Prepared,
    context: Context<'_>,
    within: Option<Scope>,
    rows: impl Iterator<Item = u32>,
    sink: &mut S,
) -> BTreeMap<usize, u64> {
    let mut undecided = BTreeMap::new();
    let mut not_carried = Vec::new();
    let subjects = rows.filter(|&row| {
        if context.view.is_left_out(rule.table, row) {
            return false;
        }
        match asked(rule, context, row) {
            Verdict::Holds if within.is_some_and(|scope| !scope.may_hold(rule, context, row)) => {
                false
            }
            Verdict::Holds => match prepared.needed.lacking(rule, context, row) {
                None => true,
                Some((table, field)) => {
                    not_carried.push((row, table, field));
                    false
                }
            },
            Verdict::Fails => false,
            Verdict::Blank(condition) | Verdict::NotUnderstood(condition) => {
                *undecided.entry(condition).or_default() += 1;
                false
            }
        }
    });
    let grace = |row| Grace::of(rule, context, row);
    let sink = &mut DoubtfulEnd {
        rule,
        context,
        sink,
    };
    match &rule.check {
        Check::Require(check) => subjects
            .for_each(|row| require::judge(check, context, rule.table, row, grace(row), sink)),
        Check::Deadline(check) => {
            let judge = deadline::Judge::new(check, context, rule.table);
            subjects.for_each(|row| judge.judge(row, sink));
        }
        Check::Cadence(check) => {
            let mut judge = cadence::Judge::new(check, context, rule.table);
            subjects.for_each(|row| judge.judge(row, sink));
        }
        Check::Duration(check) => {
            subjects.for_each(|row| duration::judge(check, context, rule.table, row, sink));
        }
        Check::Count(check) => {
            let mut judge = count::Judge::new(check, context, rule.table, prepared.earliest);
            subjects.for_each(|row| judge.judge(row, grace(row), sink));
        }
        Check::Attendance(check) => {
            let judge = attendance::Judge::new(check, context);
            subjects.for_each(|row| judge.judge(row, sink));
        }
        Check::Text(check) => {
            if let Some(prepared) = &prepared.text {
                let mut judge = text::Judge::new(check, context, rule.table, prepared);
                subjects.for_each(|row| judge.judge(row, grace(row), sink));
            }
        }
        Check::Order(check) => subjects.for_each(|row| order::judge(check, context, row, sink)),
        Check::Reference(check) => {
            subjects.for_each(|row| reference::judge(check, context, rule.table, row, sink));
        }
    }
    for (row, table, field) in not_carried {
        sink.obligation(row, Obligation::unknown(Detail::NotCarried(table, field)));
    }
    undecided
}

/// Whether a rule asks something of a record. A count of how things stand, or stood at the end, asks nothing of what it would not
/// have asked on the last day on which the child was owed something: a year in care that was not over, a case that had not closed.
pub fn asked(rule: &Rule, context: Context<'_>, row: u32) -> Verdict {
    let is_asked = |context: Context<'_>| context.is_asked(&rule.subject, rule.table, row);
    let asked = is_asked(context);
    match &rule.check {
        Check::Count(Count { at: None, .. }) if asked == Verdict::Holds => {
            match context.owed_until(rule.table, row) {
                Some(end) if is_asked(context.at(end.on)) != Verdict::Holds => Verdict::Fails,
                _ => asked,
            }
        }
        _ => asked,
    }
}

/// The value that a condition of `where` asks for; none where it asks for the child's age.
pub fn asks_for(rule: &Rule, condition: usize) -> Option<&ValuePath> {
    match &rule.subject.conditions.get(condition)?.of {
        Operand::Value(path) => Some(path),
        Operand::Age(_) => None,
    }
}
