//! What was done in time stays done in time.

use std::collections::{BTreeMap, BTreeSet};

use caseready::check::context::Context;
use caseready::check::follow::{Subject, follow};
use caseready::check::outcome::Outcome;
use caseready::check::scope::Scope;
use caseready::model::day::Day;
use caseready::rules::plan::{Check, Due, Rule};

use super::case::mixed;
use super::dice::Dice;
use super::engine::{Loaded, rules};

const AUTHORITIES: usize = 16;
const EXAMPLES: usize = 200;
/// Earlier as-at dates that each export is asked about.
const EARLIER: usize = 3;

/// An obligation: the row of its subject, when it was due, and the day that was counted from.
///
type Key = (u32, Day, Option<Day>);

fn is_dated(rule: &Rule) -> bool {
    matches!(rule.check, Check::Deadline(_) | Check::Cadence(_))
}

/// Whether an obligation may go away while its record stays a subject: a start that comes to be known only later
/// (`from = "first_meeting_on | letter_sent_on"`) makes another obligation of it, and an `unless_event` takes it away. Neither
/// turns what was done into what was not.
fn may_go(rule: &Rule) -> bool {
    match &rule.check {
        Check::Deadline(check) => {
            let (Due::Within { from: starts, .. } | Due::By { by: starts, .. }) = &check.due;
            check.unless_event.is_some() || starts.len() > 1
        }
        Check::Cadence(check) => check.from.len() > 1,
        _ => true,
    }
}

/// What a rule says as at a day.
#[derive(Default)]
struct Said {
    subjects: BTreeSet<u32>,
    /// The outcome of each dated obligation, and the day it was done.
    dated: BTreeMap<Key, (Outcome, Option<Day>)>,
}

fn said(context: Context<'_>, rule: &Rule) -> Said {
    let as_at = context.as_at();
    let scope = Scope { as_at, after: None };
    let mut found = Said::default();
    for row in 0..context.view.records.rows(rule.table) {
        let Subject::Followed(followed) = follow(rule, context, row, scope) else {
            continue;
        };
        found.subjects.insert(row);
        for said in followed.said {
            for due in said.due.iter().chain(&said.further) {
                let key = (row, *due, said.counted_from);
                found.dated.insert(key, (said.outcome, said.done));
            }
        }
    }
    found
}

fn is_met((outcome, done): &(Outcome, Option<Day>)) -> bool {
    *outcome == Outcome::Met && done.is_some()
}

#[test]
fn met_once_is_met_for_ever() {
    let mut dice = Dice::new(6);
    let mut looked_at = 0;
    for case in mixed(AUTHORITIES, EXAMPLES, &mut dice) {
        let loaded = Loaded::new(&case.export);
        let grouped = loaded.grouped();
        let context = loaded.context(&grouped);
        for rule in rules().rules.iter().filter(|rule| is_dated(rule)) {
            if loaded.records.rows(rule.table) == 0 {
                continue;
            }
            let mut as_ats: Vec<Day> = (0..EARLIER)
                .map(|_| case.export.as_at.plus_days(-dice.between(1, 500)))
                .chain([case.export.as_at])
                .collect();
            as_ats.sort_unstable();
            let by_day: Vec<Said> = as_ats
                .iter()
                .map(|as_at| said(context.at(*as_at), rule))
                .collect();
            // A spoilt record can come into sight after a day that it says it was done on: met still, by another date.
            let is_rough = case.name.ends_with(", rough");
            for (index, earlier) in by_day.iter().enumerate() {
                let met = earlier.dated.iter().filter(|(_, said)| is_met(said));
                for (key, said) in met {
                    looked_at += 1;
                    for (later, as_at) in by_day.iter().zip(&as_ats).skip(index + 1) {
                        let now = later.dated.get(key);
                        let gone = may_go(rule) || !later.subjects.contains(&key.0);
                        assert!(
                            now == Some(said)
                                || (is_rough && now.is_some_and(is_met))
                                || (now.is_none() && gone),
                            "{}, {}, {key:?}: {said:?} as at {}, {now:?} as at {as_at}",
                            case.name,
                            rule.id,
                            as_ats[index]
                        );
                    }
                }
            }
        }
    }
    assert!(looked_at > 10_000, "only {looked_at} were met");
}
