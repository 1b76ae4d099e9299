//! The document as lines of JSON, for very large runs: one for the run, with its areas and inputs, and one for each rule, finding,
//! waiver and problem. Each has the fields that `caseready/1` gives it, after a `kind`.

use std::io::{self, Write};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::document::{Finished, List};
use super::saved::FORMAT;
use crate::model::runner::Runner;
use crate::model::unseen::{escaped_as_written, escaped_in_json};

/// Written as it is made, some items at a time: nothing of the run is held for it.
pub fn write(finished: &Finished<'_>, runner: &impl Runner, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"kind\":\"run\",\"format\":\"{FORMAT}\"")?;
    for (name, part) in finished.parts() {
        let part = escaped_as_written(serde_json::to_vec(&part)?).map_err(io::Error::other)?;
        if name == "run" {
            out.write_all(b",")?;
            out.write_all(fields(&part))?;
        } else {
            write!(out, ",\"{name}\":")?;
            out.write_all(&part)?;
        }
    }
    out.write_all(b"}\n")?;
    for list in List::ALL {
        finished.write_items(list, runner, out, |_, item, bytes| {
            line(list, fields(&serde_json::to_vec(item)?), bytes)
        })?;
    }
    Ok(())
}

/// An object without its brackets: its fields stand beside the kind.
fn fields(object: &[u8]) -> &[u8] {
    object.get(1..object.len() - 1).unwrap_or_default()
}

fn line(list: List, fields: &[u8], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"kind\":\"{}\",", list.kind())?;
    out.write_all(fields)?;
    out.write_all(b"}\n")
}

/// From the text of a saved run: the same bytes as when it was made.
pub fn write_saved(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let saved: Saved<'_> = serde_json::from_str(text)?;
    out.write_all(b"{\"kind\":\"run\",\"format\":")?;
    compact(saved.format, out)?;
    let mut run = Vec::new();
    compact(saved.run, &mut run)?;
    out.write_all(b",")?;
    out.write_all(fields(&run))?;
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
    for (list, items) in List::ALL.into_iter().zip(lists) {
        for item in items {
            let mut object = Vec::new();
            compact(item, &mut object)?;
            line(list, fields(&object), out)?;
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
    let text = &*escaped_in_json(json.get());
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
