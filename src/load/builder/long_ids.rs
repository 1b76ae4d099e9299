//! Ids of so many digits that a spreadsheet cannot keep them.

use crate::load::cell;

/// A column's long numbers were rounded if every one of them ends as a spreadsheet would have it: of ids of sixteen digits that
/// nobody touched, one in ten does.
#[derive(Default)]
pub(super) struct LongIds {
    /// One has a digit that a spreadsheet would have lost.
    whole: bool,
    /// Rows of those that may be rounded. Nobody asks once one is whole.
    rows: Vec<u32>,
}

impl LongIds {
    /// Whether the id of a row is such a number.
    pub fn note(&mut self, row: u32, id: &str) -> bool {
        let rounded = cell::may_be_rounded(id);
        match rounded {
            Some(true) if !self.whole => self.rows.push(row),
            Some(false) => {
                self.whole = true;
                self.rows = Vec::new();
            }
            _ => {}
        }
        rounded.is_some()
    }

    /// Takes in what the rows of a later part showed, which stand behind the first `before`.
    pub fn absorb(&mut self, later: Self, before: u32) {
        self.whole |= later.whole;
        self.rows
            .extend(later.rows.into_iter().map(|row| before + row));
        if self.whole {
            self.rows = Vec::new();
        }
    }

    pub fn rounded(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.rows)
    }
}
