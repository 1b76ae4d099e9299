//! Rules of which the files can show one side only: what is not met and never what was met, or the other way round. Their findings
//! stand, and a rate of them would be made up.

use crate::model::catalogue::TableId;
use crate::model::view::View;
use crate::rules::plan::{Check, Done, Rule};

/// The table of which only the last record of each child is there, where the rule hangs on those before it: whether visits came in
/// time, and how many plans ended in time beside those that go on. None for every other rule.
pub fn only_last(rule: &Rule, view: View<'_>) -> Option<TableId> {
    let table = match &rule.check {
        Check::Cadence(check) => check.event.table,
        Check::Deadline(check) => match &check.to {
            Done::Related(path, _) => path.table,
            Done::Own(_) => return None,
        },
        Check::Duration(check) if check.until.is_some() => rule.table,
        _ => return None,
    };
    view.records.is_latest_only(table).then_some(table)
}
