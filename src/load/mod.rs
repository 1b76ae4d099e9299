//! Bytes of files to rows of known tables.
//!
//! A file is recognised by what it holds, never by its name alone. A bad cell, row or heading is a problem with its place and
//! never stops the run; a file that cannot be read or recognised is said to be so before anything else is.

mod builder;
mod cell;
mod census;
mod csv;
mod decode;
mod json;
mod recognise;

use std::io;

pub use builder::Context;

use crate::model::file::{File, FileId, FileKind, FileTable};
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::records::{Partial, Records};
use crate::model::runner::Runner;

/// One file to load; its bytes are asked for on the thread that reads it.
pub struct Input<'i> {
    /// As given, with `/` between folders.
    pub name: String,
    /// Given by name, so that it must be of use; a file found in a named folder may be something else.
    pub named: bool,
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

/// What one file gave.
struct FileContents {
    kind: FileKind,
    tables: Vec<(Partial, FileTable, Vec<Problem>)>,
    problems: Vec<Problem>,
}

enum Unusable {
    /// Nothing caseready knows.
    Unrecognised(String),
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
    let inputs: Vec<(FileId, Input<'_>)> = inputs
        .into_iter()
        .enumerate()
        .map(|(index, input)| (FileId(index as u32), input))
        .collect();
    let read = runner.map(inputs, |(file, input)| {
        let contents = contents(context, file, &input);
        (file, input.name, input.named, contents)
    });
    let (mut files, mut partials, mut problems, mut refused) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (id, name, named, result) in read {
        let mut file = File {
            name,
            kind: FileKind::Unrecognised,
            tables: Vec::new(),
        };
        match result {
            Ok((contents, decoding)) => {
                file.kind = contents.kind;
                problems.extend(decoding.map(|problem| problem.in_file(id)));
                problems.extend(contents.problems);
                for (partial, table, found) in contents.tables {
                    file.tables.push(table);
                    partials.push(partial);
                    problems.extend(found);
                }
            }
            Err(Unusable::Unrecognised(reason)) if !named => {
                let message = format!("this file was not read: {reason}");
                problems.push(Problem::new(ProblemSeverity::Warning, message).in_file(id));
            }
            Err(Unusable::Unrecognised(reason)) => refused.push(Refused {
                file: Some(file.name.clone()),
                reason: format!("not recognised: {reason}"),
            }),
            Err(Unusable::Broken(reason)) => refused.push(Refused {
                file: Some(file.name.clone()),
                reason,
            }),
            Err(Unusable::Unreadable(error)) => refused.push(Refused {
                file: Some(file.name.clone()),
                reason: format!("it cannot be read: {error}"),
            }),
        }
        files.push(file);
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
    let mut records = Records::merge(context.catalogue, files, partials);
    problems.append(&mut records.problems);
    problems.extend(crate::model::reference::dangling(
        context.catalogue,
        &records,
    ));
    Ok(Loaded { records, problems })
}

fn contents(
    context: &Context<'_>,
    file: FileId,
    input: &Input<'_>,
) -> Result<(FileContents, Option<Problem>), Unusable> {
    let bytes = (input.read)().map_err(Unusable::Unreadable)?;
    if let Some(reason) = not_yet_read(&bytes) {
        return Err(Unusable::Unrecognised(reason.to_owned()));
    }
    let (text, decoding) = decode::decode(&bytes);
    let contents = match text.trim_start().bytes().next() {
        None => Err(Unusable::Unrecognised("it is empty".to_owned())),
        Some(b'[' | b'{') => json::load(context, &text, file, &input.name),
        Some(b'<') => census::load(context, &text, file),
        Some(_) => csv::load(context, &text, file, &input.name),
    }?;
    Ok((contents, decoding))
}

/// Kinds of file that people try, and what to do with them.
fn not_yet_read(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(
            "it is an Excel workbook or a zip file: save each sheet as CSV, or unpack it, and give those",
        );
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some("it is an old Excel workbook: save each sheet as CSV and give those");
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return Some("it is a gzip file: unpack it first");
    }
    if bytes.starts_with(b"%PDF") {
        return Some("it is a PDF: export the records as CSV, JSON or census XML");
    }
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    (!utf16 && bytes.iter().take(4096).any(|byte| *byte == 0)).then_some("it is not a text file")
}
