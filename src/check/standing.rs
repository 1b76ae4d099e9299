//! The words for a measure: strong, to improve, rising, falling, not consistent; each only where there is enough to say it of.

use std::collections::BTreeMap;

use crate::model::day::{Day, Month};
use crate::model::intern::Symbol;
use crate::rules::settings::Limits;

use super::measure::{Answering, Group};
use super::outcome::Outcomes;
use super::scope::Scope;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    Strong,
    /// Neither strong nor to improve.
    Between,
    ToImprove,
    TooFew,
}

impl Level {
    /// `england` is England's published rate, in percent.
    pub fn of(outcomes: &Outcomes, england: Option<f64>, limits: &Limits) -> Self {
        match rate(outcomes, limits) {
            None => Self::TooFew,
            Some(rate)
                if rate >= limits.strong_from || england.is_some_and(|england| rate >= england) =>
            {
                Self::Strong
            }
            Some(rate) if rate < limits.to_improve_under => Self::ToImprove,
            Some(_) => Self::Between,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Between => "between",
            Self::ToImprove => "to improve",
            Self::TooFew => "too few to judge",
        }
    }
}

/// A rate of few obligations says nothing.
fn rate(outcomes: &Outcomes, limits: &Limits) -> Option<f64> {
    outcomes
        .rate()
        .filter(|_| outcomes.judged() >= limits.fewest)
}

/// How the rate moved between the halves of the period.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Direction {
    /// From this rate to that, in percent.
    Rising(f64, f64),
    Falling(f64, f64),
    Steady,
    TooFew,
}

impl Direction {
    pub fn of(trend: &BTreeMap<Month, Outcomes>, scope: Scope, limits: &Limits) -> Self {
        let Some(first) = scope
            .after
            .map(|after| after.plus_days(1))
            .or_else(|| trend.keys().next().map(|month| month.first_day()))
        else {
            return Self::TooFew;
        };
        let middle = Day::midway(first, scope.as_at);
        let (mut early, mut recent) = (Outcomes::default(), Outcomes::default());
        for (month, outcomes) in trend {
            // A month belongs to the half that holds most of it.
            let half = if Day::midway(month.first_day(), month.last_day()) <= middle {
                &mut early
            } else {
                &mut recent
            };
            half.join(outcomes);
        }
        match (rate(&early, limits), rate(&recent, limits)) {
            (Some(from), Some(to)) if to - from >= limits.moves_by => Self::Rising(from, to),
            (Some(from), Some(to)) if from - to >= limits.moves_by => Self::Falling(from, to),
            (Some(_), Some(_)) => Self::Steady,
            _ => Self::TooFew,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Rising(..) => "rising",
            Self::Falling(..) => "falling",
            Self::Steady => "steady",
            Self::TooFew => "too few to judge",
        }
    }
}

/// The team with the lowest rate and the one with the highest, of those with enough to judge.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spread {
    pub lowest: (Symbol, Outcomes),
    pub highest: (Symbol, Outcomes),
    pub consistent: bool,
}

impl Spread {
    /// None where fewer than two teams have enough to judge.
    pub fn of(measures: &BTreeMap<Group, Outcomes>, limits: &Limits) -> Option<Self> {
        let mut teams: Vec<(f64, Symbol, Outcomes)> = measures
            .iter()
            .filter_map(|(group, outcomes)| match (group.answering, group.split) {
                (Answering::Team(team), None) if !team.is_blank() => {
                    Some((rate(outcomes, limits)?, team, *outcomes))
                }
                _ => None,
            })
            .collect();
        // Of teams with the same rate the first of the files is named.
        teams.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (low, high) = (*teams.first()?, *teams.last()?);
        (teams.len() > 1).then_some(Self {
            lowest: (low.1, low.2),
            highest: (high.1, high.2),
            consistent: high.0 - low.0 < limits.not_consistent_from,
        })
    }
}

/// What the words say of one rule.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Standing {
    pub level: Level,
    /// Of all, or where a field that the rule splits by has one value: what is done well for children newly referred does not
    /// make up for children whose cases are open.
    pub needs_to_improve: bool,
    pub direction: Direction,
    pub spread: Option<Spread>,
}

impl Standing {
    /// `england` is England's published rate, in percent.
    pub fn new(
        all: &Outcomes,
        measures: &BTreeMap<Group, Outcomes>,
        trend: &BTreeMap<Month, Outcomes>,
        england: Option<f64>,
        scope: Scope,
        limits: &Limits,
    ) -> Self {
        let level = Level::of(all, england, limits);
        let is_value_of_split = |group: &Group| {
            group.answering == Answering::All
                && group.split.is_some_and(|(_, value)| value.is_recorded())
        };
        let mut by_value = measures
            .iter()
            .filter(|(group, _)| is_value_of_split(group));
        Self {
            level,
            needs_to_improve: level == Level::ToImprove
                || by_value
                    .any(|(_, outcomes)| Level::of(outcomes, None, limits) == Level::ToImprove),
            direction: Direction::of(trend, scope, limits),
            spread: Spread::of(measures, limits),
        }
    }

    /// Whether two teams are far apart.
    pub fn is_consistent(&self) -> Option<bool> {
        self.spread.map(|spread| spread.consistent)
    }
}
