//! What is wanting in the rows of a table, so that rows that are joined are not counted with what they lacked alone.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, FieldId, TableId};
use super::column::Column;
use super::records::{Records, TableRecords};

#[derive(Default)]
pub(super) struct Wanting {
    rows: u32,
    /// Rows that name no child.
    childless: u32,
    /// By field, cells that say something, and it is not known what.
    not_understood: BTreeMap<FieldId, u32>,
}

impl Records {
    pub(super) fn wanting(&self, catalogue: &Catalogue, table: TableId, rows: &[u32]) -> Wanting {
        let childless = |row: &u32| self.own_child(catalogue, table, *row).is_blank();
        Wanting {
            rows: rows.len() as u32,
            childless: rows.iter().filter(|row| childless(row)).count() as u32,
            ..self.wanting_values(catalogue, table, rows)
        }
    }

    /// Without those that name no child: such rows of several children may be alike, and count as they stand in the files.
    pub(super) fn wanting_values(
        &self,
        catalogue: &Catalogue,
        table: TableId,
        rows: &[u32],
    ) -> Wanting {
        let definition = catalogue.table(table);
        let fields = self.tables[table.index()].not_understood.keys();
        let of_field = |field: &FieldId| {
            let column = self.column(table, *field)?;
            let field_of = &definition.fields[field.index()];
            let is_unlisted = |code| !field_of.lists(code);
            let is_wanting = |row: &u32| {
                column.is_unreadable(*row)
                    || match column {
                        Column::Code(_) => !column.is_blank(*row) && is_unlisted(column.code(*row)),
                        Column::List { .. } => column.list(*row).iter().copied().any(is_unlisted),
                        _ => false,
                    }
            };
            Some((
                *field,
                rows.iter().filter(|row| is_wanting(row)).count() as u32,
            ))
        };
        Wanting {
            not_understood: fields.filter_map(of_field).collect(),
            ..Wanting::default()
        }
    }
}

impl TableRecords {
    /// Takes away what was wanting in rows, but for what is wanting in those that they became.
    pub(super) fn forget(&mut self, before: &Wanting, after: &Wanting) {
        let gone = |before: u32, after: u32| before.saturating_sub(after);
        let rows = gone(before.rows, after.rows);
        let (childless, of) = &mut self.childless;
        *childless = childless.saturating_sub(gone(before.childless, after.childless));
        // Of some formats the rows were never counted here.
        let left = (*of).min(self.rows.saturating_sub(rows));
        *of = of.saturating_sub(rows).max(left);
        for (field, count) in &mut self.not_understood {
            let of = |wanting: &Wanting| wanting.not_understood.get(field).copied().unwrap_or(0);
            // One stays: what a field holds is asked only where there is one.
            *count = count.saturating_sub(gone(of(before), of(after))).max(1);
        }
    }
}
