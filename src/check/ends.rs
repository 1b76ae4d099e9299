//! What ends a subject, and all that is owed to a child.

use std::collections::BTreeMap;

use crate::model::catalogue::{OwnDates, TableId};
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::model::records::Target;
use crate::model::view::{Placed, View};
use crate::rules::path::ValuePath;

use super::context::{Birth, Context, first_day};
use super::obligation::Detail;

/// The day from which nothing more is asked of a subject.
#[derive(Clone, Copy, Debug)]
pub struct End<'p> {
    pub on: Day,
    pub of: EndOf,
    /// The field that says so.
    pub field: &'p str,
}

/// What came to its end. Where it is not the subject itself, nothing is owed from then on, and what was owed before stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndOf {
    Subject,
    /// The child died.
    Life,
    /// The child grew up.
    Childhood,
}

/// A subject that may have ended, nobody can tell when.
#[derive(Clone, Copy, Debug)]
pub struct UnreadableEnd<'p> {
    pub detail: Detail<'p>,
    pub of: EndOf,
    /// The first day on which it may have; none where it may have ended on any.
    pub not_before: Option<Day>,
}

impl Context<'_> {
    /// What ended a subject: the first of the paths that is present and has come, for a planned date ends nothing before its day;
    /// or what ended all that is owed to the child, where that came before.
    pub fn end<'p>(&self, until: &'p [ValuePath], table: TableId, row: u32) -> Option<End<'p>> {
        let dates = |path| Some((path, self.date(path, row)?));
        let mut dates = until.iter().filter_map(dates);
        let until = dates.find(|(_, day)| *day <= self.as_at());
        let until = until.map(|(path, on)| End {
            on,
            of: EndOf::Subject,
            field: &path.text,
        });
        let owed_until = self.owed_until(table, row);
        until.into_iter().chain(owed_until).min_by_key(|end| end.on)
    }

    /// What ended all that is owed to a child under a record, whatever the record says: the death, or the birthday by which the
    /// records of its table are over.
    pub fn owed_until(&self, table: TableId, row: u32) -> Option<End<'static>> {
        let death = self.death(table, row).map(|on| End {
            on,
            of: EndOf::Life,
            field: "child.died_on",
        });
        let grown_up = self.grown_up_by_now(table, row).map(|on| End {
            on,
            of: EndOf::Childhood,
            field: "child.date_of_birth",
        });
        death.into_iter().chain(grown_up).min_by_key(|end| end.on)
    }

    /// The age in years at which a record is over: that of its table, or of the record that it takes its dates from.
    pub fn over_at_age(&self, table: TableId, row: u32) -> Option<u32> {
        let View {
            records, catalogue, ..
        } = self.view;
        let OwnDates::Of(field) = catalogue.table(table).dates else {
            return catalogue.table(table).to_age;
        };
        match records.target(catalogue, table, field, row) {
            Target::Row(of, of_row) => self.over_at_age(of, of_row),
            _ => None,
        }
    }

    /// The birthday by which a record is over, come or not. A record that begins after it says that the date of birth is wrong.
    pub fn grown_up(&self, table: TableId, row: u32) -> Option<Day> {
        let age = self.over_at_age(table, row)?;
        let Birth::On(birth) = self.birth(table, row) else {
            return None;
        };
        let birthday = birth.plus_months(age as i32 * 12);
        let begins = first_day(self.view.placed(table, row));
        begins
            .is_none_or(|begins| begins < birthday)
            .then_some(birthday)
    }

    /// The birthday by which a record is over, where it has come.
    pub fn grown_up_by_now(&self, table: TableId, row: u32) -> Option<Day> {
        let age = self.over_at_age(table, row)?;
        let Birth::On(birth) = self.birth(table, row) else {
            return None;
        };
        // So many years have no fewer days: of nearly every child the birthday need not be looked for.
        let may_have_come = birth.plus_days(age as i32 * 365) <= self.as_at();
        let grown_up = may_have_come.then(|| self.grown_up(table, row)).flatten();
        grown_up.filter(|birthday| *birthday <= self.as_at())
    }

    /// A record's own dates, to the day on which something was last owed to the child under it.
    pub fn stood(&self, table: TableId, row: u32) -> Placed {
        let placed = self.view.placed(table, row);
        let Placed::Span { from, to } = placed else {
            return placed;
        };
        let end = self.owed_until(table, row).map(|end| end.on);
        let is_last =
            |end: &Day| to.is_none_or(|to| *end < to) && from.is_none_or(|from| from <= *end);
        match end.filter(is_last) {
            None => placed,
            to => Placed::Span { from, to },
        }
    }

    /// The day on which the child that a record is about died.
    pub fn death(&self, table: TableId, row: u32) -> Option<Day> {
        let deaths = self.grouped.deaths(self.view);
        if deaths.is_empty() {
            return None;
        }
        let child = self.view.records.child_of(self.view.catalogue, table, row);
        let died_on = deaths.get(&child).copied();
        died_on.filter(|day| *day <= self.as_at())
    }

    /// Why it is not known whether the child lived as long as a record has gone on: the day of the death is recorded, and cannot be
    /// read. A column of which so much cannot be read tells of no death.
    pub fn unreadable_death<'p>(&self, table: TableId, row: u32) -> Option<Detail<'p>> {
        let View {
            records, catalogue, ..
        } = self.view;
        let (children, died_on) = (catalogue.children, catalogue.died_on?);
        if !records.has_not_understood(children, died_on) || self.grouped.hides_deaths(self.view) {
            return None;
        }
        let child = records.child_of(catalogue, table, row);
        let child = Some(child).filter(|child| !child.is_blank())?;
        let child_row = records.row_of_key(children, child)?;
        let has_ended = matches!(
            self.view.placed(table, row),
            Placed::Span { to: Some(_), .. }
        );
        let is_unreadable = self.view.is_unreadable(children, died_on, child_row) && !has_ended;
        is_unreadable.then_some(Detail::UnreadableDate(children, died_on))
    }

    /// What would tell when a subject ended, where it is recorded and cannot be read.
    pub fn unreadable_end<'p>(
        &self,
        until: &'p [ValuePath],
        table: TableId,
        row: u32,
    ) -> Option<UnreadableEnd<'p>> {
        let Some(unreadable) = until.iter().find(|path| self.is_unreadable(path, row)) else {
            let detail = self.unreadable_death(table, row)?;
            let has_ended = self.end(until, table, row).is_some();
            return (!has_ended).then_some(UnreadableEnd {
                detail,
                of: EndOf::Life,
                not_before: None,
            });
        };
        // What comes before it says when it ended; what comes behind it, only by when.
        let before: Vec<&ValuePath> = until
            .iter()
            .take_while(|path| *path != unreadable)
            .collect();
        let has_come =
            |path: &&ValuePath| self.date(path, row).is_some_and(|day| day <= self.as_at());
        let is_known = before.into_iter().any(|path| has_come(&path));
        if is_known || self.death(table, row).is_some() {
            return None;
        }
        let first = |path: &ValuePath| {
            let (table, field, row) = self.walk(path, row)?;
            self.view.doubtful_since(table, field, row)
        };
        let all = until.iter().filter(|path| self.is_unreadable(path, row));
        let firsts: Option<Vec<Day>> = all.map(first).collect();
        Some(UnreadableEnd {
            detail: Detail::NotUnderstood(unreadable),
            of: EndOf::Subject,
            not_before: firsts.and_then(|days| days.into_iter().min()),
        })
    }
}

/// By child, the day of the death, come or not. Few children died, and every record asks.
pub(super) fn deaths(view: View<'_>) -> BTreeMap<Symbol, Day> {
    let (records, children) = (view.records, view.catalogue.children);
    let column = view.catalogue.died_on;
    let Some(column) = column.and_then(|died_on| records.column(children, died_on)) else {
        return BTreeMap::new();
    };
    let of_child = |row| {
        let child = records.key(view.catalogue, children, row);
        let is_first = records.row_of_key(children, child) == Some(row);
        Some((child, column.recorded_date(row).filter(|_| is_first)?))
    };
    (0..records.rows(children)).filter_map(of_child).collect()
}
