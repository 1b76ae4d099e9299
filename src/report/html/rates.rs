//! Each standard's rate, area by area, with England's and with the threshold that applies.

use std::fmt::Write as _;

use crate::check::standing::Level;
use crate::report::layout::grouped;
use crate::report::saved::{Rule, SavedRun, Words};

use super::chart;
use super::escape::safe;
use super::figures::{by_area, direction, percent};
use super::table::{Cell, Holds, Table};
use super::this_week::standard;

pub fn section(html: &mut String, run: &SavedRun) {
    let areas = by_area(run, |_| true);
    if areas.is_empty() {
        html.push_str("<p>No standard could be judged.</p>\n");
        return;
    }
    html.push_str("<p>The rate is of those met and not met. What is not yet due, cannot be judged or is waived is counted beside it and is in no rate. In a bar the dark line is England’s rate, where one is published.</p>\n");
    for (area, rules) in areas {
        let _ = writeln!(html, "<h3>{}</h3>", safe(area));
        let mut table = Table::new(
            &format!("Rates: {area}"),
            &[
                ("Standard", Holds::Words),
                ("Met", Holds::Numbers),
                ("Of", Holds::Numbers),
                ("Rate", Holds::Numbers),
                ("Bar", Holds::Chart),
                ("Called", Holds::Choices),
                ("Direction", Holds::Choices),
                ("England", Holds::Numbers),
                ("Threshold", Holds::Words),
                ("Not in the rate", Holds::Words),
            ],
        )
        .class("rates");
        for rule in rules {
            table.row(row(rule, &run.run.settings.words));
        }
        table.write(html);
    }
}

fn row(rule: &Rule, words: &Words) -> Vec<Cell> {
    let england = match &rule.england {
        Some(england) => Cell::html(format!(
            "{} <span class=\"small\">in {}</span>",
            percent(Some(england.rate), words),
            safe(&england.year)
        )),
        None => Cell::words(""),
    };
    vec![
        Cell::html(format!("{} {}", standard(&rule.id), safe(&rule.title))),
        Cell::number(rule.outcomes.met),
        Cell::number(rule.outcomes.judged()),
        Cell::percent(rule.rate, words),
        Cell::html(chart::bar(
            rule.rate,
            rule.england.as_ref().map(|england| england.rate),
            fill(rule.standing),
        )),
        called(rule),
        Cell::words(&direction(rule, words)),
        england,
        Cell::html(threshold(rule)),
        Cell::words(&beside(rule)),
    ]
}

/// The fill of a bar; the word stands beside it.
pub fn fill(standing: Level) -> &'static str {
    match standing {
        Level::Strong => "good",
        Level::ToImprove => "poor",
        Level::Between => "plain",
        Level::TooFew => "few",
    }
}

fn called(rule: &Rule) -> Cell {
    let class = match rule.standing {
        _ if rule.needs_to_improve => "red",
        Level::Strong => "green",
        Level::Between => "blue",
        Level::ToImprove | Level::TooFew => "grey",
    };
    Cell::html(format!(
        "<span class=\"tag {class}\">{}</span>",
        rule.called().name()
    ))
}

/// The council's own threshold beside the national one.
pub fn threshold(rule: &Rule) -> String {
    match &rule.threshold {
        None => String::new(),
        Some(threshold) => match &threshold.local {
            None => safe(&threshold.national),
            Some(local) => format!(
                "<strong>{}</strong> (national pack: {})",
                safe(local),
                safe(&threshold.national)
            ),
        },
    }
}

fn beside(rule: &Rule) -> String {
    let outcomes = &rule.outcomes;
    let parts = [
        (outcomes.due, "due"),
        (outcomes.unknown, "cannot be judged"),
        (outcomes.waived, "waived"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts = parts.map(|(count, word)| format!("{} {word}", grouped(*count)));
    let parts: Vec<String> = parts.chain(rule.no_rate.clone()).collect();
    parts.join(", ")
}
