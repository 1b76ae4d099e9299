//! What was measured, as a table.

use std::collections::BTreeMap;
use std::error::Error;
use std::hash::{DefaultHasher, Hasher};
use std::io::Read;

use super::export::Export;

/// The name under which the yardstick is kept.
pub const COUNT: &str = "count rows (csv crate)";

/// The name under which audits of the whole command are kept.
pub const WHOLE: &str = "whole command, JSON written";

/// Processor time is told in hundredths of a second: less than this is no yardstick.
const LEAST_WORK: f64 = 0.2;

/// What was measured of one export.
#[derive(Default)]
pub struct Figures {
    /// In the order in which they were first measured.
    rows: Vec<(&'static str, Row)>,
}

#[derive(Default)]
struct Row {
    seconds: Vec<f64>,
    /// Of processor time, where it was measured.
    worked: Vec<f64>,
    /// The most memory held in any round.
    peak: Option<u64>,
}

impl Figures {
    pub fn add(&mut self, what: &'static str, seconds: f64) {
        self.row(what).seconds.push(seconds);
    }

    pub fn worked(&mut self, what: &'static str, seconds: Option<f64>) {
        self.row(what).worked.extend(seconds);
    }

    pub fn peak(&mut self, what: &'static str, bytes: Option<u64>) {
        let row = self.row(what);
        row.peak = row.peak.max(bytes);
    }

    fn row(&mut self, what: &'static str) -> &mut Row {
        let place = self.rows.iter().position(|(name, _)| *name == what);
        let place = place.unwrap_or_else(|| {
            self.rows.push((what, Row::default()));
            self.rows.len() - 1
        });
        &mut self.rows[place].1
    }

    /// Seconds by the clock, and of processor time.
    pub fn medians(&self, what: &str) -> Option<(f64, f64)> {
        let (_, row) = self.rows.iter().find(|(name, _)| *name == what)?;
        Some((median(&row.seconds), median(&row.worked)))
    }

    pub fn print(&self, export: &Export) {
        println!(
            "\n{}: {} records, {:.1} MB",
            export.name,
            export.records,
            export.bytes as f64 / 1e6
        );
        println!(
            "{:<30} {:>9} {:>9} {:>9} {:>8} {:>7} {:>10} {:>8} {:>8}",
            "", "median s", "min s", "max s", "x count", "work s", "x its work", "MB/s", "most MB"
        );
        let count = self.rows.iter().find(|(name, _)| *name == COUNT);
        let times = |of: fn(&Row) -> &[f64], row: &Row, least: f64| match count {
            Some((_, count)) if !of(row).is_empty() && median(of(count)) >= least => {
                format!("{:.2}", median(of(row)) / median(of(count)))
            }
            _ => String::new(),
        };
        for (what, row) in &self.rows {
            let work = match row.worked.as_slice() {
                [] => String::new(),
                worked => format!("{:.2}", median(worked)),
            };
            let peak = row
                .peak
                .map_or_else(String::new, |peak| format!("{:.0}", peak as f64 / 1e6));
            println!(
                "{what:<30} {:>9.3} {:>9.3} {:>9.3} {:>8} {work:>7} {:>10} {:>8.0} {peak:>8}",
                median(&row.seconds),
                edge(&row.seconds, f64::min),
                edge(&row.seconds, f64::max),
                times(|row| &row.seconds, row, 0.0),
                times(|row| &row.worked, row, LEAST_WORK),
                export.bytes as f64 / 1e6 / median(&row.seconds),
            );
        }
    }
}

fn median(seconds: &[f64]) -> f64 {
    let mut seconds = seconds.to_vec();
    seconds.sort_by(f64::total_cmp);
    let middle = seconds.len() / 2;
    match seconds.len() {
        0 => f64::NAN,
        count if count % 2 == 0 => f64::midpoint(seconds[middle - 1], seconds[middle]),
        _ => seconds[middle],
    }
}

fn edge(seconds: &[f64], better: fn(f64, f64) -> f64) -> f64 {
    seconds.iter().copied().fold(f64::NAN, better)
}

/// What a benchmark writes, round by round: every round must write the same. Of each only its length and a digest are kept.
#[derive(Default)]
pub struct Same(BTreeMap<String, (u64, u64)>);

impl Same {
    pub fn compare(&mut self, what: &str, mut written: impl Read) -> Result<(), Box<dyn Error>> {
        let mut hasher = DefaultHasher::new();
        let mut block = vec![0; 1 << 20];
        let mut length = 0;
        loop {
            match written.read(&mut block)? {
                0 => break,
                count => {
                    hasher.write(&block[..count]);
                    length += count as u64;
                }
            }
        }
        let found = (length, hasher.finish());
        let before = *self.0.entry(what.to_owned()).or_insert(found);
        if before == found {
            return Ok(());
        }
        Err(format!("{what}: two rounds did not write the same bytes").into())
    }
}
