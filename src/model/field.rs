//! What one field of a table may hold, as the catalogue's files say it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::catalogue::{TableId, table_named};
use super::folding::{fold, has_word};
use super::intern::{Interner, Symbol};
use super::number_range::NumberRange;
use super::stand_ins::StandIns;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FieldKind {
    /// Unique in its table and source.
    Key,
    /// The key of a record in one of these tables.
    Reference(Vec<TableId>),
    Date,
    Flag,
    Number,
    /// Short text from a set.
    Code,
    /// Codes split on `;`, `|` or `,`.
    List,
    /// Narrative.
    Text,
}

impl FieldKind {
    /// What a value of this kind looks like, for messages.
    pub const fn expected(&self) -> &'static str {
        match self {
            Self::Key | Self::Reference(_) => "an id",
            Self::Date => "a date such as 2026-03-31 or 31/03/2026",
            Self::Flag => "yes or no",
            Self::Number => "a number",
            Self::Code => "a code",
            Self::List => "codes separated by semicolons",
            Self::Text => "words",
        }
    }
}

pub struct Field {
    pub name: String,
    pub kind: FieldKind,
    pub meaning: String,
    /// How a sentence names the value: "the letter before proceedings".
    pub words: String,
    /// A date that looks ahead: it may lie after the as-at date. Every other date is an event.
    pub planned: bool,
    /// Two records of a child that go on at one time are two where they differ in it: the kind of a placement, a worker's role.
    pub tells_apart: bool,
    /// What it may be that others of its kind may not.
    pub may_be: Option<MayBe>,
    /// What a number may be.
    pub range: Option<NumberRange>,
    /// What a key, or a reference, holds where it names no record: of a reference also those of the keys that it leads to.
    pub nobody: StandIns,
    /// The values of a fixed set, in the file's order; empty where any text may stand.
    pub values: Vec<String>,
    /// What each value stands for, where it is a bare code and a spelling says so.
    labels: Vec<Option<String>>,
    /// Folded spelling to value, for every value and every spelling seen for it.
    spellings: BTreeMap<String, Symbol>,
    pub ssd: String,
    pub annex_a: String,
    pub census: String,
}

impl Field {
    /// What a value looks like, for messages.
    pub fn expected(&self) -> String {
        let kind = || self.kind.expected().to_owned();
        self.range.as_ref().map_or_else(kind, ToString::to_string)
    }

    /// The value that a spelling stands for; `None` where the set does not list it.
    pub fn value(&self, spelling: &str) -> Option<Symbol> {
        self.spellings.get(&fold(spelling)).copied()
    }

    /// The other spellings of a value, as they are compared: in lower case.
    pub fn spellings(&self, value: &str) -> impl Iterator<Item = &str> {
        let (own, symbol) = (fold(value), self.value(value));
        let same = self.spellings.iter();
        same.filter(move |(spelling, other)| Some(**other) == symbol && **spelling != own)
            .map(|(spelling, _)| spelling.as_str())
    }

    /// Whether a code is a value of the set; of a field without one, any is.
    pub fn lists(&self, code: Symbol) -> bool {
        self.values.is_empty() || self.spellings.values().any(|value| *value == code)
    }

    /// Whether a word, in lower case, stands in any spelling that the set lists.
    pub fn lists_word(&self, word: &str) -> bool {
        has_word(self.spellings.keys(), word)
    }

    /// What a bare code stands for: "child's disability" for N2.
    pub fn label(&self, value: &str) -> Option<&str> {
        let place = self.values.iter().position(|other| other == value)?;
        self.labels[place].as_deref()
    }
}

/// What a field may be that others of its kind may not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MayBe {
    /// A child is named only where one is concerned.
    Blank,
    /// A worker who owns an action may go by a number.
    Number,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldFile {
    pub(super) name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    meaning: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    planned: bool,
    #[serde(default)]
    tells_apart: bool,
    may_be: Option<MayBe>,
    least: Option<f64>,
    most: Option<f64>,
    such_as: Option<String>,
    #[serde(default)]
    nobody: Vec<String>,
    #[serde(default)]
    values: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    ssd: String,
    #[serde(default)]
    annex_a: String,
    #[serde(default)]
    census: String,
}

impl Field {
    pub(super) fn build(
        file: FieldFile,
        names: &[String],
        codes: &mut Interner,
    ) -> Result<Self, String> {
        let kind = match file.kind.as_str() {
            "key" => FieldKind::Key,
            "date" => FieldKind::Date,
            "flag" => FieldKind::Flag,
            "number" => FieldKind::Number,
            "code" => FieldKind::Code,
            "list" => FieldKind::List,
            "text" => FieldKind::Text,
            other => {
                let tables = other
                    .strip_prefix("ref:")
                    .ok_or_else(|| format!("{other:?} is not a type of field"))?;
                let tables: Result<_, _> = tables
                    .split('|')
                    .map(str::trim)
                    .map(|name| {
                        table_named(names, name).ok_or_else(|| {
                            format!("{} refers to {name}, which is no table", file.name)
                        })
                    })
                    .collect();
                FieldKind::Reference(tables?)
            }
        };
        let wrong = |wrong: &str| format!("{}: {wrong}", file.name);
        let range = NumberRange::new(file.least, file.most, file.such_as).map_err(wrong)?;
        if range.is_some() && kind != FieldKind::Number {
            return Err(wrong("least and most are of numbers"));
        }
        let is_of = match (file.may_be, &kind) {
            (None, _) => true,
            (Some(MayBe::Number), kind) => *kind == FieldKind::Text,
            (Some(MayBe::Blank), kind) => matches!(kind, FieldKind::Reference(_)),
        };
        if !is_of {
            return Err(wrong("a narrative may be a number, and a reference blank"));
        }
        if !file.nobody.is_empty() && !matches!(kind, FieldKind::Key | FieldKind::Reference(_)) {
            return Err(wrong("nobody is of keys and references"));
        }
        let mut spellings = BTreeMap::new();
        for (value, others) in &file.values {
            let symbol = codes.intern(value);
            for spelling in others.iter().chain([value]) {
                if spellings
                    .insert(fold(spelling), symbol)
                    .is_some_and(|earlier| earlier != symbol)
                {
                    return Err(format!("{}: {spelling:?} stands for two values", file.name));
                }
            }
        }
        let labels = file
            .values
            .iter()
            .map(|(value, spellings)| label(value, spellings.first()?))
            .collect();
        let words = if file.words.is_empty() {
            file.name.replace('_', " ")
        } else {
            file.words
        };
        Ok(Self {
            name: file.name,
            kind,
            meaning: file.meaning,
            words,
            planned: file.planned,
            tells_apart: file.tells_apart,
            may_be: file.may_be,
            range,
            nobody: StandIns::new(file.nobody),
            values: file.values.into_keys().collect(),
            labels,
            spellings,
            ssd: file.ssd,
            annex_a: file.annex_a,
            census: file.census,
        })
    }
}

/// What a spelling adds to a bare code: "individual" of "a) 1A: Individual". A value that is words itself needs nothing added.
fn label(value: &str, spelling: &str) -> Option<String> {
    let is_code = value.chars().any(|letter| letter.is_ascii_digit())
        && !value.chars().any(char::is_lowercase);
    if !is_code {
        return None;
    }
    let words = match spelling.split_once(") ") {
        Some((letter, words)) if letter.len() <= 2 => words,
        _ => spelling,
    };
    let words = words.strip_prefix(value).unwrap_or(words);
    let words = words
        .trim_start_matches([':', '-', ' '])
        .replace('\u{2019}', "'");
    let mut letters = words.chars();
    let first = letters.next()?;
    let is_short_form = letters.clone().next().is_some_and(char::is_uppercase);
    Some(if is_short_form {
        words
    } else {
        first.to_lowercase().chain(letters).collect()
    })
}
