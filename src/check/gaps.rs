//! Months in which hardly anything was recorded between months of the usual number: an export, or a form, that broke for a while.

use crate::model::catalogue::TableId;
use crate::model::day::{Day, Month};
use crate::model::view::View;

use super::context::first_day;

/// How far back is looked, with the month of the as-at date.
const MONTHS: usize = 24;
/// A month with less than one in so many of the usual number is a gap.
const ONE_IN: f64 = 5.0;
/// Where fewer are usual, a month without any is chance.
const FEWEST_USUAL: f64 = 10.0;

/// A month, and how many of a table's records it holds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Gap {
    pub month: Month,
    pub found: u32,
    /// The median of the other months.
    pub usual: f64,
}

/// The sudden gaps of a table. What lies before the first usual month, or after the last, is how far the export reaches.
pub fn gaps(table: TableId, view: View<'_>) -> Vec<Gap> {
    let months = by_month(table, view);
    let seen = |(_, found): &(Month, u32)| *found > 0;
    let (Some(first), Some(last)) = (months.iter().position(seen), months.iter().rposition(seen))
    else {
        return Vec::new();
    };
    let months = &months[first..=last];
    let compared: Vec<Gap> = (0..months.len())
        .map(|place| Gap {
            month: months[place].0,
            found: months[place].1,
            usual: median_without(months, place),
        })
        .collect();
    let is_usual = |month: &Gap| f64::from(month.found) >= month.usual;
    let (Some(first), Some(last)) = (
        compared.iter().position(is_usual),
        compared.iter().rposition(is_usual),
    ) else {
        return Vec::new();
    };
    let is_gap =
        |month: &&Gap| month.usual >= FEWEST_USUAL && f64::from(month.found) * ONE_IN < month.usual;
    compared[first..=last]
        .iter()
        .filter(is_gap)
        .copied()
        .collect()
}

/// How many records of a table stand in each month, the earliest first.
fn by_month(table: TableId, view: View<'_>) -> Vec<(Month, u32)> {
    let mut month = view.as_at.plus_months(1 - MONTHS as i32).month();
    let mut months = Vec::new();
    while month <= view.as_at.month() {
        months.push((month, 0));
        month = month.next();
    }
    for row in 0..view.records.rows(table) {
        if view.is_left_out(table, row) {
            continue;
        }
        let month = first_day(view.placed(table, row)).map(Day::month);
        if let Some(month) = month
            && let Ok(place) = months.binary_search_by_key(&month, |(month, _)| *month)
        {
            months[place].1 += 1;
        }
    }
    months
}

fn median_without(months: &[(Month, u32)], place: usize) -> f64 {
    let others = months
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != place);
    let mut found: Vec<u32> = others.map(|(_, (_, found))| *found).collect();
    found.sort_unstable();
    let (Some(low), Some(high)) = (
        found.get(found.len().saturating_sub(1) / 2),
        found.get(found.len() / 2),
    ) else {
        return 0.0;
    };
    f64::midpoint(f64::from(*low), f64::from(*high))
}
