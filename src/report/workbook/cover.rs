//! The first sheet: what the workbook is, what it holds and how far it can be relied on.

use std::fmt::Write as _;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::sheet::{Cell, Content, Formats, Part, height, new_sheet, write_cell};
use super::view::{View, Whose, children};
use crate::check::standing::Level;
use crate::model::unseen::named;
use crate::report::document::NOT_RECORDED;
use crate::report::layout::{grouped, plural};
use crate::report::saved::{Called, Finding, Status};
use crate::report::summary;
use crate::report::told_first::{self, Shown};
use crate::report::{halves, nothing_judged, set_here, waivers};

/// Of what is to act on now: a person must open the case first.
pub(super) const TO_BE_READ: &str = "Of these, to be read by a person";
pub(super) const NAME: &str = "Cover";
const WIDTHS: [f64; 3] = [26.0, 85.0, 12.0];

pub(super) fn title(view: View<'_>) -> String {
    let as_at = view.run.run.as_at.in_words();
    let team = match view.whose {
        Whose::Everybody => None,
        Whose::Team(team) => Some(team.unwrap_or("No team recorded")),
    };
    let council = view.run.run.council.as_deref();
    let whose: Vec<&str> = council.into_iter().chain(team).collect();
    let whose = match whose.join(", ") {
        none if none.is_empty() => none,
        whose => format!("{whose}: "),
    };
    format!("{whose}Children's cases against practice standards, as at {as_at}")
}

pub(super) fn write(
    workbook: &mut Workbook,
    view: View<'_>,
    contents: &[(Content<'_>, Vec<Part>)],
    formats: &Formats,
) -> Result<(), XlsxError> {
    let sheet = new_sheet(workbook, NAME, view.marking())?;
    for (column, width) in WIDTHS.into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    let title = super::text::fitted(named(&title(view))).into_owned();
    sheet.write_string_with_format(0, 0, title, &formats.title)?;
    sheet.write_string_with_format(1, 0, view.marking(), &formats.marking)?;
    let mut row = 2;
    for (label, value) in facts(view) {
        sheet.write_string_with_format(row, 0, label, &formats.label)?;
        write_cell(sheet, (row, 1), &value, formats)?;
        if let Cell::Text(text) = &value {
            sheet.set_row_height(row, height([(text.as_ref(), WIDTHS[1])].into_iter()))?;
        }
        row += 1;
    }
    for (column, heading) in ["Sheet", "What it holds", "Rows"].into_iter().enumerate() {
        sheet.write_string_with_format(row, column as u16, heading, &formats.heading)?;
    }
    for (content, parts) in contents {
        for (index, part) in parts.iter().enumerate() {
            row += 1;
            let place = format!("internal:'{}'!A1", part.name);
            sheet.write_url_with_options(
                row,
                0,
                place.as_str(),
                &part.name,
                "",
                Some(&formats.link),
            )?;
            let holds = match (index, parts.len()) {
                (0, 1) => content.holds.to_owned(),
                (0, several) => format!(
                    "{} Excel holds no more rows in a sheet: it goes on in {}.",
                    content.holds,
                    plural(several as u64 - 1, "further sheet")
                ),
                _ => format!(
                    "Goes on from the sheet before: {} are more than Excel holds in one.",
                    plural(content.rows as u64, "row")
                ),
            };
            write_cell(sheet, (row, 1), &Cell::Text(holds.into()), formats)?;
            write_cell(sheet, (row, 2), &Cell::Number(part.rows as f64), formats)?;
        }
    }
    Ok(())
}

fn facts(view: View<'_>) -> Vec<(&'static str, Cell<'_>)> {
    let run = view.run;
    let text = |text: String| Cell::Text(text.into());
    let mut facts = Vec::new();
    let none = nothing_judged::of_run(run);
    facts.extend(none.map(|why| ("Before you read on", text(why))));
    if !view.is_of_a_team() {
        let shown = Shown {
            file: &str::to_owned,
            words: true,
            pseudonymised: run.run.pseudonymised,
        };
        let told = told_first::of_run(run, &shown).into_iter();
        facts.extend(told.map(|line| ("Before you read on", text(line))));
    } else if run.has_lost_input() {
        let lost =
            "what this audit was to read is not all there: ask whoever made it what was not read";
        facts.push(("Before you read on", Cell::text(lost)));
    }
    if let Some(council) = run.run.council.as_deref() {
        facts.push(("Council", Cell::text(council)));
    }
    if let Whose::Team(team) = view.whose {
        facts.push(("Team", Cell::text(team.unwrap_or(NOT_RECORDED))));
    }
    facts.push(("As at", Cell::Day(run.run.as_at)));
    let period = match run.run.period.from {
        Some(from) => format!(
            "due from {} to {}",
            from.in_words(),
            run.run.period.to.in_words()
        ),
        None => format!("whatever was due up to {}", run.run.period.to.in_words()),
    };
    facts.push(("Counted", text(period)));
    if let Some([early, recent]) = halves::of_run(run) {
        let text_of_halves = format!(
            "first {early}, second {recent}: rising and falling mean {:.0} points or more between them",
            run.run.settings.words.moves_by
        );
        facts.push(("Halves of the period", text(text_of_halves)));
    }
    let standards = &run.run.standards;
    let named = format!("{} {}", standards.name, standards.version);
    facts.push(("Standards", text(named)));
    if let Some(file) = run
        .run
        .settings
        .file
        .as_deref()
        .filter(|_| !view.is_of_a_team())
    {
        facts.push(("Local settings", Cell::text(file)));
    }
    facts.extend(set_here::of_run(run).map(|line| ("Set here", text(line))));
    let ids = if run.run.pseudonymised {
        "pseudonyms: whoever made this audit can say which record is meant"
    } else {
        "as the export has them"
    };
    facts.push(("Ids", Cell::text(ids)));
    let with = |status: Status| {
        run.rules
            .iter()
            .filter(|rule| rule.status == status)
            .count() as u64
    };
    let mut looked_at = format!("{} assessed", plural(with(Status::Assessed), "standard"));
    for (status, words) in [
        (Status::NotAssessed, "not assessed, for want of data"),
        (
            Status::NotNeeded,
            "not needed, since another judges the same thing from better data",
        ),
        (Status::Error, "in error"),
    ] {
        let count = with(status);
        if count > 0 {
            let _ = write!(looked_at, ", {} {words}", grouped(count));
        }
    }
    if !run.run.complete {
        looked_at += ": THE AUDIT IS NOT COMPLETE";
    }
    facts.push(("Standards looked at", text(looked_at)));
    facts.push(("What they come to", text(standing(view))));
    if !view.is_of_a_team() {
        let newest = run.inputs.iter().filter_map(|input| input.newest).max();
        facts.push((
            "Newest event in the files",
            Cell::optional(newest, Cell::Day),
        ));
    }
    let live = view.live();
    facts.push(("To act on now", text(how_many(&live))));
    let prompts: Vec<&Finding> = live.into_iter().filter(|it| it.is_prompt()).collect();
    facts.push((TO_BE_READ, text(how_many(&prompts))));
    facts.push(("Findings in all", text(how_many(&view.of(&run.findings)))));
    if !view.is_of_a_team() {
        facts.extend(waivers::of_run(run).map(|counted| ("Waivers", text(counted))));
    }
    facts.push((
        "What the words mean",
        Cell::text("A fact is in the record; a prompt asks a person to read the case. Late: done after its date. Overdue: not done, and it still can be. \
                    Missed: not done, and it no longer can be. Failed: what must hold at any time does not."),
    ));
    facts.push((
        "Working in this file",
        Cell::text("Owner and Action taken are empty for you. A workbook that somebody has written in is not written over: the next audit needs another name."),
    ));
    let made_by = format!(
        "caseready {}; digest of the standards {}",
        run.run.version, standards.digest
    );
    facts.push(("Made by", text(made_by)));
    facts
}

/// "117 strong, 52 between, 19 to improve, 21 too few to judge": as the page counts them. Of a team those with a case that was
/// judged, as "By team" counts them; the others make up the number of standards above.
fn standing(view: View<'_>) -> String {
    let mut standards = view.standards();
    if view.is_of_a_team() {
        standards.retain(|standard| standard.counts.judged() > 0);
    }
    let assessed = view.run.rules.iter();
    let assessed = assessed.filter(|rule| rule.status == Status::Assessed);
    let nothing = assessed.count() - standards.len();
    let called = |wanted: &dyn Fn(Called) -> bool, word: &str| {
        let called = standards.iter().filter(|standard| wanted(standard.called));
        format!("{} {word}", grouped(called.count() as u64))
    };
    let is = |level| move |called| called == Called::Level(level);
    let to_improve = |called| {
        matches!(
            called,
            Called::ToImproveForSome | Called::Level(Level::ToImprove)
        )
    };
    let mut said = vec![
        called(&is(Level::Strong), "strong"),
        called(&is(Level::Between), "between"),
        called(&to_improve, "to improve"),
        called(&is(Level::TooFew), "too few to judge"),
    ];
    if nothing > 0 {
        said.push(format!(
            "{} with no case of this team to judge",
            grouped(nothing as u64)
        ));
    }
    said.join(", ")
}

/// "309, for 143 children".
fn how_many(findings: &[&Finding]) -> String {
    let count = grouped(findings.len() as u64);
    match children(findings) {
        0 => count,
        some => format!("{count}, for {}", summary::children(some as usize)),
    }
}
