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
pub mod propose;
mod ragged;
mod recognise;
mod record;
mod rows;
mod second_table;
mod separated;
mod source;
mod table;
mod unpack;
mod workbook;

use std::io;

pub use builder::Context;

use crate::model::childless::childless;
use crate::model::crash::guarded;
use crate::model::file::{File, FileId, FileKind, FileTable};
use crate::model::io_words::unreadable;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::records::{Partial, Records};
use crate::model::runner::Runner;
use crate::model::spelled_apart::spelled_apart;
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
    let mut largest_first: Vec<(usize, Input<'_>)> = inputs.into_iter().enumerate().collect();
    largest_first.sort_by_key(|(_, input)| std::cmp::Reverse(input.size));
    let bytes: u64 = largest_first.iter().map(|(_, input)| input.size).sum();
    let share = (bytes / runner.width() as u64).max(SMALLEST);
    let mut read = runner.map(largest_first, |(place, input)| {
        let parts = guarded(|| parts(context, &input, share, runner));
        let parts = parts.unwrap_or_else(|crash| whole(Err(crashed(&crash))));
        (place, parts, input.name, input.named)
    });
    read.sort_by_key(|(place, ..)| *place);
    let known = Read::of(context.layouts, &read);
    let mut problems: Vec<Problem> = litter.into_iter().collect();
    let (mut files, mut partials, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for (_, parts, name, named) in read {
        // Of several parts one that is something else is to be expected: the guidance in a workbook, a letter in an archive.
        let is_one = parts.len() == 1;
        let any = parts.iter().any(|part| part.contents.is_ok());
        for part in parts {
            let id = FileId(files.len() as u32);
            let file_name = match &part.inside {
                Some(inside) => format!("{name}/{inside}"),
                None => name.clone(),
            };
            let mut file = File {
                name: file_name,
                kind: FileKind::Unrecognised,
                bytes: part.bytes,
                tables: Vec::new(),
            };
            match part.contents {
                Ok(contents) => {
                    file.kind = contents.kind;
                    problems.extend(
                        contents
                            .problems
                            .into_iter()
                            .map(|problem| problem.in_file(id)),
                    );
                    file.tables = contents.tables;
                    partials.extend(contents.partials.into_iter().map(|mut partial| {
                        partial.file = id;
                        partial
                    }));
                }
                Err(Unusable::Unrecognised(_)) if any && part.explains => {
                    let message = "this sheet explains the others and holds no records: not read";
                    problems.push(Problem::new(ProblemSeverity::Note, message).in_file(id));
                }
                Err(Unusable::Unrecognised(_) | Unusable::Unlike(_))
                    if !named || (!is_one && any) =>
                {
                    let not_read = part
                        .contents
                        .err()
                        .map_or_else(NotRead::default, NotRead::from);
                    let problem = known.problem(&file.name, &not_read, named);
                    problems.push(problem.in_file(id));
                }
                Err(Unusable::Unrecognised(reason) | Unusable::Unlike(NotRead { reason, .. })) => {
                    refused.push(Refused {
                        file: Some(file.name.clone()),
                        reason: format!("not recognised: {reason}"),
                    });
                }
                Err(Unusable::Broken(reason)) => refused.push(Refused {
                    file: Some(file.name.clone()),
                    reason,
                }),
                Err(Unusable::Unreadable(error)) => refused.push(Refused {
                    file: Some(file.name.clone()),
                    reason: unreadable(&error),
                }),
            }
            files.push(file);
        }
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    if partials.is_empty() {
        let reason = match files.as_slice() {
            [] => "there is no file to read".to_owned(),
            files => {
                let reasons = problems
                    .iter()
                    .filter_map(|problem| Some((problem.file?, &problem.message)));
                let reasons: Vec<String> = reasons
                    .map(|(file, message)| format!("\n  {}: {message}", files[file.index()].name))
                    .collect();
                format!(
                    "none of the files given holds records that caseready knows{}",
                    reasons.concat()
                )
            }
        };
        return Err(vec![Refused { file: None, reason }]);
    }
    problems.extend(known.mappings_without_a_file());
    let missing_lists = missing::missing_lists(context.catalogue, context.layouts, &files);
    let mut records = Records::merge(context.catalogue, files, partials);
    records.missing_lists = missing_lists;
    problems.append(&mut records.problems);
    problems.extend(childless(context.catalogue, &records));
    problems.extend(spelled_apart(context.catalogue, &records));
    problems.extend(crate::model::reference::dangling(
        context.catalogue,
        &records,
    ));
    Ok(Loaded { records, problems })
}

/// One file, or one of those inside it.
struct Part {
    /// Its place inside the file given; none where it is the file itself.
    inside: Option<String>,
    /// By its name a sheet that explains the others.
    explains: bool,
    /// As unpacked; nought for a sheet, which has none of its own.
    bytes: u64,
    contents: Result<FileContents, Unusable>,
}

/// A file of which nothing inside can be told apart.
fn whole(contents: Result<FileContents, Unusable>) -> Vec<Part> {
    vec![Part {
        inside: None,
        explains: false,
        bytes: 0,
        contents,
    }]
}

/// The readers of workbooks and archives are made by others, and one may crash over a damaged file.
fn crashed(crash: &str) -> Unusable {
    Unusable::Broken(format!(
        "it is damaged, or reading it is at fault ({crash}): open it in the program that it comes from and save it again; if that does not help, please report it"
    ))
}

/// Bytes from which on a text is worth reading in parts.
const SMALLEST: u64 = 4 << 20;

/// Every file and sheet inside an input; what is larger than `share` bytes is read in parts.
fn parts(context: &Context<'_>, input: &Input<'_>, share: u64, runner: &impl Runner) -> Vec<Part> {
    let unpacked = (input.read)()
        .map_err(Unusable::Unreadable)
        .and_then(unpack::unpack);
    let unpacked = match unpacked {
        Ok(unpacked) => unpacked,
        Err(unusable) => return whole(Err(unusable)),
    };
    if unpacked.is_empty() {
        let message = "it is an archive with nothing in it".to_owned();
        return whole(Err(Unusable::Unrecognised(message)));
    }
    let mut parts = Vec::new();
    for file in unpacked {
        let name = match &file.inside {
            Some(inside) => format!("{}/{inside}", input.name),
            None => input.name.clone(),
        };
        if unpack::is_workbook(&file.bytes) {
            parts.extend(sheets(context, &file, &name, runner));
        } else {
            parts.push(Part {
                contents: contents(context, &file.bytes, &name, share, runner),
                bytes: file.bytes.len() as u64,
                inside: file.inside,
                explains: false,
            });
        }
    }
    parts
}

/// Every sheet of a workbook.
fn sheets(
    context: &Context<'_>,
    file: &unpack::Unpacked,
    name: &str,
    runner: &impl Runner,
) -> Vec<Part> {
    let inside = |sheet: &str| match &file.inside {
        Some(inside) => format!("{inside}/{sheet}"),
        None => sheet.to_owned(),
    };
    let sheets = workbook::each_sheet(&file.bytes, runner, |mut sheet| {
        let name = format!("{name}/{}", sheet.name);
        let contents = table::load(context, &mut sheet.rows, FileId(0), &name, &FileKind::Sheet);
        Part {
            inside: Some(inside(&sheet.name)),
            explains: workbook::explains(&sheet.name),
            bytes: 0,
            contents: contents.map(|mut contents| {
                contents.problems.extend(sheet.problems());
                contents
            }),
        }
    });
    let unusable = match sheets {
        Ok(sheets) if !sheets.is_empty() => return sheets,
        Ok(_) => Unusable::Unrecognised("no sheet of it has anything in it".to_owned()),
        Err(unusable) => unusable,
    };
    vec![Part {
        inside: file.inside.clone(),
        explains: false,
        bytes: 0,
        contents: Err(unusable),
    }]
}

fn contents(
    context: &Context<'_>,
    bytes: &[u8],
    name: &str,
    share: u64,
    runner: &impl Runner,
) -> Result<FileContents, Unusable> {
    if let Some(reason) = no_export::told(bytes) {
        return Err(Unusable::Unrecognised(reason.to_owned()));
    }
    let (text, decoding) = decode::decode(bytes);
    // Numbered once all files are known.
    let file = FileId(0);
    let mut contents = match text.trim_start().bytes().next() {
        None => Err(Unusable::Unrecognised("it is empty".to_owned())),
        Some(b'[' | b'{') => json::load(context, &text, file, name),
        Some(b'<') => census::load(context, &text, file),
        Some(_) => {
            let parts = (text.len() as u64).div_ceil(share) as usize;
            table::load_apart(context, &text, file, name, parts, runner)
        }
    }?;
    contents.problems.splice(0..0, decoding);
    Ok(contents)
}
