//! A whole run: every rule that can be judged, over every record, on as many threads as there are.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::model::catalogue::TableId;
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::model::problem::Problem;
use crate::model::records::Records;
use crate::model::runner::Runner;
use crate::model::view::View;
use crate::rules::Ruleset;
use crate::rules::needs::fields_read;
use crate::rules::plan::{Certainty, Check, RuleId, Severity};

use super::context::Context;
use super::finding::Finding;
use super::finished::FinishedOnly;
use super::grouped::Grouped;
use super::measure::{Group, measures};
use super::obligation::Contradiction;
use super::outcome::Outcomes;
use super::request::{Request, guarded};
use super::scope::Scope;
use super::standing::Standing;
use super::tally::{Counts, Tally};
use super::trend::Trend;
use super::waiver::WaiverResult;
use super::who::{Allocated, Allocations};
use super::{Prepared, judge};
use super::{assess, finished, freshness, problems, trend};

pub enum Status {
    Assessed,
    /// With the reason, in words.
    NotAssessed(String),
    /// It stands in for this rule, which is assessed.
    NotNeeded(String),
    /// The rule crashed.
    Error(String),
}

pub struct RuleResult<'p> {
    pub id: RuleId,
    pub status: Status,
    pub counts: Counts<'p>,
    /// Dated obligations by the month they were due, undated ones by the month of the one date that places them, and count
    /// checks judged again at each month's end.
    pub trend: Trend,
    /// The same of each team's.
    pub team_trends: BTreeMap<Symbol, Trend>,
    /// By team, district and worker.
    pub measures: BTreeMap<Group, Outcomes>,
    pub standing: Standing,
    /// How long it took, the time of all threads added together.
    pub spent: Duration,
}

pub struct Run<'p> {
    pub scope: Scope,
    /// In order of id.
    pub rules: Vec<RuleResult<'p>>,
    /// In order of severity, rule, child, due date and key.
    pub findings: Vec<Finding<'p>>,
    pub upcoming: Vec<Finding<'p>>,
    pub unknown: Vec<Finding<'p>>,
    /// In the order of their file.
    pub waivers: Vec<WaiverResult>,
    /// What only judging shows.
    pub problems: Vec<Problem>,
    /// Tables that the rules read whose newest event is old, with that event.
    pub stale: Vec<(TableId, Day)>,
    /// Tables that the rules read and that hold nothing open.
    pub finished_only: Vec<FinishedOnly>,
    /// What those two say, as problems.
    pub export_problems: Vec<Problem>,
}

/// Rows of a table that one piece of work judges.
const PIECE: u32 = 16_384;

/// Judges every rule asked for that these records can answer; what it says is the same on any number of threads.
pub fn run<'p>(
    ruleset: &'p Ruleset,
    records: &Records,
    request: &Request<'_>,
    runner: &impl Runner,
) -> Run<'p> {
    let view = View {
        records,
        catalogue: &ruleset.catalogue,
        as_at: request.scope.as_at,
    };
    let statuses = statuses(ruleset, view, &request.rules);
    let assessed = || {
        request
            .rules
            .iter()
            .zip(&statuses)
            .filter(|(_, status)| matches!(status, Status::Assessed))
            .map(|(id, _)| *id)
    };
    let grouped = Grouped::build(
        ruleset,
        records,
        assessed().map(|id| ruleset.rule(id)),
        runner,
    );
    let context = Context {
        view,
        calendar: &ruleset.calendar,
        ruleset,
        grouped: &grouped,
    };

    let read: BTreeSet<TableId> = assessed()
        .flat_map(|id| fields_read(ruleset.rule(id), view.catalogue))
        .map(|(table, _)| table)
        .collect();
    let mut results = judge_all(context, ruleset, assessed().collect(), request, runner);
    let mut run = Run {
        scope: request.scope,
        rules: Vec::new(),
        findings: Vec::new(),
        upcoming: Vec::new(),
        unknown: Vec::new(),
        waivers: Vec::new(),
        problems: Vec::new(),
        stale: freshness::stale(&read, view),
        finished_only: finished::finished_only(&read, view, request.scope),
        export_problems: Vec::new(),
    };
    let judged = request.rules.iter().zip(statuses).map(|(id, status)| {
        let (result, spent) = results.remove(id).unzip();
        let (status, counts) = match result {
            Some(Ok(counts)) => (Status::Assessed, counts),
            Some(Err(crash)) => (Status::Error(crash), Counts::default()),
            None => (status, Counts::default()),
        };
        (*id, status, counts, spent.unwrap_or_default())
    });
    run.rules = runner.map(judged.collect(), |(id, status, counts, spent)| {
        result(id, status, counts, spent, context, request)
    });
    let mut contradictions: BTreeSet<Contradiction<'p>> = BTreeSet::new();
    let mut beyond_calendar = 0;
    let mut most_severe_first: Vec<&mut RuleResult<'p>> = run.rules.iter_mut().collect();
    most_severe_first.sort_by_key(|result| (ruleset.rule(result.id).severity, result.id));
    for RuleResult { counts, .. } in most_severe_first {
        contradictions.extend(counts.contradictions.drain(..));
        beyond_calendar += counts.beyond_calendar;
        run.findings.append(&mut counts.findings);
        run.upcoming.append(&mut counts.upcoming);
        run.unknown.append(&mut counts.unknown);
    }
    run.problems = problems::contradictions(contradictions.into_iter(), view);
    run.export_problems = freshness::problems(&run.stale, view)
        .chain(finished::problems(&run.finished_only, view))
        .collect();
    run.problems.extend(problems::calendar(
        ruleset,
        request.scope.as_at,
        beyond_calendar,
    ));
    run.waivers = request.waivers.results(&run.rules, &run.findings, view);
    run
}

/// Which rules can be judged from these files; those that stand in for another only where that one cannot.
fn statuses(ruleset: &Ruleset, view: View<'_>, rules: &[RuleId]) -> Vec<Status> {
    let alone: BTreeMap<RuleId, Option<String>> = ruleset
        .ids()
        .map(|id| (id, assess::wanting(ruleset.rule(id), view)))
        .collect();
    let judged = |other: &&String| {
        let other = ruleset.find(other);
        other.is_some_and(|other| rules.contains(&other) && alone[&other].is_none())
    };
    let status = |id: &RuleId| match ruleset.rule(*id).stands_in_for.iter().find(judged) {
        Some(other) => Status::NotNeeded(other.clone()),
        None => alone[id]
            .clone()
            .map_or(Status::Assessed, Status::NotAssessed),
    };
    rules.iter().map(status).collect()
}

type Judged<'p> = Result<Counts<'p>, String>;

fn judge_all<'p>(
    context: Context<'_>,
    ruleset: &'p Ruleset,
    rules: Vec<RuleId>,
    request: &Request<'_>,
    runner: &impl Runner,
) -> BTreeMap<RuleId, (Judged<'p>, Duration)> {
    let allocated = Allocated::new(context);
    let allocations = Allocations::new(context, &allocated);
    let prepared: Vec<(RuleId, Result<Prepared, String>, Duration)> = runner.map(rules, |id| {
        let begun = runner.now();
        let prepared = guarded(|| Prepared::new(ruleset.rule(id), context, runner));
        (id, prepared, runner.now().saturating_sub(begun))
    });
    let mut pieces = Vec::new();
    for (place, (id, ..)) in prepared.iter().enumerate() {
        let rows = context.view.records.rows(ruleset.rule(*id).table);
        pieces.extend(
            (0..rows.div_ceil(PIECE).max(1))
                .map(|piece| (place, piece * PIECE..rows.min((piece + 1) * PIECE))),
        );
    }
    let judged = runner.map(pieces, |(place, rows)| {
        let begun = runner.now();
        let (id, prepared, _) = &prepared[place];
        let rule = ruleset.rule(*id);
        let result = match prepared {
            Err(crash) => Err(crash.clone()),
            Ok(prepared) => guarded(|| {
                let mut tally = Tally::new(
                    context,
                    request.scope,
                    *id,
                    rule,
                    &allocations,
                    request.waivers,
                );
                let undecided = judge(rule, prepared, context, rows, &mut tally);
                tally.counts.undecided = undecided;
                tally.counts
            }),
        };
        (*id, result, runner.now().saturating_sub(begun))
    });
    let mut results: BTreeMap<RuleId, (Judged<'p>, Duration)> = prepared
        .iter()
        .map(|(id, _, spent)| (*id, (Ok(Counts::default()), *spent)))
        .collect();
    for (id, more, time) in judged {
        let Some((result, spent)) = results.get_mut(&id) else {
            continue;
        };
        *spent += time;
        match (&mut *result, more) {
            (Ok(counts), Ok(more)) => counts.join(more),
            (Err(_), _) => {}
            (_, Err(crash)) => *result = Err(crash),
        }
    }
    let counts: Vec<(RuleId, &Prepared)> = prepared
        .iter()
        .filter(|(id, ..)| matches!(ruleset.rule(*id).check, Check::Count(_)))
        .filter(|(id, ..)| matches!(results[id], (Ok(_), _)))
        .filter_map(|(id, prepared, _)| Some((*id, prepared.as_ref().ok()?)))
        .collect();
    for (id, (trend, time)) in trend::of_counts(context, &counts, request, &allocated, runner) {
        let Some((result, spent)) = results.get_mut(&id) else {
            continue;
        };
        *spent += time;
        match (&mut *result, trend) {
            (Ok(counts), Ok(months)) => counts.months = months,
            (_, Err(crash)) => *result = Err(crash),
            (Err(_), _) => {}
        }
    }
    results
}

/// What a rule comes to, its findings in order.
fn result<'p>(
    id: RuleId,
    status: Status,
    mut counts: Counts<'p>,
    spent: Duration,
    context: Context<'_>,
    request: &Request<'_>,
) -> RuleResult<'p> {
    let rule = context.ruleset.rule(id);
    let (trend, team_trends) = trend::of_months(&std::mem::take(&mut counts.months));
    let measures = measures(rule, &std::mem::take(&mut counts.groups), context);
    let england = context.ruleset.reference.benchmark(&rule.id);
    let standing = Standing::new(
        &counts.outcomes,
        &measures,
        &trend,
        england.map(|england| england.rate),
        request.scope,
        &request.limits,
    );
    for findings in [
        &mut counts.findings,
        &mut counts.upcoming,
        &mut counts.unknown,
    ] {
        sort(findings, context);
    }
    RuleResult {
        id,
        status,
        counts,
        trend,
        team_trends,
        measures,
        standing,
        spent,
    }
}

/// Those of one rule, by child, due date and key.
fn sort(findings: &mut [Finding<'_>], context: Context<'_>) {
    let View {
        records, catalogue, ..
    } = context.view;
    let children = records.ids(catalogue.children);
    let key = |finding: &Finding<'_>| {
        let key = records.key(catalogue, finding.table, finding.row);
        records.ids(finding.table).text(key)
    };
    findings.sort_by(|a, b| {
        children
            .text(a.child)
            .cmp(children.text(b.child))
            .then(a.due.cmp(&b.due))
            .then_with(|| key(a).cmp(key(b)))
            .then(a.row.cmp(&b.row))
    });
}

impl Run<'_> {
    /// Obligations that were judged, by any rule.
    pub fn decided(&self) -> u64 {
        self.rules
            .iter()
            .map(|rule| rule.counts.outcomes.decided())
            .sum()
    }

    /// Whether a rule crashed.
    pub fn has_errors(&self) -> bool {
        self.rules
            .iter()
            .any(|rule| matches!(rule.status, Status::Error(_)))
    }

    /// Findings that fail a run: at least this severe, live unless past ones count, facts unless prompts count.
    pub fn failing(
        &self,
        ruleset: &Ruleset,
        threshold: Severity,
        past: bool,
        prompts: bool,
    ) -> usize {
        let counts = |finding: &&Finding<'_>| {
            let rule = ruleset.rule(finding.rule);
            finding.outcome.is_not_met()
                && rule.severity <= threshold
                && (finding.live || past)
                && (rule.certainty == Certainty::Fact || prompts)
        };
        self.findings.iter().filter(counts).count()
    }
}
