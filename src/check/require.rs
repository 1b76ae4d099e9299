//! Fields are filled; flags are yes; values hold.

use crate::model::catalogue::TableId;
use crate::model::day::Day;
use crate::rules::filter::Operand;
use crate::rules::plan::Require;

use super::context::Context;
use super::filter::Verdict;
use super::grace;
use super::obligation::{Detail, Obligation, Sink};
use super::outcome::Outcome;

pub(super) fn judge<'p>(
    check: &'p Require,
    context: Context<'_>,
    table: TableId,
    row: u32,
    grace: Option<Day>,
    sink: &mut impl Sink<'p>,
) {
    let mut wanting = 0_u64;
    let mut bit = 0_u32;
    let mut want = |is_wanting: bool| {
        wanting |= u64::from(is_wanting) << bit.min(63);
        bit += 1;
    };
    for path in &check.fields {
        want(context.is_blank(path, row));
    }
    for group in &check.any_of {
        want(group.iter().all(|path| context.is_blank(path, row)));
    }
    let mut blank = None;
    let tells_nothing = |path| {
        if context.is_blank(path, row) {
            Detail::Blank(path)
        } else {
            Detail::NotUnderstood(path)
        }
    };
    for path in &check.yes {
        let flag = context.flag(path, row);
        want(flag == Some(false));
        if flag.is_none() {
            blank.get_or_insert(Detail::Blank(path));
        }
    }
    for condition in &check.holds.conditions {
        let verdict = context.condition(condition, table, row);
        want(verdict == Verdict::Fails);
        if let Verdict::Blank(_) = verdict {
            blank.get_or_insert(match &condition.of {
                Operand::Value(path) => tells_nothing(path),
                Operand::Age => Detail::NoBirth,
            });
        }
    }
    // What is blank, or not understood, passes a filter under `not`, but is no answer to a requirement.
    for (path, test) in check.holds.paths() {
        if matches!(test, crate::rules::filter::Test::Not(_)) && context.tells_nothing(path, row) {
            blank.get_or_insert(tells_nothing(path));
        }
    }
    let obligation = if wanting != 0 {
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
