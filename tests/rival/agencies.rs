//! `attendance`: which agencies a list names.

use std::fs;
use std::path::Path;

use super::cell::Value;
use super::phrases::fold;
use super::rule::Rule;
use super::verdict::Said;
use super::world::{Place, World};

pub struct Agency {
    pub name: String,
    pub attends: bool,
    pub spellings: Vec<String>,
}

pub fn read_agencies() -> Vec<Agency> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/agencies.toml");
    let file: toml::Table = toml::from_str(&fs::read_to_string(path).expect("text")).expect("TOML");
    let agencies = file["agency"].as_array().expect("a list of agencies");
    let text = |value: &toml::Value| value.as_str().expect("text").to_owned();
    agencies
        .iter()
        .map(|agency| Agency {
            name: text(&agency["name"]),
            attends: agency["attends"].as_bool().expect("yes or no"),
            spellings: agency["spellings"]
                .as_array()
                .expect("spellings")
                .iter()
                .map(text)
                .collect(),
        })
        .collect()
}

pub fn attendance<'w>(
    world: &World<'w>,
    rule: &'w Rule,
    subject: Place<'w>,
    agencies: &[Agency],
) -> Said {
    let field = rule.text_of("field").expect("a field");
    let Some(Value::List(items)) = world.value(subject, field) else {
        return Said::undated("unknown");
    };
    let mut present: Vec<&str> = Vec::new();
    let mut strange: Vec<String> = Vec::new();
    let known = |item: &str| {
        agencies.iter().find(|agency| {
            fold(&agency.name) == item
                || agency
                    .spellings
                    .iter()
                    .any(|spelling| fold(spelling) == item)
        })
    };
    let mut names: Vec<String> = Vec::new();
    for item in &items {
        let item = fold(item);
        // Two agencies written as one name are two, where both are known.
        let apart = item.replace(" and ", "/").replace('&', "/");
        let parts: Vec<&str> = apart.split('/').map(str::trim).collect();
        if known(&item).is_none() && parts.iter().all(|part| known(part).is_some()) {
            names.extend(parts.iter().map(|part| (*part).to_owned()));
        } else {
            names.push(item);
        }
    }
    for item in names {
        match known(&item) {
            // A parent or a lawyer is no agency that takes part.
            Some(agency) if !agency.attends => {}
            Some(agency) if !present.contains(&agency.name.as_str()) => present.push(&agency.name),
            None if !strange.contains(&item) => strange.push(item),
            // Named before.
            _ => {}
        }
    }
    let missing = rule
        .list("all_of")
        .iter()
        .filter(|name| !present.contains(name))
        .count();
    let at_least = rule.number("at_least").unwrap_or(0.0) as usize;
    let short = missing.max(at_least.saturating_sub(present.len()));
    Said::undated(match short {
        0 => "met",
        // Each name that nobody recognises could be one of the agencies that are not there.
        _ if short <= strange.len() => "unknown",
        _ => "failed",
    })
}
