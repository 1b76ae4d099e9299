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
    for path in &check.dates {
        let Some(day) = context.date(path, row) else {
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
    if dates < 2 {
        return;
    }
    sink.obligation(
        row,
        match wrong {
            Some((first, second)) => {
                Obligation::undated(Outcome::Failed, Detail::OutOfOrder(first, second))
            }
            None => Obligation::undated(Outcome::Met, Detail::None),
        },
    );
}
