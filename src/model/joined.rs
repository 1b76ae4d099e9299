//! One child, or one event, that several sources tell of: counted once, with what each of them knows. What the rows of one format
//! have to do with each other is settled before: see `telling`.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Catalogue, FieldId, FieldKind, OwnDates, TableId};
use super::column::Column;
use super::file::FileId;
use super::near;
use super::problem::{Problem, ProblemSeverity};
use super::records::{Records, drop_rows};

/// A row that another already stands for, and that other.
struct Joined {
    dropped: u32,
    kept: u32,
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
    of_formats(catalogue, records, table, &mut joined, &mut conflicts);
    records
        .problems
        .extend(conflicts.problems(catalogue, records, table));
    if let Some(formats) = Formats::of(catalogue, records, table) {
        let told = joined.iter().flat_map(|one| [one.dropped, one.kept]);
        let may_be_one = |one, other| formats.differing(one, other).is_some();
        let near = near::problem(catalogue, records, table, &told.collect(), may_be_one);
        records.problems.extend(near);
    }
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

/// What tells of the events of a table in several formats, each of which gives a record a key of its own.
struct Formats<'r> {
    catalogue: &'r Catalogue,
    records: &'r Records,
    table: TableId,
}

impl<'r> Formats<'r> {
    /// Nothing where one format tells of the table alone.
    fn of(catalogue: &'r Catalogue, records: &'r Records, table: TableId) -> Option<Self> {
        let formats = Self {
            catalogue,
            records,
            table,
        };
        let files = &records.tables[table.index()].file_starts;
        let mut origins = files.iter().map(|(_, file)| formats.of_file(*file));
        let first = origins.next()?;
        origins.any(|other| other != first).then_some(formats)
    }

    fn of_file(&self, file: FileId) -> &'r str {
        self.records.files[file.index()].kind.origin()
    }

    fn of_row(&self, row: u32) -> &'r str {
        self.of_file(self.records.place(self.table, row).0)
    }

    /// What two rows say differently, but for the day; nothing where it tells them apart. Formats name workers, teams and records each in its own
    /// way, and what came of an event but for the words of our lists. Of what goes on, sources of different days know different
    /// things: only its end and its kind tell two apart.
    fn differing(&self, one: u32, other: u32) -> Option<Vec<FieldId>> {
        let definition = self.catalogue.table(self.table);
        let kind = |field: FieldId| &definition.fields[field.index()].kind;
        let is_listed = |field: FieldId, row: u32| {
            let column = self.records.column(self.table, field);
            let code = column.map_or("", |column| self.records.codes.text(column.code(row)));
            definition.fields[field.index()].value(code).is_some()
        };
        let counts = |field: FieldId| match kind(field) {
            FieldKind::Key | FieldKind::Reference(_) | FieldKind::Text => false,
            FieldKind::Code => is_listed(field, one) && is_listed(field, other),
            _ => true,
        };
        let differing = differing(self.catalogue, self.records, self.table, one, other, counts);
        let tells_apart = |field: &FieldId| match definition.dates {
            OwnDates::Span { to, .. } => {
                let name = definition.fields[field.index()].name.as_str();
                *field == to || matches!(name, "kind" | "role")
            }
            OwnDates::At(date) => *field != date,
            _ => true,
        };
        (!differing.iter().any(tells_apart)).then_some(differing)
    }

    /// Joins rows that may be one, each with the first of another format that it is not told apart from. What one format tells of
    /// twice is two.
    fn join(
        &self,
        rows: &[u32],
        may_be_one: impl Fn(u32, u32) -> bool,
        joined: &mut Vec<Joined>,
        conflicts: &mut Conflicts,
    ) {
        let mut kept: Vec<(u32, Vec<&str>)> = Vec::new();
        for &row in rows {
            let mut others = kept.iter_mut();
            let same = others.find_map(|(other, tell)| {
                let may_be = !tell.contains(&self.of_row(row)) && may_be_one(*other, row);
                let differing = self.differing(*other, row).filter(|_| may_be)?;
                tell.push(self.of_row(row));
                Some((*other, differing))
            });
            let Some((other, differing)) = same else {
                kept.push((row, vec![self.of_row(row)]));
                continue;
            };
            let file = |row| self.records.place(self.table, row).0;
            for field in differing {
                conflicts.add(field, other, row, file(other), file(row));
            }
            joined.push(Joined {
                dropped: row,
                kept: other,
            });
        }
    }
}

/// Rows of one child and one day in files of different formats; where a table has no days, or a row none, of one child and worker.
fn of_formats(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
    joined: &mut Vec<Joined>,
    conflicts: &mut Conflicts,
) {
    let definition = catalogue.table(table);
    let Some(formats) = Formats::of(catalogue, records, table) else {
        return;
    };
    if table == catalogue.children {
        return;
    }
    let gone: Vec<u32> = joined.iter().map(|one| one.dropped).collect();
    let date = match definition.dates {
        OwnDates::At(date) | OwnDates::Span { from: date, .. } => records.column(table, date),
        OwnDates::None => None,
        OwnDates::Of(_) => return,
    };
    let day = |row| date.and_then(|dates| dates.recorded_date(row));
    let mut of_child: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut of_day: BTreeMap<(u32, i32), Vec<u32>> = BTreeMap::new();
    for row in (0..records.rows(table)).filter(|row| gone.binary_search(row).is_err()) {
        let child = records.child_of(catalogue, table, row);
        if child.is_blank() {
            continue;
        }
        of_child.entry(child.0).or_default().push(row);
        if let Some(day) = day(row) {
            of_day.entry((child.0, day.number())).or_default().push(row);
        }
    }
    for rows in of_day.values().filter(|rows| rows.len() > 1) {
        formats.join(rows, |_, _| true, joined, conflicts);
    }
    let is_undated = matches!(definition.dates, OwnDates::None);
    let workers = definition.field_ids().filter(|field| {
        let kind = &definition.fields[field.index()].kind;
        matches!(kind, FieldKind::Reference(to) if Some(to[0]) == catalogue.workers)
    });
    let workers: Vec<&Column> = workers
        .filter_map(|field| records.column(table, field))
        .collect();
    let of_one_worker = |one: u32, other: u32| {
        let mut workers = workers.iter();
        workers.any(|ids| !ids.id(one).is_blank() && ids.id(one) == ids.id(other))
    };
    let ends = match definition.dates {
        OwnDates::Span { to, .. } => records.column(table, to),
        _ => None,
    };
    let end = |row| ends.and_then(|ends| ends.recorded_date(row));
    let may_be_one = |one: u32, other: u32| {
        let one_is_undated = day(one).is_none() || day(other).is_none();
        is_undated || one_is_undated && end(one) == end(other) && of_one_worker(one, other)
    };
    let gone: BTreeSet<u32> = joined.iter().map(|one| one.dropped).collect();
    for rows in of_child.values_mut().filter(|rows| rows.len() > 1) {
        rows.retain(|row| !gone.contains(row));
        // One that has taken others in must not go with another in its turn.
        rows.sort_by_key(|row| day(*row).is_none());
        if is_undated || rows.iter().any(|row| day(*row).is_none()) {
            formats.join(rows, may_be_one, joined, conflicts);
        }
    }
}

/// The fields that two rows both fill, each with another value.
fn differing(
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
