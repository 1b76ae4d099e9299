//! Which row holds the headings. A row of values taken for one would be written out as it stands, names and narratives with it.

use std::collections::BTreeSet;

use super::ABOVE;
use super::likeness::words;
use crate::load::builder::Context;
use crate::load::cell::{self, Cell, Fault};
use crate::model::masking::shape;
use crate::model::personal::is_personal;

/// The place of the row of headings; nothing where no row is told from values.
pub(super) fn place(context: &Context<'_>, rows: &[Vec<String>]) -> Option<usize> {
    let width = |cells: &[String]| {
        if holds_values(cells) {
            0
        } else {
            filled(cells).count()
        }
    };
    let above = &rows[..rows.len().min(ABOVE)];
    let widest = above.iter().map(|cells| width(cells)).max()?;
    // The first of the wide rows: those below it may be as wide, or wider by a column that has no heading.
    let first = above
        .iter()
        .position(|cells| width(cells) >= 2 && width(cells) * 10 >= widest * 7)?;
    let (headings, below) = (&rows[first], &rows[first + 1..]);
    let below: Vec<&Vec<String>> = below.iter().filter(|row| *row != headings).collect();
    let known = known_words(context);
    let told = filled(headings).filter(|(place, heading)| {
        let values = || {
            let values = below.iter().filter_map(|row| row.get(*place));
            values.filter(|value| !value.is_empty())
        };
        let is_value =
            cell::answer(heading).is_some() || values().any(|value| is_alike(heading, value));
        !is_value && (is_known(heading, &known) || is_unlike(values()))
    });
    (told.count() * 2 >= width(headings)).then_some(first)
}

fn filled(cells: &[String]) -> impl Iterator<Item = (usize, &String)> {
    let cells = cells.iter().enumerate();
    cells.filter(|(_, cell)| !cell.is_empty())
}

/// Whether a row has a date or a number in it.
fn holds_values(cells: &[String]) -> bool {
    filled(cells).any(|(_, cell)| {
        !matches!(cell::date(cell), Cell::Bad(Fault::Unlike)) || cell.parse::<f64>().is_ok()
    })
}

/// The words of every field and heading that is known.
fn known_words(context: &Context<'_>) -> BTreeSet<String> {
    let lists = context.layouts.lists.iter();
    let columns = lists.flat_map(|list| &list.columns);
    columns.flat_map(|column| words(column)).collect()
}

/// Whether a heading is of known words, half of them or more, or of a column that is never loaded.
fn is_known(heading: &str, known: &BTreeSet<String>) -> bool {
    let own = words(heading);
    let count = own.intersection(known).count();
    is_personal(heading) || count > 0 && count * 2 >= own.len()
}

/// Whether a value is the same, or an id of the same letters and digits.
fn is_alike(heading: &str, value: &str) -> bool {
    value == heading || has_digit(heading) && shape(value) == shape(heading)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether most of these values are dates, numbers, ids or answers, as no heading is.
fn is_unlike<'v>(values: impl Iterator<Item = &'v String>) -> bool {
    let (mut all, mut unlike) = (0_usize, 0_usize);
    for value in values {
        all += 1;
        unlike += usize::from(has_digit(value) || cell::answer(value).is_some());
    }
    unlike * 2 > all
}
