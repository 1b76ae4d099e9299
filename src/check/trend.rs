//! What was due in each month: of all, of each team, and how a count stood at each month's end.

use std::collections::BTreeMap;

use crate::model::catalogue::OwnDates;
use crate::model::day::Month;
use crate::model::intern::Symbol;
use crate::model::length::{Length, Unit};
use crate::model::view::Placed;
use crate::rules::plan::{Check, Rule, RuleId};

use super::context::Context;
use super::obligation::{Contradiction, Obligation, Sink};
use super::outcome::Outcomes;
use super::related::Related;
use super::request::Request;
use super::scope::{Scope, placed, works_out};
use super::tally::{Months, Tally};
use super::who::{Allocated, Allocations};
use super::{Prepared, judge};

/// Months of a trend where the period has no beginning.
const MONTHS_SHOWN: u32 = 24;

/// The months of a count's trend. It has no due dates, so it is judged again as the records stood at each month's end, for what
/// falls in that month.
pub(super) fn months(context: Context<'_>, request: &Request<'_>) -> impl Iterator<Item = Month> {
    let scope = request.scope;
    let back = Length::new(MONTHS_SHOWN, Unit::Months).before(scope.as_at, context.calendar);
    let first = scope.after.unwrap_or(back).plus_days(1).month();
    std::iter::successors(Some(first), |month| Some(month.next()))
        .take_while(move |month| *month <= scope.as_at.month())
}

/// The records that may have something in any of those months: of an export of six years, a few. Others would be judged in vain.
pub(super) fn in_any_month(rule: &Rule, context: Context<'_>, request: &Request<'_>) -> Vec<u32> {
    let first = months(context, request).next();
    let before = first.map(|month| month.first_day().plus_days(-1));
    let rows = 0..context.view.records.rows(rule.table);
    // What is worked out from later records was not known at a month's end.
    let (Some(before), false) = (before, works_out(rule, context)) else {
        return rows.collect();
    };
    let is_over = |row: &u32| match placed(rule, context, *row) {
        Placed::Undated => false,
        Placed::On(day) => day <= before,
        Placed::Span { to, .. } => to.is_some_and(|to| to <= before),
    };
    rows.filter(|row| !is_over(row)).collect()
}

/// What falls in one month, as the records stood at its end: of each team. `prepared` is what the rule needs on the as-at date,
/// and the rows are those [in any month](in_any_month).
pub(super) fn of_month(
    context: Context<'_>,
    id: RuleId,
    prepared: &Prepared,
    month: Month,
    rows: &[u32],
    request: &Request<'_>,
    allocated: &Allocated,
) -> Months {
    let mut teams = Months::default();
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
    let of_month = rows.iter().copied();
    let of_month = of_month.filter(|row| within.holds_placed(placed(rule, context, *row)));
    let is_undated = context.view.catalogue.table(rule.table).dates == OwnDates::None;
    let mut known = Known {
        related: is_undated.then(|| context.related(&check.of, rule.table)),
        tally,
    };
    let prepared = prepared.of_count(check, context);
    judge(rule, &prepared, context, None, of_month, &mut known);
    for (key, outcomes) in known.tally.counts.groups {
        let team = teams.entry((month, key.who.team)).or_default();
        team.join(&outcomes);
    }
    teams
}

/// In the order of the months.
pub type Trend = Vec<(Month, Outcomes)>;

/// A trend for each team that has one.
#[derive(Default)]
pub struct TeamTrends {
    /// In order, each with where its months end.
    teams: Vec<(Symbol, usize)>,
    /// Of one team after another.
    months: Trend,
}

impl TeamTrends {
    pub fn of(&self, team: Symbol) -> Option<&[(Month, Outcomes)]> {
        let found = self.teams.binary_search_by_key(&team, |(team, _)| *team);
        let place = found.ok()?;
        let from = place
            .checked_sub(1)
            .map_or(0, |before| self.teams[before].1);
        Some(&self.months[from..self.teams[place].1])
    }
}

/// Of all, and of each team.
pub(super) fn of_months(months: Months) -> (Trend, TeamTrends) {
    let mut counted: Vec<((Month, Symbol), Outcomes)> = months.into_iter().collect();
    counted.sort_unstable_by_key(|((month, team), _)| (*team, *month));
    let mut all: BTreeMap<Month, Outcomes> = BTreeMap::new();
    let mut teams = TeamTrends::default();
    for of_team in counted.chunk_by(|((_, one), _), ((_, other), _)| one == other) {
        for ((month, _), outcomes) in of_team {
            all.entry(*month).or_default().join(outcomes);
            teams.months.push((*month, *outcomes));
        }
        teams.teams.push((of_team[0].0.1, teams.months.len()));
    }
    teams.teams.shrink_to_fit();
    teams.months.shrink_to_fit();
    (all.into_iter().collect(), teams)
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
