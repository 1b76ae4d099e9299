//! The tables that files fill and the fields of each, in words, for whoever maps a file of their own.

use std::fmt::Write as _;

use crate::model::catalogue::{Field, FieldId, FieldKind, OwnDates, Table};
use crate::rules::Ruleset;
use crate::rules::sentence::joined;

use super::layout::{push_table, table, title, wrapped};

/// Columns by which what is said of a field stands in.
const INDENT: usize = 4;

/// Every table, with what a record of it is.
pub fn tables(ruleset: &Ruleset, width: usize) -> String {
    let mut text = String::new();
    let mut list = table(width);
    list.set_header(["table", "a record is"]);
    for (_, table) in ruleset.catalogue.tables() {
        list.add_row([table.name.as_str(), table.meaning.as_str()]);
    }
    push_table(&mut text, &list);
    text.push_str("\nNext: caseready fields TABLE\n");
    text
}

/// The fields of one table: what each means, what it holds, and the words that are understood.
pub fn of_table(ruleset: &Ruleset, of: &Table, width: usize) -> String {
    let mut text = String::new();
    title(&mut text, &of.name);
    let dated = dates(of).unwrap_or_default();
    wrapped(
        &mut text,
        &format!("A record is {}. {dated}", of.meaning),
        width,
        0,
    );
    for field in &of.fields {
        let line = format!("{}: {}", field.name, holds(ruleset, field));
        let meaning = meaning(field);
        text.push('\n');
        wrapped(&mut text, &format!("{line}{meaning}"), width, INDENT);
        let mut listed = |line: &str| {
            text.push_str(&" ".repeat(INDENT));
            wrapped(&mut text, line, width - INDENT, 2 * INDENT);
        };
        for value in &field.values {
            let others: Vec<&str> = field.spellings(value).collect();
            if others.is_empty() {
                listed(value);
            } else {
                listed(&format!("{value}: also {}", others.join("; ")));
            }
        }
        if field.kind == FieldKind::List && field.name == "agencies" {
            listed(&ruleset.reference.agencies.names().join("; "));
        }
    }
    text
}

fn dates(of: &Table) -> Option<String> {
    let name = |field: FieldId| &of.fields[field.index()].name;
    match of.dates {
        OwnDates::None => None,
        OwnDates::At(day) => Some(format!("Its day is {}.", name(day))),
        OwnDates::Span { from, to } => {
            Some(format!("It runs from {} to {}.", name(from), name(to)))
        }
        OwnDates::Of(reference) => Some(format!(
            "Its dates are those of the record that {} names.",
            name(reference)
        )),
    }
}

fn holds(ruleset: &Ruleset, field: &Field) -> String {
    match &field.kind {
        FieldKind::Key => "the id of the record".to_owned(),
        FieldKind::Reference(tables) => {
            let names = tables.iter();
            let names = names.map(|table| ruleset.catalogue.table(*table).name.clone());
            format!("an id in {}", joined(&names.collect::<Vec<_>>(), "or"))
        }
        FieldKind::Date => "a date".to_owned(),
        FieldKind::Flag => "yes or no".to_owned(),
        FieldKind::Number => field.expected(),
        FieldKind::Code if field.values.is_empty() => "a few words".to_owned(),
        FieldKind::Code => "one of those below".to_owned(),
        FieldKind::List => "one or more, with semicolons between".to_owned(),
        FieldKind::Text => "text".to_owned(),
    }
}

/// What a field is, where its name does not say it all.
fn meaning(field: &Field) -> String {
    let mut text = String::new();
    if field.words != field.name.replace('_', " ") {
        let _ = write!(text, ", {}", field.words);
    }
    if !field.meaning.is_empty() {
        let _ = write!(text, " ({})", field.meaning);
    }
    text
}
