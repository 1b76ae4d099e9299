//! One event that several formats tell of, each in its own way.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Catalogue, FieldId, FieldKind, OwnDates, TableId};
use super::column::Column;
use super::day::Day;
use super::file::FileId;
use super::joined::{Conflicts, Joined, differing};
use super::near;
use super::problem::Problem;
use super::records::Records;

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

    /// What two rows say differently, but for the day; nothing where it tells them apart. Formats name workers, teams and records
    /// each in its own way, and what came of an event but for the words of our lists. Of what goes on, sources of different days
    /// know different things: only its end and what the catalogue says tells two apart do; and of what has no day a child has one.
    fn differing_rows(&self, one: u32, other: u32) -> Option<Vec<FieldId>> {
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
                *field == to || definition.fields[field.index()].tells_apart
            }
            OwnDates::At(date) => *field != date,
            OwnDates::None => false,
            OwnDates::Of(_) => true,
        };
        (!differing.iter().any(tells_apart)).then_some(differing)
    }

    /// The same of all that two rows stand for, each field once.
    fn differing(&self, joined: &Joined, one: u32, other: u32) -> Option<BTreeSet<FieldId>> {
        let mut differing = BTreeSet::new();
        for one in joined.rows(one) {
            for other in joined.rows(other) {
                differing.extend(self.differing_rows(one, other)?);
            }
        }
        Some(differing)
    }

    /// Joins rows that may be one, each with the first of another format that it is not told apart from. What one format tells of
    /// twice is two.
    fn join(
        &self,
        rows: &[u32],
        may_be_one: impl Fn(u32, u32) -> bool,
        joined: &mut Joined,
        conflicts: &mut Conflicts,
    ) {
        let mut kept: Vec<(u32, Vec<&str>)> = Vec::new();
        for &row in rows {
            let mut others = kept.iter_mut();
            let same = others.find_map(|(other, tell)| {
                if tell.contains(&self.of_row(row)) || !may_be_one(*other, row) {
                    return None;
                }
                let differing = self.differing(joined, *other, row)?;
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
            joined.add(row, other);
        }
    }

    /// Joins a row that has the day of what came before it with the first that another format begins in the two weeks behind.
    fn join_later(
        &self,
        of_child: &BTreeMap<u32, Vec<u32>>,
        day: impl Fn(u32) -> Option<Day>,
        joined: &mut Joined,
    ) {
        let dated_before = &self.records.tables[self.table.index()].dated_before;
        if dated_before.is_empty() {
            return;
        }
        let is_before = |row: u32| dated_before.contains(&self.records.place(self.table, row).0);
        let gone_with = joined.pairs();
        let gone_with = gone_with.map(|(kept, dropped)| (kept, self.of_row(dropped)));
        let mut told: BTreeSet<(u32, &str)> = gone_with.collect();
        let before = joined.clone();
        for rows in of_child.values() {
            let mut days: Vec<(Day, u32)> = rows
                .iter()
                .filter_map(|&row| Some((day(row)?, row)))
                .collect();
            days.sort_unstable();
            let early = days
                .iter()
                .filter(|(_, row)| is_before(*row) && !before.has(*row));
            for &(begun, row) in early {
                let format = self.of_row(row);
                let later = days.iter().find(|(day, other)| {
                    (begun..=begun.plus_days(near::DAYS)).contains(day)
                        && self.of_row(*other) != format
                        && !before.is_dropped(*other)
                        && !told.contains(&(*other, format))
                        && self.differing(joined, *other, row).is_some()
                });
                if let Some(&(_, kept)) = later {
                    told.insert((kept, format));
                    joined.add(row, kept);
                }
            }
        }
    }
}

/// Joins rows of one child and one day in files of different formats; where a table has no days, or a row none, of one child and
/// worker. Gives what is to be said of those that stay apart.
pub(super) fn join(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
    joined: &mut Joined,
    conflicts: &mut Conflicts,
) -> Option<Problem> {
    let definition = catalogue.table(table);
    let formats = Formats::of(catalogue, records, table).filter(|_| table != catalogue.children)?;
    let date = match definition.dates {
        OwnDates::At(date) | OwnDates::Span { from: date, .. } => records.column(table, date),
        OwnDates::None => None,
        OwnDates::Of(_) => return None,
    };
    let day = |row| date.and_then(|dates| dates.recorded_date(row));
    let mut of_child: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut of_day: BTreeMap<(u32, i32), Vec<u32>> = BTreeMap::new();
    for row in (0..records.rows(table)).filter(|row| !joined.is_dropped(*row)) {
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
    formats.join_later(&of_child, day, joined);
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
    for rows in of_child.values_mut().filter(|rows| rows.len() > 1) {
        rows.retain(|row| !joined.is_dropped(*row));
        // One that has taken others in must not go with another in its turn.
        rows.sort_by_key(|row| day(*row).is_none());
        if is_undated || rows.iter().any(|row| day(*row).is_none()) {
            formats.join(rows, may_be_one, joined, conflicts);
        }
    }
    let told = joined.pairs().flat_map(|(kept, dropped)| [kept, dropped]);
    let may_be_one = |one, other| formats.differing_rows(one, other).is_some();
    near::problem(catalogue, records, table, &told.collect(), may_be_one)
}
