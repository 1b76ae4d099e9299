//! Each table: how fresh and how full it is, and what in it is no evidence.

use std::collections::BTreeMap;

use crate::check::gaps::{Gap, gaps};
use crate::model::catalogue::{FieldId, Table, TableId};
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::records::Presence;
use crate::report::layout::{grouped, plural, title, wrapped};

use super::Inspection;

pub(super) fn show(text: &mut String, inspection: &Inspection<'_>) {
    title(text, "TABLES");
    let (catalogue, records) = (&inspection.ruleset.catalogue, inspection.records);
    for (id, table) in catalogue.tables().filter(|(id, _)| records.has_table(*id)) {
        let newest = records.newest_event(catalogue, id, inspection.view.as_at);
        let newest = newest
            .map(|day| format!("; newest event {}", day.in_words()))
            .unwrap_or_default();
        let latest_only = if records.is_latest_only(id) {
            format!("; only the last {} of each child", table.one)
        } else {
            String::new()
        };
        let count = plural(records.rows(id).into(), "record");
        let line = format!("{}: {count}{newest}{latest_only}", table.name);
        wrapped(text, &line, inspection.width, 2);
        if records.rows(id) == 0 {
            continue;
        }
        let name = |field: FieldId| table.fields[field.index()].name.clone();
        let empty = table
            .field_ids()
            .filter(|field| records.presence(id, *field) == Presence::Blank);
        let empty: Vec<String> = empty.map(name).collect();
        inspection.item(text, "headed, but blank in every row", &empty);
        inspection.item(text, "blank", &blank(inspection, id, table));
        inspection.item(text, "filled alike", &alike(inspection, id, table));
        inspection.item(text, "problems", &problems(inspection, id, table));
        inspection.item(text, "sudden gaps", &sudden(&gaps(id, inspection.view)));
    }
}

/// "team 12%", the fields that are blank most often first.
fn blank(inspection: &Inspection<'_>, id: TableId, table: &Table) -> Vec<String> {
    let records = inspection.records;
    let rows = u64::from(records.rows(id));
    let mut shares: Vec<(u64, FieldId)> = table
        .field_ids()
        .filter(|field| records.presence(id, *field) == Presence::Present)
        .filter_map(|field| {
            let column = records.column(id, field)?;
            let blank = (0..records.rows(id)).filter(|row| column.is_blank(*row));
            // Some are filled, so that it is never said to be all of them.
            let share = (blank.count() as u64 * 100 / rows).min(99);
            (share > 0).then_some((share, field))
        })
        .collect();
    shares.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    shares
        .into_iter()
        .map(|(share, field)| format!("{} {share}%", table.fields[field.index()].name))
        .collect()
}

fn alike(inspection: &Inspection<'_>, id: TableId, table: &Table) -> Vec<String> {
    let records = inspection.records;
    let says = |field: FieldId| {
        let says = if records.filled_alike(id, field)? {
            "yes"
        } else {
            "no"
        };
        let (name, count) = (&table.fields[field.index()].name, records.rows(id));
        Some(format!(
            "{name} ({says} in all {}: no evidence)",
            grouped(count.into())
        ))
    };
    table.field_ids().filter_map(says).collect()
}

/// "`due_on` 14", under the names of the files.
fn problems(inspection: &Inspection<'_>, id: TableId, table: &Table) -> Vec<String> {
    let mut columns: BTreeMap<&str, u64> = BTreeMap::new();
    for problem in inspection.problems {
        if let Some(column) = &problem.column
            && problem.severity != ProblemSeverity::Note
            && is_of(problem, column, inspection, id, table)
        {
            *columns.entry(column).or_default() += problem.count;
        }
    }
    columns
        .into_iter()
        .map(|(column, count)| format!("{column} {}", grouped(count)))
        .collect()
}

/// Of a file that fills several tables, the first that has the column.
fn is_of(
    problem: &Problem,
    column: &str,
    inspection: &Inspection<'_>,
    id: TableId,
    table: &Table,
) -> bool {
    let Some(file) = problem.file else {
        return false;
    };
    let tables = &inspection.records.files[file.index()].tables;
    let mut with = tables
        .iter()
        .filter(|found| found.used.iter().any(|used| used == column));
    match with.next() {
        Some(found) => found.table == id,
        None => table.field(column).is_some() && tables.iter().any(|found| found.table == id),
    }
}

/// "3 in August 2025, where 84 a month are usual".
fn sudden(gaps: &[Gap]) -> Vec<String> {
    let found = |gap: &Gap| {
        let day = gap.month.first_day().in_words();
        let month = day.split_once(' ').map_or("", |(_, month)| month);
        format!("{} in {month}", gap.found)
    };
    let usual = gaps
        .first()
        .map(|gap| format!("where {:.0} a month are usual", gap.usual));
    gaps.iter().map(found).chain(usual).collect()
}
