//! Cases shared out: which district a family lives in, and which social worker holds its case from when to when.

use super::authority::{Authority, CaseHolder, Place, Team};
use super::days::Days;
use super::family::{Family, Household};
use super::journey::{Holder, Journey, Path, days_in_pre_proceedings};
use super::practice;
use super::random::{Random, Stream};
use crate::model::day::Day;

/// Families of each kind live evenly in the four districts' parts, so that every team has enough of each to be judged.
#[derive(Default)]
pub struct Homes {
    work: [[u32; Place::DISTRICT_TEAMS.len()]; KINDS],
    families: [u32; KINDS],
}

/// Weeks of pre-proceedings that are over in sixteen; a family that has only begun has had no review yet.
const WEEKS_AT_MOST: i32 = 16;

impl Homes {
    pub fn next(&mut self, seed: u64, household: Household) -> Place {
        let Household { first, size, path } = household;
        let kind = kind(path);
        let weeks = if path == Path::PreProceedings {
            (days_in_pre_proceedings(seed, first) / 7).min(WEEKS_AT_MOST)
        } else {
            1
        };
        self.families[kind] += 1;
        let work = &mut self.work[kind];
        let least = (0..work.len()).min_by_key(|home| work[*home]).unwrap_or(0);
        work[least] += size * weeks as u32;
        Place::DISTRICT_TEAMS[least]
    }

    /// How many families of this kind there have been.
    pub fn families(&self, path: Path) -> u32 {
        self.families[kind(path)]
    }
}

/// Kinds of path whose families are shared out evenly, each by itself.
const KINDS: usize = 9;

const fn kind(path: Path) -> usize {
    match path {
        Path::PreProceedings => 0,
        Path::Protection | Path::LateProtection | Path::MovedIn => 1,
        Path::InCare => 3,
        Path::Unaccompanied => 4,
        Path::LeavingCare => 5,
        Path::Homeless => 6,
        Path::PrivatelyFostered => 7,
        Path::Disabled => 8,
        _ => 2,
    }
}

#[derive(Clone, Copy)]
enum Event {
    Closes,
    Enters(Place),
    ChangesWorker,
    /// A social worker, by place among those of the division.
    Joins(usize),
}

/// What happens, in the order of the days.
struct Entry {
    day: Day,
    family: usize,
    event: Event,
}

struct Load {
    holder: CaseHolder,
    team: Team,
    joined: Option<Day>,
    families: Vec<usize>,
    children: u32,
}

impl Load {
    /// Children, as many as they would be for a full share.
    const fn for_a_full_share(&self) -> u32 {
        self.children * 1000 / self.holder.post.share
    }
}

/// Gives every family's journey its social workers, as managers would: a new case mostly goes to whoever has the fewest for
/// their hours, and whoever joins takes some over.
pub fn share_out(
    authority: &Authority,
    division: u32,
    days: &Days<'_>,
    seed: u64,
    families: &[Family],
    journeys: &mut [Journey],
) {
    let loads = loads(authority, division, days);
    let mut entries = entries(journeys, &loads);
    entries.sort_by_key(|entry| (entry.day, entry.family));
    let mut sharing = Sharing {
        loads,
        families,
        journeys,
        random: Random::new(seed, division, Stream::Sharing),
    };
    for Entry { day, family, event } in entries {
        match event {
            Event::Closes => {
                sharing.release(family);
            }
            Event::Enters(place) => {
                sharing.release(family);
                sharing.give(family, Team { division, place }, day, None);
            }
            Event::ChangesWorker => {
                let Some(last) = sharing.journeys[family].holders.last() else {
                    continue;
                };
                let team = last.team;
                let before = sharing.release(family);
                sharing.give(family, team, day, before);
            }
            Event::Joins(place) => sharing.take_over(place, day),
        }
    }
    for journey in journeys {
        let left = journey.left_without.filter(|_| journey.is_open(days.as_at));
        let open_until = left.or(journey.closed);
        match journey.holders.last_mut() {
            Some(last) => last.to = open_until.filter(|day| *day > last.from),
            None => journey
                .holders
                .push(at_the_front_door(authority, division, journey)),
        }
    }
}

/// A referral that goes no further is nobody's case; the manager on duty answers for it.
fn at_the_front_door(authority: &Authority, division: u32, journey: &Journey) -> Holder {
    let team = Team {
        division,
        place: Place::FrontDoor,
    };
    Holder {
        team,
        worker: authority.manager(team),
        from: journey.received,
        to: journey.closed,
        moved_team: false,
    }
}

fn loads(authority: &Authority, division: u32, days: &Days<'_>) -> Vec<Load> {
    let mut loads = Vec::new();
    for place in Place::ALL
        .into_iter()
        .filter(|place| *place != Place::FrontDoor)
    {
        let team = Team { division, place };
        for holder in authority.case_holders(team) {
            let joined = (!holder.post.is_always_there())
                .then(|| days.working(days.as_at.plus_days(-holder.post.joined_days_ago)));
            loads.push(Load {
                holder,
                team,
                joined,
                families: Vec::new(),
                children: 0,
            });
        }
    }
    loads
}

fn entries(journeys: &[Journey], loads: &[Load]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (family, journey) in journeys.iter().enumerate() {
        if journey.path == Path::NoFurtherAction {
            continue;
        }
        for (day, place) in &journey.teams {
            entries.push(Entry {
                day: *day,
                family,
                event: Event::Enters(*place),
            });
        }
        let last = journey.teams.last().map(|(day, _)| *day);
        let changes = journey
            .changes_worker
            .filter(|day| last.is_some_and(|last| *day > last));
        if let Some(day) = changes.filter(|day| journey.is_open(*day)) {
            entries.push(Entry {
                day,
                family,
                event: Event::ChangesWorker,
            });
        }
        if let Some(day) = journey.closed {
            entries.push(Entry {
                day,
                family,
                event: Event::Closes,
            });
        }
    }
    for (place, load) in loads.iter().enumerate() {
        if let Some(day) = load.joined {
            entries.push(Entry {
                day,
                family: usize::MAX,
                event: Event::Joins(place),
            });
        }
    }
    entries
}

/// Before the teams were joined, children were first held at the front door, by workers who are in the joined teams now, and not
/// by those who assessed them.
fn behind_the_front_door(home: Place) -> Place {
    match home.assessment_team() {
        Place::NorthAssessment => Place::WestAssessment,
        Place::WestAssessment => Place::EastAssessment,
        _ => Place::NorthAssessment,
    }
}

/// The cases of a division while they are shared out.
struct Sharing<'f> {
    loads: Vec<Load>,
    families: &'f [Family],
    journeys: &'f mut [Journey],
    random: Random,
}

impl Sharing<'_> {
    /// Takes the case from whoever holds it, and says who did.
    fn release(&mut self, family: usize) -> Option<u32> {
        let mut loads = self.loads.iter_mut();
        let load = loads.find(|load| load.families.contains(&family))?;
        load.families.retain(|held| *held != family);
        load.children -= self.families[family].children.len() as u32;
        Some(load.holder.worker)
    }

    fn give(&mut self, family: usize, team: Team, day: Day, not_to: Option<u32>) {
        let of = if team.place == Place::FrontDoor {
            behind_the_front_door(self.families[family].home)
        } else {
            team.place
        };
        let loads = &self.loads;
        let may =
            |load: &Load| load.team.place == of && load.joined.is_none_or(|joined| joined <= day);
        let mut choices: Vec<usize> = (0..loads.len())
            .filter(|place| may(&loads[*place]))
            .collect();
        if choices.len() > 1 {
            choices.retain(|place| Some(loads[*place].holder.worker) != not_to);
        }
        let fair = self.random.chance(practice::SHARED_FAIRLY);
        let any = self.random.below(choices.len() as u32) as usize;
        let fewest = choices
            .iter()
            .min_by_key(|place| loads[**place].for_a_full_share());
        let chosen = if fair { fewest } else { choices.get(any) };
        if let Some(chosen) = chosen.copied() {
            self.hold(chosen, family, team, day);
        }
    }

    fn hold(&mut self, place: usize, family: usize, team: Team, day: Day) {
        let load = &mut self.loads[place];
        load.families.push(family);
        load.children += self.families[family].children.len() as u32;
        let holders = &mut self.journeys[family].holders;
        let moved_team = holders.last().is_some_and(|last| last.team != team);
        if let Some(last) = holders.last_mut() {
            if last.from == day {
                holders.pop();
            } else {
                last.to = Some(day);
            }
        }
        holders.push(Holder {
            team,
            worker: load.holder.worker,
            from: day,
            to: None,
            moved_team,
        });
    }

    /// Whoever joins a team takes over children from those who have the most for their hours.
    fn take_over(&mut self, joiner: usize, day: Day) {
        let team = self.loads[joiner].team;
        while (self.loads[joiner].children as usize) < practice::TAKEN_OVER {
            let loads = &self.loads;
            let others =
                (0..loads.len()).filter(|place| *place != joiner && loads[*place].team == team);
            let most = others
                .filter(|place| !loads[*place].families.is_empty())
                .max_by_key(|place| loads[*place].for_a_full_share());
            let Some(family) = most.map(|place| loads[place].families[0]) else {
                return;
            };
            self.release(family);
            self.hold(joiner, family, team, day);
        }
    }
}
