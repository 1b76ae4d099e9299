//! What a filter asks, in words.

use crate::model::catalogue::FieldKind;
use crate::model::intern::Symbol;
use crate::model::length::{Length, Unit};

use super::filter::{AgeOn, Condition, Filter, Literal, Moment, Operand, Test};
use super::path::ValuePath;
use super::sentence::{Words, joined};

impl Words<'_> {
    /// The conditions in words, joined by "and".
    pub fn filter(&self, filter: &Filter) -> String {
        self.filter_at(filter, [None, None])
    }

    /// As [`Self::filter`], with the words for the first and the last day on which an age may be asked.
    pub(super) fn filter_at(&self, filter: &Filter, days: [Option<&str>; 2]) -> String {
        let of_age = |condition: &&Condition| {
            let bounds = matches!(condition.test, Test::AtLeast(_) | Test::AtMost(_));
            matches!(condition.of, Operand::Age(_)) && bounds
        };
        let ages = [AgeOn::First, AgeOn::Last].into_iter().zip(days);
        let ages = ages.filter_map(|(on, day)| {
            let conditions = filter.conditions.iter().filter(of_age);
            let of_day: Vec<_> = conditions
                .filter(|condition| condition.of == Operand::Age(on))
                .collect();
            age(&of_day, day)
        });
        let conditions: Vec<String> = filter
            .conditions
            .iter()
            .filter(|condition| !of_age(condition))
            .map(|condition| self.condition(condition))
            .chain(ages)
            .collect();
        joined(&conditions, "and")
    }

    /// What is so where a condition does not hold, where that can be said: "the accommodation is bed and breakfast".
    pub fn broken(&self, condition: &Condition) -> Option<String> {
        let Operand::Value(path) = &condition.of else {
            return None;
        };
        let name = self.path(path);
        let one_of = |literals: &[Literal]| {
            let words: Vec<String> = literals
                .iter()
                .map(|literal| self.literal(literal, path))
                .collect();
            joined(&words, "or")
        };
        let is_code = path.kind == FieldKind::Code;
        match &condition.test {
            Test::Not(literals) if is_code => Some(format!("{name} is {}", one_of(literals))),
            Test::Is(literals) if is_code => Some(format!("{name} is not {}", one_of(literals))),
            Test::Is(literals) => match literals.as_slice() {
                [Literal::Flag(true)] => Some(recorded_as_no(&name)),
                [Literal::Flag(false)] => Some(format!("recorded as yes: {name}")),
                _ => None,
            },
            Test::AtLeast(Literal::Date(moment)) => Some(format!("{name} {}", before(*moment))),
            Test::AtMost(Literal::Date(moment)) => Some(format!("{name} {}", after(*moment))),
            Test::AtLeast(limit) => Some(format!("{name} is under {}", self.literal(limit, path))),
            Test::AtMost(limit) => Some(format!("{name} is over {}", self.literal(limit, path))),
            Test::Present => Some(format!("{name} is not recorded")),
            _ => None,
        }
    }

    fn condition(&self, condition: &Condition) -> String {
        let Operand::Value(path) = &condition.of else {
            return age_test(&condition.test);
        };
        if let Some(words) = self.age_at_as_at(path, &condition.test) {
            return words;
        }
        let (name, is_list) = (self.path(path), path.kind == FieldKind::List);
        let literals = |literals: &[Literal]| {
            let words: Vec<String> = literals
                .iter()
                .map(|literal| self.literal(literal, path))
                .collect();
            joined(&words, "or")
        };
        match &condition.test {
            Test::Present => format!("{name} is recorded"),
            Test::Blank => format!("{name} is not recorded"),
            Test::Is(literals) if matches!(literals.as_slice(), [Literal::Flag(true)]) => name,
            Test::Is(literals) if matches!(literals.as_slice(), [Literal::Flag(false)]) => {
                format!("it is not so that {name}")
            }
            Test::Is(all) if is_list => {
                format!("{name} includes {}", literals(all))
            }
            Test::Is(all) => format!("{name} is {}", literals(all)),
            Test::Not(literals) if matches!(literals.as_slice(), [Literal::Flag(true)]) => {
                format!("it is not recorded that {name}")
            }
            Test::Not(literals) if matches!(literals.as_slice(), [Literal::Flag(false)]) => {
                format!("{name} (or that is not recorded)")
            }
            Test::Not(all) => format!("{name} is anything but {}", literals(all)),
            Test::AtLeast(Literal::Date(moment)) => {
                format!("{name} is not before {}", moment_in_words(*moment))
            }
            Test::AtMost(Literal::Date(moment)) => {
                format!("{name} is not after {}", moment_in_words(*moment))
            }
            Test::AtLeast(literal) => format!("{name} is at least {}", self.literal(literal, path)),
            Test::AtMost(literal) => format!("{name} is at most {}", self.literal(literal, path)),
            Test::Before(moment) => format!("{name} {}", before(*moment)),
            Test::After(moment) => format!("{name} {}", after(*moment)),
        }
    }

    /// A bound on the child's date of birth that hangs on the as-at date is one on the child's age then.
    fn age_at_as_at(&self, path: &ValuePath, test: &Test) -> Option<String> {
        let children = self.catalogue.children;
        let birth = self.catalogue.date_of_birth?;
        if path.ends != [(children, birth)] {
            return None;
        }
        match test {
            Test::Before(Moment::Ago(length)) => {
                Some(format!("the child is over {}", age_in_words(*length)?))
            }
            Test::After(Moment::Ago(length)) => {
                Some(format!("the child is under {}", age_in_words(*length)?))
            }
            _ => None,
        }
    }

    pub(super) fn literal(&self, literal: &Literal, path: &ValuePath) -> String {
        match literal {
            Literal::Code(symbol) => {
                let code = self.code(*symbol);
                let (table, field) = path.ends[0];
                match self.catalogue.field(table, field).label(code) {
                    Some(label) => format!("{code} ({label})"),
                    None => code.to_owned(),
                }
            }
            Literal::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Literal::Number(number) => number.to_string(),
            Literal::Date(moment) => moment_in_words(*moment),
        }
    }

    fn code(&self, symbol: Symbol) -> &str {
        self.catalogue.codes.text(symbol)
    }
}

/// What a record says whose yes or no is no.
pub fn recorded_as_no(name: &str) -> String {
    format!("recorded as no: {name}")
}

/// An age other than one bound or two: "the child's age is anything but 4".
fn age_test(test: &Test) -> String {
    let number = |literal: &Literal| match literal {
        Literal::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let numbers = |literals: &[Literal]| {
        let words: Vec<String> = literals.iter().map(number).collect();
        joined(&words, "or")
    };
    match test {
        Test::Is(literals) => format!("the child's age is {}", numbers(literals)),
        Test::Not(literals) => format!("the child's age is anything but {}", numbers(literals)),
        Test::Blank => "the child's age is not known".to_owned(),
        _ => "the child's age is known".to_owned(),
    }
}

/// "16", "16 years and 3 months"; nothing for a length in days or weeks.
pub(super) fn age_in_words(length: Length) -> Option<String> {
    let months = match length.unit {
        Unit::Months => length.count,
        Unit::Years => length.count * 12,
        Unit::WorkingDays | Unit::Days | Unit::Weeks => return None,
    };
    Some(match (months / 12, months % 12) {
        (years, 0) => years.to_string(),
        (years, months) => format!(
            "{} and {}",
            Length::new(years, Unit::Years),
            Length::new(months, Unit::Months)
        ),
    })
}

/// What a filter asks of the child's age: "the child is aged 5 to 15", "the child is born".
fn age(conditions: &[&Condition], day: Option<&str>) -> Option<String> {
    let (at, by) = day.map_or_else(Default::default, |day| {
        (format!(" at {day}"), format!(" by {day}"))
    });
    let number = |literal: &Literal| match literal {
        Literal::Number(number) => *number as i32,
        _ => 0,
    };
    let (mut least, mut most) = (None, None);
    for condition in conditions {
        match &condition.test {
            Test::AtLeast(literal) => least = Some(number(literal)),
            Test::AtMost(literal) => most = Some(number(literal)),
            _ => {}
        }
    }
    match (least, most) {
        (None, None) => None,
        (Some(0), None) => Some(format!("the child is born{by}")),
        (Some(least), None) => Some(format!("the child is {least} or over{at}")),
        (None, Some(-1)) => Some(format!("the child is not yet born{at}")),
        (None, Some(most)) => Some(format!("the child is {most} or under{at}")),
        (Some(least), Some(most)) => Some(format!("the child is aged {least} to {most}{at}")),
    }
}

fn before(moment: Moment) -> String {
    match moment {
        Moment::Ago(length) => format!("was more than {length} ago"),
        moment => format!("is before {}", moment_in_words(moment)),
    }
}

/// A day that may not have come yet is no day ago.
fn after(moment: Moment) -> String {
    match moment {
        Moment::Ago(length) => format!("is less than {length} past"),
        moment => format!("is after {}", moment_in_words(moment)),
    }
}

fn moment_in_words(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.in_words(),
        Moment::AsAt => "the as-at date".to_owned(),
        Moment::Ago(length) => format!("{length} ago"),
    }
}
