//! `caseready inspect`: what was recognised.

use anyhow::Context as _;

use crate::check::assess::assessable;
use crate::check::exit::Exit;
use crate::model::view::View;
use crate::report::inspect::{Inspection, render};
use crate::rules::Examples;

use super::arguments::InspectArguments;
use super::threads::Threads;
use super::{clock, output, session};

pub fn inspect(arguments: &InspectArguments) -> anyhow::Result<Exit> {
    let runner = Threads::new(arguments.export.threads)?;
    let standards = session::standards(&arguments.export.standards, Examples::PassedOver)?;
    let as_at = arguments.export.as_at.unwrap_or_else(clock::today);
    let mut loaded = session::records(&standards, &[], &arguments.export.exports, &runner)?;
    let ruleset = &standards.ruleset;
    let view = View {
        records: &loaded.records,
        catalogue: &ruleset.catalogue,
        as_at,
    };
    loaded.problems.extend(view.not_yet_happened());
    let inspection = Inspection {
        ruleset,
        records: &loaded.records,
        view,
        problems: &loaded.problems,
        rules: assessable(ruleset, view),
        width: output::width(),
    };
    output::print(&render(&inspection)).context("the page could not be printed")?;
    Ok(Exit::Clear)
}
