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
    let mut strange_ones = 0;
    for item in &items {
        let whole = fold(item);
        // Two agencies written as one name are two.
        let apart = item.replace(" and ", "/").replace(['&', '+'], "/");
        let parts: Vec<&str> = match known(&whole) {
            Some(_) => vec![item.as_str()],
            None => apart.split('/').collect(),
        };
        let found: Vec<Option<&Agency>> = parts.iter().map(|part| known(&fold(part))).collect();
        // Of a name that is understood in part nobody knows who was there: "apologies from police and health".
        let behind = if found.iter().all(Option::is_some) {
            0
        } else {
            parts.iter().map(|part| pieces(part)).sum()
        };
        for agency in found.into_iter().flatten().filter(|_| behind == 0) {
            // A parent or a lawyer is no agency that takes part.
            if agency.attends && !present.contains(&agency.name.as_str()) {
                present.push(&agency.name);
            }
        }
        if behind > 0 && !strange.contains(&whole) {
            strange.push(whole);
            strange_ones += behind;
        }
    }
    let besides = rule.list("besides");
    let all_of = rule.list("all_of");
    let missing: Vec<&&str> = all_of
        .iter()
        .filter(|name| !present.contains(name))
        .collect();
    let (not_counted, counted): (Vec<&&str>, Vec<&&str>) =
        missing.into_iter().partition(|name| besides.contains(name));
    let others = present
        .iter()
        .filter(|name| !besides.contains(name))
        .count();
    let at_least = rule.number("at_least").unwrap_or(0.0) as usize;
    let short = not_counted.len() + counted.len().max(at_least.saturating_sub(others));
    Said::undated(match short {
        0 => "met",
        // Each name that nobody recognises could be one of the agencies that are not there, and a list in one cell several.
        _ if short <= strange_ones => "unknown",
        _ => "failed",
    })
}

/// The pieces of a name that is no agency's: what stands between brackets, stops, numbers and dashes.
fn pieces(part: &str) -> usize {
    let marked: String = part
        .replace(" - ", ";")
        .chars()
        .map(|letter| match letter {
            '0'..='9' | '.' | ',' | ':' | '(' | ')' | '[' | ']' | '|' | '\t' => ';',
            letter => letter,
        })
        .collect();
    let words = marked.split(';');
    let words = words.filter(|piece| piece.chars().any(char::is_alphabetic));
    words.count().max(1)
}
