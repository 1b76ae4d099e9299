//! All the records of an export: typed columns, with the file and line each row came from.

use std::collections::{BTreeMap, BTreeSet};

use super::carried::Carried;
use super::catalogue::{Catalogue, FieldId, FieldKind, TableId};
use super::column::Column;
use super::derived::LookedAfter;
use super::file::{File, FileId};
use super::intern::{Interner, Symbol};
use super::narratives::{Narratives, TextSpan};
use super::problem::Problem;
use super::sayable::Sayable;
use super::telling::Told;

/// Cells that are not understood, or rows that name no child, from which on they count, where they are one in so many of all.
const MANY_NOT_UNDERSTOOD: u32 = 10;
const ONE_IN: u32 = 5;

/// Whether so many of all are so many that what the others say is no ground to judge on.
const fn is_many(count: u32, of: u32) -> bool {
    count >= MANY_NOT_UNDERSTOOD && count >= of.div_ceil(ONE_IN)
}

/// Rows from which one and the same flag in all of them is no evidence: real records have another somewhere.
const MANY_ALIKE: usize = 200;

/// How far an export holds a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presence {
    /// In none of the files.
    Absent,
    /// Headed, but blank in every row.
    Blank,
    Present,
}

/// Which events of each child a table is taken to hold.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kept {
    #[default]
    AsItsFilesSay,
    OnlyLatest,
}

#[derive(Default)]
pub struct TableRecords {
    pub(super) rows: u32,
    pub(super) in_files: bool,
    pub(super) names_only_filled_fields: bool,
    /// Some rows are of a source that keeps every event.
    pub(super) has_every_event: bool,
    pub(super) kept: Kept,
    pub(super) columns: Vec<Option<Column>>,
    pub(super) presence: Vec<Option<Presence>>,
    pub(super) lines: Vec<u32>,
    /// The first row of each file's run of rows.
    pub(super) file_starts: Vec<(u32, FileId)>,
    /// By key symbol, the first row that has the key.
    pub(super) first_row: Vec<u32>,
    /// The rows of each key that several have.
    pub(super) sharing: BTreeMap<Symbol, Vec<u32>>,
    /// For each reference that may lead to several tables: where each row's leads.
    pub(super) targets: BTreeMap<FieldId, Vec<Target>>,
    /// What a date reads as where it is blank, worked out from other records.
    pub(super) worked_out: Option<(FieldId, Vec<LookedAfter>)>,
    /// The chunks whose rows are no records yet, and the days of their references: until they are joined.
    pub(super) told: Vec<Told>,
    pub(super) open_on: BTreeMap<FieldId, Column>,
    pub(super) carried: Carried,
    /// Files that give each record the day of what came before it.
    pub(super) dated_before: BTreeSet<FileId>,
    /// By field, cells that say something, and it is not known what.
    pub(super) not_understood: BTreeMap<FieldId, u32>,
    /// By field, what its sources can say in it.
    pub(super) sayable: BTreeMap<FieldId, Sayable>,
    /// Rows of the files that name no child, of how many: those of several children may be alike, and are then one record.
    pub(super) childless: (u32, u32),
}

/// Where a reference leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    Blank,
    /// An id that cannot be read.
    Unreadable,
    /// To a table that none of the files holds.
    NoTable,
    /// To a record that is not there.
    Nowhere,
    /// To records of several tables, of which nothing says which one is meant.
    Several,
    Row(TableId, u32),
}

/// Where a reference leads that holds no id.
pub(super) fn without_id(column: Option<&Column>, row: u32) -> Target {
    if column.is_some_and(|column| column.is_unreadable(row)) {
        Target::Unreadable
    } else {
        Target::Blank
    }
}

pub(super) const NO_ROW: u32 = u32::MAX;

/// A list of a format that is not among the files, though another of the same format is that fills the same table.
pub struct MissingList {
    pub name: String,
    pub table: TableId,
    /// What each of its records would say.
    pub codes: Vec<(FieldId, Symbol)>,
}

/// What an export holds. Nothing here depends on the as-at date: see [`super::view::View`].
pub struct Records {
    pub(super) tables: Vec<TableRecords>,
    /// The ids of each table's records, by table; then those of each reference that may lead to several tables.
    pub(super) keyspaces: Vec<Interner>,
    pub(super) shared_keyspaces: BTreeMap<(TableId, FieldId), usize>,
    pub codes: Interner,
    pub(super) narratives: Narratives,
    pub files: Vec<File>,
    pub problems: Vec<Problem>,
    pub missing_lists: Vec<MissingList>,
    /// In an example of a rule every table and field of the catalogue counts as present.
    pub(super) complete: bool,
}

impl Records {
    pub fn rows(&self, table: TableId) -> u32 {
        self.tables[table.index()].rows
    }

    pub fn column(&self, table: TableId, field: FieldId) -> Option<&Column> {
        self.tables[table.index()].columns[field.index()].as_ref()
    }

    /// Whether every source of a table keeps only the last event of each child.
    pub fn is_latest_only(&self, table: TableId) -> bool {
        let records = &self.tables[table.index()];
        if records.kept == Kept::OnlyLatest {
            return true;
        }
        if records.rows > 0 {
            return !records.has_every_event;
        }
        // Of a table without a row the files say it.
        let mut sources = self
            .files
            .iter()
            .flat_map(|file| &file.tables)
            .filter(|found| found.table == table)
            .peekable();
        sources.peek().is_some() && sources.all(|found| found.latest_only)
    }

    /// Takes a table as one of a source that keeps only the last event of each child.
    pub fn keep_only_latest(&mut self, table: TableId) {
        self.tables[table.index()].kept = Kept::OnlyLatest;
    }

    /// The one value that a flag has in every row, where it is in so many rows that somebody should have said otherwise: a
    /// column that a system fills by itself.
    pub fn filled_alike(&self, table: TableId, field: FieldId) -> Option<bool> {
        let Some(Column::Flag(values)) = self.column(table, field) else {
            return None;
        };
        let alike = values.len() >= MANY_ALIKE && values.iter().all(|other| *other == values[0]);
        alike.then(|| values[0].says())?
    }

    /// Whether any cell of a field says something that is not understood: a code in a spelling that the catalogue does not list, a
    /// date that cannot be read.
    pub fn has_not_understood(&self, table: TableId, field: FieldId) -> bool {
        self.tables[table.index()]
            .not_understood
            .contains_key(&field)
    }

    /// How many cells of a field say something that is not understood, of how many that say something: where they are so many
    /// that what the others say is no ground to judge on.
    pub fn not_understood(&self, table: TableId, field: FieldId) -> Option<(u32, u32)> {
        let count = *self.tables[table.index()].not_understood.get(&field)?;
        if !is_many(count, count) {
            return None;
        }
        let column = self.column(table, field)?;
        let filled = (0..self.rows(table)).filter(|row| !column.is_blank(*row));
        let filled = filled.count() as u32;
        // A code that is not listed is kept; whatever else is not understood reads as blank.
        let of = match column {
            Column::Code(_) | Column::List { .. } => {
                let unreadable = (0..self.rows(table)).filter(|row| column.is_unreadable(*row));
                (filled + unreadable.count() as u32).max(count)
            }
            _ => filled + count,
        };
        is_many(count, of).then_some((count, of))
    }

    /// How many rows of a table name no child, of how many: where they are so many that what the others say of each child is no
    /// ground to judge on.
    pub fn childless(&self, table: TableId) -> Option<(u32, u32)> {
        let (count, of) = self.tables[table.index()].childless;
        is_many(count, of).then_some((count, of))
    }

    /// Whether any file holds the table; one of headings alone does.
    pub fn has_table(&self, table: TableId) -> bool {
        self.tables[table.index()].in_files
    }

    pub fn presence(&self, table: TableId, field: FieldId) -> Presence {
        self.tables[table.index()]
            .presence
            .get(field.index())
            .copied()
            .flatten()
            .unwrap_or(Presence::Absent)
    }

    /// Whether an end that nobody has reached yet may be taken as "not ended": the field is headed, or its source is of a kind
    /// that leaves unfilled fields out.
    pub fn may_hold_an_end(&self, table: TableId, field: FieldId) -> bool {
        let records = &self.tables[table.index()];
        self.presence(table, field) != Presence::Absent
            || (records.in_files && records.names_only_filled_fields && !self.complete)
    }

    /// The ids of a table's records.
    pub fn ids(&self, table: TableId) -> &Interner {
        &self.keyspaces[table.index()]
    }

    pub fn key(&self, catalogue: &Catalogue, table: TableId, row: u32) -> Symbol {
        self.column(table, catalogue.table(table).key)
            .map_or(Symbol::BLANK, |column| column.id(row))
    }

    /// Where a reference leads.
    pub fn target(
        &self,
        catalogue: &Catalogue,
        table: TableId,
        field: FieldId,
        row: u32,
    ) -> Target {
        let records = &self.tables[table.index()];
        if let Some(targets) = records.targets.get(&field) {
            return targets[row as usize];
        }
        let FieldKind::Reference(tables) = &catalogue.field(table, field).kind else {
            return Target::Blank;
        };
        let column = self.column(table, field);
        let key = column.map_or(Symbol::BLANK, |column| column.id(row));
        if key.is_blank() {
            return without_id(column, row);
        }
        let target = tables[0];
        match self.row_for(catalogue, target, key, (table, row)) {
            Some(row) => Target::Row(target, row),
            None if self.has_table(target) => Target::Nowhere,
            None => Target::NoTable,
        }
    }

    /// Gives every id another text. Nothing that is judged may depend on what an id is called, but the breaking of ties.
    pub fn rename(&mut self, rename: impl Fn(Named, &str) -> String, catalogue: &Catalogue) {
        for (place, ids) in self.keyspaces.iter_mut().enumerate() {
            let named = Named::of(catalogue, place);
            *ids = ids.renamed(|text| rename(named, text));
        }
    }

    /// What an id is of, if there is such an id.
    pub fn named(&self, catalogue: &Catalogue, id: &str) -> Option<Named> {
        let mut places = self.keyspaces.iter().enumerate();
        let place = places.find(|(_, ids)| !id.is_empty() && ids.find(id).is_some());
        place.map(|(place, _)| Named::of(catalogue, place))
    }

    /// The id that a reference holds, as written.
    pub fn reference_text(
        &self,
        catalogue: &Catalogue,
        table: TableId,
        field: FieldId,
        row: u32,
    ) -> &str {
        let symbol = self
            .column(table, field)
            .map_or(Symbol::BLANK, |column| column.id(row));
        self.keyspaces[self.keyspace(catalogue, table, field)].text(symbol)
    }

    /// The place of the ids that a key or a reference holds.
    pub(super) fn keyspace(&self, catalogue: &Catalogue, table: TableId, field: FieldId) -> usize {
        match &catalogue.field(table, field).kind {
            FieldKind::Reference(tables) => match tables.as_slice() {
                [one] => one.index(),
                _ => self.shared_keyspaces[&(table, field)],
            },
            _ => table.index(),
        }
    }

    /// Whether two narratives of one field are the same.
    pub(super) fn is_same_text(&self, one: TextSpan, other: TextSpan) -> bool {
        if one.is_held() && other.is_held() {
            self.text(one) == self.text(other)
        } else {
            one == other
        }
    }

    /// The words of a narrative; none where they are not held.
    pub fn text(&self, span: TextSpan) -> &str {
        self.narratives.text(span)
    }

    /// The file and line where a record begins.
    pub fn place(&self, table: TableId, row: u32) -> (FileId, u32) {
        let records = &self.tables[table.index()];
        let run = records
            .file_starts
            .partition_point(|(first, _)| *first <= row);
        (records.file_starts[run - 1].1, records.lines[row as usize])
    }

    /// Whether the record has a key of its own, not one made up from its place in the file.
    pub fn has_own_key(&self, table: TableId, row: u32) -> bool {
        self.files[self.place(table, row).0.index()].kind.has_keys()
    }

    /// Bytes held by a table: its columns, narratives and ids.
    pub fn held(&self, table: TableId) -> usize {
        let records = &self.tables[table.index()];
        let columns: usize = records.columns.iter().flatten().map(Column::size).sum();
        let lines = size_of_val(records.lines.as_slice());
        let keys = size_of_val(records.first_row.as_slice());
        let targets: usize = records
            .targets
            .values()
            .map(|targets| size_of_val(targets.as_slice()))
            .sum();
        columns + lines + keys + targets + self.ids(table).size()
    }
}

/// Takes rows away; they are named in order.
pub(super) fn drop_rows(records: &mut Records, table: TableId, dropped: &[u32]) {
    let table = &mut records.tables[table.index()];
    let kept: Vec<u32> = (0..table.rows)
        .filter(|row| dropped.binary_search(row).is_err())
        .collect();
    let columns = table.columns.iter_mut().flatten();
    for column in columns.chain(table.open_on.values_mut()) {
        column.keep(&kept);
    }
    table.lines = kept.iter().map(|&row| table.lines[row as usize]).collect();
    for (first, _) in &mut table.file_starts {
        *first -= dropped.partition_point(|row| *row < *first) as u32;
    }
    table.carried.drop_rows(dropped);
    table.rows = kept.len() as u32;
}

/// What an id is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Named {
    Child,
    Worker,
    Team,
    /// Any other record.
    Record,
}

impl Named {
    pub fn of_table(catalogue: &Catalogue, table: TableId) -> Self {
        Self::of(catalogue, table.index())
    }

    /// Of the ids of a table, or of what may lead to several.
    fn of(catalogue: &Catalogue, keyspace: usize) -> Self {
        let is = |table: Option<TableId>| table.is_some_and(|table| table.index() == keyspace);
        if catalogue.children.index() == keyspace {
            Self::Child
        } else if is(catalogue.workers) {
            Self::Worker
        } else if is(catalogue.teams) {
            Self::Team
        } else {
            Self::Record
        }
    }
}
