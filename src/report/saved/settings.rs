//! The local settings of a saved run.

use serde::Deserialize;

use super::Threshold;
use crate::report::percent::Marks;
use crate::rules::plan::Severity;

#[derive(Deserialize)]
pub struct Settings {
    pub file: Option<String>,
    pub words: Words,
    /// That a council has set otherwise, in order of id.
    pub rules: Vec<Changed>,
}

/// What is as the standards carried have it is none.
#[derive(Deserialize)]
pub struct Changed {
    pub rule: String,
    /// The rule's short name; blank in a run that was saved before it was, of a rule that is switched off.
    #[serde(default)]
    pub short: String,
    pub reason: String,
    pub threshold: Option<Threshold>,
    pub severity: Option<Both<Severity>>,
    pub on: Option<Both<bool>>,
}

/// What a council has set, and what the standards carried say.
#[derive(Deserialize)]
pub struct Both<T> {
    pub local: T,
    pub national: T,
}

/// When the words of measures are used, in percent; and the fewest obligations that they are used of.
#[derive(Deserialize)]
pub struct Words {
    pub strong_from: f64,
    pub to_improve_under: f64,
    pub moves_by: f64,
    pub not_consistent_from: f64,
    pub fewest: u64,
}

impl From<&Words> for Marks {
    fn from(words: &Words) -> Self {
        Self {
            strong_from: words.strong_from,
            to_improve_under: words.to_improve_under,
        }
    }
}
