//! Records grouped by child and by reference, each grouping made once for all the rules that need it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::model::begins::Begins;
use crate::model::catalogue::{FieldId, TableId};
use crate::model::day::Day;
use crate::model::index::Groups;
use crate::model::intern::Symbol;
use crate::model::records::Records;
use crate::model::runner::Runner;
use crate::model::view::View;
use crate::rules::Ruleset;
use crate::rules::needs::groupings;
use crate::rules::path::{RelatedPath, Via};
use crate::rules::plan::Rule;

use super::{ends, finding};

/// Records grouped as the rules of a run need them.
pub struct Grouped {
    by: BTreeMap<(TableId, GroupedBy), Groups>,
    /// What each grouping by reference leaves over, by child, where it leaves anything.
    unlinked: BTreeMap<(TableId, GroupedBy), Groups>,
    /// By table, the day on which it begins, looked for when it is first asked for.
    begins: Vec<OnceLock<Option<Begins>>>,
    /// By table, what tells records without a key apart, looked for when it is first asked for.
    among_equals: Vec<OnceLock<Vec<u32>>>,
    deaths: OnceLock<BTreeMap<Symbol, Day>>,
    hides_deaths: OnceLock<bool>,
}

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
            let catalogue = &ruleset.catalogue;
            let (groups, unlinked) = match by {
                GroupedBy::Child => (Groups::by_child(catalogue, records, table), None),
                GroupedBy::Reference(field, target) => {
                    let groups = Groups::by_reference(catalogue, records, table, field, target);
                    let unlinked = groups.unlinked(catalogue, records, (table, field), target);
                    (groups, unlinked)
                }
            };
            ((table, by), groups, unlinked)
        });
        let tables = || ruleset.catalogue.tables();
        let mut grouped = Self {
            by: BTreeMap::new(),
            unlinked: BTreeMap::new(),
            begins: tables().map(|_| OnceLock::new()).collect(),
            among_equals: tables().map(|_| OnceLock::new()).collect(),
            deaths: OnceLock::new(),
            hides_deaths: OnceLock::new(),
        };
        for (of, groups, unlinked) in built {
            grouped.by.insert(of, groups);
            grouped
                .unlinked
                .extend(unlinked.map(|unlinked| (of, unlinked)));
        }
        grouped
    }

    /// The grouping by which records of a path belong to the subjects of a table.
    pub fn related(&self, path: &RelatedPath, subject: TableId) -> Option<&Groups> {
        self.by.get(&(path.table, by(path.via, subject)))
    }

    /// By child, the records of a path that may belong to a subject of a table, and do not say to which.
    pub fn unlinked(&self, path: &RelatedPath, subject: TableId) -> Option<&Groups> {
        self.unlinked.get(&(path.table, by(path.via, subject)))
    }

    /// As [`View::begins`].
    pub fn begins(&self, table: TableId, view: View<'_>) -> Option<Begins> {
        *self.begins[table.index()].get_or_init(|| view.begins(table))
    }

    /// As [`finding::among_equals`].
    pub fn among_equals(&self, table: TableId, view: &View<'_>) -> &[u32] {
        self.among_equals[table.index()].get_or_init(|| finding::among_equals(*view, table))
    }

    /// As [`ends::deaths`].
    pub fn deaths(&self, view: View<'_>) -> &BTreeMap<Symbol, Day> {
        self.deaths.get_or_init(|| ends::deaths(view))
    }

    /// Whether so many days of death cannot be read that nobody can have meant a death by them: a "No" for each child.
    pub fn hides_deaths(&self, view: View<'_>) -> bool {
        let is_hidden = || {
            let died_on = view.catalogue.died_on?;
            view.records
                .not_understood(view.catalogue.children, died_on)
        };
        *self.hides_deaths.get_or_init(|| is_hidden().is_some())
    }

    pub fn by_child(&self, table: TableId) -> Option<&Groups> {
        self.by.get(&(table, GroupedBy::Child))
    }
}

const fn by(via: Via, subject: TableId) -> GroupedBy {
    match via {
        Via::Child => GroupedBy::Child,
        Via::Reference(field) => GroupedBy::Reference(field, subject),
    }
}
