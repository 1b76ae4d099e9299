//! How a run is asked for.

use crate::rules::plan::RuleId;
use crate::rules::settings::Limits;

use super::scope::Scope;
use super::waiver::Waivers;

/// How a run is asked for.
pub struct Request<'r> {
    pub scope: Scope,
    /// The rules to judge, in order of id.
    pub rules: Vec<RuleId>,
    pub waivers: &'r Waivers,
    /// When a measure is called strong, to improve, rising, falling or not consistent.
    pub limits: Limits,
}
