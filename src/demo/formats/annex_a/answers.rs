//! The codes that Ofsted's guide asks for, with the letter before each.

pub const YES_OR_NO: &[(&str, &str)] = &[("yes", "a) Yes"), ("no", "b) No")];

pub const YES_NO_OR_UNKNOWN: &[(&str, &str)] =
    &[("yes", "a) Yes"), ("no", "b) No"), ("", "c) Unknown")];

pub const GENDERS: &[(&str, &str)] = &[
    ("M", "a) Male"),
    ("F", "b) Female"),
    ("U", "c) Not stated/recorded (or unborn)"),
];

/// Refused and not yet obtained have the same letter.
pub const ETHNICITIES: &[(&str, &str)] = &[
    ("WBRI", "a) WBRI"),
    ("WIRI", "b) WIRI"),
    ("WIRT", "c) WIRT"),
    ("WOTH", "d) WOTH"),
    ("WROM", "e) WROM"),
    ("MWBC", "f) MWBC"),
    ("MWBA", "g) MWBA"),
    ("MWAS", "h) MWAS"),
    ("MOTH", "i) MOTH"),
    ("AIND", "j) AIND"),
    ("APKN", "k) APKN"),
    ("ABAN", "l) ABAN"),
    ("AOTH", "m) AOTH"),
    ("BCRB", "n) BCRB"),
    ("BAFR", "o) BAFR"),
    ("BOTH", "p) BOTH"),
    ("CHNE", "q) CHNE"),
    ("OOTH", "r) OOTH"),
    ("REFU", "s) REFU"),
    ("NOBT", "s) NOBT"),
];

/// Early help has no letter in the guide: councils put it after 5C.
pub const SOURCES: &[(&str, &str)] = &[
    ("1A", "a) 1A: Individual"),
    ("1B", "b) 1B: Individual"),
    ("1C", "c) 1C: Individual"),
    ("1D", "d) 1D: Individual"),
    ("2A", "e) 2A: Schools"),
    ("2B", "f) 2B: Education services"),
    ("3A", "g) 3A: Health services"),
    ("3B", "h) 3B: Health services"),
    ("3C", "i) 3C: Health services"),
    ("3D", "j) 3D: Health services"),
    ("3E", "k) 3E: Health services"),
    ("3F", "l) 3F: Health services"),
    ("4", "m) 4: Housing"),
    ("5A", "n) 5A: LA services"),
    ("5B", "o) 5B: LA services"),
    ("5C", "p) 5C: LA services"),
    ("5D", "p1) 5D: LA services"),
    ("6", "q) 6: Police"),
    ("7", "r) 7: Other legal agency"),
    ("8", "s) 8: Other"),
    ("9", "t) 9: Anonymous"),
    ("10", "u) 10: Unknown"),
];

pub const NEEDS: &[(&str, &str)] = &[
    ("N1", "N1 - Abuse or neglect"),
    ("N2", "N2 - Child\u{2019}s disability"),
    ("N3", "N3 - Parental disability or illness"),
    ("N4", "N4 - Family in acute stress"),
    ("N5", "N5 - Family dysfunction"),
    ("N6", "N6 - Socially unacceptable behaviour"),
    ("N7", "N7 - Low income"),
    ("N8", "N8 - Absent parenting"),
    ("N9", "N9 - Cases other than children in need"),
    ("N0", "N0 - Not stated"),
];

pub const REASONS_FOR_CLOSURE: &[(&str, &str)] = &[
    ("RC1", "RC1 - Adopted"),
    ("RC2", "RC2 - Died"),
    ("RC3", "RC3 - Child arrangements order"),
    ("RC4", "RC4 - Special guardianship order"),
    (
        "RC5",
        "RC5 - Transferred to services of another local authority",
    ),
    ("RC6", "RC6 - Transferred to adult social care services"),
    (
        "RC7",
        "RC7 - Services ceased for any other reason, including child no longer in need",
    ),
];

pub const CATEGORIES: &[(&str, &str)] = &[
    ("NEG", "a) Neglect"),
    ("PHY", "b) Physical abuse"),
    ("SAB", "c) Sexual abuse"),
    ("EMO", "d) Emotional abuse"),
    ("MUL", "e) Multiple/not recommended"),
];

pub const LEGAL_STATUSES: &[(&str, &str)] = &[
    ("C1", "C1: ICO"),
    ("C2", "C2: FCO"),
    ("E1", "E1: Placement order"),
    ("V2", "V2: Single period under S20"),
];

pub const PERMANENCE_PLANS: &[(&str, &str)] = &[
    ("return to family", "a) Return to family"),
    ("adoption", "b) Adoption"),
    ("SGO/CAO", "c) SGO/CAO"),
    ("supported living", "d) Supported living in the community"),
    (
        "long-term residential",
        "e) Long-term residential placement",
    ),
    ("long-term fostering", "f) Long-term fostering"),
    ("other", "g) other"),
];

/// Supported accommodation has no letter in the guide, which is older than its registration.
pub const PLACEMENT_TYPES: &[(&str, &str)] = &[
    ("U1", "a) U1: Foster placement - relatives - long term"),
    ("U3", "c) U3: Foster placement - relative - not FFA"),
    ("U4", "d) U4: Foster placement - long term"),
    ("U6", "f) U6: Foster placement - not FFA"),
    ("A6", "j) A6: Placed for adoption - order - not foster"),
    ("P1", "k) P1: Placed with parents"),
    ("K2", "p) K2: Children\u{2019}s Homes"),
    ("K3", "K3 - Registered supported accommodation"),
    ("T3", "z) T3: Temporary placement - carer holiday"),
];

pub const PROVIDERS: &[(&str, &str)] = &[
    ("PR0", "a) PR0: Parents/Parental responsibility"),
    ("PR1", "b) PR1: Own provision"),
    ("PR2", "c) PR2: Other LA provision"),
    ("PR3", "d) PR3: Other public provision"),
    ("PR4", "e) PR4: Private provision"),
    ("PR5", "f) PR5: Voluntary/third sector"),
];

pub const ELIGIBILITIES: &[(&str, &str)] = &[
    ("relevant", "a) Relevant child"),
    ("former relevant", "b) Former relevant child"),
    ("qualifying", "c) Qualifying care leaver"),
    ("eligible", "d) Eligible child"),
];

pub const IN_TOUCH: &[(&str, &str)] = &[
    ("yes", "a) Yes"),
    ("no", "b) No"),
    ("died", "c) Died"),
    ("refused", "d) Refu"),
    ("not required", "e) NREQ"),
    ("returned home", "f) Rhom"),
];

pub const SUITABLE: &[(&str, &str)] = &[("yes", "a) Suitable"), ("no", "b) Unsuitable")];

pub const ACTIVITIES: &[(&str, &str)] = &[
    ("F1", "F1: Full time in higher education"),
    ("P1", "P1: Part time in higher education"),
    ("F2", "F2: Full time in education other than higher"),
    ("P2", "P2: Part time in education other than higher"),
    ("F3", "F3: Full time in training or employment"),
    ("P3", "P3: Part time in training or employment"),
    (
        "G4",
        "G4: Not in education, employment or training - illness or disability",
    ),
    ("G5", "G5: Not in education, employment or training - other"),
    (
        "G6",
        "G6: Not in education, employment or training - pregnancy or parenting",
    ),
];
