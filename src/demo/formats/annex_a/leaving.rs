//! Lists 9 to 11: care leavers, children with a plan for adoption, and those who want to adopt, of whom nothing is invented.

use std::borrow::Cow;

use super::answers::{ACTIVITIES, ELIGIBILITIES, IN_TOUCH, SUITABLE};
use super::child::{CHILD, DISABILITY, ID, allocated_worker, in_last_months, unaccompanied};
use crate::demo::formats::asked::{ended_in_an_order, period, placed_for_adoption};
use crate::demo::formats::sheet::Cell::{Coded, Day, Is, Made};
use crate::demo::formats::sheet::{BLANK, Record, Sheet, british, empty};
use crate::demo::table::Table;

pub const SHEETS: &[Sheet] = &[CARE_LEAVERS, ADOPTION, ADOPTERS];

const CARE_LEAVERS: Sheet = Sheet {
    file: "List 9",
    of: Some(Table::CareLeavers),
    only: |leaver| leaver.get("eligibility") != "not eligible",
    columns: &[
        ID,
        CHILD,
        &[(
            "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
            Made(unaccompanied),
        )],
        DISABILITY,
        &[
            ("Allocated Team", Is("team")),
            ("Allocated Worker", Made(allocated_worker)),
            ("Allocated Personal Advisor", Is("personal_adviser_id")),
            ("Eligibility Category", Coded("eligibility", ELIGIBILITIES)),
            (
                "Latest Pathway Plan Review Date",
                Day("pathway_plan_reviewed_on"),
            ),
            ("LA In Touch", Coded("in_touch", IN_TOUCH)),
            ("Latest Date of Contact", Day("last_contact_on")),
            ("Type of Accommodation", BLANK),
            (
                "Suitability of Accommodation",
                Coded("accommodation_suitable", SUITABLE),
            ),
            ("Activity Status", Coded("activity", ACTIVITIES)),
        ],
    ],
};

const ADOPTION: Sheet = Sheet {
    file: "List 10",
    of: Some(Table::Permanence),
    only: |plan| {
        plan.get("option") == "adoption"
            && (!plan.has("ended_on") || in_last_months(plan, plan.get("ended_on"), 12))
    },
    columns: &[
        ID,
        &[("Family identifier", BLANK)],
        CHILD,
        DISABILITY,
        &[
            ("Date the Child Entered Care", Made(entered_care)),
            (
                "Date of Decision that Child Should be Placed for Adoption",
                Day("decided_on"),
            ),
            ("Date of Placement Order", Day("order_on")),
            (
                "Date of Matching Child and Prospective Adopters",
                Day("matched_on"),
            ),
            ("Date Placed for Adoption", Made(placed)),
            ("Date of Adoption Order", Made(adopted)),
            (
                "Date of Decision that Child Should No Longer be Placed for Adoption",
                Made(given_up),
            ),
            (
                "Reason Why Child No Longer Placed for Adoption",
                Made(why_given_up),
            ),
            (
                "Date the child was placed for fostering in FFA or concurrent planning placement",
                BLANK,
            ),
        ],
    ],
};

fn entered_care<'r>(plan: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(british(
        period(plan).map_or("", |period| period.get("started_on")),
    ))
}

fn placed<'r>(plan: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(british(placed_for_adoption(plan)))
}

fn adopted<'r>(plan: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(if ended_in_an_order(plan) {
        british(plan.get("ended_on"))
    } else {
        String::new()
    })
}

fn given_up<'r>(plan: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(if ended_in_an_order(plan) {
        String::new()
    } else {
        british(plan.get("ended_on"))
    })
}

fn why_given_up<'r>(plan: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(if ended_in_an_order(plan) || !plan.has("ended_on") {
        ""
    } else {
        "RD4 - Any other reason"
    })
}

const ADOPTERS: Sheet = empty!("List 11":
    "Individual adopter identifier" "Family identifier" "Gender" "Ethnicity" "Disability"
    "Is the (prospective) adopter fostering for adoption?" "Date enquiry received" "Date Stage 1 started"
    "Date Stage 1 ended" "Date Stage 2 started" "Date Stage 2 ended" "Date application submitted"
    "Date application approved" "Date adopter matched with child(ren)"
    "Date child/children placed with adopter(s)" "No. of children placed" "Date of Adoption Order"
    "Date of leaving adoption process" "Reason for leaving adoption process");
