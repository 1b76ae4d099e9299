//! What an export must hold for a rule to be judged at all.

use crate::model::catalogue::{Catalogue, FieldId, FieldKind, OwnDates, TableId};

use super::filter::{Filter, Test};
use super::path::{RelatedPath, ValuePath, Via};
use super::plan::{Check, Done, Due, Rule, Unlike};

/// One thing an export must hold.
#[derive(Clone, Debug)]
pub enum Need {
    Table(TableId),
    /// Every reference on the way exists, and the field does.
    Value(ValuePath),
    /// At least one may hold an end; one that nobody has reached yet is enough.
    End(Vec<ValuePath>),
    /// Related records, and the reference by which they are reached.
    Related(RelatedPath),
    /// Every related record, and not only the last of each child.
    Every(RelatedPath),
    /// Every list of a format whose records the filter may take, and one whose records it may take at all.
    Lists(TableId, Filter),
    /// A flag that says yes of one record and no of another.
    Telling(ValuePath),
    /// A field of a table.
    Field(TableId, FieldId),
    /// A code in spellings that are listed, or a flag in answers that are read.
    Listed(ValuePath),
    /// At least so many of these.
    Some(usize, Vec<ValuePath>),
    /// A field that may be absent; where it is there, it can be read.
    Readable(TableId, FieldId),
}

/// All that `rule` needs, in the order in which a reader would ask for it.
pub fn needs(rule: &Rule, catalogue: &Catalogue) -> Vec<Need> {
    let mut needs = vec![Need::Table(rule.table)];
    let birth = || {
        let field = catalogue.date_of_birth;
        field.map(|field| Need::Field(catalogue.children, field))
    };
    filter(&mut needs, &rule.subject);
    let mut asks_age = rule.subject.asks_age();
    match &rule.check {
        Check::Require(check) => {
            values(&mut needs, check.fields.iter().chain(&check.yes));
            needs.extend(
                check
                    .any_of
                    .iter()
                    .map(|group| Need::Some(1, group.clone())),
            );
            // What must hold is asked of the record, so that a field nobody exports is not judged; "blank" may be absent.
            needs.extend(
                check
                    .holds
                    .paths()
                    .filter(|(_, test)| **test != Test::Blank)
                    .map(|(path, _)| Need::Value(path.clone())),
            );
            listed(&mut needs, &check.holds);
            asks_age |= check.holds.asks_age();
            let flags = check.holds.paths().filter(|(path, test)| {
                path.kind == FieldKind::Flag && matches!(test, Test::Is(_) | Test::Not(_))
            });
            let flags = check.yes.iter().chain(flags.map(|(path, _)| path));
            needs.extend(flags.cloned().map(Need::Telling));
        }
        Check::Deadline(check) => {
            match &check.due {
                Due::Within { from, .. } => values(&mut needs, from),
                Due::By { by, .. } => values(&mut needs, by),
            }
            match &check.to {
                Done::Own(path) => values(&mut needs, [path]),
                Done::Related(path, condition) => {
                    needs.push(Need::Related(path.clone()));
                    needs.push(Need::Lists(path.table, condition.clone()));
                    filter(&mut needs, condition);
                    asks_age |= condition.asks_age();
                }
            }
            until(&mut needs, &check.until);
            if let Some((_, condition)) = &check.unless_event {
                filter(&mut needs, condition);
                asks_age |= condition.asks_age();
            }
        }
        Check::Cadence(check) => {
            values(&mut needs, &check.from);
            until(&mut needs, &check.until);
            needs.push(Need::Related(check.event.clone()));
            needs.push(Need::Lists(check.event.table, check.event_where.clone()));
            filter(&mut needs, &check.event_where);
            asks_age |= check.event_where.asks_age() || check.ages.is_some();
        }
        Check::Duration(check) => {
            values(&mut needs, &check.from);
            until(&mut needs, check.until.as_deref().unwrap_or_default());
        }
        Check::Count(check) => {
            needs.push(Need::Related(check.of.clone()));
            needs.push(Need::Every(check.of.clone()));
            needs.push(Need::Lists(check.of.table, check.of_where.clone()));
            needs.extend(
                check
                    .distinct
                    .map(|field| Need::Field(check.of.table, field)),
            );
            values(&mut needs, check.at.iter().chain(&check.per));
            filter(&mut needs, &check.of_where);
            asks_age |= check.of_where.asks_age();
        }
        Check::Attendance(check) => values(&mut needs, [&check.field]),
        Check::Text(check) => {
            values(&mut needs, [&check.field]);
            if let Some(Unlike::SameChild(_)) = check.unlike {
                needs.extend(
                    catalogue
                        .table(rule.table)
                        .child
                        .map(|child| Need::Field(rule.table, child)),
                );
            }
        }
        Check::Order(check) => needs.push(Need::Some(2, check.dates.clone())),
        Check::Reference(check) => needs.push(Need::Field(rule.table, check.field)),
    }
    values(&mut needs, &rule.placed_by);
    if rule.placed_by.is_none() && !gives_due_dates(&rule.check) {
        last_dates(&mut needs, rule.table, catalogue);
    }
    needs.extend(rule.needs.iter().map(|paths| match paths.as_slice() {
        [one] => Need::Value(one.clone()),
        several => Need::Some(1, several.to_vec()),
    }));
    if asks_age {
        needs.extend(birth());
        // The age is the child's whom the record names.
        let child = catalogue.table(rule.table).child;
        needs.extend(child.map(|child| Need::Field(rule.table, child)));
    }
    needs
}

const fn gives_due_dates(check: &Check) -> bool {
    matches!(
        check,
        Check::Deadline(_) | Check::Cadence(_) | Check::Duration(_)
    )
}

/// The last of the own dates of a table's records, by which what has no due date is in the period or not.
fn last_dates(needs: &mut Vec<Need>, table: TableId, catalogue: &Catalogue) {
    match catalogue.table(table).dates {
        OwnDates::None => {}
        OwnDates::At(last) | OwnDates::Span { to: last, .. } => {
            needs.push(Need::Readable(table, last));
        }
        OwnDates::Of(field) => {
            needs.push(Need::Readable(table, field));
            if let FieldKind::Reference(tables) = &catalogue.field(table, field).kind {
                for table in tables {
                    last_dates(needs, *table, catalogue);
                }
            }
        }
    }
}

fn values<'p>(needs: &mut Vec<Need>, paths: impl IntoIterator<Item = &'p ValuePath>) {
    needs.extend(paths.into_iter().cloned().map(Need::Value));
}

fn until(needs: &mut Vec<Need>, paths: &[ValuePath]) {
    if !paths.is_empty() {
        needs.push(Need::End(paths.to_vec()));
    }
}

/// A field used only under `not` or `"blank"` may be absent, and counts as blank.
fn filter(needs: &mut Vec<Need>, filter: &Filter) {
    needs.extend(
        filter
            .paths()
            .filter(|(_, test)| !test.takes_blank())
            .map(|(path, _)| Need::Value(path.clone())),
    );
    listed(needs, filter);
}

/// What a spelling means that is not listed, or an answer that cannot be read, is not known, and it passes every `not`.
fn listed(needs: &mut Vec<Need>, filter: &Filter) {
    let asks_which = |test: &Test| matches!(test, Test::Is(_) | Test::Not(_));
    let asked = filter.paths().filter(|(path, test)| {
        matches!(path.kind, FieldKind::Code | FieldKind::Flag) && asks_which(test)
    });
    needs.extend(asked.map(|(path, _)| Need::Listed(path.clone())));
}

/// The tables and reference fields by which a rule groups records, so that they are grouped once.
pub fn groupings(rule: &Rule) -> Vec<(TableId, Via)> {
    let mut groupings = Vec::new();
    let mut add = |path: &RelatedPath| groupings.push((path.table, path.via));
    match &rule.check {
        Check::Deadline(check) => {
            if let Done::Related(path, _) = &check.to {
                add(path);
            }
            if let Some((path, _)) = &check.unless_event {
                add(path);
            }
        }
        Check::Cadence(check) => add(&check.event),
        Check::Count(check) => add(&check.of),
        Check::Text(check) => {
            if let Some(Unlike::SameChild(_)) = check.unlike {
                groupings.push((rule.table, Via::Child));
            }
        }
        Check::Require(_)
        | Check::Duration(_)
        | Check::Attendance(_)
        | Check::Order(_)
        | Check::Reference(_) => {}
    }
    groupings
}

/// Every field that a rule reads, as `table.field`, for readers who want to know what to export.
pub fn fields_read(rule: &Rule, catalogue: &Catalogue) -> Vec<(TableId, FieldId)> {
    let mut fields = Vec::new();
    let mut add = |table: TableId, field: FieldId| {
        if !fields.contains(&(table, field)) {
            fields.push((table, field));
        }
    };
    add(rule.table, catalogue.table(rule.table).key);
    for need in needs(rule, catalogue) {
        match need {
            // Asked for already.
            Need::Table(_)
            | Need::Every(_)
            | Need::Lists(..)
            | Need::Telling(_)
            | Need::Listed(_)
            | Need::Readable(..) => {}
            Need::Field(table, field) => add(table, field),
            Need::Related(path) => {
                match path.via {
                    Via::Reference(field) => add(path.table, field),
                    Via::Child => {
                        for table in [rule.table, path.table] {
                            if let Some(child) = catalogue.table(table).child {
                                add(table, child);
                            }
                        }
                    }
                }
                add(path.table, path.field);
            }
            Need::Value(path) => value_fields(&path, &mut add),
            Need::End(paths) | Need::Some(_, paths) => {
                for path in &paths {
                    value_fields(path, &mut add);
                }
            }
        }
    }
    fields.retain(|(table, field)| {
        catalogue.field(*table, *field).kind != FieldKind::Key || *table == rule.table
    });
    fields
}

/// The narratives that a rule reads word by word.
pub fn words_read(rule: &Rule) -> impl Iterator<Item = (TableId, FieldId)> {
    let check = match &rule.check {
        Check::Text(check) => Some(check),
        _ => None,
    };
    let unlike = check.and_then(|check| check.unlike).map(|unlike| {
        let (Unlike::SameChild(field) | Unlike::OtherChildren(field)) = unlike;
        (rule.table, field)
    });
    let own = check.into_iter().flat_map(|check| &check.field.ends);
    own.copied().chain(unlike)
}

fn value_fields(path: &ValuePath, add: &mut impl FnMut(TableId, FieldId)) {
    for (table, field) in path.hops.iter().flat_map(|hop| &hop.0).chain(&path.ends) {
        add(*table, *field);
    }
}
