//! Words for "no value" in the columns of a list. One column may be read for several records, or decide whether a record is made
//! at all, so they are counted here and not where the values are read.

use crate::model::layout::{ColumnId, List, Origin};
use crate::model::problem::Problem;

use super::builder::Absences;
use super::cell;
use super::rows::Rows;
use super::source::Places;

pub(super) struct Absent {
    /// By place in the file.
    columns: Vec<(usize, String, Absences)>,
}

impl Absent {
    /// The columns that are read. Those of a native table are each read once, and counted then.
    pub(super) fn of(list: &List, places: &Places, headings: &[String]) -> Self {
        let read = (0..list.columns.len() as u16)
            .map(ColumnId)
            .filter(|column| list.origin != Origin::Native && list.uses(*column));
        let columns = read.filter_map(|column| {
            let place = places.place(column)?;
            Some((place, headings.get(place)?.clone(), Absences::default()))
        });
        Self {
            columns: columns.collect(),
        }
    }

    pub(super) fn note(&mut self, rows: &impl Rows) {
        for (place, _, absences) in &mut self.columns {
            let text = cell::trim(rows.cell(*place));
            if let Some(absent) = cell::absent(text) {
                absences.note(rows.line(), text, absent);
            }
        }
    }

    /// Takes in what the rows of a later part showed.
    pub(super) fn absorb(&mut self, later: Self) {
        for ((_, _, absences), (_, _, more)) in self.columns.iter_mut().zip(later.columns) {
            absences.absorb(more);
        }
    }

    pub(super) fn problems(&self) -> impl Iterator<Item = Problem> {
        self.columns.iter().flat_map(|(_, heading, absences)| {
            let problems = absences.problems("NULL");
            problems.map(|problem| problem.in_column(heading.clone()))
        })
    }
}
