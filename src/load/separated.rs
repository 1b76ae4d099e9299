//! Text with commas, semicolons, tabs or vertical bars between cells.

use std::collections::BTreeMap;

use super::cells::Cells;
use super::rows::{Lines, Rows};
use super::{Unusable, parted};

pub(super) struct Separated<'t> {
    text: &'t str,
    separator: u8,
    cells: Cells<'t>,
    /// Behind the record.
    at: usize,
    lines: Lines,
    line: u32,
}

impl<'t> Separated<'t> {
    /// With the separator of the first line.
    pub(super) fn new(text: &'t str) -> Self {
        Self::behind(0, text, separator(text))
    }

    /// With the separator that the first lines are rows of one width by; nothing where it is that of the first line alone. A title
    /// above the headings has none of it, or another.
    pub(super) fn by_later_lines(text: &'t str) -> Option<Self> {
        let likeliest = likeliest(text);
        (likeliest != separator(text)).then(|| Self::behind(0, text, likeliest))
    }

    /// A text that begins with a record, behind so many line ends of its file.
    pub(super) fn behind(newlines: u32, text: &'t str, separator: u8) -> Self {
        Self {
            text,
            separator,
            cells: Cells::new(text, separator),
            at: 0,
            lines: Lines::behind(newlines),
            line: 0,
        }
    }

    /// The rows that are left, in as many parts or fewer.
    pub(super) fn parted(&self, parts: usize) -> Vec<Self> {
        let left = &self.text[self.at..];
        let mut ends = parted::beginnings(left.as_bytes(), self.separator, parts);
        ends.push(left.len());
        let mut lines = self.lines.clone();
        let mut part = |from: usize, to: usize| {
            let newlines = lines.ended(self.text.as_bytes(), self.at + from);
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
        let text = self.text.as_bytes();
        let is_line_end = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        self.at += text[self.at..].iter().take_while(is_line_end).count();
        if self.at == text.len() {
            return match self.unclosed_quote() {
                None => Ok(false),
                Some(line) => Err(Unusable::Broken(format!(
                    "the quotation mark opened in the record of line {line} is never closed, so that the rest of the file would be read as one cell"
                ))),
            };
        }
        self.line = self.lines.ended(text, self.at) + 1;
        self.at = self.cells.read(self.at);
        Ok(true)
    }

    fn line(&self) -> u32 {
        self.line
    }

    fn len(&self) -> usize {
        self.cells.len()
    }

    fn cell(&self, place: usize) -> &str {
        self.cells.cell(place)
    }
}

const SEPARATORS: [u8; 4] = *b",;\t|";

/// Rows that are looked at: those in which headings may stand, and some below.
const LOOKED_AT: usize = 50;

/// What parts the most cells in rows of one width. A narrative has commas too, but not as many in each row.
fn likeliest(text: &str) -> u8 {
    let parted = |separator: u8| {
        let mut rows = Separated::behind(0, text, separator);
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        for _ in 0..LOOKED_AT {
            if !matches!(rows.advance(), Ok(true)) {
                break;
            }
            *widths.entry(rows.len()).or_default() += 1;
        }
        let parted = widths.iter().map(|(width, rows)| (width - 1) * rows);
        parted.max().unwrap_or(0)
    };
    most(parted)
}

/// What stands between the cells of the first line that has any: a comma, unless there are more of another than of any before it.
fn separator(text: &str) -> u8 {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    most(count)
}

/// The first separator of which there is most.
fn most(count: impl Fn(u8) -> usize) -> u8 {
    let counted = SEPARATORS.map(|separator| (count(separator), separator));
    let most = counted
        .into_iter()
        .reduce(|most, other| if other.0 > most.0 { other } else { most });
    most.map_or(b',', |(_, separator)| separator)
}
