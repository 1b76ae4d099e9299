//! Tables of events without a record: a file of headings alone is an empty table, and a job that exports nothing writes many.

use std::collections::BTreeSet;

use crate::model::catalogue::{OwnDates, TableId};
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::view::View;

/// Those of these tables that some file has the headings of and none a record.
pub(super) fn empty(tables: &BTreeSet<TableId>, view: View<'_>) -> Vec<TableId> {
    let is_empty =
        |table: &TableId| view.records.has_table(*table) && view.records.rows(*table) == 0;
    let tables = tables
        .iter()
        .copied()
        .filter(|table| is_of_events(*table, view));
    tables.filter(is_empty).collect()
}

/// Whether files have headings of events, and nothing below any of them.
pub fn holds_no_event(view: View<'_>) -> bool {
    let tables = view.catalogue.tables().map(|(table, _)| table);
    let mut there = tables
        .filter(|table| is_of_events(*table, view) && view.records.has_table(*table))
        .peekable();
    there.peek().is_some() && there.all(|table| view.records.rows(table) == 0)
}

fn is_of_events(table: TableId, view: View<'_>) -> bool {
    view.catalogue.table(table).dates != OwnDates::None
}

pub(super) fn problems(empty: &[TableId], view: View<'_>) -> impl Iterator<Item = Problem> {
    empty.iter().map(move |table| {
        let name = &view.catalogue.table(*table).name;
        let message =
            format!("{name} has headings and no record: if there should be some, export it again");
        Problem::new(ProblemSeverity::Warning, message)
    })
}
