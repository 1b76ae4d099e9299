//! One child, or one event, that several sources tell of: counted once, with what each of them knows. What the rows of one format
//! have to do with each other is settled before: see `telling`.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, FieldId, OwnDates, TableId};
use super::column::Column;
use super::file::FileId;
use super::problem::{Problem, ProblemSeverity};
use super::records::{Records, drop_rows};
use super::same_event;

/// A row that another already stands for, and that other.
pub(super) struct Joined {
    pub dropped: u32,
    pub kept: u32,
}

/// Joins the rows of a table that stand for one record, and gives the key of each that went with the row that took its place.
pub(super) fn join(
    catalogue: &Catalogue,
    records: &mut Records,
    table: TableId,
) -> Vec<(u32, u32)> {
    let mut joined = Vec::new();
    let mut conflicts = Conflicts::default();
    of_one_key(catalogue, records, table, &mut joined, &mut conflicts);
    let near = same_event::join(catalogue, records, table, &mut joined, &mut conflicts);
    records
        .problems
        .extend(conflicts.problems(catalogue, records, table));
    records.problems.extend(near);
    if joined.is_empty() {
        return Vec::new();
    }
    joined.sort_by_key(|one| one.dropped);
    joined.dedup_by_key(|one| one.dropped);
    note(catalogue, records, table, &joined);
    let fills: Vec<(u32, u32)> = joined.iter().map(|one| (one.kept, one.dropped)).collect();
    for column in records.tables[table.index()].columns.iter_mut().flatten() {
        column.fill_from(&fills);
    }
    let key = catalogue.table(table).key;
    let key_of = |row| records.column(table, key).map_or(0, |keys| keys.id(row).0);
    let dropped: Vec<u32> = joined.iter().map(|one| one.dropped).collect();
    let now = |row: u32| row - dropped.partition_point(|other| *other < row) as u32;
    let told_by = joined
        .iter()
        .map(|one| (now(one.kept), records.place(table, one.dropped).0));
    let told_by: Vec<(u32, FileId)> = told_by.collect();
    let moved = joined
        .iter()
        .map(|one| (key_of(one.dropped), now(one.kept)))
        .collect();
    drop_rows(records, table, &dropped);
    for (row, file) in told_by {
        records.tables[table.index()].carried.tells_of(row, file);
    }
    moved
}

/// Rows of one key in different files, and of one child in the lists of another format: what one leaves blank another fills.
fn of_one_key(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
    joined: &mut Vec<Joined>,
    conflicts: &mut Conflicts,
) {
    let Some(keys) = records.column(table, catalogue.table(table).key) else {
        return;
    };
    let is_children = table == catalogue.children;
    let origin = |file: FileId| records.files[file.index()].kind.origin();
    // A worker or a care leaver has no day by which two formats' records of them could be told to be one; the key alone does.
    let is_undated = matches!(catalogue.table(table).dates, OwnDates::None);
    let mut first_of: BTreeMap<u32, u32> = BTreeMap::new();
    let mut counts = vec![0_u32; records.ids(table).len()];
    for row in 0..records.rows(table) {
        counts[keys.id(row).index()] += 1;
    }
    for row in 0..records.rows(table) {
        let key = keys.id(row);
        if key.is_blank() || counts[key.index()] < 2 {
            continue;
        }
        let Some(&first) = first_of.get(&key.0) else {
            first_of.insert(key.0, row);
            continue;
        };
        let differ = differing(catalogue, records, table, first, row, |_| true);
        let (one, other) = (records.place(table, first).0, records.place(table, row).0);
        let across = one != other;
        let is_list = origin(other) != "native";
        let of_two_formats = is_undated && origin(one) != origin(other);
        if of_two_formats || is_children && (across || is_list) {
            for field in differ {
                conflicts.add(field, first, row, one, other);
            }
        } else if !across || !differ.is_empty() {
            continue;
        }
        joined.push(Joined {
            dropped: row,
            kept: first,
        });
    }
}

/// The fields that two rows both fill, each with another value.
pub(super) fn differing(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
    one: u32,
    other: u32,
    counts: impl Fn(FieldId) -> bool,
) -> Vec<FieldId> {
    let fields = catalogue
        .table(table)
        .field_ids()
        .filter(|field| counts(*field));
    fields
        .filter(|field| {
            let column = records.column(table, *field);
            column.is_some_and(|column| {
                !column.is_blank(one)
                    && !column.is_blank(other)
                    && !same(records, column, one, other)
            })
        })
        .collect()
}

pub(super) fn same(records: &Records, column: &Column, one: u32, other: u32) -> bool {
    match column {
        Column::Id(_) => column.id(one) == column.id(other),
        Column::Date(_) => column.recorded_date(one) == column.recorded_date(other),
        Column::Flag(_) => column.flag(one) == column.flag(other),
        Column::Number(_) => column.number(one) == column.number(other),
        Column::Code(_) => column.code(one) == column.code(other),
        Column::List { .. } => column.list(one) == column.list(other),
        Column::Text(_) => records.is_same_text(column.text(one), column.text(other)),
    }
}

/// What sources say differently of one child, by field: the first place, and how many children.
#[derive(Default)]
pub(super) struct Conflicts(BTreeMap<FieldId, (u32, u32, FileId, FileId, u64)>);

impl Conflicts {
    pub(super) fn add(&mut self, field: FieldId, first: u32, row: u32, one: FileId, other: FileId) {
        self.0.entry(field).or_insert((first, row, one, other, 0)).4 += 1;
    }

    pub(super) fn problems(
        self,
        catalogue: &Catalogue,
        records: &Records,
        table: TableId,
    ) -> Vec<Problem> {
        let definition = catalogue.table(table);
        let problem = |(field, (first, row, one, other, count)): (
            FieldId,
            (u32, u32, FileId, FileId, u64),
        )| {
            let name = &definition.fields[field.index()].name;
            let key = records
                .column(table, definition.key)
                .map_or("", |keys| records.ids(table).text(keys.id(row)));
            let line = records.place(table, first).1;
            let whose = if one == other {
                format!("line {line} of the same file")
            } else {
                format!("{} (row {line})", records.files[one.index()].name)
            };
            let times = if count == 1 {
                String::new()
            } else {
                format!("; so for {count} rows in all")
            };
            let message =
                format!("{name} of {key:?} is another than in {whose}: the first is kept{times}");
            Problem::new(ProblemSeverity::Warning, message)
                .in_file(other)
                .at_row(records.place(table, row).1)
                .in_column(name.clone())
                .times(count)
        };
        self.0.into_iter().map(problem).collect()
    }
}

fn note(catalogue: &Catalogue, records: &mut Records, table: TableId, joined: &[Joined]) {
    // That every list names the child again is nobody's news.
    let across = joined
        .iter()
        .filter(|_| table != catalogue.children)
        .count() as u64;
    if across == 0 {
        return;
    }
    let first = joined[0].dropped;
    let (file, line) = records.place(table, first);
    let name = &catalogue.table(table).name;
    let message = match across {
        1 => format!(
            "a record of {name} is also in another file: counted once, with what either says"
        ),
        count => format!(
            "{count} records of {name} are also in another file: each counted once, with what either says; the first is named here"
        ),
    };
    records.problems.push(
        Problem::new(ProblemSeverity::Note, message)
            .in_file(file)
            .at_row(line)
            .times(across),
    );
}
