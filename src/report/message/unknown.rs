//! Why a record cannot be judged, or is not asked about.

use crate::check::context::Context;
use crate::check::obligation::{Detail, Doubtful};
use crate::check::one_sided;
use crate::model::catalogue::{FieldId, FieldKind, TableId};
use crate::model::masking::masked;
use crate::rules::filter::{Condition, Operand};
use crate::rules::path::{RelatedPath, ValuePath, Via};
use crate::rules::plan::{Cadence, Check, Deadline, Done, Rule};
use crate::rules::sentence::joined;

use super::{expected, words};

/// Why the age of the child, on the day of a record, is not known.
pub const NO_AGE: &str =
    "the child's age is not known: no date of birth that can be read and fits the record";

/// Why a record cannot be judged.
pub fn reason(detail: Detail<'_>, rule: &Rule, context: Context<'_>) -> String {
    match detail {
        Detail::Blank(path) => not_recorded(path, rule, context),
        Detail::NotUnderstood(path) => not_understood(path, rule, context),
        Detail::NotCarried(table, field) => {
            let words = words(context, rule);
            let field = words.field(table, field);
            if table == rule.table {
                format!("the file that it is in has no column for {field}")
            } else {
                let other = &context.view.catalogue.table(table).one;
                format!("the file of the {other} that it belongs to has no column for {field}")
            }
        }
        Detail::Lost(table, field) => {
            let words = words(context, rule);
            let named = words.field(table, field);
            format!("{named} is named, and is in none of these files")
        }
        Detail::NoReference => "it refers to no record".to_owned(),
        Detail::UnreadableReference(table, field) => format!(
            "{} is recorded, but cannot be read",
            id(table, field, rule, context)
        ),
        Detail::NoKey => {
            "the record has no key, so that what belongs to it cannot be found".to_owned()
        }
        Detail::SharedKey => {
            "another record has the same key, so that what belongs to this one cannot be told"
                .to_owned()
        }
        Detail::NoChild => {
            "the record names no child, so that what belongs to it cannot be found".to_owned()
        }
        Detail::BeforeStart(path) => {
            format!(
                "{} is recorded before the day it should follow",
                words(context, rule).path(path)
            )
        }
        Detail::NoBirth => "the child has no date of birth that can be read".to_owned(),
        Detail::NoAge => NO_AGE.to_owned(),
        Detail::OnlyLatest { none } => only_latest(none, rule, context),
        Detail::RecordsBegin(Some(first)) => {
            let table = related(rule).map(|path| context.view.catalogue.table(path.table));
            let records = table.map_or("records", |table| table.many.as_str());
            format!(
                "the {records} in these files begin only on {}",
                first.in_words()
            )
        }
        Detail::RecordsBegin(None) => "there are no records to be counted, of any child".to_owned(),
        Detail::MayCount {
            found,
            perhaps,
            limit,
            condition,
            unlinked,
            unread_values,
            undated,
        } => {
            let Check::Count(check) = &rule.check else {
                return "it cannot be judged".to_owned();
            };
            let counted = words(context, rule).counted_in_brief(check, found, None);
            let blank = condition.map(|condition| match &check.of_where.conditions[condition].of {
                Operand::Age(_) => NO_AGE.to_owned(),
                Operand::Value(path) => not_told(path, rule, context),
            });
            let unlinked = (unlinked > 0).then(|| unlinked_records(unlinked, rule, context));
            let (table, view) = (check.of.table, context.view);
            let is_unread = |field: &FieldId| {
                view.catalogue.field(table, *field).kind != FieldKind::Date
                    && view.records.has_not_understood(table, *field)
            };
            let counted_by = [Some(check.of.field), check.distinct];
            let unread = counted_by.into_iter().flatten().find(is_unread);
            let unread = unread.filter(|_| unread_values > 0).map(|field| {
                let words = words(context, rule);
                let field = words.field(table, field);
                format!("the {field} of {unread_values} cannot be read")
            });
            let undated = match undated {
                0 => None,
                1 => Some("a date of 1 is recorded, but cannot be read".to_owned()),
                count => Some(format!("dates of {count} are recorded, but cannot be read")),
            };
            let why: Vec<String> = blank
                .into_iter()
                .chain(unlinked)
                .chain(unread)
                .chain(undated)
                .collect();
            format!(
                "{counted}: {}, and {perhaps} more may count: {}",
                expected(limit),
                joined(&why, "and")
            )
        }
        Detail::Doubtful(doubtful) => may_be_what_was_due(doubtful, rule, context),
        Detail::UnreadableDate(table, field) => {
            let words = words(context, rule);
            format!(
                "the date of {} is recorded, but cannot be read",
                words.field(table, field)
            )
        }
        Detail::AgencyUnknown(name) => {
            let agencies = &context.ruleset.reference.agencies;
            // It may be a person: "Mrs Xxxxx (health visitor)".
            let name = masked(context.view.records.codes.text(name), |word| {
                agencies.lists_word(word)
            });
            format!("{name:?} is no agency that caseready knows")
        }
        Detail::NoTable => "it refers to a table that is in none of these files".to_owned(),
        _ => "it cannot be judged".to_owned(),
    }
}

/// "what the kind of visit says is not understood in 2 visits, and one of them may be what was due".
fn may_be_what_was_due(doubtful: Doubtful, rule: &Rule, context: Context<'_>) -> String {
    let Doubtful {
        unlinked,
        not_understood: unclear,
        condition,
        undated,
    } = doubtful;
    let condition = condition.and_then(|place| event_filter(&rule.check).get(place));
    let unclear = condition.map(|condition| {
        let why = match &condition.of {
            Operand::Value(path) => not_understood(path, rule, context),
            Operand::Age(_) => NO_AGE.to_owned(),
        };
        format!("{why} in {}", records(unclear, rule, context))
    });
    let unlinked = (unlinked > 0).then(|| unlinked_records(unlinked, rule, context));
    let undated = (undated > 0).then(|| {
        let records = records(undated, rule, context);
        match undated {
            1 => format!("the date of {records} is recorded, but cannot be read"),
            _ => format!("the dates of {records} are recorded, but cannot be read"),
        }
    });
    let why: Vec<String> = unclear.into_iter().chain(unlinked).chain(undated).collect();
    let may_be = match doubtful.count() {
        1 => "may be what was due",
        _ => "one of them may be what was due",
    };
    format!("{}, and {may_be}", joined(&why, "and"))
}

/// What a check asks of the events that it looks for.
pub fn event_filter(check: &Check) -> &[Condition] {
    match check {
        Check::Count(check) => &check.of_where.conditions,
        Check::Deadline(Deadline {
            to: Done::Related(_, filter),
            ..
        })
        | Check::Cadence(Cadence {
            event_where: filter,
            ..
        }) => &filter.conditions,
        _ => &[],
    }
}

/// "2 placements of this child do not say which period in care they belong to"; where ids of theirs cannot be read, they may say it.
fn unlinked_records(count: u32, rule: &Rule, context: Context<'_>) -> String {
    let to = &context.view.catalogue.table(rule.table).one;
    let readably = match related(rule) {
        Some(RelatedPath {
            table,
            via: Via::Reference(field),
            ..
        }) if context.view.records.has_not_understood(*table, *field) => {
            ", so that it can be read,"
        }
        _ => "",
    };
    let (do_not_say, they_belong) = match count {
        1 => ("does not say", "it belongs"),
        _ => ("do not say", "they belong"),
    };
    let records = records(count, rule, context);
    format!("{records} of this child {do_not_say}{readably} which {to} {they_belong} to")
}

/// "2 placements", of those that a check looks at.
fn records(count: u32, rule: &Rule, context: Context<'_>) -> String {
    let table = related(rule).map(|path| context.view.catalogue.table(path.table));
    let records = match (table, count) {
        (Some(table), 1) => &*table.one,
        (Some(table), _) => &*table.many,
        (None, _) => "records",
    };
    format!("{count} {records}")
}

/// The related records that a check looks at.
fn related(rule: &Rule) -> Option<&RelatedPath> {
    match &rule.check {
        Check::Cadence(check) => Some(&check.event),
        Check::Count(check) => Some(&check.of),
        Check::Deadline(Deadline {
            to: Done::Related(path, _),
            ..
        }) => Some(path),
        _ => None,
    }
}

/// Why there is no rate of a rule, where these files show one side only of what it judges.
pub fn no_rate(rule: &Rule, context: Context<'_>) -> Option<String> {
    let table = one_sided::only_last(rule, context.view)?;
    let one = &context.view.catalogue.table(table).one;
    Some(format!(
        "no rate: only the last {one} of each child is in these files"
    ))
}

/// Why the last event of each child, without those before it, does not tell.
fn only_latest(none: bool, rule: &Rule, context: Context<'_>) -> String {
    let event = related(rule);
    let catalogue = context.view.catalogue;
    let one = event.map_or("record", |path| catalogue.table(path.table).one.as_str());
    let whose = match event.map(|path| path.via) {
        Some(Via::Reference(_)) => catalogue.table(rule.table).one.as_str(),
        _ => "child",
    };
    let this = match (none, &rule.check) {
        (true, _) => format!("this {whose} has none"),
        (_, Check::Cadence(_)) => format!("this {whose}'s is not one that counts"),
        _ => "an earlier one may have been in time".to_owned(),
    };
    format!("only the last {one} of each child is in these files, and {this}")
}

/// What a record names another by: "the child's id", "referral id".
fn id(table: TableId, field: FieldId, rule: &Rule, context: Context<'_>) -> String {
    if context.view.catalogue.table(table).child == Some(field) {
        return "the child's id".to_owned();
    }
    words(context, rule).field(table, field).to_owned()
}

/// Why it is open whether a record belongs to the subject.
pub fn unlinked(table: TableId, row: u32, rule: &Rule, context: Context<'_>) -> String {
    let to = &context.view.catalogue.table(rule.table).one;
    let is_unread = related(rule).is_some_and(|path| match path.via {
        Via::Reference(field) => context.view.is_unreadable(table, field, row),
        Via::Child => false,
    });
    if is_unread {
        format!("which {to} it belongs to is recorded, but cannot be read")
    } else {
        format!("it does not say which {to} it belongs to")
    }
}

/// Why a rule was not asked of records: what decides it is blank in them, or says what is not understood. It may be blank rightly,
/// as the reason for closing a case is while the case is open.
pub fn not_asked(path: &ValuePath, rule: &Rule, context: Context<'_>) -> String {
    let asked = words(context, rule).asked(path);
    format!("{asked} is blank{}", or_not_understood(path, rule, context))
}

/// Why it is not known whether one record counts.
pub fn not_told(path: &ValuePath, rule: &Rule, context: Context<'_>) -> String {
    let not_recorded = not_recorded(path, rule, context);
    format!("{not_recorded}{}", or_not_understood(path, rule, context))
}

fn or_not_understood(path: &ValuePath, rule: &Rule, context: Context<'_>) -> String {
    let value = match path.kind {
        _ if !is_ever_unread(path, context) => "",
        FieldKind::Code | FieldKind::List => ", or not understood",
        _ => ", or cannot be read",
    };
    let reference = unread_reference(path, rule, context);
    let reference = reference.map_or_else(String::new, |id| format!(", or {id} cannot be read"));
    format!("{value}{reference}")
}

/// What decides whether a rule is about records that it was not asked of: "the child's death".
pub fn decides(path: &ValuePath, rule: &Rule, context: Context<'_>) -> String {
    let asked = words(context, rule).asked(path);
    match unread_reference(path, rule, context) {
        Some(id) => format!("{asked}, or {id}"),
        None => asked,
    }
}

/// Whether a value that a path ends in cannot be read in some record.
fn is_ever_unread(path: &ValuePath, context: Context<'_>) -> bool {
    let records = context.view.records;
    let mut ends = path.ends.iter();
    ends.any(|(table, field)| records.has_not_understood(*table, *field))
}

/// A reference on the way of a path that cannot be read in some record.
fn unread_reference(path: &ValuePath, rule: &Rule, context: Context<'_>) -> Option<String> {
    let records = context.view.records;
    let mut followed = path.hops.iter().flat_map(|hop| &hop.0);
    let unread = followed.find(|(table, field)| records.has_not_understood(*table, *field));
    unread.map(|(table, field)| id(*table, *field, rule, context))
}

/// "the first meeting is recorded, but cannot be read".
pub fn not_understood(path: &ValuePath, rule: &Rule, context: Context<'_>) -> String {
    if !is_ever_unread(path, context)
        && let Some(id) = unread_reference(path, rule, context)
    {
        return format!("{id} is recorded, but cannot be read");
    }
    let words = words(context, rule).path(path);
    let records = context.view.records;
    let is_worked_out = |(table, field): &(_, _)| records.is_worked_out(*table, *field);
    match path.kind {
        _ if path.ends.iter().any(is_worked_out) => {
            format!("{words} cannot be told: what is recorded of it is not understood")
        }
        FieldKind::Code | FieldKind::List => format!("what {words} says is not understood"),
        FieldKind::Flag => format!("what is recorded of whether {words} cannot be read"),
        FieldKind::Date => format!("the date of {words} is recorded, but cannot be read"),
        FieldKind::Text => format!("{words} is a yes, a number or an error, and not in words"),
        _ => format!("{words} is recorded, but cannot be read"),
    }
}

/// "the first meeting is not recorded"; of a flag, "it is not recorded whether ...".
pub fn not_recorded(path: &ValuePath, rule: &Rule, context: Context<'_>) -> String {
    let words = words(context, rule).path(path);
    match path.kind {
        FieldKind::Flag => format!("it is not recorded whether {words}"),
        _ => format!("{words} is not recorded"),
    }
}
