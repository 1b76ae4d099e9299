//! SARIF 2.1.0.

use std::io::{self, Write};

use super::saved::SavedRun;

pub fn write(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let _ = (run, out);
    Err(io::Error::other("not made yet"))
}
