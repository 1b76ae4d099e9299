//! What a reader must know of a whole export before anything is read from a run of it.

use crate::check::freshness::{self, FRESH_FOR_DAYS};
use crate::rules::sentence::joined;

use super::document::Finished;
use super::layout::{grouped, name};
use super::told_first::{self, Shown, Told};

/// What of the whole export makes the run look better or worse than the work is, a line each.
pub(super) fn read_with_care(finished: &Finished<'_>) -> Vec<String> {
    let problems = finished.problems.iter();
    let told: Vec<Told<'_>> = problems
        .map(|problem| Told::of(problem, finished.records()))
        .collect();
    let mut lines = told_first::first_lines(&told, &shown(finished));
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
            "NO RECORD: not one in {}. If there should be some, export again: what is not there is not judged.",
            joined(&empty, "and")
        ));
    }
    lines
}

/// The worst of what the files lost, for a reader who sees the files themselves.
pub(super) fn errors(finished: &Finished<'_>) -> Vec<String> {
    let problems = finished.problems.iter();
    let told: Vec<Told<'_>> = problems
        .map(|problem| Told::of(problem, finished.records()))
        .collect();
    told_first::error_lines(&told, &shown(finished))
}

fn shown<'s>(finished: &Finished<'_>) -> Shown<'s> {
    Shown {
        file: &name,
        words: true,
        pseudonymised: finished.pseudonymised,
    }
}
