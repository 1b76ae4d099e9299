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
    let used = processor::seconds("self");
    let begun = Instant::now();
    let counted = in_pieces(export, |path, start| {
        let mut rows = 0;
        each_row(path, start, |_| rows += 1)?;
        Ok(rows)
    })?;
    let found: u64 = counted.iter().sum();
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

/// What is made of each piece of the export's files, from the place where the piece begins.
pub fn in_pieces<T: Send>(
    export: &Export,
    make: impl Fn(&Path, u64) -> io::Result<T> + Sync,
) -> Result<Vec<T>, Box<dyn Error>> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(THREADS)
        .build()?;
    let mut pieces: Vec<(&PathBuf, u64)> = Vec::new();
    for file in &export.files {
        let pieces_of = file.metadata()?.len().div_ceil(PIECE);
        pieces.extend((0..pieces_of).map(|piece| (file, piece * PIECE)));
    }
    let made: io::Result<Vec<T>> = pool.install(|| {
        pieces
            .into_par_iter()
            .with_max_len(1)
            .map(|(file, start)| make(file, start))
            .collect()
    });
    Ok(made?)
}

/// The rows that begin in the piece of a file from `start` on, one after another.
pub fn each_row(path: &Path, start: u64, mut take: impl FnMut(&ByteRecord)) -> io::Result<()> {
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
    while reader.position().byte() < end && reader.read_byte_record(&mut record)? {
        take(&record);
    }
    Ok(())
}
