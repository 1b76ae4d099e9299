//! The cells of one record of a text with separators, where they stand: nothing is copied but what has marks to be left out.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr, memchr3};

/// Cells as csv-core sees them, which itself reads each record that has more to its quotation marks than one at either end of a
/// cell. Of the others only the ends of cells are looked for: reading an export of 206 MB, half of it quoted accounts, took 0.50
/// seconds so and 0.56 with the csv crate (medians of nine rounds turn by turn, two threads).
pub(super) struct Cells<'t> {
    text: &'t str,
    separator: u8,
    /// Where each cell of the record begins and ends, in the text or in the copy.
    places: Vec<(usize, usize)>,
    /// Made for the first record that needs it: it takes as long as reading some hundred short ones.
    reader: Option<Reader>,
    /// What csv-core made of the record.
    copy: Option<String>,
}

impl<'t> Cells<'t> {
    pub(super) fn new(text: &'t str, separator: u8) -> Self {
        Self {
            text,
            separator,
            places: Vec::new(),
            reader: None,
            copy: None,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn cell(&self, place: usize) -> &str {
        let text = self.copy.as_deref().unwrap_or(self.text);
        let place = self.places.get(place);
        place.map_or("", |(from, to)| &text[*from..*to])
    }

    /// Reads the record that begins at `from`, which is no line end, and gives where it has ended.
    pub(super) fn read(&mut self, from: usize) -> usize {
        let text = self.text.as_bytes();
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r') || *byte == self.separator;
        self.places.clear();
        self.copy = None;
        let mut start = from;
        loop {
            let end = if text.get(start) == Some(&b'"') {
                let quoted = start + 1;
                match memchr(b'"', &text[quoted..]).map(|length| quoted + length) {
                    Some(mark) if text.get(mark + 1).is_none_or(is_end) => {
                        self.places.push((quoted, mark));
                        mark + 1
                    }
                    _ => return self.copied(from),
                }
            } else {
                let rest = &text[start..];
                let length = memchr3(self.separator, b'\n', b'\r', rest).unwrap_or(rest.len());
                self.places.push((start, start + length));
                start + length
            };
            if text.get(end) != Some(&self.separator) {
                return end;
            }
            start = end + 1;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|place| self.cell(place))
    }

    fn copied(&mut self, from: usize) -> usize {
        let text = self.text.as_bytes();
        let (mut bytes, mut ends) = (vec![0; 1024], vec![0; 64]);
        let (mut read, mut written, mut ended) = (from, 0, 0);
        let new = || ReaderBuilder::new().delimiter(self.separator).build();
        let reader = self.reader.get_or_insert_with(new);
        reader.reset();
        loop {
            let (result, bytes_read, bytes_written, cells_ended) =
                reader.read_record(&text[read..], &mut bytes[written..], &mut ends[ended..]);
            read += bytes_read;
            written += bytes_written;
            ended += cells_ended;
            match result {
                // Asked once more, it is told that there is no more.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => bytes.resize(2 * bytes.len(), 0),
                ReadRecordResult::OutputEndsFull => ends.resize(2 * ends.len(), 0),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        bytes.truncate(written);
        // A text without some of its marks is one still, and goes as it is.
        let copy = String::from_utf8(bytes);
        self.copy = Some(copy.unwrap_or_else(|error| {
            let bytes = error.into_bytes();
            String::from_utf8_lossy(&bytes).into_owned()
        }));
        self.places.clear();
        let mut start = 0;
        for end in &ends[..ended] {
            self.places.push((start, *end));
            start = *end;
        }
        // It has gone past the line end, which is no part of the record.
        let ends = text[from..read].iter().rev();
        let ends = ends.take_while(|byte| matches!(byte, b'\n' | b'\r'));
        read - ends.count()
    }
}

#[cfg(test)]
mod tests {
    use csv::{ReaderBuilder, StringRecord};
    use proptest::prelude::*;

    use crate::load::rows::Rows;
    use crate::load::separated::Separated;

    /// The records of a text as the csv crate reads them, each with its line.
    fn of_csv(text: &str) -> Vec<(u32, Vec<String>)> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        let mut records = Vec::new();
        while reader.read_record(&mut record).expect("text is records") {
            let start = record.position().expect("it was read").byte() as usize;
            let ends = text[start..]
                .bytes()
                .take_while(|byte| b"\r\n".contains(byte));
            let start = start + ends.count();
            let line = 1 + text[..start].matches('\n').count() as u32;
            records.push((line, record.iter().map(str::to_owned).collect()));
        }
        records
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn records_are_those_of_the_csv_crate(text in "[a\u{e9}\",\n\r ]{0,40}") {
            let mut rows = Separated::behind(0, &text, b',');
            let mut records = Vec::new();
            // The last is refused where its quotation mark is not closed and it runs over lines.
            while let Ok(true) = rows.advance() {
                let cells = (0..rows.len()).map(|place| rows.cell(place).to_owned());
                records.push((rows.line(), cells.collect::<Vec<String>>()));
            }
            prop_assert_eq!(records, of_csv(&text));
        }
    }
}
