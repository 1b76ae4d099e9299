//! Which records a key means.

use super::catalogue::{Catalogue, TableId};
use super::intern::Symbol;
use super::records::{NO_ROW, Records};

impl Records {
    /// The first row that has this key.
    pub fn row_of_key(&self, table: TableId, key: Symbol) -> Option<u32> {
        self.tables[table.index()]
            .first_row
            .get(key.index())
            .copied()
            .filter(|&row| row != NO_ROW)
    }

    /// The rows that have this key; where none has, those about the child who goes by it.
    pub fn rows_named(&self, catalogue: &Catalogue, table: TableId, id: &str) -> Vec<u32> {
        let rows = |of: &dyn Fn(u32) -> Symbol, symbol: Option<Symbol>| -> Vec<u32> {
            let symbol = symbol.filter(|symbol| !symbol.is_blank());
            symbol.map_or_else(Vec::new, |symbol| {
                (0..self.rows(table))
                    .filter(|row| of(*row) == symbol)
                    .collect()
            })
        };
        let by_key = rows(
            &|row| self.key(catalogue, table, row),
            self.ids(table).find(id),
        );
        if !by_key.is_empty() {
            return by_key;
        }
        rows(
            &|row| self.child_of(catalogue, table, row),
            self.ids(catalogue.children).find(id),
        )
    }

    /// The row that a record means by this key: where several have it, that of its own child, as brothers and sisters discussed
    /// together may go by one number; else the first.
    pub(super) fn row_for(
        &self,
        catalogue: &Catalogue,
        table: TableId,
        key: Symbol,
        (asking, row): (TableId, u32),
    ) -> Option<u32> {
        let first = self.row_of_key(table, key);
        let Some(rows) = self.tables[table.index()].sharing.get(&key) else {
            return first;
        };
        let child = self.own_child(catalogue, asking, row);
        rows.iter()
            .copied()
            .find(|&other| !child.is_blank() && self.own_child(catalogue, table, other) == child)
            .or(first)
    }

    /// Whether several records have this key.
    pub fn is_shared(&self, table: TableId, key: Symbol) -> bool {
        self.tables[table.index()].sharing.contains_key(&key)
    }

    /// Whether references by this record's key lead to another that has it too.
    pub fn is_overshadowed(&self, catalogue: &Catalogue, table: TableId, row: u32) -> bool {
        let key = self.key(catalogue, table, row);
        self.is_shared(table, key) && self.row_for(catalogue, table, key, (table, row)) != Some(row)
    }

    /// The child that a record names itself.
    pub fn own_child(&self, catalogue: &Catalogue, table: TableId, row: u32) -> Symbol {
        let field = catalogue.table(table).child;
        field
            .and_then(|field| self.column(table, field))
            .map_or(Symbol::BLANK, |column| column.id(row))
    }
}
