//! An Excel workbook to work in.

use std::io::{self, Write};

use crate::report::saved::SavedRun;

pub fn write(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let _ = (run, out);
    Err(io::Error::other("not made yet"))
}

/// A workbook a team, with only its own children: file name and bytes.
pub fn of_teams(run: &SavedRun) -> io::Result<Vec<(String, Vec<u8>)>> {
    let _ = run;
    Err(io::Error::other("not made yet"))
}
