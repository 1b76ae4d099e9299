//! Lists that stand where nothing is read: inside records, or inside an object beside the lists that are read.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use serde_json::value::RawValue;

use crate::load::builder::Context;
use crate::load::recognise;
use crate::model::problem::{First, Problem, ProblemSeverity};

use super::{TO_THE_TOP, is_table, stand};

/// Lists inside records, under names that are no table's, whose own records fit a list all the same: their number.
pub(super) fn lists_inside(
    context: &Context<'_>,
    rows: &[&RawValue],
    names: &BTreeSet<String>,
) -> Vec<(String, u64)> {
    let mut found: BTreeMap<&String, (Vec<String>, u64)> = BTreeMap::new();
    if names.is_empty() {
        return Vec::new();
    }
    for row in rows {
        let Ok(Value::Object(record)) = serde_json::from_str(row.get()) else {
            continue;
        };
        for name in names {
            let items = record.get(name).and_then(Value::as_array);
            for item in items.into_iter().flatten().filter_map(Value::as_object) {
                let (headings, count) = found.entry(name).or_default();
                *count += 1;
                for heading in item.keys() {
                    if !headings.contains(heading) {
                        headings.push(heading.clone());
                    }
                }
            }
        }
    }
    let fits = |name: &str, headings: &[String]| {
        recognise::list(context.layouts, headings, name).is_some_and(|list| list.is_ok())
    };
    let lists = found.into_iter();
    let lists = lists.filter(|(name, (headings, _))| fits(name, headings));
    lists
        .map(|(name, (_, count))| (name.clone(), count))
        .collect()
}

/// Lists of a table's name, or of records that fit one, inside an object that stands beside the lists that are read.
pub(super) fn lists_around<'v>(
    context: &'v Context<'_>,
    raw: &RawValue,
    within: &'v str,
) -> impl Iterator<Item = Problem> + use<'v> {
    let mut found: BTreeMap<String, (Vec<String>, u64)> = BTreeMap::new();
    let value: Option<Value> = serde_json::from_str(raw.get()).ok();
    let mut open: Vec<Value> = value.into_iter().collect();
    while let Some(value) = open.pop() {
        let Value::Object(object) = value else {
            continue;
        };
        for (name, inner) in object {
            if let Value::Array(items) = &inner {
                let (headings, count) = found.entry(name).or_default();
                for item in items.iter().filter_map(Value::as_object) {
                    *count += 1;
                    headings.extend(item.keys().cloned());
                }
                headings.sort();
                headings.dedup();
            } else {
                open.push(inner);
            }
        }
    }
    let is_read = move |name: &str, headings: &[String]| {
        is_table(context, name) || recognise::list(context.layouts, headings, name).is_some()
    };
    let lists = found.into_iter();
    let lists =
        lists.filter(move |(name, (headings, count))| *count > 0 && is_read(name, headings));
    lists.map(move |(name, (_, count))| {
        let message = format!(
            "{} in {name:?} inside {within:?}, where nothing is read: {TO_THE_TOP}",
            stand(count)
        );
        let problem = Problem::new(ProblemSeverity::Error, message).times(count);
        problem.first(First::NotRead)
    })
}
