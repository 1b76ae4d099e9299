//! An export through the real loader, the real engine and the real document.

use std::sync::LazyLock;

use caseready::check::context::Context;
use caseready::check::exit::Exit;
use caseready::check::grouped::Grouped;
use caseready::check::request::Request;
use caseready::check::run::run;
use caseready::check::scope::Scope;
use caseready::check::waiver::Waivers;
use caseready::load::{Context as LoadContext, Input, load};
use caseready::model::day::Day;
use caseready::model::problem::Problem;
use caseready::model::records::Records;
use caseready::model::runner::{InTurn, Runner};
use caseready::model::view::View;
use caseready::report::document::Finished;
use caseready::report::json;
use caseready::rules::Ruleset;
use caseready::rules::plan::RuleId;
use caseready::rules::settings::Limits;
use serde_json::Value;

use super::export::Export;

/// The carried standards, those that are off among them.
pub fn rules() -> &'static Ruleset {
    static RULES: LazyLock<Ruleset> =
        LazyLock::new(|| Ruleset::carried().unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics)));
    &RULES
}

/// What is asked of the records.
pub struct Asked {
    /// The day before the period.
    pub after: Option<Day>,
    pub rules: Vec<RuleId>,
    pub waivers: Waivers,
}

impl Asked {
    /// Every rule, over all time.
    pub fn all() -> Self {
        Self {
            after: None,
            rules: rules().ids().collect(),
            waivers: Waivers::default(),
        }
    }

    pub fn since(after: Option<Day>) -> Self {
        Self {
            after,
            ..Self::all()
        }
    }
}

pub struct Loaded {
    pub as_at: Day,
    pub records: Records,
    problems: Vec<Problem>,
}

impl Loaded {
    pub fn new(export: &Export) -> Self {
        Self::with(export, &InTurn)
    }

    pub fn with(export: &Export, runner: &impl Runner) -> Self {
        let ruleset = rules();
        let input = |sheet: &super::export::Sheet| {
            let bytes = sheet.bytes();
            Input {
                name: sheet.file.clone(),
                named: true,
                size: 0,
                read: Box::new(move || Ok(bytes.clone())),
            }
        };
        let placeholders = ruleset.reference.phrase_lists.placeholders();
        let context = LoadContext::new(&ruleset.catalogue, &ruleset.layouts, placeholders);
        let inputs = export.sheets.iter().map(input).collect();
        let mut loaded = match load(inputs, &context, runner) {
            Ok(loaded) => loaded,
            Err(refused) => panic!("{refused:?}"),
        };
        if let Some(absent) = &export.absent {
            let records = &mut loaded.records;
            records.count_as_complete(&ruleset.catalogue, absent);
        }
        Self {
            as_at: export.as_at,
            records: loaded.records,
            problems: loaded.problems,
        }
    }

    pub fn view(&self) -> View<'_> {
        View {
            records: &self.records,
            catalogue: &rules().catalogue,
            as_at: self.as_at,
        }
    }

    /// Everything that rules reach, so that one record can be followed.
    pub fn grouped(&self) -> Grouped {
        Grouped::build(rules(), &self.records, rules().rules.iter(), &InTurn)
    }

    pub fn context<'a>(&'a self, grouped: &'a Grouped) -> Context<'a> {
        Context {
            view: self.view(),
            calendar: &rules().calendar,
            ruleset: rules(),
            grouped,
        }
    }

    /// The document's bytes.
    pub fn bytes(&self, asked: &Asked, runner: &impl Runner) -> Vec<u8> {
        let ruleset = rules();
        let scope = Scope {
            as_at: self.as_at,
            after: asked.after,
        };
        let request = Request {
            scope,
            rules: asked.rules.clone(),
            waivers: &asked.waivers,
            limits: Limits::default(),
        };
        let mut problems = self.problems.clone();
        problems.extend(self.view().not_yet_happened());
        let found = run(ruleset, &self.records, &request, runner);
        let grouped = Grouped::build(ruleset, &self.records, std::iter::empty(), runner);
        let finished = Finished {
            run: &found,
            context: self.context(&grouped),
            problems: &problems,
            arguments: &[],
            council: None,
            settings_file: None,
            limits: Limits::default(),
            pseudonymised: false,
            exit: Exit::Clear,
            complete: !found.has_errors(),
        };
        let mut bytes = Vec::new();
        json::write(&finished, &InTurn, &mut bytes).expect("memory takes all of it");
        bytes
    }

    pub fn judge(&self, asked: &Asked) -> Value {
        serde_json::from_slice(&self.bytes(asked, &InTurn)).expect("the document is JSON")
    }
}

/// What every rule says of an export over all time.
pub fn judged(export: &Export) -> Value {
    Loaded::new(export).judge(&Asked::all())
}
