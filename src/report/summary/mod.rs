//! What the run comes to, in the order an inspector's letter has it: what is strong, what needs to improve, where, which way it
//! moves, and what to act on now.

mod groups;
mod moves;
mod now;
mod standards;

use crate::check::run::{RuleResult, Status};

use super::document::Finished;

pub use groups::By;
pub(super) use groups::not_consistent;
pub(super) use now::{children, foremost, how_many};
pub(super) use standards::{PARTLY, is_mostly};

pub(super) fn render(text: &mut String, finished: &Finished<'_>, by: By, width: usize) {
    standards::strong(text, finished, width);
    standards::to_improve(text, finished, width);
    groups::by_group(text, finished, by, width);
    groups::far_apart(text, finished, by, width);
    moves::moves(text, finished, width);
    now::act_now(text, finished, width);
}
fn assessed<'a>(finished: &'a Finished<'_>) -> impl Iterator<Item = &'a RuleResult<'a>> {
    let results = finished.run.rules.iter();
    results.filter(|result| matches!(result.status, Status::Assessed))
}
