//! The tables and fields, as the rival reads them from `rules/catalogue`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::Value;

#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    Key,
    /// To a record of one of these tables.
    Reference(Vec<String>),
    Date,
    Flag,
    Number,
    Code,
    List,
    Text,
}

impl Kind {
    /// Of a record, its own or another's.
    pub const fn is_id(&self) -> bool {
        matches!(self, Self::Key | Self::Reference(_))
    }
}

pub struct Field {
    pub name: String,
    pub kind: Kind,
    /// A date that looks ahead.
    pub planned: bool,
    /// A narrative that may be a number.
    pub may_be_number: bool,
    /// Each listed value, with the spellings seen for it.
    pub values: BTreeMap<String, Vec<String>>,
    /// The least and the most that a number may be.
    pub between: (f64, f64),
    /// What stands where a record should be named and none is.
    pub nobody: Vec<String>,
}

/// Which dates place a record in time.
pub enum OwnDates {
    None,
    At(String),
    Span(String, String),
    /// Those of the record that this reference leads to.
    Of(String),
}

pub struct Table {
    pub name: String,
    pub fields: Vec<Field>,
    pub dates: OwnDates,
    /// The birthday on which its records are over.
    pub to_age: Option<i32>,
}

impl Table {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    pub fn key(&self) -> &str {
        let key = self.fields.iter().find(|field| field.kind == Kind::Key);
        &key.expect("every table has a key").name
    }

    /// The reference that a path means by `s47`, `team` or `child`: the field of that name, or with `_id` behind it.
    pub fn reference(&self, step: &str) -> Option<&Field> {
        [step.to_owned(), format!("{step}_id")]
            .iter()
            .filter_map(|name| self.field(name))
            .find(|field| matches!(field.kind, Kind::Reference(_)))
    }

    /// The field by which its records refer to those of another table.
    pub fn reference_to(&self, other: &str) -> Option<&Field> {
        self.fields.iter().find(
            |field| matches!(&field.kind, Kind::Reference(tables) if tables.iter().any(|table| table == other)),
        )
    }
}

pub struct Catalogue(BTreeMap<String, Table>);

impl Catalogue {
    pub fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/catalogue");
        let mut tables = BTreeMap::new();
        for entry in fs::read_dir(folder).expect("the catalogue is there") {
            let text = fs::read_to_string(entry.expect("an entry").path()).expect("text");
            let file: toml::Table = toml::from_str(&text).expect("TOML");
            let table = table(&file);
            tables.insert(table.name.clone(), table);
        }
        // A word that is no worker in their list is none in what refers to them.
        let keys: BTreeMap<String, Vec<String>> = tables
            .values()
            .map(|table: &Table| {
                let key = table.field(table.key()).expect("the key");
                (table.name.clone(), key.nobody.clone())
            })
            .collect();
        for field in tables.values_mut().flat_map(|table| &mut table.fields) {
            if let Kind::Reference(others) = &field.kind {
                let theirs = others.iter().flat_map(|other| keys[other].clone());
                field.nobody.extend(theirs);
            }
        }
        Self(tables)
    }

    pub fn table(&self, name: &str) -> &Table {
        self.find(name)
            .unwrap_or_else(|| panic!("there is no table {name}"))
    }

    pub fn find(&self, name: &str) -> Option<&Table> {
        self.0.get(name)
    }
}

fn table(file: &toml::Table) -> Table {
    let fields = file["field"].as_array().expect("a list of fields");
    let date = |key: &str| Some(file.get("dates")?.get(key)?.as_str()?.to_owned());
    let dates = match (date("at"), date("from"), date("to"), date("of")) {
        (Some(at), ..) => OwnDates::At(at),
        (_, Some(from), Some(to), _) => OwnDates::Span(from, to),
        (.., Some(of)) => OwnDates::Of(of),
        _ => OwnDates::None,
    };
    Table {
        name: file["name"].as_str().expect("a name").to_owned(),
        fields: fields.iter().map(field).collect(),
        dates,
        to_age: file
            .get("to_age")
            .and_then(Value::as_integer)
            .map(|age| age as i32),
    }
}

fn field(file: &Value) -> Field {
    let text = |key: &str| file[key].as_str().expect("text");
    let kind = match text("type") {
        "key" => Kind::Key,
        "date" => Kind::Date,
        "flag" => Kind::Flag,
        "number" => Kind::Number,
        "code" => Kind::Code,
        "list" => Kind::List,
        "text" => Kind::Text,
        reference => {
            let tables = reference.strip_prefix("ref:").expect("a reference");
            Kind::Reference(tables.split(" | ").map(str::to_owned).collect())
        }
    };
    let mut values = BTreeMap::new();
    for (value, spellings) in file
        .get("values")
        .and_then(Value::as_table)
        .into_iter()
        .flatten()
    {
        let spellings = spellings.as_array().expect("a list of spellings");
        let spellings = spellings
            .iter()
            .map(|spelling| spelling.as_str().expect("text").to_owned());
        values.insert(value.clone(), spellings.collect());
    }
    let number = |key: &str| {
        let number = file.get(key)?;
        let whole = || number.as_integer().map(|whole| whole as f64);
        number.as_float().or_else(whole)
    };
    let nobody = file.get("nobody").and_then(Value::as_array);
    let nobody = nobody.into_iter().flatten();
    let nobody = nobody.map(|word| word.as_str().expect("text").to_owned());
    Field {
        between: (
            number("least").unwrap_or(f64::MIN),
            number("most").unwrap_or(f64::MAX),
        ),
        nobody: nobody.collect(),
        name: text("name").to_owned(),
        kind,
        planned: file
            .get("planned")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        may_be_number: file.get("may_be").and_then(Value::as_str) == Some("number"),
        values,
    }
}
