//! Why an audit that judged no record is no audit, and what to do.

use super::document::Finished;
use super::layout::plural;
use super::saved::{SavedRun, Status};
use crate::check::exit::Exit;
use crate::check::run;
use crate::rules::sentence::capitalised;

/// Of a run that judged none.
pub fn in_words(finished: &Finished<'_>) -> String {
    let rules = finished.run.rules.iter();
    let assessed = rules.filter(|rule| matches!(rule.status, run::Status::Assessed));
    let (unknown, decided) = (finished.run.unknown.len(), finished.run.decided());
    sentence(assessed.count(), unknown, decided)
}

/// The same as a sentence of its own, where a saved run judged none.
pub fn of_run(run: &SavedRun) -> Option<String> {
    let decided: u64 = run.rules.iter().map(|rule| rule.outcomes.decided()).sum();
    let rules = run.rules.iter();
    let assessed = rules.filter(|rule| rule.status == Status::Assessed);
    let is_none = decided == 0 || run.run.exit == Exit::Failed;
    is_none.then(|| capitalised(&sentence(assessed.count(), run.unknown.len(), decided)))
}

fn sentence(assessed: usize, unknown: usize, decided: u64) -> String {
    let reason = if decided > 0 {
        "every list of events has headings and no record".to_owned()
    } else if assessed == 0 {
        "none of the rules could be assessed from these files".to_owned()
    } else if unknown > 0 {
        format!(
            "{} looked at, and none could be judged",
            plural(unknown as u64, "record")
        )
    } else {
        "no record falls in the period, or meets what a rule asks about".to_owned()
    };
    format!(
        "no record was judged: {reason}. This is not an all-clear. See caseready inspect, and the as-at date and period."
    )
}
