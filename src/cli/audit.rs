//! `caseready audit`: judge an export, print and write what was found, and say so in the exit code.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;

use crate::check::context::Context;
use crate::check::empty::holds_no_event;
use crate::check::exit::Exit;
use crate::check::grouped::Grouped;
use crate::check::request::Request;
use crate::check::run::{Run, Status, run};
use crate::check::scope::Scope;
use crate::check::waiver::Waivers;
use crate::model::mistyped::{did_you_mean, nearest};
use crate::model::problem::First;
use crate::model::view::View;
use crate::report::document::Finished;
use crate::report::summary::By;
use crate::report::terminal::Terminal;
use crate::report::{diagnostics, nothing_judged};
use crate::rules::plan::RuleId;
use crate::rules::{Examples, Ruleset, is_id};

use super::arguments::{AuditArguments, GroupBy};
use super::progress::{Count, Phase, Progress};
use super::reports::{Report, Reports, reports};
use super::session::{Rendered, Standards};
use super::threads::Threads;
use super::timings::Timings;
use super::{authorities, clock, files, output, pseudonyms, session};

pub fn audit(arguments: &AuditArguments, typed: &[String]) -> anyhow::Result<Exit> {
    let mut timings = Timings::begin();
    let (progress, count) = Progress::show().unzip();
    let audit = Audit::new(arguments, typed, count)?;
    timings.done("reading the standards");
    if arguments.each_folder {
        return authorities::audit(&audit, progress, timings);
    }
    audit.judge(
        &arguments.export.exports,
        audit.standards.council.as_deref(),
        &mut timings,
        |finished, timings| {
            let reports = Reports::of(finished, terminal(arguments), &audit.runner);
            audit.write(&reports, None, timings)?;
            drop(progress);
            if !arguments.quiet {
                reports.print(arguments.format)?;
                timings.done("printing");
            }
            if arguments.timings {
                output::say(&timings.shown(finished.ruleset(), finished.records(), finished.run));
            }
            Ok(finished.exit)
        },
    )
}

/// All that an audit needs to know before it reads an export.
pub(super) struct Audit<'a> {
    pub arguments: &'a AuditArguments,
    typed: &'a [String],
    pub runner: Threads,
    pub standards: Standards,
    rules: Vec<RuleId>,
    pub outputs: Vec<Report>,
    key: Option<pseudonyms::Key>,
    waivers: Waivers,
    pub scope: Scope,
}

impl<'a> Audit<'a> {
    fn new(
        arguments: &'a AuditArguments,
        typed: &'a [String],
        count: Option<Arc<Count>>,
    ) -> anyhow::Result<Self> {
        let runner = Threads::new(arguments.export.threads)?.counted(count);
        let standards = session::standards(&arguments.export.standards, Examples::PassedOver)?;
        let rules = chosen(&standards.ruleset, &arguments.only, &arguments.area)?;
        let outputs = reports(&arguments.output)?;
        let key = arguments.pseudonymise.as_deref().map(pseudonyms::key);
        let waivers = waivers(&standards.ruleset, arguments.waivers.as_deref())?;
        let as_at = arguments.export.as_at.unwrap_or_else(clock::today);
        let scope = Scope {
            as_at,
            after: arguments.period.after(as_at, &standards.ruleset.calendar),
        };
        Ok(Self {
            arguments,
            typed,
            runner,
            standards,
            rules,
            outputs,
            key: key.transpose()?,
            waivers,
            scope,
        })
    }

    /// Reads and judges one export, and hands over what it came to before the records are let go. A run that judged nothing is
    /// refused once it is reported.
    pub(super) fn judge<T>(
        &self,
        exports: &[PathBuf],
        council: Option<&str>,
        timings: &mut Timings,
        report: impl FnOnce(&Finished<'_>, &mut Timings) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let Self {
            arguments, runner, ..
        } = self;
        let ruleset = &self.standards.ruleset;
        runner.begin(Phase::Reading);
        let mut loaded = session::records(&self.standards, &self.rules, exports, runner)?;
        timings.done("reading the files");
        let view = View {
            records: &loaded.records,
            catalogue: &ruleset.catalogue,
            as_at: self.scope.as_at,
        };
        loaded.problems.extend(view.not_yet_happened());
        runner.begin(Phase::Judging);
        let mut found = run(
            ruleset,
            &loaded.records,
            &Request {
                scope: self.scope,
                rules: self.rules.clone(),
                waivers: &self.waivers,
                limits: self.standards.words,
            },
            runner,
        );
        timings.done("judging");
        let wanting = arguments.require_complete && any_not_assessed(&found);
        let ran = !found.has_errors() && !wanting;
        if arguments.each_folder {
            session::let_others_have_mappings(&mut loaded.problems);
        }
        let mut first = loaded.problems.iter().filter_map(|problem| problem.first);
        let is_whole = !first.any(First::is_input_lost);
        if let Some(key) = &self.key {
            let problems = &mut [
                &mut loaded.problems,
                &mut found.problems,
                &mut found.export_problems,
            ];
            pseudonyms::replace(
                key,
                ruleset,
                &mut loaded.records,
                problems,
                &mut found.waivers,
            );
            timings.done("making the pseudonyms");
        }
        let view = View {
            records: &loaded.records,
            catalogue: &ruleset.catalogue,
            as_at: self.scope.as_at,
        };
        let grouped = Grouped::build(ruleset, &loaded.records, std::iter::empty(), runner);
        let finished = Finished {
            context: Context {
                view,
                calendar: &ruleset.calendar,
                ruleset,
                grouped: &grouped,
            },
            run: &found,
            problems: &loaded.problems,
            arguments: self.typed,
            council,
            settings_file: self.standards.settings_file.as_deref(),
            limits: self.standards.words,
            exit: exit(&found, view, ruleset, arguments, (ran, is_whole)),
            pseudonymised: self.key.is_some(),
            complete: ran && is_whole,
        };
        let reported = report(&finished, timings)?;
        if finished.exit == Exit::Failed {
            bail!(nothing_judged::in_words(&finished));
        }
        Ok(reported)
    }

    /// Writes every report asked for; of one authority among several, each in a folder of that name beside the file asked for.
    pub(super) fn write(
        &self,
        reports: &Reports<'_>,
        authority: Option<&str>,
        timings: &mut Timings,
    ) -> anyhow::Result<()> {
        self.runner.begin(Phase::Writing);
        let inside = |report: &Report| match authority {
            None => Ok(report.clone()),
            Some(name) => report.inside(name),
        };
        let outputs: Vec<Report> = self.outputs.iter().map(inside).collect::<Result<_, _>>()?;
        for report in &outputs {
            reports.may_be_written(report)?;
        }
        for (report, asked) in outputs.iter().zip(&self.outputs) {
            reports.write(report)?;
            timings.done(format!("writing {}", files::shown(&asked.path)));
        }
        if let Some(folder) = &self.arguments.split_team {
            match authority {
                None => reports.split_by_team(folder)?,
                Some(name) => reports.split_by_team(&folder.join(name))?,
            };
            timings.done("writing the workbooks of the teams");
        }
        Ok(())
    }
}

pub(super) fn terminal(arguments: &AuditArguments) -> Terminal {
    Terminal {
        width: output::width(),
        fail_on: arguments.fail_on.severity(),
        by: match arguments.by {
            GroupBy::Team => By::Team,
            GroupBy::District => By::District,
            GroupBy::Worker => By::Worker,
        },
    }
}

fn exit(
    found: &Run<'_>,
    view: View<'_>,
    ruleset: &Ruleset,
    arguments: &AuditArguments,
    (ran, is_whole): (bool, bool),
) -> Exit {
    if found.decided() == 0 || holds_no_event(view) {
        return Exit::Failed;
    }
    // What was to be read and was not may hold what would have been found.
    if !ran || !is_whole {
        return Exit::Incomplete;
    }
    let failing = arguments.fail_on.severity().map_or(0, |severity| {
        found.failing(ruleset, severity, arguments.fail_on_past, arguments.prompts)
    });
    if failing > 0 {
        Exit::Found
    } else {
        Exit::Clear
    }
}

fn any_not_assessed(found: &Run<'_>) -> bool {
    found
        .rules
        .iter()
        .any(|rule| matches!(rule.status, Status::NotAssessed(_)))
}

/// The rules to judge: all that are on, or those asked for; a rule named in full runs though it is off.
pub fn chosen(ruleset: &Ruleset, only: &[String], areas: &[String]) -> anyhow::Result<Vec<RuleId>> {
    let group = |id: &str| id.split('-').next().unwrap_or(id).to_owned();
    for area in areas {
        if !ruleset
            .reference
            .areas
            .iter()
            .any(|known| known.key == *area)
        {
            let near = nearest(area, ruleset.reference.area_keys())
                .map_or_else(String::new, |near| format!("; {}", did_you_mean(near)));
            bail!("--area: there is no area {area:?}{near}");
        }
    }
    for wanted in only {
        let known = ruleset
            .rules
            .iter()
            .any(|rule| is_id(&rule.id, wanted) || group(&rule.id).eq_ignore_ascii_case(wanted));
        if !known {
            bail!("--only: {}", ruleset.no_such("rule or group", wanted));
        }
    }
    let rules: Vec<RuleId> = ruleset
        .ids()
        .filter(|id| {
            let rule = ruleset.rule(*id);
            let named = only.iter().any(|wanted| is_id(&rule.id, wanted));
            let of_group = only.is_empty()
                || only
                    .iter()
                    .any(|wanted| group(&rule.id).eq_ignore_ascii_case(wanted));
            let of_area = areas.is_empty() || areas.contains(&rule.area);
            named || (of_group && of_area && rule.on)
        })
        .collect();
    if rules.is_empty() {
        bail!("no rule is left to judge: --only and --area leave none that is on");
    }
    Ok(rules)
}

fn waivers(ruleset: &Ruleset, path: Option<&Path>) -> anyhow::Result<Waivers> {
    let Some(path) = path else {
        return Ok(Waivers::default());
    };
    let text = files::read_text(path)?;
    Waivers::read(&files::shown(path), &text, ruleset).map_err(|mistakes| {
        Rendered(diagnostics::render(
            &mistakes,
            |_| Some(text.as_str()),
            output::stderr_is_coloured(),
        ))
        .into()
    })
}
