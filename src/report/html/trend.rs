//! How each standard's rate moved from month to month.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::report::halves;
use crate::report::layout::grouped;
use crate::report::saved::{Month, Rule, SavedRun, Words};

use super::chart;
use super::escape::safe;
use super::figures::{arrow, by_area, direction, month, percent, short_month};
use super::table::{Cell, Holds, Table};
use super::this_week::standard;

/// Months side by side: more would not fit on a page.
const SHOWN: usize = 13;

pub fn section(html: &mut String, run: &SavedRun) {
    let months: BTreeSet<&str> = run
        .rules
        .iter()
        .flat_map(|rule| rule.trend.iter().map(|month| month.month.as_str()))
        .collect();
    let left_out = months.len().saturating_sub(SHOWN);
    let months: Vec<&str> = months.into_iter().skip(left_out).collect();
    if months.is_empty() {
        html.push_str("<p>No standard that was judged has dates to place it in a month.</p>\n");
        return;
    }
    let words = &run.run.settings.words;
    let _ = writeln!(
        html,
        "<p>Each rate is of what was due in that month or, where a standard has no due dates, of what took place in it; what goes on, such as a caseload, is counted again at each month’s end. Rising and falling mean {:.0} points or more between the two halves of the period{}, each with at least {} judged; one month alone is often of very few. The lines run from 0% at the foot to 100% at the top.</p>",
        words.moves_by,
        halves::of_run(run).map_or_else(String::new, |[early, recent]| format!(
            " ({early}, and {recent})"
        )),
        grouped(words.fewest)
    );
    if left_out > 0 {
        let _ = writeln!(
            html,
            "<p class=\"left-out\">The last {SHOWN} months are shown. {left_out} earlier are in the saved run.</p>"
        );
    }
    for (area, rules) in by_area(run, |rule| !rule.trend.is_empty()) {
        let _ = writeln!(html, "<h3>{}</h3>", safe(area));
        let mut table = Table::new(
            &format!("Rates by month: {area}"),
            &[
                ("Standard", Holds::Words),
                ("Direction", Holds::Choices),
                ("Line", Holds::Chart),
            ],
        )
        .class("months");
        for name in &months {
            table.column(&short_month(name), Holds::Numbers);
        }
        for rule in rules {
            table.row(row(rule, &months, words));
        }
        table.write_wide(html);
    }
}

fn row(rule: &Rule, months: &[&str], words: &Words) -> Vec<Cell> {
    let of = |name: &str| rule.trend.iter().find(|month| month.month == name);
    let shown: Vec<Option<&Month>> = months.iter().map(|name| of(name)).collect();
    let direction = direction(rule, words);
    let title = match (
        shown.iter().flatten().find(|month| month.rate.is_some()),
        shown.iter().flatten().rfind(|month| month.rate.is_some()),
    ) {
        (Some(first), Some(last)) => format!(
            "{}: {} in {}, {} in {}; {direction}",
            rule.short,
            percent(first.rate, words),
            month(&first.month),
            percent(last.rate, words),
            month(&last.month)
        ),
        _ => format!("{}: no rate in any month", rule.short),
    };
    let rates: Vec<Option<f64>> = shown
        .iter()
        .map(|month| month.and_then(|month| month.rate))
        .collect();
    let mut cells = vec![
        Cell::html(format!(
            "{} {}{}",
            standard(&rule.id),
            safe(&rule.short),
            if rule.is_judged_again() {
                " <span class=\"small\">(at months’ ends)</span>"
            } else {
                ""
            }
        )),
        Cell::html(arrow(rule.direction, &direction)),
        Cell::html(chart::line(&rates, &title)),
    ];
    for month in shown {
        cells.push(match month {
            Some(month) if month.rate.is_some() => Cell::html(format!(
                "{}<span class=\"of\"> of {}</span>",
                percent(month.rate, words),
                grouped(month.outcomes.judged())
            )),
            _ => Cell::html("–".to_owned()),
        });
    }
    cells
}
