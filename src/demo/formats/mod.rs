//! The invented authority's export as other formats have it: the same children, seed and days, in the files, headings and codes of
//! each. Written from what the formats' own guides ask for and not from the layouts they are read by, so that a column read
//! wrongly is not written wrongly to match.

pub mod annex_a;
mod asked;
pub mod census;
pub mod native;
mod sheet;
pub mod ssd;

use super::table::Chunk;

/// How an export of another format is written, chunk by chunk.
pub trait Format: Sync {
    /// The files in order: name, and what stands before the rows.
    fn files(&self) -> Vec<(String, Vec<u8>)>;
    /// What one chunk (whole families) adds to each file, in the order of `files`, and how many records.
    fn chunk(&self, chunk: &Chunk) -> (Vec<Vec<u8>>, u64);
    /// What ends each file.
    fn ends(&self) -> Vec<Vec<u8>>;
}
