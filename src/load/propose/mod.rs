//! A mapping to begin from, for files and sheets that fit no known list: the nearest table, and for each heading the field it may
//! be. Nothing is guessed in an audit: a person checks the mapping first.

mod beside;
mod child;
mod fit;
mod headings;
mod known;
mod last;
mod likeness;
mod mapping;
mod together;
mod wide;

use super::builder::Context;
use super::not_read::NotRead;
use super::rows::Rows;
use super::separated::Separated;
use super::{Input, Unusable, decode, litter, recognise, unpack, workbook};
use crate::model::io_words::unreadable;
use crate::model::runner::InTurn;

/// A file or sheet that fits no list, as far as a mapping needs it.
#[derive(Clone)]
pub struct Unmatched {
    pub name: String,
    /// Other files and sheets with the same headings.
    pub others: Vec<String>,
    /// What stands above the headings in rows of one cell: "CP plan tracker".
    title: String,
    pub headings: Vec<String>,
    /// What is said of columns that are not read: of two with one heading the second, and what has none.
    unread: Vec<String>,
    /// Of each column the first few values.
    samples: Vec<Vec<String>>,
}

/// Values of a column that are looked at.
const SAMPLES: usize = 200;
/// Rows in which the headings may stand.
const ABOVE: usize = 25;

/// The files and sheets that fit no list.
#[derive(Default)]
pub struct Unmatchable {
    pub unmatched: Vec<Unmatched>,
    /// Names of those that have no row of headings.
    pub without_headings: Vec<String>,
}

/// Every file and sheet of these inputs that fits no list.
pub fn unmatched(inputs: Vec<Input<'_>>, context: &Context<'_>) -> Result<Unmatchable, String> {
    let mut found = Unmatchable::default();
    for input in litter::left_out(inputs).0 {
        let refused = |unusable: Unusable| format!("{}: {}", input.name, reason(unusable));
        let bytes = (input.read)().map_err(|error| refused(Unusable::Unreadable(error)))?;
        for file in unpack::unpack(bytes).map_err(refused)? {
            let name = match &file.inside {
                Some(inside) => format!("{}/{inside}", input.name),
                None => input.name.clone(),
            };
            if unpack::is_workbook(&file.bytes) {
                let sheets = workbook::each_sheet(&file.bytes, &InTurn, |sheet| sheet);
                for mut sheet in sheets
                    .map_err(refused)?
                    .into_iter()
                    .filter(|sheet| !workbook::explains(&sheet.name))
                {
                    let name = format!("{name}/{}", sheet.name);
                    found
                        .table(context, &mut sheet.rows, name)
                        .map_err(refused)?;
                }
                continue;
            }
            let (text, _) = decode::decode(&file.bytes);
            let is_table = !text.trim_start().starts_with(['[', '{', '<']);
            if is_table && !unpack::is_document(&file.bytes) {
                found.text(context, &text, name).map_err(refused)?;
            }
        }
    }
    found.unmatched = together::together(found.unmatched, context.catalogue);
    Ok(found)
}

fn reason(unusable: Unusable) -> String {
    match unusable {
        Unusable::Unrecognised(reason)
        | Unusable::Unlike(NotRead { reason, .. })
        | Unusable::Broken(reason) => reason,
        Unusable::Unreadable(error) => unreadable(&error),
    }
}

/// The first rows, where no list is recognised in them.
fn unknown(
    context: &Context<'_>,
    rows: &mut impl Rows,
    name: &str,
) -> Result<Option<Vec<Vec<String>>>, Unusable> {
    let mut read: Vec<Vec<String>> = Vec::new();
    while read.len() < SAMPLES && rows.advance()? {
        let cells = rows.cells();
        if read.len() < ABOVE && recognise::list(context.layouts, &cells, name).is_some() {
            return Ok(None);
        }
        read.push(cells);
    }
    Ok(Some(read))
}

impl Unmatchable {
    /// Adds a text that is a table, as the audit would read it.
    fn text(&mut self, context: &Context<'_>, text: &str, name: String) -> Result<(), Unusable> {
        let mut rows = unknown(context, &mut Separated::new(text), &name)?;
        if rows.is_some()
            && let Some(mut later) = Separated::by_later_lines(text)
        {
            rows = unknown(context, &mut later, &name)?;
        }
        if let Some(rows) = rows {
            self.add(context, &rows, name);
        }
        Ok(())
    }

    fn table(
        &mut self,
        context: &Context<'_>,
        rows: &mut impl Rows,
        name: String,
    ) -> Result<(), Unusable> {
        if let Some(rows) = unknown(context, rows, &name)? {
            self.add(context, &rows, name);
        }
        Ok(())
    }

    /// Adds the headings and samples of rows in which no list is recognised.
    fn add(&mut self, context: &Context<'_>, rows: &[Vec<String>], name: String) {
        let Some(heading) = headings::place(context, rows) else {
            self.without_headings.push(name);
            return;
        };
        let mut headings = rows[heading].clone();
        let unread = beside::unread(&headings, &rows[heading + 1..]);
        together::told_apart(&mut headings);
        let sample = |place: usize| {
            if headings[place].is_empty() {
                return Vec::new();
            }
            let values = rows[heading + 1..]
                .iter()
                .filter_map(|cells| cells.get(place));
            values.filter(|value| !value.is_empty()).cloned().collect()
        };
        self.unmatched.push(Unmatched {
            samples: (0..headings.len()).map(sample).collect(),
            title: beside::title(&rows[..heading]),
            headings,
            unread,
            name,
            others: Vec::new(),
        });
    }
}
