//! References to the child's record that is open on a day.

use super::note;
use super::spans::own_span;
use crate::model::catalogue::{Catalogue, FieldId, FieldKind, TableId};
use crate::model::column::Column;
use crate::model::index::Groups;
use crate::model::intern::Symbol;
use crate::model::problem::ProblemSeverity;
use crate::model::records::Records;

pub(super) fn fill(catalogue: &Catalogue, records: &mut Records) {
    for (table, _) in catalogue.tables() {
        for (field, days) in std::mem::take(&mut records.tables[table.index()].open_on) {
            fill_field(catalogue, records, table, field, &days);
        }
    }
}

fn fill_field(
    catalogue: &Catalogue,
    records: &mut Records,
    table: TableId,
    field: FieldId,
    days: &Column,
) {
    let definition = catalogue.table(table);
    let FieldKind::Reference(tables) = &definition.fields[field.index()].kind else {
        return;
    };
    let other = tables[0];
    if !records.has_table(other) {
        return;
    }
    let of_child = Groups::by_child(catalogue, records, other);
    let children = definition
        .child
        .and_then(|child| records.column(table, child));
    let (mut found, mut lost) = (Vec::new(), Vec::new());
    for row in 0..records.rows(table) {
        let child = children.map_or(Symbol::BLANK, |children| children.id(row));
        let Some(day) = days.recorded_date(row).filter(|_| !child.is_blank()) else {
            continue;
        };
        let open = of_child
            .rows(child.0)
            .iter()
            .map(|&other_row| (own_span(catalogue, records, other, other_row), other_row))
            .filter(|(span, _)| span.holds(day));
        // Of one that ends and one that begins on the day, the one that begins.
        match open.max_by_key(|(span, other_row)| (span.from, *other_row)) {
            Some((_, other_row)) => found.push((row, records.key(catalogue, other, other_row))),
            None => lost.push(row),
        }
    }
    if let Some(Column::Id(keys)) = &mut records.tables[table.index()].columns[field.index()] {
        for (row, key) in found {
            keys[row as usize] = key;
        }
    }
    let (name, field) = (&definition.name, &definition.fields[field.index()].name);
    let other = &catalogue.table(other).name;
    note(
        records,
        table,
        ProblemSeverity::Warning,
        &lost,
        |count| match count {
            1 => format!(
                "1 record of {name} is of a day on which its child has no record of {other}: its {field} is blank"
            ),
            count => format!(
                "{count} records of {name} are of days on which their children have no record of {other}: their {field} is blank; the first is named here"
            ),
        },
    );
}
