//! The agencies a record may name.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::folding::{fold, has_word};

use super::sentence::joined;

/// The agencies a record may name, and the spellings seen for each.
#[derive(Default)]
pub struct Agencies {
    /// No more than [`AgencySet::MOST`].
    agencies: Vec<Agency>,
    by_spelling: BTreeMap<String, AgencyId>,
}

/// An agency, by its place in `agencies.toml`: one that an [`AgencySet`] has room for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AgencyId(u8);

/// Some of the agencies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AgencySet(u64);

impl AgencySet {
    /// As many agencies as there are bits.
    pub const MOST: u8 = 64;

    pub const fn insert(&mut self, agency: AgencyId) {
        self.0 |= 1 << agency.0;
    }

    pub const fn contains(self, agency: AgencyId) -> bool {
        self.0 & (1 << agency.0) != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub fn iter(self) -> impl Iterator<Item = AgencyId> {
        (0..Self::MOST)
            .map(AgencyId)
            .filter(move |agency| self.contains(*agency))
    }
}

impl FromIterator<AgencyId> for AgencySet {
    fn from_iter<T: IntoIterator<Item = AgencyId>>(agencies: T) -> Self {
        let mut set = Self::default();
        for agency in agencies {
            set.insert(agency);
        }
        set
    }
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    pub name: String,
    /// Whether it counts as one of the agencies that took part; a parent or a lawyer does not.
    pub attends: bool,
    pub spellings: Vec<String>,
}

impl Agencies {
    /// Those of `agencies.toml`; more than can be told apart are refused.
    pub(super) fn of(agencies: Vec<Agency>) -> Result<Self, String> {
        let (found, most) = (agencies.len(), AgencySet::MOST);
        if found > usize::from(most) {
            return Err(format!(
                "no more than {most} agencies can be told apart, and {found} are listed"
            ));
        }
        let mut by_spelling = BTreeMap::new();
        for (id, agency) in (0..most).map(AgencyId).zip(&agencies) {
            for spelling in agency.spellings.iter().chain([&agency.name]) {
                by_spelling.insert(fold(spelling), id);
            }
        }
        Ok(Self {
            agencies,
            by_spelling,
        })
    }

    pub fn names(&self) -> Vec<&str> {
        self.agencies
            .iter()
            .map(|agency| agency.name.as_str())
            .collect()
    }

    pub fn find(&self, name: &str) -> Option<AgencyId> {
        let mut known = (0..AgencySet::MOST).map(AgencyId).zip(&self.agencies);
        known
            .find(|(_, agency)| agency.name == name)
            .map(|(id, _)| id)
    }

    pub fn get(&self, id: AgencyId) -> &Agency {
        &self.agencies[usize::from(id.0)]
    }

    /// "police, health and school".
    pub fn listed(&self, ids: &[AgencyId]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.get(*id).name.clone()).collect();
        joined(&names, "and")
    }

    /// Whether a word, in lower case, stands in the spelling of any agency.
    pub fn lists_word(&self, word: &str) -> bool {
        has_word(self.by_spelling.keys(), word)
    }

    /// The agency that a spelling stands for.
    pub fn recognise(&self, spelling: &str) -> Option<AgencyId> {
        self.by_spelling.get(&fold(spelling)).copied()
    }
}
