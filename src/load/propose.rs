//! A mapping to begin from, for files and sheets that fit no known list: the nearest table, and for each heading the field it may
//! be. Nothing is guessed in an audit: a person checks the mapping first.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::catalogue::{Catalogue, FieldId, FieldKind, Table, TableId};
use crate::model::masking::{cut, shape};
use crate::model::personal::is_personal;

use super::builder::Context;
use super::cell::{self, Cell, Fault};
use super::rows::{Rows, Separated};
use super::{Input, Unusable, decode, recognise, unpack, workbook};

/// A file or sheet that fits no list, as far as a mapping needs it.
pub struct Unmatched {
    pub name: String,
    pub headings: Vec<String>,
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
    for input in inputs {
        let refused = |unusable: Unusable| format!("{}: {}", input.name, reason(unusable));
        let bytes = (input.read)().map_err(|error| refused(Unusable::Unreadable(error)))?;
        for file in unpack::unpack(bytes).map_err(refused)? {
            let name = match &file.inside {
                Some(inside) => format!("{}/{inside}", input.name),
                None => input.name.clone(),
            };
            if unpack::is_workbook(&file.bytes) {
                let sheets = workbook::sheets(&file.bytes).map_err(refused)?;
                for mut sheet in sheets
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
            if is_table {
                found
                    .table(context, &mut Separated::new(&text), name)
                    .map_err(refused)?;
            }
        }
    }
    Ok(found)
}

fn reason(unusable: Unusable) -> String {
    match unusable {
        Unusable::Unrecognised(reason) | Unusable::Broken(reason) => reason,
        Unusable::Unreadable(error) => format!("it cannot be read: {error}"),
    }
}

impl Unmatchable {
    /// Adds the headings and samples of rows in which no list is recognised.
    fn table(
        &mut self,
        context: &Context<'_>,
        rows: &mut impl Rows,
        name: String,
    ) -> Result<(), Unusable> {
        let mut read: Vec<Vec<String>> = Vec::new();
        while read.len() < SAMPLES && rows.advance()? {
            let cells = rows.cells();
            if read.len() < ABOVE && recognise::list(context.layouts, &cells, &name).is_some() {
                return Ok(());
            }
            read.push(cells);
        }
        let filled = |cells: &[String]| cells.iter().filter(|cell| !cell.is_empty()).count();
        // A row with a date or a number in it holds values: taken for headings, they would be written out as they stand.
        let holds_values = |cells: &[String]| {
            let is_value = |cell: &String| {
                !matches!(cell::date(cell), Cell::Bad(Fault::Unlike)) || cell.parse::<f64>().is_ok()
            };
            cells.iter().any(|cell| !cell.is_empty() && is_value(cell))
        };
        let width = |cells: &[String]| {
            if holds_values(cells) {
                0
            } else {
                filled(cells)
            }
        };
        let above = read.iter().take(ABOVE);
        let widest = above.map(|cells| width(cells)).max().unwrap_or(0);
        // The first of the wide rows: those below it may be as wide, or wider by a column that has no heading.
        let heading = read
            .iter()
            .take(ABOVE)
            .position(|cells| width(cells) >= 2 && width(cells) * 10 >= widest * 7);
        let Some(heading) = heading else {
            self.without_headings.push(name);
            return Ok(());
        };
        let headings = read[heading].clone();
        let sample = |place: usize| {
            let values = read[heading + 1..]
                .iter()
                .filter_map(|cells| cells.get(place));
            values.filter(|value| !value.is_empty()).cloned().collect()
        };
        self.unmatched.push(Unmatched {
            samples: (0..headings.len()).map(sample).collect(),
            headings,
            name,
        });
        Ok(())
    }
}

impl Unmatched {
    /// The mapping in TOML, ready to be checked and changed.
    pub fn mapping(&self, catalogue: &Catalogue) -> String {
        let mut ranked: Vec<(f64, TableId)> = catalogue
            .tables()
            .map(|(id, table)| {
                (
                    self.assigned(table)
                        .iter()
                        .map(|(.., score)| score)
                        .sum::<f64>()
                        + self.named(table),
                    id,
                )
            })
            .collect();
        ranked.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.cmp(y)));
        let table = catalogue.table(ranked[0].1);
        let others: Vec<&str> = ranked[1..4]
            .iter()
            .map(|(_, id)| catalogue.table(*id).name.as_str())
            .collect();
        let assigned = self.assigned(table);
        let mut text = String::new();
        let name = quoted(&self.name);
        let headings: Vec<String> = self
            .headings
            .iter()
            .filter(|heading| !heading.is_empty())
            .map(|heading| quoted(heading))
            .collect();
        let _ = write!(
            text,
            "[[mapping]]\nname     = {name}\nheadings = [{}]\n",
            headings.join(", ")
        );
        let key: Vec<String> = Self::key(table, &assigned)
            .iter()
            .map(|place| quoted(&self.headings[*place]))
            .collect();
        if let Some(first) = key.first() {
            let _ = writeln!(text, "needs    = [{first}]");
        }
        let _ = write!(
            text,
            "\n[[mapping.record]]\ntable = {}  # each row is {}; or is it one of {}?\n",
            quoted(&table.name),
            with_article(&table.one),
            others.join(", ")
        );
        let has_key = assigned.iter().any(|(_, field, _)| *field == table.key);
        if !has_key {
            let _ = writeln!(
                text,
                "key   = [{}]  # what tells one record from another",
                key.join(", ")
            );
        }
        text.push_str("[mapping.record.fields]\n");
        for (place, field, _) in &assigned {
            let field = &table.fields[field.index()].name;
            let _ = writeln!(
                text,
                "{field} = {}{}",
                quoted(&self.headings[*place]),
                self.such_as(*place)
            );
        }
        for (place, heading) in self.headings.iter().enumerate() {
            let is_used = assigned.iter().any(|(other, ..)| *other == place);
            if is_used || heading.is_empty() {
                continue;
            }
            let why = if is_personal(heading) {
                "never loaded"
            } else {
                "not used: which field is it?"
            };
            let _ = writeln!(
                text,
                "# ? = {}  # {why}{}",
                quoted(heading),
                self.such_as(place).replace("  #", ";")
            );
        }
        let free: Vec<&str> = table
            .field_ids()
            .filter(|field| !assigned.iter().any(|(_, other, _)| other == field))
            .map(|field| table.fields[field.index()].name.as_str())
            .collect();
        let _ = writeln!(
            text,
            "# fields of {} still free: {}",
            table.name,
            free.join(", ")
        );
        text
    }

    /// The headings whose values make a key: the child, and the day or the first heading there is.
    fn key(table: &Table, assigned: &[(usize, FieldId, f64)]) -> Vec<usize> {
        let place_of = |wanted: FieldId| {
            assigned
                .iter()
                .find(|(_, field, _)| *field == wanted)
                .map(|(place, ..)| *place)
        };
        let own = place_of(table.key);
        let child = table.child.and_then(place_of);
        let day = assigned
            .iter()
            .find(|(_, field, _)| table.fields[field.index()].kind == FieldKind::Date)
            .map(|(place, ..)| *place);
        let key: Vec<usize> = match own {
            Some(own) => vec![own],
            None => child.into_iter().chain(day).collect(),
        };
        if key.is_empty() { vec![0] } else { key }
    }

    /// How much the name of the file speaks of a table.
    fn named(&self, table: &Table) -> f64 {
        let name = words(&self.name);
        let own: BTreeSet<String> = words(&table.name)
            .union(&words(&table.many))
            .cloned()
            .collect();
        0.6 * own.intersection(&name).count() as f64
    }

    /// For each heading at most one field, for each field at most one heading: the likeliest first.
    fn assigned(&self, table: &Table) -> Vec<(usize, FieldId, f64)> {
        let mut pairs: Vec<(usize, FieldId, f64)> = Vec::new();
        for (place, heading) in self.headings.iter().enumerate() {
            if heading.is_empty() || is_personal(heading) {
                continue;
            }
            for field in table.field_ids() {
                let score = self.likeness(place, heading, table, field);
                if score >= LIKELY {
                    pairs.push((place, field, score));
                }
            }
        }
        pairs.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        let mut assigned: Vec<(usize, FieldId, f64)> = Vec::new();
        for pair in pairs {
            if !assigned
                .iter()
                .any(|other| other.0 == pair.0 || other.1 == pair.1)
            {
                assigned.push(pair);
            }
        }
        assigned.sort_by_key(|(place, ..)| *place);
        assigned
    }

    /// How likely a heading means a field: by its words and letters, and by whether its values could be such.
    fn likeness(&self, place: usize, heading: &str, table: &Table, field: FieldId) -> f64 {
        let definition = &table.fields[field.index()];
        let letters = strsim::jaro_winkler(
            &heading.to_lowercase().replace([' ', '-'], "_"),
            &definition.name,
        );
        let (own, theirs) = (
            words(heading),
            words(&format!(
                "{} {} {}",
                definition.name, definition.words, table.one
            )),
        );
        let shared = own.intersection(&theirs).count() as f64 / own.len().max(1) as f64;
        let likeness = letters.max(0.55 + 0.4 * shared);
        let values = &self.samples[place];
        let dates = values
            .iter()
            .filter(|value| matches!(cell::date(value), Cell::Value(_)))
            .count();
        let are_dates = !values.is_empty() && dates * 10 >= values.len() * 6;
        match (&definition.kind, are_dates) {
            (FieldKind::Date, true) => likeness + 0.05,
            // A date is nothing else, and what is no date is no date.
            (_, true) => 0.0,
            (FieldKind::Date, false) if !values.is_empty() => 0.0,
            // "PLO ref": the number of the record itself, where it is another in each row and not the child's.
            (FieldKind::Key, _) => {
                let different: BTreeSet<&String> = values.iter().collect();
                let is_number = ["id", "ref", "reference", "number", "no"]
                    .iter()
                    .any(|word| own.contains(*word));
                let is_own = different.len() == values.len() && !values.is_empty();
                match is_own && is_number && (field == table.key) {
                    true if own.contains("child") && table.child.is_some() => 0.0,
                    true => likeness.max(LIKELY + 0.01),
                    false => 0.0,
                }
            }
            _ => likeness,
        }
    }

    /// A few values as a comment, every letter and digit masked.
    fn such_as(&self, place: usize) -> String {
        let masked: BTreeSet<String> = self.samples[place]
            .iter()
            .take(20)
            .map(|value| cut(&shape(value), SHOWN))
            .collect();
        let shown: Vec<String> = masked.into_iter().take(2).collect();
        if shown.is_empty() {
            "  # blank in the rows looked at".to_owned()
        } else {
            format!("  # such as {}", shown.join(" or "))
        }
    }
}

/// Likeness from which a field is proposed.
const LIKELY: f64 = 0.74;
/// Letters of a value that are shown, masked.
const SHOWN: usize = 24;

/// The words that tell headings apart, without their endings: "Date of supervision" is "date" and "supervision".
fn words(text: &str) -> BTreeSet<String> {
    const SAY_NOTHING: [&str; 14] = [
        "of", "the", "a", "an", "on", "in", "for", "to", "and", "was", "is", "xlsx", "csv", "at",
    ];
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .map(|word| match word {
            "1st" => "first",
            "2nd" => "second",
            word => word,
        })
        .filter(|word| !word.is_empty() && !SAY_NOTHING.contains(word))
        .map(|word| {
            word.strip_suffix('s')
                .filter(|short| short.len() > 3)
                .unwrap_or(word)
                .to_owned()
        })
        .collect()
}

fn with_article(one: &str) -> String {
    let article = if one.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {one}")
}

/// A text in TOML, whose escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
