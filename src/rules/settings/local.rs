//! What a council sets otherwise for a rule: its threshold, its severity, or whether it is judged, each with a reason.

use crate::rules::Ruleset;
use crate::rules::dated_check_keys::{gaps, only_step};
use crate::rules::diagnostic::Mistakes;
use crate::rules::plan::{Force, Local, Rule, RuleId, Severity};
use crate::rules::section::{Section, Value, length, limit, whole};
use crate::rules::sense;
use crate::rules::threshold::Threshold;

/// Reads `[rules]`: a table for each rule, under its id.
pub(super) fn rules(
    section: &Section<'_, '_>,
    ruleset: &Ruleset,
    mistakes: &mut Mistakes,
) -> Vec<(RuleId, Rule)> {
    let mut changed: Vec<(RuleId, Rule)> = Vec::new();
    for (typed, span, value) in section.entries() {
        let Some(id) = ruleset.find(typed) else {
            let ids = ruleset.rules.iter().map(|rule| rule.id.as_str());
            mistakes.add_name(span, format!("there is no rule {typed}"), typed, ids);
            continue;
        };
        let rule = ruleset.rule(id);
        if changed.iter().any(|(other, _)| *other == id) {
            let message = format!("{} is set twice", rule.id);
            mistakes.add(span, message, "write all of it in one place");
            continue;
        }
        let name = format!("[rules.{typed}]");
        let Some(mut section) = Section::of(value, &name, mistakes) else {
            continue;
        };
        let rule = change(rule, &mut section, mistakes);
        section.finish(&[], mistakes);
        changed.extend(rule.map(|rule| (id, rule)));
    }
    changed
}

/// The rule as the council has it.
fn change(carried: &Rule, section: &mut Section<'_, '_>, mistakes: &mut Mistakes) -> Option<Rule> {
    let mut rule = carried.clone();
    let known = mistakes.found.len();
    let reason = section.need_text("reason", mistakes);
    if section.get("severity").is_some() {
        rule.severity = section.word("severity", &Severity::ALL, mistakes)?;
    }
    if let Some(on) = section.flag("on", mistakes) {
        rule.on = on;
    }
    for (key, threshold) in rule.check.thresholds() {
        let Some(value) = section.get(key) else {
            continue;
        };
        // What the law or statutory guidance asks for is not a council's to move; a stricter standard of its own is a rule of its
        // own.
        if matches!(carried.force, Force::Statute | Force::StatutoryGuidance) {
            mistakes.add(
                value.span(),
                format!(
                    "{key} of {} cannot be set here: it is that of {}",
                    carried.id,
                    carried.force.in_words()
                ),
                "a stricter standard of your own is a rule of its own (--rules DIR)",
            );
            continue;
        }
        set(threshold, value, mistakes);
    }
    // Of keys that are wrong already, nothing more is said.
    let is_read = mistakes.found.len() == known;
    if is_read {
        sense::demand(&rule.check, &section.span, mistakes);
    }
    let reason = reason?;
    if reason.trim().is_empty() {
        let message = format!("the reason for changing {} is blank", carried.id);
        mistakes.add(section.span.clone(), message, "say who decided it, and why");
    }
    let threshold = carried.check.threshold();
    let local = Local {
        reason: reason.to_owned(),
        threshold: threshold.filter(|national| rule.check.threshold().as_ref() != Some(national)),
        severity: Some(carried.severity).filter(|national| rule.severity != *national),
        on: (rule.on != carried.on).then_some(carried.on),
    };
    let is_same = local.threshold.is_none() && local.severity.is_none() && local.on.is_none();
    if is_read && is_same {
        let keys: Vec<&str> = rule
            .check
            .thresholds()
            .iter()
            .map(|(key, _)| *key)
            .collect();
        mistakes.add(
            section.span.clone(),
            format!("nothing is set otherwise for {} than it is", carried.id),
            format!(
                "set {}",
                [&keys[..], &["severity or on"]].concat().join(", ")
            ),
        );
    }
    rule.local = Some(local);
    Some(rule)
}

fn set(threshold: Threshold<'_>, value: &Value<'_>, mistakes: &mut Mistakes) {
    match threshold {
        Threshold::Length(set) => {
            if let Some(length) = length(value, mistakes) {
                *set = length;
            }
        }
        Threshold::Gaps(set) => {
            if let Some(gaps) = gaps(value, mistakes) {
                *set = gaps;
            }
        }
        Threshold::Step(set) => {
            if let Some(step) = only_step(value, mistakes) {
                *set = step;
            }
        }
        Threshold::Number(set) => {
            if let Some(limit) = limit(value, mistakes) {
                *set = limit;
            }
        }
        Threshold::Whole(set) => {
            if let Some(whole) = whole(value, 1..=u32::MAX, mistakes) {
                *set = whole;
            }
        }
    }
}
