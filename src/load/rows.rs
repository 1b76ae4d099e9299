//! Rows of cells, whatever they come from: a text with separators, or the sheet of a workbook.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::Unusable;

pub(super) trait Rows {
    /// Moves to the next row; false at the end.
    fn advance(&mut self) -> Result<bool, Unusable>;
    /// Where the row begins, counted from 1.
    fn line(&self) -> u32;
    fn len(&self) -> usize;
    fn cell(&self, place: usize) -> &str;

    fn is_blank(&self) -> bool {
        (0..self.len()).all(|place| super::cell::trim(self.cell(place)).is_empty())
    }

    fn cells(&self) -> Vec<String> {
        (0..self.len())
            .map(|place| super::cell::trim(self.cell(place)).to_owned())
            .collect()
    }
}

/// Text with commas, semicolons or tabs between cells.
pub(super) struct Separated<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    record: StringRecord,
    lines: Lines,
    line: u32,
}

impl<'t> Separated<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator(text))
            .from_reader(text.as_bytes());
        Self {
            text,
            reader,
            record: StringRecord::new(),
            lines: Lines::default(),
            line: 0,
        }
    }

    /// The line of the last record, where quotation marks do not pair and it runs over several lines to the end of the text.
    fn unclosed_quote(&self) -> Option<u32> {
        let unpaired = memchr::memchr_iter(b'"', self.text.as_bytes()).count() % 2 == 1;
        let lines = self.text.trim_end().lines().count() as u32;
        (unpaired && lines > self.line).then_some(self.line)
    }
}

impl Rows for Separated<'_> {
    fn advance(&mut self) -> Result<bool, Unusable> {
        let broken = |error: csv::Error| Unusable::Broken(error.to_string());
        if !self.reader.read_record(&mut self.record).map_err(broken)? {
            return match self.unclosed_quote() {
                None => Ok(false),
                Some(line) => Err(Unusable::Broken(format!(
                    "the quotation mark opened in the record of line {line} is never closed, so that the rest of the file would be read as one cell"
                ))),
            };
        }
        let start = self.record.position().map_or(0, csv::Position::byte) as usize;
        self.line = self.lines.of(self.text.as_bytes(), start);
        Ok(true)
    }

    fn line(&self) -> u32 {
        self.line
    }

    fn len(&self) -> usize {
        self.record.len()
    }

    fn cell(&self, place: usize) -> &str {
        self.record.get(place).unwrap_or_default()
    }
}

/// What stands between the cells of the first line that has any: a comma, unless semicolons or tabs are more.
fn separator(text: &str) -> u8 {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    let (commas, semicolons, tabs) = (count(b','), count(b';'), count(b'\t'));
    if tabs > commas && tabs > semicolons {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

/// The rows of one sheet, each with its number in the sheet.
pub(super) struct Grid {
    rows: std::vec::IntoIter<(u32, Vec<String>)>,
    row: (u32, Vec<String>),
}

impl Grid {
    pub(super) fn new(rows: Vec<(u32, Vec<String>)>) -> Self {
        Self {
            rows: rows.into_iter(),
            row: (0, Vec::new()),
        }
    }
}

impl Rows for Grid {
    fn advance(&mut self) -> Result<bool, Unusable> {
        match self.rows.next() {
            Some(row) => {
                self.row = row;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn line(&self) -> u32 {
        self.row.0
    }

    fn len(&self) -> usize {
        self.row.1.len()
    }

    fn cell(&self, place: usize) -> &str {
        self.row.1.get(place).map_or("", String::as_str)
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
