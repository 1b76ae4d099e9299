//! SARIF 2.1.0, for systems that show what a tool found beside the files it was found in.

mod log;
mod results;

use std::io::{self, Write};

use serde::Serialize as _;
use serde_json::Serializer;
use serde_json::ser::PrettyFormatter;

use super::hosted::{Hosted, plain};
use super::saved::{Problem, Rule, SavedRun, Source, Status, Waiver};
use super::{markdown, nothing_judged};
use crate::check::waiver::{EXPIRING_DAYS, State};
use crate::model::problem::ProblemSeverity;

use log::{
    Configuration, Driver, HelpText, Identified, Invocation, Level, Location, Log, Message,
    Notification, RuleDescriptor, RuleProperties, Run, RunProperties, Tool,
};

/// Waivers, and problems of the files, that are listed before the rest are counted.
const WAIVERS_LISTED: usize = 200;
const PROBLEMS_LISTED: usize = 200;

pub fn write(run: &SavedRun, out: &mut dyn Write) -> io::Result<()> {
    let hosted = Hosted::of(run);
    let (results, summed_up) = results::of(&hosted);
    let mut notifications: Vec<Notification> = hosted
        .rules
        .iter()
        .filter(|of_rule| of_rule.rule.status == Status::Error)
        .map(|of_rule| crashed(&of_rule.rule.id))
        .collect();
    let none = nothing_judged::of_run(run);
    notifications.extend(none.map(|why| note(&why)));
    notifications.extend(summed_up.iter().map(|text| note(text)));
    let about = &run.run;
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "caseready",
                    version: plain(&about.version),
                    language: "en-GB",
                    rules: run.rules.iter().map(rule).collect(),
                },
            },
            language: "en-GB",
            invocations: [Invocation {
                execution_successful: about.complete,
                exit_code: about.exit.code(),
                tool_execution_notifications: notifications,
                tool_configuration_notifications: configuration(&hosted),
            }],
            results,
            properties: RunProperties {
                as_at: about.as_at.to_string(),
                due_from: about.period.from.map(|day| day.to_string()),
                standards: plain(&about.standards.name),
                standards_version: plain(&about.standards.version),
                standards_digest: plain(&about.standards.digest),
                pseudonymised: about.pseudonymised,
            },
        }],
    };
    let formatter = PrettyFormatter::with_indent(b" ");
    log.serialize(&mut Serializer::with_formatter(&mut *out, formatter))?;
    out.write_all(b"\n")
}

fn rule(rule: &Rule) -> RuleDescriptor {
    let (why, remedy) = (plain(&rule.why), plain(&rule.remedy));
    RuleDescriptor {
        id: plain(&rule.id),
        short_description: Message::of(&rule.title),
        full_description: Message::of(&rule.asks),
        help: HelpText {
            text: format!("Why it matters: {why} What to do: {remedy}"),
            markdown: format!(
                "**Why it matters:** {}\n\n**What to do:** {}\n\n**From:** {}",
                markdown::escaped(&rule.why),
                markdown::escaped(&rule.remedy),
                sources(rule)
            ),
        },
        help_uri: rule.sources.iter().find_map(address),
        default_configuration: Configuration {
            level: Level::of_severity(rule.severity),
        },
        properties: RuleProperties {
            tags: vec![plain(&rule.area), rule.severity.name().to_owned()],
            severity: rule.severity.name(),
            certainty: rule.certainty.name(),
            force: rule.force.name(),
            rate: rule.rate,
        },
    }
}

fn sources(rule: &Rule) -> String {
    let names: Vec<String> = rule
        .sources
        .iter()
        .map(|source| markdown::escaped(&source.name))
        .collect();
    if names.is_empty() {
        "no source is named".to_owned()
    } else {
        names.join("; ")
    }
}

/// Only what is plainly an address of the web.
fn address(source: &Source) -> Option<String> {
    let address = source.address.as_deref()?;
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    let is_clean = address
        .chars()
        .all(|c| c.is_ascii_graphic() && !"<>\"`{}|\\^[]".contains(c));
    (is_web && is_clean).then(|| address.to_owned())
}

/// What went wrong may quote a record, so it stays in the run's own report.
fn crashed(id: &str) -> Notification {
    Notification {
        level: Level::Error,
        message: Message::of("The rule could not be run, so nobody knows whether it is met."),
        associated_rule: Some(Identified { id: plain(id) }),
        locations: Vec::new(),
    }
}

fn note(text: &str) -> Notification {
    Notification {
        level: Level::Note,
        message: Message::of(text),
        associated_rule: None,
        locations: Vec::new(),
    }
}

/// What is wrong with the waivers and with the files.
fn configuration(hosted: &Hosted<'_>) -> Vec<Notification> {
    let mut notifications = waivers(hosted);
    notifications.extend(problems(hosted));
    notifications
}

/// Those that run out, have run out or cover nothing; whom they name is said only by a pseudonym.
fn waivers(hosted: &Hosted<'_>) -> Vec<Notification> {
    let run = hosted.run;
    let said: Vec<Notification> = run
        .waivers
        .iter()
        .filter_map(|waiver| {
            let (kind, id) = waiver.covered.named();
            let whom = if run.run.pseudonymised {
                format!(" for {kind} {}", plain(id))
            } else {
                String::new()
            };
            let (level, what) = of_waiver(waiver)?;
            Some(Notification {
                level,
                message: Message::of(&format!("A waiver of this rule{whom} {what}.")),
                associated_rule: Some(Identified {
                    id: plain(&waiver.rule),
                }),
                locations: Vec::new(),
            })
        })
        .collect();
    let more = said.len().saturating_sub(WAIVERS_LISTED);
    let mut listed: Vec<Notification> = said.into_iter().take(WAIVERS_LISTED).collect();
    if more > 0 {
        listed.push(note(&format!(
            "{more} more waivers run out, have run out or cover nothing: the run's own report lists them."
        )));
    }
    listed
}

fn of_waiver(waiver: &Waiver) -> Option<(Level, String)> {
    let until = waiver.until.in_words();
    match waiver.state {
        State::Active | State::NotJudged => None,
        State::Expiring => Some((
            Level::Note,
            format!("ends on {until}, within {EXPIRING_DAYS} days"),
        )),
        State::Lapsed => Some((
            Level::Warning,
            format!("ran out on {until}: it covers nothing"),
        )),
        State::Unused => Some((Level::Warning, "covers nothing that is not met".to_owned())),
    }
}

fn problems(hosted: &Hosted<'_>) -> Vec<Notification> {
    let problems = &hosted.run.problems;
    let listed = problems.iter().take(PROBLEMS_LISTED);
    let mut notifications: Vec<Notification> =
        listed.map(|problem| of_problem(problem, hosted)).collect();
    let more = problems.len() - notifications.len();
    if more > 0 {
        notifications.push(note(&format!(
            "{more} more problems are in the run's own report: caseready inspect lists them."
        )));
    }
    notifications
}

/// A problem's words may quote the record that has it.
fn of_problem(problem: &Problem, hosted: &Hosted<'_>) -> Notification {
    let level = match problem.severity {
        ProblemSeverity::Error => Level::Error,
        ProblemSeverity::Warning => Level::Warning,
        ProblemSeverity::Note => Level::Note,
    };
    let times = match problem.count {
        1 => String::new(),
        count => format!(" ({count} times)"),
    };
    let text = if hosted.run.run.pseudonymised {
        format!("{}{times}", problem.message)
    } else {
        format!("Something here was not as expected{times}: caseready inspect says what.")
    };
    let at = problem.file.as_deref();
    let at = at.map(|file| Location::of(&hosted.path(file), problem.row));
    Notification {
        level,
        message: Message::of(&text),
        associated_rule: None,
        locations: at.into_iter().collect(),
    }
}
