//! A small export: tables of rows as a native JSON export holds them.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::almanac::Date;
use super::cell::text_of;

pub type Row = Map<String, Json>;

#[derive(Clone, PartialEq)]
pub struct Export {
    pub as_at: Date,
    /// As in an example, every table and field is there but those named; else only what the rows name is.
    pub complete: Option<Vec<String>>,
    /// Tables of which its source keeps only the last event of each child.
    pub latest_only: Vec<String>,
    /// Its source heads its columns, filled or not, as CSV does: the headings of each table.
    pub headings: Option<BTreeMap<String, Vec<String>>>,
    pub tables: BTreeMap<String, Vec<Row>>,
}

impl Export {
    /// One row a line, so that a row's line can be worked out.
    pub fn json(&self) -> String {
        let tables: Vec<String> = self
            .tables
            .iter()
            .map(|(table, rows)| {
                let rows: Vec<String> = rows
                    .iter()
                    .map(|row| format!("  {}", Json::Object(row.clone())))
                    .collect();
                format!("\"{table}\": [\n{}\n]", rows.join(",\n"))
            })
            .collect();
        format!("{{\n{}\n}}", tables.join(",\n"))
    }

    /// The same as a file of CSV for each table.
    pub fn csv(&self, headings: &BTreeMap<String, Vec<String>>) -> Vec<(String, Vec<u8>)> {
        let file = |(table, rows): (&String, &Vec<Row>)| {
            let headings = &headings[table];
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(headings).expect("headings");
            for row in rows {
                let cells = headings
                    .iter()
                    .map(|heading| row.get(heading).map_or_else(String::new, text_of));
                writer.write_record(cells).expect("a row");
            }
            (format!("{table}.csv"), writer.into_inner().expect("bytes"))
        };
        self.tables.iter().map(file).collect()
    }

    /// The export of an `[[example]]`.
    pub fn of_example(example: &toml::Table) -> Self {
        let names = |key: &str| -> Vec<String> {
            let names = example.get(key).and_then(toml::Value::as_array);
            let names = names.into_iter().flatten();
            names
                .map(|name| name.as_str().expect("text").to_owned())
                .collect()
        };
        let mut tables = BTreeMap::new();
        for (name, rows) in example {
            if ["name", "as_at", "absent", "latest_only", "expect"].contains(&name.as_str()) {
                continue;
            }
            let rows = rows.as_array().expect("a list of rows");
            let rows = rows.iter().map(|row| match plain(row) {
                Json::Object(row) => row,
                _ => panic!("a row is a table"),
            });
            tables.insert(name.clone(), rows.collect());
        }
        Self {
            as_at: Date::read(&day_of(&example["as_at"])).expect("a date"),
            complete: Some(names("absent")),
            latest_only: names("latest_only"),
            headings: None,
            tables,
        }
    }

    /// A folder of `<table>.csv`.
    pub fn of_csv(folder: &Path, as_at: Date) -> Self {
        let files = fs::read_dir(folder).expect("the folder is there");
        let files = files.map(|entry| {
            let path = entry.expect("an entry").path();
            let table = path.file_stem().expect("a name").to_string_lossy();
            (table.into_owned(), fs::read(&path).expect("a file"))
        });
        Self::of_files(files, as_at)
    }

    /// Tables, each with the bytes of its file of CSV.
    pub fn of_files(files: impl Iterator<Item = (String, Vec<u8>)>, as_at: Date) -> Self {
        let mut tables = BTreeMap::new();
        let mut all_headings = BTreeMap::new();
        for (name, bytes) in files {
            let mut reader = csv::Reader::from_reader(&bytes[..]);
            let headings = reader.headers().expect("headings").clone();
            let rows = reader.records().map(|record| {
                let record = record.expect("a row");
                let cells = headings.iter().zip(record.iter());
                cells
                    .map(|(heading, cell)| (heading.to_owned(), json!(cell)))
                    .collect()
            });
            tables.insert(name.clone(), rows.collect());
            let headings = headings.iter().map(str::to_owned).collect();
            all_headings.insert(name, headings);
        }
        Self {
            as_at,
            complete: None,
            latest_only: Vec::new(),
            headings: Some(all_headings),
            tables,
        }
    }

    /// One JSON object of tables.
    pub fn of_json(text: &str, as_at: Date) -> Self {
        Self {
            as_at,
            complete: None,
            latest_only: Vec::new(),
            headings: None,
            tables: serde_json::from_str(text).expect("an object of tables"),
        }
    }

    /// The records of a table: a line of CSV with nothing in it is none.
    pub fn rows(&self, table: &str) -> impl Iterator<Item = &Row> {
        let blank = |row: &Row| {
            self.headings.is_some() && row.values().all(|value| text_of(value).is_empty())
        };
        self.tables
            .get(table)
            .into_iter()
            .flatten()
            .filter(move |row| !blank(row))
    }

    pub fn at(&self, as_at: Date) -> Self {
        Self {
            as_at,
            ..self.clone()
        }
    }
}

/// A TOML value as the JSON an export would hold.
fn plain(value: &toml::Value) -> Json {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => items.iter().map(plain).collect(),
        toml::Value::Table(table) => table
            .iter()
            .map(|(name, value)| (name.clone(), plain(value)))
            .collect(),
    }
}

/// As at a date, the JSON: what a failing comparison shows.
impl fmt::Display for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match &self.complete {
            Some(absent) if absent.is_empty() => "every table and field there".to_owned(),
            Some(absent) => format!("every table and field there but {}", absent.join(", ")),
            None if self.headings.is_some() => format!("CSV headed {:?}", self.headings),
            None => "only what is named there".to_owned(),
        };
        let latest = match &self.latest_only[..] {
            [] => String::new(),
            tables => format!(", only the last of each child in {}", tables.join(", ")),
        };
        write!(f, "as at {}, {how}{latest}\n{}", self.as_at, self.json())
    }
}

fn day_of(value: &toml::Value) -> String {
    match value {
        toml::Value::Datetime(date) => date.to_string(),
        _ => panic!("not a date: {value:?}"),
    }
}
