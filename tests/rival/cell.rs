//! One value of a JSON export to what it means.

use serde_json::Value as Json;

use super::almanac::Date;
use super::catalogue::{Field, Kind};
use super::phrases::{PhraseList, fold, is_placeholder};

#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A key, a reference, a code or a narrative.
    Text(String),
    Date(Date),
    Flag(bool),
    Number(f64),
    List(Vec<String>),
    /// A yes or a number, where a narrative should be.
    Wordless(String),
    /// Something is written there, and nobody can say what.
    Garbled,
}

impl Value {
    /// Something is written, and nobody can say what it says.
    pub fn is_garbled(&self) -> bool {
        matches!(self, Self::Garbled | Self::Wordless(_))
    }
}

/// A value, and whether it is nothing but a placeholder: blank to everything but `text`, which judges it as written.
#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    pub value: Value,
    pub placeholder: bool,
}

/// What systems write where there is no value.
const SENTINELS: [&str; 6] = ["null", "nan", "<blank>", "ssd_ph", "placeholder_data", ".."];
/// What a spreadsheet writes where it could not work a value out.
const ERRORS: [&str; 3] = ["#n/a", "#ref!", "#value!"];
/// Of the words that exports have in place of a date, those that say there is none.
const NO_DAY: [&str; 10] = [
    "no", "not", "alive", "open", "ongoing", "current", "pending", "awaiting", "still", "tbc",
];
const SENTINEL_DAYS: [&str; 5] = [
    "1900-01-01",
    "1970-01-01",
    "9999-12-31",
    "2300-01-01",
    "2099-12-31",
];

/// The text a JSON value stands for.
pub fn text_of(json: &Json) -> String {
    match json {
        Json::Null | Json::Object(_) => String::new(),
        Json::Bool(true) => "yes".to_owned(),
        Json::Bool(false) => "no".to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.trim().to_owned(),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(text_of).collect();
            items.join(";")
        }
    }
}

pub fn is_sentinel(text: &str) -> bool {
    SENTINELS.contains(&text.to_lowercase().as_str())
}

/// Whether a spreadsheet wrote this in place of a value.
pub fn is_error(json: &Json) -> bool {
    ERRORS.contains(&text_of(json).to_lowercase().as_str())
}

pub fn read(field: &Field, json: &Json, placeholders: &PhraseList) -> Option<Cell> {
    let text = text_of(json);
    if text.is_empty() || is_sentinel(&text) {
        return None;
    }
    if is_error(json) {
        let unknown = Cell {
            value: Value::Garbled,
            placeholder: false,
        };
        return (field.kind != Kind::Key).then_some(unknown);
    }
    let placeholder =
        is_placeholder(&text, placeholders) || field.kind == Kind::Text && is_no(field, &text);
    let value = match &field.kind {
        Kind::Key | Kind::Reference(_) if text == "-1" || placeholder => return None,
        Kind::Flag if placeholder && listed(field, &text).is_none() => return None,
        Kind::Date | Kind::Number if placeholder => return None,
        Kind::Key | Kind::Reference(_) if is_nobody(field, &text) => return None,
        Kind::Text if !placeholder && is_wordless(field, &text) => Value::Wordless(text),
        Kind::Key | Kind::Reference(_) | Kind::Text => Value::Text(text),
        Kind::Date if SENTINEL_DAYS.contains(&text.as_str()) => return None,
        Kind::Date => match date(&text) {
            Some(date) => Value::Date(date),
            // "ongoing" is no date at all, nor is "soon" one that lies ahead; "died in hospital" is one that nobody wrote down.
            None if in_words(&text) && (field.planned || says_none(&text)) => return None,
            None => Value::Garbled,
        },
        Kind::Flag => match text.to_lowercase().as_str() {
            "yes" | "y" | "true" | "1" => Value::Flag(true),
            "no" | "n" | "false" | "0" => Value::Flag(false),
            _ => match listed(field, &text).as_deref() {
                Some("yes") => Value::Flag(true),
                Some("no") => Value::Flag(false),
                Some(other) => panic!("{other} is no answer"),
                None => Value::Garbled,
            },
        },
        Kind::Number => {
            let (least, most) = field.between;
            match text.parse::<f64>() {
                Ok(number) if number >= least && number <= most => Value::Number(number),
                _ => Value::Garbled,
            }
        }
        Kind::Code => {
            return Some(match listed(field, &text) {
                Some(value) => Cell {
                    value: Value::Text(value),
                    placeholder: false,
                },
                None => Cell {
                    value: Value::Text(text),
                    placeholder,
                },
            });
        }
        Kind::List => {
            let items: Vec<String> = text
                .split([';', '|', ',', '\n', '\r'])
                .map(str::trim)
                .filter(|item| !item.is_empty() && !is_sentinel(item))
                .filter_map(|item| match listed(field, item) {
                    Some(value) => Some(value),
                    None if is_placeholder(item, placeholders) => None,
                    None => Some(item.to_owned()),
                })
                .collect();
            if items.is_empty() {
                return None;
            }
            return Some(Cell {
                value: Value::List(items),
                placeholder: false,
            });
        }
    };
    // "None" is an answer where the catalogue lists it for one.
    let placeholder = placeholder && field.kind != Kind::Flag;
    Some(Cell { value, placeholder })
}

fn in_words(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_digit() || c == '#')
}

/// Whether words in place of a date begin by saying that there is none.
fn says_none(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    NO_DAY.contains(&first.to_lowercase().as_str())
}

/// A no, where a narrative should be, is as good as nothing.
fn is_no(field: &Field, text: &str) -> bool {
    let word = text.trim_end_matches('.').to_lowercase();
    ["no", "n", "false", "f"].contains(&word.as_str()) || word == "0" && !field.may_be_number
}

/// Whether a yes, or a number, stands where a narrative should be.
fn is_wordless(field: &Field, text: &str) -> bool {
    let word = text.trim_end_matches('.').to_lowercase();
    ["yes", "y", "true", "t"].contains(&word.as_str())
        || !field.may_be_number
            && text.len() <= 24
            && text.contains(|letter: char| letter.is_ascii_digit())
            && !text.contains(char::is_alphabetic)
}

fn is_nobody(field: &Field, text: &str) -> bool {
    let text = fold(text);
    field.nobody.iter().any(|word| fold(word) == text)
}

/// `2026-03-31` or `31/03/2026`, either with a time behind it.
pub fn date(text: &str) -> Option<Date> {
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00"));
    if !time.contains(':') {
        return None;
    }
    match day.split('/').collect::<Vec<_>>()[..] {
        [_] if day.len() == 10 => Date::read(day),
        [day, month, year] if day.len() == 2 && month.len() == 2 && year.len() == 4 => {
            Date::read(&format!("{year}-{month}-{day}"))
        }
        _ => None,
    }
}

/// The listed value that a spelling stands for.
fn listed(field: &Field, text: &str) -> Option<String> {
    let text = fold(text);
    let mut listed = field.values.iter();
    let found = listed.find(|(value, spellings)| {
        fold(value) == text || spellings.iter().any(|spelling| fold(spelling) == text)
    });
    found.map(|(value, _)| value.clone())
}
