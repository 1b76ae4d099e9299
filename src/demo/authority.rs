//! The invented authority: districts, teams, workers, and who holds which case on which day.

use std::ops::Range;

use super::family::RUN;
use super::posts::{self, Post};
use super::table::{Table, Tables, push_numbered};

/// Children for whom one set of districts and teams is enough. More children are more such sets, so that caseloads stay alike.
pub const CHILDREN_IN_A_DIVISION: u32 = 400;
/// Workers of one division have numbers of their own.
const WORKERS_IN_A_DIVISION: u32 = 60;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Service {
    FrontDoor,
    AssessmentAndSafeguarding,
    District,
    ChildrenInCare,
}

/// The teams of a division.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    FrontDoor,
    NorthAssessment,
    EastAssessment,
    WestAssessment,
    NorthOne,
    NorthTwo,
    EastOne,
    EastTwo,
    WestOne,
    Care,
}

impl Place {
    pub const ALL: [Self; 10] = [
        Self::FrontDoor,
        Self::NorthAssessment,
        Self::EastAssessment,
        Self::WestAssessment,
        Self::NorthOne,
        Self::NorthTwo,
        Self::EastOne,
        Self::EastTwo,
        Self::WestOne,
        Self::Care,
    ];

    pub const DISTRICT_TEAMS: [Self; 5] = [
        Self::NorthOne,
        Self::NorthTwo,
        Self::EastOne,
        Self::EastTwo,
        Self::WestOne,
    ];

    pub const fn service(self) -> Service {
        match self {
            Self::FrontDoor => Service::FrontDoor,
            Self::NorthAssessment | Self::EastAssessment | Self::WestAssessment => {
                Service::AssessmentAndSafeguarding
            }
            Self::Care => Service::ChildrenInCare,
            _ => Service::District,
        }
    }

    /// The assessment and safeguarding team of the same district.
    pub const fn assessment_team(self) -> Self {
        match self {
            Self::EastAssessment | Self::EastOne | Self::EastTwo => Self::EastAssessment,
            Self::WestAssessment | Self::WestOne => Self::WestAssessment,
            _ => Self::NorthAssessment,
        }
    }

    /// District, then the rest of the team's name in short and in full.
    const fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::FrontDoor => ("All", "Front Door", "front door"),
            Self::NorthAssessment => (
                "North",
                "CAST",
                "children's assessment and safeguarding team",
            ),
            Self::EastAssessment => (
                "East",
                "CAST",
                "children's assessment and safeguarding team",
            ),
            Self::WestAssessment => (
                "West",
                "CAST",
                "children's assessment and safeguarding team",
            ),
            Self::NorthOne => ("North", "One", "district team one"),
            Self::NorthTwo => ("North", "Two", "district team two"),
            Self::EastOne => ("East", "One", "district team one"),
            Self::EastTwo => ("East", "Two", "district team two"),
            Self::WestOne => ("West", "One", "district team one"),
            Self::Care => (
                "All",
                "Children in Care",
                "children in care and care leavers",
            ),
        }
    }
}

/// A team: which of them, in which division.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Team {
    pub division: u32,
    pub place: Place,
}

impl Team {
    /// As the other tables write it: `North CAST`, in the second division `North 2 CAST`.
    pub fn name(self, text: &mut String) {
        let (_, short, _) = self.place.names();
        self.district(text);
        if matches!(self.place, Place::FrontDoor | Place::Care) {
            text.clear();
            if self.division > 0 {
                push_numbered(text, "", self.division + 1, 1);
                text.push(' ');
            }
        } else {
            text.push(' ');
        }
        text.push_str(short);
    }

    fn district(self, text: &mut String) {
        text.push_str(self.place.names().0);
        if self.division > 0 {
            push_numbered(text, " ", self.division + 1, 1);
        }
    }
}

/// A worker of a division.
struct Worker {
    post: &'static Post,
    place: Option<Place>,
}

/// A social worker who holds cases, where the team's cases are shared out.
#[derive(Clone, Copy)]
pub struct CaseHolder {
    pub worker: u32,
    pub post: &'static Post,
}

pub struct Authority {
    pub children: u32,
    /// The runs of children who are known in the last two years; those after them came and went.
    known: u32,
    divisions: u32,
    staff: Vec<Worker>,
}

impl Authority {
    pub fn new(children: u32, years: u32) -> Self {
        let known = (children / (years - 1)).div_ceil(RUN);
        let in_teams = children.min(known * RUN);
        let divisions = ((in_teams + CHILDREN_IN_A_DIVISION / 2) / CHILDREN_IN_A_DIVISION).max(1);
        let mut staff = Vec::new();
        for place in Place::ALL {
            for (post, count) in posts::posts(place) {
                let wanted = *count * in_teams / divisions;
                let count = (wanted + CHILDREN_IN_A_DIVISION / 2) / CHILDREN_IN_A_DIVISION;
                for _ in 0..count.max(u32::from(post.is_always_there())) {
                    staff.push(Worker {
                        post,
                        place: Some(place),
                    });
                }
            }
        }
        staff.extend(
            posts::INDEPENDENT
                .iter()
                .map(|post| Worker { post, place: None }),
        );
        Self {
            children,
            known,
            divisions,
            staff,
        }
    }

    pub fn divisions(&self) -> u32 {
        self.divisions
    }

    /// The runs of children of a division: of those known in the last two years, then of those who came and went.
    pub fn runs_of(&self, division: u32) -> impl Iterator<Item = u32> {
        let part = |runs: Range<u32>| {
            let start = |division: u32| {
                let before = u64::from(division) * runs.len() as u64 / u64::from(self.divisions);
                runs.start + before as u32
            };
            start(division)..start(division + 1)
        };
        let all = self.children.div_ceil(RUN);
        part(0..self.known).chain(part(self.known..all))
    }

    pub fn is_of_those_who_went(&self, run: u32) -> bool {
        run >= self.known
    }

    /// Who holds cases in a team.
    pub fn case_holders(&self, team: Team) -> Vec<CaseHolder> {
        let in_team =
            self.staff.iter().enumerate().filter(|(_, worker)| {
                worker.place == Some(team.place) && worker.post.holds_cases()
            });
        let holder = |(index, worker): (usize, &Worker)| CaseHolder {
            worker: number(team.division, index as u32),
            post: worker.post,
        };
        in_team.map(holder).collect()
    }

    pub fn manager(&self, team: Team) -> u32 {
        self.first(team, |post| post.role == posts::TEAM_MANAGER)
    }

    /// Somebody of the team who is not a social worker.
    pub fn assistant(&self, team: Team) -> u32 {
        self.first(team, |post| post.role == posts::FAMILY_SUPPORT_WORKER)
    }

    /// Who advises a young person who leaves care: a social work assistant of the team.
    pub fn personal_adviser(&self, division: u32, child: u32) -> u32 {
        let advises = |worker: &Worker| {
            worker.place == Some(Place::Care) && worker.post.role == posts::ASSISTANT.role
        };
        let count = self.staff.iter().filter(|worker| advises(worker)).count() as u32;
        let first = self.staff.iter().position(advises).unwrap_or(0) as u32;
        number(division, first + child % count.max(1))
    }

    pub fn reviewing_officer(&self, division: u32, child: u32) -> u32 {
        let officers = posts::INDEPENDENT.len() as u32;
        let first = self.staff.len() as u32 - officers;
        number(division, first + child % officers)
    }

    fn first(&self, team: Team, is: impl Fn(&Post) -> bool) -> u32 {
        let place = self.staff.iter().position(|worker| {
            worker.place.is_none_or(|place| place == team.place) && is(worker.post)
        });
        number(team.division, place.unwrap_or(0) as u32)
    }

    /// The teams and workers of a division.
    pub fn write(&self, division: u32, tables: &mut Tables<'_>) {
        let mut name = String::new();
        let mut district = String::new();
        for place in Place::ALL {
            let team = Team { division, place };
            name.clear();
            district.clear();
            team.name(&mut name);
            team.district(&mut district);
            let full = match place {
                Place::FrontDoor | Place::Care => name.clone(),
                _ => format!("{district} {}", place.names().2),
            };
            let service = match place.service() {
                Service::FrontDoor => "front door",
                Service::AssessmentAndSafeguarding => "assessment and safeguarding",
                Service::District => "district",
                Service::ChildrenInCare => "children in care",
            };
            tables
                .row(Table::Teams)
                .text(&name)
                .text(&full)
                .text(&district)
                .text(service)
                .end();
        }
        for (index, worker) in self.staff.iter().enumerate() {
            name.clear();
            if let Some(place) = worker.place {
                Team { division, place }.name(&mut name);
            }
            let post = worker.post;
            tables
                .row(Table::Workers)
                .worker(number(division, index as u32))
                .text(post.role)
                .text(&name)
                .text(post.full_time_equivalent())
                .flag(Some(post.newly_qualified))
                .flag(Some(post.agency))
                .flag(Some(post.is_registered()))
                .end();
        }
    }
}

fn number(division: u32, index: u32) -> u32 {
    division * WORKERS_IN_A_DIVISION + index + 1
}
