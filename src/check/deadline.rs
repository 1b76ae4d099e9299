//! An event follows another in time, or comes by a stated date.

use crate::model::catalogue::TableId;
use crate::model::day::Day;
use crate::model::length::Length;
use crate::model::view::Placed;
use crate::rules::filter::Filter;
use crate::rules::path::{ValuePath, Via};
use crate::rules::plan::{Deadline, Done, Due};

use super::context::{Context, first_day};
use super::ends::{End, EndOf};
use super::filter::{Verdict, not_understood};
use super::obligation::{Contradiction, Counted, Detail, Doubtful, Fact, Obligation, Sink};
use super::outcome::Outcome;
use super::related::Related;

pub(super) struct Judge<'a, 'p> {
    check: &'p Deadline,
    context: Context<'a>,
    table: TableId,
    to: Option<(Related<'a, 'p>, &'p Filter)>,
    unless_event: Option<(Related<'a, 'p>, &'p Filter)>,
    latest_only: bool,
}

/// The time in which something is to be done.
#[derive(Clone, Copy)]
struct Time<'p> {
    /// None where it is to be done by a day, however early.
    from: Option<Day>,
    /// The date that the due day is counted from.
    counted_from: &'p ValuePath,
    due: Day,
    end: Option<End<'p>>,
}

/// Why no more is asked of a subject.
enum Settled<'p> {
    NotOwed,
    Unknown(Detail<'p>),
}

impl<'a, 'p> Judge<'a, 'p> {
    pub(super) fn new(check: &'p Deadline, context: Context<'a>, table: TableId) -> Self {
        let to = match &check.to {
            Done::Own(_) => None,
            Done::Related(path, filter) => Some((context.related(path, table), filter)),
        };
        let unless_event = check
            .unless_event
            .as_ref()
            .map(|(path, condition)| (context.related(path, table), condition));
        Self {
            check,
            context,
            table,
            latest_only: to
                .as_ref()
                .is_some_and(|(related, _)| related.is_latest_only()),
            to,
            unless_event,
        }
    }

    pub(super) fn judge(&self, row: u32, sink: &mut impl Sink<'p>) {
        match self.obligation(row, sink) {
            Ok(obligation) => sink.obligation(row, obligation),
            Err(Settled::Unknown(detail)) => sink.obligation(row, Obligation::unknown(detail)),
            Err(Settled::NotOwed) => {}
        }
    }

    fn obligation(
        &self,
        row: u32,
        sink: &mut impl Sink<'p>,
    ) -> Result<Obligation<'static, 'p>, Settled<'p>> {
        let time = self.time(row, sink)?;
        if let Some(detail) = self.out_of_reach(row) {
            return Err(Settled::Unknown(detail));
        }
        let may_be_taken_away = self.may_be_taken_away(row, time)?;
        let done = match &self.check.to {
            Done::Own(path) => self.own_date(path, row, time, sink)?,
            Done::Related(..) => self.first_event(row, time, sink)?,
        };
        self.may_have_lapsed(row, time, done)?;
        let outcome = self.outcome(time, done).ok_or(Settled::NotOwed)?;
        let obligation = Obligation::due(outcome, time.due, &[], done, time.from);
        if !matches!(outcome, Outcome::Late | Outcome::Missed | Outcome::Overdue) {
            return Ok(obligation);
        }
        let unless = &self.check.unless;
        match self.context.excuses(unless, self.table, row) {
            Verdict::Holds => {
                let outcome = Outcome::Met;
                return Ok(Obligation {
                    outcome,
                    ..obligation
                });
            }
            Verdict::NotUnderstood(condition) => {
                return Err(Settled::Unknown(not_understood(unless, condition)));
            }
            Verdict::Fails | Verdict::Blank(_) => {}
        }
        if let Some(detail) = may_be_taken_away {
            return Err(Settled::Unknown(detail));
        }
        Ok(match self.left_open(row, time, outcome, sink) {
            Some(detail) => obligation.left_open_by(detail),
            None => obligation,
        })
    }

    fn time(&self, row: u32, sink: &mut impl Sink<'p>) -> Result<Time<'p>, Settled<'p>> {
        let context = self.context;
        let first_date = |paths| context.first_date(paths, row).map_err(Settled::Unknown);
        let (from, due, counted_from) = match &self.check.due {
            Due::Within { from, within } => {
                let (path, start) = first_date(from)?;
                if start > context.as_at() {
                    return Err(Settled::NotOwed);
                }
                (Some(start), within.after(start, context.calendar), path)
            }
            Due::By { by, notice } => {
                let (path, by) = first_date(by)?;
                let before = |notice: &Length| notice.before(by, context.calendar);
                (None, notice.as_ref().map_or(by, before), path)
            }
        };
        let end = context.end(&self.check.until, self.table, row);
        if let (Some(start), Some(end)) = (from, end)
            && end.on < start
        {
            if end.of != EndOf::Childhood {
                sink.contradiction(Contradiction {
                    table: self.table,
                    row,
                    earlier: &counted_from.text,
                    later: end.field,
                    is_end: true,
                });
            }
            return Err(Settled::NotOwed);
        }
        Ok(Time {
            from,
            counted_from,
            due,
            end,
        })
    }

    /// Why the obligation may be taken away, where that is not known; where it is known, nothing is owed.
    fn may_be_taken_away(
        &self,
        row: u32,
        time: Time<'p>,
    ) -> Result<Option<Detail<'p>>, Settled<'p>> {
        let Some((_, filter)) = &self.unless_event else {
            return Ok(None);
        };
        match self.taken_away(row, time.from, time.due) {
            Verdict::Holds => Err(Settled::NotOwed),
            Verdict::NotUnderstood(condition) => Ok(Some(not_understood(filter, condition))),
            Verdict::Fails | Verdict::Blank(_) => Ok(self.undated_excuse(row)),
        }
    }

    /// What was done, by a date of the subject's own.
    fn own_date(
        &self,
        path: &'p ValuePath,
        row: u32,
        time: Time<'p>,
        sink: &mut impl Sink<'p>,
    ) -> Result<Option<Day>, Settled<'p>> {
        let done = self.context.date(path, row);
        if done.is_none() && self.context.is_unreadable(path, row) {
            return Err(Settled::Unknown(Detail::NotUnderstood(path)));
        }
        if let (Some(start), Some(day)) = (time.from, done)
            && day < start
        {
            sink.contradiction(Contradiction {
                table: self.table,
                row,
                earlier: &time.counted_from.text,
                later: &path.text,
                is_end: false,
            });
            return Err(Settled::Unknown(Detail::BeforeStart(path)));
        }
        Ok(done)
    }

    /// What was done, by the first event in time.
    fn first_event<S: Sink<'p>>(
        &self,
        row: u32,
        time: Time<'p>,
        sink: &mut S,
    ) -> Result<Option<Day>, Settled<'p>> {
        let Some((related, filter)) = &self.to else {
            return Ok(None);
        };
        if S::FOLLOWS && self.latest_only {
            sink.fact(Fact::OnlyLatest(related.path.table));
        }
        let first_day = self.first_day(time);
        let in_time = |day: Day| {
            first_day.is_none_or(|first| day >= first) && time.end.is_none_or(|end| day <= end.on)
        };
        let mut done = None;
        for (other, day) in related.events(row, filter) {
            let counts = in_time(day);
            if counts && done.is_none_or(|done| day < done) {
                done = Some(day);
            }
            related.tell(sink, other, day, counts);
        }
        related.tell_of_others(sink, row, filter, in_time);
        let is_in_doubt = self.latest_only
            && done.is_none_or(|day| day > time.due)
            && !first_day.is_some_and(|first| self.none_came_since(row, first));
        if is_in_doubt {
            // An earlier one may have been in time.
            return Err(Settled::Unknown(related.only_latest(row)));
        }
        Ok(done)
    }

    /// Where only the last event of each child is there, one from before the first day that counts shows that none came since. Any
    /// other record on or after that day, of whatever kind, without a date or planned, may stand where an earlier event stood. And
    /// a source may know only some kinds: the last of these says nothing of the others, so that the filter must name its own.
    fn none_came_since(&self, row: u32, first: Day) -> bool {
        self.to.as_ref().is_some_and(|(related, filter)| {
            related.path.via == Via::Child
                && filter.names_codes()
                && related.are_all_before(row, first)
                && related.events(row, filter).next().is_some()
        })
    }

    /// Nobody can tell what is owed where nobody can read when the subject ended, and that would make a difference.
    fn may_have_lapsed(
        &self,
        row: u32,
        time: Time<'p>,
        done: Option<Day>,
    ) -> Result<(), Settled<'p>> {
        // Where an end takes nothing away, what was due before today is not done, whenever that was. What was done late may have
        // been done after the end, but not after the child's death.
        let may_have_lapsed = |of| match done {
            None => self.check.lapses || of == EndOf::Life || time.due >= self.context.as_at(),
            Some(day) => self.check.lapses && of == EndOf::Subject && day > time.due,
        };
        let until = &self.check.until;
        match self.context.unreadable_end(until, self.table, row) {
            Some(end) if may_have_lapsed(end.of) => Err(Settled::Unknown(end.detail)),
            _ => Ok(()),
        }
    }

    /// None where what ended took away what was owed.
    fn outcome(&self, time: Time<'p>, done: Option<Day>) -> Option<Outcome> {
        let due = time.due;
        match (done, time.end) {
            (Some(day), _) if day <= due => Some(Outcome::Met),
            (Some(_), _) => Some(Outcome::Late),
            (None, Some(end)) if end.on <= due => {
                let takes_away = self.check.lapses || end.of != EndOf::Subject;
                (!takes_away).then_some(Outcome::Missed)
            }
            (None, _) if due >= self.context.as_at() => Some(Outcome::Due),
            (None, Some(_)) => Some(Outcome::Missed),
            (None, None) => Some(Outcome::Overdue),
        }
    }

    /// What leaves open whether it was done after all.
    fn left_open(
        &self,
        row: u32,
        time: Time<'p>,
        outcome: Outcome,
        sink: &mut impl Sink<'p>,
    ) -> Option<Detail<'p>> {
        let (related, _) = self.to.as_ref()?;
        let first = self.first_day(time);
        if let Some(begins) = first.and_then(|first| related.begins_after(first)) {
            return Some(Detail::RecordsBegin(Some(begins)));
        }
        let last = time.end.map_or(time.due, |end| end.on.min(time.due));
        let doubtful = self.doubtful_in_time(row, (first, last), outcome, sink);
        (doubtful.count() > 0).then_some(Detail::Doubtful(doubtful))
    }

    /// The events in time that may be meant.
    fn doubtful_in_time<S: Sink<'p>>(
        &self,
        row: u32,
        (first, last): (Option<Day>, Day),
        outcome: Outcome,
        sink: &mut S,
    ) -> Doubtful {
        let mut doubtful = Doubtful::default();
        let Some((related, filter)) = &self.to else {
            return doubtful;
        };
        let (view, table) = (self.context.view, related.path.table);
        for other in related.undated_events(row, filter) {
            doubtful.add(Counted::Unreadable);
            related.fact(sink, other, None, Counted::Unreadable);
        }
        for (other, day, counts) in related.doubtful_events(row, filter) {
            let is_unlinked = counts == Counted::Unlinked;
            // What came late for this subject came late, whatever else the child had.
            if is_unlinked && outcome == Outcome::Late {
                continue;
            }
            // An assessment that was under way before the referral is no answer to it, whenever it was completed.
            let begun = first_day(view.placed(table, other)).filter(|_| is_unlinked);
            let begun = begun.map_or(day, |first| first.min(day));
            if first.is_none_or(|first| begun >= first) && day <= last {
                doubtful.add(counts);
                if is_unlinked {
                    related.fact(sink, other, Some(day), counts);
                }
            }
        }
        doubtful
    }

    /// The first day on which a related event counts.
    fn first_day(&self, time: Time<'p>) -> Option<Day> {
        let from = time.from?;
        let early = self.check.early;
        Some(early.map_or(from, |early| early.before(from, self.context.calendar)))
    }

    fn out_of_reach(&self, row: u32) -> Option<Detail<'p>> {
        let to = self
            .to
            .as_ref()
            .and_then(|(related, _)| related.out_of_reach(row));
        to.or_else(|| {
            self.unless_event
                .as_ref()
                .and_then(|(related, _)| related.out_of_reach(row))
        })
    }

    fn taken_away(&self, row: u32, from: Option<Day>, due: Day) -> Verdict {
        let Some((related, filter)) = &self.unless_event else {
            return Verdict::Fails;
        };
        let (view, table) = (self.context.view, related.path.table);
        // A child who came into care and was home again by then is owed what other children at home are.
        let is_over = |other| match view.placed(table, other) {
            Placed::Span { to, .. } => to.is_some_and(|to| to < due),
            Placed::On(_) | Placed::Undated => false,
        };
        let stands =
            |other, day| from.is_none_or(|from| day >= from) && day <= due && !is_over(other);
        let mut events = related.events(row, filter);
        if events.any(|(other, day)| stands(other, day)) {
            return Verdict::Holds;
        }
        let mut doubtful = related.doubtful_events(row, filter);
        let perhaps = doubtful.find_map(|(other, day, counts)| match counts {
            Counted::NotUnderstood { condition } if stands(other, day) => Some(condition),
            _ => None,
        });
        perhaps.map_or(Verdict::Fails, Verdict::NotUnderstood)
    }

    /// Why what would take the obligation away is not known: it is recorded, on a day that cannot be read.
    fn undated_excuse(&self, row: u32) -> Option<Detail<'p>> {
        let (related, filter) = self.unless_event.as_ref()?;
        related.undated_events(row, filter).next()?;
        Some(Detail::UnreadableDate(
            related.path.table,
            related.path.field,
        ))
    }
}
