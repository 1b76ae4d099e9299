//! The items of the document's lists: findings, waivers, problems.

use serde::Serialize;

use crate::check::finding::Finding;
use crate::check::outcome::Outcome;
use crate::check::waiver::WaiverResult;
use crate::model::catalogue::TableId;
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::model::problem::{First, Problem};
use crate::report::message::Messages;

use super::Finished;

#[derive(Serialize)]
pub struct FindingDocument<'a> {
    rule: &'a str,
    severity: &'static str,
    certainty: &'static str,
    outcome: &'static str,
    live: bool,
    table: &'a str,
    key: &'a str,
    child_id: &'a str,
    team: Option<&'a str>,
    worker_id: Option<&'a str>,
    due_on: Option<Day>,
    done_on: Option<Day>,
    days_over: Option<i32>,
    repeats: u32,
    message: String,
    file: &'a str,
    row: u32,
    fingerprint: String,
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Serialize)]
pub struct WaiverDocument<'a> {
    rule: &'a str,
    child_id: Option<&'a str>,
    key: Option<&'a str>,
    until: Day,
    reason: &'a str,
    by: &'a str,
    state: &'static str,
    findings: u64,
}

#[derive(Serialize)]
pub struct ProblemDocument<'a> {
    severity: &'static str,
    file: Option<&'a str>,
    row: Option<u32>,
    column: Option<&'a str>,
    message: &'a str,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<&'static str>,
}

impl<'a> Finished<'a> {
    pub(super) fn finding(
        &self,
        finding: &Finding<'a>,
        messages: &mut Messages<'a>,
    ) -> FindingDocument<'a> {
        let rule = self.ruleset().rule(finding.rule);
        let catalogue = &self.ruleset().catalogue;
        let (file, row) = self.records().place(finding.table, finding.row);
        let id = |table: Option<TableId>, symbol: Symbol| {
            table
                .map(|table| self.records().ids(table).text(symbol))
                .filter(|text| !text.is_empty())
        };
        FindingDocument {
            rule: &rule.id,
            severity: rule.severity.name(),
            certainty: rule.certainty.name(),
            outcome: finding.outcome.name(),
            live: finding.live,
            table: &catalogue.table(finding.table).name,
            key: self.records().ids(finding.table).text(self.records().key(
                catalogue,
                finding.table,
                finding.row,
            )),
            child_id: self.records().ids(catalogue.children).text(finding.child),
            team: id(catalogue.teams, finding.who.team),
            worker_id: id(catalogue.workers, finding.who.worker),
            due_on: finding.due,
            done_on: finding.done,
            days_over: finding.days_over(self.run.scope.as_at),
            repeats: finding.repeats,
            message: messages.of(finding, rule),
            file: &self.records().files[file.index()].name,
            row,
            fingerprint: finding.fingerprint(self.context, &rule.id),
            status: None,
            reason: (finding.outcome == Outcome::Unknown).then(|| messages.reason(finding, rule)),
        }
    }

    pub(super) fn waiver(&self, result: &'a WaiverResult) -> WaiverDocument<'a> {
        let waiver = &result.waiver;
        WaiverDocument {
            rule: &self.ruleset().rule(waiver.rule).id,
            child_id: waiver.covered.child_id(),
            key: waiver.covered.key(),
            until: waiver.until,
            reason: &waiver.reason,
            by: &waiver.by,
            state: result.state.name(),
            findings: result.findings,
        }
    }

    pub(super) fn problem(&self, problem: &'a Problem) -> ProblemDocument<'a> {
        ProblemDocument {
            severity: problem.severity.name(),
            file: problem
                .file
                .map(|file| self.records().files[file.index()].name.as_str()),
            row: problem.row,
            column: problem.column.as_deref(),
            message: &problem.message,
            count: problem.count,
            first: problem.first.map(First::name),
        }
    }
}
