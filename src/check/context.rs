//! What every check reads from: records as of the day, working days, and records grouped by child and by reference.

use std::cmp::Ordering;

use crate::model::calendar::Calendar;
use crate::model::catalogue::{FieldId, FieldKind, TableId};
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::model::records::Target;
use crate::model::view::{Placed, View};
use crate::rules::Ruleset;
use crate::rules::filter::AgeOn;
use crate::rules::path::ValuePath;

use super::grouped::Grouped;
use super::obligation::Detail;

#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub view: View<'a>,
    pub calendar: &'a Calendar,
    pub ruleset: &'a Ruleset,
    pub grouped: &'a Grouped,
}

impl Context<'_> {
    pub const fn as_at(&self) -> Day {
        self.view.as_at
    }

    /// Orders records of one table in time, those without a date last. Of two on one day the key decides, so that their order in the
    /// files never does.
    pub fn in_time(&self, table: TableId, one: u32, other: u32) -> Ordering {
        let on = |row| {
            let day = first_day(self.view.placed(table, row));
            (day.is_none(), day)
        };
        on(one)
            .cmp(&on(other))
            .then_with(|| self.by_key(table, one, other))
    }

    /// The texts of two keys, or where they have none, or the same, their rows.
    pub fn by_key(&self, table: TableId, one: u32, other: u32) -> Ordering {
        let records = self.view.records;
        let key = |row| {
            records
                .ids(table)
                .text(records.key(self.view.catalogue, table, row))
        };
        key(one).cmp(key(other)).then(one.cmp(&other))
    }

    /// The same records as they stood on an earlier day.
    #[must_use]
    pub const fn at(self, as_at: Day) -> Self {
        Self {
            view: View { as_at, ..self.view },
            ..self
        }
    }

    /// The field a path ends in, for this row; none where a reference on the way leads nowhere or to a record left out.
    pub fn walk(&self, path: &ValuePath, row: u32) -> Option<(TableId, FieldId, u32)> {
        // Most paths are a field of the subject itself.
        if path.hops.is_empty() {
            let (table, field) = path.ends[0];
            return Some((table, field, row));
        }
        self.walk_or_end(path, row).ok()
    }

    /// Whether a path ends at a reference that names a record, and there is none in these files.
    pub fn leads_nowhere(&self, path: &ValuePath, row: u32) -> bool {
        matches!(
            self.walk_or_end(path, row),
            Err((Target::Nowhere | Target::Several | Target::NoTable, ..))
        )
    }

    /// The field a path ends in, or what it came to on the way, with the reference followed there.
    fn walk_or_end(
        &self,
        path: &ValuePath,
        row: u32,
    ) -> Result<(TableId, FieldId, u32), (Target, TableId, FieldId)> {
        let in_table = |fields: &[(TableId, FieldId)], table| {
            let found = fields.iter().find(|(of, _)| *of == table);
            let (_, field) = fields[0];
            found
                .map(|(_, field)| *field)
                .ok_or((Target::Blank, table, field))
        };
        let first = path.hops.first().map_or(path.ends[0], |hop| hop.0[0]);
        let (mut table, mut row) = (first.0, row);
        for hop in &path.hops {
            let field = in_table(&hop.0, table)?;
            match self
                .view
                .records
                .target(self.view.catalogue, table, field, row)
            {
                Target::Row(to, to_row) if !self.view.is_left_out(to, to_row) => {
                    (table, row) = (to, to_row);
                }
                end => return Err((end, table, field)),
            }
        }
        Ok((table, in_table(&path.ends, table)?, row))
    }

    pub fn date(&self, path: &ValuePath, row: u32) -> Option<Day> {
        let (table, field, row) = self.walk(path, row)?;
        self.view.date(table, field, row)
    }

    /// As one date places it.
    pub fn dated(&self, path: &ValuePath, row: u32) -> Placed {
        self.date(path, row).map_or(Placed::Undated, Placed::On)
    }

    /// The first of the paths that is present, and its date; or why there is none. One that cannot be read is present, and the next
    /// would be the date of something else. So would it be where a path leads to a record that these files should hold and do not:
    /// only one of before the first of its kind may be older than they are.
    pub fn first_date<'p>(
        &self,
        paths: &'p [ValuePath],
        row: u32,
    ) -> Result<(&'p ValuePath, Day), Detail<'p>> {
        let mut lost = None;
        for path in paths {
            if let Some(day) = self.date(path, row) {
                return match lost {
                    Some((table, field)) if !self.is_before_all_meant(table, field, day) => {
                        Err(Detail::Lost(table, field))
                    }
                    _ => Ok((path, day)),
                };
            }
            if self.is_unreadable(path, row) {
                return Err(Detail::NotUnderstood(path));
            }
            lost = lost.or_else(|| self.lost(path, row));
        }
        Err(match lost {
            Some((table, field)) => Detail::Lost(table, field),
            None => Detail::Blank(&paths[0]),
        })
    }

    /// The reference on the way of a path that names a record, where none of the files holds it and they hold others of its table.
    fn lost(&self, path: &ValuePath, row: u32) -> Option<(TableId, FieldId)> {
        match self.walk_or_end(path, row) {
            Err((Target::Nowhere, table, field)) => Some((table, field)),
            _ => None,
        }
    }

    /// The reference that a path ends in, where it names a record of a child and none of the files holds it. Who is not on a list of
    /// workers or teams is named all the same.
    pub fn names_lost(&self, path: &ValuePath, row: u32) -> Option<(TableId, FieldId)> {
        let (table, field, row) = self.walk(path, row)?;
        let View {
            records, catalogue, ..
        } = self.view;
        let FieldKind::Reference(tables) = &catalogue.field(table, field).kind else {
            return None;
        };
        let is_of_child = |table: &TableId| catalogue.table(*table).child.is_some();
        let target = records.target(catalogue, table, field, row);
        (tables.iter().all(is_of_child) && target == Target::Nowhere).then_some((table, field))
    }

    /// Whether a day comes before every record that a reference may lead to.
    fn is_before_all_meant(&self, table: TableId, field: FieldId, day: Day) -> bool {
        let FieldKind::Reference(tables) = &self.view.catalogue.field(table, field).kind else {
            return false;
        };
        tables.iter().all(|table| {
            let begins = self.grouped.begins(*table, self.view);
            begins.is_some_and(|begins| day < begins.on)
        })
    }

    /// Something is recorded there, and it is not known what.
    pub fn is_unreadable(&self, path: &ValuePath, row: u32) -> bool {
        match self.walk_or_end(path, row) {
            Ok((table, field, row)) => self.view.is_unreadable(table, field, row),
            Err((end, ..)) => end == Target::Unreadable,
        }
    }

    pub fn is_blank(&self, path: &ValuePath, row: u32) -> bool {
        self.walk(path, row)
            .is_none_or(|(table, field, row)| self.view.is_blank(table, field, row))
    }

    pub fn flag(&self, path: &ValuePath, row: u32) -> Option<bool> {
        let (table, field, row) = self.walk(path, row)?;
        self.view.column(table, field)?.flag(row)
    }

    pub fn number(&self, path: &ValuePath, row: u32) -> Option<f64> {
        let (table, field, row) = self.walk(path, row)?;
        self.view.column(table, field)?.number(row)
    }

    /// The child's age in whole years on the record's first or last own date, -1 before birth; none where no birth is recorded, or
    /// none that fits the record.
    pub fn age(&self, on: AgeOn, table: TableId, row: u32) -> Option<i32> {
        let placed = self.view.placed(table, row);
        let (unreadable, on) = match on {
            AgeOn::First => (self.view.unreadable_start(table, row), first_day(placed)),
            AgeOn::Last => (self.view.unreadable_last_date(table, row), last_day(placed)),
        };
        if unreadable.is_some() {
            return None;
        }
        let on = on.unwrap_or(self.as_at());
        match self.birth(table, row) {
            // What is recorded of a child long before it was conceived has the wrong year, or the birth has.
            Birth::On(day) if on < day.plus_months(-MONTHS_BEFORE_BIRTH) => None,
            Birth::On(day) => Some(day.whole_years_to(on).max(-1)),
            Birth::Expected(day) if on <= day => Some(-1),
            Birth::Expected(_) | Birth::NotRecorded => None,
        }
    }

    /// The child that a record itself names; blank where it names none.
    pub fn child(&self, table: TableId, row: u32) -> Symbol {
        self.view.records.own_child(self.view.catalogue, table, row)
    }

    /// Why it is not known whose a record is, where that is so.
    pub fn without_child<'d>(&self, table: TableId, row: u32) -> Option<Detail<'d>> {
        let unread = self.view.catalogue.table(table).child.filter(|field| {
            let column = self.view.column(table, *field);
            column.is_some_and(|column| column.is_unreadable(row))
        });
        let detail = unread.map_or(Detail::NoChild, |field| {
            Detail::UnreadableReference(table, field)
        });
        self.child(table, row).is_blank().then_some(detail)
    }

    pub fn birth(&self, table: TableId, row: u32) -> Birth {
        let View {
            records, catalogue, ..
        } = self.view;
        let children = catalogue.children;
        let child = records.child_of(catalogue, table, row);
        let Some(child_row) = records
            .row_of_key(children, child)
            .filter(|_| !child.is_blank())
        else {
            return Birth::NotRecorded;
        };
        let date = |field: Option<FieldId>| self.view.date(children, field?, child_row);
        match (
            date(catalogue.date_of_birth),
            date(catalogue.expected_birth_on),
        ) {
            (Some(day), _) => Birth::On(day),
            (None, Some(day)) => Birth::Expected(day),
            (None, None) => Birth::NotRecorded,
        }
    }
}

/// The most by which an unborn child's record comes before its birth: the nine months and one to spare.
const MONTHS_BEFORE_BIRTH: i32 = 10;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Birth {
    On(Day),
    Expected(Day),
    NotRecorded,
}

/// The latest of a record's own dates; none where it is open.
pub const fn last_day(placed: Placed) -> Option<Day> {
    match placed {
        Placed::Undated => None,
        Placed::On(day) => Some(day),
        Placed::Span { to, .. } => to,
    }
}

/// The earliest of a record's own dates.
pub const fn first_day(placed: Placed) -> Option<Day> {
    match placed {
        Placed::Undated => None,
        Placed::On(day) => Some(day),
        Placed::Span { from, to } => match from {
            Some(from) => Some(from),
            None => to,
        },
    }
}
