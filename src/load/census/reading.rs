//! Elements one after another, gathered into children with their referrals and what each referral holds.

use std::collections::BTreeMap;

use crate::load::builder::Context;
use crate::load::{FileContents, Unusable};
use crate::model::day::Day;
use crate::model::file::{FileId, FileKind};
use crate::model::problem::{Problem, ProblemSeverity};

use super::layout::{self, Fate, HOLDERS};
use super::repeated::Repeated;
use super::writing::Writing;

/// A record being read: where it begins, and the values met so far.
pub(super) struct Draft {
    pub table: &'static str,
    pub line: u32,
    pub values: Vec<(Fate, String)>,
    /// The days of a plan's review conferences, and their lines.
    pub reviews: Vec<(String, u32)>,
}

impl Draft {
    pub fn new(table: &'static str, line: u32) -> Self {
        Self {
            table,
            line,
            values: Vec::new(),
            reviews: Vec::new(),
        }
    }

    /// The first value with this fate.
    pub fn value(&self, fate: Fate) -> &str {
        self.first(|other| other == fate)
    }

    pub fn field(&self, name: &str) -> &str {
        self.first(|fate| matches!(fate, Fate::Field(field) if field == name))
    }

    fn first(&self, is_meant: impl Fn(Fate) -> bool) -> &str {
        let mut values = self.values.iter();
        values
            .find(|(fate, _)| is_meant(*fate))
            .map_or("", |(_, value)| value)
    }
}

/// A referral and the records inside it.
pub(super) struct Referral {
    pub draft: Draft,
    pub records: Vec<Draft>,
}

/// Elements alike in one thing: the line of the first, and how many there are.
#[derive(Default)]
struct Met(BTreeMap<(String, String), (u32, u64)>);

impl Met {
    fn note(&mut self, name: &str, within: &str, line: u32) {
        let key = (name.to_owned(), within.to_owned());
        self.0.entry(key).or_insert((line, 0)).1 += 1;
    }

    fn problems(&self, message: impl Fn(&str, &str) -> String) -> impl Iterator<Item = Problem> {
        self.0.iter().map(move |((name, within), (line, count))| {
            Problem::new(ProblemSeverity::Warning, message(name, within))
                .at_row(*line)
                .times(*count)
        })
    }
}

pub(super) struct Reading<'c> {
    writing: Writing<'c>,
    child: Option<Draft>,
    referrals: Vec<Referral>,
    referral: Option<Referral>,
    /// The record inside the referral.
    inner: Option<Draft>,
    children: u64,
    without_id: u64,
    unknown: Met,
    repeated: Met,
    blocks: Repeated,
    in_header: bool,
    collection: String,
    year: Option<i32>,
}

impl<'c> Reading<'c> {
    pub fn new(context: &'c Context<'c>, file: FileId) -> Self {
        Self {
            writing: Writing::new(context, file),
            child: None,
            referrals: Vec::new(),
            referral: None,
            inner: None,
            children: 0,
            without_id: 0,
            unknown: Met::default(),
            repeated: Met::default(),
            blocks: Repeated::default(),
            in_header: false,
            collection: String::new(),
            year: None,
        }
    }

    pub fn start(&mut self, name: &str, line: u32) {
        self.in_header |= name == "Header";
        match layout::table_of(name) {
            Some("children") => {
                self.child = Some(Draft::new("children", line));
                self.children += 1;
            }
            Some("referrals") if self.child.is_some() => {
                self.referral = Some(Referral {
                    draft: Draft::new("referrals", line),
                    records: Vec::new(),
                });
            }
            Some(table) if self.referral.is_some() => self.inner = Some(Draft::new(table, line)),
            _ => {}
        }
    }

    pub fn end(&mut self, name: &str, within: &str, content: &str, line: u32) {
        if self.in_header {
            self.header(name, content);
            return;
        }
        match layout::table_of(name) {
            Some("children") => self.end_child(),
            Some("referrals") => self.referrals.extend(self.referral.take()),
            Some(_) => {
                if let (Some(referral), Some(record)) = (&mut self.referral, self.inner.take()) {
                    referral.records.push(record);
                }
            }
            None if HOLDERS.contains(&name) => {}
            None => self.value(name, within, content, line),
        }
    }

    fn header(&mut self, name: &str, content: &str) {
        match name {
            "Header" => self.in_header = false,
            "Collection" => content.clone_into(&mut self.collection),
            "Year" => self.year = content.parse().ok(),
            "ReferenceDate" => self.writing.ends_on(Day::parse_iso(content)),
            _ => {}
        }
    }

    fn value(&mut self, name: &str, within: &str, content: &str, line: u32) {
        let draft = match within {
            "ChildIdentifiers" | "ChildCharacteristics" | "Disabilities" => self.child.as_mut(),
            "CINdetails" => self.referral.as_mut().map(|referral| &mut referral.draft),
            _ => self.inner.as_mut(),
        };
        let (Some(fate), Some(draft)) = (layout::fate(within, name), draft) else {
            self.unknown.note(name, within, line);
            return;
        };
        self.writing.met(name);
        if content.is_empty() {
            return;
        }
        match fate {
            Fate::Personal | Fate::CensusOnly => {}
            Fate::ReviewHeld => draft.reviews.push((content.to_owned(), line)),
            Fate::Listed(_) | Fate::Disability => draft.values.push((fate, content.to_owned())),
            _ if draft.value(fate).is_empty() => draft.values.push((fate, content.to_owned())),
            _ => self.repeated.note(name, within, line),
        }
    }

    fn end_child(&mut self) {
        let referrals = std::mem::take(&mut self.referrals);
        let Some(child) = self.child.take() else {
            return;
        };
        if child.value(Fate::Identifier).is_empty() {
            self.without_id += 1;
        }
        if self.blocks.note(&child, &referrals) {
            self.writing.reject();
        } else {
            self.writing.child(&child, &referrals);
        }
    }

    pub fn finish(self) -> Result<FileContents, Unusable> {
        let is_census = self.collection.is_empty() || self.collection.eq_ignore_ascii_case("CIN");
        if !is_census && !self.writing.has_referrals() {
            return Err(Unusable::Unrecognised(format!(
                "it is XML with a \"Message\", but of the collection {:?}, not the census's \"CIN\"",
                self.collection
            )));
        }
        if self.children == 0 {
            return Err(Unusable::Unrecognised(
                "it is XML with a \"Message\", but holds no \"Child\"".to_owned(),
            ));
        }
        let mut problems = Vec::new();
        if self.without_id > 0 {
            let message = match self.without_id {
                1 => "1 child has no LAchildID: its records cannot be joined, and rules on them say so".to_owned(),
                n => format!("{n} children have no LAchildID: their records cannot be joined, and rules on them say so"),
            };
            problems.push(Problem::new(ProblemSeverity::Error, message).times(self.without_id));
        }
        problems.extend(self.blocks.problem());
        problems.extend(self.unknown.problems(|name, within| {
            format!("element {name} in {within} is in no layout of the census: it is not used")
        }));
        problems.extend(self.repeated.problems(|name, within| {
            format!("element {name} in {within} is there more than once: the first is used")
        }));
        problems.extend(self.writing.reviews_of_earlier_years());
        if self.writing.has("PPOutcome") {
            let message = "the codes of PPOutcome are kept as they are: what A, B and C stand for is not published, so that no rule takes them for stepping down or for issuing proceedings";
            problems.push(Problem::new(ProblemSeverity::Note, message));
        }
        let mut contents = FileContents::new(FileKind::Census);
        contents.problems = problems;
        for table in self.writing.finish(self.year) {
            contents.push(table);
        }
        Ok(contents)
    }
}
