//! `caseready rules`: list them, test their examples, print the page of all of them.

use std::fmt::Write as _;

use anyhow::Context as _;

use crate::check::exit::Exit;
use crate::report::{rules_list, rules_page};
use crate::rules::Examples;

use super::arguments::{ListFormat, RulesAction};
use super::{examples, new_rule, output, session};

pub fn rules(action: &RulesAction) -> anyhow::Result<Exit> {
    match action {
        RulesAction::List { standards, format } => {
            let ruleset = session::standards(standards, Examples::PassedOver)?.ruleset;
            match format {
                ListFormat::Table => output::print(&rules_list::render(&ruleset, output::width())),
                ListFormat::Json => output::print(&rules_list::json(&ruleset)?),
            }
            .context("the list could not be printed")?;
            Ok(Exit::Clear)
        }
        RulesAction::Docs(folder) => {
            let ruleset = session::ruleset(folder, Examples::PassedOver)?;
            output::print(&rules_page::render(&ruleset))
                .context("the page could not be printed")?;
            Ok(Exit::Clear)
        }
        RulesAction::New(arguments) => new_rule::new_rule(arguments),
        RulesAction::Test(folder) => {
            let ruleset = session::ruleset(folder, Examples::Read)?;
            let (count, surprises) = examples::run_all(&ruleset);
            let mut text = String::new();
            for surprise in &surprises {
                let _ = writeln!(text, "{surprise}");
            }
            let changed = surprises.iter().filter(|surprise| surprise.by_folder);
            let (changed, mistaken) = (changed.count(), surprises.len());
            let mistaken = mistaken - changed;
            let by_folder = match (changed, &ruleset.added) {
                (1.., Some(folder)) => {
                    let lists: Vec<&str> = ruleset.replaced().collect();
                    format!(
                        " {changed} of carried rules changed by {} of {folder},",
                        lists.join(", ")
                    )
                }
                _ => String::new(),
            };
            let _ = writeln!(
                text,
                "{} rules, {count} examples: {} as expected,{by_folder} {mistaken} not",
                ruleset.rules.len(),
                count - surprises.len(),
            );
            output::print(&text).context("the result could not be printed")?;
            Ok(if mistaken == 0 {
                Exit::Clear
            } else {
                Exit::Found
            })
        }
    }
}
