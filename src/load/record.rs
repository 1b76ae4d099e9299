//! What the rows of a list become in one of our tables.

use std::collections::BTreeMap;

use foldhash::quality::FixedState;
use hashbrown::HashMap;

use crate::model::catalogue::{FieldId, FieldKind};
use crate::model::column::Column;
use crate::model::file::FileId;
use crate::model::layout::{ColumnId, Join, List, Origin, RecordLayout, Source};
use crate::model::problem::{Problem, ProblemSeverity};

use super::TableContents;
use super::alike;
use super::builder::{Context, TableBuilder};
use super::cell;
use super::joining::{self, DayColumn, Joining};
use super::recognise::Recognised;
use super::rows::Rows;
use super::source::{self, Found, Places};

pub(super) struct Record<'c, 'l> {
    layout: &'l RecordLayout,
    builder: TableBuilder<'c>,
    is_native: bool,
    /// Something is recorded of a child though its cell cannot be read; a team or a worker without a name is none.
    is_of_child: bool,
    key: FieldId,
    constants: Vec<(FieldId, &'l str)>,
    fields: Vec<(FieldId, source::Reader<'l>)>,
    /// References to the record that is open on a day.
    open_on: Vec<(FieldId, DayColumn)>,
    joining: Joining<'l>,
    /// By made key, the different rows that have it.
    made: HashMap<String, Vec<u64>, FixedState>,
    /// Cells that give several answers where there is room for one: how many, and where the first stands.
    several: BTreeMap<FieldId, (u64, u32)>,
    passed_over: PassedOver,
    /// Headings that decide of records and of keys, beside those of the fields.
    deciding: Vec<String>,
}

/// Rows of which no record is made for what they say in some columns.
#[derive(Default)]
struct PassedOver {
    /// None where another record of the list is made of them.
    columns: Option<String>,
    rows: u64,
    /// The line of the first.
    line: u32,
}

impl<'c, 'l> Record<'c, 'l> {
    /// Nothing where the file lacks what such a record is made of.
    pub(super) fn new(
        context: &'c Context<'c>,
        layout: &'l RecordLayout,
        list: &List,
        places: &Places,
        headings: &[String],
        file: FileId,
    ) -> Option<Self> {
        let has_any = layout.when.iter().any(|column| places.has(*column));
        let has_words = layout.only.iter().all(|words| places.has(words.column));
        if !(layout.when.is_empty() || has_any) || !has_words {
            return None;
        }
        let is_native = list.origin == Origin::Native;
        let mut builder = TableBuilder::new(context, layout.table, file);
        builder.tells_broken_formulas = is_native;
        let key = context.catalogue.table(layout.table).key;
        if !layout.key.is_empty() {
            builder.head(key, "");
        }
        let constants: Vec<(FieldId, &str)> = layout
            .constants
            .iter()
            .map(|(field, value)| (*field, value.as_str()))
            .collect();
        for (field, _) in &constants {
            builder.head(*field, "");
        }
        let (mut fields, mut open_on) = (Vec::new(), Vec::new());
        for (field, from) in &layout.fields {
            if let Source::OpenOn(day) = from
                && places.has(*day)
            {
                builder.head(*field, "");
                open_on.push((*field, DayColumn::new(*day)));
                continue;
            }
            let Some(reader) = source::Reader::new(from, places) else {
                continue;
            };
            let heading = reader.place().and_then(|place| headings.get(place));
            builder.head(*field, heading.map_or(list.name.as_str(), String::as_str));
            fields.push((*field, reader));
        }
        Some(Self {
            layout,
            is_native,
            is_of_child: context.catalogue.table(layout.table).child.is_some(),
            builder,
            key,
            constants,
            fields,
            open_on,
            joining: Joining::new(&layout.join, list),
            made: HashMap::default(),
            several: BTreeMap::new(),
            passed_over: PassedOver {
                columns: said_by(layout, list, places, headings),
                ..PassedOver::default()
            },
            deciding: deciding(layout, list, places, headings),
        })
    }

    /// Says which headings are not used, and which occur twice.
    pub(super) fn note_headings(
        &mut self,
        recognised: &Recognised<'_>,
        headings: &[String],
        line: u32,
    ) {
        let list = recognised.list;
        let used = |column: ColumnId| list.uses(column);
        // Of a mapping all that is new is named with what it lacks.
        let meant = if list.is_mapping() {
            vec![None; headings.len()]
        } else {
            alike::meant(list, &recognised.columns, headings)
        };
        for (place, text) in headings.iter().enumerate() {
            match recognised.columns[place] {
                Some(column) if recognised.columns[..place].contains(&Some(column)) => {
                    let message =
                        format!("the heading {text:?} occurs twice: the first column is read");
                    let problem = Problem::new(ProblemSeverity::Error, message);
                    self.builder
                        .problem(problem.at_row(line).in_column(text.clone()));
                }
                Some(column) if used(column) => {}
                _ if text.is_empty() => self.builder.leave_unused("(no heading)"),
                _ => {
                    self.builder.leave_unused(text);
                    if let Some(column) = meant[place] {
                        let message =
                            format!("this column is not used; is it {column}? Then name it so");
                        let problem = Problem::new(ProblemSeverity::Warning, message);
                        self.builder
                            .problem(problem.at_row(line).in_column(text.clone()));
                    }
                }
            }
        }
    }

    pub(super) fn reject(&mut self) {
        self.builder.reject();
    }

    pub(super) fn row(&mut self, rows: &impl Rows, places: &Places) {
        if !self.is_filled(rows, places) {
            return;
        }
        if !self.is_meant(rows, places) {
            if self.passed_over.rows == 0 {
                self.passed_over.line = rows.line();
            }
            self.passed_over.rows += 1;
            return;
        }
        self.builder.begin(rows.line());
        for (field, value) in &self.constants {
            self.builder.set(*field, value);
        }
        for (field, reader) in &self.fields {
            if let Some(place) = reader.plain() {
                self.builder.set(*field, self.cell(rows, place));
                continue;
            }
            let text = match reader.value(places, rows) {
                Found::Nothing => continue,
                Found::Text(text) => text,
                Found::Several(values) => match self.builder.one_of(*field, &values) {
                    Some(value) => value.to_owned().into(),
                    None => {
                        self.several.entry(*field).or_insert((0, rows.line())).0 += 1;
                        continue;
                    }
                },
            };
            self.builder.set(*field, &text);
        }
        if !self.layout.key.is_empty()
            && !self.builder.has(self.key)
            && let Some(key) = source::made_key(&self.layout.key, places, rows)
        {
            let key = self.numbered(key, rows);
            self.builder.set(self.key, &key);
        }
        for (_, days) in &mut self.open_on {
            days.note(places, rows);
        }
        self.joining.note(places, rows);
    }

    /// A cell as it stands; a word for "no value" is blank where it is counted for the whole list.
    fn cell<'r>(&self, rows: &'r impl Rows, place: usize) -> &'r str {
        let text = rows.cell(place);
        if !self.is_native && cell::is_stand_in_word(cell::trim(text)) {
            ""
        } else {
            text
        }
    }

    fn is_filled(&self, rows: &impl Rows, places: &Places) -> bool {
        let is_filled = |column: &ColumnId| {
            let text = places.recorded(rows, *column);
            !text.is_empty() && (self.is_of_child || !cell::is_broken_formula(text))
        };
        self.layout.when.is_empty() || self.layout.when.iter().any(is_filled)
    }

    fn is_meant(&self, rows: &impl Rows, places: &Places) -> bool {
        let layout = self.layout;
        layout.only.iter().all(|words| places.says(rows, words))
            && !layout.except.iter().any(|words| places.says(rows, words))
    }

    /// A made key with a running number among the different rows that have it: two contacts about one child on one day are two.
    fn numbered(&mut self, key: String, rows: &impl Rows) -> String {
        if !matches!(self.layout.join, Join::Apart) {
            return key;
        }
        let own = joining::hashed((0..rows.len()).map(|place| rows.cell(place)));
        let others = self.made.entry_ref(key.as_str()).or_default();
        // What is alike in what nobody can read may be two all the same.
        let is_read = (0..rows.len()).all(|place| !cell::is_broken_formula(rows.cell(place)));
        let number = others.iter().position(|other| is_read && *other == own);
        let number = number.unwrap_or_else(|| {
            others.push(own);
            others.len() - 1
        });
        match number {
            0 => key,
            number => format!("{key}/{}", number + 1),
        }
    }

    /// Leaves out what only this column says.
    pub(super) fn forget(&mut self, column: ColumnId) {
        for (field, _) in self
            .fields
            .iter()
            .filter(|(_, reader)| reader.reads_only(column))
        {
            self.builder.forget(*field);
        }
    }

    /// Whether each row makes a record of its own, and not one that another block of the list makes too.
    pub(super) fn adds_records(&self) -> bool {
        matches!(self.layout.join, Join::Apart)
    }

    /// Takes in what the rows of a later part became.
    pub(super) fn absorb(&mut self, later: Self) {
        for (field, (count, line)) in later.several {
            self.several.entry(field).or_insert((0, line)).0 += count;
        }
        if self.passed_over.rows == 0 {
            self.passed_over.line = later.passed_over.line;
        }
        self.passed_over.rows += later.passed_over.rows;
        for ((_, days), (_, more)) in self.open_on.iter_mut().zip(later.open_on) {
            days.absorb(more);
        }
        self.joining.absorb(later.joining);
        self.builder.absorb(later.builder);
    }

    pub(super) fn finish(self) -> TableContents {
        let mut builder = self.builder;
        for (field, (count, line)) in self.several {
            let heading = builder.heading(field).to_owned();
            let message = match count {
                1 => {
                    "1 cell says yes to several answers where there is room for one: read as blank"
                        .to_owned()
                }
                count => format!(
                    "{count} cells say yes to several answers where there is room for one: read as blank; the first is named here"
                ),
            };
            let problem = Problem::new(ProblemSeverity::Warning, message);
            builder.problem(problem.at_row(line).in_column(heading).times(count));
        }
        if let PassedOver {
            columns: Some(columns),
            rows: rows @ 1..,
            line,
        } = self.passed_over
        {
            let name = &builder.context().catalogue.table(builder.table()).name;
            let message = match rows {
                1 => format!("1 row is no record of {name}, as its {columns} says"),
                rows => format!(
                    "{rows} rows are no records of {name}, as their {columns} says; the first is named here"
                ),
            };
            let problem = Problem::new(ProblemSeverity::Note, message);
            builder.problem(problem.at_row(line).times(rows));
        }
        let catalogue = builder.context().catalogue;
        let (mut partial, mut table, problems) = builder.finish();
        let constants = self.constants.iter().filter_map(|(field, text)| {
            let code = catalogue.field(self.layout.table, *field).value(text)?;
            Some((*field, code))
        });
        partial.constants = constants.collect();
        let used = self.deciding.into_iter();
        for heading in used {
            if !table.used.contains(&heading) {
                table.used.push(heading);
            }
        }
        partial.latest_only = self.layout.latest_only;
        partial.dated_before = self.layout.dated_before;
        table.latest_only = self.layout.latest_only;
        partial.telling = self.joining.finish();
        for (field, days) in self.open_on {
            let mut column = Column::new(&FieldKind::Date);
            for (row, day) in days.finish().into_iter().enumerate() {
                column.fill(row);
                column.push_date(day);
            }
            partial.open_on.insert(field, column);
        }
        (partial, table, problems)
    }
}

/// Whether the rows of a list become the same whatever stands before them: none gets a number among those that are alike.
pub(super) fn can_be_read_apart(list: &List) -> bool {
    let is_numbered =
        |layout: &RecordLayout| !layout.key.is_empty() && matches!(layout.join, Join::Apart);
    !list.records.iter().any(is_numbered)
}

/// The headings of the columns that say of a row whether such a record is meant; none where the list makes another record of
/// the same table of it.
fn said_by(
    layout: &RecordLayout,
    list: &List,
    places: &Places,
    headings: &[String],
) -> Option<String> {
    let same = list
        .records
        .iter()
        .filter(|other| other.table == layout.table);
    let words = layout.only.iter().chain(&layout.except);
    let named = words.filter_map(|words| headings.get(places.place(words.column)?));
    let named: Vec<&str> = named.map(String::as_str).collect();
    (same.count() == 1 && !named.is_empty()).then(|| named.join(" or "))
}

fn deciding(
    layout: &RecordLayout,
    list: &List,
    places: &Places,
    headings: &[String],
) -> Vec<String> {
    let columns = (0..list.columns.len() as u16).map(ColumnId);
    let read = columns.filter(|column| layout.uses(*column));
    read.filter_map(|column| headings.get(places.place(column)?).cloned())
        .collect()
}
