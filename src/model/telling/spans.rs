//! Rows that give their fields to the child's record whose span overlaps theirs.

use super::{Span, Telling, Told, note};
use crate::model::catalogue::{Catalogue, OwnDates, TableId};
use crate::model::index::Groups;
use crate::model::problem::ProblemSeverity;
use crate::model::records::Records;

pub(super) fn join(
    catalogue: &Catalogue,
    records: &mut Records,
    table: TableId,
    told: &[Told],
    gone: &mut [bool],
) {
    let definition = catalogue.table(table);
    let mut adding: Vec<(Span, u32)> = Vec::new();
    for told in told {
        if let Telling::Spans(spans) = &told.telling {
            adding.extend(spans.iter().copied().zip(told.rows.clone()));
            gone[told.rows.start as usize..told.rows.end as usize].fill(true);
        }
    }
    if adding.is_empty() {
        return;
    }
    // A field takes the first value it is given: that of the row begun last.
    adding.sort_by_key(|(span, row)| (std::cmp::Reverse(span.from), *row));
    let of_child = Groups::by_child(catalogue, records, table);
    let (mut fills, mut lost) = (Vec::new(), Vec::new());
    for (span, row) in adding {
        let child = definition
            .child
            .and_then(|child| records.column(table, child))
            .map_or(0, |column| column.id(row).0);
        let before = fills.len();
        let others = of_child.rows(child).iter().copied();
        for other in others.filter(|other| child != 0 && !gone[*other as usize]) {
            if own_span(catalogue, records, table, other).overlaps(span) {
                fills.push((other, row));
            }
        }
        if fills.len() == before {
            lost.push(row);
        }
    }
    let key = definition.key.index();
    let columns = records.tables[table.index()].columns.iter_mut();
    for (_, column) in columns.enumerate().filter(|(field, _)| *field != key) {
        if let Some(column) = column {
            column.fill_from(&fills);
        }
    }
    lost.sort_unstable();
    let name = &definition.name;
    note(
        records,
        table,
        ProblemSeverity::Note,
        &lost,
        |count| match count {
            1 => format!("1 row falls into no record of {name} of its child: left out"),
            count => format!(
                "{count} rows fall into no record of {name} of their child: left out; the first is named here"
            ),
        },
    );
}

/// The dates that place a record in time.
pub(super) fn own_span(catalogue: &Catalogue, records: &Records, table: TableId, row: u32) -> Span {
    let date = |field| {
        records
            .column(table, field)
            .and_then(|column| column.recorded_date(row))
    };
    match catalogue.table(table).dates {
        OwnDates::Span { from, to } => Span {
            from: date(from),
            to: date(to),
        },
        _ => Span {
            from: None,
            to: None,
        },
    }
}
