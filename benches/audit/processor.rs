//! Seconds of processor time, which other work on the machine does not add to as it does to the clock's.

use std::fs;

/// The kernel counts in hundredths, whatever it does inside.
const TICKS: f64 = 100.0;

/// What a running process has used, its threads together: a number, or "self". None where the system does not say.
pub fn seconds(process: &str) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the name, which may hold anything: user and system time are the twelfth and thirteenth.
    let (_, fields) = text.rsplit_once(')')?;
    let ticks: Vec<f64> = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse().ok())
        .collect();
    (ticks.len() == 2).then(|| ticks.iter().sum::<f64>() / TICKS)
}
