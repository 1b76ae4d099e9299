//! Fields are filled; flags are yes; values hold.

use crate::model::catalogue::TableId;
use crate::model::day::Day;
use crate::rules::filter::{Operand, Test};
use crate::rules::plan::{Part, Require};

use super::context::Context;
use super::filter::Verdict;
use super::grace;
use super::obligation::{Detail, Obligation, Sink, Wanting};
use super::outcome::Outcome;

pub(super) fn judge<'p>(
    check: &'p Require,
    context: Context<'_>,
    table: TableId,
    row: u32,
    grace: Option<Day>,
    sink: &mut impl Sink<'p>,
) {
    let mut blank = None;
    let tells_nothing = |path| {
        if context.is_blank(path, row) {
            Detail::Blank(path)
        } else {
            Detail::NotUnderstood(path)
        }
    };
    let is_wanting = |part| match part {
        Part::Field(path) => context.is_blank(path, row),
        Part::AnyOf(group) => group.iter().all(|path| context.is_blank(path, row)),
        Part::Yes(path) => {
            let flag = context.flag(path, row);
            if flag.is_none() {
                blank.get_or_insert(Detail::Blank(path));
            }
            flag == Some(false)
        }
        Part::Holds(condition) => {
            let verdict = context.condition(condition, table, row);
            if let Verdict::Blank(_) = verdict {
                blank.get_or_insert(match &condition.of {
                    Operand::Value(path) => tells_nothing(path),
                    Operand::Age => Detail::NoBirth,
                });
            }
            verdict == Verdict::Fails
        }
    };
    let wanting: Wanting = check.parts().map(is_wanting).collect();
    // What is blank, or not understood, passes a filter under `not`, but is no answer to a requirement.
    for (path, test) in check.holds.paths() {
        if matches!(test, Test::Not(_)) && context.tells_nothing(path, row) {
            blank.get_or_insert(tells_nothing(path));
        }
    }
    let obligation = if !wanting.is_empty() {
        grace::or_due(
            Obligation::undated(Outcome::Failed, Detail::Wanting(wanting)),
            grace,
            context.as_at(),
        )
    } else if let Some(detail) = blank {
        Obligation::unknown(detail)
    } else {
        Obligation::undated(Outcome::Met, Detail::None)
    };
    sink.obligation(row, obligation);
}
