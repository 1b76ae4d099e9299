//! Each standard in full: what it asks, why, what the team does about it, where it comes from, and every case that does not meet it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::report::document::NOT_RECORDED;
use crate::report::layout::{grouped, plural};
use crate::report::nothing_judged;
use crate::report::saved::{Finding, Rule, SavedRun, Status, Words};
use crate::report::summary::children;
use crate::rules::plan::Certainty;
use crate::rules::sentence::capitalised;

use super::escape::{anchor, link, safe};
use super::figures::{child, folder, percent, team};
use super::limits;
use super::rates::threshold;
use super::table::{Cell, Holds, Table};
use super::this_week::{days_over, severity_tag};

pub fn section(html: &mut String, run: &SavedRun) {
    let mut found: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &run.findings {
        found.entry(&finding.rule).or_default().push(finding);
    }
    let each = limits::each(found.len(), run.findings.len());
    let (mut with, without): (Vec<&Rule>, Vec<&Rule>) = run
        .rules
        .iter()
        .partition(|rule| found.contains_key(rule.id.as_str()));
    with.sort_by_key(|rule| (rule.severity, rule.id.as_str()));
    html.push_str("<p>The most severe standards come first. In each list, what can still be put right comes first, then what is furthest over its date.</p>\n");
    limits::folded(html);
    if with.is_empty() {
        let none = nothing_judged::of_run(run).map(|why| safe(&why));
        let said =
            none.unwrap_or_else(|| "Every case that was judged meets every standard.".to_owned());
        let _ = writeln!(html, "<p>{said}</p>");
    }
    for rule in with {
        if let Some(findings) = found.get_mut(rule.id.as_str()) {
            findings.sort_by_key(|finding| (!finding.live, std::cmp::Reverse(finding.days_over)));
            one(html, run, rule, findings, each);
        }
    }
    if !without.is_empty() {
        html.push_str("<h3>Standards with no finding</h3>\n");
        for rule in without {
            one(html, run, rule, &[], each);
        }
    }
}

fn one(html: &mut String, run: &SavedRun, rule: &Rule, findings: &[&Finding], each: usize) {
    let live = findings.iter().filter(|finding| finding.live).count();
    let counted = match (rule.status, findings.len()) {
        (Status::Assessed, 0) if rule.outcomes.judged() == 0 => "no case to judge".to_owned(),
        (Status::Assessed, 0) => format!("met in all {}", grouped(rule.outcomes.judged())),
        (Status::Assessed, found) => format!(
            "{}{}, {} to act on now",
            plural(found as u64, "finding"),
            match rule.children.not_met {
                0 => String::new(),
                some => format!(" for {}", children(some as usize)),
            },
            grouped(live as u64)
        ),
        (Status::NotAssessed, _) => "not judged".to_owned(),
        (Status::NotNeeded, _) => "not needed".to_owned(),
        (Status::Error, _) => "failed to run".to_owned(),
    };
    let _ = writeln!(
        html,
        "<details class=\"rule {}\" id=\"rule-{}\"><summary>{} <strong>{}</strong> {} <span class=\"small\">{counted}</span></summary>",
        limits::class(findings.len()),
        anchor(&rule.id),
        severity_tag(rule.severity),
        safe(&rule.id),
        safe(&rule.title)
    );
    about(html, rule, &run.run.settings.words);
    if !findings.is_empty() {
        let mut table = Table::new(
            &format!("Findings: {} {}", rule.id, rule.short),
            &[
                ("Child", Holds::Words),
                ("What", Holds::Words),
                ("State", Holds::Choices),
                ("Due", Holds::Words),
                ("Days over", Holds::Numbers),
                ("Team", Holds::Choices),
                ("Worker", Holds::Choices),
                ("Where", Holds::Words),
            ],
        )
        .class("list")
        .with_tools();
        let folder = folder(run);
        for finding in findings.iter().take(each) {
            table.row(row(finding, folder));
        }
        table.write(html);
        limits::left_out(html, "worst", findings.len(), each);
    }
    html.push_str("</details>\n");
}

fn about(html: &mut String, rule: &Rule, words: &Words) {
    html.push_str("<dl>\n");
    let mut say = |term: &str, said: &str| {
        let _ = writeln!(html, "<dt>{term}</dt><dd>{said}</dd>");
    };
    say("What it asks", &safe(&rule.asks));
    say("Why it matters", &safe(&rule.why));
    say("What to do", &safe(&rule.remedy));
    say(
        "Rate",
        &format!(
            "{} of {} met ({})",
            grouped(rule.outcomes.met),
            grouped(rule.outcomes.judged()),
            percent(rule.rate, words)
        ),
    );
    if rule.threshold.is_some() {
        say("Threshold", &threshold(rule));
    }
    if rule.certainty == Certainty::Prompt {
        say(
            "Certainty",
            "To be read: a sign in the record, which a person must read the case to confirm",
        );
    }
    let sources: Vec<String> = rule
        .sources
        .iter()
        .map(|source| {
            format!(
                "<li>{} <span class=\"small\">({})</span></li>",
                link(source.address.as_deref(), &source.name),
                safe(&source.verified)
            )
        })
        .collect();
    let force = capitalised(rule.force.in_words());
    say(
        "What stands behind it",
        &format!("{force}<ul>{}</ul>", sources.concat()),
    );
    html.push_str("</dl>\n");
}

fn row(finding: &Finding, folder: &str) -> Vec<Cell> {
    let state = if finding.live {
        format!("{}, act now", finding.outcome.name())
    } else {
        finding.outcome.name().to_owned()
    };
    let repeats = match finding.repeats {
        0 | 1 => String::new(),
        times => format!(" <span class=\"small\">({times} times over)</span>"),
    };
    let file = finding.file.strip_prefix(folder).unwrap_or(&finding.file);
    vec![
        Cell::id(child(finding)),
        Cell::html(format!("{}{repeats}", safe(&finding.message))),
        Cell::words(&state),
        Cell::day(finding.due_on),
        days_over(finding),
        Cell::words(team(finding)),
        Cell::id(finding.worker_id.as_deref().unwrap_or(NOT_RECORDED)),
        Cell::words(&format!("{file}, row {}", finding.row)),
    ]
}
