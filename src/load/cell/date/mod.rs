//! Dates, in every way that systems, spreadsheets and people of England write them.

mod parts;
mod time;
mod words;

use crate::model::day::{Day, YEARS, digits};

use super::{Cell, Fault};
use parts::{Parts, numeric, with_month_name};
use time::without_time;
pub(in crate::load) use words::says_no_date;

/// A date, as far as its spelling alone tells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::load) enum SpelledDate {
    Known(Day),
    /// 31/03/2026: its first number can be no month.
    DayFirst(Day),
    /// 03/31/2026: its second number can be no month.
    MonthFirst(Day),
    /// 04/03/2026: the column decides.
    Either {
        day_first: Day,
        month_first: Day,
    },
}

impl SpelledDate {
    /// As it is read where nothing else is known: the day before the month, as in England.
    pub(in crate::load) const fn day(self) -> Day {
        match self {
            Self::Known(day)
            | Self::DayFirst(day)
            | Self::MonthFirst(day)
            | Self::Either { day_first: day, .. } => day,
        }
    }
}

/// Days that systems write where there is no date. Excel shows a blank cell that a formula points to as day 0 of January 1900,
/// and other programs, which know of no 29 February 1900, read that day and the next as the two before. On 1 January 1970 the
/// clock of Unix stands at nought.
const STAND_IN_DAYS: [(i32, u32, u32); 8] = [
    (1899, 12, 30),
    (1899, 12, 31),
    (1900, 1, 0),
    (1900, 1, 1),
    (1970, 1, 1),
    (9999, 12, 31),
    (2300, 1, 1),
    (2099, 12, 31),
];

/// The same days as numbers of Excel's 1900 system.
const STAND_IN_SERIALS: [u32; 6] = [0, 1, SERIAL_OF_1970, 73_050, 146_098, 2_958_465];

/// The oldest care leaver of today was born later, and so was what is recorded of any child; a slip of the keyboard is earlier.
const FIRST_YEAR: i32 = 1950;

/// Serials from 1950 to 2099: fewer digits could be a number of anything, more a date written without separators.
const SERIALS: std::ops::RangeInclusive<u32> = 18_264..=73_050;

/// The serial of 1 January 1970. Excel counts 1 January 1900 as 1, and a 29 February 1900 that never was (Microsoft, "Excel
/// incorrectly assumes that the year 1900 is a leap year"), so that from March 1900 on a serial counts from 30 December 1899.
const SERIAL_OF_1970: u32 = 25_569;

pub(super) fn is_month(name: &str) -> bool {
    parts::month(name).is_some()
}

pub(in crate::load) fn date(text: &str) -> Cell<SpelledDate> {
    // Most exports write nothing else.
    if let [y @ .., b'-', m1, m2, b'-', d1, d2] = text.as_bytes()
        && y.len() == 4
        && let (Some(year), Some(month), Some(day)) =
            (digits(y), digits(&[*m1, *m2]), digits(&[*d1, *d2]))
    {
        return known(year, month, day);
    }
    let text = without_time(text);
    if is_bare_number(text)
        && let Some(date) = number(text)
    {
        return date;
    }
    match numeric(text).or_else(|| with_month_name(text)) {
        Some(Parts::Named { year, month, day }) => known(year, month, day),
        Some(Parts::Ordered {
            first,
            second,
            year,
        }) => ordered(first, second, year),
        Some(Parts::Incomplete) => Cell::Bad(Fault::PartOfDate),
        None => Cell::Bad(Fault::Unlike),
    }
}

/// Digits, with one point or none: a day as Excel counts them, or an id that nobody meant for one.
pub(in crate::load) fn is_bare_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && text.bytes().filter(|b| *b == b'.').count() < 2
}

fn known(year: u32, month: u32, day: u32) -> Cell<SpelledDate> {
    calendar(year, month, day).map(SpelledDate::Known)
}

fn ordered(first: u32, second: u32, year: u32) -> Cell<SpelledDate> {
    match (calendar(year, second, first), calendar(year, first, second)) {
        (Cell::StandIn, _) | (_, Cell::StandIn) => Cell::StandIn,
        (Cell::Value(day), Cell::Value(same)) if day == same => {
            Cell::Value(SpelledDate::Known(day))
        }
        (Cell::Value(day_first), Cell::Value(month_first)) => Cell::Value(SpelledDate::Either {
            day_first,
            month_first,
        }),
        (Cell::Value(day), _) => Cell::Value(SpelledDate::DayFirst(day)),
        (_, Cell::Value(day)) => Cell::Value(SpelledDate::MonthFirst(day)),
        (neither, _) => neither.map(SpelledDate::Known),
    }
}

fn calendar(year: u32, month: u32, day: u32) -> Cell<Day> {
    let year = year as i32;
    if STAND_IN_DAYS.contains(&(year, month, day)) {
        return Cell::StandIn;
    }
    if !YEARS.contains(&year) {
        return Cell::Bad(Fault::Unlike);
    }
    match Day::from_ymd(year, month, day) {
        Some(_) if year < FIRST_YEAR => Cell::Bad(Fault::LongAgo),
        Some(day) => Cell::Value(day),
        None if month == 0 || day == 0 => Cell::Bad(Fault::PartOfDate),
        None => Cell::Bad(Fault::Unlike),
    }
}

/// `20260331`, or days since 1900 with or without a part of a day: `46112`, `46112.5`.
fn number(text: &str) -> Option<Cell<SpelledDate>> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.contains('.') || whole.len() > 8 {
        return None;
    }
    let number = digits(whole.as_bytes())?;
    if whole.len() == 8 {
        return Some(known(number / 10_000, number / 100 % 100, number % 100));
    }
    if STAND_IN_SERIALS.contains(&number) {
        return Some(Cell::StandIn);
    }
    let day = Day::from_number(number as i32 - SERIAL_OF_1970 as i32);
    SERIALS
        .contains(&number)
        .then_some(Cell::Value(SpelledDate::Known(day)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::parts::MONTHS;
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn known_day(text: &str) -> Cell<SpelledDate> {
        Cell::Value(SpelledDate::Known(day(text)))
    }

    #[test]
    fn dates_are_real_days() {
        for bad in [
            "2026-02-30",
            "30/02/2026",
            "32/13/2026",
            "yesterday",
            "2026-03-31 or so",
            "1066-10-14",
            "1866-10-14",
            "2026-03-31T",
            "May be 8 Jan 2000",
            "31 Ma 2026",
            "31 Marches 2026",
            "31-03-26",
            "31/03/026",
            "13999",
            "73051",
            "46112.5.1",
            "zz/zz/zzzz",
            "zz/zz/0214",
            "31032026",
            "31/03-2026",
            "31/03/2026/1",
            "0000-00-00",
            "2026-03-31 10:30 to Pam",
        ] {
            assert_eq!(date(bad), Cell::Bad(Fault::Unlike), "{bad}");
        }
        for part in [
            "zz/zz/2014",
            "xx/03/2014",
            "??-??-2014",
            "00/03/2014",
            "2014-03-00",
            "20140300",
        ] {
            assert_eq!(date(part), Cell::Bad(Fault::PartOfDate), "{part}");
        }
    }

    #[test]
    fn days_that_stand_for_none() {
        for stand_in in [
            "1900-01-01",
            "01/01/1900",
            "00/01/1900",
            "1899-12-30",
            "31/12/1899",
            "12/31/1899",
            "1970-01-01",
            "1970-01-01T00:00:00Z",
            "01/01/1970 01:00",
            "25569",
            "9999-12-31",
            "31-Dec-9999",
            "99991231",
            "2300-01-01T00:00:00",
            "31/12/2099",
            "0",
            "1",
            "1.0",
            "73050",
            "146098",
            "2958465",
        ] {
            assert_eq!(date(stand_in), Cell::StandIn, "{stand_in}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_told_by_numbers_past_twelve() {
        let ordered = |text: &str| match date(text) {
            Cell::Value(date) => date,
            other => panic!("{text}: {other:?}"),
        };
        for (text, expected) in [
            ("31/03/2026", SpelledDate::DayFirst(day("2026-03-31"))),
            ("3/31/2026", SpelledDate::MonthFirst(day("2026-03-31"))),
            ("03-31-2026", SpelledDate::MonthFirst(day("2026-03-31"))),
            ("3.3.2026", SpelledDate::Known(day("2026-03-03"))),
            (
                "04/03/2026",
                SpelledDate::Either {
                    day_first: day("2026-03-04"),
                    month_first: day("2026-04-03"),
                },
            ),
        ] {
            assert_eq!(ordered(text), expected, "{text}");
        }
    }

    #[test]
    fn a_year_of_two_digits_is_from_1950_to_2049() {
        assert_eq!(date("31-Mar-30"), known_day("2030-03-31"));
        assert_eq!(date("31-Mar-49"), known_day("2049-03-31"));
        assert_eq!(date("31-Mar-50"), known_day("1950-03-31"));
        assert_eq!(date("31-Mar-00"), known_day("2000-03-31"));
        assert_eq!(
            date("31/03/99"),
            Cell::Value(SpelledDate::DayFirst(day("1999-03-31")))
        );
    }

    #[test]
    fn serials_are_those_of_excel() {
        assert_eq!(date("36526"), known_day("2000-01-01"));
        assert_eq!(date("46112"), known_day("2026-03-31"));
        assert_eq!(date("46112.999988"), known_day("2026-03-31"));
        assert_eq!(date("18264"), known_day("1950-01-01"));
        assert_eq!(date("73049"), known_day("2099-12-30"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_day_reads_the_same_however_it_is_printed(number in -7_305..47_480_i32, upper: bool) {
            let day = Day::from_number(number);
            let iso = day.to_string();
            let (year, month, of_month) = (&iso[..4], &iso[5..7], &iso[8..]);
            let (short_month, short_day) = (month.trim_start_matches('0'), of_month.trim_start_matches('0'));
            let name = MONTHS[month.parse::<usize>().unwrap() - 1];
            let name = if upper { name.to_uppercase() } else { name.to_owned() };
            let short_name = &name[..3];
            let serial = number + SERIAL_OF_1970 as i32;
            let mut certain = vec![
                iso.clone(),
                format!("{iso}T00:00:00"),
                format!("{iso} 11:14"),
                format!("{iso} 11:14:05.0000000 +01:00"),
                format!("{year}/{month}/{of_month}"),
                format!("{year}.{short_month}.{short_day}"),
                format!("{year}{month}{of_month}"),
                format!("{of_month}-{short_name}-{year}"),
                format!("{short_day} {name} {year}"),
                format!("{short_day} {name}, {year}"),
                format!("{of_month}/{short_name}/{year} 10:30"),
                format!("{short_name} {short_day} {year} 12:00AM"),
                serial.to_string(),
                format!("{serial}.0"),
                format!("{serial}.75"),
            ];
            if (1930..2030).contains(&day.year()) {
                certain.push(format!("{of_month}-{short_name}-{}", &year[2..]));
                certain.push(format!("{short_day} {name} {}", &year[2..]));
            }
            for text in certain {
                prop_assert_eq!(date(&text), Cell::Value(SpelledDate::Known(day)), "{}", text);
            }
            for separator in ["/", "-", "."] {
                for text in [
                    [of_month, month, year].join(separator),
                    [short_day, short_month, year].join(separator),
                    [of_month, month, year].join(separator) + " 00:00:00",
                ] {
                    let read = match date(&text) {
                        Cell::Value(SpelledDate::Known(read) | SpelledDate::DayFirst(read)) => read,
                        Cell::Value(SpelledDate::Either { day_first, .. }) => day_first,
                        other => panic!("{text}: {other:?}"),
                    };
                    prop_assert_eq!(read, day, "{}", text);
                }
                let text = [month, of_month, year].join(separator);
                let read = match date(&text) {
                    Cell::Value(SpelledDate::Known(read) | SpelledDate::MonthFirst(read)) => read,
                    Cell::Value(SpelledDate::Either { month_first, .. }) => month_first,
                    other => panic!("{text}: {other:?}"),
                };
                prop_assert_eq!(read, day, "{}", text);
            }
        }

        #[test]
        fn no_text_is_too_strange(text in any::<String>(), near in "[0-9zTM:/. é-]{0,14}") {
            let _ = (date(&text), date(&near));
        }
    }
}
