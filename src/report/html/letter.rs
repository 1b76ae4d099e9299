//! The first page: what an inspector's letter would say, in sentences that the measures carry and no others.

mod improve;
mod movement;
mod strengths;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::check::standing::Level;
use crate::model::problem::ProblemSeverity;
use crate::report::document::NOT_RECORDED;
use crate::report::layout::{grouped, plural};
use crate::report::saved::{Finding, SavedRun, Status};
use crate::report::summary::children;
use crate::report::told_first::{self, Shown};
use crate::report::{hosted, nothing_judged};
use crate::rules::plan::Severity;
use crate::rules::sentence::capitalised;

use super::escape::safe;
use super::figures::assessed;
use super::table::{Cell, Holds, Table};
use super::teams::standings;
use super::{limits, waivers};

pub fn section(html: &mut String, run: &SavedRun) {
    let as_at = run.run.as_at.in_words();
    let title = match &run.run.council {
        Some(council) => format!("{}: how practice meets the standards", safe(council)),
        None => "How practice meets the standards".to_owned(),
    };
    let _ = write!(
        html,
        "<section id=\"letter\" aria-labelledby=\"letter-title\">\n<h1 id=\"letter-title\">{title}, as at {as_at}</h1>\n"
    );
    // Every other section begins a new page where it is printed.
    html.push_str("<p class=\"printed\">The letter ends where “What needs doing this week” begins, on a new page.</p>\n");
    warnings(html, run);
    opening(html, run);
    counts(html, run);
    act_now(html, run);
    waivers::sentence(html, run);
    strengths::section(html, run);
    improve::section(html, run);
    by_team(html, run);
    movement::section(html, run);
    html.push_str("</section>\n");
}

/// Of the whole export, before the rest are counted.
const WARNINGS: usize = 5;

/// What would make all the rest read wrongly comes before it.
fn warnings(html: &mut String, run: &SavedRun) {
    let none = nothing_judged::of_run(run);
    let mut said: Vec<String> = none.map(|why| safe(&why)).into_iter().collect();
    if !run.run.complete {
        let why = if run.has_lost_input() {
            "what it was to read is not all there"
        } else {
            "a standard could not be judged as was asked"
        };
        said.push(format!("This audit is not complete: {why}. See <a href=\"#not-judged\">what could not be judged</a>."));
    }
    let shown = Shown {
        file: &str::to_owned,
        words: true,
        pseudonymised: run.run.pseudonymised,
    };
    said.extend(
        told_first::of_run(run, &shown)
            .iter()
            .map(|line| safe(line)),
    );
    let whole_run = run.problems.iter();
    let mut whole_run = whole_run
        .filter(|problem| problem.file.is_none() && problem.severity == ProblemSeverity::Warning);
    said.extend(whole_run.by_ref().take(WARNINGS).map(|problem| {
        format!(
            "{}.",
            safe(capitalised(&problem.message).trim_end_matches('.'))
        )
    }));
    let more = whole_run.count();
    if more > 0 {
        let more = grouped(more as u64);
        said.push(format!(
            "{more} more: all are in the workbook of the same run."
        ));
    }
    if said.is_empty() {
        return;
    }
    html.push_str("<div class=\"warning\"><p><strong>Before you read on</strong></p><ul>\n");
    for line in said {
        let _ = writeln!(html, "<li>{line}</li>");
    }
    html.push_str("</ul></div>\n");
}

fn opening(html: &mut String, run: &SavedRun) {
    let records: u64 = run.inputs.iter().map(|input| input.loaded).sum();
    let files: BTreeSet<&str> = run.inputs.iter().map(|input| input.file.as_str()).collect();
    let judged = assessed(run).count();
    let not_judged = run
        .rules
        .iter()
        .filter(|rule| matches!(rule.status, Status::NotAssessed | Status::Error))
        .count();
    let period = match run.run.period.from {
        Some(from) => format!(
            "what was due from {} to {}",
            from.in_words(),
            run.run.period.to.in_words()
        ),
        None => format!("whatever was due up to {}", run.run.period.to.in_words()),
    };
    let _ = writeln!(
        html,
        "<p>This audit read {} from {} and asked of each case what {} of {} {} {}. It looks at {period}.{} It says what the records show, which is not always what happened: each case named here is one to open and read.</p>",
        plural(records, "record"),
        plural(files.len() as u64, "file"),
        plural(judged as u64, "standard"),
        safe(&run.run.standards.name),
        safe(&run.run.standards.version),
        if judged == 1 { "asks" } else { "ask" },
        match not_judged {
            0 => String::new(),
            1 => " One more standard <a href=\"#not-judged\">could not be judged</a>.".to_owned(),
            more => format!(
                " {} more standards <a href=\"#not-judged\">could not be judged</a>.",
                grouped(more as u64)
            ),
        }
    );
}

/// Every standard that was judged falls under one of four words.
fn counts(html: &mut String, run: &SavedRun) {
    let words = &run.run.settings.words;
    let (mut strong, mut between, mut improve, mut few) = (0, 0, 0, 0);
    for rule in assessed(run) {
        *match rule.standing {
            _ if rule.needs_to_improve => &mut improve,
            Level::Strong => &mut strong,
            Level::TooFew => &mut few,
            Level::Between | Level::ToImprove => &mut between,
        } += 1;
    }
    let tile = |class: &str, count: u64, word: &str, meaning: String| {
        format!(
            "<li class=\"tile {class}\"><span class=\"figure\">{}</span> <span class=\"word\">{word}</span> <span class=\"meaning\">{meaning}</span></li>\n",
            grouped(count)
        )
    };
    html.push_str("<ul class=\"tiles\" aria-label=\"Standards by what their rates are called\">\n");
    html.push_str(&tile(
        "green",
        strong,
        "strong",
        format!(
            "{:.0}% or more met, or at least England’s rate",
            words.strong_from
        ),
    ));
    html.push_str(&tile(
        "blue",
        between,
        "between",
        "neither strong nor to improve".to_owned(),
    ));
    html.push_str(&tile(
        "red",
        improve,
        "to improve",
        format!(
            "under {:.0}% met, over all or for one group of cases",
            words.to_improve_under
        ),
    ));
    let mut too_few = format!("fewer than {} judged", grouped(words.fewest));
    if assessed(run).any(|rule| rule.no_rate.is_some()) {
        too_few.push_str(", or only the last of each child kept");
    }
    html.push_str(&tile("grey", few, "too few to judge", too_few));
    html.push_str("</ul>\n");
}

fn act_now(html: &mut String, run: &SavedRun) {
    let live: Vec<&Finding> = run.findings.iter().filter(|finding| finding.live).collect();
    if live.is_empty() {
        // Where nothing was judged, the warnings have said so.
        if nothing_judged::of_run(run).is_some() {
            return;
        }
        html.push_str("<p>Nothing that was judged is open today.</p>\n");
        return;
    }
    let urgent: Vec<&Finding> = live
        .iter()
        .copied()
        .filter(|f| !f.is_prompt() && f.severity <= Severity::High)
        .collect();
    let _ = write!(
        html,
        "<p class=\"lead\"><strong>{} {} open today</strong>{}. ",
        plural(live.len() as u64, "finding"),
        if live.len() == 1 { "is" } else { "are" },
        for_children(&live)
    );
    if urgent.is_empty() {
        html.push_str("None of them that the record itself shows is of critical or high severity.");
    } else {
        let critical = urgent
            .iter()
            .filter(|f| f.severity == Severity::Critical)
            .count();
        let _ = write!(
            html,
            "The record itself shows {} of them of critical or high severity{}{}.",
            grouped(urgent.len() as u64),
            match critical {
                0 => String::new(),
                critical => format!(" ({} critical)", grouped(critical as u64)),
            },
            for_children(&urgent)
        );
    }
    let _ = writeln!(
        html,
        " {} listed under <a href=\"#this-week\">what needs doing this week</a>.</p>",
        if live.len() == 1 { "It is" } else { "They are" }
    );
}

/// ", for 143 children"; nothing where they are about none.
fn for_children(findings: &[&Finding]) -> String {
    match hosted::children(findings.iter().copied()) {
        0 => String::new(),
        some => format!(", for {}", children(some as usize)),
    }
}

/// Teams in the table before the rest are only counted.
const TEAMS: usize = 40;

fn by_team(html: &mut String, run: &SavedRun) {
    let standings = standings(run);
    if standings.iter().all(|(name, _)| *name == NOT_RECORDED) {
        return;
    }
    html.push_str("<h2>In which teams</h2>\n");
    let mut table = Table::new(
        "Standards by team, those on which the team’s own rate rises or falls, and what each team has to act on now",
        &[
            ("Team", Holds::Words),
            ("To improve", Holds::Numbers),
            ("Between", Holds::Numbers),
            ("Strong", Holds::Numbers),
            ("Too few to judge", Holds::Numbers),
            ("Rising", Holds::Numbers),
            ("Falling", Holds::Numbers),
            ("To act on now", Holds::Numbers),
        ],
    );
    for (name, counts) in standings.iter().take(TEAMS) {
        table.row(vec![
            Cell::words(name),
            Cell::number(counts.to_improve),
            Cell::number(counts.between),
            Cell::number(counts.strong),
            Cell::number(counts.too_few),
            Cell::number(counts.rising),
            Cell::number(counts.falling),
            Cell::number(counts.live),
        ]);
    }
    table.write(html);
    limits::teams_left_out(html, "most to improve", standings.len(), TEAMS);
    html.push_str("<p>How each team stands on each standard is under <a href=\"#teams\">teams by standard</a>.</p>\n");
}
