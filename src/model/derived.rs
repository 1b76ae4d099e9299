//! Values that are worked out from others rather than exported.

use super::catalogue::{Catalogue, FieldId, TableId};
use super::column::{Answer, Column};
use super::day::Day;
use super::index::Groups;
use super::intern::Symbol;
use super::records::{Presence, Records};

/// The legal statuses of a series of short breaks: the child still lives at home, and is to be visited there.
const SHORT_BREAKS: [&str; 2] = ["V3", "V4"];

/// Tables that ask whether the child was seen, and whether alone.
const SEEN: [&str; 2] = ["visits", "s47_enquiries"];

/// A child who was seen alone was seen, where that is blank: many systems ask for the first only.
pub(super) fn fill_seen(catalogue: &Catalogue, records: &mut Records) {
    for table in SEEN.iter().filter_map(|name| catalogue.find(name)) {
        let definition = catalogue.table(table);
        let (Some(seen), Some(alone)) = (
            definition.field("child_seen"),
            definition.field("child_seen_alone"),
        ) else {
            continue;
        };
        // In an example of a rule every field is there that it does not call absent.
        let is_there = records.complete && records.presence(table, seen) == Presence::Present;
        let held = &mut records.tables[table.index()];
        let Some(Column::Flag(alone)) = held.columns[alone.index()].clone() else {
            continue;
        };
        let column = &mut held.columns[seen.index()];
        if is_there && column.is_none() {
            *column = Some(Column::Flag(vec![Answer::Blank; alone.len()]));
        }
        if let Some(Column::Flag(seen)) = column {
            for (seen, alone) in seen.iter_mut().zip(alone) {
                if alone == Answer::Yes && *seen != Answer::No {
                    *seen = alone;
                }
            }
        }
    }
}

/// `cp_plans.looked_after_on`, where blank, reads as the day the child came into care while the plan ran.
///
/// Visits under the plan end on that day, so a short break or a period in care that the plan outlived is passed over: a child who
/// went home again on the plan must not drop out of sight.
///
/// Gives the field that now exists, wherever `care_periods` does. What it reads as hangs on the as-at date: an end that has not come
/// yet is none. Where a date of a period cannot be read, or nobody knows what its legal status says, so that the child may have come
/// into care or may not, neither is taken for granted.
pub(super) fn fill_looked_after(
    catalogue: &Catalogue,
    records: &mut Records,
) -> Option<(TableId, FieldId)> {
    let (plans, care) = (catalogue.find("cp_plans")?, catalogue.find("care_periods")?);
    let plan = catalogue.table(plans);
    let (field, started, ended) = (
        plan.field("looked_after_on")?,
        plan.field("started_on")?,
        plan.field("ended_on")?,
    );
    let period = catalogue.table(care);
    let (care_started, care_ended, legal_status) = (
        period.field("started_on")?,
        period.field("ended_on")?,
        period.field("legal_status")?,
    );
    if !records.has_table(care) || !records.has_table(plans) {
        return None;
    }
    let care_of_child = Groups::by_child(catalogue, records, care);
    let date =
        |column: Option<&Column>, row: u32| column.and_then(|column| column.recorded_date(row));
    let rows = records.rows(plans);
    let status = |care_row: u32| {
        records
            .column(care, legal_status)
            .map_or(Symbol::BLANK, |column| column.code(care_row))
    };
    let is_doubtful = |care_row: u32| {
        let is_unreadable = |field| {
            let column = records.column(care, field);
            column.is_some_and(|column| column.is_unreadable(care_row))
        };
        let status = status(care_row);
        is_unreadable(care_started)
            || is_unreadable(care_ended)
            || !status.is_blank() && !period.fields[legal_status.index()].lists(status)
    };
    let mut in_doubt = Vec::new();
    let worked_out = (0..rows).map(|row| {
        let start = date(records.column(plans, started), row);
        let plan_ended = date(records.column(plans, ended), row);
        let child = records.child_of(catalogue, plans, row);
        let mut periods = Vec::new();
        for &care_row in care_of_child.rows(child.0) {
            let came = date(records.column(care, care_started), care_row);
            let home = date(records.column(care, care_ended), care_row);
            let is_before = came.is_some_and(|came| start.is_none_or(|start| came < start));
            let is_after = came
                .zip(plan_ended)
                .is_some_and(|(came, ended)| came > ended);
            if is_before || SHORT_BREAKS.contains(&records.codes.text(status(care_row))) {
                continue;
            }
            if is_doubtful(care_row) {
                if !is_after {
                    in_doubt.push(row);
                }
            } else if let Some(came) = came {
                periods.push((came, home));
            }
        }
        periods.sort_unstable();
        LookedAfter {
            plan_ended,
            periods,
        }
    });
    let worked_out = worked_out.collect();
    let plans_held = &mut records.tables[plans.index()];
    let column = plans_held.columns[field.index()].get_or_insert(Column::Date(Vec::new()));
    column.fill(rows as usize);
    for row in in_doubt {
        if column.is_blank(row) {
            column.mark_unreadable(row);
        }
    }
    plans_held.worked_out = Some((field, worked_out));
    Some((plans, field))
}

/// When the child of one plan came into care, as it looks on any day.
pub(super) struct LookedAfter {
    plan_ended: Option<Day>,
    /// Periods in care from the plan's start on, and their ends, in order.
    periods: Vec<(Day, Option<Day>)>,
}

impl LookedAfter {
    pub(super) fn on(&self, as_at: Day) -> Option<Day> {
        let has_come = |day: &Day| *day <= as_at;
        let plan_ended = self.plan_ended.filter(has_come);
        let lasted = |(came, home): &&(Day, Option<Day>)| {
            let went_home = home
                .filter(has_come)
                .is_some_and(|home| plan_ended.is_none_or(|ended| home < ended));
            has_come(came) && plan_ended.is_none_or(|ended| *came <= ended) && !went_home
        };
        self.periods.iter().find(lasted).map(|(came, _)| *came)
    }
}
