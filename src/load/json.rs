//! Native JSON: an array of records, JSON lines, or one object of tables.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::model::catalogue::TableId;
use crate::model::file::{FileId, FileKind};
use crate::model::problem::{Problem, ProblemSeverity};

use super::builder::{Context, TableBuilder};
use super::rows::Lines;
use super::{FileContents, Unusable, recognise};

/// How many records are looked at to recognise the table.
const SAMPLE: usize = 100;

pub(super) fn load(
    context: &Context<'_>,
    text: &str,
    file: FileId,
    name: &str,
) -> Result<FileContents, Unusable> {
    let broken =
        |error: serde_json::Error| Unusable::Broken(format!("it is not valid JSON: {error}"));
    if text.trim_start().starts_with('[') {
        let rows: Vec<&RawValue> = serde_json::from_str(text).map_err(broken)?;
        return one_table(context, text, &rows, file, name, FileKind::Json);
    }
    if let Ok(tables) = serde_json::from_str::<Tables<'_>>(text)
        && tables
            .0
            .iter()
            .any(|(name, rows)| context.catalogue.find(name).is_some() && rows.is_some())
    {
        return object_of_tables(context, text, tables, file);
    }
    let rows: Result<Vec<&RawValue>, _> = serde_json::Deserializer::from_str(text)
        .into_iter()
        .collect();
    one_table(
        context,
        text,
        &rows.map_err(broken)?,
        file,
        name,
        FileKind::JsonLines,
    )
}

fn one_table(
    context: &Context<'_>,
    text: &str,
    rows: &[&RawValue],
    file: FileId,
    name: &str,
    kind: FileKind,
) -> Result<FileContents, Unusable> {
    if rows.is_empty() {
        return Err(Unusable::Unrecognised("it holds no records".to_owned()));
    }
    let mut names: Vec<String> = Vec::new();
    for row in rows.iter().take(SAMPLE) {
        for (key, _) in record(row).map_or_else(Vec::new, |record| record.0) {
            if !names.iter().any(|name| *name == key) {
                names.push(key.into_owned());
            }
        }
    }
    let table = recognise::native(context, &names, name).map_err(Unusable::Unrecognised)?;
    let table = read_table(context, text, rows, table, file);
    Ok(FileContents {
        kind,
        tables: vec![table.finish()],
        problems: Vec::new(),
    })
}

fn object_of_tables(
    context: &Context<'_>,
    text: &str,
    tables: Tables<'_>,
    file: FileId,
) -> Result<FileContents, Unusable> {
    let mut problems = Vec::new();
    let mut read = Vec::new();
    for (name, rows) in tables.0 {
        let Some(table) = context.catalogue.find(&name) else {
            let names = context
                .catalogue
                .tables()
                .map(|(_, table)| (strsim::jaro_winkler(&name, &table.name), &table.name));
            let near = names
                .max_by(|(a, _), (b, _)| a.total_cmp(b))
                .filter(|(alike, _)| *alike > 0.8);
            let near = near.map_or_else(String::new, |(_, near)| format!("; did you mean {near}?"));
            problems.push(
                Problem::new(
                    ProblemSeverity::Error,
                    format!("there is no table {name:?}: it was not read{near}"),
                )
                .in_file(file),
            );
            continue;
        };
        match rows {
            Some(rows) => read.push(read_table(context, text, &rows, table, file).finish()),
            None => problems.push(
                Problem::new(
                    ProblemSeverity::Error,
                    format!("{name:?} is not a list of records: it was not read"),
                )
                .in_file(file),
            ),
        }
    }
    if read.is_empty() {
        return Err(Unusable::Unrecognised(
            "none of its keys is a table with records".to_owned(),
        ));
    }
    Ok(FileContents {
        kind: FileKind::Json,
        tables: read,
        problems,
    })
}

fn read_table<'c>(
    context: &'c Context<'c>,
    text: &str,
    rows: &[&RawValue],
    table: TableId,
    file: FileId,
) -> TableBuilder<'c> {
    let mut builder = TableBuilder::new(context, table, file).names_only_filled_fields();
    let definition = context.catalogue.table(table);
    let mut lines = Lines::default();
    for row in rows {
        // The row is a slice of `text`, so that its place in the file is the distance of the two.
        let offset = (row.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let line = lines.of(text.as_bytes(), offset);
        let Some(record) = record(row) else {
            builder.reject();
            builder.problem(
                Problem::new(
                    ProblemSeverity::Error,
                    "expected a record in curly brackets: not read",
                )
                .at_row(line),
            );
            continue;
        };
        builder.begin(line);
        for (key, value) in record.0 {
            let Some(field) = definition.field(&recognise::heading(&key)) else {
                builder.leave_unused(&key);
                continue;
            };
            builder.head(field, &key);
            match value {
                JsonCell::Blank => {}
                JsonCell::Text(text) => builder.set(field, &text),
                JsonCell::Nested => {
                    let message = format!(
                        "expected {}, found a nested object: read as blank",
                        definition.fields[field.index()].kind.expected()
                    );
                    builder.problem(
                        Problem::new(ProblemSeverity::Error, message)
                            .at_row(line)
                            .in_column(key),
                    );
                }
            }
        }
    }
    builder
}

fn record(row: &RawValue) -> Option<Record<'_>> {
    serde_json::from_str(row.get()).ok()
}

/// The names and values of one record, in order.
struct Record<'t>(Vec<(Cow<'t, str>, JsonCell<'t>)>);

impl<'de> Deserialize<'de> for Record<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RecordVisitor;
        impl<'de> Visitor<'de> for RecordVisitor {
            type Value = Record<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record<'de>, A::Error> {
                let mut cells = Vec::new();
                while let Some(Name(name)) = map.next_key()? {
                    cells.push((name, map.next_value()?));
                }
                Ok(Record(cells))
            }
        }
        deserializer.deserialize_map(RecordVisitor)
    }
}

/// A name, borrowed where it holds no escapes.
struct Name<'t>(Cow<'t, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match JsonCell::deserialize(deserializer)? {
            JsonCell::Text(text) => Ok(Self(text)),
            _ => Ok(Self(Cow::Borrowed(""))),
        }
    }
}

/// One value as a cell's text.
enum JsonCell<'t> {
    Blank,
    Text(Cow<'t, str>),
    Nested,
}

impl<'de> Deserialize<'de> for JsonCell<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CellVisitor;
        impl<'de> Visitor<'de> for CellVisitor {
            type Value = JsonCell<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(JsonCell::Blank)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Borrowed(if value {
                    "yes"
                } else {
                    "no"
                })))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Owned(value.to_string())))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Owned(value.to_string())))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Owned(value.to_string())))
            }
            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Borrowed(value)))
            }
            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(JsonCell::Text(Cow::Owned(value.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut joined = String::new();
                let mut nested = false;
                while let Some(item) = items.next_element::<JsonCell<'de>>()? {
                    match item {
                        JsonCell::Text(text) => {
                            if !joined.is_empty() {
                                joined.push(';');
                            }
                            joined.push_str(&text);
                        }
                        JsonCell::Blank => {}
                        JsonCell::Nested => nested = true,
                    }
                }
                Ok(if nested {
                    JsonCell::Nested
                } else {
                    JsonCell::Text(Cow::Owned(joined))
                })
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(JsonCell::Nested)
            }
        }
        deserializer.deserialize_any(CellVisitor)
    }
}

/// The keys of an object in order, with the records of those that are lists.
struct Tables<'t>(Vec<(String, Option<Vec<&'t RawValue>>)>);

impl<'de> Deserialize<'de> for Tables<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TablesVisitor;
        impl<'de> Visitor<'de> for TablesVisitor {
            type Value = Tables<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of tables")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tables<'de>, A::Error> {
                let mut tables = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    let raw: &RawValue = map.next_value()?;
                    tables.push((
                        name,
                        serde_json::Deserializer::from_str(raw.get())
                            .deserialize_seq(Rows)
                            .ok(),
                    ));
                }
                Ok(Tables(tables))
            }
        }
        deserializer.deserialize_map(TablesVisitor)
    }
}

struct Rows;

impl<'de> Visitor<'de> for Rows {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = items.next_element()? {
            rows.push(row);
        }
        Ok(rows)
    }
}
