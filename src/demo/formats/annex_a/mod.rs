//! Ofsted's child-level data as eleven CSV files, in the layout of January 2024. Each list has its own cohort, counted back from
//! the as-at date, and lists 6 to 9 have one row a child with the last visit, review or contact.

mod answers;
mod child;
mod contacts;
mod leaving;
mod now;

use super::sheet::Sheets;
use crate::model::day::Day;

pub fn export(as_at: Day) -> Sheets {
    let groups = [contacts::SHEETS, now::SHEETS, leaving::SHEETS];
    Sheets {
        sheets: groups.into_iter().flatten().collect(),
        as_at,
    }
}
