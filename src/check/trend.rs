//! What was due in each month: of all, of each team, and how a count stood at each month's end.

use std::collections::BTreeMap;
use std::time::Duration;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::model::catalogue::OwnDates;
use crate::model::day::Month;
use crate::model::intern::Symbol;
use crate::model::length::{Length, Unit};
use crate::model::runner::Runner;
use crate::model::view::Placed;
use crate::rules::plan::{Check, Count, RuleId};

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
/// `rules` are those of a kind that counts, each with what it needs on the as-at date. Gives for each its months, or what a crash
/// says, and how long it took.
pub(super) fn of_counts(
    context: Context<'_>,
    rules: &[(RuleId, &Prepared)],
    request: &Request<'_>,
    allocated: &Allocated,
    runner: &impl Runner,
) -> BTreeMap<RuleId, (Result<Months, String>, Duration)> {
    let scope = request.scope;
    let back = Length::new(MONTHS_SHOWN, Unit::Months).before(scope.as_at, context.calendar);
    let first = scope.after.unwrap_or(back).plus_days(1).month();
    let months = std::iter::successors(Some(first), |month| Some(month.next()))
        .take_while(|month| *month <= scope.as_at.month());
    let pieces = months.flat_map(|month| rules.iter().map(move |rule| (month, rule)));
    let counted = runner.map(pieces.collect(), |(month, (id, prepared))| {
        let begun = runner.now();
        let teams = guarded(|| of_month(context, *id, prepared, month, request, allocated));
        (*id, month, teams, runner.now().saturating_sub(begun))
    });
    let mut trends: BTreeMap<RuleId, (Result<Months, String>, Duration)> = BTreeMap::new();
    for (id, month, teams, time) in counted {
        let (months, spent) = trends
            .entry(id)
            .or_insert_with(|| (Ok(Months::default()), Duration::ZERO));
        *spent += time;
        match (&mut *months, teams) {
            (Ok(months), Ok(teams)) => {
                months.extend(
                    teams
                        .into_iter()
                        .map(|(team, of_team)| ((month, team), of_team)),
                );
            }
            (Err(_), _) => {}
            (_, Err(crash)) => *months = Err(crash),
        }
    }
    trends
}

/// What falls in one month, as the records stood at its end: of each team.
fn of_month(
    context: Context<'_>,
    id: RuleId,
    prepared: &Prepared,
    month: Month,
    request: &Request<'_>,
    allocated: &Allocated,
) -> HashMap<Symbol, Outcomes, FixedState> {
    let mut teams = HashMap::default();
    let (scope, rule) = (request.scope, context.ruleset.rule(id));
    let Check::Count(check) = &rule.check else {
        return teams;
    };
    let before = month.first_day().plus_days(-1);
    let end = month.last_day().min(scope.as_at);
    let context = context.at(end);
    let allocations = Allocations::new(context, allocated);
    let within = Scope {
        as_at: end,
        after: Some(scope.after.map_or(before, |after| after.max(before))),
    };
    let tally = Tally::new(context, within, id, rule, &allocations, request.waivers);
    // What falls in another month would be judged in vain.
    let of_month: Vec<u32> = (0..context.view.records.rows(rule.table))
        .filter(|row| within.holds_placed(placed(&tally, *row)))
        .collect();
    let is_undated = context.view.catalogue.table(rule.table).dates == OwnDates::None;
    let mut known = Known {
        related: is_undated.then(|| context.related(&check.of, rule.table)),
        tally,
    };
    let prepared = prepared.of_count(check, context);
    judge(rule, &prepared, context, of_month.into_iter(), &mut known);
    for (key, outcomes) in known.tally.counts.groups {
        let team: &mut Outcomes = teams.entry(key.who.team).or_default();
        team.join(&outcomes);
    }
    teams
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
