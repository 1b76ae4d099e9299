//! What inspectors have said, and which rules answer it: the statements of the Hampshire inspections, and the themes of the
//! improvement points of all inspections.

use serde::Deserialize;

/// One statement, in our own words.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// A key of `sources.toml`.
    pub source: String,
    pub says: String,
    /// Ids of the rules that answer it.
    pub rules: Vec<String>,
    /// What the rules show of it, and what they cannot.
    pub how: String,
}

/// A theme of improvement points.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    pub key: String,
    pub title: String,
    /// Improvement points that belong to it; one may belong to several themes.
    pub points: u32,
    pub reports: u32,
    pub auditable: Auditable,
    pub how: String,
    pub rules: Vec<String>,
}

/// How much of a theme shows in case records.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Auditable {
    Yes,
    Partly,
    No,
}

impl Auditable {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }
}
