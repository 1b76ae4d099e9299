//! The one value that is worked out from other records rather than exported.

use super::catalogue::{Catalogue, FieldId, TableId};
use super::column::Column;
use super::index::Groups;
use super::records::Records;

/// The legal statuses of a series of short breaks: the child still lives at home, and is to be visited there.
const SHORT_BREAKS: [&str; 2] = ["V3", "V4"];

/// `cp_plans.looked_after_on`, where blank, reads as the day the child came into care while the plan ran.
///
/// Visits under the plan end on that day, so a short break or a period in care that the plan outlived is passed over: a child who
/// went home again on the plan must not drop out of sight.
///
/// Gives the field that now exists, wherever `care_periods` does. A start after the as-at date reads as blank, like every event, so this need not know that date.
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
    let mut worked_out = Column::Date(Vec::new());
    for row in 0..records.rows(plans) {
        let end = date(records.column(plans, ended), row);
        let child = records.child_of(catalogue, plans, row);
        let first = date(records.column(plans, started), row).and_then(|start| {
            let lasted = |&care_row: &u32| {
                let status = records
                    .column(care, legal_status)
                    .map_or("", |column| records.codes.text(column.code(care_row)));
                let went_home = date(records.column(care, care_ended), care_row)
                    .is_some_and(|home| end.is_none_or(|end| home < end));
                !went_home && !SHORT_BREAKS.contains(&status)
            };
            let periods = care_of_child.rows(child.0).iter().copied();
            periods
                .filter(lasted)
                .filter_map(|care_row| date(records.column(care, care_started), care_row))
                .filter(|day| *day >= start && end.is_none_or(|end| *day <= end))
                .min()
        });
        match first {
            Some(day) => worked_out.push_date(day),
            None => worked_out.fill(row as usize + 1),
        }
    }
    let rows = records.rows(plans) as usize;
    let plans_held = &mut records.tables[plans.index()];
    plans_held.columns[field.index()]
        .get_or_insert(Column::Date(Vec::new()))
        .fill(rows);
    plans_held.worked_out = Some((field, worked_out));
    Some((plans, field))
}
