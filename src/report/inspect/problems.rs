//! Every problem of the files: what was lost, then what to know of, then what was rightly left aside.

use crate::model::file::FileId;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::report::layout::{plural, title, wrapped};

use super::Inspection;

/// Problems of one kind, told in one line.
struct Told<'p> {
    problem: &'p Problem,
    /// Other files of which the same is to be said.
    others: Vec<FileId>,
}

pub(super) fn show(text: &mut String, inspection: &Inspection<'_>) {
    let told = told(inspection);
    if told.is_empty() {
        return title(text, "PROBLEMS: NONE");
    }
    title(text, "PROBLEMS");
    for Told { problem, others } in told {
        let file = problem.file.map(|file| {
            let name = inspection.file_name(file);
            match others.len() as u64 {
                0 => name.to_owned(),
                more => format!("{name} and {} more", plural(more, "file")),
            }
        });
        let row = problem.row.filter(|_| others.is_empty());
        let row = row.map(|row| format!("row {row}"));
        let place: Vec<String> = [file, row, problem.column.clone()]
            .into_iter()
            .flatten()
            .collect();
        let place = if place.is_empty() {
            String::new()
        } else {
            format!("{}: ", place.join(", "))
        };
        let message = match inspection.folder() {
            "" => problem.message.clone(),
            folder => problem.message.replace(folder, ""),
        };
        wrapped(
            text,
            &format!("{}: {place}{message}", problem.severity.name()),
            inspection.width,
            2,
        );
    }
}

/// In the order in which they were met, the gravest first; a note that holds of many files alike is one.
fn told<'p>(inspection: &Inspection<'p>) -> Vec<Told<'p>> {
    let mut told: Vec<Told<'p>> = Vec::new();
    for problem in inspection.problems {
        if is_in_files(problem, inspection) {
            continue;
        }
        let same = |other: &&mut Told<'p>| {
            problem.severity == ProblemSeverity::Note
                && other.problem.severity == problem.severity
                && other.problem.column == problem.column
                && other.problem.message == problem.message
                && other.problem.file != problem.file
        };
        match (problem.file, told.iter_mut().find(same)) {
            (Some(file), Some(told)) => {
                if !told.others.contains(&file) {
                    told.others.push(file);
                }
            }
            _ => told.push(Told {
                problem,
                others: Vec::new(),
            }),
        }
    }
    told.sort_by_key(|told| told.problem.severity);
    told
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
