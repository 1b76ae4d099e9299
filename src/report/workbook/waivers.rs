//! The sheet of waivers: what each holds back, until when, why and by whose decision.

use super::sheet::{Cell, Column, Content};
use super::view::View;
use crate::check::outcome::Outcome;
use crate::check::waiver::State;
use crate::report::saved::{Finding, Waiver};
use crate::rules::sentence::capitalised;

pub(super) fn waivers(view: View<'_>) -> Content<'_> {
    let mut waived: Vec<&Finding> = view.of(&view.run.findings);
    waived.retain(|finding| finding.outcome == Outcome::Waived);
    let mut waivers: Vec<(&Waiver, u64)> = view
        .run
        .waivers
        .iter()
        .map(|waiver| {
            let covered = waived.iter().filter(|finding| waiver.covers(finding));
            (waiver, covered.count() as u64)
        })
        // Of a waiver that covers nothing nobody can say whose it is.
        .filter(|(_, covered)| !view.is_of_a_team() || *covered > 0)
        .collect();
    let order = |state: State| State::ALL.iter().position(|other| *other == state);
    waivers.sort_by_key(|(waiver, _)| (order(waiver.state), waiver.until));
    Content {
        name: "Waivers",
        holds: if view.is_of_a_team() {
            "Decisions that a standard need not be met until a day, for the team's findings."
        } else {
            "Decisions that a standard need not be met until a day, and what they hold back."
        },
        columns: vec![
            Column::new("State", 12.0),
            Column::new("Rule", 9.0),
            Column::new("Standard", 28.0),
            Column::new("Child id", 14.0),
            Column::new("Record", 16.0),
            Column::new("Until", 12.0),
            Column::new("Days left", 9.0),
            Column::new("Findings held back", 12.0),
            Column::new("Reason", 55.0),
            Column::new("Approved by", 24.0),
        ],
        printed_to: "Approved by",
        rows: waivers.len(),
        row: Box::new(move |row| {
            let (waiver, covered) = waivers[row];
            let rule = view.run.rule(&waiver.rule);
            let left = waiver.until.number() - view.run.run.as_at.number();
            vec![
                waiver.state.into(),
                Cell::text(&waiver.rule),
                Cell::optional(rule, |rule| Cell::Text(capitalised(&rule.short).into())),
                Cell::optional(waiver.covered.child_id(), Cell::text),
                Cell::optional(waiver.covered.key(), Cell::text),
                Cell::Day(waiver.until),
                Cell::Number(left.into()),
                Cell::count(covered),
                Cell::text(&waiver.reason),
                Cell::text(&waiver.by),
            ]
        }),
    }
}
