//! Two documents side by side, without what a change may move.

use std::collections::BTreeMap;

use serde_json::Value;

/// The parts of a document that list findings.
pub const LISTS: [&str; 3] = ["findings", "upcoming", "unknown"];

/// The eight outcomes, as the document names them.
pub const OUTCOMES: [&str; 8] = [
    "met", "late", "missed", "overdue", "failed", "due", "unknown", "waived",
];
pub const NOT_MET: [&str; 4] = ["late", "missed", "overdue", "failed"];

pub fn list<'d>(document: &'d Value, name: &str) -> &'d Vec<Value> {
    document[name]
        .as_array()
        .unwrap_or_else(|| panic!("{name} is a list"))
}

pub fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or("")
}

pub fn number(value: &Value, name: &str) -> u64 {
    value[name]
        .as_u64()
        .unwrap_or_else(|| panic!("{name} is a number: {value}"))
}

/// Takes fields away wherever they stand.
pub fn without(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !names.contains(&name.as_str()));
            fields.values_mut().for_each(|value| without(value, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| without(item, names)),
        _ => {}
    }
}

/// Changes every text.
pub fn each_text(value: &mut Value, change: &impl Fn(&str) -> Option<String>) {
    match value {
        Value::String(text) => {
            if let Some(changed) = change(text) {
                *text = changed;
            }
        }
        Value::Object(fields) => {
            fields
                .values_mut()
                .for_each(|value| each_text(value, change));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_text(item, change)),
        _ => {}
    }
}

/// Puts a list in an order of its own, for where the document's order may change.
pub fn sort(document: &mut Value, name: &str) {
    let items = document[name].as_array_mut();
    let items = items.unwrap_or_else(|| panic!("{name} is a list"));
    items.sort_by_cached_key(Value::to_string);
}

/// Cuts a text short where these words begin, wherever they stand in the document.
fn cut(document: &mut Value, words: &str) {
    each_text(document, &|text| Some(text.split_once(words)?.0.to_owned()));
}

/// Rows are said in words too: of the narrative that another repeats, and of the first of several records, which a problem names.
pub fn without_rows(document: &mut Value) {
    without(document, &["row"]);
    cut(document, " (row ");
    cut(document, "; the first is ");
}

/// How often a document has each problem, whatever the number of files it is spread over.
pub fn problems(document: &Value) -> BTreeMap<String, u64> {
    let mut problems = BTreeMap::new();
    for problem in list(document, "problems") {
        // The number is in the sentence too, with the words that go with it.
        let message: Vec<&str> = text(problem, "message")
            .split(|letter: char| !letter.is_alphabetic())
            .filter(|word| !["", "s", "time", "times", "cell", "cells"].contains(word))
            .collect();
        let key = format!("{} {} {message:?}", problem["severity"], problem["column"]);
        *problems.entry(key).or_default() += number(problem, "count");
    }
    problems
}

/// Says where two documents part first.
pub fn assert_same(case: &str, one: &Value, other: &Value) {
    if let Some(difference) = difference(one, other) {
        panic!("{case}: {difference}");
    }
}

pub fn difference(one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            let names = a.keys().chain(b.keys());
            names
                .into_iter()
                .find_map(|name| {
                    let (a, b) = (a.get(name)?, b.get(name)?);
                    difference(a, b).map(|inside| format!(".{name}{inside}"))
                })
                .or_else(|| (one != other).then(|| format!(":\n  {one}\n  {other}")))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(place, (a, b))| {
                let inside = difference(a, b)?;
                Some(format!("[{place}]{inside}\n  of {a}\n  and {b}"))
            })
        }
        (Value::Array(a), Value::Array(b)) => {
            let only = |these: &[Value], those: &[Value]| {
                let only = these.iter().find(|item| !those.contains(item));
                only.map_or_else(|| "-".to_owned(), Value::to_string)
            };
            Some(format!(
                ": {} and {} items\n  only first: {}\n  only second: {}",
                a.len(),
                b.len(),
                only(a, b),
                only(b, a)
            ))
        }
        _ => (one != other).then(|| format!(": {one} is not {other}")),
    }
}
