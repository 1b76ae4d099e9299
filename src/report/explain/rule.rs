//! A rule in words: what it asks, why, what to do, where that comes from, and what it reads.

use std::fmt::Write as _;

use crate::model::catalogue::Field;
use crate::report::layout::{BOLD, title, wrapped};
use crate::report::set_here;
use crate::rules::Ruleset;
use crate::rules::needs::fields_read;
use crate::rules::plan::{Expectation, Rule};
use crate::rules::reference_data::Source;
use crate::rules::sentence::{Words, capitalised};

/// What a rule is and asks.
pub fn heading(ruleset: &Ruleset, rule: &Rule, width: usize) -> String {
    let words = Words::of_rule(&ruleset.catalogue, &ruleset.reference, rule);
    let mut text = String::new();
    let _ = write!(text, "{BOLD}");
    wrapped(&mut text, &format!("{}  {}", rule.id, rule.title), width, 7);
    let _ = write!(text, "{BOLD:#}");
    let line = format!(
        "{} severity; force: {}; {}.",
        capitalised(rule.severity.name()),
        rule.force.in_words(),
        rule.certainty.in_words()
    );
    wrapped(&mut text, &line, width, 0);
    if !rule.on {
        let why = match &rule.local {
            Some(local) if local.on.is_some() => &local.reason,
            _ => &rule.off_because,
        };
        let line = format!("Off, unless named by --only. {why}");
        wrapped(&mut text, &line, width, 0);
    }
    if let Some(local) = &rule.local {
        let line = format!(
            "Set here: {}. {}",
            set_here::of_rule(rule, local),
            local.reason
        );
        wrapped(&mut text, &line, width, 0);
    }

    title(&mut text, "WHAT IT ASKS");
    wrapped(&mut text, &words.sentence(rule), width, 0);
    text
}

/// The whole page of a rule.
pub fn rule(ruleset: &Ruleset, rule: &Rule, width: usize) -> String {
    let mut text = heading(ruleset, rule, width);
    title(&mut text, "WHY");
    wrapped(&mut text, &rule.why, width, 0);
    title(&mut text, "WHAT TO DO");
    wrapped(&mut text, &rule.remedy, width, 0);
    title(&mut text, "SOURCES");
    for key in &rule.sources {
        if let Some(source) = ruleset.reference.source(key) {
            wrapped(&mut text, &source_words(source), width, 2);
        }
    }
    title(&mut text, "READS");
    for (table, field) in fields_read(rule, &ruleset.catalogue) {
        let name = ruleset.catalogue.field_name(table, field);
        let carried = carried_by(ruleset.catalogue.field(table, field));
        wrapped(&mut text, &format!("{name}: {carried}"), width, 2);
    }
    for other in &rule.stands_in_for {
        let line = format!("Judged only where {} cannot be.", ruleset.rule(*other).id);
        wrapped(&mut text, &line, width, 0);
    }
    title(&mut text, "EXAMPLES");
    for example in &rule.examples {
        let expected = expectation(&example.expect);
        let line = format!("{}: {expected}", capitalised(&example.name));
        wrapped(&mut text, &line, width, 2);
    }
    text
}

fn source_words(source: &Source) -> String {
    let address = source.address();
    let address = address.map_or_else(String::new, |address| format!(" {address}"));
    format!(
        "{} ({}). {}{address}",
        source.name(),
        source.verified.in_words(),
        source.says
    )
}

/// Where the national formats carry a field.
fn carried_by(field: &Field) -> String {
    let formats = [
        ("SSD", &field.ssd),
        ("Annex A", &field.annex_a),
        ("children in need census", &field.census),
    ];
    let carried = formats.iter().filter(|(_, place)| !place.is_empty());
    let carried: Vec<String> = carried
        .map(|(format, place)| format!("{format} {place}"))
        .collect();
    if carried.is_empty() {
        "in no national format; a local list".to_owned()
    } else {
        carried.join("; ")
    }
}

fn expectation(expect: &Expectation) -> String {
    match expect {
        Expectation::NotAssessed => "not assessed".to_owned(),
        Expectation::Outcomes(outcomes) if outcomes.is_empty() => "nothing is asked".to_owned(),
        Expectation::Outcomes(outcomes) => outcomes
            .iter()
            .map(|(outcome, count)| format!("{count} {}", outcome.name()))
            .collect::<Vec<_>>()
            .join(", "),
    }
}
