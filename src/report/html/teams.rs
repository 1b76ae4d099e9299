//! How many standards each team is strong on, and how much each has to act on.

use std::collections::BTreeMap;

use crate::check::standing::{Direction, Level};
use crate::report::document::NOT_RECORDED;
use crate::report::saved::SavedRun;

use super::figures::{assessed, standing, team, teams};

#[derive(Default, Clone, Copy)]
pub struct TeamStanding {
    pub to_improve: u64,
    pub between: u64,
    pub strong: u64,
    pub too_few: u64,
    pub rising: u64,
    pub falling: u64,
    pub live: u64,
}

/// The teams with most to improve first; records without a team last.
pub fn standings(run: &SavedRun) -> Vec<(&str, TeamStanding)> {
    let mut found: BTreeMap<&str, TeamStanding> = BTreeMap::new();
    for rule in assessed(run) {
        for (name, group) in teams(rule).filter(|(_, group)| group.outcomes.judged() > 0) {
            let counts = found.entry(name).or_default();
            *match standing(rule, group) {
                Level::Strong => &mut counts.strong,
                Level::ToImprove => &mut counts.to_improve,
                Level::TooFew => &mut counts.too_few,
                Level::Between => &mut counts.between,
            } += 1;
            match group.moves.as_ref().map(|moves| moves.direction) {
                Some(Direction::Rising) => counts.rising += 1,
                Some(Direction::Falling) => counts.falling += 1,
                Some(Direction::Steady | Direction::TooFew) | None => {}
            }
        }
    }
    for finding in run.findings.iter().filter(|finding| finding.live) {
        found.entry(team(finding)).or_default().live += 1;
    }
    let mut ordered: Vec<(&str, TeamStanding)> = found.into_iter().collect();
    ordered.sort_by_key(|(name, counts)| {
        (
            *name == NOT_RECORDED,
            std::cmp::Reverse((counts.to_improve, counts.live)),
            *name,
        )
    });
    ordered
}
