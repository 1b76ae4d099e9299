//! What a proposal says beside the record of each row and its fields: the day of birth that a row has of its child, a kind that only
//! the title tells, and columns that are not read.

use std::collections::BTreeSet;

use super::Unmatched;
use super::last::own_date;
use super::likeness::{Assigned, words};
use super::mapping::{Row, quoted};
use crate::model::catalogue::{Catalogue, Table};
use crate::model::heading::folded_heading;

/// What stands in the rows above the headings that have one cell, where it is short enough for a title.
pub(super) fn title(above: &[Vec<String>]) -> String {
    const WORDS: usize = 12;
    let titles = above.iter().filter_map(|cells| {
        let mut filled = cells.iter().filter(|cell| !cell.is_empty());
        let only = filled.next()?;
        let is_title = filled.next().is_none() && only.split_whitespace().count() <= WORDS;
        is_title.then_some(only.as_str())
    });
    titles.collect::<Vec<_>>().join(" ")
}

/// Lines about columns that hold something and are not read, as where two rows of headings stand one above the other.
pub(super) fn unread(headings: &[String], below: &[Vec<String>]) -> Vec<String> {
    let mut known = BTreeSet::new();
    let mut lines = Vec::new();
    for (place, heading) in headings.iter().enumerate() {
        let folded = folded_heading(heading);
        if !folded.is_empty() && !known.insert(folded) {
            lines.push(format!(
                "# column {}: {} heads a column before it too, and only the first is read. Give each a heading of its own",
                place + 1,
                quoted(heading)
            ));
        }
    }
    let filled = |place: &usize| {
        let mut cells = below.iter().filter_map(|row| row.get(*place));
        cells.any(|cell| !cell.is_empty())
    };
    let width = below.iter().map(Vec::len).max().unwrap_or(0);
    let is_bare = |place: &usize| headings.get(*place).is_none_or(String::is_empty);
    let bare: Vec<String> = (0..width)
        .filter(|place| is_bare(place) && filled(place))
        .map(|place| (place + 1).to_string())
        .collect();
    if !bare.is_empty() {
        lines.push(format!(
            "# without a heading, and not read: column {}. Give each a heading",
            bare.join(", ")
        ));
    }
    lines
}

impl Unmatched {
    /// The column that has the child's own day of birth, where the rows are of something else than the children.
    pub(super) fn birth(&self, catalogue: &Catalogue, row: &Row<'_>) -> Option<usize> {
        let is_birth = |place: &usize| {
            let may_be = self.samples[*place].is_empty() || self.are_dates(*place);
            may_be && speaks_of_birth(&self.headings[*place])
        };
        let is_of_child = row.child.is_some() && row.id != catalogue.children;
        let mut places = 0..self.headings.len();
        is_of_child.then(|| places.find(is_birth)).flatten()
    }

    /// The record of the child, for the day of birth.
    pub(super) fn child_with(
        &self,
        catalogue: &Catalogue,
        row: &Row<'_>,
        birth: usize,
    ) -> Option<String> {
        let children = catalogue.table(catalogue.children);
        let day = children.field("date_of_birth")?;
        Some(format!(
            "\n[[mapping.record]]\ntable = {}  # each row names its child, and says when it was born\n[mapping.record.fields]\n{} = {}\n{} = {}{}\n",
            quoted(&children.name),
            children.fields[children.key.index()].name,
            quoted(&self.headings[row.child?]),
            children.fields[day.index()].name,
            quoted(&self.headings[birth]),
            self.such_as(birth)
        ))
    }

    /// A line to take in where every record is of one kind: no column says which, and what the file or its date is called does.
    pub(super) fn kind(&self, catalogue: &Catalogue, table: &Table, assigned: &Assigned) -> String {
        let Some(kind) = table.field("kind") else {
            return String::new();
        };
        if assigned.iter().any(|(_, field, _)| *field == kind) {
            return String::new();
        }
        let day = own_date(table);
        let of_day = assigned.iter().find(|(_, field, _)| Some(*field) == day);
        let heading = of_day.map_or("", |(place, ..)| self.headings[*place].as_str());
        let definition = &table.fields[kind.index()];
        // What begins with the name of the table says nothing of the kind: "strategy meetings", which may be first ones or reviews.
        let own = words(&table.one);
        let mut spoken = BTreeSet::new();
        for text in [&self.called(), self.title.as_str(), heading] {
            let said: Vec<&str> = text
                .split(|letter: char| !letter.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect();
            for length in 1..=3 {
                let phrases = said.windows(length);
                let phrases = phrases.filter(|phrase| own.is_disjoint(&words(phrase[0])));
                let phrases = phrases.map(|phrase| phrase.join(" "));
                let values = phrases.filter_map(|phrase| definition.value(&phrase));
                spoken.extend(values.map(|value| catalogue.codes.text(value)));
            }
        }
        let Some(only) = spoken.pop_first().filter(|_| spoken.is_empty()) else {
            return String::new();
        };
        format!(
            "# constants = {{ kind = {} }}  # take the # away if every {} here is of this kind\n",
            quoted(only),
            table.one
        )
    }
}

/// Whether a heading is that of the child's own day of birth: not the mother's, nor an expected one.
fn speaks_of_birth(heading: &str) -> bool {
    const BESIDE: [&str; 8] = ["dob", "birth", "date", "of", "child", "childs", "s", "the"];
    let heading = heading.to_lowercase().replace("d.o.b", "dob");
    let mut words = heading
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let says = words.clone().any(|word| ["dob", "birth"].contains(&word));
    says && words.all(|word| BESIDE.contains(&word))
}
