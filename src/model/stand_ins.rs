//! Words that stand where a record should be named, and name none: "Unallocated" for a worker.

use std::collections::BTreeSet;

use super::folding::fold;

#[derive(Default)]
pub struct StandIns {
    /// As the catalogue writes it, for messages.
    first: Option<String>,
    folded: BTreeSet<String>,
    /// Bytes of the longest.
    longest: usize,
}

impl StandIns {
    pub(super) fn new(words: Vec<String>) -> Self {
        let folded: BTreeSet<String> = words.iter().map(|word| fold(word)).collect();
        Self {
            longest: folded.iter().map(String::len).max().unwrap_or(0),
            folded,
            first: words.into_iter().next(),
        }
    }

    /// Takes in those of the records that a reference leads to.
    pub(super) fn add(&mut self, others: &Self) {
        self.folded.extend(others.folded.iter().cloned());
        self.longest = self.longest.max(others.longest);
        if self.first.is_none() {
            self.first.clone_from(&others.first);
        }
    }

    /// Whether a text is one of them, and nothing else.
    pub fn holds(&self, text: &str) -> bool {
        text.len() <= self.longest && self.folded.contains(&fold(text))
    }

    pub fn first(&self) -> Option<&str> {
        self.first.as_deref()
    }
}
