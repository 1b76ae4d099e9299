//! Where a list begins: the rival sorts all its days, passes over the few at the front that stand alone, and counts whether as much
//! happened at first as later.

use super::almanac::Date;
use super::catalogue::OwnDates;
use super::world::World;

/// The day before which a table tells nothing of anybody, and whether it is cut off there; none where it has no day.
pub fn begins(world: &World<'_>, table: &str) -> Option<(Date, bool)> {
    let places = world.places(table);
    let dates = &places.first()?.table.dates;
    let (from, to) = match dates {
        OwnDates::At(field) => (field, None),
        OwnDates::Span(from, to) => (from, Some(to)),
        OwnDates::None | OwnDates::Of(_) => return None,
    };
    let written = |field: Option<&String>, place| world.written_date(place, field?);
    let mut firsts: Vec<Date> = places
        .iter()
        .filter_map(|place| written(Some(from), *place).or(written(to, *place)))
        .collect();
    firsts.sort();
    let first = firsts.first().copied()?;
    if firsts.len() < 100 {
        return Some((first, false));
    }
    let mut ends: Vec<Date> = places
        .iter()
        .filter_map(|place| written(to, *place))
        .collect();
    ends.sort();
    let went_on = ends.len() >= 100 && {
        let ended = without_strays(&ends);
        let before = firsts.iter().filter(|first| **first < ended).count();
        before >= firsts.len() / 10
    };
    let mut days = if went_on { ends } else { firsts };
    let on = without_strays(&days);
    days.retain(|day| *day >= on);
    let length = days.last()?.0 - on.0 + 1;
    let time = (length / 2).min(90);
    let early = days.iter().filter(|day| day.0 < on.0 + time).count();
    let usual = days.len() as f64 * f64::from(time) / f64::from(length);
    Some((on, early as f64 >= usual / 2.0))
}

/// The day on which a list is cut off.
pub fn cut_off(world: &World<'_>, table: &str) -> Option<Date> {
    begins(world, table).and_then(|(on, is_cut)| is_cut.then_some(on))
}

fn without_strays(days: &[Date]) -> Date {
    let mut at_most = days.len() / 100;
    let middle = days.len() / 2;
    let usual = (days[middle].0 - days[at_most].0) / (middle - at_most) as i32;
    while at_most > 0 {
        let gap = days[at_most].0 - days[at_most - 1].0;
        if gap > 90 && gap > 20 * usual {
            return days[at_most];
        }
        at_most -= 1;
    }
    days[0]
}
