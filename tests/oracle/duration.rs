//! Durations, with an end and without one, against an oracle that counts the days.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::almanac::Date;
use super::compare::{Judged, assert_every_outcome_is_reached, cases, compare, engine_with};
use super::engine::Engine;
use super::export::{Shape, exports};
use super::reading::{Place, Reading};
use super::rule::{Condition, Lines, Test, file};
use super::verdict::{Obligation, Said, When};

const SHAPE: Shape = Shape {
    spans: &[
        "10 working days",
        "1 month",
        "6 weeks",
        "16 weeks",
        "6 months",
    ],
    horizon: 200,
    chained: false,
    events: 4,
};

#[derive(Clone, Copy, Debug)]
struct Duration {
    id: &'static str,
    table: &'static str,
    from: &'static str,
    until: Option<&'static str>,
    at_most: &'static str,
    unless: &'static [Condition],
    never_fails: bool,
    reaches: &'static [&'static str],
}

const PLAIN: Duration = Duration {
    id: "XL-01",
    table: "pre_proceedings",
    from: "first_meeting_on | decided_on",
    until: Some("ended_on"),
    at_most: "16 weeks",
    unless: &[],
    never_fails: false,
    reaches: &["met", "late", "overdue", "due", "unknown"],
};

const RULES: &[Duration] = &[
    PLAIN,
    Duration {
        id: "XL-02",
        from: "decided_on",
        until: Some("ended_on | application_on"),
        at_most: "1 month",
        unless: &[
            ("extended_on", Test::Present),
            ("outcome", Test::Not("step down")),
        ],
        ..PLAIN
    },
    Duration {
        id: "XL-03",
        from: "letter_sent_on",
        until: None,
        at_most: "6 weeks",
        reaches: &["met", "overdue", "unknown"],
        ..PLAIN
    },
    Duration {
        id: "XL-04",
        from: "letter_sent_on | first_meeting_on",
        until: None,
        at_most: "10 working days",
        unless: &[("outcome", Test::Blank)],
        never_fails: true,
        reaches: &["met", "overdue", "failed"],
        ..PLAIN
    },
    Duration {
        id: "XL-05",
        table: "legal_meetings",
        from: "held_on",
        until: None,
        at_most: "1 month",
        never_fails: true,
        reaches: &["met", "overdue", "failed"],
        ..PLAIN
    },
    Duration {
        id: "XL-06",
        table: "plan_actions",
        from: "due_on",
        until: Some("completed_on"),
        at_most: "10 working days",
        ..PLAIN
    },
    Duration {
        id: "XL-07",
        from: "letter_sent_on",
        never_fails: true,
        reaches: &["met", "late", "overdue", "due", "failed"],
        ..PLAIN
    },
];

impl Judged for Duration {
    fn id(&self) -> &'static str {
        self.id
    }

    fn table(&self) -> &'static str {
        self.table
    }

    fn file(&self) -> String {
        let mut lines = Lines::default();
        lines
            .text("from", Some(self.from))
            .text("until", self.until)
            .text("at_most", Some(self.at_most));
        lines
            .conditions("unless", self.unless)
            .text("never", self.never_fails.then_some("failed"));
        file(self.id, self.table, "duration", &lines)
    }

    fn reaches(&self) -> &'static [&'static str] {
        self.reaches
    }

    fn oracle(&self, reading: &Reading<'_>, subject: Place) -> Said {
        let is_fresh = self.until.is_none();
        let Some((field, from)) = reading.which_of(subject, self.from) else {
            let outcome = if self.never_fails {
                "failed"
            } else {
                "unknown"
            };
            let when = if is_fresh {
                When::Now(None)
            } else {
                When::Undated
            };
            return Obligation {
                outcome,
                when,
                done: None,
            }
            .into();
        };
        // A start that is planned and still ahead gives no obligation.
        if from > reading.as_at {
            return Said::default();
        }
        let due = from.after(self.at_most);
        let until = self
            .until
            .and_then(|until| reading.which_of(subject, until));
        // An end before its start gives none either, and a problem.
        if let Some((end, until)) = until
            && until < from
        {
            return Said::contradiction(end, field);
        }
        let until = until.map(|(_, until)| until);
        let last = until.unwrap_or(reading.as_at);
        let in_time = (from.0..=due.0).map(Date).any(|day| day == last);
        let excused = !self.unless.is_empty() && reading.holds(subject, self.unless);
        let outcome = match (in_time, until) {
            (true, None) if !is_fresh => "due",
            (true, _) => "met",
            (false, _) if excused => "met",
            (false, Some(_)) => "late",
            (false, None) => "overdue",
        };
        let when = if is_fresh {
            When::Now(Some(due))
        } else {
            When::Due(vec![due])
        };
        Obligation {
            outcome,
            when,
            done: until,
        }
        .into()
    }
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| engine_with(RULES))
}

proptest! {
    // 512 exports, each judged by 7 rules over two periods.
    #![proptest_config(cases(512))]

    #[test]
    fn durations_are_judged_as_the_oracle_judges_them(export in exports(SHAPE)) {
        compare(engine(), RULES, &export)?;
    }
}

#[test]
fn durations_reach_every_outcome() {
    assert_every_outcome_is_reached(RULES, SHAPE, 256);
}
