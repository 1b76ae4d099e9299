//! Whole audits of exports of several sizes, and how their time divides.

use std::error::Error;
use std::fs::File;
use std::time::Instant;

use caseready::report::json;

use super::engine::Engine;
use super::export::{Export, demo};
use super::table::{Figures, Same};
use super::{Options, count, floor, whole};

const LOAD: &str = "  load";
const INDEX: &str = "  index alone";
const CHECK: &str = "  check, index included";
const REPORT: &str = "  report as JSON";

/// More children than this are only audited whole: the parts, run in this process, would hold what they hold once more.
const MOST_IN_PARTS: u32 = 100_000;

pub fn bench(sizes: &[u32], options: &Options) -> Result<(), Box<dyn Error>> {
    let mut exports: Vec<(Export, bool, Figures)> = Vec::new();
    for &children in sizes {
        let parts = children <= MOST_IN_PARTS;
        exports.push((
            demo(children, options.years, "native")?,
            parts,
            Figures::default(),
        ));
    }
    let mut same = Same::default();
    for round in 1..=options.rounds {
        eprintln!("round {round} of {}", options.rounds);
        for (export, parts, figures) in &mut exports {
            count::time(export, figures)?;
            let whole = whole::audit(export, &[])?;
            whole.add_to(figures);
            same.compare(&export.name, File::open(&whole.report)?)?;
            if *parts {
                floor::typed(export, figures)?;
                floor::written(&whole.report, figures)?;
                let written = in_parts(export, figures)?;
                same.compare(&format!("{}, in parts", export.name), written.as_slice())?;
            }
        }
    }
    for (export, _, figures) in &exports {
        figures.print(export);
    }
    Ok(())
}

fn in_parts(export: &Export, figures: &mut Figures) -> Result<Vec<u8>, Box<dyn Error>> {
    let engine = Engine::new()?;
    let mut last = Instant::now();
    let mut stage = |name: &'static str| {
        figures.add(name, last.elapsed().as_secs_f64());
        last = Instant::now();
    };
    let loaded = engine.load(export)?;
    stage(LOAD);
    let rules = engine.rules();
    drop(engine.index(&loaded, &rules));
    stage(INDEX);
    let found = engine.check(&loaded, rules);
    stage(CHECK);
    let mut written = Vec::new();
    engine.finish(&loaded, &found, |finished| {
        json::write(finished, &engine.pool, &mut written)
    })?;
    stage(REPORT);
    Ok(written)
}
