//! Markdown for a job's summary or a wiki: what to act on, the rate of every rule, and what nobody could judge.

mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

use super::hosted::{self, Hosted, OfRule};
use super::layout::{grouped, plural};
use super::saved::{Finding, Rule, SavedRun, Status};
use super::{halves, nothing_judged, set_here, summary, waivers};
use crate::check::outcome::one_decimal;
use crate::check::standing::Direction;
use crate::rules::sentence::capitalised;

use page::Page;
pub(super) use page::escaped;

/// Ids that are named of a rule before the rest are counted.
const CHILDREN_NAMED: usize = 20;

pub fn write(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let hosted = Hosted::of(run);
    let mut page = Page::default();
    heading(&mut page, &hosted);
    to_act_on(&mut page, &hosted);
    rates(&mut page, &hosted);
    if run.run.pseudonymised {
        teams(&mut page, run);
        children(&mut page, &hosted);
    }
    set_here(&mut page, run);
    not_asked(&mut page, &hosted);
    not_assessed(&mut page, &hosted);
    if page.left_out > 0 {
        let left = plural(page.left_out, "line");
        let _ = writeln!(
            page.text,
            "\n{left} left out: a job's summary holds one megabyte. The run's JSON has all."
        );
    }
    out.write_all(page.text.as_bytes())
}

fn heading(page: &mut Page, hosted: &Hosted<'_>) {
    let run = hosted.run;
    let council = run.run.council.as_deref();
    let council = council.map_or_else(String::new, |name| format!("{}: ", escaped(name)));
    page.line(&format!("## {council}{}", escaped(&hosted.standards())));
    page.line("");
    let live = || run.findings.iter().filter(|finding| finding.live);
    let past: u64 = hosted.rules.iter().map(|rule| rule.past.len() as u64).sum();
    let unknown: u64 = hosted.rules.iter().map(|rule| rule.unknown).sum();
    if let Some(why) = nothing_judged::of_run(run) {
        page.line(&format!("**{}**", escaped(&why)));
        page.line("");
    }
    let whom = match hosted::children(live()) {
        0 => String::new(),
        some => format!(", for {}", summary::children(some as usize)),
    };
    page.line(&format!(
        "**To act on now: {}{whom}.** {} past, {} cannot be judged.",
        grouped(live().count() as u64),
        grouped(past),
        grouped(unknown)
    ));
    if !run.run.complete {
        page.line("");
        page.line(if run.has_lost_input() {
            "**Incomplete: what was to be read is not all there, and what was not read is not known to be met.**"
        } else {
            "**Incomplete: not every rule ran, and what did not run is not known to be met.**"
        });
    }
    let told = hosted.told_first();
    if !told.is_empty() {
        page.line("");
    }
    for line in told {
        page.line(&format!("* **{}**", escaped(&line)));
    }
    if let Some(counted) = waivers::of_run(run) {
        page.line("");
        page.line(&format!("{counted}."));
    }
    if !run.run.stale.is_empty() {
        let named = run.run.stale.iter().map(|list| {
            let newest = list.newest.in_words();
            format!("{} (newest {newest})", escaped(&list.words))
        });
        let named: Vec<String> = named.collect();
        page.line("");
        page.line(&format!(
            "**Old records: what looks overdue may be done since.** {}.",
            capitalised(&named.join(", "))
        ));
    }
}

fn to_act_on(page: &mut Page, hosted: &Hosted<'_>) {
    let live = |prompts: bool| {
        let rules = hosted.rules.iter();
        let mut rules: Vec<&OfRule<'_>> = rules
            .filter(|rule| !rule.live.is_empty() && rule.is_prompt() == prompts)
            .collect();
        rules.sort_by_key(|of_rule| {
            let severity = of_rule.rule.severity;
            (severity, std::cmp::Reverse(of_rule.live.len()))
        });
        rules
    };
    let facts = live(false);
    page.line("");
    page.line("### What to act on now");
    if facts.is_empty() {
        page.line("");
        let none = nothing_judged::of_run(hosted.run);
        let none = none.map(|why| escaped(&why));
        page.line(
            none.as_deref()
                .unwrap_or("Nothing that the records show is open."),
        );
    } else {
        act_table(page, &facts);
    }
    let prompts = live(true);
    if !prompts.is_empty() {
        let count = prompts.iter().map(|rule| rule.live.len() as u64).sum();
        page.open(&format!("To be read by a person: {}", grouped(count)));
        act_table(page, &prompts);
        page.close();
    }
}

fn act_table(page: &mut Page, rules: &[&OfRule<'_>]) {
    page.headings(
        &[
            "Severity",
            "Rule",
            "To act on now",
            "Children",
            "Most days over",
        ],
        2,
    );
    for of_rule in rules {
        let over = of_rule.live.iter().filter_map(|finding| finding.days_over);
        page.row(&[
            escaped(of_rule.rule.severity.name()),
            name(of_rule),
            grouped(of_rule.live.len() as u64),
            grouped(of_rule.children()),
            over.max().map_or_else(String::new, |days| days.to_string()),
        ]);
    }
}

fn rates(page: &mut Page, hosted: &Hosted<'_>) {
    page.line("");
    page.line("### Rates");
    let assessed = |of_rule: &&OfRule<'_>| {
        let has_any =
            of_rule.rule.outcomes.judged() + of_rule.due + of_rule.unknown + of_rule.waived;
        of_rule.rule.status == Status::Assessed && has_any > 0
    };
    page.headings(
        &[
            "Area",
            "Rule",
            "Standing",
            "Direction",
            "Met",
            "Of",
            "Rate",
            "To act on now",
            "Past",
            "Not yet due",
            "Cannot be judged",
            "Waived",
        ],
        4,
    );
    for area in &hosted.run.areas {
        let rules = hosted.rules.iter().filter(assessed);
        for of_rule in rules.filter(|of_rule| of_rule.rule.area == area.key) {
            let rule = of_rule.rule;
            let standing = if rule.rate.is_some() {
                escaped(rule.called().name())
            } else {
                String::new()
            };
            page.row(&[
                escaped(&area.title),
                name(of_rule),
                standing,
                escaped(&direction(rule)),
                grouped(rule.outcomes.met),
                grouped(rule.outcomes.judged()),
                percent(rule.rate),
                grouped(of_rule.live.len() as u64),
                grouped(of_rule.past.len() as u64),
                grouped(of_rule.due),
                grouped(of_rule.unknown),
                grouped(of_rule.waived),
            ]);
        }
    }
    if let Some([early, recent]) = halves::of_run(hosted.run) {
        page.line("");
        page.line(&format!(
            "Rising and falling compare {early} with {recent}, {}.",
            halves::BY_MONTH
        ));
    }
    let silent: Vec<String> = hosted
        .rules
        .iter()
        .filter(|of_rule| of_rule.rule.status == Status::Assessed && !assessed(of_rule))
        .map(|of_rule| escaped(&of_rule.rule.id))
        .collect();
    if !silent.is_empty() {
        page.line("");
        page.line(&format!(
            "No case in the period that these ask anything of: {}.",
            silent.join(", ")
        ));
    }
}

/// What each team has to act on. A team of one names a person, so these are given only where ids are pseudonyms.
fn teams(page: &mut Page, run: &SavedRun) {
    let mut teams: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let not_met = |finding: &&Finding| finding.outcome.is_not_met();
    for finding in run.findings.iter().filter(not_met) {
        let name = finding
            .team
            .as_deref()
            .unwrap_or(super::document::NOT_RECORDED);
        let (live, past) = teams.entry(name).or_default();
        *(if finding.live { live } else { past }) += 1;
    }
    page.open("By team");
    page.headings(&["Team", "To act on now", "Past"], 1);
    for (team, (live, past)) in teams {
        page.row(&[escaped(team), grouped(live), grouped(past)]);
    }
    page.close();
}

/// Whose cases to act on, by their pseudonyms.
fn children(page: &mut Page, hosted: &Hosted<'_>) {
    page.open("Children to act on now");
    page.headings(&["Rule", "Children"], 2);
    for of_rule in hosted.rules.iter().filter(|rule| rule.children() > 0) {
        let ids: BTreeSet<&str> = of_rule
            .live
            .iter()
            .map(|finding| finding.child_id.as_str())
            .filter(|id| !id.is_empty())
            .collect();
        let mut named: Vec<String> = ids
            .iter()
            .take(CHILDREN_NAMED)
            .map(|id| escaped(id))
            .collect();
        if ids.len() > CHILDREN_NAMED {
            named.push(format!(
                "{} more",
                grouped((ids.len() - CHILDREN_NAMED) as u64)
            ));
        }
        page.row(&[name(of_rule), named.join(", ")]);
    }
    page.close();
}

/// What a council has set otherwise, with what the standards carried say.
fn set_here(page: &mut Page, run: &SavedRun) {
    let mut set = set_here::of_run(run).peekable();
    if set.peek().is_none() {
        return;
    }
    page.line("");
    page.line("### Set here");
    page.line("");
    for line in set {
        page.line(&format!("* {}", escaped(&line)));
    }
}

/// What decides whether a rule concerns a record, where it is not recorded.
fn not_asked(page: &mut Page, hosted: &Hosted<'_>) {
    let rules = || {
        let rules = hosted.rules.iter();
        rules.filter(|of_rule| !of_rule.rule.undecided.is_empty())
    };
    let records = |rule: &Rule| rule.undecided.values().sum::<u64>();
    let all: u64 = rules().map(|of_rule| records(of_rule.rule)).sum();
    if all == 0 {
        return;
    }
    page.open(&format!(
        "Not asked, since what decides it is blank, rightly or not, or not understood: {}",
        plural(all, "record")
    ));
    page.headings(&["Rule", "Blank, or not understood", "Records"], 2);
    for of_rule in rules() {
        for (field, count) in &of_rule.rule.undecided {
            let words = of_rule.rule.undecided_in_words.get(field);
            page.row(&[
                name(of_rule),
                escaped(words.unwrap_or(field)),
                grouped(*count),
            ]);
        }
    }
    page.close();
}

/// By reason, so that one missing file is said once.
fn not_assessed(page: &mut Page, hosted: &Hosted<'_>) {
    let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut rules, mut not_needed) = (0, 0);
    for of_rule in &hosted.rules {
        let given = of_rule.rule.reason.as_deref();
        let given = given.unwrap_or("no reason was given");
        let reason = match of_rule.rule.status {
            Status::Assessed => continue,
            // What went wrong may quote a record.
            Status::Error => "the rule could not be run".to_owned(),
            Status::NotAssessed => given.to_owned(),
            Status::NotNeeded => format!("not needed: {given}"),
        };
        *match of_rule.rule.status {
            Status::NotNeeded => &mut not_needed,
            _ => &mut rules,
        } += 1;
        reasons
            .entry(escaped(&reason))
            .or_default()
            .push(escaped(&of_rule.rule.id));
    }
    if reasons.is_empty() {
        return;
    }
    let counted = [("not assessed", rules), ("not needed", not_needed)];
    let counted: Vec<String> = counted
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{what}: {}", plural(*count, "rule")))
        .collect();
    page.open(&capitalised(&counted.join("; ")));
    page.headings(&["Why", "Rules"], 2);
    for (reason, ids) in reasons {
        page.row(&[reason, ids.join(", ")]);
    }
    page.close();
}

fn name(of_rule: &OfRule<'_>) -> String {
    let read = if of_rule.is_prompt() {
        " (to be read)"
    } else {
        ""
    };
    format!(
        "{} {}{read}",
        escaped(&of_rule.rule.id),
        escaped(&of_rule.rule.title)
    )
}

/// "falling: 82.1% of 28 to 61.9% of 42"; nothing of a rule without a rate.
fn direction(rule: &Rule) -> String {
    match (rule.direction, halves::of_rule(rule)) {
        _ if rule.rate.is_none() => String::new(),
        (moved @ (Direction::Rising | Direction::Falling), Some(halves)) => {
            let halves = halves.map(|half| half.rate);
            let [from, to] =
                halves::from_and_to(halves, rule.is_judged_again(), |rate| percent(Some(rate)));
            format!("{}: {from} to {to}", moved.name())
        }
        _ => rule.moving().to_owned(),
    }
}

fn percent(rate: Option<f64>) -> String {
    rate.map_or_else(String::new, |rate| format!("{}%", one_decimal(rate)))
}
