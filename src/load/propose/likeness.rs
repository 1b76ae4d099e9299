//! Which table a file is likely to be, and which of its fields each heading.

use std::collections::BTreeSet;

use super::Unmatched;
use crate::load::cell::{self, Cell};
use crate::model::catalogue::{Catalogue, FieldId, FieldKind, Table, TableId};
use crate::model::personal::is_personal;

/// A field of a table for each column that it may be, and how likely.
pub(super) type Assigned = Vec<(usize, FieldId, f64)>;

impl Unmatched {
    /// The tables, the likeliest first.
    pub(super) fn ranked(
        &self,
        catalogue: &Catalogue,
        more: impl Fn(&Table) -> f64,
    ) -> Vec<TableId> {
        let mut ranked: Vec<(f64, TableId)> = catalogue
            .tables()
            .map(|(id, table)| {
                let assigned = self.assigned(table);
                let score: f64 = assigned.iter().map(|(.., score)| score).sum();
                (score + self.named(table) + more(table), id)
            })
            .collect();
        ranked.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.cmp(y)));
        ranked.into_iter().map(|(_, table)| table).collect()
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
    pub(super) fn assigned(&self, table: &Table) -> Assigned {
        let mut pairs = Assigned::new();
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
        let mut assigned = Assigned::new();
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
        let is_number = ["id", "ref", "reference", "number", "no"]
            .iter()
            .any(|word| own.contains(*word));
        // Five digits may be a day of Excel or an id: under a heading of ids they are no day, and elsewhere they need be none.
        let may_be_serial = definition.kind == FieldKind::Date && !is_number;
        let is_date = |value: &&String| {
            matches!(cell::date(value), Cell::Value(_))
                && (may_be_serial || !cell::is_bare_number(value))
        };
        let dates = values.iter().filter(is_date).count();
        let are_dates = !values.is_empty() && dates * 10 >= values.len() * 6;
        match (&definition.kind, are_dates) {
            (FieldKind::Date, true) => likeness + 0.05,
            // A date is nothing else, and what is no date is no date.
            (_, true) => 0.0,
            (FieldKind::Date, false) if !values.is_empty() => 0.0,
            // "PLO ref": the number of the record itself, where it is another in each row and not the child's.
            (FieldKind::Key, _) => {
                let different: BTreeSet<&String> = values.iter().collect();
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
}

/// Likeness from which a field is proposed.
const LIKELY: f64 = 0.74;
/// The words that tell headings apart, without their endings: "Date of supervision" is "date" and "supervision".
pub(super) fn words(text: &str) -> BTreeSet<String> {
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
