//! Ids and codes as small numbers.

use foldhash::fast::FixedState;
use hashbrown::hash_table::{Entry, HashTable};
use std::hash::BuildHasher;

/// An interned id or code. [`Symbol::BLANK`] is no value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Symbol(pub u32);

impl Symbol {
    pub const BLANK: Self = Self(0);
    /// Marks a code that is nothing but a placeholder: blank everywhere but in a `text` check.
    const PLACEHOLDER: u32 = 1 << 31;
    /// Something is recorded, and it is not known what: blank to all but [`super::column::Column::is_unreadable`].
    pub const UNREADABLE: Self = Self::BLANK.as_placeholder();

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
///
/// An export often has its records in the order of their ids. As long as each text comes behind the one before, there is no table
/// to look them up in: with one, reading an export of 1.9 million records in order took a tenth longer and 24 of 365 MB more.
#[derive(Clone)]
pub struct Interner {
    table: HashTable<u32>,
    is_ascending: bool,
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
    /// Its symbol, where it is this text and not blank.
    pub fn again(self, text: &str, interner: &Interner) -> Option<Symbol> {
        (!self.0.is_blank() && interner.text(self.0) == text).then_some(self.0)
    }

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
            is_ascending: true,
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
        for symbol in symbols.iter_mut().filter(|symbol| !symbol.is_blank()) {
            *symbol = kept.intern(self.text(*symbol));
        }
        kept
    }

    pub fn intern(&mut self, text: &str) -> Symbol {
        if text.is_empty() {
            return Symbol::BLANK;
        }
        if self.is_ascending {
            let last = Symbol(self.ends.len() as u32 - 1);
            if comes_behind(text, self.text(last)) {
                return self.push(text);
            }
            self.is_ascending = false;
            self.make_table();
        } else if self.table.len() == self.table.capacity() {
            self.make_table();
        }
        let hash = self.state.hash_one(text.as_bytes());
        let (texts, ends, state) = (&self.texts, &self.ends, &self.state);
        let place = self.table.entry(
            hash,
            |&index| slice(texts, ends, index) == text,
            |&other| state.hash_one(slice(texts, ends, other).as_bytes()),
        );
        match place {
            Entry::Occupied(found) => Symbol(*found.get()),
            Entry::Vacant(place) => {
                place.insert(self.ends.len() as u32);
                self.push(text)
            }
        }
    }

    /// Takes in the texts of another interner, whose first `known` numbers are the same as here. What is given says which number
    /// each of its numbers is here; one marked as a placeholder stays so.
    pub fn take_in(&mut self, other: &Self, known: usize) -> impl Fn(Symbol) -> Symbol + use<> {
        let further = other.symbols().skip(known);
        let numbered: Vec<Symbol> = further
            .map(|symbol| self.intern(other.text(symbol)))
            .collect();
        move |symbol| {
            let written = symbol.written();
            let here = match written.index().checked_sub(known) {
                None => written,
                Some(place) => numbered[place],
            };
            if written == symbol {
                here
            } else {
                here.as_placeholder()
            }
        }
    }

    fn push(&mut self, text: &str) -> Symbol {
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        Symbol(self.ends.len() as u32 - 1)
    }

    /// With room for as many texts again. Growing, a table would come to the texts in no order, each at another place in memory.
    fn make_table(&mut self) {
        let mut table = HashTable::with_capacity(2 * (self.ends.len() - 1));
        for index in 1..self.ends.len() as u32 {
            let hash = |index: &u32| {
                let text = slice(&self.texts, &self.ends, *index);
                self.state.hash_one(text.as_bytes())
            };
            table.insert_unique(hash(&index), index, hash);
        }
        self.table = table;
    }

    pub fn find(&self, text: &str) -> Option<Symbol> {
        if text.is_empty() {
            return Some(Symbol::BLANK);
        }
        if self.is_ascending {
            return self.find_in_order(text);
        }
        let hash = self.state.hash_one(text.as_bytes());
        self.table
            .find(hash, |&index| slice(&self.texts, &self.ends, index) == text)
            .map(|&index| Symbol(index))
    }

    fn find_in_order(&self, text: &str) -> Option<Symbol> {
        let (mut from, mut to) = (1, self.ends.len() as u32);
        while from < to {
            let middle = Symbol(from.midpoint(to));
            match self.text(middle) {
                same if same == text => return Some(middle),
                before if comes_behind(text, before) => from = middle.0 + 1,
                _ => to = middle.0,
            }
        }
        None
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

/// Whether a text comes behind another as people count: V2-10 behind V2-9.
fn comes_behind(text: &str, other: &str) -> bool {
    let (text, other) = (text.as_bytes(), other.as_bytes());
    match text.iter().zip(other).position(|(one, two)| one != two) {
        None => text.len() > other.len(),
        Some(at) => {
            let digits = |text: &[u8]| {
                let digits = text[at..].iter().take_while(|byte| byte.is_ascii_digit());
                digits.count()
            };
            (digits(text), text[at]) > (digits(other), other[at])
        }
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
    fn texts_in_order_are_found_as_others_are() {
        let ordered = [
            "A", "A-1", "A-9", "A-10", "A-10x", "A10", "B", "B2-1", "B2-2", "B11", "\u{e9}",
        ];
        for (place, text) in ordered.iter().enumerate() {
            for (other_place, other) in ordered.iter().enumerate() {
                assert_eq!(
                    comes_behind(text, other),
                    place > other_place,
                    "{text} {other}"
                );
            }
        }
        let mut ids = Interner::default();
        for turn in 0..2 {
            for (place, text) in ordered.iter().enumerate() {
                if turn == 0 {
                    assert_eq!(ids.find(text), None);
                }
                assert_eq!(ids.intern(text).index(), place + 1);
                assert_eq!(ids.find(text).map(Symbol::index), Some(place + 1));
            }
            assert_eq!(ids.is_ascending, turn == 0);
            for other in ["A-2", "A-100", "C", "@"] {
                assert_eq!(ids.find(other), None);
            }
        }
    }

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
