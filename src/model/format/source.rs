//! Where the value of a field is, as a format writes it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Headings;
use crate::model::catalogue::{Catalogue, FieldId, FieldKind, OwnDates, Table};
use crate::model::folding::fold;
use crate::model::layout::{Otherwise, Source};

#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum SourceFile {
    Column(String),
    Table(SourceTable),
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceTable {
    column: Option<String>,
    #[serde(default)]
    first: Vec<String>,
    #[serde(default)]
    key: Vec<String>,
    open_on: Option<String>,
    json: Option<Vec<String>>,
    #[serde(default)]
    list: bool,
    #[serde(default)]
    flip: bool,
    #[serde(default)]
    codes: BTreeMap<String, String>,
    /// The field that takes the date where the child is not born, which the column under `age` says.
    pub(super) when_unborn: Option<String>,
    age: Option<String>,
}

impl SourceTable {
    /// Refuses what does not go with the way in which the value is found: nobody would read it.
    fn refuse_unheard(&self) -> Result<(), String> {
        let given = [
            ("first", !self.first.is_empty()),
            ("key", !self.key.is_empty()),
            ("open_on", self.open_on.is_some()),
            ("json", self.json.is_some()),
            ("age", self.age.is_some()),
            ("column", self.column.is_some()),
            ("when_unborn", self.when_unborn.is_some()),
            ("list", self.list),
            ("flip", self.flip),
            ("codes", !self.codes.is_empty()),
        ];
        let mut given = given.iter().filter(|(_, is_given)| *is_given);
        let Some((way, _)) = given.next() else {
            return Ok(());
        };
        let with: &[&str] = match *way {
            "json" => &["column", "list"],
            "age" => &["column", "when_unborn"],
            "column" => &["when_unborn", "flip", "codes"],
            _ => &[],
        };
        match given.find(|(name, _)| !with.contains(name)) {
            Some((name, _)) => Err(format!(
                "{name} does not go with {way}: only one of them is read"
            )),
            None => Ok(()),
        }
    }
}

impl SourceFile {
    /// Every heading it names.
    pub(super) fn headings(&mut self) -> Vec<&mut String> {
        match self {
            Self::Column(heading) => vec![heading],
            Self::Table(table) => {
                let one = [&mut table.column, &mut table.open_on, &mut table.age];
                let one = one.into_iter().flatten();
                let several = table.first.iter_mut().chain(&mut table.key);
                one.chain(several).collect()
            }
        }
    }

    pub(super) fn compile(
        &self,
        catalogue: &Catalogue,
        headings: &Headings,
        table: &Table,
        field: FieldId,
    ) -> Result<Source, String> {
        let kind = &table.fields[field.index()].kind;
        let is_flag = *kind == FieldKind::Flag;
        let file = match self {
            // A form's answer may have a letter or number before it.
            Self::Column(heading) if is_flag => {
                return Ok(Source::Translated {
                    column: headings.one(heading)?,
                    codes: BTreeMap::new(),
                    otherwise: Otherwise::YesOrNo,
                });
            }
            Self::Column(heading) => return Ok(Source::Column(headings.one(heading)?)),
            Self::Table(file) => file,
        };
        file.refuse_unheard()?;
        if !file.first.is_empty() {
            return Ok(Source::First(headings.all(&file.first)?));
        }
        if !file.key.is_empty() {
            return Ok(Source::Key(headings.all(&file.key)?));
        }
        if let Some(day) = &file.open_on {
            return open_on(catalogue, table, kind)
                .map(|()| headings.one(day).map(Source::OpenOn))?;
        }
        let column = file
            .column
            .as_ref()
            .ok_or("a source needs column, first, key or open_on")?;
        let column = headings.one(column)?;
        if let (Some(_), Some(age)) = (&file.when_unborn, &file.age) {
            return Ok(Source::Birth {
                day: column,
                age: headings.one(age)?,
                expected: false,
            });
        }
        if file.when_unborn.is_some() || file.age.is_some() {
            return Err("when_unborn goes with age".to_owned());
        }
        Ok(match &file.json {
            Some(keys) => Source::Json {
                column,
                keys: keys.clone(),
                list: file.list,
                one: *kind == FieldKind::Code,
            },
            None => Source::Translated {
                column,
                codes: file
                    .codes
                    .iter()
                    .map(|(code, value)| (fold(code), value.clone()))
                    .collect(),
                otherwise: match (is_flag, file.flip) {
                    (true, true) => Otherwise::Reversed,
                    (true, false) => Otherwise::YesOrNo,
                    (false, false) => Otherwise::AsWritten,
                    (false, true) => return Err("only yes and no can be flipped".to_owned()),
                },
            },
        })
    }
}

/// A record that is open on a day can be looked for where its table has a span and names the child, as this one must.
fn open_on(catalogue: &Catalogue, table: &Table, kind: &FieldKind) -> Result<(), String> {
    let FieldKind::Reference(tables) = kind else {
        return Err("open_on is for references".to_owned());
    };
    let [other] = tables.as_slice() else {
        return Err("open_on is for references to one table".to_owned());
    };
    let other = catalogue.table(*other);
    let has_span = matches!(other.dates, OwnDates::Span { .. });
    if has_span && other.child.is_some() && table.child.is_some() {
        Ok(())
    } else {
        Err(format!(
            "no record of {} is open on a day for a child",
            other.name
        ))
    }
}
