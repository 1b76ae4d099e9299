//! The real engine: rule files and an export in, verdicts out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use caseready::check::asks_for;
use caseready::check::finding::Finding;
use caseready::check::outcome::Outcome;
use caseready::check::request::Request;
use caseready::check::run::{Status, run};
use caseready::check::scope::Scope;
use caseready::check::waiver::Waivers;
use caseready::load::{Context, Input, load};
use caseready::model::catalogue::{FieldId, TableId};
use caseready::model::day::Day;
use caseready::model::records::Records;
use caseready::model::runner::InTurn;
use caseready::rules::plan::RuleId;
use caseready::rules::settings::Limits;
use caseready::rules::{Examples, Ruleset};

use super::almanac::Date;
use super::export::Export;
use super::verdict::{Line, Period, Verdict};

pub struct Engine {
    pub ruleset: Ruleset,
}

impl Engine {
    pub fn carried() -> Self {
        Self::with(BTreeMap::new())
    }

    /// The carried rules with a folder of local ones laid over them.
    pub fn local(folder: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut files = BTreeMap::new();
        for inside in ["standards", "phrases"] {
            for entry in fs::read_dir(root.join(inside)).expect("the folder is there") {
                let path = entry.expect("an entry").path();
                let name = path.file_name().expect("a name").to_string_lossy();
                let text = fs::read_to_string(&path).expect("a file of text");
                files.insert(format!("{inside}/{name}"), text);
            }
        }
        Self::with(files)
    }

    /// The carried rules with these files laid over them.
    pub fn with(files: BTreeMap<String, String>) -> Self {
        match Ruleset::with(Some("rival".to_owned()), files, Examples::Read) {
            Ok(ruleset) => Self { ruleset },
            Err(bad) => panic!("{:#?}", bad.diagnostics),
        }
    }

    pub fn find(&self, id: &str) -> RuleId {
        self.ruleset
            .find(id)
            .unwrap_or_else(|| panic!("{id} is not there"))
    }

    /// The records of an export, from files in memory.
    pub fn load_export(&self, export: &Export) -> Records {
        let files = match &export.headings {
            Some(headings) => export.csv(headings),
            None => vec![("export.json".to_owned(), export.json().into_bytes())],
        };
        let input = |(name, bytes): (String, Vec<u8>)| Input {
            name,
            named: true,
            size: 0,
            read: Box::new(move || Ok(bytes.clone())),
        };
        let mut records = self.load(files.into_iter().map(input).collect());
        if let Some(absent) = &export.complete {
            let absent: Vec<_> = absent.iter().map(|name| self.absence(name)).collect();
            records.count_as_complete(&self.ruleset.catalogue, &absent);
        }
        for table in &export.latest_only {
            let table = self.ruleset.catalogue.find(table).expect("a table");
            records.keep_only_latest(table);
        }
        records
    }

    /// The files themselves.
    pub fn load_files(&self, files: Vec<PathBuf>) -> Records {
        let input = |path: PathBuf| Input {
            name: path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
            named: true,
            size: 0,
            read: Box::new(move || fs::read(&path)),
        };
        self.load(files.into_iter().map(input).collect())
    }

    fn load(&self, inputs: Vec<Input<'_>>) -> Records {
        let placeholders = self.ruleset.reference.phrase_lists.placeholders();
        let context = Context::new(&self.ruleset.catalogue, &self.ruleset.layouts, placeholders);
        match load(inputs, &context, &InTurn) {
            Ok(loaded) => loaded.records,
            Err(refused) => panic!("{refused:?}"),
        }
    }

    fn absence(&self, name: &str) -> (TableId, Option<FieldId>) {
        let catalogue = &self.ruleset.catalogue;
        let (table, field) = name
            .split_once('.')
            .map_or((name, None), |(table, field)| (table, Some(field)));
        let id = catalogue.find(table).expect("a table");
        let field = field.map(|field| catalogue.table(id).field(field).expect("a field"));
        (id, field)
    }

    /// What the engine says of these rules over one period, by id.
    pub fn judge(
        &self,
        records: &Records,
        rules: &[RuleId],
        period: Period,
    ) -> BTreeMap<String, Verdict> {
        let scope = Scope {
            as_at: day(period.as_at),
            after: period.after.map(day),
        };
        let waivers = Waivers::default();
        let request = Request {
            scope,
            rules: rules.to_vec(),
            waivers: &waivers,
            limits: Limits::default(),
        };
        let finished = run(&self.ruleset, records, &request, &InTurn);
        let mut verdicts: BTreeMap<String, Verdict> = BTreeMap::new();
        for result in &finished.rules {
            let rule = self.ruleset.rule(result.id);
            let verdict = verdicts.entry(rule.id.clone()).or_default();
            match &result.status {
                Status::Assessed => verdict.assessed = true,
                Status::NotAssessed(_) | Status::NotNeeded(_) => continue,
                Status::Error(reason) => panic!("{}: {reason}", rule.id),
            }
            let of = |outcome: Outcome| (outcome.name(), result.counts.outcomes.of(outcome));
            verdict.counts = Outcome::ALL
                .into_iter()
                .map(of)
                .filter(|(_, count)| *count > 0)
                .collect();
            for (condition, count) in &result.counts.undecided {
                let path = asks_for(rule, *condition);
                let path = path.map_or("child.date_of_birth", |path| &path.text);
                *verdict.undecided.entry(path.to_owned()).or_default() += count;
            }
        }
        for finding in &finished.findings {
            self.of(&mut verdicts, finding)
                .findings
                .push(self.line(records, finding));
        }
        for finding in &finished.upcoming {
            self.of(&mut verdicts, finding)
                .upcoming
                .push(self.line(records, finding));
        }
        for finding in &finished.unknown {
            self.of(&mut verdicts, finding)
                .unknown
                .push(self.line(records, finding));
        }
        verdicts.values_mut().for_each(Verdict::sort);
        // Problems name no rule, so that they can be laid to one only where it ran alone.
        if let ([_], [rule]) = (rules, &finished.rules[..]) {
            let verdict = verdicts
                .get_mut(&self.ruleset.rule(rule.id).id)
                .expect("it ran");
            for problem in &finished.problems {
                if let (Some(row), Some(field)) = (problem.row, &problem.column) {
                    // One for each start the date should follow.
                    let (first, all) = verdict
                        .contradictions
                        .entry(field.clone())
                        .or_insert((row, 0));
                    *first = row.min(*first);
                    *all += problem.count;
                }
            }
        }
        verdicts
    }

    fn of<'v>(
        &self,
        verdicts: &'v mut BTreeMap<String, Verdict>,
        finding: &Finding<'_>,
    ) -> &'v mut Verdict {
        verdicts
            .entry(self.ruleset.rule(finding.rule).id.clone())
            .or_default()
    }

    fn line(&self, records: &Records, finding: &Finding<'_>) -> Line {
        let catalogue = &self.ruleset.catalogue;
        let key = records.key(catalogue, finding.table, finding.row);
        Line {
            table: catalogue.table(finding.table).name.clone(),
            key: records.ids(finding.table).text(key).to_owned(),
            child: records
                .ids(catalogue.children)
                .text(finding.child)
                .to_owned(),
            outcome: finding.outcome.name(),
            due: finding.due.map(|due| due.to_string()),
            done: finding.done.map(|done| done.to_string()),
            repeats: finding.repeats,
            live: finding.live,
        }
    }
}

fn day(date: Date) -> Day {
    Day::parse_iso(&date.to_string()).unwrap_or_else(|| panic!("no such day: {date}"))
}
