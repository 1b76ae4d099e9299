//! Rules of the rival's own, beside those carried and the local ones.

use std::collections::BTreeMap;

use super::compare::Court;
use super::engine::Engine;
use super::judge::Rival;
use super::rule::Rule;

const VARIANTS: &str = include_str!("variants.txt");

/// What every rule file must say.
const HEAD: &str = r#"
title = "A rule of the rival's own"
area = "pre-proceedings"
severity = "high"
certainty = "fact"
force = "local"
sources = ["local-custom"]
why = "To be judged twice."
remedy = "Mend whichever of the two is wrong."
"#;

pub fn variants() -> (Court, Vec<Rule>) {
    let mut files = BTreeMap::new();
    let mut rules = Vec::new();
    for section in VARIANTS.split("## ").skip(1) {
        let (name, rest) = section.split_once('\n').expect("a heading");
        let (id, reaches) = name.split_once(": ").expect("an id and outcomes");
        let text = format!("id = \"{id}\"{HEAD}{rest}");
        rules.push(Rule {
            reaches: reaches.split(' ').collect(),
            ..Rule::read("tests/rival/variants.txt", text.clone())
        });
        files.insert(format!("standards/local/{id}.toml"), text);
    }
    let court = Court {
        engine: Engine::with(files),
        rival: Rival::with(&["rules/phrases"]),
    };
    (court, rules)
}
