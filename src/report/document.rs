//! The run as a document, `caseready/1`: every other report can be made from it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::check::asks_for;
use crate::check::context::Context;
use crate::check::finding::Finding;
use crate::check::outcome::{Outcome, Outcomes};
use crate::check::run::{RuleResult, Run, Status};
use crate::check::tally::SplitValue;
use crate::check::who::Allocations;
use crate::model::catalogue::FieldId;
use crate::model::day::Month;
use crate::model::intern::Symbol;
use crate::model::problem::Problem;
use crate::model::records::Records;
use crate::rules::plan::Rule;
use crate::rules::{Ruleset, STANDARDS_NAME, STANDARDS_VERSION};

use super::message::{message, reason};

/// What a report is made from.
pub struct Finished<'a> {
    pub ruleset: &'a Ruleset,
    pub records: &'a Records,
    pub run: &'a Run<'a>,
    pub context: Context<'a>,
    /// Of the input and of the run together.
    pub problems: &'a [Problem],
    /// As typed, without the program's name.
    pub arguments: &'a [String],
    pub exit: u8,
    /// Whether every rule that was asked for ran.
    pub complete: bool,
}

/// Group names where nothing is recorded.
pub const NOT_RECORDED: &str = "not recorded";

#[derive(Serialize)]
struct RunDocument<'a> {
    version: &'static str,
    arguments: &'a [String],
    as_at: String,
    period: PeriodDocument,
    standards: StandardsDocument<'a>,
    complete: bool,
    exit: u8,
}

#[derive(Serialize)]
struct PeriodDocument {
    from: Option<String>,
    to: String,
}

#[derive(Serialize)]
struct StandardsDocument<'a> {
    name: String,
    version: &'static str,
    digest: &'a str,
}

#[derive(Serialize)]
struct InputDocument<'a> {
    file: &'a str,
    kind: &'static str,
    table: Option<&'a str>,
    rows: u64,
    loaded: u64,
    rejected: u64,
    newest: Option<String>,
    latest_only: bool,
}

#[derive(Serialize)]
struct RuleDocument<'a> {
    id: &'a str,
    title: &'a str,
    area: &'a str,
    severity: &'static str,
    certainty: &'static str,
    force: &'static str,
    threshold: Option<ThresholdDocument>,
    status: &'static str,
    reason: Option<String>,
    outcomes: OutcomesDocument,
    rate: Option<f64>,
    undecided: BTreeMap<&'a str, u64>,
    children: ChildrenDocument,
    groups: Vec<GroupDocument>,
    trend: Vec<MonthDocument>,
}

#[derive(Serialize)]
struct ThresholdDocument {
    local: Option<String>,
    national: String,
}

#[derive(Serialize)]
struct ChildrenDocument {
    subject: u64,
    not_met: u64,
}

#[derive(Serialize)]
struct GroupDocument {
    by: Vec<String>,
    name: Vec<String>,
    outcomes: OutcomesDocument,
    rate: Option<f64>,
}

#[derive(Serialize)]
struct MonthDocument {
    month: String,
    outcomes: OutcomesDocument,
    rate: Option<f64>,
}

/// All eight, in their order, zeros too.
struct OutcomesDocument(Outcomes);

impl Serialize for OutcomesDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Outcome::ALL.len()))?;
        for outcome in Outcome::ALL {
            map.serialize_entry(outcome.name(), &self.0.of(outcome))?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct FindingDocument<'a> {
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
    due_on: Option<String>,
    done_on: Option<String>,
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
struct ProblemDocument<'a> {
    severity: &'static str,
    file: Option<&'a str>,
    row: Option<u32>,
    column: Option<&'a str>,
    message: &'a str,
    count: u64,
}

impl Serialize for Finished<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(8))?;
        map.serialize_entry("format", "caseready/1")?;
        map.serialize_entry("run", &self.run_document())?;
        map.serialize_entry("inputs", &self.inputs())?;
        map.serialize_entry(
            "rules",
            &Each(|| self.run.rules.iter().map(|result| self.rule(result))),
        )?;
        map.serialize_entry(
            "findings",
            &Each(|| {
                self.run
                    .findings
                    .iter()
                    .map(|finding| self.finding(finding))
            }),
        )?;
        map.serialize_entry(
            "upcoming",
            &Each(|| {
                self.run
                    .upcoming
                    .iter()
                    .map(|finding| self.finding(finding))
            }),
        )?;
        map.serialize_entry(
            "unknown",
            &Each(|| self.run.unknown.iter().map(|finding| self.finding(finding))),
        )?;
        map.serialize_entry(
            "problems",
            &Each(|| self.problems.iter().map(|problem| self.problem(problem))),
        )?;
        map.end()
    }
}

/// A list whose items are made one at a time as they are written, so that a large run is never held twice.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item = T>, T: Serialize> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

impl<'a> Finished<'a> {
    fn run_document(&self) -> RunDocument<'a> {
        let scope = self.run.scope;
        RunDocument {
            version: env!("CARGO_PKG_VERSION"),
            arguments: self.arguments,
            as_at: scope.as_at.to_string(),
            period: PeriodDocument {
                from: scope.after.map(|after| after.plus_days(1).to_string()),
                to: scope.as_at.to_string(),
            },
            standards: StandardsDocument {
                name: standards_name(self.ruleset),
                version: STANDARDS_VERSION,
                digest: &self.ruleset.digest,
            },
            complete: self.complete,
            exit: self.exit,
        }
    }

    fn inputs(&self) -> Vec<InputDocument<'a>> {
        let mut inputs = Vec::new();
        for file in &self.records.files {
            let blank = |table, rows, loaded, rejected, newest| InputDocument {
                file: &file.name,
                kind: file.kind.name(),
                table,
                rows,
                loaded,
                rejected,
                newest,
                latest_only: false,
            };
            if file.tables.is_empty() {
                inputs.push(blank(None, 0, 0, 0, None));
            }
            for table in &file.tables {
                let newest = self.records.newest_event(
                    &self.ruleset.catalogue,
                    table.table,
                    self.run.scope.as_at,
                );
                let name = self.ruleset.catalogue.table(table.table).name.as_str();
                inputs.push(blank(
                    Some(name),
                    table.rows,
                    table.loaded,
                    table.rejected,
                    newest.map(|day| day.to_string()),
                ));
            }
        }
        inputs
    }

    fn rule(&self, result: &'a RuleResult<'a>) -> RuleDocument<'a> {
        let rule = self.ruleset.rule(result.id);
        let (status, reason) = match &result.status {
            Status::Assessed => ("assessed", None),
            Status::NotAssessed(reason) => ("not assessed", Some(reason.clone())),
            Status::NotNeeded(other) => ("not assessed", Some(not_needed(other))),
            Status::Error(reason) => ("error", Some(reason.clone())),
        };
        let mut undecided: BTreeMap<&str, u64> = BTreeMap::new();
        for (condition, count) in &result.counts.undecided {
            *undecided.entry(asks_for(rule, *condition)).or_default() += count;
        }
        RuleDocument {
            id: &rule.id,
            title: &rule.title,
            area: &rule.area,
            severity: rule.severity.name(),
            certainty: rule.certainty.name(),
            force: rule.force.name(),
            threshold: threshold(rule).map(|national| ThresholdDocument {
                local: None,
                national,
            }),
            status,
            reason,
            outcomes: OutcomesDocument(result.counts.outcomes),
            rate: result.counts.outcomes.rate(),
            undecided,
            children: ChildrenDocument {
                subject: result.counts.children.len(),
                not_met: result.counts.children_not_met.len(),
            },
            groups: self.groups(result),
            trend: result
                .trend
                .iter()
                .map(|(month, outcomes)| trend_month(*month, *outcomes))
                .collect(),
        }
    }

    /// By team, district and worker, and each of these, and all, with each field that the rule splits by.
    fn groups(&self, result: &RuleResult<'_>) -> Vec<GroupDocument> {
        let rule = self.ruleset.rule(result.id);
        let teams = self.ruleset.catalogue.teams;
        let workers = self.ruleset.catalogue.workers;
        let id = |table: Option<crate::model::catalogue::TableId>, symbol: Symbol| {
            named(table.map_or("", |table| self.records.ids(table).text(symbol)))
        };
        let mut groups: BTreeMap<(Vec<String>, Vec<String>), Outcomes> = BTreeMap::new();
        for (key, outcomes) in &result.counts.groups {
            let who = [
                ("team", id(teams, key.who.team)),
                (
                    "district",
                    named(
                        self.records
                            .codes
                            .text(Allocations::district(self.context, key.who.team)),
                    ),
                ),
                ("worker", id(workers, key.who.worker)),
            ];
            let splits: Vec<(String, String)> = rule
                .split
                .iter()
                .zip(&key.split)
                .map(|(field, value)| (self.split_name(rule, *field), self.split_value(*value)))
                .collect();
            let mut add = |by: Vec<&str>, name: Vec<&str>| {
                let key = (
                    by.into_iter().map(str::to_owned).collect(),
                    name.into_iter().map(str::to_owned).collect(),
                );
                groups.entry(key).or_default().join(outcomes);
            };
            for (by, name) in &who {
                add(vec![by], vec![name]);
                for (field, value) in &splits {
                    add(vec![by, field], vec![name, value]);
                }
            }
            for (field, value) in &splits {
                add(vec![field], vec![value]);
            }
        }
        groups
            .into_iter()
            .map(|((by, name), outcomes)| GroupDocument {
                by,
                name,
                outcomes: OutcomesDocument(outcomes),
                rate: outcomes.rate(),
            })
            .collect()
    }

    fn split_name(&self, rule: &Rule, field: FieldId) -> String {
        self.ruleset.catalogue.field(rule.table, field).name.clone()
    }

    fn split_value(&self, value: SplitValue) -> String {
        match value {
            SplitValue::Flag(Some(true)) => "yes".to_owned(),
            SplitValue::Flag(Some(false)) => "no".to_owned(),
            SplitValue::Flag(None) => NOT_RECORDED.to_owned(),
            SplitValue::Code(symbol) => named(self.records.codes.text(symbol)),
        }
    }

    fn finding(&self, finding: &Finding<'_>) -> FindingDocument<'a> {
        let rule = self.ruleset.rule(finding.rule);
        let catalogue = &self.ruleset.catalogue;
        let (file, row) = self.records.place(finding.table, finding.row);
        let id = |table: Option<crate::model::catalogue::TableId>, symbol: Symbol| {
            table
                .map(|table| self.records.ids(table).text(symbol))
                .filter(|text| !text.is_empty())
        };
        FindingDocument {
            rule: &rule.id,
            severity: rule.severity.name(),
            certainty: rule.certainty.name(),
            outcome: finding.outcome.name(),
            live: finding.live,
            table: &catalogue.table(finding.table).name,
            key: self.records.ids(finding.table).text(self.records.key(
                catalogue,
                finding.table,
                finding.row,
            )),
            child_id: self.records.ids(catalogue.children).text(finding.child),
            team: id(catalogue.teams, finding.who.team),
            worker_id: id(catalogue.workers, finding.who.worker),
            due_on: finding.due.map(|day| day.to_string()),
            done_on: finding.done.map(|day| day.to_string()),
            days_over: finding.days_over(self.run.scope.as_at),
            repeats: finding.repeats,
            message: message(finding, rule, self.context),
            file: &self.records.files[file.index()].name,
            row,
            fingerprint: finding.fingerprint(self.context, &rule.id),
            status: None,
            reason: (finding.outcome == Outcome::Unknown)
                .then(|| reason(finding.detail, rule, self.context)),
        }
    }

    fn problem(&self, problem: &'a Problem) -> ProblemDocument<'a> {
        ProblemDocument {
            severity: problem.severity.name(),
            file: problem
                .file
                .map(|file| self.records.files[file.index()].name.as_str()),
            row: problem.row,
            column: problem.column.as_deref(),
            message: &problem.message,
            count: problem.count,
        }
    }
}

fn trend_month(month: Month, outcomes: Outcomes) -> MonthDocument {
    MonthDocument {
        month: month.to_string(),
        rate: outcomes.rate(),
        outcomes: OutcomesDocument(outcomes),
    }
}

fn named(text: &str) -> String {
    if text.is_empty() {
        NOT_RECORDED.to_owned()
    } else {
        text.to_owned()
    }
}

/// Why a rule that stands in for another is not judged.
fn not_needed(other: &str) -> String {
    format!("not needed: {other} is judged from the dates themselves")
}

/// "England", or "England and local rules".
pub fn standards_name(ruleset: &Ruleset) -> String {
    match &ruleset.added {
        Some(_) => format!("{STANDARDS_NAME} and local rules"),
        None => STANDARDS_NAME.to_owned(),
    }
}

/// The number or length of time that a rule turns on, as the standards carried set it.
fn threshold(rule: &Rule) -> Option<String> {
    use crate::rules::plan::{Check, Due};
    match &rule.check {
        Check::Deadline(check) => match &check.due {
            Due::Within { within, .. } => Some(within.to_string()),
            Due::By { notice, .. } => notice.map(|notice| notice.to_string()),
        },
        Check::Cadence(check) => Some(check.every.to_string()),
        Check::Duration(check) => Some(check.at_most.to_string()),
        Check::Count(check) => match (check.at_least, check.at_most) {
            (Some(least), Some(most)) => Some(format!("{least} to {most}")),
            (Some(least), None) => Some(format!("at least {least}")),
            (None, Some(most)) => Some(format!("at most {most}")),
            (None, None) => None,
        },
        Check::Text(check) => check.min_words.map(|words| format!("{words} words")),
        Check::Attendance(check) => check.at_least.map(|least| format!("at least {least}")),
        Check::Require(_) | Check::Order(_) | Check::Reference(_) => None,
    }
}
