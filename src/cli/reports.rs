//! Which reports are asked for, and where they go.

use std::cell::OnceCell;
use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};

use super::format::Format;
use super::threads::Threads;
use super::{files, output};
use crate::model::file::File;
use crate::model::io_words;
use crate::report::document::Finished;
use crate::report::saved::SavedRun;
use crate::report::terminal::{Terminal, render};
use crate::report::{github, html, json, junit, markdown, ndjson, sarif, separated, workbook};

/// What reports are made from: a run that has just ended, or a saved one.
pub enum Made<'a> {
    Now {
        finished: &'a Finished<'a>,
        terminal: Terminal,
        runner: &'a Threads,
    },
    Saved {
        text: &'a str,
    },
}

pub struct Reports<'a> {
    made: Made<'a>,
    run: OnceCell<SavedRun>,
}

impl<'a> Reports<'a> {
    pub fn of(finished: &'a Finished<'a>, terminal: Terminal, runner: &'a Threads) -> Self {
        Self {
            made: Made::Now {
                finished,
                terminal,
                runner,
            },
            run: OnceCell::new(),
        }
    }

    /// `run` was read from `text`.
    pub fn saved(text: &'a str, run: SavedRun) -> Self {
        Self {
            made: Made::Saved { text },
            run: OnceCell::from(run),
        }
    }

    /// Writes one report to a file; of CSV the measures beside it.
    pub fn write(&self, report: &Report) -> anyhow::Result<()> {
        files::write_whole(&report.path, |out| self.to(report.format, out))?;
        if report.format == Format::Csv {
            let beside = beside(&report.path, "-measures");
            files::write_whole(&beside, |out| separated::measures(self.run()?, out))?;
        }
        Ok(())
    }

    /// Whether a report may be written where it is asked for.
    ///
    /// # Errors
    ///
    /// Where it would take the place of a file of the export, or of a workbook that somebody has written in.
    pub fn may_be_written(&self, report: &Report) -> anyhow::Result<()> {
        if report.format == Format::Xlsx {
            Self::spare_the_work(&report.path)?;
        }
        self.spare_the_export(report)
    }

    /// An export is read on the night after too: a report in the place of one of its files would be the end of that file.
    fn spare_the_export(&self, report: &Report) -> anyhow::Result<()> {
        let Made::Now { finished, .. } = &self.made else {
            return Ok(());
        };
        let mut places = vec![report.path.clone()];
        if report.format == Format::Csv {
            places.push(beside(&report.path, "-measures"));
        }
        for place in places {
            let Ok(place) = place.canonicalize() else {
                continue;
            };
            let is_there = |file: &&File| {
                let is_read = file.tables.iter().any(|table| table.rows > 0);
                // A sheet's name, or that of a file in an archive, stands behind the file's.
                let mut within = Path::new(&file.name).ancestors();
                is_read && within.any(|path| path.canonicalize().is_ok_and(|path| path == place))
            };
            if let Some(file) = finished.records().files.iter().find(is_there) {
                bail!(
                    "--output {}: {} is a file of the export, and would be written over: give the report another name",
                    files::shown(&report.path),
                    file.name
                );
            }
        }
        Ok(())
    }

    /// An owner that a manager has typed into a workbook stands nowhere else.
    fn spare_the_work(path: &Path) -> anyhow::Result<()> {
        let rows = match workbook::written_in(path) {
            0 => return Ok(()),
            1 => "1 row".to_owned(),
            rows => format!("{rows} rows"),
        };
        bail!(
            "{}: somebody has written in Owner or Action taken of {rows}, and a new workbook in its place would not have that: move this one, or give the new one another name",
            files::shown(path)
        )
    }

    /// Prints one report.
    pub fn print(&self, format: Format) -> anyhow::Result<()> {
        if format == Format::Xlsx {
            bail!("a workbook cannot be printed: write it with -o xlsx=FILE");
        }
        let printed = match (&self.made, format) {
            (
                Made::Now {
                    finished, terminal, ..
                },
                Format::Table,
            ) => output::print(&render(finished, terminal)),
            _ => output::write(|out| self.to(format, out)),
        };
        printed.context("the report could not be printed")?;
        if format == Format::Github {
            self.summary_of_step()?;
        }
        Ok(())
    }

    /// The Markdown report on the page of a GitHub job, where the job names the file that its page is made from. Other steps
    /// of the job write to the same file.
    fn summary_of_step(&self) -> anyhow::Result<()> {
        let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty())
        else {
            return Ok(());
        };
        let mut text = Vec::new();
        self.to(Format::Markdown, &mut text)?;
        let opened = OpenOptions::new().append(true).create(true).open(&path);
        opened
            .and_then(|mut file| file.write_all(&text))
            .map_err(|error| {
                let path = Path::new(&path);
                let (shown, why) = (files::shown(path), io_words::unwritable(&error, path));
                anyhow!("{shown}: named in GITHUB_STEP_SUMMARY, it cannot be written: {why}")
            })
    }

    /// A workbook for each team, in a folder.
    pub fn split_by_team(&self, folder: &Path) -> anyhow::Result<usize> {
        let workbooks = self.run().and_then(workbook::of_teams);
        let workbooks = workbooks.context("the workbooks of the teams could not be made")?;
        files::make_folder(folder)?;
        for (name, _) in &workbooks {
            Self::spare_the_work(&folder.join(name))?;
        }
        for (name, bytes) in &workbooks {
            files::write_whole(&folder.join(name), |out| out.write_all(bytes))?;
        }
        Ok(workbooks.len())
    }

    fn to(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match (format, &self.made) {
            (
                Format::Table,
                Made::Now {
                    finished, terminal, ..
                },
            ) => out.write_all(
                anstream::adapter::strip_str(&render(finished, terminal))
                    .to_string()
                    .as_bytes(),
            ),
            (Format::Table, Made::Saved { .. }) => Err(io::Error::other(
                "the table is made from the export itself: from a saved run take markdown or html",
            )),
            (
                Format::Json,
                Made::Now {
                    finished, runner, ..
                },
            ) => json::write(finished, *runner, out),
            (Format::Json, Made::Saved { text }) => json::write_saved(text, out),
            (
                Format::Ndjson,
                Made::Now {
                    finished, runner, ..
                },
            ) => ndjson::write(finished, *runner, out),
            (Format::Ndjson, Made::Saved { text }) => ndjson::write_saved(text, out),
            (Format::Csv, _) => separated::findings(self.run()?, out),
            (Format::Markdown, _) => markdown::write(self.run()?, out),
            (Format::Html, _) => html::write(self.run()?, out),
            (Format::Xlsx, _) => workbook::write(self.run()?, out),
            (Format::Sarif, _) => sarif::write(self.run()?, out),
            (Format::Junit, _) => junit::write(self.run()?, out),
            (Format::Github, _) => github::write(self.run()?, out),
        }
    }

    /// The run as its document gives it back, so that a report is the same whether or not the run was saved in between.
    fn run(&self) -> io::Result<&SavedRun> {
        if let Some(run) = self.run.get() {
            return Ok(run);
        }
        let Made::Now {
            finished, runner, ..
        } = &self.made
        else {
            return Err(io::Error::other("a saved run has been read before"));
        };
        let run = SavedRun::of(finished, *runner)?;
        Ok(self.run.get_or_init(|| run))
    }
}

/// A file with something added to its name: `work.csv`, `work-measures.csv`.
pub(super) fn beside(path: &Path, added: &str) -> PathBuf {
    let mut name = OsString::from(path.file_stem().unwrap_or_default());
    name.push(added);
    if let Some(ending) = path.extension() {
        name.push(".");
        name.push(ending);
    }
    path.with_file_name(name)
}

/// A report to write.
#[derive(Clone)]
pub struct Report {
    pub format: Format,
    pub path: PathBuf,
}

impl Report {
    /// The same in a folder of that name beside the file, which is made.
    pub(super) fn inside(&self, folder: &str) -> anyhow::Result<Self> {
        let within = self.folder_of(folder);
        files::make_folder(&within)?;
        let name = self.path.file_name().unwrap_or_default();
        Ok(Self {
            format: self.format,
            path: within.join(name),
        })
    }

    pub(super) fn folder_of(&self, folder: &str) -> PathBuf {
        self.path.with_file_name(folder)
    }
}

/// Every `FORMAT=FILE`, or file whose ending names the format.
pub fn reports(outputs: &[String]) -> anyhow::Result<Vec<Report>> {
    let mut reports: Vec<Report> = Vec::new();
    for output in outputs {
        let report = destination(output)?;
        if reports.iter().any(|other| other.path == report.path) {
            bail!("--output {output}: two reports cannot go into one file");
        }
        reports.push(report);
    }
    Ok(reports)
}

/// What a file's ending may be, for those whose file has another.
const CAN_BE_WRITTEN: &str = "A file may end in .html (a page to open or print), .xlsx (a workbook), .csv, .md, .txt, .json, .ndjson or .sarif; junit= or github= goes before its name";

/// What stands before `=` is split off where it is a format; any other name with `=` in it is a file's, whose ending must say
/// which report it is to be, so that `pdf=report.pdf` is refused.
fn destination(output: &str) -> anyhow::Result<Report> {
    let parted = output.split_once('=');
    if let Some((word, file)) = parted
        && let Some(format) = Format::named(word)
    {
        match file {
            "" => bail!("--output {output}: the file's name is missing"),
            "-" => bail!("--output {output}: to print a report, use --format {word}"),
            _ => {}
        }
        let path = PathBuf::from(file);
        return Ok(Report { format, path });
    }
    let path = PathBuf::from(output);
    let ending = path.extension().and_then(|ending| ending.to_str());
    if let Some(format) = ending.and_then(Format::of_ending) {
        return Ok(Report { format, path });
    }
    let word = parted.map(|(word, _)| word);
    let word = word.filter(|word| word.chars().all(char::is_alphanumeric));
    let found = match (word, ending) {
        (Some(word), _) => format!(
            "no report is called {word:?}. Those there are: {}",
            Format::known()
        ),
        (None, Some(ending)) => format!("there is no report that ends in .{ending}"),
        (None, None) => "its ending does not say which report it is to be".to_owned(),
    };
    let mut named = word.into_iter().chain(ending);
    let paper = if named.any(|name| name.eq_ignore_ascii_case("pdf")) {
        ". For a PDF, write the page (.html), open it and print it"
    } else {
        ""
    };
    bail!("--output {output}: {found}. {CAN_BE_WRITTEN}{paper}")
}
