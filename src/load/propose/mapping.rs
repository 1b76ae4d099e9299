//! A mapping in TOML, ready to be checked and changed.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::last::own_date;
use super::likeness::{Assigned, WHOLE_NAME};
use super::wide::{EACH, Wide, wide};
use super::{Unmatched, child};
use crate::load::recognise::stem;
use crate::model::catalogue::{Catalogue, FieldId, FieldKind, Table, TableId};
use crate::model::layout::Layouts;
use crate::model::masking::{cut, shape};
use crate::model::personal::is_personal;
use crate::model::unseen::is_unseen;

/// What a row is likely to be a record of.
pub(super) struct Row<'c> {
    pub id: TableId,
    pub table: &'c Table,
    assigned: Assigned,
    /// The column that names the child.
    pub child: Option<usize>,
    /// The headings whose values make its key: its own number; or else the child and the day; or else the first heading.
    key: Vec<String>,
}

impl<'c> Row<'c> {
    fn new(catalogue: &'c Catalogue, file: &Unmatched, id: TableId) -> Self {
        let table = catalogue.table(id);
        let assigned = file.assigned(table);
        let place_of = |wanted: &dyn Fn(FieldId) -> bool| {
            let found = assigned.iter().find(|(_, field, _)| wanted(*field));
            found.map(|(place, ..)| *place)
        };
        let child = table
            .child
            .and_then(|child| place_of(&|field| field == child));
        let is_date = |field: FieldId| table.fields[field.index()].kind == FieldKind::Date;
        let own = own_date(table).and_then(|own| place_of(&|field| field == own));
        let day = own.or_else(|| place_of(&is_date));
        let mut key: Vec<usize> = match place_of(&|field| field == table.key) {
            Some(own) => vec![own],
            None => child.into_iter().chain(day).collect(),
        };
        file.complete(&mut key);
        let key = key.iter().map(|place| quoted(&file.headings[*place]));
        Self {
            id,
            table,
            child,
            key: key.collect(),
            assigned,
        }
    }

    /// The field of a table that leads to such a record, and to no other.
    pub(super) fn led_to_by(&self, table: &Table) -> Option<FieldId> {
        let to_row = FieldKind::Reference(vec![self.id]);
        let mut fields = table.field_ids();
        fields.find(|field| table.fields[field.index()].kind == to_row)
    }

    /// The field of a table that leads to such a record, or to one of another table.
    fn may_be_led_to_by(&self, table: &Table) -> Option<FieldId> {
        let mut fields = table.field_ids();
        fields.find(|field| match &table.fields[field.index()].kind {
            FieldKind::Reference(tables) => tables.contains(&self.id),
            _ => false,
        })
    }

    /// What such a field holds; nothing where a row has no key.
    pub(super) fn reference(&self) -> Option<String> {
        match self.key.as_slice() {
            [] => None,
            [key] if self.has_key() => Some(key.clone()),
            keys => Some(format!("{{ key = [{}] }}", keys.join(", "))),
        }
    }

    /// Whether it has a number of its own.
    fn has_key(&self) -> bool {
        self.assigned
            .iter()
            .any(|(_, field, _)| *field == self.table.key)
    }
}

impl Unmatched {
    /// What the settings may say of this file.
    pub fn proposal(&self, catalogue: &Catalogue, layouts: &Layouts) -> String {
        match self.known(layouts, catalogue) {
            Some(known) => self.aliases(&known),
            None => self.mapping(catalogue),
        }
    }

    fn mapping(&self, catalogue: &Catalogue) -> String {
        let repeated = wide(&self.headings);
        let narrow = self.narrow(&repeated);
        let rows = narrow.ranked(catalogue, |_| 0.0);
        let row = Row::new(catalogue, &narrow, rows[0]);
        let headings = narrow.headings.iter().filter(|text| !text.is_empty());
        let for_each = self.for_each(catalogue, &row, &repeated);
        let read = if for_each.is_some() {
            &repeated[..]
        } else {
            &[]
        };
        let headings = headings.chain(read.iter().map(|wide| &wide.heading));
        let headings: Vec<String> = headings.map(|heading| quoted(heading)).collect();
        let is_of_someone = row.child.is_some() || row.has_key() || row.table.child.is_none();
        let has_days = (0..narrow.headings.len()).any(|place| narrow.are_dates(place));
        if repeated.is_empty() && !is_of_someone && !has_days {
            return format!(
                "# {}: what stands below the row taken for its headings names no child and no day, and is not mapped. Are these its headings?\n",
                quoted(&self.name)
            );
        }
        if row.key.is_empty() && for_each.is_none() {
            return format!(
                "# {}: every heading is that of a name, an address or a national number, which is never loaded.\n",
                quoted(&self.name)
            );
        }
        let mut text = format!("[[mapping]]\nname     = {}\n", quoted(&self.name));
        if !self.others.is_empty() {
            let others: Vec<String> = self.others.iter().map(|name| quoted(stem(name))).collect();
            let _ = writeln!(
                text,
                "sheets   = [{}]  # have the same headings and are read too: what holds something else gets a [[mapping]] of its own",
                others.join(", ")
            );
        }
        let _ = writeln!(text, "headings = [{}]", headings.join(", "));
        if let Some(first) = row.key.first() {
            let _ = writeln!(text, "needs    = [{first}]");
        }
        // Where the columns that repeat are what the rows seem to be, a row is no record of its own; nor where it has no key.
        let is_record = for_each.as_ref().is_none_or(|(table, _)| *table != row.id);
        if is_record && !row.key.is_empty() {
            text.push_str(&record_head(catalogue, &rows, "each row"));
            text.push_str(&narrow.latest_only(row.table, &row.assigned));
            if !row.has_key() {
                let _ = writeln!(
                    text,
                    "key   = [{}]  # what tells one record from another",
                    row.key.join(", ")
                );
            }
            text.push_str(&narrow.kind(catalogue, row.table, &row.assigned));
            let is_assigned = |place| row.assigned.iter().any(|(used, ..)| *used == place);
            let birth = narrow.birth(catalogue, &row);
            let birth = birth.filter(|place| !is_assigned(*place));
            text.push_str(&narrow.fields(row.table, &row.assigned, None, birth));
            let is_used = |place| Some(place) == birth || is_assigned(place);
            text.push_str(&narrow.last_events(catalogue, &row, is_used));
            let child = birth.and_then(|place| narrow.child_with(catalogue, &row, place));
            text.push_str(&child.unwrap_or_default());
        }
        match for_each {
            Some((_, record)) => text.push_str(&record),
            None => {
                for wide in &repeated {
                    let _ = writeln!(
                        text,
                        "# {} repeats, and is not read: no table was found for it",
                        quoted(&wide.heading)
                    );
                }
            }
        }
        for line in &self.unread {
            let _ = writeln!(text, "{line}");
        }
        text
    }

    /// Adds to a key that is none, or a child's alone, what may tell one record from another: a day, or the first column with
    /// numbers in it.
    fn complete(&self, key: &mut Vec<usize>) {
        let is_free = |place: &usize| {
            !self.headings[*place].is_empty() && !is_personal(&self.headings[*place])
        };
        let places = || (0..self.headings.len()).filter(is_free);
        if key.is_empty() {
            let numbers =
                |place: &usize| !child::are_names(&self.samples[*place]) && !self.are_dates(*place);
            // Who a row is about, by name, is no key.
            let is_child = |place: &usize| child::is_bare(&self.headings[*place]);
            let other = || places().find(|place| !is_child(place));
            key.extend(places().find(numbers).or_else(other));
        }
        if let [only] = key[..]
            && self.repeats(only)
        {
            key.extend(places().find(|place| *place != only && self.are_dates(*place)));
        }
    }

    /// Whether a value stands in more than one row.
    fn repeats(&self, place: usize) -> bool {
        let values = &self.samples[place];
        values.iter().collect::<BTreeSet<_>>().len() < values.len()
    }

    /// Without the columns that repeat.
    fn narrow(&self, repeated: &[Wide]) -> Self {
        let mut narrow = self.clone();
        for place in repeated.iter().flat_map(|wide| &wide.places) {
            narrow.headings[*place].clear();
            narrow.samples[*place].clear();
        }
        narrow
    }

    /// A record for each of the columns that repeat, which leads to that of the row, and its table; nothing where no table has a
    /// field for any of them.
    fn for_each(
        &self,
        catalogue: &Catalogue,
        row: &Row<'_>,
        repeated: &[Wide],
    ) -> Option<(TableId, String)> {
        let mut one = self.narrow(repeated);
        for wide in repeated {
            one.headings.push(wide.heading.clone());
            let samples = wide.places.iter().flat_map(|place| &self.samples[*place]);
            one.samples.push(samples.cloned().collect());
        }
        // What the columns that repeat are, apart from the others.
        let mut apart = one.clone();
        for (place, heading) in apart.headings.iter_mut().enumerate() {
            if !heading.contains(EACH) && Some(place) != row.child {
                heading.clear();
            }
        }
        apart.name = format!("{} {}", self.name, row.table.name);
        let is_repeat = |place: usize| apart.headings[place].contains(EACH);
        let has_repeat = |table: &Table| {
            let assigned = apart.assigned(table);
            assigned.iter().any(|(place, ..)| is_repeat(*place))
        };
        let likelier = |table: &Table| {
            if !has_repeat(table) {
                // What leads to the row, and has a place for none of them, is not what they are.
                f64::NEG_INFINITY
            } else if table.name == row.table.name {
                // Its name was added, and is not that of the file.
                -WHOLE_NAME
            } else if row.led_to_by(table).is_some() {
                1.5
            } else {
                0.0
            }
        };
        let ranked = apart.ranked(catalogue, likelier);
        let table = catalogue.table(ranked[0]);
        if !has_repeat(table) {
            return None;
        }
        let is_row = ranked[0] == row.id;
        let source = if is_row { &one } else { &apart };
        let mut assigned = source.assigned(table);
        let mut repeats = assigned
            .iter()
            .map(|(place, ..)| &source.headings[*place])
            .filter(|heading| heading.contains(EACH));
        let first = repeats.next()?.clone();
        // One day may be that of several rows.
        let of_row = match row.child {
            Some(child) => vec![quoted(&self.headings[child])],
            None => row.key.clone(),
        };
        let key: Vec<String> = of_row.into_iter().chain([quoted(&first)]).collect();
        let leads = || match row.child {
            Some(_) => row.led_to_by(table),
            // Nothing else says whose each is.
            None => row.led_to_by(table).or_else(|| row.may_be_led_to_by(table)),
        };
        let reference = if is_row { None } else { leads() };
        let reference = reference.and_then(|field| Some((field, row.reference()?)));
        // Said once: a field may lead to the row, or hold a column.
        if let Some((said, _)) = reference {
            assigned.retain(|(_, field, _)| *field != said);
        }
        let text = format!(
            "{}each  = \"1-20\"\nwhen  = [{}]\nkey   = [{}]  # what tells one record from another\n{}{}",
            record_head(catalogue, &ranked, "each of the columns that repeat"),
            quoted(&first),
            key.join(", "),
            source.kind(catalogue, table, &assigned),
            source.fields(table, &assigned, reference, None)
        );
        Some((ranked[0], text))
    }

    /// The fields of a record, each with its column, and what is left of both. `reference` is one with what it holds, `elsewhere`
    /// a column that another record has.
    fn fields(
        &self,
        table: &Table,
        assigned: &Assigned,
        reference: Option<(FieldId, String)>,
        elsewhere: Option<usize>,
    ) -> String {
        let mut text = "[mapping.record.fields]\n".to_owned();
        if let Some((field, value)) = &reference {
            let _ = writeln!(text, "{} = {value}", table.fields[field.index()].name);
        }
        let said = reference.map(|(field, _)| field);
        for (place, field, _) in assigned {
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
            if is_used || heading.is_empty() || Some(place) == elsewhere {
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
        let is_free = |field: &FieldId| {
            said != Some(*field) && !assigned.iter().any(|(_, other, _)| other == field)
        };
        let free: Vec<&str> = table
            .field_ids()
            .filter(is_free)
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

    /// A few values as a comment, every letter and digit masked.
    pub(super) fn such_as(&self, place: usize) -> String {
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

/// The head of a record of the first of these tables, with the next ones named.
fn record_head(catalogue: &Catalogue, ranked: &[TableId], what: &str) -> String {
    let table = catalogue.table(ranked[0]);
    let others: Vec<&str> = ranked[1..4]
        .iter()
        .map(|id| catalogue.table(*id).name.as_str())
        .collect();
    format!(
        "\n[[mapping.record]]\ntable = {}  # {what} is {}; or is it one of {}?\n",
        quoted(&table.name),
        table.with_article(),
        others.join(", ")
    )
}

/// Letters of a value that are shown, masked.
const SHOWN: usize = 24;

/// A text in TOML: as in JSON, but with what cannot be seen escaped, which TOML forbids in part.
pub(super) fn quoted(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let letters = quoted.chars().map(|letter| {
        if is_unseen(letter) {
            format!("\\U{:08x}", u32::from(letter))
        } else {
            letter.to_string()
        }
    });
    letters.collect()
}
