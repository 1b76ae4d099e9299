//! Files whose rows are each made of one row of a native table, column by column.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Format;
use super::native::{self, NativeRow};
use crate::demo::table::{Chunk, Table};
use crate::model::day::Day;

/// A file of rows, each made of one row of a native table.
pub struct Sheet {
    pub file: &'static str,
    /// Nothing where the authority has none of what the file holds.
    pub of: Option<Table>,
    /// The rows that the format carries.
    pub only: fn(&Record<'_, '_>) -> bool,
    pub columns: &'static [&'static [(&'static str, Cell)]],
}

/// What stands in a column.
pub enum Cell {
    Always(&'static str),
    /// A field as it is, dates as 2026-03-31.
    Is(&'static str),
    /// A date as 31/03/2026.
    Day(&'static str),
    /// A field in the format's own code or words; as it is where it is not among these.
    Coded(&'static str, &'static [(&'static str, &'static str)]),
    Made(for<'r> fn(&'r Record<'_, '_>) -> Cow<'r, str>),
}

pub const BLANK: Cell = Cell::Always("");

/// A file of headings alone: the format has it, the authority has nothing to put there.
macro_rules! empty {
    ($file:literal: $($heading:literal)+) => {
        $crate::demo::formats::sheet::Sheet {
            file: $file,
            of: None,
            only: |_| true,
            columns: &[&[$(($heading, $crate::demo::formats::sheet::BLANK)),+]],
        }
    };
}
pub(super) use empty;

/// The rows of whole families, and which of them are of which child.
pub struct Cases<'c> {
    tables: Vec<Vec<NativeRow<'c>>>,
    of_child: Vec<HashMap<String, Vec<usize>>>,
    pub as_at: Day,
}

/// A row, among all that is known of its family.
pub struct Record<'r, 'c> {
    pub row: &'r NativeRow<'c>,
    pub cases: &'r Cases<'c>,
}

impl<'c> Cases<'c> {
    fn new(chunk: &'c Chunk, as_at: Day) -> Self {
        let tables: Vec<Vec<NativeRow<'c>>> = Table::ALL
            .iter()
            .map(|table| native::rows(chunk, *table))
            .collect();
        let of_child = Table::ALL.iter().zip(&tables).map(|(table, rows)| {
            let mut found: HashMap<String, Vec<usize>> = HashMap::new();
            if table.headings().contains(&"child_id") {
                for (place, row) in rows.iter().enumerate() {
                    let child = row.get("child_id").to_owned();
                    found.entry(child).or_default().push(place);
                }
            }
            found
        });
        Self {
            of_child: of_child.collect(),
            tables,
            as_at,
        }
    }

    pub fn all(&self, table: Table) -> &[NativeRow<'c>] {
        &self.tables[table as usize]
    }
}

impl<'r, 'c> Record<'r, 'c> {
    pub fn get(&self, field: &str) -> &'r str {
        self.row.get(field)
    }

    pub fn has(&self, field: &str) -> bool {
        !self.get(field).is_empty()
    }

    /// The rows of a table that are of the same child.
    pub fn of_child(&self, table: Table) -> impl DoubleEndedIterator<Item = Self> + use<'r, 'c> {
        let cases = self.cases;
        let places = cases.of_child[table as usize].get(self.get("child_id"));
        let rows = cases.all(table);
        places.into_iter().flatten().map(move |place| Self {
            row: &rows[*place],
            cases,
        })
    }

    /// Of the child's rows of a table, the one latest by a date.
    pub fn latest(&self, table: Table, by: &str, only: impl Fn(&Self) -> bool) -> Option<Self> {
        self.of_child(table)
            .filter(|other| other.has(by) && only(other))
            .max_by(|one, other| one.get(by).cmp(other.get(by)))
    }

    /// The day of the child's latest row of a table; "" where there is none.
    pub fn latest_day(&self, table: Table, by: &str, only: impl Fn(&Self) -> bool) -> &'r str {
        self.latest(table, by, only).map_or("", |row| row.get(by))
    }

    pub fn day(&self, field: &str) -> Option<Day> {
        Day::parse_iso(self.get(field))
    }

    /// Whether this is the same row as another.
    pub fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self.row, other.row)
    }

    /// Whether the span from one date of this row to another holds a day. It holds its last.
    pub fn holds(&self, day: &str, from: &str, to: &str) -> bool {
        self.get(from) <= day && (!self.has(to) || day <= self.get(to))
    }
}

impl Cell {
    fn text<'r>(&'r self, record: &'r Record<'_, '_>) -> Cow<'r, str> {
        match self {
            Self::Always(text) => Cow::Borrowed(text),
            Self::Is(field) => Cow::Borrowed(record.get(field)),
            Self::Day(field) => Cow::Owned(british(record.get(field))),
            Self::Coded(field, codes) => Cow::Borrowed(coded(record.get(field), codes)),
            Self::Made(make) => make(record),
        }
    }
}

/// A value in another's words; as it is where they have none for it.
pub fn coded<'r>(value: &'r str, codes: &[(&str, &'static str)]) -> &'r str {
    let code = codes.iter().find(|(ours, _)| *ours == value);
    code.map_or(value, |(_, theirs)| theirs)
}

/// 2026-03-31 as 31/03/2026.
pub fn british(iso: &str) -> String {
    let mut parts = iso.split('-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day)) => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}

/// A format that is a folder of such files.
pub struct Sheets {
    pub sheets: Vec<&'static Sheet>,
    pub as_at: Day,
}

impl Format for Sheets {
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let heading = |sheet: &Sheet| row(sheet.columns().map(|(heading, _)| *heading));
        self.sheets
            .iter()
            .map(|sheet| (format!("{}.csv", sheet.file), heading(sheet)))
            .collect()
    }

    fn chunk(&self, chunk: &Chunk) -> (Vec<Vec<u8>>, u64) {
        let cases = Cases::new(chunk, self.as_at);
        let mut records = 0;
        let files = self.sheets.iter().map(|sheet| {
            let mut file = Vec::new();
            let rows = sheet.of.map_or(&[][..], |table| cases.all(table));
            for native in rows {
                let record = Record {
                    row: native,
                    cases: &cases,
                };
                if (sheet.only)(&record) {
                    let cells: Vec<Cow<'_, str>> = sheet
                        .columns()
                        .map(|(_, cell)| cell.text(&record))
                        .collect();
                    file.extend(row(cells.iter().map(AsRef::as_ref)));
                    records += 1;
                }
            }
            file
        });
        (files.collect(), records)
    }

    fn ends(&self) -> Vec<Vec<u8>> {
        vec![Vec::new(); self.sheets.len()]
    }
}

impl Sheet {
    fn columns(&self) -> impl Iterator<Item = &'static (&'static str, Cell)> {
        self.columns.iter().copied().flatten()
    }
}

/// One row of CSV.
fn row<'t>(cells: impl Iterator<Item = &'t str>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(cells);
    debug_assert!(written.is_ok(), "a row on its own has any length");
    writer.into_inner().unwrap_or_default()
}
