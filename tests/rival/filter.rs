//! Filters: conditions on paths, all of which must hold.

use toml::{Table, Value as Toml};

use super::almanac::Date;
use super::catalogue::OwnDates;
use super::cell::Value;
use super::rule::number;
use super::world::{Place, Placed, World};

/// What a condition says of one record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    Yes,
    No,
    /// It does not hold, and only because the value is blank.
    Blank,
    /// Something stands there, and nobody knows what it says.
    Strange,
}

impl<'w> World<'w> {
    /// The child's age in whole years on the record's first own date, or its last; -1 before birth; none if it cannot be told.
    pub fn age(&self, place: Place<'w>, path: &str) -> Option<f64> {
        let at_end = path == "age_at_end";
        let told_by = match &place.table.dates {
            OwnDates::At(day) => Some(day),
            OwnDates::Span(_, last) if at_end => Some(last),
            OwnDates::Span(first, _) => Some(first),
            _ => None,
        };
        if told_by.is_some_and(|field| self.is_garbled(place, field)) {
            return None;
        }
        let day = match self.placed(place) {
            Placed::Span(_, last) if at_end => last,
            _ => self.first_date(place),
        };
        let day = day.unwrap_or(self.as_at);
        let child = self.of_key("children", &self.reported_child(place))?;
        let Some(born) = self.own_date(child, "date_of_birth") else {
            let expected = self.own_date(child, "expected_birth_on")?;
            return (expected >= day).then_some(-1.0);
        };
        if day < born.plus_months(-10) {
            return None;
        }
        if day < born {
            return Some(-1.0);
        }
        let mut years = 0;
        while born.plus_months(12 * (years + 1)) <= day {
            years += 1;
        }
        Some(f64::from(years))
    }

    pub fn holds(&self, place: Place<'w>, filter: &Table) -> bool {
        self.held(place, filter) == Held::Yes
    }

    /// Nothing that is recorded rules the record out where it is `Blank`.
    pub fn held(&self, place: Place<'w>, filter: &Table) -> Held {
        let said: Vec<Held> = filter
            .iter()
            .map(|(path, test)| self.condition(place, path, test))
            .collect();
        worst(&said)
    }

    pub fn condition(&self, place: Place<'w>, path: &str, test: &Toml) -> Held {
        if !is_age(path) && self.garbled(place, path) {
            return Held::Strange;
        }
        let value = if is_age(path) {
            self.age(place, path).map(Value::Number)
        } else {
            self.told(place, path)
        };
        let is_there = || self.value(place, path).is_some();
        // A code that nobody lists may be any of those that are.
        let asks_which =
            !matches!(test, Toml::String(word) if word == "present" || word == "blank");
        if !is_age(path) && asks_which && value.is_none() && is_there() {
            return Held::Strange;
        }
        match test {
            Toml::String(word) if word == "present" && self.is_lost(place, path) => Held::Blank,
            Toml::String(word) if word == "present" => yes_or_no(is_there()),
            Toml::String(word) if word == "blank" => yes_or_no(!is_there()),
            Toml::Table(tests) => {
                let all: Vec<Held> = tests
                    .iter()
                    .map(|(name, operand)| self.test(value.as_ref(), name, operand))
                    .collect();
                match (worst(&all), &value) {
                    (Held::Yes, Some(Value::List(items)))
                        if !self.lists_all(place, path, items) =>
                    {
                        Held::Strange
                    }
                    (worst, _) => worst,
                }
            }
            wanted => match value {
                Some(value) if self.is_one_of(&value, wanted) => Held::Yes,
                // What nobody lists may be what is asked for.
                Some(Value::List(items)) if !self.lists_all(place, path, &items) => Held::Strange,
                Some(_) => Held::No,
                None => Held::Blank,
            },
        }
    }

    fn lists_all(&self, place: Place<'w>, path: &str, items: &[String]) -> bool {
        let (end, field) = self.walk(place, path).expect("a value that was found");
        let field = end.table.field(field).expect("the path's field");
        field.values.is_empty() || items.iter().all(|item| field.values.contains_key(item))
    }

    fn test(&self, value: Option<&Value>, name: &str, operand: &Toml) -> Held {
        let Some(value) = value else {
            return if name == "not" {
                Held::Yes
            } else {
                Held::Blank
            };
        };
        yes_or_no(match name {
            "not" => !self.is_one_of(value, operand),
            "before" => date_of(value) < self.day(operand),
            "after" => date_of(value) > self.day(operand),
            _ => {
                let order = match value {
                    Value::Number(value) => value.partial_cmp(&number(operand)),
                    Value::Date(date) => Some(date.cmp(&self.day(operand))),
                    _ => panic!("{value:?} has no size"),
                };
                let order = order.expect("two numbers or two dates");
                match name {
                    "at_least" => order.is_ge(),
                    "at_most" => order.is_le(),
                    _ => panic!("there is no test {name}"),
                }
            }
        })
    }

    /// A list is one of these when any of its values is.
    fn is_one_of(&self, value: &Value, wanted: &Toml) -> bool {
        if let Toml::Array(wanted) = wanted {
            return wanted.iter().any(|wanted| self.is_one_of(value, wanted));
        }
        match (value, wanted) {
            (Value::Text(text), Toml::String(wanted)) => text == wanted,
            (Value::List(items), Toml::String(wanted)) => items.contains(wanted),
            (Value::Flag(flag), Toml::Boolean(wanted)) => flag == wanted,
            (Value::Number(value), wanted) => value.total_cmp(&number(wanted)).is_eq(),
            (Value::Date(date), wanted) => *date == self.day(wanted),
            _ => panic!("{value:?} cannot be {wanted:?}"),
        }
    }

    /// `2025-04-01`, `"as-at"` or `"4 months ago"`.
    fn day(&self, written: &Toml) -> Date {
        match written {
            Toml::Datetime(date) => Date::read(&date.to_string()).expect("a date"),
            Toml::String(word) if word == "as-at" => self.as_at,
            Toml::String(words) => match words.strip_suffix(" ago") {
                Some(span) => self.as_at.before(span),
                None => Date::read(words).expect("a date"),
            },
            _ => panic!("{written:?} is no date"),
        }
    }
}

/// What several come to, of which all must hold: what is blank is not there, whatever else is strange.
fn worst(all: &[Held]) -> Held {
    [Held::No, Held::Blank, Held::Strange]
        .into_iter()
        .find(|held| all.contains(held))
        .unwrap_or(Held::Yes)
}

fn yes_or_no(yes: bool) -> Held {
    if yes { Held::Yes } else { Held::No }
}

fn date_of(value: &Value) -> Date {
    match value {
        Value::Date(date) => *date,
        _ => panic!("{value:?} is no date"),
    }
}

/// Whether a condition is on the child's age.
pub fn is_age(path: &str) -> bool {
    path == "age" || path == "age_at_end"
}

/// Whether a blank passes: `"blank"`, or nothing but `not`.
pub fn takes_blank(test: &Toml) -> bool {
    match test {
        Toml::String(word) => word == "blank",
        Toml::Table(tests) => tests.keys().all(|name| name == "not"),
        _ => false,
    }
}
