//! The waivers: what each holds back, until when and why, and those that have run out or cover nothing.

use std::fmt::Write as _;

use crate::check::waiver::State;
use crate::report::layout::grouped;
use crate::report::saved::{SavedRun, Waiver};
use crate::report::waivers::{in_words, of_run};
use crate::rules::sentence::capitalised;

use super::escape::safe;
use super::limits;
use super::table::{Cell, Holds, Table};
use super::this_week::standard;

/// Waivers of one state.
const SHOWN: usize = 2_000;

pub fn section(html: &mut String, run: &SavedRun) {
    let Some(counted) = of_run(run) else {
        html.push_str("<p>No waiver was given to this audit.</p>\n");
        return;
    };
    let _ = writeln!(
        html,
        "<p>{counted}. A waiver is a named person’s decision that a standard need not be met for a child, or for one record, until a day. What it holds back is in no rate and is not among what must be done; it stands among the findings, marked as waived.</p>"
    );
    for state in State::ALL {
        let mut waivers: Vec<&Waiver> = run
            .waivers
            .iter()
            .filter(|waiver| waiver.state == state)
            .collect();
        if waivers.is_empty() {
            continue;
        }
        waivers.sort_by_key(|waiver| waiver.until);
        let title = capitalised(&in_words(state));
        let _ = writeln!(html, "<h3>{title}</h3>\n<p>{}</p>", meaning(state));
        table(state, &waivers).write(html);
        limits::left_out(html, "first", waivers.len(), SHOWN);
    }
}

/// What the letter says of them.
pub fn sentence(html: &mut String, run: &SavedRun) {
    if let Some(counted) = of_run(run) {
        let _ = writeln!(
            html,
            "<p>{counted}. What a waiver holds back is not counted as not met: see <a href=\"#waivers\">waivers</a>.</p>"
        );
    }
}

const fn meaning(state: State) -> &'static str {
    match state {
        State::Active => "In force, and holding something back.",
        State::Expiring => {
            "In force, and soon not: what they hold back then counts as not met, unless it is done or they are renewed."
        }
        State::Lapsed => "They have run out. What they covered counts as any other case does.",
        State::Unused => {
            "In force, and nothing that they name is not met: it may have been done, or the waiver may name the wrong standard, child or record."
        }
        State::NotJudged => "Their standard was not judged in this audit.",
    }
}

fn table(state: State, waivers: &[&Waiver]) -> Table {
    let mut table = Table::new(
        &format!("Waivers: {}", in_words(state)),
        &[
            ("Standard", Holds::Choices),
            ("Covers", Holds::Words),
            (
                if state == State::Lapsed {
                    "Ran out on"
                } else {
                    "Until"
                },
                Holds::Words,
            ),
            ("Holds back", Holds::Numbers),
            ("Reason", Holds::Words),
            ("Approved by", Holds::Words),
        ],
    )
    .class("waivers");
    for waiver in waivers.iter().take(SHOWN) {
        table.row(vec![
            Cell::html(standard(&waiver.rule)),
            Cell::html(covers(waiver)),
            Cell::day(Some(waiver.until)),
            Cell::html(grouped(waiver.findings)),
            Cell::words(&waiver.reason),
            Cell::words(&waiver.by),
        ]);
    }
    table
}

fn covers(waiver: &Waiver) -> String {
    let (what, id) = waiver.covered.named();
    format!("{what} {}", safe(id))
}
