//! Every date and working day behind what a rule says of one record.

use std::fmt::Write as _;

use crate::check::context::Context;
use crate::check::ends::EndOf;
use crate::check::filter::Tested;
use crate::check::finding::Finding;
use crate::check::follow::{Followed, Said, Subject};
use crate::check::obligation::{Counted, Fact};
use crate::check::outcome::Outcome;
use crate::check::scope::Scope;
use crate::check::who::Who;
use crate::model::calendar::Calendar;
use crate::model::catalogue::TableId;
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::model::length::{Length, Unit};
use crate::rules::filter::{Condition, Filter, Operand};
use crate::rules::plan::{Check, Due, Rule, RuleId};
use crate::rules::sentence::capitalised;

use crate::report::layout::{name, plural, title, wrapped};
use crate::report::message::{
    NO_AGE, days, event_filter, message, not_told, not_understood, unlinked, words,
};

/// What a rule says of one record, with the way to it.
pub struct Explained<'a, 'p> {
    pub id: RuleId,
    pub rule: &'p Rule,
    pub context: Context<'a>,
    pub scope: Scope,
    pub row: u32,
    pub subject: Subject<'p>,
}

pub fn record(explained: &Explained<'_, '_>, width: usize) -> String {
    let mut text = String::new();
    let context = explained.context;
    let view = context.view;
    let table = view.catalogue.table(explained.rule.table);
    let (file, line) = view.records.place(explained.rule.table, explained.row);
    let key = view
        .records
        .ids(explained.rule.table)
        .text(
            view.records
                .key(view.catalogue, explained.rule.table, explained.row),
        );
    let child = view
        .records
        .ids(view.catalogue.children)
        .text(
            view.records
                .child_of(view.catalogue, explained.rule.table, explained.row),
        );
    let heading = format!("{} {}", table.one.to_uppercase(), name(key));
    title(&mut text, &heading);
    let child = if child.is_empty() {
        "no child named".to_owned()
    } else {
        format!("child {}", name(child))
    };
    let place = format!(
        "{child}; {} row {line}; as at {}.",
        view.records.files[file.index()].name,
        context.as_at().in_words()
    );
    wrapped(&mut text, &capitalised(&place), width, 0);
    dates(&mut text, explained, width);
    match &explained.subject {
        Subject::LeftOut => wrapped(
            &mut text,
            "It begins after the as-at date, so nothing is asked of it yet.",
            width,
            0,
        ),
        Subject::NotToldWhetherAsked(condition) => {
            let why = match &explained.rule.subject.conditions[*condition].of {
                Operand::Age(_) => NO_AGE.to_owned(),
                Operand::Value(path) => not_told(path, explained.rule, context),
            };
            let line = format!("It is not known whether the rule asks about this record: {why}.");
            wrapped(&mut text, &line, width, 0);
        }
        Subject::NotASubject => {
            let words = words(context, explained.rule);
            let line = format!(
                "The rule does not ask about this record. It asks where {}.",
                words.filter(&explained.rule.subject)
            );
            wrapped(&mut text, &line, width, 0);
        }
        Subject::Followed(followed) => outcomes(&mut text, explained, followed, width),
    }
    text
}

/// Every date of the record, and when it reads as blank.
fn dates(text: &mut String, explained: &Explained<'_, '_>, width: usize) {
    let view = explained.context.view;
    let table = explained.rule.table;
    let definition = view.catalogue.table(table);
    for field in definition.field_ids() {
        let name = &definition.fields[field.index()].name;
        let Some(day) = view
            .column(table, field)
            .and_then(|column| column.recorded_date(explained.row))
        else {
            if view.is_unreadable(table, field, explained.row) {
                let line = format!("{name}: recorded, but cannot be read");
                wrapped(text, &line, width, 2);
            }
            continue;
        };
        let after = if view.date(table, field, explained.row).is_none() {
            " (after the as-at date: not yet happened)"
        } else {
            ""
        };
        wrapped(
            text,
            &format!("{name}: {}{after}", day.in_words_with_weekday()),
            width,
            2,
        );
    }
    if let Some(end) = explained.context.owed_until(table, explained.row) {
        let day = end.on.in_words_with_weekday();
        let line = match definition.to_age {
            Some(age) if end.of == EndOf::Childhood => format!(
                "The child was {age} on {day}. Nothing is owed under the {} from that day on.",
                definition.one
            ),
            _ => format!("The child died on {day}. Nothing is owed after that day."),
        };
        wrapped(text, &line, width, 0);
    }
}

fn outcomes(
    text: &mut String,
    explained: &Explained<'_, '_>,
    followed: &Followed<'_>,
    width: usize,
) {
    facts(text, explained, followed, width);
    for contradiction in &followed.contradictions {
        let line = format!(
            "{} is before {}: what hangs on them is not judged.",
            contradiction.later, contradiction.earlier
        );
        wrapped(text, &capitalised(&line), width, 0);
    }
    if followed.said.is_empty() && followed.contradictions.is_empty() {
        wrapped(
            text,
            "The rule asks nothing of this record: it ended before anything fell due, or has too little to compare.",
            width,
            0,
        );
    }
    for said in &followed.said {
        let words = message(&finding(said, explained), explained.rule, explained.context);
        let name = said.outcome.name().to_uppercase();
        let count = if said.further.is_empty() {
            String::new()
        } else {
            format!(", {} times over", said.further.len() + 1)
        };
        title(text, &format!("{name}{count}"));
        wrapped(text, &format!("{words}."), width, 0);
        if let (Some(from), Some(due), Some(length)) = (
            said.counted_from,
            said.due,
            length(explained.rule, said, explained.context.calendar),
        ) {
            counted(text, from, due, length, explained.context.calendar, width);
        }
        for further in &said.further {
            wrapped(
                text,
                &format!("Due again {}.", further.in_words_with_weekday()),
                width,
                0,
            );
        }
        if !said.in_scope {
            let line = match said.outcome {
                Outcome::Met if said.due.is_some_and(|due| due > explained.scope.as_at) => {
                    "Done early: it enters the rate on its due date, which has not come."
                }
                _ => "Outside the period of the audit, so it is not counted.",
            };
            wrapped(text, line, width, 0);
        }
    }
}

/// A finding as a run would keep it, so that both are put in the same words.
fn finding<'p>(said: &Said<'p>, explained: &Explained<'_, 'p>) -> Finding<'p> {
    Finding {
        rule: explained.id,
        table: explained.rule.table,
        row: explained.row,
        child: Symbol::BLANK,
        outcome: said.outcome,
        live: false,
        due: said.due,
        done: said.done,
        counted_from: said.counted_from,
        repeats: said.further.len() as u32 + 1,
        who: Who {
            team: Symbol::BLANK,
            worker: Symbol::BLANK,
        },
        detail: said.detail,
    }
}

fn facts(text: &mut String, explained: &Explained<'_, '_>, followed: &Followed<'_>, width: usize) {
    let view = explained.context.view;
    let mut events: Vec<(Option<Day>, String)> = Vec::new();
    for fact in &followed.facts {
        match fact {
            Fact::Event {
                table,
                row,
                day,
                counts,
                ..
            } => {
                let key =
                    view.records
                        .ids(*table)
                        .text(view.records.key(view.catalogue, *table, *row));
                let line = view.records.place(*table, *row).1;
                let when = day.map_or_else(|| "no date".to_owned(), Day::in_words_with_weekday);
                let why = match counts {
                    Counted::Yes => "counts".to_owned(),
                    Counted::OutsideTheTime => {
                        "does not count: outside the time asked about".to_owned()
                    }
                    Counted::Blank { condition } | Counted::NotUnderstood { condition } => {
                        let condition = &event_filter(&explained.rule.check)[*condition];
                        let why = why_not(condition, *table, *row, explained);
                        format!("may count: {why}")
                    }
                    Counted::Unreadable => {
                        "may count: what is recorded of it cannot be read".to_owned()
                    }
                    Counted::Unlinked => {
                        let why = unlinked(*table, *row, explained.rule, explained.context);
                        format!("may count: {why}")
                    }
                    Counted::OfAnotherKind { condition } => {
                        let condition = &event_filter(&explained.rule.check)[*condition];
                        let why = why_not(condition, *table, *row, explained);
                        format!("does not count: {why}")
                    }
                };
                events.push((
                    *day,
                    format!(
                        "{} {} (row {line}): {when}: {why}",
                        view.catalogue.table(*table).one,
                        name(key)
                    ),
                ));
            }
            Fact::Window { after, to } => {
                let from = after.map_or_else(
                    || "from the beginning".to_owned(),
                    |after| format!("from {}", after.plus_days(1).in_words()),
                );
                events.push((None, format!("Counted {from} to {}", to.in_words())));
            }
            Fact::Words(count) => events.push((None, plural(u64::from(*count), "word"))),
            Fact::OnlyLatest(table) => {
                let one = &view.catalogue.table(*table).one;
                let line = format!("Only the last {one} of each child is in these files");
                events.push((None, line));
            }
        }
    }
    events.sort();
    if !events.is_empty() {
        title(text, "WHAT WAS LOOKED AT");
    }
    for (_, line) in events {
        wrapped(text, &line, width, 2);
    }
}

/// Why a condition does not hold for an event: "it is not recorded whether the child is seen".
fn why_not(
    condition: &Condition,
    table: TableId,
    row: u32,
    explained: &Explained<'_, '_>,
) -> String {
    let (rule, context) = (explained.rule, explained.context);
    match (&condition.of, context.condition(condition, table, row)) {
        (Operand::Value(path), Tested::Blank) => not_told(path, rule, context),
        (Operand::Value(path), Tested::NotUnderstood) => not_understood(path, rule, context),
        _ => {
            let one = Filter {
                conditions: vec![condition.clone()],
            };
            format!("not where {}", words(context, rule).filter(&one))
        }
    }
}

/// The length of time that led to a due date.
fn length(rule: &Rule, said: &Said<'_>, calendar: &Calendar) -> Option<Length> {
    match &rule.check {
        Check::Deadline(check) => match &check.due {
            Due::Within { within, .. } => Some(*within),
            Due::By { .. } => None,
        },
        Check::Cadence(check) => {
            let (from, due) = (said.counted_from?, said.due?);
            let mut allowed = check.steps.lengths().iter().chain([&check.every]);
            allowed
                .find(|length| length.after(from, calendar) == due)
                .copied()
        }
        Check::Duration(check) => Some(check.at_most),
        _ => None,
    }
}

/// How a due date was counted; of working days, every day that was passed over.
fn counted(
    text: &mut String,
    from: Day,
    due: Day,
    length: Length,
    calendar: &Calendar,
    width: usize,
) {
    let line = format!(
        "{} from {} is {}.",
        capitalised(&length.to_string()),
        from.in_words_with_weekday(),
        due.in_words_with_weekday()
    );
    wrapped(text, &line, width, 0);
    if length.unit != Unit::WorkingDays {
        return;
    }
    let span = (from.number() + 1)..=due.number();
    let skipped: Vec<Day> = span
        .map(Day::from_number)
        .filter(|day| !calendar.is_working_day(*day))
        .collect();
    let holidays: Vec<String> = skipped
        .iter()
        .filter_map(|day| {
            calendar
                .holiday(*day)
                .map(|name| format!("{} ({name})", day.in_words_with_weekday()))
        })
        .collect();
    let weekends = skipped.len() - holidays.len();
    let mut line = format!("Not counted: {} of weekends", days(Some(weekends as i32)));
    if !holidays.is_empty() {
        let _ = write!(line, "; {}", holidays.join("; "));
    }
    wrapped(text, &format!("{line}."), width, 0);
    let working: Vec<String> = ((from.number() + 1)..=due.number())
        .map(Day::from_number)
        .filter(|day| calendar.is_working_day(*day))
        .map(short)
        .collect();
    if working.len() <= 45 {
        wrapped(
            text,
            &format!("Working days: {}.", working.join(", ")),
            width,
            2,
        );
    }
}

/// "Mon 10 Nov" is enough inside one line of days.
fn short(day: Day) -> String {
    let words = day.in_words_with_weekday();
    let mut parts = words.split(' ');
    let (weekday, number, month) = (
        parts.next().unwrap_or(""),
        parts.next().unwrap_or(""),
        parts.next().unwrap_or(""),
    );
    format!(
        "{} {number} {}",
        &weekday[..3.min(weekday.len())],
        &month[..3.min(month.len())]
    )
}
