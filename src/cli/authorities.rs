//! `caseready audit --each-folder`: several authorities, one after the other, each judged as if it were alone. Two authorities may
//! use the same id for two children, and only one export is held in memory at a time, so that there is no limit to how many.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::check::exit::Exit;
use crate::model::crash::guarded;
use crate::report::authorities::{Authorities, Authority, Judged};
use crate::report::layout::plural;

use super::audit::{Audit, terminal};
use super::format::Format;
use super::progress::Progress;
use super::reports::{Reports, beside};
use super::timings::Timings;
use super::{crash, files, output};

pub fn audit(
    audit: &Audit<'_>,
    progress: Option<Progress>,
    mut timings: Timings,
) -> anyhow::Result<Exit> {
    let arguments = audit.arguments;
    if arguments.waivers.is_some() {
        bail!(
            "--waivers: an id in it may be one child here and another there, so that no waiver holds for several authorities; audit \
             that authority's folder alone"
        );
    }
    if !matches!(arguments.format, Format::Table | Format::Csv) {
        bail!(
            "--each-folder prints a table or csv of all authorities; the report of each is written with -o, into a folder of its own"
        );
    }
    let folders = folders(&arguments.export.exports)?;
    refuse_exports_as_destination(audit, &folders)?;
    let mut all = Vec::new();
    for (place, (name, folder)) in folders.iter().enumerate() {
        audit
            .runner
            .about(format!("{name} ({} of {})", place + 1, folders.len()));
        let exports = std::slice::from_ref(folder);
        let judged = guarded(|| {
            // The settings are those of them all: each goes by the name of its folder.
            audit.judge(exports, Some(name), &mut timings, |finished, timings| {
                let reports = Reports::of(finished, terminal(arguments), &audit.runner);
                audit.write(&reports, Some(name), timings)?;
                Ok(Judged::of(finished))
            })
        });
        timings.done("letting go of the records");
        all.push(Authority {
            name: name.clone(),
            judged: why_not(judged),
        });
    }
    let authorities = Authorities {
        ruleset: &audit.standards.ruleset,
        scope: audit.scope,
        limits: audit.standards.words,
        fail_on: arguments.fail_on.severity(),
        all,
    };
    for report in audit
        .outputs
        .iter()
        .filter(|report| report.format == Format::Csv)
    {
        let path = beside(&report.path, "-authorities");
        if let Some(folder) = path.parent() {
            files::make_folder(folder)?;
        }
        files::write_whole(&path, |out| authorities.measures(out))?;
    }
    drop(progress);
    if !arguments.quiet {
        let printed = match arguments.format {
            Format::Csv => output::write(|out| authorities.measures(out)),
            _ => output::print(&authorities.page(output::width())),
        };
        printed.context("the report could not be printed")?;
        timings.done("printing");
    }
    if arguments.timings {
        output::say(&timings.of_stages());
    }
    for (name, reason) in authorities.not_judged() {
        output::complain(&format!("caseready: {name}: not judged: {reason}"));
    }
    for message in authorities.of_none() {
        output::complain(&format!("caseready: NOT READ: {message}."));
    }
    let exit = authorities.exit();
    if exit == Exit::Failed {
        bail!(
            "{} of {} not judged. This is not an all-clear.",
            authorities.not_judged().count(),
            plural(folders.len() as u64, "folder")
        );
    }
    Ok(exit)
}

/// What was judged of an authority, or why it was not: a crash over one stops none of the others.
fn why_not<T>(judged: Result<anyhow::Result<T>, String>) -> Result<T, String> {
    judged
        .unwrap_or_else(|crash| Err(crash::in_words(&crash)))
        .map_err(|error| format!("{error:#}"))
}

/// The folders inside those given, by name. Files beside them are named, since nobody would miss them.
fn folders(exports: &[PathBuf]) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let mut folders: Vec<(String, PathBuf)> = Vec::new();
    for export in exports {
        let shown = files::shown(export);
        let (inside, beside): (Vec<PathBuf>, Vec<PathBuf>) = files::inside(export)?
            .into_iter()
            .partition(|path| path.is_dir());
        if inside.is_empty() {
            bail!(
                "{shown}: there is no folder inside, and --each-folder judges each folder inside as an authority of its own; without \
                 it, {shown} is judged as one export"
            );
        }
        for path in beside {
            output::complain(&format!(
                "caseready: {}: not read, since it stands beside the folders and belongs to none",
                files::shown(&path)
            ));
        }
        for path in inside {
            let name = name(&path);
            // As a file system would that knows no capitals: their reports would go into one folder.
            let taken =
                |(known, _): &&(String, PathBuf)| known.to_lowercase() == name.to_lowercase();
            if let Some((_, other)) = folders.iter().find(taken) {
                bail!(
                    "{} and {}: two folders of one name cannot be told apart in a report; rename one",
                    files::shown(other),
                    files::shown(&path)
                );
            }
            folders.push((name, path));
        }
    }
    folders.sort();
    Ok(folders)
}

fn name(folder: &Path) -> String {
    folder
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// A report among an authority's exports would be read as one of them the next time.
fn refuse_exports_as_destination(
    audit: &Audit<'_>,
    folders: &[(String, PathBuf)],
) -> anyhow::Result<()> {
    for (name, export) in folders {
        let of_reports = audit.outputs.iter().map(|report| report.folder_of(name));
        let of_teams = audit
            .arguments
            .split_team
            .iter()
            .map(|folder| folder.join(name));
        for destination in of_reports.chain(of_teams) {
            let is_same = fs::canonicalize(&destination)
                .is_ok_and(|place| fs::canonicalize(export).is_ok_and(|export| place == export));
            if is_same {
                bail!(
                    "the reports of {name} would be written into {}, where its export is; choose a folder outside for -o and \
                     --split-team",
                    files::shown(export)
                );
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::why_not;
    use crate::model::crash::guarded;

    #[test]
    fn a_crash_over_one_authority_is_told_of_that_one() {
        assert_eq!(why_not(guarded(|| Ok(7))), Ok(7));
        let unreadable = why_not(guarded(|| Err::<u8, _>(anyhow!("no such folder"))));
        assert_eq!(unreadable, Err("no such folder".to_owned()));
        let crash: Result<u8, String> = why_not(guarded(|| panic!("no such row: {}", 9)));
        assert_eq!(
            crash,
            Err(
                "it crashed, through a fault of its own: no such row: 9. This is not an all-clear. Please report it with the line above that says where."
                    .to_owned()
            )
        );
    }
}
