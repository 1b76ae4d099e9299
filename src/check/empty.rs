//! Tables of events without a record: a file of headings alone is an empty table, and a job that exports nothing writes many.

use std::collections::BTreeSet;

use crate::model::catalogue::{OwnDates, TableId};
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::records::Presence;
use crate::model::view::View;

/// The tables that some file has and none a record of: those of them that are `read`, and those `asked` for by a rule that could
/// not read them, as an empty list of JSON has no field.
pub(super) fn empty(
    read: &BTreeSet<TableId>,
    asked: &BTreeSet<TableId>,
    view: View<'_>,
) -> Vec<TableId> {
    let is_empty =
        |table: &TableId| view.records.has_table(*table) && view.records.rows(*table) == 0;
    let is_told =
        |table: &TableId| read.contains(table) || asked.contains(table) && is_bare(*table, view);
    let tables = view.catalogue.tables().map(|(table, _)| table);
    tables
        .filter(|table| is_of_events(*table, view) && is_empty(table) && is_told(table))
        .collect()
}

/// Whether the files have none of a table's fields.
fn is_bare(table: TableId, view: View<'_>) -> bool {
    let mut fields = view.catalogue.table(table).field_ids();
    fields.all(|field| view.records.presence(table, field) == Presence::Absent)
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
        let what = if is_bare(*table, view) {
            "is there without a record"
        } else {
            "has headings and no record"
        };
        let message = format!("{name} {what}: if there should be some, export it again");
        Problem::new(ProblemSeverity::Warning, message)
    })
}
