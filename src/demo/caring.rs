//! Periods in care, as though nothing lay in the future: where each leads, and what comes on the way.

use super::journey::{Journey, Path, Span};
use super::placing::Placement;
use super::planning::Planner;
use super::practice;
use crate::model::day::Day;

/// Where a period in care leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Course {
    LongTermFostering,
    Residential,
    Adoption,
    Guardianship,
    BackHome,
    Independence,
}

impl Course {
    pub const fn permanence_plan(self) -> &'static str {
        match self {
            Self::LongTermFostering => "long-term fostering",
            Self::Residential => "long-term residential",
            Self::Adoption => "adoption",
            Self::Guardianship => "SGO/CAO",
            Self::BackHome => "return to family",
            Self::Independence => "supported living",
        }
    }

    /// The kind of permanent home, where a family's.
    pub const fn home(self) -> Option<&'static str> {
        match self {
            Self::LongTermFostering => Some("long-term fostering"),
            Self::Adoption => Some("adoption"),
            Self::Guardianship => Some("special guardianship"),
            Self::BackHome => Some("return home"),
            Self::Residential | Self::Independence => None,
        }
    }

    /// Whether children stay where they are until they are grown up, and are visited less often after a year.
    pub const fn is_long_term(self) -> bool {
        matches!(
            self,
            Self::LongTermFostering | Self::Residential | Self::Independence
        )
    }
}

#[derive(Clone, Debug)]
pub struct Care {
    pub started: Day,
    pub ended: Option<Day>,
    pub course: Course,
    pub is_voluntary: bool,
    /// The permanence plan was agreed.
    pub agreed: Day,
    pub proceedings: Option<Span>,
    /// The match with adopters.
    pub matched: Option<Day>,
    pub placements: Vec<Placement>,
}

impl Care {
    pub fn span(&self) -> Span {
        Span {
            from: self.started,
            to: self.ended,
        }
    }

    /// How many days may pass after a visit on this day until the next.
    pub fn days_to_next_visit(&self, day: Day) -> i32 {
        let placement = self.placements.iter().rev().find(|placement| {
            placement.from <= day && !placement.is_temporary() && placement.span().holds(day)
        });
        let Some(placement) = placement else {
            return SIX_WEEKS;
        };
        let days = day.number() - placement.from.number();
        match &placement.approval {
            Some(approval) if day < approval.granted && days < FOUR_WEEKS => 7,
            Some(approval) if day < approval.granted => FOUR_WEEKS,
            _ if self.course.is_long_term() && days > YEAR => THREE_MONTHS,
            _ => SIX_WEEKS,
        }
    }

    pub fn legal_status(&self, day: Day) -> &'static str {
        let is_decided = self
            .proceedings
            .is_none_or(|court| court.to.is_some_and(|ended| ended <= day));
        match (self.is_voluntary, is_decided, self.course) {
            (true, ..) => "V2",
            (false, false, _) => "C1",
            (false, true, Course::Adoption) => "E1",
            (false, true, _) => "C2",
        }
    }
}

const FOUR_WEEKS: i32 = 28;
const SIX_WEEKS: i32 = 42;
const THREE_MONTHS: i32 = 89;
const YEAR: i32 = 365;

/// Where each family in care is led to in turn, and between how many days ago it began: the groups are too small for luck.
const COURSES: [(Course, (i32, i32)); 12] = [
    (Course::Guardianship, (120, 430)),
    (Course::Adoption, (375, 590)),
    (Course::BackHome, (560, 800)),
    (Course::Guardianship, (120, 430)),
    (Course::BackHome, (560, 800)),
    (Course::Adoption, (375, 590)),
    (Course::LongTermFostering, (500, 2100)),
    (Course::BackHome, (560, 800)),
    (Course::Guardianship, (120, 430)),
    (Course::Adoption, (375, 590)),
    (Course::Residential, (400, 1500)),
    (Course::LongTermFostering, (500, 2100)),
];
const NEWEST: (i32, i32) = (112, 116);
/// Children who come into care out of pre-proceedings.
const COURSES_AFTER_COURT: [(Course, practice::Chance); 4] = [
    (Course::LongTermFostering, 300),
    (Course::Guardianship, 350),
    (Course::Adoption, 250),
    (Course::BackHome, 100),
];
const COURSES_OF_THE_LEAVING: [(Course, practice::Chance); 3] = [
    (Course::LongTermFostering, 550),
    (Course::Independence, 330),
    (Course::Residential, 120),
];

impl Planner<'_> {
    pub(super) fn in_care(&mut self) -> Journey {
        let when = self.even.below(1000) as i32;
        let is_newest = self.nth == 1;
        let (course, span) = COURSES[(self.nth as usize + COURSES.len() - 1) % COURSES.len()];
        let (latest, earliest) = if is_newest { NEWEST } else { span };
        let ago = latest + when * (earliest - latest) / 1000;
        let started = self.days.working(self.days.as_at.plus_days(-ago));
        let is_voluntary = matches!(course, Course::LongTermFostering | Course::Residential)
            && self.random.chance(250);
        let issued = started.plus_days(self.random.between(0, 5));
        let issued = (!is_voluntary).then(|| self.days.working(issued));
        let mut care = self.care(started, course, issued);
        if is_newest {
            self.decided_this_week(&mut care);
        }
        let lead = self.random.between(6, 60);
        self.held_in_care(Path::InCare, care, lead)
    }

    /// An export of the day has a family for whom the court and the panel decided this week.
    fn decided_this_week(&self, care: &mut Care) {
        care.agreed = self.days.working(self.days.as_at.plus_days(-4));
        if let Some(court) = &mut care.proceedings {
            court.to = Some(self.days.working(self.days.as_at.plus_days(-5)));
        }
    }

    /// A child who came alone from another country.
    pub(super) fn unaccompanied(&mut self) -> Journey {
        let ago = 18 + self.even.below(340) as i32;
        let started = self.days.working(self.days.as_at.plus_days(-ago));
        let course = if self.random.chance(600) {
            Course::LongTermFostering
        } else {
            Course::Independence
        };
        let care = self.care(started, course, None);
        self.held_in_care(Path::Unaccompanied, care, 0)
    }

    /// A young person of sixteen or over, who came into care years ago.
    pub(super) fn leaving_care(&mut self) -> Journey {
        let born = self.born.unwrap_or(self.days.as_at);
        let at_age = self.random.between(9 * YEAR, 14 * YEAR);
        let started = self.days.working(born.plus_days(at_age));
        let course = self.one_of_courses(&COURSES_OF_THE_LEAVING);
        let mut care = self.care(started, course, None);
        care.is_voluntary = self.random.chance(250);
        let grown_up = born.plus_months(12 * 18);
        let left_early = self.random.chance(practice::LEFT_AT_SIXTEEN);
        let early = born.plus_days(16 * YEAR + self.random.between(60, 260));
        care.end_on(if left_early { early } else { grown_up });
        self.held_in_care(Path::LeavingCare, care, 30)
    }

    pub(super) fn care_after_court(&mut self, application: Day, started: Day) -> Care {
        let course = self.one_of_courses(&COURSES_AFTER_COURT);
        self.care(started, course, Some(application))
    }

    fn one_of_courses(&mut self, courses: &[(Course, practice::Chance)]) -> Course {
        let mut place = self.even.below(1000);
        for (course, chance) in courses {
            if place < *chance {
                return *course;
            }
            place -= chance;
        }
        courses[0].0
    }

    fn held_in_care(&mut self, path: Path, care: Care, lead: i32) -> Journey {
        let received = self.days.working(care.started.plus_days(-lead));
        let mut journey = self.begun(path, received);
        journey.closed = care.ended.map(|ended| match path {
            Path::LeavingCare => ended,
            _ => self.days.soon_after(ended, &mut self.random, 3, 15),
        });
        journey.care = Some(care);
        journey
    }

    pub(super) fn care(&mut self, started: Day, course: Course, issued: Option<Day>) -> Care {
        let random = &mut self.random;
        let agreed = if self.even.chance(practice::PERMANENCE_IN_TIME) {
            started.plus_days(random.between(56, 117))
        } else {
            started.plus_days(random.between(126, 190))
        };
        let proceedings = issued.map(|issued| {
            let length = if self.even.chance(practice::COURT_IN_TIME) {
                random.between(110, 180)
            } else {
                random.between(188, 240)
            };
            Span {
                from: issued,
                to: Some(self.days.working(issued.plus_days(length))),
            }
        });
        let mut care = Care {
            started,
            ended: None,
            course,
            is_voluntary: issued.is_none(),
            agreed: self.days.working(agreed),
            proceedings,
            matched: None,
            placements: Vec::new(),
        };
        self.place(&mut care);
        care
    }
}
