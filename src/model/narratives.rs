//! The words of narratives, one after another.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

/// Where a narrative stands: which buffer, and which bytes of it. Where nobody asks for its words, only what tells it from
/// others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TextSpan {
    buffer: u32,
    start: u32,
    length: u32,
}

impl TextSpan {
    /// The two top bits of the length mark what has no words of its own.
    const PLACEHOLDER: u32 = 1 << 31;
    const UNCLEAR: u32 = 1 << 30;
    const MARKS: u32 = Self::PLACEHOLDER | Self::UNCLEAR;
    const NOT_HELD: u32 = u32::MAX;
    pub const BLANK: Self = Self {
        buffer: 0,
        start: 0,
        length: 0,
    };
    /// An error of a spreadsheet, where words should be.
    pub const UNREADABLE: Self = Self {
        buffer: Self::NOT_HELD,
        start: 0,
        length: Self::UNCLEAR,
    };
    pub const LONGEST: usize = Self::UNCLEAR as usize - 1;

    const fn new(start: u32, length: u32, says: Says) -> Self {
        let mark = match says {
            Says::Words => 0,
            Says::Nothing => Self::PLACEHOLDER,
            Says::Unclear => Self::UNCLEAR,
        };
        Self {
            buffer: 0,
            start,
            length: length | mark,
        }
    }

    /// A narrative that is not held: `hash` stands for its words, so that of four thousand million different ones of its length
    /// one is taken for the same.
    pub const fn without_words(hash: u32, length: u32, says: Says) -> Self {
        Self {
            buffer: Self::NOT_HELD,
            ..Self::new(hash, length, says)
        }
    }

    pub const fn is_held(self) -> bool {
        self.buffer != Self::NOT_HELD
    }

    /// What stands for words that are not held.
    pub(super) fn hash(self) -> Option<u32> {
        (!self.is_held()).then_some(self.start)
    }

    pub const fn length(self) -> usize {
        (self.length & !Self::MARKS) as usize
    }

    /// No words were written.
    pub const fn is_empty(self) -> bool {
        self.length() == 0
    }

    /// Nothing was written, or no words.
    pub const fn is_blank(self) -> bool {
        self.length == 0 || self.length & Self::MARKS != 0
    }

    pub const fn is_unclear(self) -> bool {
        self.length & Self::UNCLEAR != 0
    }
}

/// What stands for words where they are not held.
pub fn hash_of(text: &str) -> u32 {
    FixedState::with_seed(0).hash_one(text) as u32
}

/// What stands where a narrative should be. A `text` check judges each as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Says {
    Words,
    /// A placeholder, or a no: blank.
    Nothing,
    /// A yes or a number: something may have been recorded elsewhere, and it is not known what.
    Unclear,
}

/// Bytes after which another buffer is begun, so that a place in one takes four bytes however large the file is.
const ROOM: usize = 64 << 20;

#[derive(Default)]
pub struct Narratives {
    buffers: Vec<String>,
}

impl Narratives {
    /// `text` is no longer than [`TextSpan::LONGEST`].
    pub fn push(&mut self, text: &str, says: Says) -> TextSpan {
        let has_room = |buffer: &String| buffer.is_empty() || buffer.len() + text.len() <= ROOM;
        if !self.buffers.last().is_some_and(has_room) {
            self.buffers.push(String::new());
        }
        let number = self.buffers.len() - 1;
        let buffer = &mut self.buffers[number];
        let start = buffer.len() as u32;
        buffer.push_str(text);
        TextSpan {
            buffer: number as u32,
            ..TextSpan::new(start, text.len() as u32, says)
        }
    }

    /// Takes others in; what is given says where each of them stands then.
    pub fn append(&mut self, other: Self) -> impl Fn(TextSpan) -> TextSpan + use<> {
        let before = self.buffers.len() as u32;
        self.buffers.extend(other.buffers);
        move |span| {
            if span.is_empty() || !span.is_held() {
                return span;
            }
            TextSpan {
                buffer: before + span.buffer,
                ..span
            }
        }
    }

    /// The words; none where they are not held.
    pub fn text(&self, span: TextSpan) -> &str {
        let start = span.start as usize;
        self.buffers
            .get(span.buffer as usize)
            .and_then(|buffer| buffer.get(start..start + span.length()))
            .unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_from_whichever_buffer_it_stands_in() {
        let long = |letter: &str| letter.repeat(ROOM / 3 + 1);
        let (mut some, mut more) = (Narratives::default(), Narratives::default());
        let first: Vec<(TextSpan, String)> = ["a", "b", "c", "d"]
            .map(|letter| (some.push(&long(letter), Says::Words), long(letter)))
            .into();
        let last = more.push("tbc", Says::Nothing);
        let moved = some.append(more);
        assert_eq!(some.buffers.len(), 3, "two of a third and more fill one");
        for (span, text) in &first {
            assert!(some.text(*span) == text, "{}", &text[..1]);
        }
        assert_eq!(some.text(moved(last)), "tbc");
        assert!(moved(last).is_blank() && !moved(last).is_empty());
        let unheld = TextSpan::without_words(7, 3, Says::Words);
        assert_eq!((some.text(unheld), moved(unheld)), ("", unheld));
        assert_eq!(some.text(moved(TextSpan::BLANK)), "");
    }
}
