//! The columns about the child that stand in front of every list, and whoever works with them.

use std::borrow::Cow;

use super::answers::{ETHNICITIES, GENDERS, YES_NO_OR_UNKNOWN};
use crate::demo::formats::sheet::Cell::{Is, Made};
use crate::demo::formats::sheet::{Cell, Record, british, coded};
use crate::demo::table::Table;
use crate::model::day::Day;

pub const ID: &[(&str, Cell)] = &[("Child Unique ID", Is("child_id"))];

pub const CHILD: &[(&str, Cell)] = &[
    ("Gender", Made(gender)),
    ("Ethnicity", Made(ethnicity)),
    ("Date of Birth", Made(born)),
    ("Age of Child (Years)", Made(age)),
];

pub const DISABILITY: &[(&str, Cell)] = &[("Does the Child have a Disability", Made(disability))];

/// Who holds the case now, or held it when it ended.
pub const ALLOCATED: &[(&str, Cell)] = &[
    ("Allocated Team", Made(allocated_team)),
    ("Allocated Worker", Made(allocated_worker)),
];

/// Who dealt with the event that the row is of.
pub const DEALT_WITH: &[(&str, Cell)] = &[
    ("Allocated Team", Is("team")),
    ("Allocated Worker", Is("worker_id")),
];

fn of_child<'r>(record: &Record<'r, '_>, field: &str) -> &'r str {
    let child = record.of_child(Table::Children).next();
    child.map_or("", |child| child.get(field))
}

fn gender<'r>(record: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(coded(of_child(record, "sex"), GENDERS))
}

fn ethnicity<'r>(record: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(coded(of_child(record, "ethnicity"), ETHNICITIES))
}

fn disability<'r>(record: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(coded(of_child(record, "disabled"), YES_NO_OR_UNKNOWN))
}

pub fn unaccompanied<'r>(record: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(coded(of_child(record, "unaccompanied"), YES_NO_OR_UNKNOWN))
}

/// The expected date where the child is not born.
fn born<'r>(record: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(british(match of_child(record, "date_of_birth") {
        "" => of_child(record, "expected_birth_on"),
        born => born,
    }))
}

/// In whole years on the day of the export: -1 before birth.
fn age<'r>(record: &'r Record<'_, '_>) -> Cow<'r, str> {
    let as_at = record.cases.as_at;
    let born = Day::parse_iso(of_child(record, "date_of_birth"));
    Cow::Owned(
        born.map_or(-1, |born| born.whole_years_to(as_at))
            .to_string(),
    )
}

/// Nobody where the last worker of an open case has left.
fn allocation<'r, 'c>(record: &Record<'r, 'c>) -> Option<Record<'r, 'c>> {
    let case = record.latest(Table::Referrals, "received_on", |_| true);
    let is_open = case.is_some_and(|case| !case.has("closed_on"));
    let last = record.latest(Table::Allocations, "started_on", |allocation| {
        allocation.get("role") == "allocated social worker"
    });
    last.filter(|last| !is_open || !last.has("ended_on"))
}

fn allocated_team<'r>(record: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(allocation(record).map_or("", |allocation| allocation.get("team")))
}

pub fn allocated_worker<'r>(record: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(allocation(record).map_or("", |allocation| allocation.get("worker_id")))
}

/// Whether a day lies in the months before the export.
pub fn in_last_months(record: &Record<'_, '_>, day: &str, months: i32) -> bool {
    let as_at = record.cases.as_at;
    Day::parse_iso(day).is_some_and(|day| as_at.plus_months(-months) < day && day <= as_at)
}

/// How many of the child's rows of a table fall into the twelve months before the latest of them. It is not counted.
pub fn in_twelve_months_before_latest(record: &Record<'_, '_>, table: Table, by: &str) -> String {
    let latest = record.latest(table, by, |_| true);
    let count = latest.as_ref().map_or(0, |latest| {
        let from = latest.day(by).map(|day| day.plus_months(-12));
        record
            .of_child(table)
            .filter(|other| !other.is(latest) && other.has(by) && other.day(by) > from)
            .count()
    });
    count.to_string()
}
