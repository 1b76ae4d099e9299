//! `caseready rules`: list them, test their examples.

use std::fmt::Write as _;

use anyhow::Context as _;

use crate::report::rules_list;

use super::arguments::RulesAction;
use super::audit::FOUND;
use super::{examples, output, session};

pub fn rules(action: &RulesAction) -> anyhow::Result<u8> {
    match action {
        RulesAction::List { rules } => {
            let ruleset = session::ruleset(rules.as_deref())?;
            output::print(&rules_list::render(&ruleset, output::width()))
                .context("the list could not be printed")?;
            Ok(0)
        }
        RulesAction::Test { rules } => {
            let ruleset = session::ruleset(rules.as_deref())?;
            let (count, surprises) = examples::run_all(&ruleset);
            let mut text = String::new();
            for surprise in &surprises {
                let _ = writeln!(text, "{surprise}");
            }
            let _ = writeln!(
                text,
                "{} rules, {count} examples: {} as expected, {} not",
                ruleset.rules.len(),
                count - surprises.len(),
                surprises.len()
            );
            output::print(&text).context("the result could not be printed")?;
            Ok(if surprises.is_empty() { 0 } else { FOUND })
        }
    }
}
