//! Allegations against adults who work with children. Nobody is named; a child stands in one only where the adult cares for them.

use super::days::Days;
use super::family::Family;
use super::journey::Journey;
use super::practice;
use super::random::{Even, Random, Stream, of_division};
use super::table::{Key, Table, Tables};

/// One in so many children of the authority, over the days told of.
const CHILDREN_FOR_ONE: usize = 30;
const DAYS_TOLD_OF: i32 = 480;

pub fn write_allegations(
    division: u32,
    seed: u64,
    days: &Days<'_>,
    families: &[Family],
    journeys: &[Journey],
    tables: &mut Tables<'_>,
) {
    let children: usize = families.iter().map(|family| family.children.len()).sum();
    let count = (children / CHILDREN_FOR_ONE) as i32;
    for number in 0..count {
        let mut random = Random::new(seed.wrapping_add(number as u64), division, Stream::Claims);
        let seed_of_even = of_division(seed, division).wrapping_add(7);
        let mut even = Even::new(seed_of_even, number as u32);
        let ago = 3 + number * DAYS_TOLD_OF / count;
        let received = days.working(days.as_at.plus_days(-ago));
        let (low, high) = if even.chance(practice::ALLEGATION_MET_IN_TIME) {
            (0, 4)
        } else {
            (6, 9)
        };
        let met = days.soon_after(received, &mut random, low, high);
        let closed = days.working(met.plus_days(random.between(20, 110)));
        let done = days.before(closed, random.between(0, 8)).max(met);
        let is_complete = even.chance(practice::ALLEGATION_COMPLETE);
        let outcome = random.one_of(&[
            "substantiated",
            "substantiated",
            "unsubstantiated",
            "unsubstantiated",
            "unfounded",
            "false",
        ]);
        let is_closed = days.has_come(closed);
        let in_care = families.iter().zip(journeys).filter(|(_, journey)| {
            journey
                .care_on(received)
                .is_some_and(|care| care.span().holds(received.plus_days(-30)))
        });
        let child = in_care
            .skip(number as usize)
            .map(|(family, _)| family.children[0].number)
            .next()
            .filter(|_| number % 3 == 1);
        let row = tables.row(Table::Allegations).key(Key {
            prefix: "LO",
            child: division + 1,
            number: number as u32 + 1,
        });
        match child {
            Some(child) => row.child(child),
            None => row.text(""),
        }
        .event(Some(received))
        .event(Some(met))
        .event(Some(done).filter(|_| is_complete))
        .event(Some(closed))
        .text(if is_closed { outcome } else { "" })
        .end();
    }
}
