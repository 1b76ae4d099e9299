//! Text with commas, semicolons, tabs or vertical bars between cells.

use std::collections::BTreeMap;

use memchr::memchr;

use super::cells::Cells;
use super::rows::{Lines, OverLines, Rows};
use super::{Unusable, parted};

pub(super) struct Separated<'t> {
    text: &'t str,
    separator: u8,
    cells: Cells<'t>,
    /// Where the record begins.
    from: usize,
    /// Behind it.
    at: usize,
    lines: Lines,
    line: u32,
    /// Of the record.
    last_line: u32,
    /// Lines end as those of old Macs did: none is counted.
    has_no_newlines: bool,
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
            from: 0,
            at: 0,
            lines: Lines::behind(newlines),
            line: 0,
            last_line: 0,
            has_no_newlines: memchr(b'\n', text.as_bytes()).is_none(),
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

    fn record(&self) -> &'t str {
        &self.text[self.from..self.at]
    }

    /// What is to be said where the last record has a quotation mark that is not closed.
    fn unclosed_quote(&self) -> Result<(), Unusable> {
        if !parted::ends_in_quotes(self.record().as_bytes(), self.separator) {
            return Ok(());
        }
        let is_over_lines = self.record().trim_end().contains(['\n', '\r']);
        let so_that = if is_over_lines {
            "so that the rest of the file would be read as one cell"
        } else {
            "in which the file ends: if it was cut off, export it again; if it is whole, put the mark right"
        };
        Err(Unusable::Broken(format!(
            "the quotation mark opened in the record of line {} is never closed, {so_that}",
            self.line
        )))
    }
}

impl Rows for Separated<'_> {
    fn advance(&mut self) -> Result<bool, Unusable> {
        let text = self.text.as_bytes();
        let from = self.lines.skip_ends(text, self.at);
        if from == text.len() {
            return self.unclosed_quote().map(|()| false);
        }
        self.line = self.lines.ended(text, from) + 1;
        self.from = from;
        self.at = self.cells.read(from);
        self.last_line = self.lines.ended(text, self.at) + 1;
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

    fn over_lines(&self) -> Option<OverLines<'_>> {
        let is_over_lines = self.last_line > self.line
            || self.has_no_newlines && memchr(b'\r', self.record().as_bytes()).is_some();
        is_over_lines.then(|| OverLines {
            text: self.record(),
            separator: self.separator,
        })
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
