//! Whether an export holds what a rule needs.

use std::collections::BTreeSet;

use crate::model::catalogue::{Catalogue, FieldId, FieldKind, MayBe, TableId};
use crate::model::intern::Symbol;
use crate::model::records::{MissingList, Presence};
use crate::model::view::View;
use crate::rules::Ruleset;
use crate::rules::filter::{Filter, Literal, Test};
use crate::rules::needs::{Need, needs};
use crate::rules::path::{ValuePath, Via};
use crate::rules::plan::{Rule, RuleId};
use crate::rules::sentence::joined;

/// One thing that an export lacks for a rule to be judged.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lack {
    Table(TableId),
    Field(TableId, FieldId),
    /// Headed, but blank in every row.
    Blank(TableId, FieldId),
    /// Filled, but so many of its values say something that is not understood.
    NotUnderstood {
        table: TableId,
        field: FieldId,
        values: u32,
        of: u32,
    },
    /// So many of its records name no child.
    Childless {
        table: TableId,
        records: u32,
        of: u32,
    },
    /// None of these, any of which could say when something ended.
    End(Vec<(TableId, FieldId)>),
    /// Not so many of these.
    Some(usize, Vec<(TableId, FieldId)>),
    /// A list of a format, beside others that fill this table.
    List(TableId, String),
    /// Every record: only the last of each child is there.
    Earlier(TableId),
    /// One of these codes: the format has no column for the field, and says something else of all its records.
    Code {
        table: TableId,
        field: FieldId,
        codes: Vec<Symbol>,
        says: Vec<Symbol>,
    },
    /// A flag as somebody answered it: it says one and the same in all of so many records.
    Answers {
        table: TableId,
        field: FieldId,
        says: bool,
        records: u32,
    },
}

impl Lack {
    /// Why a rule is not assessed.
    pub fn reason(&self, catalogue: &Catalogue) -> String {
        let name = |table: &TableId, field: &FieldId| catalogue.field_name(*table, *field);
        let names = |fields: &[(TableId, FieldId)]| -> Vec<String> {
            fields
                .iter()
                .map(|(table, field)| name(table, field))
                .collect()
        };
        match self {
            Self::Table(table) => format!("no {} in these files", catalogue.table(*table).name),
            Self::Field(table, field) => format!("no {} in these files", name(table, field)),
            Self::Blank(table, field) => {
                format!("{} is headed, but blank in every row", name(table, field))
            }
            Self::NotUnderstood {
                table,
                field,
                values,
                of,
            } => format!(
                "{values} of the {of} values of {} are not understood: see the problems",
                name(table, field)
            ),
            Self::Childless { table, records, of } => format!(
                "{records} of the {of} records of {} name no child: see the problems",
                catalogue.table(*table).name
            ),
            Self::End(fields) => format!("no {} in these files", names(fields).join(" or ")),
            Self::Some(1, fields) => {
                format!("none of {} is in these files", names(fields).join(", "))
            }
            Self::Some(count, fields) => {
                let names = names(fields).join(", ");
                format!("fewer than {count} of {names} is in these files")
            }
            Self::List(table, list) => {
                let many = &catalogue.table(*table).many;
                format!("no {list} in these files, where other {many} are")
            }
            Self::Earlier(table) => {
                let many = &catalogue.table(*table).many;
                format!("only the last of each child's {many} is in these files")
            }
            Self::Code {
                table,
                field,
                codes,
                says,
            } => {
                let texts = |codes: &[Symbol]| {
                    let texts = codes.iter().map(|code| catalogue.codes.text(*code));
                    joined(
                        &texts.map(|text| format!("{text:?}")).collect::<Vec<_>>(),
                        "or",
                    )
                };
                let name = name(table, field);
                format!(
                    "{name} can only be {} in these files, and never {}",
                    texts(says),
                    texts(codes)
                )
            }
            Self::Answers {
                table,
                field,
                says,
                records,
            } => {
                let (name, says) = (name(table, field), if *says { "yes" } else { "no" });
                format!(
                    "{name} says {says} in all {records} records: a column filled alike is no evidence"
                )
            }
        }
    }
}

/// Why a rule cannot be judged from these files, in words; none where it can.
pub fn wanting(rule: &Rule, view: View<'_>) -> Option<String> {
    needs(rule, view.catalogue)
        .iter()
        .find_map(|need| lacks(need, rule, view))
        .map(|lack| lack.reason(view.catalogue))
}

/// All that these files lack for a rule, each thing once.
pub fn lacking(rule: &Rule, view: View<'_>) -> Vec<Lack> {
    let mut lacking = Vec::new();
    for need in needs(rule, view.catalogue) {
        lacking.extend(lacks(&need, rule, view).filter(|lack| !lacking.contains(lack)));
    }
    // Whoever exports a table need not be told of its fields.
    let tables: Vec<TableId> = lacking
        .iter()
        .filter_map(|lack| match lack {
            Lack::Table(table) => Some(*table),
            _ => None,
        })
        .collect();
    lacking.retain(|lack| match lack {
        Lack::End(fields) | Lack::Some(_, fields) => {
            !fields.iter().any(|(table, _)| tables.contains(table))
        }
        _ => true,
    });
    lacking
}

/// The rules that a run would judge unless told otherwise, each with what these files lack for it. One that stands in for a rule
/// that can be judged is not wanted.
pub fn assessable(ruleset: &Ruleset, view: View<'_>) -> Vec<(RuleId, Vec<Lack>)> {
    let mut rules: Vec<(RuleId, Vec<Lack>)> = ruleset
        .ids()
        .filter(|id| ruleset.rule(*id).on)
        .map(|id| (id, lacking(ruleset.rule(id), view)))
        .collect();
    let judged: BTreeSet<RuleId> = rules
        .iter()
        .filter(|(_, lacking)| lacking.is_empty())
        .map(|(id, _)| *id)
        .collect();
    rules.retain(|(id, _)| {
        let mut others = ruleset.rule(*id).stands_in_for.iter();
        !others.any(|other| judged.contains(other))
    });
    rules
}

fn lacks(need: &Need, rule: &Rule, view: View<'_>) -> Option<Lack> {
    match need {
        Need::Table(table) => no_table(*table, view),
        Need::Value(path) => value(path, view),
        Need::Field(table, field) => no_field(*table, *field, view),
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
        Need::Every(path) => view
            .records
            .is_latest_only(path.table)
            .then_some(Lack::Earlier(path.table)),
        Need::Lists(table, filter) => {
            let mut missing = view.records.missing_lists.iter();
            let missing = missing.find(|list| list.table == *table && may_take(filter, list));
            let list = missing.map(|list| Lack::List(*table, list.name.clone()));
            list.or_else(|| {
                filter
                    .paths()
                    .find_map(|(path, test)| no_code(path, test, view))
            })
        }
        Need::Telling(path) => filled_alike(path, view),
        Need::Listed(path) => {
            let mut codes = path.ends.iter();
            codes.find_map(|(table, field)| not_understood(*table, *field, view))
        }
        Need::End(paths) => {
            let exists = |path: &ValuePath| {
                hops(path, view).is_none()
                    && path
                        .ends
                        .iter()
                        .any(|(table, field)| view.records.may_hold_an_end(*table, *field))
            };
            let mut fields = paths.iter().flat_map(|path| &path.ends);
            let unread = fields.find_map(|(table, field)| not_understood(*table, *field, view));
            unread.or_else(|| (!paths.iter().any(exists)).then(|| Lack::End(ends(paths))))
        }
        Need::Readable(table, field) => not_understood(*table, *field, view),
        Need::Some(count, paths) => {
            let there = paths
                .iter()
                .filter(|path| value(path, view).is_none())
                .count();
            (there < *count).then(|| Lack::Some(*count, ends(paths)))
        }
    }
}

/// The fields that paths end in, as a reader would look for them in an export.
fn ends(paths: &[ValuePath]) -> Vec<(TableId, FieldId)> {
    paths.iter().map(|path| path.ends[0]).collect()
}

fn value(path: &ValuePath, view: View<'_>) -> Option<Lack> {
    hops(path, view).or_else(|| any_of(&path.ends, view))
}

fn hops(path: &ValuePath, view: View<'_>) -> Option<Lack> {
    path.hops.iter().find_map(|hop| any_of(&hop.0, view))
}

/// Where a walk may lead to several tables, one of them is enough.
fn any_of(places: &[(TableId, FieldId)], view: View<'_>) -> Option<Lack> {
    let mut lacking = None;
    for (table, field) in places {
        match no_field(*table, *field, view) {
            None => return None,
            lack => lacking = lacking.or(lack),
        }
    }
    lacking
}

/// Of several tables that a flag may lie in, one that tells is enough.
fn filled_alike(path: &ValuePath, view: View<'_>) -> Option<Lack> {
    let mut alike = None;
    for &(table, field) in &path.ends {
        if no_field(table, field, view).is_some() {
            continue;
        }
        let says = view.records.filled_alike(table, field)?;
        alike = alike.or(Some(Lack::Answers {
            table,
            field,
            says,
            records: view.records.rows(table),
        }));
    }
    alike
}

fn no_table(table: TableId, view: View<'_>) -> Option<Lack> {
    (!view.records.has_table(table)).then_some(Lack::Table(table))
}

fn no_field(table: TableId, field: FieldId, view: View<'_>) -> Option<Lack> {
    no_table(table, view).or_else(|| match view.records.presence(table, field) {
        // A code that is not listed is there all the same, for what does not ask which it is.
        _ if view.catalogue.field(table, field).kind != FieldKind::Code
            && view.records.not_understood(table, field).is_some() =>
        {
            not_understood(table, field, view)
        }
        Presence::Present => childless(table, field, view),
        Presence::Absent => Some(Lack::Field(table, field)),
        Presence::Blank => Some(Lack::Blank(table, field)),
    })
}

/// Whether a field is the child of its table, and so many records name none that nobody knows how many each child has.
fn childless(table: TableId, field: FieldId, view: View<'_>) -> Option<Lack> {
    let definition = view.catalogue.table(table);
    let is_child = definition.child == Some(field) && table != view.catalogue.children;
    if !is_child || definition.fields[field.index()].may_be == Some(MayBe::Blank) {
        return None;
    }
    let (records, of) = view.records.childless(table)?;
    Some(Lack::Childless { table, records, of })
}

fn not_understood(table: TableId, field: FieldId, view: View<'_>) -> Option<Lack> {
    let (values, of) = view.records.not_understood(table, field)?;
    Some(Lack::NotUnderstood {
        table,
        field,
        values,
        of,
    })
}

/// What a filter asks for that no record of these files can say, since their formats have one word for all: nobody looked for it, so
/// that none is no sign that it was not done. A column that somebody fills is another matter, whatever stands in it.
fn no_code(path: &ValuePath, test: &Test, view: View<'_>) -> Option<Lack> {
    let Test::Is(wanted) = test else {
        return None;
    };
    let [(table, field)] = path.ends[..] else {
        return None;
    };
    let says = view.records.can_only_say(table, field)?;
    let codes = wanted.iter().filter_map(|literal| match literal {
        Literal::Code(code) => Some(*code),
        _ => None,
    });
    let codes: Vec<Symbol> = codes.collect();
    let is_never = !codes.is_empty() && !codes.iter().any(|code| says.contains(code));
    is_never.then(|| Lack::Code {
        table,
        field,
        codes,
        says: says.iter().copied().collect(),
    })
}

/// Whether a filter may take records of a list, going by what all of them would say.
fn may_take(filter: &Filter, list: &MissingList) -> bool {
    filter.paths().all(|(path, test)| {
        let own = path.ends.iter().find(|_| path.hops.is_empty());
        let says = list
            .codes
            .iter()
            .find(|(field, _)| Some(&(list.table, *field)) == own);
        let Some((_, code)) = says else {
            return true;
        };
        match test {
            Test::Is(codes) => codes.contains(&Literal::Code(*code)),
            Test::Not(codes) => !codes.contains(&Literal::Code(*code)),
            Test::Blank => false,
            _ => true,
        }
    })
}
