//! The tables and fields the tool knows, read from `rules/catalogue/*.toml`.

use std::ops::Range;

use serde::Deserialize;

use super::field::FieldFile;
pub use super::field::{Field, FieldKind, MayBe};
use super::intern::Interner;
pub use super::own_dates::OwnDates;
use super::own_dates::{DatesFile, lead_back};

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

pub struct Table {
    pub name: String,
    pub meaning: String,
    /// How a sentence speaks of one record, without article.
    pub one: String,
    /// And of several.
    pub many: String,
    pub dates: OwnDates,
    /// The birthday on which every record is over, whatever it says.
    pub to_age: Option<u32>,
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
    /// The fields of children that say when a life began and ended.
    pub date_of_birth: Option<FieldId>,
    pub expected_birth_on: Option<FieldId>,
    pub died_on: Option<FieldId>,
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

pub(super) fn table_named(names: &[String], name: &str) -> Option<TableId> {
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
    to_age: Option<u32>,
    field: Vec<FieldFile>,
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
            Some(children) if errors.is_empty() => {
                let of_child = |name: &str| tables[children.index()].field(name);
                Ok(Self {
                    children,
                    date_of_birth: of_child("date_of_birth"),
                    expected_birth_on: of_child("expected_birth_on"),
                    died_on: of_child("died_on"),
                    teams: named("teams"),
                    workers: named("workers"),
                    allocations: named("allocations"),
                    tables,
                    codes,
                })
            }
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
            to_age: file.to_age,
            fields,
        })
    }
}
