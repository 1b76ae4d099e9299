//! Files and sheets that are not read, and mappings that nothing is read through. Where the settings, or the name of a file, say
//! that the export should hold what was not read, its silence must not be taken for success.

use std::collections::BTreeSet;

use crate::model::file::FileKind;
use crate::model::layout::{Layouts, List};
use crate::model::problem::{First, NOT_READ, Problem, ProblemSeverity};
use crate::model::thousands::grouped;

use super::parts::InputParts;
use super::{FileContents, Unusable, alike, json, mapped, recognise};

/// Why a file or sheet is not read.
#[derive(Default)]
pub(super) struct NotRead {
    pub reason: String,
    /// The mappings that it has the name of, or most headings.
    pub mappings: Vec<String>,
    /// Below the row taken for its headings; nought where they were not counted.
    pub rows: u64,
    /// A list inside it goes by the name of a table.
    pub names_a_table: bool,
}

impl From<Unusable> for NotRead {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Unlike(not_read) => not_read,
            Unusable::Unrecognised(reason) | Unusable::Broken(reason) => Self {
                reason,
                ..Self::default()
            },
            Unusable::Unreadable(error) => Self {
                reason: error.to_string(),
                ..Self::default()
            },
        }
    }
}

/// Why no list is known by these headings, above so many rows.
pub(super) fn unlike(layouts: &Layouts, headings: &[String], name: &str, rows: u64) -> Unusable {
    if headings.iter().all(String::is_empty) {
        return Unusable::Unrecognised("it is empty".to_owned());
    }
    if let Some(not_read) = mapped::not_meant_for(layouts, headings, name) {
        return Unusable::Unlike(NotRead { rows, ..not_read });
    }
    match recognise::unlike_its_name(layouts, headings, name) {
        Some(reason) => Unusable::Unlike(NotRead {
            reason: format!(
                "{reason}. Name the headings so, or begin a mapping with caseready init"
            ),
            rows,
            ..NotRead::default()
        }),
        None => Unusable::Unrecognised(format!(
            "run caseready init EXPORT to begin a mapping for it; {}",
            alike::nearest(layouts, headings, name)
        )),
    }
}

/// What of the files was read, as far as it tells what the others should have been.
pub(super) struct Read<'c> {
    layouts: &'c Layouts,
    mappings: BTreeSet<String>,
    /// Names without their endings.
    names: BTreeSet<String>,
    formats: BTreeSet<String>,
    /// Mappings that a file has the name of, or most headings, and was not read through.
    unlike: BTreeSet<String>,
}

impl<'c> Read<'c> {
    pub fn of(layouts: &'c Layouts, inputs: &[InputParts]) -> Self {
        let mut read = Self {
            layouts,
            mappings: BTreeSet::new(),
            names: BTreeSet::new(),
            formats: BTreeSet::new(),
            unlike: BTreeSet::new(),
        };
        for input in inputs {
            for part in &input.parts {
                let name = part.name(&input.name);
                match &part.contents {
                    Ok(contents) => read.note(&name, contents),
                    Err(Unusable::Unlike(not_read)) => {
                        read.unlike.extend(not_read.mappings.iter().cloned());
                    }
                    Err(_) => {
                        let named =
                            |list: &&List| list.is_mapping() && mapped::is_named(list, &name);
                        let named = layouts.lists.iter().filter(named);
                        read.unlike.extend(named.map(|list| list.name.clone()));
                    }
                }
            }
        }
        read
    }

    fn note(&mut self, name: &str, contents: &FileContents) {
        self.mappings.extend(contents.mappings.iter().cloned());
        self.names.insert(without_ending(name).to_owned());
        if let FileKind::List { format, .. } = &contents.kind {
            self.formats.insert(format.clone());
        }
    }

    /// What is to be said of a file or sheet that was not read; `named`: the file that it stands in was.
    pub fn problem(&self, name: &str, not_read: &NotRead, named: bool) -> Problem {
        let NotRead {
            reason,
            mappings,
            rows,
            names_a_table,
        } = not_read;
        let says =
            |severity, first| Problem::new(severity, format!("{NOT_READ}: {reason}")).first(first);
        let waits = |mapping: &String| !self.is_read_through(mapping);
        if *names_a_table || self.should_be_read(name, reason) || mappings.iter().any(waits) {
            let counted = match rows {
                0 => String::new(),
                1 => " (1 row)".to_owned(),
                rows => format!(" ({} rows)", grouped(*rows)),
            };
            let message = format!("{NOT_READ}{counted}: {reason}");
            return Problem::new(ProblemSeverity::Error, message).first(First::NotRead);
        }
        match (mappings.is_empty(), named) {
            (false, _) => says(ProblemSeverity::Warning, First::Mapping),
            (true, true) => says(ProblemSeverity::Note, First::OtherFile),
            (true, false) => says(ProblemSeverity::Warning, First::OtherFile),
        }
    }

    /// The mappings that no file was read through, and none was found unlike.
    pub fn mappings_without_a_file(&self) -> impl Iterator<Item = Problem> {
        let lists = self.layouts.lists.iter().filter(|list| list.is_mapping());
        let without = lists
            .filter(|list| !self.is_read_through(&list.name) && !self.unlike.contains(&list.name));
        without.map(|list| {
            let message = format!(
                "no file or sheet could be read through the mapping of {}: give the file, put its new name or headings into the mapping, or delete that [[mapping]]",
                list.name
            );
            Problem::new(ProblemSeverity::Error, message).first(First::NotRead)
        })
    }

    /// Whether a file was read through a mapping, or through another that says the same.
    fn is_read_through(&self, mapping: &str) -> bool {
        let find = |name: &str| {
            let mut lists = self.layouts.lists.iter().filter(|list| list.is_mapping());
            lists.find(|list| list.name == name)
        };
        let is_same = |other: &String| {
            let both = find(mapping).zip(find(other));
            both.is_some_and(|(one, other)| mapped::are_same(one, other))
        };
        self.mappings.contains(mapping) || self.mappings.iter().any(is_same)
    }

    /// Whether a file goes by the name of a table or a mapping, and none that was read has the same but for its ending: the letter
    /// beside an export may be called as that is.
    fn should_be_read(&self, name: &str, reason: &str) -> bool {
        if reason == json::EMPTY || self.names.contains(without_ending(name)) {
            return false;
        }
        let mappings = || self.layouts.lists.iter().filter(|list| list.is_mapping());
        let mut formats = self.formats.iter();
        recognise::is_tables_own(self.layouts, name)
            || mappings()
                .any(|list| mapped::is_named(list, name) && !self.is_read_through(&list.name))
            || formats.any(|format| recognise::is_of_format(self.layouts, format, name))
    }
}

fn without_ending(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem.rsplit('/').next().is_none_or(str::is_empty) {
        name
    } else {
        stem
    }
}
