//! The dates of one family's time with the service, from referral to closing, as though nothing lay in the future: what has
//! not come by the as-at date is left out when records are written.

use super::authority::{Place, Team};
use super::caring::Care;
use super::practice::{self, Chance};
use super::random::{Share, spread};
use crate::model::day::Day;

/// How far a family goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Path {
    NoFurtherAction,
    Assessed,
    InNeed,
    Enquiry,
    EnquiryThenInNeed,
    ConferenceWithoutPlan,
    Protection,
    LateProtection,
    MovedIn,
    PreProceedings,
    InCare,
    Unaccompanied,
    LeavingCare,
    Homeless,
    PrivatelyFostered,
    Disabled,
}

impl Path {
    /// A young person who comes without brothers and sisters.
    pub const fn is_alone(self) -> bool {
        matches!(
            self,
            Self::Unaccompanied | Self::LeavingCare | Self::Homeless | Self::Disabled
        )
    }

    /// Held by the team for children in care.
    pub const fn is_settled_in_care(self) -> bool {
        matches!(self, Self::InCare | Self::Unaccompanied | Self::LeavingCare)
    }
}

/// Of a thousand children: the children whom an inspector of protection plans looks at, so more of them go further than in England.
const PATHS: [(Path, Chance); 16] = [
    (Path::NoFurtherAction, 33),
    (Path::Assessed, 49),
    (Path::InNeed, 63),
    (Path::Enquiry, 57),
    (Path::EnquiryThenInNeed, 62),
    (Path::ConferenceWithoutPlan, 19),
    (Path::InCare, 70),
    (Path::Unaccompanied, 28),
    (Path::LeavingCare, 70),
    (Path::Homeless, 27),
    (Path::PrivatelyFostered, 22),
    (Path::Disabled, 38),
    (Path::Protection, 217),
    (Path::LateProtection, 105),
    (Path::MovedIn, 30),
    (Path::PreProceedings, 110),
];

/// The same of those who came and went in the years exported, near to England's: of 640 thousand referrals a year one in ten
/// leads to a protection plan, and for one in three there is an enquiry (DfE, characteristics of children in need, 2023 to 2025).
const PATHS_OF_THOSE_WHO_WENT: [(Path, Chance); 9] = [
    (Path::NoFurtherAction, 70),
    (Path::Assessed, 430),
    (Path::InNeed, 170),
    (Path::Enquiry, 130),
    (Path::EnquiryThenInNeed, 80),
    (Path::ConferenceWithoutPlan, 20),
    (Path::Protection, 70),
    (Path::LateProtection, 25),
    (Path::MovedIn, 5),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    pub from: Day,
    pub to: Option<Day>,
}

impl Span {
    pub fn holds(self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| to > day)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    Enquiry { joint: bool },
    Assessment,
    NoFurtherAction,
}

#[derive(Clone, Debug)]
pub struct Discussion {
    pub concern: Day,
    pub held: Day,
    pub already_open: bool,
    /// A running number among those of the division that are alike in this.
    pub number: u32,
    pub again: bool,
    pub decision: Decision,
    pub enquiry: Option<Enquiry>,
}

#[derive(Clone, Debug)]
pub struct Enquiry {
    pub started: Day,
    pub seen: Day,
    pub completed: Day,
    pub conference: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct Protection {
    pub started: Day,
    pub ended: Option<Day>,
    pub reviews: Vec<Day>,
    pub into_care: bool,
}

#[derive(Clone, Debug)]
pub struct PreProceedings {
    /// A running number among those of the division.
    pub number: u32,
    pub legal_meeting: Day,
    pub decided: Day,
    pub letter: Day,
    pub first_meeting: Day,
    pub reviews: Vec<Day>,
    pub extended: Option<Day>,
    pub ended: Day,
    pub to_court: bool,
    pub application: Day,
}

/// Who holds the case, from when to when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Holder {
    pub team: Team,
    pub worker: u32,
    pub from: Day,
    pub to: Option<Day>,
    pub moved_team: bool,
}

#[derive(Debug)]
pub struct Journey {
    pub path: Path,
    pub received: Day,
    pub decided: Day,
    pub assessed: Option<(Day, Day)>,
    pub updates: Vec<(Day, Day)>,
    pub discussions: Vec<Discussion>,
    /// A conference that made no plan.
    pub conference: Option<Day>,
    pub protection: Option<Protection>,
    pub in_need: Vec<Span>,
    pub court: Option<PreProceedings>,
    pub care: Option<Care>,
    /// A private fostering arrangement.
    pub arranged: Option<Span>,
    pub closed: Option<Day>,
    /// The teams it passes through, and from when.
    pub teams: Vec<(Day, Place)>,
    pub changes_worker: Option<Day>,
    /// Nobody was named when the last worker left.
    pub left_without: Option<Day>,
    /// Filled where the cases of all families are shared out.
    pub holders: Vec<Holder>,
}

impl Journey {
    /// Who holds the case on a day: the last to do so after it closed, the first before it began.
    pub fn holder(&self, day: Day) -> &Holder {
        let holder = self.holders.iter().rev().find(|holder| holder.from <= day);
        holder.unwrap_or(&self.holders[0])
    }

    pub fn is_protected(&self, day: Day) -> bool {
        let protection = self.protection.as_ref();
        protection.is_some_and(|plan| {
            Span {
                from: plan.started,
                to: plan.ended,
            }
            .holds(day)
        })
    }

    pub fn is_in_court(&self, day: Day) -> bool {
        self.court
            .as_ref()
            .is_some_and(|court| court.decided <= day && day < court.ended)
    }

    /// The period in care, where the day lies in it.
    pub fn care_on(&self, day: Day) -> Option<&Care> {
        self.care.as_ref().filter(|care| care.span().holds(day))
    }

    pub fn is_open(&self, day: Day) -> bool {
        self.closed.is_none_or(|closed| closed > day)
    }
}

pub fn path(seed: u64, first_child: u32, went: bool) -> Path {
    let mut place = spread(seed, Share::Path, first_child, 1000);
    let paths: &[(Path, Chance)] = if went {
        &PATHS_OF_THOSE_WHO_WENT
    } else {
        &PATHS
    };
    for (path, chance) in paths {
        if place < *chance {
            return *path;
        }
        place -= chance;
    }
    Path::Assessed
}

/// How long ago pre-proceedings were decided on, evenly over those still in them and those who have left.
pub fn days_in_pre_proceedings(seed: u64, first_child: u32) -> i32 {
    const LONGEST: i32 = 128;
    const YEAR_BEFORE: i32 = 250;
    let still = practice::STILL_IN_PRE_PROCEEDINGS as i32;
    let place = spread(seed, Share::PreProceedings, first_child, 1000) as i32;
    if place < still {
        4 + place * LONGEST / still
    } else {
        4 + LONGEST + (place - still) * YEAR_BEFORE / (1000 - still)
    }
}
