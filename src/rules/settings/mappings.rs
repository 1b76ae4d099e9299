//! How a council's own files fill our tables.

use serde::Deserialize;
use toml::Spanned;

use crate::model::layout::{List, ListFile};
use crate::rules::Ruleset;
use crate::rules::diagnostic::Mistakes;

#[derive(Deserialize)]
struct Mappings {
    #[serde(default)]
    mapping: Vec<Spanned<ListFile>>,
}

/// Reads every `[[mapping]]`.
pub(super) fn mappings(source: &str, ruleset: &Ruleset, mistakes: &mut Mistakes) -> Vec<List> {
    let read: Mappings = match toml::from_str(source) {
        Ok(read) => read,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            mistakes.add(span, error.message().to_owned(), "in this mapping");
            return Vec::new();
        }
    };
    let mut lists = Vec::new();
    for mapping in read.mapping {
        let span = mapping.span();
        match List::mapped(&ruleset.catalogue, mapping.into_inner()) {
            Ok(list) => lists.push(list),
            Err(wrong) => mistakes.add(span, wrong, "in this mapping"),
        }
    }
    lists
}
