//! What is wanting between two events, and how much of it is certain.

use crate::check::obligation::{Detail, Obligation, Sink};
use crate::check::outcome::Outcome;
use crate::model::day::Day;
use crate::model::length::Length;

use super::clock::Clock;
use super::{Judge, UNKNOWN_PLACE};

/// The time from one event to the next, or to the end of asking.
#[derive(Clone, Copy)]
pub(super) struct Gap {
    pub from: Day,
    pub due: Day,
    pub end: Day,
    /// What passes again and again where nothing happens.
    pub further: Length,
}

impl<'p> Judge<'_, 'p> {
    /// One gap, with each further time that passed before its end; where events may be meant that would close a part of it, what is
    /// certain of it, and the rest as unknown.
    pub(super) fn gap(
        &mut self,
        row: u32,
        outcome: Outcome,
        clock: Clock,
        gap: Gap,
        sink: &mut impl Sink<'p>,
    ) {
        let mut further = std::mem::take(&mut self.further);
        self.passed(gap, &mut further);
        let obligation = dated(outcome, gap, &further);
        if !outcome.is_not_met() || self.doubtful.count() == 0 {
            sink.obligation(row, obligation);
            self.further = further;
            return;
        }
        let certain: Vec<(Outcome, Gap, Vec<Day>)> = self
            .wanting_anyway(clock, gap)
            .into_iter()
            .map(|(outcome, inside)| {
                let mut further = Vec::new();
                self.passed(inside, &mut further);
                (outcome, inside, further)
            })
            .collect();
        let count = certain.iter().map(|(.., further)| 1 + further.len()).sum();
        let open = (1 + further.len()).saturating_sub(count);
        let detail = Detail::Doubtful(self.doubtful);
        if certain.is_empty() {
            sink.obligation(row, obligation.left_open_by(detail));
        } else if open == 0 {
            // As many are wanting in any case, of which the first may have been due later.
            let is_moved = certain[0].1.due != gap.due;
            let detail = if is_moved { detail } else { obligation.detail };
            sink.obligation(
                row,
                Obligation {
                    detail,
                    ..obligation
                },
            );
        } else {
            let is_certain = |day: &Day| {
                let mut gaps = certain.iter().map(|(_, inside, _)| inside);
                gaps.any(|inside| inside.due <= *day && *day < inside.end)
            };
            let dues = std::iter::once(gap.due).chain(further.iter().copied());
            let unclear: Vec<Day> = dues.filter(|day| !is_certain(day)).take(open).collect();
            // What is overdue in any case says enough of today.
            let is_still = certain.iter().any(|(still, ..)| *still == outcome);
            let before = if is_still { Outcome::Missed } else { outcome };
            if let [first, rest @ ..] = unclear.as_slice() {
                let unclear = Obligation::due(before, *first, rest, None, Some(gap.from));
                sink.obligation(row, unclear.left_open_by(detail));
            }
            for (outcome, inside, further) in &certain {
                sink.obligation(row, dated(*outcome, *inside, further));
            }
        }
        self.further = further;
    }

    /// Each further time that passed before a gap's end.
    fn passed(&self, gap: Gap, further: &mut Vec<Day>) {
        further.clear();
        let mut next = gap.further.after(gap.due, self.context.calendar);
        while next < gap.end {
            further.push(next);
            next = gap.further.after(next, self.context.calendar);
        }
    }

    /// What would be wanting inside a gap if the events counted too that may be meant: all that is certain.
    fn wanting_anyway(&self, clock: Clock, gap: Gap) -> Vec<(Outcome, Gap)> {
        let mut wanting = Vec::new();
        // Those without a day may have been on any: each on the last that was in time.
        let mut undated = self.doubtful.undated;
        let mut last = clock.start;
        let ends = self.perhaps.iter().map(|point| Some(*point)).chain([None]);
        for (index, point) in ends.enumerate() {
            let from = last;
            last = point.unwrap_or(gap.end);
            if last <= gap.from || from >= gap.end {
                continue;
            }
            let (due, further) = if from < gap.from {
                (gap.due, gap.further)
            } else {
                self.due_after(clock, from, index)
            };
            let mut inside = Gap {
                from: from.max(gap.from),
                due,
                end: last.min(gap.end),
                further,
            };
            // The gap that nothing has ended is the last.
            let outcome = |due| match point {
                Some(point) if point <= gap.end => Some(Outcome::Late),
                _ => self.after_the_last(clock, due),
            };
            while inside.due < inside.end && undated > 0 {
                undated -= 1;
                let (due, further) = self.due_after(clock, inside.due, UNKNOWN_PLACE);
                inside = Gap {
                    from: inside.due,
                    due,
                    further,
                    ..inside
                };
            }
            if inside.due < inside.end {
                wanting.extend(outcome(inside.due).map(|outcome| (outcome, inside)));
            }
        }
        wanting
    }
}

fn dated<'p>(outcome: Outcome, gap: Gap, further: &[Day]) -> Obligation<'_, 'p> {
    let done = Some(gap.end).filter(|_| matches!(outcome, Outcome::Met | Outcome::Late));
    Obligation::due(outcome, gap.due, further, done, Some(gap.from))
}

/// What was due before the events in these files begin: nobody knows whether it was done.
pub(super) fn unseen<'p>(
    row: u32,
    outcome: Outcome,
    gap: Gap,
    begins: Day,
    sink: &mut impl Sink<'p>,
) {
    let obligation = Obligation::due(outcome, gap.due, &[], None, Some(gap.from));
    let detail = Detail::RecordsBegin(Some(begins));
    sink.obligation(row, obligation.left_open_by(detail));
}
