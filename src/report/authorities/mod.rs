//! Several authorities side by side, each judged by itself: what is kept of each once its records are let go, a page for a
//! terminal, and a table for Excel.

mod measures;
mod page;

use std::collections::BTreeSet;

use crate::check::exit::Exit;
use crate::check::outcome::{Outcome, Outcomes};
use crate::check::run::Status;
use crate::check::scope::Scope;
use crate::check::standing::Level;
use crate::model::problem::First;
use crate::rules::Ruleset;
use crate::rules::plan::{RuleId, Severity};
use crate::rules::settings::Limits;

use super::care::read_with_care;
use super::document::{Finished, status};
use super::layout::plural;
use super::terminal::input_problems;

/// What its audit came to, or why there was none, in words.
pub struct Authority {
    /// The folder's name.
    pub name: String,
    pub judged: Result<Judged, String>,
}

/// What is kept of an authority's run.
pub struct Judged {
    pub exit: Exit,
    records: u64,
    /// Not met: what can still be put right, and what no longer can.
    live: u64,
    past: u64,
    unknown: u64,
    /// What makes the run look better or worse than the work is, a sentence each.
    care: Vec<String>,
    /// Mappings that no file of it was read through, a sentence each.
    of_another: BTreeSet<String>,
    /// Of each rule that was asked for, in order of id.
    rules: Vec<Kept>,
}

struct Kept {
    id: RuleId,
    /// As in the document of a run, with the reason where it was not assessed.
    status: (&'static str, Option<String>),
    is_assessed: bool,
    /// Not assessed, and not because another rule stands for it.
    is_wanting: bool,
    outcomes: Outcomes,
    level: Level,
    needs_to_improve: bool,
}

impl Judged {
    pub fn of(finished: &Finished<'_>) -> Self {
        let run = finished.run;
        let not_met = || run.findings.iter().filter(|it| it.outcome.is_not_met());
        let live = not_met().filter(|finding| finding.live).count() as u64;
        let kept = run.rules.iter().map(|result| Kept {
            id: result.id,
            status: status(&result.status),
            is_assessed: matches!(result.status, Status::Assessed),
            is_wanting: matches!(result.status, Status::NotAssessed(_) | Status::Error(_)),
            outcomes: result.counts.outcomes,
            level: result.standing.level,
            needs_to_improve: result.standing.needs_to_improve,
        });
        let rules: Vec<Kept> = kept.collect();
        Self {
            exit: finished.exit,
            records: finished.loaded(),
            live,
            past: not_met().count() as u64 - live,
            unknown: rules
                .iter()
                .map(|rule| rule.outcomes.of(Outcome::Unknown))
                .sum(),
            care: care(finished),
            of_another: of_another(finished),
            rules,
        }
    }

    fn assessed(&self) -> impl Iterator<Item = &Kept> {
        self.rules.iter().filter(|rule| rule.is_assessed)
    }
}

fn of_another(finished: &Finished<'_>) -> BTreeSet<String> {
    let problems = finished.problems.iter();
    let of_another = problems.filter(|problem| problem.first == Some(First::OfAnother));
    of_another.map(|problem| problem.message.clone()).collect()
}

fn care(finished: &Finished<'_>) -> Vec<String> {
    let mut care = read_with_care(finished);
    for result in &finished.run.rules {
        if let Status::Error(reason) = &result.status {
            let id = &finished.ruleset().rule(result.id).id;
            care.push(format!(
                "ERROR IN RULE {id}: it stopped and judged nothing: {reason}. Please report it."
            ));
        }
    }
    let problems = input_problems(finished);
    if problems > 0 {
        care.push(format!(
            "{} (caseready inspect).",
            plural(problems, "input problem")
        ));
    }
    care
}

/// All that were asked for, in the order of their folders' names.
pub struct Authorities<'a> {
    pub ruleset: &'a Ruleset,
    pub scope: Scope,
    pub limits: Limits,
    /// The severity from which a live finding fails the run, if any does.
    pub fail_on: Option<Severity>,
    pub all: Vec<Authority>,
}

impl Authorities<'_> {
    /// The worst of any authority's, where one that could not be judged has failed.
    pub fn exit(&self) -> Exit {
        let exits = self.all.iter().map(|authority| match &authority.judged {
            Ok(judged) => judged.exit,
            Err(_) => Exit::Failed,
        });
        let of_none = (!self.of_none().is_empty()).then_some(Exit::Incomplete);
        Exit::worst_of(exits.chain(of_none))
    }

    /// Mappings that no file of any authority was read through, a sentence each.
    pub fn of_none(&self) -> BTreeSet<String> {
        let judged = self.judged().map(|(_, judged)| judged.of_another.clone());
        let of_none = judged.reduce(|one, other| &one & &other);
        of_none.unwrap_or_default()
    }

    pub fn not_judged(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all.iter().filter_map(|authority| {
            let reason = authority.judged.as_ref().err()?;
            Some((authority.name.as_str(), reason.as_str()))
        })
    }

    fn judged(&self) -> impl Iterator<Item = (&str, &Judged)> {
        self.all.iter().filter_map(|authority| {
            let judged = authority.judged.as_ref().ok()?;
            Some((authority.name.as_str(), judged))
        })
    }
}
