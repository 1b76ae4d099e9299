//! A child whose block stands twice in one return: the same events would be counted twice, as the census gives them no keys.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;
use hashbrown::HashSet;

use crate::model::problem::{Problem, ProblemSeverity};

use super::layout::Fate;
use super::reading::{Draft, Referral};

#[derive(Default)]
pub(super) struct Repeated {
    /// A number for each block, made of all that is read of it.
    seen: HashSet<u64, FixedState>,
    count: u64,
    /// Of the first.
    line: u32,
}

impl Repeated {
    /// Whether an earlier block says the same of the same child; who has no id may be another.
    pub fn note(&mut self, child: &Draft, referrals: &[Referral]) -> bool {
        if child.value(Fate::Identifier).is_empty() || self.seen.insert(number(child, referrals)) {
            return false;
        }
        if self.count == 0 {
            self.line = child.line;
        }
        self.count += 1;
        true
    }

    pub fn problem(&self) -> Option<Problem> {
        let message = match self.count {
            0 => return None,
            1 => "this Child repeats an earlier one in all that is read of it: counted once"
                .to_owned(),
            count => format!(
                "{count} Child elements, this the first, repeat earlier ones in all that is read of them: counted once"
            ),
        };
        let problem = Problem::new(ProblemSeverity::Warning, message);
        Some(problem.at_row(self.line).times(self.count))
    }
}

fn number(child: &Draft, referrals: &[Referral]) -> u64 {
    let referrals = referrals.iter().map(|referral| {
        let records: Vec<_> = referral.records.iter().map(told).collect();
        (told(&referral.draft), records)
    });
    FixedState::with_seed(0).hash_one((told(child), referrals.collect::<Vec<_>>()))
}

/// All of a record but where it stands.
fn told(draft: &Draft) -> (&str, &[(Fate, String)], Vec<&str>) {
    let reviews = draft.reviews.iter().map(|(day, _)| day.as_str());
    (draft.table, &draft.values, reviews.collect())
}
