//! Cadences, against an oracle that lives through every day from the first to the as-at date.

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
        "1 week",
        "10 working days",
        "3 weeks",
        "20 working days",
        "1 month",
        "6 weeks",
        "2 months",
    ],
    horizon: 220,
    chained: true,
    events: 9,
};

#[derive(Clone, Copy, Debug)]
struct Cadence {
    id: &'static str,
    table: &'static str,
    from: &'static str,
    until: Option<&'static str>,
    event: &'static str,
    event_where: &'static [Condition],
    steps: &'static [&'static str],
    every: &'static str,
    /// The birthdays between which it runs.
    ages: Option<(Option<i32>, Option<i32>)>,
    reaches: &'static [&'static str],
}

const ALL: &[&str] = &["met", "late", "missed", "overdue", "due", "unknown"];
const NEVER_ENDED: &[&str] = &["met", "late", "overdue", "due", "unknown"];

const PLAIN: Cadence = Cadence {
    id: "XC-01",
    table: "pre_proceedings",
    from: "first_meeting_on | letter_sent_on | decided_on",
    until: Some("ended_on"),
    event: "pre_proceedings_reviews.held_on",
    event_where: &[],
    steps: &[],
    every: "6 weeks",
    ages: None,
    reaches: ALL,
};

const RULES: &[Cadence] = &[
    PLAIN,
    Cadence {
        id: "XC-02",
        from: "decided_on",
        event: "child.supervisions.held_on",
        event_where: &[("kind", Test::Is("case supervision"))],
        every: "1 month",
        ..PLAIN
    },
    Cadence {
        id: "XC-03",
        from: "decided_on",
        until: None,
        event: "child.legal_meetings.held_on",
        steps: &["10 working days", "1 month"],
        every: "2 months",
        reaches: NEVER_ENDED,
        ..PLAIN
    },
    Cadence {
        id: "XC-04",
        from: "letter_sent_on",
        until: Some("ended_on | application_on"),
        event: "child.supervisions.held_on",
        event_where: &[("kind", Test::Not("management oversight"))],
        every: "20 working days",
        ..PLAIN
    },
    // Ends by another date than the subject's own, so that what is overdue may lie on either side of the period.
    Cadence {
        id: "XC-05",
        from: "decided_on",
        until: Some("application_on"),
        event: "child.supervisions.held_on",
        every: "3 weeks",
        ..PLAIN
    },
    Cadence {
        id: "XC-06",
        from: "decided_on",
        event: "child.supervisions.held_on",
        ages: Some((Some(5), Some(16))),
        every: "1 month",
        ..PLAIN
    },
    Cadence {
        id: "XC-07",
        from: "decided_on",
        until: None,
        event: "child.legal_meetings.held_on",
        every: "3 weeks",
        ages: Some((None, Some(16))),
        ..PLAIN
    },
    Cadence {
        id: "XC-08",
        from: "decided_on | letter_sent_on",
        event: "child.supervisions.held_on",
        steps: &["1 week"],
        every: "10 working days",
        ages: Some((Some(2), None)),
        ..PLAIN
    },
    Cadence {
        id: "XC-09",
        table: "legal_meetings",
        from: "held_on",
        until: None,
        event: "child.supervisions.held_on",
        steps: &["1 week", "1 week", "1 month"],
        every: "3 weeks",
        reaches: NEVER_ENDED,
        ..PLAIN
    },
    Cadence {
        id: "XC-10",
        table: "legal_meetings",
        from: "held_on",
        until: None,
        event: "child.legal_meetings.held_on",
        every: "1 month",
        reaches: NEVER_ENDED,
        ..PLAIN
    },
    Cadence {
        id: "XC-11",
        from: "child.expected_birth_on | decided_on",
        event: "child.legal_meetings.held_on",
        steps: &["6 weeks"],
        every: "3 weeks",
        ..PLAIN
    },
];

impl Judged for Cadence {
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
            .text("event", Some(self.event));
        lines.conditions("event_where", self.event_where);
        let steps = (!self.steps.is_empty()).then(|| format!("{:?}", self.steps));
        lines.plain("steps", steps).text("every", Some(self.every));
        let ages = self.ages.map(|(from, to)| {
            let ages = [("from", from), ("to", to)];
            let ages = ages
                .iter()
                .filter_map(|(key, age)| age.map(|age| format!("{key} = {age}")));
            format!("{{ {} }}", ages.collect::<Vec<_>>().join(", "))
        });
        lines.plain("ages", ages);
        file(self.id, self.table, "cadence", &lines)
    }

    fn reaches(&self) -> &'static [&'static str] {
        self.reaches
    }

    fn oracle(&self, reading: &Reading<'_>, subject: Place) -> Said {
        let Some((field, mut from)) = reading.which_of(subject, self.from) else {
            return Said::unknown();
        };
        // A start that is planned and still ahead gives no obligation.
        if from > reading.as_at {
            return Said::default();
        }
        let until = self
            .until
            .and_then(|until| reading.which_of(subject, until));
        // An end before its start gives none either, and a problem.
        if let Some((end, until)) = until
            && until < from
        {
            return Said::contradiction(end, field);
        }
        let mut until = until.map(|(_, until)| until);
        if let Some((first, last)) = self.ages {
            let Some(born) = reading.date(subject, "child.date_of_birth") else {
                // Nothing is owed until an expected birth; after its day, no birth is recorded.
                return match reading.date(subject, "child.expected_birth_on") {
                    Some(expected) if expected >= reading.as_at => Said::default(),
                    _ => Said::unknown(),
                };
            };
            let birthday = |years: i32| born.plus_months(12 * years);
            from = from.max(first.map_or(from, birthday));
            let stops = last.map(birthday).filter(|stops| *stops <= reading.as_at);
            until = until.into_iter().chain(stops).min();
            // The clock has not started yet, or had stopped before it could.
            if from > reading.as_at || until.is_some_and(|until| until < from) {
                return Said::default();
            }
        }
        // A subject whose own key or child, needed to reach related records, is blank gives one `unknown`.
        match reading.events(subject, self.event, self.event_where) {
            Some(events) => self.lived(&events, from, until, reading.as_at).into(),
            None => Said::unknown(),
        }
    }
}

impl Cadence {
    /// Every day from `from` to its end: what falls due, what is done.
    fn lived(
        &self,
        events: &[Date],
        from: Date,
        until: Option<Date>,
        as_at: Date,
    ) -> Vec<Obligation> {
        let mut said = Vec::new();
        let mut steps = self.steps.iter();
        let mut allowed = || *steps.next().unwrap_or(&self.every);
        let mut passed: Vec<Date> = Vec::new();
        let mut due = from.after(allowed());
        for today in (from.0 + 1..=until.unwrap_or(as_at).0).map(Date) {
            while due < today {
                passed.push(due);
                due = due.after(self.every);
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
                due = today.after(allowed());
            }
        }
        match (until, passed.is_empty()) {
            (Some(_), true) => {}
            (Some(_), false) => said.push(Obligation {
                outcome: "missed",
                when: When::Due(passed),
                done: None,
            }),
            (None, true) => said.push(Obligation::due("due", due, None)),
            (None, false) => said.push(Obligation {
                outcome: "overdue",
                when: When::Due(passed),
                done: None,
            }),
        }
        said
    }
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| engine_with(RULES))
}

proptest! {
    // 512 exports, each judged by 11 rules over two periods.
    #![proptest_config(cases(512))]

    #[test]
    fn cadences_are_judged_as_the_oracle_judges_them(export in exports(SHAPE)) {
        compare(engine(), RULES, &export)?;
    }
}

#[test]
fn cadences_reach_every_outcome() {
    assert_every_outcome_is_reached(RULES, SHAPE, 256);
}
