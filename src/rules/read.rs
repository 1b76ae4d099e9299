//! Values of rule files: paths, lengths, filters and names, each checked against the catalogue.

use crate::model::catalogue::{Catalogue, FieldId, FieldKind, TableId};

use super::diagnostic::Mistakes;
use super::filter::{Filter, filter};
use super::path::{RelatedPath, Resolver, ValuePath};
use super::plan::FirstOf;
use super::reference_data::ReferenceData;
use super::section::{Section, Value, inside, text};

/// What a rule file may speak of.
pub(super) struct Context<'c> {
    pub(super) catalogue: &'c Catalogue,
    pub(super) reference: &'c ReferenceData,
}

pub(super) fn strings(
    section: &mut Section<'_, '_>,
    key: &'static str,
    mistakes: &mut Mistakes,
) -> Vec<String> {
    section
        .list(key, mistakes)
        .into_iter()
        .filter_map(|value| text(value, mistakes))
        .map(str::to_owned)
        .collect()
}

/// Text that must be one of the names known.
pub(super) fn named(
    value: &Value<'_>,
    what: &str,
    names: &[&str],
    mistakes: &mut Mistakes,
) -> Option<String> {
    let word = text(value, mistakes)?;
    if !names.contains(&word) {
        mistakes.add_name(
            inside(value),
            format!("there is no {what} {word:?}"),
            word,
            names.iter().copied(),
        );
        return None;
    }
    Some(word.to_owned())
}

pub(super) fn table(
    value: &Value<'_>,
    catalogue: &Catalogue,
    mistakes: &mut Mistakes,
) -> Option<TableId> {
    let name = text(value, mistakes)?;
    let found = catalogue.find(name);
    if found.is_none() {
        let tables = catalogue.tables().map(|(_, table)| table.name.as_str());
        mistakes.add_name(
            inside(value),
            format!("there is no table {name:?}"),
            name,
            tables,
        );
    }
    found
}

pub(super) fn own_field(
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<FieldId> {
    let path = value_path(value, resolver, mistakes)?;
    if path.own_field().is_none() {
        mistakes.add(
            inside(value),
            format!("{} is not a field of the subject itself", path.text),
            "a field of the subject is needed here",
        );
    }
    path.own_field()
}

pub(super) fn value_path(
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<ValuePath> {
    let path = text(value, mistakes)?;
    resolver.value_path(path, &inside(value), mistakes)
}

pub(super) fn value_path_of_kind(
    value: &Value<'_>,
    kinds: &[FieldKind],
    expected: &str,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<ValuePath> {
    let path = value_path(value, resolver, mistakes)?;
    if !kinds.contains(&path.kind) {
        mistakes.add(
            inside(value),
            format!("{} is not {expected}", path.text),
            format!("it holds {}", path.kind.expected()),
        );
        return None;
    }
    Some(path)
}

pub(super) fn date_path(
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<ValuePath> {
    value_path_of_kind(value, &[FieldKind::Date], "a date", resolver, mistakes)
}

/// `a | b | c`, all dates.
pub(super) fn first_of(
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<FirstOf> {
    let paths = resolver.alternatives(text(value, mistakes)?, &inside(value), mistakes)?;
    let mut good = true;
    for path in &paths {
        if path.kind != FieldKind::Date {
            mistakes.add(
                inside(value),
                format!("{} is not a date", path.text),
                format!("it holds {}", path.kind.expected()),
            );
            good = false;
        }
    }
    good.then_some(paths)
}

pub(super) fn related(
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<RelatedPath> {
    resolver.related_path(text(value, mistakes)?, &inside(value), mistakes)
}

pub(super) fn related_date(
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<RelatedPath> {
    let path = related(value, resolver, mistakes)?;
    let field = resolver.catalogue.field(path.table, path.field);
    if field.kind != FieldKind::Date {
        mistakes.add(
            inside(value),
            format!("{} is not a date", path.text),
            format!("it holds {}", field.kind.expected()),
        );
        return None;
    }
    Some(path)
}

/// A filter under `key`; an absent one holds always.
pub(super) fn filter_at(
    section: &mut Section<'_, '_>,
    key: &'static str,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Filter> {
    section.get(key).map_or(Some(Filter::default()), |value| {
        filter(value, resolver, mistakes)
    })
}

/// `Some(None)` where the key is absent, `None` where it is wrong.
#[expect(
    clippy::option_option,
    reason = "absent and wrong are two things, and both are common"
)]
pub(super) fn maybe<'t, 'i, T>(
    section: &mut Section<'t, 'i>,
    key: &'static str,
    mistakes: &mut Mistakes,
    read: impl FnOnce(&'t Value<'i>, &mut Mistakes) -> Option<T>,
) -> Option<Option<T>> {
    section
        .get(key)
        .map_or(Some(None), |value| read(value, mistakes).map(Some))
}
