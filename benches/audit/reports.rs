//! Each report on its own, of a run that has just ended.

use std::error::Error;
use std::io::{self, Write};
use std::time::Instant;

use caseready::cli::threads::Threads;
use caseready::report::document::Finished;
use caseready::report::saved::SavedRun;
use caseready::report::summary::By;
use caseready::report::terminal::{Terminal, render};
use caseready::report::{github, html, json, junit, markdown, ndjson, sarif, separated, workbook};

use super::Options;
use super::count;
use super::engine::Engine;
use super::export::demo;
use super::table::{Figures, Same};

/// The name of a report, and what it holds.
type Written = (&'static str, Vec<u8>);

type Saved = fn(&SavedRun, &mut dyn Write) -> io::Result<()>;

/// Made of the run as its document gives it back.
const SAVED: [(&str, Saved); 8] = [
    ("csv=, findings", separated::findings),
    ("csv=, measures", separated::measures),
    ("markdown=", markdown::write),
    ("html=", html::write),
    ("xlsx=", workbook::write),
    ("sarif=", sarif::write),
    ("junit=", junit::write),
    ("github=", github::write),
];

pub fn bench(options: &Options) -> Result<(), Box<dyn Error>> {
    let export = demo(options.children, options.years, "native")?;
    let engine = Engine::new()?;
    let loaded = engine.load(&export)?;
    let found = engine.check(&loaded, engine.rules());
    let mut figures = Figures::default();
    let mut same = Same::default();
    let mut sizes: Vec<(&str, usize)> = Vec::new();
    for round in 1..=options.rounds {
        eprintln!("round {round} of {}", options.rounds);
        count::time(&export, &mut figures)?;
        let reports = engine.finish(&loaded, &found, |finished| {
            every(finished, &engine.pool, &mut figures)
        })?;
        sizes = reports
            .iter()
            .map(|(name, bytes)| (*name, bytes.len()))
            .collect();
        for (name, bytes) in reports {
            same.compare(name, bytes.as_slice())?;
        }
    }
    figures.print(&export);
    println!();
    for (name, bytes) in sizes {
        println!("{name:<30} {:>9.1} MB", bytes as f64 / 1e6);
    }
    Ok(())
}

fn every(
    finished: &Finished<'_>,
    pool: &Threads,
    figures: &mut Figures,
) -> Result<Vec<Written>, Box<dyn Error>> {
    let mut reports = Vec::new();
    let mut last = Instant::now();
    let mut made = |name: &'static str, bytes: Vec<u8>| {
        figures.add(name, last.elapsed().as_secs_f64());
        reports.push((name, bytes));
        last = Instant::now();
    };
    let terminal = Terminal {
        width: 80,
        fail_on: None,
        by: By::Team,
    };
    made("table", render(finished, &terminal).into_bytes());
    let mut bytes = Vec::new();
    json::write(finished, pool, &mut bytes)?;
    made("json=", bytes);
    let mut bytes = Vec::new();
    ndjson::write(finished, pool, &mut bytes)?;
    made("ndjson=", bytes);
    // The others begin with it, once for all of them.
    let run = SavedRun::of(finished, pool)?;
    made("the run given back", Vec::new());
    for (name, write) in SAVED {
        let mut bytes = Vec::new();
        write(&run, &mut bytes)?;
        made(name, bytes);
    }
    Ok(reports)
}
