//! The whole command, as its users run it, with the most memory it held.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::export::{AS_AT, COMMAND, Export, place};
use super::table::{Figures, WHOLE};
use super::{THREADS, processor};

/// How often the memory of the running command is looked at.
const LOOK: Duration = Duration::from_millis(2);

pub struct Whole {
    pub seconds: f64,
    /// Processor time and the most memory held; none where the system does not say.
    pub worked: Option<f64>,
    pub peak: Option<u64>,
    /// What it wrote, until the next is written.
    pub report: PathBuf,
}

impl Whole {
    pub fn add_to(&self, figures: &mut Figures) {
        figures.add(WHOLE, self.seconds);
        figures.worked(WHOLE, self.worked);
        figures.peak(WHOLE, self.peak);
    }
}

/// An audit of the export, with more arguments, that writes its findings as JSON.
pub fn audit(export: &Export, more: &[&str]) -> Result<Whole, Box<dyn Error>> {
    run(export, place("run.json"), more)
}

/// An audit of a folder of authorities, each by itself, that writes the findings of each as JSON below the place for reports.
pub fn audit_each(export: &Export, reports: &Path) -> Result<Whole, Box<dyn Error>> {
    run(export, reports.join("run.json"), &["--each-folder"])
}

fn run(export: &Export, report: PathBuf, more: &[&str]) -> Result<Whole, Box<dyn Error>> {
    let begun = Instant::now();
    let mut child = Command::new(COMMAND)
        .args(["audit", "--as-at", AS_AT, "--quiet", "--threads"])
        .arg(THREADS.to_string())
        .arg("-o")
        .arg(format!("json={}", report.display()))
        .args(more)
        .arg(&export.folder)
        .stdin(Stdio::null())
        .spawn()?;
    let (worked, peak) = watch(&mut child)?;
    let status = child.wait()?;
    let seconds = begun.elapsed().as_secs_f64();
    // 1 says that there is something to act on.
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(format!("{}: the audit ended with {status}", export.name).into());
    }
    Ok(Whole {
        seconds,
        worked,
        peak,
        report,
    })
}

/// Waits until the child has ended, and gives the processor time it used and the most memory that it held.
fn watch(child: &mut Child) -> Result<(Option<f64>, Option<u64>), Box<dyn Error>> {
    let id = child.id().to_string();
    let status = format!("/proc/{id}/status");
    let (mut worked, mut peak) = (None, None);
    while child.try_wait()?.is_none() {
        worked = processor::seconds(&id).or(worked);
        peak = peak.max(most_memory(Path::new(&status)));
        thread::sleep(LOOK);
    }
    Ok((worked, peak))
}

fn most_memory(status: &Path) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
