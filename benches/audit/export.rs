//! Exports of the invented authority, written by the command that is timed.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const AS_AT: &str = "2026-03-31";
pub const COMMAND: &str = env!("CARGO_BIN_EXE_caseready");

/// A folder of files to audit.
pub struct Export {
    pub name: String,
    pub folder: PathBuf,
    /// In order of their names.
    pub files: Vec<PathBuf>,
    pub records: u64,
    pub bytes: u64,
}

impl Export {
    /// What lies in a folder.
    pub fn read(name: String, folder: PathBuf, records: u64) -> Result<Self, Box<dyn Error>> {
        let mut files = Vec::new();
        let mut bytes = 0;
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            bytes += entry.metadata()?.len();
            files.push(entry.path());
        }
        files.sort();
        Ok(Self {
            name,
            folder,
            files,
            records,
            bytes,
        })
    }
}

/// A place for what a benchmark writes, below the build folder.
pub fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{name}"))
}

/// Writes the export of so many children over so many years, in a format of `caseready demo --as`.
pub fn demo(children: u32, years: u32, format: &str) -> Result<Export, Box<dyn Error>> {
    let folder = place(&format!("{format}-{children}-{years}"));
    clear(&folder)?;
    let written = write(&folder, children, years, format, 1)?;
    let name = format!("{children} children, {years} years");
    Export::read(name, folder, written)
}

/// Writes so many authorities of so many children, each in a folder of its own and none like another.
pub fn authorities(count: usize, children: u32, years: u32) -> Result<Export, Box<dyn Error>> {
    let folder = place(&format!("authorities-{count}"));
    clear(&folder)?;
    let mut all = Export {
        name: format!("{count} authorities of {children} children, {years} years"),
        folder: folder.clone(),
        files: Vec::new(),
        records: 0,
        bytes: 0,
    };
    for seed in 1..=count {
        let of_one = folder.join(format!("{seed:03}"));
        let records = write(&of_one, children, years, "native", seed)?;
        let one = Export::read(String::new(), of_one, records)?;
        all.files.extend(one.files);
        all.records += records;
        all.bytes += one.bytes;
    }
    Ok(all)
}

/// Gives the number of records that were written.
fn write(
    folder: &Path,
    children: u32,
    years: u32,
    format: &str,
    seed: usize,
) -> Result<u64, Box<dyn Error>> {
    let output = Command::new(COMMAND)
        .args(["demo", "--as-at", AS_AT, "--as", format])
        .args(["--children", &children.to_string()])
        .args(["--years", &years.to_string()])
        .args(["--seed", &seed.to_string()])
        .arg("--write")
        .arg(folder)
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("the export was not written: {said}{why}").into());
    }
    records(&said)
}

/// Takes away what an earlier run wrote.
pub fn clear(folder: &Path) -> Result<(), Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// The number before "records" in what the command says.
fn records(said: &str) -> Result<u64, Box<dyn Error>> {
    let words: Vec<&str> = said.split_whitespace().collect();
    let number = words
        .windows(2)
        .find(|pair| pair[1] == "records")
        .and_then(|pair| pair[0].replace(',', "").parse().ok());
    number.ok_or_else(|| format!("no number of records in {said:?}").into())
}
