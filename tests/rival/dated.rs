//! `deadline` and `duration`: what must come by a day.

use super::almanac::Date;
use super::begins::cut_off;
use super::cadence::may_be_meant;
use super::catalogue::{Kind, OwnDates};
use super::filter::Held;
use super::paths::{DEATH, GROWN_UP, Related, Via, related};
use super::rule::Rule;
use super::verdict::{Obligation, Said, When};
use super::world::{Place, World};

pub fn deadline<'w>(world: &World<'w>, rule: &'w Rule, subject: Place<'w>) -> Said {
    let as_at = world.as_at;
    let until = world.end(subject, &rule.first_of("until"));
    let died = is_owed_nothing(until, world.first_of(subject, &rule.first_of("until")));
    let by = !rule.first_of("by").is_empty();
    let starts = rule.first_of(if by { "by" } else { "from" });
    if world.starts_garbled(subject, &starts) || world.starts_lost(subject, &starts) {
        return Said::undated("unknown");
    }
    let start = world.first_of(subject, &starts);
    let Some((start_path, start)) = start else {
        return Said::undated("unknown");
    };
    if !by && start > as_at {
        return Said::default();
    }
    if let Some((end_path, end)) = until
        && !by
        && end < start
    {
        return Said::ends_before_it_starts(end_path, start_path);
    }
    let until = until.map(|(_, until)| until);
    let due = if by {
        rule.text_of("notice")
            .map_or(start, |notice| start.before(notice))
    } else {
        start.after(rule.text_of("within").expect("from has within"))
    };

    // What is taken away is gone, whatever its own dates say.
    let mut may_be_taken_away = false;
    if let Some(path) = rule.text_of("unless_event") {
        let path = related(world.catalogue, subject.table, path).expect("a related path");
        let Some(mut events) = world.belonging(subject, &path) else {
            return Said::undated("unknown");
        };
        events.retain(|event| *event != subject);
        let filter = rule.filter("unless_event_where");
        // What was over again by then takes nothing away.
        let is_over = |event: &Place<'w>| match &event.table.dates {
            OwnDates::Span(_, to) => world.own_date(*event, to).is_some_and(|to| to < due),
            _ => false,
        };
        events.retain(|event| !is_over(event));
        let is_in_time = |event: &Place<'w>| {
            let day = world.date(*event, path.field);
            day.is_some_and(|day| (by || day >= start) && day <= due)
        };
        events.retain(is_in_time);
        let said: Vec<Held> = events
            .iter()
            .map(|event| world.held(*event, &filter))
            .collect();
        if said.contains(&Held::Yes) {
            return Said::default();
        }
        let mut undated = world.belonging(subject, &path).unwrap_or_default();
        undated.retain(|event| *event != subject && world.is_garbled(*event, path.field));
        may_be_taken_away = said.contains(&Held::Strange)
            || undated
                .into_iter()
                .any(|event| may_be_meant(world, event, &filter));
    }

    let to = rule.text_of("to").expect("a deadline has to");
    let done = match related(world.catalogue, subject.table, to) {
        None => {
            if world.garbled(subject, to) {
                return Said::undated("unknown");
            }
            let done = world.date(subject, to);
            if !by && done.is_some_and(|done| done < start) {
                return Said {
                    obligations: vec![Obligation::undated("unknown")],
                    contradiction: Some(to.to_owned()),
                };
            }
            done
        }
        Some(path) => {
            let Some(mut events) = world.belonging(subject, &path) else {
                return Said::undated("unknown");
            };
            // A record is never its own event.
            events.retain(|event| *event != subject);
            events.retain(|event| world.holds(*event, &rule.filter("to_where")));
            let days = events
                .iter()
                .filter_map(|event| world.date(*event, path.field));
            let first = rule
                .text_of("early")
                .map_or(start, |early| start.before(early));
            days.filter(|day| *day >= first && until.is_none_or(|until| *day <= until))
                .min()
        }
    };

    // Of a source that keeps only the last event, one in time is one in time; another hides what came before it, unless it came
    // before any could count.
    let hides = related(world.catalogue, subject.table, to).is_some_and(|path| {
        let first = rule
            .text_of("early")
            .map_or(start, |early| start.before(early));
        world.keeps_only_the_last(path.table)
            && (by || !is_last_before(world, rule, subject, &path, first))
    });
    if hides && done.is_none_or(|done| done > due) {
        return Said::undated("unknown");
    }

    let lapses = rule
        .check
        .get("lapses")
        .and_then(toml::Value::as_bool)
        .unwrap_or(true);
    let ends_garbled = world.ends_garbled(subject, &rule.first_of("until"));
    // To the dead nothing is owed, whatever lapses.
    let died_some_day = world.death_garbled_the_end(subject, &rule.first_of("until"));
    let may_have_ended = match done {
        None => lapses || died_some_day || due >= as_at,
        // What was done for the child was done while the child lived.
        Some(done) => lapses && !died_some_day && done > due,
    };
    if ends_garbled && may_have_ended {
        return Said::undated("unknown");
    }
    let outcome = match (done, until) {
        (Some(done), _) if done <= due => "met",
        (Some(_), _) => "late",
        (None, Some(until)) if until <= due && (lapses || died) => return Said::default(),
        (None, Some(_)) => "missed",
        (None, None) if due < as_at => "overdue",
        (None, None) => "due",
    };
    if may_be_excused(world, rule, subject, outcome) {
        return Said::undated("unknown");
    }
    let outcome = excused(world, rule, subject, outcome);
    let is_wrong = ["late", "missed", "overdue"].contains(&outcome);
    if is_wrong && may_be_taken_away {
        return Said::undated("unknown");
    }
    let first = rule
        .text_of("early")
        .map_or(start, |early| start.before(early));
    let is_unseen = is_wrong
        && !by
        && related(world.catalogue, subject.table, to)
            .and_then(|path| cut_off(world, path.table))
            .is_some_and(|begins| first < begins);
    let may_be_done = is_wrong
        && related(world.catalogue, subject.table, to).is_some_and(|path| {
            let last = until.map_or(due, |until| until.min(due));
            let filter = rule.filter("to_where");
            let in_time = |event: &Place<'w>| {
                let day = world.date(*event, path.field);
                day.is_some_and(|day| day >= first && day <= last)
            };
            // What was late here was late, whatever strayed.
            let strays = match outcome {
                "late" => Vec::new(),
                _ => world.strays(subject, &path),
            };
            let is_stray = strays.iter().filter(|stray| in_time(stray)).any(|stray| {
                // Nothing that had begun before the start was begun because of it.
                may_be_meant(world, *stray, &filter)
                    && world.first_date(*stray).is_none_or(|begun| begun >= first)
            });
            let strange = world.strange(subject, &path, &filter);
            let mut garbled = world.belonging(subject, &path).unwrap_or_default();
            garbled.retain(|event| *event != subject && world.is_garbled(*event, path.field));
            is_stray
                || strange.iter().any(in_time)
                || garbled
                    .into_iter()
                    .any(|event| may_be_meant(world, event, &filter))
        });
    match outcome {
        "overdue" if may_be_done || is_unseen => Said::undated("unknown"),
        _ if may_be_done || is_unseen => Obligation::due("unknown", due, None).into(),
        _ => Obligation::due(outcome, due, done).into(),
    }
}

/// Whether a child's last event, of a kind that the rule names, was before a day, and nothing of the child, whatever it be, may be
/// of that day or later.
fn is_last_before<'w>(
    world: &World<'w>,
    rule: &'w Rule,
    subject: Place<'w>,
    path: &Related<'_>,
    first: Date,
) -> bool {
    let (Via::Child, Some(child)) = (&path.via, world.child_id(subject)) else {
        return false;
    };
    let filter = rule.filter("to_where");
    let table = world.catalogue.table(path.table);
    let names_a_kind = filter.iter().any(|(name, test)| {
        let field = table.field(name);
        let is_code = field.is_some_and(|field| matches!(field.kind, Kind::Code | Kind::List));
        let is_a_word = |word: &str| !["present", "blank"].contains(&word);
        is_code && (test.is_array() || test.as_str().is_some_and(is_a_word))
    });
    let is_before = |event: &Place<'w>| {
        world
            .date(*event, path.field)
            .is_some_and(|day| day < first)
    };
    let all = world.places_with(path.table, "child_id", &child);
    let events = world.belonging(subject, path).unwrap_or_default();
    let mut others = events.iter().filter(|event| **event != subject);
    names_a_kind && all.iter().all(is_before) && others.any(|event| world.holds(*event, &filter))
}

/// Whether it ended because the child died or grew up, and not on the day that the rule itself takes.
fn is_owed_nothing(end: Option<(&str, Date)>, own: Option<(&str, Date)>) -> bool {
    end.is_some_and(|(path, _)| [DEATH, GROWN_UP].contains(&path)) && end != own
}

/// Whether nobody can tell if what went wrong is excused.
fn may_be_excused<'w>(
    world: &World<'w>,
    rule: &'w Rule,
    subject: Place<'w>,
    outcome: &'static str,
) -> bool {
    let unless = rule.filter("unless");
    ["late", "missed", "overdue"].contains(&outcome)
        && !unless.is_empty()
        && world.held(subject, &unless) == Held::Strange
}

/// Where `unless` holds, what would be late, missed or overdue is met.
fn excused<'w>(
    world: &World<'w>,
    rule: &'w Rule,
    subject: Place<'w>,
    outcome: &'static str,
) -> &'static str {
    let unless = rule.filter("unless");
    let not_met = ["late", "missed", "overdue"].contains(&outcome);
    if not_met && !unless.is_empty() && world.holds(subject, &unless) {
        "met"
    } else {
        outcome
    }
}

pub fn duration<'w>(world: &World<'w>, rule: &'w Rule, subject: Place<'w>) -> Said {
    let as_at = world.as_at;
    let ends = rule.first_of("until");
    // Without `until` it asks how fresh something is now.
    let fresh = ends.is_empty();
    let without_a_day = |outcome| {
        let when = if fresh {
            When::Now(None)
        } else {
            When::Undated
        };
        Said::from(Obligation {
            outcome,
            when,
            done: None,
        })
    };
    let starts = rule.first_of("from");
    if world.starts_garbled(subject, &starts) || world.starts_lost(subject, &starts) {
        return without_a_day("unknown");
    }
    let Some((from_path, from)) = world.first_of(subject, &starts) else {
        return without_a_day(if rule.text_of("never") == Some("failed") {
            "failed"
        } else {
            "unknown"
        });
    };
    if from > as_at {
        return Said::default();
    }
    let due = from.after(rule.text_of("at_most").expect("a duration has at_most"));
    if world.ends_garbled(subject, &ends) {
        return without_a_day("unknown");
    }
    let until = world.end(subject, &ends);
    if let Some((end_path, end)) = until
        && end < from
    {
        return Said::ends_before_it_starts(end_path, from_path);
    }
    let died = is_owed_nothing(until, world.first_of(subject, &ends));
    if died && fresh {
        return Said::default();
    }
    if fresh {
        let outcome = if as_at <= due { "met" } else { "overdue" };
        if may_be_excused(world, rule, subject, outcome) {
            return without_a_day("unknown");
        }
        let outcome = excused(world, rule, subject, outcome);
        return Obligation {
            outcome,
            when: When::Now(Some(due)),
            done: None,
        }
        .into();
    }
    let until = until.map(|(_, until)| until);
    let outcome = match until {
        Some(until) if until <= due && died => return Said::default(),
        Some(_) if died => "missed",
        Some(until) if until <= due => "met",
        Some(_) => "late",
        None if due < as_at => "overdue",
        None => "due",
    };
    if may_be_excused(world, rule, subject, outcome) {
        return without_a_day("unknown");
    }
    let outcome = excused(world, rule, subject, outcome);
    Obligation::due(outcome, due, until.filter(|_| !died)).into()
}
