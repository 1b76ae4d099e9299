//! The native export with no more than another format carries: what is left when fields without a column and rows without a place
//! are taken away. Which fields those are is what the catalogue says under `ssd` and `annex_a`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::command::Folder;

pub type Row = BTreeMap<String, String>;

pub struct Tables(BTreeMap<String, Vec<Row>>);

impl Tables {
    pub fn read(folder: &Path) -> Self {
        let files = fs::read_dir(folder).expect("the export");
        let table = |path: &Path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            let mut reader = csv::Reader::from_path(path).expect("a table");
            let rows = reader.deserialize().map(|row| row.expect("a row"));
            (name.into_owned(), rows.collect())
        };
        Self(
            files
                .map(|entry| table(&entry.expect("a file").path()))
                .collect(),
        )
    }

    pub fn write(&self) -> Folder {
        let files: Vec<(String, Vec<u8>)> = self
            .0
            .iter()
            .filter_map(|(name, rows)| {
                let headings: Vec<&String> = rows.first()?.keys().collect();
                let mut writer = csv::Writer::from_writer(Vec::new());
                writer.write_record(&headings).expect("headings");
                for row in rows {
                    let cells = headings.iter().map(|heading| &row[*heading]);
                    writer.write_record(cells).expect("a row");
                }
                Some((format!("{name}.csv"), writer.into_inner().expect("bytes")))
            })
            .collect();
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        Folder::with(&files)
    }

    pub fn table(&mut self, name: &str) -> &mut Vec<Row> {
        self.0.get_mut(name).unwrap_or_else(|| panic!("no {name}"))
    }

    pub fn rows(&self, name: &str) -> &[Row] {
        &self.0[name]
    }

    /// Leaves the fields that the catalogue finds in a format and those that its lists stand for, with the key and the child of
    /// each table that has any.
    pub fn keep_what_is_in(&mut self, format: &str, stood_for: &[(&str, &str)]) {
        for entry in fs::read_dir("rules/catalogue").expect("the catalogue") {
            let path = entry.expect("a file").path();
            let text = fs::read_to_string(&path).expect("a table");
            let table: toml::Table = toml::from_str(&text).expect("TOML");
            let name = table["name"].as_str().expect("a name");
            let fields = table["field"].as_array().expect("fields");
            let is_in = |field: &&toml::Value| {
                let field_name = field["name"].as_str().expect("a name");
                field.get(format).is_some() || stood_for.contains(&(name, field_name))
            };
            let has_any = fields.iter().any(|field| is_in(&field));
            let kept: BTreeSet<&str> = fields
                .iter()
                .filter(|field| {
                    let is_key = field["type"].as_str() == Some("key");
                    is_in(field) || is_key || field["name"].as_str() == Some("child_id")
                })
                .map(|field| field["name"].as_str().expect("a name"))
                .collect();
            if !has_any {
                self.0.remove(name);
                continue;
            }
            for row in self.0.get_mut(name).into_iter().flatten() {
                row.retain(|field, _| kept.contains(field.as_str()));
            }
        }
    }

    pub fn drop_field(&mut self, table: &str, field: &str) {
        for row in self.table(table) {
            row.remove(field);
        }
    }

    pub fn drop_table(&mut self, table: &str) {
        self.0.remove(table);
    }

    /// Blanks a field of the rows of which this holds.
    pub fn blank(&mut self, table: &str, field: &str, of: impl Fn(&Row) -> bool) {
        for row in self.table(table).iter_mut().filter(|row| of(row)) {
            row.insert(field.to_owned(), String::new());
        }
    }

    /// Gives a field to every row.
    pub fn set(&mut self, table: &str, field: &str, value: impl Fn(&Row) -> String) {
        for row in self.table(table) {
            let value = value(row);
            row.insert(field.to_owned(), value);
        }
    }

    /// Of each child's rows, the one latest by a date.
    pub fn keep_latest(&mut self, table: &str, by: &str) {
        let mut latest: BTreeMap<String, String> = BTreeMap::new();
        for row in self.table(table) {
            let last = latest.entry(row["child_id"].clone()).or_default();
            *last = last.clone().max(row[by].clone());
        }
        self.table(table)
            .retain(|row| row[by] == latest[&row["child_id"]]);
    }
}
