//! An export as rows that can be moved, renamed, split and added to, and written out again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use caseready::demo::{Demo, headings};
use caseready::model::catalogue::{FieldId, FieldKind, TableId};
use caseready::model::day::Day;
use caseready::rules::plan::Example;
use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::engine::rules;

pub type Row = Map<String, Value>;

/// What an example of a rule lacks; every other table and field counts as present in it.
pub type Absent = Vec<(TableId, Option<FieldId>)>;

#[derive(Clone)]
pub struct Export {
    pub as_at: Day,
    pub sheets: Vec<Sheet>,
    /// Of an example of a rule.
    pub absent: Option<Absent>,
}

/// One file of one table.
#[derive(Clone)]
pub struct Sheet {
    pub file: String,
    pub table: String,
    /// In the order of a CSV file; a JSON file has none.
    pub headings: Option<Vec<String>>,
    pub rows: Vec<Row>,
}

impl Export {
    /// An invented authority.
    pub fn demo(children: u32, seed: u64, as_at: Day) -> Self {
        let demo = Demo::new(children, 2, seed, as_at, &rules().calendar);
        let mut files: Vec<(&str, Vec<u8>)> = headings().collect();
        for chunk in 0..demo.chunks() {
            for ((_, file), rows) in files.iter_mut().zip(demo.chunk(chunk).tables) {
                file.extend(rows);
            }
        }
        let sheets = files
            .iter()
            .map(|(table, bytes)| Sheet::from_csv(table, bytes))
            .collect();
        Self {
            as_at,
            sheets,
            absent: None,
        }
    }

    /// A folder of CSV files among the fixtures.
    pub fn fixture(name: &str, as_at: Day) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(name);
        let files = fs::read_dir(&folder).expect("the fixture is there");
        let mut sheets: Vec<Sheet> = files
            .map(|entry| {
                let path = entry.expect("an entry").path();
                let table = path.file_stem().expect("a name").to_string_lossy();
                Sheet::from_csv(&table, &fs::read(&path).expect("a file"))
            })
            .collect();
        sheets.sort_by(|a, b| a.file.cmp(&b.file));
        Self {
            as_at,
            sheets,
            absent: None,
        }
    }

    pub fn silent(as_at: Day) -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/silent/export.json");
        Self::from_json(
            &fs::read_to_string(path).expect("the fixture is there"),
            as_at,
        )
    }

    pub fn example(example: &Example) -> Self {
        Self {
            absent: Some(example.absent.clone()),
            ..Self::from_json(&example.export, example.as_at)
        }
    }

    fn from_json(text: &str, as_at: Day) -> Self {
        let tables: BTreeMap<String, Vec<Row>> =
            serde_json::from_str(text).expect("tables of rows");
        let sheets = tables
            .into_iter()
            .map(|(table, rows)| Sheet {
                file: format!("{table}.json"),
                table,
                headings: None,
                rows,
            })
            .collect();
        Self {
            as_at,
            sheets,
            absent: None,
        }
    }

    /// Whether every record has a key that no other of its table has: else the first in the files speaks for the others.
    pub fn has_unique_keys(&self) -> bool {
        let mut keys = BTreeSet::new();
        self.sheets.iter().all(|sheet| {
            let key = sheet.key_field();
            sheet.rows.iter().all(|row| {
                let key = text_of(row.get(&key));
                !key.is_empty() && keys.insert((&sheet.table, key))
            })
        })
    }

    /// As people record things: one cell in `one_in` is blank, or has what another record has. So dates contradict each other,
    /// references lead to other children, and narratives and days of one child are the same twice. Keys stay.
    pub fn roughened(mut self, one_in: usize, dice: &mut Dice) -> Self {
        for sheet in &mut self.sheets {
            let key = sheet.key_field();
            let rows = sheet.rows.clone();
            for (number, row) in sheet.rows.iter_mut().enumerate() {
                for (name, value) in row.iter_mut().filter(|(name, _)| **name != key) {
                    if !dice.one_in(one_in) {
                        continue;
                    }
                    *value = match dice.below(4) {
                        0 => json!(""),
                        1 => dice.pick(&rows)[name].clone(),
                        // The record before is most often of the same child.
                        _ => rows[number.saturating_sub(1)][name].clone(),
                    };
                }
            }
        }
        self
    }
}

impl Sheet {
    fn from_csv(table: &str, bytes: &[u8]) -> Self {
        let mut reader = csv::Reader::from_reader(bytes);
        let names = reader.headers().expect("headings").clone();
        let headings: Vec<String> = names.iter().map(ToOwned::to_owned).collect();
        let rows = reader.records().map(|record| {
            let record = record.expect("a row");
            let cells = headings.iter().zip(record.iter());
            cells
                .map(|(heading, cell)| (heading.clone(), json!(cell)))
                .collect()
        });
        Self {
            file: format!("{table}.csv"),
            table: table.to_owned(),
            rows: rows.collect(),
            headings: Some(headings),
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let Some(headings) = &self.headings else {
            // A row a line, as an export would have it.
            let rows: Vec<String> = self.rows.iter().map(|row| json!(row).to_string()).collect();
            return format!("{{{}: [\n{}\n]}}", json!(self.table), rows.join(",\n")).into_bytes();
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(headings).expect("headings are written");
        for row in &self.rows {
            let cells = headings.iter().map(|heading| text_of(row.get(heading)));
            writer.write_record(cells).expect("a row is written");
        }
        writer.into_inner().expect("all of it is written")
    }

    pub fn key_field(&self) -> String {
        let table = table_of(&self.table);
        table.fields[table.key.index()].name.clone()
    }

    /// The fields that hold an id, with the tables it may lead to; of the key, its own table.
    pub fn id_fields(&self) -> Vec<(String, Vec<String>)> {
        let catalogue = &rules().catalogue;
        let name = |id: &TableId| catalogue.table(*id).name.clone();
        let fields = &table_of(&self.table).fields;
        fields
            .iter()
            .filter_map(|field| match &field.kind {
                FieldKind::Key => Some((field.name.clone(), vec![self.table.clone()])),
                FieldKind::Reference(tables) => {
                    Some((field.name.clone(), tables.iter().map(name).collect()))
                }
                _ => None,
            })
            .collect()
    }
}

pub fn table_of(name: &str) -> &'static caseready::model::catalogue::Table {
    let catalogue = &rules().catalogue;
    let id = catalogue.find(name);
    catalogue.table(id.unwrap_or_else(|| panic!("{name} is no table")))
}

/// A value as the loader reads it: without the space around it, blank where there is none.
pub fn text_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(other) => other.to_string(),
    }
}
