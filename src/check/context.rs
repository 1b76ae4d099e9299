//! What every check reads from: records as of the day, working days, and records grouped by child and by reference.

use std::collections::BTreeMap;

use crate::model::calendar::Calendar;
use crate::model::catalogue::{FieldKind, TableId};
use crate::model::day::Day;
use crate::model::index::Groups;
use crate::model::intern::Symbol;
use crate::model::records::{Records, Target};
use crate::model::runner::Runner;
use crate::model::view::{Placed, View};
use crate::rules::Ruleset;
use crate::rules::filter::{Condition, Filter, Literal, Moment, Operand, Test};
use crate::rules::needs::groupings;
use crate::rules::path::{RelatedPath, ValuePath, Via};
use crate::rules::plan::Rule;

use super::obligation::Detail;

/// Records grouped as the rules of a run need them.
pub struct Grouped(BTreeMap<(TableId, GroupedBy), Groups>);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum GroupedBy {
    Child,
    Reference(crate::model::catalogue::FieldId, TableId),
}

impl Grouped {
    /// Groups what `rules` reach, each table once for each way.
    pub fn build<'p>(
        ruleset: &Ruleset,
        records: &Records,
        rules: impl Iterator<Item = &'p Rule>,
        runner: &impl Runner,
    ) -> Self {
        let mut wanted: Vec<(TableId, GroupedBy)> = Vec::new();
        for rule in rules {
            wanted.extend(
                groupings(rule)
                    .into_iter()
                    .map(|(table, via)| (table, by(via, rule.table))),
            );
        }
        wanted.extend(
            ruleset
                .catalogue
                .allocations
                .map(|table| (table, GroupedBy::Child)),
        );
        wanted.sort();
        wanted.dedup();
        let built = runner.map(wanted, |(table, by)| {
            let groups = match by {
                GroupedBy::Child => Groups::by_child(&ruleset.catalogue, records, table),
                GroupedBy::Reference(field, target) => {
                    Groups::by_reference(&ruleset.catalogue, records, table, field, target)
                }
            };
            ((table, by), groups)
        });
        Self(built.into_iter().collect())
    }

    pub fn by_child(&self, table: TableId) -> Option<&Groups> {
        self.0.get(&(table, GroupedBy::Child))
    }
}

const fn by(via: Via, subject: TableId) -> GroupedBy {
    match via {
        Via::Child => GroupedBy::Child,
        Via::Reference(field) => GroupedBy::Reference(field, subject),
    }
}

#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub view: View<'a>,
    pub calendar: &'a Calendar,
    pub ruleset: &'a Ruleset,
    pub grouped: &'a Grouped,
}

/// Whether a filter lets a record through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Holds,
    Fails,
    /// It fails only because the value that this condition asks for is blank.
    Blank(usize),
}

impl<'a> Context<'a> {
    pub const fn as_at(&self) -> Day {
        self.view.as_at
    }

    /// The same records as they stood on an earlier day.
    #[must_use]
    pub const fn at(self, as_at: Day) -> Self {
        Self {
            view: View { as_at, ..self.view },
            ..self
        }
    }

    /// The field a path ends in, for this row; none where a reference on the way leads nowhere or to a record left out.
    pub fn walk(
        &self,
        path: &ValuePath,
        row: u32,
    ) -> Option<(TableId, crate::model::catalogue::FieldId, u32)> {
        if path.hops.is_empty() {
            let (table, field) = path.ends[0];
            return Some((table, field, row));
        }
        let (mut table, mut row) = (path.hops[0].0[0].0, row);
        for hop in &path.hops {
            let (_, field) = hop.0.iter().find(|(from, _)| *from == table)?;
            match self
                .view
                .records
                .target(self.view.catalogue, table, *field, row)
            {
                Target::Row(to, to_row) if !self.view.is_left_out(to, to_row) => {
                    (table, row) = (to, to_row);
                }
                _ => return None,
            }
        }
        let (_, field) = path.ends.iter().find(|(end, _)| *end == table)?;
        Some((table, *field, row))
    }

    pub fn date(&self, path: &ValuePath, row: u32) -> Option<Day> {
        let (table, field, row) = self.walk(path, row)?;
        self.view.date(table, field, row)
    }

    /// The first of the paths that is present, and its date.
    pub fn first_date<'p>(&self, paths: &'p [ValuePath], row: u32) -> Option<(&'p ValuePath, Day)> {
        paths
            .iter()
            .find_map(|path| self.date(path, row).map(|day| (path, day)))
    }

    pub fn is_blank(&self, path: &ValuePath, row: u32) -> bool {
        self.walk(path, row)
            .is_none_or(|(table, field, row)| self.view.is_blank(table, field, row))
    }

    pub fn flag(&self, path: &ValuePath, row: u32) -> Option<bool> {
        let (table, field, row) = self.walk(path, row)?;
        self.view.column(table, field)?.flag(row)
    }

    pub fn number(&self, path: &ValuePath, row: u32) -> Option<f64> {
        let (table, field, row) = self.walk(path, row)?;
        self.view.column(table, field)?.number(row)
    }

    pub fn moment(&self, moment: Moment) -> Day {
        match moment {
            Moment::Day(day) => day,
            Moment::AsAt => self.as_at(),
            Moment::Ago(length) => length.before(self.as_at(), self.calendar),
        }
    }

    pub fn holds(&self, filter: &Filter, table: TableId, row: u32) -> bool {
        filter
            .conditions
            .iter()
            .all(|condition| self.condition(condition, table, row) == Verdict::Holds)
    }

    pub fn verdict(&self, filter: &Filter, table: TableId, row: u32) -> Verdict {
        let mut verdict = Verdict::Holds;
        for (index, condition) in filter.conditions.iter().enumerate() {
            match self.condition(condition, table, row) {
                Verdict::Fails => return Verdict::Fails,
                Verdict::Blank(_) if verdict == Verdict::Holds => verdict = Verdict::Blank(index),
                Verdict::Holds | Verdict::Blank(_) => {}
            }
        }
        verdict
    }

    pub fn condition(&self, condition: &Condition, table: TableId, row: u32) -> Verdict {
        let path = match &condition.of {
            Operand::Age => {
                return test_number(&condition.test, self.age(table, row).map(f64::from));
            }
            Operand::Value(path) => path,
        };
        match &condition.test {
            Test::Present => {
                return if self.is_blank(path, row) {
                    Verdict::Fails
                } else {
                    Verdict::Holds
                };
            }
            Test::Blank => {
                return if self.is_blank(path, row) {
                    Verdict::Holds
                } else {
                    Verdict::Fails
                };
            }
            _ => {}
        }
        let Some((table, field, row)) = self.walk(path, row) else {
            return on_blank(&condition.test);
        };
        let Some(column) = self.view.column(table, field) else {
            return on_blank(&condition.test);
        };
        match path.kind {
            FieldKind::Flag => column.flag(row).map_or_else(
                || on_blank(&condition.test),
                |flag| {
                    test_equal(
                        &condition.test,
                        |literal| matches!(literal, Literal::Flag(wanted) if *wanted == flag),
                    )
                },
            ),
            FieldKind::Number => test_number(&condition.test, column.number(row)),
            FieldKind::Code => match column.code(row) {
                Symbol::BLANK => on_blank(&condition.test),
                code => test_equal(
                    &condition.test,
                    |literal| matches!(literal, Literal::Code(wanted) if *wanted == code),
                ),
            },
            FieldKind::List => match column.list(row) {
                [] => on_blank(&condition.test),
                codes => test_equal(
                    &condition.test,
                    |literal| matches!(literal, Literal::Code(wanted) if codes.contains(wanted)),
                ),
            },
            FieldKind::Date => self.view.date(table, field, row).map_or_else(
                || on_blank(&condition.test),
                |day| self.test_date(&condition.test, day),
            ),
            FieldKind::Key | FieldKind::Reference(_) | FieldKind::Text => on_blank(&condition.test),
        }
    }

    fn test_date(&self, test: &Test, day: Day) -> Verdict {
        let literal = |literal: &Literal| match literal {
            Literal::Date(moment) => Some(self.moment(*moment)),
            _ => None,
        };
        passes(match test {
            Test::Before(moment) => day < self.moment(*moment),
            Test::After(moment) => day > self.moment(*moment),
            Test::AtLeast(bound) => literal(bound).is_some_and(|bound| day >= bound),
            Test::AtMost(bound) => literal(bound).is_some_and(|bound| day <= bound),
            Test::Is(values) => values.iter().any(|value| literal(value) == Some(day)),
            Test::Not(values) => values.iter().all(|value| literal(value) != Some(day)),
            Test::Present => true,
            Test::Blank => false,
        })
    }

    /// The child's age in whole years on the record's first own date, -1 before birth; none where no birth is recorded.
    pub fn age(&self, table: TableId, row: u32) -> Option<i32> {
        let on = first_day(self.view.placed(table, row)).unwrap_or(self.as_at());
        match self.birth(table, row) {
            Birth::On(day) => Some(day.whole_years_to(on).max(-1)),
            Birth::Expected(day) if on < day => Some(-1),
            Birth::Expected(_) | Birth::NotRecorded => None,
        }
    }

    pub fn birth(&self, table: TableId, row: u32) -> Birth {
        let children = self.view.catalogue.children;
        let definition = self.view.catalogue.table(children);
        let child = self.view.records.child_of(self.view.catalogue, table, row);
        let Some(child_row) = self
            .view
            .records
            .row_of_key(children, child)
            .filter(|_| !child.is_blank())
        else {
            return Birth::NotRecorded;
        };
        let date = |name| {
            definition
                .field(name)
                .and_then(|field| self.view.date(children, field, child_row))
        };
        match (date("date_of_birth"), date("expected_birth_on")) {
            (Some(day), _) => Birth::On(day),
            (None, Some(day)) => Birth::Expected(day),
            (None, None) => Birth::NotRecorded,
        }
    }

    /// Records related to the subjects of a table, ready to be read row by row.
    pub fn related<'p>(&self, path: &'p RelatedPath, subject: TableId) -> Related<'a, 'p> {
        Related {
            context: *self,
            path,
            subject,
            groups: self.grouped.0.get(&(path.table, by(path.via, subject))),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Birth {
    On(Day),
    Expected(Day),
    NotRecorded,
}

/// The earliest of a record's own dates.
pub const fn first_day(placed: Placed) -> Option<Day> {
    match placed {
        Placed::Undated => None,
        Placed::On(day) => Some(day),
        Placed::Span { from, to } => match from {
            Some(from) => Some(from),
            None => to,
        },
    }
}

const fn passes(holds: bool) -> Verdict {
    if holds {
        Verdict::Holds
    } else {
        Verdict::Fails
    }
}

const fn on_blank(test: &Test) -> Verdict {
    if test.takes_blank() {
        Verdict::Holds
    } else {
        Verdict::Blank(0)
    }
}

fn test_equal(test: &Test, equals: impl Fn(&Literal) -> bool) -> Verdict {
    passes(match test {
        Test::Is(values) => values.iter().any(equals),
        Test::Not(values) => !values.iter().any(equals),
        _ => false,
    })
}

fn test_number(test: &Test, value: Option<f64>) -> Verdict {
    let Some(value) = value else {
        return on_blank(test);
    };
    let is = |literal: &Literal, holds: fn(&f64, &f64) -> bool| matches!(literal, Literal::Number(wanted) if holds(&value, wanted));
    passes(match test {
        Test::AtLeast(bound) => is(bound, f64::ge),
        Test::AtMost(bound) => is(bound, f64::le),
        Test::Is(values) => values.iter().any(|literal| is(literal, f64::eq)),
        Test::Not(values) => !values.iter().any(|literal| is(literal, f64::eq)),
        Test::Present => true,
        Test::Blank | Test::Before(_) | Test::After(_) => false,
    })
}

/// The records that belong with the subjects of one table.
pub struct Related<'a, 'p> {
    context: Context<'a>,
    pub path: &'p RelatedPath,
    subject: TableId,
    groups: Option<&'a Groups>,
}

impl<'a> Related<'a, '_> {
    /// Why the records cannot be reached from this subject, where they cannot.
    pub fn out_of_reach<'d>(&self, row: u32) -> Option<Detail<'d>> {
        match self.path.via {
            Via::Child => self.child(row).is_blank().then_some(Detail::NoChild),
            Via::Reference(_) => self
                .context
                .view
                .records
                .key(self.context.view.catalogue, self.subject, row)
                .is_blank()
                .then_some(Detail::NoKey),
        }
    }

    fn child(&self, row: u32) -> Symbol {
        let view = &self.context.view;
        let field = view.catalogue.table(self.subject).child;
        field
            .and_then(|field| view.column(self.subject, field))
            .map_or(Symbol::BLANK, |column| column.id(row))
    }

    /// The related rows that are not left out, in the order of the files. The subject may be among them.
    pub fn rows(&self, row: u32) -> impl Iterator<Item = u32> + use<'a> {
        let group = match self.path.via {
            Via::Child => Some(self.child(row))
                .filter(|child| !child.is_blank())
                .map(|child| child.0),
            Via::Reference(_) => Some(row),
        };
        let rows: &'a [u32] = match (self.groups, group) {
            (Some(groups), Some(group)) => groups.rows(group),
            _ => &[],
        };
        let (view, table) = (self.context.view, self.path.table);
        rows.iter()
            .copied()
            .filter(move |&other| !view.is_left_out(table, other))
    }

    /// Related events other than the subject itself, with their dates, that pass the filter.
    pub fn events<'s>(
        &'s self,
        row: u32,
        filter: &'s Filter,
    ) -> impl Iterator<Item = (u32, Day)> + use<'a, 's> {
        let same = self.path.table == self.subject;
        self.rows(row)
            .filter(move |&other| !(same && other == row))
            .filter_map(move |other| {
                let day = self
                    .context
                    .view
                    .date(self.path.table, self.path.field, other)?;
                self.context
                    .holds(filter, self.path.table, other)
                    .then_some((other, day))
            })
    }
}
