//! Records that name no child, as under the merged cells of a spreadsheet.

use super::catalogue::{Catalogue, FieldId, FieldKind, Table, TableId};
use super::file::FileKind;
use super::problem::{Problem, ProblemSeverity};
use super::records::{Presence, Records};

/// One problem for each table with such records, naming the first. Where no record of a table names a child, the system that made
/// it keeps the child elsewhere, and rules that ask for it are not assessed.
pub fn childless(catalogue: &Catalogue, records: &Records) -> Vec<Problem> {
    let tables = catalogue.tables();
    let problems = tables.filter_map(|(table, definition)| {
        let child = definition.child?;
        let is_wanted = !definition.fields[child.index()].may_be_blank
            && records.presence(table, child) == Presence::Present;
        is_wanted.then(|| of_table(catalogue, records, (table, definition), child))?
    });
    problems.collect()
}

fn of_table(
    catalogue: &Catalogue,
    records: &Records,
    (table, definition): (TableId, &Table),
    child: FieldId,
) -> Option<Problem> {
    let is_blank = |field: FieldId, row: u32| {
        let column = records.column(table, field);
        column.is_none_or(|column| column.id(row).is_blank())
    };
    // The census has a word of its own for a child without a number.
    let is_told = |row: u32| {
        let (file, _) = records.place(table, row);
        records.files[file.index()].kind == FileKind::Census
    };
    let rows = 0..records.rows(table);
    let rows = rows.filter(|row| is_blank(child, *row) && !is_told(*row));
    let rows: Vec<u32> = rows.collect();
    let (file, line) = records.place(table, *rows.first()?);
    let leads_on = |field: &FieldId| {
        let has_child = |table: &TableId| catalogue.table(*table).child.is_some();
        let kind = &definition.fields[field.index()].kind;
        matches!(kind, FieldKind::Reference(tables) if tables.iter().any(has_child))
            && rows.iter().any(|row| !is_blank(*field, *row))
    };
    let others = definition.field_ids().filter(leads_on);
    let others: Vec<&str> = others
        .map(|field| definition.fields[field.index()].name.as_str())
        .collect();
    let except = match others.as_slice() {
        [] => String::new(),
        others => format!(", except where a rule goes by {}", others.join(" or ")),
    };
    let (name, field) = (
        &definition.name,
        definition.fields[child.index()].name.as_str(),
    );
    let message = match rows.len() {
        1 => format!("a record of {name} has no {field}: it counts for no child{except}"),
        count => format!(
            "{count} records of {name} have no {field}, this the first: they count for no child{except}"
        ),
    };
    let problem = Problem::new(ProblemSeverity::Error, message).in_file(file);
    let problem = problem.at_row(line).in_column(field);
    Some(problem.times(rows.len() as u64))
}
