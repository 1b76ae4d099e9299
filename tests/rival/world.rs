//! What an export means on its as-at date: which rows are records, which dates have happened, which records are left out,
//! where references lead.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::almanac::Date;
use super::catalogue::{Catalogue, Kind, OwnDates, Table};
use super::cell::{self, Cell, Value};
use super::export::Export;
use super::phrases::PhraseList;

/// A record, by its table and its place among the different rows.
#[derive(Clone, Copy)]
pub struct Place<'w> {
    pub table: &'w Table,
    pub row: usize,
}

impl PartialEq for Place<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.table.name == other.table.name && self.row == other.row
    }
}

struct Record {
    cells: BTreeMap<String, Cell>,
    /// The line of the JSON it stands on.
    line: u32,
}

/// The dates that place a record in time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Placed {
    Undated,
    On(Date),
    Span(Option<Date>, Option<Date>),
}

impl Placed {
    /// A span that has begun and not ended by then.
    pub fn open_on(self, day: Date) -> bool {
        let Self::Span(from, to) = self else {
            return false;
        };
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| to > day)
    }
}

/// Where a reference leads.
pub enum Target<'w> {
    Blank,
    /// To a table in none of the files.
    NoTable,
    Nowhere,
    Record(Place<'w>),
}

/// The kinds of plan that a record may say it belongs to, and the tables that hold them.
const PLANS: [(&str, &str); 3] = [
    ("child protection", "cp_plans"),
    ("child in need", "cin_plans"),
    ("pre-proceedings", "pre_proceedings"),
];

#[derive(Clone)]
pub struct World<'w> {
    pub as_at: Date,
    pub catalogue: &'w Catalogue,
    pub export: &'w Export,
    tables: Rc<BTreeMap<&'w str, Vec<Record>>>,
    /// The rows of a table that have this text in that field, of fields that hold an id.
    with_id: Rc<WithId<'w>>,
}

type WithId<'w> = BTreeMap<(&'w str, &'w str), BTreeMap<String, Vec<usize>>>;

impl<'w> World<'w> {
    pub fn of(export: &'w Export, catalogue: &'w Catalogue, placeholders: &PhraseList) -> Self {
        let mut tables = BTreeMap::new();
        let mut with_id = WithId::new();
        let mut heading = 2;
        for (name, rows) in &export.tables {
            let table = catalogue.table(name);
            let mut records: Vec<Record> = Vec::new();
            let mut different = BTreeSet::new();
            for (line, row) in (heading + 1..).zip(export.rows(name)) {
                let cells: BTreeMap<String, Cell> = table
                    .fields
                    .iter()
                    .filter(|field| !is_absent(export, name, &field.name))
                    .filter_map(|field| {
                        let cell = cell::read(field, row.get(&field.name)?, placeholders)?;
                        Some((field.name.clone(), cell))
                    })
                    .collect();
                // Rows identical in every field are one record, as far as they can be read.
                let may_be_another = match row.get(table.key()) {
                    Some(key) if cell::is_error(key) => true,
                    _ if cells.contains_key(table.key()) => false,
                    _ => cells.values().any(|cell| cell.value == Value::Garbled),
                };
                if different.insert(format!("{cells:?}")) || may_be_another {
                    for field in table.fields.iter().filter(|field| field.kind.is_id()) {
                        if let Some(Value::Text(id)) =
                            cells.get(&field.name).map(|cell| &cell.value)
                        {
                            let rows = with_id
                                .entry((name.as_str(), field.name.as_str()))
                                .or_default();
                            rows.entry(id.clone()).or_default().push(records.len());
                        }
                    }
                    records.push(Record { cells, line });
                }
            }
            heading += 2 + rows.len().max(1) as u32;
            tables.insert(name.as_str(), records);
        }
        Self {
            as_at: export.as_at,
            catalogue,
            export,
            tables: Rc::new(tables),
            with_id: Rc::new(with_id),
        }
    }

    /// The same world on another day.
    pub fn on(&self, day: Date) -> Self {
        Self {
            as_at: day,
            ..self.clone()
        }
    }

    pub fn line(&self, place: Place<'_>) -> u32 {
        self.tables[place.table.name.as_str()][place.row].line
    }

    pub fn places(&self, table: &str) -> Vec<Place<'w>> {
        let rows = self.tables.get(table).map_or(0, Vec::len);
        let table = self.catalogue.table(table);
        (0..rows).map(|row| Place { table, row }).collect()
    }

    /// The records of a table that have happened.
    pub fn records(&self, table: &str) -> Vec<Place<'w>> {
        let mut places = self.places(table);
        places.retain(|place| !self.is_left_out(*place));
        places
    }

    /// The records of a table that have happened and have this id in that field.
    pub fn records_with(&self, table: &str, field: &str, id: &str) -> Vec<Place<'w>> {
        let mut places = self.places_with(table, field, id);
        places.retain(|place| !self.is_left_out(*place));
        places
    }

    /// With those that are left out.
    pub fn places_with(&self, table: &str, field: &str, id: &str) -> Vec<Place<'w>> {
        let rows = self
            .with_id
            .get(&(table, field))
            .and_then(|ids| ids.get(id));
        let table = self.catalogue.table(table);
        let rows = rows.into_iter().flatten();
        rows.map(|&row| Place { table, row }).collect()
    }

    pub fn cell(&self, place: Place<'_>, field: &str) -> Option<&Cell> {
        self.tables[place.table.name.as_str()][place.row]
            .cells
            .get(field)
    }

    /// A narrative or a code as it is written, placeholders too.
    pub fn written(&self, place: Place<'_>, field: &str) -> Option<&str> {
        match &self.cell(place, field)?.value {
            Value::Text(text) | Value::Wordless(text) => Some(text),
            _ => None,
        }
    }

    pub fn written_date(&self, place: Place<'_>, field: &str) -> Option<Date> {
        match self.cell(place, field)?.value {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// The value of a field; none where it is blank or has not happened yet.
    pub fn own(&self, place: Place<'_>, field: &str) -> Option<Value> {
        let read = self.cell(place, field).filter(|cell| {
            let planned = || place.table.field(field).is_some_and(|field| field.planned);
            let ahead = matches!(cell.value, Value::Date(date) if date > self.as_at) && !planned();
            !cell.placeholder && !ahead && !cell.value.is_garbled()
        });
        match read {
            None if (place.table.name.as_str(), field) == ("cp_plans", "looked_after_on") => {
                self.came_into_care(place).map(Value::Date)
            }
            // Who was seen alone was seen.
            None if field == "child_seen" && self.asks_whether_seen(place) => self
                .own(place, "child_seen_alone")
                .filter(|alone| *alone == Value::Flag(true)),
            read => read.map(|cell| cell.value.clone()),
        }
    }

    /// Whether something stands there that nobody can read, and nothing else says what it should be.
    pub fn is_garbled(&self, place: Place<'_>, field: &str) -> bool {
        let cell = self.cell(place, field);
        let is_garbled = cell.is_some_and(|cell| cell.value.is_garbled())
            || cell.is_none_or(|cell| self.reads_as_blank(cell))
                && (place.table.name.as_str(), field) == ("cp_plans", "looked_after_on")
                && self.may_have_come_into_care(place);
        is_garbled && self.own(place, field).is_none()
    }

    /// A placeholder, or a day that has not come.
    pub fn reads_as_blank(&self, cell: &Cell) -> bool {
        cell.placeholder || matches!(cell.value, Value::Date(date) if date > self.as_at)
    }

    fn asks_whether_seen(&self, place: Place<'_>) -> bool {
        let table = place.table.name.as_str();
        let rows = self.tables.get(table).into_iter().flatten();
        let is_asked = match &self.export.complete {
            Some(_) => !is_absent(self.export, table, "child_seen"),
            None => rows
                .into_iter()
                .any(|row| row.cells.contains_key("child_seen")),
        };
        place.table.field("child_seen_alone").is_some() && is_asked
    }

    pub fn own_date(&self, place: Place<'_>, field: &str) -> Option<Date> {
        match self.own(place, field)? {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    pub fn own_text(&self, place: Place<'_>, field: &str) -> Option<String> {
        match self.own(place, field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn key(&self, place: Place<'_>) -> Option<String> {
        self.own_text(place, place.table.key())
    }

    /// The child a record is about; a child is about itself.
    pub fn child_id(&self, place: Place<'_>) -> Option<String> {
        self.own_text(place, "child_id")
    }

    /// The first record of a key.
    pub fn of_key(&self, table: &str, key: &str) -> Option<Place<'w>> {
        self.all_of_key(table, key).first().copied()
    }

    fn all_of_key(&self, table: &str, key: &str) -> Vec<Place<'w>> {
        let field = self.catalogue.table(table).key();
        let mut places = self.places_with(table, field, key);
        places.retain(|place| self.key(*place).as_deref() == Some(key));
        places
    }

    /// References go to the record of their own child, or else to the first.
    pub fn meant(&self, asking: Place<'_>, table: &str, key: &str) -> Option<Place<'w>> {
        let places = self.all_of_key(table, key);
        let child = self.child_id(asking);
        let own = places
            .iter()
            .find(|place| child.is_some() && self.child_id(**place) == child);
        own.or(places.first()).copied()
    }

    /// The tables that a reference may lead to: of several, the one that its record names.
    pub fn tables_meant<'t>(&self, place: Place<'_>, tables: &'t [String]) -> Vec<&'t str> {
        let mut meant: Vec<&str> = tables.iter().map(String::as_str).collect();
        if meant.len() > 1 {
            let kind = ["plan_kind", "kind"]
                .iter()
                .find_map(|kind| self.own_text(place, kind));
            let named = PLANS
                .iter()
                .find(|(word, table)| kind.as_deref() == Some(word) && meant.contains(table));
            if let Some((_, named)) = named {
                meant.retain(|table| table == named);
            }
        }
        meant
    }

    /// Where a reference of the files leads, whether that has happened or not.
    pub fn target(&self, place: Place<'_>, field: &str) -> Target<'w> {
        let Some(Kind::Reference(tables)) = place.table.field(field).map(|field| &field.kind)
        else {
            panic!("{field} of {} is no reference", place.table.name);
        };
        let Some(key) = self.written(place, field) else {
            return Target::Blank;
        };
        let tables = self.tables_meant(place, tables);
        let found: Vec<Place<'w>> = tables
            .iter()
            .filter_map(|table| self.meant(place, table, key))
            .collect();
        match found[..] {
            [only] => Target::Record(only),
            [] if tables.iter().any(|table| !self.has_table(table)) => Target::NoTable,
            _ => Target::Nowhere,
        }
    }

    /// The record a reference leads to, if that has happened.
    pub fn follow(&self, place: Place<'_>, field: &str) -> Option<Place<'w>> {
        match self.target(place, field) {
            Target::Record(record) if !self.is_left_out(record) => Some(record),
            _ => None,
        }
    }

    /// The child a report names for a record: its own, else that of the first record it refers to that has one.
    pub fn reported_child(&self, place: Place<'_>) -> String {
        if let Some(child) = self.child_id(place) {
            return child;
        }
        let about_work = ["team", "worker_id", "child_id"];
        let references = place.table.fields.iter().filter(|field| {
            matches!(field.kind, Kind::Reference(_)) && !about_work.contains(&field.name.as_str())
        });
        for field in references {
            if let Target::Record(record) = self.target(place, &field.name)
                && let Some(child) = self.child_id(record)
                && record.table.name != "children"
            {
                return child;
            }
        }
        String::new()
    }

    pub fn child(&self, place: Place<'w>) -> Option<Place<'w>> {
        if place.table.name == "children" {
            return Some(place);
        }
        place.table.field("child_id")?;
        self.follow(place, "child_id")
    }

    /// Its first own date lies after the as-at date, or it is placed by a record whose first own date does.
    pub fn is_left_out(&self, place: Place<'_>) -> bool {
        let first = match &place.table.dates {
            OwnDates::None => None,
            OwnDates::At(field) | OwnDates::Span(field, _) => self.written_date(place, field),
            OwnDates::Of(field) => {
                return matches!(self.target(place, field), Target::Record(of) if self.is_left_out(of));
            }
        };
        first.is_some_and(|first| first > self.as_at)
    }

    pub fn placed(&self, place: Place<'_>) -> Placed {
        match &place.table.dates {
            OwnDates::None => Placed::Undated,
            OwnDates::At(field) => self
                .own_date(place, field)
                .map_or(Placed::Undated, Placed::On),
            OwnDates::Span(from, to) => {
                match (self.own_date(place, from), self.own_date(place, to)) {
                    (None, None) => Placed::Undated,
                    (from, to) => Placed::Span(from, to),
                }
            }
            OwnDates::Of(field) => self
                .follow(place, field)
                .map_or(Placed::Undated, |of| self.placed(of)),
        }
    }

    /// The first of its own dates: of a span that has no start, its end.
    pub fn first_date(&self, place: Place<'_>) -> Option<Date> {
        match self.placed(place) {
            Placed::Undated => None,
            Placed::On(day) => Some(day),
            Placed::Span(from, to) => from.or(to),
        }
    }

    pub fn has_table(&self, table: &str) -> bool {
        match &self.export.complete {
            Some(absent) => !absent.iter().any(|name| name == table),
            None => self.export.tables.contains_key(table),
        }
    }

    /// Whether its source keeps only the last event of each child.
    pub fn keeps_only_the_last(&self, table: &str) -> bool {
        self.export.latest_only.iter().any(|name| name == table)
    }

    /// Whether a flag has one value in all of two hundred records or more: then nobody answered it.
    pub fn answers_itself(&self, table: &str, field: &str) -> bool {
        let places = self.places(table);
        let answers: Vec<_> = places.iter().map(|place| self.own(*place, field)).collect();
        [true, false].iter().any(|answer| {
            let same = answers
                .iter()
                .filter(|given| **given == Some(Value::Flag(*answer)));
            same.count() == answers.len() && answers.len() >= 200
        })
    }

    /// Whether any row of a table has a value here.
    pub fn is_filled(&self, table: &str, field: &str) -> bool {
        let blank =
            |place: &Place<'_>| self.cell(*place, field).is_none_or(|cell| cell.placeholder);
        !self.places(table).iter().all(blank)
    }
}

/// Left out of an example that otherwise has everything.
fn is_absent(export: &Export, table: &str, field: &str) -> bool {
    let whole = format!("{table}.{field}");
    let absent = export.complete.iter().flatten();
    absent
        .into_iter()
        .any(|name| *name == whole || name == table)
}
