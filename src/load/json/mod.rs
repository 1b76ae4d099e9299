//! JSON: native records (an array, JSON lines, or one object of tables), tables of other formats written so, and nested documents.

mod aside;
mod nested;
mod record;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use serde_json::value::RawValue;

use crate::model::catalogue::TableId;
use crate::model::file::{FileId, FileKind};
use crate::model::mistyped::{did_you_mean, nearest};
use crate::model::problem::{First, Problem, ProblemSeverity};
use crate::model::thousands::grouped;

use super::builder::{Context, TableBuilder};
use super::rows::Lines;
use super::{FileContents, TableContents, Unusable, recognise};
use aside::{lists_around, lists_inside};
pub(super) use nested::Nested;
use record::{Held, JsonCell, Record, Tables};

/// What documents that are not in a table by name are: each a child.
const DOCUMENTS: &str = "children";
/// Why nothing is read of an empty list that no table gives its name to: a list without records may be exported so.
pub(super) const EMPTY: &str = "it holds no records";
/// Where a list must stand to be read.
const TO_THE_TOP: &str = "put each list at the top of the file under the name of its table, with the child_id in each record";
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
        let own = tables.0.iter();
        let own = own.filter(|(_, held)| !matches!(held, Held::Records(_)));
        let own: Vec<String> = own.map(|(name, _)| name.clone()).collect();
        let is_document = recognise::named(context.layouts, &own, DOCUMENTS).is_some();
        let has_tables = (tables.0.iter())
            .any(|(name, held)| is_table(context, name) && matches!(held, Held::Records(_)));
        if has_tables && !is_document {
            return object_of_tables(context, text, tables, file);
        }
        if let Some(table) = named_alone(context, &tables) {
            let mut contents = FileContents::new(FileKind::Json);
            contents.push(without_a_record(context, table, file));
            return Ok(contents);
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

fn without_a_record(context: &Context<'_>, table: TableId, file: FileId) -> TableContents {
    let empty = TableBuilder::new(context, table, file).names_only_filled_fields();
    empty.finish()
}

/// Whether a key of an object is the name of a table, ours or another format's.
fn is_table(context: &Context<'_>, name: &str) -> bool {
    context.catalogue.find(name).is_some() || recognise::is_named(context.layouts, name)
}

/// The table that an object names as the one whose records it holds, where it holds none: `{"table": "visits", "rows": []}`.
fn named_alone(context: &Context<'_>, tables: &Tables<'_>) -> Option<TableId> {
    let holds_nothing = |held: &Held<'_>| match held {
        Held::Null => true,
        Held::Records(rows) => rows.is_empty(),
        Held::Other(raw) => !raw.get().starts_with('{'),
    };
    if !tables.0.iter().all(|(_, held)| holds_nothing(held)) {
        return None;
    }
    let (_, held) = tables.0.iter().find(|(key, _)| key == "table")?;
    let Held::Other(raw) = held else {
        return None;
    };
    let name: String = serde_json::from_str(raw.get()).ok()?;
    context.catalogue.find(&name)
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
        // As headings alone are in a text.
        if let Some(list) = recognise::tables_own(context.layouts, name) {
            let mut contents = FileContents::new(kind);
            contents.push(without_a_record(context, list.records[0].table, file));
            return Ok(contents);
        }
        return Err(Unusable::Unrecognised(EMPTY.to_owned()));
    }
    if let Some(list) = recognise::native(context, &names(rows), name) {
        let list = list?;
        let mut contents = FileContents::new(kind);
        let misnamed = recognise::under_another_name(context.layouts, list, name);
        contents.problems.extend(misnamed);
        let table = list.records[0].table;
        contents.push(read_table(context, text, rows, table, file)?.finish());
        return Ok(contents);
    }
    let mut nested = Nested::new(context, name);
    add_documents(&mut nested, text, rows);
    nested.load(file, &kind)
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

fn add_documents(nested: &mut Nested<'_>, text: &str, rows: &[&RawValue]) {
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
    for (name, held) in tables.0 {
        let is_table = is_table(context, &name);
        let is_null = matches!(held, Held::Null);
        let Held::Records(rows) = held else {
            if is_table {
                let message = format!("{name:?} is not a list of records: it was not read");
                let problem = Problem::new(ProblemSeverity::Error, message).in_file(file);
                // Of nothing, nothing is lost.
                contents.problems.push(if is_null {
                    problem
                } else {
                    problem.first(First::NotRead)
                });
            } else if let Held::Other(raw) = held {
                contents
                    .problems
                    .extend(lists_around(context, raw, &name).map(|it| it.in_file(file)));
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
        let mut nested = Nested::new(context, &name);
        add_documents(&mut nested, text, &rows);
        let count = rows.len() as u64;
        match nested.load(file, &FileKind::Json) {
            Ok(other) => {
                contents.kind = other.kind.clone().of_whole_format();
                contents.append(other);
            }
            Err(_) if is_table => {
                let records = records_in_words(count);
                let message = format!("{name:?}, {records}, has none of its fields: not read");
                let problem = Problem::new(ProblemSeverity::Error, message).in_file(file);
                let problem = problem.times(count).first(First::NotRead);
                contents.problems.push(problem);
            }
            Err(_) => {
                let not_read = match count {
                    0 => "it was not read".to_owned(),
                    count => format!("{} not read", records_in_words(count)),
                };
                let meant = meant(context, &name);
                let message = format!("there is no table {name:?}: {not_read}{meant}");
                let problem = Problem::new(ProblemSeverity::Error, message).in_file(file);
                contents.problems.push(problem.times(count.max(1)));
            }
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
    let mut others = BTreeSet::new();
    let mut in_lists = (0, 0);
    for row in rows {
        let line = line_of(&mut lines, text, row);
        if let Ok(list) = serde_json::from_str::<Vec<&RawValue>>(row.get()) {
            builder.reject();
            if in_lists.0 == 0 {
                in_lists.1 = line;
            }
            in_lists.0 += list.len() as u64;
            continue;
        }
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
                    (value, _) => {
                        builder.leave_unused(&key);
                        if let JsonCell::Nested(_) = value {
                            others.insert(key.into_owned());
                        }
                    }
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
    if let (count @ 1.., line) = in_lists {
        let message = format!(
            "{} in lists inside that of {}, where nothing is read: put each record straight into the list, in curly brackets",
            stand(count),
            definition.name
        );
        let problem = Problem::new(ProblemSeverity::Error, message).at_row(line);
        builder.problem(problem.times(count).first(First::NotRead));
    }
    for (name, count) in lists_inside(context, rows, &others) {
        let message = format!(
            "{} in {name:?} inside those of {}, where nothing is read: {TO_THE_TOP}",
            stand(count),
            definition.name
        );
        let problem = Problem::new(ProblemSeverity::Error, message).times(count);
        builder.problem(problem.first(First::NotRead));
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
    Err(Unusable::Broken(format!(
        "{} inside those of {} ({}), where nothing is read: {TO_THE_TOP}",
        stand(records),
        definition.name,
        lists.join(", "),
    )))
}

fn records_in_words(count: u64) -> String {
    match count {
        1 => "1 record".to_owned(),
        count => format!("{} records", grouped(count)),
    }
}

fn stand(count: u64) -> String {
    let stand = if count == 1 { "stands" } else { "stand" };
    format!("{} {stand}", records_in_words(count))
}

fn record(row: &RawValue) -> Option<Record<'_>> {
    serde_json::from_str(row.get()).ok()
}
