//! The spellings met in one column of codes, each folded and looked up once.

use std::collections::BTreeMap;

use crate::load::cell;
use crate::model::catalogue::Field;
use crate::model::intern::{Interner, Last, Symbol};

use super::Context;

#[derive(Default)]
pub(super) struct Spellings {
    met: Interner,
    last: Last,
    /// By the symbol of the spelling.
    codes: Vec<Symbol>,
    /// Spellings that the field does not list.
    unlisted: BTreeMap<Symbol, Places>,
}

/// Where a spelling stands.
#[derive(Default)]
pub(super) struct Places {
    /// The line of the first.
    pub line: u32,
    pub count: u64,
    /// The first of its rows.
    pub rows: Vec<u32>,
}

/// Rows of a spelling that are remembered.
const ROWS: usize = 200;

impl Places {
    fn note(&mut self, row: u32) {
        self.count += 1;
        if self.rows.len() < ROWS {
            self.rows.push(row);
        }
    }

    fn absorb(&mut self, later: &Self, before: u32) {
        self.count += later.count;
        let rows = later.rows.iter().map(|row| before + row);
        self.rows.extend(rows.take(ROWS - self.rows.len()));
    }
}

/// A spelling that its field does not list.
pub(super) struct Unlisted<'s> {
    pub text: &'s str,
    pub places: &'s Places,
}

impl Spellings {
    /// The code that a spelling stands for; marked where it is nothing but a placeholder that the catalogue does not list.
    pub fn code(
        &mut self,
        text: &str,
        field: &Field,
        context: &Context<'_>,
        codes: &mut Interner,
        (line, row): (u32, u32),
    ) -> Symbol {
        let spelling = self.last.intern(text, &mut self.met);
        if spelling.index() > self.codes.len() {
            let listed = cell::code(text, field);
            let code = listed.unwrap_or_else(|| codes.intern(text));
            let blank = listed.is_none() && context.is_placeholder(text);
            self.codes
                .push(if blank { code.as_placeholder() } else { code });
            if listed.is_none() && !blank && !field.values.is_empty() {
                let places = Places {
                    line,
                    ..Places::default()
                };
                self.unlisted.insert(spelling, places);
            }
        }
        if let Some(places) = self.unlisted.get_mut(&spelling) {
            places.note(row);
        }
        self.codes[spelling.index() - 1]
    }

    /// Takes in the spellings of a later part, whose rows stand behind the first `before`; `code` says what its codes are here.
    pub fn absorb(&mut self, later: &Self, before: u32, code: impl Fn(Symbol) -> Symbol) {
        for spelling in later.met.symbols().skip(1) {
            let here = self.met.intern(later.met.text(spelling));
            if here.index() > self.codes.len() {
                self.codes.push(code(later.codes[spelling.index() - 1]));
            }
            if let Some(places) = later.unlisted.get(&spelling) {
                let line = places.line;
                let new = || Places {
                    line,
                    ..Places::default()
                };
                let known = self.unlisted.entry(here).or_insert_with(new);
                known.absorb(places, before);
            }
        }
    }

    /// In the order in which they were met.
    pub fn unlisted(&self) -> impl Iterator<Item = Unlisted<'_>> {
        self.unlisted.iter().map(|(spelling, places)| Unlisted {
            text: self.met.text(*spelling),
            places,
        })
    }
}
