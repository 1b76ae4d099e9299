//! Records that belong with a subject: those of the same child, and those that refer to it.

use std::collections::BTreeMap;

use crate::model::catalogue::{FieldId, TableId};
use crate::model::day::Day;
use crate::model::index::Groups;
use crate::model::intern::Symbol;
use crate::model::records::Records;
use crate::model::runner::Runner;
use crate::rules::Ruleset;
use crate::rules::filter::Filter;
use crate::rules::needs::groupings;
use crate::rules::path::{RelatedPath, Via};
use crate::rules::plan::Rule;

use super::context::Context;
use super::obligation::Detail;

/// Records grouped as the rules of a run need them.
pub struct Grouped(BTreeMap<(TableId, GroupedBy), Groups>);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum GroupedBy {
    Child,
    Reference(FieldId, TableId),
}

impl Grouped {
    /// Groups what `rules` reach, each table once for each way.
    pub fn build<'p>(
        ruleset: &Ruleset,
        records: &Records,
        rules: impl Iterator<Item = &'p Rule>,
        runner: &impl Runner,
    ) -> Self {
        let mut wanted: Vec<(TableId, GroupedBy)> = Vec::new();
        for rule in rules {
            wanted.extend(
                groupings(rule)
                    .into_iter()
                    .map(|(table, via)| (table, by(via, rule.table))),
            );
        }
        wanted.extend(
            ruleset
                .catalogue
                .allocations
                .map(|table| (table, GroupedBy::Child)),
        );
        wanted.sort();
        wanted.dedup();
        let built = runner.map(wanted, |(table, by)| {
            let groups = match by {
                GroupedBy::Child => Groups::by_child(&ruleset.catalogue, records, table),
                GroupedBy::Reference(field, target) => {
                    Groups::by_reference(&ruleset.catalogue, records, table, field, target)
                }
            };
            ((table, by), groups)
        });
        Self(built.into_iter().collect())
    }

    pub fn by_child(&self, table: TableId) -> Option<&Groups> {
        self.0.get(&(table, GroupedBy::Child))
    }
}

const fn by(via: Via, subject: TableId) -> GroupedBy {
    match via {
        Via::Child => GroupedBy::Child,
        Via::Reference(field) => GroupedBy::Reference(field, subject),
    }
}

impl<'a> Context<'a> {
    /// Records related to the subjects of a table, ready to be read row by row.
    pub fn related<'p>(&self, path: &'p RelatedPath, subject: TableId) -> Related<'a, 'p> {
        Related {
            context: *self,
            path,
            subject,
            groups: self.grouped.0.get(&(path.table, by(path.via, subject))),
        }
    }
}

/// The records that belong with the subjects of one table.
pub struct Related<'a, 'p> {
    context: Context<'a>,
    pub path: &'p RelatedPath,
    subject: TableId,
    groups: Option<&'a Groups>,
}

impl<'a> Related<'a, '_> {
    /// Why the records cannot be reached from this subject, where they cannot.
    pub fn out_of_reach<'d>(&self, row: u32) -> Option<Detail<'d>> {
        match self.path.via {
            Via::Child => self.child(row).is_blank().then_some(Detail::NoChild),
            Via::Reference(_) => self
                .context
                .view
                .records
                .key(self.context.view.catalogue, self.subject, row)
                .is_blank()
                .then_some(Detail::NoKey),
        }
    }

    fn child(&self, row: u32) -> Symbol {
        let view = &self.context.view;
        let field = view.catalogue.table(self.subject).child;
        field
            .and_then(|field| view.column(self.subject, field))
            .map_or(Symbol::BLANK, |column| column.id(row))
    }

    /// The related rows that are not left out, in the order of the files. The subject may be among them.
    pub fn rows(&self, row: u32) -> impl Iterator<Item = u32> + use<'a> {
        let group = match self.path.via {
            Via::Child => Some(self.child(row))
                .filter(|child| !child.is_blank())
                .map(|child| child.0),
            Via::Reference(_) => Some(row),
        };
        let rows: &'a [u32] = match (self.groups, group) {
            (Some(groups), Some(group)) => groups.rows(group),
            _ => &[],
        };
        let (view, table) = (self.context.view, self.path.table);
        rows.iter()
            .copied()
            .filter(move |&other| !view.is_left_out(table, other))
    }

    /// Related events other than the subject itself, with their dates, that pass the filter.
    pub fn events<'s>(
        &'s self,
        row: u32,
        filter: &'s Filter,
    ) -> impl Iterator<Item = (u32, Day)> + use<'a, 's> {
        let same = self.path.table == self.subject;
        self.rows(row)
            .filter(move |&other| !(same && other == row))
            .filter_map(move |other| {
                let day = self
                    .context
                    .view
                    .date(self.path.table, self.path.field, other)?;
                self.context
                    .holds(filter, self.path.table, other)
                    .then_some((other, day))
            })
    }
}
