//! Every date and working day behind what a rule says of one record.

use crate::check::context::Context;
use crate::check::ends::EndOf;
use crate::check::filter::Tested;
use crate::check::finding::Finding;
use crate::check::follow::{Followed, Said, Subject};
use crate::check::obligation::{Counted, Fact};
use crate::check::outcome::Outcome;
use crate::check::scope::Scope;
use crate::check::who::Who;
use crate::model::catalogue::TableId;
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::rules::filter::{Condition, Filter, Operand};
use crate::rules::plan::{Rule, RuleId};
use crate::rules::sentence::capitalised;

use super::due_date::{counted, length};
use crate::report::layout::{name, plural, title, wrapped};
use crate::report::message::{
    NO_AGE, event_filter, message, not_told, not_understood, unlinked, words,
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
        let line = match explained.context.over_at_age(table, explained.row) {
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
