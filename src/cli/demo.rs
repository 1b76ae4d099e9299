//! `caseready demo`: write an invented authority's export.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};

use crate::check::exit::Exit;
use crate::demo::Demo;
use crate::demo::formats::census::Census;
use crate::demo::formats::native::Native;
use crate::demo::formats::{Format, annex_a, ssd};
use crate::model::io_words;
use crate::model::runner::Runner;

use crate::report::layout::plural;
use crate::rules::Examples;

use super::arguments::{DemoArguments, DemoFormat, RulesFolder};
use super::files::{shown, unreadable};
use super::threads::Threads;
use super::{output, session};

/// Chunks made at once for each thread: enough that a slow one keeps nobody waiting long, few enough to hold in memory.
const CHUNKS_A_THREAD: usize = 2;

pub fn demo(arguments: &DemoArguments) -> anyhow::Result<Exit> {
    let folder = &arguments.write;
    refuse_unless_free(folder)?;
    let runner = Threads::new(arguments.threads)?;
    let ruleset = session::ruleset(&RulesFolder::default(), Examples::PassedOver)?;
    let demo = Demo::new(
        arguments.children,
        arguments.years,
        arguments.seed,
        arguments.as_at,
        &ruleset.calendar,
    );

    let (format, written_as): (Box<dyn Format>, &str) = match arguments.format {
        DemoFormat::Native => (Box::new(Native), ""),
        DemoFormat::Ssd => (
            Box::new(ssd::export(arguments.as_at)),
            ", written as the Standard Safeguarding Dataset",
        ),
        DemoFormat::AnnexA => (
            Box::new(annex_a::export(arguments.as_at)),
            ", written as Annex A",
        ),
        DemoFormat::Census => (
            Box::new(Census::new(arguments.as_at)),
            ", written as a children in need census",
        ),
    };

    let beside = beside(folder)?;
    let written = write(&demo, format.as_ref(), &beside, &runner).and_then(|written| {
        if folder.exists() {
            fs::remove_dir(folder)?;
        }
        fs::rename(&beside, folder)?;
        Ok(written)
    });
    if written.is_err() {
        let _ = fs::remove_dir_all(&beside);
    }
    let written = written.map_err(|error| {
        let why = io_words::unwritable(&error, folder);
        anyhow!("{}: the export was not written: {why}", shown(folder))
    })?;

    let text = format!(
        "An invented authority with {} children{written_as}: {} records in {} in {}\nNext: caseready audit {} --as-at {}\n",
        arguments.children,
        written.records,
        plural(written.files as u64, "file"),
        shown(folder),
        shown(folder),
        arguments.as_at,
    );
    output::print(&text).context("the result could not be printed")?;
    Ok(Exit::Clear)
}

struct Written {
    records: u64,
    files: usize,
}

fn refuse_unless_free(folder: &Path) -> anyhow::Result<()> {
    match fs::read_dir(folder) {
        Ok(mut inside) => {
            if inside.next().is_some() {
                bail!(
                    "{}: the folder is not empty; nothing was written. Give a folder that does not exist yet",
                    shown(folder)
                );
            }
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(_) if folder.is_file() => bail!(
            "{}: is a file; give a folder that does not exist yet",
            shown(folder)
        ),
        Err(error) => Err(unreadable(folder, &error)),
    }
}

/// The folder is written beside its place and then moved there, so that it is there whole or not at all.
fn beside(folder: &Path) -> anyhow::Result<PathBuf> {
    let name = folder
        .file_name()
        .with_context(|| format!("{}: is not a folder's name", shown(folder)))?;
    let mut beside = name.to_os_string();
    beside.push(format!(".{}.part", std::process::id()));
    Ok(folder.with_file_name(beside))
}

fn write(
    demo: &Demo<'_>,
    format: &dyn Format,
    folder: &Path,
    runner: &impl Runner,
) -> io::Result<Written> {
    fs::create_dir_all(folder)?;
    let mut files = Vec::new();
    for (name, beginning) in format.files() {
        let mut file = BufWriter::new(fs::File::create(folder.join(name))?);
        file.write_all(&beginning)?;
        files.push(file);
    }
    let mut records = 0;
    let at_once = runner.width() * CHUNKS_A_THREAD;
    let mut next = 0;
    while next < demo.chunks() {
        let end = demo.chunks().min(next + at_once as u32);
        let made = |number| format.chunk(&demo.chunk(number));
        for (rows, count) in runner.map((next..end).collect(), made) {
            records += count;
            for (file, rows) in files.iter_mut().zip(&rows) {
                file.write_all(rows)?;
            }
        }
        next = end;
    }
    for (file, end) in files.iter_mut().zip(format.ends()) {
        file.write_all(&end)?;
    }
    let count = files.len();
    for file in files {
        file.into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()?;
    }
    Ok(Written {
        records,
        files: count,
    })
}
