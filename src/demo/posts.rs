//! Who works in which team. "Mixed-skill teams": personal assistants, family support workers and social work assistants stand
//! beside the social workers. "Some caseloads are higher than leaders would like and are beginning to fall" (WF-01): newly
//! qualified workers joined over the last year, hold fewer (WF-02), and took cases over from the others.

use super::authority::Place;

pub const SOCIAL_WORKER: &str = "social worker";
pub const TEAM_MANAGER: &str = "team manager";
pub const FAMILY_SUPPORT_WORKER: &str = "family support worker";

pub struct Post {
    pub role: &'static str,
    /// Tenths of a full-time post.
    pub hours: u32,
    pub newly_qualified: bool,
    pub agency: bool,
    /// How long before the as-at date somebody came; 0 for those who were always there.
    pub joined_days_ago: i32,
    /// How many cases are a fair share, in tenths of a full one; none for those who hold no cases.
    pub share: u32,
}

impl Post {
    pub const fn is_always_there(&self) -> bool {
        self.joined_days_ago == 0
    }

    pub const fn holds_cases(&self) -> bool {
        self.share > 0
    }

    pub const fn full_time_equivalent(&self) -> &'static str {
        match self.hours {
            6 => "0.6",
            _ => "1.0",
        }
    }

    pub fn is_registered(&self) -> bool {
        ![
            FAMILY_SUPPORT_WORKER,
            PERSONAL_ASSISTANT.role,
            ASSISTANT.role,
        ]
        .contains(&self.role)
    }
}

const fn social_worker(hours: u32, share: u32) -> Post {
    Post {
        role: SOCIAL_WORKER,
        hours,
        newly_qualified: false,
        agency: false,
        joined_days_ago: 0,
        share,
    }
}

const fn newly_qualified(joined_days_ago: i32, share: u32) -> Post {
    Post {
        newly_qualified: true,
        joined_days_ago,
        ..social_worker(10, share)
    }
}

const fn without_cases(role: &'static str) -> Post {
    Post {
        role,
        ..social_worker(10, 0)
    }
}

const MANAGER: Post = without_cases(TEAM_MANAGER);
const PERSONAL_ASSISTANT: Post = without_cases("personal assistant");
const FAMILY_SUPPORT: Post = without_cases(FAMILY_SUPPORT_WORKER);
pub const ASSISTANT: Post = without_cases("social work assistant");
const FULL_TIME: Post = social_worker(10, 10);
const AGENCY: Post = Post {
    agency: true,
    ..social_worker(10, 10)
};
/// Whoever works part of the week holds a little more than their share.
const THREE_DAYS: Post = social_worker(6, 7);
const NINE_MONTHS: Post = newly_qualified(270, 7);
const SEVEN_MONTHS: Post = newly_qualified(215, 7);
const FIVE_MONTHS: Post = newly_qualified(150, 7);
const THREE_MONTHS: Post = newly_qualified(94, 7);

/// Who sits in a team of a division of 400 children, and how many of each.
pub fn posts(place: Place) -> &'static [(&'static Post, u32)] {
    match place {
        Place::FrontDoor => &[(&MANAGER, 1), (&PERSONAL_ASSISTANT, 2), (&ASSISTANT, 2)],
        Place::NorthAssessment => &[
            (&MANAGER, 1),
            (&FULL_TIME, 1),
            (&SEVEN_MONTHS, 1),
            (&PERSONAL_ASSISTANT, 1),
            (&FAMILY_SUPPORT, 2),
        ],
        Place::EastAssessment => &[
            (&MANAGER, 1),
            (&THREE_DAYS, 1),
            (&NINE_MONTHS, 1),
            (&FAMILY_SUPPORT, 1),
            (&ASSISTANT, 1),
        ],
        Place::WestAssessment => &[
            (&MANAGER, 1),
            (&THREE_DAYS, 1),
            (&FIVE_MONTHS, 1),
            (&FAMILY_SUPPORT, 1),
            (&PERSONAL_ASSISTANT, 1),
        ],
        Place::NorthOne => &[
            (&MANAGER, 1),
            (&FULL_TIME, 1),
            (&SEVEN_MONTHS, 1),
            (&FAMILY_SUPPORT, 1),
            (&ASSISTANT, 1),
        ],
        Place::NorthTwo => &[
            (&MANAGER, 1),
            (&AGENCY, 1),
            (&THREE_DAYS, 1),
            (&FIVE_MONTHS, 1),
            (&FAMILY_SUPPORT, 1),
            (&PERSONAL_ASSISTANT, 1),
        ],
        Place::EastOne => &[
            (&MANAGER, 1),
            (&FULL_TIME, 1),
            (&THREE_DAYS, 1),
            (&SEVEN_MONTHS, 1),
            (&FAMILY_SUPPORT, 1),
        ],
        Place::EastTwo => &[
            (&MANAGER, 1),
            (&FULL_TIME, 1),
            (&THREE_MONTHS, 1),
            (&FAMILY_SUPPORT, 1),
            (&ASSISTANT, 1),
        ],
        Place::WestOne => &[
            (&MANAGER, 1),
            (&FULL_TIME, 1),
            (&FAMILY_SUPPORT, 1),
            (&PERSONAL_ASSISTANT, 1),
        ],
        Place::Care => &[
            (&MANAGER, 1),
            (&FULL_TIME, 1),
            (&SEVEN_MONTHS, 1),
            (&FAMILY_SUPPORT, 1),
            (&ASSISTANT, 2),
        ],
    }
}

/// Those who chair conferences and review the plans of children in care, in no team.
pub const INDEPENDENT: &[Post] = &[
    without_cases("independent reviewing officer"),
    without_cases("independent reviewing officer"),
    without_cases("independent reviewing officer"),
];
