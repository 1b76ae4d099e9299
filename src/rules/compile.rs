//! A rule file into a typed plan, with every mistake found at once.

use std::ops::Range;

use toml::de::DeTable;

use crate::model::catalogue::FieldId;

use super::check_keys::check;
use super::diagnostic::Mistakes;
use super::filter::{Filter, filter};
use super::path::Resolver;
use super::plan::{Certainty, Force, Rule, Severity};
use super::read::{Context, date_path, named, own_field, table};
use super::section::{Section, inside, text};
use super::{Diagnostic, example};

/// A rule, and the names of others in its file: what their numbers are shows when all are read.
pub(super) struct Compiled {
    pub(super) rule: Rule,
    pub(super) stands_in_for: Vec<Named>,
    /// That ask of the same event.
    pub(super) overlaps: Vec<Named>,
}

/// What is wrong with a rule, and its id where it can be read.
pub(super) struct Wrong {
    pub(super) id: Option<String>,
    pub(super) mistakes: Vec<Diagnostic>,
}

pub(super) struct Named {
    pub(super) id: String,
    pub(super) span: Range<usize>,
}

pub(super) fn rule(file: &str, source: &str, context: &Context<'_>) -> Result<Compiled, Wrong> {
    let mut mistakes = Mistakes::new(file);
    let (document, errors) = DeTable::parse_recoverable(source);
    for error in errors {
        mistakes.add(
            error.span().unwrap_or(0..0),
            error.message().to_owned(),
            "TOML ends here",
        );
    }
    let top = document.get_ref();
    let id = top.get("id").and_then(|id| id.get_ref().as_str());
    let wrong = |mistakes| Wrong {
        id: id.map(str::to_owned),
        mistakes,
    };
    if !mistakes.found.is_empty() {
        return Err(wrong(mistakes.found));
    }
    let mut section = Section::new(top, first_line(source), "the rule");
    let rule = compile(&mut section, context, &mut mistakes);
    section.finish(&[], &mut mistakes);
    match rule {
        Some(rule) if mistakes.found.is_empty() => Ok(rule),
        _ => {
            mistakes
                .found
                .sort_by_key(|diagnostic| diagnostic.span.start);
            Err(wrong(mistakes.found))
        }
    }
}

fn others(top: &mut Section<'_, '_>, key: &'static str, mistakes: &mut Mistakes) -> Vec<Named> {
    let values = top.list(key, mistakes).into_iter();
    let named = values.filter_map(|value| {
        Some(Named {
            id: text(value, mistakes)?.to_owned(),
            span: inside(value),
        })
    });
    named.collect()
}

fn first_line(source: &str) -> Range<usize> {
    0..source.find('\n').unwrap_or(source.len())
}

fn compile(
    top: &mut Section<'_, '_>,
    context: &Context<'_>,
    mistakes: &mut Mistakes,
) -> Option<Compiled> {
    let id = top.need_text("id", mistakes);
    let title = top.need_text("title", mistakes);
    let short = top.get("short").and_then(|value| text(value, mistakes));
    let area = top
        .need("area", mistakes)
        .and_then(|value| named(value, "area", &context.reference.area_keys(), mistakes));
    let severity = top.word("severity", &Severity::ALL, mistakes);
    let certainty = top.word("certainty", &Certainty::ALL, mistakes);
    let force = top.word("force", &Force::ALL, mistakes);
    let known = context.reference.source_keys();
    let sources: Vec<String> = top
        .list("sources", mistakes)
        .into_iter()
        .filter_map(|value| named(value, "source", &known, mistakes))
        .collect();
    let why = top.need_text("why", mistakes);
    let remedy = top.need_text("remedy", mistakes);
    let on = match top.get("default") {
        None => Some(true),
        Some(value) => match text(value, mistakes) {
            Some("on") => Some(true),
            Some("off") => Some(false),
            Some(other) => {
                mistakes.add(
                    inside(value),
                    format!("default cannot be {other:?}"),
                    "write \"on\" or \"off\"",
                );
                None
            }
            None => None,
        },
    };
    let off_because = top.get("off_because");
    match (on, off_because) {
        (Some(false), None) => mistakes.add(
            top.span.clone(),
            "a rule that is off says why",
            "add off_because = \"..\" below default",
        ),
        (Some(true), Some(value)) => mistakes.add(
            value.span(),
            "off_because goes with default = \"off\"",
            "this rule is on",
        ),
        _ => {}
    }
    let off_because = off_because.and_then(|value| text(value, mistakes));
    let stands_in_for = others(top, "stands_in_for", mistakes);
    let overlaps = others(top, "overlaps", mistakes);
    let placed_by = top.get("placed_by");
    let needs = top.list("needs", mistakes);
    let split = top.list("split", mistakes);
    let subject = top
        .need("subject", mistakes)
        .and_then(|value| Section::of(value, "[subject]", mistakes));
    let checks = top
        .need("check", mistakes)
        .and_then(|value| Section::of(value, "[check]", mistakes));
    let examples = top.list("example", mistakes);

    let mut subject = subject?;
    let table = subject
        .need("table", mistakes)
        .and_then(|value| table(value, context.catalogue, mistakes));
    let condition = subject.get("where");
    let Some(table) = table else {
        subject.finish(&["where"], mistakes);
        return None;
    };
    subject.finish(&[], mistakes);
    let resolver = Resolver {
        catalogue: context.catalogue,
        table,
    };
    let where_filter = condition.map_or(Some(Filter::default()), |value| {
        filter(value, resolver, mistakes)
    });
    let placed_by = match placed_by {
        None => Some(None),
        Some(value) => date_path(value, resolver, mistakes).map(Some),
    };
    let needs: Option<Vec<_>> = needs
        .into_iter()
        .map(|value| resolver.alternatives(text(value, mistakes)?, &inside(value), mistakes))
        .collect();
    let split: Option<Vec<FieldId>> = split
        .into_iter()
        .map(|value| own_field(value, resolver, mistakes))
        .collect();
    let check = checks.and_then(|checks| check(&checks, resolver, context, mistakes));
    let examples: Option<Vec<_>> = examples
        .into_iter()
        .map(|value| example::read(value, context.catalogue, mistakes))
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    let rule = Rule {
        id: id?.to_owned(),
        title: title?.to_owned(),
        short: short.or(title)?.to_owned(),
        area: area?,
        severity: severity?,
        certainty: certainty?,
        force: force?,
        sources,
        why: why?.to_owned(),
        remedy: remedy?.to_owned(),
        on: on?,
        off_because: off_because.unwrap_or_default().to_owned(),
        local: None,
        table,
        subject: where_filter?,
        check: check?,
        placed_by: placed_by?,
        needs: needs?,
        stands_in_for: Vec::new(),
        split: split?,
        examples: examples?,
        file: mistakes.file.to_owned(),
    };
    Some(Compiled {
        rule,
        stands_in_for,
        overlaps,
    })
}
