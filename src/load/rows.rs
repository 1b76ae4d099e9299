//! Rows of cells, whatever they come from: a text with separators, or the sheet of a workbook.

use super::Unusable;

pub(super) trait Rows {
    /// Moves to the next row; false at the end.
    fn advance(&mut self) -> Result<bool, Unusable>;
    /// Where the row begins, counted from 1.
    fn line(&self) -> u32;
    fn len(&self) -> usize;
    fn cell(&self, place: usize) -> &str;

    /// The row as it is written, where that is over several lines of a text.
    fn over_lines(&self) -> Option<OverLines<'_>> {
        None
    }

    fn is_blank(&self) -> bool {
        (0..self.len()).all(|place| super::cell::trim(self.cell(place)).is_empty())
    }

    fn cells(&self) -> Vec<String> {
        (0..self.len())
            .map(|place| super::cell::trim(self.cell(place)).to_owned())
            .collect()
    }
}

/// A row of a text that runs over several lines, its quotation marks with it.
pub(super) struct OverLines<'t> {
    pub text: &'t str,
    pub separator: u8,
}

impl<'t> OverLines<'t> {
    pub(super) fn lines(&self) -> impl Iterator<Item = &'t str> {
        let ends = memchr::memchr2_iter(b'\n', b'\r', self.text.as_bytes());
        let mut from = 0;
        let lines = ends.chain([self.text.len()]).map(move |end| {
            let line = &self.text[from..end];
            from = end + 1;
            line
        });
        lines.filter(|line| !line.is_empty())
    }

    /// How many lines end in it.
    pub(super) fn ends(&self) -> u64 {
        let count = |end: u8| memchr::memchr_iter(end, self.text.as_bytes()).count() as u64;
        match count(b'\n') {
            0 => count(b'\r'),
            ends => ends,
        }
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
#[derive(Clone, Default)]
pub(super) struct Lines {
    offset: usize,
    newlines: u32,
}

impl Lines {
    /// Of a text that stands behind so many line ends.
    pub(super) fn behind(newlines: u32) -> Self {
        Self {
            newlines,
            ..Self::default()
        }
    }

    /// The line, counted from 1, of the first byte at or after `offset` that is no line end.
    pub(super) fn of(&mut self, text: &[u8], offset: usize) -> u32 {
        let mut end = offset.min(text.len());
        while end < text.len() && (text[end] == b'\n' || text[end] == b'\r') {
            end += 1;
        }
        self.ended(text, end) + 1
    }

    /// Behind the line ends that stand at `at`, before which all are counted.
    pub(super) fn skip_ends(&mut self, text: &[u8], at: usize) -> usize {
        let ends = text[at..].iter();
        let ends = ends.take_while(|byte| matches!(byte, b'\n' | b'\r'));
        self.offset = at;
        for byte in ends {
            self.newlines += u32::from(*byte == b'\n');
            self.offset += 1;
        }
        self.offset
    }

    /// How many lines have ended before `end`.
    pub(super) fn ended(&mut self, text: &[u8], end: usize) -> u32 {
        let further = &text[self.offset.min(end)..end];
        self.newlines += memchr::memchr_iter(b'\n', further).count() as u32;
        self.offset = end;
        self.newlines
    }
}
