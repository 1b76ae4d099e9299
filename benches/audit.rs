//! Where the time of a large audit goes: the export of an invented authority of 40,000 children is written below the build
//! folder, then read and judged in rounds with one thread and with two, turn by turn, and the medians are printed.
//!
//! Run with `cargo bench`. The results of every round are compared too: a change that is faster and different is no gain.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use caseready::check::context::Context as CheckContext;
use caseready::check::grouped::Grouped;
use caseready::check::request::Request;
use caseready::check::run::run;
use caseready::check::scope::Scope;
use caseready::check::waiver::Waivers;
use caseready::demo::{Demo, headings};
use caseready::load::{Context, Input, load};
use caseready::model::day::Day;
use caseready::model::runner::Runner;
use caseready::model::view::View;
use caseready::report::document::Finished;
use caseready::rules::Ruleset;
use caseready::rules::settings::Limits;
use rayon::prelude::*;

const CHILDREN: u32 = 40_000;
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-export");
    let as_at = Day::from_ymd(2026, 3, 31).ok_or("a day")?;
    let bytes = export(&folder, CHILDREN, as_at)?;
    println!(
        "export: {CHILDREN} children, {} MB of CSV",
        bytes / 1_000_000
    );
    let mut times: BTreeMap<(usize, &'static str), Vec<f64>> = BTreeMap::new();
    let mut results: Vec<Vec<u8>> = Vec::new();
    for _ in 0..ROUNDS {
        for threads in [1, 2] {
            results.push(round(&folder, as_at, threads, &mut times)?);
        }
    }
    assert!(
        results.windows(2).all(|pair| pair[0] == pair[1]),
        "every round must give the same bytes"
    );
    println!(
        "{:>7}  {:<10} {:>8} {:>8} {:>8}",
        "threads", "stage", "min s", "median s", "max s"
    );
    for ((threads, stage), mut seconds) in times {
        seconds.sort_by(f64::total_cmp);
        println!(
            "{threads:>7}  {stage:<10} {:>8.3} {:>8.3} {:>8.3}",
            seconds[0],
            seconds[ROUNDS / 2],
            seconds[ROUNDS - 1]
        );
    }
    println!("report: {} bytes of JSON", results[0].len());
    Ok(())
}

struct Pool(rayon::ThreadPool);

impl Runner for Pool {
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
        self.0
            .install(|| items.into_par_iter().map(&work).collect())
    }

    fn width(&self) -> usize {
        self.0.current_num_threads()
    }
}

fn round(
    folder: &Path,
    as_at: Day,
    threads: usize,
    times: &mut BTreeMap<(usize, &'static str), Vec<f64>>,
) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let runner = Pool(
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()?,
    );
    let begun = Instant::now();
    let mut last = begun;
    let mut stage = |name: &'static str| {
        times
            .entry((threads, name))
            .or_default()
            .push(last.elapsed().as_secs_f64());
        last = Instant::now();
    };
    let ruleset = Ruleset::carried().map_err(|bad| format!("{:?}", bad.diagnostics))?;
    stage("1 rules");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    files.sort();
    let inputs = files.into_iter().map(|path| Input {
        name: path.to_string_lossy().into_owned(),
        named: true,
        size: 0,
        read: Box::new(move || fs::read(&path)),
    });
    let context = Context::new(
        &ruleset.catalogue,
        &ruleset.layouts,
        ruleset.reference.phrase_lists.placeholders(),
    );
    let loaded =
        load(inputs.collect(), &context, &runner).map_err(|refused| format!("{refused:?}"))?;
    stage("2 load");
    let scope = Scope {
        as_at,
        after: Some(as_at.plus_months(-12)),
    };
    let waivers = Waivers::default();
    let rules = ruleset.ids().filter(|id| ruleset.rule(*id).on).collect();
    let found = run(
        &ruleset,
        &loaded.records,
        &Request {
            scope,
            rules,
            waivers: &waivers,
            limits: Limits::default(),
        },
        &runner,
    );
    stage("3 check");
    let grouped = Grouped::build(&ruleset, &loaded.records, std::iter::empty(), &runner);
    let view = View {
        records: &loaded.records,
        catalogue: &ruleset.catalogue,
        as_at,
    };
    let finished = Finished {
        ruleset: &ruleset,
        records: &loaded.records,
        run: &found,
        context: CheckContext {
            view,
            calendar: &ruleset.calendar,
            ruleset: &ruleset,
            grouped: &grouped,
        },
        problems: &loaded.problems,
        arguments: &[],
        settings_file: None,
        limits: Limits::default(),
        pseudonymised: false,
        exit: 0,
        complete: true,
    };
    let mut json = Vec::new();
    caseready::report::json::write(&finished, &runner, &mut json)?;
    stage("4 report");
    times
        .entry((threads, "5 whole"))
        .or_default()
        .push(begun.elapsed().as_secs_f64());
    println!(
        "{threads} threads: {} bytes held for records",
        black_box(loaded.records.files.len())
    );
    Ok(json)
}

/// Writes the export of an invented authority, and gives its size in bytes.
fn export(folder: &Path, children: u32, as_at: Day) -> Result<u64, Box<dyn std::error::Error>> {
    let ruleset = Ruleset::carried().map_err(|bad| format!("{:?}", bad.diagnostics))?;
    let demo = Demo::new(children, 1, as_at, &ruleset.calendar);
    fs::create_dir_all(folder)?;
    let mut files = Vec::new();
    let mut bytes = 0;
    for (name, heading) in headings() {
        let mut file = BufWriter::new(fs::File::create(folder.join(format!("{name}.csv")))?);
        file.write_all(&heading)?;
        files.push(file);
    }
    for number in 0..demo.chunks() {
        for (file, rows) in files.iter_mut().zip(&demo.chunk(number).tables) {
            file.write_all(rows)?;
            bytes += rows.len() as u64;
        }
    }
    for mut file in files {
        file.flush()?;
    }
    Ok(bytes)
}
