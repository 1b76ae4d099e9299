//! Strategy discussions, enquiries, conferences and child protection plans.

use super::Chance;
use crate::demo::authority::Service;

// Strategy discussions. "The quality of strategy discussions held by the district teams on children whose cases are already
// open" is to improve; the others are good.

pub struct Discussions {
    /// SD-01
    pub in_a_day: Chance,
    /// SD-02: police and health both take part.
    pub all_three: Chance,
    /// SD-18: the school too.
    pub school: Chance,
    /// SD-03: reason, decision and rationale are there.
    pub reasoned: Chance,
    /// SD-08: the rationale is of some length and not the last one's.
    pub own_rationale: Chance,
    /// SD-04
    pub safety_plan: Chance,
    /// SD-05
    pub contingency: Chance,
    /// SD-06
    pub owned_actions: Chance,
    /// SD-07
    pub specific_actions: Chance,
    /// SD-09
    pub manager_chairs: Chance,
    /// SD-10
    pub shared_in_a_day: Chance,
    /// SD-17
    pub informed: Chance,
    /// SD-11
    pub enquiry_in_a_day: Chance,
}

const GOOD_DISCUSSIONS: Discussions = Discussions {
    in_a_day: 955,
    all_three: 970,
    school: 900,
    reasoned: 970,
    own_rationale: 965,
    safety_plan: 960,
    contingency: 960,
    owned_actions: 970,
    specific_actions: 950,
    manager_chairs: 960,
    shared_in_a_day: 965,
    informed: 930,
    enquiry_in_a_day: 960,
};

const WEAK_DISCUSSIONS: Discussions = Discussions {
    in_a_day: 930,
    all_three: 350,
    school: 760,
    reasoned: 580,
    own_rationale: 550,
    safety_plan: 520,
    contingency: 520,
    owned_actions: 600,
    specific_actions: 480,
    manager_chairs: 860,
    shared_in_a_day: 590,
    informed: 760,
    enquiry_in_a_day: 900,
};

pub const fn discussions(service: Service, already_open: bool) -> &'static Discussions {
    match (service, already_open) {
        (Service::District, true) => &WEAK_DISCUSSIONS,
        _ => &GOOD_DISCUSSIONS,
    }
}

/// SD-15: the same concern is discussed again within the week.
pub const DISCUSSED_AGAIN: Chance = 25;
/// A new concern in the course of a year on a plan: SD on open cases.
pub const NEW_CONCERN_IN_A_YEAR: Chance = 600;
/// MO-04
pub const OVERSIGHT_AFTER_DISCUSSION: Chance = 880;

// Section 47 enquiries: "comprehensive child protection enquiries with a good overview of what was done".

/// S4-01
pub const LINKED_TO_DISCUSSION: Chance = 988;
/// S4-02
pub const SEEN_IN_TWO_DAYS: Chance = 985;
/// S4-03
pub const SEEN_ALONE_IN_ENQUIRY: Chance = 970;
/// S4-04
pub const ENQUIRY_IN_TIME: Chance = 965;
/// S4-05
pub const ENQUIRY_SIGNED_OFF: Chance = 975;
/// S4-06
pub const OWN_OVERVIEW: Chance = 955;
/// S4-07
pub const AGENCIES_CONSULTED: Chance = 950;
/// S4-08
pub const SEEN_IN_ENQUIRY: Chance = 985;

// Conferences: "convened when risk escalates; partners who readily take part".

/// CC-01, CC-02
pub const CONFERENCE_IN_TIME: Chance = 945;
/// Of those held late, as many say why.
pub const DELAY_EXPLAINED: Chance = 700;
/// CC-03
pub const REVIEW_IN_TIME: Chance = 965;
/// CC-04
pub const PARTNERS_AT_CONFERENCE: Chance = 960;
/// CC-05
pub const REPORT_SHARED: Chance = 850;
/// CC-06
pub const TRANSFER_IN_TIME: Chance = 880;
/// CC-07
pub const QUORATE: Chance = 960;
/// VO-04
pub const PARTICIPATION_RECORDED: Chance = 930;
/// VO-09
pub const ADVOCACY: Chance = 800;

// Child protection plans: their quality is to improve; core groups and visits are in time.

/// CP-01
pub const FIRST_CORE_GROUP_IN_TIME: Chance = 920;
/// CP-02
pub const CORE_GROUP_IN_TIME: Chance = 930;
/// CP-16
pub const PLAN_REVIEWED: Chance = 880;
/// CP-17
pub const PARTNERS_AT_CORE_GROUP: Chance = 940;
/// CP-03
pub const PLAN_WRITTEN_IN_TIME: Chance = 870;
/// What a plan holds. Whoever writes one part poorly writes the others so, and the poor plans are what must be acted on now.
pub struct PlanQuality {
    /// CP-04
    pub outcome: Chance,
    /// CP-06
    pub contingency: Chance,
    /// CP-08
    pub views: Chance,
    /// CP-10: with an owner, and with a due date.
    pub owned: Chance,
    pub dated: Chance,
    /// CP-11
    pub action_outcome: Chance,
}

const SOUND_PLAN: PlanQuality = PlanQuality {
    outcome: 985,
    contingency: 955,
    views: 985,
    owned: 997,
    dated: 997,
    action_outcome: 940,
};

const POOR_PLAN: PlanQuality = PlanQuality {
    outcome: 480,
    contingency: 180,
    views: 620,
    owned: 460,
    dated: 480,
    action_outcome: 240,
};

/// "Leaders had found most of the weaknesses themselves": the plans that are open now have been gone through, those that have
/// ended are as they were.
pub const POOR_IF_OPEN: Chance = 110;
pub const POOR_IF_ENDED: Chance = 790;

pub const fn plan_quality(is_poor: bool) -> &'static PlanQuality {
    if is_poor { &POOR_PLAN } else { &SOUND_PLAN }
}

/// CP-05
pub const OUTCOME_SPECIFIC: Chance = 570;
/// CP-07
pub const CONTINGENCY_SPECIFIC: Chance = 570;
/// CP-08 of children in need.
pub const VIEWS_WRITTEN: Chance = 850;
/// CP-09
pub const VIEWS_OWN: Chance = 760;
/// CP-13
pub const ACTION_SPECIFIC: Chance = 530;
/// CP-21
pub const OWNER_CAN_BE_ASKED: Chance = 800;
/// CP-14: done in time, and of the others those done late.
pub const ACTION_IN_TIME: Chance = 720;
pub const ACTION_DONE_LATE: Chance = 600;
/// ES-06: done by the day that the plan ends.
pub const LAST_ACTIONS_DONE: Chance = 720;
/// CP-15
pub const ENOUGH_ACTIONS: Chance = 950;
/// CP-26
pub const CATEGORY_WRITTEN: Chance = 980;
/// CP-18
pub const VISIT_IN_TIME: Chance = 920;
/// AS-03
pub const SEEN_AT_FIRST: Chance = 990;
/// CP-19
pub const SEEN_AT_VISIT: Chance = 945;
pub const SEEN_ALONE_AT_VISIT: Chance = 620;
/// ES-04
pub const VISITED_BEFORE_CLOSING: Chance = 900;
/// VO-07
pub const NOTE_OWN: Chance = 890;
/// CP-24
pub const BEDROOM_SEEN: Chance = 480;
/// CP-20: rounds of review after which a plan ends, of a thousand plans.
pub const PLAN_ENDS_AT: [Chance; 3] = [220, 430, 170];
/// CP-23
pub const SECOND_PLAN: Chance = 110;
/// MO-14
pub const LONG_PLAN_CHALLENGED: Chance = 780;
/// MO-12
pub const CHALLENGE_ANSWERED: Chance = 820;

/// CP-23: the earlier plan of a family who came back ended at least so long ago.
pub const EARLIER_PLAN_DAYS_AGO: i32 = 372;
