//! JSON: native records (an array, JSON lines, or one object of tables), tables of other formats written so, and nested documents.

mod nested;
mod record;

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::model::catalogue::TableId;
use crate::model::file::{FileId, FileKind};
use crate::model::mistyped::{did_you_mean, nearest};
use crate::model::problem::{Problem, ProblemSeverity};

use super::builder::{Context, TableBuilder};
use super::rows::Lines;
use super::{FileContents, Unusable, recognise};
pub(super) use nested::Nested;
use record::{JsonCell, Record, Tables};

/// What documents that are not in a table by name are: each a child.
const DOCUMENTS: &str = "children";
/// Why nothing is read of an empty list: a table without records may be exported so.
pub(super) const EMPTY: &str = "it holds no records";
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
        return records(context, text, &rows, file, name, FileKind::Json);
    }
    if let Ok(tables) = serde_json::from_str::<Tables<'_>>(text) {
        let keys = || tables.0.iter().map(|(name, _)| name);
        if let Some(key) = keys().find(|key| ["openapi", "$schema"].contains(&key.as_str())) {
            let message = format!("it describes how data is to be written ({key}), and holds none");
            return Err(Unusable::Unrecognised(message));
        }
        // A single document has lists by such names inside it too.
        let own = tables.0.iter().filter(|(_, rows)| rows.is_none());
        let own: Vec<String> = own.map(|(name, _)| name.clone()).collect();
        let is_document = recognise::named(context.layouts, &own, DOCUMENTS).is_some();
        let has_tables =
            (tables.0.iter()).any(|(name, rows)| is_table(context, name) && rows.is_some());
        if has_tables && !is_document {
            return object_of_tables(context, text, tables, file);
        }
    }
    let rows: Result<Vec<&RawValue>, _> = serde_json::Deserializer::from_str(text)
        .into_iter()
        .collect();
    records(
        context,
        text,
        &rows.map_err(broken)?,
        file,
        name,
        FileKind::JsonLines,
    )
}

/// Whether a key of an object is the name of a table, ours or another format's.
fn is_table(context: &Context<'_>, name: &str) -> bool {
    context.catalogue.find(name).is_some() || recognise::is_named(context.layouts, name)
}

/// Records of one native table, or documents of another format.
fn records(
    context: &Context<'_>,
    text: &str,
    rows: &[&RawValue],
    file: FileId,
    name: &str,
    kind: FileKind,
) -> Result<FileContents, Unusable> {
    if rows.is_empty() {
        return Err(Unusable::Unrecognised(EMPTY.to_owned()));
    }
    if let Some(table) = recognise::native(context, &names(rows), name) {
        let table = table?;
        let mut contents = FileContents::new(kind);
        contents.push(read_table(context, text, rows, table, file)?.finish());
        return Ok(contents);
    }
    let mut nested = Nested::new(name);
    add_documents(&mut nested, text, rows);
    nested.load(context, file, &kind)
}

/// The names under which the first records have values.
fn names(rows: &[&RawValue]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for row in rows.iter().take(SAMPLE) {
        for (key, _) in record(row).map_or_else(Vec::new, |record| record.0) {
            if !names.iter().any(|name| *name == key) {
                names.push(key.into_owned());
            }
        }
    }
    names
}

fn add_documents(nested: &mut Nested, text: &str, rows: &[&RawValue]) {
    let mut lines = Lines::default();
    for row in rows {
        let line = line_of(&mut lines, text, row);
        match serde_json::from_str::<Value>(row.get()) {
            Ok(document) => nested.add(&document, line),
            Err(_) => nested.reject(line),
        }
    }
}

/// The line in which a record begins. It is a slice of `text`, so that its place in the file is the distance of the two.
fn line_of(lines: &mut Lines, text: &str, row: &RawValue) -> u32 {
    let offset = (row.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    lines.of(text.as_bytes(), offset)
}

fn object_of_tables(
    context: &Context<'_>,
    text: &str,
    tables: Tables<'_>,
    file: FileId,
) -> Result<FileContents, Unusable> {
    let mut contents = FileContents::new(FileKind::Json);
    for (name, rows) in tables.0 {
        let Some(rows) = rows else {
            if is_table(context, &name) {
                let message = format!("{name:?} is not a list of records: it was not read");
                let problem = Problem::new(ProblemSeverity::Error, message);
                contents.problems.push(problem.in_file(file));
            }
            continue;
        };
        let ours = context.catalogue.find(&name).filter(|table| {
            let fields = context.catalogue.table(*table);
            let names = names(&rows);
            let is_field = |name: &String| fields.field(&recognise::heading(name)).is_some();
            names.is_empty() || names.iter().any(is_field)
        });
        if let Some(table) = ours {
            contents.push(read_table(context, text, &rows, table, file)?.finish());
            continue;
        }
        let mut nested = Nested::new(&name);
        add_documents(&mut nested, text, &rows);
        match nested.load(context, file, &FileKind::Json) {
            Ok(other) => {
                contents.kind = other.kind.clone().of_whole_format();
                contents.append(other);
            }
            Err(_) => contents.problems.push(
                Problem::new(
                    ProblemSeverity::Error,
                    format!(
                        "there is no table {name:?}: it was not read{}",
                        meant(context, &name)
                    ),
                )
                .in_file(file),
            ),
        }
    }
    if contents.tables.is_empty() {
        return Err(Unusable::Unrecognised(
            "none of its keys is a table with records".to_owned(),
        ));
    }
    Ok(contents)
}

fn meant(context: &Context<'_>, name: &str) -> String {
    let tables = context.catalogue.tables();
    let near = nearest(name, tables.map(|(_, table)| table.name.as_str()));
    near.map_or_else(String::new, |near| format!("; {}", did_you_mean(near)))
}

fn read_table<'c>(
    context: &'c Context<'c>,
    text: &str,
    rows: &[&RawValue],
    table: TableId,
    file: FileId,
) -> Result<TableBuilder<'c>, Unusable> {
    let mut builder = TableBuilder::new(context, table, file).names_only_filled_fields();
    let definition = context.catalogue.table(table);
    let mut lines = Lines::default();
    let mut inside: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows {
        let line = line_of(&mut lines, text, row);
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
            let name = recognise::heading(&key);
            let Some(field) = definition.field(&name) else {
                match (value, context.catalogue.find(&name)) {
                    (JsonCell::Nested(records), Some(other)) => {
                        let name = context.catalogue.table(other).name.as_str();
                        *inside.entry(name).or_default() += records;
                    }
                    _ => builder.leave_unused(&key),
                }
                continue;
            };
            builder.head(field, &key);
            match value {
                JsonCell::Blank => {}
                JsonCell::Text(text) => builder.set(field, &text),
                JsonCell::Nested(_) => {
                    let message = format!(
                        "expected {}, found a nested object: read as blank",
                        definition.fields[field.index()].expected()
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
    if inside.is_empty() {
        return Ok(builder);
    }
    let records: u64 = inside.values().sum();
    let lists = inside
        .iter()
        .map(|(name, count)| format!("{name}: {count}"));
    let lists: Vec<String> = lists.collect();
    // What was read beside them would look like all there is.
    let records = match records {
        1 => "1 record stands".to_owned(),
        records => format!("{records} records stand"),
    };
    Err(Unusable::Broken(format!(
        "{records} inside those of {} ({}), where nothing is read: put each list at the top of the file under the name of its table, with the child_id in each record",
        definition.name,
        lists.join(", "),
    )))
}

fn record(row: &RawValue) -> Option<Record<'_>> {
    serde_json::from_str(row.get()).ok()
}
