//! What a council has set otherwise than the standards carried have it, in words.

use std::borrow::Cow;

use super::saved::{Both, Changed, SavedRun};
use crate::rules::plan::{Local, Rule, Severity};

/// "reviews every six weeks (4 weeks here)": what a rule is called, with its local threshold.
pub fn named(name: &str, local: &str) -> String {
    format!("{name} ({local} here)")
}

/// A rule's title, and its local threshold where it has one.
pub fn title(rule: &Rule) -> Cow<'_, str> {
    with_threshold(&rule.title, rule)
}

/// A rule's short name, and its local threshold where it has one.
pub fn short(rule: &Rule) -> Cow<'_, str> {
    with_threshold(&rule.short, rule)
}

fn with_threshold<'a>(name: &'a str, rule: &Rule) -> Cow<'a, str> {
    let local = rule.local.as_ref();
    let is_local = local.is_some_and(|local| local.threshold.is_some());
    match rule.check.threshold() {
        Some(here) if is_local => named(name, &here).into(),
        _ => name.into(),
    }
}

/// "4 weeks (national pack: 6 weeks)".
pub fn beside(here: &str, national: &str) -> String {
    format!("{here} (national pack: {national})")
}

/// "4 weeks (national pack: 6 weeks), severity medium (national pack: high)".
pub fn of_rule(rule: &Rule, local: &Local) -> String {
    let here = rule.check.threshold().unwrap_or_default();
    let threshold = local.threshold.as_deref();
    in_words(
        threshold.map(|national| (here.as_str(), national)),
        local.severity.map(|national| (rule.severity, national)),
        local.on.map(|national| (rule.on, national)),
    )
}

/// Every rule that was set otherwise in a run: "PP-05 reviews every six weeks: 4 weeks (national pack: 6 weeks). Agreed in May."
pub fn of_run(run: &SavedRun) -> impl Iterator<Item = String> {
    run.run.settings.rules.iter().map(|changed| {
        let name = format!("{} {}", changed.rule, changed.short);
        format!(
            "{}: {}. {}",
            name.trim_end(),
            of_changed(changed),
            changed.reason
        )
    })
}

fn of_changed(changed: &Changed) -> String {
    const fn both<T: Copy>(both: &Both<T>) -> (T, T) {
        (both.local, both.national)
    }
    in_words(
        changed.threshold.as_ref().map(|both| {
            let here = both.local.as_deref().unwrap_or_default();
            (here, both.national.as_str())
        }),
        changed.severity.as_ref().map(both),
        changed.on.as_ref().map(both),
    )
}

/// Each of what is set here and what the standards carried say.
fn in_words(
    threshold: Option<(&str, &str)>,
    severity: Option<(Severity, Severity)>,
    on: Option<(bool, bool)>,
) -> String {
    let switch = |on| if on { "on" } else { "off" };
    let set = [
        threshold.map(|(here, national)| beside(here, national)),
        severity.map(|(here, national)| beside(&format!("severity {here}"), national.name())),
        on.map(|(here, national)| beside(&format!("switched {}", switch(here)), switch(national))),
    ];
    set.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
