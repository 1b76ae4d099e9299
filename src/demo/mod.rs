//! An invented authority's export, of any size: the same number of children, seed and day always give the same bytes.
//!
//! A chunk of children, with teams and workers of its own, needs nothing of any other chunk, so chunks can be made at the same
//! time and written in order.

mod acting;
mod alleging;
mod assessing;
mod authority;
mod caring;
mod case;
mod conferring;
mod courting;
mod days;
mod discussing;
mod entry;
mod escalating;
mod family;
pub mod formats;
mod going_missing;
mod healing;
mod journey;
mod leaving;
mod needing;
mod noting;
mod overseeing;
mod placing;
mod planning;
mod posts;
mod practice;
mod protecting;
mod random;
mod recurring;
mod reviewing;
mod schooling;
mod settling;
mod sharing;
mod sheltering;
mod supporting;
pub mod table;
mod visit;
mod voice;
mod wording;

use crate::model::calendar::Calendar;
use crate::model::day::Day;
use authority::Authority;
use case::Case;
use days::Days;
use family::{Family, Household, households};
use journey::{Journey, Path};
use planning::Planner;
use random::{Even, Random, Stream};
use sharing::{Homes, share_out};
use table::{Chunk, Table, Tables};
use wording::Wording;

pub struct Demo<'a> {
    seed: u64,
    days: Days<'a>,
    authority: Authority,
    wording: Wording,
}

impl<'a> Demo<'a> {
    /// Over so many years, two at least. Of two, every family is one known then; each further year adds as many children who came
    /// and went.
    pub fn new(children: u32, years: u32, seed: u64, as_at: Day, calendar: &'a Calendar) -> Self {
        Self {
            seed,
            days: Days::new(as_at, years, calendar),
            authority: Authority::new(children, years),
            wording: Wording::new(),
        }
    }

    /// How many chunks there are: one for each division, some three megabytes where it is of two years.
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
        alleging::write_allegations(
            division,
            self.seed,
            &self.days,
            &families,
            &journeys,
            &mut tables,
        );
        for (family, journey) in families.iter().zip(&journeys) {
            self.write_family(division, family, journey, &mut tables);
        }
        tables.finish()
    }

    fn families(&self, division: u32) -> Vec<(Family, Journey)> {
        let even_seed = random::of_division(self.seed, division);
        let mut homes = Homes::default();
        let mut found = Vec::new();
        for run in self.authority.runs_of(division) {
            let went = self.authority.is_of_those_who_went(run);
            for household in self.households(run, went) {
                let home = homes.next(self.seed, household);
                let nth = homes.families(household.path);
                let born = self.born(household.path, even_seed, nth);
                let mut family = Family::new(self.seed, household, home, born, nth);
                let journey = self.journey(&family, went, even_seed);
                family.fill(self.seed, household.size, &journey, went, &self.days);
                found.push((family, journey));
            }
        }
        found
    }

    /// The families of a run of children.
    fn households(&self, run: u32, went: bool) -> impl Iterator<Item = Household> {
        let found = households(self.seed, run, self.authority.children).into_iter();
        found.flat_map(move |(first, size)| {
            let path = journey::path(self.seed, first, went);
            let each = if path.is_alone() { 1 } else { size };
            (first..first + size)
                .step_by(each as usize)
                .map(move |first| Household {
                    first,
                    size: each,
                    path,
                })
        })
    }

    /// The birth of a young person whose age says where their journey leads.
    fn born(&self, path: Path, even_seed: u64, nth: u32) -> Option<Day> {
        match path {
            Path::LeavingCare => Some(leaving::born(&self.days, even_seed, nth)),
            Path::Homeless => Some(sheltering::born(&self.days, even_seed, nth)),
            Path::Disabled => Some(supporting::born(&self.days, even_seed, nth)),
            _ => None,
        }
    }

    fn journey(&self, family: &Family, went: bool, even_seed: u64) -> Journey {
        let mut planner = Planner {
            days: &self.days,
            seed: self.seed,
            first_child: family.first,
            home: family.home,
            random: Random::new(self.seed, family.first, Stream::Journey),
            nth: family.nth,
            even_seed,
            even: Even::new(even_seed, family.nth),
            unborn: family.unborn,
            born: family.born,
        };
        planner.journey(family.path, went)
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
            family.write(child, self.seed, &self.days, tables);
            case.write_entry(tables);
            case.write_assessments(tables);
            case.write_discussions(tables);
            case.write_protection(tables);
            case.write_need(tables);
            case.write_court(tables);
            case.write_care(tables);
            case.write_risks_outside(tables);
            case.write_leaving(tables);
            case.write_homelessness(tables);
            case.write_private_fostering(tables);
            case.write_early_help(tables);
            case.write_disabled_reviews(tables);
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
