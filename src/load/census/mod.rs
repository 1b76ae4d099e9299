//! The children in need census: XML of any year's layout, read by element names and never by position.
//!
//! Its records carry no keys, so each is given one from its child and its number among the child's records of that kind. The
//! stray text that some systems leave between elements is passed over. Layout: the DfE's census schemas of 2017 to 2026 and the
//! samples of the sector's own validator.

mod layout;

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::model::catalogue::{FieldId, TableId};
use crate::model::file::{FileId, FileKind};
use crate::model::problem::{Problem, ProblemSeverity};

use layout::{ALWAYS, PASSED_OVER, RECORDS, VALUES, headings};

use super::builder::{Context, TableBuilder};
use super::rows::Lines;
use super::{FileContents, Unusable};

pub(super) fn load(
    context: &Context<'_>,
    text: &str,
    file: FileId,
) -> Result<FileContents, Unusable> {
    let mut census = Census::new(context, file);
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut lines = Lines::default();
    let mut open: Vec<(String, u32)> = Vec::new();
    let mut content = String::new();
    loop {
        let offset = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| {
            let at = super::decode::line_of(text.as_bytes(), reader.error_position() as usize);
            Unusable::Broken(format!("it is not whole XML: line {at}: {error}"))
        })?;
        match event {
            Event::Start(start) => {
                let name = local_name(start.name().as_ref());
                if open.is_empty() && name != "Message" {
                    return Err(Unusable::Unrecognised(format!(
                        "it is XML, but its outermost element is {name:?}, not the census's \"Message\""
                    )));
                }
                let line = lines.of(text.as_bytes(), offset);
                census.start(&name, line);
                open.push((name, line));
                content.clear();
            }
            Event::Empty(start) => {
                let name = local_name(start.name().as_ref());
                let line = lines.of(text.as_bytes(), offset);
                let within = open.last().map_or("", |(name, _)| name.as_str()).to_owned();
                census.start(&name, line);
                census.end(&name, &within, "", line);
                content.clear();
            }
            Event::Text(piece) => content.push_str(&piece),
            Event::CData(piece) => content.push_str(&piece),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(character)) => content.push(character),
                _ => content.push_str(
                    quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or(""),
                ),
            },
            Event::End(_) => {
                let Some((name, line)) = open.pop() else {
                    continue;
                };
                let within = open.last().map_or("", |(name, _)| name.as_str());
                census.end(&name, within, content.trim(), line);
                content.clear();
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if let Some((name, line)) = open.last() {
        return Err(Unusable::Broken(format!(
            "it is not whole XML: it ends inside <{name}>, begun in line {line}"
        )));
    }
    census.finish()
}

/// The element's name without a namespace.
fn local_name(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

/// A record being read: where it began, and the values met so far.
struct Draft {
    table: &'static str,
    line: u32,
    values: Vec<(&'static str, String)>,
    /// Dates that make conferences: of a child protection enquiry or plan.
    target: String,
    conference: String,
    reviews: Vec<(String, u32)>,
}

impl Draft {
    fn new(table: &'static str, line: u32) -> Self {
        Self {
            table,
            line,
            values: Vec::new(),
            target: String::new(),
            conference: String::new(),
            reviews: Vec::new(),
        }
    }

    fn value(&self, field: &str) -> &str {
        self.values
            .iter()
            .find(|(name, _)| *name == field)
            .map_or("", |(_, value)| value)
    }
}

struct Census<'c> {
    context: &'c Context<'c>,
    file: FileId,
    builders: BTreeMap<TableId, TableBuilder<'c>>,
    /// The child and the referral being read, and the record inside the referral.
    child: Option<Draft>,
    child_id: String,
    children: u64,
    without_id: u64,
    referral: Option<Draft>,
    inner: Option<Draft>,
    records: Vec<Draft>,
    /// How many records of each table the child has had.
    numbers: BTreeMap<&'static str, u32>,
    unknown: BTreeMap<String, (u32, u64)>,
    depth_in_header: u32,
}

impl<'c> Census<'c> {
    fn new(context: &'c Context<'c>, file: FileId) -> Self {
        Self {
            context,
            file,
            builders: BTreeMap::new(),
            child: None,
            child_id: String::new(),
            children: 0,
            without_id: 0,
            referral: None,
            inner: None,
            records: Vec::new(),
            numbers: BTreeMap::new(),
            unknown: BTreeMap::new(),
            depth_in_header: 0,
        }
    }

    fn start(&mut self, name: &str, line: u32) {
        match name {
            "Header" => self.depth_in_header += 1,
            "Child" => {
                self.child = Some(Draft::new("children", line));
                self.child_id.clear();
                self.numbers.clear();
                self.children += 1;
            }
            "CINdetails" if self.child.is_some() => {
                self.referral = Some(Draft::new("referrals", line));
            }
            _ => {
                if let Some((_, table)) = RECORDS.iter().find(|(element, _)| *element == name)
                    && self.referral.is_some()
                {
                    self.inner = Some(Draft::new(table, line));
                }
            }
        }
    }

    fn end(&mut self, name: &str, within: &str, content: &str, line: u32) {
        if self.depth_in_header > 0 {
            self.depth_in_header -= u32::from(name == "Header");
            return;
        }
        match name {
            "Child" => self.write_child(),
            "CINdetails" => self.write_referral(),
            "LAchildID" => content.clone_into(&mut self.child_id),
            "Disability" if !content.is_empty() => {
                if let Some(child) = &mut self.child {
                    let disabled = if content == "NONE" { "no" } else { "yes" };
                    child.values.push(("disabled", disabled.to_owned()));
                }
            }
            "CPPreviewDate" => {
                if let Some(plan) = &mut self.inner {
                    plan.reviews.push((content.to_owned(), line));
                }
            }
            _ if RECORDS.iter().any(|(element, _)| *element == name) => {
                self.records.extend(self.inner.take());
            }
            _ => self.value(name, within, content, line),
        }
    }

    fn value(&mut self, name: &str, within: &str, content: &str, line: u32) {
        let draft = match within {
            "ChildIdentifiers" | "ChildCharacteristics" => self.child.as_mut(),
            "CINdetails" => self.referral.as_mut(),
            _ => self.inner.as_mut(),
        };
        let known = VALUES
            .iter()
            .find(|(element, value, _)| *element == within && *value == name);
        match (known, draft) {
            (Some((_, "InitialCPCtarget", _)), Some(draft)) => {
                content.clone_into(&mut draft.target);
            }
            (Some((_, "DateOfInitialCPC", _)), Some(draft)) => {
                content.clone_into(&mut draft.conference);
            }
            (Some((_, "AssessmentFactors", field)), Some(draft)) => {
                match draft.values.iter_mut().find(|(name, _)| name == field) {
                    Some((_, factors)) => {
                        factors.push(';');
                        factors.push_str(content);
                    }
                    None => draft.values.push((field, content.to_owned())),
                }
            }
            (Some((_, "ICPCnotRequired", field)), Some(draft)) => {
                draft.values.push((field, inverted(content)));
            }
            (Some((_, _, field)), Some(draft)) => draft.values.push((field, content.to_owned())),
            _ if PASSED_OVER.contains(&name) => {}
            _ => self.unknown.entry(name.to_owned()).or_insert((line, 0)).1 += 1,
        }
    }

    /// A key made from the child and the record's number among the child's records of its table.
    fn key(&mut self, table: &'static str) -> String {
        let number = self.numbers.entry(table).or_default();
        *number += 1;
        format!("{}/{table}/{number}", self.child_id)
    }

    fn write_child(&mut self) {
        let Some(child) = self.child.take() else {
            return;
        };
        if self.child_id.is_empty() {
            self.without_id += 1;
        }
        let id = self.child_id.clone();
        self.write(&child, &id, &[]);
    }

    fn write_referral(&mut self) {
        let Some(referral) = self.referral.take() else {
            return;
        };
        let referral_key = self.key("referrals");
        self.write(&referral, &referral_key, &[]);
        if !referral.conference.is_empty() {
            let key = self.key("conferences");
            self.write(
                &conference("initial", &referral.conference, "", referral.line, true),
                &key,
                &[],
            );
        }
        for record in std::mem::take(&mut self.records) {
            let key = self.key(record.table);
            self.write(&record, &key, &[("referral_id", &referral_key)]);
            match record.table {
                "s47_enquiries" => {
                    let needed = record.value("conference_required") != "no";
                    if !record.conference.is_empty() || (needed && !record.target.is_empty()) {
                        let conference_key = self.key("conferences");
                        let conference = conference(
                            "initial",
                            &record.conference,
                            &record.target,
                            record.line,
                            false,
                        );
                        self.write(&conference, &conference_key, &[("s47_id", &key)]);
                    }
                }
                "cp_plans" => {
                    for (held_on, line) in &record.reviews {
                        let conference_key = self.key("conferences");
                        self.write(
                            &conference("review", held_on, "", *line, false),
                            &conference_key,
                            &[("plan_id", &key)],
                        );
                    }
                }
                "pre_proceedings" if !record.value("application_on").is_empty() => {
                    let proceedings_key = self.key("proceedings");
                    let mut proceedings = Draft::new("proceedings", record.line);
                    proceedings
                        .values
                        .push(("issued_on", record.value("application_on").to_owned()));
                    self.write(&proceedings, &proceedings_key, &[]);
                }
                _ => {}
            }
        }
    }

    fn write(&mut self, draft: &Draft, key: &str, references: &[(&'static str, &str)]) {
        let Some(builder) = self.builder(draft.table) else {
            return;
        };
        let definition = builder.context().catalogue.table(builder.table());
        let find = |name: &str| definition.field(name);
        builder.begin(draft.line);
        builder.set(definition.key, key);
        let set = |builder: &mut TableBuilder<'_>, field: Option<FieldId>, value: &str| {
            if let Some(field) = field {
                builder.set(field, value);
            }
        };
        for (name, value) in references {
            set(builder, find(name), value);
        }
        // A child with any disability is disabled, whichever is named first.
        let disabled = draft
            .values
            .iter()
            .any(|(name, value)| *name == "disabled" && value == "yes");
        if disabled {
            set(builder, find("disabled"), "yes");
        }
        for (name, value) in &draft.values {
            set(builder, find(name), value);
        }
        if draft.table != "children" {
            let child = self.child_id.clone();
            let builder = self.builder(draft.table);
            if let (Some(builder), Some(field)) = (builder, definition.child) {
                builder.set(field, &child);
            }
        }
    }

    /// The builder of a table, with every field that the census can carry headed.
    fn builder(&mut self, table: &'static str) -> Option<&mut TableBuilder<'c>> {
        let context = self.context;
        let id = context.catalogue.find(table)?;
        Some(self.builders.entry(id).or_insert_with(|| {
            let mut builder = TableBuilder::new(context, id, self.file);
            let definition = context.catalogue.table(id);
            builder.head(definition.key, "(position)");
            if let Some(child) = definition.child {
                builder.head(child, "LAchildID");
            }
            for (field, heading) in headings(table) {
                if let Some(field) = definition.field(field) {
                    builder.head(field, heading);
                }
            }
            builder
        }))
    }

    fn finish(mut self) -> Result<FileContents, Unusable> {
        if self.children == 0 {
            return Err(Unusable::Unrecognised(
                "it is XML with a \"Message\", but holds no \"Child\"".to_owned(),
            ));
        }
        for table in ALWAYS {
            self.builder(table);
        }
        let mut problems = Vec::new();
        if self.without_id > 0 {
            let message = match self.without_id {
                1 => "1 child has no LAchildID: its records cannot be joined, and rules on them say so".to_owned(),
                n => format!("{n} children have no LAchildID: their records cannot be joined, and rules on them say so"),
            };
            problems.push(
                Problem::new(ProblemSeverity::Error, message)
                    .in_file(self.file)
                    .times(self.without_id),
            );
        }
        for (name, (line, count)) in &self.unknown {
            let message = format!("elements {name} are not used");
            problems.push(
                Problem::new(ProblemSeverity::Note, message)
                    .in_file(self.file)
                    .at_row(*line)
                    .times(*count),
            );
        }
        let mut contents = FileContents::new(FileKind::Census);
        contents.problems = problems;
        for builder in self.builders.into_values() {
            contents.push(builder.finish());
        }
        Ok(contents)
    }
}

fn conference(kind: &str, held_on: &str, due_on: &str, line: u32, transfer_in: bool) -> Draft {
    let mut draft = Draft::new("conferences", line);
    draft.values.push(("kind", kind.to_owned()));
    draft.values.push(("held_on", held_on.to_owned()));
    draft.values.push(("due_on", due_on.to_owned()));
    if kind == "initial" {
        draft.values.push((
            "transfer_in",
            if transfer_in { "yes" } else { "no" }.to_owned(),
        ));
    }
    draft
}

/// "Not required" turned round. What is neither stays as it is, to be reported.
fn inverted(flag: &str) -> String {
    match flag.to_lowercase().as_str() {
        "1" | "true" => "no".to_owned(),
        "0" | "false" => "yes".to_owned(),
        _ => flag.to_owned(),
    }
}
