//! `count`: how many related records stand in a window.

use super::almanac::Date;
use super::begins::begins;
use super::catalogue::{Kind, OwnDates};
use super::cell::Value;
use super::filter::Held;
use super::paths::related;
use super::rule::Rule;
use super::verdict::Said;
use super::world::{Place, Placed, World};

pub fn count<'w>(world: &World<'w>, rule: &'w Rule, subject: Place<'w>) -> Said {
    let of = rule.text_of("of").expect("a count has of");
    let path = related(world.catalogue, subject.table, of).expect("a related path");
    let table = world.catalogue.table(path.table);

    // The window ends on the subject's own day, or on the as-at date where it has none or is open.
    let own = match (rule.text_of("at"), world.stood(subject)) {
        // A date that the rule names is needed.
        (Some(at), _) => match world.date(subject, at) {
            None => return Said::undated("unknown"),
            day => day,
        },
        (None, _) if ends_on_a_garbled_day(world, subject) => return Said::undated("unknown"),
        (None, Placed::Undated | Placed::Span(_, None)) if world.death_garbled(subject) => {
            return Said::undated("unknown");
        }
        (None, Placed::Undated) => None,
        (None, Placed::On(day)) => Some(day),
        (None, Placed::Span(_, to)) => to,
    };
    let end = own.unwrap_or(world.as_at);
    let start = rule.text_of("window").map(|window| end.before(window));

    let Some(mut records) = world.belonging(subject, &path) else {
        return Said::undated("unknown");
    };
    let dated = table
        .field(path.field)
        .is_some_and(|field| field.kind == Kind::Date);
    let mut strays = world.strays(subject, &path);
    // What was over before the subject began was never part of it.
    let begins = match world.placed(subject) {
        Placed::Span(from, _) => from,
        _ => None,
    };
    strays.retain(|stray| {
        let over = match world.placed(*stray) {
            Placed::Undated => None,
            Placed::On(day) => Some(day),
            Placed::Span(_, to) => to,
        };
        begins.is_none_or(|begins| over.is_none_or(|over| over >= begins))
    });
    // What stood on days that nobody can read may have stood in the window.
    let is_counted_garbled = |record: &Place<'w>| world.is_garbled(*record, path.field);
    // Of different values, one that nobody can read may be another.
    let is_distinct_garbled = |record: &Place<'w>| {
        let distinct = rule.text_of("distinct");
        distinct.is_some_and(|field| world.garbled(*record, field))
    };
    let is_garbled = |record: &Place<'w>| {
        if is_counted_garbled(record) || is_distinct_garbled(record) {
            true
        } else if dated {
            false
        } else {
            // What began in the window stood in it, whenever it ended.
            let began_here = match world.placed(*record) {
                Placed::Span(Some(from), _) => {
                    from <= end && start.is_some_and(|start| from > start)
                }
                _ => false,
            };
            stood_on_garbled_days(world, *record) && !began_here
        }
    };
    let in_window = |record: &Place<'w>| {
        if dated && is_counted_garbled(record) {
            true
        } else if dated {
            let day = world.date(*record, path.field);
            day.is_some_and(|day| day <= end && start.is_none_or(|start| day > start))
        } else {
            // What is counted must be named: an allocation without a worker is nobody's.
            let is_key = table
                .field(path.field)
                .is_some_and(|field| field.kind == Kind::Key);
            let is_there = world.value(*record, path.field).is_some() || is_counted_garbled(record);
            (is_key || is_there) && stands_in(world.placed(*record), start, end)
        }
    };
    records.retain(in_window);
    strays.retain(in_window);
    let (mut certain, mut open, mut loose) = (Vec::new(), Vec::new(), Vec::new());
    for stray in strays {
        match world.held(stray, &rule.filter("of_where")) {
            Held::No => {}
            Held::Yes | Held::Strange => loose.push(stray),
            Held::Blank => open.push(stray),
        }
    }
    for record in records {
        match world.held(record, &rule.filter("of_where")) {
            Held::No => {}
            Held::Yes if !is_garbled(&record) => certain.push(record),
            Held::Yes | Held::Strange => loose.push(record),
            Held::Blank => open.push(record),
        }
    }
    let how_many = |lists: &[&Vec<Place<'w>>]| {
        let records = lists.iter().copied().flatten();
        let Some(distinct) = rule.text_of("distinct") else {
            return records.count() as f64;
        };
        let mut values: Vec<Value> = Vec::new();
        let garbled = records.clone().filter(|record| is_distinct_garbled(record));
        let garbled = garbled.count();
        for value in records.filter_map(|record| world.value(*record, distinct)) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        (values.len() + garbled) as f64
    };

    let per = match rule.text_of("per") {
        None => 1.0,
        Some(per) => match world.value(subject, per) {
            Some(Value::Number(per)) => per,
            _ => return Said::undated("unknown"),
        },
    };
    let count = how_many(&[&certain]);
    let too_many = rule
        .number("at_most")
        .is_some_and(|most| count > thousandths(most * per));
    let too_few = rule
        .number("at_least")
        .is_some_and(|least| count < thousandths(least * per));
    if start.is_some_and(|start| begins_before_its_records(world, path.table, start)) {
        // More may be missing: too many stay too many, and enough stay enough where there is no limit above.
        let enough = !too_few && rule.number("at_most").is_none();
        if !too_many && !enough {
            return Said::undated("unknown");
        }
    }
    let perhaps_too_many = rule
        .number("at_most")
        .is_some_and(|most| how_many(&[&certain, &open, &loose]) > thousandths(most * per));
    let perhaps_enough = rule
        .number("at_least")
        .is_some_and(|least| how_many(&[&certain, &loose]) >= thousandths(least * per));
    Said::undated(match (too_many, too_few) {
        (true, _) => "failed",
        (_, true) if perhaps_enough => "unknown",
        (_, true) => "failed",
        _ if perhaps_too_many => "unknown",
        _ => "met",
    })
}

fn ends_on_a_garbled_day<'w>(world: &World<'w>, subject: Place<'w>) -> bool {
    match &subject.table.dates {
        OwnDates::At(field) | OwnDates::Span(_, field) => world.is_garbled(subject, field),
        OwnDates::None | OwnDates::Of(_) => false,
    }
}

fn stood_on_garbled_days<'w>(world: &World<'w>, record: Place<'w>) -> bool {
    match &record.table.dates {
        OwnDates::At(field) => world.is_garbled(record, field),
        OwnDates::Span(from, to) => world.is_garbled(record, from) || world.is_garbled(record, to),
        OwnDates::None | OwnDates::Of(_) => false,
    }
}

/// Whether own dates overlap the window or, with no window, have begun by its end and not ended before it.
fn stands_in(placed: Placed, start: Option<Date>, end: Date) -> bool {
    let (from, to) = match placed {
        Placed::Undated => return true,
        Placed::On(day) => (Some(day), start.and(Some(day))),
        Placed::Span(from, to) => (from, to),
    };
    // The first day that counts.
    let first = start.map_or(end, |start| start.plus(1));
    from.is_none_or(|from| from <= end) && to.is_none_or(|to| to >= first)
}

/// Whether the first day that counts lies before the table begins, or the table is empty.
fn begins_before_its_records(world: &World<'_>, table: &str, start: Date) -> bool {
    let records = world.records(table);
    let firsts = records
        .iter()
        .filter_map(|record| world.first_date(*record));
    // Where days are planned, or those of other records, the first that has come.
    let is_plain = records.first().is_some_and(|record| {
        let is_plain = |field: &str| !record.table.field(field).expect("a field").planned;
        match &record.table.dates {
            OwnDates::At(field) => is_plain(field),
            OwnDates::Span(from, to) => is_plain(from) && is_plain(to),
            OwnDates::None | OwnDates::Of(_) => false,
        }
    });
    let first = if is_plain {
        begins(world, table)
            .map(|(first, _)| first)
            .filter(|first| *first <= world.as_at)
    } else {
        firsts.min()
    };
    first.is_none_or(|first| start.plus(1) < first)
}

/// A part of full time such as 0.29 is no exact number, and twenty-nine of a hundred times it are not too many.
fn thousandths(limit: f64) -> f64 {
    (limit * 1_000.0).round() / 1_000.0
}
