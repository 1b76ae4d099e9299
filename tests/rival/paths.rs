//! Where paths lead: `held_on`, `s47.started_on`, `core_groups.held_on`, `child.supervisions.held_on`.

use super::almanac::Date;
use super::begins::begins;
use super::catalogue::{Catalogue, Kind, OwnDates, Table};
use super::cell::Value;
use super::filter::Held;
use super::world::{Place, Placed, Target, World};

/// How the records of a related path belong to a subject.
pub enum Via<'p> {
    Child,
    /// By this reference of theirs.
    Reference(&'p str),
}

pub const DEATH: &str = "child.died_on";
pub const GROWN_UP: &str = "child.date_of_birth";

pub struct Related<'p> {
    pub table: &'p str,
    pub via: Via<'p>,
    pub field: &'p str,
}

/// The related records a path means, or none where it is a value of the subject or of a record it refers to.
pub fn related<'p>(catalogue: &'p Catalogue, table: &Table, path: &'p str) -> Option<Related<'p>> {
    let parts: Vec<&str> = path.split('.').collect();
    match parts[..] {
        // A reference field wins over a table of the same name.
        [other, field] if table.reference(other).is_none() && other != "child" => {
            let reference = catalogue.find(other)?.reference_to(&table.name);
            let reference =
                reference.unwrap_or_else(|| panic!("{other} refers to no {}", table.name));
            Some(Related {
                table: other,
                via: Via::Reference(&reference.name),
                field,
            })
        }
        ["child", other, field] if catalogue.table("children").reference(other).is_none() => {
            catalogue.find(other)?;
            Some(Related {
                table: other,
                via: Via::Child,
                field,
            })
        }
        _ => None,
    }
}

impl<'w> World<'w> {
    /// The record that a path's value stands in, and the name of the field there.
    pub fn walk<'p>(&self, subject: Place<'w>, path: &'p str) -> Option<(Place<'w>, &'p str)> {
        let mut place = subject;
        let mut rest = path;
        while let Some((step, after)) = rest.split_once('.') {
            place = if step == "child" {
                self.child(place)?
            } else {
                let reference = place.table.reference(step);
                let reference = reference.unwrap_or_else(|| panic!("{path}: no reference {step}"));
                self.follow(place, &reference.name)?
            };
            rest = after;
        }
        Some((place, rest))
    }

    /// Whether some reference of the path holds an id, and no one record has it.
    pub fn is_lost(&self, subject: Place<'w>, path: &str) -> bool {
        let mut steps: Vec<&str> = path.split('.').collect();
        steps.pop();
        let mut place = subject;
        for step in steps {
            let field = match place.table.reference(step) {
                _ if step == "child" && place.table.name == "children" => continue,
                Some(field) => field,
                None => return false,
            };
            match self.target(place, &field.name) {
                Target::Blank => return false,
                Target::NoTable | Target::Nowhere => return true,
                Target::Record(next) if self.is_left_out(next) => return false,
                Target::Record(next) => place = next,
            }
        }
        false
    }

    /// The first reference of the path that names a record of a table that is there, and no such record is.
    fn missing(&self, subject: Place<'w>, path: &str) -> Option<(Place<'w>, &'w str)> {
        let mut place = subject;
        let mut rest = path;
        while let Some((step, after)) = rest.split_once('.') {
            let field = if step == "child" { "child_id" } else { step };
            let field = &place
                .table
                .reference(field)
                .or(place.table.field(field))?
                .name;
            place = match self.target(place, field) {
                Target::Nowhere => return Some((place, field)),
                Target::Record(next) if !self.is_left_out(next) => next,
                _ => return None,
            };
            rest = after;
        }
        None
    }

    pub fn value(&self, subject: Place<'w>, path: &str) -> Option<Value> {
        let (place, field) = self.walk(subject, path)?;
        self.own(place, field)
    }

    /// What a filter is told: a code that is not among the listed ones may be any of them.
    pub fn told(&self, subject: Place<'w>, path: &str) -> Option<Value> {
        let (place, field) = self.walk(subject, path)?;
        let value = self.own(place, field)?;
        let field = place.table.field(field).expect("the path's field");
        match &value {
            Value::Text(text) if field.kind == Kind::Code && !field.values.is_empty() => {
                field.values.contains_key(text).then_some(value)
            }
            _ => Some(value),
        }
    }

    /// A narrative as it is written.
    pub fn narrative(&self, subject: Place<'w>, path: &str) -> Option<&str> {
        let (place, field) = self.walk(subject, path)?;
        self.written(place, field)
    }

    pub fn date(&self, subject: Place<'w>, path: &str) -> Option<Date> {
        match self.value(subject, path)? {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// Whether nobody can read what stands at the end of a path, or the id by which one would come there.
    pub fn garbled(&self, subject: Place<'w>, path: &str) -> bool {
        let mut place = subject;
        let mut rest = path;
        while let Some((step, after)) = rest.split_once('.') {
            rest = after;
            if step == "child" && place.table.name == "children" {
                continue;
            }
            let field = if step == "child" { "child_id" } else { step };
            let Some(reference) = place.table.reference(field).or(place.table.field(field)) else {
                return false;
            };
            place = match self.follow(place, &reference.name) {
                Some(next) => next,
                None => return self.is_garbled(place, &reference.name),
            };
        }
        self.is_garbled(place, rest)
    }

    /// Whether a path ends in a code, or in a list of them.
    pub fn ends_in_codes(&self, subject: Place<'w>, path: &str) -> bool {
        let mut table = subject.table;
        let mut rest = path;
        while let Some((step, after)) = rest.split_once('.') {
            rest = after;
            table = match table.reference(step).map(|field| &field.kind) {
                Some(Kind::Reference(tables)) => self.catalogue.table(&tables[0]),
                _ => self.catalogue.table("children"),
            };
        }
        let kind = table.field(rest).map(|field| &field.kind);
        matches!(kind, Some(Kind::Code | Kind::List))
    }

    /// Whether, before any of these says a day, one is garbled: then the day is not known.
    pub fn starts_garbled(&self, subject: Place<'w>, paths: &[&str]) -> bool {
        let mut paths = paths.iter();
        let telling =
            paths.find(|path| self.garbled(subject, path) || self.date(subject, path).is_some());
        telling.is_some_and(|path| self.garbled(subject, path))
    }

    /// Whether it ended on a day that nobody can read.
    pub fn ends_garbled(&self, subject: Place<'w>, paths: &[&str]) -> bool {
        let ends = |path: &&&str| {
            let day = self.date(subject, path);
            self.garbled(subject, path) || day.is_some_and(|day| day <= self.as_at)
        };
        let first = paths.iter().find(ends);
        let dead = self.death(subject).is_some();
        !dead && first.is_some_and(|path| self.garbled(subject, path))
            || self.death_garbled_the_end(subject, paths)
    }

    /// Whether nothing says that it ended, but for a death on a day that nobody can read.
    pub fn death_garbled_the_end(&self, subject: Place<'w>, paths: &[&str]) -> bool {
        let is_garbled = |path: &&str| self.garbled(subject, path);
        self.death_garbled(subject)
            && !paths.iter().any(is_garbled)
            && self.end(subject, paths).is_none()
    }

    /// Whether the child died on a day that nobody can read, and the record does not go on to a day of its own.
    pub fn death_garbled(&self, subject: Place<'w>) -> bool {
        let child = self.of_key("children", &self.reported_child(subject));
        let is_over = matches!(self.placed(subject), Placed::Span(_, Some(_)));
        !is_over && child.is_some_and(|child| self.is_garbled(child, "died_on"))
    }

    /// Whether nobody can tell when a record ended, or whether it has.
    pub fn end_garbled(&self, subject: Place<'w>) -> bool {
        let placed = self.placed(subject);
        let may_go_on = placed == Placed::Undated || placed.open_on(self.as_at);
        self.last_date_garbled(subject) || may_go_on && self.death_garbled(subject)
    }

    fn last_date_garbled(&self, subject: Place<'w>) -> bool {
        match &subject.table.dates {
            OwnDates::None => false,
            OwnDates::At(last) | OwnDates::Span(_, last) => self.is_garbled(subject, last),
            OwnDates::Of(field) => match self.follow(subject, field) {
                Some(other) => self.last_date_garbled(other),
                None => self.is_garbled(subject, field),
            },
        }
    }

    fn death(&self, subject: Place<'w>) -> Option<Date> {
        let child = self.of_key("children", &self.reported_child(subject))?;
        self.own_date(child, "died_on")
    }

    /// The birthday, come or not, after which no record of its table goes on; one that began on it or later has another's birth.
    pub fn grown_up(&self, subject: Place<'w>) -> Option<Date> {
        let years = match &subject.table.dates {
            OwnDates::Of(field) => self.follow(subject, field)?.table.to_age,
            _ => subject.table.to_age,
        }?;
        let child = self.of_key("children", &self.reported_child(subject))?;
        let birthday = self
            .own_date(child, "date_of_birth")?
            .plus_months(12 * years);
        let begins = self.first_date(subject);
        (begins.is_none() || begins < Some(birthday)).then_some(birthday)
    }

    /// From when nothing is owed to the child under this record, if that has come, and what says so.
    pub fn owed_until(&self, subject: Place<'w>) -> Option<(&'static str, Date)> {
        let death = self.death(subject).map(|day| (DEATH, day));
        let birthday = self.grown_up(subject).map(|day| (GROWN_UP, day));
        let birthday = birthday.filter(|(_, day)| *day <= self.as_at);
        [death, birthday]
            .into_iter()
            .flatten()
            .min_by_key(|(_, day)| *day)
    }

    /// When a record stood, which is not after the child was owed nothing.
    pub fn stood(&self, subject: Place<'w>) -> Placed {
        match (self.placed(subject), self.owed_until(subject)) {
            (Placed::Span(from, to), Some((_, last)))
                if from.is_none_or(|from| from <= last) && to.is_none_or(|to| to > last) =>
            {
                Placed::Span(from, Some(last))
            }
            (placed, _) => placed,
        }
    }

    /// Whether a field names a record of a child which none of the files has, though they have others of its table.
    pub fn names_nothing(&self, subject: Place<'w>, path: &str) -> bool {
        let Some((place, field)) = self.walk(subject, path) else {
            return false;
        };
        let Some(Kind::Reference(tables)) = place.table.field(field).map(|field| &field.kind)
        else {
            return false;
        };
        let of_children = |table: &String| self.catalogue.table(table).field("child_id").is_some();
        let Some(id) = self.written(place, field) else {
            return false;
        };
        let meant = self.tables_meant(place, tables);
        let is_there = meant.iter().any(|table| self.of_key(table, id).is_some());
        tables.iter().all(of_children)
            && !is_there
            && matches!(self.target(place, field), Target::Nowhere)
    }

    /// Where it ended on a day that nobody can read, the first that it may have been.
    pub fn ends_not_before(&self, subject: Place<'w>, paths: &[&str]) -> Option<Date> {
        let days = paths.iter().filter(|path| self.garbled(subject, path));
        let days: Vec<Option<Date>> = days
            .map(|path| {
                let (place, field) = self.walk(subject, path)?;
                self.came_into_care_not_before(place, field)
            })
            .collect();
        days.into_iter().min().flatten()
    }

    /// Whether a start that would be taken stands in for that of a record which is named and missing, and which these files would
    /// hold: it is not older than all of its kind.
    pub fn starts_lost(&self, subject: Place<'w>, paths: &[&str]) -> bool {
        let Some((taken, day)) = self.first_of(subject, paths) else {
            return paths
                .iter()
                .any(|path| self.missing(subject, path).is_some());
        };
        let before = paths.iter().take_while(|path| **path != taken);
        let mut missing = before.filter_map(|path| self.missing(subject, path));
        missing.next().is_some_and(|(place, field)| {
            let Some(Kind::Reference(tables)) = place.table.field(field).map(|field| &field.kind)
            else {
                panic!("{field} is no reference");
            };
            tables.iter().any(|table| {
                let begins = begins(self, table);
                begins.is_none_or(|(first, _)| day >= first)
            })
        })
    }

    /// The first of these that is present, and its path.
    pub fn first_of<'p>(&self, subject: Place<'w>, paths: &[&'p str]) -> Option<(&'p str, Date)> {
        paths
            .iter()
            .find_map(|path| Some((*path, self.date(subject, path)?)))
    }

    /// What ends a subject: the first of these that is present, or before that what ends all that the child is owed.
    pub fn end<'p>(&self, subject: Place<'w>, paths: &[&'p str]) -> Option<(&'p str, Date)> {
        let end = self.first_of(subject, paths);
        match (end, self.owed_until(subject)) {
            (Some((_, end)), Some((path, last))) if last < end => Some((path, last)),
            (None, last) => last,
            _ => end,
        }
    }

    /// The records that belong to the subject, itself too where it is of that table; none where its own key or child, by
    /// which they belong to it, is blank.
    pub fn belonging(&self, subject: Place<'w>, related: &Related<'_>) -> Option<Vec<Place<'w>>> {
        let records = match related.via {
            Via::Child => {
                let child = self.child_id(subject)?;
                self.records_with(related.table, "child_id", &child)
            }
            Via::Reference(field) => {
                let key = self.key(subject)?;
                if self.meant(subject, subject.table.name.as_str(), &key) != Some(subject) {
                    return None;
                }
                let mut records = self.records_with(related.table, field, &key);
                records.retain(|record| self.follow(*record, field) == Some(subject));
                if let Some(child) = self.child_id(subject) {
                    records.retain(|record| self.child_id(*record).is_none_or(|own| own == child));
                }
                records
            }
        };
        Some(records)
    }
    /// The subject's own records of which nobody knows whether the filter means them.
    pub fn strange(
        &self,
        subject: Place<'w>,
        related: &Related<'_>,
        filter: &toml::Table,
    ) -> Vec<Place<'w>> {
        let mut records = self.belonging(subject, related).unwrap_or_default();
        records.retain(|record| *record != subject && self.held(*record, filter) == Held::Strange);
        records
    }

    /// The records of the subject's child that point at no record, and could be meant to point at the subject.
    pub fn strays(&self, subject: Place<'w>, related: &Related<'_>) -> Vec<Place<'w>> {
        let (Via::Reference(field), Some(child)) = (&related.via, self.child_id(subject)) else {
            return Vec::new();
        };
        let mut strays = self.records_with(related.table, "child_id", &child);
        strays.retain(|stray| *stray != subject && self.could_point_at(*stray, field, subject));
        strays
    }

    fn could_point_at(&self, stray: Place<'w>, field: &str, subject: Place<'w>) -> bool {
        if let Target::Record(_) = self.target(stray, field) {
            return false;
        }
        let Some(Kind::Reference(tables)) = stray.table.field(field).map(|field| &field.kind)
        else {
            return false;
        };
        let tables = self.tables_meant(stray, tables);
        let Some(id) = self.written(stray, field) else {
            return tables.contains(&subject.table.name.as_str());
        };
        // An id that records of several tables have is that of one of them.
        let somebodys = tables.iter().any(|table| self.of_key(table, id).is_some());
        tables.contains(&subject.table.name.as_str())
            && (!somebodys || self.key(subject).as_deref() == Some(id))
    }
}
