//! The formats that the demonstration is written in.

pub mod census;
pub mod native;

use super::table::Chunk;

pub trait Format: Sync {
    /// The files in order: name, and what stands before the rows.
    fn files(&self) -> Vec<(String, Vec<u8>)>;
    /// What one chunk (whole families) adds to each file, in the order of `files`, and how many records.
    fn chunk(&self, chunk: &Chunk) -> (Vec<Vec<u8>>, u64);
    /// What ends each file.
    fn ends(&self) -> Vec<Vec<u8>>;
}
