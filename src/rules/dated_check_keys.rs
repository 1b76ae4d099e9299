//! The keys of the checks that give due dates: deadline, cadence and duration.

use crate::model::catalogue::FieldKind;
use crate::model::length::Length;

use super::diagnostic::Mistakes;
use super::filter::{Filter, filter};
use super::path::{Path, Resolver};
use super::plan::{Ages, Cadence, Deadline, Done, Due, Duration, Never, Steps};
use super::read::{filter_at, first_of, maybe, related_date};
use super::section::{Section, Value, inside, length, list, text};

/// The last birthday that a rule may speak of, so that each is a day of the calendar.
const OLDEST: u32 = 99;

pub(super) fn deadline(
    section: &mut Section<'_, '_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Deadline> {
    let from = maybe(section, "from", mistakes, |value, mistakes| {
        first_of(value, resolver, mistakes)
    });
    let by = maybe(section, "by", mistakes, |value, mistakes| {
        first_of(value, resolver, mistakes)
    });
    let within = section.length("within", mistakes);
    let notice = section.length("notice", mistakes);
    let due = match (from, by) {
        (Some(Some(from)), Some(None)) => {
            if within.is_none() && section.get("within").is_none() {
                mistakes.add(
                    section.span.clone(),
                    "a deadline from a date needs within",
                    "add within = \"10 working days\"",
                );
            }
            if notice.is_some() {
                mistakes.add(
                    section.span.clone(),
                    "notice goes with by, not with from",
                    "remove notice, or write by",
                );
            }
            within.map(|within| Due::Within { from, within })
        }
        (Some(None), Some(Some(by))) => {
            if within.is_some() {
                mistakes.add(
                    section.span.clone(),
                    "within goes with from, not with by",
                    "write notice, or write from",
                );
            }
            Some(Due::By { by, notice })
        }
        // A path that is wrong has been marked already.
        (None, _) | (_, None) => None,
        _ => {
            mistakes.add(
                section.span.clone(),
                "a deadline needs either from and within, or by",
                "add one of the two",
            );
            None
        }
    };
    let to = section.need("to", mistakes).and_then(|value| {
        let path = resolver.path(text(value, mistakes)?, &inside(value), mistakes)?;
        Some((value, path))
    });
    let to_where = section.get("to_where");
    let early = section.length("early", mistakes);
    let until = maybe(section, "until", mistakes, |value, mistakes| {
        first_of(value, resolver, mistakes)
    });
    let lapses = section.flag("lapses", mistakes).unwrap_or(true);
    let unless = filter_at(section, "unless", resolver, mistakes);
    let unless_event = maybe(section, "unless_event", mistakes, |value, mistakes| {
        related_date(value, resolver, mistakes)
    });
    let unless_event = match (unless_event?, section.get("unless_event_where")) {
        (Some(path), condition) => {
            let there = Resolver {
                table: path.table,
                ..resolver
            };
            let condition = condition.map_or(Some(Filter::default()), |value| {
                filter(value, there, mistakes)
            });
            Some((path, condition?))
        }
        (None, Some(condition)) => {
            mistakes.add(
                condition.span(),
                "unless_event_where goes with unless_event",
                "add unless_event, or remove this",
            );
            None
        }
        (None, None) => None,
    };
    let to = match to? {
        (value, Path::Value(path)) => {
            if let Some(condition) = to_where {
                mistakes.add(
                    condition.span(),
                    "to_where goes with related records",
                    "the field is the subject's own",
                );
            }
            if path.kind != FieldKind::Date {
                mistakes.add(
                    inside(value),
                    format!("{} is not a date", path.text),
                    format!("it holds {}", path.kind.expected()),
                );
            }
            Done::Own(path)
        }
        (value, Path::Related(path)) => {
            if matches!(due, Some(Due::By { .. })) {
                mistakes.add(
                    inside(value),
                    "with by, the event is a field of the subject itself",
                    "name a field of the subject",
                );
            }
            let field = resolver.catalogue.field(path.table, path.field);
            if field.kind != FieldKind::Date {
                mistakes.add(
                    inside(value),
                    format!("{} is not a date", path.text),
                    format!("it holds {}", field.kind.expected()),
                );
            }
            let there = Resolver {
                table: path.table,
                ..resolver
            };
            let condition = to_where.map_or(Some(Filter::default()), |value| {
                filter(value, there, mistakes)
            });
            Done::Related(path, condition?)
        }
    };
    if early.is_some() && (matches!(to, Done::Own(_)) || matches!(due, Some(Due::By { .. }))) {
        mistakes.add(
            section.span.clone(),
            "early goes with from and a related event",
            "remove early",
        );
    }
    Some(Deadline {
        due: due?,
        to,
        early,
        until: until?.unwrap_or_default(),
        lapses,
        unless: unless?,
        unless_event,
    })
}

pub(super) fn cadence(
    section: &mut Section<'_, '_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Cadence> {
    let from = section
        .need("from", mistakes)
        .and_then(|value| first_of(value, resolver, mistakes));
    let until = maybe(section, "until", mistakes, |value, mistakes| {
        first_of(value, resolver, mistakes)
    });
    let event = section
        .need("event", mistakes)
        .and_then(|value| related_date(value, resolver, mistakes));
    let event_where = section.get("event_where");
    let steps = steps(section, mistakes);
    let every = section
        .need("every", mistakes)
        .and_then(|value| length(value, mistakes));
    let ages = maybe(section, "ages", mistakes, |value, mistakes| {
        let mut ages = Section::of(value, "ages", mistakes)?;
        let from = ages.whole("from", 0..=OLDEST, mistakes);
        let to = ages.whole("to", 0..=OLDEST, mistakes);
        ages.finish(&[], mistakes);
        Some(Ages { from, to })
    });
    let event = event?;
    let there = Resolver {
        table: event.table,
        ..resolver
    };
    let event_where = event_where.map_or(Some(Filter::default()), |value| {
        filter(value, there, mistakes)
    });
    Some(Cadence {
        from: from?,
        until: until?.unwrap_or_default(),
        event,
        event_where: event_where?,
        steps: steps?,
        every: every?,
        ages: ages?,
    })
}

fn steps(section: &mut Section<'_, '_>, mistakes: &mut Mistakes) -> Option<Steps> {
    let steps = section.get("steps");
    match (section.get("steps_for"), steps) {
        (None, None) => Some(Steps::Gaps(Vec::new())),
        (None, Some(steps)) => gaps(steps, mistakes).map(Steps::Gaps),
        (Some(time), Some(steps)) => {
            let (step, time) = (only_step(steps, mistakes), length(time, mistakes));
            Some(Steps::For {
                step: step?,
                time: time?,
            })
        }
        (Some(time), None) => {
            mistakes.add(time.span(), STEPS_FOR, ONE_STEP);
            None
        }
    }
}

const STEPS_FOR: &str = "steps_for goes with one step";
const ONE_STEP: &str = "write steps = [\"6 weeks\"] for the gaps that begin in that time";

/// The first gaps, one at least.
pub(super) fn gaps(value: &Value<'_>, mistakes: &mut Mistakes) -> Option<Vec<Length>> {
    let known = mistakes.found.len();
    let gaps: Option<Vec<_>> = list(value, mistakes)
        .into_iter()
        .map(|value| length(value, mistakes))
        .collect();
    let gaps = gaps.filter(|_| mistakes.found.len() == known)?;
    if gaps.is_empty() {
        mistakes.add(
            value.span(),
            "steps names no gap",
            "write steps = [\"6 weeks\"], or leave it out",
        );
        return None;
    }
    Some(gaps)
}

/// The step of a rule that has `steps_for`.
pub(super) fn only_step(value: &Value<'_>, mistakes: &mut Mistakes) -> Option<Length> {
    let gaps = gaps(value, mistakes)?;
    let [step] = gaps.as_slice() else {
        mistakes.add(value.span(), STEPS_FOR, ONE_STEP);
        return None;
    };
    Some(*step)
}

pub(super) fn duration(
    section: &mut Section<'_, '_>,
    resolver: Resolver<'_>,
    mistakes: &mut Mistakes,
) -> Option<Duration> {
    let from = section
        .need("from", mistakes)
        .and_then(|value| first_of(value, resolver, mistakes));
    let until = maybe(section, "until", mistakes, |value, mistakes| {
        first_of(value, resolver, mistakes)
    });
    let at_most = section
        .need("at_most", mistakes)
        .and_then(|value| length(value, mistakes));
    let unless = filter_at(section, "unless", resolver, mistakes);
    let never = section.get("never");
    let never = match never.map(|value| (value, text(value, mistakes))) {
        None => Never::Unknown,
        Some((_, Some("failed"))) => Never::Failed,
        Some((value, _)) => {
            mistakes.add(
                value.span(),
                "never can only be \"failed\"",
                "write \"failed\" or leave it out",
            );
            Never::Unknown
        }
    };
    Some(Duration {
        from: from?,
        until: until?,
        at_most: at_most?,
        unless: unless?,
        never,
    })
}
