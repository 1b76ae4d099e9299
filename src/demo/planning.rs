//! How a journey is laid out: when the family comes, how far it goes, and through which teams.

use super::authority::Place;
use super::days::Days;
use super::journey::{Journey, Path, Span};
use super::practice;
use super::random::{Even, Random, Stream};
use crate::model::day::Day;

/// Records run over two years.
const OLDEST: i32 = 725;
/// A record of a case closed longer ago than this is not exported.
const CLOSED_AGO: i32 = 365;
/// How much oftener than evenly, in a thousand, a family came in the first of the two years.
const OLDER_FAMILIES: i32 = 1220;

/// Working days that the first assessment of a child who stays in care is held by the team that began it.
const FIRST_ASSESSMENT: i32 = 50;

/// What a journey is made from.
pub struct Planner<'a> {
    pub days: &'a Days<'a>,
    pub seed: u64,
    pub first_child: u32,
    pub home: Place,
    pub random: Random,
    /// How many families of the same path came before in the division.
    pub nth: u32,
    pub even: Even,
    pub even_seed: u64,
    pub unborn: bool,
    /// The birth of a young person whose age says where their journey leads.
    pub born: Option<Day>,
}

impl Planner<'_> {
    /// Of a family that came and went in the years exported, or of one known in the last two of them.
    pub fn journey(&mut self, path: Path, went: bool) -> Journey {
        let mut journey = match path {
            _ if went => self.placed_in_the_years(path),
            Path::PreProceedings => self.before_court(),
            Path::InCare => self.in_care(),
            Path::Unaccompanied => self.unaccompanied(),
            Path::LeavingCare => self.leaving_care(),
            Path::Homeless => self.homeless(),
            Path::PrivatelyFostered => self.privately_fostered(),
            Path::Disabled => self.disabled(),
            _ => self.placed_in_time(path),
        };
        if path != Path::Disabled {
            self.concerns_on_open_case(&mut journey);
        }
        if path.is_settled_in_care() {
            self.teams_of_care(&mut journey);
        } else {
            self.teams(&mut journey);
        }
        journey
    }

    /// How many days the journey lasts. It is laid out once to see, and can then be laid out again alike from another day.
    fn length(&mut self, path: Path) -> i32 {
        let start = self.days.as_at.plus_days(-OLDEST);
        let length = match self.laid_out(path, start).closed {
            Some(closed) => closed.number() - start.number(),
            None => OLDEST,
        };
        self.random = Random::new(self.seed, self.first_child, Stream::Journey);
        self.even = Even::new(self.even_seed, self.nth);
        length
    }

    /// From the day that gives an even flow of families.
    fn placed_in_time(&mut self, path: Path) -> Journey {
        let length = self.length(path);
        let mut begun = Random::new(self.seed, self.first_child, Stream::Begun);
        // As many families come as go only if more of those whom two years hold came in the first of them.
        let before = length.clamp(1, OLDEST - CLOSED_AGO);
        let in_a_thousand = (before * OLDER_FAMILIES / (before + CLOSED_AGO)) as u32;
        let came_early = Even::new(self.even_seed.wrapping_add(2), self.nth).chance(in_a_thousand);
        let ago = if came_early {
            CLOSED_AGO + begun.between(0, before)
        } else {
            begun.between(3, CLOSED_AGO)
        };
        self.laid_out(path, self.days.working(self.days.as_at.plus_days(-ago)))
    }

    /// The end of the journey is spread over the years exported. Half as many end in each of the last two as in each before,
    /// as the families known in those two come on top.
    fn placed_in_the_years(&mut self, path: Path) -> Journey {
        let length = self.length(path);
        let mut ended = Random::new(self.seed, self.first_child, Stream::Begun);
        let ago = match ended.between(1, 365 * (self.days.years as i32 - 1)) {
            ago @ ..365 => 2 * ago,
            ago => 365 + ago,
        };
        let received = self.days.as_at.plus_days(-ago - length);
        self.laid_out(path, self.days.working(received))
    }

    fn laid_out(&mut self, path: Path, received: Day) -> Journey {
        let mut journey = self.begun(path, received);
        match path {
            Path::NoFurtherAction => journey.closed = Some(journey.decided),
            Path::Assessed => self.closes_after_assessment(&mut journey),
            Path::InNeed => self.in_need(&mut journey),
            Path::Enquiry => {
                self.first_discussion(&mut journey, false);
                self.closes_after_assessment(&mut journey);
            }
            Path::EnquiryThenInNeed => {
                self.first_discussion(&mut journey, false);
                self.in_need(&mut journey);
            }
            Path::ConferenceWithoutPlan => {
                let held = self.first_discussion(&mut journey, true);
                journey.conference = held;
                self.in_need(&mut journey);
            }
            Path::Protection => {
                let held = self.first_discussion(&mut journey, true);
                self.protected(&mut journey, held.unwrap_or(received), None);
            }
            Path::LateProtection => {
                let assessed = journey
                    .assessed
                    .map_or(received, |(_, completed)| completed);
                let need = self.days.soon_after(assessed, &mut self.random, 1, 6);
                let wait = self.random.between(30, 190);
                let concern = self.days.working(need.plus_days(wait));
                let held = self.discussion(&mut journey, concern, true, true);
                let conference = held.unwrap_or(concern);
                journey.in_need.push(Span {
                    from: need,
                    to: Some(conference),
                });
                self.protected(&mut journey, conference, None);
            }
            Path::MovedIn => {
                let (low, high) = if self.even.chance(practice::TRANSFER_IN_TIME) {
                    (9, 15)
                } else {
                    (16, 22)
                };
                let held = self.days.soon_after(received, &mut self.random, low, high);
                self.protected(&mut journey, held, None);
            }
            _ => {}
        }
        journey
    }

    pub(super) fn begun(&mut self, path: Path, received: Day) -> Journey {
        let random = &mut self.random;
        let decided = if self.even.chance(practice::DECIDED_IN_A_DAY) {
            self.days.soon_after(received, random, 0, 1)
        } else {
            self.days.soon_after(received, random, 2, 4)
        };
        let assessed = (path != Path::NoFurtherAction).then(|| {
            let (low, high) = if self.even.chance(practice::ASSESSED_AT_ONCE) {
                (0, 2)
            } else {
                (4, 8)
            };
            let started = self.days.soon_after(decided, random, low, high);
            let completed = if self.even.chance(practice::ASSESSED_IN_TIME) {
                self.days.soon_after(started, random, 22, 42)
            } else {
                self.days.soon_after(started, random, 46, 58)
            };
            (started, completed)
        });
        Journey {
            path,
            received,
            decided,
            assessed,
            updates: Vec::new(),
            discussions: Vec::new(),
            conference: None,
            protection: None,
            in_need: Vec::new(),
            court: None,
            care: None,
            arranged: None,
            closed: None,
            teams: Vec::new(),
            changes_worker: None,
            left_without: None,
            holders: Vec::new(),
        }
    }

    fn closes_after_assessment(&mut self, journey: &mut Journey) {
        let assessed = journey
            .assessed
            .map_or(journey.decided, |(_, completed)| completed);
        let last = journey
            .discussions
            .iter()
            .filter_map(|discussion| discussion.enquiry.as_ref().map(|enquiry| enquiry.completed));
        let end = last.fold(assessed, Day::max);
        journey.closed = Some(self.days.soon_after(end, &mut self.random, 1, 8));
    }

    fn in_need(&mut self, journey: &mut Journey) {
        let assessed = journey
            .assessed
            .map_or(journey.decided, |(_, completed)| completed);
        let from = self.days.soon_after(assessed, &mut self.random, 1, 8);
        let from = journey
            .conference
            .map_or(from, |conference| conference.max(from));
        let length = self.random.between(90, 255);
        let to = self.days.working(from.plus_days(length));
        journey.in_need.push(Span { from, to: Some(to) });
        journey.closed = Some(self.days.soon_after(to, &mut self.random, 0, 6));
    }

    /// Children who stay in care pass to its team once the first assessment is over.
    fn teams_of_care(&mut self, journey: &mut Journey) {
        let care = journey.care.as_ref().map(|care| care.started);
        let later =
            self.days
                .soon_after(care.unwrap_or(journey.received), &mut self.random, 10, 25);
        let assessed = journey.assessed.map_or(later, |(started, _)| started);
        let passes = later.max(self.days.after(assessed, FIRST_ASSESSMENT));
        journey.teams = vec![(journey.received, self.home.assessment_team())];
        if journey.is_open(passes) {
            journey.teams.push((passes, Place::Care));
        }
        let on = self.days.as_at.plus_days(-self.random.between(10, 365));
        let changes = self.random.chance(practice::CHANGES_WORKER);
        journey.changes_worker = changes.then(|| self.days.working(on));
    }

    /// The teams that the case passes through, and when it passes to a colleague.
    fn teams(&mut self, journey: &mut Journey) {
        let assessment = self.home.assessment_team();
        let joined = self.days.as_at.plus_months(-practice::JOINED_MONTHS_AGO);
        let assessed_on = self
            .days
            .soon_after(journey.received, &mut self.random, 4, 8);
        let before_joining = journey.received < joined;
        if before_joining && self.random.chance(practice::FRONT_DOOR_FIRST) {
            journey.teams = vec![
                (journey.received, Place::FrontDoor),
                (assessed_on, assessment),
            ];
        } else {
            journey.teams = vec![(journey.received, assessment)];
        }
        let protected = journey.protection.as_ref().map(|plan| plan.started);
        let need = journey.in_need.first().map(|need| need.from);
        let to_district = match journey.path {
            Path::LateProtection | Path::Disabled => need,
            Path::PreProceedings => protected,
            _ => {
                let chance = if protected.is_some() {
                    practice::PROTECTION_TO_DISTRICT
                } else {
                    practice::NEED_TO_DISTRICT
                };
                let goes = before_joining || self.random.chance(chance);
                protected.or(need).filter(|_| goes)
            }
        };
        if let Some(day) = to_district {
            let day = self
                .days
                .soon_after(day, &mut self.random, 0, 4)
                .max(assessed_on.plus_days(1));
            journey.teams.push((day, self.home));
            let later = self
                .days
                .working(day.plus_days(self.random.between(60, 250)));
            let other = self.random.one_of(&Place::DISTRICT_TEAMS);
            if self.random.chance(practice::MOVES_DISTRICT)
                && journey.path != Path::PreProceedings
                && other != self.home
            {
                journey.teams.push((later, other));
            }
        }
        // A colleague takes over, most often because the first has left or works fewer days.
        let last = journey.teams[journey.teams.len() - 1].0;
        let length = (self.days.as_at.number() - last.number()).clamp(0, 365);
        let on = self
            .days
            .working(last.plus_days(self.random.between(30, 365)));
        if self
            .random
            .chance(practice::CHANGES_WORKER * length as u32 / 365)
        {
            journey.changes_worker = Some(on);
        }
        if self.random.chance(practice::NOBODY_ALLOCATED) && journey.protection.is_none() {
            journey.left_without = Some(
                self.days
                    .working(self.days.as_at.plus_days(-self.random.between(9, 24))),
            );
        }
        if let Some(closed) = journey.closed {
            journey.teams.retain(|(day, _)| *day < closed);
        }
        if journey.teams.is_empty() {
            journey.teams = vec![(journey.received, assessment)];
        }
    }
}
