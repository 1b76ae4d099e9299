//! Which table a file is likely to be, and which of its fields each heading.

use std::collections::BTreeSet;

use super::last::own_date;
use super::{Unmatched, child};
use crate::load::cell::{self, Cell, Fault};
use crate::model::catalogue::{Catalogue, Field, FieldId, FieldKind, OwnDates, Table, TableId};
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

    /// What the file is called: of a sheet its workbook's name too, but not the folders'.
    pub(super) fn called(&self) -> String {
        let parts: Vec<&str> = self.name.rsplit('/').collect();
        let is_sheet = parts.get(1).is_some_and(|before| before.contains(".xls"));
        parts[..if is_sheet { 2 } else { 1 }].join(" ")
    }

    /// How much the name of the file, or what stands above its headings, speaks of a table.
    fn named(&self, table: &Table) -> f64 {
        let mut name = words(&self.called());
        let title = words(&self.title);
        // Every report is of children.
        name.extend(title.into_iter().filter(|word| word != "children"));
        let own = words(&table.name);
        let either: BTreeSet<String> = own.union(&words(&table.many)).cloned().collect();
        let shared = either.intersection(&name).count() as f64;
        let is_called = |(word, other): &(&str, &str)| name.contains(*word) && *other == table.name;
        if own.is_subset(&name) || CALLED.iter().any(is_called) {
            0.6 * shared + WHOLE_NAME
        } else {
            0.6 * shared
        }
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
    pub(super) fn likeness(
        &self,
        place: usize,
        heading: &str,
        table: &Table,
        field: FieldId,
    ) -> f64 {
        let definition = &table.fields[field.index()];
        let values = &self.samples[place];
        let child = table.field("child_id");
        // Whatever holds names is nobody's number; workers go by their names.
        let is_id = field == table.key || Some(field) == child || definition.name.ends_with("_id");
        let of_worker = ["worker", "adviser"]
            .iter()
            .any(|word| definition.name.contains(word));
        if is_id && !of_worker && child::are_names(values) {
            return 0.0;
        }
        let different: BTreeSet<&String> = values.iter().collect();
        let is_own = different.len() == values.len() && !values.is_empty();
        if child.is_some() && child::is_number(heading) {
            // The list of the children themselves has each once.
            let is_child = Some(field) == child && (field != table.key || is_own);
            return if is_child { 1.0 } else { 0.0 };
        }
        // "Child", over names, says nothing about the child.
        if child::is_bare(heading) && (Some(field) != child || child::are_names(values)) {
            return 0.0;
        }
        let mut own = words(heading);
        // Five digits may be a day of Excel or an id: they need be no day but where one is asked for.
        let are_dates = match definition.kind {
            FieldKind::Date => self.are_dates(place),
            _ => self.are_written_dates(place),
        };
        let likeness = letters_and_words(heading, &own, table, definition);
        match (&definition.kind, are_dates) {
            (FieldKind::Date, true) => {
                if own.len() > 1 {
                    own.remove("date");
                }
                dated(heading, &own, table, field)
            }
            // A date is nothing else, and what is no date is no date.
            (_, true) => 0.0,
            (FieldKind::Date, false) if !values.is_empty() => 0.0,
            (FieldKind::Flag, _) if !answer(values) => 0.0,
            // A reason is told in words: days that it took are no reason, however like the heading.
            (FieldKind::Text, _) if self.are_numbers_or_answers(place) => 0.0,
            (FieldKind::List, _) if self.says_who_attended(place, heading, definition) => 0.9,
            // "PLO ref": the number of the record itself, where it is another in each row.
            (FieldKind::Key, _) => {
                if is_own && of_numbers(&own) && field == table.key {
                    likeness.max(LIKELY + 0.01)
                } else {
                    0.0
                }
            }
            _ => likeness,
        }
    }
}

impl Unmatched {
    /// Whether most of what a column holds are numbers or answers, as no narrative is.
    pub(super) fn are_numbers_or_answers(&self, place: usize) -> bool {
        self.mostly(place, |value| {
            cell::answer(value).is_some()
                || !matches!(cell::number(value), Cell::Bad(Fault::Unlike))
        })
    }

    /// Whether a heading asks who came, and what stands below are agencies rather than people's names.
    fn says_who_attended(&self, place: usize, heading: &str, field: &Field) -> bool {
        let own = words(heading);
        let asks = ["attended", "attendee", "attendance", "present"]
            .iter()
            .any(|word| own.contains(*word));
        let is_agency = |value: &str| AGENCIES.iter().any(|agency| words(value).contains(*agency));
        field.name == "agencies" && asks && self.mostly(place, is_agency)
    }
}

/// Words of agencies of which one or another comes to nearly every meeting.
const AGENCIES: [&str; 8] = [
    "police",
    "health",
    "school",
    "education",
    "social",
    "csc",
    "sw",
    "nhs",
];

/// How like a heading is to a field by its letters or by its words.
fn letters_and_words(
    heading: &str,
    own: &BTreeSet<String>,
    table: &Table,
    definition: &Field,
) -> f64 {
    let letters = strsim::jaro_winkler(
        &heading.to_lowercase().replace([' ', '-'], "_"),
        &definition.name,
    );
    let mut theirs = words(&format!(
        "{} {} {}",
        definition.name, definition.words, table.one
    ));
    // "Assess End", of what is completed.
    if matches!(table.dates, OwnDates::Span { to, .. } if table.fields[to.index()].name == definition.name)
    {
        theirs.extend(["end".to_owned(), "ended".to_owned()]);
    }
    let shared = own.intersection(&theirs).count() as f64 / own.len().max(1) as f64;
    // Letters alike in part are chance: "notes" and "needs"; and so is what is near an id without a word of it: "Working Days".
    let is_id = matches!(definition.kind, FieldKind::Key | FieldKind::Reference(_));
    let is_chance = letters < ALIKE || is_id && own.is_disjoint(&words(&definition.name));
    let letters = if is_chance { 0.0 } else { letters };
    letters.max(0.55 + 0.4 * shared)
}

/// Whether a heading speaks of numbers that tell records apart.
pub(super) fn of_numbers(own: &BTreeSet<String>) -> bool {
    let words = ["id", "ref", "reference", "number", "no"];
    words.iter().any(|word| own.contains(*word))
}

/// Whether a column may hold answers: some are yes or no, or there is none.
fn answer(values: &[String]) -> bool {
    values.is_empty() || values.iter().any(|value| cell::answer(value).is_some())
}

/// The same of a column of dates: what speaks of the record itself is the day of the record, and what is to come is no event.
fn dated(heading: &str, own: &BTreeSet<String>, table: &Table, field: FieldId) -> f64 {
    let definition = &table.fields[field.index()];
    let is_to_come = own.contains("next") || own.contains("due");
    if is_to_come && !definition.planned && !definition.name.contains("due") {
        return 0.0;
    }
    let is_own = own_date(table) == Some(field);
    let of_record = is_own && own.intersection(&words(&table.one)).next().is_some();
    let likeness = letters_and_words(heading, own, table, definition);
    let likeness = if is_own && own.iter().all(|word| word == "date") {
        likeness.max(0.8)
    } else {
        likeness
    };
    likeness + 0.05 + if of_record { 0.1 } else { 0.0 }
}

/// What speaks for a table whose whole name a file has.
pub(super) const WHOLE_NAME: f64 = 1.5;
/// What files are called that hold a table of another name.
const CALLED: [(&str, &str); 9] = [
    ("lado", "allegations"),
    ("strategy", "strategy_discussions"),
    ("plo", "pre_proceedings"),
    ("icpc", "conferences"),
    ("rcpc", "conferences"),
    ("s47", "s47_enquiries"),
    ("mash", "contacts"),
    ("rhi", "missing_episodes"),
    ("pathway", "care_leavers"),
];
/// Likeness from which a field is proposed.
const LIKELY: f64 = 0.74;
/// The same of letters alone.
const ALIKE: f64 = 0.82;
/// The words that tell headings apart, without their endings: "Date of supervision" is "date" and "supervision".
pub(super) fn words(text: &str) -> BTreeSet<String> {
    const SAY_NOTHING: [&str; 15] = [
        "each", "of", "the", "a", "an", "on", "in", "for", "to", "and", "was", "is", "xlsx", "csv",
        "at",
    ];
    text.to_lowercase()
        .replace("child protection", "cp")
        .replace("child in need", "cin")
        .split(|letter: char| !letter.is_alphanumeric())
        .map(|word| match word {
            "1st" => "first",
            "2nd" => "second",
            word => word,
        })
        .flat_map(|word| match word {
            "cg" => vec!["core", "group"],
            "sw" => vec!["worker"],
            "type" => vec!["kind"],
            "assess" => vec!["assessment"],
            word => vec![word],
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
