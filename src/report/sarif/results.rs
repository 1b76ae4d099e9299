//! What was found, as SARIF's results: each record by itself as long as there are not too many.

use std::collections::BTreeMap;

use crate::check::outcome::Outcome;
use crate::report::hosted::{Hosted, OfRule, outcome_in_words, plain};
use crate::report::layout::grouped;
use crate::report::saved::{Finding, Rule, Status};

use super::log::{
    Fingerprints, Kind, Level, Location, Message, Outcome as Result, OutcomeProperties, Suppression,
};

/// Results that GitHub keeps of a run.
const MOST: usize = 5_000;

/// What is summed up first where there are too many, being of the least use by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    NotYetDue,
    Unknown,
    Waived,
    Past,
    Live,
}

impl Class {
    const ALL: [Self; 5] = [
        Self::NotYetDue,
        Self::Unknown,
        Self::Waived,
        Self::Past,
        Self::Live,
    ];

    const fn of(finding: &Finding) -> Self {
        match finding.outcome {
            Outcome::Due => Self::NotYetDue,
            Outcome::Unknown => Self::Unknown,
            Outcome::Waived => Self::Waived,
            _ if finding.live => Self::Live,
            _ => Self::Past,
        }
    }

    const fn in_words(self) -> &'static str {
        match self {
            Self::NotYetDue => "not yet due",
            Self::Unknown => "cannot be judged",
            Self::Waived => "waived",
            Self::Past => "past",
            Self::Live => "to act on now",
        }
    }
}

/// The results, and what is to be said where some of them stand for many.
pub fn of(hosted: &Hosted<'_>) -> (Vec<Result>, Vec<String>) {
    let run = hosted.run;
    let mut classes: BTreeMap<Class, Vec<&Finding>> = BTreeMap::new();
    let all = run.findings.iter().chain(&run.unknown).chain(&run.upcoming);
    for finding in all {
        classes.entry(Class::of(finding)).or_default().push(finding);
    }
    let place = |rule: &str| run.place_of(rule);
    // Those of most use come first, where no more than so many are kept.
    let not_assessed: Vec<Result> = hosted
        .rules
        .iter()
        .filter(|of_rule| matches!(of_rule.rule.status, Status::NotAssessed | Status::NotNeeded))
        .map(|of_rule| not_assessed(of_rule, place(&of_rule.rule.id), hosted))
        .collect();
    let mut total = not_assessed.len() + classes.values().map(Vec::len).sum::<usize>();
    let mut summed_up = Vec::new();
    let mut least_first = vec![not_assessed];
    for class in Class::ALL {
        let Some(findings) = classes.get(&class) else {
            continue;
        };
        if total <= MOST {
            let each = findings.iter().map(|finding| {
                let rule = run.rule(&finding.rule);
                of_one(finding, rule, place(&finding.rule), hosted)
            });
            least_first.push(each.collect());
            continue;
        }
        let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            by_rule.entry(&finding.rule).or_default().push(finding);
        }
        total = total - findings.len() + by_rule.len();
        summed_up.push(format!(
            "{} records ({}) are given as {} results, one for each rule: hosted systems keep {} of a run. The run's JSON has each.",
            grouped(findings.len() as u64),
            class.in_words(),
            by_rule.len(),
            grouped(MOST as u64),
        ));
        let each = by_rule
            .iter()
            .map(|(id, findings)| of_many(class, findings, run.rule(id), place(id), hosted));
        least_first.push(each.collect());
    }
    let results = least_first.into_iter().rev().flatten().collect();
    (results, summed_up)
}

/// Only what fails has a level: that is SARIF's own rule.
fn kind_and_level(finding: &Finding) -> (Kind, Level) {
    match finding.outcome {
        Outcome::Due => (Kind::Informational, Level::None),
        Outcome::Unknown => (Kind::Open, Level::None),
        _ if finding.is_prompt() => (Kind::Review, Level::None),
        _ => (Kind::Fail, Level::of_severity(finding.severity)),
    }
}

fn of_one(
    finding: &Finding,
    rule: Option<&Rule>,
    place: Option<usize>,
    hosted: &Hosted<'_>,
) -> Result {
    let (kind, level) = kind_and_level(finding);
    let is_waived = finding.outcome == Outcome::Waived;
    let suppression = is_waived.then(|| Suppression {
        kind: "external",
        status: "accepted",
        justification: justification(finding, hosted),
    });
    let properties = OutcomeProperties {
        severity: finding.severity.name(),
        outcome: Some(finding.outcome.name()),
        live: Some(finding.live),
        ..OutcomeProperties::default()
    };
    let of_rule = |message, partial_fingerprints, properties| Result {
        rule_id: plain(&finding.rule),
        rule_index: place,
        kind,
        level,
        message,
        locations: vec![Location::of(&hosted.path(&finding.file), Some(finding.row))],
        partial_fingerprints,
        suppressions: suppression.into_iter().collect(),
        properties,
    };
    if !hosted.run.run.pseudonymised {
        let title = rule.map_or(finding.rule.as_str(), |rule| &rule.title);
        let text = format!("{title}: {}", outcome_in_words(finding.outcome));
        return of_rule(Message::of(&text), None, properties);
    }
    let fingerprints = Fingerprints {
        caseready: plain(&finding.fingerprint),
    };
    let known = |text: &Option<String>| text.as_deref().map(plain);
    let properties = OutcomeProperties {
        child: Some(plain(&finding.child_id)),
        key: Some(plain(&finding.key)),
        team: known(&finding.team),
        worker: known(&finding.worker_id),
        due_on: finding.due_on.map(|day| day.to_string()),
        done_on: finding.done_on.map(|day| day.to_string()),
        days_over: finding.days_over,
        ..properties
    };
    of_rule(
        Message::of(&finding.message),
        Some(fingerprints),
        properties,
    )
}

/// The reason of a waiver is free text, which may say whom it is about: it goes out only where ids have been replaced.
fn justification(finding: &Finding, hosted: &Hosted<'_>) -> String {
    let run = hosted.run;
    let mut waivers = run.waivers.iter().filter(|_| run.run.pseudonymised);
    match waivers.find(|waiver| waiver.covers(finding)) {
        Some(waiver) => format!(
            "{} (until {})",
            plain(&waiver.reason),
            waiver.until.in_words()
        ),
        None => "Covered by a live waiver of the council.".to_owned(),
    }
}

/// One result for all of a rule's that are alike, at the place of the first.
fn of_many(
    class: Class,
    findings: &[&Finding],
    rule: Option<&Rule>,
    place: Option<usize>,
    hosted: &Hosted<'_>,
) -> Result {
    let first = findings[0];
    let (kind, level) = kind_and_level(first);
    let title = rule.map_or(first.rule.as_str(), |rule| &rule.title);
    let text = format!(
        "{title}: {} {}",
        grouped(findings.len() as u64),
        class.in_words()
    );
    let suppression = (class == Class::Waived).then(|| Suppression {
        kind: "external",
        status: "accepted",
        justification: "Covered by live waivers of the council.".to_owned(),
    });
    Result {
        rule_id: plain(&first.rule),
        rule_index: place,
        kind,
        level,
        message: Message::of(&text),
        locations: vec![Location::of(&hosted.path(&first.file), Some(first.row))],
        partial_fingerprints: None,
        suppressions: suppression.into_iter().collect(),
        properties: OutcomeProperties {
            severity: first.severity.name(),
            count: Some(findings.len()),
            ..OutcomeProperties::default()
        },
    }
}

/// Hosted systems refuse a result without a place, so it is put where the export begins.
fn not_assessed(of_rule: &OfRule<'_>, place: Option<usize>, hosted: &Hosted<'_>) -> Result {
    let rule = of_rule.rule;
    let reason = rule.reason.as_deref().unwrap_or("no reason was given");
    // Another rule judges the same thing from better data.
    let (kind, said) = if rule.status == Status::NotNeeded {
        (Kind::NotApplicable, "Not needed")
    } else {
        (Kind::Open, "Not assessed")
    };
    let first = hosted.run.inputs.first();
    Result {
        rule_id: plain(&rule.id),
        rule_index: place,
        kind,
        level: Level::None,
        message: Message::of(&format!("{said}: {reason}")),
        locations: first
            .map(|input| Location::of(&hosted.path(&input.file), Some(1)))
            .into_iter()
            .collect(),
        partial_fingerprints: None,
        suppressions: Vec::new(),
        properties: OutcomeProperties {
            severity: rule.severity.name(),
            ..OutcomeProperties::default()
        },
    }
}
