//! What a filter asks, in words.

use crate::model::catalogue::FieldKind;
use crate::model::intern::Symbol;

use super::filter::{Condition, Filter, Literal, Moment, Operand, Test};
use super::sentence::{Words, joined};

impl Words<'_> {
    /// The conditions in words, joined by "and".
    pub fn filter(&self, filter: &Filter) -> String {
        self.filter_at(filter, None)
    }

    /// As [`Self::filter`], with the words for the day on which an age is asked.
    pub(super) fn filter_at(&self, filter: &Filter, day: Option<&str>) -> String {
        let of_age = |condition: &&Condition| {
            let bounds = matches!(condition.test, Test::AtLeast(_) | Test::AtMost(_));
            condition.of == Operand::Age && bounds
        };
        let ages: Vec<&Condition> = filter.conditions.iter().filter(of_age).collect();
        let conditions: Vec<String> = filter
            .conditions
            .iter()
            .filter(|condition| !of_age(condition))
            .map(|condition| self.condition(condition))
            .chain(age(&ages, day))
            .collect();
        joined(&conditions, "and")
    }

    fn condition(&self, condition: &Condition) -> String {
        let (name, is_list) = match &condition.of {
            Operand::Value(path) => (self.path(path), path.kind == FieldKind::List),
            Operand::Age => ("the child's age".to_owned(), false),
        };
        match &condition.test {
            Test::Present => format!("{name} is recorded"),
            Test::Blank => format!("{name} is not recorded"),
            Test::Is(literals) if matches!(literals.as_slice(), [Literal::Flag(true)]) => name,
            Test::Is(literals) if matches!(literals.as_slice(), [Literal::Flag(false)]) => {
                format!("it is not so that {name}")
            }
            Test::Is(literals) if is_list => {
                format!("{name} includes {}", self.literals(literals, "or"))
            }
            Test::Is(literals) => format!("{name} is {}", self.literals(literals, "or")),
            Test::Not(literals) if matches!(literals.as_slice(), [Literal::Flag(true)]) => {
                format!("it is not recorded that {name}")
            }
            Test::Not(literals) => {
                format!("{name} is anything but {}", self.literals(literals, "or"))
            }
            Test::AtLeast(literal) => format!("{name} is at least {}", self.literal(literal)),
            Test::AtMost(literal) => format!("{name} is at most {}", self.literal(literal)),
            Test::Before(Moment::Ago(length)) => format!("{name} was more than {length} ago"),
            Test::After(Moment::Ago(length)) => format!("{name} is less than {length} past"),
            Test::Before(moment) => format!("{name} was before {}", moment_in_words(*moment)),
            Test::After(moment) => format!("{name} was after {}", moment_in_words(*moment)),
        }
    }

    fn literals(&self, literals: &[Literal], word: &str) -> String {
        let words: Vec<String> = literals
            .iter()
            .map(|literal| self.literal(literal))
            .collect();
        joined(&words, word)
    }

    fn literal(&self, literal: &Literal) -> String {
        match literal {
            Literal::Code(symbol) => self.code(*symbol).to_owned(),
            Literal::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Literal::Number(number) => number.to_string(),
            Literal::Date(moment) => moment_in_words(*moment),
        }
    }

    fn code(&self, symbol: Symbol) -> &str {
        self.catalogue.codes.text(symbol)
    }
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

fn moment_in_words(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.in_words(),
        Moment::AsAt => "the as-at date".to_owned(),
        Moment::Ago(length) => format!("{length} ago"),
    }
}
