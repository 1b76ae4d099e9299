//! Every problem of the files, in the order in which they were met.

use crate::model::problem::{Problem, ProblemSeverity};
use crate::report::layout::{title, wrapped};

use super::Inspection;

pub(super) fn show(text: &mut String, inspection: &Inspection<'_>) {
    let mut problems = inspection
        .problems
        .iter()
        .filter(|problem| !is_in_files(problem, inspection))
        .peekable();
    if problems.peek().is_none() {
        return title(text, "PROBLEMS: NONE");
    }
    title(text, "PROBLEMS");
    for problem in problems {
        let file = problem
            .file
            .map(|file| inspection.records.files[file.index()].name.clone());
        let row = problem.row.map(|row| format!("row {row}"));
        let place: Vec<String> = [file, row, problem.column.clone()]
            .into_iter()
            .flatten()
            .collect();
        let place = if place.is_empty() {
            String::new()
        } else {
            format!("{}: ", place.join(", "))
        };
        wrapped(
            text,
            &format!("{}: {place}{}", problem.severity.name(), problem.message),
            inspection.width,
            2,
        );
    }
}

/// The columns that are not used stand with their file.
fn is_in_files(problem: &Problem, inspection: &Inspection<'_>) -> bool {
    let Some(file) = problem.file else {
        return false;
    };
    let mut tables = inspection.records.files[file.index()].tables.iter();
    problem.severity == ProblemSeverity::Note
        && tables.any(|found| {
            problem.message == format!("columns not used: {}", found.unused.join(", "))
        })
}
