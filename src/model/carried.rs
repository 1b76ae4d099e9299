//! Which source has which field, where several tell of one table: what a source never asks for is not blank in its records.

use std::collections::BTreeMap;

use super::catalogue::{FieldId, TableId};
use super::file::FileId;
use super::records::{Records, TableRecords};

/// Of one table.
#[derive(Default)]
pub(super) struct Carried {
    /// By file, whether it has each field.
    by_file: BTreeMap<FileId, Vec<bool>>,
    /// The other files that tell of a record.
    also: BTreeMap<u32, Vec<FileId>>,
}

impl Carried {
    /// One list of a file has these fields.
    pub fn note(&mut self, file: FileId, fields: impl Iterator<Item = bool>) {
        let known = self.by_file.entry(file).or_default();
        for (place, is_there) in fields.enumerate() {
            match known.get_mut(place) {
                Some(known) => *known |= is_there,
                None => known.push(is_there),
            }
        }
    }

    /// Forgets rows, which must be in order; those behind them move up.
    pub fn drop_rows(&mut self, dropped: &[u32]) {
        let also = std::mem::take(&mut self.also).into_iter();
        let kept = also.filter(|(row, _)| dropped.binary_search(row).is_err());
        self.also = kept
            .map(|(row, files)| {
                (
                    row - dropped.partition_point(|other| *other < row) as u32,
                    files,
                )
            })
            .collect();
    }

    /// Whether a file has a field that another has not.
    fn adds(&self, to: FileId, file: FileId) -> bool {
        match (self.by_file.get(&to), self.by_file.get(&file)) {
            (Some(own), Some(other)) => own.iter().zip(other).any(|(own, other)| *other && !own),
            (None, other) => other.is_some(),
            (_, None) => false,
        }
    }

    fn has(&self, file: FileId, field: FieldId) -> bool {
        self.by_file
            .get(&file)
            .is_some_and(|fields| fields[field.index()])
    }
}

impl TableRecords {
    pub(super) fn can_work_out(&self, field: FieldId) -> bool {
        self.worked_out.as_ref().is_some_and(|(of, _)| *of == field)
    }
}

impl Records {
    /// What tells of the second row tells of the first from now on.
    pub(super) fn tell_together(&mut self, table: TableId, kept: u32, dropped: u32) {
        let (own, other) = (self.place(table, kept).0, self.place(table, dropped).0);
        let carried = &mut self.tables[table.index()].carried;
        let more = carried.also.remove(&dropped).unwrap_or_default();
        let files = std::iter::once(other).chain(more);
        let adding: Vec<FileId> = files.filter(|file| carried.adds(own, *file)).collect();
        if !adding.is_empty() {
            let also = carried.also.entry(kept).or_default();
            also.extend(adding);
            also.sort_unstable();
            also.dedup();
        }
    }

    /// Whether every source of a table has a field, or it can be worked out without.
    pub fn is_carried_by_all(&self, table: TableId, field: FieldId) -> bool {
        let records = &self.tables[table.index()];
        let mut files = records.file_starts.iter();
        self.complete
            || records.can_work_out(field)
            || files.all(|(_, file)| records.carried.has(*file, field))
    }

    /// Whether a source of this record has a field, which [not all have](Self::is_carried_by_all).
    pub fn is_carried(&self, table: TableId, field: FieldId, row: u32) -> bool {
        let carried = &self.tables[table.index()].carried;
        let also = carried.also.get(&row).into_iter().flatten().copied();
        let mut files = std::iter::once(self.place(table, row).0).chain(also);
        self.tables[table.index()].can_work_out(field) || files.any(|file| carried.has(file, field))
    }
}
