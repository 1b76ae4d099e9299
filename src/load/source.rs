//! The value of a field out of a row: of one cell or of several, translated, or from inside a cell of JSON.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::catalogue::Catalogue;
use crate::model::folding::fold;
use crate::model::layout::{ColumnId, List, Otherwise, Source, Words};
use crate::model::personal::is_national_number;

use super::cell::{self, Cell};
use super::rows::Rows;
use super::{answers, days, joining};

/// Where each column of a list stands in a file.
pub(super) struct Places {
    places: Vec<Option<usize>>,
    /// Columns of days.
    days: Vec<bool>,
}

impl Places {
    /// `columns` says of each heading which column it names; the first of two that name one is read.
    pub(super) fn of(list: &List, columns: &[Option<ColumnId>], catalogue: &Catalogue) -> Self {
        let mut places = vec![None; list.columns.len()];
        for (place, column) in columns.iter().enumerate() {
            if let Some(column) = column {
                places[usize::from(column.0)].get_or_insert(place);
            }
        }
        Self {
            places,
            days: days::columns(list, catalogue),
        }
    }

    pub(super) fn has(&self, column: ColumnId) -> bool {
        self.place(column).is_some()
    }

    pub(super) fn place(&self, column: ColumnId) -> Option<usize> {
        self.places[usize::from(column.0)]
    }

    fn holds_days(&self, column: ColumnId) -> bool {
        self.days[usize::from(column.0)]
    }

    pub(super) fn text<'r>(&self, rows: &'r impl Rows, column: ColumnId) -> &'r str {
        let text = self.recorded(rows, column);
        if cell::is_broken_formula(text) {
            ""
        } else {
            text
        }
    }

    /// What stands in a cell, the error of a spreadsheet too: what it should say was recorded.
    pub(super) fn recorded<'r>(&self, rows: &'r impl Rows, column: ColumnId) -> &'r str {
        let text = self.place(column).map_or("", |place| rows.cell(place));
        let text = cell::unwrapped(cell::trim(text));
        if cell::is_stand_in_word(text) {
            ""
        } else {
            text
        }
    }

    /// What a row says in every column of the list.
    pub(super) fn texts<'r>(&self, rows: &'r impl Rows) -> impl Iterator<Item = &'r str> {
        let columns = (0..self.places.len() as u16).map(ColumnId);
        columns.map(|column| self.text(rows, column))
    }

    /// Whether a row says one of these words.
    pub(super) fn says(&self, rows: &impl Rows, words: &Words) -> bool {
        let text = self.text(rows, words.column);
        let listed = |text: &str| words.spellings.contains(&fold(text));
        !text.is_empty() && (listed(text) || without_prefix(text).is_some_and(listed))
    }
}

/// What a source finds in a row.
pub(super) enum Found<'r> {
    Nothing,
    Text(Cow<'r, str>),
    /// More than one where the field has room for one.
    Several(Vec<String>),
}

/// A source whose columns are in the file.
pub(super) struct Reader<'l> {
    source: &'l Source,
    place: Option<usize>,
}

impl<'l> Reader<'l> {
    /// Nothing where the file has none of its columns.
    pub(super) fn new(source: &'l Source, places: &Places) -> Option<Self> {
        let place = match source {
            Source::OpenOn(_) => None,
            Source::Birth { age, expected, .. } if *expected && !places.has(*age) => None,
            Source::Birth { day, .. } => places.place(*day),
            _ => source
                .columns()
                .into_iter()
                .find_map(|column| places.place(column)),
        };
        place.is_some().then_some(Self { source, place })
    }

    /// Whether a column is all that it reads.
    pub(super) fn reads_only(&self, column: ColumnId) -> bool {
        self.source.columns() == [column]
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

    pub(super) fn value<'r>(&self, places: &Places, rows: &'r impl Rows) -> Found<'r> {
        let text = |column: &ColumnId| places.recorded(rows, *column);
        match self.source {
            Source::Column(column) => Found::Text(Cow::Borrowed(text(column))),
            Source::First(columns) => {
                let mut filled = columns.iter().map(text).filter(|text| !text.is_empty());
                let first = filled.clone().find(|text| !cell::is_broken_formula(text));
                first
                    .or_else(|| filled.next())
                    .map_or(Found::Nothing, |text| Found::Text(Cow::Borrowed(text)))
            }
            Source::Key(columns) if text(&columns[0]).is_empty() => Found::Nothing,
            Source::Key(columns) if cell::is_broken_formula(text(&columns[0])) => {
                Found::Text(Cow::Borrowed(text(&columns[0])))
            }
            Source::Key(columns) => made_key(columns, places, rows)
                .map_or(Found::Nothing, |key| Found::Text(Cow::Owned(key))),
            Source::Translated {
                column,
                codes,
                otherwise,
            } => Found::Text(translated(text(column), codes, *otherwise)),
            Source::Json { column, .. } if cell::is_broken_formula(text(column)) => {
                Found::Text(Cow::Borrowed(text(column)))
            }
            Source::Json {
                column,
                keys,
                list,
                one,
            } => {
                let mut values = answers::inside(text(column), keys, *list);
                match values.len() {
                    0 => Found::Nothing,
                    1 => Found::Text(Cow::Owned(values.swap_remove(0))),
                    _ if *one => Found::Several(values),
                    _ => Found::Text(Cow::Owned(values.join(";"))),
                }
            }
            Source::Birth { day, age, expected } if is_unborn(text(age)) == *expected => {
                Found::Text(Cow::Borrowed(text(day)))
            }
            Source::OpenOn(_) | Source::Birth { .. } => Found::Nothing,
        }
    }
}

/// Whether an age is that of a child who is not born: below nought, or in words.
fn is_unborn(age: &str) -> bool {
    let below_nought = matches!(cell::number(age), Cell::Value(age) if age < 0.0);
    below_nought || fold(age).contains("unborn")
}

/// The values of these columns as one key: dates as the catalogue writes them, so that the same event has the same key in any
/// export. Digits alone are a date only in a column of days: 45101 is an id as well. What is no code or number may be a name, and a key is printed: of such a text the key has a number made of it.
/// Nothing where all are blank.
pub(super) fn made_key(columns: &[ColumnId], places: &Places, rows: &impl Rows) -> Option<String> {
    let mut key = String::new();
    let mut is_blank = true;
    for (number, column) in columns.iter().enumerate() {
        let text = places.text(rows, *column);
        is_blank &= text.is_empty();
        if number > 0 {
            key.push('/');
        }
        match cell::date(text) {
            Cell::Value(date) if places.holds_days(*column) || !cell::is_bare_number(text) => {
                key.push_str(&date.day().to_string());
            }
            _ if text.is_empty() || is_number_or_code(text) => key.push_str(text),
            _ => {
                let number = joining::hashed(std::iter::once(fold(text).as_str())) as u32;
                let _ = write!(key, "{number:08x}");
            }
        }
    }
    (!is_blank).then_some(key)
}

fn is_number_or_code(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && !text.contains(char::is_whitespace)
        && !is_national_number(text)
}

fn translated<'r>(
    text: &'r str,
    codes: &BTreeMap<String, String>,
    otherwise: Otherwise,
) -> Cow<'r, str> {
    let bare = without_prefix(text);
    let listed = |text: &str| codes.get(&fold(text));
    if let Some(code) = listed(text).or_else(|| bare.and_then(listed)) {
        return Cow::Owned(code.clone());
    }
    let yes = cell::answer;
    match yes(text).or_else(|| bare.and_then(yes)) {
        Some(flag) if otherwise != Otherwise::AsWritten => {
            let is_yes = flag == (otherwise == Otherwise::YesOrNo);
            Cow::Borrowed(if is_yes { "yes" } else { "no" })
        }
        _ => Cow::Borrowed(text),
    }
}

/// A text without the letter or number that a form puts before an answer: "a) Yes", "1 - Yes".
fn without_prefix(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphanumeric())?;
    let (prefix, rest) = text.split_at(end);
    let rest = rest.trim_start();
    let rest = rest
        .strip_prefix([')', '.', ':', '-', '\u{2013}'])?
        .trim_start();
    let is_short = (1..=2).contains(&prefix.chars().count());
    (is_short && !rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_or_number_before_an_answer_is_no_part_of_it() {
        for (text, bare) in [
            ("a) Yes", Some("Yes")),
            ("a. Yes", Some("Yes")),
            ("1 - Yes", Some("Yes")),
            ("p1) 5D", Some("5D")),
            ("Yes", None),
            ("a)", None),
            ("not - yet", None),
            ("N2", None),
        ] {
            assert_eq!(without_prefix(text), bare, "{text}");
        }
    }

    #[test]
    fn an_answer_is_turned_round_with_and_without_its_letter() {
        let codes = BTreeMap::from([("u".to_owned(), String::new())]);
        let reversed = |text| translated(text, &codes, Otherwise::Reversed);
        for (text, read) in [
            ("a) Yes", "no"),
            ("N", "yes"),
            ("c) U", ""),
            ("perhaps", "perhaps"),
        ] {
            assert_eq!(reversed(text), read, "{text}");
        }
        assert_eq!(
            translated("1 - Yes", &codes, Otherwise::AsWritten),
            "1 - Yes"
        );
    }

    #[test]
    fn who_is_not_born_has_no_age() {
        for age in ["-1", "-0.4", "Unborn", "unborn child"] {
            assert!(is_unborn(age), "{age}");
        }
        for age in ["", "0", "<1", "6m", "12.5"] {
            assert!(!is_unborn(age), "{age}");
        }
    }
}
