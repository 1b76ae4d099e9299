//! Pre-proceedings.

use super::Chance;
use crate::demo::authority::Place;

// Pre-proceedings: "initiated when concerns grow", but not "every child in pre-proceedings is reviewed regularly".

/// PP-01
pub const LEGAL_MEETING_FIRST: Chance = 930;
/// PP-02
pub const LEGAL_MEETING_ACTED_ON: Chance = 940;
/// A second legal meeting looks at how it goes.
pub const LEGAL_MEETING_AGAIN: Chance = 850;
/// PP-24
pub const LEGAL_REASONS: Chance = 940;
/// ES-01, ES-05
pub const LEGAL_ADVICE_ON_LONG_PLAN: Chance = 880;
/// PP-03
pub const LETTER_IN_TIME: Chance = 955;
/// PP-25
pub const LETTER_COMPLETE: Chance = 900;
/// PP-04
pub const FIRST_MEETING_IN_TIME: Chance = 900;
/// PP-06: ends in time, or is extended with authority.
pub const ENDS_IN_SIXTEEN_WEEKS: Chance = 560;
pub const EXTENDED: Chance = 800;
/// PP-20
pub const EXTENSION_KEPT: Chance = 820;
/// PP-12
pub const PARENTS_REPRESENTED: Chance = 880;
/// PP-13
pub const FAMILY_MEETING_OFFERED: Chance = 860;
/// PP-15
pub const COURT_CONTINGENCY: Chance = 850;
/// PP-21
pub const COURT_OUTCOME: Chance = 930;
/// PP-27
pub const APPLICATION_IN_TIME: Chance = 850;
/// PP-28
pub const RELATIVE_ASSESSED: Chance = 780;
/// PP-29
pub const UNBORN_IN_TIME: Chance = 520;
/// PP-18: was in pre-proceedings before, so many days before the as-at date.
pub const EARLIER_PRE_PROCEEDINGS: Chance = 150;
pub const EARLIER_PRE_PROCEEDINGS_DAYS_AGO: (i32, i32) = (430, 1400);
/// Of those that end, as many go to court.
pub const GOES_TO_COURT: Chance = 450;
/// Of a thousand in pre-proceedings, as many are in it on the as-at date.
pub const STILL_IN_PRE_PROCEEDINGS: Chance = 600;

pub struct CourtReviews {
    /// PP-05
    pub in_time: Chance,
    /// PP-08
    pub complete: Chance,
    /// PP-09
    pub next_set: Chance,
    /// PP-10
    pub own_progress: Chance,
    /// PP-16: owner, due date and intended outcome together.
    pub action_complete: Chance,
    /// PP-17
    pub action_in_time: Chance,
}

const REGULAR: CourtReviews = CourtReviews {
    in_time: 945,
    complete: 960,
    next_set: 940,
    own_progress: 900,
    action_complete: 930,
    action_in_time: 910,
};

const IRREGULAR: CourtReviews = CourtReviews {
    in_time: 380,
    complete: 880,
    next_set: 720,
    own_progress: 760,
    action_complete: 720,
    action_in_time: 620,
};

/// Two teams review every child in pre-proceedings, and three do not.
pub const fn court_reviews(place: Place) -> &'static CourtReviews {
    match place {
        Place::NorthTwo | Place::EastTwo | Place::WestOne => &IRREGULAR,
        _ => &REGULAR,
    }
}
