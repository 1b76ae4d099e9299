//! How well the authority does each thing. Every chance of the demonstration stands here, in a thousand, with the rule or the
//! sentence of the inspectors that it serves: change the picture here, and who works where in `posts`.

use super::authority::{Place, Service};

/// How often in a thousand.
pub type Chance = u32;

// What is asked everywhere.

/// Fields that rules need and that nobody filled in, so that some things cannot be judged.
pub const BLANK: Chance = 10;

// Teams joined: "children and families pass through fewer teams; the change disrupted some children" (WF-04, WF-05).

/// How long before the as-at date the assessment and children in need teams were joined.
pub const JOINED_MONTHS_AGO: i32 = 14;
/// Before then, a family first held at the front door.
pub const FRONT_DOOR_FIRST: Chance = 760;
/// A child on a protection plan goes to a district team.
pub const PROTECTION_TO_DISTRICT: Chance = 880;
/// A child in need does.
pub const NEED_TO_DISTRICT: Chance = 250;
/// A family moves to another district's team, on a long plan.
pub const MOVES_DISTRICT: Chance = 220;
/// How often a new case goes to the worker with the fewest for their hours.
pub const SHARED_FAIRLY: Chance = 820;
/// Children whom a worker who joins takes over from the others.
pub const TAKEN_OVER: usize = 9;
/// The case passes to a colleague of the team in the course of a year.
pub const CHANGES_WORKER: Chance = 170;
/// WF-06, WF-12: nobody was named when the last worker left.
pub const NOBODY_ALLOCATED: Chance = 6;
/// WF-11: a child in need is left with somebody who is not registered.
pub const NOT_REGISTERED: Chance = 90;
/// WF-07: the new worker sees the child within ten working days.
pub const NEW_WORKER_VISITS: Chance = 850;

// The front door.

pub const DECIDED_IN_A_DAY: Chance = 940;
pub const CONSENT_ASKED: Chance = 930;
/// MO-11: a manager's decision stands behind the closing.
pub const CLOSED_BY_DECISION: Chance = 920;

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
/// CP-24
pub const BEDROOM_SEEN: Chance = 480;
/// CP-20: rounds of review after which a plan ends, of a thousand plans.
pub const PLAN_ENDS_AT: [Chance; 3] = [220, 430, 170];
/// CP-23
pub const SECOND_PLAN: Chance = 50;
/// MO-14
pub const LONG_PLAN_CHALLENGED: Chance = 780;
/// MO-12
pub const CHALLENGE_ANSWERED: Chance = 820;

// Assessments: "focused on risks and strengths; identify need well".

/// AS-01
pub const ASSESSED_IN_TIME: Chance = 945;
/// AS-02
pub const OVERRUN_EXPLAINED: Chance = 500;
/// AS-03
pub const SEEN_IN_TEN_DAYS: Chance = 975;
/// AS-04
pub const COVERS_EVERYTHING: Chance = 945;
/// AS-05
pub const ANALYSIS_OWN: Chance = 940;
/// AS-06
pub const ASSESSMENT_SIGNED_OFF: Chance = 955;
/// AS-07
pub const ASSESSED_AT_ONCE: Chance = 955;
/// AS-09
pub const PRE_BIRTH_IN_TIME: Chance = 850;
/// AS-10
pub const IDENTITY_WRITTEN: Chance = 800;
/// AS-11
pub const CONTROL_NAMED: Chance = 850;
/// AS-13
pub const SEEN_BEFORE_COMPLETION: Chance = 972;
/// AS-08
pub const UPDATED_EVERY_YEAR: Chance = 820;
/// VO-03
pub const ASSESSMENT_VIEWS_OWN: Chance = 900;

// Pre-proceedings: "initiated when concerns grow", but not "every child in pre-proceedings is reviewed regularly".

/// PP-01
pub const LEGAL_MEETING_FIRST: Chance = 930;
/// PP-02
pub const LEGAL_MEETING_ACTED_ON: Chance = 940;
/// A second legal meeting looks at how it goes.
pub const LEGAL_MEETING_AGAIN: Chance = 850;
/// PP-24
pub const LEGAL_REASONS: Chance = 940;
/// PP-03
pub const LETTER_IN_TIME: Chance = 955;
/// PP-25
pub const LETTER_COMPLETE: Chance = 900;
/// PP-04
pub const FIRST_MEETING_IN_TIME: Chance = 900;
/// PP-06: ends in time, or is extended with authority.
pub const ENDS_IN_SIXTEEN_WEEKS: Chance = 660;
pub const EXTENDED: Chance = 660;
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
    action_in_time: 880,
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

// Children in need.

/// CN-01
pub const NEED_REVIEW_IN_TIME: Chance = 850;
/// CN-02
pub const NEED_VISIT_IN_TIME: Chance = 900;
/// CN-04
pub const NEED_PLAN_COMPLETE: Chance = 840;
/// CN-05
pub const NEED_ACTION_COMPLETE: Chance = 880;
/// CN-06
pub const NEED_ACTION_IN_TIME: Chance = 800;
/// ES-02
pub const STEPPED_DOWN: Chance = 860;

// Management oversight: "effective".

/// MO-01
pub const SUPERVISED_MONTHLY: Chance = 945;
/// MO-02
pub const SUPERVISED_IN_NEED: Chance = 930;
/// PP-11 asks the same of children in pre-proceedings.
pub const CASE_SUPERVISION: Chance = 165;
/// MO-03
pub const REFLECTIVE: Chance = 940;
/// MO-09
pub const REFLECTION_OWN: Chance = 930;
/// MO-10
pub const DECISION_REASONED: Chance = 940;
/// Children whose file a colleague audited in the last year.
pub const AUDITED: Chance = 320;
/// MO-05
pub const AUDIT_TAKEN_UP: Chance = 850;
/// MO-13
pub const AUDIT_ACTIONS_DONE: Chance = 860;

// The child's voice.

/// VO-01
pub const DIRECT_WORK_IN_TIME: Chance = 800;
/// VO-02
pub const CHILD_HEARD: Chance = 880;

/// What leaders say of themselves, some of it right: area, rule or the whole area, rate, is it a strength, days ago.
pub const CLAIMS: [(&str, &str, u32, bool, i32); 12] = [
    ("strategy-discussions", "", 82, true, 96),
    ("section-47", "", 95, true, 96),
    ("conferences", "", 94, true, 96),
    ("child-protection-plans", "", 61, false, 96),
    ("child-protection-plans", "CP-06", 70, false, 96),
    ("assessment", "", 93, true, 96),
    ("pre-proceedings", "", 88, true, 96),
    ("pre-proceedings", "PP-05", 90, true, 96),
    ("management-oversight", "", 93, true, 96),
    ("workforce", "WF-01", 58, false, 96),
    ("workforce", "WF-05", 85, true, 96),
    ("voice", "", 80, true, 402),
];

/// CP-23: the earlier plan of a family who came back ended at least so long ago.
pub const EARLIER_PLAN_DAYS_AGO: i32 = 372;
