//! The tables and fields the tool knows, read from `rules/catalogue/*.toml`.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::folding::{fold, has_word};
use super::intern::{Interner, Symbol};
use super::number_range::NumberRange;
pub use super::own_dates::OwnDates;
use super::own_dates::{DatesFile, lead_back};
use super::stand_ins::StandIns;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TableId(pub u8);

/// A field of one table, by its place among that table's fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FieldId(pub u8);

impl TableId {
    /// As many as there are numbers for.
    const MOST: usize = 256;

    fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).map(Self)
    }

    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl FieldId {
    /// As many of one table as there are numbers for.
    const MOST: usize = 256;

    fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).map(Self)
    }

    /// The field of that name.
    pub(super) fn find(fields: &[Field], name: &str) -> Option<Self> {
        let mut known = Self::all().zip(fields);
        known
            .find(|(_, field)| field.name == name)
            .map(|(id, _)| id)
    }

    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

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
            Self::Text => "text",
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
    /// A child is named only where one is concerned.
    pub may_be_blank: bool,
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

pub struct Table {
    pub name: String,
    pub meaning: String,
    /// How a sentence speaks of one record, without article.
    pub one: String,
    /// And of several.
    pub many: String,
    pub dates: OwnDates,
    pub fields: Vec<Field>,
    pub key: FieldId,
    pub child: Option<FieldId>,
    pub team: Option<FieldId>,
    pub worker: Option<FieldId>,
}

impl Table {
    pub fn field(&self, name: &str) -> Option<FieldId> {
        FieldId::find(&self.fields, name)
    }

    pub fn field_ids(&self) -> impl Iterator<Item = FieldId> + use<> {
        FieldId::all().take(self.fields.len())
    }

    /// One record as a sentence first speaks of it: "an assessment".
    pub fn with_article(&self) -> String {
        with_article(&self.one)
    }
}

/// "an assessment", "a visit".
pub fn with_article(one: &str) -> String {
    let article = if one.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {one}")
}

pub struct Catalogue {
    tables: Vec<Table>,
    /// Every value of every code set, so that rules and records speak of the same symbols.
    pub codes: Interner,
    /// The tables other parts ask for by name.
    pub children: TableId,
    pub teams: Option<TableId>,
    pub workers: Option<TableId>,
    pub allocations: Option<TableId>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CatalogueError {
    pub file: String,
    pub span: Option<Range<usize>>,
    pub message: String,
}

impl CatalogueError {
    fn of(file: &str, message: String) -> Self {
        Self {
            file: file.to_owned(),
            span: None,
            message,
        }
    }
}

fn too_many(names: &[String]) -> Option<CatalogueError> {
    let (found, most) = (names.len(), TableId::MOST);
    (found > most).then(|| {
        let message =
            format!("no more than {most} tables can be told apart, and there are {found}");
        CatalogueError::of("catalogue", message)
    })
}

fn table_named(names: &[String], name: &str) -> Option<TableId> {
    let mut known = TableId::all().zip(names);
    known.find(|(_, other)| *other == name).map(|(id, _)| id)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableFile {
    name: String,
    meaning: String,
    one: String,
    /// Where it is not `one` with an s.
    many: Option<String>,
    dates: Option<DatesFile>,
    field: Vec<FieldFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldFile {
    name: String,
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
    #[serde(default)]
    may_be_blank: bool,
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

impl Catalogue {
    /// Reads `(file name, TOML)` pairs, one table each; tables are numbered in the order of their names.
    pub fn read<'f>(
        files: impl IntoIterator<Item = (&'f str, &'f str)>,
    ) -> Result<Self, Vec<CatalogueError>> {
        let mut errors = Vec::new();
        let mut read: Vec<(&str, TableFile)> = Vec::new();
        for (file, text) in files {
            match toml::from_str::<TableFile>(text) {
                Ok(table) => read.push((file, table)),
                Err(error) => errors.push(CatalogueError {
                    file: file.to_owned(),
                    span: error.span(),
                    message: error.message().to_owned(),
                }),
            }
        }
        read.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name));
        let names: Vec<String> = read.iter().map(|(_, table)| table.name.clone()).collect();
        errors.extend(too_many(&names));
        for (earlier, (file, table)) in names.iter().zip(read.iter().skip(1)) {
            if *earlier == table.name {
                errors.push(CatalogueError::of(
                    file,
                    format!("there is another table named {earlier}"),
                ));
            }
        }
        let mut codes = Interner::default();
        let mut tables = Vec::new();
        let mut read_from = Vec::new();
        for (file, table) in read {
            match Table::build(table, &names, &mut codes) {
                Ok(table) => {
                    tables.push(table);
                    read_from.push(file);
                }
                Err(message) => errors.push(CatalogueError::of(file, message)),
            }
        }
        // Where every table was built, each stands at its own number.
        if errors.is_empty() {
            let wrong = TableId::all().zip(read_from).filter_map(|(id, file)| {
                let message = lead_back(&tables, id)?;
                Some(CatalogueError::of(file, message))
            });
            errors.extend(wrong);
        }
        let named = |name: &str| table_named(&names, name);
        let children = named("children");
        if children.is_none() && errors.is_empty() {
            let message = "there is no table named children".to_owned();
            errors.push(CatalogueError::of("catalogue", message));
        }
        if errors.is_empty() {
            share_stand_ins(&mut tables);
        }
        match children {
            Some(children) if errors.is_empty() => Ok(Self {
                children,
                teams: named("teams"),
                workers: named("workers"),
                allocations: named("allocations"),
                tables,
                codes,
            }),
            _ => Err(errors),
        }
    }

    pub fn tables(&self) -> impl Iterator<Item = (TableId, &Table)> {
        TableId::all().zip(&self.tables)
    }

    pub fn len(&self) -> usize {
        self.tables.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.index()]
    }

    pub fn find(&self, name: &str) -> Option<TableId> {
        self.tables()
            .find(|(_, table)| table.name == name)
            .map(|(id, _)| id)
    }

    pub fn field(&self, table: TableId, field: FieldId) -> &Field {
        &self.table(table).fields[field.index()]
    }

    /// `pre_proceedings.ended_on`.
    pub fn field_name(&self, table: TableId, field: FieldId) -> String {
        format!(
            "{}.{}",
            self.table(table).name,
            self.field(table, field).name
        )
    }
}

/// What names no worker in the list of workers names none where another table refers to one.
fn share_stand_ins(tables: &mut [Table]) {
    for place in 0..tables.len() {
        for field in 0..tables[place].fields.len() {
            let FieldKind::Reference(others) = tables[place].fields[field].kind.clone() else {
                continue;
            };
            let mut nobody = std::mem::take(&mut tables[place].fields[field].nobody);
            for other in others {
                let other = &tables[other.index()];
                nobody.add(&other.fields[other.key.index()].nobody);
            }
            tables[place].fields[field].nobody = nobody;
        }
    }
}

impl Table {
    fn build(file: TableFile, names: &[String], codes: &mut Interner) -> Result<Self, String> {
        let mut fields: Vec<Field> = Vec::new();
        for field in file.field {
            if fields.iter().any(|other| other.name == field.name) {
                return Err(format!("the field {} is listed twice", field.name));
            }
            fields.push(Field::build(field, names, codes)?);
        }
        let (found, most) = (fields.len(), FieldId::MOST);
        if found > most {
            return Err(format!(
                "no more than {most} fields can be told apart, and {found} are listed"
            ));
        }
        let find = |name: &str| FieldId::find(&fields, name);
        let dates = file
            .dates
            .map_or(Ok(OwnDates::None), |dates| dates.of(&fields))?;
        let (key, _) = FieldId::all()
            .zip(&fields)
            .find(|(_, field)| field.kind == FieldKind::Key)
            .ok_or("it has no field of type key")?;
        Ok(Self {
            key,
            child: find("child_id")
                .filter(|id| matches!(fields[id.index()].kind, FieldKind::Reference(_))),
            team: find("team")
                .filter(|id| matches!(fields[id.index()].kind, FieldKind::Reference(_))),
            worker: find("worker_id")
                .filter(|id| matches!(fields[id.index()].kind, FieldKind::Reference(_))),
            name: file.name,
            meaning: file.meaning,
            many: file.many.unwrap_or_else(|| format!("{}s", file.one)),
            one: file.one,
            dates,
            fields,
        })
    }
}

impl Field {
    fn build(file: FieldFile, names: &[String], codes: &mut Interner) -> Result<Self, String> {
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
            may_be_blank: file.may_be_blank,
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
