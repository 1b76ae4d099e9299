//! Ids and codes as small numbers.

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// An interned id or code. [`Symbol::BLANK`] is no value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Symbol(pub u32);

impl Symbol {
    pub const BLANK: Self = Self(0);
    /// Marks a code that is nothing but a placeholder: blank everywhere but in a `text` check.
    const PLACEHOLDER: u32 = 1 << 31;

    /// No value, or a placeholder.
    pub const fn is_blank(self) -> bool {
        self.0 == 0 || self.0 & Self::PLACEHOLDER != 0
    }

    #[must_use]
    pub const fn as_placeholder(self) -> Self {
        Self(self.0 | Self::PLACEHOLDER)
    }

    /// What was written, a placeholder included.
    #[must_use]
    pub const fn written(self) -> Self {
        Self(self.0 & !Self::PLACEHOLDER)
    }

    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Distinct texts, each with the number of its first appearance. The blank text is always number 0.
///
/// The seed of the hash is fixed, so that numbers depend on the input alone.
#[derive(Clone)]
pub struct Interner {
    table: HashTable<u32>,
    /// One text after another.
    texts: String,
    ends: Vec<usize>,
    state: FixedState,
}

/// A text that was interned, where the next is often the same: the records of one child stand together.
#[derive(Clone, Copy)]
pub struct Last(Symbol);

impl Default for Last {
    fn default() -> Self {
        Self(Symbol::BLANK)
    }
}

impl Last {
    pub fn intern(&mut self, text: &str, interner: &mut Interner) -> Symbol {
        if interner.text(self.0) != text {
            self.0 = interner.intern(text);
        }
        self.0
    }
}

impl Default for Interner {
    fn default() -> Self {
        Self {
            table: HashTable::new(),
            texts: String::new(),
            ends: vec![0],
            state: FixedState::with_seed(0),
        }
    }
}

impl Interner {
    /// How many numbers there are, the blank one among them.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 1
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        self.texts.len()
            + size_of_val(self.ends.as_slice())
            + self.table.capacity() * (size_of::<u32>() + 1)
    }

    /// Gives back what it has room for and does not hold.
    pub fn shrink(&mut self) {
        self.texts.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// Only the texts of these symbols, which are numbered anew.
    #[must_use]
    pub fn only(&self, symbols: &mut [Symbol]) -> Self {
        let mut kept = Self::default();
        for symbol in symbols {
            *symbol = kept.intern(self.text(*symbol));
        }
        kept
    }

    pub fn intern(&mut self, text: &str) -> Symbol {
        if text.is_empty() {
            return Symbol::BLANK;
        }
        let hash = self.state.hash_one(text.as_bytes());
        let (texts, ends, state) = (&self.texts, &self.ends, &self.state);
        if let Some(found) = self
            .table
            .find(hash, |&index| slice(texts, ends, index) == text)
        {
            return Symbol(*found);
        }
        let index = self.ends.len() as u32;
        self.table.insert_unique(hash, index, |&other| {
            state.hash_one(slice(texts, ends, other).as_bytes())
        });
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        Symbol(index)
    }

    pub fn find(&self, text: &str) -> Option<Symbol> {
        if text.is_empty() {
            return Some(Symbol::BLANK);
        }
        let hash = self.state.hash_one(text.as_bytes());
        self.table
            .find(hash, |&index| slice(&self.texts, &self.ends, index) == text)
            .map(|&index| Symbol(index))
    }

    /// The text of a symbol of this interner.
    pub fn text(&self, symbol: Symbol) -> &str {
        if symbol.is_blank() {
            return "";
        }
        slice(&self.texts, &self.ends, symbol.0)
    }

    /// The same symbols with other texts.
    #[must_use]
    pub fn renamed(&self, rename: impl Fn(&str) -> String) -> Self {
        let mut renamed = Self::default();
        for symbol in self.symbols().skip(1) {
            let mut text = rename(self.text(symbol));
            // Two texts must not become one.
            while renamed.find(&text).is_some() {
                text.push('x');
            }
            renamed.intern(&text);
        }
        renamed
    }

    pub fn symbols(&self) -> impl Iterator<Item = Symbol> + use<> {
        (0..self.ends.len() as u32).map(Symbol)
    }
}

fn slice<'t>(texts: &'t str, ends: &[usize], index: u32) -> &'t str {
    let index = index as usize;
    &texts[ends[index - 1]..ends[index]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_the_same_symbol_and_blank_is_none() {
        let mut ids = Interner::default();
        let first = ids.intern("C1");
        let second = ids.intern("C2");
        assert_eq!(ids.intern("C1"), first);
        assert_ne!(first, second);
        assert_eq!(ids.text(second), "C2");
        assert_eq!(ids.find("C3"), None);
        assert!(ids.intern("").is_blank());
        for number in 0..5_000 {
            assert_eq!(ids.intern(&number.to_string()).0, number + 3);
        }
        assert_eq!(ids.find("4999").unwrap().0, 5_002);
    }
}
