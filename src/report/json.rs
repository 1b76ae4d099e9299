//! The document as JSON: a line for each rule, finding and problem, so that two nights can be compared line by line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::document::{Finished, List};
use super::saved::FORMAT;
use crate::model::runner::Runner;
use crate::model::unseen::{escaped_as_written, escaped_in_json};

pub fn write(finished: &Finished<'_>, runner: &impl Runner, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\n  \"format\": \"{FORMAT}\"")?;
    for (name, part) in finished.parts() {
        let mut bytes = Vec::new();
        part.serialize(&mut Serializer::with_formatter(
            &mut bytes,
            Lines { depth: PART },
        ))?;
        write!(out, ",\n  \"{name}\": ")?;
        out.write_all(&escaped_as_written(bytes).map_err(io::Error::other)?)?;
    }
    for list in List::ALL {
        write!(out, ",\n  \"{}\": [", list.name())?;
        finished.write_items(list, runner, out, |place, item, bytes| {
            bytes.extend_from_slice(if place == 0 { b"\n    " } else { b",\n    " });
            item.serialize(&mut Serializer::with_formatter(
                bytes,
                Lines { depth: ITEM },
            ))?;
            Ok(())
        })?;
        out.write_all(b"]")?;
    }
    out.write_all(b"\n}\n")
}

/// From the text of a saved run: the same bytes as when it was made.
pub fn write_saved(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escaped_in_json(text).as_bytes())
}

/// Breaks lines between the document's parts and between their items, and nowhere deeper.
struct Lines {
    /// Objects and lists that are open.
    depth: usize,
}

/// Where the document's parts, and the items of its lists, stand; deeper no line is broken.
const PART: usize = 1;
const ITEM: usize = 2;

impl Lines {
    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        out.write_all(bracket)
    }

    fn separate<W: ?Sized + Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        if self.depth > ITEM {
            return out.write_all(if first { b"" } else { b", " });
        }
        out.write_all(if first { b"\n" } else { b",\n" })?;
        out.write_all(&b"    "[..2 * self.depth])
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.separate(out, first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.separate(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}
