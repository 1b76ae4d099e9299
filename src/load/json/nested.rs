//! Nested documents cut into tables: one for the documents, and one for each list of objects inside them, by the list's key.
//!
//! The DfE's daily data is such: a document a child, with referrals, assessments and plans inside. An object inside another is
//! part of its row; a row of a list has the numbers (`..._id`) of what it stands in beside its own values.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::load::alike;
use crate::load::builder::Context;
use crate::load::not_read::NotRead;
use crate::load::recognise::{self, Recognised};
use crate::load::rows::Grid;
use crate::load::stray_marks::StrayMarks;
use crate::load::table::{self, Headings};
use crate::load::{FileContents, Unusable};
use crate::model::file::{FileId, FileKind};
use crate::model::problem::{First, Problem, ProblemSeverity};
use crate::model::thousands::grouped;

pub(in crate::load) struct Nested<'c> {
    context: &'c Context<'c>,
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

impl<'c> Nested<'c> {
    /// `name` is the file's, or that under which the documents stand.
    pub(in crate::load) fn new(context: &'c Context<'c>, name: &str) -> Self {
        Self {
            context,
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
        // {"table": "visits", "rows": [..]}
        let says = cells.iter().map(|(_, text)| text.as_str());
        let mut says = says.filter(|text| super::is_table(self.context, text));
        let said = says.next().filter(|_| lists.len() == 1);
        let is_only_around = said.is_some()
            && lists
                .iter()
                .all(|(key, _)| !super::is_table(self.context, key));
        if !row.is_empty() && !is_only_around {
            self.tables[table].push(line, row);
        }
        for (key, items) in lists {
            let is_table = super::is_table(self.context, key);
            let inner = self.table(said.filter(|_| !is_table).unwrap_or(key));
            self.items(inner, items, &numbers, line);
        }
    }

    fn items(&mut self, table: usize, items: &[Value], around: &[(String, String)], line: u32) {
        for item in items {
            match item {
                Value::Object(object) => self.object(table, object, around, line),
                Value::Array(items) => self.items(table, items, around, line),
                Value::Null => {}
                _ => self.reject(line),
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
                Value::Array(items) if items.iter().any(holds_records) => {
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
        file: FileId,
        kind: &FileKind,
    ) -> Result<FileContents, Unusable> {
        let context = self.context;
        let mut whole = FileContents::new(kind.clone());
        whole.problems = self.problems().collect();
        let unlike = self.unlike();
        let mut read = 0;
        for (place, table) in self.tables.into_iter().enumerate() {
            if table.rows.is_empty() {
                continue;
            }
            let Some(recognised) = recognised(context, &table, place == 0) else {
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
            return Err(Unusable::Unlike(unlike));
        }
        Ok(whole)
    }

    /// Why none of it is read: what its longest list is nearest to.
    fn unlike(&self) -> NotRead {
        let (documents, lists) = (&self.tables[0], &self.tables[1..]);
        let longest = lists.iter().max_by_key(|table| table.rows.len());
        let longest = longest.filter(|table| !table.rows.is_empty());
        let table = longest.unwrap_or(documents);
        let nearest = || alike::nearest(self.context.layouts, &table.headings, &documents.name);
        let reason = match longest {
            None if documents.rows.is_empty() && self.rejected.0 > 0 => {
                "expected records in curly brackets, and there are none".to_owned()
            }
            None => nearest(),
            Some(list) => {
                let records = super::records_in_words(list.rows.len() as u64);
                format!("of its {records} under {:?}: {}", list.name, nearest())
            }
        };
        NotRead {
            reason,
            names_a_table: longest.is_some_and(|list| super::is_table(self.context, &list.name)),
            ..NotRead::default()
        }
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
    let records = match count {
        1 => "1 record fits".to_owned(),
        count => format!("{} records fit", grouped(count)),
    };
    let message = format!("{what}: {records} no list that caseready knows: not read");
    let says = |severity| Problem::new(severity, message).times(count);
    if is_outermost {
        // What stands around the lists of an export says when and by whom it was made.
        says(ProblemSeverity::Note)
    } else if super::is_table(context, &table.name) {
        says(ProblemSeverity::Error).first(First::NotRead)
    } else {
        says(ProblemSeverity::Warning)
    }
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
            marks: StrayMarks::new(width),
        };
        let mut rows = Grid::new(self.rows);
        table::read(context, recognised, &headings, &mut rows, file, kind)
    }
}

/// Whether there is an object in a value, or in the lists inside it.
fn holds_records(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(holds_records),
        _ => false,
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
