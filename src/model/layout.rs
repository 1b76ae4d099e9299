//! How a table, sheet or file of another format fills our tables: read from `rules/formats/*.toml`, from a council's own mapping,
//! and, for native exports, made from the catalogue.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Catalogue, FieldId, TableId};
pub use super::format::ListFile;
use super::heading::folded_heading;

/// Every layout that a file may have.
#[derive(Default)]
pub struct Layouts {
    pub lists: Vec<List>,
    /// By an id that some file has for a child, the one that the child is known by.
    pub other_ids: BTreeMap<String, String>,
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
    /// What its rows are: "children on child protection plans".
    pub title: String,
    pub origin: Origin,
    /// Folded names of sheets and files that go with it, to decide between lists whose headings fit alike.
    pub sheets: Vec<String>,
    pub columns: Vec<String>,
    /// Folded headings and their other spellings.
    pub(super) headings: BTreeMap<String, ColumnId>,
    /// How many of the columns the list names itself: behind them stand those that may come, such as that of the next review.
    pub(super) named: u16,
    /// Columns that are never loaded.
    pub personal: Vec<ColumnId>,
    /// Without these a sheet cannot be this list.
    pub needs: Vec<ColumnId>,
    /// Columns that some system fills with one value throughout, which is then no evidence.
    pub hard_coded: Vec<ColumnId>,
    /// How far back what happened is in it: "the last six months".
    pub cohort: Option<String>,
    /// A column that holds a nested document in each row, which is all that is read.
    pub documents: Option<ColumnId>,
    /// None where the list is known and holds nothing that a rule reads.
    pub records: Vec<RecordLayout>,
}

/// What one row becomes in one of our tables.
#[derive(PartialEq, Eq)]
pub struct RecordLayout {
    pub table: TableId,
    /// The format keeps only the last event of each child.
    pub latest_only: bool,
    /// Its first day is that of what came before it: another format may begin it some days later.
    pub dated_before: bool,
    /// Made only where one of these is filled; always where there is none.
    pub when: Vec<ColumnId>,
    /// Made only for rows that say one of these, in every such column.
    pub only: Vec<Words>,
    /// Never made for rows that say one of these.
    pub except: Vec<Words>,
    /// The values that make a key, where the format has none of its own or the row leaves it blank.
    pub key: Vec<ColumnId>,
    pub constants: Vec<(FieldId, String)>,
    pub fields: Vec<(FieldId, Source)>,
    pub join: Join,
}

/// Folded spellings of one column.
#[derive(PartialEq, Eq)]
pub struct Words {
    pub column: ColumnId,
    pub spellings: BTreeSet<String>,
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
        otherwise: Otherwise,
    },
    /// Inside a cell of JSON: the first of these keys that is there; all that is there where there is none.
    Json {
        column: ColumnId,
        keys: Vec<String>,
        list: bool,
        /// The field has room for one answer.
        one: bool,
    },
    /// The key of the child's record that is open on this day.
    OpenOn(ColumnId),
    /// A date of birth, which the age beside it may say is only expected.
    Birth {
        day: ColumnId,
        age: ColumnId,
        expected: bool,
    },
}

/// What a cell is when none of its codes is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Otherwise {
    AsWritten,
    YesOrNo,
    /// Yes becomes no.
    Reversed,
}

impl Source {
    /// Every column that is read.
    pub fn columns(&self) -> Vec<ColumnId> {
        match self {
            Self::Column(column)
            | Self::OpenOn(column)
            | Self::Translated { column, .. }
            | Self::Json { column, .. } => vec![*column],
            Self::First(columns) | Self::Key(columns) => columns.clone(),
            Self::Birth { day, age, .. } => vec![*day, *age],
        }
    }
}

/// How rows become records.
#[derive(PartialEq, Eq)]
pub enum Join {
    /// Each is one.
    Apart,
    /// All of one key are one.
    Key,
    /// They add to a record that others make; where the list named is not there, they make it themselves.
    Onto {
        without: Option<String>,
    },
    /// Of one key, the latest by this column.
    Last {
        order: ColumnId,
    },
    /// They add to the child's record whose own span overlaps this one.
    Span {
        from: ColumnId,
        to: ColumnId,
    },
    Episodes(Box<Episodes>),
}

/// How the episodes of a child make records, a run of them each.
#[derive(PartialEq, Eq)]
pub struct Episodes {
    pub from: ColumnId,
    pub to: ColumnId,
    pub begun: ColumnId,
    pub ended: ColumnId,
    /// The end of an episode that another follows.
    pub more: String,
    /// Beginnings of a new record; the first of them is that of the child's whole stay.
    pub new: Vec<String>,
    /// A change in one of these begins a new record too.
    pub differs: Vec<ColumnId>,
    /// Fields that keep what the first row of a run says.
    pub from_first: Vec<FieldId>,
    /// The fields that `from` and `to` fill.
    pub starts: Option<FieldId>,
    pub ends: Option<FieldId>,
}

impl Join {
    fn columns(&self) -> Vec<ColumnId> {
        match self {
            Self::Apart | Self::Key | Self::Onto { .. } => Vec::new(),
            Self::Last { order } => vec![*order],
            Self::Span { from, to } => vec![*from, *to],
            Self::Episodes(rule) => [rule.from, rule.to, rule.begun, rule.ended]
                .into_iter()
                .chain(rule.differs.iter().copied())
                .collect(),
        }
    }
}

impl RecordLayout {
    /// Whether a file without a column lacks what it takes from it: where several columns may hold a value, one is enough.
    fn lacks(&self, column: ColumnId, has: &impl Fn(&ColumnId) -> bool) -> bool {
        let is_one_of = |columns: &[ColumnId]| columns.contains(&column);
        let lacks = |columns: &[ColumnId]| is_one_of(columns) && !columns.iter().any(has);
        let words = self.only.iter().chain(&self.except);
        let mut sources = self.fields.iter().map(|(_, source)| source);
        sources.any(|source| match source {
            Source::First(columns) => lacks(columns),
            source => is_one_of(&source.columns()),
        }) || lacks(&self.when)
            || is_one_of(&self.key)
            || is_one_of(&self.join.columns())
            || words.into_iter().any(|words| words.column == column)
    }

    /// Whether it takes anything from a column.
    pub fn uses(&self, column: ColumnId) -> bool {
        let words = self.only.iter().chain(&self.except);
        self.fields
            .iter()
            .any(|(_, source)| source.columns().contains(&column))
            || self.when.contains(&column)
            || self.key.contains(&column)
            || words.into_iter().any(|words| words.column == column)
            || self.join.columns().contains(&column)
    }
}

impl Layouts {
    /// The list that goes by this name, in any case.
    pub fn find(&self, name: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.is_called(name))
    }

    /// Adds other headings that a council uses for those of known lists.
    pub fn rename(&mut self, aliases: &[Alias]) {
        for alias in aliases {
            let mut lists = self.lists.iter_mut();
            if let Some(list) = lists.find(|list| list.is_called(&alias.list)) {
                list.headings
                    .insert(folded_heading(&alias.other), alias.column);
            }
        }
    }
}

/// Another heading for a column of a known list.
pub struct Alias {
    pub list: String,
    pub column: ColumnId,
    pub other: String,
}

impl List {
    fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.trim())
    }

    /// The column that a heading names.
    pub fn column_of(&self, heading: &str) -> Option<ColumnId> {
        self.headings.get(&folded_heading(heading)).copied()
    }

    /// A council's own mapping of one file.
    pub fn mapped(catalogue: &Catalogue, file: ListFile) -> Result<Self, String> {
        file.compile(catalogue, None)
    }

    /// The column that each heading of a file names. Of two that name one, the first.
    pub fn columns_of(&self, headings: &[String]) -> Vec<Option<ColumnId>> {
        headings
            .iter()
            .map(|heading| self.column_of(heading))
            .collect()
    }

    pub fn is_mapping(&self) -> bool {
        self.origin == Origin::Mapping
    }

    pub fn column(&self, id: ColumnId) -> &str {
        &self.columns[id.0 as usize]
    }

    /// The columns that the list names itself.
    pub fn listed(&self) -> impl Iterator<Item = ColumnId> + use<> {
        (0..self.named).map(ColumnId)
    }

    /// Those of them that are read, and that a file with these columns has neither itself nor by another; and of columns that
    /// repeat the first, where it has none.
    pub fn wanting(&self, columns: &[Option<ColumnId>]) -> Vec<ColumnId> {
        let has = |column: &ColumnId| columns.contains(&Some(*column));
        let is_wanting = |column: &ColumnId| {
            let mut records = self.records.iter();
            !has(column) && records.any(|record| record.lacks(*column, &has))
        };
        let mut wanting: Vec<ColumnId> = self.listed().filter(is_wanting).collect();
        for (place, record) in self.records.iter().enumerate() {
            let of_table = |other: &&RecordLayout| other.table == record.table;
            let repeats = |other: &RecordLayout| other.when.iter().any(|one| one.0 >= self.named);
            let is_first = !self.records[..place].iter().filter(of_table).any(repeats);
            let mut when = self
                .records
                .iter()
                .filter(of_table)
                .flat_map(|one| &one.when);
            if repeats(record) && is_first && !when.any(has) {
                wanting.push(record.when[0]);
            }
        }
        wanting
    }

    /// Whether any record takes something from a column.
    pub fn uses(&self, column: ColumnId) -> bool {
        self.records.iter().any(|record| record.uses(column))
    }

    /// A native table: its fields are its headings.
    pub(super) fn native(catalogue: &Catalogue, id: TableId) -> Self {
        let table = catalogue.table(id);
        let columns: Vec<String> = table
            .fields
            .iter()
            .map(|field| field.name.clone())
            .collect();
        let place = |field: FieldId| ColumnId(u16::from(field.0));
        Self {
            name: table.name.clone(),
            title: table.many.clone(),
            origin: Origin::Native,
            sheets: vec![folded_heading(&table.name)],
            headings: columns
                .iter()
                .zip(table.field_ids())
                .map(|(name, field)| (folded_heading(name), place(field)))
                .collect(),
            named: columns.len() as u16,
            columns,
            personal: Vec::new(),
            needs: vec![place(table.key)],
            hard_coded: Vec::new(),
            cohort: None,
            documents: None,
            records: vec![RecordLayout {
                table: id,
                latest_only: false,
                dated_before: false,
                when: Vec::new(),
                only: Vec::new(),
                except: Vec::new(),
                key: Vec::new(),
                constants: Vec::new(),
                fields: table
                    .field_ids()
                    .map(|field| (field, Source::Column(place(field))))
                    .collect(),
                join: Join::Apart,
            }],
        }
    }
}
