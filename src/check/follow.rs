//! One rule and one record, followed step by step: the same check that a run uses, with its facts kept.

use crate::model::day::Day;
use crate::model::runner::InTurn;
use crate::rules::plan::Rule;

use super::context::Context;
use super::filter::Verdict;
use super::obligation::{Contradiction, Detail, Fact, Obligation, Sink, When};
use super::outcome::Outcome;
use super::scope::{Scope, placed};
use super::{Prepared, asked, judge};

/// What a rule says of one record, and how it came to say so.
#[derive(Default)]
pub struct Followed<'p> {
    pub said: Vec<Said<'p>>,
    pub facts: Vec<Fact>,
    pub contradictions: Vec<Contradiction<'p>>,
}

pub struct Said<'p> {
    pub outcome: Outcome,
    pub due: Option<Day>,
    /// Further due dates that passed inside the same gap.
    pub further: Vec<Day>,
    pub done: Option<Day>,
    pub counted_from: Option<Day>,
    pub detail: Detail<'p>,
    /// Whether it falls in the run's period.
    pub in_scope: bool,
}

pub enum Subject<'p> {
    /// Its first own date lies after the as-at date.
    LeftOut,
    /// `where` does not hold.
    NotASubject,
    /// What this condition of `where` asks for is blank, or not understood.
    NotToldWhetherAsked(usize),
    Followed(Followed<'p>),
}

pub fn follow<'p>(rule: &'p Rule, context: Context<'_>, row: u32, scope: Scope) -> Subject<'p> {
    if context.view.is_left_out(rule.table, row) {
        return Subject::LeftOut;
    }
    match asked(rule, context, row) {
        Verdict::Holds => {}
        Verdict::Fails => return Subject::NotASubject,
        Verdict::Blank(condition) | Verdict::NotUnderstood(condition) => {
            return Subject::NotToldWhetherAsked(condition);
        }
    }
    let mut follower = Follower {
        rule,
        context,
        scope,
        followed: Followed::default(),
    };
    judge(
        rule,
        &Prepared::new(rule, context, None, &InTurn),
        context,
        None,
        std::iter::once(row),
        &mut follower,
    );
    Subject::Followed(follower.followed)
}

struct Follower<'a, 'p> {
    rule: &'p Rule,
    context: Context<'a>,
    scope: Scope,
    followed: Followed<'p>,
}

impl<'p> Sink<'p> for Follower<'_, 'p> {
    const FOLLOWS: bool = true;

    fn obligation(&mut self, row: u32, obligation: Obligation<'_, 'p>) {
        let own = self.context.view.placed(self.rule.table, row);
        let (due, further, in_scope) = match obligation.when {
            When::Due(due, further) => {
                let in_scope = std::iter::once(due)
                    .chain(further.iter().copied())
                    .any(|due| self.scope.holds_due(obligation.outcome, due, own));
                (Some(due), further.to_vec(), in_scope)
            }
            When::Now(due) => (due, Vec::new(), true),
            When::Undated => {
                let placed = placed(self.rule, self.context, row);
                (None, Vec::new(), self.scope.holds_placed(placed))
            }
        };
        self.followed.said.push(Said {
            outcome: obligation.outcome,
            due,
            further,
            done: obligation.done,
            counted_from: obligation.counted_from,
            detail: obligation.detail,
            in_scope,
        });
    }

    fn contradiction(&mut self, contradiction: Contradiction<'p>) {
        self.followed.contradictions.push(contradiction);
    }

    fn fact(&mut self, fact: Fact) {
        self.followed.facts.push(fact);
    }
}
