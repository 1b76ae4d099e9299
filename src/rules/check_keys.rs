//! The keys of each kind of check into its plan.

use toml::de::DeValue;

use crate::model::catalogue::FieldKind;

use super::agencies::AgencyId;
use super::dated_check_keys::{cadence, deadline, duration};
use super::diagnostic::Mistakes;
use super::filter::{Filter, filter};
use super::kind::Kind;
use super::path::Resolver;
use super::plan::{Attendance, Check, Count, Order, Reference, Require, TextCheck, Unlike};
use super::read::{
    Context, date_path, filter_at, maybe, named, own_field, related, strings, value_path,
    value_path_of_kind,
};
use super::section::{Section, Value, inside, list, text};
use super::sense;

pub(super) fn check(
    checks: &Section<'_, '_>,
    resolver: Resolver<'_>,
    context: &Context<'_>,
    mistakes: &mut Mistakes,
) -> Option<Check> {
    let entries = checks.entries();
    let [(name, span, value)] = entries.as_slice() else {
        let spans = entries
            .get(1)
            .map_or(checks.span.clone(), |(_, span, _)| span.clone());
        mistakes.add(
            spans,
            "a rule has exactly one check",
            format!("found {}", entries.len()),
        );
        return None;
    };
    let Some(kind) = Kind::named(name) else {
        mistakes.add_name(
            span.clone(),
            format!("there is no check {name:?}"),
            name,
            Kind::ALL.map(|(name, _)| name),
        );
        return None;
    };
    let name = format!("[check.{name}]");
    let DeValue::Table(keys) = value.get_ref() else {
        mistakes.add(
            value.span(),
            format!("{name} must be a table"),
            "write its keys below it",
        );
        return None;
    };
    let mut section = Section::new(keys, value.span(), &name);
    let known = mistakes.found.len();
    let check = match kind {
        Kind::Require => require(&mut section, resolver, mistakes).map(Check::Require),
        Kind::Deadline => deadline(&mut section, resolver, mistakes).map(Check::Deadline),
        Kind::Cadence => cadence(&mut section, resolver, mistakes).map(Check::Cadence),
        Kind::Duration => duration(&mut section, resolver, mistakes).map(Check::Duration),
        Kind::Count => count(&mut section, resolver, mistakes).map(Check::Count),
        Kind::Attendance => {
            attendance(&mut section, resolver, context, mistakes).map(Check::Attendance)
        }
        Kind::Text => text_check(&mut section, resolver, context, mistakes).map(Check::Text),
        Kind::Order => order(&mut section, resolver, mistakes).map(Check::Order),
        Kind::Reference => reference(&mut section, resolver, mistakes).map(Check::Reference),
    };
    // Of keys that are wrong already, nothing more is said.
    if let Some(check) = &check
        && mistakes.found.len() == known
    {
        sense::demand(check, &section.span, mistakes);
    }
    section.finish(&[], mistakes);
    check
}

fn require(
    section: &mut Section<'_, '_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Require> {
    let fields: Option<Vec<_>> = section
        .list("fields", mistakes)
        .into_iter()
        .map(|value| value_path(value, resolver, mistakes))
        .collect();
    let mut any_of = Some(Vec::new());
    let groups = section.list("any_of", mistakes);
    // One group may be written without its own brackets.
    let groups: Vec<Vec<_>> = if groups
        .iter()
        .any(|value| matches!(value.get_ref(), DeValue::Array(_)))
    {
        groups
            .into_iter()
            .map(|value| list(value, mistakes))
            .collect()
    } else {
        Some(groups)
            .filter(|group| !group.is_empty())
            .into_iter()
            .collect()
    };
    for group in groups {
        let paths: Option<Vec<_>> = group
            .into_iter()
            .map(|value| value_path(value, resolver, mistakes))
            .collect();
        any_of = any_of.zip(paths).map(|(mut groups, paths)| {
            groups.push(paths);
            groups
        });
    }
    let yes: Option<Vec<_>> = section
        .list("yes", mistakes)
        .into_iter()
        .map(|value| value_path_of_kind(value, &[FieldKind::Flag], "a flag", resolver, mistakes))
        .collect();
    let holds = filter_at(section, "holds", resolver, mistakes);
    let grace = section.length("grace", mistakes);
    Some(Require {
        fields: fields?,
        any_of: any_of?,
        yes: yes?,
        holds: holds?,
        grace,
    })
}

fn count(
    section: &mut Section<'_, '_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Count> {
    let of = section
        .need("of", mistakes)
        .and_then(|value| related(value, resolver, mistakes));
    let of_where = section.get("of_where");
    let distinct = section.get("distinct");
    let window = section.length("window", mistakes);
    let at = maybe(section, "at", mistakes, |value, mistakes| {
        date_path(value, resolver, mistakes)
    });
    let at_most = section.limit("at_most", mistakes);
    let at_least = section.limit("at_least", mistakes);
    let per = maybe(section, "per", mistakes, |value, mistakes| {
        value_path_of_kind(value, &[FieldKind::Number], "a number", resolver, mistakes)
    });
    let grace = section.length("grace", mistakes);
    let of = of?;
    let there = Resolver {
        table: of.table,
        ..resolver
    };
    let of_where = of_where.map_or(Some(Filter::default()), |value| {
        filter(value, there, mistakes)
    });
    let distinct = distinct.map_or(Some(None), |value| {
        let field = own_field(value, there, mistakes)?;
        match there.catalogue.field(there.table, field).kind {
            FieldKind::Key | FieldKind::Reference(_) | FieldKind::Code | FieldKind::Date => {
                Some(Some(field))
            }
            _ => {
                mistakes.add(
                    inside(value),
                    "distinct counts different ids, codes or dates",
                    format!(
                        "found {}",
                        there.catalogue.field(there.table, field).kind.expected()
                    ),
                );
                None
            }
        }
    });
    Some(Count {
        of,
        of_where: of_where?,
        distinct: distinct?,
        window,
        at: at?,
        at_most,
        at_least,
        per: per?,
        grace,
    })
}

fn attendance(
    section: &mut Section<'_, '_>,
    resolver: Resolver<'_>,
    context: &Context<'_>,
    mistakes: &mut Mistakes,
) -> Option<Attendance> {
    let field = section.need("field", mistakes).and_then(|value| {
        value_path_of_kind(value, &[FieldKind::List], "a list", resolver, mistakes)
    });
    let all_of = agencies("all_of", section, context, mistakes);
    let at_least = section.whole("at_least", 1..=u32::MAX, mistakes);
    let besides = agencies("besides", section, context, mistakes);
    Some(Attendance {
        field: field?,
        all_of: all_of?,
        at_least,
        besides: besides?,
    })
}

fn agencies(
    key: &'static str,
    section: &mut Section<'_, '_>,
    context: &Context<'_>,
    mistakes: &mut Mistakes,
) -> Option<Vec<AgencyId>> {
    let agencies = &context.reference.agencies;
    let names = agencies.names();
    let values = section.list(key, mistakes).into_iter();
    values
        .map(|value| agencies.find(&named(value, "agency", &names, mistakes)?))
        .collect()
}

fn text_check(
    section: &mut Section<'_, '_>,
    resolver: Resolver<'_>,
    context: &Context<'_>,
    mistakes: &mut Mistakes,
) -> Option<TextCheck> {
    let field = section.need("field", mistakes).and_then(|value| {
        value_path_of_kind(
            value,
            &[FieldKind::Text, FieldKind::Code],
            "text or a code",
            resolver,
            mistakes,
        )
    });
    let min_words = section.whole("min_words", 1..=u32::MAX, mistakes);
    let lists = context.reference.phrase_lists.names();
    let avoid: Option<Vec<usize>> = section
        .list("avoid", mistakes)
        .into_iter()
        .map(|value| {
            let name = named(value, "phrase list", &lists, mistakes)?;
            lists.iter().position(|other| *other == name)
        })
        .collect();
    let mention = strings(section, "mention", mistakes);
    let unlike = maybe(section, "unlike", mistakes, |value, mistakes| {
        unlike(value, resolver, mistakes)
    });
    let grace = section.length("grace", mistakes);
    Some(TextCheck {
        field: field?,
        min_words,
        avoid: avoid?,
        mention,
        unlike: unlike?,
        grace,
    })
}

/// `child.T.f` or `T.f`, where `T` is the subject's own table.
fn unlike(value: &Value<'_>, resolver: Resolver<'_>, mistakes: &mut Mistakes) -> Option<Unlike> {
    let path = text(value, mistakes)?;
    let table = resolver.catalogue.table(resolver.table);
    let (same_child, rest) = path
        .strip_prefix("child.")
        .map_or((false, path), |rest| (true, rest));
    let field = rest
        .split_once('.')
        .filter(|(name, _)| *name == table.name)
        .and_then(|(_, field)| table.field(field));
    let Some(field) = field.filter(|field| table.fields[field.index()].kind == FieldKind::Text)
    else {
        let message = format!("{path:?} is no narrative of the subject's own table");
        mistakes.add(
            inside(value),
            message,
            format!("write child.{0}.field or {0}.field", table.name),
        );
        return None;
    };
    Some(if same_child {
        Unlike::SameChild(field)
    } else {
        Unlike::OtherChildren(field)
    })
}

fn order(
    section: &mut Section<'_, '_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Order> {
    let dates: Option<Vec<_>> = section
        .list("dates", mistakes)
        .into_iter()
        .map(|value| date_path(value, resolver, mistakes))
        .collect();
    Some(Order { dates: dates? })
}

fn reference(
    section: &mut Section<'_, '_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Reference> {
    let value = section.need("field", mistakes)?;
    let field = own_field(value, resolver, mistakes)?;
    if !matches!(
        resolver.catalogue.field(resolver.table, field).kind,
        FieldKind::Reference(_)
    ) {
        mistakes.add(
            inside(value),
            "this field is no reference to another record",
            "name a reference",
        );
        return None;
    }
    Some(Reference { field })
}
