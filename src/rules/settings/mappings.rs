//! How a council's own files fill our tables.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::model::layout::{Alias, Layouts, List, ListFile};
use crate::model::mistyped::{did_you_mean, nearest};
use crate::rules::Ruleset;
use crate::rules::diagnostic::Mistakes;
use crate::rules::section::Section;

use super::written;

#[derive(Deserialize)]
struct Mappings {
    #[serde(default)]
    mapping: Vec<Spanned<ListFile>>,
    #[serde(default)]
    aliases: Vec<Spanned<AliasesFile>>,
}

/// Headings that a council has in place of those of a known list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AliasesFile {
    list: String,
    headings: BTreeMap<String, Vec<String>>,
}

/// How a council's own files fill our tables.
#[derive(Default)]
pub struct Own {
    /// Every `[[mapping]]`.
    pub lists: Vec<List>,
    /// Every heading of an `[[aliases]]`.
    pub aliases: Vec<Alias>,
}

/// Reads every `[[mapping]]` and `[[aliases]]`.
pub(super) fn mappings(
    source: &str,
    top: &mut Section<'_, '_>,
    ruleset: &Ruleset,
    mistakes: &mut Mistakes,
) -> Own {
    let known = mistakes.found.len();
    for (mapping, span) in top.tables("mapping", "mapping", mistakes) {
        written::mapping(mapping, span, &ruleset.catalogue, mistakes);
    }
    top.tables("aliases", "aliases", mistakes);
    // What has its own words and place needs no others.
    if mistakes.found.len() > known {
        return Own::default();
    }
    let read: Mappings = match toml::from_str(source) {
        Ok(read) => read,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            mistakes.add(span, error.message().to_owned(), "in this mapping");
            return Own::default();
        }
    };
    let mut own = Own::default();
    for mapping in read.mapping {
        let span = mapping.span();
        match List::mapped(&ruleset.catalogue, mapping.into_inner()) {
            Ok(list) => own.lists.push(list),
            Err(wrong) => mistakes.add(span, wrong, "in this mapping"),
        }
    }
    for file in read.aliases {
        let span = file.span();
        match aliases(&ruleset.layouts, file.into_inner()) {
            Ok(aliases) => own.aliases.extend(aliases),
            Err(wrong) => mistakes.add(span, wrong, "in these aliases"),
        }
    }
    own
}

fn aliases(layouts: &Layouts, file: AliasesFile) -> Result<Vec<Alias>, String> {
    let list = layouts.find(&file.list).ok_or_else(|| {
        let names = layouts.lists.iter().map(|list| list.name.as_str());
        let near = nearest(&file.list, names);
        let meant = near.map_or_else(String::new, |near| format!("; {}", did_you_mean(near)));
        format!("there is no list {:?}{meant}", file.list)
    })?;
    let mut found = Vec::new();
    for (heading, others) in file.headings {
        let column = list
            .column_of(&heading)
            .ok_or_else(|| format!("{heading:?} is none of the headings of {}", list.name))?;
        for other in others {
            if list.column_of(&other).is_some_and(|known| known != column) {
                return Err(format!("{other:?} is another heading of {}", list.name));
            }
            found.push(Alias {
                list: list.name.clone(),
                column,
                other,
            });
        }
    }
    Ok(found)
}
