//! Each kind of check on its own: every rule of that kind, over records that are already loaded.

use std::error::Error;
use std::time::Instant;

use caseready::rules::kind::Kind;
use caseready::rules::plan::RuleId;

use super::Options;
use super::count;
use super::engine::Engine;
use super::export::demo;
use super::table::{Figures, Same};

const ALL: &str = "every check";

pub fn bench(options: &Options) -> Result<(), Box<dyn Error>> {
    let export = demo(options.children, options.years, "native")?;
    let engine = Engine::new()?;
    let loaded = engine.load(&export)?;
    let of_kind = |kind: &str| -> Vec<RuleId> {
        let of_kind = |id: &RuleId| engine.ruleset.rule(*id).check.kind().name() == kind;
        engine.rules().into_iter().filter(of_kind).collect()
    };
    let kinds = Kind::ALL.map(|(name, _)| name);
    let mut figures = Figures::default();
    let mut same = Same::default();
    for round in 1..=options.rounds {
        eprintln!("round {round} of {}", options.rounds);
        count::time(&export, &mut figures)?;
        for kind in kinds.into_iter().chain([ALL]) {
            let rules = if kind == ALL {
                engine.rules()
            } else {
                of_kind(kind)
            };
            let begun = Instant::now();
            let found = engine.check(&loaded, rules);
            figures.add(kind, begun.elapsed().as_secs_f64());
            let counts: Vec<String> = found
                .rules
                .iter()
                .map(|rule| format!("{:?}", rule.counts.outcomes))
                .collect();
            same.compare(kind, counts.join("\n").as_bytes())?;
        }
    }
    figures.print(&export);
    for kind in kinds {
        println!("{kind}: {} rules", of_kind(kind).len());
    }
    Ok(())
}
