//! A rule's counts over groups: team, district, worker, and each of these, and all, with each field that the rule splits by.

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::model::catalogue::{Catalogue, FieldId, TableId};
use crate::model::intern::Symbol;
use crate::model::records::Records;
use crate::rules::plan::Rule;

use super::context::Context;
use super::outcome::Outcomes;
use super::tally::{Groups, SplitValue};
use super::who::Allocations;

/// Whose obligations are counted together. The symbols are ids of `teams` and `workers`, and a code for a district; blank is "not
/// recorded".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Answering {
    All,
    Team(Symbol),
    District(Symbol),
    Worker(Symbol),
}

impl Answering {
    /// What a group is called in the files; blank of what is not recorded, and of all.
    pub fn name<'r>(self, catalogue: &Catalogue, records: &'r Records) -> &'r str {
        let id = |table: Option<TableId>, symbol| {
            table.map_or("", |table| records.ids(table).text(symbol))
        };
        match self {
            Self::All => "",
            Self::Team(team) => id(catalogue.teams, team),
            Self::District(district) => records.codes.text(district),
            Self::Worker(worker) => id(catalogue.workers, worker),
        }
    }

    pub const fn is_recorded(self) -> bool {
        match self {
            Self::All => true,
            Self::Team(symbol) | Self::District(symbol) | Self::Worker(symbol) => {
                !symbol.is_blank()
            }
        }
    }
}

/// A group: who answers, and the value of a field of the subject where the rule splits by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Group {
    pub answering: Answering,
    pub split: Option<(FieldId, SplitValue)>,
}

/// The counts of every group but that of all, in the order of the groups.
pub fn measures(rule: &Rule, counted: Groups, context: Context<'_>) -> Vec<(Group, Outcomes)> {
    let mut districts: BTreeMap<Symbol, Symbol> = BTreeMap::new();
    let mut measures: HashMap<Group, Outcomes, FixedState> = HashMap::default();
    for (key, outcomes) in counted {
        let team = key.who.team;
        let district = *districts
            .entry(team)
            .or_insert_with(|| Allocations::district(context, team));
        let mut add = |answering, split| {
            measures
                .entry(Group { answering, split })
                .or_default()
                .join(&outcomes);
        };
        let splits = || rule.split.iter().copied().zip(key.split.iter().copied());
        for answering in [
            Answering::Team(team),
            Answering::District(district),
            Answering::Worker(key.who.worker),
        ] {
            add(answering, None);
            splits().for_each(|split| add(answering, Some(split)));
        }
        splits().for_each(|split| add(Answering::All, Some(split)));
    }
    let mut measures: Vec<(Group, Outcomes)> = measures.into_iter().collect();
    measures.sort_unstable_by_key(|(group, _)| *group);
    measures
}
