//! Records grouped by child and by reference, each grouping made once for all the rules that need it.

use std::collections::BTreeMap;

use crate::model::catalogue::{FieldId, TableId};
use crate::model::index::Groups;
use crate::model::records::Records;
use crate::model::runner::Runner;
use crate::rules::Ruleset;
use crate::rules::needs::groupings;
use crate::rules::path::{RelatedPath, Via};
use crate::rules::plan::Rule;

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

    /// The grouping by which records of a path belong to the subjects of a table.
    pub fn related(&self, path: &RelatedPath, subject: TableId) -> Option<&Groups> {
        self.0.get(&(path.table, by(path.via, subject)))
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
