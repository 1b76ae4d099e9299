//! One JSON object a line.

use std::io::{self, Write};

use super::document::Finished;

pub fn write(finished: &Finished<'_>, out: &mut dyn Write) -> io::Result<()> {
    let _ = (finished, out);
    Err(io::Error::other("not made yet"))
}

/// From the text of a saved run.
pub fn write_saved(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let _ = (text, out);
    Err(io::Error::other("not made yet"))
}
