//! The examples inside a rule's own file: small exports with what must be found in them.

use std::ops::Range;

use serde_json::json;
use toml::de::DeValue;

use crate::model::catalogue::{Catalogue, FieldId, TableId};
use crate::model::day::Day;

use super::diagnostic::Mistakes;
use super::filter::day;
use super::outcome::Outcome;
use super::plan::{Example, Expectation};
use super::section::{Section, Value, entries, inside, list, number, text, whole, wrong};

/// What an example holds beside its tables.
const KEYS: [&str; 5] = ["name", "as_at", "absent", "latest_only", "expect"];

pub(super) fn read(
    value: &Value<'_>,
    catalogue: &Catalogue,
    mistakes: &mut Mistakes,
) -> Option<Example> {
    let mut section = Section::of(value, "[[example]]", mistakes)?;
    let name = section.need_text("name", mistakes);
    let as_at = section
        .need("as_at", mistakes)
        .and_then(|value| date(value, mistakes));
    let absent: Option<Vec<_>> = section
        .list("absent", mistakes)
        .into_iter()
        .map(|value| absence(value, catalogue, mistakes))
        .collect();
    let latest_only: Option<Vec<_>> = section
        .list("latest_only", mistakes)
        .into_iter()
        .map(|value| table(text(value, mistakes)?, &inside(value), catalogue, mistakes))
        .collect();
    let expect = section
        .need("expect", mistakes)
        .and_then(|value| expectation(value, mistakes));
    let mut tables = serde_json::Map::new();
    let mut names = Vec::new();
    for (name, span, rows) in section.entries() {
        if KEYS.contains(&name) {
            continue;
        }
        names.push(name);
        if let Some(id) = table(name, &span, catalogue, mistakes) {
            tables.insert(name.to_owned(), records(rows, catalogue, id, mistakes)?);
        }
    }
    section.finish(&names, mistakes);
    let export = serde_json::Value::Object(tables).to_string();
    Some(Example {
        name: name?.to_owned(),
        as_at: as_at?,
        export,
        absent: absent?,
        latest_only: latest_only?,
        expect: expect?,
    })
}

fn date(value: &Value<'_>, mistakes: &mut Mistakes) -> Option<Day> {
    match value.get_ref() {
        DeValue::Datetime(date) => {
            day(date).or_else(|| wrong(value, "a date such as 2026-03-31", mistakes))
        }
        _ => wrong(value, "a date such as 2026-03-31", mistakes),
    }
}

fn table(
    name: &str,
    span: &Range<usize>,
    catalogue: &Catalogue,
    mistakes: &mut Mistakes,
) -> Option<TableId> {
    let found = catalogue.find(name);
    if found.is_none() {
        let known = catalogue.tables().map(|(_, table)| table.name.as_str());
        let message = format!("there is no table {name:?}");
        mistakes.add_name(span.clone(), message, name, known);
    }
    found
}

/// `table` or `table.field`.
fn absence(
    value: &Value<'_>,
    catalogue: &Catalogue,
    mistakes: &mut Mistakes,
) -> Option<(TableId, Option<FieldId>)> {
    let name = text(value, mistakes)?;
    let (table_name, field_name) = name
        .split_once('.')
        .map_or((name, None), |(table, field)| (table, Some(field)));
    let id = table(table_name, &inside(value), catalogue, mistakes)?;
    let Some(field_name) = field_name else {
        return Some((id, None));
    };
    let field = catalogue.table(id).field(field_name);
    if field.is_none() {
        let known = catalogue
            .table(id)
            .fields
            .iter()
            .map(|field| field.name.as_str());
        mistakes.add_name(
            inside(value),
            format!("{table_name} has no field {field_name:?}"),
            field_name,
            known,
        );
    }
    field.map(|field| (id, Some(field)))
}

fn expectation(value: &Value<'_>, mistakes: &mut Mistakes) -> Option<Expectation> {
    match value.get_ref() {
        DeValue::String(word) if word == "not assessed" => Some(Expectation::NotAssessed),
        DeValue::Table(table) => {
            let mut outcomes = Vec::new();
            for (name, span, count) in entries(table) {
                if let Some(outcome) = Outcome::named(name) {
                    let count = whole(count, 0..=u32::MAX, mistakes)?;
                    outcomes.push((outcome, u64::from(count)));
                } else {
                    let message = format!("there is no outcome {name:?}");
                    mistakes.add_name(span, message, name, Outcome::ALL.map(Outcome::name));
                }
            }
            Some(Expectation::Outcomes(outcomes))
        }
        _ => wrong(
            value,
            "outcomes such as { met = 2, late = 1 }, or \"not assessed\"",
            mistakes,
        ),
    }
}

/// The rows of a table, as a native JSON export writes them.
fn records(
    value: &Value<'_>,
    catalogue: &Catalogue,
    id: TableId,
    mistakes: &mut Mistakes,
) -> Option<serde_json::Value> {
    let definition = catalogue.table(id);
    let mut rows = Vec::new();
    for row in list(value, mistakes) {
        let DeValue::Table(fields) = row.get_ref() else {
            return wrong(row, "a record in curly brackets", mistakes);
        };
        let mut record = serde_json::Map::new();
        for (name, span, cell) in entries(fields) {
            if definition.field(name).is_none() {
                let known = definition.fields.iter().map(|field| field.name.as_str());
                mistakes.add_name(
                    span,
                    format!("{} has no field {name:?}", definition.name),
                    name,
                    known,
                );
            }
            record.insert(name.to_owned(), json_value(cell, mistakes)?);
        }
        rows.push(serde_json::Value::Object(record));
    }
    Some(serde_json::Value::Array(rows))
}

fn json_value(value: &Value<'_>, mistakes: &mut Mistakes) -> Option<serde_json::Value> {
    Some(match value.get_ref() {
        DeValue::String(text) => json!(text),
        DeValue::Boolean(flag) => json!(flag),
        DeValue::Integer(_) | DeValue::Float(_) => json!(number(value, mistakes)?),
        DeValue::Datetime(date) => json!(date.to_string()),
        DeValue::Array(values) => serde_json::Value::Array(
            values
                .iter()
                .map(|value| json_value(value, mistakes))
                .collect::<Option<Vec<_>>>()?,
        ),
        DeValue::Table(_) => {
            return wrong(
                value,
                "text, a number, a date, true or false, or a list",
                mistakes,
            );
        }
    })
}
