//! Text with commas, semicolons or tabs between cells.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::rows::{Lines, Rows};
use super::{Unusable, parted};

pub(super) struct Separated<'t> {
    text: &'t str,
    separator: u8,
    reader: Reader<&'t [u8]>,
    record: StringRecord,
    lines: Lines,
    line: u32,
}

impl<'t> Separated<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self::behind(0, text, separator(text))
    }

    /// A text that begins with a record, behind so many line ends of its file.
    fn behind(newlines: u32, text: &'t str, separator: u8) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        Self {
            text,
            separator,
            reader,
            record: StringRecord::new(),
            lines: Lines::behind(newlines),
            line: 0,
        }
    }

    /// The rows that are left, in as many parts or fewer.
    pub(super) fn parted(&self, parts: usize) -> Vec<Self> {
        let read = self.reader.position().byte() as usize;
        let left = &self.text[read..];
        let mut ends = parted::beginnings(left.as_bytes(), self.separator, parts);
        ends.push(left.len());
        let mut lines = self.lines.clone();
        let mut part = |from: usize, to: usize| {
            let newlines = lines.ended(self.text.as_bytes(), read + from);
            Self::behind(newlines, &left[from..to], self.separator)
        };
        ends.windows(2).map(|ends| part(ends[0], ends[1])).collect()
    }

    /// The line of the last record, where it runs over several lines to the end of the text and a quotation mark is not closed.
    fn unclosed_quote(&mut self) -> Option<u32> {
        let text = self.text.trim_end().as_bytes();
        let last = self.lines.of(text, text.len());
        let is_open = || parted::ends_in_quotes(self.text.as_bytes(), self.separator);
        (last > self.line && is_open()).then_some(self.line)
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
