//! Files in and out.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use anyhow::{Context as _, anyhow, bail};

use crate::load::Input;
use crate::model::io_words;

/// What stands behind the paths given.
#[derive(Default)]
pub struct Inputs {
    pub files: Vec<Input<'static>>,
    /// Folders inside a folder given.
    pub folders: Vec<String>,
    /// Files of settings, by their name.
    pub settings: Vec<PathBuf>,
}

impl Inputs {
    fn add(&mut self, path: PathBuf, named: bool) {
        let name = path.file_name();
        if name.is_some_and(|name| name.eq_ignore_ascii_case(SETTINGS)) {
            self.settings.push(path);
        } else {
            self.files.push(input(path, named));
        }
    }
}

/// What a file of settings is called; one of this name is no export.
pub const SETTINGS: &str = "caseready.toml";

/// The files behind the paths given: each file, and in each folder every file in the order of their names.
pub fn inputs(paths: &[PathBuf]) -> anyhow::Result<Inputs> {
    let mut inputs = Inputs::default();
    for path in paths {
        let kind = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if !kind.is_dir() {
            inputs.add(path.clone(), true);
            continue;
        }
        let inside = inside(path)?;
        for found in inside {
            if found.is_dir() {
                inputs.folders.push(shown(&found));
            } else {
                inputs.add(found, false);
            }
        }
    }
    Ok(inputs)
}

/// What stands in a folder, in the order of names, but for what is hidden.
pub fn inside(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = |error: io::Error| unreadable(folder, &error);
    let kind = fs::metadata(folder).map_err(|error| unreadable(folder, &error))?;
    if !kind.is_dir() {
        bail!("{}: it is a file, and a folder is asked for", shown(folder));
    }
    let mut inside: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        inside.push(entry.map_err(cannot)?.path());
    }
    inside.retain(|path| {
        path.file_name()
            .is_some_and(|name| !name.to_string_lossy().starts_with('.'))
    });
    inside.sort();
    if inside.is_empty() {
        bail!(
            "{}: the folder is empty; give a folder of exported files",
            shown(folder)
        );
    }
    Ok(inside)
}

fn input(path: PathBuf, named: bool) -> Input<'static> {
    Input {
        name: shown(&path),
        named,
        // A file that cannot be looked at says so when it is read.
        size: fs::metadata(&path).map_or(0, |about| about.len()),
        read: Box::new(move || fs::read(&path)),
    }
}

/// A path with `/` between folders, as reports show it on every system.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The text of a named file.
pub fn read_text(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

/// That a file or folder cannot be read, and why.
pub fn unreadable(path: &Path, error: &io::Error) -> anyhow::Error {
    anyhow!("{}: {}", shown(path), io_words::unreadable(error))
}

/// Makes a folder, and those it lies in.
pub fn make_folder(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).map_err(|error| {
        let why = io_words::unwritable(&error, folder);
        anyhow!("{}: the folder cannot be made: {why}", shown(folder))
    })
}

fn not_written(path: &Path, error: &io::Error) -> anyhow::Error {
    let why = io_words::unwritable(error, path);
    anyhow!("{}: the report was not written: {why}", shown(path))
}

/// Whether there is anything of rules in a folder: in one that is made for them there is not.
pub fn has_rule_files(folder: &Path) -> bool {
    folder.is_dir() && found_rule_files(folder).map_or(true, |files| !files.is_empty())
}

/// Every rule file in a folder, by its path inside it.
pub fn rule_files(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let files = found_rule_files(folder)?;
    if files.is_empty() {
        bail!("{}: there is no rule file in this folder", shown(folder));
    }
    Ok(files)
}

/// The same, where there may be none.
fn found_rule_files(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    fn collect(
        root: &Path,
        folder: &Path,
        files: &mut BTreeMap<String, String>,
    ) -> anyhow::Result<()> {
        let cannot = |error: io::Error| unreadable(folder, &error);
        for entry in fs::read_dir(folder).map_err(cannot)? {
            let path = entry.map_err(cannot)?.path();
            let hidden = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() && !hidden {
                collect(root, &path, files)?;
            } else if path
                .extension()
                .is_some_and(|ending| ending == "toml" || ending == "txt" || ending == "csv")
            {
                files.insert(
                    shown(path.strip_prefix(root).unwrap_or(&path)),
                    read_text(&path)?,
                );
            }
        }
        Ok(())
    }
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files)?;
    Ok(files)
}

/// A file that goes to the disk while more of it is made: where everything waits for its end, a report of 2.7 GB takes a tenth
/// longer.
struct Kept<'f> {
    file: &'f fs::File,
    /// Bytes since the disk was last told of some.
    further: usize,
    tell: mpsc::SyncSender<()>,
}

impl Write for Kept<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.further += written;
        // Where it is still at work, this waits for the next time.
        if self.further > MEANWHILE && self.tell.try_send(()).is_ok() {
            self.further = 0;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Bytes of which it is worth telling the disk.
const MEANWHILE: usize = 64 << 20;

/// A file that is written beside its place. Unless it was moved there, it goes again: after a crash too.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Writes a file whole or not at all: beside its place first, then moved there. What stands there and is no plain file (a
/// link, a pipe, `/dev/null`) is written into: to move a file there would put an end to it.
pub fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    if fs::symlink_metadata(path).is_ok_and(|standing| !standing.is_file() && !standing.is_dir()) {
        let into = fs::File::create(path).map(io::BufWriter::new);
        return into
            .and_then(|mut file| write(&mut file).and_then(|()| file.flush()))
            .map_err(|error| not_written(path, &error));
    }
    let mut name = path
        .file_name()
        .map(std::ffi::OsStr::to_os_string)
        .with_context(|| format!("{}: is not a file's name", shown(path)))?;
    name.push(format!(".{}.part", std::process::id()));
    let beside = Beside(path.with_file_name(name));
    let written = fs::File::create(&beside.0).and_then(|file| {
        thread::scope(|scope| {
            let (tell, told) = mpsc::sync_channel(1);
            let meanwhile = scope.spawn(|| told.into_iter().try_for_each(|()| file.sync_data()));
            let mut out = io::BufWriter::new(Kept {
                file: &file,
                further: 0,
                tell,
            });
            let made = write(&mut out).and_then(|()| out.flush());
            drop(out);
            made.and(
                meanwhile
                    .join()
                    .unwrap_or_else(|crash| resume_unwind(crash)),
            )
        })?;
        file.sync_all()
    });
    let moved = written.and_then(|()| fs::rename(&beside.0, path));
    moved.map_err(|error| not_written(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::crash::guarded;

    #[test]
    fn a_report_that_fails_or_crashes_leaves_what_was_there_and_nothing_beside_it() {
        let folder = std::env::temp_dir().join(format!("caseready-whole-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let report = folder.join("run.json");
        let names = || {
            let inside = fs::read_dir(&folder).expect("the folder");
            let names = inside.map(|entry| entry.expect("an entry").file_name());
            names.collect::<Vec<_>>()
        };
        write_whole(&report, |out| out.write_all(b"first")).expect("a report");
        let refused = write_whole(&report, |_| Err(io::Error::other("no more")));
        let refused = refused.expect_err("nothing could be written").to_string();
        assert!(refused.contains("no more"), "{refused}");
        let crash = guarded(|| {
            write_whole(&report, |out| {
                out.write_all(b"second")?;
                panic!("no such row")
            })
        });
        assert_eq!(crash.err().as_deref(), Some("no such row"));
        assert_eq!(names(), ["run.json"]);
        assert_eq!(fs::read(&report).expect("the report"), b"first");
        fs::remove_dir_all(&folder).expect("the folder goes");
    }
}
