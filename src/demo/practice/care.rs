//! Children in care, permanence and young people leaving care.

use super::Chance;

// Children in care: good, as inspectors would find in a council whose weaknesses lie elsewhere.

/// CI-01, CI-11
pub const CARE_REVIEW_IN_TIME: Chance = 950;
/// CI-02
pub const VISITED_IN_FIRST_WEEK: Chance = 930;
/// CI-03, CI-20, CI-21
pub const CARE_VISIT_IN_TIME: Chance = 945;
/// CI-04
pub const FIRST_HEALTH_IN_TIME: Chance = 900;
/// CI-10, CI-15
pub const HEALTH_IN_TIME: Chance = 940;
/// CI-12
pub const DENTIST_IN_TIME: Chance = 900;
/// CI-24
pub const QUESTIONNAIRE_IN_TIME: Chance = 920;
/// CI-22
pub const EDUCATION_PLAN_IN_TIME: Chance = 940;
/// CI-23
pub const TARGETS_SPECIFIC: Chance = 900;
/// CI-05
pub const MOVED_ONCE: Chance = 330;
pub const MOVED_TWICE: Chance = 80;
pub const CARER_ON_HOLIDAY: Chance = 300;
/// CI-13
pub const REVIEWING_OFFICER_NAMED: Chance = 985;
/// CI-14
pub const LOOKED_AT_WITHIN_A_YEAR: Chance = 900;
/// CI-16
pub const REVIEWING_OFFICER_IN_TOUCH: Chance = 950;
/// CI-19
pub const APPROVED_IN_TIME: Chance = 960;
/// VO-08
pub const PART_IN_REVIEW_RECORDED: Chance = 950;

// Permanence.

/// PE-01
pub const PERMANENCE_IN_TIME: Chance = 960;
/// PE-02
pub const MATCHED_IN_TIME: Chance = 970;
/// PE-03
pub const LIFE_STORY_BEGUN: Chance = 900;
pub const LIFE_STORY_GOES_ON: Chance = 900;
/// PE-04
pub const COURT_IN_TIME: Chance = 930;

// Young people leaving care.

pub const LEFT_AT_SIXTEEN: Chance = 120;
pub const IN_TOUCH: Chance = 930;
/// CL-01
pub const PATHWAY_PLAN_REVIEWED: Chance = 930;
/// CL-02
pub const ADVISER_NAMED: Chance = 975;
/// CL-03
pub const LEAVER_CONTACT_IN_TIME: Chance = 950;
/// CL-04
pub const HOME_SUITABLE: Chance = 960;
/// CL-05
pub const ADVISER_BY_SEVENTEEN: Chance = 920;
/// CL-06
pub const ACTIVITY_RECORDED: Chance = 950;
/// CL-07
pub const NEEDS_ASSESSED: Chance = 900;
/// CL-08
pub const HEALTH_HISTORY_GIVEN: Chance = 900;
/// CL-09
pub const OFFER_EXPLAINED: Chance = 950;
