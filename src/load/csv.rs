//! Native CSV: headings in the first line, one record a line or more.

use csv::{ByteRecord, ReaderBuilder};

use crate::model::catalogue::FieldId;
use crate::model::file::{FileId, FileKind};
use crate::model::problem::{Problem, ProblemSeverity};

use super::builder::{Context, TableBuilder};
use super::{FileContents, Unusable, recognise};

pub(super) fn load(
    context: &Context<'_>,
    text: &str,
    file: FileId,
    name: &str,
) -> Result<FileContents, Unusable> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    let broken = |error: csv::Error| Unusable::Broken(error.to_string());
    if !reader.read_byte_record(&mut record).map_err(broken)? {
        return Err(Unusable::Unrecognised("it is empty".to_owned()));
    }
    let headings: Vec<String> = record
        .iter()
        .map(|cell| super::cell::trim(&String::from_utf8_lossy(cell)).to_owned())
        .collect();
    let table =
        recognise::table(context.catalogue, &headings, name).map_err(Unusable::Unrecognised)?;
    let mut builder = TableBuilder::new(context, table, file);
    let fields = head(&mut builder, context, &headings);

    let (mut short, mut long, mut empty) = (Ragged::default(), Ragged::default(), 0_u64);
    let mut lines = Lines::default();
    let mut last_line = 1;
    while reader.read_byte_record(&mut record).map_err(broken)? {
        let line = lines.of(
            text.as_bytes(),
            record.position().map_or(0, csv::Position::byte) as usize,
        );
        last_line = line;
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            empty += 1;
            builder.reject();
            continue;
        }
        if record.len() < headings.len() {
            short.note(line, record.len());
        } else if record.len() > headings.len() {
            long.note(line, record.len());
        }
        builder.begin(line);
        for (cell, field) in record.iter().zip(&fields) {
            if let (Some(field), Ok(cell)) = (field, std::str::from_utf8(cell)) {
                builder.set(*field, cell);
            }
        }
    }
    if let Some(line) = unclosed_quote(text, last_line) {
        let reason = format!(
            "the quotation mark opened in the record of line {line} is never closed, so that the rest of the file would be read as one cell"
        );
        return Err(Unusable::Broken(reason));
    }
    if let Some((line, cells)) = short.first {
        let message = format!(
            "{} fewer cells than headings ({cells} here, {} headings): those missing are read as blank",
            rows_have(short.count),
            headings.len()
        );
        builder.problem(
            Problem::new(ProblemSeverity::Error, message)
                .at_row(line)
                .times(short.count),
        );
    }
    if let Some((line, cells)) = long.first {
        let message = format!(
            "{} more cells than headings ({cells} here, {} headings): those beyond are not read; is a comma in a value without quotes?",
            rows_have(long.count),
            headings.len()
        );
        builder.problem(
            Problem::new(ProblemSeverity::Error, message)
                .at_row(line)
                .times(long.count),
        );
    }
    if empty > 0 {
        let message = if empty == 1 {
            "1 row without any value was left out".to_owned()
        } else {
            format!("{empty} rows without any value were left out")
        };
        builder.problem(Problem::new(ProblemSeverity::Note, message).times(empty));
    }
    Ok(FileContents {
        kind: FileKind::Csv,
        tables: vec![builder.finish()],
        problems: Vec::new(),
    })
}

/// Tells the builder which fields the file has; a heading that occurs twice is read once.
fn head(
    builder: &mut TableBuilder<'_>,
    context: &Context<'_>,
    headings: &[String],
) -> Vec<Option<FieldId>> {
    let mut fields = recognise::fields(context.catalogue, builder.table(), headings);
    for index in 0..fields.len() {
        let text = &headings[index];
        match fields[index] {
            Some(field) if fields[..index].contains(&Some(field)) => {
                fields[index] = None;
                let message =
                    format!("the heading {text:?} occurs twice: the first column is read");
                builder.problem(
                    Problem::new(ProblemSeverity::Error, message)
                        .at_row(1)
                        .in_column(text.clone()),
                );
            }
            Some(field) => builder.head(field, text),
            None if text.is_empty() => builder.leave_unused("(no heading)"),
            None => builder.leave_unused(text),
        }
    }
    fields
}

/// The line of the last record, where quotation marks do not pair and it runs over several lines to the end of the file.
fn unclosed_quote(text: &str, last_line: u32) -> Option<u32> {
    let unpaired = memchr::memchr_iter(b'"', text.as_bytes()).count() % 2 == 1;
    let lines = text.trim_end().lines().count() as u32;
    (unpaired && lines > last_line).then_some(last_line)
}

#[derive(Default)]
struct Ragged {
    first: Option<(u32, usize)>,
    count: u64,
}

impl Ragged {
    fn note(&mut self, line: u32, cells: usize) {
        self.first.get_or_insert((line, cells));
        self.count += 1;
    }
}

fn rows_have(count: u64) -> String {
    if count == 1 {
        "this row has".to_owned()
    } else {
        format!("{count} rows, this the first, have")
    }
}

/// Lines of a text, asked for in order.
#[derive(Default)]
pub(super) struct Lines {
    offset: usize,
    newlines: u32,
}

impl Lines {
    /// The line, counted from 1, of the first byte at or after `offset` that is no line end.
    pub(super) fn of(&mut self, text: &[u8], offset: usize) -> u32 {
        let mut end = offset.min(text.len());
        while end < text.len() && (text[end] == b'\n' || text[end] == b'\r') {
            end += 1;
        }
        self.newlines +=
            memchr::memchr_iter(b'\n', &text[self.offset.min(end)..end]).count() as u32;
        self.offset = end;
        self.newlines + 1
    }
}
