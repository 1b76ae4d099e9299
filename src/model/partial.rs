//! The rows of one table that one chunk of one file gave.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, FieldId, TableId};
use super::column::Column;
use super::file::FileId;
use super::intern::{Interner, Symbol};
use super::narratives::Narratives;
use super::telling::Telling;

/// Numbers that every interner of ids has: the blank one.
pub(super) const NO_TEXT: usize = 1;

/// Ids and codes are numbered within the chunk.
pub struct Partial {
    pub table: TableId,
    pub file: FileId,
    /// By field; `None` where the source has no such field.
    pub columns: Vec<Option<Column>>,
    /// The line of the file where each row begins.
    pub lines: Vec<u32>,
    /// By field, the ids of its column.
    pub ids: Vec<Interner>,
    /// Begins with the catalogue's codes, so that only new ones need translating.
    pub codes: Interner,
    pub narratives: Narratives,
    /// The source names only the fields it fills, so that one nobody filled may still exist (JSON).
    pub names_only_filled_fields: bool,
    /// The source keeps only the last event of each child.
    pub latest_only: bool,
    /// The source gives each record the day of what came before it.
    pub dated_before: bool,
    /// How the rows become records.
    pub telling: Telling,
    /// By reference, the day on which the record it leads to is open.
    pub open_on: BTreeMap<FieldId, Column>,
    /// By field, cells that say something, and it is not known what.
    pub not_understood: Vec<u32>,
    /// What each record says in a field for which its format has no column.
    pub constants: BTreeMap<FieldId, Symbol>,
}

impl Partial {
    /// Takes in the rows of a later part of the same list, which has the same columns. What is given says which code here each of
    /// its codes is.
    pub fn absorb(
        &mut self,
        catalogue: &Catalogue,
        later: Self,
    ) -> impl Fn(Symbol) -> Symbol + use<> {
        let (before, rows) = (self.lines.len(), later.lines.len());
        let code = self.codes.take_in(&later.codes, catalogue.codes.len());
        let placed = self.narratives.append(later.narratives);
        let columns = self.columns.iter_mut().zip(later.columns);
        let ids = self.ids.iter_mut().zip(&later.ids);
        for ((column, more), (ids, more_ids)) in columns.zip(ids) {
            match (column, more) {
                (None, None) => {}
                (Some(column), Some(mut more)) => {
                    more.fill(rows);
                    more.translate(ids.take_in(more_ids, NO_TEXT), &code, &placed);
                    column.fill(before);
                    column.append(more);
                }
                _ => unreachable!("the headings of a list say which columns all its parts have"),
            }
        }
        self.lines.extend(later.lines);
        code
    }
}
