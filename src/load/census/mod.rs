//! The children in need census: XML of any year's layout, read by element names and never by position.
//!
//! Its records carry no keys, so each is given one from its child and its number among the child's records of that kind. The
//! stray text that some systems leave between elements is passed over. Layout: the DfE's census schemas of 2017 to 2026 and the
//! samples of the sector's own validator.

mod layout;
mod reading;
mod repeated;
mod reviews;
mod writing;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::model::file::FileId;

use reading::Reading;

use super::builder::Context;
use super::rows::Lines;
use super::{FileContents, Unusable};

pub(super) fn load(
    context: &Context<'_>,
    text: &str,
    file: FileId,
) -> Result<FileContents, Unusable> {
    let mut census = Reading::new(context, file);
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut lines = Lines::default();
    let mut open: Vec<(String, u32)> = Vec::new();
    let mut content = String::new();
    loop {
        let offset = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| {
            let at = super::decode::line_of(text.as_bytes(), reader.error_position() as usize);
            Unusable::Broken(format!("it is not whole XML: line {at}: {error}"))
        })?;
        match event {
            Event::Start(start) => {
                let name = local_name(start.name().as_ref());
                if open.is_empty() && name != "Message" {
                    return Err(Unusable::Unrecognised(format!(
                        "it is XML, but its outermost element is {name:?}, not the census's \"Message\""
                    )));
                }
                let line = lines.of(text.as_bytes(), offset);
                census.start(&name, line);
                open.push((name, line));
                content.clear();
            }
            Event::Empty(start) => {
                let name = local_name(start.name().as_ref());
                let line = lines.of(text.as_bytes(), offset);
                let within = open.last().map_or("", |(name, _)| name.as_str()).to_owned();
                census.start(&name, line);
                census.end(&name, &within, "", line);
                content.clear();
            }
            Event::Text(piece) => content.push_str(&piece),
            Event::CData(piece) => content.push_str(&piece),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(character)) => content.push(character),
                _ => content.push_str(
                    quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or(""),
                ),
            },
            Event::End(_) => {
                let Some((name, line)) = open.pop() else {
                    continue;
                };
                let within = open.last().map_or("", |(name, _)| name.as_str());
                census.end(&name, within, content.trim(), line);
                content.clear();
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if let Some((name, line)) = open.last() {
        return Err(Unusable::Broken(format!(
            "it is not whole XML: it ends inside <{name}>, begun in line {line}"
        )));
    }
    census.finish()
}

/// The element's name without a namespace.
fn local_name(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}
