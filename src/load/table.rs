//! Rows of cells into the records of one list.

use foldhash::quality::FixedState;
use hashbrown::HashSet;

use crate::model::file::{FileId, FileKind};
use crate::model::layout::{List, Origin};
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::runner::Runner;

use super::absent::Absent;
use super::builder::Context;
use super::documents;
use super::hard_coded::Watched;
use super::mapped;
use super::no_record::NoRecords;
use super::ragged::Ragged;
use super::recognise::{self, Recognised};
use super::record::Record;
use super::rows::Rows;
use super::second_table::SecondTable;
use super::separated::Separated;
use super::source::Places;
use super::stray_marks::StrayMarks;
use super::{FileContents, Unusable, not_read, record};

/// Titles and other rows that may stand above the headings.
const ABOVE: usize = 25;

pub(super) fn load(
    context: &Context<'_>,
    rows: &mut impl Rows,
    file: FileId,
    name: &str,
    kind: &FileKind,
) -> Result<FileContents, Unusable> {
    let (recognised, headings) = headings(context, rows, name)?;
    read(context, &recognised, &headings, rows, file, kind)
}

/// The same of a text, the rows below the headings in as many parts.
pub(super) fn load_apart(
    context: &Context<'_>,
    text: &str,
    file: FileId,
    name: &str,
    parts: usize,
    runner: &impl Runner,
) -> Result<FileContents, Unusable> {
    let mut rows = Separated::new(text);
    let mut found = headings(context, &mut rows, name);
    let may_be_parted_otherwise = match &found {
        Err(Unusable::Unrecognised(_)) => true,
        Err(Unusable::Unlike(not_read)) => not_read.mappings.is_empty(),
        _ => false,
    };
    if may_be_parted_otherwise && let Some(later) = Separated::by_later_lines(text) {
        rows = later;
        found = headings(context, &mut rows, name);
    }
    let (recognised, headings) = found?;
    let list = recognised.list;
    if list.documents.is_some() || !record::can_be_read_apart(list) {
        let kind = &FileKind::Csv;
        return read(context, &recognised, &headings, &mut rows, file, kind);
    }
    let none = || Part::new(context, &recognised, &headings, file);
    let parts = runner.map(rows.parted(parts), |mut rows| {
        let mut part = none();
        part.rows(&mut rows).map(|()| part)
    });
    let joined = parts.into_iter().reduce(|whole, later| {
        let (mut whole, later) = (whole?, later?);
        whole.absorb(later);
        Ok(whole)
    });
    let whole = joined.unwrap_or_else(|| Ok(none()))?;
    Ok(whole.finish(&recognised, &headings, &FileKind::Csv))
}

/// A row of headings.
pub(super) struct Headings {
    /// Of the file or sheet.
    pub name: String,
    pub texts: Vec<String>,
    pub line: u32,
    /// How many rows stand above it.
    pub above: u64,
    pub marks: StrayMarks,
}

/// The list whose headings are the first that are known.
fn headings<'c>(
    context: &Context<'c>,
    rows: &mut impl Rows,
    name: &str,
) -> Result<(Recognised<'c>, Headings), Unusable> {
    let mut above = 0_u64;
    let mut widest: Vec<String> = Vec::new();
    let mut below = 0_u64;
    loop {
        if above as usize > ABOVE || !rows.advance()? {
            // What is behind them is counted alone: it is refused for its headings, whatever else is wrong with it.
            while matches!(rows.advance(), Ok(true)) {
                below += u64::from(!rows.is_blank());
            }
            return Err(not_read::unlike(context.layouts, &widest, name, below));
        }
        let texts = rows.cells();
        match recognise::list(context.layouts, &texts, name) {
            Some(Ok(recognised)) => {
                let line = rows.line();
                let headings = Headings {
                    name: name.to_owned(),
                    texts,
                    line,
                    above,
                    marks: StrayMarks::of_headings(rows),
                };
                return Ok((recognised, headings));
            }
            Some(Err(unusable)) => return Err(unusable),
            None => {}
        }
        if filled(&texts) > filled(&widest) {
            widest = texts;
            below = 0;
        } else {
            below += u64::from(!rows.is_blank());
        }
        above += 1;
    }
}

/// The rows below the headings of a list.
pub(super) fn read(
    context: &Context<'_>,
    recognised: &Recognised<'_>,
    headings: &Headings,
    rows: &mut impl Rows,
    file: FileId,
    kind: &FileKind,
) -> Result<FileContents, Unusable> {
    if let Some(column) = recognised.list.documents {
        return documents::read(context, recognised, headings, column, rows, file);
    }
    let mut part = Part::new(context, recognised, headings, file);
    part.rows(rows)?;
    Ok(part.finish(recognised, headings, kind))
}

/// What the rows of a list, or of a part of it, come to.
struct Part<'c, 'l, 'h> {
    headings: &'h [String],
    filler: Filler<'c, 'l>,
    ragged: Ragged,
    marks: StrayMarks,
    no_records: NoRecords,
    second: SecondTable<'c>,
    misnamed: Option<Problem>,
    empty: u64,
    read: u64,
}

impl<'c, 'l, 'h> Part<'c, 'l, 'h> {
    fn new(
        context: &'c Context<'c>,
        recognised: &Recognised<'l>,
        headings: &'h Headings,
        file: FileId,
    ) -> Self {
        Self {
            headings: &headings.texts,
            filler: Filler::new(context, recognised, &headings.texts, file),
            ragged: Ragged::new(headings.texts.len()),
            marks: StrayMarks::new(headings.texts.len()),
            no_records: NoRecords::new(recognised.columns.iter().flatten().count()),
            second: SecondTable::of(context, recognised),
            misnamed: recognise::under_another_name(
                context.layouts,
                recognised.list,
                &headings.name,
            ),
            empty: 0,
            read: 0,
        }
    }

    fn rows(&mut self, rows: &mut impl Rows) -> Result<(), Unusable> {
        while rows.advance()? {
            let has_taken_in = self.marks.note(rows);
            if rows.is_blank() {
                self.empty += 1;
                self.filler.reject();
                self.second.note_break();
                continue;
            }
            if self.no_records.note(rows, self.headings) {
                self.filler.reject();
                self.second.note_break();
                continue;
            }
            if self.second.begins(rows) {
                return self.second.pass_over(rows);
            }
            // Of a row that has taken in others it is no wonder how many cells it has.
            if !has_taken_in {
                self.ragged.note(rows);
            }
            self.read += 1;
            self.filler.row(rows);
        }
        Ok(())
    }

    /// Takes in what the rows of a later part came to.
    fn absorb(&mut self, later: Self) {
        let rows = later.read + later.no_records.rows();
        if !self.second.goes_on(&later.second, rows) {
            return;
        }
        self.filler.absorb(later.filler);
        self.ragged.absorb(&later.ragged);
        self.marks.absorb(&later.marks);
        self.no_records.absorb(&later.no_records);
        self.empty += later.empty;
        self.read += later.read;
    }

    fn finish(
        mut self,
        recognised: &Recognised<'_>,
        headings: &Headings,
        kind: &FileKind,
    ) -> FileContents {
        let list = recognised.list;
        self.marks.absorb(&headings.marks);
        for _ in 0..self.second.rows() + self.marks.lost() {
            self.filler.reject();
        }
        let kind = match &list.origin {
            Origin::Native => kind.clone(),
            Origin::Format(format) => FileKind::List {
                format: format.clone(),
                name: list.name.clone(),
            },
            Origin::Mapping => FileKind::List {
                format: "mapping".to_owned(),
                name: mapped::as_mapped(list, &headings.name),
            },
        };
        let mut contents = FileContents::new(kind);
        if list.is_mapping() {
            contents.mappings.push(list.name.clone());
        }
        contents.problems = self.problems(list, headings.above);
        contents.problems.extend(self.misnamed);
        contents
            .problems
            .extend(mapped::lacks(recognised, headings));
        contents.problems.extend(self.filler.forget_hard_coded());
        self.filler.finish(recognised, headings, &mut contents);
        contents
    }

    /// What is to be said of the rows, above whose headings so many others stand.
    fn problems(&self, list: &List, above: u64) -> Vec<Problem> {
        let note =
            |count: u64, message: String| Problem::new(ProblemSeverity::Note, message).times(count);
        let above = (above > 0).then(|| match above {
            1 => note(above, "1 row above the headings was left out".to_owned()),
            _ => note(
                above,
                format!("{above} rows above the headings were left out"),
            ),
        });
        let empty = (self.empty > 0).then(|| match self.empty {
            1 => note(1, "1 row without any value was left out".to_owned()),
            empty => note(
                empty,
                format!("{empty} rows without any value were left out"),
            ),
        });
        let title = &list.title;
        let is_of_no_use = list.records.is_empty() && self.read > 0;
        let of_no_use = is_of_no_use.then(|| match self.read {
            1 => note(
                1,
                format!("its 1 row ({title}) holds nothing that any rule reads"),
            ),
            read => note(
                read,
                format!("its {read} rows ({title}) hold nothing that any rule reads"),
            ),
        });
        let cohort = list.cohort.as_ref().filter(|_| self.read > 0);
        let cohort = cohort.map(|cohort| {
            let name = &list.name;
            let message = format!("{name} holds only {cohort}: what was due before is not in it");
            Problem::new(ProblemSeverity::Note, message)
        });
        let mut problems: Vec<Problem> = above.into_iter().collect();
        problems.extend(self.marks.problems());
        problems.extend(self.ragged.problems());
        problems.extend(self.no_records.problems());
        problems.extend(self.second.problem());
        problems.extend(empty.into_iter().chain(of_no_use).chain(cohort));
        problems.extend(self.filler.absent.problems());
        problems
    }
}

fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// The builders of a list's records, and where each finds its values.
struct Filler<'c, 'l> {
    records: Vec<Record<'c, 'l>>,
    places: Places,
    watched: Vec<Watched>,
    absent: Absent,
}

impl<'c, 'l> Filler<'c, 'l> {
    fn new(
        context: &'c Context<'c>,
        recognised: &Recognised<'l>,
        headings: &[String],
        file: FileId,
    ) -> Self {
        let list = recognised.list;
        let places = Places::of(list, &recognised.columns, context.catalogue);
        let records = list
            .records
            .iter()
            .filter_map(|layout| Record::new(context, layout, list, &places, headings, file));
        Self {
            records: records.collect(),
            watched: Watched::of(list, &places, headings),
            absent: Absent::of(list, &places, headings),
            places,
        }
    }

    fn reject(&mut self) {
        // A row that makes several records is counted once.
        if let Some(first) = self.records.first_mut() {
            first.reject();
        }
    }

    fn row(&mut self, rows: &impl Rows) {
        self.absent.note(rows);
        for watched in &mut self.watched {
            watched.note(rows, &self.places);
        }
        for record in &mut self.records {
            record.row(rows, &self.places);
        }
    }

    fn absorb(&mut self, later: Self) {
        for (watched, more) in self.watched.iter_mut().zip(later.watched) {
            watched.absorb(more);
        }
        self.absent.absorb(later.absent);
        for (record, more) in self.records.iter_mut().zip(later.records) {
            record.absorb(more);
        }
    }

    /// Leaves out the columns that their supplier fills with one value throughout.
    fn forget_hard_coded(&mut self) -> Vec<Problem> {
        let found: Vec<_> = self.watched.iter().filter_map(Watched::found).collect();
        for (column, _) in &found {
            for record in &mut self.records {
                record.forget(*column);
            }
        }
        found.into_iter().map(|(_, problem)| problem).collect()
    }

    fn finish(
        mut self,
        recognised: &Recognised<'_>,
        headings: &Headings,
        contents: &mut FileContents,
    ) {
        if let Some(first) = self.records.first_mut() {
            first.note_headings(recognised, &headings.texts, headings.line);
        }
        // A column may be read for several records: what is wrong with it is said once.
        let mut told = HashSet::with_hasher(FixedState::with_seed(0));
        for record in self.records {
            let adds_records = record.adds_records();
            let (partial, table, mut problems) = record.finish();
            let mut said = contents.tables.iter_mut();
            match said.find(|said| said.table == table.table) {
                Some(said) => said.add(table, adds_records),
                None => contents.tables.push(table),
            }
            contents.partials.push(partial);
            problems.retain(|problem| {
                told.insert((problem.row, problem.column.clone(), problem.message.clone()))
            });
            contents.problems.append(&mut problems);
        }
    }
}
