//! The Standard Safeguarding Dataset: a CSV file for each `ssd_` table, as the extract of a council that keeps every table would
//! be. Names, addresses and national numbers stand blank under their headings.

mod answers;
mod care;
mod leaving;
mod need;
mod nothing;
mod people;
mod protection;

use super::sheet::Sheets;
use crate::model::day::Day;

pub fn export(as_at: Day) -> Sheets {
    let groups = [
        people::SHEETS,
        need::SHEETS,
        protection::SHEETS,
        care::SHEETS,
        leaving::SHEETS,
        nothing::SHEETS,
    ];
    Sheets {
        sheets: groups.into_iter().flatten().collect(),
        as_at,
    }
}
