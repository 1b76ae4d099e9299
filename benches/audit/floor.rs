//! What an audit cannot undercut that reads every cell with the `csv` crate and writes what this one writes.

use std::error::Error;
use std::fs::{self, File};
use std::hash::BuildHasher;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use csv::ByteRecord;
use foldhash::fast::FixedState;
use hashbrown::hash_table::{Entry, HashTable};

use super::export::{Export, place};
use super::table::Figures;
use super::{count, processor};

const TYPED: &str = "csv crate, cells kept by type";
const WRITTEN: &str = "the same JSON, bytes only";

/// A longer cell is kept as it is, as a narrative.
const LONGEST_CODE: usize = 40;

/// The values of one column in one piece of a file: days, or the numbers of texts. Nothing is checked, told, joined over pieces,
/// or looked up.
#[derive(Default)]
struct Column {
    values: Vec<u32>,
    texts: Vec<u8>,
    ends: Vec<usize>,
    table: HashTable<u32>,
}

/// Reads every cell of the export into columns, and drops them.
pub fn typed(export: &Export, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let used = processor::seconds("self");
    let begun = Instant::now();
    let pieces = count::in_pieces(export, |path, start| {
        let mut columns: Vec<Column> = Vec::new();
        count::each_row(path, start, |row| add(row, &mut columns))?;
        Ok(columns)
    })?;
    figures.add(TYPED, begun.elapsed().as_secs_f64());
    let used_now = processor::seconds("self");
    figures.worked(TYPED, used.zip(used_now).map(|(before, now)| now - before));
    let values = pieces.iter().flatten().map(|column| column.values.len());
    if values.sum::<usize>() < export.records as usize {
        return Err("fewer cells than records were read".into());
    }
    Ok(())
}

/// Writes the bytes of a report once more, as safely as the command does: only when they are on the disk is it done.
pub fn written(report: &Path, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let bytes = fs::read(report)?;
    let copy = place("copy.json");
    let begun = Instant::now();
    let mut file = File::create(&copy)?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    figures.add(WRITTEN, begun.elapsed().as_secs_f64());
    fs::remove_file(copy)?;
    Ok(())
}

fn add(row: &ByteRecord, columns: &mut Vec<Column>) {
    if columns.len() < row.len() {
        columns.resize_with(row.len(), Column::default);
    }
    for (column, cell) in columns.iter_mut().zip(row) {
        let value = match cell {
            [] => 0,
            [_, _, _, _, b'-', _, _, b'-', _, _] => day(cell),
            long if long.len() > LONGEST_CODE => column.keep(long),
            short => column.number(short),
        };
        column.values.push(value);
    }
}

fn day(cell: &[u8]) -> u32 {
    cell.iter()
        .filter(|byte| byte.is_ascii_digit())
        .fold(0, |day, byte| day * 10 + u32::from(byte - b'0'))
}

impl Column {
    fn keep(&mut self, text: &[u8]) -> u32 {
        self.texts.extend_from_slice(text);
        self.ends.push(self.texts.len());
        self.ends.len() as u32
    }

    /// The number of a text that is kept once.
    fn number(&mut self, text: &[u8]) -> u32 {
        let state = FixedState::with_seed(0);
        let (texts, ends) = (&self.texts, &self.ends);
        let kept = |number: u32| {
            let last = number as usize - 1;
            let begin = last.checked_sub(1).map_or(0, |before| ends[before]);
            &texts[begin..ends[last]]
        };
        let found = self.table.entry(
            state.hash_one(text),
            |&number| kept(number) == text,
            |&number| state.hash_one(kept(number)),
        );
        match found {
            Entry::Occupied(found) => *found.get(),
            Entry::Vacant(place) => {
                place.insert(ends.len() as u32 + 1);
                self.keep(text)
            }
        }
    }
}
