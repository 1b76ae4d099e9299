//! An event recurs with no gap too long.

mod clock;
mod gap;

use crate::model::catalogue::TableId;
use crate::model::day::Day;
use crate::model::length::Length;
use crate::rules::path::Via;
use crate::rules::plan::{Cadence, Steps};

use clock::Clock;
use gap::{Gap, unseen};

use super::context::Context;
use super::ends::{EndOf, UnreadableEnd};
use super::obligation::{Counted, Doubtful, Fact, Obligation, Sink};
use super::outcome::Outcome;
use super::related::Related;

pub(super) struct Judge<'a, 'p> {
    check: &'p Cadence,
    context: Context<'a>,
    table: TableId,
    event: Related<'a, 'p>,
    latest_only: bool,
    /// Kept from row to row, so that none is allocated for each.
    points: Vec<Day>,
    further: Vec<Day>,
    /// The points, and those of events that may be meant; empty where there are none of these.
    perhaps: Vec<Day>,
    doubtful: Doubtful,
}

impl<'a, 'p> Judge<'a, 'p> {
    pub(super) fn new(check: &'p Cadence, context: Context<'a>, table: TableId) -> Self {
        let event = context.related(&check.event, table);
        Self {
            check,
            context,
            table,
            latest_only: event.is_latest_only(),
            event,
            points: Vec::new(),
            further: Vec::new(),
            perhaps: Vec::new(),
            doubtful: Doubtful::default(),
        }
    }

    pub(super) fn judge(&mut self, row: u32, sink: &mut impl Sink<'p>) {
        let as_at = self.context.as_at();
        let Some(clock) = self.clock(row, sink) else {
            return;
        };
        if let Some(detail) = self.event.out_of_reach(row) {
            return sink.obligation(row, Obligation::unknown(detail));
        }
        if self.latest_only {
            return self.judge_latest(row, clock, sink);
        }
        self.points.clear();
        let in_time = |day| day > clock.start && clock.end.is_none_or(|end| day <= end);
        for (other, day) in self.event.events(row, &self.check.event_where) {
            let counts = in_time(day);
            if counts {
                self.points.push(day);
            }
            self.event.tell(sink, other, day, counts);
        }
        self.event
            .tell_of_others(sink, row, &self.check.event_where, in_time);
        self.points.sort_unstable();
        self.points.dedup();
        self.find_doubtful(row, in_time, sink);

        let mut unreadable_end = None;
        let mut last = clock.start;
        // Behind what nobody saw it is not known how many came before, and no step is left.
        let mut all_seen = true;
        for index in 0..self.points.len() {
            let point = self.points[index];
            let (due, further) = self.due_after(clock, last, place(index, all_seen));
            let outcome = if point <= due {
                Outcome::Met
            } else {
                Outcome::Late
            };
            let gap = Gap {
                from: last,
                due,
                end: point,
                further,
            };
            // An event of the child may have come after the subject ended, where nobody can read when it did.
            let may_be_another_time = outcome == Outcome::Late && self.event.path.via == Via::Child;
            let ended = may_be_another_time
                .then(|| *unreadable_end.get_or_insert_with(|| self.unreadable_end(row)))
                .flatten()
                // Who was there had not died.
                .filter(|end| end.of == EndOf::Subject);
            if let Some(end) = ended {
                sink.obligation(row, Obligation::unknown(end.detail));
                last = point;
                continue;
            }
            let wanting_since = Some(last).filter(|_| outcome == Outcome::Late);
            if let Some(begins) = wanting_since.and_then(|day| self.event.begins_after(day)) {
                unseen(row, outcome, gap, begins, sink);
                all_seen = false;
                let seen = self.seen_since(begins, clock, gap);
                if point > seen.due {
                    self.gap(row, outcome, clock, seen, sink);
                }
                last = point;
                continue;
            }
            self.gap(row, outcome, clock, gap, sink);
            last = point;
        }
        let (due, further) = self.due_after(clock, last, place(self.points.len(), all_seen));
        if let Some(outcome) = self.after_the_last(clock, due) {
            let gap = Gap {
                from: last,
                due,
                end: clock.end.unwrap_or(as_at),
                further,
            };
            let gap = match self.unreadable_end(row) {
                None => gap,
                // What was missed before it may have ended was missed.
                Some(UnreadableEnd {
                    not_before: Some(first),
                    ..
                }) if gap.due < first => Gap { end: first, ..gap },
                Some(end) => return sink.obligation(row, Obligation::unknown(end.detail)),
            };
            let wanting_since = Some(last).filter(|_| outcome != Outcome::Due);
            if let Some(begins) = wanting_since.and_then(|day| self.event.begins_after(day)) {
                let seen = self.seen_since(begins, clock, gap);
                let since = self.after_the_last(clock, seen.due);
                let since = since.filter(|since| *since != Outcome::Due && seen.due < gap.end);
                // What is overdue whatever came before says enough of today.
                let before = since.map_or(outcome, |_| Outcome::Missed);
                unseen(row, before, gap, begins, sink);
                if let Some(outcome) = since {
                    self.gap(row, outcome, clock, seen, sink);
                }
                return;
            }
            self.gap(row, outcome, clock, gap, sink);
        }
    }

    /// What of a gap is left when the time before the events in these files begin is taken away.
    fn seen_since(&self, begins: Day, clock: Clock, gap: Gap) -> Gap {
        let (due, further) = self.due_after(clock, begins, UNKNOWN_PLACE);
        Gap {
            from: begins,
            due,
            further,
            ..gap
        }
    }

    fn unreadable_end(&self, row: u32) -> Option<UnreadableEnd<'p>> {
        self.context
            .unreadable_end(&self.check.until, self.table, row)
    }

    fn find_doubtful<S: Sink<'p>>(
        &mut self,
        row: u32,
        in_time: impl Fn(Day) -> bool,
        sink: &mut S,
    ) {
        self.perhaps.clear();
        self.doubtful = Doubtful::default();
        for other in self.event.undated_events(row, &self.check.event_where) {
            self.doubtful.add(Counted::Unreadable);
            self.event.fact(sink, other, None, Counted::Unreadable);
        }
        for (other, day, counts) in self.event.doubtful_events(row, &self.check.event_where) {
            if in_time(day) {
                self.doubtful.add(counts);
                self.perhaps.push(day);
                if counts == Counted::Unlinked {
                    self.event.fact(sink, other, Some(day), counts);
                }
            }
        }
        if self.doubtful.count() > 0 {
            self.perhaps.extend(&self.points);
            self.perhaps.sort_unstable();
            self.perhaps.dedup();
        }
    }

    /// What is owed after the last event, where nothing came by then.
    fn after_the_last(&self, clock: Clock, due: Day) -> Option<Outcome> {
        match clock.end {
            Some(end) if end <= due => None,
            Some(_) => Some(Outcome::Missed),
            None if clock.last.is_some_and(|last| last <= due) => None,
            None if due < self.context.as_at() => Some(Outcome::Overdue),
            None => Some(Outcome::Due),
        }
    }

    /// Where only the last event of each child is there, what came before it is nobody's to judge: one obligation, from it on.
    fn judge_latest<S: Sink<'p>>(&self, row: u32, clock: Clock, sink: &mut S) {
        if S::FOLLOWS {
            sink.fact(Fact::OnlyLatest(self.event.path.table));
        }
        let events = || self.event.events(row, &self.check.event_where);
        let last = events().map(|(_, day)| day).max();
        for (other, day) in events() {
            let counts = Some(day) == last && day > clock.start;
            self.event.tell(sink, other, day, counts);
        }
        let Some(last) = last else {
            let detail = self.event.only_latest(row);
            return sink.obligation(row, Obligation::unknown(detail));
        };
        // One from before the start shows that none came since: the first gap is still the one that runs.
        let (from, index) = if last > clock.start {
            (last, UNKNOWN_PLACE)
        } else {
            (clock.start, 0)
        };
        let (due, _) = self.due_after(clock, from, index);
        if let Some(outcome) = self.after_the_last(clock, due) {
            let gap = Obligation::due(outcome, due, &[], None, Some(from));
            let unknown = self
                .unreadable_end(row)
                .map(|end| Obligation::unknown(end.detail));
            sink.obligation(row, unknown.unwrap_or(gap));
        }
    }

    /// When the next event is due after the one at `index`, and the time that passes after that.
    fn due_after(&self, clock: Clock, point: Day, index: usize) -> (Day, Length) {
        let (check, calendar) = (self.check, self.context.calendar);
        let (length, further) = match &check.steps {
            _ if !clock.has_steps => (check.every, check.every),
            Steps::For { step, time } if point < time.after(clock.start, calendar) => {
                (*step, *step)
            }
            Steps::For { .. } => (check.every, check.every),
            Steps::Gaps(gaps) => {
                let gap = gaps.get(index).copied();
                (gap.unwrap_or(check.every), check.every)
            }
        };
        (length.after(point, calendar), further)
    }
}

/// The place of an event of which nobody knows how many came before it: no step is asked for there.
const UNKNOWN_PLACE: usize = usize::MAX;

const fn place(index: usize, all_seen: bool) -> usize {
    if all_seen { index } else { UNKNOWN_PLACE }
}
