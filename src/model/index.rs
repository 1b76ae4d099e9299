//! Which records belong to a child, or refer to a record.

use super::catalogue::{Catalogue, FieldId, TableId};
use super::intern::Symbol;
use super::records::{Records, Target};

/// The rows of one table, grouped by what they belong to.
pub struct Groups {
    /// The rows of group `g` are `rows[starts[g]..starts[g + 1]]`.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Groups {
    /// By the child that each record names in `child_id`.
    pub fn by_child(catalogue: &Catalogue, records: &Records, table: TableId) -> Self {
        let column = catalogue
            .table(table)
            .child
            .and_then(|field| records.column(table, field));
        let groups = records.ids(catalogue.children).len();
        Self::build(records.rows(table), groups, |row| {
            column
                .map(|column| column.id(row))
                .filter(|id| !id.is_blank())
                .map(Symbol::index)
        })
    }

    /// By the record of `target` that each row of `table` refers to in `field`.
    pub fn by_reference(
        catalogue: &Catalogue,
        records: &Records,
        table: TableId,
        field: FieldId,
        target: TableId,
    ) -> Self {
        Self::build(
            records.rows(table),
            records.rows(target) as usize,
            |row| match records.target(catalogue, table, field, row) {
                Target::Row(found, found_row) if found == target => Some(found_row as usize),
                _ => None,
            },
        )
    }

    /// By child, the rows of `table` that do not say to which record of `target` they belong, though they may belong to one. Asked
    /// of the rows that do say so: in most exports those are all, and nothing more is looked at.
    pub fn unlinked(
        &self,
        catalogue: &Catalogue,
        records: &Records,
        (table, field): (TableId, FieldId),
        target: TableId,
    ) -> Option<Self> {
        let children = |table: TableId| {
            let field = catalogue.table(table).child?;
            records.column(table, field)
        };
        let (children, _) = children(table).zip(children(target))?;
        if self.rows.len() == records.rows(table) as usize {
            return None;
        }
        let groups = records.ids(catalogue.children).len();
        let unlinked = Self::build(records.rows(table), groups, |row| {
            let child = children.id(row);
            let is_unlinked =
                !child.is_blank() && records.is_unlinked(catalogue, (table, field), row, target);
            is_unlinked.then(|| child.index())
        });
        (!unlinked.rows.is_empty()).then_some(unlinked)
    }

    fn build(rows: u32, groups: usize, group: impl Fn(u32) -> Option<usize>) -> Self {
        let mut starts = vec![0_u32; groups + 1];
        for row in 0..rows {
            if let Some(group) = group(row) {
                starts[group + 1] += 1;
            }
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        let mut next = starts.clone();
        let mut ordered = vec![0; starts.last().copied().unwrap_or(0) as usize];
        for row in 0..rows {
            if let Some(group) = group(row) {
                ordered[next[group] as usize] = row;
                next[group] += 1;
            }
        }
        Self {
            starts,
            rows: ordered,
        }
    }

    /// How many groups there are, empty ones counted.
    pub fn groups(&self) -> u32 {
        self.starts.len() as u32 - 1
    }

    /// The rows of a group, in the order of the files.
    pub fn rows(&self, group: u32) -> &[u32] {
        let group = group as usize;
        match self.starts.get(group + 1) {
            Some(&end) => &self.rows[self.starts[group] as usize..end as usize],
            None => &[],
        }
    }
}
