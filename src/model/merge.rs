//! Chunks of files joined into all the records of an export.

use std::collections::BTreeMap;
use std::ops::Range;

use super::catalogue::{Catalogue, FieldId, FieldKind, TableId};
use super::column::Column;
use super::file::{File, FileKind};
use super::intern::{Interner, Symbol};
use super::narratives::{Narratives, TextSpan};
use super::partial::{NO_TEXT, Partial};
use super::records::{Presence, Records, TableRecords};
use super::telling::{self, Telling, Told};
use super::{derived, duplicate, reference};

impl Records {
    /// Joins chunks in the order given, which decides every row's number, and looks for what only the whole can show:
    /// keys that occur twice and references that may lead to several tables.
    pub fn merge(catalogue: &Catalogue, files: Vec<File>, partials: Vec<Partial>) -> Self {
        let mut keyspaces: Vec<Interner> =
            catalogue.tables().map(|_| Interner::default()).collect();
        let mut shared_keyspaces = BTreeMap::new();
        for (table, definition) in catalogue.tables() {
            for field in definition.field_ids() {
                if matches!(&definition.fields[field.index()].kind, FieldKind::Reference(tables) if tables.len() > 1)
                {
                    shared_keyspaces.insert((table, field), keyspaces.len());
                    keyspaces.push(Interner::default());
                }
            }
        }
        let mut records = Self {
            tables: catalogue
                .tables()
                .map(|(_, table)| TableRecords {
                    columns: table.fields.iter().map(|_| None).collect(),
                    ..TableRecords::default()
                })
                .collect(),
            keyspaces,
            shared_keyspaces,
            codes: catalogue.codes.clone(),
            narratives: Narratives::default(),
            files,
            problems: Vec::new(),
            missing_lists: Vec::new(),
            complete: false,
        };
        for partial in partials {
            records.append(catalogue, partial);
        }
        telling::join(catalogue, &mut records);
        duplicate::merge_identical(catalogue, &mut records);
        reference::resolve(catalogue, &mut records);
        reference::name_children(catalogue, &mut records);
        derived::fill_seen(catalogue, &mut records);
        let worked_out = derived::fill_looked_after(catalogue, &mut records);
        for table in &mut records.tables {
            let rows = table.rows;
            table.presence = table
                .columns
                .iter()
                .map(|column| {
                    column.as_ref().map(|column| {
                        if rows > 0 && !column.has_values(rows) {
                            Presence::Blank
                        } else {
                            Presence::Present
                        }
                    })
                })
                .collect();
        }
        if let Some((table, field)) = worked_out {
            records.tables[table.index()].presence[field.index()] = Some(Presence::Present);
        }
        records
    }

    /// Every table and field counts as present but those named, as in an example of a rule.
    pub fn count_as_complete(
        &mut self,
        catalogue: &Catalogue,
        absent: &[(TableId, Option<FieldId>)],
    ) {
        self.complete = true;
        for (table, definition) in catalogue.tables() {
            let records = &mut self.tables[table.index()];
            records.in_files = !absent.contains(&(table, None));
            for field in definition.field_ids() {
                let there = records.in_files && !absent.contains(&(table, Some(field)));
                records.presence[field.index()] = there.then_some(Presence::Present);
                if !there {
                    records.columns[field.index()] = None;
                }
            }
        }
        reference::resolve(catalogue, self);
        derived::fill_seen(catalogue, self);
        if let Some((table, field)) = derived::fill_looked_after(catalogue, self) {
            self.tables[table.index()].presence[field.index()] = Some(Presence::Present);
        }
    }

    fn append(&mut self, catalogue: &Catalogue, partial: Partial) {
        let Partial {
            table,
            file,
            columns,
            lines,
            ids,
            codes,
            narratives,
            names_only_filled_fields,
            latest_only,
            dated_before,
            telling,
            open_on,
            not_understood,
            constants,
        } = partial;
        let telling = telling.among(&self.files);
        let makes_records = telling.makes_records();
        let definition = catalogue.table(table);
        let records = &mut self.tables[table.index()];
        let heads = columns.iter().map(Option::is_some);
        records
            .carried
            .note(file, heads.map(|headed| headed || names_only_filled_fields));
        records.note_sayable(definition.field_ids().zip(&columns), &constants);
        // The census has a word of its own for a child without a number.
        if matches!(telling, Telling::Whole)
            && self.files[file.index()].kind != FileKind::Census
            && let Some(child) = definition.child
        {
            let added = lines.len() as u32;
            records.childless.0 += childless(columns[child.index()].as_ref(), added);
            records.childless.1 += added;
        }
        let last = records.file_starts.last();
        if last.is_none_or(|(_, last)| *last != file) {
            records.file_starts.push((records.rows, file));
        }
        let rows = records.rows..records.rows + lines.len() as u32;
        records.append_days(open_on, &rows);
        records.rows = rows.end;
        records.in_files |= makes_records;
        records.names_only_filled_fields |= names_only_filled_fields;
        for (field, count) in definition.field_ids().zip(not_understood) {
            if count > 0 {
                *records.not_understood.entry(field).or_default() += count;
            }
        }
        if dated_before {
            records.dated_before.insert(file);
        }
        records.has_every_event |= makes_records && !latest_only && !lines.is_empty();
        records.lines.extend(lines);
        if !matches!(telling, Telling::Whole) {
            let rows = rows.clone();
            records.told.push(Told { rows, telling });
        }
        let code = self.codes.take_in(&codes, catalogue.codes.len());
        let placed = self.narratives.append(narratives);
        for (field, (column, ids)) in definition.field_ids().zip(columns.into_iter().zip(ids)) {
            let column = column.map(|mut column| {
                column.fill(rows.len());
                let keyspace = self.keyspace(catalogue, table, field);
                let keyspace = &mut self.keyspaces[keyspace];
                renumber(keyspace, &mut column, ids, &code, &placed);
                column
            });
            self.append_column(catalogue, (table, field), column, &rows);
        }
    }

    /// Adds what a chunk has of a field, whose last rows are the ones given.
    fn append_column(
        &mut self,
        catalogue: &Catalogue,
        (table, field): (TableId, FieldId),
        column: Option<Column>,
        rows: &Range<u32>,
    ) {
        let into = &mut self.tables[table.index()].columns[field.index()];
        match (into, column) {
            (None, None) => {}
            (Some(into), None) => into.fill(rows.end as usize),
            (into @ None, Some(mut column)) if rows.start == 0 => {
                column.shrink();
                *into = Some(column);
            }
            (into, Some(column)) => {
                let kind = &catalogue.field(table, field).kind;
                let into = into.get_or_insert_with(|| Column::new(kind));
                into.fill(rows.start as usize);
                into.append(column);
            }
        }
    }
}

/// Gives a chunk's column the numbers that ids, codes and narratives have among all records; `keyspace` takes in its ids.
fn renumber(
    keyspace: &mut Interner,
    column: &mut Column,
    mut ids: Interner,
    code: impl Fn(Symbol) -> Symbol,
    placed: impl Fn(TextSpan) -> TextSpan,
) {
    if matches!(column, Column::Id(_)) && keyspace.is_empty() {
        // Nothing is numbered otherwise yet: the numbers stay as they are.
        ids.shrink();
        *keyspace = ids;
        column.translate(|id| id, code, placed);
    } else {
        column.translate(keyspace.take_in(&ids, NO_TEXT), code, placed);
    }
}

impl TableRecords {
    fn append_days(&mut self, open_on: BTreeMap<FieldId, Column>, rows: &Range<u32>) {
        for (field, mut days) in open_on {
            days.fill(rows.len());
            let into = self
                .open_on
                .entry(field)
                .or_insert_with(|| Column::new(&FieldKind::Date));
            into.fill(rows.start as usize);
            into.append(days);
        }
        for days in self.open_on.values_mut() {
            days.fill(rows.end as usize);
        }
    }
}

/// How many of the rows of a column of children name none.
fn childless(column: Option<&Column>, rows: u32) -> u32 {
    let is_blank =
        |row: &u32| column.is_none_or(|column| !column.reaches(*row) || column.id(*row).is_blank());
    (0..rows).filter(is_blank).count() as u32
}
