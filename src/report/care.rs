//! What a reader must know of a whole export before anything is read from a run of it.

use crate::check::freshness::{self, FRESH_FOR_DAYS};
use crate::model::problem::{First, Problem};
use crate::rules::sentence::joined;

use super::document::Finished;
use super::layout::{grouped, name, plural};
use super::rule_table::NAMED;

/// What of the whole export makes the run look better or worse than the work is, a line each.
pub(super) fn read_with_care(finished: &Finished<'_>) -> Vec<String> {
    let mut lines = told_first(finished, First::Mapping, "NOT AS MAPPED");
    if !finished.pseudonymised {
        lines.extend(told_first(finished, First::Names, "NAMES AS IDS"));
    }
    if let Some(ahead) = finished.run.ahead {
        let sentence = ahead.sentence(finished.run.scope.as_at);
        lines.push(format!("AS-AT DATE: {sentence}"));
    }
    let stale = &finished.run.stale;
    if !stale.is_empty() {
        lines.push(format!(
            "OLD DATA: the newest event is more than {FRESH_FOR_DAYS} days before the as-at date in the {}. An old extract makes work look overdue that may be done.",
            freshness::named(stale, &finished.ruleset().catalogue)
        ));
    }
    let tables: Vec<String> = finished
        .run
        .finished_only
        .iter()
        .map(|found| {
            let one = &finished.ruleset().catalogue.table(found.table).one;
            format!("no open {one} among {}", grouped(found.begun))
        })
        .collect();
    if !tables.is_empty() {
        lines.push(format!(
            "FINISHED WORK ONLY: {}: work that is overdue and not finished cannot be seen in this export.",
            joined(&tables, "and")
        ));
    }
    let empty = finished.run.empty.iter();
    let empty: Vec<String> = empty
        .map(|table| finished.ruleset().catalogue.table(*table).name.clone())
        .collect();
    if !empty.is_empty() {
        lines.push(format!(
            "NO RECORD: headings alone in {}. If there should be some, export again: what is not there is not judged.",
            joined(&empty, "and")
        ));
    }
    lines
}

/// Problems of files that come first: what is missing as a file is not as mapped, children who go by name.
fn told_first(finished: &Finished<'_>, first: First, title: &str) -> Vec<String> {
    let problems = finished.problems.iter();
    let mut found: Vec<&Problem> = problems.filter(|one| one.first == Some(first)).collect();
    // A file may fill several tables.
    found.dedup_by_key(|problem| problem.file);
    let file = |problem: &Problem| {
        let file = problem.file?;
        Some(finished.records().files[file.index()].name.as_str())
    };
    let line = |problem: &&Problem| {
        let file = file(problem).unwrap_or_default();
        format!("{title}: {}: {}.", name(file), problem.message)
    };
    let mut lines: Vec<String> = found.iter().take(NAMED).map(line).collect();
    let more = found.len().saturating_sub(NAMED) as u64;
    if more > 0 {
        let files = plural(more, "more file");
        lines.push(format!("{title}: {files} (caseready inspect)."));
    }
    lines
}
