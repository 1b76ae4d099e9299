//! An invented authority's export, of any size: the same number of children, seed and day always give the same bytes.
//!
//! A chunk of children, with teams and workers of its own, needs nothing of any other chunk, so chunks can be made at the same
//! time and written in order.

mod acting;
mod assessing;
mod authority;
mod case;
mod conferring;
mod courting;
mod days;
mod discussing;
mod entry;
mod escalating;
mod family;
mod journey;
mod needing;
mod overseeing;
mod planning;
mod posts;
mod practice;
mod protecting;
mod random;
mod sharing;
pub mod table;
mod visit;
mod voice;
mod wording;

use crate::model::calendar::Calendar;
use crate::model::day::Day;
use authority::Authority;
use case::Case;
use days::Days;
use family::{Family, households};
use journey::{Journey, Path};
use planning::Planner;
use random::{Even, Random, Stream};
use sharing::{Homes, share_out};
use table::{Chunk, Table, Tables};
use wording::Wording;

pub struct Demo<'a> {
    seed: u64,
    children: u32,
    days: Days<'a>,
    authority: Authority,
    wording: Wording,
}

impl<'a> Demo<'a> {
    pub fn new(children: u32, seed: u64, as_at: Day, calendar: &'a Calendar) -> Self {
        Self {
            seed,
            children,
            days: Days::new(as_at, calendar),
            authority: Authority::new(children),
            wording: Wording::new(),
        }
    }

    /// How many chunks there are: one for each division, some three megabytes.
    pub fn chunks(&self) -> u32 {
        self.authority.divisions()
    }

    /// The rows of every table for one division of the authority.
    pub fn chunk(&self, division: u32) -> Chunk {
        let mut tables = Tables::new(&self.days);
        self.authority.write(division, &mut tables);
        if division == 0 {
            overseeing::write_claims(&self.days, &mut tables);
        }
        let (families, mut journeys): (Vec<Family>, Vec<Journey>) =
            self.families(division).into_iter().unzip();
        number_discussions(&mut journeys);
        share_out(
            &self.authority,
            division,
            &self.days,
            self.seed,
            &families,
            &mut journeys,
        );
        for (family, journey) in families.iter().zip(&journeys) {
            self.write_family(division, family, journey, &mut tables);
        }
        tables.finish()
    }

    fn families(&self, division: u32) -> Vec<(Family, Journey)> {
        let mut homes = Homes::default();
        let mut found = Vec::new();
        for run in self.authority.runs_of(division) {
            for (first, size) in households(self.seed, run, self.children) {
                let path = journey::path(self.seed, first);
                let home = homes.next(self.seed, first, path, size);
                let mut family = Family::new(self.seed, first, size, path, home, &self.wording);
                let journey = self.journey(&family, homes.families(path));
                let decided = journey.court.as_ref().map(|court| court.decided);
                family.fill(self.seed, size, journey.received, decided, &self.days);
                found.push((family, journey));
            }
        }
        found
    }

    fn journey(&self, family: &Family, nth: u32) -> Journey {
        let mut planner = Planner {
            days: &self.days,
            seed: self.seed,
            first_child: family.first,
            home: family.home,
            random: Random::new(self.seed, family.first, Stream::Journey),
            nth,
            even: Even::new(self.seed, nth),
            unborn: family.unborn,
        };
        planner.journey(family.path)
    }

    fn write_family(
        &self,
        division: u32,
        family: &Family,
        journey: &Journey,
        tables: &mut Tables<'_>,
    ) {
        let mut random = Random::new(self.seed, family.first, Stream::Visit);
        let visited = if family.path == Path::NoFurtherAction {
            Vec::new()
        } else {
            visit::days_of_visits(journey, &self.days, &mut random)
        };
        for child in &family.children {
            let visits = visit::visits_to(child, &visited, journey, self.seed);
            let case = Case {
                seed: self.seed,
                days: &self.days,
                wording: &self.wording,
                authority: &self.authority,
                division,
                family,
                child,
                journey,
                visits: &visits,
            };
            Family::write(child, self.seed, &self.days, tables);
            case.write_entry(tables);
            case.write_assessments(tables);
            case.write_discussions(tables);
            case.write_protection(tables);
            case.write_need(tables);
            case.write_court(tables);
            case.write_visits(tables);
            case.write_direct_work(tables);
            case.write_oversight(tables);
        }
    }
}

/// Strategy discussions are numbered among those on open cases, and among the others.
fn number_discussions(journeys: &mut [Journey]) {
    let mut numbers = [0, 0];
    for discussion in journeys
        .iter_mut()
        .flat_map(|journey| &mut journey.discussions)
    {
        let number = &mut numbers[usize::from(discussion.already_open)];
        *number += 1;
        discussion.number = *number;
    }
}

/// The files of an export and their first rows.
pub fn headings() -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    Table::ALL
        .iter()
        .map(|table| (table.name(), table::heading_row(*table)))
}
