//! Rows of cells into the records of one list.

use std::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;
use hashbrown::HashMap;

use crate::model::catalogue::FieldId;
use crate::model::file::{FileId, FileKind};
use crate::model::layout::{ColumnId, List, Origin, RecordLayout};
use crate::model::problem::{Problem, ProblemSeverity};

use super::builder::{Context, TableBuilder};
use super::recognise::{self, Recognised};
use super::rows::Rows;
use super::source::{self, Places};
use super::{FileContents, Unusable};

/// Titles and other rows that may stand above the headings.
const ABOVE: usize = 25;

pub(super) fn load(
    context: &Context<'_>,
    rows: &mut impl Rows,
    file: FileId,
    name: &str,
    kind: FileKind,
) -> Result<FileContents, Unusable> {
    let mut above = 0_u64;
    let mut widest: Vec<String> = Vec::new();
    let (recognised, headings) = loop {
        if above as usize > ABOVE || !rows.advance()? {
            return Err(Unusable::Unrecognised(match filled(&widest) {
                0 => "it is empty".to_owned(),
                _ => recognise::nearest(context.layouts, &widest),
            }));
        }
        let headings = rows.cells();
        match recognise::list(context.layouts, &headings, name) {
            Some(Ok(recognised)) => break (recognised, headings),
            Some(Err(alike)) => return Err(Unusable::Unrecognised(alike)),
            None => {}
        }
        if filled(&headings) > filled(&widest) {
            widest = headings;
        }
        above += 1;
    };
    let heading_line = rows.line();
    let mut filler = Filler::new(context, &recognised, &headings, heading_line, file);
    let mut problems = Vec::new();
    if above > 0 {
        let message = match above {
            1 => "1 row above the headings was left out".to_owned(),
            above => format!("{above} rows above the headings were left out"),
        };
        problems.push(
            Problem::new(ProblemSeverity::Note, message)
                .times(above)
                .in_file(file),
        );
    }
    let (mut short, mut long, mut empty) = (Ragged::default(), Ragged::default(), 0_u64);
    while rows.advance()? {
        if rows.is_blank() {
            empty += 1;
            filler.reject();
            continue;
        }
        if rows.len() < headings.len() {
            short.note(rows);
        } else if rows.len() > headings.len() {
            long.note(rows);
        }
        filler.row(rows);
    }
    problems.extend(ragged(&short, &long, headings.len()).map(|problem| problem.in_file(file)));
    if empty > 0 {
        let message = if empty == 1 {
            "1 row without any value was left out".to_owned()
        } else {
            format!("{empty} rows without any value were left out")
        };
        problems.push(
            Problem::new(ProblemSeverity::Note, message)
                .times(empty)
                .in_file(file),
        );
    }
    let kind = match &recognised.list.origin {
        Origin::Native => kind,
        Origin::Format(format) => FileKind::List {
            format: format.clone(),
            name: recognised.list.name.clone(),
        },
        Origin::Mapping => FileKind::List {
            format: "mapping".to_owned(),
            name: "as mapped in the settings".to_owned(),
        },
    };
    Ok(FileContents {
        kind,
        tables: filler.finish(),
        problems,
    })
}

fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// The builders of a list's records, and where each finds its values.
struct Filler<'c, 'l> {
    records: Vec<Record<'c, 'l>>,
    places: Places,
}

struct Record<'c, 'l> {
    layout: &'l RecordLayout,
    builder: TableBuilder<'c>,
    key: FieldId,
    constants: Vec<(FieldId, &'l str)>,
    fields: Vec<(FieldId, source::Reader<'l>)>,
    /// By made key, the different rows that have it.
    made: HashMap<String, Vec<u64>, FixedState>,
}

impl<'c, 'l> Filler<'c, 'l> {
    fn new(
        context: &'c Context<'c>,
        recognised: &Recognised<'l>,
        headings: &[String],
        line: u32,
        file: FileId,
    ) -> Self {
        let list = recognised.list;
        let places = Places::of(list, &recognised.columns);
        let mut records: Vec<Record<'c, 'l>> = list
            .records
            .iter()
            .filter(|layout| {
                layout.when.is_empty() || layout.when.iter().any(|column| places.has(*column))
            })
            .map(|layout| Record::new(context, layout, list, &places, headings, file))
            .collect();
        if let Some(first) = records.first_mut() {
            first.note_headings(recognised, headings, line);
        }
        Self { records, places }
    }

    fn reject(&mut self) {
        // A row that makes several records is counted once.
        if let Some(first) = self.records.first_mut() {
            first.builder.reject();
        }
    }

    fn row(&mut self, rows: &impl Rows) {
        for record in &mut self.records {
            record.row(rows, &self.places);
        }
    }

    fn finish(self) -> Vec<super::TableContents> {
        self.records
            .into_iter()
            .map(|record| {
                let (mut partial, mut table, problems) = record.builder.finish();
                partial.latest_only = record.layout.latest_only;
                table.latest_only = record.layout.latest_only;
                (partial, table, problems)
            })
            .collect()
    }
}

impl<'c, 'l> Record<'c, 'l> {
    fn new(
        context: &'c Context<'c>,
        layout: &'l RecordLayout,
        list: &List,
        places: &Places,
        headings: &[String],
        file: FileId,
    ) -> Self {
        let mut builder = TableBuilder::new(context, layout.table, file);
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
        let mut fields = Vec::new();
        for (field, from) in &layout.fields {
            let Some(reader) = source::Reader::new(from, places) else {
                continue;
            };
            let heading = reader.place().and_then(|place| headings.get(place));
            builder.head(*field, heading.map_or(list.name.as_str(), String::as_str));
            fields.push((*field, reader));
        }
        Self {
            layout,
            builder,
            key,
            constants,
            fields,
            made: HashMap::default(),
        }
    }

    /// Says which headings are not used, and which occur twice.
    fn note_headings(&mut self, recognised: &Recognised<'_>, headings: &[String], line: u32) {
        let list = recognised.list;
        let used = |column: ColumnId| list.uses(column);
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
                known => {
                    self.builder.leave_unused(text);
                    let proposed = known
                        .is_none()
                        .then(|| recognise::proposed(list, &recognised.columns, text));
                    if let Some(column) = proposed.flatten() {
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

    fn row(&mut self, rows: &impl Rows, places: &Places) {
        let is_filled = |column: &ColumnId| !places.text(rows, *column).is_empty();
        if !self.layout.when.is_empty() && !self.layout.when.iter().any(is_filled) {
            return;
        }
        self.builder.begin(rows.line());
        if !self.layout.key.is_empty() {
            let key = source::made_key(&self.layout.key, places, rows);
            if let Some(key) = key {
                let key = self.numbered(key, rows);
                self.builder.set(self.key, &key);
            }
        }
        for (field, value) in &self.constants {
            self.builder.set(*field, value);
        }
        for (field, reader) in &self.fields {
            match reader.plain() {
                Some(place) => self.builder.set(*field, rows.cell(place)),
                None => {
                    if let Some(value) = reader.value(places, rows) {
                        self.builder.set(*field, &value);
                    }
                }
            }
        }
    }

    /// A made key with a running number among the different rows that have it: two contacts about one child on one day are two.
    fn numbered(&mut self, key: String, rows: &impl Rows) -> String {
        let mut hasher = self.made.hasher().build_hasher();
        for place in 0..rows.len() {
            hasher.write(rows.cell(place).as_bytes());
            hasher.write_u8(0);
        }
        let own = hasher.finish();
        let others = self.made.entry_ref(key.as_str()).or_default();
        let number = others.iter().position(|other| *other == own);
        let number = number.unwrap_or_else(|| {
            others.push(own);
            others.len() - 1
        });
        match number {
            0 => key,
            number => format!("{key}/{}", number + 1),
        }
    }
}

#[derive(Default)]
struct Ragged {
    first: Option<(u32, usize)>,
    count: u64,
}

impl Ragged {
    fn note(&mut self, rows: &impl Rows) {
        self.first.get_or_insert((rows.line(), rows.len()));
        self.count += 1;
    }
}

/// Rows with fewer or more cells than there are headings.
fn ragged(short: &Ragged, long: &Ragged, headings: usize) -> impl Iterator<Item = Problem> {
    let rows_have = |count: u64| {
        if count == 1 {
            "this row has".to_owned()
        } else {
            format!("{count} rows, this the first, have")
        }
    };
    let problem = |line, count, message: String| {
        Problem::new(ProblemSeverity::Error, message)
            .at_row(line)
            .times(count)
    };
    let fewer = short.first.map(|(line, cells)| {
        let message = format!(
            "{} fewer cells than headings ({cells} here, {headings} headings): those missing are read as blank",
            rows_have(short.count)
        );
        problem(line, short.count, message)
    });
    let more = long.first.map(|(line, cells)| {
        let message = format!(
            "{} more cells than headings ({cells} here, {headings} headings): those beyond are not read; is a comma in a value without quotes?",
            rows_have(long.count)
        );
        problem(line, long.count, message)
    });
    fewer.into_iter().chain(more)
}
