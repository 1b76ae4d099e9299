//! `caseready explain`: a rule in words, and what it says of one record.

use anyhow::{Context as _, bail};

use crate::check::assess::wanting;
use crate::check::context::Context;
use crate::check::exit::Exit;
use crate::check::follow::follow;
use crate::check::grouped::Grouped;
use crate::check::scope::Scope;
use crate::model::view::View;
use crate::report::explain::{self, Explained};
use crate::rules::Examples;

use super::arguments::ExplainArguments;
use super::threads::Threads;
use super::{clock, output, session};

pub fn explain(arguments: &ExplainArguments) -> anyhow::Result<Exit> {
    let standards = session::standards(&arguments.standards, Examples::Read)?;
    let ruleset = &standards.ruleset;
    let Some(id) = ruleset.find(&arguments.rule) else {
        bail!("{}", ruleset.no_such("rule", &arguments.rule));
    };
    let rule = ruleset.rule(id);
    let width = output::width();
    let mut text = explain::rule(ruleset, rule, width);
    if let Some(key) = &arguments.record {
        let runner = Threads::new(None)?;
        let loaded = session::records(&standards, &[id], &arguments.exports, &runner)?;
        let records = &loaded.records;
        let as_at = arguments.as_at.unwrap_or_else(clock::today);
        let view = View {
            records,
            catalogue: &ruleset.catalogue,
            as_at,
        };
        let rows = records.rows_named(&ruleset.catalogue, rule.table, key);
        if rows.is_empty() {
            bail!(
                "{} is about {}, and none in this export has the key {key:?}, or is of a child with that id",
                rule.id,
                ruleset.catalogue.table(rule.table).many
            );
        }
        if let Some(reason) = wanting(rule, view) {
            bail!("{} cannot be judged from this export: {reason}", rule.id);
        }
        let grouped = Grouped::build(ruleset, records, std::iter::once(rule), &runner);
        let context = Context {
            view,
            calendar: &ruleset.calendar,
            ruleset,
            grouped: &grouped,
        };
        let scope = Scope {
            as_at,
            after: arguments.period.after(as_at, &ruleset.calendar),
        };
        // With a record the rule's own page is cut to what it asks.
        text = explain::heading(ruleset, rule, width);
        for row in rows {
            let subject = follow(rule, context, row, scope);
            text += &explain::record(
                &Explained {
                    id,
                    rule,
                    context,
                    scope,
                    row,
                    subject,
                },
                width,
            );
        }
    }
    output::print(&text).context("the explanation could not be printed")?;
    Ok(Exit::Clear)
}
