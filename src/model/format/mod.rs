//! Formats as `rules/formats/*.toml` and a council's mapping write them, made into layouts.

mod each;
mod record;
mod source;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::catalogue::{Catalogue, CatalogueError, FieldId, FieldKind, TableId};
use super::folding::fold;
use super::heading::folded_heading;
use super::layout::{ColumnId, Join, Layouts, List, Origin, RecordLayout, Words};
use super::personal::is_personal;
use each::EACH;
use record::RecordFile;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormatFile {
    name: String,
    #[serde(rename = "source")]
    _source: String,
    list: Vec<ListFile>,
}

/// One list as a file writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListFile {
    name: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    sheets: Vec<String>,
    #[serde(default)]
    headings: Vec<String>,
    #[serde(default)]
    aliases: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    personal: Vec<String>,
    /// Headings that are known and not used.
    #[serde(default, rename = "unused")]
    _unused: Vec<String>,
    #[serde(default)]
    hard_coded: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    documents: Option<String>,
    /// How far back what happened is in it.
    cohort: Option<String>,
    #[serde(default)]
    record: Vec<RecordFile>,
}

impl Layouts {
    /// The native tables, and the formats of these files.
    pub fn read<'f>(
        catalogue: &Catalogue,
        files: impl IntoIterator<Item = (&'f str, &'f str)>,
    ) -> Result<Self, Vec<CatalogueError>> {
        let mut lists: Vec<List> = catalogue
            .tables()
            .map(|(id, _)| List::native(catalogue, id))
            .collect();
        let mut errors = Vec::new();
        for (file, text) in files {
            let error = |span, message| CatalogueError {
                file: file.to_owned(),
                span,
                message,
            };
            match toml::from_str::<FormatFile>(text) {
                Ok(format) => {
                    let first = lists.len();
                    for list in format.list {
                        let name = list.name.clone();
                        match list.compile(catalogue, Some(&format.name)) {
                            Ok(list) => lists.push(list),
                            Err(wrong) => errors.push(error(None, format!("{name}: {wrong}"))),
                        }
                    }
                    let unknown = no_such_list(&lists[first..]);
                    errors.extend(unknown.map(|wrong| error(None, wrong)));
                }
                Err(wrong) => errors.push(error(wrong.span(), wrong.message().to_owned())),
            }
        }
        if errors.is_empty() {
            Ok(Self {
                lists,
                other_ids: BTreeMap::new(),
            })
        } else {
            Err(errors)
        }
    }
}

/// A record of a format that stands alone without a list which the format does not have.
fn no_such_list(lists: &[List]) -> Option<String> {
    let joins = lists
        .iter()
        .flat_map(|list| list.records.iter().map(move |record| (list, &record.join)));
    let mut named = joins.filter_map(|(list, join)| match join {
        Join::Onto { without } => Some((list, without.as_ref()?)),
        _ => None,
    });
    let (list, other) = named.find(|(_, other)| !lists.iter().any(|list| list.name == **other))?;
    Some(format!("{}: there is no {other}", list.name))
}

/// The columns of a list, by folded heading.
struct Headings(BTreeMap<String, ColumnId>);

impl Headings {
    fn one(&self, heading: &str) -> Result<ColumnId, String> {
        self.0
            .get(&folded_heading(heading))
            .copied()
            .ok_or_else(|| format!("{heading:?} is none of its headings"))
    }

    fn all(&self, headings: &[String]) -> Result<Vec<ColumnId>, String> {
        headings.iter().map(|heading| self.one(heading)).collect()
    }

    fn words(&self, file: &BTreeMap<String, Vec<String>>) -> Result<Vec<Words>, String> {
        let words = |(heading, spellings): (&String, &Vec<String>)| {
            Ok(Words {
                column: self.one(heading)?,
                spellings: spellings.iter().map(|spelling| fold(spelling)).collect(),
            })
        };
        file.iter().map(words).collect()
    }
}

/// A column that a record takes a value or its key from though its heading is personal. A worker may go by name.
fn personal_column<'h>(
    catalogue: &Catalogue,
    records: &[RecordLayout],
    headings: &'h [String],
) -> Option<&'h str> {
    let named = |column: &ColumnId| headings[usize::from(column.0)].as_str();
    let is_of_staff = |record: &RecordLayout, field: FieldId| {
        let staff = |table: &TableId| [catalogue.workers, catalogue.teams].contains(&Some(*table));
        match &catalogue.field(record.table, field).kind {
            FieldKind::Key => staff(&record.table),
            FieldKind::Reference(tables) => tables.iter().all(staff),
            _ => false,
        }
    };
    let read = records.iter().flat_map(|record| {
        let fields = record
            .fields
            .iter()
            .filter(move |(field, _)| !is_of_staff(record, *field));
        let read = fields.flat_map(|(_, source)| source.columns());
        read.chain(record.key.iter().copied())
    });
    let mut personal = read.filter(|column| is_personal(named(column)));
    personal.next().map(|column| named(&column))
}

impl ListFile {
    pub(super) fn compile(
        mut self,
        catalogue: &Catalogue,
        format: Option<&str>,
    ) -> Result<List, String> {
        let full_name = |name: &str| {
            format.map_or_else(|| name.to_owned(), |format| format!("{format} {name}"))
        };
        let is_one = |heading: &&String| !heading.contains(EACH);
        let named = self.headings.iter().filter(is_one).count();
        let mut repeated = Vec::new();
        for record in self.record {
            repeated.extend(record.repeated()?);
        }
        // Next month's tracker has one column more: it is known before it is there.
        for heading in repeated.iter().flat_map(|record| &record.repeats) {
            let is_new = |known: &String| folded_heading(known) != folded_heading(heading);
            if self.headings.iter().all(is_new) {
                self.headings.push(heading.clone());
            }
        }
        self.headings.retain(|heading| !heading.contains(EACH));
        let (found, most) = (self.headings.len(), u16::MAX);
        if found > usize::from(most) {
            return Err(format!(
                "no more than {most} headings can be told apart, and {found} are listed"
            ));
        }
        let mut headings = Headings(BTreeMap::new());
        for (column, heading) in (0..most).map(ColumnId).zip(&self.headings) {
            if headings.0.insert(folded_heading(heading), column).is_some() {
                return Err(format!("{heading:?} is listed twice"));
            }
        }
        let mut records = Vec::new();
        for record in repeated {
            records.push(record.compile(catalogue, &headings, &full_name)?);
        }
        let personal = headings.all(&self.personal)?;
        let needs = headings.all(&self.needs)?;
        let hard_coded = headings.all(&self.hard_coded)?;
        let documents = self.documents.map(|heading| headings.one(&heading));
        if format.is_none()
            && let Some(heading) = personal_column(catalogue, &records, &self.headings)
        {
            return Err(format!(
                "{heading:?} is headed as a name, an address or a number of a person, which is never loaded: take another column"
            ));
        }
        let mut aliases = Vec::new();
        for (heading, others) in &self.aliases {
            let column = headings.one(heading)?;
            aliases.extend(others.iter().map(|other| (folded_heading(other), column)));
        }
        for (alias, column) in aliases {
            headings.0.entry(alias).or_insert(column);
        }
        Ok(List {
            name: full_name(&self.name),
            title: if self.title.is_empty() {
                self.name.clone()
            } else {
                self.title
            },
            origin: format.map_or(Origin::Mapping, |format| Origin::Format(format.to_owned())),
            sheets: self
                .sheets
                .iter()
                .map(|name| folded_heading(name))
                .collect(),
            named: named as u16,
            columns: self.headings,
            headings: headings.0,
            personal,
            needs,
            hard_coded,
            cohort: self.cohort,
            documents: documents.transpose()?,
            records,
        })
    }
}
