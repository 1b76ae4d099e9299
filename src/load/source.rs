//! The value of a field out of a row: of one cell or of several, translated, or from inside a cell of JSON.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::folding::fold;
use crate::model::layout::{ColumnId, List, Source};

use super::cell::{self, Cell};
use super::rows::Rows;

/// Where each column of a list stands in a file.
pub(super) struct Places(Vec<Option<usize>>);

impl Places {
    /// `columns` says of each heading which column it names; the first of two that name one is read.
    pub(super) fn of(list: &List, columns: &[Option<ColumnId>]) -> Self {
        let mut places = vec![None; list.columns.len()];
        for (place, column) in columns.iter().enumerate() {
            if let Some(column) = column {
                places[usize::from(column.0)].get_or_insert(place);
            }
        }
        Self(places)
    }

    pub(super) fn has(&self, column: ColumnId) -> bool {
        self.place(column).is_some()
    }

    fn place(&self, column: ColumnId) -> Option<usize> {
        self.0[usize::from(column.0)]
    }

    pub(super) fn text<'r>(&self, rows: &'r impl Rows, column: ColumnId) -> &'r str {
        let text = self.place(column).map_or("", |place| rows.cell(place));
        let text = cell::trim(text);
        if cell::is_stand_in_word(text) {
            ""
        } else {
            text
        }
    }
}

/// A source whose columns are in the file.
pub(super) struct Reader<'l> {
    source: &'l Source,
    place: Option<usize>,
}

impl<'l> Reader<'l> {
    /// Nothing where the file has none of its columns.
    pub(super) fn new(source: &'l Source, places: &Places) -> Option<Self> {
        let columns: Vec<ColumnId> = match source {
            Source::Column(column)
            | Source::Translated { column, .. }
            | Source::Json { column, .. } => vec![*column],
            Source::First(columns) | Source::Key(columns) => columns.clone(),
        };
        let place = columns.iter().find_map(|column| places.place(*column));
        place.is_some().then_some(Self { source, place })
    }

    /// The first of its columns in the file.
    pub(super) const fn place(&self) -> Option<usize> {
        self.place
    }

    /// Where the value is a cell as it stands.
    pub(super) const fn plain(&self) -> Option<usize> {
        match self.source {
            Source::Column(_) => self.place,
            _ => None,
        }
    }

    pub(super) fn value<'r>(&self, places: &Places, rows: &'r impl Rows) -> Option<Cow<'r, str>> {
        match self.source {
            Source::Column(column) => Some(Cow::Borrowed(places.text(rows, *column))),
            Source::First(columns) => columns
                .iter()
                .map(|column| places.text(rows, *column))
                .find(|text| !text.is_empty())
                .map(Cow::Borrowed),
            Source::Key(columns) => made_key(columns, places, rows).map(Cow::Owned),
            Source::Translated {
                column,
                codes,
                flip,
            } => Some(translated(places.text(rows, *column), codes, *flip)),
            Source::Json { column, keys, list } => {
                inside(places.text(rows, *column), keys, *list).map(Cow::Owned)
            }
        }
    }
}

/// The values of these columns as one key: dates as the catalogue writes them, so that the same event has the same key in any
/// export. Nothing where the first is blank.
pub(super) fn made_key(columns: &[ColumnId], places: &Places, rows: &impl Rows) -> Option<String> {
    let mut key = String::new();
    for (number, column) in columns.iter().enumerate() {
        let text = places.text(rows, *column);
        if number == 0 && text.is_empty() {
            return None;
        }
        if number > 0 {
            key.push('/');
        }
        match cell::date(text) {
            Cell::Value(date) => key.push_str(&date.day().to_string()),
            _ => key.push_str(text),
        }
    }
    Some(key)
}

fn translated<'r>(text: &'r str, codes: &BTreeMap<String, String>, flip: bool) -> Cow<'r, str> {
    if let Some(code) = codes.get(&fold(text)) {
        return Cow::Owned(code.clone());
    }
    match cell::answer(text) {
        Some(answer) if flip => Cow::Borrowed(if answer { "no" } else { "yes" }),
        _ => Cow::Borrowed(text),
    }
}

/// What a cell of JSON holds under the first of these keys that is there; without keys, all that it holds. Suppliers' JSON is
/// often no JSON (joined without escapes, cut short), so what cannot be parsed is searched for the keys.
fn inside(text: &str, keys: &[String], list: bool) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(object)) if !keys.is_empty() => {
            let value = keys.iter().find_map(|key| object.get(key))?;
            plain(value)
        }
        Ok(Value::Object(object)) => {
            // An object of answers: the keys that are yes.
            let yes = object.iter().filter(|(_, value)| {
                plain(value).is_some_and(|text| cell::answer(&text) == Some(true))
            });
            let yes: Vec<&str> = yes.map(|(key, _)| key.as_str()).collect();
            (!yes.is_empty()).then(|| yes.join(";"))
        }
        Ok(value) => plain(&value),
        Err(_) if !keys.is_empty() => keys.iter().find_map(|key| searched(text, key)),
        Err(_) if list => Some(text.trim_matches(['[', ']', '{', '}']).to_owned()),
        Err(_) => None,
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::Bool(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().filter_map(plain).collect();
            (!texts.is_empty()).then(|| texts.join(";"))
        }
    }
}

/// The word behind `"KEY":`, with or without quotation marks.
fn searched(text: &str, key: &str) -> Option<String> {
    let quoted = format!("\"{key}\"");
    let after = &text[text.find(&quoted)? + quoted.len()..];
    let after = after.trim_start().strip_prefix(':')?.trim_start();
    let value = match after.strip_prefix('"') {
        Some(inside) => inside.split('"').next()?,
        None => after.split([',', '}', ']']).next()?,
    };
    let value = value.trim();
    (!value.is_empty() && value != "null").then(|| value.to_owned())
}
