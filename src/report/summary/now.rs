//! What to act on now: live findings, the most severe first.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::finding::Finding;
use crate::model::intern::Symbol;
use crate::report::document::Finished;
use crate::report::layout::{grouped, plural, title, wrapped};
use crate::report::rule_table::named_children;
use crate::report::set_here;
use crate::rules::plan::{Certainty, RuleId, Severity};
use crate::rules::sentence::capitalised;

/// Rules in a list before "and n more".
const RULES_NAMED: usize = 6;
/// Where the words of a rule begin, after its identifier.
const INDENT: usize = 8;

/// Live findings that the record shows, the most severe first. A child is counted once, however many rules say the same.
pub(super) fn act_now(text: &mut String, finished: &Finished<'_>, width: usize) {
    let ruleset = finished.ruleset();
    let live = finished.run.findings.iter().filter(|finding| finding.live);
    let (facts, prompts): (Vec<&Finding<'_>>, Vec<&Finding<'_>>) =
        live.partition(|finding| ruleset.rule(finding.rule).certainty == Certainty::Fact);
    if facts.is_empty() && prompts.is_empty() {
        return;
    }
    title(text, "WHAT TO ACT ON NOW");
    for (name, severity) in Severity::ALL {
        let found: Vec<&Finding<'_>> = facts
            .iter()
            .copied()
            .filter(|finding| ruleset.rule(finding.rule).severity == severity)
            .collect();
        if found.is_empty() {
            continue;
        }
        let line = format!("{}: {}", capitalised(name), how_many(&found));
        wrapped(text, &line, width, 2);
        // Who may be at risk is named; what is merely untidy is counted.
        if severity <= Severity::High {
            by_rule(text, &found, finished, width);
        }
    }
    if !prompts.is_empty() {
        let line = format!("To be read by a person: {}", how_many(&prompts));
        wrapped(text, &line, width, 2);
    }
}

/// "309, for 143 children".
pub(in crate::report) fn how_many(findings: &[&Finding<'_>]) -> String {
    let found: BTreeSet<Symbol> = findings
        .iter()
        .map(|finding| finding.child)
        .filter(|child| !child.is_blank())
        .collect();
    let count = grouped(findings.len() as u64);
    match found.len() {
        0 => count,
        several => format!("{count}, for {}", children(several)),
    }
}

/// "1 child", "143 children".
pub(in crate::report) fn children(count: usize) -> String {
    match count {
        1 => "1 child".to_owned(),
        several => format!("{} children", grouped(several as u64)),
    }
}

/// The rule that heads them: of what the record shows the most severe, and of that the one with most findings.
pub(in crate::report) fn foremost(
    findings: &[&Finding<'_>],
    finished: &Finished<'_>,
) -> Option<RuleId> {
    let mut counts: BTreeMap<RuleId, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let place = |(id, count): &(RuleId, usize)| {
        let rule = finished.ruleset().rule(*id);
        let is_prompt = rule.certainty == Certainty::Prompt;
        (is_prompt, rule.severity, std::cmp::Reverse(*count), *id)
    };
    counts.into_iter().min_by_key(place).map(|(id, _)| id)
}

/// A line a rule, the rules with most findings first.
fn by_rule(text: &mut String, findings: &[&Finding<'_>], finished: &Finished<'_>, width: usize) {
    let mut rules: BTreeMap<_, Vec<&Finding<'_>>> = BTreeMap::new();
    for finding in findings {
        rules.entry(finding.rule).or_default().push(*finding);
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(id, findings)| (std::cmp::Reverse(findings.len()), *id));
    for (id, findings) in rules.iter_mut().take(RULES_NAMED) {
        let rule = finished.ruleset().rule(*id);
        findings
            .sort_by_key(|finding| std::cmp::Reverse(finding.days_over(finished.run.scope.as_at)));
        let line = format!(
            "{} {}: {}",
            rule.id,
            set_here::short(rule),
            named_children(findings, finished)
        );
        text.push_str("  ");
        wrapped(text, &line, width - 2, INDENT);
    }
    if rules.len() > RULES_NAMED {
        let rest: usize = rules[RULES_NAMED..]
            .iter()
            .map(|(_, findings)| findings.len())
            .sum();
        let line = format!(
            "  and {} under {}",
            grouped(rest as u64),
            plural((rules.len() - RULES_NAMED) as u64, "more rule")
        );
        text.push_str(&line);
        text.push('\n');
    }
}
