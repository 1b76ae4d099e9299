//! Our own tables, and their rows read back for other formats.

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

/// One row of a table.
pub struct NativeRow<'c> {
    headings: &'c [&'static str],
    values: csv::StringRecord,
}

impl NativeRow<'_> {
    /// The value under a heading; nothing where it is blank.
    pub fn get(&self, heading: &str) -> &str {
        let place = self.headings.iter().position(|other| *other == heading);
        place
            .and_then(|place| self.values.get(place))
            .unwrap_or_default()
    }
}

pub fn rows(chunk: &Chunk, table: Table) -> Vec<NativeRow<'_>> {
    let bytes = chunk.tables[table as usize].as_slice();
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes)
        .into_records()
        .map(|values| NativeRow {
            headings: table.headings(),
            values: values.expect("the demonstration's own rows are whole"),
        })
        .collect()
}
