//! When the newest of a table happened.

use super::catalogue::{Catalogue, FieldKind, OwnDates, TableId};
use super::column::Column;
use super::day::Day;
use super::records::Records;

impl Records {
    /// The newest event of a table that lies on or before `as_at`; none for a table that is not placed in time.
    pub fn newest_event(&self, catalogue: &Catalogue, table: TableId, as_at: Day) -> Option<Day> {
        let newest = |column: &&Column| {
            (0..self.rows(table))
                .filter_map(|row| column.recorded_date(row))
                .filter(|day| *day <= as_at)
                .max()
        };
        self.events(catalogue, table)
            .iter()
            .filter_map(newest)
            .max()
    }

    /// How many records of a table have an event after one day and up to another.
    pub fn events_in(&self, catalogue: &Catalogue, table: TableId, after: Day, to: Day) -> u32 {
        let columns = self.events(catalogue, table);
        let is_in = |row: &u32| {
            let mut days = columns
                .iter()
                .filter_map(|column| column.recorded_date(*row));
            days.any(|day| after < day && day <= to)
        };
        (0..self.rows(table)).filter(is_in).count() as u32
    }

    /// The dates of what has happened; none of a table that is not placed in time.
    fn events(&self, catalogue: &Catalogue, table: TableId) -> Vec<&Column> {
        let definition = catalogue.table(table);
        if definition.dates == OwnDates::None {
            return Vec::new();
        }
        let fields = definition.field_ids().filter(|field| {
            let field = &definition.fields[field.index()];
            field.kind == FieldKind::Date && !field.planned
        });
        fields
            .filter_map(|field| self.column(table, field))
            .collect()
    }
}
