//! Runs the examples inside rules through the real loader and the real checks.

use std::cell::LazyCell;
use std::fmt;

use crate::check::outcome::Outcome;
use crate::check::request::Request;
use crate::check::run::{Status, run};
use crate::check::scope::Scope;
use crate::check::waiver::Waivers;
use crate::load::{Context, Input, load};
use crate::model::runner::InTurn;
use crate::rules::Ruleset;
use crate::rules::plan::{Example, Expectation, Rule, RuleId};
use crate::rules::settings::Limits;

/// An example that did not come out as its rule says.
pub struct Surprise {
    pub rule: String,
    pub example: String,
    pub expected: String,
    pub found: String,
    /// The rule is carried, and would come out as expected without what a folder of rules has in place of the lists carried.
    pub by_folder: bool,
}

impl fmt::Display for Surprise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.rule, self.example)?;
        writeln!(f, "  expected: {}", self.expected)?;
        let by_folder = if self.by_folder {
            ", by a list of this folder in place of the one carried"
        } else {
            ""
        };
        writeln!(f, "  found:    {}{by_folder}", self.found)
    }
}

/// Runs every example of every rule: how many there are, and those that surprise.
pub fn run_all(ruleset: &Ruleset) -> (usize, Vec<Surprise>) {
    let mut count = 0;
    // Without the folder that is laid over them, if one is.
    let carried = LazyCell::new(|| {
        ruleset.added.as_ref()?;
        Ruleset::carried().ok()
    });
    let comes_out_without = |rule: &Rule, example: &Example, expected: &str| {
        let carried = carried.as_ref().filter(|_| ruleset.is_carried(rule));
        let id = carried.and_then(|carried| carried.find(&rule.id));
        let found = carried.zip(id);
        found.is_some_and(|(carried, id)| judge(carried, id, example) == expected)
    };
    let mut surprises = Vec::new();
    for id in ruleset.ids() {
        let rule = ruleset.rule(id);
        for example in &rule.examples {
            count += 1;
            let expected = match &example.expect {
                Expectation::NotAssessed => "not assessed".to_owned(),
                Expectation::Outcomes(outcomes) => in_words(|outcome| {
                    let mut outcomes = outcomes.iter();
                    let found = outcomes.find(|(other, _)| *other == outcome);
                    found.map_or(0, |(_, count)| *count)
                }),
            };
            let found = judge(ruleset, id, example);
            if found != expected {
                surprises.push(Surprise {
                    by_folder: comes_out_without(rule, example, &expected),
                    rule: rule.id.clone(),
                    example: example.name.clone(),
                    expected,
                    found,
                });
            }
        }
    }
    (count, surprises)
}

/// What one rule alone says of an example: every table and field counts as present, and the period has no beginning.
fn judge(ruleset: &Ruleset, id: RuleId, example: &Example) -> String {
    let bytes = example.export.clone().into_bytes();
    let input = Input {
        name: "example.json".to_owned(),
        named: true,
        size: 0,
        read: Box::new(move || Ok(bytes.clone())),
    };
    let context = Context::new(
        &ruleset.catalogue,
        &ruleset.layouts,
        ruleset.reference.phrase_lists.placeholders(),
    );
    let mut loaded = match load(vec![input], &context, &InTurn) {
        Ok(loaded) => loaded,
        Err(refused) => {
            return refused
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; ");
        }
    };
    loaded
        .records
        .count_as_complete(&ruleset.catalogue, &example.absent);
    for table in &example.latest_only {
        loaded.records.keep_only_latest(*table);
    }
    let scope = Scope {
        as_at: example.as_at,
        after: None,
    };
    let waivers = Waivers::default();
    let finished = run(
        ruleset,
        &loaded.records,
        &Request {
            scope,
            rules: vec![id],
            waivers: &waivers,
            limits: Limits::default(),
        },
        &InTurn,
    );
    let result = &finished.rules[0];
    match &result.status {
        Status::NotAssessed(_) | Status::NotNeeded(_) => "not assessed".to_owned(),
        Status::Error(reason) => format!("error: {reason}"),
        Status::Assessed => in_words(|outcome| result.counts.outcomes.of(outcome)),
    }
}

fn in_words(count: impl Fn(Outcome) -> u64) -> String {
    let parts: Vec<String> = Outcome::ALL
        .into_iter()
        .filter(|outcome| count(*outcome) > 0)
        .map(|outcome| format!("{} {}", count(outcome), outcome.name()))
        .collect();
    if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join(", ")
    }
}
