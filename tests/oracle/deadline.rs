//! Deadlines, against an oracle that walks from the first day to the as-at date.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::almanac::Date;
use super::compare::{Judged, assert_every_outcome_is_reached, cases, compare, engine_with};
use super::engine::Engine;
use super::export::{Export, Record, Shape, TABLES, Value, exports};
use super::reading::{Place, Reading};
use super::rule::{Condition, Lines, Test, file};
use super::verdict::{Obligation, Said};

const SHAPE: Shape = Shape {
    spans: &[
        "5 days",
        "10 working days",
        "2 weeks",
        "1 month",
        "6 weeks",
        "3 months",
    ],
    horizon: 130,
    chained: false,
    events: 5,
};

#[derive(Clone, Copy, Debug)]
enum Start {
    From {
        from: &'static str,
        within: &'static str,
    },
    By {
        by: &'static str,
        notice: Option<&'static str>,
    },
}

#[derive(Clone, Copy, Debug)]
enum To {
    Own(&'static str),
    Related(&'static str, &'static [Condition]),
}

#[derive(Clone, Copy, Debug)]
struct Deadline {
    id: &'static str,
    table: &'static str,
    start: Start,
    to: To,
    until: Option<&'static str>,
    lapses: bool,
    unless: &'static [Condition],
    unless_event: Option<&'static str>,
    reaches: &'static [&'static str],
}

const ALL: &[&str] = &["met", "late", "missed", "overdue", "due", "unknown"];
const NEVER_ENDED: &[&str] = &["met", "late", "overdue", "due", "unknown"];

const PLAIN: Deadline = Deadline {
    id: "XD-01",
    table: "pre_proceedings",
    start: Start::From {
        from: "decided_on",
        within: "10 working days",
    },
    to: To::Own("letter_sent_on"),
    until: Some("ended_on"),
    lapses: true,
    unless: &[],
    unless_event: None,
    reaches: ALL,
};

const RULES: &[Deadline] = &[
    PLAIN,
    Deadline {
        id: "XD-02",
        start: Start::From {
            from: "letter_sent_on | decided_on",
            within: "1 month",
        },
        to: To::Own("first_meeting_on"),
        lapses: false,
        ..PLAIN
    },
    Deadline {
        id: "XD-03",
        start: Start::From {
            from: "decided_on",
            within: "6 weeks",
        },
        to: To::Related(
            "child.legal_meetings.held_on",
            &[("decision", Test::Is("pre-proceedings"))],
        ),
        ..PLAIN
    },
    Deadline {
        id: "XD-04",
        start: Start::From {
            from: "first_meeting_on | letter_sent_on | decided_on",
            within: "1 month",
        },
        to: To::Related("pre_proceedings_reviews.held_on", &[]),
        until: Some("ended_on | application_on"),
        lapses: false,
        unless: &[("extended_on", Test::Present)],
        ..PLAIN
    },
    Deadline {
        id: "XD-05",
        start: Start::From {
            from: "decided_on",
            within: "15 days",
        },
        to: To::Related(
            "child.supervisions.held_on",
            &[("kind", Test::Not("management oversight"))],
        ),
        until: None,
        unless_event: Some("child.legal_meetings.held_on"),
        reaches: NEVER_ENDED,
        ..PLAIN
    },
    // A date stated as an event has come by the as-at date, so that nothing is left to fall due after it.
    Deadline {
        id: "XD-06",
        start: Start::By {
            by: "first_meeting_on",
            notice: Some("5 working days"),
        },
        reaches: &["met", "late", "missed", "overdue", "unknown"],
        ..PLAIN
    },
    Deadline {
        id: "XD-07",
        start: Start::By {
            by: "child.expected_birth_on",
            notice: Some("2 months"),
        },
        to: To::Own("first_meeting_on"),
        lapses: false,
        ..PLAIN
    },
    Deadline {
        id: "XD-08",
        start: Start::By {
            by: "application_on",
            notice: None,
        },
        to: To::Own("family_meeting_on"),
        until: None,
        unless: &[("outcome", Test::Not("issue proceedings"))],
        reaches: NEVER_ENDED,
        ..PLAIN
    },
    Deadline {
        id: "XD-09",
        table: "plan_actions",
        start: Start::By {
            by: "due_on",
            notice: None,
        },
        to: To::Own("completed_on"),
        until: Some("plan.ended_on"),
        ..PLAIN
    },
    Deadline {
        id: "XD-10",
        table: "plan_actions",
        start: Start::By {
            by: "due_on",
            notice: Some("3 working days"),
        },
        to: To::Own("completed_on"),
        until: Some("plan.ended_on"),
        lapses: false,
        ..PLAIN
    },
    Deadline {
        id: "XD-11",
        table: "legal_meetings",
        start: Start::From {
            from: "held_on",
            within: "1 month",
        },
        to: To::Related("child.legal_meetings.held_on", &[]),
        until: None,
        unless: &[("decision", Test::Blank)],
        reaches: NEVER_ENDED,
        ..PLAIN
    },
    Deadline {
        id: "XD-12",
        table: "legal_meetings",
        start: Start::From {
            from: "held_on",
            within: "3 weeks",
        },
        to: To::Related(
            "child.pre_proceedings.first_meeting_on",
            &[("outcome", Test::Blank)],
        ),
        until: None,
        unless_event: Some("child.supervisions.held_on"),
        reaches: NEVER_ENDED,
        ..PLAIN
    },
    Deadline {
        id: "XD-13",
        start: Start::From {
            from: "letter_sent_on",
            within: "1 month",
        },
        to: To::Own("application_on"),
        unless_event: Some("pre_proceedings_reviews.held_on"),
        ..PLAIN
    },
    Deadline {
        id: "XD-14",
        start: Start::From {
            from: "family_meeting_on",
            within: "2 weeks",
        },
        to: To::Own("application_on"),
        until: None,
        unless: &[("outcome", Test::Blank), ("extended_on", Test::Present)],
        reaches: NEVER_ENDED,
        ..PLAIN
    },
    Deadline {
        id: "XD-15",
        start: Start::From {
            from: "child.expected_birth_on | decided_on",
            within: "2 weeks",
        },
        to: To::Related("child.supervisions.held_on", &[]),
        until: Some("application_on"),
        ..PLAIN
    },
];

impl Judged for Deadline {
    fn id(&self) -> &'static str {
        self.id
    }

    fn table(&self) -> &'static str {
        self.table
    }

    fn file(&self) -> String {
        let mut lines = Lines::default();
        match self.start {
            Start::From { from, within } => {
                lines.text("from", Some(from)).text("within", Some(within))
            }
            Start::By { by, notice } => lines.text("by", Some(by)).text("notice", notice),
        };
        match self.to {
            To::Own(to) => lines.text("to", Some(to)),
            To::Related(to, to_where) => {
                lines.text("to", Some(to)).conditions("to_where", to_where)
            }
        };
        lines.text("until", self.until);
        lines.plain("lapses", (!self.lapses).then(|| "false".to_owned()));
        lines
            .conditions("unless", self.unless)
            .text("unless_event", self.unless_event);
        file(self.id, self.table, "deadline", &lines)
    }

    fn reaches(&self) -> &'static [&'static str] {
        self.reaches
    }

    fn oracle(&self, reading: &Reading<'_>, subject: Place) -> Said {
        let until = self
            .until
            .and_then(|until| reading.which_of(subject, until));
        // No `from` or `by`: unknown.
        let (from, due) = match self.start {
            Start::From { from, within } => {
                let Some(from) = reading.which_of(subject, from) else {
                    return Said::unknown();
                };
                (Some(from), from.1.after(within))
            }
            Start::By { by, notice } => {
                let Some(by) = reading.first_of(subject, by) else {
                    return Said::unknown();
                };
                (None, notice.map_or(by, |notice| by.before(notice)))
            }
        };
        if let Some((field, from)) = from {
            // A start that is planned and still ahead gives no obligation.
            if from > reading.as_at {
                return Said::default();
            }
            // An end before its start gives none either, and a problem.
            if let Some((end, until)) = until
                && until < from
            {
                return Said::contradiction(end, field);
            }
        }
        let until = until.map(|(_, until)| until);
        // A subject whose own key or child, needed to reach related records, is blank gives one `unknown`.
        let related_dates = |path: Option<&'static str>, conditions| match path {
            None => Some(Vec::new()),
            Some(path) => reading.events(subject, path, conditions),
        };
        let (to, to_where): (_, &[Condition]) = match self.to {
            To::Own(_) => (None, &[]),
            To::Related(path, to_where) => (Some(path), to_where),
        };
        let (Some(related), Some(excused_by)) = (
            related_dates(to, to_where),
            related_dates(self.unless_event, &[]),
        ) else {
            return Said::unknown();
        };
        // A related date from `from` to the due date takes the obligation away.
        if from.is_some_and(|(_, from)| (from.0..=due.0).any(|day| excused_by.contains(&Date(day))))
        {
            return Said::default();
        }
        let done = match (self.to, from) {
            (To::Own(to), from) => {
                let done = reading.date(subject, to);
                // An own `to` before `from`: unknown.
                if let (Some((field, from)), Some(done)) = (from, done)
                    && done < from
                {
                    return Said {
                        contradiction: Some((to, field)),
                        ..Said::unknown()
                    };
                }
                done
            }
            // The first related date on or after `from` and not after `until`, walking on from the start.
            (To::Related(..), from) => {
                let last = until.unwrap_or(reading.as_at);
                let first = from.map_or(last.plus(1), |(_, from)| from);
                (first.0..=last.0)
                    .map(Date)
                    .find(|day| related.contains(day))
            }
        };
        let outcome = match (done, until) {
            (Some(done), _) if done <= due => "met",
            (Some(_), _) => "late",
            (None, Some(until)) if until <= due && self.lapses => return Said::default(),
            (None, Some(_)) => "missed",
            (None, None) if due < reading.as_at => "overdue",
            (None, None) => "due",
        };
        // Where `unless` holds, what would be late, missed or overdue is met.
        let excused = !self.unless.is_empty() && reading.holds(subject, self.unless);
        let outcome = match outcome {
            "late" | "missed" | "overdue" if excused => "met",
            _ => outcome,
        };
        Obligation::due(outcome, due, done).into()
    }
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| engine_with(RULES))
}

proptest! {
    // 512 exports, each judged by 15 rules over two periods.
    #![proptest_config(cases(512))]

    #[test]
    fn deadlines_are_judged_as_the_oracle_judges_them(export in exports(SHAPE)) {
        compare(engine(), RULES, &export)?;
    }
}

#[test]
fn deadlines_reach_every_outcome() {
    assert_every_outcome_is_reached(RULES, SHAPE, 256);
}

/// Found by the property above: the same two rows do merge where another row of their table has a key.
#[test]
fn identical_rows_merge_where_no_row_of_their_table_has_a_key() {
    let as_at = Date::new(2012, 3, 1);
    let meeting = Record::from([
        ("child_id", Value::Text("C3".to_owned())),
        ("held_on", Value::Date(as_at)),
    ]);
    let mut export = Export {
        as_at,
        tables: TABLES.map(|table| (table, Vec::new())).into(),
    };
    export
        .tables
        .insert("legal_meetings", vec![meeting.clone(), meeting]);
    if let Err(difference) = compare(engine(), RULES, &export) {
        panic!("{difference}");
    }
}
