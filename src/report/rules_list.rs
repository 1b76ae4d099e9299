//! The ruleset as a list.

use std::fmt::Write as _;

use serde::Serialize;

use crate::rules::Ruleset;
use crate::rules::plan::{Rule, Severity};
use crate::rules::sentence::Words;

use super::layout::{area_title, push_table, table};
use super::set_here;

pub fn render(ruleset: &Ruleset, width: usize) -> String {
    let mut text = String::new();
    for area in &ruleset.reference.areas {
        let rules: Vec<_> = ruleset
            .rules
            .iter()
            .filter(|rule| rule.area == area.key)
            .collect();
        if rules.is_empty() {
            continue;
        }
        area_title(&mut text, &area.title, width);
        let mut list = table(width);
        list.set_header(["rule", "asks", "severity", "force", "shows"]);
        for rule in rules {
            let off = if rule.on {
                ""
            } else {
                " [off unless named by --only]"
            };
            let here = rule.local.as_ref().map_or_else(String::new, |local| {
                format!("\nset here: {}", set_here::of_rule(rule, local))
            });
            list.add_row([
                rule.id.clone(),
                format!("{}{off}{here}", rule.title),
                rule.severity.name().to_owned(),
                rule.force.in_words().to_owned(),
                rule.certainty.name().to_owned(),
            ]);
        }
        push_table(&mut text, &list);
    }
    let on = ruleset.rules.iter().filter(|rule| rule.on).count();
    let first = ruleset.rules.first().map_or("RULE", |rule| &rule.id);
    let _ = writeln!(
        text,
        "\n{} rules, {on} of them on. Next: caseready explain {first}",
        ruleset.rules.len()
    );
    text
}

#[derive(Serialize)]
struct ListedRule<'a> {
    id: &'a str,
    title: &'a str,
    short: &'a str,
    area: &'a str,
    severity: &'static str,
    certainty: &'static str,
    force: &'static str,
    check: &'static str,
    on: bool,
    /// Why it is off.
    off_because: Option<&'a str>,
    /// What it asks, in words made from the plan that runs.
    sentence: String,
    threshold: Option<String>,
    sources: Vec<ListedSource<'a>>,
    local: Option<ListedLocal<'a>>,
}

#[derive(Serialize)]
struct ListedSource<'a> {
    key: &'a str,
    title: &'a str,
    edition: &'a str,
    paragraph: &'a str,
    verified: &'static str,
}

/// What a council has set otherwise, beside what the standards carried say; null where it is as they have it.
#[derive(Serialize)]
struct ListedLocal<'a> {
    reason: &'a str,
    national_threshold: Option<&'a str>,
    national_severity: Option<&'static str>,
    national_on: Option<bool>,
}

/// The ruleset as JSON: a list of rules in the order of their ids.
pub fn json(ruleset: &Ruleset) -> serde_json::Result<String> {
    let rules: Vec<ListedRule<'_>> = ruleset
        .rules
        .iter()
        .map(|rule| listed(ruleset, rule))
        .collect();
    serde_json::to_string_pretty(&rules).map(|text| text + "\n")
}

fn listed<'a>(ruleset: &'a Ruleset, rule: &'a Rule) -> ListedRule<'a> {
    let words = Words::of_rule(&ruleset.catalogue, &ruleset.reference, rule);
    let sources = rule
        .sources
        .iter()
        .filter_map(|key| ruleset.reference.source(key));
    let off_because = match &rule.local {
        Some(local) if local.on.is_some() => &local.reason,
        _ => &rule.off_because,
    };
    ListedRule {
        id: &rule.id,
        title: &rule.title,
        short: &rule.short,
        area: &rule.area,
        severity: rule.severity.name(),
        certainty: rule.certainty.name(),
        force: rule.force.name(),
        check: rule.check.kind().name(),
        on: rule.on,
        off_because: (!rule.on).then_some(off_because),
        sentence: words.sentence(rule),
        threshold: rule.check.threshold(),
        sources: sources
            .map(|source| ListedSource {
                key: &source.key,
                title: &source.title,
                edition: &source.edition,
                paragraph: &source.paragraph,
                verified: source.verified.in_words(),
            })
            .collect(),
        local: rule.local.as_ref().map(|local| ListedLocal {
            reason: &local.reason,
            national_threshold: local.threshold.as_deref(),
            national_severity: local.severity.map(Severity::name),
            national_on: local.on,
        }),
    }
}
