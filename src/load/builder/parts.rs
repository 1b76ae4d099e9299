//! Rows of one list that were read apart, as if they had been read one after another.

use crate::load::cell::Fault;
use crate::model::problem::Problem;

use super::TableBuilder;
use super::notes::ColumnNotes;

impl TableBuilder<'_> {
    /// Takes in the rows of a later part of the same list.
    pub(in crate::load) fn absorb(&mut self, later: Self) {
        let before = self.partial.lines.len() as u32;
        let catalogue = self.context.catalogue;
        let code = self.partial.absorb(catalogue, later.partial);
        self.rejected += later.rejected;
        self.other_ids += later.other_ids;
        self.problems.extend(later.problems);
        let unread_keys = later.unread_keys.into_iter();
        self.unread_keys.extend(unread_keys.map(|row| before + row));
        let fields = catalogue.table(self.partial.table).field_ids();
        for (field, notes) in fields.zip(later.notes) {
            let here = &mut self.notes[field.index()];
            here.absorb(notes, before, &code);
            // One part may know what another only waited to be told.
            for (row, text) in here.order.refused() {
                self.bad_cell(field, row, &text, Fault::MonthFirst);
            }
        }
    }

    /// Says what the bad cells are, row by row.
    pub(super) fn tell_bad_cells(&mut self) {
        let notes = self.notes.iter_mut();
        let mut told: Vec<(u32, Problem)> = notes.flat_map(ColumnNotes::bad_cells).collect();
        told.sort_by_key(|(row, _)| *row);
        for (_, problem) in told {
            self.problem(problem);
        }
    }
}
