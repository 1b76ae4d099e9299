//! How well the authority does each thing. Every chance of the demonstration stands here, in a thousand, with the rule or the
//! sentence of the inspectors that it serves: change the picture here, and who works where in `posts`.

mod care;
mod casework;
mod court;
mod groups;
mod protection;

pub use care::*;
pub use casework::*;
pub use court::*;
pub use groups::*;
pub use protection::*;

/// How often in a thousand.
pub type Chance = u32;

// What is asked everywhere.

/// Fields that rules need and that nobody filled in, so that some things cannot be judged.
pub const BLANK: Chance = 10;

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
