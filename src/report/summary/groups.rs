//! Where: the standing of each team, district or worker, and the standards on which teams are far apart.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::check::measure::Answering;
use crate::check::outcome::Outcomes;
use crate::check::run::RuleResult;
use crate::check::standing::{Level, Spread};
use crate::check::who::Allocations;
use crate::report::document::Finished;
use crate::report::layout::{self, plural, push_counts, title, wrapped};
use crate::report::percent::rate_of;
use crate::report::set_here;
use crate::rules::sentence::joined;

use super::assessed;

/// Groups in a table, and standards in a line, before "and n more".
const GROUPS_NAMED: usize = 10;
const STANDARDS_NAMED: usize = 5;

/// Whose standing the table under "WHERE" shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    Team,
    District,
    Worker,
}

impl By {
    const fn word(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::District => "district",
            Self::Worker => "worker",
        }
    }

    const fn is(self, answering: Answering) -> bool {
        matches!(
            (self, answering),
            (Self::Team, Answering::Team(_))
                | (Self::District, Answering::District(_))
                | (Self::Worker, Answering::Worker(_))
        )
    }
}
/// What one group's measures come to.
#[derive(Default, Clone, Copy)]
struct GroupStanding {
    strong: u64,
    between: u64,
    to_improve: u64,
    too_few: u64,
    live: u64,
}

pub(super) fn by_group(text: &mut String, finished: &Finished<'_>, by: By, width: usize) {
    let mut groups: BTreeMap<Answering, GroupStanding> = BTreeMap::new();
    for result in assessed(finished) {
        let england = finished
            .ruleset()
            .reference
            .benchmark(&finished.ruleset().rule(result.id).id)
            .map(|england| england.rate);
        let measures = result.measures.iter();
        for (group, outcomes) in measures.filter(|(group, outcomes)| {
            by.is(group.answering) && group.split.is_none() && outcomes.judged() > 0
        }) {
            let standing = groups.entry(group.answering).or_default();
            *match Level::of(outcomes, england, &finished.limits) {
                Level::Strong => &mut standing.strong,
                Level::Between => &mut standing.between,
                Level::ToImprove => &mut standing.to_improve,
                Level::TooFew => &mut standing.too_few,
            } += 1;
        }
    }
    for finding in finished.run.findings.iter().filter(|finding| finding.live) {
        let answering = match by {
            By::Team => Answering::Team(finding.who.team),
            By::District => {
                Answering::District(Allocations::district(finished.context, finding.who.team))
            }
            By::Worker => Answering::Worker(finding.who.worker),
        };
        if let Some(standing) = groups.get_mut(&answering) {
            standing.live += 1;
        }
    }
    if groups.keys().all(|group| !group.is_recorded()) {
        return;
    }
    let name = |answering| group_name(finished, answering);
    let mut ordered: Vec<(&str, GroupStanding)> = groups
        .into_iter()
        .map(|(answering, standing)| (name(answering), standing))
        .collect();
    ordered.sort_by(|(a, x), (b, y)| {
        let order = y.to_improve.cmp(&x.to_improve).then(y.live.cmp(&x.live));
        order.then_with(|| a.cmp(b))
    });
    title(text, "WHERE");
    let of = format!("standards by {}", by.word());
    let headings = ["to improve", "between", "strong", "too few", "act now"];
    let rows = ordered.iter().take(GROUPS_NAMED).map(|(name, standing)| {
        let counts = [
            standing.to_improve,
            standing.between,
            standing.strong,
            standing.too_few,
            standing.live,
        ];
        (*name, counts)
    });
    push_counts(text, width, &of, headings, rows);
    if ordered.len() > GROUPS_NAMED {
        let more = plural(
            (ordered.len() - GROUPS_NAMED) as u64,
            &format!("more {}", by.word()),
        );
        wrapped(
            text,
            &format!("and {more}: -o csv=FILE writes them all."),
            width,
            0,
        );
    }
}
/// The standards on which teams, districts or workers are furthest apart.
pub(super) fn far_apart(text: &mut String, finished: &Finished<'_>, by: By, width: usize) {
    let mut apart: Vec<(f64, Cow<'_, str>, Spread)> = assessed(finished)
        .filter_map(|result| {
            let among = |answering| by.is(answering);
            let spread = Spread::of(
                &result.measures,
                among,
                |group| group_name(finished, group),
                &finished.limits,
            );
            let spread = spread.filter(|spread| !spread.consistent)?;
            let gap = spread.highest.1.exact_rate()? - spread.lowest.1.exact_rate()?;
            Some((
                gap,
                set_here::short(finished.ruleset().rule(result.id)),
                spread,
            ))
        })
        .collect();
    if apart.is_empty() {
        return;
    }
    apart.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut named: Vec<String> = apart
        .iter()
        .take(STANDARDS_NAMED)
        .map(|(_, short, spread)| format!("{short} ({})", ends(*spread, finished)))
        .collect();
    if apart.len() > named.len() {
        named.push(format!("{} more", apart.len() - named.len()));
    }
    let line = format!(
        "Not consistent between {}s: {}",
        by.word(),
        joined(&named, "and")
    );
    wrapped(text, &line, width, 2);
}
/// "not consistent: West 2 31% of 16, North 1 100% of 12".
pub(in crate::report) fn not_consistent(
    result: &RuleResult<'_>,
    finished: &Finished<'_>,
) -> Option<String> {
    let spread = result.standing.spread.filter(|spread| !spread.consistent)?;
    Some(format!("not consistent: {}", ends(spread, finished)))
}
/// What a team, a district or a worker is called.
pub(super) fn group_name<'a>(finished: &Finished<'a>, group: Answering) -> &'a str {
    finished.answering(group).map_or("", |(_, name)| name)
}
pub(super) fn ends(spread: Spread, finished: &Finished<'_>) -> String {
    let end = |(answering, outcomes): (Answering, Outcomes)| {
        let name = group_name(finished, answering);
        let rate = rate_of(&outcomes, &finished.limits);
        format!("{} {rate}", layout::name(name))
    };
    format!("{}, {}", end(spread.lowest), end(spread.highest))
}
