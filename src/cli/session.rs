//! What every command on an export begins with: the rules, the records, the day.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::load::{Context, Loaded, load};
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::runner::Runner;
use crate::report::diagnostics;
use crate::report::layout::plural;
use crate::rules::{BadRules, Ruleset};

use super::files;

/// A failure that has its own words already, with places and marks.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Rendered(pub String);

/// The rules carried, with those of a folder laid over them.
pub fn ruleset(folder: Option<&Path>) -> anyhow::Result<Ruleset> {
    let built = match folder {
        None => Ruleset::carried(),
        Some(folder) => Ruleset::with(Some(files::shown(folder)), files::rule_files(folder)?),
    };
    built.map_err(|bad| bad_rules(&bad, folder))
}

fn bad_rules(bad: &BadRules, folder: Option<&Path>) -> anyhow::Error {
    let text = diagnostics::render(
        &bad.diagnostics,
        |file| bad.files.get(file).map(String::as_str),
        super::output::stderr_is_coloured(),
    );
    let where_from = folder.map_or_else(String::new, |folder| {
        format!(" in {}", files::shown(folder))
    });
    let files: BTreeSet<&str> = bad
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.file.as_str())
        .collect();
    let (mistakes, files) = (
        plural(bad.diagnostics.len() as u64, "mistake"),
        plural(files.len() as u64, "file"),
    );
    anyhow!(Rendered(format!(
        "{text}fatal: {mistakes} in {files} of rules{where_from}: no audit was made"
    )))
}

/// The records of an export, or everything that stands in the way of reading them.
pub fn records(
    ruleset: &Ruleset,
    exports: &[PathBuf],
    runner: &impl Runner,
) -> anyhow::Result<Loaded> {
    let (inputs, passed_over) = files::inputs(exports)?;
    let context = Context::new(
        &ruleset.catalogue,
        ruleset.reference.phrase_lists.placeholders(),
    );
    match load(inputs, &context, runner) {
        Ok(mut loaded) => {
            for folder in passed_over {
                let message = format!(
                    "the folder {folder} inside was not read: name it too if it belongs to the export"
                );
                loaded
                    .problems
                    .push(Problem::new(ProblemSeverity::Warning, message));
            }
            Ok(loaded)
        }
        Err(refused) => {
            let reasons: BTreeSet<String> = refused.iter().map(ToString::to_string).collect();
            let reasons: Vec<String> = reasons.into_iter().collect();
            Err(anyhow!("{}", reasons.join("\n")))
        }
    }
}
