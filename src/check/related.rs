//! Records that belong with a subject: those of the same child, and those that refer to it.

use crate::model::catalogue::TableId;
use crate::model::column::Column;
use crate::model::day::Day;
use crate::model::index::Groups;
use crate::model::reference::are_of_two;
use crate::model::view::View;
use crate::rules::filter::Filter;
use crate::rules::path::{RelatedPath, Via};

use super::context::Context;
use super::filter::{Tested, Verdict};
use super::obligation::{Counted, Detail, Fact, Sink};

impl<'a> Context<'a> {
    /// Records related to the subjects of a table, ready to be read row by row.
    pub fn related<'p>(&self, path: &'p RelatedPath, subject: TableId) -> Related<'a, 'p> {
        Related {
            context: *self,
            path,
            subject,
            groups: self.grouped.related(path, subject),
            unlinked: self.grouped.unlinked(path, subject),
            children: match path.via {
                Via::Child => None,
                Via::Reference(_) => self
                    .view
                    .catalogue
                    .table(path.table)
                    .child
                    .and_then(|field| self.view.column(path.table, field)),
            },
        }
    }
}

/// The records that belong with the subjects of one table.
pub struct Related<'a, 'p> {
    context: Context<'a>,
    pub path: &'p RelatedPath,
    subject: TableId,
    groups: Option<&'a Groups>,
    /// By child, the records that do not say to which subject they belong; none where there are none.
    unlinked: Option<&'a Groups>,
    /// The child that each record names, where records are reached by a reference.
    children: Option<&'a Column>,
}

impl<'a> Related<'a, '_> {
    /// Why the records cannot be reached from this subject, where they cannot.
    pub fn out_of_reach<'d>(&self, row: u32) -> Option<Detail<'d>> {
        let View {
            records, catalogue, ..
        } = self.context.view;
        match self.path.via {
            Via::Child => self.context.without_child(self.subject, row),
            Via::Reference(_) if records.key(catalogue, self.subject, row).is_blank() => {
                Some(Detail::NoKey)
            }
            Via::Reference(_) => records
                .is_overshadowed(catalogue, self.subject, row)
                .then_some(Detail::SharedKey),
        }
    }

    /// The day on which these records begin, where a day comes before it: what happened between them nobody knows.
    pub fn begins_after(&self, day: Day) -> Option<Day> {
        let begins = self
            .context
            .grouped
            .begins(self.path.table, self.context.view);
        let begins = begins.filter(|begins| begins.is_cut && day < begins.on);
        begins.map(|begins| begins.on)
    }

    /// Whether only the last record of each child is there.
    pub fn is_latest_only(&self) -> bool {
        self.context.view.records.is_latest_only(self.path.table)
    }

    /// Why a subject cannot be judged where only the last event of each child is there, and that one does not tell.
    pub fn only_latest<'d>(&self, row: u32) -> Detail<'d> {
        Detail::OnlyLatest {
            none: self.events(row, &Filter::default()).next().is_none(),
        }
    }

    /// Whether every related record, the subject and what is planned among them, is of a day before this one.
    pub fn are_all_before(&self, row: u32, first: Day) -> bool {
        let view = self.context.view;
        let day = |other| view.date(self.path.table, self.path.field, other);
        let is_before = |&other: &u32| day(other).is_some_and(|day| day < first);
        self.grouped(row).iter().all(is_before)
    }

    fn grouped(&self, row: u32) -> &'a [u32] {
        let group = match self.path.via {
            Via::Child => Some(self.context.child(self.subject, row))
                .filter(|child| !child.is_blank())
                .map(|child| child.0),
            Via::Reference(_) => Some(row),
        };
        match (self.groups, group) {
            (Some(groups), Some(group)) => groups.rows(group),
            _ => &[],
        }
    }

    /// The related rows that are not left out, in the order of the files. The subject may be among them.
    pub fn rows(&self, row: u32) -> impl Iterator<Item = u32> + use<'a> {
        let (view, table) = (self.context.view, self.path.table);
        // A brother's assessment that names this child's referral says nothing of this child.
        let children = self
            .children
            .map(|column| (column, self.context.child(self.subject, row)));
        let is_of_another = move |other| {
            children.is_some_and(|(column, child)| are_of_two(column.id(other), child))
        };
        self.grouped(row)
            .iter()
            .copied()
            .filter(move |&other| !view.is_left_out(table, other) && !is_of_another(other))
    }

    /// Rows of the subject's own child that do not say which subject they belong to, and may belong to this one.
    pub fn unlinked(&self, row: u32) -> impl Iterator<Item = u32> + use<'a> {
        let (view, table, subject) = (self.context.view, self.path.table, self.subject);
        let rows: &'a [u32] = match self.unlinked {
            None => &[],
            Some(unlinked) => {
                let child = self.context.child(subject, row);
                if child.is_blank() {
                    &[]
                } else {
                    unlinked.rows(child.0)
                }
            }
        };
        let via = self.path.via;
        let may_mean = move |other| match via {
            Via::Child => false,
            Via::Reference(field) => {
                view.records
                    .may_mean(view.catalogue, (table, field), other, (subject, row))
            }
        };
        let is_itself = move |other| table == subject && other == row;
        rows.iter().copied().filter(move |&other| {
            !is_itself(other) && !view.is_left_out(table, other) && may_mean(other)
        })
    }

    /// Related events other than the subject itself, with their dates, that have come and pass the filter.
    pub fn events<'s>(
        &'s self,
        row: u32,
        filter: &'s Filter,
    ) -> impl Iterator<Item = (u32, Day)> + use<'a, 's> {
        let same = self.path.table == self.subject;
        self.rows(row)
            .filter(move |&other| !(same && other == row))
            .filter_map(move |other| self.event(other, filter))
    }

    /// Events that may be meant, and why that is not known: what the filter asks about is not understood, or they do not say which
    /// subject they belong to.
    pub fn doubtful_events<'s>(
        &'s self,
        row: u32,
        filter: &'s Filter,
    ) -> impl Iterator<Item = (u32, Day, Counted)> + use<'a, 's> {
        let same = self.path.table == self.subject;
        let of_subject = move |other| {
            let (day, verdict) = self.with_verdict(other, filter)?;
            match verdict {
                Verdict::NotUnderstood(condition) => {
                    Some((other, day, Counted::NotUnderstood { condition }))
                }
                _ => None,
            }
        };
        let unlinked = move |other| {
            let (day, verdict) = self.with_verdict(other, filter)?;
            matches!(verdict, Verdict::Holds | Verdict::NotUnderstood(_)).then_some((
                other,
                day,
                Counted::Unlinked,
            ))
        };
        let records = self.context.view.records;
        let is_not_understood =
            |(table, field): &(_, _)| records.has_not_understood(*table, *field);
        // In most exports every value is understood.
        let asked = filter.paths().map(|(path, _)| path);
        let mut asked =
            asked.flat_map(|path| path.hops.iter().flat_map(|hop| &hop.0).chain(&path.ends));
        let rows = asked.any(is_not_understood).then(|| self.rows(row));
        rows.into_iter()
            .flatten()
            .filter(move |&other| !(same && other == row))
            .filter_map(of_subject)
            .chain(self.unlinked(row).filter_map(unlinked))
    }

    /// Events that may be meant, of which the date is recorded and cannot be read.
    pub fn undated_events<'s>(
        &'s self,
        row: u32,
        filter: &'s Filter,
    ) -> impl Iterator<Item = u32> + use<'a, 's> {
        let (view, table, field) = (self.context.view, self.path.table, self.path.field);
        let same = table == self.subject;
        let may_be_meant = move |other| {
            let verdict = self.context.verdict(filter, table, other);
            matches!(verdict, Verdict::Holds | Verdict::NotUnderstood(_))
        };
        let rows = view
            .records
            .has_not_understood(table, field)
            .then(|| self.rows(row));
        rows.into_iter()
            .flatten()
            .filter(move |&other| !(same && other == row))
            .filter(move |&other| view.is_unreadable(table, field, other) && may_be_meant(other))
    }

    fn event(&self, other: u32, filter: &Filter) -> Option<(u32, Day)> {
        let day = self.happened(other)?;
        let counts = self.context.holds(filter, self.path.table, other);
        counts.then_some((other, day))
    }

    fn with_verdict(&self, other: u32, filter: &Filter) -> Option<(Day, Verdict)> {
        let day = self.happened(other)?;
        let verdict = self.context.verdict(filter, self.path.table, other);
        Some((day, verdict))
    }

    fn happened(&self, other: u32) -> Option<Day> {
        let day = self
            .context
            .view
            .date(self.path.table, self.path.field, other)?;
        (day <= self.context.as_at()).then_some(day)
    }

    /// Tells a sink that follows of an event, and whether it stands in the time asked about.
    pub fn tell<'p, S: Sink<'p>>(&self, sink: &mut S, other: u32, day: Day, counts: bool) {
        let counts = if counts {
            Counted::Yes
        } else {
            Counted::OutsideTheTime
        };
        self.fact(sink, other, Some(day), counts);
    }

    /// Tells a sink that follows of the events in time that the filter does not let through, each with the condition that keeps it
    /// out.
    pub fn tell_of_others<'p, S: Sink<'p>>(
        &self,
        sink: &mut S,
        row: u32,
        filter: &Filter,
        in_time: impl Fn(Day) -> bool,
    ) {
        if !S::FOLLOWS {
            return;
        }
        for (other, day) in self.events(row, &Filter::default()) {
            let table = self.path.table;
            if !in_time(day) {
                continue;
            }
            let counts = match self.context.verdict(filter, table, other) {
                Verdict::Holds => continue,
                Verdict::NotUnderstood(condition) => Counted::NotUnderstood { condition },
                Verdict::Blank(condition) => Counted::OfAnotherKind { condition },
                Verdict::Fails => {
                    let fails = |condition| {
                        self.context.condition(condition, table, other) == Tested::Fails
                    };
                    let condition = filter.conditions.iter().position(fails).unwrap_or(0);
                    Counted::OfAnotherKind { condition }
                }
            };
            self.fact(sink, other, Some(day), counts);
        }
    }

    pub fn fact<'p, S: Sink<'p>>(
        &self,
        sink: &mut S,
        other: u32,
        day: Option<Day>,
        counts: Counted,
    ) {
        if S::FOLLOWS {
            sink.fact(Fact::Event {
                table: self.path.table,
                row: other,
                field: self.path.field,
                day,
                counts,
            });
        }
    }
}
