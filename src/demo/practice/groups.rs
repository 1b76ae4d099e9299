//! Children who go missing, early help and particular groups of children.

use super::Chance;

// Children who go missing, and harm outside the home.

pub const GOES_MISSING_FROM_CARE: Chance = 420;
pub const GOES_MISSING: Chance = 110;
/// CI-09
pub const KEEPS_GOING_MISSING: Chance = 60;
/// CI-07
pub const INTERVIEW_OFFERED: Chance = 970;
pub const INTERVIEW_ACCEPTED: Chance = 860;
/// CI-08
pub const INTERVIEW_IN_TIME: Chance = 960;
/// EX-04
pub const INTERVIEW_WRITTEN: Chance = 950;
/// EX-03
pub const RISK_LOOKED_AT_AGAIN: Chance = 920;
/// EX-01
pub const EXPLOITATION_ASSESSED: Chance = 960;
/// EX-02
pub const RISKS_AND_SAFETY_PLAN: Chance = 950;
/// EX-05
pub const UNACCOMPANIED_RISK_IN_TIME: Chance = 880;

// Early help, and particular groups of children.

/// A family that the front door turns away is helped early.
pub const EARLY_HELP_AT_THE_DOOR: Chance = 600;
/// ES-07
pub const PICKED_UP_BY_EARLY_HELP: Chance = 900;
/// EH-01
pub const EARLY_HELP_ASSESSED_IN_TIME: Chance = 900;
/// EH-02
pub const EARLY_HELP_REVIEWED_IN_TIME: Chance = 920;
/// PG-01
pub const HOMELESS_ASSESSED_IN_TIME: Chance = 900;
/// PG-02
pub const RIGHTS_EXPLAINED: Chance = 950;
pub const HOMELESS_ADVOCATE: Chance = 950;
/// PG-03
pub const BED_AND_BREAKFAST: Chance = 15;
pub const HOMELESS_TO_CARE: Chance = 230;
/// PG-04
pub const FOSTERING_VISITED_IN_TIME: Chance = 920;
/// PG-05
pub const FOSTERING_DECIDED_IN_TIME: Chance = 900;
/// PG-07
pub const DISABLED_REVIEWED_IN_TIME: Chance = 930;
/// PG-08
pub const ADULT_SERVICES_DISCUSSED: Chance = 930;
/// PG-09
pub const ALLEGATION_MET_IN_TIME: Chance = 930;
/// PG-10
pub const ALLEGATION_COMPLETE: Chance = 950;
