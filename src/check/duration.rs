//! A state does not last too long; without an end it asks how fresh something is.

use crate::model::catalogue::TableId;
use crate::rules::plan::Duration;

use super::context::Context;
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
    let Some((start_path, start)) = context.first_date(&check.from, row) else {
        let outcome = if check.never_fails {
            Outcome::Failed
        } else {
            Outcome::Unknown
        };
        let when = if fresh {
            When::Now(None)
        } else {
            When::Undated
        };
        let detail = Detail::Blank(&check.from[0]);
        return sink.obligation(
            row,
            Obligation {
                when,
                ..Obligation::undated(outcome, detail)
            },
        );
    };
    if start > as_at {
        return;
    }
    let due = check.at_most.after(start, context.calendar);
    let (outcome, done) = match &check.until {
        None => (
            if as_at <= due {
                Outcome::Met
            } else {
                Outcome::Overdue
            },
            None,
        ),
        Some(until) => match context.first_date_come(until, row) {
            Some((end_path, end)) if end < start => {
                return sink.contradiction(Contradiction {
                    table,
                    row,
                    earlier: &start_path.text,
                    later: &end_path.text,
                    is_end: true,
                });
            }
            Some((_, end)) if end <= due => (Outcome::Met, Some(end)),
            Some((_, end)) => (Outcome::Late, Some(end)),
            None if due < as_at => (Outcome::Overdue, None),
            None => (Outcome::Due, None),
        },
    };
    let forgiven = matches!(outcome, Outcome::Late | Outcome::Overdue)
        && !check.unless.conditions.is_empty()
        && context.holds(&check.unless, table, row);
    let outcome = if forgiven { Outcome::Met } else { outcome };
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
