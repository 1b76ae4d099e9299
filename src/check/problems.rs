//! Problems that only judging shows: contradicting dates, records of children who have grown up, days past the calendar.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::catalogue::{FieldId, FieldKind, OwnDates, TableId};
use crate::model::day::Day;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::records::Target;
use crate::model::view::View;
use crate::rules::Ruleset;

use super::context::Context;
use super::obligation::Contradiction;
use super::scope::is_open;

/// One problem for each pair of dates that contradict each other, naming the first record.
pub(super) fn contradictions<'p>(
    found: impl Iterator<Item = Contradiction<'p>>,
    view: View<'_>,
) -> Vec<Problem> {
    let mut pairs: BTreeMap<_, (u32, u64)> = BTreeMap::new();
    for contradiction in found {
        // Work that ended before a birth is no mistake: the family moved, or the baby was not born.
        if contradiction.is_end && contradiction.earlier.starts_with("child.") {
            continue;
        }
        let key = (
            contradiction.table,
            contradiction.later,
            contradiction.earlier,
        );
        pairs.entry(key).or_insert((contradiction.row, 0)).1 += 1;
    }
    pairs
        .into_iter()
        .map(|((table, later, earlier), (row, count))| {
            let (file, line) = view.records.place(table, row);
            let name = &view.catalogue.table(table).name;
            let who = if count == 1 {
                format!("a record of {name} has")
            } else {
                format!("{count} records of {name}, this the first, have")
            };
            let message =
                format!("{who} {later} before {earlier}: what hangs on them is not judged");
            Problem::new(ProblemSeverity::Error, message)
                .in_file(file)
                .at_row(line)
                .in_column(later.to_owned())
                .times(count)
        })
        .collect()
}

/// Records that are open though the child has grown up. Where it is the date of birth that is wrong, a child is owed what nobody
/// asks for: one problem for each table, naming the first record. A record of another that is over so is not told beside it: a
/// young person may stay with the foster carer (Children Act 1989, section 23CZA), and what is wrong is told of the time in care.
pub(super) fn grown_up(tables: &BTreeSet<TableId>, context: Context<'_>) -> Vec<Problem> {
    let view = context.view;
    let problem = |table: &TableId| {
        let definition = view.catalogue.table(*table);
        let (OwnDates::Span { to, .. }, Some(age)) = (definition.dates, definition.to_age) else {
            return None;
        };
        let is_over = |row: &u32| {
            !view.is_left_out(*table, *row)
                && is_open(view.placed(*table, *row), view.as_at)
                && context.grown_up_by_now(*table, *row).is_some()
                && !belongs_to_what_is_over(*table, *row, view)
        };
        let mut rows = (0..view.records.rows(*table)).filter(is_over);
        let first = rows.next()?;
        let count = 1 + rows.count() as u64;
        let message = if count == 1 {
            format!(
                "a {} is open after the child's {age}th birthday: nothing is asked under it from that day; end it, or put the date of birth right",
                definition.one
            )
        } else {
            format!(
                "{count} {}, this the first, are open after the child's {age}th birthday: nothing is asked under them from that day; end them, or put the date of birth right",
                definition.many
            )
        };
        let (file, line) = view.records.place(*table, first);
        let problem = Problem::new(ProblemSeverity::Error, message).in_file(file);
        let to = definition.fields[to.index()].name.clone();
        Some(problem.at_row(line).in_column(to).times(count))
    };
    tables.iter().filter_map(problem).collect()
}

/// Whether a record names another that is over by the same birthday, and these files hold it.
fn belongs_to_what_is_over(table: TableId, row: u32, view: View<'_>) -> bool {
    let (records, catalogue) = (view.records, view.catalogue);
    let leads_there = |field: FieldId| match records.target(catalogue, table, field, row) {
        Target::Row(other, _) => catalogue.table(other).to_age.is_some(),
        _ => false,
    };
    let definition = catalogue.table(table);
    let is_reference = |field: &FieldId| {
        let kind = &definition.fields[field.index()].kind;
        matches!(kind, FieldKind::Reference(_))
    };
    definition.field_ids().filter(is_reference).any(leads_there)
}

pub(super) fn calendar(ruleset: &Ruleset, as_at: Day, beyond: u64) -> Option<Problem> {
    let known = ruleset.calendar.known_until()?;
    let message = if as_at > known {
        format!(
            "bank holidays are known only until {}: since then every weekday counts as a working day",
            known.in_words()
        )
    } else if beyond > 0 {
        let dates = if beyond == 1 {
            "1 due date lies".to_owned()
        } else {
            format!("{beyond} due dates lie")
        };
        format!(
            "{dates} after {}, the last day for which bank holidays are known",
            known.in_words()
        )
    } else {
        return None;
    };
    Some(Problem::new(ProblemSeverity::Warning, message).times(beyond.max(1)))
}
