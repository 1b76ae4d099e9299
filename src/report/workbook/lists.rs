//! The sheets that list findings, to be worked through: one row a finding, one fact a cell.

use super::sheet::{Cell, Column, Content};
use super::view::View;
use crate::model::day::Day;
use crate::report::saved::Finding;
use crate::rules::sentence::capitalised;

/// Columns that are empty for whoever works through the list.
pub(super) const TO_FILL_IN: [&str; 2] = ["Owner", "Action taken"];

/// One fact of a finding.
#[derive(Clone, Copy)]
enum Fact {
    Rule,
    Standard,
    Area,
    Severity,
    Certainty,
    Outcome,
    ToActOn,
    Child,
    Team,
    Worker,
    Due,
    Done,
    DaysOver,
    DaysToGo,
    Times,
    Found,
    Reason,
    Remedy,
    Owner,
    ActionTaken,
    Record,
    Key,
    File,
    Row,
    Fingerprint,
}

const ACT_NOW: [Fact; 21] = [
    Fact::Severity,
    Fact::Rule,
    Fact::Standard,
    Fact::Child,
    Fact::Team,
    Fact::Worker,
    Fact::Due,
    Fact::DaysOver,
    Fact::Found,
    Fact::Remedy,
    Fact::Owner,
    Fact::ActionTaken,
    Fact::Certainty,
    Fact::Outcome,
    Fact::Times,
    Fact::Area,
    Fact::Record,
    Fact::Key,
    Fact::File,
    Fact::Row,
    Fact::Fingerprint,
];

const UPCOMING: [Fact; 18] = [
    Fact::Due,
    Fact::DaysToGo,
    Fact::Severity,
    Fact::Rule,
    Fact::Standard,
    Fact::Child,
    Fact::Team,
    Fact::Worker,
    Fact::Found,
    Fact::Owner,
    Fact::ActionTaken,
    Fact::Certainty,
    Fact::Area,
    Fact::Record,
    Fact::Key,
    Fact::File,
    Fact::Row,
    Fact::Fingerprint,
];

const FINDINGS: [Fact; 22] = [
    Fact::Severity,
    Fact::Rule,
    Fact::Standard,
    Fact::Child,
    Fact::Team,
    Fact::Worker,
    Fact::Outcome,
    Fact::ToActOn,
    Fact::Due,
    Fact::Done,
    Fact::DaysOver,
    Fact::Times,
    Fact::Found,
    Fact::Owner,
    Fact::ActionTaken,
    Fact::Certainty,
    Fact::Area,
    Fact::Record,
    Fact::Key,
    Fact::File,
    Fact::Row,
    Fact::Fingerprint,
];

const NOT_JUDGED: [Fact; 16] = [
    Fact::Severity,
    Fact::Rule,
    Fact::Standard,
    Fact::Child,
    Fact::Team,
    Fact::Worker,
    Fact::Reason,
    Fact::Owner,
    Fact::ActionTaken,
    Fact::Certainty,
    Fact::Area,
    Fact::Record,
    Fact::Key,
    Fact::File,
    Fact::Row,
    Fact::Fingerprint,
];

impl Fact {
    const fn column(self) -> Column {
        match self {
            Self::Rule => Column::new("Rule", 9.0),
            Self::Standard => Column::new("Standard", 28.0),
            Self::Area => Column::new("Area", 20.0),
            Self::Severity => Column::new("Severity", 10.0),
            Self::Certainty => Column::new("Fact or prompt", 10.0),
            Self::Outcome => Column::new("Outcome", 10.0),
            Self::ToActOn => Column::new("To act on now", 9.0),
            Self::Child => Column::new("Child id", 14.0),
            Self::Team => Column::new("Team", 18.0),
            Self::Worker => Column::new("Worker id", 12.0),
            Self::Due => Column::new("Due", 12.0),
            Self::Done => Column::new("Done", 12.0),
            Self::DaysOver => Column::new("Days over", 9.0),
            Self::DaysToGo => Column::new("Days to go", 9.0),
            Self::Times => Column::new("Times", 8.0),
            Self::Found => Column::new("What the record shows", 55.0),
            Self::Reason => Column::new("Why it cannot be judged", 55.0),
            Self::Remedy => Column::new("What to do", 55.0),
            Self::Owner => Column::new(TO_FILL_IN[0], 18.0),
            Self::ActionTaken => Column::new(TO_FILL_IN[1], 35.0),
            Self::Record => Column::new("Table", 20.0),
            Self::Key => Column::new("Record", 16.0),
            Self::File => Column::new("File", 35.0),
            Self::Row => Column::new("Row", 9.0),
            Self::Fingerprint => Column::new("Fingerprint", 36.0),
        }
    }

    fn of<'a>(self, finding: &'a Finding, view: View<'a>) -> Cell<'a> {
        let rule = view.run.rule(&finding.rule);
        let day = |day: Option<Day>| Cell::optional(day, Cell::Day);
        match self {
            Self::Rule => Cell::text(&finding.rule),
            Self::Standard => {
                Cell::optional(rule, |rule| Cell::Text(capitalised(&rule.short).into()))
            }
            Self::Area => Cell::optional(rule, |rule| Cell::text(view.area(&rule.area))),
            Self::Severity => finding.severity.into(),
            Self::Certainty => Cell::text(finding.certainty.name()),
            Self::Outcome => finding.outcome.into(),
            Self::ToActOn => Cell::yes_or_no(finding.live),
            Self::Child => Cell::text(&finding.child_id),
            Self::Team => Cell::optional(finding.team.as_deref(), Cell::text),
            Self::Worker => Cell::optional(finding.worker_id.as_deref(), Cell::text),
            Self::Due => day(finding.due_on),
            Self::Done => day(finding.done_on),
            Self::DaysOver => Cell::optional(finding.days_over, |days| Cell::Number(days.into())),
            Self::DaysToGo => Cell::optional(finding.due_on, |due| {
                Cell::Number((due.number() - view.run.run.as_at.number()).into())
            }),
            Self::Times => Cell::Number(finding.repeats.into()),
            Self::Found => Cell::Text(view.message(&finding.message)),
            Self::Reason => {
                let reason = finding.reason.as_deref().unwrap_or(&finding.message);
                Cell::Text(capitalised(&view.message(reason)).into())
            }
            Self::Remedy => Cell::optional(rule, |rule| Cell::text(&rule.remedy)),
            Self::Owner | Self::ActionTaken => Cell::Blank,
            Self::Record => Cell::text(&finding.table),
            Self::Key => Cell::text(&finding.key),
            Self::File => Cell::text(&finding.file),
            Self::Row => Cell::Number(finding.row.into()),
            Self::Fingerprint => Cell::text(&finding.fingerprint),
        }
    }
}

fn list<'a>(
    name: &'static str,
    holds: &'static str,
    facts: &'static [Fact],
    findings: Vec<&'a Finding>,
    view: View<'a>,
) -> Content<'a> {
    // The name of a file can be that of another team, and only who made the export needs it.
    let shown = move |fact: &Fact| !(view.is_of_a_team() && matches!(fact, Fact::File | Fact::Row));
    let facts: Vec<Fact> = facts.iter().copied().filter(shown).collect();
    Content {
        name,
        holds,
        columns: facts.iter().map(|fact| fact.column()).collect(),
        printed_to: TO_FILL_IN[1],
        rows: findings.len(),
        row: Box::new(move |row| {
            let facts = facts.iter();
            facts.map(|fact| fact.of(findings[row], view)).collect()
        }),
    }
}

pub(super) fn act_now(view: View<'_>) -> Content<'_> {
    list(
        "To act on now",
        "What is not met and can still be put right, the most severe first.",
        &ACT_NOW,
        view.live(),
        view,
    )
}

pub(super) fn upcoming(view: View<'_>) -> Content<'_> {
    let mut findings = view.of(&view.run.upcoming);
    findings.sort_by_key(|finding| finding.due_on);
    list(
        "Upcoming",
        "What falls due within 90 days, the soonest first.",
        &UPCOMING,
        findings,
        view,
    )
}

pub(super) fn findings(view: View<'_>) -> Content<'_> {
    list(
        "Findings",
        "Everything that is not met, whether or not it can still be put right.",
        &FINDINGS,
        view.of(&view.run.findings),
        view,
    )
}

pub(super) fn not_judged(view: View<'_>) -> Content<'_> {
    list(
        "Not judged",
        "What cannot be judged because something is not recorded; it counts as neither met nor not met.",
        &NOT_JUDGED,
        view.of(&view.run.unknown),
        view,
    )
}
