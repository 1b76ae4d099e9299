//! The spellings met in one column of codes, each folded and looked up once.

use std::collections::BTreeMap;

use crate::load::cell;
use crate::model::catalogue::Field;
use crate::model::intern::{Interner, Symbol};

use super::Context;

#[derive(Default)]
pub(super) struct Spellings {
    met: Interner,
    /// By the symbol of the spelling.
    codes: Vec<Symbol>,
    /// Spellings that the field does not list: the first line each stands in, and how often it does.
    unlisted: BTreeMap<Symbol, (u32, u64)>,
}

/// A spelling that its field does not list.
pub(super) struct Unlisted<'s> {
    pub text: &'s str,
    pub line: u32,
    pub count: u64,
}

impl Spellings {
    /// The code that a spelling stands for; marked where it is nothing but a placeholder that the catalogue does not list.
    pub fn code(
        &mut self,
        text: &str,
        field: &Field,
        context: &Context<'_>,
        codes: &mut Interner,
        line: u32,
    ) -> Symbol {
        let spelling = self.met.intern(text);
        if spelling.index() > self.codes.len() {
            let listed = cell::code(text, field);
            let code = listed.unwrap_or_else(|| codes.intern(text));
            let blank = listed.is_none() && context.is_placeholder(text);
            self.codes
                .push(if blank { code.as_placeholder() } else { code });
            if listed.is_none() && !blank && !field.values.is_empty() {
                self.unlisted.insert(spelling, (line, 0));
            }
        }
        if let Some((_, count)) = self.unlisted.get_mut(&spelling) {
            *count += 1;
        }
        self.codes[spelling.index() - 1]
    }

    /// In the order in which they were met.
    pub fn unlisted(&self) -> impl Iterator<Item = Unlisted<'_>> {
        self.unlisted
            .iter()
            .map(|(spelling, (line, count))| Unlisted {
                text: self.met.text(*spelling),
                line: *line,
                count: *count,
            })
    }
}
