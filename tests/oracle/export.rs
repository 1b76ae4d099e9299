//! Random small exports of pre-proceedings and what surrounds them, and the JSON they are written as.

use std::collections::BTreeMap;
use std::fmt;

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::almanac::Date;

#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Text(String),
    Date(Date),
}

/// The fields that are filled; every other is blank.
pub type Record = BTreeMap<&'static str, Value>;

#[derive(Clone)]
pub struct Export {
    pub as_at: Date,
    pub tables: BTreeMap<&'static str, Vec<Record>>,
}

impl Export {
    pub fn json(&self) -> String {
        let tables: Vec<String> = self
            .tables
            .iter()
            .map(|(table, records)| {
                let rows: Vec<String> = records.iter().map(row).collect();
                format!("\"{table}\": [\n  {}]", rows.join(",\n  "))
            })
            .collect();
        format!("{{{}}}", tables.join(",\n"))
    }

    /// The line of the JSON that a record stands on, counted from 1.
    pub fn line_of(&self, record: &Record) -> u32 {
        let row = row(record);
        let before = self
            .json()
            .lines()
            .take_while(|line| !line.trim().starts_with(&row))
            .count();
        before as u32 + 1
    }
}

fn row(record: &Record) -> String {
    let fields: Vec<String> = record
        .iter()
        .map(|(field, value)| match value {
            Value::Text(text) => format!("\"{field}\": \"{text}\""),
            Value::Date(date) => format!("\"{field}\": \"{date}\""),
        })
        .collect();
    format!("{{{}}}", fields.join(", "))
}

/// As at a date, the JSON: what a failing property shows.
impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "as at {}\n{}", self.as_at, self.json())
    }
}

/// The tables of every export.
pub const TABLES: [&str; 6] = [
    "children",
    "pre_proceedings",
    "legal_meetings",
    "supervisions",
    "pre_proceedings_reviews",
    "plan_actions",
];

/// What the exports of one property look like.
#[derive(Clone, Copy)]
pub struct Shape {
    /// Spans the rules ask for, so that dates often fall exactly on, just before and just after what is due.
    pub spans: &'static [&'static str],
    /// How many days after the first date most dates lie.
    pub horizon: i32,
    /// Whether each event is placed after the one before it, as things that recur are.
    pub chained: bool,
    pub events: usize,
}

/// A day by its distance from another.
#[derive(Clone, Copy, Debug)]
enum Moment {
    Days(i32),
    Span(&'static str, i32),
}

impl Moment {
    fn from(self, base: Date) -> Date {
        match self {
            Self::Days(days) => base.plus(days),
            Self::Span(span, nudge) => base.after(span).plus(nudge),
        }
    }
}

fn moments(shape: Shape) -> impl Strategy<Value = Moment> + Clone {
    prop_oneof![
        1 => Just(Moment::Days(0)),
        2 => (-4..=4).prop_map(Moment::Days),
        4 => (0..=45).prop_map(Moment::Days),
        4 => (select(shape.spans), -1..=1).prop_map(|(span, nudge)| Moment::Span(span, nudge)),
        2 => (45..=shape.horizon).prop_map(Moment::Days),
    ]
}

/// The day most dates are counted from: any, the end of a month, a leap day, or round a bank holiday.
fn bases() -> impl Strategy<Value = Date> {
    let days = Date::new(2012, 3, 1).0..Date::new(2027, 1, 1).0;
    let awkward: Vec<Date> = days
        .clone()
        .map(Date)
        .filter(|date| {
            let iso = date.to_string();
            iso.ends_with("-31")
                || iso.ends_with("-02-28")
                || iso.ends_with("-02-29")
                || (date.0 % 7 < 5 && !date.is_working_day())
        })
        .collect();
    prop_oneof![
        days.prop_map(Date),
        (select(awkward), -6..=3).prop_map(|(date, shift)| date.plus(shift)),
    ]
}

fn as_ats(shape: Shape) -> impl Strategy<Value = Moment> {
    prop_oneof![
        3 => moments(shape),
        3 => (0..=shape.horizon).prop_map(Moment::Days),
        2 => (330..=500).prop_map(Moment::Days),
    ]
}

#[derive(Clone, Copy, Debug)]
enum Key {
    Own,
    Blank,
    /// That of the first record of its table.
    Copied,
}

fn keys() -> impl Strategy<Value = Key> {
    prop_oneof![20 => Just(Key::Own), 1 => Just(Key::Blank), 1 => Just(Key::Copied)]
}

impl Key {
    fn write(self, record: &mut Record, field: &'static str, letter: char, place: usize) {
        match self {
            Self::Own => text(record, field, &format!("{letter}{}", place + 1)),
            Self::Copied => text(record, field, &format!("{letter}1")),
            Self::Blank => {}
        }
    }
}

fn text(record: &mut Record, field: &'static str, value: &str) {
    record.insert(field, Value::Text(value.to_owned()));
}

fn date(record: &mut Record, field: &'static str, value: Option<Date>) {
    if let Some(value) = value {
        record.insert(field, Value::Date(value));
    }
}

fn reference(record: &mut Record, field: &'static str, letter: char, place: Option<u8>) {
    if let Some(place) = place {
        text(record, field, &format!("{letter}{}", place + 1));
    }
}

#[derive(Clone, Debug)]
enum Born {
    /// So many years before the first date, moved.
    Birthday(i32, Moment),
    /// On a 29 February about so many years before the first date.
    LeapDay(i32),
}

type Child = (Option<Born>, Option<Moment>);

fn children(shape: Shape) -> impl Strategy<Value = Vec<Option<Child>>> {
    let turns = select(&[0, 2, 2, 5, 5, 10, 16, 16, 16][..]);
    let born = prop_oneof![
        5 => (turns.clone(), moments(shape)).prop_map(|(years, moment)| Born::Birthday(years, moment)),
        1 => turns.prop_map(Born::LeapDay),
    ];
    vec(
        weighted(0.95, (weighted(0.7, born), weighted(0.3, moments(shape)))),
        3,
    )
}

const SUBJECT_DATES: [(&str, f64); 6] = [
    ("letter_sent_on", 0.6),
    ("first_meeting_on", 0.6),
    ("ended_on", 0.45),
    ("extended_on", 0.3),
    ("application_on", 0.5),
    ("family_meeting_on", 0.5),
];

/// Key, child, the day its dates are counted from, whether that is when it was decided, its other dates, its outcome.
type Subject = (
    Key,
    Option<u8>,
    Moment,
    bool,
    Vec<Option<Moment>>,
    Option<&'static str>,
);

fn subjects(shape: Shape) -> impl Strategy<Value = Vec<Subject>> {
    let anchor = prop_oneof![4 => Just(Moment::Days(0)), 2 => (-10..=30).prop_map(Moment::Days), 1 => moments(shape)];
    let date = prop_oneof![12 => moments(shape), 1 => (-60..=0).prop_map(Moment::Days)];
    let dates: Vec<_> = SUBJECT_DATES
        .iter()
        .map(|(_, filled)| weighted(*filled, date.clone()))
        .collect();
    let outcome = weighted(0.6, select(&["step down", "issue proceedings"][..]));
    vec(
        (
            keys(),
            weighted(0.95, 0_u8..3),
            anchor,
            prop::bool::weighted(0.85),
            dates,
            outcome,
        ),
        1..4,
    )
}

/// Key, child, plan, day, code.
type Event = (Key, Option<u8>, Option<u8>, Option<Moment>, Option<bool>);

fn events(shape: Shape) -> impl Strategy<Value = Vec<Event>> {
    let one = (
        keys(),
        weighted(0.95, select(&[0, 0, 0, 1, 2][..])),
        weighted(0.95, select(&[0, 0, 0, 1, 2, 3][..])),
        weighted(0.9, moments(shape)),
        weighted(0.8, any::<bool>()),
    );
    vec(one, 0..=shape.events)
}

/// Plan, due, completed.
type Action = (Option<u8>, Option<Moment>, Option<Moment>);

fn actions(shape: Shape) -> impl Strategy<Value = Vec<Action>> {
    vec(
        (
            weighted(0.9, 0_u8..4),
            weighted(0.9, moments(shape)),
            weighted(0.5, moments(shape)),
        ),
        0..4,
    )
}

/// Exports, each with the day it is as at.
pub fn exports(shape: Shape) -> impl Strategy<Value = Export> {
    let related = [events(shape), events(shape), events(shape)];
    (
        bases(),
        as_ats(shape),
        children(shape),
        subjects(shape),
        related,
        actions(shape),
    )
        .prop_map(
            move |(base, as_at, children, subjects, [meetings, supervisions, reviews], actions)| {
                let tables = [
                    ("children", write_children(base, children)),
                    ("pre_proceedings", write_subjects(base, subjects)),
                    (
                        "legal_meetings",
                        write_events(
                            base,
                            shape,
                            meetings,
                            |record, place, (key, _, _, _, code)| {
                                key.write(record, "legal_meeting_id", 'M', place);
                                if let Some(code) = *code {
                                    text(
                                        record,
                                        "decision",
                                        if code {
                                            "pre-proceedings"
                                        } else {
                                            "continue plan"
                                        },
                                    );
                                }
                            },
                        ),
                    ),
                    (
                        "supervisions",
                        write_events(
                            base,
                            shape,
                            supervisions,
                            |record, place, (key, _, _, _, code)| {
                                key.write(record, "supervision_id", 'S', place);
                                if let Some(code) = *code {
                                    text(
                                        record,
                                        "kind",
                                        if code {
                                            "case supervision"
                                        } else {
                                            "management oversight"
                                        },
                                    );
                                }
                            },
                        ),
                    ),
                    (
                        "pre_proceedings_reviews",
                        write_events(
                            base,
                            shape,
                            reviews,
                            |record, place, (key, _, plan, _, code)| {
                                key.write(record, "review_id", 'Q', place);
                                reference(record, "pre_proceedings_id", 'L', *plan);
                                if let Some(code) = *code {
                                    text(
                                        record,
                                        "decision",
                                        if code { "continue" } else { "extend" },
                                    );
                                }
                            },
                        ),
                    ),
                    ("plan_actions", write_actions(base, actions)),
                ];
                Export {
                    as_at: as_at.from(base),
                    tables: tables.into_iter().collect(),
                }
            },
        )
}

fn write_children(base: Date, children: Vec<Option<Child>>) -> Vec<Record> {
    let write = |(place, (born, expected)): (usize, Child)| {
        let mut record = Record::new();
        text(&mut record, "child_id", &format!("C{}", place + 1));
        let born = born.map(|born| match born {
            Born::Birthday(years, moment) => moment.from(base.plus_months(-12 * years)),
            Born::LeapDay(years) => Date::new((base.year() - years) / 4 * 4, 2, 29),
        });
        date(&mut record, "date_of_birth", born);
        date(
            &mut record,
            "expected_birth_on",
            expected.map(|moment| moment.from(base)),
        );
        record
    };
    let children = children.into_iter().enumerate();
    children
        .filter_map(|(place, child)| Some((place, child?)))
        .map(write)
        .collect()
}

fn write_subjects(base: Date, subjects: Vec<Subject>) -> Vec<Record> {
    let write = |(place, (key, child, anchor, decided, dates, outcome)): (usize, Subject)| {
        let mut record = Record::new();
        let anchor = anchor.from(base);
        key.write(&mut record, "pre_proceedings_id", 'L', place);
        reference(&mut record, "child_id", 'C', child);
        date(&mut record, "decided_on", decided.then_some(anchor));
        for ((field, _), moment) in SUBJECT_DATES.iter().zip(dates) {
            date(&mut record, field, moment.map(|moment| moment.from(anchor)));
        }
        if let Some(outcome) = outcome {
            text(&mut record, "outcome", outcome);
        }
        record
    };
    subjects.into_iter().enumerate().map(write).collect()
}

fn write_events(
    base: Date,
    shape: Shape,
    events: Vec<Event>,
    own_fields: impl Fn(&mut Record, usize, &Event),
) -> Vec<Record> {
    let mut before = base;
    let mut write = |(place, event): (usize, Event)| {
        let mut record = Record::new();
        own_fields(&mut record, place, &event);
        let (_, child, _, moment, _) = event;
        reference(&mut record, "child_id", 'C', child);
        let held_on = moment.map(|moment| moment.from(if shape.chained { before } else { base }));
        before = held_on.unwrap_or(before);
        date(&mut record, "held_on", held_on);
        record
    };
    events.into_iter().enumerate().map(&mut write).collect()
}

fn write_actions(base: Date, actions: Vec<Action>) -> Vec<Record> {
    let write = |(place, (plan, due, completed)): (usize, Action)| {
        let mut record = Record::new();
        Key::Own.write(&mut record, "action_id", 'A', place);
        text(&mut record, "plan_kind", "pre-proceedings");
        reference(&mut record, "plan_id", 'L', plan);
        date(&mut record, "due_on", due.map(|moment| moment.from(base)));
        date(
            &mut record,
            "completed_on",
            completed.map(|moment| moment.from(base)),
        );
        record
    };
    actions.into_iter().enumerate().map(write).collect()
}
