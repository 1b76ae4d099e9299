//! Counts what checks say: in scope or not, met or not, by team, worker and month.

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::model::catalogue::FieldId;
use crate::model::column::Column;
use crate::model::day::{Day, Month};
use crate::model::intern::Symbol;
use crate::model::view::Placed;
use crate::rules::plan::{Rule, RuleId};

use super::context::{Context, last_day};
use super::finding::Finding;
use super::obligation::{Contradiction, Obligation, Sink, When};
use super::one_sided::only_last;
use super::outcome::{Outcome, Outcomes};
use super::scope::{Scope, is_open, placed};
use super::waiver::Waivers;
use super::who::{Allocations, Subject, Who};

/// How far ahead "upcoming" looks, in days; the counts hold all.
pub const UPCOMING_DAYS: i32 = 90;

/// The group an obligation is counted in: its team and worker, and the values of the fields that its rule splits by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GroupKey {
    pub who: Who,
    pub split: Vec<SplitValue>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SplitValue {
    Code(Symbol),
    Flag(Option<bool>),
}

impl SplitValue {
    pub const fn is_recorded(self) -> bool {
        match self {
            Self::Code(symbol) => !symbol.is_blank(),
            Self::Flag(flag) => flag.is_some(),
        }
    }
}

pub type Groups = HashMap<GroupKey, Outcomes, FixedState>;
pub type Months = HashMap<(Month, Symbol), Outcomes, FixedState>;

/// What one rule's subjects, or a run of them, came to.
#[derive(Default)]
pub struct Counts<'p> {
    pub outcomes: Outcomes,
    pub groups: Groups,
    /// By the month that each stands in, and the team that answers.
    pub months: Months,
    pub findings: Vec<Finding<'p>>,
    pub upcoming: Vec<Finding<'p>>,
    pub unknown: Vec<Finding<'p>>,
    /// Subjects left out only because a field is blank, by the condition of `where` that asked for it.
    pub undecided: BTreeMap<usize, u64>,
    pub contradictions: Vec<Contradiction<'p>>,
    /// A bit a child: judged at all, and not met in something.
    pub children: ChildSet,
    pub children_not_met: ChildSet,
    /// Due dates counted in working days beyond the last year whose bank holidays are known.
    pub beyond_calendar: u64,
}

/// Children, a bit each.
#[derive(Default)]
pub struct ChildSet(Vec<u64>);

impl ChildSet {
    fn add(&mut self, child: Symbol) {
        if child.is_blank() {
            return;
        }
        let (word, bit) = (child.index() / 64, child.index() % 64);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << bit;
    }

    fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, more) in self.0.iter_mut().zip(&other.0) {
            *mine |= more;
        }
    }

    pub fn len(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Counts<'_> {
    pub fn join(&mut self, other: Self) {
        self.outcomes.join(&other.outcomes);
        for (key, outcomes) in other.groups {
            self.groups.entry(key).or_default().join(&outcomes);
        }
        for (place, outcomes) in other.months {
            self.months.entry(place).or_default().join(&outcomes);
        }
        for (condition, count) in other.undecided {
            *self.undecided.entry(condition).or_default() += count;
        }
        self.findings.extend(other.findings);
        self.upcoming.extend(other.upcoming);
        self.unknown.extend(other.unknown);
        self.contradictions.extend(other.contradictions);
        self.children.join(&other.children);
        self.children_not_met.join(&other.children_not_met);
        self.beyond_calendar += other.beyond_calendar;
    }
}

pub struct Tally<'a, 'p> {
    pub counts: Counts<'p>,
    context: Context<'a>,
    scope: Scope,
    id: RuleId,
    rule: &'p Rule,
    allocations: &'a Allocations<'a>,
    waivers: &'a Waivers,
    /// The last day whose bank holidays are known, where the rule counts working days.
    calendar_ends: Option<Day>,
    is_one_sided: bool,
}

impl<'a, 'p> Tally<'a, 'p> {
    pub fn new(
        context: Context<'a>,
        scope: Scope,
        id: RuleId,
        rule: &'p Rule,
        allocations: &'a Allocations<'a>,
        waivers: &'a Waivers,
    ) -> Self {
        Self {
            counts: Counts::default(),
            context,
            scope,
            id,
            rule,
            allocations,
            waivers,
            calendar_ends: context
                .calendar
                .known_until()
                .filter(|_| rule.check.counts_working_days()),
            is_one_sided: only_last(rule, context.view).is_some(),
        }
    }

    fn split(&self, row: u32) -> Vec<SplitValue> {
        let view = &self.context.view;
        let value = |field: &FieldId| match view.column(self.rule.table, *field) {
            Some(column @ Column::Flag(_)) => SplitValue::Flag(column.flag(row)),
            Some(column) => SplitValue::Code(column.code(row)),
            None => SplitValue::Code(Symbol::BLANK),
        };
        self.rule.split.iter().map(value).collect()
    }

    fn taken(&self, row: u32, own: Placed, said: Outcome) -> Taken {
        let subject = Subject::new(self.context, self.rule.table, row, own);
        Taken {
            subject,
            outcome: self.waived(said, subject.child, row),
            split: self.split(row),
            who: None,
            repeats: 0,
        }
    }

    /// The day whose team answers for an obligation: its due date, else the last day on which its subject stood.
    fn day_of(&self, due: Option<Day>, placed: Placed) -> Day {
        let as_at = self.context.as_at();
        due.or(last_day(placed)).unwrap_or(as_at).min(as_at)
    }

    /// `stands_on`: the due date, or the one date that places what has none; its month is that of the trend.
    fn count(&mut self, outcome: Outcome, due: Option<Day>, stands_on: Option<Day>, key: GroupKey) {
        let team = key.who.team;
        let one = |outcomes: &mut Outcomes| {
            outcomes.add(outcome);
            if self.is_one_sided {
                outcomes.mark_one_sided();
            }
        };
        one(&mut self.counts.outcomes);
        one(self.counts.groups.entry(key).or_default());
        if let Some(day) = stands_on.filter(|day| {
            *day <= self.scope.as_at && self.scope.after.is_none_or(|after| *day > after)
        }) {
            one(self.counts.months.entry((day.month(), team)).or_default());
        }
        if due.is_some_and(|due| self.calendar_ends.is_some_and(|end| due > end)) {
            self.counts.beyond_calendar += 1;
        }
    }

    fn waived(&self, outcome: Outcome, child: Symbol, row: u32) -> Outcome {
        if !outcome.is_not_met() || self.waivers.is_empty() {
            return outcome;
        }
        let view = &self.context.view;
        let key = view.records.ids(self.rule.table).text(view.records.key(
            view.catalogue,
            self.rule.table,
            row,
        ));
        let child_id = view.records.ids(view.catalogue.children).text(child);
        let as_at = self.context.as_at();
        if self.waivers.cover(self.id, child_id, key, as_at) {
            Outcome::Waived
        } else {
            outcome
        }
    }
}

/// An obligation in scope, and what is asked of its subject for it.
struct Taken {
    subject: Subject,
    outcome: Outcome,
    split: Vec<SplitValue>,
    /// Who answers for the first of those it stands for.
    who: Option<Who>,
    repeats: u32,
}

impl<'p> Sink<'p> for Tally<'_, 'p> {
    fn obligation(&mut self, row: u32, obligation: Obligation<'_, 'p>) {
        let own = self.context.view.placed(self.rule.table, row);
        let said = obligation.outcome;
        // In a year's audit of demonstration data half of all obligations are outside the period: of those nothing more is asked.
        let mut taken: Option<Taken> = None;
        let mut take = |tally: &mut Self, day: Day, due: Option<Day>, stands_on: Option<Day>| {
            let taken = taken.get_or_insert_with(|| tally.taken(row, own, said));
            let who = tally.allocations.of(taken.subject, day);
            let split = taken.split.clone();
            tally.count(taken.outcome, due, stands_on, GroupKey { who, split });
            taken.repeats += 1;
            taken.who.get_or_insert(who);
        };
        let due = match obligation.when {
            When::Due(first, further) => {
                let scope = self.scope;
                let dues = std::iter::once(first).chain(further.iter().copied());
                for day in dues.filter(|day| scope.holds_due(said, *day, own)) {
                    take(self, self.day_of(Some(day), own), Some(day), Some(day));
                }
                Some(first)
            }
            // Freshness is asked on the as-at date, whenever it ran out, so it is counted in no month.
            When::Now(due) => {
                take(self, self.day_of(due, own), None, None);
                due
            }
            When::Undated => {
                let placed = placed(self.rule, self.context, row);
                if self.scope.holds_placed(placed) {
                    let on = match placed {
                        Placed::On(day) => Some(day),
                        Placed::Span { .. } | Placed::Undated => None,
                    };
                    take(self, self.day_of(None, placed), None, on);
                }
                None
            }
        };
        let Some(Taken {
            subject: Subject { child, .. },
            outcome,
            who: Some(who),
            repeats,
            ..
        }) = taken
        else {
            return;
        };
        self.counts.children.add(child);
        if outcome.is_not_met() {
            self.counts.children_not_met.add(child);
        }
        if outcome == Outcome::Met {
            return;
        }
        let live = match outcome {
            Outcome::Overdue => true,
            Outcome::Failed => {
                let context = self.context;
                (own == Placed::Undated || is_open(own, context.as_at()))
                    && context.owed_until(self.rule.table, row).is_none()
            }
            _ => false,
        };
        let finding = Finding {
            rule: self.id,
            table: self.rule.table,
            row,
            child,
            outcome,
            live,
            due,
            done: obligation.done,
            counted_from: obligation.counted_from,
            repeats,
            who,
            detail: obligation.detail,
        };
        match outcome {
            Outcome::Unknown => self.counts.unknown.push(finding),
            Outcome::Due => {
                if due.is_none_or(|due| due <= self.context.as_at().plus_days(UPCOMING_DAYS)) {
                    self.counts.upcoming.push(finding);
                }
            }
            _ => self.counts.findings.push(finding),
        }
    }

    fn contradiction(&mut self, contradiction: Contradiction<'p>) {
        self.counts.contradictions.push(contradiction);
    }
}
