//! The real engine: rule files and JSON in, verdicts out.

use std::collections::BTreeMap;

use caseready::check::finding::Finding;
use caseready::check::outcome::Outcome;
use caseready::check::request::Request;
use caseready::check::run::{Status, run};
use caseready::check::scope::Scope;
use caseready::check::waiver::Waivers;
use caseready::load::{Context, Input, load};
use caseready::model::day::Day;
use caseready::model::records::Records;
use caseready::model::runner::InTurn;
use caseready::rules::Ruleset;
use caseready::rules::plan::RuleId;
use caseready::rules::settings::Limits;

use super::almanac::Date;
use super::export::Export;
use super::verdict::{Line, Period, Verdict};

pub struct Engine {
    ruleset: Ruleset,
    /// Those laid over the carried ones.
    rules: Vec<RuleId>,
}

/// What was said over one period.
#[derive(PartialEq, Default, Debug)]
pub struct Judgement {
    /// By the id of the rule.
    pub verdicts: BTreeMap<String, Verdict>,
    /// Dates that contradict another of their record, by field: the first line one stands on, and how many there are.
    pub contradictions: BTreeMap<String, (u32, u64)>,
}

impl Engine {
    /// The carried rules, with these files laid over them, by the id of each.
    pub fn with(files: BTreeMap<&str, String>) -> Self {
        let ids: Vec<&str> = files.keys().copied().collect();
        let files = files
            .into_iter()
            .map(|(id, text)| (format!("standards/local/{id}.toml"), text));
        let ruleset = match Ruleset::with(Some("oracle".to_owned()), files.collect()) {
            Ok(ruleset) => ruleset,
            Err(bad) => panic!("{:#?}", bad.diagnostics),
        };
        let find = |id: &&str| {
            ruleset
                .find(id)
                .unwrap_or_else(|| panic!("{id} is not there"))
        };
        let mut rules: Vec<RuleId> = ids.iter().map(find).collect();
        rules.sort();
        Self { ruleset, rules }
    }

    /// What the engine says of the export over each period.
    pub fn judge(&self, export: &Export, periods: &[Period]) -> Vec<Judgement> {
        let bytes = export.json().into_bytes();
        let input = Input {
            name: "export.json".to_owned(),
            named: true,
            read: Box::new(move || Ok(bytes.clone())),
        };
        let catalogue = &self.ruleset.catalogue;
        let context = Context::new(
            catalogue,
            self.ruleset.reference.phrase_lists.placeholders(),
        );
        let mut records = match load(vec![input], &context, &InTurn) {
            Ok(loaded) => loaded.records,
            Err(refused) => panic!("{refused:?}"),
        };
        records.count_as_complete(catalogue, &[]);
        periods
            .iter()
            .map(|period| self.over(*period, &records))
            .collect()
    }

    fn over(&self, period: Period, records: &Records) -> Judgement {
        let scope = Scope {
            as_at: day(period.as_at),
            after: period.after.map(day),
        };
        let waivers = Waivers::default();
        let request = Request {
            scope,
            rules: self.rules.clone(),
            waivers: &waivers,
            limits: Limits::default(),
        };
        let finished = run(&self.ruleset, records, &request, &InTurn);

        let mut judgement = Judgement::default();
        for result in &finished.rules {
            match &result.status {
                Status::Assessed => {}
                Status::NotAssessed(reason) | Status::NotNeeded(reason) | Status::Error(reason) => {
                    panic!("{reason}")
                }
            }
            let of = |outcome: Outcome| (outcome.name(), result.counts.outcomes.of(outcome));
            let counts = Outcome::ALL
                .into_iter()
                .map(of)
                .filter(|(_, count)| *count > 0)
                .collect();
            judgement.verdict(&self.ruleset, result.id).counts = counts;
        }
        for finding in &finished.findings {
            let line = self.line(records, finding);
            judgement
                .verdict(&self.ruleset, finding.rule)
                .findings
                .push(line);
        }
        for finding in &finished.upcoming {
            let line = self.line(records, finding);
            judgement
                .verdict(&self.ruleset, finding.rule)
                .upcoming
                .push(line);
        }
        for finding in &finished.unknown {
            let line = self.line(records, finding);
            judgement
                .verdict(&self.ruleset, finding.rule)
                .unknown
                .push(line.key);
        }
        judgement.verdicts.values_mut().for_each(Verdict::sort);
        for problem in &finished.problems {
            if let (Some(row), Some(field)) = (problem.row, &problem.column) {
                judgement.contradict(field, row, problem.count);
            }
        }
        judgement
    }

    fn line(&self, records: &Records, finding: &Finding<'_>) -> Line {
        let key = records.key(&self.ruleset.catalogue, finding.table, finding.row);
        Line {
            key: records.ids(finding.table).text(key).to_owned(),
            outcome: finding.outcome.name(),
            due: finding.due.map(|due| due.to_string()),
            done: finding.done.map(|done| done.to_string()),
            repeats: finding.repeats,
            live: finding.live,
        }
    }
}

impl Judgement {
    pub fn contradict(&mut self, field: &str, line: u32, count: u64) {
        let (first, all) = self
            .contradictions
            .entry(field.to_owned())
            .or_insert((line, 0));
        *first = line.min(*first);
        *all += count;
    }

    fn verdict(&mut self, ruleset: &Ruleset, rule: RuleId) -> &mut Verdict {
        self.verdicts
            .entry(ruleset.rule(rule).id.clone())
            .or_default()
    }
}

fn day(date: Date) -> Day {
    Day::parse_iso(&date.to_string()).unwrap_or_else(|| panic!("no such day: {date}"))
}
