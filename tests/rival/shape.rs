//! What random exports for one rule are shaped by: the tables it reads, its thresholds, the values it asks for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use toml::Value as Toml;

use super::almanac::Date;
use super::catalogue::{Catalogue, Field, Kind, OwnDates, Table};
use super::filter::is_age;
use super::judge::Rival;
use super::paths::{Via, related};
use super::rule::Rule;

/// What of the catalogue a rule reads, and what it asks of it.
#[derive(Default)]
pub struct Shape {
    pub tables: BTreeMap<String, BTreeSet<String>>,
    /// By table and field: the values a rule asks for.
    pub wanted: BTreeMap<(String, String), Vec<Json>>,
    /// By table and field: days that a rule compares with, as it writes them.
    pub moments: BTreeMap<(String, String), Vec<String>>,
    pub spans: Vec<String>,
    pub ages: Vec<i32>,
    /// How long narratives are, more or less.
    pub words: Vec<i32>,
    pub phrases: Vec<String>,
    /// The table that a rule counts in, and how many there may be.
    pub counted: Option<(String, i32)>,
    /// A birth is what it counts from.
    pub from_birth: bool,
}

impl Shape {
    pub fn of(rule: &Rule, rival: &Rival) -> Self {
        let catalogue = &rival.catalogue;
        let table = catalogue.table(&rule.table);
        let mut shape = Self {
            words: vec![1, 5, 14, 16, 20],
            ..Self::default()
        };
        shape.read(catalogue, table, table.key());
        shape.read(catalogue, catalogue.table("children"), "date_of_birth");
        shape.read(catalogue, catalogue.table("children"), "expected_birth_on");
        shape.filter(catalogue, table, &rule.subject_where);
        shape.placed(catalogue, rule, table);
        for (key, value) in &rule.check {
            match (key.as_str(), value) {
                ("to_where" | "event_where" | "of_where", _) => {
                    let path = ["to", "event", "of"]
                        .iter()
                        .find_map(|key| rule.text_of(key));
                    let path =
                        related(catalogue, table, path.expect("a path")).expect("a related path");
                    shape.filter(catalogue, catalogue.table(path.table), &rule.filter(key));
                }
                ("unless_event_where", _) => {
                    let path = rule.text_of("unless_event").expect("a path");
                    let path = related(catalogue, table, path).expect("a related path");
                    shape.filter(catalogue, catalogue.table(path.table), &rule.filter(key));
                }
                ("unless" | "holds", _) => shape.filter(catalogue, table, &rule.filter(key)),
                (
                    "within" | "notice" | "every" | "at_most" | "window" | "grace",
                    Toml::String(span),
                ) => {
                    shape.spans.push(span.clone());
                }
                ("steps", _) => shape
                    .spans
                    .extend(rule.list("steps").iter().map(|span| (*span).to_owned())),
                ("ages", Toml::Table(ages)) => {
                    shape.ages.extend(
                        ages.values()
                            .filter_map(Toml::as_integer)
                            .map(|age| age as i32),
                    );
                }
                ("min_words", Toml::Integer(words)) => shape.words.extend([*words as i32; 6]),
                ("avoid", _) => {
                    for list in rule.list("avoid") {
                        shape
                            .phrases
                            .extend(rival.lists[list].phrases.iter().cloned());
                    }
                }
                ("mention", _) => shape.phrases.extend(
                    rule.list("mention")
                        .iter()
                        .map(|phrase| (*phrase).to_owned()),
                ),
                ("all_of", _) => {
                    let field = (rule.table.clone(), "agencies".to_owned());
                    let names = rule.list("all_of").into_iter().map(|name| json!(name));
                    shape.wanted.entry(field).or_default().extend(names);
                }
                ("unlike", Toml::String(path)) => {
                    let path = path.strip_prefix("child.").unwrap_or(path);
                    let (other, field) = path.split_once('.').expect("a table and a field");
                    shape.read(catalogue, catalogue.table(other), field);
                }
                ("distinct", Toml::String(field)) => {
                    let of = related(catalogue, table, rule.text_of("of").expect("of"))
                        .expect("a related path");
                    shape.read(catalogue, catalogue.table(of.table), field);
                }
                ("any_of", _) => {
                    for path in rule.groups().concat() {
                        shape.path(catalogue, table, path);
                    }
                }
                ("fields" | "yes" | "dates", _) => {
                    for path in rule.list(key) {
                        shape.path(catalogue, table, path);
                    }
                }
                (
                    "from" | "by" | "to" | "until" | "event" | "of" | "at" | "per" | "field"
                    | "unless_event",
                    _,
                ) => {
                    for path in rule.first_of(key) {
                        shape.from_birth |= path == "child.date_of_birth" && key == "from";
                        shape.path(catalogue, table, path);
                    }
                }
                _ => {}
            }
        }
        if let Some(of) = rule.text_of("of") {
            let limit = [rule.number("at_least"), rule.number("at_most")]
                .into_iter()
                .flatten()
                .fold(1.0, f64::max);
            let of = related(catalogue, table, of).expect("a related path");
            shape.counted = Some((of.table.to_owned(), limit as i32 + 4));
        }
        if rule.kind == "reference"
            && let Some(Kind::Reference(tables)) = table
                .field(rule.text_of("field").expect("field"))
                .map(|field| &field.kind)
        {
            for other in tables {
                let other = catalogue.table(other);
                shape.read(catalogue, other, other.key());
            }
        }
        shape.spans.sort();
        shape
    }

    fn placed(&mut self, catalogue: &Catalogue, rule: &Rule, table: &Table) {
        if let Some(path) = &rule.placed_by {
            self.path(catalogue, table, path);
        }
    }

    fn path(&mut self, catalogue: &Catalogue, table: &Table, path: &str) {
        if let Some(related) = related(catalogue, table, path) {
            let other = catalogue.table(related.table);
            self.read(catalogue, other, related.field);
            if let Via::Reference(field) = related.via {
                self.read(catalogue, other, field);
            }
        } else if let Some((step, rest)) = path.split_once('.') {
            let reference = table.reference(step).expect("a reference");
            self.read(catalogue, table, &reference.name);
            if let Kind::Reference(tables) = &reference.kind {
                for other in tables {
                    self.path(catalogue, catalogue.table(other), rest);
                }
            }
        } else {
            self.read(catalogue, table, path);
        }
    }

    /// A field, and all without which its table means nothing.
    fn read(&mut self, catalogue: &Catalogue, table: &Table, field: &str) {
        let is_new = !self.tables.contains_key(&table.name);
        let fields = self.tables.entry(table.name.clone()).or_default();
        fields.insert(field.to_owned());
        if is_new {
            fields.insert(table.key().to_owned());
            // The child it is about, and the words that say which kind of plan it belongs to.
            let several =
                |field: &Field| matches!(&field.kind, Kind::Reference(tables) if tables.len() > 1);
            fields.extend(table.field("child_id").map(|field| field.name.clone()));
            if table.fields.iter().any(several) {
                let kinds = table.field("plan_kind").or(table.field("kind"));
                fields.extend(kinds.map(|field| field.name.clone()));
            }
            match &table.dates {
                OwnDates::None => {}
                OwnDates::At(at) => drop(fields.insert(at.clone())),
                OwnDates::Span(from, to) => fields.extend([from.clone(), to.clone()]),
                OwnDates::Of(of) => {
                    fields.insert(of.clone());
                    if let Some(Kind::Reference(plans)) = table.field(of).map(|field| &field.kind) {
                        for plan in plans {
                            let plan = catalogue.table(plan);
                            self.read(catalogue, plan, plan.key());
                        }
                    }
                }
            }
        }
        if (table.name.as_str(), field) == ("cp_plans", "looked_after_on") {
            self.read(catalogue, catalogue.table("care_periods"), "legal_status");
        }
    }

    fn filter(&mut self, catalogue: &Catalogue, table: &Table, filter: &toml::Table) {
        for (path, test) in filter {
            if is_age(path) {
                for age in test.as_table().into_iter().flat_map(|tests| tests.values()) {
                    self.ages.extend(age.as_integer().map(|age| age as i32));
                }
                continue;
            }
            self.path(catalogue, table, path);
            let (end, field) = end(catalogue, table, path);
            let tests: Vec<&Toml> = match test {
                Toml::Table(tests) => tests.values().collect(),
                one => vec![one],
            };
            for value in tests.into_iter().flat_map(|test| match test {
                Toml::Array(values) => values.iter().collect(),
                one => vec![one],
            }) {
                let place = (end.clone(), field.clone());
                match value {
                    Toml::String(word) if word == "present" || word == "blank" => {}
                    Toml::String(word) if word == "as-at" || word.ends_with(" ago") => {
                        self.moments.entry(place).or_default().push(word.clone());
                    }
                    Toml::String(word) if Date::read(word).is_some() => {
                        self.moments.entry(place).or_default().push(word.clone());
                    }
                    Toml::Datetime(date) => self
                        .moments
                        .entry(place)
                        .or_default()
                        .push(date.to_string()),
                    Toml::String(word) => self.wanted.entry(place).or_default().push(json!(word)),
                    Toml::Integer(number) => {
                        self.wanted.entry(place).or_default().push(json!(number));
                    }
                    Toml::Float(number) => {
                        self.wanted.entry(place).or_default().push(json!(number));
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The table and the field that a path ends in, or the first such table.
fn end(catalogue: &Catalogue, table: &Table, path: &str) -> (String, String) {
    match path.split_once('.') {
        None => (table.name.clone(), path.to_owned()),
        Some((step, rest)) => match table.reference(step).map(|field| &field.kind) {
            Some(Kind::Reference(tables)) => end(catalogue, catalogue.table(&tables[0]), rest),
            _ => panic!("{path} follows no reference"),
        },
    }
}
