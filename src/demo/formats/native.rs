//! The native tables: written as they are, and read back row by row for the other formats.

use std::borrow::Cow;

use super::Format;
use crate::demo::headings;
use crate::demo::table::{Chunk, Table};

pub struct Native;

impl Format for Native {
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        headings()
            .map(|(name, heading)| (format!("{name}.csv"), heading))
            .collect()
    }

    fn chunk(&self, chunk: &Chunk) -> (Vec<Vec<u8>>, u64) {
        (chunk.tables.clone(), chunk.records)
    }

    fn ends(&self) -> Vec<Vec<u8>> {
        vec![Vec::new(); Table::ALL.len()]
    }
}

/// One row of a chunk's table.
pub struct NativeRow<'c> {
    headings: &'static [&'static str],
    cells: Vec<Cow<'c, str>>,
}

impl NativeRow<'_> {
    /// What stands under a heading of the table; "" where it is blank.
    ///
    /// # Panics
    ///
    /// Where the table has no such heading.
    pub fn get(&self, heading: &str) -> &str {
        let place = self.headings.iter().position(|other| *other == heading);
        &self.cells[place.unwrap_or_else(|| panic!("the demonstration writes no {heading}"))]
    }
}

/// The rows of a chunk's table.
pub fn rows(chunk: &Chunk, table: Table) -> Vec<NativeRow<'_>> {
    let mut left = std::str::from_utf8(&chunk.tables[table as usize]).unwrap_or_default();
    let mut rows = Vec::new();
    while !left.is_empty() {
        let mut cells = Vec::with_capacity(table.headings().len());
        loop {
            let (cell, after) = first_cell(left);
            cells.push(cell);
            left = after.get(1..).unwrap_or_default();
            if !after.starts_with(',') {
                break;
            }
        }
        rows.push(NativeRow {
            headings: table.headings(),
            cells,
        });
    }
    rows
}

/// A cell of what this crate's CSV writer wrote, and what stands behind it.
fn first_cell(text: &str) -> (Cow<'_, str>, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', '\n']).unwrap_or(text.len());
        return (Cow::Borrowed(&text[..end]), &text[end..]);
    };
    let mut end = 0;
    loop {
        let quote = quoted[end..].find('"').unwrap_or(quoted.len() - end);
        end += quote;
        if !quoted[end..].starts_with("\"\"") {
            break;
        }
        end += 2;
    }
    let cell = &quoted[..end];
    let cell = if cell.contains('"') {
        Cow::Owned(cell.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(cell)
    };
    (cell, quoted.get(end + 1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_were_written() {
        let written = ["LM1", "", "2026-01-05", "issue", "said \"no\", then\nwent"];
        let mut writer = csv::Writer::from_writer(Vec::new());
        for _ in 0..2 {
            writer.write_record(written).expect("a row");
        }
        let mut chunk = Chunk {
            tables: vec![Vec::new(); Table::ALL.len()],
            records: 2,
        };
        chunk.tables[Table::LegalMeetings as usize] = writer.into_inner().expect("bytes");
        let read = rows(&chunk, Table::LegalMeetings);
        assert_eq!(read.len(), 2);
        for row in &read {
            for (heading, cell) in Table::LegalMeetings.headings().iter().zip(written) {
                assert_eq!(row.get(heading), cell, "{heading}");
            }
        }
        assert!(rows(&chunk, Table::Visits).is_empty());
    }
}
