//! How a run is asked for, and how a rule is kept from taking the run with it.

use std::panic::{AssertUnwindSafe, catch_unwind};

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

/// A rule that crashes is an error of that rule, never of the run, and never silence.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        text.unwrap_or_else(|| "it stopped without saying why".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_crashes_says_why_and_stops_nothing_else() {
        assert_eq!(guarded(|| 7), Ok(7));
        let crash: Result<(), String> = guarded(|| panic!("no such row: {}", 9));
        assert_eq!(crash, Err("no such row: 9".to_owned()));
    }
}
