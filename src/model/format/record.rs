//! What one row of a list becomes in one of our tables.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Headings;
use super::each::EachFile;
use super::source::SourceFile;
use crate::model::catalogue::{Catalogue, FieldId, Table};
use crate::model::layout::{ColumnId, Episodes, Join, RecordLayout, Source};

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordFile {
    pub(super) table: String,
    /// What `{each}` in headings stands for: a record is made for each.
    pub(super) each: Option<EachFile>,
    /// The headings that were written with `{each}`.
    #[serde(skip)]
    pub(super) repeats: Vec<String>,
    #[serde(default)]
    latest_only: bool,
    #[serde(default)]
    dated_before: bool,
    #[serde(default)]
    pub(super) when: Vec<String>,
    #[serde(default)]
    pub(super) only: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) except: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) constants: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) key: Vec<String>,
    #[serde(default)]
    pub(super) fields: BTreeMap<String, SourceFile>,
    join: Option<JoinWord>,
    stands_alone_without: Option<String>,
    order: Option<String>,
    span: Option<[String; 2]>,
    episodes: Option<EpisodesFile>,
    #[serde(default)]
    from_first: Vec<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum JoinWord {
    Key,
    Onto,
    Last,
    Span,
    Episodes,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct EpisodesFile {
    child: String,
    from: String,
    to: String,
    begun: String,
    ended: String,
    more: String,
    new: Vec<String>,
    #[serde(default)]
    differs: Vec<String>,
}

impl RecordFile {
    pub(super) fn compile(
        self,
        catalogue: &Catalogue,
        headings: &Headings,
        full_name: &impl Fn(&str) -> String,
    ) -> Result<RecordLayout, String> {
        let table = catalogue
            .find(&self.table)
            .ok_or_else(|| format!("there is no table {}", self.table))?;
        let definition = catalogue.table(table);
        let constants = self
            .constants
            .iter()
            .map(|(name, value)| Ok((field_of(definition, name)?, value.clone())))
            .collect::<Result<Vec<_>, String>>()?;
        let mut fields = Vec::new();
        for (name, from) in &self.fields {
            let field = field_of(definition, name)?;
            let source = from
                .compile(catalogue, headings, definition, field)
                .map_err(|wrong| format!("{name}: {wrong}"))?;
            if let (Source::Birth { day, age, .. }, SourceFile::Table(written)) = (&source, from)
                && let Some(other) = &written.when_unborn
            {
                let expected = Source::Birth {
                    day: *day,
                    age: *age,
                    expected: true,
                };
                fields.push((field_of(definition, other)?, expected));
            }
            fields.push((field, source));
        }
        let join = self.join(definition, headings, &fields, full_name)?;
        let key = headings.all(&self.key)?;
        let is_keyless =
            key.is_empty() && !fields.iter().any(|(field, _)| *field == definition.key);
        if is_keyless && !matches!(join, Join::Span { .. }) {
            let table = &self.table;
            return Err(format!("a record of {table} has neither key nor key field"));
        }
        Ok(RecordLayout {
            table,
            latest_only: self.latest_only,
            dated_before: self.dated_before,
            when: headings.all(&self.when)?,
            only: headings.words(&self.only)?,
            except: headings.words(&self.except)?,
            key,
            constants,
            fields,
            join,
        })
    }

    fn join(
        &self,
        table: &Table,
        headings: &Headings,
        fields: &[(FieldId, Source)],
        full_name: &impl Fn(&str) -> String,
    ) -> Result<Join, String> {
        let child = table.child.and_then(|child| {
            let (_, source) = fields.iter().find(|(field, _)| *field == child)?;
            Some(source.clone())
        });
        let by_child = |join: &str| match &child {
            Some(child) => Ok(child),
            None => Err(format!("join = {join:?} needs the child of {}", table.name)),
        };
        let join = match (self.join, &self.order, &self.span, &self.episodes) {
            (None, None, None, None) => Join::Apart,
            (Some(JoinWord::Key), None, None, None) => Join::Key,
            (Some(JoinWord::Onto), None, None, None) => Join::Onto {
                without: self.stands_alone_without.as_deref().map(full_name),
            },
            (Some(JoinWord::Last), Some(order), None, None) => Join::Last {
                order: headings.one(order)?,
            },
            (Some(JoinWord::Span), None, Some([from, to]), None) => {
                by_child("span")?;
                Join::Span {
                    from: headings.one(from)?,
                    to: headings.one(to)?,
                }
            }
            (Some(JoinWord::Episodes), None, None, Some(rule)) => {
                if *by_child("episodes")? != Source::Column(headings.one(&rule.child)?) {
                    return Err(format!(
                        "its episodes are {:?}'s, its records are not",
                        rule.child
                    ));
                }
                let from_first = self.from_first.iter().map(|name| field_of(table, name));
                let from_first = from_first.collect::<Result<Vec<_>, String>>()?;
                Join::Episodes(Box::new(rule.compile(headings, fields, from_first)?))
            }
            _ => {
                return Err(
                    "join = \"last\" goes with order, \"span\" with span, \"episodes\" with episodes"
                        .to_owned(),
                );
            }
        };
        if self.stands_alone_without.is_some() && !matches!(join, Join::Onto { .. }) {
            return Err("stands_alone_without goes with join = \"onto\"".to_owned());
        }
        Ok(join)
    }
}

impl EpisodesFile {
    fn compile(
        &self,
        headings: &Headings,
        fields: &[(FieldId, Source)],
        from_first: Vec<FieldId>,
    ) -> Result<Episodes, String> {
        let (from, to) = (headings.one(&self.from)?, headings.one(&self.to)?);
        let filled_by = |column: ColumnId| {
            let mut fields = fields.iter();
            fields
                .find(|(_, source)| *source == Source::Column(column))
                .map(|(field, _)| *field)
        };
        Ok(Episodes {
            from,
            to,
            begun: headings.one(&self.begun)?,
            ended: headings.one(&self.ended)?,
            more: self.more.clone(),
            new: self.new.clone(),
            differs: headings.all(&self.differs)?,
            from_first,
            starts: filled_by(from),
            ends: filled_by(to),
        })
    }
}

fn field_of(table: &Table, name: &str) -> Result<FieldId, String> {
    table
        .field(name)
        .ok_or_else(|| format!("{} has no field {name}", table.name))
}
