//! Rows of one table from one file, on their way into columns.

mod children;
mod context;
mod long_ids;
mod notes;
mod order;
mod parts;
mod spellings;
mod values;

use std::collections::BTreeMap;

use crate::model::catalogue::{Field, FieldId, FieldKind, TableId};
use crate::model::column::Column;
use crate::model::file::{FileId, FileTable};
use crate::model::intern::{Interner, Symbol};
use crate::model::narratives::Narratives;
use crate::model::partial::Partial;
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::telling::Telling;

pub use context::Context;
pub(super) use notes::Absences;
use notes::ColumnNotes;
pub(super) use order::{DateOrder, Placed};

pub(super) struct TableBuilder<'c> {
    context: &'c Context<'c>,
    partial: Partial,
    unused: Vec<String>,
    rejected: u64,
    /// Values that are another id of a child.
    other_ids: u64,
    /// The errors of a spreadsheet are counted here, and not for the whole list.
    pub(super) tells_broken_formulas: bool,
    /// Records whose own id is written and cannot be read.
    unread_keys: Vec<u32>,
    problems: Vec<Problem>,
    /// By field.
    notes: Vec<ColumnNotes>,
}

impl<'c> TableBuilder<'c> {
    pub(super) const fn context(&self) -> &'c Context<'c> {
        self.context
    }

    pub(super) fn new(context: &'c Context<'c>, table: TableId, file: FileId) -> Self {
        let fields = context.catalogue.table(table).fields.len();
        Self {
            context,
            partial: Partial {
                table,
                file,
                columns: (0..fields).map(|_| None).collect(),
                lines: Vec::new(),
                ids: vec![Interner::default(); fields],
                codes: context.catalogue.codes.clone(),
                narratives: Narratives::default(),
                names_only_filled_fields: false,
                latest_only: false,
                dated_before: false,
                telling: Telling::Whole,
                open_on: BTreeMap::new(),
                not_understood: Vec::new(),
                constants: BTreeMap::new(),
            },
            unused: Vec::new(),
            rejected: 0,
            other_ids: 0,
            tells_broken_formulas: true,
            unread_keys: Vec::new(),
            problems: Vec::new(),
            notes: (0..fields).map(|_| ColumnNotes::default()).collect(),
        }
    }

    /// The source leaves out fields that it has no value for.
    pub(super) fn names_only_filled_fields(mut self) -> Self {
        self.partial.names_only_filled_fields = true;
        self
    }

    pub(super) fn table(&self) -> TableId {
        self.partial.table
    }

    /// The source has this field, under this heading.
    pub(super) fn head(&mut self, field: FieldId, heading: &str) {
        if self.partial.columns[field.index()].is_none() {
            let kind = &self.definition(field).kind;
            self.partial.columns[field.index()] = Some(Column::new(kind));
            let notes = &mut self.notes[field.index()];
            heading.clone_into(&mut notes.heading);
            notes.asks_words = self.context.asks_words_of(self.partial.table, field);
        }
    }

    /// The source has this field no more.
    pub(super) fn forget(&mut self, field: FieldId) {
        self.partial.columns[field.index()] = None;
        self.notes[field.index()] = ColumnNotes::default();
    }

    pub(super) fn heading(&self, field: FieldId) -> &str {
        &self.notes[field.index()].heading
    }

    /// The first of these spellings, where all stand for one value of a field.
    pub(super) fn one_of<'v>(&self, field: FieldId, spellings: &'v [String]) -> Option<&'v str> {
        let definition = self.definition(field);
        let first = spellings.first()?;
        let value = definition.value(first)?;
        let is_same = |other: &String| definition.value(other) == Some(value);
        spellings.iter().all(is_same).then_some(first)
    }

    /// Whether the record begun last has a value of a field.
    pub(super) fn has(&self, field: FieldId) -> bool {
        let row = self.partial.lines.len() as u32 - 1;
        self.partial.columns[field.index()]
            .as_ref()
            .is_some_and(|column| column.reaches(row))
    }

    pub(super) fn leave_unused(&mut self, heading: &str) {
        if !self.unused.iter().any(|other| other == heading) {
            self.unused.push(heading.to_owned());
        }
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.problems.push(problem.in_file(self.partial.file));
    }

    pub(super) fn reject(&mut self) {
        self.rejected += 1;
    }

    /// Begins a record at a line of the file.
    pub(super) fn begin(&mut self, line: u32) {
        self.partial.lines.push(line);
    }

    fn complete(&mut self) {
        let rows = self.partial.lines.len();
        for column in self.partial.columns.iter_mut().flatten() {
            column.fill(rows);
        }
    }

    fn definition(&self, field: FieldId) -> &'c Field {
        self.context.catalogue.field(self.partial.table, field)
    }

    /// The line of the record begun last.
    fn line(&self) -> u32 {
        self.partial.lines.last().copied().unwrap_or(0)
    }

    /// Gives the cells their values that only the whole of their column tells. Whether it is a column of month-first dates.
    fn settle(&mut self, field: FieldId) -> bool {
        let is_key = self.definition(field).kind == FieldKind::Key;
        let notes = &mut self.notes[field.index()];
        match &mut self.partial.columns[field.index()] {
            Some(Column::Date(values)) => {
                let Some(settled) = notes.order.settle() else {
                    return false;
                };
                for (row, day) in &settled.days {
                    values[*row as usize] = day.number();
                }
                let line = self.partial.lines[settled.first.0 as usize];
                let problem = notes.month_first(&settled, line);
                self.problem(problem);
                true
            }
            Some(Column::Id(values)) => {
                let ids = &mut self.partial.ids[field.index()];
                let rounded = notes.long_ids.rounded();
                for &row in &rounded {
                    let value = &mut values[row as usize];
                    let line = self.partial.lines[row as usize];
                    notes.rounded.note(line, ids.text(*value));
                    // As where the builder marks them one by one.
                    *value = Symbol::UNREADABLE;
                    if !is_key {
                        notes.unread += 1;
                    }
                }
                if !rounded.is_empty() {
                    *ids = ids.only(values);
                }
                false
            }
            _ => false,
        }
    }

    /// One column is month-first: columns that could be either may be so too.
    fn doubt(&mut self, month_first: FieldId) {
        let other = &self.notes[month_first.index()].heading;
        let doubts: Vec<Problem> = self
            .notes
            .iter()
            .filter_map(|notes| {
                let (row, count) = notes.order.undecided()?;
                let line = self.partial.lines[row as usize];
                Some(notes.undecided(other, line, count as u64))
            })
            .collect();
        for problem in doubts {
            self.problem(problem);
        }
    }

    /// The rows, what the file gave this table, and what was wrong.
    pub(super) fn finish(mut self) -> (Partial, FileTable, Vec<Problem>) {
        self.complete();
        self.tell_bad_cells();
        let table = self.context.catalogue.table(self.partial.table);
        let month_first: Vec<FieldId> = table
            .field_ids()
            .filter(|field| self.settle(*field))
            .collect();
        self.mark_unread_keys();
        if let Some(field) = month_first.first() {
            self.doubt(*field);
        }
        if let Some(problem) = self.children_named() {
            self.problem(problem);
        }
        let notes = std::mem::take(&mut self.notes);
        self.partial.not_understood = notes.iter().map(ColumnNotes::not_understood).collect();
        let columns = || notes.iter().zip(table.field_ids()).zip(&table.fields);
        for ((notes, _), definition) in columns() {
            notes
                .more_bad_cells(definition)
                .into_iter()
                .for_each(|problem| self.problem(problem));
        }
        for ((notes, field), definition) in columns() {
            let name = self.context.catalogue.field_name(self.partial.table, field);
            for problem in notes.unlisted(definition, &name, |rows| self.children(rows)) {
                self.problem(problem);
            }
        }
        for ((notes, _), definition) in columns() {
            for problem in notes.losses(definition) {
                self.problem(problem);
            }
        }
        if self.other_ids > 0 {
            let message = match self.other_ids {
                1 => "1 record goes by another id of its child, as the settings say".to_owned(),
                count => {
                    format!("{count} records go by another id of their child, as the settings say")
                }
            };
            self.problem(Problem::new(ProblemSeverity::Note, message).times(self.other_ids));
        }
        if !self.unused.is_empty() {
            let message = format!("columns not used: {}", self.unused.join(", "));
            let count = self.unused.len() as u64;
            self.problem(Problem::new(ProblemSeverity::Note, message).times(count));
        }
        let loaded = self.partial.lines.len() as u64;
        // One heading may fill two fields.
        let mut used: Vec<String> = Vec::new();
        for heading in notes.into_iter().map(|notes| notes.heading) {
            if !heading.is_empty() && !used.contains(&heading) {
                used.push(heading);
            }
        }
        let table = FileTable {
            table: self.partial.table,
            rows: loaded + self.rejected,
            loaded,
            rejected: self.rejected,
            used,
            unused: self.unused,
            latest_only: false,
        };
        (self.partial, table, self.problems)
    }
}
