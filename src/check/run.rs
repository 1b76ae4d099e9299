//! A whole run: every rule that can be judged, over every record, on as many threads as there are.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;
use std::time::Duration;

use crate::model::catalogue::TableId;
use crate::model::day::Day;
use crate::model::problem::Problem;
use crate::model::records::Records;
use crate::model::runner::Runner;
use crate::model::view::View;
use crate::rules::Ruleset;
use crate::rules::needs::fields_read;
use crate::rules::plan::{Certainty, RuleId, Severity};

use super::ahead::Ahead;
use super::context::Context;
use super::finding::{Finding, Findings};
use super::finished::FinishedOnly;
use super::grouped::Grouped;
use super::measure::{Group, measures};
use super::obligation::Contradiction;
use super::outcome::Outcomes;
use super::pieces::judge_all;
use super::request::Request;
use super::scope::Scope;
use super::standing::Standing;
use super::tally::Counts;
use super::trend::{TeamTrends, Trend};
use super::waiver::WaiverResult;
use super::{assess, empty, finished, freshness, problems, trend};

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
    pub team_trends: TeamTrends,
    /// By team, district and worker, in their order.
    pub measures: Vec<(Group, Outcomes)>,
    pub standing: Standing,
    /// How long it took, the time of all threads added together.
    pub spent: Duration,
}

pub struct Run<'p> {
    pub scope: Scope,
    /// In order of id.
    pub rules: Vec<RuleResult<'p>>,
    pub findings: Findings<'p>,
    pub upcoming: Findings<'p>,
    pub unknown: Findings<'p>,
    /// In the order of their file.
    pub waivers: Vec<WaiverResult>,
    /// What only judging shows.
    pub problems: Vec<Problem>,
    /// Where most records begin after the as-at date.
    pub ahead: Option<Ahead>,
    /// Tables that the rules read whose newest event is old, with that event.
    pub stale: Vec<(TableId, Day)>,
    /// Tables that the rules read and that hold nothing open.
    pub finished_only: Vec<FinishedOnly>,
    /// Tables of events that the rules read and that hold no record.
    pub empty: Vec<TableId>,
    /// What these say, and of records left open when the child had grown up, as problems.
    pub export_problems: Vec<Problem>,
}

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

    let tables_of = |id| {
        let fields = fields_read(ruleset.rule(id), view.catalogue);
        fields.into_iter().map(|(table, _)| table)
    };
    let read: BTreeSet<TableId> = assessed().flat_map(tables_of).collect();
    let asked: BTreeSet<TableId> = request.rules.iter().copied().flat_map(tables_of).collect();
    let finish = |id, judged| {
        let (status, counts) = match judged {
            Ok(counts) => (Status::Assessed, counts),
            Err(crash) => (Status::Error(crash), Counts::default()),
        };
        result(id, status, counts, context, request)
    };
    let rules = assessed().collect();
    let judged = judge_all(context, ruleset, rules, request, runner, finish);
    let mut run = Run {
        scope: request.scope,
        rules: Vec::new(),
        findings: Findings::default(),
        upcoming: Findings::default(),
        unknown: Findings::default(),
        waivers: Vec::new(),
        problems: Vec::new(),
        ahead: Ahead::of(view),
        stale: freshness::stale(&read, view),
        finished_only: finished::finished_only(&read, view, request.scope),
        empty: empty::empty(&read, &asked, view),
        export_problems: Vec::new(),
    };
    let mut judged = judged
        .into_iter()
        .map(|(result, spent)| RuleResult { spent, ..result });
    let results = request.rules.iter().zip(statuses);
    let results = results.filter_map(|(id, status)| match status {
        Status::Assessed => judged.next(),
        status => Some(result(*id, status, Counts::default(), context, request)),
    });
    run.rules = results.collect();
    let mut contradictions: BTreeSet<Contradiction<'p>> = BTreeSet::new();
    let mut beyond_calendar = 0;
    let mut most_severe_first: Vec<&mut RuleResult<'p>> = run.rules.iter_mut().collect();
    most_severe_first.sort_by_key(|result| (ruleset.rule(result.id).severity, result.id));
    for RuleResult { counts, .. } in most_severe_first {
        contradictions.extend(take(&mut counts.contradictions));
        beyond_calendar += counts.beyond_calendar;
        run.findings.push(take(&mut counts.findings));
        run.upcoming.push(take(&mut counts.upcoming));
        run.unknown.push(take(&mut counts.unknown));
    }
    run.problems = problems::contradictions(contradictions.into_iter(), view);
    run.export_problems = run
        .ahead
        .map(|ahead| ahead.problem(view))
        .into_iter()
        .chain(freshness::problem(&run.stale, view.catalogue))
        .chain(finished::problems(&run.finished_only, view))
        .chain(empty::problems(&run.empty, view))
        .chain(problems::grown_up(&read, context))
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
    let judged = |other: &&RuleId| rules.contains(other) && alone[other].is_none();
    let status = |id: &RuleId| match ruleset.rule(*id).stands_in_for.iter().find(judged) {
        Some(other) => Status::NotNeeded(ruleset.rule(*other).id.clone()),
        None => alone[id]
            .clone()
            .map_or(Status::Assessed, Status::NotAssessed),
    };
    rules.iter().map(status).collect()
}

/// What a rule comes to, its findings in order.
fn result<'p>(
    id: RuleId,
    status: Status,
    mut counts: Counts<'p>,
    context: Context<'_>,
    request: &Request<'_>,
) -> RuleResult<'p> {
    let rule = context.ruleset.rule(id);
    let (trend, team_trends) = trend::of_months(take(&mut counts.months));
    let measures = measures(rule, take(&mut counts.groups), context);
    let england = context.ruleset.reference.benchmark(&rule.id);
    let standing = Standing::new(
        &counts.outcomes,
        &measures,
        |answering| answering.name(&context.ruleset.catalogue, context.view.records),
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
        findings.shrink_to_fit();
    }
    RuleResult {
        id,
        status,
        counts,
        trend,
        team_trends,
        measures,
        standing,
        spent: Duration::ZERO,
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
