//! Care leavers, and plans for another permanent home.

use std::borrow::Cow;

use crate::demo::formats::asked::{ended_in_an_order, placed_for_adoption};
use crate::demo::formats::sheet::Cell::{Coded, Is, Made};
use crate::demo::formats::sheet::{BLANK, Record, Sheet};
use crate::demo::table::Table;

pub const SHEETS: &[Sheet] = &[CARE_LEAVERS, PERMANENCE];

const CARE_LEAVERS: Sheet = Sheet {
    file: "ssd_care_leavers",
    of: Some(Table::CareLeavers),
    only: |_| true,
    columns: &[&[
        ("clea_table_id", Is("care_leaver_id")),
        ("clea_person_id", Is("child_id")),
        (
            "clea_care_leaver_eligibility",
            Coded("eligibility", ELIGIBILITIES),
        ),
        ("clea_care_leaver_in_touch", Coded("in_touch", IN_TOUCH)),
        ("clea_care_leaver_latest_contact", Is("last_contact_on")),
        ("clea_care_leaver_accommodation", BLANK),
        (
            "clea_care_leaver_accom_suitable",
            Coded("accommodation_suitable", SUITABLE),
        ),
        ("clea_care_leaver_activity", Is("activity")),
        (
            "clea_pathway_plan_review_date",
            Is("pathway_plan_reviewed_on"),
        ),
        (
            "clea_care_leaver_personal_advisor",
            Is("personal_adviser_id"),
        ),
        ("clea_care_leaver_allocated_team", Is("team")),
        ("clea_care_leaver_worker_id", BLANK),
    ]],
};

const ELIGIBILITIES: &[(&str, &str)] = &[
    ("eligible", "Eligible"),
    ("relevant", "Relevant"),
    ("former relevant", "Former Relevant"),
    ("qualifying", "Qualifying"),
    ("not eligible", "No Current Eligibility"),
];

const IN_TOUCH: &[(&str, &str)] = &[
    ("yes", "YES"),
    ("no", "NO"),
    ("died", "DIED"),
    ("refused", "REFU"),
    ("not required", "NREQ"),
    ("returned home", "RHOM"),
];

const SUITABLE: &[(&str, &str)] = &[
    ("yes", "Accommodation is considered suitable"),
    ("no", "Accommodation is considered unsuitable"),
];

const PERMANENCE: Sheet = Sheet {
    file: "ssd_permanence",
    of: Some(Table::Permanence),
    only: is_for_adoption_or_an_order,
    columns: &[&[
        ("perm_table_id", Is("permanence_id")),
        ("perm_person_id", Is("child_id")),
        ("perm_cla_id", Is("period_id")),
        ("perm_adm_decision_date", Made(decided)),
        ("perm_part_of_sibling_group", BLANK),
        ("perm_siblings_placed_together", BLANK),
        ("perm_siblings_placed_apart", BLANK),
        ("perm_ffa_cp_decision_date", BLANK),
        ("perm_placement_order_date", Is("order_on")),
        ("perm_matched_date", Is("matched_on")),
        ("perm_adopter_sex", BLANK),
        ("perm_adopter_legal_status", BLANK),
        ("perm_number_of_adopters", BLANK),
        ("perm_placed_for_adoption_date", Made(placed)),
        ("perm_adopted_by_carer_flag", BLANK),
        ("perm_placed_foster_carer_date", BLANK),
        ("perm_placed_ffa_cp_date", BLANK),
        ("perm_placement_provider_urn", BLANK),
        ("perm_decision_reversed_date", Made(reversed)),
        ("perm_decision_reversed_reason", BLANK),
        ("perm_permanence_order_date", Made(order_made)),
        ("perm_permanence_order_type", Made(order_type)),
        ("perm_adoption_worker_id", BLANK),
    ]],
};

fn is_adoption(permanence: &Record<'_, '_>) -> bool {
    permanence.get("option") == "adoption"
}

/// The table holds decisions for adoption, and orders of other kinds once they are made.
fn is_for_adoption_or_an_order(permanence: &Record<'_, '_>) -> bool {
    is_adoption(permanence)
        || permanence.get("option") == "special guardianship" && permanence.has("ended_on")
}

fn decided<'r>(permanence: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(if is_adoption(permanence) {
        permanence.get("decided_on")
    } else {
        ""
    })
}

fn placed<'r>(permanence: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(placed_for_adoption(permanence))
}

fn reversed<'r>(permanence: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(if ended_in_an_order(permanence) {
        ""
    } else {
        permanence.get("ended_on")
    })
}

fn order_made<'r>(permanence: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(if ended_in_an_order(permanence) {
        permanence.get("ended_on")
    } else {
        ""
    })
}

fn order_type<'r>(permanence: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(match permanence.get("option") {
        _ if !ended_in_an_order(permanence) => "",
        "adoption" => "Adoption",
        _ => "Special Guardianship Order",
    })
}
