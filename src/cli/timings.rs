//! Where a run's time and memory went, on standard error, for whoever finds it slow.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::check::run::Run;
use crate::model::records::Records;
use crate::rules::Ruleset;

/// Rules that are named; the rest are counted together.
const RULES_NAMED: usize = 20;

pub struct Timings {
    last: Instant,
    stages: Vec<(String, Duration)>,
}

impl Timings {
    pub fn begin() -> Self {
        Self {
            last: Instant::now(),
            stages: Vec::new(),
        }
    }

    /// What was done since the stage before; a stage that was done before takes longer by it.
    pub fn done(&mut self, stage: impl Into<String>) {
        let now = Instant::now();
        let (stage, spent) = (stage.into(), now - self.last);
        self.last = now;
        match self.stages.iter_mut().find(|(known, _)| *known == stage) {
            Some((_, sum)) => *sum += spent,
            None => self.stages.push((stage, spent)),
        }
    }

    pub fn shown(&self, ruleset: &Ruleset, records: &Records, run: &Run<'_>) -> String {
        let mut text = String::new();
        self.stages(&mut text);
        tables(&mut text, ruleset, records);
        rules(&mut text, ruleset, run);
        text
    }

    /// The stages alone.
    pub fn of_stages(&self) -> String {
        let mut text = String::new();
        self.stages(&mut text);
        text
    }

    fn stages(&self, text: &mut String) {
        let all: Duration = self.stages.iter().map(|(_, spent)| *spent).sum();
        let _ = writeln!(text, "{:<44} {:>9}", "STAGE", "seconds");
        for (stage, spent) in &self.stages {
            let _ = writeln!(text, "{stage:<44} {:>9.3}", spent.as_secs_f64());
        }
        let _ = writeln!(text, "{:<44} {:>9.3}", "in all", all.as_secs_f64());
    }
}

/// What each table takes of memory, beside what its files had.
fn tables(text: &mut String, ruleset: &Ruleset, records: &Records) {
    let _ = writeln!(text, "\n{:<34} {:>9} {:>9}", "TABLE", "records", "MB held");
    let mut all = 0;
    for (id, table) in ruleset.catalogue.tables() {
        let (rows, held) = (records.rows(id), records.held(id));
        if rows > 0 {
            let _ = writeln!(
                text,
                "{:<34} {rows:>9} {:>9.1}",
                table.name,
                megabytes(held)
            );
        }
        all += held;
    }
    let read: u64 = records.files.iter().map(|file| file.bytes).sum();
    let ratio = all as f64 / read.max(1) as f64;
    let _ = writeln!(
        text,
        "in all {:.1} MB held of {:.1} MB read: {ratio:.2} bytes a byte",
        megabytes(all),
        megabytes(read as usize),
    );
}

fn rules(text: &mut String, ruleset: &Ruleset, run: &Run<'_>) {
    let mut spent: Vec<(Duration, &str)> = run
        .rules
        .iter()
        .map(|result| (result.spent, ruleset.rule(result.id).id.as_str()))
        .collect();
    spent.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let _ = writeln!(
        text,
        "\n{:<44} {:>9}",
        "RULE (threads added together)", "seconds"
    );
    let (named, rest) = spent.split_at(spent.len().min(RULES_NAMED));
    for (spent, id) in named {
        let _ = writeln!(text, "{id:<44} {:>9.3}", spent.as_secs_f64());
    }
    if !rest.is_empty() {
        let others: Duration = rest.iter().map(|(spent, _)| *spent).sum();
        let line = format!("{} more", rest.len());
        let _ = writeln!(text, "{line:<44} {:>9.3}", others.as_secs_f64());
    }
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
