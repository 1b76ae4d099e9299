//! Tables that hold finished work only: some systems export a record once it is complete, and nothing open is in them.

use std::collections::BTreeSet;

use crate::model::catalogue::{OwnDates, TableId};
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::view::{Placed, View};

use super::scope::{Scope, is_open};

/// Records begun in the period from which it is no chance that none of them is open.
const MANY_BEGUN: u64 = 500;

/// A table of work that begins and ends, with how many of its records began in the period: none of them is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FinishedOnly {
    pub table: TableId,
    pub begun: u64,
}

pub(super) fn finished_only(
    tables: &BTreeSet<TableId>,
    view: View<'_>,
    scope: Scope,
) -> Vec<FinishedOnly> {
    let is_span =
        |table: &TableId| matches!(view.catalogue.table(*table).dates, OwnDates::Span { .. });
    let begun = |table: TableId| -> Option<FinishedOnly> {
        let mut begun = 0;
        for row in 0..view.records.rows(table) {
            let placed = view.placed(table, row);
            let Placed::Span {
                from: Some(from), ..
            } = placed
            else {
                continue;
            };
            if !scope.holds(from) {
                continue;
            }
            if is_open(placed, view.as_at) {
                return None;
            }
            begun += 1;
        }
        (begun >= MANY_BEGUN).then_some(FinishedOnly { table, begun })
    };
    tables
        .iter()
        .copied()
        .filter(is_span)
        .filter_map(begun)
        .collect()
}

pub(super) fn problems(finished: &[FinishedOnly], view: View<'_>) -> impl Iterator<Item = Problem> {
    finished.iter().map(move |FinishedOnly { table, begun }| {
        let definition = view.catalogue.table(*table);
        let message = format!(
            "{} holds finished work only: none of the {begun} {} begun in the period is open, so that work that is overdue and not finished cannot be seen",
            definition.name, definition.many
        );
        Problem::new(ProblemSeverity::Warning, message)
    })
}
