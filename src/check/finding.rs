//! What a run keeps of an obligation that is not simply met: small and plain until a report puts it in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Index;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use sha2::{Digest, Sha256};

use crate::model::catalogue::TableId;
use crate::model::day::Day;
use crate::model::hexadecimal::hex;
use crate::model::intern::Symbol;
use crate::model::view::View;
use crate::rules::plan::RuleId;

use super::context::{Context, first_day};
use super::obligation::Detail;
use super::outcome::Outcome;
use super::who::Who;

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Finding<'p> {
    pub rule: RuleId,
    pub table: TableId,
    pub row: u32,
    pub child: Symbol,
    pub outcome: Outcome,
    /// Something can still be done.
    pub live: bool,
    pub due: Option<Day>,
    pub done: Option<Day>,
    pub counted_from: Option<Day>,
    /// How many obligations of one gap it stands for.
    pub repeats: u32,
    pub who: Who,
    pub detail: Detail<'p>,
}

impl Finding<'_> {
    /// Calendar days after the due date, to the day it was done or the as-at date.
    pub fn days_over(&self, as_at: Day) -> Option<i32> {
        let late = matches!(
            self.outcome,
            Outcome::Late | Outcome::Missed | Outcome::Overdue | Outcome::Waived
        );
        let due = self.due.filter(|_| late)?;
        Some(self.done.unwrap_or(as_at).number() - due.number()).filter(|days| *days > 0)
    }

    /// Stable from night to night: made from the rule, the subject and the due date, never from the row.
    ///
    /// A record without a key of its own, or with one that others have too, is told apart by table, child, first own date and a
    /// running number among equals.
    pub fn fingerprint(&self, context: Context<'_>, rule: &str) -> String {
        let view = &context.view;
        let add = |parts: &mut String, part: &str| {
            parts.push('\0');
            parts.push_str(part);
        };
        let add_day = |parts: &mut String, day: Option<Day>| {
            parts.push('\0');
            if let Some(day) = day {
                let _ = write!(parts, "{day}");
            }
        };
        let mut parts = String::with_capacity(96);
        parts.push_str(rule);
        let key = own_key(view, self.table, self.row);
        if !key.is_blank() {
            add(&mut parts, view.records.ids(self.table).text(key));
        }
        if key.is_blank() || view.records.is_shared(self.table, key) {
            add(&mut parts, &view.catalogue.table(self.table).name);
            let child = view.records.ids(view.catalogue.children).text(self.child);
            add(&mut parts, child);
            add_day(&mut parts, first_day(view.placed(self.table, self.row)));
            let numbers = context.grouped.among_equals(self.table, view);
            let _ = write!(parts, "\0{}", numbers[self.row as usize]);
        }
        add_day(&mut parts, self.due);
        hex(&Sha256::digest(parts.as_bytes())[..16])
    }
}

/// Blank where the file gives its records none.
fn own_key(view: &View<'_>, table: TableId, row: u32) -> Symbol {
    if view.records.has_own_key(table, row) {
        view.records.key(view.catalogue, table, row)
    } else {
        Symbol::BLANK
    }
}

/// Of each record of a table its number among those with the same key, child and first own date, in the order of what they hold:
/// an export that gives its rows in another order has the same records.
pub(super) fn among_equals(view: View<'_>, table: TableId) -> Vec<u32> {
    let is_like = |row| {
        let child = view.records.child_of(view.catalogue, table, row);
        let day = first_day(view.placed(table, row));
        (own_key(&view, table, row), child, day)
    };
    let rows = 0..view.records.rows(table);
    let mut firsts: HashMap<_, u32, FixedState> = HashMap::default();
    let mut equals: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for row in rows.clone() {
        let first = *firsts.entry(is_like(row)).or_insert(row);
        if first != row {
            let rows = equals.entry(first).or_insert_with(|| vec![first]);
            rows.push(row);
        }
    }
    let mut numbers: Vec<u32> = rows.map(|_| 0).collect();
    for mut rows in equals.into_values() {
        rows.sort_by(|one, other| {
            let by = view
                .records
                .by_contents(view.catalogue, table, *one, *other);
            by.then(one.cmp(other))
        });
        for (number, row) in rows.into_iter().enumerate() {
            numbers[row as usize] = number as u32;
        }
    }
    numbers
}

/// The findings of a run, in order of severity, rule, child, due date and key. Each rule's are kept as it gave them: copied into
/// one list, those of 40,000 children took 26 MB more, for memory given up here and there between others stays the program's.
#[derive(Default)]
pub struct Findings<'p> {
    of_rules: Vec<Vec<Finding<'p>>>,
    /// By rule, how many there are with those of the rules before.
    ends: Vec<usize>,
}

impl<'p> Findings<'p> {
    /// Those of the next rule.
    pub(super) fn push(&mut self, of_rule: Vec<Finding<'p>>) {
        self.ends.push(self.len() + of_rule.len());
        self.of_rules.push(of_rule);
    }

    pub fn iter(&self) -> Iter<'_, 'p> {
        self.of_rules.iter().flatten()
    }

    pub fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

pub type Iter<'f, 'p> = std::iter::Flatten<std::slice::Iter<'f, Vec<Finding<'p>>>>;

impl<'f, 'p> IntoIterator for &'f Findings<'p> {
    type Item = &'f Finding<'p>;
    type IntoIter = Iter<'f, 'p>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'p> Index<usize> for Findings<'p> {
    type Output = Finding<'p>;

    fn index(&self, place: usize) -> &Finding<'p> {
        let rule = self.ends.partition_point(|end| *end <= place);
        let before = rule.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.of_rules[rule][place - before]
    }
}
