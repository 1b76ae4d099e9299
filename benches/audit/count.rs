//! The yardstick: the rows of the same files, counted by the `csv` crate on as many threads.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Instant;

use csv::ByteRecord;
use rayon::prelude::*;

use super::export::Export;
use super::table::{COUNT, Figures};
use super::{THREADS, processor};

/// A large file is counted in pieces, each from the first row that begins in it.
const PIECE: u64 = 16 << 20;

/// Counts every row of the export; refused unless they are as many as were written.
pub fn time(export: &Export, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(THREADS)
        .build()?;
    let used = processor::seconds("self");
    let begun = Instant::now();
    let mut pieces: Vec<(&PathBuf, u64)> = Vec::new();
    for file in &export.files {
        let pieces_of = file.metadata()?.len().div_ceil(PIECE);
        pieces.extend((0..pieces_of).map(|piece| (file, piece * PIECE)));
    }
    let counted: Vec<io::Result<u64>> = pool.install(|| {
        pieces
            .into_par_iter()
            .with_max_len(1)
            .map(|(file, start)| rows(file, start))
            .collect()
    });
    let mut found = 0;
    for piece in counted {
        found += piece?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    // A line break inside a cell would be taken for the end of a row where a piece begins.
    if found != export.records + export.files.len() as u64 {
        return Err(format!(
            "{} rows and headings were counted where {} and {} were written",
            found,
            export.records,
            export.files.len()
        )
        .into());
    }
    figures.add(COUNT, seconds);
    let used_now = processor::seconds("self");
    figures.worked(COUNT, used.zip(used_now).map(|(before, now)| now - before));
    Ok(())
}

/// The rows that begin in the piece of a file from `start` on.
fn rows(path: &Path, start: u64) -> io::Result<u64> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut begin = 0;
    if start > 0 {
        // A row that begins with the piece itself is this one's.
        begin = start - 1;
        file.seek(SeekFrom::Start(begin))?;
        begin += file.skip_until(b'\n')? as u64;
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(file.take(u64::MAX));
    let end = start + PIECE - begin.min(start + PIECE);
    let mut record = ByteRecord::new();
    let mut rows = 0;
    while reader.position().byte() < end && reader.read_byte_record(&mut record)? {
        rows += 1;
    }
    Ok(rows)
}
