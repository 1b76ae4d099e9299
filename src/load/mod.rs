//! Bytes of files to rows of known tables.
//!
//! A file is recognised by what it holds, never by its name alone. A bad cell, row or heading is a problem with its place and
//! never stops the run; a file that cannot be read or recognised is said to be so before anything else is.

mod absent;
mod alike;
mod answers;
mod builder;
mod cell;
mod cells;
mod census;
mod days;
mod decode;
mod documents;
mod gathered;
mod hard_coded;
mod joining;
mod json;
mod litter;
mod mapped;
mod missing;
mod no_export;
mod no_record;
mod not_read;
pub mod other_ids;
mod parted;
mod parts;
pub mod propose;
mod ragged;
mod recognise;
mod record;
mod rows;
mod second_table;
mod separated;
mod source;
mod stray_marks;
mod table;
mod unpack;
mod workbook;

use std::io;

pub use builder::Context;

use crate::model::childless::childless;
use crate::model::file::{FileKind, FileTable};
use crate::model::partial::Partial;
use crate::model::problem::Problem;
use crate::model::records::Records;
use crate::model::reference::dangling;
use crate::model::runner::Runner;
use crate::model::spelled_apart::spelled_apart;
use gathered::Gathered;
use not_read::{NotRead, Read};

/// One file to load; its bytes are asked for on the thread that reads it.
pub struct Input<'i> {
    /// As given, with `/` between folders.
    pub name: String,
    /// Given by name, so that it must be of use; a file found in a named folder may be something else.
    pub named: bool,
    /// In bytes, as far as it is known before it is read: the largest are read first, so that no thread is left with one at
    /// the end.
    pub size: u64,
    pub read: Box<dyn Fn() -> io::Result<Vec<u8>> + Send + Sync + 'i>,
}

pub struct Loaded {
    pub records: Records,
    pub problems: Vec<Problem>,
}

/// Why a run cannot begin.
#[derive(Debug, thiserror::Error)]
#[error("{}{reason}", .file.as_ref().map(|file| format!("{file}: ")).unwrap_or_default())]
pub struct Refused {
    /// None where it is all the files together that give nothing.
    pub file: Option<String>,
    pub reason: String,
}

/// What a file gave one table.
type TableContents = (Partial, FileTable, Vec<Problem>);

/// What one file gave.
struct FileContents {
    kind: FileKind,
    tables: Vec<FileTable>,
    partials: Vec<Partial>,
    problems: Vec<Problem>,
    /// Names of the mappings that it was read through.
    mappings: Vec<String>,
}

impl FileContents {
    fn new(kind: FileKind) -> Self {
        Self {
            kind,
            mappings: Vec::new(),
            tables: Vec::new(),
            partials: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn push(&mut self, (partial, table, mut problems): TableContents) {
        self.partials.push(partial);
        self.tables.push(table);
        self.problems.append(&mut problems);
    }

    /// Adds what another list of the same file gave.
    fn append(&mut self, mut other: Self) {
        self.tables.append(&mut other.tables);
        self.partials.append(&mut other.partials);
        self.problems.append(&mut other.problems);
        self.mappings.append(&mut other.mappings);
    }
}

enum Unusable {
    /// Nothing caseready knows.
    Unrecognised(String),
    /// In part, or by its name, what a table or a mapping of the settings reads.
    Unlike(NotRead),
    /// Something it knows, damaged: what is whole of it must not pass for all of it.
    Broken(String),
    Unreadable(io::Error),
}

/// Loads every input, or says of each that stands in the way why.
pub fn load(
    inputs: Vec<Input<'_>>,
    context: &Context<'_>,
    runner: &impl Runner,
) -> Result<Loaded, Vec<Refused>> {
    let (inputs, litter) = litter::left_out(inputs);
    let inputs = parts::of_each(inputs, context, runner);
    let known = Read::of(context.layouts, &inputs);
    let mut gathered = Gathered::default();
    gathered.problems.extend(litter);
    for input in inputs {
        gathered.take(input, &known);
    }
    let Gathered {
        files,
        partials,
        mut problems,
        ..
    } = gathered.or_refused()?;
    problems.extend(known.mappings_without_a_file());
    let missing_lists = missing::missing_lists(context.catalogue, context.layouts, &files);
    let mut records = Records::merge(context.catalogue, files, partials);
    records.missing_lists = missing_lists;
    problems.append(&mut records.problems);
    problems.extend(childless(context.catalogue, &records));
    problems.extend(spelled_apart(context.catalogue, &records));
    problems.extend(dangling(context.catalogue, &records));
    Ok(Loaded { records, problems })
}
