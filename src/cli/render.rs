//! `caseready render`: reports from a saved run.

use anyhow::anyhow;

use super::arguments::RenderArguments;
use super::files;
use super::reports::{Reports, reports};
use crate::check::exit::Exit;
use crate::report::saved::SavedRun;

pub fn render(arguments: &RenderArguments) -> anyhow::Result<Exit> {
    let written = reports(&arguments.output)?;
    let text = files::read_text(&arguments.run)?;
    let run = SavedRun::read(&text)
        .map_err(|reason| anyhow!("{}: {reason}", files::shown(&arguments.run)))?;
    let made = Reports::saved(&text, run);
    for report in &written {
        made.may_be_written(report)?;
    }
    for report in &written {
        made.write(report)?;
    }
    if let Some(folder) = &arguments.split_team {
        made.split_by_team(folder)?;
    }
    if written.is_empty() && arguments.split_team.is_none() {
        made.print(arguments.format)?;
    }
    Ok(Exit::Clear)
}
