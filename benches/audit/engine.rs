//! The parts of an audit, one after another in this process.

use std::error::Error;
use std::fs;
use std::io;

use caseready::check::context::Context as CheckContext;
use caseready::check::exit::Exit;
use caseready::check::grouped::Grouped;
use caseready::check::request::Request;
use caseready::check::run::{Run, run};
use caseready::check::scope::Scope;
use caseready::check::waiver::Waivers;
use caseready::cli::threads::Threads;
use caseready::load::{Context, Input, load};
use caseready::model::day::Day;
use caseready::model::problem::Problem;
use caseready::model::records::Records;
use caseready::model::view::View;
use caseready::report::document::Finished;
use caseready::rules::Ruleset;
use caseready::rules::plan::RuleId;
use caseready::rules::settings::Limits;

use super::THREADS;
use super::export::{AS_AT, Export};

/// The standards carried, and threads to judge by them.
pub struct Engine {
    pub ruleset: Ruleset,
    pub pool: Threads,
    as_at: Day,
    waivers: Waivers,
}

pub struct Loaded {
    pub records: Records,
    problems: Vec<Problem>,
}

impl Engine {
    pub fn new() -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            ruleset: Ruleset::carried().map_err(|bad| format!("{:?}", bad.diagnostics))?,
            pool: Threads::new(Some(THREADS))?,
            as_at: Day::parse_iso(AS_AT).ok_or("a day")?,
            waivers: Waivers::default(),
        })
    }

    pub fn load(&self, export: &Export) -> Result<Loaded, Box<dyn Error>> {
        let inputs = export.files.iter().cloned().map(|path| Input {
            name: path.to_string_lossy().into_owned(),
            named: true,
            size: fs::metadata(&path).map_or(0, |about| about.len()),
            read: Box::new(move || -> io::Result<Vec<u8>> { fs::read(&path) }),
        });
        let context = Context::new(
            &self.ruleset.catalogue,
            &self.ruleset.layouts,
            self.ruleset.reference.phrase_lists.placeholders(),
        );
        let loaded = load(inputs.collect(), &context, &self.pool)
            .map_err(|refused| format!("{refused:?}"))?;
        Ok(Loaded {
            records: loaded.records,
            problems: loaded.problems,
        })
    }

    /// The rules that are on.
    pub fn rules(&self) -> Vec<RuleId> {
        let ids = self.ruleset.ids();
        ids.filter(|id| self.ruleset.rule(*id).on).collect()
    }

    /// Records grouped as these rules need them.
    pub fn index(&self, loaded: &Loaded, rules: &[RuleId]) -> Grouped {
        let rules = rules.iter().map(|id| self.ruleset.rule(*id));
        Grouped::build(&self.ruleset, &loaded.records, rules, &self.pool)
    }

    pub fn check(&self, loaded: &Loaded, rules: Vec<RuleId>) -> Run<'_> {
        let request = Request {
            scope: Scope {
                as_at: self.as_at,
                after: Some(self.as_at.plus_months(-12)),
            },
            rules,
            waivers: &self.waivers,
            limits: Limits::default(),
        };
        run(&self.ruleset, &loaded.records, &request, &self.pool)
    }

    /// Makes of a run what a report is made of.
    pub fn finish<T>(
        &self,
        loaded: &Loaded,
        found: &Run<'_>,
        report: impl FnOnce(&Finished<'_>) -> T,
    ) -> T {
        let grouped = self.index(loaded, &[]);
        let view = View {
            records: &loaded.records,
            catalogue: &self.ruleset.catalogue,
            as_at: self.as_at,
        };
        report(&Finished {
            run: found,
            context: CheckContext {
                view,
                calendar: &self.ruleset.calendar,
                ruleset: &self.ruleset,
                grouped: &grouped,
            },
            problems: &loaded.problems,
            arguments: &[],
            council: None,
            settings_file: None,
            limits: Limits::default(),
            pseudonymised: false,
            exit: Exit::Clear,
            complete: true,
        })
    }
}
