//! One child, or one event, that several sources tell of: counted once, with what each of them knows. What the rows of one format
//! have to do with each other is settled before: see `telling`.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Catalogue, FieldId, OwnDates, TableId};
use super::column::Column;
use super::file::FileId;
use super::problem::{Problem, ProblemSeverity};
use super::records::{Records, drop_rows};
use super::same_event;

/// Rows that stand for one record: those dropped, by the one that is kept.
#[derive(Clone, Default)]
pub(super) struct Joined {
    with: BTreeMap<u32, Vec<u32>>,
    dropped: BTreeSet<u32>,
}

impl Joined {
    /// What stands with the dropped row stands with the other from now on.
    pub(super) fn add(&mut self, dropped: u32, kept: u32) {
        let more = self.with.remove(&dropped).unwrap_or_default();
        let with = self.with.entry(kept).or_default();
        with.push(dropped);
        with.extend(more);
        self.dropped.insert(dropped);
    }

    /// All rows that a row stands for, itself first.
    pub(super) fn rows(&self, row: u32) -> impl Iterator<Item = u32> {
        let others = self.with.get(&row).into_iter().flatten().copied();
        std::iter::once(row).chain(others)
    }

    pub(super) fn is_dropped(&self, row: u32) -> bool {
        self.dropped.contains(&row)
    }

    /// Whether it stands for others, or another for it.
    pub(super) fn has(&self, row: u32) -> bool {
        self.is_dropped(row) || self.with.contains_key(&row)
    }

    /// Each row that stays, with one that it stands for, in the order in which they were joined.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        let with = self.with.iter();
        with.flat_map(|(kept, dropped)| dropped.iter().map(|dropped| (*kept, *dropped)))
    }
}

/// Joins the rows of a table that stand for one record, and gives the key of each that went with the row that took its place.
pub(super) fn join(
    catalogue: &Catalogue,
    records: &mut Records,
    table: TableId,
) -> Vec<(u32, u32)> {
    let mut joined = Joined::default();
    let mut conflicts = Conflicts::default();
    of_one_key(catalogue, records, table, &mut joined, &mut conflicts);
    let near = same_event::join(catalogue, records, table, &mut joined, &mut conflicts);
    records
        .problems
        .extend(conflicts.problems(catalogue, records, table));
    records.problems.extend(near);
    let fills: Vec<(u32, u32)> = joined.pairs().collect();
    if fills.is_empty() {
        return fills;
    }
    let dropped: Vec<u32> = joined.dropped.into_iter().collect();
    note(catalogue, records, table, &dropped);
    let rows: BTreeSet<u32> = fills
        .iter()
        .flat_map(|(kept, other)| [*kept, *other])
        .collect();
    let rows: Vec<u32> = rows.into_iter().collect();
    let before = records.wanting(catalogue, table, &rows);
    for column in records.tables[table.index()].columns.iter_mut().flatten() {
        column.fill_from(&fills);
    }
    let stays = |row: &u32| dropped.binary_search(row).is_err();
    let kept: Vec<u32> = rows.into_iter().filter(stays).collect();
    let after = records.wanting(catalogue, table, &kept);
    records.tables[table.index()].forget(&before, &after);
    let key = catalogue.table(table).key;
    let key_of = |row| records.column(table, key).map_or(0, |keys| keys.id(row).0);
    let now = |row: u32| row - dropped.partition_point(|other| *other < row) as u32;
    let moved = fills
        .iter()
        .map(|(kept, dropped)| (key_of(*dropped), now(*kept)))
        .collect();
    for (kept, dropped) in fills {
        records.tell_together(table, kept, dropped);
    }
    drop_rows(records, table, &dropped);
    moved
}

/// Rows of one key in different files, and of one child in the lists of another format: what one leaves blank another fills.
fn of_one_key(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
    joined: &mut Joined,
    conflicts: &mut Conflicts,
) {
    let Some(keys) = records.column(table, catalogue.table(table).key) else {
        return;
    };
    let is_children = table == catalogue.children;
    let origin = |file: FileId| records.files[file.index()].kind.origin();
    let file_of = |row: u32| records.place(table, row).0;
    // A worker or a care leaver has no day by which two formats' records of them could be told to be one; the key alone does.
    let is_undated = matches!(catalogue.table(table).dates, OwnDates::None);
    // Those that stay, by key: what contradicts the first may go with the second.
    let mut kept_of: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut counts = vec![0_u32; records.ids(table).len()];
    for row in 0..records.rows(table) {
        counts[keys.id(row).index()] += 1;
    }
    for row in 0..records.rows(table) {
        let key = keys.id(row);
        if key.is_blank() || counts[key.index()] < 2 {
            continue;
        }
        let file = file_of(row);
        let is_list = origin(file) != "native";
        let kept = kept_of.entry(key.0).or_default();
        let stands_with = kept.iter().copied().find(|&first| {
            // With all that it stands for: of three files the third may differ from the second alone.
            let mut differ: BTreeMap<FieldId, u32> = BTreeMap::new();
            for one in joined.rows(first) {
                for field in differing(catalogue, records, table, one, row, |_| true) {
                    differ.entry(field).or_insert(one);
                }
            }
            let across = joined.rows(first).all(|one| file_of(one) != file);
            let of_two_formats = is_undated && origin(file_of(first)) != origin(file);
            if of_two_formats || is_children && (across || is_list) {
                for (field, one) in differ {
                    conflicts.add(field, one, row, file_of(one), file);
                }
                return true;
            }
            across && differ.is_empty()
        });
        match stands_with {
            Some(first) => joined.add(row, first),
            None => kept.push(row),
        }
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

/// What sources say differently of one record, by field.
#[derive(Default)]
pub(super) struct Conflicts(BTreeMap<FieldId, Conflict>);

/// The first two rows that differ, with their files, and how many pairs of rows do.
struct Conflict {
    first: u32,
    row: u32,
    one: FileId,
    other: FileId,
    count: u64,
}

impl Conflicts {
    pub(super) fn add(&mut self, field: FieldId, first: u32, row: u32, one: FileId, other: FileId) {
        let conflict = self.0.entry(field).or_insert(Conflict {
            first,
            row,
            one,
            other,
            count: 0,
        });
        conflict.count += 1;
    }

    pub(super) fn problems(
        self,
        catalogue: &Catalogue,
        records: &Records,
        table: TableId,
    ) -> Vec<Problem> {
        let definition = catalogue.table(table);
        let problem = |(field, conflict): (FieldId, Conflict)| {
            let name = &definition.fields[field.index()].name;
            let key = records
                .column(table, definition.key)
                .map_or("", |keys| records.ids(table).text(keys.id(conflict.row)));
            let line = records.place(table, conflict.first).1;
            let whose = if conflict.one == conflict.other {
                format!("line {line} of the same file")
            } else {
                let file = &records.files[conflict.one.index()].name;
                format!("{file} (row {line})")
            };
            let times = match conflict.count {
                1 => String::new(),
                count => format!("; so for {count} rows in all"),
            };
            let message =
                format!("{name} of {key:?} is another than in {whose}: the first is kept{times}");
            Problem::new(ProblemSeverity::Warning, message)
                .in_file(conflict.other)
                .at_row(records.place(table, conflict.row).1)
                .in_column(name.clone())
                .times(conflict.count)
        };
        self.0.into_iter().map(problem).collect()
    }
}

fn note(catalogue: &Catalogue, records: &mut Records, table: TableId, dropped: &[u32]) {
    // That every list names the child again is nobody's news.
    if table == catalogue.children {
        return;
    }
    let (file, line) = records.place(table, dropped[0]);
    let name = &catalogue.table(table).name;
    let message = match dropped.len() {
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
            .times(dropped.len() as u64),
    );
}
