//! What of the files nobody should read a run without having been told: it is said under the first line of every report.

use std::cmp::Reverse;

use super::layout::{grouped, plural};
use super::rule_table::NAMED;
use super::saved;
use crate::model::problem::{First, NOT_READ, Problem, ProblemSeverity};
use crate::model::records::Records;

/// A problem of a run, whether it has just ended or was saved.
pub(super) struct Told<'a> {
    first: Option<First>,
    severity: ProblemSeverity,
    file: Option<&'a str>,
    row: Option<u32>,
    column: Option<&'a str>,
    message: &'a str,
    count: u64,
}

impl<'a> Told<'a> {
    pub fn of(problem: &'a Problem, records: &'a Records) -> Self {
        let file = problem.file;
        Self {
            first: problem.first,
            severity: problem.severity,
            file: file.map(|file| records.files[file.index()].name.as_str()),
            row: problem.row,
            column: problem.column.as_deref(),
            message: &problem.message,
            count: problem.count,
        }
    }

    pub fn saved(problem: &'a saved::Problem) -> Self {
        Self {
            first: problem.first,
            severity: problem.severity,
            file: problem.file.as_deref(),
            row: problem.row,
            column: problem.column.as_deref(),
            message: &problem.message,
            count: problem.count,
        }
    }
}

/// How a report may show problems.
pub(super) struct Shown<'s> {
    pub file: &'s dyn Fn(&str) -> String,
    /// The words of a problem may quote the record that has it.
    pub words: bool,
    /// Ids are pseudonyms: no names are among them.
    pub pseudonymised: bool,
}

/// A line each for what was not read, and what was not read as it should be.
pub(super) fn first_lines(told: &[Told<'_>], shown: &Shown<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for first in First::ALL {
        let title = match first {
            First::NotRead | First::SecondTable => "NOT READ",
            First::NoChildColumn | First::Childless => "NO CHILD NAMED",
            First::Mapping => "NOT AS MAPPED",
            First::Names if !shown.pseudonymised => "NAMES AS IDS",
            First::Names | First::OtherFile | First::OfAnother => continue,
        };
        let mut found: Vec<&Told<'_>> =
            told.iter().filter(|one| one.first == Some(first)).collect();
        // A file may fill several tables.
        found.dedup_by(|one, other| one.file == other.file && one.message == other.message);
        if first == First::Names {
            found.dedup_by_key(|one| one.file);
        }
        let named = found.iter().take(NAMED);
        lines.extend(named.map(|one| format!("{title}: {}.", what(one, shown))));
        let more = found.len().saturating_sub(NAMED) as u64;
        if more > 0 {
            lines.push(format!(
                "{title}: {} more (caseready inspect).",
                grouped(more)
            ));
        }
    }
    lines.extend(other_files(told, shown));
    lines
}

/// "visits.csv (5,975 rows): it has no heading `child_id`".
fn what(told: &Told<'_>, shown: &Shown<'_>) -> String {
    let message = told.message.trim_end_matches('.');
    let file = told.file.map(shown.file);
    let whole_file = message
        .strip_prefix(NOT_READ)
        .filter(|_| told.first == Some(First::NotRead));
    let (counted, words) = match whole_file.and_then(|rest| rest.split_once(": ")) {
        Some(parts) => parts,
        None => ("", message),
    };
    let words = if shown.words {
        words
    } else if told.file.is_none() {
        "no file could be read through a mapping of the settings, and caseready inspect says which"
    } else {
        "caseready inspect says why"
    };
    file.map_or_else(
        || words.to_owned(),
        |file| format!("{file}{counted}: {words}"),
    )
}

/// Those that may be no export at all, in one line.
fn other_files(told: &[Told<'_>], shown: &Shown<'_>) -> Option<String> {
    let others = told
        .iter()
        .filter(|one| one.first == Some(First::OtherFile));
    let files: Vec<String> = others.filter_map(|one| one.file.map(shown.file)).collect();
    let named = files.iter().take(NAMED).cloned();
    let named: Vec<String> = named.collect();
    let more = match files.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {}", plural(more as u64, "more file")),
    };
    let named = named.join(", ");
    (!files.is_empty()).then(|| {
        format!(
            "NOT USED: {named}{more}: no records that caseready knows (caseready inspect says why)."
        )
    })
}

/// The worst of what was lost, a line each, and how many more there are.
pub(super) fn error_lines(told: &[Told<'_>], shown: &Shown<'_>) -> Vec<String> {
    /// Lines before the rest are counted.
    const LINES: usize = 3;
    let is_error = |one: &&Told<'_>| one.severity == ProblemSeverity::Error && one.first.is_none();
    let mut errors: Vec<&Told<'_>> = told.iter().filter(is_error).collect();
    if !shown.words && !errors.is_empty() {
        let errors = plural(errors.len() as u64, "error");
        return vec![format!(
            "{errors} in the files (caseready inspect shows all)."
        )];
    }
    errors.sort_by_key(|one| Reverse(one.count));
    let line = |one: &&Told<'_>| {
        let file = one.file.map(shown.file);
        let row = one.row.map(|row| format!("row {row}"));
        let column = one.column.map(str::to_owned);
        let place: Vec<String> = [file, row, column].into_iter().flatten().collect();
        let message = one.message.trim_end_matches('.');
        match place.join(", ").as_str() {
            "" => format!("ERROR: {message}."),
            place => format!("ERROR: {place}: {message}."),
        }
    };
    let mut lines: Vec<String> = errors.iter().take(LINES).map(line).collect();
    let more = errors.len().saturating_sub(LINES) as u64;
    if more > 0 {
        let more = plural(more, "more error");
        lines.push(format!("{more} (caseready inspect shows all)."));
    }
    lines
}

/// The same of a saved run, first what was not read; of a team's workbook nothing that a row has.
pub(super) fn of_run(run: &saved::SavedRun, shown: &Shown<'_>) -> Vec<String> {
    let told: Vec<Told<'_>> = run.problems.iter().map(Told::saved).collect();
    let mut lines = first_lines(&told, shown);
    lines.extend(error_lines(&told, shown));
    lines
}
