//! The one value that is worked out from other records rather than exported.

use super::catalogue::Catalogue;
use super::column::Column;
use super::day::Day;
use super::index::Groups;
use super::records::Records;

/// `cp_plans.looked_after_on`, where blank, is the day the child came into care while the plan ran.
///
/// A start after the as-at date reads as blank, like every event, so this need not know that date.
pub(super) fn fill_looked_after(catalogue: &Catalogue, records: &mut Records) {
    let (Some(plans), Some(care)) = (catalogue.find("cp_plans"), catalogue.find("care_periods"))
    else {
        return;
    };
    let plan = catalogue.table(plans);
    let (Some(field), Some(started), Some(ended)) = (
        plan.field("looked_after_on"),
        plan.field("started_on"),
        plan.field("ended_on"),
    ) else {
        return;
    };
    let Some(care_started) = catalogue.table(care).field("started_on") else {
        return;
    };
    if !records.has_table(care) || !records.has_table(plans) {
        return;
    }
    let care_of_child = Groups::by_child(catalogue, records, care);
    let date =
        |column: Option<&Column>, row: u32| column.and_then(|column| column.recorded_date(row));
    let mut filled = Column::Date(Vec::new());
    for row in 0..records.rows(plans) {
        let own = date(records.column(plans, field), row);
        let worked_out = || -> Option<Day> {
            let start = date(records.column(plans, started), row)?;
            let end = date(records.column(plans, ended), row);
            let child = records.child_of(catalogue, plans, row);
            let starts = care_of_child
                .rows(child.0)
                .iter()
                .filter_map(|&care_row| date(records.column(care, care_started), care_row));
            starts
                .filter(|day| *day >= start && end.is_none_or(|end| *day <= end))
                .min()
        };
        match own.or_else(worked_out) {
            Some(day) => filled.push_date(day),
            None => filled.fill(row as usize + 1),
        }
    }
    records.tables[plans.index()].columns[field.index()] = Some(filled);
}
