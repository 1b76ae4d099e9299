//! The front door, assessments, children in need, oversight and the child's voice.

use super::Chance;

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
/// ES-03
pub const UPDATED_BEFORE_PLAN_ENDS: Chance = 800;
/// VO-03
pub const ASSESSMENT_VIEWS_OWN: Chance = 900;

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
