//! What the design says a record means on the as-at date: which dates have happened, which records are left out, where
//! paths lead.

use std::collections::BTreeMap;

use super::almanac::Date;
use super::export::{Export, Record, Value};
use super::rule::{Condition, Test};

/// Dates that look ahead; every other is an event.
const PLANNED: [&str; 4] = [
    "due_on",
    "next_review_on",
    "approval_due_on",
    "expected_birth_on",
];

/// A record, by its table and its place among the different ones.
pub type Place = (&'static str, usize);

/// The dates that place a record in time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Placed {
    Undated,
    On(Date),
    Span(Option<Date>, Option<Date>),
}

impl Placed {
    /// A span that has begun and not ended by then.
    pub fn open_on(self, day: Date) -> bool {
        let Self::Span(from, to) = self else {
            return false;
        };
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| to > day)
    }
}

enum OwnDates {
    None,
    On(&'static str),
    Span(&'static str, &'static str),
    OfPlan,
}

fn own_dates(table: &str) -> OwnDates {
    match table {
        "children" => OwnDates::None,
        "pre_proceedings" => OwnDates::Span("decided_on", "ended_on"),
        "plan_actions" => OwnDates::OfPlan,
        _ => OwnDates::On("held_on"),
    }
}

fn key_field(table: &str) -> &'static str {
    match table {
        "children" => "child_id",
        "pre_proceedings" => "pre_proceedings_id",
        "legal_meetings" => "legal_meeting_id",
        "supervisions" => "supervision_id",
        "pre_proceedings_reviews" => "review_id",
        "plan_actions" => "action_id",
        _ => panic!("no such table here: {table}"),
    }
}

pub struct Reading<'e> {
    pub as_at: Date,
    /// Rows identical in every field are one record.
    tables: BTreeMap<&'static str, Vec<&'e Record>>,
}

impl<'e> Reading<'e> {
    pub fn of(export: &'e Export) -> Self {
        let different = |records: &'e Vec<Record>| {
            let mut kept: Vec<&Record> = Vec::new();
            for record in records {
                if !kept.contains(&record) {
                    kept.push(record);
                }
            }
            kept
        };
        let tables = export
            .tables
            .iter()
            .map(|(table, records)| (*table, different(records)));
        Self {
            as_at: export.as_at,
            tables: tables.collect(),
        }
    }

    pub fn record(&self, (table, place): Place) -> &'e Record {
        self.tables[table][place]
    }

    fn text(&self, place: Place, field: &str) -> Option<&'e str> {
        match self.record(place).get(field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn written_date(&self, place: Place, field: &str) -> Option<Date> {
        match self.record(place).get(field) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    pub fn key(&self, place: Place) -> Option<&'e str> {
        self.text(place, key_field(place.0))
    }

    fn places(&self, table: &'static str) -> impl Iterator<Item = Place> {
        (0..self.tables[table].len()).map(move |place| (table, place))
    }

    /// References go to the first record of a key.
    fn of_key(&self, table: &'static str, key: &str) -> Option<Place> {
        self.places(table)
            .find(|place| self.key(*place) == Some(key))
    }

    fn plan(&self, place: Place) -> Option<Place> {
        self.of_key("pre_proceedings", self.text(place, "plan_id")?)
    }

    /// Its first own date lies after the as-at date, so that it has not happened yet.
    fn is_left_out(&self, place: Place) -> bool {
        let first = match own_dates(place.0) {
            OwnDates::None => None,
            OwnDates::On(field) | OwnDates::Span(field, _) => self.written_date(place, field),
            OwnDates::OfPlan => return self.plan(place).is_some_and(|plan| self.is_left_out(plan)),
        };
        first.is_some_and(|first| first > self.as_at)
    }

    pub fn subjects(&self, table: &'static str) -> impl Iterator<Item = Place> {
        self.places(table).filter(|place| !self.is_left_out(*place))
    }

    /// A date of the record, or of the child or plan it refers to: blank where it has not happened yet.
    pub fn date(&self, place: Place, path: &str) -> Option<Date> {
        let (place, field) = match path.split_once('.') {
            None => (place, path),
            Some(("child", field)) => (self.child(place)?, field),
            Some(("plan", field)) => (self.plan(place)?, field),
            Some(_) => panic!("no such path here: {path}"),
        };
        let date = self.written_date(place, field)?;
        (PLANNED.contains(&field) || date <= self.as_at).then_some(date)
    }

    /// The first of `a | b` that is present.
    pub fn first_of(&self, place: Place, paths: &'static str) -> Option<Date> {
        self.which_of(place, paths).map(|(_, date)| date)
    }

    /// The first of `a | b` that is present, and which of them it is.
    pub fn which_of(&self, place: Place, paths: &'static str) -> Option<(&'static str, Date)> {
        paths
            .split(" | ")
            .find_map(|path| Some((path, self.date(place, path)?)))
    }

    pub fn child_id(&self, place: Place) -> Option<&'e str> {
        self.text(place, "child_id")
    }

    fn child(&self, place: Place) -> Option<Place> {
        self.of_key("children", self.child_id(place)?)
    }

    /// The dates of related records, `T.f` or `child.T.f`; none where the subject's own key or child is blank.
    pub fn events(
        &self,
        subject: Place,
        path: &'static str,
        conditions: &[Condition],
    ) -> Option<Vec<Date>> {
        let through_child = path.strip_prefix("child.");
        let (table, field) = through_child
            .unwrap_or(path)
            .split_once('.')
            .unwrap_or_else(|| panic!("not a related path: {path}"));
        let refers: Box<dyn Fn(&Place) -> bool> = if through_child.is_some() {
            let child = self.child_id(subject)?;
            Box::new(move |event| self.child_id(*event) == Some(child))
        } else {
            let key = self.key(subject)?;
            let reference = key_field(subject.0);
            let first = self.of_key(subject.0, key) == Some(subject);
            Box::new(move |event| first && self.text(*event, reference) == Some(key))
        };
        let days = self
            .subjects(table)
            .filter(|event| *event != subject)
            .filter(refers)
            .filter(|event| self.holds(*event, conditions))
            .filter_map(|event| self.date(event, field));
        Some(days.collect())
    }

    /// Whether all conditions hold: a blank value passes `blank` and `not` alone.
    pub fn holds(&self, place: Place, conditions: &[Condition]) -> bool {
        conditions.iter().all(|(field, test)| {
            let text = self.text(place, field);
            let present = text.is_some() || self.date(place, field).is_some();
            match test {
                Test::Present => present,
                Test::Blank => !present,
                Test::Is(value) => text == Some(value),
                Test::Not(value) => text != Some(value),
            }
        })
    }

    pub fn placed(&self, place: Place) -> Placed {
        match own_dates(place.0) {
            OwnDates::None => Placed::Undated,
            OwnDates::On(field) => self.date(place, field).map_or(Placed::Undated, Placed::On),
            OwnDates::OfPlan => self
                .plan(place)
                .map_or(Placed::Undated, |plan| self.placed(plan)),
            OwnDates::Span(from, to) => match (self.date(place, from), self.date(place, to)) {
                (None, None) => Placed::Undated,
                (from, to) => Placed::Span(from, to),
            },
        }
    }
}
