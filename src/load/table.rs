//! Rows of cells into the records of one list.

use foldhash::quality::FixedState;
use hashbrown::HashSet;

use crate::model::file::{FileId, FileKind};
use crate::model::layout::Origin;
use crate::model::problem::{Problem, ProblemSeverity};

use super::absent::Absent;
use super::builder::Context;
use super::documents;
use super::hard_coded::Watched;
use super::ragged::Ragged;
use super::recognise::{self, Recognised};
use super::record::Record;
use super::rows::Rows;
use super::source::Places;
use super::{FileContents, Unusable};

/// Titles and other rows that may stand above the headings.
const ABOVE: usize = 25;

pub(super) fn load(
    context: &Context<'_>,
    rows: &mut impl Rows,
    file: FileId,
    name: &str,
    kind: &FileKind,
) -> Result<FileContents, Unusable> {
    let mut above = 0_u64;
    let mut widest: Vec<String> = Vec::new();
    let (recognised, headings) = loop {
        if above as usize > ABOVE || !rows.advance()? {
            return Err(Unusable::Unrecognised(match filled(&widest) {
                0 => "it is empty".to_owned(),
                _ => format!(
                    "{}. Name the headings so, or begin a mapping with caseready init",
                    recognise::nearest(context.layouts, &widest)
                ),
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
    let headings = Headings {
        texts: &headings,
        line: rows.line(),
        above,
    };
    read(context, &recognised, &headings, rows, file, kind)
}

/// A row of headings.
pub(super) struct Headings<'h> {
    pub texts: &'h [String],
    pub line: u32,
    /// How many rows stand above it.
    pub above: u64,
}

/// The rows below the headings of a list.
pub(super) fn read(
    context: &Context<'_>,
    recognised: &Recognised<'_>,
    headings: &Headings<'_>,
    rows: &mut impl Rows,
    file: FileId,
    kind: &FileKind,
) -> Result<FileContents, Unusable> {
    if let Some(column) = recognised.list.documents {
        return documents::read(context, recognised, column, rows, file);
    }
    let mut filler = Filler::new(context, recognised, headings.texts, headings.line, file);
    let mut problems = Vec::new();
    let above = headings.above;
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
    let (mut ragged, mut empty, mut read) = (Ragged::new(headings.texts.len()), 0_u64, 0_u64);
    while rows.advance()? {
        if rows.is_blank() {
            empty += 1;
            filler.reject();
            continue;
        }
        ragged.note(rows);
        read += 1;
        filler.row(rows);
    }
    problems.extend(ragged.problems().map(|problem| problem.in_file(file)));
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
    if recognised.list.records.is_empty() && read > 0 {
        let title = &recognised.list.title;
        let message = match read {
            1 => format!("its 1 row ({title}) holds nothing that any rule reads"),
            read => format!("its {read} rows ({title}) hold nothing that any rule reads"),
        };
        problems.push(Problem::new(ProblemSeverity::Note, message).times(read));
    }
    if let Some(cohort) = &recognised.list.cohort
        && read > 0
    {
        let name = &recognised.list.name;
        let message = format!("{name} holds only {cohort}: what was due before is not in it");
        problems.push(Problem::new(ProblemSeverity::Note, message));
    }
    problems.extend(filler.absent.problems());
    problems.extend(filler.forget_hard_coded());
    let kind = match &recognised.list.origin {
        Origin::Native => kind.clone(),
        Origin::Format(format) => FileKind::List {
            format: format.clone(),
            name: recognised.list.name.clone(),
        },
        Origin::Mapping => FileKind::List {
            format: "mapping".to_owned(),
            name: "as mapped in the settings".to_owned(),
        },
    };
    let mut contents = FileContents::new(kind);
    contents.problems = problems;
    filler.finish(&mut contents);
    Ok(contents)
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
        line: u32,
        file: FileId,
    ) -> Self {
        let list = recognised.list;
        let places = Places::of(list, &recognised.columns);
        let mut records: Vec<Record<'c, 'l>> = list
            .records
            .iter()
            .filter_map(|layout| Record::new(context, layout, list, &places, headings, file))
            .collect();
        if let Some(first) = records.first_mut() {
            first.note_headings(recognised, headings, line);
        }
        Self {
            watched: Watched::of(list, &places, headings),
            absent: Absent::of(list, &places, headings),
            records,
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

    fn finish(self, contents: &mut FileContents) {
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
