//! What more than one format asks of a record.

use super::sheet::Record;
use crate::demo::table::Table;

/// Assessments of parents and of relatives are other forms than that of the child's needs.
pub fn is_of_the_child(assessment: &Record<'_, '_>) -> bool {
    !["parenting", "connected person"].contains(&assessment.get("kind"))
}

/// The period in care that a record names.
pub fn period<'r, 'c>(record: &Record<'r, 'c>) -> Option<Record<'r, 'c>> {
    let id = record.get("period_id");
    record
        .of_child(Table::CarePeriods)
        .find(|period| period.get("period_id") == id)
}

/// The child's last referral by a day.
pub fn referral_by<'r, 'c>(record: &Record<'r, 'c>, day: &str) -> Option<Record<'r, 'c>> {
    record.latest(Table::Referrals, "received_on", |referral| {
        referral.get("received_on") <= day
    })
}

/// Whether a plan for a permanent home ended with the child's time in care, and so in an order.
pub fn ended_in_an_order(plan: &Record<'_, '_>) -> bool {
    plan.has("ended_on")
        && period(plan).is_some_and(|period| period.get("ended_on") == plan.get("ended_on"))
}

/// The day the child was placed for adoption; "" where they were not.
pub fn placed_for_adoption<'r>(plan: &Record<'r, '_>) -> &'r str {
    let placement = plan
        .of_child(Table::Placements)
        .find(|placement| placement.get("kind").starts_with('A'));
    placement.map_or("", |placement| placement.get("started_on"))
}
