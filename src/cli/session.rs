//! What every command on an export begins with: the rules, the records, the day.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use crate::load::{Context, Loaded, load, other_ids};
use crate::model::io_words;
use crate::model::problem::{First, Problem, ProblemSeverity};
use crate::model::runner::Runner;
use crate::report::diagnostics;
use crate::report::layout::plural;
use crate::rules::needs::words_read;
use crate::rules::plan::RuleId;
use crate::rules::settings::{Limits, Settings};
use crate::rules::{BadRules, Diagnostic, Examples, Ruleset};

use super::arguments::{RulesFolder, StandardsArguments};
use super::files;

/// A failure that has its own words already, with places and marks.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Rendered(pub String);

/// The rules carried, with those of a folder laid over them.
pub fn ruleset(folder: &RulesFolder, examples: Examples) -> anyhow::Result<Ruleset> {
    let folder = folder.rules.as_deref();
    let over = folder.map(files::rule_files).transpose()?;
    let built = Ruleset::with(folder.map(files::shown), over.unwrap_or_default(), examples);
    built.map_err(|bad| bad_rules(&bad, folder))
}

fn bad_rules(bad: &BadRules, folder: Option<&Path>) -> anyhow::Error {
    // A file of the folder is named so that it can be opened from here.
    let place = |file: &str| match folder.map(|folder| folder.join(file)) {
        Some(path) if path.exists() => files::shown(&path),
        _ => format!("rules/{file}"),
    };
    let texts: BTreeMap<String, &str> = bad
        .files
        .iter()
        .map(|(file, text)| (place(file), text.as_str()))
        .collect();
    let diagnostics: Vec<Diagnostic> = bad
        .diagnostics
        .iter()
        .map(|diagnostic| Diagnostic {
            file: place(&diagnostic.file),
            ..diagnostic.clone()
        })
        .collect();
    let text = diagnostics::render(
        &diagnostics,
        |file| texts.get(file).copied(),
        super::output::stderr_is_coloured(),
    );
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
        "{text}fatal: {mistakes} in {files} of rules: no audit was made"
    )))
}

/// The rules as a council has them, and what else its settings say.
pub struct Standards {
    pub ruleset: Ruleset,
    pub words: Limits,
    /// What the council is called, where its settings say.
    pub council: Option<String>,
    /// The file of settings that was read, if one was.
    pub settings_file: Option<String>,
}

/// The rules carried, those of a folder laid over them, and over both the settings of the file named, else of the one in this
/// folder.
pub fn standards(arguments: &StandardsArguments, examples: Examples) -> anyhow::Result<Standards> {
    let mut ruleset = ruleset(&arguments.folder, examples)?;
    // In the folder that the command is typed in.
    let usual = Path::new(files::SETTINGS);
    let named = arguments.config.as_deref();
    let Some(path) = named.or_else(|| usual.is_file().then_some(usual)) else {
        return Ok(Standards {
            ruleset,
            words: Limits::default(),
            council: None,
            settings_file: None,
        });
    };
    let text = files::read_text(path)?;
    let file = files::shown(path);
    match Settings::read(&file, &text, &ruleset) {
        Ok(settings) => {
            ruleset.change(settings.rules);
            if let Some(named) = &settings.other_ids {
                let beside = path.with_file_name(named);
                let shown = files::shown(&beside);
                let bytes = std::fs::read(&beside).map_err(|error| {
                    let why = io_words::unreadable(&error);
                    anyhow!("{shown}: named in {file}, it cannot be read: {why}")
                })?;
                ruleset.layouts.other_ids =
                    other_ids::read(&bytes).map_err(|reason| anyhow!("{shown}: {reason}"))?;
            }
            ruleset.layouts.rename(&settings.files.aliases);
            ruleset.layouts.lists.extend(settings.files.lists);
            Ok(Standards {
                ruleset,
                words: settings.words,
                council: settings.council,
                settings_file: Some(file),
            })
        }
        Err(mistakes) => Err(Rendered(diagnostics::render(
            &mistakes,
            |_| Some(text.as_str()),
            super::output::stderr_is_coloured(),
        ))
        .into()),
    }
}

/// The records of an export, or everything that stands in the way of reading them. Only narratives that one of `rules` reads
/// are held.
pub fn records(
    Standards {
        ruleset,
        settings_file,
        ..
    }: &Standards,
    rules: &[RuleId],
    exports: &[PathBuf],
    runner: &impl Runner,
) -> anyhow::Result<Loaded> {
    let inputs = files::inputs(exports)?;
    match (
        inputs.files.as_slice(),
        inputs.folders.as_slice(),
        inputs.settings.as_slice(),
    ) {
        ([], [first, ..], _) => bail!(
            "there is no file to read, only {}: name the folder of one authority, such as {first}, or judge each by itself with audit \
             --each-folder",
            plural(inputs.folders.len() as u64, "folder")
        ),
        ([], [], [first, ..]) => bail!(
            "there is no file to read, only settings: name the export, and {} with --config",
            files::shown(first)
        ),
        _ => {}
    }
    let words = rules.iter().flat_map(|id| words_read(ruleset.rule(*id)));
    let context = Context::new(
        &ruleset.catalogue,
        &ruleset.layouts,
        ruleset.reference.phrase_lists.placeholders(),
    )
    .with_words_of(words.collect());
    match load(inputs.files, &context, runner) {
        Ok(mut loaded) => {
            for settings in inputs.settings {
                if !is_same(&settings, settings_file.as_deref()) {
                    let message = format!(
                        "{} is a file of settings and no export; it was not used as settings: name it with --config if it should be",
                        files::shown(&settings)
                    );
                    loaded
                        .problems
                        .push(Problem::new(ProblemSeverity::Note, message));
                }
            }
            for folder in inputs.folders {
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
            Err(anyhow!("{}", reasons.join("\ncaseready: ")))
        }
    }
}

/// Among several authorities one mapping may be for the files of another.
pub fn let_others_have_mappings(problems: &mut [Problem]) {
    for problem in problems {
        if problem.file.is_none() && problem.first == Some(First::NotRead) {
            problem.severity = ProblemSeverity::Note;
            problem.first = Some(First::OfAnother);
        }
    }
}

/// Whether a path leads to the file of settings that was read.
fn is_same(path: &Path, settings_file: Option<&str>) -> bool {
    let place = |path: &Path| std::fs::canonicalize(path).ok();
    settings_file.is_some_and(|read| place(Path::new(read)) == place(path))
}
