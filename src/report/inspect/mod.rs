//! What was recognised in an export, how good it is, and what can be judged from it: the page to show the data team.

mod areas;
mod files;
mod problems;
mod tables;

use std::fmt::Write as _;

use crate::check::assess::Lack;
use crate::model::problem::Problem;
use crate::model::records::Records;
use crate::model::view::View;
use crate::rules::Ruleset;
use crate::rules::plan::RuleId;

use super::layout::wrapped;

/// What `inspect` shows.
pub struct Inspection<'a> {
    pub ruleset: &'a Ruleset,
    pub records: &'a Records,
    pub view: View<'a>,
    pub problems: &'a [Problem],
    /// Each rule with all that these files lack for it.
    pub rules: Vec<(RuleId, Vec<Lack>)>,
    pub width: usize,
}

pub fn render(inspection: &Inspection<'_>) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "As at {}.", inspection.view.as_at.in_words());
    files::show(&mut text, inspection);
    tables::show(&mut text, inspection);
    problems::show(&mut text, inspection);
    areas::show(&mut text, inspection);
    text
}

impl Inspection<'_> {
    /// "- not used: Free text, Row number"; nothing where there is nothing to list.
    fn item(&self, text: &mut String, label: &str, items: &[String]) {
        if !items.is_empty() {
            wrapped(
                text,
                &format!("- {label}: {}", items.join(", ")),
                self.width,
                4,
            );
        }
    }
}
