//! Lists of a format that are not among the files, where others are that fill the same table: what only they hold would look as
//! if it had never been done.

use std::collections::BTreeSet;

use crate::model::catalogue::{Catalogue, OwnDates, TableId};
use crate::model::file::{File, FileKind};
use crate::model::layout::{Join, Layouts, List, Origin, RecordLayout};
use crate::model::records::MissingList;

pub(super) fn missing_lists(
    catalogue: &Catalogue,
    layouts: &Layouts,
    files: &[File],
) -> Vec<MissingList> {
    let mut missing = Vec::new();
    for list in &layouts.lists {
        let Origin::Format(format) = &list.origin else {
            continue;
        };
        if is_there(list, format, files) {
            continue;
        }
        let tables: BTreeSet<TableId> = list
            .records
            .iter()
            .filter(|layout| holds_events(layout, catalogue))
            .map(|layout| layout.table)
            .collect();
        for table in tables
            .into_iter()
            .filter(|table| is_of(format, *table, files))
        {
            let layout = list.records.iter().find(|layout| layout.table == table);
            missing.extend(layout.map(|layout| {
                MissingList {
                    name: list.name.clone(),
                    table,
                    codes: layout
                        .constants
                        .iter()
                        .filter_map(|(field, text)| {
                            let value = catalogue.field(table, *field).value(text)?;
                            Some((*field, value))
                        })
                        .collect(),
                }
            }));
        }
    }
    missing
}

/// Whether a list is among the files, by itself or with all others of its format.
fn is_there(list: &List, format: &str, files: &[File]) -> bool {
    files.iter().any(|file| match &file.kind {
        FileKind::List { format: of, name } => of == format && (*name == list.name || name == of),
        _ => false,
    })
}

/// Whether each row is an event of its own: not one that adds to a record, and not the last of several.
fn holds_events(layout: &RecordLayout, catalogue: &Catalogue) -> bool {
    let table = catalogue.table(layout.table);
    table.child.is_some()
        && table.dates != OwnDates::None
        && layout.when.is_empty()
        && !layout.latest_only
        && matches!(layout.join, Join::Apart | Join::Key)
}

/// Whether files of this format fill a table, and no others.
fn is_of(format: &str, table: TableId, files: &[File]) -> bool {
    let fills = |file: &&File| file.tables.iter().any(|filled| filled.table == table);
    let mut files = files.iter().filter(fills).peekable();
    files.peek().is_some() && files.all(|file| file.kind.origin() == format)
}
