//! Records that name no child, as under the merged cells of a spreadsheet.

use super::catalogue::{Catalogue, FieldId, FieldKind, MayBe, Table, TableId};
use super::file::{FileId, FileKind};
use super::problem::{First, Problem, ProblemSeverity};
use super::records::{Presence, Records};
use super::thousands::grouped;

/// One problem for each table with such records, naming the first. Where no record of a table names a child, the system that made
/// it may keep the child elsewhere, as in the plan that the record is of, and rules that ask for it are not assessed; a table of our
/// own that leads to no child has lost its column.
pub fn childless(catalogue: &Catalogue, records: &Records) -> Vec<Problem> {
    let tables = catalogue.tables();
    let problems = tables.filter_map(|(table, definition)| {
        let child = definition.child?;
        if definition.fields[child.index()].may_be == Some(MayBe::Blank)
            || table == catalogue.children
        {
            return None;
        }
        match records.presence(table, child) {
            Presence::Absent => without_column(catalogue, records, (table, definition), child),
            // The plan that a core group is of may say whose it is.
            Presence::Blank if leads_on(catalogue, records, table) => None,
            Presence::Present | Presence::Blank => {
                of_table(catalogue, records, (table, definition), child)
            }
        }
    });
    problems.collect()
}

/// That a table of our own has no column of children, and no other that leads to one.
fn without_column(
    catalogue: &Catalogue,
    records: &Records,
    (table, definition): (TableId, &Table),
    child: FieldId,
) -> Option<Problem> {
    let rows = records.rows(table);
    let (file, _) = (rows > 0).then(|| records.place(table, 0))?;
    if !is_native(records, file) || leads_on(catalogue, records, table) {
        return None;
    }
    let field = &definition.fields[child.index()].name;
    let counted = match rows {
        1 => "its 1 record counts".to_owned(),
        rows => format!("its {} records count", grouped(u64::from(rows))),
    };
    let message = format!(
        "it has no heading {field}: {counted} for no child; name the column of the child's id so"
    );
    let problem = Problem::new(ProblemSeverity::Error, message).in_file(file);
    Some(problem.first(First::NoChildColumn))
}

fn is_native(records: &Records, file: FileId) -> bool {
    records.files[file.index()].kind.origin() == "native"
}

/// Whether records of a table name others that have a child.
fn leads_on(catalogue: &Catalogue, records: &Records, table: TableId) -> bool {
    let definition = catalogue.table(table);
    let mut fields = definition.field_ids();
    fields.any(|field| {
        leads_to_child(catalogue, &definition.fields[field.index()].kind)
            && records.presence(table, field) == Presence::Present
    })
}

fn leads_to_child(catalogue: &Catalogue, kind: &FieldKind) -> bool {
    let has_child = |table: &TableId| catalogue.table(*table).child.is_some();
    matches!(kind, FieldKind::Reference(tables) if tables.iter().any(has_child))
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
        leads_to_child(catalogue, &definition.fields[field.index()].kind)
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
    let column = records.column(table, child);
    let is_unread = |row: &u32| column.is_some_and(|column| column.is_unreadable(*row));
    let readable = match rows.iter().filter(|row| is_unread(row)).count() {
        0 => "",
        _ => " that can be read",
    };
    let message = match rows.len() {
        1 => format!("a record of {name} has no {field}{readable}: it counts for no child{except}"),
        count => format!(
            "{count} records of {name} have no {field}{readable}, this the first: they count for no child{except}"
        ),
    };
    let many = records.childless(table);
    let message = many.map_or(message, |(count, of)| {
        format!("{count} of the {of} records of {name} have no {field}{readable}, this the first: what asks for those of each child is not judged; are cells merged, or an id written once for several rows?")
    });
    let problem = Problem::new(ProblemSeverity::Error, message).in_file(file);
    let problem = problem
        .at_row(line)
        .in_column(field)
        .times(rows.len() as u64);
    // A column that says nothing is as good as none, however few its records are.
    let is_lost = others.is_empty() && rows.len() as u32 == records.rows(table);
    Some(if is_lost && is_native(records, file) {
        problem.first(First::NoChildColumn)
    } else if is_lost || many.is_some() {
        problem.first(First::Childless)
    } else {
        problem
    })
}
