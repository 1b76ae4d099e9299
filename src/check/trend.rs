//! What was due in each month: of all, of each team, and how a count stood at each month's end.

use std::collections::BTreeMap;

use crate::model::catalogue::OwnDates;
use crate::model::day::Month;
use crate::model::intern::Symbol;
use crate::model::length::{Length, Unit};
use crate::model::runner::{InTurn, Runner};
use crate::model::view::Placed;
use crate::rules::plan::{Check, Count, Rule, RuleId};

use super::context::Context;
use super::obligation::{Contradiction, Obligation, Sink};
use super::outcome::Outcomes;
use super::related::Related;
use super::request::{Request, guarded};
use super::scope::Scope;
use super::tally::{Months, Tally};
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
) -> Result<Months, String> {
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
            let tally = Tally::new(context, within, id, rule, &allocations, request.waivers);
            // What falls in another month would be judged in vain.
            let of_month: Vec<u32> = (0..rows)
                .filter(|row| within.holds_placed(placed(&tally, *row)))
                .collect();
            let mut known = Known {
                tally,
                related: match &rule.check {
                    Check::Count(check) if rule_is_undated(rule, context) => {
                        Some(context.related(&check.of, rule.table))
                    }
                    _ => None,
                },
            };
            judge(
                rule,
                &Prepared::new(rule, context, &InTurn),
                context,
                of_month.into_iter(),
                &mut known,
            );
            known.tally.counts.groups
        });
        outcomes.map(|groups| (month, groups))
    });
    let mut months = Months::new();
    for month in counted {
        let (month, groups) = month?;
        for (key, outcomes) in groups {
            let place = (month, key.who.team);
            months.entry(place).or_default().join(&outcomes);
        }
    }
    Ok(months)
}

pub type Trend = BTreeMap<Month, Outcomes>;

/// Of all, and of each team.
pub(super) fn of_months(months: &Months) -> (Trend, BTreeMap<Symbol, Trend>) {
    let (mut all, mut teams) = (Trend::new(), BTreeMap::<Symbol, Trend>::new());
    for ((month, team), outcomes) in months {
        all.entry(*month).or_default().join(outcomes);
        teams.entry(*team).or_default().insert(*month, *outcomes);
    }
    (all, teams)
}

/// As the check places its obligations.
fn placed(tally: &Tally<'_, '_>, row: u32) -> Placed {
    match &tally.rule().check {
        Check::Count(Count { at: Some(path), .. }) => tally.dated(path, row),
        _ => tally.placed(row),
    }
}

fn rule_is_undated(rule: &Rule, context: Context<'_>) -> bool {
    let dates = context.view.catalogue.table(rule.table).dates;
    matches!(dates, OwnDates::None)
}

/// Counts only the subjects that were known by then. A worker's record does not say when the worker came, so the first record
/// that is counted says it: one who had not come yet held no child too many, and is no success.
struct Known<'a, 'p> {
    tally: Tally<'a, 'p>,
    /// What is counted, where the subject's own table has no dates.
    related: Option<Related<'a, 'p>>,
}

impl<'p> Sink<'p> for Known<'_, 'p> {
    fn obligation(&mut self, row: u32, obligation: Obligation<'_, 'p>) {
        let is_known = |related: &Related<'_, '_>| related.rows(row).next().is_some();
        if self.related.as_ref().is_none_or(is_known) {
            self.tally.obligation(row, obligation);
        }
    }

    fn contradiction(&mut self, contradiction: Contradiction<'p>) {
        self.tally.contradiction(contradiction);
    }
}
