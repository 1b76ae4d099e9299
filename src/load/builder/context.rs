//! What every loader needs to know.

use std::collections::BTreeSet;

use crate::load::cell::is_plain_id;
use crate::model::catalogue::{Catalogue, FieldId, TableId};
use crate::model::folding::{bare, fold, says_nothing};
use crate::model::layout::Layouts;

pub struct Context<'c> {
    pub catalogue: &'c Catalogue,
    pub layouts: &'c Layouts,
    placeholders: hashbrown::HashSet<String, foldhash::fast::FixedState>,
    longest_placeholder: usize,
    /// No placeholder has a digit, so that ids and dates need not be looked up.
    placeholders_are_words: bool,
    /// The narratives whose words are asked for; none where all are.
    words_of: Option<BTreeSet<(TableId, FieldId)>>,
}

impl<'c> Context<'c> {
    /// `placeholders` are folded phrases that, alone in a field, are no value.
    pub fn new(catalogue: &'c Catalogue, layouts: &'c Layouts, placeholders: &[String]) -> Self {
        let longest_placeholder = placeholders.iter().map(String::len).max().unwrap_or(0);
        let mut set = hashbrown::HashSet::with_hasher(foldhash::fast::FixedState::with_seed(0));
        set.extend(placeholders.iter().cloned());
        Self {
            catalogue,
            layouts,
            placeholders: set,
            longest_placeholder,
            placeholders_are_words: !placeholders.iter().any(|text| has_digit(text)),
            words_of: None,
        }
    }

    /// Holds the words of these narratives alone. Of others it is told whether they are blank, and whether two are the same.
    #[must_use]
    pub fn with_words_of(self, narratives: BTreeSet<(TableId, FieldId)>) -> Self {
        Self {
            words_of: Some(narratives),
            ..self
        }
    }

    pub(super) fn asks_words_of(&self, table: TableId, field: FieldId) -> bool {
        let words_of = self.words_of.as_ref();
        words_of.is_none_or(|narratives| narratives.contains(&(table, field)))
    }

    /// Whether a text is an id as it stands, no placeholder, and no other id of a child.
    pub(super) fn is_plain_id(&self, text: &str) -> bool {
        self.placeholders_are_words
            && is_plain_id(text)
            && !self.layouts.other_ids.contains_key(text)
    }

    pub(in crate::load) fn is_placeholder(&self, text: &str) -> bool {
        // Room for spaces that folding takes away; most narratives are longer, and are not looked at to their end.
        let longest = self.longest_placeholder + 8;
        if text.len() > longest && bare(text).len() > longest {
            return false;
        }
        // What stands before a bracket may be no part of the text: "1) tbc".
        if self.placeholders_are_words && has_digit(text) && !text.contains(')') {
            return false;
        }
        let alone = bare(text);
        if self.placeholders_are_words && has_digit(alone) {
            return false;
        }
        let listed = |text: &str| self.placeholders.contains(&fold(text));
        alone.len() <= longest && (listed(alone) || listed(text)) || says_nothing(text)
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}
