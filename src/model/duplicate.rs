//! Rows that occur twice: identical ones merge, different ones under one key all stay, and both are counted.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::catalogue::{Catalogue, FieldId, TableId};
use super::column::Column;
use super::intern::Symbol;
use super::joined;
use super::narratives::TextSpan;
use super::problem::{Problem, ProblemSeverity};
use super::records::{NO_ROW, Records, drop_rows};
use super::wanting::Wanting;

/// Drops rows identical in every field to an earlier one, and notes for each key the first row that has it.
pub(super) fn merge_identical(catalogue: &Catalogue, records: &mut Records) {
    for (table, _) in catalogue.tables() {
        let identical = identical_to_earlier(catalogue, records, table);
        if !identical.is_empty() {
            for (row, earlier) in &identical {
                records.tell_together(table, *earlier, *row);
            }
            let dropped: Vec<u32> = identical.iter().map(|(row, _)| *row).collect();
            note_identical(catalogue, records, table, &dropped);
            let wanting = records.wanting_values(catalogue, table, &dropped);
            records.tables[table.index()].forget(&wanting, &Wanting::default());
            drop_rows(records, table, &dropped);
        }
        let moved = joined::join(catalogue, records, table);
        // Everything else goes by a record whatever its own id is.
        let key = catalogue.table(table).key;
        let keys = &mut records.tables[table.index()].columns[key.index()];
        if let Some(Column::Id(keys)) = keys {
            for key in keys.iter_mut().filter(|key| key.is_blank()) {
                *key = Symbol::BLANK;
            }
        }
        index_keys(catalogue, records, table, &moved);
    }
}

/// Rows, each with the earlier one it is identical to. Only rows that share a key, or have none, can be; those are few, so only
/// they are compared whole. What is alike in what nobody can read may be different records.
fn identical_to_earlier(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
) -> Vec<(u32, u32)> {
    let key = catalogue.table(table).key;
    let rows = records.rows(table);
    let keys = records.column(table, key);
    let key_of = |row: u32| keys.map_or(Symbol::BLANK, |keys| keys.id(row));
    let mut uses = vec![0_u32; records.ids(table).len()];
    for row in 0..rows {
        uses[key_of(row).index()] += 1;
    }
    let state = FixedState::with_seed(0);
    let hash = |row: u32| {
        let mut hasher = state.build_hasher();
        for column in columns(records, table) {
            hash_cell(records, column, row, &mut hasher);
        }
        hasher.finish()
    };
    let mut seen: HashTable<u32> = HashTable::new();
    let mut identical = Vec::new();
    for row in 0..rows {
        if uses[key_of(row).index()] < 2 || may_be_another(records, table, key, row) {
            continue;
        }
        let own = hash(row);
        let earlier = seen.find(own, |&other| {
            columns(records, table).all(|column| same_cell(records, column, row, other))
        });
        match earlier {
            Some(&earlier) => identical.push((row, earlier)),
            None => {
                seen.insert_unique(own, row, |&other| hash(other));
            }
        }
    }
    identical
}

/// Whether a row that is equal to another may be a record of its own: its key cannot be read or, where it has none, another cell.
/// The words of a narrative that say nothing are read all the same.
fn may_be_another(records: &Records, table: TableId, key: FieldId, row: u32) -> bool {
    let keys = records.column(table, key);
    let is_unread = |column: &Column| match column {
        Column::Text(values) => values[row as usize] == TextSpan::UNREADABLE,
        _ => column.is_unreadable(row),
    };
    keys.is_some_and(is_unread)
        || keys.is_none_or(|keys| keys.id(row).is_blank()) && columns(records, table).any(is_unread)
}

fn columns(records: &Records, table: TableId) -> impl Iterator<Item = &Column> {
    records.tables[table.index()].columns.iter().flatten()
}

fn hash_cell(records: &Records, column: &Column, row: u32, hasher: &mut impl Hasher) {
    match column {
        Column::Id(values) | Column::Code(values) => values[row as usize].hash(hasher),
        Column::Date(values) => values[row as usize].hash(hasher),
        Column::Flag(values) => values[row as usize].hash(hasher),
        Column::Number(values) => values[row as usize].to_bits().hash(hasher),
        Column::List { .. } => column.list(row).hash(hasher),
        Column::Text(values) => {
            let span = values[row as usize];
            span.length().hash(hasher);
            records.text(span).hash(hasher);
        }
    }
}

fn same_cell(records: &Records, column: &Column, a: u32, b: u32) -> bool {
    match column {
        Column::Id(values) | Column::Code(values) => values[a as usize] == values[b as usize],
        Column::Date(values) => values[a as usize] == values[b as usize],
        Column::Flag(values) => values[a as usize] == values[b as usize],
        Column::Number(values) => values[a as usize].to_bits() == values[b as usize].to_bits(),
        Column::List { .. } => {
            column.list(a) == column.list(b) && column.is_unreadable(a) == column.is_unreadable(b)
        }
        Column::Text(values) => records.is_same_text(values[a as usize], values[b as usize]),
    }
}

fn note_identical(catalogue: &Catalogue, records: &mut Records, table: TableId, dropped: &[u32]) {
    let (file, line) = records.place(table, dropped[0]);
    let name = &catalogue.table(table).name;
    let message = match dropped.len() {
        1 => format!("a row of {name} is the same in every field as an earlier one: counted once"),
        n => format!(
            "{n} rows of {name} are the same in every field as an earlier one: each counted once; the first is named here"
        ),
    };
    records.problems.push(
        Problem::new(ProblemSeverity::Warning, message)
            .in_file(file)
            .at_row(line)
            .times(dropped.len() as u64),
    );
}

fn index_keys(catalogue: &Catalogue, records: &mut Records, table: TableId, moved: &[(u32, u32)]) {
    let definition = catalogue.table(table);
    let mut first_row = vec![NO_ROW; records.ids(table).len()];
    let mut problems = Vec::new();
    let mut sharing: BTreeMap<Symbol, Vec<u32>> = BTreeMap::new();
    if let Some(keys) = records.column(table, definition.key) {
        for row in 0..records.rows(table) {
            let key = keys.id(row);
            if key.is_blank() {
                continue;
            }
            let first = first_row[key.index()];
            if first == NO_ROW {
                first_row[key.index()] = row;
                continue;
            }
            sharing.entry(key).or_insert_with(|| vec![first]).push(row);
        }
        let mut shared: Vec<_> = sharing.iter().collect();
        shared.sort_unstable_by_key(|(_, rows)| rows[1]);
        let told = shared
            .into_iter()
            .map(|(key, rows)| sharing_a_key(catalogue, records, table, *key, rows));
        problems.extend(told);
    }
    // References to a record that was joined to another lead there.
    for &(key, row) in moved {
        let first = &mut first_row[key as usize];
        if key != 0 && *first == NO_ROW {
            *first = row;
        }
    }
    records.problems.extend(problems);
    let records = &mut records.tables[table.index()];
    (records.first_row, records.sharing) = (first_row, sharing);
}

/// That different rows have one key.
fn sharing_a_key(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
    key: Symbol,
    rows: &[u32],
) -> Problem {
    let definition = catalogue.table(table);
    let field = &definition.fields[definition.key.index()].name;
    let (first, second) = (rows[0], rows[1]);
    let (file, line) = records.place(table, second);
    let first_line = records.place(table, first).1;
    let child = |row: &u32| records.own_child(catalogue, table, *row);
    let led = if rows.iter().all(|row| child(row) == child(&first)) {
        "the first"
    } else {
        "that of their own child, or else the first"
    };
    let (times, all) = match rows.len() {
        2 => ("twice".to_owned(), "both".to_owned()),
        count => (format!("{count} times"), format!("all {count}")),
    };
    let message = format!(
        "{:?} occurs {times} as {field}, first in line {first_line}, with different values: {all} records stay, and references lead to {led}",
        records.ids(table).text(key),
    );
    Problem::new(ProblemSeverity::Error, message)
        .in_file(file)
        .at_row(line)
        .in_column(field.clone())
}
