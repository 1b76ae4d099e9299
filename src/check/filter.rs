//! Whether a filter lets a record through.

use crate::model::catalogue::{FieldId, FieldKind, TableId};
use crate::model::column::Column;
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::rules::filter::{Condition, Filter, Literal, Moment, Operand, Test};
use crate::rules::path::ValuePath;

use super::context::Context;
use super::obligation::Detail;

/// What a filter says of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Holds,
    Fails,
    /// It fails only because the value that this condition asks for is blank, or that of a record that is in none of the files.
    Blank(usize),
    /// It may hold or not: the value that this condition asks for cannot be read, or is a code in a spelling that is not listed.
    NotUnderstood(usize),
}

/// What one condition says of a record, as a [`Verdict`] on a filter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tested {
    Holds,
    Fails,
    Blank,
    NotUnderstood,
}

impl Context<'_> {
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
            .all(|condition| self.condition(condition, table, row) == Tested::Holds)
    }

    pub fn verdict(&self, filter: &Filter, table: TableId, row: u32) -> Verdict {
        let conditions = filter.conditions.iter();
        all(conditions.map(|condition| self.condition(condition, table, row)))
    }

    /// Whether an excuse holds; where a rule knows of none, none does.
    pub fn excuses(&self, unless: &Filter, table: TableId, row: u32) -> Verdict {
        if unless.conditions.is_empty() {
            return Verdict::Fails;
        }
        self.verdict(unless, table, row)
    }

    /// Whether a rule asks something of a record. A code that nobody lists is none of those that `not` leaves out, as far as anyone
    /// knows: the record is judged. One that cannot be read may be any of them.
    pub fn is_asked(&self, filter: &Filter, table: TableId, row: u32) -> Verdict {
        let conditions = filter.conditions.iter();
        all(
            conditions.map(|condition| match self.condition(condition, table, row) {
                Tested::NotUnderstood if self.leaves_out_codes(condition, row) => Tested::Holds,
                tested => tested,
            }),
        )
    }

    pub fn condition(&self, condition: &Condition, table: TableId, row: u32) -> Tested {
        let path = match &condition.of {
            Operand::Age(on) => {
                let age = self.age(*on, table, row);
                return test_number(&condition.test, age.map(f64::from));
            }
            Operand::Value(path) => path,
        };
        let Some((table, field, row)) = self.walk(path, row) else {
            // What the record that is not there says, nobody knows.
            return match condition.test {
                _ if self.is_unreadable(path, row) => Tested::NotUnderstood,
                Test::Present if self.leads_nowhere(path, row) => Tested::Blank,
                _ => on_blank(&condition.test),
            };
        };
        let Some(column) = self.view.column(table, field) else {
            return on_blank(&condition.test);
        };
        let on_blank = |test| {
            let records = self.view.records;
            if column.is_unreadable(row) || records.is_in_doubt(table, field, row, self.as_at()) {
                Tested::NotUnderstood
            } else {
                on_blank(test)
            }
        };
        if let Test::Present | Test::Blank = condition.test {
            let is_blank = match column {
                Column::Date(_) => self.view.date(table, field, row).is_none(),
                _ => column.is_blank(row),
            };
            return if is_blank {
                on_blank(&condition.test)
            } else {
                passes(matches!(condition.test, Test::Present))
            };
        }
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
            FieldKind::Number => match column.number(row) {
                None => on_blank(&condition.test),
                number => test_number(&condition.test, number),
            },
            FieldKind::Code => match column.code(row) {
                code if code.is_blank() => on_blank(&condition.test),
                code if self.is_unlisted(table, field, code) => Tested::NotUnderstood,
                code => test_equal(
                    &condition.test,
                    |literal| matches!(literal, Literal::Code(wanted) if *wanted == code),
                ),
            },
            FieldKind::List => {
                let codes = column.list(row);
                let tested = test_equal(
                    &condition.test,
                    |literal| matches!(literal, Literal::Code(wanted) if codes.contains(wanted)),
                );
                // What is not understood may be the one asked for.
                let is_open = |code: &Symbol| self.is_unlisted(table, field, *code);
                let is_found = (tested == Tested::Holds) == matches!(condition.test, Test::Is(_));
                match codes {
                    [] => on_blank(&condition.test),
                    _ if !is_found && codes.iter().any(is_open) => Tested::NotUnderstood,
                    _ => tested,
                }
            }
            FieldKind::Date => self.view.date(table, field, row).map_or_else(
                || on_blank(&condition.test),
                |day| self.test_date(&condition.test, day),
            ),
            FieldKind::Key | FieldKind::Reference(_) | FieldKind::Text => on_blank(&condition.test),
        }
    }

    /// Whether a code says something that is not understood: it may be any of the values, in another spelling.
    fn is_unlisted(&self, table: TableId, field: FieldId, code: Symbol) -> bool {
        !code.is_blank()
            && self.view.records.has_not_understood(table, field)
            && !self.view.catalogue.field(table, field).lists(code)
    }

    /// Whether a condition leaves out some codes, and the code of a record is there to be read.
    fn leaves_out_codes(&self, condition: &Condition, row: u32) -> bool {
        matches!(
            (&condition.of, &condition.test),
            (Operand::Value(path), Test::Not(_))
                if matches!(path.kind, FieldKind::Code | FieldKind::List)
                    && !self.is_unreadable(path, row)
        )
    }

    /// Why a value says nothing, where it is blank or not understood.
    pub fn tells_nothing<'p>(&self, path: &'p ValuePath, row: u32) -> Option<Detail<'p>> {
        let Some((table, field, row)) = self.walk(path, row) else {
            return Some(if self.is_unreadable(path, row) {
                Detail::NotUnderstood(path)
            } else {
                Detail::Blank(path)
            });
        };
        let column = self.view.column(table, field);
        let is_unread = column.is_some_and(|column| {
            self.view.is_unreadable(table, field, row)
                || path.kind == FieldKind::Code && self.is_unlisted(table, field, column.code(row))
        });
        match self.view.is_blank(table, field, row) {
            _ if is_unread => Some(Detail::NotUnderstood(path)),
            true => Some(Detail::Blank(path)),
            false => None,
        }
    }

    fn test_date(&self, test: &Test, day: Day) -> Tested {
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
}

/// What several conditions come to, of which all must hold. What is blank is not there, whatever else is not understood.
#[inline]
fn all(conditions: impl Iterator<Item = Tested>) -> Verdict {
    let mut so_far = Verdict::Holds;
    for (index, tested) in conditions.enumerate() {
        match (tested, so_far) {
            (Tested::Fails, _) => return Verdict::Fails,
            (Tested::Blank, Verdict::Holds | Verdict::NotUnderstood(_)) => {
                so_far = Verdict::Blank(index);
            }
            (Tested::NotUnderstood, Verdict::Holds) => so_far = Verdict::NotUnderstood(index),
            _ => {}
        }
    }
    so_far
}

/// Why it is not known whether a filter holds.
pub(super) fn not_understood(filter: &Filter, condition: usize) -> Detail<'_> {
    match &filter.conditions[condition].of {
        Operand::Value(path) => Detail::NotUnderstood(path),
        Operand::Age(_) => Detail::NoAge,
    }
}

const fn passes(holds: bool) -> Tested {
    if holds { Tested::Holds } else { Tested::Fails }
}

const fn on_blank(test: &Test) -> Tested {
    match test {
        Test::Present => Tested::Fails,
        _ if test.takes_blank() => Tested::Holds,
        _ => Tested::Blank,
    }
}

fn test_equal(test: &Test, equals: impl Fn(&Literal) -> bool) -> Tested {
    passes(match test {
        Test::Is(values) => values.iter().any(equals),
        Test::Not(values) => !values.iter().any(equals),
        _ => false,
    })
}

fn test_number(test: &Test, value: Option<f64>) -> Tested {
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
