//! Reads the keys of one TOML table, noting what is missing, unknown or of the wrong kind.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::length::Length;

use super::diagnostic::Mistakes;

/// The document that a file holds. Of what is no TOML in it one thing is noted, a quotation mark that is not closed before all: the
/// rest follows from it.
pub fn parsed<'i>(source: &'i str, mistakes: &mut Mistakes) -> Spanned<DeTable<'i>> {
    let (document, errors) = DeTable::parse_recoverable(source);
    let is_quote = |error: &&toml::de::Error| error.message().contains(" string, expected `");
    let quote = errors.iter().find(is_quote);
    if let Some(error) = quote.or(errors.first()) {
        let span = marked(source, error.span().unwrap_or(0..0));
        let message = match quote {
            Some(_) => "a quotation mark is opened in this line, and not closed",
            None => error.message(),
        };
        mistakes.add(span, message, "TOML ends here");
    }
    document
}

/// What is between letters has no place to mark: that of the letters before it on its line, or of the line before.
fn marked(source: &str, span: Range<usize>) -> Range<usize> {
    if !span.is_empty() {
        return span;
    }
    let before = source.get(..span.start).unwrap_or(source).trim_end();
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    line..before.len()
}

pub type Value<'i> = Spanned<DeValue<'i>>;

/// A table whose keys are asked for one by one; those nobody asked for are mistakes.
pub struct Section<'t, 'i> {
    table: &'t DeTable<'i>,
    /// Where the table is headed.
    pub span: Range<usize>,
    name: &'t str,
    asked: Vec<&'static str>,
}

impl<'t, 'i> Section<'t, 'i> {
    pub fn new(table: &'t DeTable<'i>, span: Range<usize>, name: &'t str) -> Self {
        Self {
            table,
            span,
            name,
            asked: Vec::new(),
        }
    }

    /// The section that `value` holds, where it is a table.
    pub fn of(value: &'t Value<'i>, name: &'t str, mistakes: &mut Mistakes) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self::new(table, value.span(), name)),
            other => {
                mistakes.add(
                    value.span(),
                    format!("{name} must be a table"),
                    format!("found {}", kind(other)),
                );
                None
            }
        }
    }

    pub fn get(&mut self, key: &'static str) -> Option<&'t Value<'i>> {
        self.asked.push(key);
        self.table
            .iter()
            .find(|(name, _)| name.get_ref() == key)
            .map(|(_, value)| value)
    }

    pub fn need(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<&'t Value<'i>> {
        let found = self.get(key);
        if found.is_none() {
            mistakes.add(
                self.span.clone(),
                format!("{} has no {key}", self.name),
                format!("add {key} = .. here"),
            );
        }
        found
    }

    pub fn need_text(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<&'t str> {
        self.need(key, mistakes)
            .and_then(|value| text(value, mistakes))
    }

    pub fn length(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<Length> {
        self.get(key).and_then(|value| length(value, mistakes))
    }

    pub fn number(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<f64> {
        self.get(key).and_then(|value| number(value, mistakes))
    }

    pub fn limit(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<f64> {
        self.get(key).and_then(|value| limit(value, mistakes))
    }

    pub fn whole(
        &mut self,
        key: &'static str,
        range: RangeInclusive<u32>,
        mistakes: &mut Mistakes,
    ) -> Option<u32> {
        self.get(key)
            .and_then(|value| whole(value, range, mistakes))
    }

    pub fn flag(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<bool> {
        let value = self.get(key)?;
        value
            .get_ref()
            .as_bool()
            .or_else(|| wrong(value, "true or false", mistakes))
    }

    pub fn list(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Vec<&'t Value<'i>> {
        self.get(key)
            .map(|value| list(value, mistakes))
            .unwrap_or_default()
    }

    /// The tables headed `[[name]]`, each with its place. In one pair of brackets there can be one alone: that is a slip.
    pub fn tables(
        &mut self,
        key: &'static str,
        name: &str,
        mistakes: &mut Mistakes,
    ) -> Vec<(&'t DeTable<'i>, Range<usize>)> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        if matches!(value.get_ref(), DeValue::Table(_)) {
            let message = format!("write [[{name}]], with two brackets on each side");
            mistakes.add(value.span(), message, "found a table by itself");
            return Vec::new();
        }
        let mut tables = Vec::new();
        for item in list(value, mistakes) {
            match item.get_ref() {
                DeValue::Table(table) => tables.push((table, item.span())),
                _ => _ = wrong::<()>(item, "a table", mistakes),
            }
        }
        tables
    }

    /// Text in a fixed set of words.
    pub fn word<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
        mistakes: &mut Mistakes,
    ) -> Option<T> {
        let value = self.need(key, mistakes)?;
        let found = text(value, mistakes)?;
        let known = words
            .iter()
            .find(|(word, _)| *word == found)
            .map(|(_, meaning)| *meaning);
        if known.is_none() {
            let message = format!("{key} cannot be {found:?}");
            mistakes.add_name(
                inside(value),
                message,
                found,
                words.iter().map(|(word, _)| *word),
            );
        }
        known
    }

    /// Every key that was not asked for is a mistake; `others` may stand beside those asked for.
    pub fn finish(self, others: &[&str], mistakes: &mut Mistakes) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !self.asked.contains(&name) && !others.contains(&name) {
                let message = format!("{} has no key {name:?}", self.name);
                mistakes.add_name(
                    key.span(),
                    message,
                    name,
                    self.asked.iter().copied().chain(others.iter().copied()),
                );
            }
        }
    }

    /// Keys and values in the order of the file.
    pub fn entries(&self) -> Vec<(&'t str, Range<usize>, &'t Value<'i>)> {
        entries(self.table)
    }
}

pub fn entries<'t, 'i>(table: &'t DeTable<'i>) -> Vec<(&'t str, Range<usize>, &'t Value<'i>)> {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
        .collect();
    entries.sort_by_key(|(_, span, _)| span.start);
    entries
}

pub fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

pub fn wrong<T>(value: &Value<'_>, expected: &str, mistakes: &mut Mistakes) -> Option<T> {
    mistakes.add(
        value.span(),
        format!("expected {expected}"),
        format!("found {}", kind(value.get_ref())),
    );
    None
}

pub fn text<'t>(value: &'t Value<'_>, mistakes: &mut Mistakes) -> Option<&'t str> {
    match value.get_ref() {
        DeValue::String(text) => Some(text),
        _ => wrong(value, "text in quotes", mistakes),
    }
}

pub fn list<'t, 'i>(value: &'t Value<'i>, mistakes: &mut Mistakes) -> Vec<&'t Value<'i>> {
    match value.get_ref() {
        DeValue::Array(values) => values.iter().collect(),
        _ => wrong(value, "a list in square brackets", mistakes).unwrap_or_default(),
    }
}

pub fn number(value: &Value<'_>, mistakes: &mut Mistakes) -> Option<f64> {
    let (written, number) = match value.get_ref() {
        DeValue::Integer(integer) => {
            let number = i64::from_str_radix(integer.as_str(), integer.radix());
            (integer.to_string(), number.ok().map(|number| number as f64))
        }
        DeValue::Float(float) => (float.to_string(), float.as_str().parse().ok()),
        _ => return wrong(value, "a number", mistakes),
    };
    // TOML has `nan`, which no comparison holds of, and `inf`.
    let number = number.filter(|number: &f64| number.is_finite());
    if number.is_none() {
        mistakes.add(
            value.span(),
            "expected a number",
            format!("found {written}"),
        );
    }
    number
}

/// A number that something may not pass.
pub fn limit(value: &Value<'_>, mistakes: &mut Mistakes) -> Option<f64> {
    let number = number(value, mistakes)?;
    if number < 0.0 {
        mistakes.add(
            value.span(),
            "a limit cannot be below nought",
            format!("found {number}"),
        );
        return None;
    }
    Some(number)
}

/// A whole number of this range.
pub fn whole(
    value: &Value<'_>,
    range: RangeInclusive<u32>,
    mistakes: &mut Mistakes,
) -> Option<u32> {
    let number = number(value, mistakes)?;
    let (least, most) = range.into_inner();
    let is_in = (f64::from(least)..=f64::from(most)).contains(&number);
    if !is_in || number.fract() != 0.0 {
        let expected = match most {
            u32::MAX => format!("expected a whole number, {least} or more"),
            _ => format!("expected a whole number from {least} to {most}"),
        };
        mistakes.add(value.span(), expected, format!("found {number}"));
        return None;
    }
    Some(number as u32)
}

pub fn length(value: &Value<'_>, mistakes: &mut Mistakes) -> Option<Length> {
    let found = text(value, mistakes)?;
    match found.parse() {
        Ok(length) => Some(length),
        Err(error) => {
            mistakes.add(
                inside(value),
                format!("{error}"),
                format!("found {found:?}"),
            );
            None
        }
    }
}

/// The words between the quotes.
pub fn inside(value: &Value<'_>) -> Range<usize> {
    let span = value.span();
    if span.len() >= 2 {
        span.start + 1..span.end - 1
    } else {
        span
    }
}
