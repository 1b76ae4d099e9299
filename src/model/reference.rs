//! References that may lead to several tables, and references that lead nowhere.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, FieldId, FieldKind, TableId};
use super::column::Column;
use super::intern::Symbol;
use super::problem::{Problem, ProblemSeverity};
use super::records::{Records, Target, without_id};

/// The words by which a record says which kind of plan it belongs to, and the table that holds such plans.
pub const PLAN_TABLES: [(&str, &str); 3] = [
    ("child protection", "cp_plans"),
    ("child in need", "cin_plans"),
    ("pre-proceedings", "pre_proceedings"),
];

/// Decides for every row where its reference leads, wherever the catalogue allows several tables.
pub(super) fn resolve(catalogue: &Catalogue, records: &mut Records) {
    let shared: Vec<(TableId, FieldId)> = records.shared_keyspaces.keys().copied().collect();
    for (table, field) in shared {
        let targets = (0..records.rows(table))
            .map(|row| target(catalogue, records, table, field, row))
            .collect();
        records.tables[table.index()].targets.insert(field, targets);
    }
}

/// Gives records whose file has no column for their child, where others of their table have one, the child of the record that
/// they refer to: Mosaic's child protection visits name their plan alone.
pub(super) fn name_children(catalogue: &Catalogue, records: &mut Records) {
    for (table, definition) in catalogue.tables() {
        let Some(field) = definition.child else {
            continue;
        };
        if records.column(table, field).is_none() || records.is_carried_by_all(table, field) {
            continue;
        }
        let unnamed =
            (0..records.rows(table)).filter(|row| !records.is_carried(table, field, *row));
        let named: Vec<(u32, Symbol)> = unnamed
            .map(|row| (row, records.child_of(catalogue, table, row)))
            .collect();
        if let Some(Column::Id(ids)) = &mut records.tables[table.index()].columns[field.index()] {
            for (row, child) in named {
                ids[row as usize] = child;
            }
        }
    }
}

fn target(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
    field: FieldId,
    row: u32,
) -> Target {
    let FieldKind::Reference(tables) = &catalogue.field(table, field).kind else {
        return Target::Blank;
    };
    let text = records.reference_text(catalogue, table, field, row);
    if text.is_empty() {
        return without_id(records.column(table, field), row);
    }
    let find = |target: TableId| {
        let key = records.ids(target).find(text)?;
        records
            .row_for(catalogue, target, key, (table, row))
            .map(|row| Target::Row(target, row))
    };
    if let Some(named) =
        named_table(catalogue, records, table, row).filter(|named| tables.contains(named))
    {
        let lost = if records.has_table(named) {
            Target::Nowhere
        } else {
            Target::NoTable
        };
        return find(named).unwrap_or(lost);
    }
    let mut found = tables.iter().filter_map(|&target| find(target));
    match (found.next(), found.next()) {
        (Some(only), None) => only,
        (Some(_), Some(_)) => Target::Several,
        // It may lead to a table that is not there.
        (None, _) if tables.iter().any(|&target| !records.has_table(target)) => Target::NoTable,
        _ => Target::Nowhere,
    }
}

/// The table a record names by its `plan_kind` or `kind`.
fn named_table(
    catalogue: &Catalogue,
    records: &Records,
    table: TableId,
    row: u32,
) -> Option<TableId> {
    let definition = catalogue.table(table);
    let field = definition
        .field("plan_kind")
        .or_else(|| definition.field("kind"))?;
    let code = records.column(table, field)?.code(row);
    let kind = records.codes.text(code);
    let (_, name) = PLAN_TABLES.iter().find(|(value, _)| *value == kind)?;
    catalogue.find(name)
}

/// What is wrong with a reference.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lost {
    Nowhere,
    Several,
    AnotherChilds,
}

impl Lost {
    const fn in_words(self) -> &'static str {
        match self {
            Self::Nowhere => "the id of no record in these files",
            Self::Several => "the id of records of several tables, and nothing says which is meant",
            Self::AnotherChilds => {
                "the id of another child's record: what hangs on it does not count for that child"
            }
        }
    }
}

/// Whether two records name a child each, and not the same one.
pub fn are_of_two(one: Symbol, other: Symbol) -> bool {
    !one.is_blank() && !other.is_blank() && one != other
}

/// For each reference field of each table one problem of each kind, naming the first.
pub fn dangling(catalogue: &Catalogue, records: &Records) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (table, definition) in catalogue.tables() {
        for field in definition.field_ids() {
            if !matches!(
                definition.fields[field.index()].kind,
                FieldKind::Reference(_)
            ) || records.column(table, field).is_none()
            {
                continue;
            }
            let about_work = [definition.child, definition.team, definition.worker];
            let names_a_child = !about_work.contains(&Some(field));
            let mut lost: BTreeMap<Lost, (u32, u64)> = BTreeMap::new();
            for row in 0..records.rows(table) {
                let lost_here = match records.target(catalogue, table, field, row) {
                    Target::Nowhere => Lost::Nowhere,
                    Target::Several => Lost::Several,
                    Target::Row(other, other_row)
                        if names_a_child
                            && are_of_two(
                                records.own_child(catalogue, table, row),
                                records.own_child(catalogue, other, other_row),
                            ) =>
                    {
                        Lost::AnotherChilds
                    }
                    _ => continue,
                };
                lost.entry(lost_here).or_insert((row, 0)).1 += 1;
            }
            for (lost, (first, count)) in lost {
                let what = lost.in_words();
                let (file, line) = records.place(table, first);
                let name = &definition.fields[field.index()].name;
                let id = records.reference_text(catalogue, table, field, first);
                let message = match count {
                    1 => format!("{name} {id:?} is {what}"),
                    n => format!(
                        "{n} records of {} have a {name} that is {what}; the first is {id:?}",
                        definition.name
                    ),
                };
                problems.push(
                    Problem::new(ProblemSeverity::Warning, message)
                        .in_file(file)
                        .at_row(line)
                        .in_column(name.clone())
                        .times(count),
                );
            }
        }
    }
    problems
}

impl Records {
    /// Whether a record does not say which record of `to` it belongs to, and may belong to one: its reference is blank, or an id
    /// that no record has, or several have, and nothing says that a record of another table is meant.
    pub(super) fn is_unlinked(
        &self,
        catalogue: &Catalogue,
        (table, field): (TableId, FieldId),
        row: u32,
        to: TableId,
    ) -> bool {
        if let Target::Row(..) = self.target(catalogue, table, field, row) {
            return false;
        }
        let FieldKind::Reference(tables) = &catalogue.field(table, field).kind else {
            return false;
        };
        named_table(catalogue, self, table, row)
            .filter(|named| tables.contains(named))
            .is_none_or(|named| named == to)
    }

    /// Whether a record that is not linked may belong to this one: where several have the id that it names, it is one of those.
    pub fn may_mean(
        &self,
        catalogue: &Catalogue,
        (table, field): (TableId, FieldId),
        row: u32,
        (to, to_row): (TableId, u32),
    ) -> bool {
        self.target(catalogue, table, field, row) != Target::Several
            || self.reference_text(catalogue, table, field, row)
                == self.ids(to).text(self.key(catalogue, to, to_row))
    }

    /// The child of a record: its own, else that of the record it refers to.
    pub fn child_of(&self, catalogue: &Catalogue, table: TableId, row: u32) -> Symbol {
        if table == catalogue.children {
            return self.key(catalogue, table, row);
        }
        let definition = catalogue.table(table);
        let own = self.own_child(catalogue, table, row);
        if !own.is_blank() {
            return own;
        }
        let leads_on = |field: &FieldId| {
            Some(*field) != definition.child
                && Some(*field) != definition.team
                && Some(*field) != definition.worker
        };
        for field in definition.field_ids().filter(leads_on) {
            if let FieldKind::Reference(_) = definition.fields[field.index()].kind
                && let Target::Row(other, other_row) = self.target(catalogue, table, field, row)
                && let Some(child) = catalogue.table(other).child
                && let Some(column) = self.column(other, child)
                && !column.id(other_row).is_blank()
            {
                return column.id(other_row);
            }
        }
        Symbol::BLANK
    }
}
