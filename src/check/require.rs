//! Fields are filled; flags are yes; values hold.

use crate::model::catalogue::TableId;
use crate::rules::filter::{Operand, Test};
use crate::rules::path::ValuePath;
use crate::rules::plan::{Part, Require};

use super::context::Context;
use super::filter::Tested;
use super::grace::{self, Grace};
use super::obligation::{Detail, Obligation, Sink, Wanting};
use super::outcome::Outcome;

pub(super) fn judge<'p>(
    check: &'p Require,
    context: Context<'_>,
    table: TableId,
    row: u32,
    grace: Option<Grace<'p>>,
    sink: &mut impl Sink<'p>,
) {
    let mut open = None;
    let is_wanting = |part| match part {
        Part::Field(path) => is_wanting(&context, std::slice::from_ref(path), row, &mut open),
        Part::AnyOf(group) => is_wanting(&context, group, row, &mut open),
        Part::Yes(path) => {
            let flag = context.flag(path, row);
            if flag.is_none() {
                open = open.or_else(|| context.tells_nothing(path, row));
            }
            flag == Some(false)
        }
        Part::Holds(condition) => {
            let tested = context.condition(condition, table, row);
            let why = match (tested, &condition.of) {
                (Tested::Holds | Tested::Fails, _) => None,
                (_, Operand::Age(_)) => Some(Detail::NoAge),
                (Tested::Blank, Operand::Value(path)) => Some(Detail::Blank(path)),
                (Tested::NotUnderstood, Operand::Value(path)) => Some(Detail::NotUnderstood(path)),
            };
            open = open.or(why);
            tested == Tested::Fails
        }
    };
    let wanting: Wanting = check.parts().map(is_wanting).collect();
    // What is blank, or not understood, passes a filter under `not`, but is no answer to a requirement.
    for (path, test) in check.holds.paths() {
        if matches!(test, Test::Not(_)) {
            open = open.or_else(|| context.tells_nothing(path, row));
        }
    }
    let obligation = if !wanting.is_empty() {
        Obligation::undated(Outcome::Failed, Detail::Wanting(wanting))
    } else if let Some(detail) = open {
        Obligation::unknown(detail)
    } else {
        Obligation::undated(Outcome::Met, Detail::None)
    };
    if let Some(obligation) = grace::or_due(obligation, grace, context.as_at()) {
        sink.obligation(row, obligation);
    }
}

/// Whether all of these fields are blank. One that cannot be read is filled, though not with what could be judged; so is one that
/// names a record which is not there.
fn is_wanting<'p>(
    context: &Context<'_>,
    fields: &'p [ValuePath],
    row: u32,
    open: &mut Option<Detail<'p>>,
) -> bool {
    let mut lost = None;
    for path in fields.iter().filter(|path| !context.is_blank(path, row)) {
        match context.names_lost(path, row) {
            None => return false,
            named => lost = lost.or(named),
        }
    }
    if let Some((table, field)) = lost {
        open.get_or_insert(Detail::Lost(table, field));
        return false;
    }
    let unreadable = fields.iter().find(|path| context.is_unreadable(path, row));
    if let Some(path) = unreadable {
        open.get_or_insert(Detail::NotUnderstood(path));
    }
    unreadable.is_none()
}
