//! How much of a long list the page shows, so that a browser can still open it. What is left out is always counted.

use std::fmt::Write as _;

use crate::report::layout::grouped;

/// Rows of a list that is printed though it is folded on the screen. All those of a council of four hundred children are three
/// hundred pages, which nobody meant who printed the letter.
const PRINTED: usize = 40;

/// Stands above lists that can be folded, on paper alone.
pub(super) fn folded(html: &mut String) {
    let _ = writeln!(
        html,
        "<p class=\"printed\">A list of more than {PRINTED} rows is printed only if it is open on the screen: open it before printing, or take it from the workbook.</p>"
    );
}

/// The class of what is folded over so many rows: what stays shut on paper too, since it is too long, or nothing was found.
pub(super) const fn class(rows: usize) -> &'static str {
    match rows {
        1..=PRINTED => "short",
        _ => "shut",
    }
}

/// Rows of one list, however short the others are.
const LONGEST: usize = 2_000;
/// Rows of all lists of one section together; where there are more, each list has its share, and at least a few.
const IN_ALL: usize = 20_000;
const FEWEST: usize = 20;

/// Rows that each of so many lists may have, that have so many in all.
pub fn each(lists: usize, rows: usize) -> usize {
    if rows <= IN_ALL {
        LONGEST
    } else {
        (IN_ALL / lists.max(1)).clamp(FEWEST, LONGEST)
    }
}

/// What is said of the rows that are left out; `which` are shown.
pub fn left_out(html: &mut String, which: &str, all: usize, shown: usize) {
    if all > shown {
        let _ = writeln!(
            html,
            "<p class=\"left-out\">The {which} {} are listed. {} more {} left out here: all are in the workbook and in the CSV of the same run (<code>caseready render RUN.json -o xlsx=work.xlsx</code>).</p>",
            grouped(shown as u64),
            grouped((all - shown) as u64),
            if all - shown == 1 { "is" } else { "are" }
        );
    }
}

/// What is said of the teams that are left out; those are shown that have most, or least, of something.
pub fn teams_left_out(html: &mut String, with: &str, all: usize, shown: usize) {
    if all > shown {
        let _ = writeln!(
            html,
            "<p class=\"left-out\">The {} teams with {with} are shown. {} more {} in the workbook and in the CSV of measures of the same run.</p>",
            grouped(shown as u64),
            grouped((all - shown) as u64),
            if all - shown == 1 { "is" } else { "are" }
        );
    }
}
