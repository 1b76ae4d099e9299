//! A state does not last too long; without an end it asks how fresh something is.

use crate::model::catalogue::TableId;
use crate::rules::plan::{Duration, Never};

use super::context::Context;
use super::ends::EndOf;
use super::filter::{Verdict, not_understood};
use super::obligation::{Contradiction, Detail, Obligation, Sink, When};
use super::outcome::Outcome;

pub(super) fn judge<'p>(
    check: &'p Duration,
    context: Context<'_>,
    table: TableId,
    row: u32,
    sink: &mut impl Sink<'p>,
) {
    let as_at = context.as_at();
    let fresh = check.until.is_none();
    let without_due_date = |outcome, detail| Obligation {
        when: if fresh {
            When::Now(None)
        } else {
            When::Undated
        },
        ..Obligation::undated(outcome, detail)
    };
    let (start_path, start) = match context.first_date(&check.from, row) {
        Ok(start) => start,
        Err(detail) => {
            let outcome = match (check.never, detail) {
                (Never::Failed, Detail::Blank(_)) => Outcome::Failed,
                _ => Outcome::Unknown,
            };
            return sink.obligation(row, without_due_date(outcome, detail));
        }
    };
    if start > as_at {
        return;
    }
    let due = check.at_most.after(start, context.calendar);
    let until = check.until.as_deref().unwrap_or_default();
    if let Some(end) = context.unreadable_end(until, table, row) {
        return sink.obligation(row, without_due_date(Outcome::Unknown, end.detail));
    }
    let end = context.end(until, table, row);
    let (outcome, done) = match end {
        Some(end) if end.on < start && end.of != EndOf::Childhood => {
            return sink.contradiction(Contradiction {
                table,
                row,
                earlier: &start_path.text,
                later: end.field,
                is_end: true,
            });
        }
        Some(end) if end.of != EndOf::Subject && (fresh || end.on <= due) => return,
        Some(end) if end.of != EndOf::Subject => (Outcome::Missed, None),
        Some(end) if end.on <= due => (Outcome::Met, Some(end.on)),
        Some(end) => (Outcome::Late, Some(end.on)),
        None if fresh && as_at <= due => (Outcome::Met, None),
        None if fresh || due < as_at => (Outcome::Overdue, None),
        None => (Outcome::Due, None),
    };
    let outcome = match outcome {
        Outcome::Late | Outcome::Missed | Outcome::Overdue => {
            match context.excuses(&check.unless, table, row) {
                Verdict::Holds => Outcome::Met,
                Verdict::NotUnderstood(condition) => {
                    let detail = not_understood(&check.unless, condition);
                    return sink.obligation(row, without_due_date(Outcome::Unknown, detail));
                }
                Verdict::Fails | Verdict::Blank(_) => outcome,
            }
        }
        _ => outcome,
    };
    let when = if fresh {
        When::Now(Some(due))
    } else {
        When::Due(due, &[])
    };
    sink.obligation(
        row,
        Obligation {
            outcome,
            when,
            done,
            counted_from: Some(start),
            detail: Detail::None,
        },
    );
}
