//! What was recognised in an export, and which rules can be judged from it: the page to show the data team.

use std::fmt::Write as _;

use crate::model::problem::Problem;
use crate::model::records::{Presence, Records};
use crate::model::view::View;
use crate::rules::Ruleset;
use crate::rules::plan::RuleId;

use super::layout::{plural, title, wrapped};
use super::terminal::by_reason;

/// What `inspect` shows.
pub struct Inspection<'a> {
    pub ruleset: &'a Ruleset,
    pub records: &'a Records,
    pub view: View<'a>,
    pub problems: &'a [Problem],
    /// Each rule with the reason it cannot be judged, if it cannot.
    pub rules: Vec<(RuleId, Option<String>)>,
    pub width: usize,
}

pub fn render(inspection: &Inspection<'_>) -> String {
    let mut text = String::new();
    files(&mut text, inspection);
    tables(&mut text, inspection);
    problems(&mut text, inspection);
    rules(&mut text, inspection);
    text
}

fn files(text: &mut String, inspection: &Inspection<'_>) {
    let _ = writeln!(text, "As at {}.", inspection.view.as_at.in_words());
    title(text, "FILES");
    for file in &inspection.records.files {
        let tables: Vec<String> = file
            .tables
            .iter()
            .map(|found| {
                let left_out = if found.rejected > 0 {
                    format!(" ({} left out)", found.rejected)
                } else {
                    String::new()
                };
                let name = &inspection.ruleset.catalogue.table(found.table).name;
                format!("{name} {}{left_out}", plural(found.rows, "row"))
            })
            .collect();
        let tables = if tables.is_empty() {
            String::new()
        } else {
            format!(": {}", tables.join(", "))
        };
        wrapped(
            text,
            &format!("{} ({}){tables}", file.name, file.kind.name()),
            inspection.width,
            2,
        );
    }
}

fn tables(text: &mut String, inspection: &Inspection<'_>) {
    title(text, "TABLES");
    let catalogue = &inspection.ruleset.catalogue;
    let records = inspection.records;
    for (id, definition) in catalogue.tables().filter(|(id, _)| records.has_table(*id)) {
        let newest = records.newest_event(catalogue, id, inspection.view.as_at);
        let newest = newest
            .map(|day| format!("; newest event {}", day.in_words()))
            .unwrap_or_default();
        wrapped(
            text,
            &format!(
                "{}: {}{newest}",
                definition.name,
                plural(records.rows(id).into(), "record")
            ),
            inspection.width,
            2,
        );
        let of = |presence| {
            let fields = definition
                .field_ids()
                .filter(|field| records.presence(id, *field) == presence);
            fields
                .map(|field| definition.fields[field.index()].name.clone())
                .collect::<Vec<_>>()
        };
        let mut line = |label: &str, fields: &[String]| {
            if !fields.is_empty() {
                wrapped(
                    text,
                    &format!("- {label} {}", fields.join(", ")),
                    inspection.width,
                    4,
                );
            }
        };
        line("used:", &of(Presence::Present));
        line("headed, but blank in every row:", &of(Presence::Blank));
        let unused: Vec<String> = records
            .files
            .iter()
            .flat_map(|file| &file.tables)
            .filter(|found| found.table == id)
            .flat_map(|found| found.unused.clone())
            .collect();
        line("not used:", &unused);
    }
}

fn problems(text: &mut String, inspection: &Inspection<'_>) {
    if inspection.problems.is_empty() {
        title(text, "PROBLEMS: NONE");
        return;
    }
    title(text, "PROBLEMS");
    for problem in inspection.problems {
        let file = problem
            .file
            .map(|file| inspection.records.files[file.index()].name.clone());
        let row = problem.row.map(|row| format!("row {row}"));
        let place: Vec<String> = [file, row, problem.column.clone()]
            .into_iter()
            .flatten()
            .collect();
        let place = if place.is_empty() {
            String::new()
        } else {
            format!("{}: ", place.join(", "))
        };
        wrapped(
            text,
            &format!("{}: {place}{}", problem.severity.name(), problem.message),
            inspection.width,
            2,
        );
    }
}

fn rules(text: &mut String, inspection: &Inspection<'_>) {
    let (can, cannot): (Vec<_>, Vec<_>) = inspection
        .rules
        .iter()
        .partition(|(_, reason)| reason.is_none());
    let id = |id: RuleId| inspection.ruleset.rule(id).id.clone();
    title(
        text,
        &format!(
            "RULES THAT CAN BE JUDGED: {} OF {}",
            can.len(),
            inspection.rules.len()
        ),
    );
    let ids: Vec<String> = can.iter().map(|(rule, _)| id(*rule)).collect();
    wrapped(
        text,
        &if ids.is_empty() {
            "none".to_owned()
        } else {
            ids.join(", ")
        },
        inspection.width,
        0,
    );
    if cannot.is_empty() {
        return;
    }
    title(text, "RULES THAT CANNOT, AND WHY");
    let cannot: Vec<(RuleId, &str)> = cannot
        .iter()
        .map(|(rule, reason)| (*rule, reason.as_deref().unwrap_or_default()))
        .collect();
    by_reason(text, inspection.ruleset, &cannot, inspection.width);
}
