//! The run as a document, `caseready/1`: every other report can be made from it.

mod lists;
mod parts;
mod rule;

use serde::{Serialize, Serializer};

use crate::check::context::Context;
use crate::check::exit::Exit;
use crate::check::measure::Answering;
use crate::check::run::Run;
use crate::check::tally::SplitValue;
use crate::model::day::Day;
use crate::model::problem::Problem;
use crate::model::records::Records;
use crate::rules::settings::Limits;
use crate::rules::{Ruleset, STANDARDS_NAME, STANDARDS_VERSION};

pub use parts::List;
pub(super) use rule::status;

/// What a report is made from.
pub struct Finished<'a> {
    pub run: &'a Run<'a>,
    pub context: Context<'a>,
    /// Of the files; those that only judging shows are the run's.
    pub problems: &'a [Problem],
    /// As typed, without the program's name.
    pub arguments: &'a [String],
    /// What the council is called, where that is known.
    pub council: Option<&'a str>,
    /// The file of local settings that was read, if one was.
    pub settings_file: Option<&'a str>,
    pub limits: Limits,
    pub exit: Exit,
    /// Ids are pseudonyms.
    pub pseudonymised: bool,
    /// Whether every rule that was asked for ran.
    pub complete: bool,
}

impl<'a> Finished<'a> {
    pub const fn ruleset(&self) -> &'a Ruleset {
        self.context.ruleset
    }

    pub const fn records(&self) -> &'a Records {
        self.context.view.records
    }

    /// Records that were loaded, of all files.
    pub fn loaded(&self) -> u64 {
        let tables = self.records().files.iter().flat_map(|file| &file.tables);
        tables.map(|table| table.loaded).sum()
    }
}

/// `2026-03-31`.
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Group names where nothing is recorded.
pub const NOT_RECORDED: &str = "not recorded";

#[derive(Serialize)]
pub struct RunDocument<'a> {
    version: &'static str,
    arguments: &'a [String],
    council: Option<&'a str>,
    as_at: Day,
    period: PeriodDocument,
    standards: StandardsDocument<'a>,
    settings: SettingsDocument<'a>,
    pseudonymised: bool,
    complete: bool,
    exit: u8,
    stale: Vec<StaleDocument<'a>>,
}

/// A list whose newest event is old.
#[derive(Serialize)]
struct StaleDocument<'a> {
    table: &'a str,
    words: &'a str,
    newest: Day,
}

#[derive(Serialize)]
pub struct AreaDocument<'a> {
    key: &'a str,
    title: &'a str,
    judgement: &'a str,
}

#[derive(Serialize)]
struct SettingsDocument<'a> {
    file: Option<&'a str>,
    words: WordsDocument,
    rules: Vec<ChangedDocument<'a>>,
}

/// A rule that a council has set otherwise; what is as the standards carried have it is null.
#[derive(Serialize)]
struct ChangedDocument<'a> {
    rule: &'a str,
    short: &'a str,
    reason: &'a str,
    threshold: Option<rule::ThresholdDocument>,
    severity: Option<BothDocument<&'static str>>,
    on: Option<BothDocument<bool>>,
}

/// What a council has set, and what the standards carried say.
#[derive(Serialize)]
struct BothDocument<T> {
    local: T,
    national: T,
}

/// When the words of `standing` and `direction` are used.
#[derive(Serialize)]
struct WordsDocument {
    strong_from: f64,
    to_improve_under: f64,
    moves_by: f64,
    not_consistent_from: f64,
    fewest: u64,
}

#[derive(Serialize)]
struct PeriodDocument {
    from: Option<Day>,
    to: Day,
}

#[derive(Serialize)]
struct StandardsDocument<'a> {
    name: String,
    version: &'static str,
    digest: &'a str,
}

#[derive(Serialize)]
pub struct InputDocument<'a> {
    file: &'a str,
    kind: &'a str,
    table: Option<&'a str>,
    rows: u64,
    loaded: u64,
    rejected: u64,
    newest: Option<Day>,
    latest_only: bool,
}

impl<'a> Finished<'a> {
    fn run_document(&self) -> RunDocument<'a> {
        let scope = self.run.scope;
        RunDocument {
            version: env!("CARGO_PKG_VERSION"),
            arguments: self.arguments,
            council: self.council,
            as_at: scope.as_at,
            period: PeriodDocument {
                from: scope.after.map(|after| after.plus_days(1)),
                to: scope.as_at,
            },
            standards: StandardsDocument {
                name: standards_name(self.ruleset()),
                version: STANDARDS_VERSION,
                digest: &self.ruleset().digest,
            },
            settings: SettingsDocument {
                file: self.settings_file,
                words: WordsDocument {
                    strong_from: self.limits.strong_from,
                    to_improve_under: self.limits.to_improve_under,
                    moves_by: self.limits.moves_by,
                    not_consistent_from: self.limits.not_consistent_from,
                    fewest: self.limits.fewest,
                },
                rules: self.changed().collect(),
            },
            pseudonymised: self.pseudonymised,
            complete: self.complete,
            exit: self.exit.code(),
            stale: self.stale().collect(),
        }
    }

    fn stale(&self) -> impl Iterator<Item = StaleDocument<'a>> {
        let catalogue = &self.ruleset().catalogue;
        self.run.stale.iter().map(|(table, newest)| {
            let table = catalogue.table(*table);
            StaleDocument {
                table: &table.name,
                words: &table.many,
                newest: *newest,
            }
        })
    }

    /// Those that have rules in this run, in the order of reports.
    fn areas(&self) -> Vec<AreaDocument<'a>> {
        let has_rules = |key: &str| {
            let mut rules = self.run.rules.iter();
            rules.any(|result| self.ruleset().rule(result.id).area == key)
        };
        let areas = self.ruleset().reference.areas.iter();
        let areas = areas.filter(|area| has_rules(&area.key));
        areas
            .map(|area| AreaDocument {
                key: &area.key,
                title: &area.title,
                judgement: &area.judgement,
            })
            .collect()
    }

    fn changed(&self) -> impl Iterator<Item = ChangedDocument<'a>> {
        let changed = self.ruleset().rules.iter();
        changed.filter_map(|rule| {
            let local = rule.local.as_ref()?;
            Some(ChangedDocument {
                rule: &rule.id,
                short: &rule.short,
                reason: &local.reason,
                threshold: rule::ThresholdDocument::of(rule).filter(|_| local.threshold.is_some()),
                severity: local.severity.map(|national| BothDocument {
                    local: rule.severity.name(),
                    national: national.name(),
                }),
                on: local.on.map(|national| BothDocument {
                    local: rule.on,
                    national,
                }),
            })
        })
    }

    fn inputs(&self) -> Vec<InputDocument<'a>> {
        let mut inputs = Vec::new();
        for file in &self.records().files {
            let blank = |table, rows, loaded, rejected, newest, latest_only| InputDocument {
                file: &file.name,
                kind: file.kind.name(),
                table,
                rows,
                loaded,
                rejected,
                newest,
                latest_only,
            };
            if file.tables.is_empty() {
                inputs.push(blank(None, 0, 0, 0, None, false));
            }
            for table in &file.tables {
                let newest = self.records().newest_event(
                    &self.ruleset().catalogue,
                    table.table,
                    self.run.scope.as_at,
                );
                let name = self.ruleset().catalogue.table(table.table).name.as_str();
                inputs.push(blank(
                    Some(name),
                    table.rows,
                    table.loaded,
                    table.rejected,
                    newest,
                    table.latest_only,
                ));
            }
        }
        inputs
    }

    /// What a group is by, and its name; none for all.
    pub(super) fn answering(&self, answering: Answering) -> Option<(&'static str, &'a str)> {
        let kind = match answering {
            Answering::All => return None,
            Answering::Team(_) => "team",
            Answering::District(_) => "district",
            Answering::Worker(_) => "worker",
        };
        let name = answering.name(&self.ruleset().catalogue, self.records());
        Some((kind, named(name)))
    }

    pub fn split_value(&self, value: SplitValue) -> &'a str {
        match value {
            SplitValue::Flag(Some(true)) => "yes",
            SplitValue::Flag(Some(false)) => "no",
            SplitValue::Flag(None) => NOT_RECORDED,
            SplitValue::Code(symbol) => named(self.records().codes.text(symbol)),
        }
    }
}

fn named(text: &str) -> &str {
    if text.is_empty() { NOT_RECORDED } else { text }
}

/// "England", or "England and local rules".
pub fn standards_name(ruleset: &Ruleset) -> String {
    match &ruleset.added {
        Some(_) => format!("{STANDARDS_NAME} and local rules"),
        None => STANDARDS_NAME.to_owned(),
    }
}
