//! Filters: `{ decided_on = "present", decision = ["continue", "extend"], age = { at_least = 4 } }`.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::model::catalogue::FieldKind;
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::model::length::Length;

use super::diagnostic::Mistakes;
use super::path::{Resolver, ValuePath};
use super::section::{Value, entries, inside, kind, list, number, text, wrong};

/// Conditions that must all hold.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Filter {
    pub conditions: Vec<Condition>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Condition {
    pub of: Operand,
    pub test: Test,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Operand {
    Value(ValuePath),
    /// The child's age in whole years, -1 before birth.
    Age(AgeOn),
}

/// Which of the subject's own dates an age is asked on; the as-at date where it has none, or none yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AgeOn {
    First,
    Last,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Test {
    Present,
    Blank,
    /// Any of these.
    Is(Vec<Literal>),
    /// None of these; a blank passes.
    Not(Vec<Literal>),
    AtLeast(Literal),
    AtMost(Literal),
    /// Strictly.
    Before(Moment),
    /// Strictly.
    After(Moment),
}

impl Test {
    /// Whether a blank value passes.
    pub const fn takes_blank(&self) -> bool {
        matches!(self, Self::Blank | Self::Not(_))
    }
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Literal {
    Code(Symbol),
    Flag(bool),
    Number(f64),
    Date(Moment),
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Moment {
    Day(Day),
    AsAt,
    /// That long before the as-at date.
    Ago(Length),
}

impl Filter {
    /// Every value path the filter reads.
    pub fn paths(&self) -> impl Iterator<Item = (&ValuePath, &Test)> {
        self.conditions
            .iter()
            .filter_map(|condition| match &condition.of {
                Operand::Value(path) => Some((path, &condition.test)),
                Operand::Age(_) => None,
            })
    }

    /// Whether it takes only what a code of the record's own says by name, as a kind of visit does.
    pub fn names_codes(&self) -> bool {
        let names = |path: &ValuePath, literals: &[Literal]| {
            path.own_field().is_some()
                && literals
                    .iter()
                    .any(|literal| matches!(literal, Literal::Code(_)))
        };
        self.paths()
            .any(|(path, test)| matches!(test, Test::Is(literals) if names(path, literals)))
    }

    pub fn asks_age(&self) -> bool {
        self.conditions
            .iter()
            .any(|condition| matches!(condition.of, Operand::Age(_)))
    }
}

pub(super) fn filter(
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Filter> {
    let DeValue::Table(table) = value.get_ref() else {
        return wrong(value, "a filter such as { ended_on = \"blank\" }", mistakes);
    };
    let mut conditions = Vec::new();
    let mut good = true;
    for (name, span, value) in entries(table) {
        match operand(name, &span, resolver, mistakes)
            .and_then(|of| tests(&of, value, resolver, mistakes).map(|tests| (of, tests)))
        {
            Some((of, tests)) => conditions.extend(tests.into_iter().map(|test| Condition {
                of: of.clone(),
                test,
            })),
            None => good = false,
        }
    }
    good.then_some(Filter { conditions })
}

fn operand(
    name: &str,
    span: &Range<usize>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Operand> {
    match name {
        "age" => return Some(Operand::Age(AgeOn::First)),
        "age_at_end" => return Some(Operand::Age(AgeOn::Last)),
        _ => {}
    }
    // A key that is written in quotes is marked without them.
    let quoted = span.len() == name.len() + 2;
    let span = if quoted {
        span.start + 1..span.end - 1
    } else {
        span.clone()
    };
    resolver
        .value_path(name, &span, mistakes)
        .map(Operand::Value)
}

fn tests(
    of: &Operand,
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Vec<Test>> {
    match value.get_ref() {
        DeValue::String(word) if word == "present" => Some(vec![Test::Present]),
        DeValue::String(word) if word == "blank" => Some(vec![Test::Blank]),
        DeValue::Table(table) if table.is_empty() => {
            mistakes.add(
                value.span(),
                "this condition asks for nothing",
                "give it not, at_least, at_most, before or after",
            );
            None
        }
        DeValue::Table(table) => {
            let tests = ranges(of, table, resolver, mistakes)?;
            if let Some((least, most)) = never_both(&tests) {
                mistakes.add(
                    value.span(),
                    "at_least is above at_most: nothing is both",
                    format!("found at least {least} and at most {most}"),
                );
                return None;
            }
            Some(tests)
        }
        _ => literals(of, value, resolver, mistakes).map(|literals| vec![Test::Is(literals)]),
    }
}

fn ranges(
    of: &Operand,
    table: &DeTable<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Vec<Test>> {
    const KEYS: [&str; 5] = ["not", "at_least", "at_most", "before", "after"];
    let mut tests = Vec::new();
    let mut good = true;
    for (name, span, value) in entries(table) {
        let test = match name {
            "not" => literals(of, value, resolver, mistakes).map(Test::Not),
            "at_least" => bound(of, value, resolver, mistakes).map(Test::AtLeast),
            "at_most" => bound(of, value, resolver, mistakes).map(Test::AtMost),
            "before" => moment(of, value, mistakes).map(Test::Before),
            "after" => moment(of, value, mistakes).map(Test::After),
            _ => {
                mistakes.add_name(span, format!("a filter has no key {name:?}"), name, KEYS);
                None
            }
        };
        match test {
            Some(test) => tests.push(test),
            None => good = false,
        }
    }
    good.then_some(tests)
}

/// The bounds of a number that no number keeps.
fn never_both(tests: &[Test]) -> Option<(f64, f64)> {
    let least = tests.iter().find_map(|test| match test {
        Test::AtLeast(Literal::Number(least)) => Some(*least),
        _ => None,
    })?;
    let most = tests.iter().find_map(|test| match test {
        Test::AtMost(Literal::Number(most)) => Some(*most),
        _ => None,
    })?;
    (least > most).then_some((least, most))
}

fn literals(
    of: &Operand,
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Vec<Literal>> {
    let values = if matches!(value.get_ref(), DeValue::Array(_)) {
        list(value, mistakes)
    } else {
        vec![value]
    };
    if values.is_empty() {
        mistakes.add(
            value.span(),
            "this list names no value",
            "name one, or leave the condition out",
        );
        return None;
    }
    values
        .into_iter()
        .map(|value| literal(of, value, resolver, mistakes))
        .collect()
}

fn bound(
    of: &Operand,
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Literal> {
    let literal = literal(of, value, resolver, mistakes)?;
    if matches!(literal, Literal::Number(_) | Literal::Date(_)) {
        return Some(literal);
    }
    wrong(value, "a number or a date", mistakes)
}

fn literal(
    of: &Operand,
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Literal> {
    let Operand::Value(path) = of else {
        return number(value, mistakes).map(Literal::Number);
    };
    match &path.kind {
        FieldKind::Number => number(value, mistakes).map(Literal::Number),
        FieldKind::Flag => match value.get_ref() {
            DeValue::Boolean(flag) => Some(Literal::Flag(*flag)),
            _ => wrong(value, "true or false", mistakes),
        },
        FieldKind::Date => moment(of, value, mistakes).map(Literal::Date),
        FieldKind::Code | FieldKind::List => {
            code(path, value, resolver, mistakes).map(Literal::Code)
        }
        FieldKind::Key | FieldKind::Reference(_) | FieldKind::Text => {
            let message = format!(
                "{} can only be \"present\" or \"blank\" in a filter",
                path.text
            );
            mistakes.add(
                value.span(),
                message,
                format!("found {}", kind(value.get_ref())),
            );
            None
        }
    }
}

fn code(
    path: &ValuePath,
    value: &Value<'_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Symbol> {
    let word = text(value, mistakes)?;
    let (table, field) = path.ends[0];
    let definition = resolver.catalogue.field(table, field);
    if definition.values.iter().any(|known| known == word) {
        return resolver.catalogue.codes.find(word);
    }
    let name = resolver.catalogue.field_name(table, field);
    if definition.values.is_empty() {
        mistakes.add(
            inside(value),
            format!("the catalogue lists no values of {name}"),
            "list this value in its catalogue file",
        );
    } else {
        mistakes.add_name(
            inside(value),
            format!("{word:?} is no value of {name}"),
            word,
            definition.values.iter().map(String::as_str),
        );
    }
    None
}

fn moment(of: &Operand, value: &Value<'_>, mistakes: &mut Mistakes) -> Option<Moment> {
    const EXPECTED: &str = "a date such as 2026-03-31, \"as-at\" or \"4 months ago\"";
    if !matches!(of, Operand::Value(path) if path.kind == FieldKind::Date) {
        mistakes.add(
            value.span(),
            "only a date can be compared with a date",
            "use at_least or at_most",
        );
        return None;
    }
    match value.get_ref() {
        DeValue::Datetime(date) => day(date)
            .map(Moment::Day)
            .or_else(|| wrong(value, EXPECTED, mistakes)),
        DeValue::String(word) if word == "as-at" => Some(Moment::AsAt),
        DeValue::String(word) => match word
            .strip_suffix(" ago")
            .and_then(|length| length.parse().ok())
        {
            Some(length) => Some(Moment::Ago(length)),
            None => {
                mistakes.add(
                    inside(value),
                    format!("expected {EXPECTED}"),
                    format!("found {word:?}"),
                );
                None
            }
        },
        _ => wrong(value, EXPECTED, mistakes),
    }
}

/// A TOML date without a time.
pub fn day(date: &toml::value::Datetime) -> Option<Day> {
    let date = date.date.filter(|_| date.time.is_none())?;
    Day::from_ymd(
        i32::from(date.year),
        u32::from(date.month),
        u32::from(date.day),
    )
}
