//! Dates come in their natural order.

use crate::model::day::Day;
use crate::rules::path::ValuePath;
use crate::rules::plan::Order;

use super::context::Context;
use super::obligation::{Detail, Obligation, Sink};
use super::outcome::Outcome;

pub(super) fn judge<'p>(
    check: &'p Order,
    context: Context<'_>,
    row: u32,
    sink: &mut impl Sink<'p>,
) {
    let mut last: Option<(&'p ValuePath, Day)> = None;
    let mut dates = 0;
    let mut wrong = None;
    let mut unreadable = None;
    for path in &check.dates {
        let Some(day) = context.date(path, row) else {
            if context.is_unreadable(path, row) {
                unreadable = unreadable.or(Some(path));
            }
            continue;
        };
        dates += 1;
        if let Some((before, earlier)) = last
            && day < earlier
        {
            wrong.get_or_insert((before, path));
        }
        last = Some((path, day));
    }
    if dates + usize::from(unreadable.is_some()) < 2 {
        return;
    }
    sink.obligation(
        row,
        match (wrong, unreadable) {
            (Some((first, second)), _) => {
                Obligation::undated(Outcome::Failed, Detail::OutOfOrder(first, second))
            }
            (None, Some(path)) => Obligation::unknown(Detail::NotUnderstood(path)),
            (None, None) => Obligation::undated(Outcome::Met, Detail::None),
        },
    );
}
