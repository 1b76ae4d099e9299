//! The exports that the laws are tried on.

use std::sync::LazyLock;

use caseready::model::day::Day;

use super::dice::Dice;
use super::engine::rules;
use super::export::Export;

pub struct Case {
    /// Enough to make it again.
    pub name: String,
    pub export: Export,
}

pub fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap_or_else(|| panic!("{text} is no day"))
}

/// Of so many cells of a rough export, one is not what it was.
const ROUGH: usize = 12;

/// Invented authorities with a seed and an as-at date of their own; every other one is rough.
pub fn demos(count: usize, dice: &mut Dice) -> Vec<Case> {
    let demo = |number| {
        let children = dice.between(30, 80) as u32;
        let seed = dice.below(1_000_000) as u64;
        let as_at = day("2023-01-01").plus_days(dice.between(0, 1_300));
        let mut export = Export::demo(children, seed, as_at);
        let mut name = format!("demo of {children} children, seed {seed}, as at {as_at}");
        if number % 2 == 1 {
            export = export.roughened(ROUGH, dice);
            name.push_str(", rough");
        }
        Case { name, export }
    };
    (0..count).map(demo).collect()
}

/// The two small exports that were written by hand.
pub fn fixtures() -> Vec<Case> {
    let as_at = day("2026-03-31");
    let case = |name: &str, export| Case {
        name: name.to_owned(),
        export,
    };
    vec![
        case(
            "fixtures/pre-proceedings",
            Export::fixture("pre-proceedings", as_at),
        ),
        case("fixtures/silent", Export::silent(as_at)),
    ]
}

/// Every example inside the carried rules.
fn all_examples() -> &'static [Case] {
    static EXAMPLES: LazyLock<Vec<Case>> = LazyLock::new(|| {
        let of_rule = |rule: &'static caseready::rules::plan::Rule| {
            rule.examples.iter().map(|example| Case {
                name: format!("example of {}: {}", rule.id, example.name),
                export: Export::example(example),
            })
        };
        rules().rules.iter().flat_map(of_rule).collect()
    });
    &EXAMPLES
}

/// Some examples of the carried rules, none twice.
pub fn examples(count: usize, dice: &mut Dice) -> Vec<Case> {
    let mut chosen: Vec<&Case> = all_examples().iter().collect();
    dice.shuffle(&mut chosen);
    let copy = |case: &Case| Case {
        name: case.name.clone(),
        export: case.export.clone(),
    };
    chosen.into_iter().take(count).map(copy).collect()
}

/// Some of each.
pub fn mixed(authorities: usize, of_rules: usize, dice: &mut Dice) -> Vec<Case> {
    let mut cases = fixtures();
    cases.extend(demos(authorities, dice));
    cases.extend(examples(of_rules, dice));
    cases
}
