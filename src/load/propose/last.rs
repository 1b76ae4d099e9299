//! Columns that keep only the last of several events: "Last CP visit", "Date of most recent supervision".

use std::fmt::Write as _;

use super::Unmatched;
use super::likeness::{Assigned, of_numbers, words};
use super::mapping::{Row, quoted};
use crate::load::cell::{self, Cell};
use crate::model::catalogue::{Catalogue, FieldId, OwnDates, Table};

/// Whether a heading says that what stands below it is the last of several.
pub(super) fn says_last(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    let words: Vec<&str> = heading
        .split(|letter: char| !letter.is_alphanumeric())
        .collect();
    let says = |listed: &[&str]| words.iter().any(|word| listed.contains(word));
    says(&["last", "latest", "recent"]) && !says(&["updated", "edited", "modified", "changed"])
}

/// The date that places a record in time.
pub(super) fn own_date(table: &Table) -> Option<FieldId> {
    match table.dates {
        OwnDates::At(field) | OwnDates::Span { from: field, .. } => Some(field),
        OwnDates::None | OwnDates::Of(_) => None,
    }
}

impl Unmatched {
    /// Whether most of what a column holds are dates. Under a heading of ids five digits are no day of Excel.
    pub(super) fn are_dates(&self, place: usize) -> bool {
        let may_be_serial = !of_numbers(&words(&self.headings[place]));
        self.mostly(place, |value| {
            is_date(value) && (may_be_serial || !cell::is_bare_number(value))
        })
    }

    /// The same of dates that nobody takes for a number.
    pub(super) fn are_written_dates(&self, place: usize) -> bool {
        self.mostly(place, |value| {
            is_date(value) && !cell::is_bare_number(value)
        })
    }

    pub(super) fn mostly(&self, place: usize, is_such: impl Fn(&str) -> bool) -> bool {
        let values = &self.samples[place];
        let such = values.iter().filter(|value| is_such(value)).count();
        !values.is_empty() && such * 10 >= values.len() * 6
    }

    /// For each column that is left over and has the day of a child's last event, a record to take in by removing the marks of a
    /// comment: whether it is one, a person must say.
    pub(super) fn last_events(
        &self,
        catalogue: &Catalogue,
        row: &Row<'_>,
        is_used: impl Fn(usize) -> bool,
    ) -> String {
        let Some(child) = row.child else {
            return String::new();
        };
        let places = (0..self.headings.len()).filter(|place| {
            !is_used(*place) && says_last(&self.headings[*place]) && self.are_dates(*place)
        });
        let records = places.filter_map(|place| self.last_event(catalogue, row, child, place));
        records.collect()
    }

    fn last_event(
        &self,
        catalogue: &Catalogue,
        row: &Row<'_>,
        child: usize,
        place: usize,
    ) -> Option<String> {
        let heading = &self.headings[place];
        let said = words(heading);
        // The heading speaks of such an event, and what leads to the row is likelier.
        let score = |table: &Table| {
            let day = own_date(table)?;
            let speaks = words(&table.one).intersection(&said).count();
            let likeness = self.likeness(place, heading, table, day);
            let leads = if row.led_to_by(table).is_some() {
                0.2
            } else {
                0.0
            };
            (speaks > 0 && table.child.is_some()).then_some((likeness + leads, day))
        };
        let tables = catalogue.tables().filter(|(id, _)| *id != row.id);
        let scored =
            tables.filter_map(|(_, table)| score(table).map(|(score, day)| (score, day, table)));
        let (_, day, table) = scored.max_by(|(a, _, x), (b, _, y)| {
            let later = || y.name.cmp(&x.name);
            a.total_cmp(b).then_with(later)
        })?;
        let name = |field: FieldId| &table.fields[field.index()].name;
        let (child, heading) = (quoted(&self.headings[child]), quoted(heading));
        let mut text = format!(
            "\n# {heading} may be the day of each child's last {}: take the # away before these lines if it is.\n\
             # [[mapping.record]]\n# table = {}\n\
             # latest_only = true  # earlier ones are not in the file, and nothing is asked of them\n\
             # when  = [{heading}]\n# key   = [{child}, {heading}]\n# [mapping.record.fields]\n",
            table.one,
            quoted(&table.name),
        );
        if let Some((field, key)) = row.led_to_by(table).zip(row.reference()) {
            let _ = writeln!(text, "# {} = {key}", name(field));
        }
        let _ = writeln!(
            text,
            "# {} = {child}\n# {} = {heading}",
            name(table.child?),
            name(day)
        );
        Some(text)
    }

    /// The line that says of a record that only the last of each child is kept, where the heading of its own date does.
    pub(super) fn latest_only(&self, table: &Table, assigned: &Assigned) -> String {
        let day = own_date(table);
        let own = assigned.iter().find(|(_, field, _)| Some(*field) == day);
        let heading = own.map(|(place, ..)| &self.headings[*place]);
        match heading.filter(|heading| says_last(heading)) {
            Some(heading) => format!(
                "latest_only = true  # {} says that only each child's last is kept: leave this out where every {} is a row\n",
                quoted(heading),
                table.one
            ),
            None => String::new(),
        }
    }
}

fn is_date(value: &str) -> bool {
    matches!(cell::date(value), Cell::Value(_))
}
