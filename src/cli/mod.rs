//! The edge: arguments, files, threads, the clock and exit codes. One file for each command.

pub mod arguments;
pub mod audit;
mod authorities;
mod clock;
mod crash;
mod demo;
pub mod examples;
mod explain;
mod fields;
mod files;
mod format;
mod init;
mod inspect;
mod new_rule;
mod output;
mod period;
mod progress;
mod pseudonyms;
mod render;
mod reports;
mod rules;
mod schema;
mod session;
pub mod threads;
mod timings;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::check::exit::Exit;
use crate::model::crash::guarded;
use crate::model::unseen::named;
use arguments::{Arguments, Command};

/// Runs the command that was typed, and gives the exit code.
pub fn run() -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let arguments = match Arguments::try_parse_from(with_command(typed.clone())) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            let exit = if error.use_stderr() {
                Exit::Failed
            } else {
                Exit::Clear
            };
            return ExitCode::from(exit.code());
        }
    };
    crash::tell_where();
    let done = guarded(|| command(&arguments.command, &typed));
    let error = match done {
        Ok(Ok(exit)) => return ExitCode::from(exit.code()),
        Ok(Err(error)) => error,
        Err(crash) => crash::in_words(&crash),
    };
    let text = match error.downcast_ref::<session::Rendered>() {
        Some(rendered) => rendered.to_string(),
        None => named(&format!("caseready: {error:#}")).into_owned(),
    };
    output::complain(&text);
    ExitCode::from(Exit::Failed.code())
}

fn command(command: &Command, typed: &[OsString]) -> anyhow::Result<Exit> {
    match command {
        Command::Audit(arguments) => audit::audit(arguments, &recorded(typed)),
        Command::Render(arguments) => render::render(arguments),
        Command::Inspect(arguments) => inspect::inspect(arguments),
        Command::Init(arguments) => init::init(arguments),
        Command::Explain(arguments) => explain::explain(arguments),
        Command::Fields(arguments) => fields::fields(arguments),
        Command::Rules(arguments) => rules::rules(&arguments.action),
        Command::Demo(arguments) => demo::demo(arguments),
        Command::Schema { of } => schema::schema(of),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "caseready", &mut script);
            output::write(|out| out.write_all(&script))
                .map(|()| Exit::Clear)
                .map_err(anyhow::Error::from)
        }
    }
}

/// A first argument that is no command but exists as a path is audited.
fn with_command(mut typed: Vec<OsString>) -> Vec<OsString> {
    if let Some(first) = typed.get(1) {
        let is_command = first.to_str().is_some_and(|word| {
            Arguments::command().find_subcommand(word).is_some() || word == "help"
        });
        if !is_command && Path::new(first).exists() {
            typed.insert(1, "audit".into());
        }
    }
    typed
}

/// The arguments as a run records them. How many threads were used changes nothing in a result, and is left out of it.
fn recorded(typed: &[OsString]) -> Vec<String> {
    let mut recorded = Vec::new();
    let mut arguments = typed
        .iter()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        if argument == "--threads" {
            arguments.next();
        } else if !argument.starts_with("--threads=") {
            recorded.push(argument);
        }
    }
    recorded
}
