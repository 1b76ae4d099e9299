//! Which of two records comes first by what they hold, wherever they stand in the files.

use std::cmp::Ordering;

use super::catalogue::{Catalogue, FieldId, TableId};
use super::column::Column;
use super::narratives::hash_of;
use super::records::Records;

impl Records {
    /// Orders records of one table by their values, field by field; equal where they hold the same.
    pub fn by_contents(
        &self,
        catalogue: &Catalogue,
        table: TableId,
        one: u32,
        other: u32,
    ) -> Ordering {
        let fields = catalogue.table(table).field_ids();
        let columns = fields.filter_map(|field| Some((field, self.column(table, field)?)));
        columns
            .map(|(field, column)| {
                let unread = |row| column.is_unreadable(row);
                unread(one)
                    .cmp(&unread(other))
                    .then_with(|| self.by_cell(catalogue, (table, field), column, [one, other]))
            })
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    fn by_cell(
        &self,
        catalogue: &Catalogue,
        (table, field): (TableId, FieldId),
        column: &Column,
        [one, other]: [u32; 2],
    ) -> Ordering {
        let code = |symbol| self.codes.text(symbol);
        match column {
            Column::Id(_) if field == catalogue.table(table).key => {
                let id = |row| self.ids(table).text(column.id(row));
                id(one).cmp(id(other))
            }
            Column::Id(_) => {
                let id = |row| self.reference_text(catalogue, table, field, row);
                id(one).cmp(id(other))
            }
            Column::Date(_) => {
                let day = |row| column.recorded_date(row);
                day(one).cmp(&day(other))
            }
            Column::Flag(_) => column.flag(one).cmp(&column.flag(other)),
            Column::Number(_) => {
                let number = |row| column.number(row).unwrap_or(f64::NEG_INFINITY);
                number(one).total_cmp(&number(other))
            }
            Column::Code(_) => code(column.code(one)).cmp(code(column.code(other))),
            Column::List { .. } => {
                let codes = |row| column.list(row).iter().copied().map(code);
                codes(one).cmp(codes(other))
            }
            Column::Text(_) => {
                // Words are not held in every run, and their order must be the same in all.
                let told = |row| {
                    let span = column.text(row);
                    let hash = span.hash().unwrap_or_else(|| hash_of(self.text(span)));
                    (span.length(), hash)
                };
                told(one).cmp(&told(other))
            }
        }
    }
}
