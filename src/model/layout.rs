//! How a table, sheet or file of another format fills our tables: read from `rules/formats/*.toml`, from a council's own mapping,
//! and, for native exports, made from the catalogue.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::catalogue::{Catalogue, CatalogueError, FieldId, FieldKind, TableId};

/// Every layout that a file may have.
#[derive(Default)]
pub struct Layouts {
    pub lists: Vec<List>,
}

/// A column of a list, by its place among the headings of its layout.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ColumnId(pub u16);

/// What a list belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    Native,
    /// A format, by its name.
    Format(String),
    /// A council's own mapping.
    Mapping,
}

/// One table, sheet or file of a format.
pub struct List {
    /// As reports call it: "Annex A list 7", "`cp_plans`".
    pub name: String,
    pub origin: Origin,
    /// Folded names of sheets and files that go with it, to decide between lists whose headings fit alike.
    pub sheets: Vec<String>,
    pub columns: Vec<String>,
    /// Folded headings and their other spellings.
    headings: BTreeMap<String, ColumnId>,
    /// Columns that are never loaded.
    pub personal: Vec<ColumnId>,
    /// Without these a sheet cannot be this list.
    pub needs: Vec<ColumnId>,
    pub records: Vec<RecordLayout>,
}

/// What one row becomes in one of our tables.
pub struct RecordLayout {
    pub table: TableId,
    /// The format keeps only the last event of each child.
    pub latest_only: bool,
    /// Made only where one of these is filled; always where there is none.
    pub when: Vec<ColumnId>,
    /// The values that make a key, where the format has none of its own.
    pub key: Vec<ColumnId>,
    pub constants: Vec<(FieldId, String)>,
    pub fields: Vec<(FieldId, Source)>,
    /// Rows are episodes, to be joined into spells.
    pub join: Option<Join>,
}

/// Where the value of a field is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    Column(ColumnId),
    /// The first that is filled.
    First(Vec<ColumnId>),
    /// These values made into a key, as the record they lead to has it.
    Key(Vec<ColumnId>),
    Translated {
        column: ColumnId,
        /// Folded spellings that mean something else here than in the catalogue.
        codes: BTreeMap<String, String>,
        /// Yes becomes no.
        flip: bool,
    },
    /// Inside a cell of JSON: the first of these keys that is there; all that is there where there is none.
    Json {
        column: ColumnId,
        keys: Vec<String>,
        list: bool,
    },
}

/// How rows of one child become spells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Join {
    /// SSDA903 episodes into periods in care.
    CarePeriods,
    /// SSDA903 episodes into placements.
    Placements,
}

/// Whether a heading is one of those that are never loaded, whatever the file: names, addresses, national numbers.
pub fn is_personal(heading: &str) -> bool {
    const WORDS: [&str; 18] = [
        "forename",
        "firstname",
        "givenname",
        "surname",
        "lastname",
        "familyname",
        "fullname",
        "childname",
        "childsname",
        "knownas",
        "address",
        "postcode",
        "homepost",
        "plpost",
        "upn",
        "uniquepupilnumber",
        "nhsnumber",
        "telephone",
    ];
    let folded = folded_heading(heading);
    folded == "name" || WORDS.iter().any(|word| folded.contains(word))
}

/// A heading as it is compared: letters and digits in lower case, without a bracket at its end.
pub fn folded_heading(text: &str) -> String {
    let text = text.trim_end_matches(|last: char| last.is_whitespace() || "?.:*".contains(last));
    let text = match text.rfind('(') {
        Some(start) if start > 0 && text.ends_with(')') => &text[..start],
        _ => text,
    };
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl List {
    /// A council's own mapping of one file.
    pub fn mapped(catalogue: &Catalogue, file: ListFile) -> Result<Self, String> {
        compile(catalogue, file, None)
    }

    /// The column that each heading of a file names. Of two that name one, the first.
    pub fn columns_of(&self, headings: &[String]) -> Vec<Option<ColumnId>> {
        headings
            .iter()
            .map(|heading| self.headings.get(&folded_heading(heading)).copied())
            .collect()
    }

    pub fn is_mapping(&self) -> bool {
        self.origin == Origin::Mapping
    }

    pub fn column(&self, id: ColumnId) -> &str {
        &self.columns[id.0 as usize]
    }

    /// Whether any record takes something from a column.
    pub fn uses(&self, column: ColumnId) -> bool {
        self.records.iter().any(|record| {
            let reads = |(_, source): &(FieldId, Source)| match source {
                Source::Column(own)
                | Source::Translated { column: own, .. }
                | Source::Json { column: own, .. } => *own == column,
                Source::First(several) | Source::Key(several) => several.contains(&column),
            };
            record.fields.iter().any(reads)
                || record.when.contains(&column)
                || record.key.contains(&column)
        })
    }

    /// A native table: its fields are its headings.
    fn native(catalogue: &Catalogue, id: TableId) -> Self {
        let table = catalogue.table(id);
        let columns: Vec<String> = table
            .fields
            .iter()
            .map(|field| field.name.clone())
            .collect();
        let place = |field: FieldId| ColumnId(u16::from(field.0));
        Self {
            name: table.name.clone(),
            origin: Origin::Native,
            sheets: vec![folded_heading(&table.name)],
            headings: columns
                .iter()
                .zip(table.field_ids())
                .map(|(name, field)| (folded_heading(name), place(field)))
                .collect(),
            columns,
            personal: Vec::new(),
            needs: vec![place(table.key)],
            records: vec![RecordLayout {
                table: id,
                latest_only: false,
                when: Vec::new(),
                key: Vec::new(),
                constants: Vec::new(),
                fields: table
                    .field_ids()
                    .map(|field| (field, Source::Column(place(field))))
                    .collect(),
                join: None,
            }],
        }
    }
}

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
    #[serde(default, rename = "title")]
    _title: String,
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
    needs: Vec<String>,
    record: Vec<RecordFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordFile {
    table: String,
    #[serde(default)]
    latest_only: bool,
    #[serde(default)]
    when: Vec<String>,
    #[serde(default)]
    constants: BTreeMap<String, String>,
    #[serde(default)]
    key: Vec<String>,
    #[serde(default)]
    fields: BTreeMap<String, SourceFile>,
    join: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SourceFile {
    Column(String),
    Table(SourceTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceTable {
    column: Option<String>,
    #[serde(default)]
    first: Vec<String>,
    #[serde(default)]
    key: Vec<String>,
    json: Option<Vec<String>>,
    #[serde(default)]
    list: bool,
    #[serde(default)]
    flip: bool,
    #[serde(default)]
    codes: BTreeMap<String, String>,
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
                    for list in format.list {
                        let name = list.name.clone();
                        match compile(catalogue, list, Some(&format.name)) {
                            Ok(list) => lists.push(list),
                            Err(wrong) => errors.push(error(None, format!("{name}: {wrong}"))),
                        }
                    }
                }
                Err(wrong) => errors.push(error(wrong.span(), wrong.message().to_owned())),
            }
        }
        if errors.is_empty() {
            Ok(Self { lists })
        } else {
            Err(errors)
        }
    }
}

fn compile(catalogue: &Catalogue, file: ListFile, format: Option<&str>) -> Result<List, String> {
    let mut headings = BTreeMap::new();
    for (place, heading) in file.headings.iter().enumerate() {
        let column = ColumnId(place as u16);
        if headings.insert(folded_heading(heading), column).is_some() {
            return Err(format!("{heading:?} is listed twice"));
        }
    }
    let place = |heading: &String| -> Result<ColumnId, String> {
        headings
            .get(&folded_heading(heading))
            .copied()
            .ok_or_else(|| format!("{heading:?} is none of its headings"))
    };
    let places = |all: &[String]| all.iter().map(place).collect::<Result<Vec<_>, String>>();
    let records = file
        .record
        .iter()
        .map(|record| record_layout(catalogue, record, &places))
        .collect::<Result<Vec<_>, String>>()?;
    let (personal, needs) = (places(&file.personal)?, places(&file.needs)?);
    let mut aliases = Vec::new();
    for (heading, others) in &file.aliases {
        let column = place(heading)?;
        aliases.extend(others.iter().map(|other| (folded_heading(other), column)));
    }
    for (alias, column) in aliases {
        headings.entry(alias).or_insert(column);
    }
    Ok(List {
        name: format.map_or_else(
            || file.name.clone(),
            |format| format!("{format} {}", file.name),
        ),
        origin: format.map_or(Origin::Mapping, |format| Origin::Format(format.to_owned())),
        sheets: file
            .sheets
            .iter()
            .map(|name| folded_heading(name))
            .collect(),
        columns: file.headings,
        headings,
        personal,
        needs,
        records,
    })
}

fn record_layout(
    catalogue: &Catalogue,
    file: &RecordFile,
    places: &impl Fn(&[String]) -> Result<Vec<ColumnId>, String>,
) -> Result<RecordLayout, String> {
    let table = catalogue
        .find(&file.table)
        .ok_or_else(|| format!("there is no table {}", file.table))?;
    let definition = catalogue.table(table);
    let field = |name: &str| {
        definition
            .field(name)
            .ok_or_else(|| format!("{} has no field {name}", file.table))
    };
    let constants = file
        .constants
        .iter()
        .map(|(name, value)| Ok((field(name)?, value.clone())))
        .collect::<Result<Vec<_>, String>>()?;
    let fields = file
        .fields
        .iter()
        .map(|(name, from)| Ok((field(name)?, source(from, places)?)))
        .collect::<Result<Vec<_>, String>>()?;
    let key = places(&file.key)?;
    let has_key =
        |(field, _): &(FieldId, Source)| definition.fields[field.index()].kind == FieldKind::Key;
    let join = match file.join.as_deref() {
        None => None,
        Some("care_periods") => Some(Join::CarePeriods),
        Some("placements") => Some(Join::Placements),
        Some(other) => return Err(format!("{other} is no way to join rows")),
    };
    if key.is_empty() && !fields.iter().any(has_key) {
        return Err(format!(
            "a record of {} has neither key nor key field",
            file.table
        ));
    }
    Ok(RecordLayout {
        table,
        latest_only: file.latest_only,
        when: places(&file.when)?,
        key,
        constants,
        fields,
        join,
    })
}

fn source(
    file: &SourceFile,
    places: &impl Fn(&[String]) -> Result<Vec<ColumnId>, String>,
) -> Result<Source, String> {
    let one = |heading: &String| Ok::<_, String>(places(std::slice::from_ref(heading))?[0]);
    let table = match file {
        SourceFile::Column(heading) => return Ok(Source::Column(one(heading)?)),
        SourceFile::Table(table) => table,
    };
    if !table.first.is_empty() {
        return Ok(Source::First(places(&table.first)?));
    }
    if !table.key.is_empty() {
        return Ok(Source::Key(places(&table.key)?));
    }
    let column = table
        .column
        .as_ref()
        .ok_or("a source needs column, first or key")?;
    let column = one(column)?;
    Ok(match &table.json {
        Some(keys) => Source::Json {
            column,
            keys: keys.clone(),
            list: table.list,
        },
        None => Source::Translated {
            column,
            codes: table
                .codes
                .iter()
                .map(|(code, value)| (super::folding::fold(code), value.clone()))
                .collect(),
            flip: table.flip,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::folded_heading;

    #[test]
    fn headings_fold_case_spaces_punctuation_quotes_and_a_bracket_at_the_end() {
        for (written, folded) in [
            ("Child Unique ID", "childuniqueid"),
            ("child_unique_id ", "childuniqueid"),
            ("LA children\u{2019}s services", "lachildrensservices"),
            ("Was the Child Seen Alone? (Y/N)", "wasthechildseenalone"),
            ("Was the Child Seen Alone (Y/N))", "wasthechildseenalone"),
            ("Age of Child (Years)", "ageofchild"),
            ("(position)", "position"),
            ("Plan (child) start", "planchildstart"),
        ] {
            assert_eq!(folded_heading(written), folded, "{written}");
        }
    }
}
