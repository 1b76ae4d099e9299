//! Rows of one table from one file, on their way into columns.

mod children;
mod context;
mod long_ids;
mod notes;
mod order;
mod spellings;

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use crate::model::catalogue::{Field, FieldId, FieldKind, TableId};
use crate::model::column::{Column, TextSpan};
use crate::model::day::Day;
use crate::model::file::{FileId, FileTable};
use crate::model::intern::{Interner, Symbol};
use crate::model::problem::{Problem, ProblemSeverity};
use crate::model::records::Partial;
use crate::model::telling::Telling;

use super::cell::{self, Cell, Fault, Id, SpelledDate};

pub use context::Context;
pub(super) use notes::Absences;
use notes::ColumnNotes;
use order::Placed;

/// Bytes of the longest text that is taken for an id. What is longer is a narrative in the wrong column, and an id is repeated in
/// every finding.
const LONGEST_ID: usize = 10_000;

pub(super) struct TableBuilder<'c> {
    context: &'c Context<'c>,
    partial: Partial,
    unused: Vec<String>,
    rejected: u64,
    /// Values that are another id of a child.
    other_ids: u64,
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
                text: String::new(),
                names_only_filled_fields: false,
                latest_only: false,
                telling: Telling::Whole,
                open_on: BTreeMap::new(),
            },
            unused: Vec::new(),
            rejected: 0,
            other_ids: 0,
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
            let mut column = Column::new(kind);
            column.fill(self.partial.lines.len().saturating_sub(1));
            self.partial.columns[field.index()] = Some(column);
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

    /// Begins a record at a line of the file; the values of the one before are complete.
    pub(super) fn begin(&mut self, line: u32) {
        self.complete();
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

    /// A value of the record begun last. Only the first value of a field counts.
    pub(super) fn set(&mut self, field: FieldId, text: &str) {
        let text = cell::trim(text);
        if text.is_empty() {
            return;
        }
        let row = self.partial.lines.len() as u32 - 1;
        let column = self.partial.columns[field.index()].as_ref();
        if column.is_none_or(|column| column.reaches(row)) {
            return;
        }
        let definition = self.definition(field);
        let read = match &definition.kind {
            FieldKind::Key | FieldKind::Reference(_) => {
                let id = self.id(field, text);
                self.keep(field, id, Column::push_symbol)
            }
            FieldKind::Date => {
                let day = self.date(field, text);
                self.keep(field, day, Column::push_date)
            }
            FieldKind::Flag => {
                let flag = cell::flag(text, definition, &self.context.catalogue.codes);
                self.keep(field, flag, Column::push_flag)
            }
            FieldKind::Number => self.keep(field, cell::number(text), Column::push_number),
            FieldKind::Code => {
                let code = cell::absent(text);
                let code = code.unwrap_or_else(|| Cell::Value(self.code(field, text)));
                self.keep(field, code, Column::push_symbol)
            }
            FieldKind::List => {
                let absent = cell::absent(text);
                if absent.is_none() {
                    self.items(field, text);
                }
                self.keep(field, absent.unwrap_or(Cell::Value(())), |column, ()| {
                    column.end_list();
                })
            }
            FieldKind::Text => {
                let span = cell::absent(text).unwrap_or_else(|| self.text(field, text));
                self.keep(field, span, Column::push_text)
            }
        };
        self.note(field, text, read);
    }

    /// Adds a value to its column, and tells what the cell held without it.
    fn keep<T>(&mut self, field: FieldId, cell: Cell<T>, push: fn(&mut Column, T)) -> Cell<()> {
        let column = &mut self.partial.columns[field.index()];
        cell.map(|value| {
            if let Some(column) = column {
                push(column, value);
            }
        })
    }

    fn id(&mut self, field: FieldId, text: &str) -> Cell<Symbol> {
        if text.len() > LONGEST_ID {
            return Cell::Bad(Fault::Unlike);
        }
        if let Some(absent) = cell::absent(text) {
            return absent;
        }
        if self.context.is_placeholder(text) {
            return Cell::Blank;
        }
        let line = self.line();
        match cell::id(text) {
            Id::Whole(id) => {
                let id = match self.known_as(field, &id) {
                    Some(known) => known,
                    None => &*id,
                };
                let notes = &mut self.notes[field.index()];
                let row = self.partial.lines.len() - 1;
                notes.long_ids.note(row as u32, id);
                Cell::Value(
                    notes
                        .last_id
                        .intern(id, &mut self.partial.ids[field.index()]),
                )
            }
            Id::Unknown => Cell::StandIn,
            Id::Rounded => {
                let notes = &mut self.notes[field.index()];
                notes.rounded.note(line, text);
                Cell::Blank
            }
        }
    }

    /// The id that a child is known by, where this is another of theirs.
    fn known_as(&mut self, field: FieldId, id: &str) -> Option<&'c str> {
        let known = self.context.layouts.other_ids.get(id)?;
        let catalogue = self.context.catalogue;
        let table = catalogue.table(self.partial.table);
        let is_child = self.partial.table == catalogue.children && field == table.key
            || table.child == Some(field);
        if is_child {
            self.other_ids += 1;
        }
        is_child.then_some(known)
    }

    /// Adds the codes of a list to its column.
    fn items(&mut self, field: FieldId, text: &str) {
        let items = text.split([';', '|', ',']).map(cell::trim);
        for item in items.filter(|item| !item.is_empty() && !cell::is_stand_in_word(item)) {
            let code = Cell::Value(self.code(field, item));
            self.keep(field, code, Column::push_item);
        }
    }

    /// The day; none where the column must be known to its end first.
    fn date(&mut self, field: FieldId, text: &str) -> Cell<Option<Day>> {
        let date = match cell::date(text) {
            Cell::Value(SpelledDate::Known(day)) => return Cell::Value(Some(day)),
            Cell::Value(date) => date,
            other => return other.map(|_| None),
        };
        let row = self.partial.lines.len() - 1;
        let order = &mut self.notes[field.index()].order;
        let placed = order.place(row as u32, date, text);
        for (row, text) in order.refused() {
            let line = self.partial.lines[row as usize];
            self.bad_cell(field, line, &text, Fault::MonthFirst);
        }
        match placed {
            Placed::Day(day) => Cell::Value(Some(day)),
            Placed::Waiting => Cell::Value(None),
            Placed::Impossible => Cell::Bad(Fault::MonthFirst),
        }
    }

    fn code(&mut self, field: FieldId, text: &str) -> Symbol {
        let definition = self.definition(field);
        let place = (self.line(), self.partial.lines.len() as u32 - 1);
        self.notes[field.index()].spellings.code(
            text,
            definition,
            self.context,
            &mut self.partial.codes,
            place,
        )
    }

    fn text(&mut self, field: FieldId, text: &str) -> Cell<TextSpan> {
        let start = self.partial.text.len();
        if text.len() > TextSpan::LONGEST || start + text.len() > u32::MAX as usize {
            return Cell::Bad(Fault::Unlike);
        }
        let (length, placeholder) = (text.len() as u32, self.context.is_placeholder(text));
        Cell::Value(if self.notes[field.index()].asks_words {
            self.partial.text.push_str(text);
            TextSpan::new(start as u32, length, placeholder)
        } else {
            let hash = FixedState::with_seed(0).hash_one(text) as u32;
            TextSpan::without_words(hash, length, placeholder)
        })
    }

    /// What became of a cell, where it is not a value.
    fn note(&mut self, field: FieldId, text: &str, read: Cell<()>) {
        let line = self.line();
        let notes = &mut self.notes[field.index()];
        match read {
            Cell::Value(()) | Cell::Blank => {}
            Cell::StandIn | Cell::BrokenFormula => notes.absences.note(line, text, read),
            Cell::Bad(fault) => match cell::absent(text) {
                Some(absent) => self.note(field, text, absent),
                None if self.context.is_placeholder(text) => {}
                None => self.bad_cell(field, line, text, fault),
            },
        }
    }

    fn bad_cell(&mut self, field: FieldId, line: u32, text: &str, fault: Fault) {
        let definition = self.definition(field);
        let notes = &mut self.notes[field.index()];
        if let Some(problem) = notes.bad_cell(definition, line, text, fault) {
            self.problem(problem);
        }
    }

    /// Gives the cells their values that only the whole of their column tells. Whether it is a column of month-first dates.
    fn settle(&mut self, field: FieldId) -> bool {
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
                    *value = Symbol::BLANK;
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
        let table = self.context.catalogue.table(self.partial.table);
        let month_first: Vec<FieldId> = table
            .field_ids()
            .filter(|field| self.settle(*field))
            .collect();
        if let Some(field) = month_first.first() {
            self.doubt(*field);
        }
        if let Some(problem) = self.children_named() {
            self.problem(problem);
        }
        let notes = std::mem::take(&mut self.notes);
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
            for problem in notes.losses(&definition.kind) {
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
