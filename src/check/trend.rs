//! How a count stood at each month's end.

use std::collections::BTreeMap;

use crate::model::day::Month;
use crate::model::length::{Length, Unit};
use crate::model::runner::{InTurn, Runner};
use crate::rules::plan::{Rule, RuleId};

use super::context::Context;
use super::outcome::Outcomes;
use super::request::{Request, guarded};
use super::scope::Scope;
use super::tally::Tally;
use super::who::{Allocated, Allocations};
use super::{Prepared, judge};

/// Months of a trend where the period has no beginning.
const MONTHS_SHOWN: u32 = 24;

/// A count has no due dates, so it is judged again as the records stood at each month's end, for what falls in that month.
/// Fails with what a crash says.
pub(super) fn of_counts(
    context: Context<'_>,
    id: RuleId,
    rule: &Rule,
    request: &Request<'_>,
    allocated: &Allocated,
    runner: &impl Runner,
) -> Result<BTreeMap<Month, Outcomes>, String> {
    let scope = request.scope;
    let back = Length::new(MONTHS_SHOWN, Unit::Months).before(scope.as_at, context.calendar);
    let mut months = Vec::new();
    let mut month = scope.after.unwrap_or(back).plus_days(1).month();
    while month <= scope.as_at.month() {
        months.push(month);
        month = month.next();
    }
    let rows = context.view.records.rows(rule.table);
    let counted = runner.map(months, |month| {
        let before = month.first_day().plus_days(-1);
        let end = month.last_day().min(scope.as_at);
        let context = context.at(end);
        let allocations = Allocations::new(context, allocated);
        let within = Scope {
            as_at: end,
            after: Some(scope.after.map_or(before, |after| after.max(before))),
        };
        let outcomes = guarded(|| {
            let mut tally = Tally::new(context, within, id, rule, &allocations, request.waivers);
            judge(
                rule,
                &Prepared::new(rule, context, &InTurn),
                context,
                0..rows,
                &mut tally,
            );
            tally.counts.outcomes
        });
        outcomes.map(|outcomes| (month, outcomes))
    });
    let seen = |month: &Result<(Month, Outcomes), String>| !matches!(month, Ok((_, outcomes)) if *outcomes == Outcomes::default());
    counted.into_iter().filter(seen).collect()
}
