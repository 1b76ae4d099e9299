//! `require`, `order` and `reference`: what holds or does not, whatever the day; and `grace`.

use toml::Value as Toml;

use super::catalogue::OwnDates;
use super::cell::Value;
use super::filter::{Held, is_age};
use super::rule::Rule;
use super::verdict::{Obligation, Said, When};
use super::world::{Place, Target, World};

pub fn require<'w>(world: &World<'w>, rule: &'w Rule, subject: Place<'w>) -> Said {
    let mut groups = rule.groups();
    groups.extend(rule.list("fields").into_iter().map(|field| vec![field]));
    let (mut failed, mut unknown) = (false, false);
    for group in groups {
        let names_nothing = |path: &&str| world.names_nothing(subject, path);
        let is_filled = |path: &&str| world.value(subject, path).is_some() && !names_nothing(path);
        match group.iter().any(is_filled) {
            true => {}
            false if group.iter().any(names_nothing) => unknown = true,
            false if group.iter().any(|path| world.garbled(subject, path)) => unknown = true,
            false => failed = true,
        }
    }
    for path in rule.list("yes") {
        match world.value(subject, path) {
            None => unknown = true,
            flag => failed |= flag == Some(Value::Flag(false)),
        }
    }
    for (path, test) in &rule.filter("holds") {
        let asks_whether =
            matches!(test, Toml::String(word) if word == "present" || word == "blank");
        let blank = if is_age(path) {
            world.age(subject, path).is_none()
        } else {
            world.told(subject, path).is_none()
        };
        let held = world.condition(subject, path, test);
        let is_strange = held == Held::Strange;
        if is_strange || blank && (!asks_whether || held == Held::Blank) {
            unknown = true;
        } else {
            failed |= held != Held::Yes;
        }
    }
    Said::undated(match (failed, unknown) {
        (true, _) => "failed",
        (_, true) => "unknown",
        _ => "met",
    })
}

pub fn order<'w>(world: &World<'w>, rule: &'w Rule, subject: Place<'w>) -> Said {
    let dates = rule.list("dates");
    let days: Vec<_> = dates
        .iter()
        .filter_map(|path| world.date(subject, path))
        .collect();
    let garbled = dates.iter().any(|path| world.garbled(subject, path));
    let in_order = days.windows(2).all(|pair| pair[0] <= pair[1]);
    match days.len() {
        _ if !in_order => Said::undated("failed"),
        0 => Said::default(),
        _ if garbled => Said::undated("unknown"),
        1 => Said::default(),
        _ => Said::undated("met"),
    }
}

pub fn reference<'w>(world: &World<'w>, rule: &'w Rule, subject: Place<'w>) -> Said {
    let field = rule.text_of("field").expect("a field");
    Said::undated(match world.target(subject, field) {
        Target::Blank | Target::NoTable => "unknown",
        Target::Nowhere => "failed",
        Target::Record(_) => "met",
    })
}

/// Until the first own date plus that span, what would fail is due on that day.
pub fn with_grace<'w>(world: &World<'w>, rule: &'w Rule, subject: Place<'w>, said: Said) -> Said {
    let Some(grace) = rule.text_of("grace") else {
        return said;
    };
    let first = match &rule.placed_by {
        Some(path) => world.date(subject, path),
        None => world.first_date(subject),
    };
    let is_garbled = match (&rule.placed_by, &subject.table.dates) {
        (Some(path), _) => world.garbled(subject, path),
        (None, OwnDates::At(field) | OwnDates::Span(field, _)) => world.is_garbled(subject, field),
        (None, _) => false,
    };
    // It began by the day on which it ended.
    let is_over =
        rule.placed_by.is_none() && first.is_some_and(|first| first.after(grace) < world.as_at);
    let is_unclear = is_garbled && !is_over;
    let death_is_unclear = world.death_garbled(subject);
    let last = first
        .map(|first| first.after(grace))
        .filter(|_| !is_unclear);
    if let (Some(last), Some((_, until))) = (last, world.owed_until(subject))
        && until <= last
        && !death_is_unclear
    {
        // Nothing was owed yet: only what was done all the same is something.
        let mut obligations = said.obligations;
        obligations.retain(|obligation| obligation.outcome == "met");
        return obligations.into();
    }
    if is_unclear || death_is_unclear && last.is_some() {
        let obligations = said.obligations.into_iter().map(|obligation| Obligation {
            outcome: match obligation.outcome {
                "failed" => "unknown",
                outcome => outcome,
            },
            ..obligation
        });
        return obligations.collect::<Vec<_>>().into();
    }
    let Some(due) = first
        .map(|first| first.after(grace))
        .filter(|due| world.as_at <= *due)
    else {
        return said;
    };
    let obligations = said.obligations.into_iter().map(|obligation| {
        if obligation.outcome == "failed" {
            Obligation {
                outcome: "due",
                when: When::Due(vec![due]),
                done: None,
            }
        } else {
            obligation
        }
    });
    obligations.collect::<Vec<_>>().into()
}

/// Of a record that may have been over long ago nobody can say that it fails, or has time left.
pub fn with_doubtful_end<'w>(
    world: &World<'w>,
    rule: &'w Rule,
    subject: Place<'w>,
    said: Said,
) -> Said {
    if !world.end_garbled(subject) {
        return said;
    }
    let has_its_own_date = rule.placed_by.is_some() || rule.text_of("at").is_some();
    let obligations = said.obligations.into_iter();
    let obligations = obligations.map(|obligation| match obligation.outcome {
        "met" | "failed" if has_its_own_date => obligation,
        "met" | "failed" if matches!(obligation.when, When::Undated) => {
            Obligation::undated("unknown")
        }
        "due" if rule.text_of("grace").is_some() => Obligation::undated("unknown"),
        _ => obligation,
    });
    Said {
        obligations: obligations.collect(),
        contradiction: said.contradiction,
    }
}
