//! GitHub workflow commands.

use std::io::{self, Write};

use super::saved::SavedRun;

pub fn write(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let _ = (run, out);
    Err(io::Error::other("not made yet"))
}
