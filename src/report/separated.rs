//! CSV: findings and measures.

use std::io::{self, Write};

use super::saved::SavedRun;

pub fn findings(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let _ = (run, out);
    Err(io::Error::other("not made yet"))
}

pub fn measures(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let _ = (run, out);
    Err(io::Error::other("not made yet"))
}
