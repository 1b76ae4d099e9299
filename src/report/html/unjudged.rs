//! What could not be judged, and what would have to be exported or recorded for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::report::layout::grouped;
use crate::report::saved::{Finding, Rule, SavedRun, Status};
use crate::rules::sentence::capitalised;

use super::escape::safe;
use super::table::{Cell, Holds, Table};
use super::this_week::standard;

/// Children named for one reason before the rest are only counted.
const NAMED: usize = 12;

pub fn section(html: &mut String, run: &SavedRun) {
    html.push_str("<p>Nothing here counts as met or as not met.</p>\n");
    not_assessed(html, run);
    unknown(html, run);
    undecided(html, run);
}

fn not_assessed(html: &mut String, run: &SavedRun) {
    html.push_str("<h3>Standards that no case was judged by</h3>\n");
    let mut missing: BTreeMap<(bool, &str), Vec<&Rule>> = BTreeMap::new();
    let (mut stand_ins, mut none) = (Vec::new(), true);
    for rule in run
        .rules
        .iter()
        .filter(|rule| rule.status != Status::Assessed)
    {
        none = false;
        if rule.status == Status::NotNeeded {
            stand_ins.push(rule);
        } else {
            let reason = rule.reason.as_deref().unwrap_or("no reason is recorded");
            let failed = rule.status == Status::Error;
            missing.entry((!failed, reason)).or_default().push(rule);
        }
    }
    if none {
        html.push_str("<p>Every standard was judged.</p>\n");
        return;
    }
    if missing.is_empty() {
        html.push_str("<p>None is missing for want of data.</p>\n");
    } else {
        let mut table = Table::new(
            "What is missing, and the standards that need it",
            &[
                ("What is missing", Holds::Words),
                ("Standards", Holds::Numbers),
                ("Which", Holds::Words),
            ],
        );
        for ((fine, reason), rules) in &missing {
            let failed = if *fine {
                ""
            } else {
                "<span class=\"tag red\">failed to run</span> "
            };
            table.row(vec![
                Cell::html(format!("{failed}{}", safe(&capitalised(reason)))),
                Cell::number(rules.len() as u64),
                Cell::html(listed(rules)),
            ]);
        }
        table.write(html);
    }
    if !stand_ins.is_empty() {
        html.push_str("<p>Not needed, because another standard judges the same thing from better data:</p>\n<ul>\n");
        for rule in stand_ins {
            let reason = rule.reason.as_deref().unwrap_or_default();
            let _ = writeln!(
                html,
                "<li>{} {}: {}</li>",
                standard(&rule.id),
                safe(&rule.short),
                safe(reason)
            );
        }
        html.push_str("</ul>\n");
    }
}

fn listed(rules: &[&Rule]) -> String {
    let named: Vec<String> = rules
        .iter()
        .map(|rule| format!("{} {}", standard(&rule.id), safe(&rule.short)))
        .collect();
    named.join("<br>")
}

fn unknown(html: &mut String, run: &SavedRun) {
    html.push_str("<h3>Cases with something needed left blank</h3>\n");
    let all: u64 = run.rules.iter().map(|rule| rule.outcomes.unknown).sum();
    if run.unknown.is_empty() {
        html.push_str("<p>None.</p>\n");
        return;
    }
    let _ = writeln!(
        html,
        "<p>{} in all: recording what is named here lets them be judged.</p>",
        grouped(all)
    );
    let mut reasons: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in &run.unknown {
        let reason = finding.reason.as_deref().unwrap_or(&finding.message);
        reasons
            .entry((reason, &finding.rule))
            .or_default()
            .push(finding);
    }
    let mut table = Table::new(
        "What was left blank, and for whom",
        &[
            ("Why it cannot be judged", Holds::Words),
            ("Standard", Holds::Choices),
            ("Cases", Holds::Numbers),
            ("Children", Holds::Words),
        ],
    )
    .with_tools();
    for ((reason, rule), findings) in &reasons {
        let children: BTreeSet<&str> = findings.iter().map(|f| f.child_id.as_str()).collect();
        let mut named: Vec<String> = children.iter().take(NAMED).map(|id| safe(id)).collect();
        if children.len() > NAMED {
            named.push(format!("{} more", grouped((children.len() - NAMED) as u64)));
        }
        table.row(vec![
            Cell::words(&capitalised(reason)),
            Cell::html(standard(rule)),
            Cell::number(findings.len() as u64),
            Cell::html(named.join(", ")),
        ]);
    }
    table.write(html);
}

fn undecided(html: &mut String, run: &SavedRun) {
    let mut table = Table::new(
        "Records that no standard was asked of, for want of what decides it",
        &[
            ("Blank, or not understood", Holds::Words),
            ("Standard", Holds::Words),
            ("Records", Holds::Numbers),
        ],
    );
    for rule in &run.rules {
        for (field, count) in &rule.undecided {
            let words = rule.undecided_in_words.get(field).unwrap_or(field);
            table.row(vec![
                Cell::words(&capitalised(words)),
                Cell::html(format!("{} {}", standard(&rule.id), safe(&rule.short))),
                Cell::number(*count),
            ]);
        }
    }
    if !table.is_empty() {
        html.push_str("<h3>Records not asked</h3>\n<p>Whether the standard is about these records depends on a field that is blank in them, or whose value is not understood. It may be blank rightly: a case that is still open has no reason for closing. Nothing is held against them.</p>\n");
        table.write(html);
    }
}
