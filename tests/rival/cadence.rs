//! `cadence`: the rival lives through every day from the first to the end.

use super::almanac::Date;
use super::begins::cut_off;
use super::filter::Held;
use super::paths::{Related, Via, related};
use super::rule::Rule;
use super::verdict::{Obligation, Said, When};
use super::world::{Place, World};

pub fn cadence<'w>(world: &World<'w>, rule: &'w Rule, subject: Place<'w>) -> Said {
    let as_at = world.as_at;
    let starts = rule.first_of("from");
    if world.starts_garbled(subject, &starts) || world.starts_lost(subject, &starts) {
        return Said::undated("unknown");
    }
    let Some((from_path, mut from)) = world.first_of(subject, &starts) else {
        return Said::undated("unknown");
    };
    // A start that is planned and still ahead gives no obligation.
    if from > as_at {
        return Said::default();
    }
    let until = world.end(subject, &rule.first_of("until"));
    if let Some((end_path, end)) = until
        && end < from
    {
        return Said::ends_before_it_starts(end_path, from_path);
    }
    let mut until = until.map(|(_, until)| until);
    let begins = from;
    // A birthday is known before it comes: what would fall due on it or later is never owed.
    let mut outgrown = world.grown_up(subject);
    if let Some(ages) = rule.check.get("ages") {
        // The child whose age is asked is the one a report names, as under `age`.
        let child = world.of_key("children", &world.reported_child(subject));
        let date = |field| world.own_date(child?, field);
        let Some(born) = date("date_of_birth") else {
            // Nothing is owed until an expected birth; after its day, no birth is recorded.
            return match date("expected_birth_on") {
                Some(expected) if expected >= as_at => Said::default(),
                _ => Said::undated("unknown"),
            };
        };
        let birthday = |key: &str| {
            let years = ages.get(key)?.as_integer()?;
            Some(born.plus_months(12 * years as i32))
        };
        from = birthday("from").map_or(from, |first| from.max(first));
        outgrown = outgrown.into_iter().chain(birthday("to")).min();
        let stops = outgrown.filter(|stops| *stops <= as_at);
        until = until.into_iter().chain(stops).min();
        // The clock has not started yet, or had stopped before it could.
        if from > as_at || until.is_some_and(|until| until <= from) {
            return Said::default();
        }
    }
    let path = rule.text_of("event").expect("a cadence has an event");
    let path = related(world.catalogue, subject.table, path).expect("a related path");
    let Some(mut events) = world.belonging(subject, &path) else {
        return Said::undated("unknown");
    };
    // A record is never its own event.
    events.retain(|event| *event != subject);
    events.retain(|event| world.holds(*event, &rule.filter("event_where")));
    let days: Vec<Date> = events
        .iter()
        .filter_map(|event| world.date(*event, path.field))
        .collect();
    let of_child = matches!(path.via, Via::Child);
    let unseen = cut_off(world, path.table).filter(|first| from < *first);
    if world.keeps_only_the_last(path.table) {
        let said = since_the_last(rule, &days, begins, from, (until, outgrown), as_at);
        let sure = |said| ended(world, rule, subject, false, said);
        return said
            .obligations
            .into_iter()
            .map(|said| sure(said).unwrap_or(Obligation::undated("unknown")))
            .collect::<Vec<_>>()
            .into();
    }
    let ends = (until, outgrown);
    let doubts = Doubts::of(world, rule, (subject, &path), &days);
    let last = until.unwrap_or(as_at);
    let life = lived(rule, &days, (begins, from), ends, as_at, None);
    let mut said = Vec::new();
    for (start, end, obligation) in stretches(life, from, last) {
        let Some(obligation) = ended(world, rule, subject, of_child, obligation) else {
            said.push(Obligation::undated("unknown"));
            continue;
        };
        // What is left of a stretch whose end nobody can read ends where it may have ended.
        let ends_garbled = world.ends_garbled(subject, &rule.first_of("until"));
        let not_before = world.ends_not_before(subject, &rule.first_of("until"));
        let cut = not_before.filter(|_| ends_garbled && obligation.done.is_none());
        let end = cut.map_or(end, |cut| cut.min(end));
        let doubted = |start, obligation| match &doubts {
            None => vec![obligation],
            Some(doubts) => {
                let second = |spare| lived(rule, &doubts.days, (begins, from), ends, as_at, spare);
                let spare = Some((start, end, doubts.garbled));
                let second = stretches(second(spare), from, last);
                sure_of((start, end), obligation, second)
            }
        };
        let Some(first) = unseen.filter(|first| start < *first && is_wrong(&obligation)) else {
            said.extend(doubted(start, obligation));
            continue;
        };
        let mut parts = since_the_list_begins(rule, (begins, first, end), obligation).into_iter();
        said.extend(parts.next());
        said.extend(parts.flat_map(|since| doubted(first, since)));
        // How many came before is not known: from there on no step is asked for.
        if rule.text_of("steps_for").is_none() && days.contains(&end) {
            let rest: Vec<Date> = days.iter().copied().filter(|day| *day > end).collect();
            let since = (end.plus(-1), end);
            said.extend(lived(rule, &rest, since, ends, as_at, None));
            break;
        }
    }
    said.into()
}

/// What is said of a stretch where the subject ended on a day that nobody can read: what no event closed may have ended then, and
/// what a child had may have come after it.
fn ended<'w>(
    world: &World<'w>,
    rule: &'w Rule,
    subject: Place<'w>,
    of_child: bool,
    mut said: Obligation,
) -> Option<Obligation> {
    let paths = rule.first_of("until");
    // Who had something had not died.
    let of_child = of_child && !world.death_garbled_the_end(subject, &paths);
    let may_be_after = said.done.is_none() || of_child && said.outcome == "late";
    if !world.ends_garbled(subject, &paths) || !may_be_after {
        return Some(said);
    }
    let not_before = world.ends_not_before(subject, &paths);
    let is_sure = |day: &Date| not_before.is_some_and(|first| *day < first);
    match &mut said.when {
        When::Due(days) if said.done.is_none() && is_sure(&days[0]) => {
            days.retain(is_sure);
            Some(said)
        }
        _ => None,
    }
}

/// What went wrong in a stretch that reaches back to before the list begins: of that time nobody knows, and what has passed since
/// then has passed.
fn since_the_list_begins(
    rule: &Rule,
    (begins, first, end): (Date, Date, Date),
    obligation: Obligation,
) -> Vec<Obligation> {
    let When::Due(days) = &obligation.when else {
        return vec![obligation];
    };
    let first_due = days[0];
    let every = rule.text_of("every").expect("a cadence has every");
    let steps = rule.list("steps");
    let (next, further) = match rule.text_of("steps_for") {
        Some(time) if first < begins.after(time) => (steps[0], steps[0]),
        _ => (every, every),
    };
    let mut passed = Vec::new();
    let mut due = first.after(next);
    while due < end {
        passed.push(due);
        due = due.after(further);
    }
    // What is overdue since then says enough of today.
    let unknown = if passed.is_empty() && obligation.outcome == "overdue" {
        Obligation::undated("unknown")
    } else {
        Obligation::due("unknown", first_due, None)
    };
    if passed.is_empty() {
        return vec![unknown];
    }
    let since = Obligation {
        when: When::Due(passed),
        ..obligation
    };
    vec![unknown, since]
}

/// Records that may have been part of the life that was lived, or not.
struct Doubts {
    /// All that happened if each of them was.
    days: Vec<Date>,
    /// How many more there were, on days that nobody can read.
    garbled: usize,
}

impl Doubts {
    fn of<'w>(
        world: &World<'w>,
        rule: &'w Rule,
        (subject, path): (Place<'w>, &Related<'_>),
        days: &[Date],
    ) -> Option<Self> {
        let filter = rule.filter("event_where");
        let mut garbled = world.belonging(subject, path).unwrap_or_default();
        garbled.retain(|event| *event != subject && world.is_garbled(*event, path.field));
        garbled.retain(|event| may_be_meant(world, *event, &filter));
        let mut strays = world.strays(subject, path);
        strays.retain(|stray| may_be_meant(world, *stray, &filter));
        strays.extend(world.strange(subject, path, &filter));
        let stray_days = strays
            .iter()
            .filter_map(|stray| world.date(*stray, path.field));
        let all: Vec<Date> = days.iter().copied().chain(stray_days).collect();
        let is_any = all.len() > days.len() || !garbled.is_empty();
        is_any.then_some(Self {
            days: all,
            garbled: garbled.len(),
        })
    }
}

/// What of a stretch is sure. In a second life all that is in doubt happened, and what nobody can date happened in this very
/// stretch: what still goes wrong in it went wrong, and of the days beside that nobody knows.
fn sure_of(
    (start, end): (Date, Date),
    obligation: Obligation,
    second: Vec<(Date, Date, Obligation)>,
) -> Vec<Obligation> {
    let days = match &obligation.when {
        When::Due(days) if is_wrong(&obligation) => days.clone(),
        _ => return vec![obligation],
    };
    let mut wrong = Vec::new();
    for (wrong_from, wrong_to, other) in second {
        let is_inside = wrong_from >= start && wrong_from < end;
        let When::Due(mut dues) = other.when.clone() else {
            continue;
        };
        dues.retain(|day| *day < end);
        if !is_wrong(&other) || !is_inside || dues.is_empty() {
            continue;
        }
        let other = Obligation {
            outcome: if wrong_to > end {
                obligation.outcome
            } else {
                other.outcome
            },
            when: When::Due(dues.clone()),
            done: other.done.filter(|_| wrong_to <= end),
        };
        wrong.push((dues, wrong_to.min(end), other));
    }
    let sure: usize = wrong.iter().map(|(dues, ..)| dues.len()).sum();
    if sure >= days.len() {
        return vec![obligation];
    }
    let is_overdue = obligation.outcome == "overdue";
    if wrong.is_empty() {
        return vec![if is_overdue {
            Obligation::undated("unknown")
        } else {
            Obligation {
                outcome: "unknown",
                done: None,
                ..obligation
            }
        }];
    }
    let is_sure = |day: &Date| {
        let mut wrong = wrong.iter();
        wrong.any(|(dues, to, _)| dues[0] <= *day && day < to)
    };
    let unclear = days.iter().copied().filter(|day| !is_sure(day));
    let unclear: Vec<Date> = unclear.take(days.len() - sure).collect();
    // Of today all is said where it is overdue in either life.
    let still = wrong
        .iter()
        .any(|(.., other)| other.outcome == obligation.outcome);
    let mut said = vec![if is_overdue && !still {
        Obligation::undated("unknown")
    } else {
        Obligation {
            outcome: "unknown",
            when: When::Due(unclear),
            done: None,
        }
    }];
    said.extend(wrong.into_iter().map(|(.., other)| other));
    said
}

/// Whether a record that does not say what it belongs to is, or may be, one that the filter means.
pub fn may_be_meant<'w>(world: &World<'w>, stray: Place<'w>, filter: &toml::Table) -> bool {
    matches!(world.held(stray, filter), Held::Yes | Held::Strange)
}

/// Each with the days from which and to which it ran.
fn stretches(said: Vec<Obligation>, from: Date, last: Date) -> Vec<(Date, Date, Obligation)> {
    let mut start = from;
    let stretch = |obligation: Obligation| {
        let (began, end) = (start, obligation.done.unwrap_or(last));
        start = end;
        (began, end, obligation)
    };
    said.into_iter().map(stretch).collect()
}

fn is_wrong(obligation: &Obligation) -> bool {
    ["late", "missed", "overdue"].contains(&obligation.outcome)
}

/// Where only the last event is kept, nobody can say what came before it: the rival lives on from there, and says what the
/// first day that passes, or does not, comes to.
fn since_the_last(
    rule: &Rule,
    events: &[Date],
    begins: Date,
    from: Date,
    (until, outgrown): (Option<Date>, Option<Date>),
    as_at: Date,
) -> Said {
    let Some(last) = events.iter().max() else {
        return Said::undated("unknown");
    };
    let every = rule.text_of("every").expect("a cadence has every");
    let steps = rule.list("steps");
    let step = |place: usize| steps.get(place).copied().filter(|_| from == begins);
    // Nothing came since the start where the last came before it, so that the first gap is the one that runs.
    let (point, gap) = if *last <= from {
        (from, step(0))
    } else {
        let runs = rule.text_of("steps_for");
        let runs = runs.filter(|time| *last < begins.after(time));
        (*last, runs.and_then(|_| step(0)))
    };
    let due = point.after(gap.unwrap_or(every));
    let outcome = match until {
        Some(end) if end <= due => return Said::default(),
        Some(_) => "missed",
        None if outgrown.is_some_and(|day| day <= due) => return Said::default(),
        None if due < as_at => "overdue",
        None => "due",
    };
    Obligation::due(outcome, due, None).into()
}

/// Every day from `from` to its end: what falls due, what is done.
fn lived(
    rule: &Rule,
    events: &[Date],
    (begins, from): (Date, Date),
    (until, outgrown): (Option<Date>, Option<Date>),
    as_at: Date,
    mut spare: Option<(Date, Date, usize)>,
) -> Vec<Obligation> {
    let every = rule.text_of("every").expect("a cadence has every");
    // A clock that starts on a birthday is past the steps.
    let steps = if from == begins {
        rule.list("steps")
    } else {
        Vec::new()
    };
    let steps_for = rule.text_of("steps_for");
    let mut left = steps.iter();
    // The gap allowed after an event, and what passes again and again after that.
    let mut allowed = |event: Date| match (steps_for, steps.first()) {
        (Some(time), Some(step)) if event < begins.after(time) => (*step, *step),
        (Some(_), _) => (every, every),
        (None, _) => (*left.next().unwrap_or(&every), every),
    };
    let mut said = Vec::new();
    let mut passed: Vec<Date> = Vec::new();
    let (first, mut further) = allowed(from);
    let mut due = from.after(first);
    for today in (from.0 + 1..=until.unwrap_or(as_at).0).map(Date) {
        while due < today {
            // An event that nobody can date may have been on the last day that was in time.
            if let Some((first, last, left)) = &mut spare
                && *first < today
                && today <= *last
                && *left > 0
            {
                *left -= 1;
                further = match (steps_for, steps.first()) {
                    (Some(time), Some(step)) if due < begins.after(time) => *step,
                    _ => every,
                };
                due = due.after(further);
                continue;
            }
            passed.push(due);
            due = due.after(further);
        }
        if events.contains(&today) {
            let (outcome, days) = if passed.is_empty() {
                ("met", vec![due])
            } else {
                ("late", passed)
            };
            said.push(Obligation {
                outcome,
                when: When::Due(days),
                done: Some(today),
            });
            passed = Vec::new();
            let (next, again) = allowed(today);
            (due, further) = (today.after(next), again);
        }
    }
    match (until, passed.is_empty()) {
        (Some(_), true) => {}
        (None, true) if outgrown.is_some_and(|day| day <= due) => {}
        (None, true) => said.push(Obligation::due("due", due, None)),
        (until, false) => said.push(Obligation {
            outcome: if until.is_some() { "missed" } else { "overdue" },
            when: When::Due(passed),
            done: None,
        }),
    }
    said
}
