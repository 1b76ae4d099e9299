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
            .all(|condition| self.condition(condition, table, row) == Verdict::Holds)
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
    /// knows: the record is judged.
    pub fn is_asked(&self, filter: &Filter, table: TableId, row: u32) -> Verdict {
        let conditions = filter.conditions.iter();
        all(
            conditions.map(|condition| match self.condition(condition, table, row) {
                Verdict::NotUnderstood(_) if leaves_out_codes(condition) => Verdict::Holds,
                verdict => verdict,
            }),
        )
    }

    pub fn condition(&self, condition: &Condition, table: TableId, row: u32) -> Verdict {
        let path = match &condition.of {
            Operand::Age => {
                return test_number(&condition.test, self.age(table, row).map(f64::from));
            }
            Operand::Value(path) => path,
        };
        let Some((table, field, row)) = self.walk(path, row) else {
            // What the record that is not there says, nobody knows.
            return match condition.test {
                Test::Present if self.leads_nowhere(path, row) => Verdict::Blank(0),
                _ => on_blank(&condition.test),
            };
        };
        let Some(column) = self.view.column(table, field) else {
            return on_blank(&condition.test);
        };
        let on_blank = |test| {
            let records = self.view.records;
            if column.is_unreadable(row) || records.is_in_doubt(table, field, row, self.as_at()) {
                Verdict::NotUnderstood(0)
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
                code if self.is_unlisted(table, field, code) => Verdict::NotUnderstood(0),
                code => test_equal(
                    &condition.test,
                    |literal| matches!(literal, Literal::Code(wanted) if *wanted == code),
                ),
            },
            FieldKind::List => {
                let codes = column.list(row);
                let verdict = test_equal(
                    &condition.test,
                    |literal| matches!(literal, Literal::Code(wanted) if codes.contains(wanted)),
                );
                // What is not understood may be the one asked for.
                let is_open = |code: &Symbol| self.is_unlisted(table, field, *code);
                let is_found = (verdict == Verdict::Holds) == matches!(condition.test, Test::Is(_));
                match codes {
                    [] => on_blank(&condition.test),
                    _ if !is_found && codes.iter().any(is_open) => Verdict::NotUnderstood(0),
                    _ => verdict,
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
        self.view.records.has_not_understood(table, field)
            && !self.view.catalogue.field(table, field).lists(code)
    }

    /// Why a value says nothing, where it is blank or not understood.
    pub fn tells_nothing<'p>(&self, path: &'p ValuePath, row: u32) -> Option<Detail<'p>> {
        let Some((table, field, row)) = self.walk(path, row) else {
            return Some(Detail::Blank(path));
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
}

const fn leaves_out_codes(condition: &Condition) -> bool {
    matches!(
        (&condition.of, &condition.test),
        (Operand::Value(path), Test::Not(_)) if matches!(path.kind, FieldKind::Code | FieldKind::List)
    )
}

/// What several conditions come to, of which all must hold. What is blank is not there, whatever else is not understood.
#[inline]
fn all(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let mut so_far = Verdict::Holds;
    for (index, verdict) in verdicts.enumerate() {
        match (verdict, so_far) {
            (Verdict::Fails, _) => return Verdict::Fails,
            (Verdict::Blank(_), Verdict::Holds | Verdict::NotUnderstood(_)) => {
                so_far = Verdict::Blank(index);
            }
            (Verdict::NotUnderstood(_), Verdict::Holds) => so_far = Verdict::NotUnderstood(index),
            _ => {}
        }
    }
    so_far
}

/// Why it is not known whether a filter holds.
pub(super) fn not_understood(filter: &Filter, condition: usize) -> Detail<'_> {
    match &filter.conditions[condition].of {
        Operand::Value(path) => Detail::NotUnderstood(path),
        Operand::Age => Detail::NoAge,
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
    match test {
        Test::Present => Verdict::Fails,
        _ if test.takes_blank() => Verdict::Holds,
        _ => Verdict::Blank(0),
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
