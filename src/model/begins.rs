//! The day on which a list begins: what happened before it is in none of the files, and nobody can say that it did not happen.

use super::catalogue::{OwnDates, TableId};
use super::column::Column;
use super::day::Day;
use super::view::View;

/// Records from which on a list is long enough to tell where it begins. Of fewer the first may simply be the first that there was.
const MANY: usize = 100;

/// The first records of a list, one in so many, do not say where it begins if nothing follows them for so many days, and for so many
/// times as long as its records usually stand apart: a wrong year, or a case taken over from an older system.
const STRAYS: usize = 100;
const ALONE: i32 = 90;
const TIMES_AS_LONG: i32 = 20;

/// Where one in so many spans began before any had ended, a list is of those that went on at some time since its first day: their
/// starts are older than it is.
const BEFORE_ANY_ENDED: usize = 10;

/// A list that is cut off is as full in its first days as later. One that tells of few at first grows with what it tells of, and
/// nothing is missing from it.
const FIRST_DAYS: i32 = 90;
const AS_FULL: f64 = 0.5;

/// The first day of which a table tells, come or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Begins {
    pub on: Day,
    /// Whether the list is cut off there.
    pub is_cut: bool,
}

impl View<'_> {
    /// None where no record of a table has a day of its own.
    pub fn begins(&self, table: TableId) -> Option<Begins> {
        let (from, to) = match self.catalogue.table(table).dates {
            OwnDates::At(field) => (field, None),
            OwnDates::Span { from, to } => (from, Some(to)),
            OwnDates::None | OwnDates::Of(_) => return None,
        };
        let from = self.column(table, from);
        let to = to.and_then(|to| self.column(table, to));
        let day = |column: Option<&Column>, row| column?.recorded_date(row);
        let rows = 0..self.records.rows(table);
        let firsts: Vec<Day> = rows
            .clone()
            .filter_map(|row| day(from, row).or_else(|| day(to, row)))
            .collect();
        if firsts.len() < MANY {
            let on = firsts.into_iter().min()?;
            return Some(Begins { on, is_cut: false });
        }
        let ends = rows.filter_map(|row| day(to, row)).collect();
        Some(of_many(firsts, ends))
    }
}

fn of_many(mut firsts: Vec<Day>, mut ends: Vec<Day>) -> Begins {
    firsts.sort_unstable();
    ends.sort_unstable();
    let went_on = ends.len() >= MANY && {
        let ended = first_of_many(&ends);
        firsts.partition_point(|day| *day < ended) >= firsts.len() / BEFORE_ANY_ENDED
    };
    let days = if went_on { ends } else { firsts };
    let on = first_of_many(&days);
    Begins {
        on,
        is_cut: is_full_from(on, &days),
    }
}

/// The first of the days, in order, that is not alone.
fn first_of_many(days: &[Day]) -> Day {
    let (strays, middle) = (days.len() / STRAYS, days.len() / 2);
    let apart = (days[middle].number() - days[strays].number()) / (middle - strays) as i32;
    let longest = ALONE.max(TIMES_AS_LONG * apart);
    let is_alone = |pair: &[Day]| pair[1].number() - pair[0].number() > longest;
    let alone = days[..=strays].windows(2).rposition(is_alone);
    days[alone.map_or(0, |place| place + 1)]
}

/// Whether the days, in order, are as many at first as they are throughout.
fn is_full_from(on: Day, days: &[Day]) -> bool {
    let first = days.partition_point(|day| *day < on);
    let days = &days[first..];
    let Some(last) = days.last() else {
        return false;
    };
    let length = last.number() - on.number() + 1;
    let time = FIRST_DAYS.min(length / 2);
    let early = days.partition_point(|day| day.number() - on.number() < time);
    let usual = days.len() as f64 * f64::from(time) / f64::from(length);
    early as f64 >= usual * AS_FULL
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: Day, count: i32, apart: i32) -> Vec<Day> {
        let days = 0..count;
        days.map(|number| first.plus_days(number * apart)).collect()
    }

    fn day(text: &str) -> Day {
        Day::parse_iso(text).expect("a day")
    }

    fn begins(firsts: &[Vec<Day>], ends: &[Vec<Day>]) -> (String, bool) {
        let Begins { on, is_cut } = of_many(firsts.concat(), ends.concat());
        (on.to_string(), is_cut)
    }

    #[test]
    fn a_list_begins_with_its_first_day_that_is_not_alone() {
        let list = days(day("2025-04-01"), 300, 1);
        for strays in [
            vec![],
            vec![day("2015-06-03")],
            vec![day("2015-06-03"), day("2019-01-07"), day("2019-01-08")],
        ] {
            assert_eq!(
                begins(&[list.clone(), strays], &[]),
                ("2025-04-01".to_owned(), true)
            );
        }
        // Four of three hundred are the beginning of the list.
        let more = days(day("2019-01-07"), 4, 1);
        assert_eq!(begins(&[list, more], &[]).0, "2019-01-07");
        // Where records stand weeks apart, three months are no gap.
        let sparse = days(day("2019-06-01"), 120, 18);
        let first = vec![day("2019-02-01")];
        assert_eq!(begins(&[sparse, first], &[]).0, "2019-02-01");
    }

    #[test]
    fn a_list_that_grows_is_not_cut_off() {
        let (first, thousand) = (
            days(day("2024-04-01"), 30, 10),
            days(day("2025-02-01"), 300, 1),
        );
        assert_eq!(
            begins(&[first, thousand], &[]),
            ("2024-04-01".to_owned(), false)
        );
    }

    #[test]
    fn a_list_of_what_went_on_reaches_back_to_its_first_end() {
        let starts = [
            days(day("2022-01-03"), 200, 10),
            days(day("2025-04-01"), 100, 3),
        ];
        let ends = [days(day("2025-04-01"), 200, 1)];
        assert_eq!(begins(&starts, &ends), ("2025-04-01".to_owned(), true));
        // Of a list of all that began since a day nearly nothing began before the first of it ended.
        let starts = [days(day("2025-04-01"), 300, 1)];
        let ends = [days(day("2025-04-15"), 280, 1)];
        assert_eq!(begins(&starts, &ends).0, "2025-04-01");
    }
}
