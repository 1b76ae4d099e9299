//! A rule in words; and what it says of one record.

mod due_date;
mod record;
mod rule;

pub use record::{Explained, record};
pub use rule::{heading, rule};
