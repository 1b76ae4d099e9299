//! One cell's value on its way into its column, and what became of a cell that has none.

use crate::load::cell::{self, Cell, Fault, Id, SpelledDate};
use crate::model::catalogue::{FieldId, FieldKind};
use crate::model::column::Column;
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::model::narratives::{Says, TextSpan, hash_of};

use super::TableBuilder;
use super::order::Placed;

/// Bytes of the longest text that is taken for an id. What is longer is a narrative in the wrong column, and an id is repeated in
/// every finding.
const LONGEST_ID: usize = 10_000;

impl<'c> TableBuilder<'c> {
    /// A value of the record begun last. Only the first value of a field counts.
    pub(in crate::load) fn set(&mut self, field: FieldId, text: &str) {
        let mut text = cell::trim(text);
        if text.is_empty() {
            return;
        }
        let row = self.partial.lines.len() - 1;
        let column = self.partial.columns[field.index()].as_mut();
        if !column.is_some_and(|column| column.fill_before(row)) {
            return;
        }
        let definition = self.definition(field);
        if !matches!(definition.kind, FieldKind::Text) {
            text = cell::unwrapped(text);
            if text.is_empty() {
                return;
            }
        }
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
            FieldKind::Number => {
                let number = cell::number_of(text, definition);
                self.keep(field, number, Column::push_number)
            }
            FieldKind::Code => {
                let code = match cell::absent(text) {
                    Some(absent) => absent,
                    None if cell::has_no_room(text) => Cell::Bad(Fault::NoRoom),
                    None => Cell::Value(self.code(field, text)),
                };
                self.keep(field, code, Column::push_symbol)
            }
            FieldKind::List => {
                let items = cell::without_markup(text);
                let absent = cell::absent(&items);
                if absent.is_none() {
                    self.items(field, &items);
                }
                self.keep(field, absent.unwrap_or(Cell::Value(())), |column, ()| {
                    column.end_list();
                })
            }
            FieldKind::Text => {
                let words = cell::without_markup(text);
                let span = cell::absent(&words).unwrap_or_else(|| self.text(field, &words));
                let is_unclear = matches!(&span, Cell::Value(span) if span.is_unclear());
                let read = self.keep(field, span, Column::push_text);
                if is_unclear {
                    let row = self.partial.lines.len() as u32 - 1;
                    self.bad_cell(field, row, text, Fault::NoWords);
                }
                read
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
        let (notes, ids) = (
            &mut self.notes[field.index()],
            &mut self.partial.ids[field.index()],
        );
        if text.len() > LONGEST_ID {
            return Cell::Bad(Fault::Unlike);
        }
        // Nearly every id is plain; the words of a team's name are often those of the row before.
        if let Some(same) = notes.last_id.again(text, ids) {
            return Cell::Value(same);
        }
        if self.context.is_plain_id(text) {
            return Cell::Value(notes.last_id.intern(text, ids));
        }
        if let Some(absent) = cell::absent(text) {
            return absent;
        }
        if cell::has_no_room(text) {
            return Cell::Bad(Fault::NoRoom);
        }
        if self.definition(field).nobody.holds(text) {
            return Cell::StandIn;
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
                let (notes, ids) = (
                    &mut self.notes[field.index()],
                    &mut self.partial.ids[field.index()],
                );
                let row = self.partial.lines.len() - 1;
                Cell::Value(if notes.long_ids.note(row as u32, id) || id != text {
                    ids.intern(id)
                } else {
                    notes.last_id.intern(id, ids)
                })
            }
            Id::Unknown => Cell::StandIn,
            Id::Rounded => {
                let notes = &mut self.notes[field.index()];
                notes.rounded.note(line, text);
                self.mark_unreadable(field);
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
        let items = text.split([';', '|', ',', '\n', '\r']).map(cell::trim);
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
            self.bad_cell(field, row, &text, Fault::MonthFirst);
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
        if text.len() > TextSpan::LONGEST || cell::has_no_room(text) {
            return Cell::Bad(Fault::Unlike);
        }
        let says = match cell::without_words(text, self.definition(field).may_be) {
            Some(says) => says,
            None if self.context.is_placeholder(text) => Says::Nothing,
            None => Says::Words,
        };
        Cell::Value(if self.notes[field.index()].asks_words {
            self.partial.narratives.push(text, says)
        } else {
            TextSpan::without_words(hash_of(text), text.len() as u32, says)
        })
    }

    /// What became of a cell, where it is not a value.
    fn note(&mut self, field: FieldId, text: &str, read: Cell<()>) {
        let line = self.line();
        let notes = &mut self.notes[field.index()];
        match read {
            Cell::Value(()) | Cell::Blank => {}
            Cell::StandIn => notes.absences.note(line, text, read),
            Cell::BrokenFormula => {
                if self.tells_broken_formulas {
                    notes.absences.note(line, text, read);
                }
                self.mark_unreadable(field);
            }
            Cell::Bad(fault) => match cell::absent(text) {
                Some(absent) => self.note(field, text, absent),
                None if self.context.is_placeholder(text) => {}
                None if cell::has_no_room(text) => {
                    let row = self.partial.lines.len() as u32 - 1;
                    self.bad_cell(field, row, text, Fault::NoRoom);
                }
                None => self.bad_cell(field, self.partial.lines.len() as u32 - 1, text, fault),
            },
        }
    }

    /// Keeps in mind that the record begun last has a value that says nothing.
    fn mark_unreadable(&mut self, field: FieldId) {
        let row = self.partial.lines.len() as u32 - 1;
        if self.definition(field).kind == FieldKind::Key {
            // A record is there whatever its own number is, and may be given another.
            self.unread_keys.push(row);
            return;
        }
        self.notes[field.index()].unread += 1;
        if let Some(column) = self.partial.columns[field.index()].as_mut() {
            column.mark_unreadable(row);
        }
    }

    pub(super) fn bad_cell(&mut self, field: FieldId, row: u32, text: &str, fault: Fault) {
        let definition = self.definition(field);
        let line = self.partial.lines[row as usize];
        let says = self.notes[field.index()].bad_cell(definition, (row, line), text, fault);
        if !says {
            return;
        }
        if definition.kind == FieldKind::Key {
            self.unread_keys.push(row);
        } else if let Some(column) = self.partial.columns[field.index()].as_mut() {
            column.mark_unreadable(row);
        }
    }

    /// Keeps in mind which records have an id of their own that nobody can read, so that none is taken for another. Only at the
    /// end: until then another column may name them.
    pub(super) fn mark_unread_keys(&mut self) {
        let key = self.context.catalogue.table(self.partial.table).key;
        if let Some(keys) = self.partial.columns[key.index()].as_mut() {
            for row in std::mem::take(&mut self.unread_keys) {
                if keys.id(row).is_blank() {
                    keys.mark_unreadable(row);
                }
            }
        }
    }
}
