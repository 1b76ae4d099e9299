//! The words for a measure: strong, to improve, rising, falling, not consistent; each only where there is enough to say it of.

use crate::model::day::{Day, Month};
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
    pub const ALL: [Self; 4] = [Self::Strong, Self::Between, Self::ToImprove, Self::TooFew];

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

/// A rate of few obligations says nothing. What is said of one goes by the rate itself, and not by the decimals that are shown.
fn rate(outcomes: &Outcomes, limits: &Limits) -> Option<f64> {
    outcomes
        .exact_rate()
        .filter(|_| outcomes.judged() >= limits.fewest)
}

/// Whether a rate is so many points over another. Binary fractions may miss a difference that is exact in tenths by this little.
fn is_apart(low: f64, high: f64, points: f64) -> bool {
    high - low >= points - 1e-9
}

/// What was due in one half of the period. A month belongs to the half that holds most of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Half {
    pub from: Day,
    pub to: Day,
    pub outcomes: Outcomes,
}

/// The two halves of the period, between which a rate rises or falls.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Halves {
    pub early: Half,
    pub recent: Half,
}

impl Halves {
    /// None where nothing was due in any month, or where no month lies in one of the halves.
    pub fn of(trend: &[(Month, Outcomes)], scope: Scope) -> Option<Self> {
        let (first_month, _) = trend.first()?;
        let first = scope
            .after
            .map_or(first_month.first_day(), |after| after.plus_days(1));
        let middle = Day::midway(first, scope.as_at);
        let is_early = |month: Month| Day::midway(month.first_day(), month.last_day()) <= middle;
        let mut month = first.month();
        while month <= scope.as_at.month() && is_early(month) {
            month = month.next();
        }
        let second = month.first_day();
        let none = |from, to| Half {
            from,
            to,
            outcomes: Outcomes::default(),
        };
        (first < second && second <= scope.as_at).then(|| {
            let days = Self {
                early: none(first, second.plus_days(-1)),
                recent: none(second, scope.as_at),
            };
            days.counting(trend)
        })
    }

    /// The same days, counting another trend.
    #[must_use]
    pub fn counting(mut self, trend: &[(Month, Outcomes)]) -> Self {
        self.early.outcomes = Outcomes::default();
        self.recent.outcomes = Outcomes::default();
        for (month, outcomes) in trend {
            let half = if month.first_day() < self.recent.from {
                &mut self.early
            } else {
                &mut self.recent
            };
            half.outcomes.join(outcomes);
        }
        self
    }
}

/// How the rate moved between the halves of the period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    Rising,
    Falling,
    Steady,
    TooFew,
}

impl Direction {
    pub const ALL: [Self; 4] = [Self::Rising, Self::Falling, Self::Steady, Self::TooFew];

    pub fn of(halves: Option<Halves>, limits: &Limits) -> Self {
        let Some(Halves { early, recent }) = halves else {
            return Self::TooFew;
        };
        match (
            rate(&early.outcomes, limits),
            rate(&recent.outcomes, limits),
        ) {
            (Some(from), Some(to)) if is_apart(from, to, limits.moves_by) => Self::Rising,
            (Some(from), Some(to)) if is_apart(to, from, limits.moves_by) => Self::Falling,
            (Some(_), Some(_)) => Self::Steady,
            _ => Self::TooFew,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::Steady => "steady",
            Self::TooFew => "too few to judge",
        }
    }
}

/// The lowest and the highest of several rates, each with how many it is of and its name: of equal rates that of the larger group,
/// and of groups as large the first by name, wherever they are spoken of.
pub fn ends<'n, T: Copy>(rated: &[T], of: impl Fn(&T) -> (f64, u64, &'n str)) -> Option<(T, T)> {
    let mut rated = rated.to_vec();
    rated.sort_by(|a, b| {
        let ((low, of_low, name), (high, of_high, other)) = (of(a), of(b));
        let order = low.total_cmp(&high).then(of_high.cmp(&of_low));
        order.then_with(|| name.cmp(other))
    });
    let (lowest, others) = rated.split_first()?;
    let (most, ..) = of(others.last()?);
    let highest = others
        .iter()
        .find(|one| of(one).0.total_cmp(&most).is_eq())?;
    Some((*lowest, *highest))
}

/// The team with the lowest rate and the one with the highest, of those with enough to judge; or the district, or the worker.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spread {
    pub lowest: (Answering, Outcomes),
    pub highest: (Answering, Outcomes),
    pub consistent: bool,
}

impl Spread {
    /// None where fewer than two teams have enough to judge.
    pub fn of_teams<'n>(
        measures: &[(Group, Outcomes)],
        name: impl Fn(Answering) -> &'n str,
        limits: &Limits,
    ) -> Option<Self> {
        let is_team = |answering| matches!(answering, Answering::Team(_));
        Self::of(measures, is_team, name, limits)
    }

    /// None where fewer than two of those `among` whom it is asked have enough to judge.
    pub fn of<'n>(
        measures: &[(Group, Outcomes)],
        among: impl Fn(Answering) -> bool,
        name: impl Fn(Answering) -> &'n str,
        limits: &Limits,
    ) -> Option<Self> {
        let judged: Vec<(f64, Answering, Outcomes)> = measures
            .iter()
            .filter(|(group, _)| {
                group.split.is_none() && group.answering.is_recorded() && among(group.answering)
            })
            .filter_map(|(group, outcomes)| {
                Some((rate(outcomes, limits)?, group.answering, *outcomes))
            })
            .collect();
        let (low, high) = ends(&judged, |(rate, answering, outcomes)| {
            (*rate, outcomes.judged(), name(*answering))
        })?;
        Some(Self {
            lowest: (low.1, low.2),
            highest: (high.1, high.2),
            consistent: !is_apart(low.0, high.0, limits.not_consistent_from),
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
    pub halves: Option<Halves>,
    pub spread: Option<Spread>,
}

impl Standing {
    /// `england` is England's published rate, in percent.
    pub fn new<'n>(
        all: &Outcomes,
        measures: &[(Group, Outcomes)],
        name: impl Fn(Answering) -> &'n str,
        trend: &[(Month, Outcomes)],
        england: Option<f64>,
        scope: Scope,
        limits: &Limits,
    ) -> Self {
        let level = Level::of(all, england, limits);
        let is_value_of_split = |group: &Group| {
            group.answering == Answering::All
                && group.split.is_some_and(|(_, value)| value.is_recorded())
        };
        let halves = Halves::of(trend, scope);
        let mut by_value = measures
            .iter()
            .filter(|(group, _)| is_value_of_split(group));
        Self {
            level,
            needs_to_improve: level == Level::ToImprove
                || by_value
                    .any(|(_, outcomes)| Level::of(outcomes, None, limits) == Level::ToImprove),
            direction: Direction::of(halves, limits),
            halves,
            spread: Spread::of_teams(measures, name, limits),
        }
    }

    /// The halves, where it rises or falls between them.
    pub fn moved(&self) -> Option<Halves> {
        let moves = matches!(self.direction, Direction::Rising | Direction::Falling);
        self.halves.filter(|_| moves)
    }

    /// Whether two teams are far apart.
    pub fn is_consistent(&self) -> Option<bool> {
        self.spread.map(|spread| spread.consistent)
    }
}
