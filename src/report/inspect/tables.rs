//! Each table: how fresh and how full it is, and what in it is no evidence.

use std::collections::BTreeMap;

use crate::check::freshness::FRESH_FOR_DAYS;
use crate::check::gaps::{Gap, gaps};
use crate::model::catalogue::{FieldId, Table, TableId};
use crate::model::day::Day;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::records::Presence;
use crate::report::layout::{grouped, plural, title, wrapped};

use super::Inspection;

pub(super) fn show(text: &mut String, inspection: &Inspection<'_>) {
    title(text, "TABLES");
    let (catalogue, records) = (&inspection.ruleset.catalogue, inspection.records);
    let tables = || catalogue.tables().filter(|(id, _)| records.has_table(*id));
    for (id, table) in tables().filter(|(id, _)| records.rows(*id) > 0) {
        let newest = records.newest_event(catalogue, id, inspection.view.as_at);
        let newest = newest.map(|day| newest_event(day, inspection.view.as_at));
        let latest_only = if records.is_latest_only(id) {
            "; judged from each child's last one on"
        } else {
            ""
        };
        let count = plural(records.rows(id).into(), "record");
        let newest = newest.unwrap_or_default();
        let line = format!("{}: {count}{newest}{latest_only}", table.name);
        wrapped(text, &line, inspection.width, 2);
        let name = |field: FieldId| table.fields[field.index()].name.clone();
        let empty = table
            .field_ids()
            .filter(|field| records.presence(id, *field) == Presence::Blank);
        let empty: Vec<String> = empty.map(name).collect();
        inspection.item(text, "blank in every row", &empty);
        inspection.item(text, "blank", &blank(inspection, id, table));
        inspection.item(text, "filled alike", &alike(inspection, id, table));
        inspection.item(text, "problems", &problems(inspection, id, table));
        inspection.item(text, "sudden gaps", &sudden(&gaps(id, inspection.view)));
    }
    let without: Vec<&str> = tables()
        .filter(|(id, _)| records.rows(*id) == 0)
        .map(|(_, table)| table.name.as_str())
        .collect();
    if !without.is_empty() {
        let line = format!("Given, and without a record: {}", without.join(", "));
        wrapped(text, &line, inspection.width, 2);
    }
}

/// "; newest event 2 March 2021, 1,855 days before": of a newer export nothing is said.
fn newest_event(day: Day, as_at: Day) -> String {
    let age = as_at.number() - day.number();
    let age = if age > FRESH_FOR_DAYS {
        format!(", {} days before", grouped(u64::from(age.unsigned_abs())))
    } else {
        String::new()
    };
    format!("; newest event {}{age}", day.in_words())
}

/// "team 12%", the fields that are blank most often first; of few records "team 1 of 6".
fn blank(inspection: &Inspection<'_>, id: TableId, table: &Table) -> Vec<String> {
    /// Fewer records have no share worth the name.
    const FEW: u64 = 20;
    let records = inspection.records;
    let rows = u64::from(records.rows(id));
    let mut shares: Vec<(u64, u64, FieldId)> = table
        .field_ids()
        .filter(|field| records.presence(id, *field) == Presence::Present)
        .filter_map(|field| {
            let column = records.column(id, field)?;
            let blank = (0..records.rows(id))
                .filter(|row| column.is_blank(*row) && !column.is_unreadable(*row));
            let blank = blank.count() as u64;
            let share = blank * 100 / rows;
            // A field that other tables fill may be blank here in every record.
            let is_told = (share > 0 || rows < FEW) && (1..rows).contains(&blank);
            is_told.then_some((share, blank, field))
        })
        .collect();
    shares.sort_by(|one, other| other.0.cmp(&one.0).then(one.2.cmp(&other.2)));
    shares
        .into_iter()
        .map(|(share, blank, field)| {
            let name = &table.fields[field.index()].name;
            if rows < FEW {
                format!("{name} {blank} of {rows}")
            } else {
                format!("{name} {share}%")
            }
        })
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
