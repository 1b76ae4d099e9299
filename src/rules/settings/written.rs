//! What can be told of a mapping as it is written, each slip in its own line: a list that is none, a table, a field or a heading that
//! there is not.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::model::catalogue::{Catalogue, Table};
use crate::model::heading::folded_heading;
use crate::rules::diagnostic::Mistakes;
use crate::rules::section::{Section, Value, entries, inside, list, text};

/// Notes the slips of one `[[mapping]]`; what it does not tell is left to whoever reads the mapping.
pub(super) fn mapping(
    table: &DeTable<'_>,
    span: Range<usize>,
    catalogue: &Catalogue,
    mistakes: &mut Mistakes,
) {
    let mut mapping = Section::new(table, span, "[[mapping]]");
    let mut listed = |key, mistakes: &mut Mistakes| texts(mapping.get(key), key, mistakes);
    listed("sheets", mistakes);
    let headings = listed("headings", mistakes);
    let needs = listed("needs", mistakes);
    let records = mapping.tables("record", "mapping.record", mistakes);
    // Columns that repeat in a row need not be listed, each with its number.
    let repeats = records
        .iter()
        .any(|(record, _)| record.contains_key("each"));
    let headings = Headings {
        all: headings.iter().map(|(heading, _)| *heading).collect(),
        are_all: !repeats && !headings.is_empty(),
    };
    headings.check(&needs, mistakes);
    for (table, span) in records {
        let mut record = Section::new(table, span, "[[mapping.record]]");
        for key in ["key", "when"] {
            let named = texts(record.get(key), key, mistakes);
            headings.check(&named, mistakes);
        }
        let Some(table) = known_table(&mut record, catalogue, mistakes) else {
            continue;
        };
        fields(record.get("constants"), table, mistakes);
        for value in fields(record.get("fields"), table, mistakes) {
            if let DeValue::String(heading) = value.get_ref() {
                headings.check(&[(heading.as_ref(), inside(value))], mistakes);
            }
        }
    }
}

/// The headings that a mapping lists.
struct Headings<'t> {
    all: BTreeSet<&'t str>,
    /// Whether no other can be meant.
    are_all: bool,
}

impl Headings<'_> {
    fn check(&self, named: &[(&str, Range<usize>)], mistakes: &mut Mistakes) {
        let known: BTreeSet<String> = self.all.iter().map(|one| folded_heading(one)).collect();
        let unknown = named
            .iter()
            .filter(|(heading, _)| self.are_all && !known.contains(&folded_heading(heading)));
        for (heading, span) in unknown {
            let message = format!("{heading:?} is none of its headings");
            mistakes.add_name(span.clone(), message, heading, self.all.iter().copied());
        }
    }
}

/// The texts of a list, each with its place. One text alone is a slip.
fn texts<'t>(
    value: Option<&'t Value<'_>>,
    key: &str,
    mistakes: &mut Mistakes,
) -> Vec<(&'t str, Range<usize>)> {
    let Some(value) = value else {
        return Vec::new();
    };
    if let DeValue::String(only) = value.get_ref() {
        let message = format!("{key} is a list, in square brackets: {key} = [{only:?}]");
        mistakes.add(value.span(), message, "found text");
        return Vec::new();
    }
    let texts = list(value, mistakes).into_iter();
    texts
        .filter_map(|item| Some((text(item, mistakes)?, inside(item))))
        .collect()
}

fn known_table<'c>(
    record: &mut Section<'_, '_>,
    catalogue: &'c Catalogue,
    mistakes: &mut Mistakes,
) -> Option<&'c Table> {
    let value = record.get("table")?;
    let name = text(value, mistakes)?;
    let table = catalogue.find(name);
    if table.is_none() {
        let names = catalogue.tables().map(|(_, table)| table.name.as_str());
        mistakes.add_name(
            inside(value),
            format!("there is no table {name}"),
            name,
            names,
        );
    }
    Some(catalogue.table(table?))
}

/// What fields are given; those that the table does not have are noted.
fn fields<'t, 'i>(
    value: Option<&'t Value<'i>>,
    table: &Table,
    mistakes: &mut Mistakes,
) -> Vec<&'t Value<'i>> {
    let Some(DeValue::Table(fields)) = value.map(toml::Spanned::get_ref) else {
        return Vec::new();
    };
    let mut values = Vec::new();
    for (name, span, value) in entries(fields) {
        values.push(value);
        if table.field(name).is_none() {
            let message = format!("{} has no field {name}", table.name);
            let names = table.fields.iter().map(|field| field.name.as_str());
            mistakes.add_name(span, message, name, names);
        }
    }
    values
}
