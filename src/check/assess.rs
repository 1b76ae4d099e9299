//! Whether an export holds what a rule needs.

use crate::model::catalogue::{FieldId, TableId};
use crate::model::records::Presence;
use crate::model::view::View;
use crate::rules::needs::{Need, needs};
use crate::rules::path::{ValuePath, Via};
use crate::rules::plan::Rule;

/// Why a rule cannot be judged from these files, in words; none where it can.
pub fn wanting(rule: &Rule, view: View<'_>) -> Option<String> {
    needs(rule, view.catalogue)
        .iter()
        .find_map(|need| lacks(need, rule, view))
}

fn lacks(need: &Need, rule: &Rule, view: View<'_>) -> Option<String> {
    match need {
        Need::Table(table) => no_table(*table, view),
        Need::Value(path) => value(path, view),
        Need::Field(table, field) => {
            no_table(*table, view).or_else(|| no_field(*table, *field, view))
        }
        Need::Related(path) => no_table(path.table, view)
            .or_else(|| match path.via {
                Via::Child => {
                    let ids = [rule.table, path.table].map(|table| {
                        view.catalogue
                            .table(table)
                            .child
                            .map(|field| (table, field))
                    });
                    ids.into_iter()
                        .flatten()
                        .find_map(|(table, field)| no_field(table, field, view))
                }
                Via::Reference(field) => no_field(path.table, field, view),
            })
            .or_else(|| no_field(path.table, path.field, view)),
        Need::End(paths) => {
            let exists = |path: &ValuePath| {
                hops(path, view).is_none()
                    && path
                        .ends
                        .iter()
                        .any(|(table, field)| view.records.may_hold_an_end(*table, *field))
            };
            (!paths.iter().any(exists)).then(|| {
                let names: Vec<String> = paths.iter().map(|path| name(path, view)).collect();
                format!("no {} in these files", names.join(" or "))
            })
        }
        Need::Some(count, paths) => {
            let there = paths
                .iter()
                .filter(|path| value(path, view).is_none())
                .count();
            (there < *count).then(|| {
                let names: Vec<String> = paths.iter().map(|path| name(path, view)).collect();
                let wanted = if *count == 1 {
                    "none".to_owned()
                } else {
                    format!("fewer than {count}")
                };
                format!("{wanted} of {} is in these files", names.join(", "))
            })
        }
    }
}

/// The field a path ends in, as a reader would look for it in an export.
fn name(path: &ValuePath, view: View<'_>) -> String {
    let (table, field) = path.ends[0];
    view.catalogue.field_name(table, field)
}

fn value(path: &ValuePath, view: View<'_>) -> Option<String> {
    hops(path, view).or_else(|| any_of(&path.ends, view))
}

fn hops(path: &ValuePath, view: View<'_>) -> Option<String> {
    path.hops.iter().find_map(|hop| any_of(&hop.0, view))
}

/// Where a walk may lead to several tables, one of them is enough.
fn any_of(places: &[(TableId, FieldId)], view: View<'_>) -> Option<String> {
    let mut lacking = None;
    for (table, field) in places {
        match no_table(*table, view).or_else(|| no_field(*table, *field, view)) {
            None => return None,
            reason => lacking = lacking.or(reason),
        }
    }
    lacking
}

fn no_table(table: TableId, view: View<'_>) -> Option<String> {
    (!view.records.has_table(table))
        .then(|| format!("no {} in these files", view.catalogue.table(table).name))
}

fn no_field(table: TableId, field: FieldId, view: View<'_>) -> Option<String> {
    let name = view.catalogue.field_name(table, field);
    match view.records.presence(table, field) {
        Presence::Present => None,
        Presence::Absent => Some(format!("no {name} in these files")),
        Presence::Blank => Some(format!("{name} is headed, but blank in every row")),
    }
}
