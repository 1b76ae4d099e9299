//! Commands of GitHub's workflows: an annotation for each of the worst rules, and the rest in a group that can be opened.
//!
//! A value that could begin a command of its own would run it, so everything is escaped here.

use std::io::{self, Write};

use super::hosted::{Hosted, OfRule, plain};
use super::layout::{grouped, plural};
use super::nothing_judged;
use super::saved::{SavedRun, Status};
use crate::rules::plan::Severity;

/// Annotations that GitHub shows of one step.
const SHOWN: usize = 10;

pub fn write(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let hosted = Hosted::of(run);
    let mut rules: Vec<(Level, &OfRule<'_>)> = hosted
        .rules
        .iter()
        .filter_map(|of_rule| Some((level(of_rule)?, of_rule)))
        .collect();
    // The worst first, and of the same kind those with most to do.
    rules.sort_by_key(|(level, of_rule)| {
        let most = std::cmp::Reverse((of_rule.live.len(), of_rule.past.len()));
        let severity = of_rule.rule.severity;
        let is_past = of_rule.live.is_empty();
        (*level, is_past, severity, most, &of_rule.rule.id)
    });
    let told = hosted.told_first();
    told_before(&told, run, out)?;
    let annotated = rules.len().min(SHOWN - usize::from(!told.is_empty()));
    for (level, of_rule) in &rules[..annotated] {
        annotation(&hosted, *level, of_rule, out)?;
    }
    let rest = &rules[annotated..];
    if !rest.is_empty() {
        writeln!(
            out,
            "::group::{}",
            message(&plural(rest.len() as u64, "more rule"))
        )?;
        for (level, of_rule) in rest {
            let (title, sentence) = (title(of_rule), sentence(&hosted, of_rule));
            let text = format!("{}: {title}: {sentence}", level.name());
            writeln!(out, "{}", plain(&text))?;
        }
        writeln!(out, "::endgroup::")?;
    }
    writeln!(out, "{}", plain(&closing(&hosted)))
}

/// What of the files comes before all else, in one annotation.
fn told_before(told: &[String], run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    let level = if run.has_lost_input() {
        Level::Error
    } else {
        Level::Warning
    };
    writeln!(
        out,
        "::{} title=Before you read on::{}",
        level.name(),
        message(&told.join("\n"))
    )
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Error,
    Warning,
    Notice,
}

impl Level {
    const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// What is past, what a person must read, and what only falls due fails nothing: it is a notice.
fn level(of_rule: &OfRule<'_>) -> Option<Level> {
    if of_rule.rule.status == Status::Error {
        return Some(Level::Error);
    }
    if of_rule.live.is_empty() || of_rule.is_prompt() {
        let has_something = !of_rule.live.is_empty() || !of_rule.past.is_empty() || of_rule.due > 0;
        return has_something.then_some(Level::Notice);
    }
    Some(match of_rule.rule.severity {
        Severity::Critical | Severity::High => Level::Error,
        Severity::Medium => Level::Warning,
        Severity::Low => Level::Notice,
    })
}

fn title(of_rule: &OfRule<'_>) -> String {
    format!("{} {}", plain(&of_rule.rule.id), plain(&of_rule.rule.title))
}

fn annotation(
    hosted: &Hosted<'_>,
    level: Level,
    of_rule: &OfRule<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, "::{} ", level.name())?;
    if let Some(first) = of_rule.live.first().or(of_rule.past.first()) {
        let file = property(&hosted.path(&first.file));
        write!(out, "file={file},line={},", first.row.max(1))?;
    }
    writeln!(
        out,
        "title={}::{}",
        property(&title(of_rule)),
        message(&sentence(hosted, of_rule))
    )
}

/// What a rule comes to, and where to begin.
fn sentence(hosted: &Hosted<'_>, of_rule: &OfRule<'_>) -> String {
    if of_rule.rule.status == Status::Error {
        return "this rule could not be run, so nobody knows whether it is met".to_owned();
    }
    let mut parts = Vec::new();
    let has_any = of_rule.live.len() + of_rule.past.len() > 0;
    let read = if of_rule.is_prompt() && has_any {
        " (to be read by a person)"
    } else {
        ""
    };
    parts.push(format!("{}{read}", of_rule.counts()));
    if of_rule.due > 0 {
        parts.push(format!("{} not yet due", grouped(of_rule.due)));
    }
    parts.extend(of_rule.rate());
    if let Some(first) = of_rule.live.first()
        && hosted.run.run.pseudonymised
    {
        parts.push(format!(
            "First {}: {}",
            plain(&first.child_id),
            plain(&first.message)
        ));
    }
    if !of_rule.live.is_empty() {
        parts.push(format!("To act on: {}", hosted.rows(&of_rule.live)));
    }
    parts.join(". ")
}

/// The last line, and so the one that is seen first.
fn closing(hosted: &Hosted<'_>) -> String {
    let total = |of: fn(&OfRule<'_>) -> u64| hosted.rules.iter().map(of).sum::<u64>();
    let not_assessed = hosted
        .rules
        .iter()
        .filter(|of_rule| of_rule.rule.status == Status::NotAssessed)
        .count();
    let incomplete = match hosted.run.run.complete {
        true => "",
        false if hosted.run.has_lost_input() => {
            " Incomplete: what was to be read is not all there."
        }
        false => " Incomplete: not every rule ran.",
    };
    let none = nothing_judged::of_run(hosted.run);
    let none = none.map_or_else(String::new, |why| format!(" {why}"));
    format!(
        "{}: {} to act on now, {} past, {} cannot be judged; {} not assessed.{incomplete}{none}",
        hosted.standards(),
        grouped(total(|of_rule| of_rule.live.len() as u64)),
        grouped(total(|of_rule| of_rule.past.len() as u64)),
        grouped(total(|of_rule| of_rule.unknown)),
        plural(not_assessed as u64, "rule"),
    )
}

/// The text of a command.
fn message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A command's property.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
