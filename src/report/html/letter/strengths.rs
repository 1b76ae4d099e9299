//! What is working well: by area, in full where most of what was judged is strong.

use std::fmt::Write as _;

use crate::check::standing::Level;
use crate::report::layout::{grouped, plural};
use crate::report::saved::{Rule, SavedRun, Words};
use crate::report::summary::{PARTLY, is_mostly};
use crate::rules::sentence::{joined, uncapitalised};

use super::super::escape::safe;
use super::super::figures::{by_area, percent};

/// Standards named for an area.
const NAMED: usize = 3;

pub fn section(html: &mut String, run: &SavedRun) {
    html.push_str("<h2>What is working well</h2>\n");
    let is_strong = |rule: &&Rule| rule.standing == Level::Strong && !rule.needs_to_improve;
    let (mut mostly, mut partly) = (String::new(), Vec::new());
    for (area, mut rules) in by_area(run, |rule| rule.standing != Level::TooFew) {
        rules.sort_by_key(|rule| (rule.severity, rule.id.as_str()));
        let strong: Vec<&Rule> = rules.iter().copied().filter(is_strong).collect();
        if strong.is_empty() {
            continue;
        }
        if !is_mostly(strong.len(), rules.len()) {
            partly.push(format!(
                "{} ({} of {})",
                safe(&uncapitalised(area)),
                strong.len(),
                rules.len()
            ));
            continue;
        }
        let named: Vec<String> = strong
            .iter()
            .take(NAMED)
            .map(|rule| rated(rule, &run.run.settings.words))
            .collect();
        let _ = writeln!(
            mostly,
            "<li><strong>{}</strong>: {}, {}{}.</li>",
            safe(area),
            if strong.len() == rules.len() {
                match rules.len() {
                    1 => "strong on the one standard judged".to_owned(),
                    2 => "strong on both standards judged".to_owned(),
                    all => format!("strong on all {} standards judged", grouped(all as u64)),
                }
            } else {
                format!(
                    "strong on {} of {}",
                    grouped(strong.len() as u64),
                    plural(rules.len() as u64, "standard")
                )
            },
            if strong.len() > named.len() {
                "among them "
            } else {
                ""
            },
            joined(&named, "and")
        );
    }
    if mostly.is_empty() && partly.is_empty() {
        html.push_str("<p>No standard with enough to judge it by is strong.</p>\n");
        return;
    }
    if !mostly.is_empty() {
        let _ = write!(html, "<ul>\n{mostly}</ul>\n");
    }
    if !partly.is_empty() {
        let _ = writeln!(html, "<p>{PARTLY}: {}.</p>", joined(&partly, "and"));
    }
}

/// "initial conferences in time (96%; England 81%)".
fn rated(rule: &Rule, words: &Words) -> String {
    let england = match &rule.england {
        Some(england) => format!("; England {}", percent(Some(england.rate), words)),
        None => String::new(),
    };
    format!(
        "{} ({}{england})",
        safe(&rule.short),
        percent(rule.rate, words)
    )
}
