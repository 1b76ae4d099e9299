//! JSON Schemas: of a run's document, and of a rule file, so that what others build on is promised and editors complete rules.

use serde_json::{Value, json};

use crate::model::catalogue::{FieldKind, Table};
use crate::rules::Ruleset;

/// The schema of `caseready/1`.
pub const RUN: &str = include_str!("run.json");

/// What is the same in every ruleset; the names are filled in from one.
const RULE: &str = include_str!("rule.json");

/// The schema of a rule file, with the areas, sources, tables, fields, agencies and phrase lists of a ruleset.
pub fn rule(ruleset: &Ruleset) -> serde_json::Result<String> {
    let mut schema: Value = serde_json::from_str(RULE)?;
    let reference = &ruleset.reference;
    let tables = || ruleset.catalogue.tables().map(|(_, table)| table);
    let names: [(&str, Vec<&str>); 5] = [
        ("area", reference.area_keys()),
        ("source", reference.source_keys()),
        ("table", tables().map(|table| table.name.as_str()).collect()),
        ("agency", reference.agencies.names()),
        ("phraseList", reference.phrase_lists.names()),
    ];
    for (definition, names) in names {
        schema["$defs"][definition]["enum"] = json!(names);
    }
    for table in tables() {
        schema["$defs"]["example"]["properties"][&table.name] = records(table);
    }
    serde_json::to_string_pretty(&schema)
}

/// The records of one table, as an example writes them.
fn records(table: &Table) -> Value {
    let field = |kind: &FieldKind| match kind {
        FieldKind::Flag => json!({ "type": ["boolean", "string"] }),
        FieldKind::Number => json!({ "type": ["number", "string"] }),
        FieldKind::List => {
            json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
        }
        FieldKind::Key
        | FieldKind::Reference(_)
        | FieldKind::Date
        | FieldKind::Code
        | FieldKind::Text => json!({ "type": "string" }),
    };
    let fields: serde_json::Map<String, Value> = table
        .fields
        .iter()
        .map(|each| {
            let mut schema = field(&each.kind);
            if !each.meaning.is_empty() {
                schema["description"] = json!(each.meaning);
            }
            (each.name.clone(), schema)
        })
        .collect();
    json!({
        "type": "array",
        "description": table.meaning,
        "items": { "type": "object", "additionalProperties": false, "properties": fields },
    })
}
