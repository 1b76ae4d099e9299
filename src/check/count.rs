//! Not too many or too few related records in a window.

use crate::model::catalogue::{FieldId, FieldKind, TableId};
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::model::view::Placed;
use crate::rules::plan::Count;

use super::context::{Context, first_day, last_day};
use super::filter::Verdict;
use super::grace::{self, Grace};
use super::limit::{Limit, times};
use super::obligation::{Counted, Detail, Fact, Obligation, Sink};
use super::outcome::Outcome;
use super::related::Related;

pub(super) struct Judge<'a, 'p> {
    check: &'p Count,
    context: Context<'a>,
    table: TableId,
    of: Related<'a, 'p>,
    /// `of` ends in a date, so that a record counts by that date and not by its own.
    by_date: bool,
    /// The earliest day on which the counted table holds any record.
    earliest: Option<Day>,
    distinct: Vec<i64>,
    distinct_perhaps: Vec<i64>,
    distinct_wanted: Vec<i64>,
}

/// Below every number of an id, a code or a day.
const UNREADABLE: i64 = i64::MIN / 2;

/// How many related records stand in a window.
#[derive(Default)]
struct Found {
    certain: u32,
    /// How many more there may be.
    perhaps: u32,
    /// The condition of `of_where` that does not tell for the first of those.
    open: Option<usize>,
    /// How many of them may also be wanted: of the others a value is blank that must be there.
    wanted: u32,
    /// The condition of `of_where` that is not understood for the first of those.
    not_understood: Option<usize>,
    /// How many do not say which subject they belong to.
    unlinked: u32,
    /// Of how many the value that is counted cannot be read.
    unread_values: u32,
    /// Of how many others a date cannot be read.
    undated: u32,
}

impl<'a, 'p> Judge<'a, 'p> {
    pub(super) fn new(
        check: &'p Count,
        context: Context<'a>,
        table: TableId,
        earliest: Option<Day>,
    ) -> Self {
        let by_date = context
            .view
            .catalogue
            .field(check.of.table, check.of.field)
            .kind
            == FieldKind::Date;
        Self {
            check,
            context,
            table,
            of: context.related(&check.of, table),
            by_date,
            earliest,
            distinct: Vec::new(),
            distinct_perhaps: Vec::new(),
            distinct_wanted: Vec::new(),
        }
    }

    pub(super) fn judge(&mut self, row: u32, grace: Option<Grace<'p>>, sink: &mut impl Sink<'p>) {
        let obligation = self.said(row, sink);
        if let Some(obligation) = grace::or_due(obligation, grace, self.context.as_at()) {
            sink.obligation(row, obligation);
        }
    }

    fn said(&mut self, row: u32, sink: &mut impl Sink<'p>) -> Obligation<'static, 'p> {
        let context = self.context;
        let unknown = |path| {
            let detail = context.tells_nothing(path, row);
            Obligation::unknown(detail.unwrap_or(Detail::Blank(path)))
        };
        let end = match &self.check.at {
            Some(path) => match context.date(path, row) {
                Some(day) => day,
                None => return unknown(path),
            },
            None => {
                if let Some(field) = context.view.unreadable_last_date(self.table, row) {
                    let detail = Detail::UnreadableDate(self.table, field);
                    return Obligation::unknown(detail);
                }
                match last_day(context.stood(self.table, row)) {
                    Some(day) => day,
                    None => match context.unreadable_death(self.table, row) {
                        Some(detail) => return Obligation::unknown(detail),
                        None => context.as_at(),
                    },
                }
            }
        };
        if let Some(detail) = self.of.out_of_reach(row) {
            return Obligation::unknown(detail);
        }
        let per = match &self.check.per {
            None => 1.0,
            Some(path) => match context.number(path, row) {
                Some(number) => number,
                None => return unknown(path),
            },
        };
        let after = self
            .check
            .window
            .map(|window| window.before(end, context.calendar));
        let count = self.count(row, after, end, sink);
        let found = count.certain;
        let (most, least) = (
            self.check.at_most.map(|limit| times(limit, per)),
            self.check.at_least.map(|limit| times(limit, per)),
        );
        let too_many = most.filter(|limit| f64::from(found) > *limit);
        let too_few = least.filter(|limit| f64::from(found) < *limit);
        // Records that begin inside the window leave its first part unseen: more may lie there.
        let unseen = after.is_some_and(|after| {
            self.earliest
                .is_none_or(|earliest| after.plus_days(1) < earliest)
        });
        // Where it is open whether a record counts, it may be one too many, and the one that is wanted unless that is open because of
        // a blank: what is not recorded is not there.
        let perhaps_too_many = most.filter(|limit| f64::from(found + count.perhaps) > *limit);
        let perhaps_enough = too_few.filter(|limit| f64::from(found + count.wanted) >= *limit);
        let decided = too_many.is_some() || (most.is_none() && too_few.is_none());
        let counted =
            |limit| Obligation::undated(Outcome::Failed, Detail::Counted { found, limit, end });
        let may_count = |limit| {
            let (perhaps, condition) = match limit {
                Limit::AtLeast(_) => (count.wanted, count.not_understood),
                Limit::AtMost(_) => (count.perhaps, count.open),
            };
            Obligation::unknown(Detail::MayCount {
                found,
                perhaps,
                limit,
                condition,
                unlinked: count.unlinked,
                unread_values: count.unread_values,
                undated: count.undated,
            })
        };
        if unseen && !decided {
            Obligation::unknown(Detail::RecordsBegin(self.earliest))
        } else if let Some(limit) = too_many {
            counted(Limit::AtMost(limit))
        } else if let Some(limit) = perhaps_enough {
            may_count(Limit::AtLeast(limit))
        } else if let Some(limit) = too_few {
            counted(Limit::AtLeast(limit))
        } else if let Some(limit) = perhaps_too_many {
            may_count(Limit::AtMost(limit))
        } else {
            Obligation::undated(Outcome::Met, Detail::None)
        }
    }

    fn count<S: Sink<'p>>(
        &mut self,
        row: u32,
        after: Option<Day>,
        end: Day,
        sink: &mut S,
    ) -> Found {
        let table = self.of.path.table;
        if S::FOLLOWS {
            sink.fact(Fact::Window { after, to: end });
        }
        self.distinct.clear();
        self.distinct_perhaps.clear();
        self.distinct_wanted.clear();
        let mut found = Found::default();
        let unlinked = self.of.unlinked(row).filter(|other| {
            // What was over before the subject began cannot belong to it.
            !is_before(
                self.context.view.placed(table, *other),
                self.context.view.placed(self.table, row),
            )
        });
        let linked = self.of.rows(row).map(|other| (other, true));
        for (other, is_linked) in linked.chain(unlinked.map(|other| (other, false))) {
            let counts = match self.counts(other, after, end) {
                None => continue,
                Some(Counted::Yes) if !is_linked => Counted::Unlinked,
                Some(counts) => counts,
            };
            if S::FOLLOWS {
                let view = &self.context.view;
                let day = view
                    .date(table, self.of.path.field, other)
                    .or_else(|| first_day(view.placed(table, other)));
                sink.fact(Fact::Event {
                    table,
                    row: other,
                    field: self.of.path.field,
                    day,
                    counts,
                });
            }
            let distinct = self
                .check
                .distinct
                .and_then(|field| self.value(field, other));
            match counts {
                Counted::OutsideTheTime | Counted::OfAnotherKind { .. } => {}
                Counted::Yes => {
                    found.certain += 1;
                    self.distinct.extend(distinct);
                }
                Counted::Blank { condition } => {
                    found.perhaps += 1;
                    found.open.get_or_insert(condition);
                    self.distinct_perhaps.extend(distinct);
                }
                Counted::NotUnderstood { .. } | Counted::Unlinked | Counted::Unreadable => {
                    found.perhaps += 1;
                    found.wanted += 1;
                    self.distinct_perhaps.extend(distinct);
                    self.distinct_wanted.extend(distinct);
                }
            }
            match counts {
                Counted::NotUnderstood { condition } => {
                    found.open.get_or_insert(condition);
                    found.not_understood.get_or_insert(condition);
                }
                Counted::Unlinked => found.unlinked += 1,
                Counted::Unreadable if self.is_value_unread(other) => found.unread_values += 1,
                Counted::Unreadable => found.undated += 1,
                _ => {}
            }
        }
        if self.check.distinct.is_some() {
            self.distinct.sort_unstable();
            self.distinct.dedup();
            let certain = &self.distinct;
            for values in [&mut self.distinct_perhaps, &mut self.distinct_wanted] {
                values.sort_unstable();
                values.dedup();
                values.retain(|value| certain.binary_search(value).is_err());
            }
            found.certain = certain.len() as u32;
            found.perhaps = self.distinct_perhaps.len() as u32;
            found.wanted = self.distinct_wanted.len() as u32;
        }
        found
    }

    /// Whether a related record is counted; none where it is not of the kind asked about.
    fn counts(&self, other: u32, after: Option<Day>, end: Day) -> Option<Counted> {
        let (view, table) = (&self.context.view, self.of.path.table);
        // An event without its date has not happened, and an allocation without a worker is nobody's; but a placement without its own
        // number is one.
        let field = self.of.path.field;
        let is_blank = view.is_blank(table, field, other);
        let is_unread = is_blank && view.is_unreadable(table, field, other);
        let is_key = view.catalogue.table(table).key == field;
        if is_blank && !is_key && !is_unread {
            return None;
        }
        let is_undated = || {
            !self.by_date
                && view.has_unreadable_dates(table, other)
                && !self.begins_in(other, after, end)
        };
        // Which of the different values it is, where that cannot be read.
        let distinct = self.check.distinct;
        let is_any = || distinct.is_some_and(|field| view.is_unreadable(table, field, other));
        let is_unreadable = || is_unread && !is_key || is_undated() || is_any();
        let verdict = self.context.verdict(&self.check.of_where, table, other);
        let may_stand = self.by_date && is_unread || self.stands_in(other, after, end);
        Some(match verdict {
            Verdict::Fails => return None,
            _ if !may_stand => Counted::OutsideTheTime,
            Verdict::Blank(condition) => Counted::Blank { condition },
            Verdict::NotUnderstood(condition) => Counted::NotUnderstood { condition },
            Verdict::Holds if is_unreadable() => Counted::Unreadable,
            Verdict::Holds => Counted::Yes,
        })
    }

    /// Whether what is counted of a record, apart from its date, cannot be read.
    fn is_value_unread(&self, other: u32) -> bool {
        let (view, table) = (&self.context.view, self.of.path.table);
        let mut fields = [Some(self.of.path.field), self.check.distinct]
            .into_iter()
            .flatten();
        fields.any(|field| {
            view.catalogue.field(table, field).kind != FieldKind::Date
                && view.is_unreadable(table, field, other)
        })
    }

    /// Whether a span begins inside the window: then it overlaps it, whenever it ended.
    fn begins_in(&self, other: u32, after: Option<Day>, end: Day) -> bool {
        match (self.context.view.placed(self.of.path.table, other), after) {
            (
                Placed::Span {
                    from: Some(from), ..
                },
                Some(after),
            ) => from > after && from <= end,
            _ => false,
        }
    }

    /// An id, a code or a date, to be told from others of its field. One that cannot be read may be another than all of them.
    fn value(&self, field: FieldId, row: u32) -> Option<i64> {
        let table = self.of.path.table;
        let view = &self.context.view;
        if view.is_unreadable(table, field, row) {
            return Some(UNREADABLE - i64::from(row));
        }
        let named = |symbol: Symbol| (!symbol.is_blank()).then_some(i64::from(symbol.0));
        match view.catalogue.field(table, field).kind {
            FieldKind::Date => view
                .date(table, field, row)
                .map(|day| i64::from(day.number())),
            FieldKind::Code => named(view.column(table, field)?.code(row)),
            _ => named(view.column(table, field)?.id(row)),
        }
    }

    fn stands_in(&self, other: u32, after: Option<Day>, end: Day) -> bool {
        let view = &self.context.view;
        let table = self.of.path.table;
        let in_window = |day: Day| day <= end && after.is_none_or(|after| day > after);
        if self.by_date {
            return view
                .date(table, self.of.path.field, other)
                .is_some_and(in_window);
        }
        match (view.placed(table, other), after) {
            (Placed::Undated, _) => true,
            (Placed::On(day), _) => in_window(day),
            // Overlaps the window.
            (Placed::Span { from, to }, Some(after)) => {
                from.is_none_or(|from| from <= end) && to.is_none_or(|to| to > after)
            }
            // Had begun by the end and had not ended before it.
            (Placed::Span { from, to }, None) => {
                from.is_none_or(|from| from <= end) && to.is_none_or(|to| to >= end)
            }
        }
    }
}

/// Whether a record was over before another, that stands for a time, began.
fn is_before(one: Placed, other: Placed) -> bool {
    match other {
        Placed::Span {
            from: Some(from), ..
        } => last_day(one).is_some_and(|last| last < from),
        _ => false,
    }
}
