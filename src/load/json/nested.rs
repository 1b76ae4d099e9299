//! Nested documents cut into tables: one for the documents, and one for each list of objects inside them, by the list's key.
//!
//! The DfE's daily data is such: a document a child, with referrals, assessments and plans inside. An object inside another is
//! part of its row; a row of a list has the numbers (`..._id`) of what it stands in beside its own values.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::load::alike;
use crate::load::builder::Context;
use crate::load::recognise::{self, Recognised};
use crate::load::rows::Grid;
use crate::load::table::{self, Headings};
use crate::load::{FileContents, Unusable};
use crate::model::file::{FileId, FileKind};
use crate::model::problem::{Problem, ProblemSeverity};

pub(in crate::load) struct Nested {
    /// The first is that of the documents.
    tables: Vec<Table>,
    /// What is marked to be deleted where it was sent to (`purge`).
    purged: u64,
    /// What is no document: how many, and the line of the first.
    rejected: (u64, u32),
}

struct Table {
    name: String,
    headings: Vec<String>,
    places: HashMap<String, usize>,
    rows: Vec<(u32, Vec<String>)>,
}

impl Table {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            headings: Vec::new(),
            places: HashMap::new(),
            rows: Vec::new(),
        }
    }

    fn push(&mut self, line: u32, cells: Vec<(String, String)>) {
        let mut row = vec![String::new(); self.headings.len()];
        for (heading, text) in cells {
            let place = match self.places.get(&heading) {
                Some(place) => *place,
                None => {
                    self.places.insert(heading.clone(), self.headings.len());
                    self.headings.push(heading);
                    row.push(String::new());
                    self.headings.len() - 1
                }
            };
            row[place] = text;
        }
        self.rows.push((line, row));
    }
}

impl Nested {
    /// `name` is the file's, or that under which the documents stand.
    pub(in crate::load) fn new(name: &str) -> Self {
        Self {
            tables: vec![Table::new(name)],
            purged: 0,
            rejected: (0, 0),
        }
    }

    pub(in crate::load) fn reject(&mut self, line: u32) {
        if self.rejected.0 == 0 {
            self.rejected.1 = line;
        }
        self.rejected.0 += 1;
    }

    /// A document, or a list of them, that begins in this line.
    pub(in crate::load) fn add(&mut self, document: &Value, line: u32) {
        match document {
            Value::Object(object) => self.object(0, object, &[], line),
            Value::Array(documents) => {
                for document in documents {
                    self.add(document, line);
                }
            }
            _ => self.reject(line),
        }
    }

    fn object(
        &mut self,
        table: usize,
        object: &Map<String, Value>,
        around: &[(String, String)],
        line: u32,
    ) {
        let mut cells = Vec::new();
        let mut lists = Vec::new();
        if !self.flatten(object, &mut cells, &mut lists) {
            return;
        }
        let is_own = |name: &str| cells.iter().any(|(own, _)| own == name);
        let inherited = around.iter().filter(|(name, _)| !is_own(name)).cloned();
        let row: Vec<(String, String)> = inherited.chain(cells.iter().cloned()).collect();
        let numbers = row.iter().filter(|(name, _)| name.ends_with("_id"));
        let numbers: Vec<(String, String)> = numbers.cloned().collect();
        if !row.is_empty() {
            self.tables[table].push(line, row);
        }
        for (key, items) in lists {
            let inner = self.table(key);
            for item in items {
                match item {
                    Value::Object(object) => self.object(inner, object, &numbers, line),
                    Value::Null => {}
                    _ => self.reject(line),
                }
            }
        }
    }

    /// The values of an object and of the objects inside it, and the lists of objects; false where it is to be deleted.
    fn flatten<'v>(
        &mut self,
        object: &'v Map<String, Value>,
        cells: &mut Vec<(String, String)>,
        lists: &mut Vec<(&'v str, &'v [Value])>,
    ) -> bool {
        if object.get("purge") == Some(&Value::Bool(true)) {
            self.purged += 1;
            return false;
        }
        let values = object.iter().filter(|(key, _)| *key != "purge");
        for (key, value) in values {
            match value {
                Value::Object(inner) => {
                    self.flatten(inner, cells, lists);
                }
                Value::Array(items) if items.iter().any(Value::is_object) => {
                    lists.push((key, items));
                }
                value => {
                    if let Some(text) = text(value)
                        && !cells.iter().any(|(name, _)| name == key)
                    {
                        cells.push((key.clone(), text));
                    }
                }
            }
        }
        true
    }

    fn table(&mut self, name: &str) -> usize {
        let known = self.tables[1..].iter().position(|table| table.name == name);
        known.map_or_else(
            || {
                self.tables.push(Table::new(name));
                self.tables.len() - 1
            },
            |place| place + 1,
        )
    }

    /// The records of every table that fits a list. `kind` is what the file is apart from that.
    pub(in crate::load) fn load(
        self,
        context: &Context<'_>,
        file: FileId,
        kind: &FileKind,
    ) -> Result<FileContents, Unusable> {
        let mut whole = FileContents::new(kind.clone());
        whole.problems = self.problems().collect();
        let mut nearest = match self.rejected.0 {
            0 => alike::nearest(context.layouts, &[], ""),
            _ => "it holds no records".to_owned(),
        };
        let mut read = 0;
        for (place, table) in self.tables.into_iter().enumerate() {
            if table.rows.is_empty() {
                continue;
            }
            let Some(recognised) = recognised(context, &table, place == 0) else {
                if place == 0 {
                    nearest = alike::nearest(context.layouts, &table.headings, &table.name);
                }
                whole.problems.push(not_read(context, &table, place == 0));
                continue;
            };
            let contents = table.load(context, &recognised, file, kind)?;
            read += 1;
            whole.kind = match read {
                1 => contents.kind.clone(),
                _ => contents.kind.clone().of_whole_format(),
            };
            whole.append(contents);
        }
        if read == 0 {
            return Err(Unusable::Unrecognised(nearest));
        }
        Ok(whole)
    }

    fn problems(&self) -> impl Iterator<Item = Problem> + use<> {
        let purged = (self.purged > 0).then(|| {
            let message = match self.purged {
                1 => "1 part marked to be deleted (purge) was left out".to_owned(),
                count => format!("{count} parts marked to be deleted (purge) were left out"),
            };
            Problem::new(ProblemSeverity::Note, message).times(self.purged)
        });
        let (count, line) = self.rejected;
        let rejected = (count > 0).then(|| {
            Problem::new(
                ProblemSeverity::Error,
                "expected a record in curly brackets: not read",
            )
            .at_row(line)
            .times(count)
        });
        rejected.into_iter().chain(purged)
    }
}

/// The list that a table's name says, or its headings.
fn recognised<'c>(
    context: &'c Context<'_>,
    table: &Table,
    is_outermost: bool,
) -> Option<Recognised<'c>> {
    let by_headings = || {
        let list = recognise::list(context.layouts, &table.headings, &table.name);
        list.and_then(Result::ok)
    };
    let named = |name| recognise::named(context.layouts, &table.headings, name);
    if is_outermost {
        // A document may hold nothing but a child's number beside its lists.
        by_headings().or_else(|| named(super::DOCUMENTS))
    } else {
        named(&table.name).or_else(by_headings)
    }
}

fn not_read(context: &Context<'_>, table: &Table, is_outermost: bool) -> Problem {
    let count = table.rows.len() as u64;
    let what = if is_outermost {
        "its documents".to_owned()
    } else {
        format!("{:?} inside its documents", table.name)
    };
    let message = format!("{what}: {count} records fit no list that caseready knows: not read");
    let is_ours = !is_outermost && context.catalogue.find(&table.name).is_some();
    let severity = if is_ours {
        ProblemSeverity::Error
    } else {
        ProblemSeverity::Note
    };
    Problem::new(severity, message).times(count)
}

impl Table {
    fn load(
        mut self,
        context: &Context<'_>,
        recognised: &Recognised<'_>,
        file: FileId,
        kind: &FileKind,
    ) -> Result<FileContents, Unusable> {
        let width = self.headings.len();
        let line = self.rows.first().map_or(1, |(line, _)| *line);
        for (_, row) in &mut self.rows {
            row.resize(width, String::new());
        }
        let headings = Headings {
            name: self.name,
            texts: self.headings,
            line,
            above: 0,
        };
        let mut rows = Grid::new(self.rows);
        table::read(context, recognised, &headings, &mut rows, file, kind)
    }
}

/// A value as the text of a cell; nothing where it is null or an empty list.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::Bool(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().filter_map(text).collect();
            (!texts.is_empty()).then(|| texts.join(";"))
        }
    }
}
