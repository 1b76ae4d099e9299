//! The document as lines of JSON, for very large runs: one for the run, with its areas and inputs, and one for each rule, finding,
//! waiver and problem. Each has the fields that `caseready/1` gives it, after a `kind`.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::Serializer;
use serde_json::ser::Formatter;
use serde_json::value::RawValue;

use super::document::Finished;

/// The document's lists, and the kind of each of their items. What the document holds beside them stands in the first line.
const KINDS: [(&str, &str); 6] = [
    ("rules", "rule"),
    ("findings", "finding"),
    ("upcoming", "upcoming"),
    ("unknown", "unknown"),
    ("waivers", "waiver"),
    ("problems", "problem"),
];

fn kind(list: &[u8]) -> Option<&'static str> {
    let found = KINDS.iter().find(|(name, _)| name.as_bytes() == list);
    found.map(|(_, kind)| *kind)
}

/// Written as it is made, item by item: nothing of the run is held for it.
pub fn write(finished: &Finished<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, Lines::default());
    finished.serialize(&mut serializer)?;
    Ok(())
}

/// From the text of a saved run: the same bytes as when it was made.
pub fn write_saved(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let saved: Saved<'_> = serde_json::from_str(text)?;
    out.write_all(b"{\"kind\":\"run\",\"format\":")?;
    compact(saved.format, out)?;
    let mut run = Vec::new();
    compact(saved.run, &mut run)?;
    // Without its brackets: its fields stand beside the kind.
    let fields = run.get(1..run.len() - 1).unwrap_or_default();
    out.write_all(b",")?;
    out.write_all(fields)?;
    out.write_all(b",\"areas\":")?;
    compact(saved.areas, out)?;
    out.write_all(b",\"inputs\":")?;
    compact(saved.inputs, out)?;
    out.write_all(b"}\n")?;
    let lists = [
        saved.rules,
        saved.findings,
        saved.upcoming,
        saved.unknown,
        saved.waivers,
        saved.problems,
    ];
    for ((_, kind), items) in KINDS.iter().zip(lists) {
        for item in items {
            let mut line = Vec::new();
            compact(item, &mut line)?;
            write!(out, "{{\"kind\":\"{kind}\",")?;
            out.write_all(line.get(1..).unwrap_or_default())?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

/// A saved run's parts, as they are written.
#[derive(Deserialize)]
struct Saved<'a> {
    #[serde(borrow)]
    format: &'a RawValue,
    #[serde(borrow)]
    run: &'a RawValue,
    #[serde(borrow)]
    areas: &'a RawValue,
    #[serde(borrow)]
    inputs: &'a RawValue,
    #[serde(borrow)]
    rules: Vec<&'a RawValue>,
    #[serde(borrow)]
    findings: Vec<&'a RawValue>,
    #[serde(borrow)]
    upcoming: Vec<&'a RawValue>,
    #[serde(borrow)]
    unknown: Vec<&'a RawValue>,
    #[serde(borrow)]
    waivers: Vec<&'a RawValue>,
    #[serde(borrow)]
    problems: Vec<&'a RawValue>,
}

/// The same JSON without the blanks between its parts, its fields in their order.
fn compact(json: &RawValue, out: &mut dyn Write) -> io::Result<()> {
    let text = json.get();
    let (mut is_string, mut is_escaped, mut from) = (false, false, 0);
    for (at, byte) in text.bytes().enumerate() {
        if is_string {
            is_string = byte != b'"' || is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
        } else if byte == b'"' {
            is_string = true;
        } else if byte.is_ascii_whitespace() {
            out.write_all(&text.as_bytes()[from..at])?;
            from = at + 1;
        }
    }
    out.write_all(&text.as_bytes()[from..])
}

/// Turns the document into lines while it is written.
#[derive(Default)]
struct Lines {
    /// Objects and lists that are open.
    depth: usize,
    /// The document's part that is being written, and whether its name is.
    part: Vec<u8>,
    is_naming: bool,
    /// The first line has ended.
    is_past_head: bool,
}

/// Inside the document, inside one of its lists, and inside an item of one.
const PART: usize = 1;
const LIST: usize = 2;
const ITEM: usize = 3;

impl Lines {
    fn kind(&self) -> Option<&'static str> {
        kind(&self.part)
    }

    fn is_run(&self) -> bool {
        self.part == b"run"
    }

    fn begin_part<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.is_naming = false;
        if self.kind().is_some() {
            return self.end_head(out);
        }
        match self.part.as_slice() {
            b"format" => out.write_all(b"{\"kind\":\"run\",\"format\":"),
            b"run" => Ok(()),
            other => {
                out.write_all(b",\"")?;
                out.write_all(other)?;
                out.write_all(b"\":")
            }
        }
    }

    fn end_head<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.is_past_head {
            return Ok(());
        }
        self.is_past_head = true;
        out.write_all(b"}\n")
    }
}

impl Formatter for Lines {
    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        match (self.depth, self.kind()) {
            (PART, _) => Ok(()),
            (LIST, None) if self.is_run() => Ok(()),
            (ITEM, Some(kind)) => write!(out, "{{\"kind\":\"{kind}\""),
            _ => out.write_all(b"{"),
        }
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth -= 1;
        match (self.depth + 1, self.kind()) {
            (PART, _) => self.end_head(out),
            (LIST, None) if self.is_run() => Ok(()),
            (ITEM, Some(_)) => out.write_all(b"}\n"),
            _ => out.write_all(b"}"),
        }
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.depth == LIST && self.kind().is_some() {
            return Ok(());
        }
        out.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.depth + 1 == LIST && self.kind().is_some() {
            return Ok(());
        }
        out.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if first || self.depth == LIST && self.kind().is_some() {
            return Ok(());
        }
        out.write_all(b",")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if self.depth == PART {
            self.part.clear();
            self.is_naming = true;
            return Ok(());
        }
        // A kind, or a format, stands before the first field of these.
        let is_led = match self.kind() {
            Some(_) => self.depth == ITEM,
            None => self.is_run() && self.depth == LIST,
        };
        if first && !is_led {
            return Ok(());
        }
        out.write_all(b",")
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.is_naming {
            return self.begin_part(out);
        }
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.depth == PART {
            return Ok(());
        }
        out.write_all(b":")
    }

    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.is_naming {
            return Ok(());
        }
        out.write_all(b"\"")
    }

    fn end_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin_string(out)
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if self.is_naming {
            self.part.extend_from_slice(fragment.as_bytes());
            return Ok(());
        }
        out.write_all(fragment.as_bytes())
    }
}
