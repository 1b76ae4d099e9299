//! An event follows another in time, or comes by a stated date.

use crate::model::catalogue::TableId;
use crate::model::day::Day;
use crate::model::view::Placed;
use crate::rules::filter::Filter;
use crate::rules::plan::{Deadline, Done, Due};

use super::context::{Context, first_day};
use super::ends::EndOf;
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
        let (context, as_at) = (self.context, self.context.as_at());
        let (from, due, start_name) = match &self.check.due {
            Due::Within { from, within } => {
                let (path, start) = match context.first_date(from, row) {
                    Ok(start) => start,
                    Err(detail) => return sink.obligation(row, Obligation::unknown(detail)),
                };
                if start > as_at {
                    return;
                }
                (
                    Some(start),
                    within.after(start, context.calendar),
                    path.text.as_str(),
                )
            }
            Due::By { by, notice } => {
                let (path, by) = match context.first_date(by, row) {
                    Ok(by) => by,
                    Err(detail) => return sink.obligation(row, Obligation::unknown(detail)),
                };
                (
                    None,
                    notice.map_or(by, |notice| notice.before(by, context.calendar)),
                    path.text.as_str(),
                )
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
                    earlier: start_name,
                    later: end.field,
                    is_end: true,
                });
            }
            return;
        }
        let until = end.map(|end| end.on);
        if let Some(detail) = self.out_of_reach(row) {
            return sink.obligation(row, Obligation::unknown(detail));
        }
        let may_be_taken_away = match self.taken_away(row, from, due) {
            Verdict::Holds => return,
            Verdict::Fails | Verdict::Blank(_) => None,
            Verdict::NotUnderstood(condition) => self
                .unless_event
                .as_ref()
                .map(|(_, filter)| not_understood(filter, condition)),
        };
        let may_be_taken_away = may_be_taken_away.or_else(|| self.undated_excuse(row));
        let done = match &self.check.to {
            Done::Own(path) => {
                let done = context.date(path, row);
                if done.is_none() && context.is_unreadable(path, row) {
                    return sink.obligation(row, Obligation::unknown(Detail::NotUnderstood(path)));
                }
                if let (Some(start), Some(day)) = (from, done)
                    && day < start
                {
                    sink.contradiction(Contradiction {
                        table: self.table,
                        row,
                        earlier: start_name,
                        later: &path.text,
                        is_end: false,
                    });
                    return sink.obligation(row, Obligation::unknown(Detail::BeforeStart(path)));
                }
                done
            }
            Done::Related(..) => self.first_event(row, from, until, sink),
        };
        if let Some((related, _)) = &self.to
            && self.latest_only
            && done.is_none_or(|day| day > due)
        {
            // An earlier one may have been in time.
            return sink.obligation(row, Obligation::unknown(related.only_latest(row)));
        }
        // Where an end takes nothing away, what was due before today is not done, whenever that was. What was done late may have
        // been done after the end, but not after the child's death.
        let may_have_lapsed = |of| match done {
            None => self.check.lapses || of == EndOf::Life || due >= as_at,
            Some(day) => self.check.lapses && of == EndOf::Subject && day > due,
        };
        if let Some(end) = context.unreadable_end(&self.check.until, self.table, row)
            && may_have_lapsed(end.of)
        {
            return sink.obligation(row, Obligation::unknown(end.detail));
        }
        let outcome = match done {
            Some(day) if day <= due => Outcome::Met,
            Some(_) => Outcome::Late,
            None => match end {
                Some(end) if end.on <= due && (self.check.lapses || end.of != EndOf::Subject) => {
                    return;
                }
                Some(end) if end.on <= due => Outcome::Missed,
                _ if due >= as_at => Outcome::Due,
                Some(_) => Outcome::Missed,
                None => Outcome::Overdue,
            },
        };
        let obligation = Obligation::due(outcome, due, &[], done, from);
        if !matches!(outcome, Outcome::Late | Outcome::Missed | Outcome::Overdue) {
            return sink.obligation(row, obligation);
        }
        let unless = &self.check.unless;
        match context.excuses(unless, self.table, row) {
            Verdict::Holds => {
                let outcome = Outcome::Met;
                return sink.obligation(
                    row,
                    Obligation {
                        outcome,
                        ..obligation
                    },
                );
            }
            Verdict::NotUnderstood(condition) => {
                let detail = not_understood(unless, condition);
                return sink.obligation(row, Obligation::unknown(detail));
            }
            Verdict::Fails | Verdict::Blank(_) => {}
        }
        if let Some(detail) = may_be_taken_away {
            return sink.obligation(row, Obligation::unknown(detail));
        }
        let first = from.map(|from| self.earliest(from));
        if let (Some(first), Some((related, _))) = (first, &self.to)
            && let Some(begins) = related.begins_after(first)
        {
            let detail = Detail::RecordsBegin(Some(begins));
            return sink.obligation(row, obligation.left_open_by(detail));
        }
        let last = until.map_or(due, |until| until.min(due));
        let doubtful = self.doubtful_in_time(row, (first, last), outcome, sink);
        let obligation = match doubtful.count() {
            0 => obligation,
            _ => obligation.left_open_by(Detail::Doubtful(doubtful)),
        };
        sink.obligation(row, obligation);
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
    fn earliest(&self, from: Day) -> Day {
        let early = self.check.early;
        early.map_or(from, |early| early.before(from, self.context.calendar))
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

    fn first_event<S: Sink<'p>>(
        &self,
        row: u32,
        from: Option<Day>,
        until: Option<Day>,
        sink: &mut S,
    ) -> Option<Day> {
        let (related, filter) = self.to.as_ref()?;
        if S::FOLLOWS && self.latest_only {
            sink.fact(Fact::OnlyLatest(related.path.table));
        }
        let from = from.map(|from| self.earliest(from));
        let in_time = |day: Day| {
            from.is_none_or(|from| day >= from) && until.is_none_or(|until| day <= until)
        };
        let mut first = None;
        for (other, day) in related.events(row, filter) {
            let counts = in_time(day);
            if counts && first.is_none_or(|first| day < first) {
                first = Some(day);
            }
            related.tell(sink, other, day, counts);
        }
        related.tell_of_others(sink, row, filter, in_time);
        first
    }
}
