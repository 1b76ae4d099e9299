//! What the sources of a table can say in a field at all: a format that has one word for all its records can say no other.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{FieldId, TableId};
use super::column::Column;
use super::intern::Symbol;
use super::records::{Records, TableRecords};

/// Of a field that one source has or more.
pub(super) enum Sayable {
    Anything,
    /// These are constants of their formats: no record can say anything else.
    Only(BTreeSet<Symbol>),
}

impl TableRecords {
    /// Notes what a source can say in each field that it has.
    pub(super) fn note_sayable<'c>(
        &mut self,
        columns: impl Iterator<Item = (FieldId, &'c Option<Column>)>,
        constants: &BTreeMap<FieldId, Symbol>,
    ) {
        for (field, _) in columns.filter(|(_, column)| column.is_some()) {
            match (constants.get(&field), self.sayable.get_mut(&field)) {
                (None, _) => {
                    self.sayable.insert(field, Sayable::Anything);
                }
                (Some(code), None) => {
                    let codes = BTreeSet::from([*code]);
                    self.sayable.insert(field, Sayable::Only(codes));
                }
                (Some(code), Some(Sayable::Only(codes))) => {
                    codes.insert(*code);
                }
                (Some(_), Some(Sayable::Anything)) => {}
            }
        }
    }
}

impl Records {
    /// The only codes that a field can hold, whatever was recorded: no file has a column for it, and the format of each says the
    /// same of all its records.
    pub fn can_only_say(&self, table: TableId, field: FieldId) -> Option<&BTreeSet<Symbol>> {
        match self.tables[table.index()].sayable.get(&field) {
            Some(Sayable::Only(codes)) if !self.complete => Some(codes),
            _ => None,
        }
    }
}
