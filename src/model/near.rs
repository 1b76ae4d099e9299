//! Records of one child that two formats date some days apart: whether they are one event nobody but a person can say.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Catalogue, OwnDates, TableId};
use super::problem::{Problem, ProblemSeverity};
use super::records::Records;

/// Days within which two formats may well mean one event: Annex A, for one, gives an enquiry the day of its strategy discussion.
pub(super) const DAYS: i32 = 14;

/// Says how many records, of those that are not `told` by two formats anyway, stand close to one of another format that may be one
/// with them but for the day.
pub(super) fn problem(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
    told: &BTreeSet<u32>,
    may_be_one: impl Fn(u32, u32) -> bool,
) -> Option<Problem> {
    let definition = catalogue.table(table);
    let (OwnDates::At(date) | OwnDates::Span { from: date, .. }) = definition.dates else {
        return None;
    };
    let days = records.column(table, date)?;
    let mut of_child: BTreeMap<u32, Vec<(i32, u32)>> = BTreeMap::new();
    for row in (0..records.rows(table)).filter(|row| !told.contains(row)) {
        let child = records.child_of(catalogue, table, row);
        if let (false, Some(day)) = (child.is_blank(), days.recorded_date(row)) {
            of_child
                .entry(child.0)
                .or_default()
                .push((day.number(), row));
        }
    }
    let origin = |row: u32| {
        let file = records.place(table, row).0;
        records.files[file.index()].kind.origin()
    };
    let (mut count, mut first) = (0, None);
    for rows in of_child.values_mut() {
        rows.sort_unstable();
        let mut pairs = rows.windows(2);
        while let Some([(day, row), (next, other)]) = pairs.next() {
            let is_near = next - day <= DAYS && origin(*row) != origin(*other);
            if is_near && may_be_one(*row, *other) {
                count += 1;
                let later = *row.max(other);
                first = Some(first.map_or(later, |first: u32| first.min(later)));
                // Each goes with one other at most.
                pairs.next();
            }
        }
    }
    let (file, line) = records.place(table, first?);
    let name = &definition.name;
    let message = match count {
        1 => format!(
            "a record of {name} is within two weeks of one that another format has of the same child: if they are one event, it is counted twice"
        ),
        count => format!(
            "{count} records of {name}, this the first, are within two weeks of one that another format has of the same child: if they are one event, it is counted twice"
        ),
    };
    let problem = Problem::new(ProblemSeverity::Warning, message);
    Some(problem.in_file(file).at_row(line).times(count))
}
