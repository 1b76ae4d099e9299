//! Rows that each tell a part of one record, and rows that add to what others tell.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::{Telling, Told, note, origins};
use crate::model::catalogue::{Catalogue, TableId};
use crate::model::column::{Column, Tells};
use crate::model::joined::{Conflicts, same};
use crate::model::problem::ProblemSeverity;
use crate::model::records::Records;

/// A row that adds to another, and that other.
struct Part {
    row: u32,
    kept: u32,
}

pub(super) fn join(
    catalogue: &Catalogue,
    records: &mut Records,
    table: TableId,
    told: &[Told],
    gone: &mut [bool],
) {
    let is_part = |told: &&Told| matches!(told.telling, Telling::Part | Telling::Onto { .. });
    if !told.iter().any(|told| is_part(&told)) {
        return;
    }
    let first_of = first_rows(catalogue, records, table, told, gone);
    let origins = origins(records, table);
    let mut parts = Vec::new();
    for told in told.iter().filter(is_part) {
        let mut lost = Vec::new();
        for row in told.rows.clone() {
            let key = records.key(catalogue, table, row);
            let kept = first_of.get(&(origins[row as usize], key.0)).copied();
            match kept.filter(|_| !key.is_blank()) {
                Some(kept) if kept != row => parts.push(Part { row, kept }),
                None if !told.telling.makes_records() => lost.push(row),
                _ => {}
            }
        }
        for row in &lost {
            gone[*row as usize] = true;
        }
        note_lost(catalogue, records, table, &told.telling, &lost);
    }
    fill(catalogue, records, table, &parts);
    for part in &parts {
        gone[part.row as usize] = true;
        records.tell_together(table, part.kept, part.row);
    }
}

/// By format and key, the first row that makes a record.
fn first_rows(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
    told: &[Told],
    gone: &[bool],
) -> HashMap<(u32, u32), u32, FixedState> {
    let mut makes_record: Vec<bool> = gone.iter().map(|gone| !gone).collect();
    for told in told.iter().filter(|told| !told.telling.makes_records()) {
        makes_record[told.rows.start as usize..told.rows.end as usize].fill(false);
    }
    let origins = origins(records, table);
    let mut first_of = HashMap::default();
    for row in (0..records.rows(table)).filter(|row| makes_record[*row as usize]) {
        let key = records.key(catalogue, table, row);
        if !key.is_blank() {
            first_of
                .entry((origins[row as usize], key.0))
                .or_insert(row);
        }
    }
    first_of
}

fn note_lost(
    catalogue: &Catalogue,
    records: &mut Records,
    table: TableId,
    telling: &Telling,
    lost: &[u32],
) {
    let name = &catalogue.table(table).name;
    match telling {
        Telling::Onto {
            without: Some(list),
        } => note(
            records,
            table,
            ProblemSeverity::Note,
            lost,
            |count| match count {
                1 => format!(
                    "1 record of {name} is not in {list}, which holds all that is open: closed work of which no more is known, left out"
                ),
                count => format!(
                    "{count} records of {name} are not in {list}, which holds all that is open: closed work of which no more is known, left out; the first is named here"
                ),
            },
        ),
        _ => note(
            records,
            table,
            ProblemSeverity::Warning,
            lost,
            |count| match count {
                1 => {
                    format!("1 row adds to a record of {name} that is not in these files: left out")
                }
                count => format!(
                    "{count} rows add to records of {name} that are not in these files: left out; the first is named here"
                ),
            },
        ),
    }
}

/// Each kept row takes what it leaves blank from its parts, in their order. Of two answers to a flag, yes wins.
fn fill(catalogue: &Catalogue, records: &mut Records, table: TableId, parts: &[Part]) {
    let definition = catalogue.table(table);
    let mut conflicts = Conflicts::default();
    for field in definition.field_ids() {
        let Some(mut column) = records.tables[table.index()].columns[field.index()].take() else {
            continue;
        };
        let tellers = tellers(&column, records.rows(table), parts, |told, row| {
            if !same(records, &column, told, row) {
                let file = |row| records.place(table, row).0;
                conflicts.add(field, told, row, file(told), file(row));
            }
        });
        column.keep(&tellers);
        records.tables[table.index()].columns[field.index()] = Some(column);
    }
    let rows = records.rows(table);
    for days in records.tables[table.index()].open_on.values_mut() {
        let tellers = tellers(days, rows, parts, |_, _| {});
        days.keep(&tellers);
    }
    let problems = conflicts.problems(catalogue, records, table);
    records.problems.extend(problems);
}

/// For each row, the one whose value counts. `differ` is called where two rows both have one.
fn tellers(
    column: &Column,
    rows: u32,
    parts: &[Part],
    mut differ: impl FnMut(u32, u32),
) -> Vec<u32> {
    let mut tellers: Vec<u32> = (0..rows).collect();
    for part in parts {
        let teller = &mut tellers[part.kept as usize];
        let tells = column.tells(part.row);
        if tells > column.tells(*teller) || column.flag(part.row) == Some(true) {
            *teller = part.row;
        } else if tells == Tells::Value && column.flag(part.row).is_none() {
            differ(*teller, part.row);
        }
    }
    tellers
}
