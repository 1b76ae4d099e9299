//! Paths from a subject to a value or to related records: `held_on`, `s47.started_on`, `core_groups.held_on`,
//! `child.supervisions.held_on`.

use std::ops::Range;

use crate::model::catalogue::{Catalogue, FieldId, FieldKind, Table, TableId};

use super::diagnostic::Mistakes;

/// From a record to one value: along reference fields to a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ValuePath {
    /// As the rule writes it.
    pub text: String,
    pub hops: Vec<Hop>,
    /// The field, in each table the walk may end in.
    pub ends: Vec<(TableId, FieldId)>,
    pub kind: FieldKind,
}

/// A reference to follow, in each table the walk may have reached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hop(pub Vec<(TableId, FieldId)>);

impl ValuePath {
    /// The field itself, where the path does not leave the record.
    pub fn own_field(&self) -> Option<FieldId> {
        self.hops.is_empty().then(|| self.ends[0].1)
    }
}

/// Records that belong with a subject, and one of their fields.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RelatedPath {
    pub text: String,
    pub table: TableId,
    pub via: Via,
    pub field: FieldId,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Via {
    /// Records of the same child.
    Child,
    /// Records whose reference leads to the subject.
    Reference(FieldId),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Path {
    Value(ValuePath),
    Related(RelatedPath),
}

/// Resolves paths as seen from one table.
#[derive(Clone, Copy)]
pub(super) struct Resolver<'c> {
    pub(super) catalogue: &'c Catalogue,
    pub(super) table: TableId,
}

impl Resolver<'_> {
    /// Resolves a path of either kind; `span` covers its words.
    pub(super) fn path(
        &self,
        text: &str,
        span: &Range<usize>,
        mistakes: &mut Mistakes,
    ) -> Option<Path> {
        let parts: Vec<(&str, Range<usize>)> = split(text, span, '.');
        let table = self.catalogue.table(self.table);
        let (first, first_span) = &parts[0];
        if parts.len() == 1 || self.hop(self.table, first).is_some() {
            if let ["child", related, field] =
                parts.iter().map(|(part, _)| *part).collect::<Vec<_>>()[..]
                && let (Some(related), true) = (self.catalogue.find(related), table.child.is_some())
            {
                return self
                    .related(text, related, Via::Child, field, &parts[2].1, mistakes)
                    .map(Path::Related);
            }
            return self.value(text, &parts, mistakes).map(Path::Value);
        }
        if let (Some(related), [_, (field, field_span)]) =
            (self.catalogue.find(first), parts.as_slice())
        {
            let Some(reference) = self.reference_from(related) else {
                let message = format!("{first} does not refer to {}", table.name);
                mistakes.add(
                    first_span.clone(),
                    message,
                    format!("try child.{first}.{field}"),
                );
                return None;
            };
            return self
                .related(
                    text,
                    related,
                    Via::Reference(reference),
                    field,
                    field_span,
                    mistakes,
                )
                .map(Path::Related);
        }
        let message = format!(
            "{first:?} is neither a reference of {} nor a table",
            table.name
        );
        let tables = self
            .catalogue
            .tables()
            .map(|(_, table)| table.name.as_str());
        mistakes.add_name(
            first_span.clone(),
            message,
            first,
            reference_names(table).chain(tables),
        );
        None
    }

    /// Resolves a path that must lead to one value.
    pub(super) fn value_path(
        &self,
        text: &str,
        span: &Range<usize>,
        mistakes: &mut Mistakes,
    ) -> Option<ValuePath> {
        match self.path(text, span, mistakes)? {
            Path::Value(path) => Some(path),
            Path::Related(_) => {
                mistakes.add(
                    span.clone(),
                    format!("{text:?} leads to several records"),
                    "a single value is needed here",
                );
                None
            }
        }
    }

    /// Resolves a path that must lead to related records.
    pub(super) fn related_path(
        &self,
        text: &str,
        span: &Range<usize>,
        mistakes: &mut Mistakes,
    ) -> Option<RelatedPath> {
        match self.path(text, span, mistakes)? {
            Path::Related(path) => Some(path),
            Path::Value(_) => {
                let label = "write table.field or child.table.field";
                mistakes.add(
                    span.clone(),
                    format!("{text:?} is a value of one record, not of related records"),
                    label,
                );
                None
            }
        }
    }

    /// `a | b`: the first that is present.
    pub(super) fn alternatives(
        &self,
        text: &str,
        span: &Range<usize>,
        mistakes: &mut Mistakes,
    ) -> Option<Vec<ValuePath>> {
        split(text, span, '|')
            .into_iter()
            .map(|(part, span)| self.value_path(part, &span, mistakes))
            .collect()
    }

    fn value(
        &self,
        text: &str,
        parts: &[(&str, Range<usize>)],
        mistakes: &mut Mistakes,
    ) -> Option<ValuePath> {
        let (last, walk) = parts.split_last()?;
        let mut tables = vec![self.table];
        let mut hops = Vec::new();
        for (name, span) in walk {
            let mut hop = Vec::new();
            let mut reached = Vec::new();
            for &table in &tables {
                let Some((field, targets)) = self.hop(table, name) else {
                    let definition = self.catalogue.table(table);
                    let message = format!("{} has no reference {name:?}", definition.name);
                    mistakes.add_name(span.clone(), message, name, reference_names(definition));
                    return None;
                };
                hop.push((table, field));
                reached.extend(targets);
            }
            reached.sort();
            reached.dedup();
            tables = reached;
            hops.push(Hop(hop));
        }
        let (name, span) = last;
        let mut ends = Vec::new();
        for &table in &tables {
            ends.push((table, self.field(table, name, span, mistakes)?));
        }
        let kind = self.catalogue.field(ends[0].0, ends[0].1).kind.clone();
        Some(ValuePath {
            text: text.to_owned(),
            hops,
            ends,
            kind,
        })
    }

    fn related(
        &self,
        text: &str,
        table: TableId,
        via: Via,
        field: &str,
        span: &Range<usize>,
        mistakes: &mut Mistakes,
    ) -> Option<RelatedPath> {
        let field = self.field(table, field, span, mistakes)?;
        if via == Via::Child && self.catalogue.table(table).child.is_none() {
            mistakes.add(
                span.clone(),
                format!("{} has no child_id", self.catalogue.table(table).name),
                "not reached by child",
            );
            return None;
        }
        Some(RelatedPath {
            text: text.to_owned(),
            table,
            via,
            field,
        })
    }

    fn field(
        &self,
        table: TableId,
        name: &str,
        span: &Range<usize>,
        mistakes: &mut Mistakes,
    ) -> Option<FieldId> {
        let definition = self.catalogue.table(table);
        let found = definition.field(name);
        if found.is_none() {
            let message = format!("{} has no field {name:?}", definition.name);
            mistakes.add_name(
                span.clone(),
                message,
                name,
                definition.fields.iter().map(|field| field.name.as_str()),
            );
        }
        found
    }

    /// The reference field that `name` speaks of, by its whole name or without `_id`, and where it may lead.
    fn hop(&self, table: TableId, name: &str) -> Option<(FieldId, Vec<TableId>)> {
        let definition = self.catalogue.table(table);
        definition.field_ids().find_map(|id| {
            let field = &definition.fields[id.index()];
            let FieldKind::Reference(targets) = &field.kind else {
                return None;
            };
            let named = field.name == name || field.name.strip_suffix("_id") == Some(name);
            named.then(|| (id, targets.clone()))
        })
    }

    /// The first field of `related` that may lead to this table.
    fn reference_from(&self, related: TableId) -> Option<FieldId> {
        let definition = self.catalogue.table(related);
        definition.field_ids().find(|id| {
            matches!(&definition.fields[id.index()].kind, FieldKind::Reference(targets) if targets.contains(&self.table))
        })
    }
}

fn reference_names(table: &Table) -> impl Iterator<Item = &str> {
    let references = table
        .fields
        .iter()
        .filter(|field| matches!(field.kind, FieldKind::Reference(_)));
    references.map(|field| field.name.strip_suffix("_id").unwrap_or(&field.name))
}

/// The trimmed parts of `text` between separators, each with the bytes of the file it stands in.
fn split<'t>(text: &'t str, span: &Range<usize>, separator: char) -> Vec<(&'t str, Range<usize>)> {
    let mut parts = Vec::new();
    let mut offset = 0;
    for part in text.split(separator) {
        let start = span.start + offset + (part.len() - part.trim_start().len());
        let trimmed = part.trim();
        parts.push((trimmed, start..(start + trimmed.len()).max(start + 1)));
        offset += part.len() + separator.len_utf8();
    }
    parts
}
