//! Values that are worked out from others rather than exported.

use super::answer::Answer;
use super::catalogue::{Catalogue, FieldId, TableId};
use super::column::Column;
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
        // One that is headed and blank throughout is as good as none, and who was seen alone says nothing of the others.
        let rows = held.rows;
        let column = column
            .as_mut()
            .filter(|column| records.complete || column.has_values(rows));
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
            || is_unreadable(legal_status)
            || !status.is_blank() && !period.fields[legal_status.index()].lists(status)
    };
    let worked_out = (0..rows).map(|row| {
        let start = date(records.column(plans, started), row);
        let child = records.child_of(catalogue, plans, row);
        let periods = care_of_child.rows(child.0).iter().filter_map(|&care_row| {
            let period = InCare {
                came: date(records.column(care, care_started), care_row),
                home: date(records.column(care, care_ended), care_row),
                is_doubtful: is_doubtful(care_row),
            };
            let is_short_break = SHORT_BREAKS.contains(&records.codes.text(status(care_row)));
            let is_of_plan = match period.came {
                Some(came) => start.is_some_and(|start| came >= start),
                None => {
                    let home = period.home.zip(start);
                    period.is_doubtful && home.is_none_or(|(home, start)| home >= start)
                }
            };
            (is_of_plan && !is_short_break).then_some(period)
        });
        let mut periods: Vec<InCare> = periods.collect();
        periods.sort_unstable_by_key(|period| period.came);
        LookedAfter {
            plan_ended: date(records.column(plans, ended), row),
            periods,
        }
    });
    let worked_out = worked_out.collect();
    let plans_held = &mut records.tables[plans.index()];
    plans_held.columns[field.index()]
        .get_or_insert(Column::Date(Vec::new()))
        .fill(rows as usize);
    plans_held.worked_out = Some((field, worked_out));
    Some((plans, field))
}

impl Records {
    /// What other records tell of a field, where they do.
    fn told_by_others(&self, table: TableId, field: FieldId, row: u32) -> Option<&LookedAfter> {
        let (of, rows) = self.tables[table.index()].worked_out.as_ref()?;
        (*of == field).then(|| &rows[row as usize])
    }

    /// What a blank date reads as, worked out from other records.
    pub(super) fn worked_out(
        &self,
        table: TableId,
        field: FieldId,
        row: u32,
        as_at: Day,
    ) -> Option<Day> {
        self.told_by_others(table, field, row)?.on(as_at)
    }

    /// Whether a blank reads as what other records tell.
    pub fn is_worked_out(&self, table: TableId, field: FieldId) -> bool {
        self.tables[table.index()].can_work_out(field)
    }

    /// Whether other records leave it open what a blank date reads as.
    pub fn is_in_doubt(&self, table: TableId, field: FieldId, row: u32, as_at: Day) -> bool {
        self.told_by_others(table, field, row)
            .is_some_and(|told| told.is_in_doubt(as_at))
    }

    /// The first day that such a date may be; none where it may be any.
    pub(super) fn doubtful_since(
        &self,
        table: TableId,
        field: FieldId,
        row: u32,
        as_at: Day,
    ) -> Option<Day> {
        self.told_by_others(table, field, row)?
            .doubtful_since(as_at)
    }

    /// Whether a blank date of a table may be worked out from other records.
    pub fn works_out(&self, table: TableId) -> bool {
        self.tables[table.index()].worked_out.is_some()
    }
}

/// When the child of one plan came into care, as it looks on any day.
pub(super) struct LookedAfter {
    plan_ended: Option<Day>,
    /// Periods in care from the plan's start on, in order.
    periods: Vec<InCare>,
}

struct InCare {
    came: Option<Day>,
    home: Option<Day>,
    /// One of its dates cannot be read, or nobody knows what its legal status says.
    is_doubtful: bool,
}

impl LookedAfter {
    pub(super) fn on(&self, as_at: Day) -> Option<Day> {
        let mut lasting = self.lasting(as_at).filter(|period| !period.is_doubtful);
        lasting.find_map(|period| period.came)
    }

    /// Whether the child may have come into care by that day, and nobody can tell.
    pub(super) fn is_in_doubt(&self, as_at: Day) -> bool {
        self.lasting(as_at).any(|period| period.is_doubtful)
    }

    /// The first day on which it may have; none where it may have been on any.
    pub(super) fn doubtful_since(&self, as_at: Day) -> Option<Day> {
        let doubtful = self.lasting(as_at).filter(|period| period.is_doubtful);
        // A period without a day comes first.
        doubtful.map(|period| period.came).min()?
    }

    /// The periods that had begun while the plan ran, and from which the child had not gone home while it did.
    fn lasting(&self, as_at: Day) -> impl Iterator<Item = &InCare> {
        let has_come = move |day: &Day| *day <= as_at;
        let plan_ended = self.plan_ended.filter(has_come);
        self.periods.iter().filter(move |period| {
            let went_home = period
                .home
                .filter(has_come)
                .is_some_and(|home| plan_ended.is_none_or(|ended| home < ended));
            let came = period
                .came
                .is_none_or(|came| has_come(&came) && plan_ended.is_none_or(|ended| came <= ended));
            came && !went_home
        })
    }
}
