//! Working days and months, against plain loops.

use std::sync::OnceLock;

use caseready::model::calendar::Calendar;
use caseready::model::day::Day;
use caseready::model::length::{Length, Unit};
use proptest::prelude::*;

use super::almanac::{BANK_HOLIDAYS, Date};

/// So many cases, with nothing written beside the sources when one fails.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn calendar() -> &'static Calendar {
    static CALENDAR: OnceLock<Calendar> = OnceLock::new();
    CALENDAR.get_or_init(|| {
        Calendar::read(BANK_HOLIDAYS).unwrap_or_else(|_| panic!("the bank holidays are bad"))
    })
}

fn day(date: Date) -> Day {
    Day::parse_iso(&date.to_string()).unwrap_or_else(|| panic!("no such day: {date}"))
}

/// Any day from 2012 to 2030, and often one next to a bank holiday or the end of a month.
fn dates() -> impl Strategy<Value = Date> {
    let first = Date::new(2012, 1, 1);
    let last = Date::new(2030, 12, 31);
    let awkward: Vec<Date> = (first.0..=last.0)
        .map(Date)
        .filter(|date| {
            let iso = date.to_string();
            iso.contains("-12-2")
                || iso.contains("-12-3")
                || iso.ends_with("-01-01")
                || iso.contains("-02-2")
                || iso.ends_with("-31")
                || iso.ends_with("-30")
                || (date.0 % 7 < 5 && !date.is_working_day())
        })
        .collect();
    prop_oneof![
        (first.0..=last.0).prop_map(Date),
        (prop::sample::select(awkward), -4..=4).prop_map(|(date, shift)| date.plus(shift)),
    ]
}

proptest! {
    // 512 cases.
    #![proptest_config(cases(512))]

    #[test]
    fn working_days_after_and_before_are_those_a_loop_finds(date in dates(), count in 0_u32..300) {
        let calendar = calendar();
        let span = format!("{count} working days");
        prop_assert_eq!(calendar.is_working_day(day(date)), date.is_working_day(), "{}", date);
        prop_assert_eq!(calendar.working_days_after(day(date), count), day(date.after(&span)), "{} after {}", span, date);
        prop_assert_eq!(calendar.working_days_before(day(date), count), day(date.before(&span)), "{} before {}", span, date);
    }

    // 512 cases.
    #[test]
    fn lengths_move_as_the_design_says(date in dates(), count in 1_u32..120) {
        let calendar = calendar();
        let few = count.div_ceil(10);
        for (length, span) in [
            (Length::new(count, Unit::WorkingDays), format!("{count} working days")),
            (Length::new(count, Unit::Days), format!("{count} days")),
            (Length::new(count, Unit::Weeks), format!("{count} weeks")),
            (Length::new(count, Unit::Months), format!("{count} months")),
            (Length::new(few, Unit::Years), format!("{few} years")),
        ] {
            prop_assert_eq!(span.parse::<Length>(), Ok(length));
            prop_assert_eq!(length.after(day(date), calendar), day(date.after(&span)), "{} after {}", span, date);
            prop_assert_eq!(length.before(day(date), calendar), day(date.before(&span)), "{} before {}", span, date);
        }
    }
}
