//! What is wrong with a record, where no date says it.

use crate::check::context::Context;
use crate::check::obligation::Detail;
use crate::rules::agencies::AgencyId;
use crate::rules::condition_words::recorded_as_no;
use crate::rules::filter::Filter;
use crate::rules::plan::{Check, Part, Rule};
use crate::rules::sentence::joined;

use super::unknown::not_recorded;
use super::{expected, words};

/// Words looked for that are named before the rest are counted.
const NAMED: usize = 3;

pub(super) fn failed(detail: Detail<'_>, rule: &Rule, context: Context<'_>) -> String {
    let words = words(context, rule);
    match (detail, &rule.check) {
        (Detail::Wanting(wanting), Check::Require(check)) => {
            let wanting = wanting.of(check).map(|part| match part {
                Part::Field(path) => not_recorded(path, rule, context),
                Part::AnyOf(group) => {
                    let names: Vec<String> = group.iter().map(|path| words.asked(path)).collect();
                    format!("neither of {} is recorded", joined(&names, "and"))
                }
                Part::Yes(path) => recorded_as_no(&words.path(path)),
                Part::Holds(condition) => words.broken(condition).unwrap_or_else(|| {
                    let one = Filter {
                        conditions: vec![condition.clone()],
                    };
                    format!("not so: {}", words.filter(&one))
                }),
            });
            joined(&wanting.collect::<Vec<_>>(), "and")
        }
        (Detail::Counted { found, limit, end }, Check::Count(check)) => {
            let counted = words.counted_in_brief(check, found, Some(end));
            format!("{counted}: {}", expected(limit))
        }
        (Detail::Agencies { missing, took_part }, Check::Attendance(check)) => {
            let agencies = &context.ruleset.reference.agencies;
            let all_of = check.all_of.iter().copied();
            let absent: Vec<AgencyId> = all_of.filter(|agency| missing.contains(*agency)).collect();
            let absent = match &absent[..] {
                [] => String::new(),
                absent => format!("{} did not take part; ", agencies.listed(absent)),
            };
            let besides = match &check.besides[..] {
                [] => String::new(),
                besides => format!(" besides {}", agencies.listed(besides)),
            };
            let took_part = match took_part {
                0 => "no agency".to_owned(),
                1 => "1 agency".to_owned(),
                many => format!("{many} agencies"),
            };
            let least = check
                .at_least
                .map(|least| format!(", at least {least} expected"))
                .unwrap_or_default();
            format!("{absent}{took_part}{besides} took part{least}")
        }
        (Detail::Words(count), Check::Text(check)) => {
            let least = check.min_words.unwrap_or(0);
            format!(
                "{} has {count} {}, at least {least} expected",
                words.path(&check.field),
                if count == 1 { "word" } else { "words" }
            )
        }
        (
            Detail::Phrase {
                list,
                phrase,
                different,
            },
            Check::Text(check),
        ) => {
            let list = context.ruleset.reference.phrase_lists.get(list);
            let others = if different > 1 {
                format!(" and {} more such phrases", different - 1)
            } else {
                String::new()
            };
            format!(
                "{} says {:?}{others} ({})",
                words.path(&check.field),
                list.phrases[phrase],
                list.words
            )
        }
        (Detail::NothingMentioned, Check::Text(check)) => {
            let all = check.mention.len();
            let named = if all > NAMED + 1 { NAMED } else { all };
            let mut mention: Vec<String> = check.mention[..named]
                .iter()
                .map(|phrase| format!("{phrase:?}"))
                .collect();
            if named < all {
                mention.push(format!("{} more such words", all - named));
            }
            format!(
                "{} mentions none of {}",
                words.path(&check.field),
                joined(&mention, "or")
            )
        }
        (Detail::Repeats(row), Check::Text(check)) => {
            let (_, line) = context.view.records.place(rule.table, row);
            let key = context
                .view
                .records
                .ids(rule.table)
                .text(
                    context
                        .view
                        .records
                        .key(context.view.catalogue, rule.table, row),
                );
            format!(
                "{} repeats that of {key} (row {line})",
                words.path(&check.field)
            )
        }
        (Detail::OutOfOrder(first, second), _) => {
            format!("{} is before {}", words.path(second), words.path(first))
        }
        (Detail::Nowhere | Detail::Several, Check::Reference(check)) => {
            let of = match detail {
                Detail::Several => "records of more than one kind, and nothing says which",
                _ => "no record",
            };
            format!("{} is the id of {of}", words.field(rule.table, check.field))
        }
        (Detail::Blank(_), Check::Duration(check)) => {
            format!(
                "{} is not recorded",
                check
                    .from
                    .first()
                    .map(|path| words.path(path))
                    .unwrap_or_default()
            )
        }
        _ => "it does not hold".to_owned(),
    }
}
