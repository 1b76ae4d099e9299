//! How much of each area of practice can be judged, and what to export to judge the rest.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::check::assess::Lack;
use crate::model::catalogue::{Catalogue, FieldId, TableId};
use crate::report::layout::{title, wrapped};
use crate::rules::plan::RuleId;
use crate::rules::sentence::joined;

use super::Inspection;

/// Rules named beside what they want.
const NAMED: usize = 4;

pub(super) fn show(text: &mut String, inspection: &Inspection<'_>) {
    let rules = &inspection.rules;
    let can = rules.iter().filter(|(_, lacking)| lacking.is_empty());
    let line = format!(
        "WHAT CAN BE JUDGED: {} OF {} STANDARDS",
        can.count(),
        rules.len()
    );
    title(text, &line);
    for area in &inspection.ruleset.reference.areas {
        let of_area: Vec<&(RuleId, Vec<Lack>)> = rules
            .iter()
            .filter(|(id, _)| inspection.ruleset.rule(*id).area == area.key)
            .collect();
        let can = of_area
            .iter()
            .filter(|(_, lacking)| lacking.is_empty())
            .count();
        if of_area.is_empty() {
            continue;
        }
        let mut line = format!("{}: {can} of {} standards", area.title, of_area.len());
        // A list of headings alone is there, and says nothing of anybody.
        let is_idle = |(id, lacking): &&&(RuleId, Vec<Lack>)| {
            lacking.is_empty() && inspection.records.rows(inspection.ruleset.rule(*id).table) == 0
        };
        match of_area.iter().filter(is_idle).count() {
            0 => {}
            idle if idle == can => line.push_str(", with no record to judge"),
            idle => {
                let _ = write!(line, ", {idle} of them with no record to judge");
            }
        }
        let wanted = wanted(inspection, &of_area);
        if !wanted.is_empty() {
            let _ = write!(line, "; for the rest: {}", wanted.join(", "));
        }
        wrapped(text, &line, inspection.width, 2);
    }
}

/// What is to be exported and for which rules, what most of them want first.
fn wanted(inspection: &Inspection<'_>, rules: &[&(RuleId, Vec<Lack>)]) -> Vec<String> {
    let catalogue = &inspection.ruleset.catalogue;
    let mut by_lack: BTreeMap<&Lack, Vec<&str>> = BTreeMap::new();
    for (id, lacking) in rules {
        for lack in lacking {
            let ids = by_lack.entry(lack).or_default();
            ids.push(&inspection.ruleset.rule(*id).id);
        }
    }
    // What the same rules want is said once.
    let mut wanted: Vec<(Vec<&str>, Vec<String>)> = Vec::new();
    for (lack, ids) in by_lack {
        let lack = to_export(lack, catalogue);
        match wanted.iter_mut().find(|(others, _)| *others == ids) {
            Some((_, together)) => together.push(lack),
            None => wanted.push((ids, vec![lack])),
        }
    }
    wanted.sort_by_key(|(ids, _)| std::cmp::Reverse(ids.len()));
    wanted
        .into_iter()
        .map(|(ids, lacks)| format!("{} ({})", joined(&lacks, "and"), named(&ids)))
        .collect()
}

fn named(ids: &[&str]) -> String {
    if ids.len() <= NAMED {
        return ids.join(", ");
    }
    let more = ids.len() - NAMED + 1;
    format!("{} and {more} more", ids[..NAMED - 1].join(", "))
}

fn to_export(lack: &Lack, catalogue: &Catalogue) -> String {
    let name = |table: TableId, field: FieldId| catalogue.field_name(table, field);
    let names = |fields: &[(TableId, FieldId)]| {
        let names: Vec<String> = fields
            .iter()
            .map(|(table, field)| name(*table, *field))
            .collect();
        names.join(" or ")
    };
    match lack {
        Lack::Table(table) => catalogue.table(*table).name.clone(),
        Lack::Field(table, field) => name(*table, *field),
        Lack::Blank(table, field) => format!("{} filled in", name(*table, *field)),
        Lack::NotUnderstood { table, field, .. } => {
            format!("{} in listed spellings", name(*table, *field))
        }
        Lack::Childless { table, .. } => {
            let definition = catalogue.table(*table);
            format!(
                "{} with the child of every {}",
                definition.name, definition.one
            )
        }
        Lack::End(fields) | Lack::Some(1, fields) => names(fields),
        Lack::Some(count, fields) => format!("{count} of {}", names(fields)),
        Lack::List(_, list) => list.clone(),
        Lack::Earlier(table) => {
            let definition = catalogue.table(*table);
            format!("{} with every {}", definition.name, definition.one)
        }
        Lack::Code {
            table,
            field,
            codes,
            ..
        } => {
            let texts = codes.iter().map(|code| catalogue.codes.text(*code));
            let texts: Vec<&str> = texts.collect();
            format!("{} that says {}", name(*table, *field), texts.join(" or "))
        }
        Lack::Answers { table, field, .. } => {
            format!("{} as it was answered", name(*table, *field))
        }
    }
}
