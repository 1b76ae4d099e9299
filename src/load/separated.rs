//! Text with commas, semicolons or tabs between cells.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::Unusable;
use super::rows::{Lines, Rows};

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

    /// The line of the last record, where it runs over several lines to the end of the text and quotation marks do not pair.
    fn unclosed_quote(&mut self) -> Option<u32> {
        let text = self.text.trim_end().as_bytes();
        let last = self.lines.of(text, text.len());
        let is_unpaired = || memchr::memchr_iter(b'"', text).count() % 2 == 1;
        (last > self.line && is_unpaired()).then_some(self.line)
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
