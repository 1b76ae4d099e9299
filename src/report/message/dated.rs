//! What was due by a day, and what became of it.

use crate::check::context::Context;
use crate::check::finding::Finding;
use crate::check::obligation::Detail;
use crate::check::outcome::Outcome;
use crate::model::day::Day;
use crate::rules::filter::{Filter, Operand};
use crate::rules::plan::{Check, Rule};

use super::{day, days, reason, words};

pub(super) fn dated(
    finding: &Finding<'_>,
    rule: &Rule,
    due: Day,
    what: &str,
    context: Context<'_>,
) -> String {
    let due_in_words = due.in_words();
    let over = || days(finding.days_over(context.as_at()));
    if matches!(&rule.check, Check::Duration(check) if check.until.is_none()) {
        let from = day(finding.counted_from);
        return match finding.outcome {
            Outcome::Met => format!("{what}: {from}, in date until {due_in_words}"),
            _ => format!(
                "{what}: {from}, out of date since {due_in_words}, {} ago",
                over()
            ),
        };
    }
    let more = || {
        let mut excuse = no_column_for_excuse(finding, rule, context);
        if let Some(instead) = instead_of_the_end(rule, context).filter(|_| excuse.is_empty()) {
            excuse = format!("; excused only where {instead}");
        }
        if let Detail::Doubtful(_) = finding.detail {
            excuse = format!("; {}{excuse}", reason(finding.detail, rule, context));
        }
        match finding.repeats {
            ..=1 => excuse,
            repeats => format!(" ({repeats} were due in this gap){excuse}"),
        }
    };
    match (finding.outcome, finding.done) {
        (Outcome::Due, _) => match instead_of_the_end(rule, context) {
            Some(instead) => format!("{what} is due by {due_in_words}, unless {instead}"),
            None => format!("{what} is due by {due_in_words}"),
        },
        (Outcome::Met, Some(done)) if done <= due => format!(
            "{what} was due by {due_in_words} and came on {}, in time",
            done.in_words()
        ),
        (Outcome::Met, Some(done)) => format!(
            "{what} was due by {due_in_words} and came on {}, excused because {}",
            done.in_words(),
            excuse(rule, context)
        ),
        (Outcome::Met, None) => format!(
            "{what} was due by {due_in_words}, excused because {}",
            excuse(rule, context)
        ),
        (_, Some(done)) => format!(
            "{what} was due by {due_in_words} and came on {}, {} late{}",
            done.in_words(),
            over(),
            more()
        ),
        (Outcome::Missed, None) => format!(
            "{what} was due by {due_in_words}, is not recorded, and can no longer be{}",
            more()
        ),
        (_, None) => format!(
            "{what} was due by {due_in_words} and is not recorded: {} over{}",
            over(),
            more()
        ),
    }
}

/// What a rule asks for of a time that may go on: not that pre-proceedings end in six weeks, but a review by then.
fn instead_of_the_end(rule: &Rule, context: Context<'_>) -> Option<String> {
    may_go_on(rule).then(|| excuse(rule, context))
}

/// Whether what a rule sees an end to may go on, where something else is done.
pub fn may_go_on(rule: &Rule) -> bool {
    matches!(&rule.check, Check::Duration(check) if !check.unless.conditions.is_empty())
}

/// What a rule's `unless` asks for.
fn excuse(rule: &Rule, context: Context<'_>) -> String {
    unless(rule).map_or_else(String::new, |unless| words(context, rule).filter(unless))
}

fn unless(rule: &Rule) -> Option<&Filter> {
    match &rule.check {
        Check::Deadline(check) => Some(&check.unless),
        Check::Duration(check) => Some(&check.unless),
        _ => None,
    }
}

/// A reader must be told where there may be an excuse that the record's file has no place for: it counts as none.
fn no_column_for_excuse(finding: &Finding<'_>, rule: &Rule, context: Context<'_>) -> String {
    let records = context.view.records;
    let conditions = unless(rule).map_or(&[][..], |unless| &unless.conditions);
    let mut fields = conditions
        .iter()
        .filter_map(|condition| match &condition.of {
            Operand::Value(path) => path.own_field(),
            Operand::Age(_) => None,
        });
    let lacking = fields.find(|field| {
        !records.is_carried_by_all(rule.table, *field)
            && !records.is_carried(rule.table, *field, finding.row)
    });
    lacking.map_or_else(String::new, |field| {
        let words = words(context, rule);
        let excuse = words.field(rule.table, field);
        format!("; {excuse} would excuse it, and its file has no column for that")
    })
}
