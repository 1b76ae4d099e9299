//! Contacts, early help, referrals, assessments, and plans and visits for children in need.

use std::borrow::Cow;

use super::answers::{YES_OR_NO, flags, key_of};
use crate::demo::formats::asked::is_of_the_child;
use crate::demo::formats::sheet::Cell::{Coded, Is, Made};
use crate::demo::formats::sheet::{BLANK, Record, Sheet};
use crate::demo::table::Table;

pub const SHEETS: &[Sheet] = &[
    CONTACTS,
    EARLY_HELP,
    EPISODES,
    ASSESSMENTS,
    FACTORS,
    PLANS,
    VISITS,
];

const CONTACTS: Sheet = Sheet {
    file: "ssd_contacts",
    of: Some(Table::Contacts),
    only: |_| true,
    columns: &[&[
        ("cont_contact_id", Is("contact_id")),
        ("cont_person_id", Is("child_id")),
        ("cont_contact_date", Is("received_on")),
        ("cont_contact_source_code", Is("source")),
        ("cont_contact_source_desc", Coded("source", SOURCES)),
        ("cont_contact_outcome_json", Made(contact_outcome)),
    ]],
};

/// The codes of the children in need census in words.
const SOURCES: &[(&str, &str)] = &[
    ("1A", "Individual - Family member/relative/carer"),
    (
        "1B",
        "Individual - Acquaintance (including neighbours and child minders)",
    ),
    ("1C", "Individual - Self"),
    ("1D", "Individual - Other (including strangers, MPs)"),
    ("2A", "Schools"),
    ("2B", "Education services"),
    ("3A", "Health services - GP"),
    ("3B", "Health services - Health visitor"),
    ("3C", "Health services - School nurse"),
    ("3D", "Health services - Other primary health services"),
    ("3E", "Health services - A&E"),
    ("3F", "Health services - Other"),
    ("4", "Housing"),
    ("5A", "LA services - Social care"),
    ("5B", "LA services - Other internal"),
    ("5C", "LA services - External"),
    ("5D", "LA services - Early help"),
    ("6", "Police"),
    ("7", "Other legal agency"),
    ("8", "Other"),
    ("9", "Anonymous"),
    ("10", "Unknown"),
];

fn contact_outcome<'r>(contact: &'r Record<'_, '_>) -> Cow<'r, str> {
    let keys = [
        "NEW_REFERRAL_FLAG",
        "EXISTING_REFERRAL_FLAG",
        "CP_ENQUIRY_FLAG",
        "NFA_FLAG",
        "NON_AGENCY_ADOPTION_FLAG",
        "PRIVATE_FOSTERING_FLAG",
        "ADVICE_FLAG",
        "MISSING_FLAG",
        "OLA_CP_FLAG",
        "OTHER_OUTCOMES_EXIST_FLAG",
    ];
    let outcomes = [("referral", "NEW_REFERRAL_FLAG")];
    let yes = key_of(contact.get("outcome"), &outcomes);
    flags(&keys, yes, Some("NUMBER_OF_OUTCOMES"))
}

const EARLY_HELP: Sheet = Sheet {
    file: "ssd_early_help_episodes",
    of: Some(Table::EarlyHelp),
    only: |_| true,
    columns: &[&[
        ("earl_episode_id", Is("episode_id")),
        ("earl_person_id", Is("child_id")),
        ("earl_episode_start_date", Is("started_on")),
        ("earl_episode_end_date", Is("ended_on")),
        ("earl_episode_reason", BLANK),
        ("earl_episode_end_reason", BLANK),
        ("earl_episode_organisation", BLANK),
        ("earl_episode_worker_id", BLANK),
    ]],
};

const EPISODES: Sheet = Sheet {
    file: "ssd_cin_episodes",
    of: Some(Table::Referrals),
    only: |_| true,
    columns: &[&[
        ("cine_referral_id", Is("referral_id")),
        ("cine_person_id", Is("child_id")),
        ("cine_referral_date", Is("received_on")),
        ("cine_cin_primary_need_code", Is("primary_need")),
        ("cine_referral_source_code", Is("source")),
        ("cine_referral_source_desc", Coded("source", SOURCES)),
        ("cine_referral_outcome_json", Made(referral_outcome)),
        ("cine_referral_nfa", Coded("no_further_action", YES_OR_NO)),
        ("cine_close_reason", Is("close_reason")),
        ("cine_close_date", Is("closed_on")),
        ("cine_referral_team", Is("team")),
        ("cine_referral_worker_id", Is("worker_id")),
    ]],
};

fn referral_outcome<'r>(referral: &'r Record<'_, '_>) -> Cow<'r, str> {
    let keys = [
        "SINGLE_ASSESSMENT_FLAG",
        "STRATEGY_DISCUSSION_FLAG",
        "CLA_REQUEST_FLAG",
        "NON_AGENCY_ADOPTION_FLAG",
        "PRIVATE_FOSTERING_FLAG",
        "CP_TRANSFER_IN_FLAG",
        "CP_CONFERENCE_FLAG",
        "CARE_LEAVER_FLAG",
        "OTHER_OUTCOMES_EXIST_FLAG",
    ];
    let outcomes = [
        ("no", "SINGLE_ASSESSMENT_FLAG"),
        ("yes", "OTHER_OUTCOMES_EXIST_FLAG"),
    ];
    let yes = key_of(referral.get("no_further_action"), &outcomes);
    flags(&keys, yes, Some("NUMBER_OF_OUTCOMES"))
}

const ASSESSMENTS: Sheet = Sheet {
    file: "ssd_cin_assessments",
    of: Some(Table::Assessments),
    only: is_of_the_child,
    columns: &[&[
        ("cina_assessment_id", Is("assessment_id")),
        ("cina_person_id", Is("child_id")),
        ("cina_referral_id", Is("referral_id")),
        ("cina_assessment_start_date", Is("started_on")),
        ("cina_assessment_child_seen", Coded("child_seen", YES_OR_NO)),
        ("cina_assessment_auth_date", Is("completed_on")),
        ("cina_assessment_outcome_json", Made(assessment_outcome)),
        ("cina_assessment_outcome_nfa", Made(assessment_nfa)),
        ("cina_assessment_team", Is("team")),
        ("cina_assessment_worker_id", Is("worker_id")),
    ]],
};

const OUTCOMES_OF_ASSESSMENTS: &[(&str, &str)] = &[
    ("no further action", "NFA_FLAG"),
    ("child protection plan", "STRATEGY_DISCUSSION_FLAG"),
    ("child looked after", "CLA_REQUEST_FLAG"),
    ("child in need plan", "PROV_OF_SERVICES_FLAG"),
    ("other support", "REFERRAL_TO_OTHER_AGENCY_FLAG"),
];

fn assessment_outcome<'r>(assessment: &'r Record<'_, '_>) -> Cow<'r, str> {
    let keys = [
        "NFA_FLAG",
        "NFA_S47_END_FLAG",
        "STRATEGY_DISCUSSION_FLAG",
        "CLA_REQUEST_FLAG",
        "PRIVATE_FOSTERING_FLAG",
        "LEGAL_ACTION_FLAG",
        "PROV_OF_SERVICES_FLAG",
        "PROV_OF_SB_CARE_FLAG",
        "SPECIALIST_ASSESSMENT_FLAG",
        "REFERRAL_TO_OTHER_AGENCY_FLAG",
        "OTHER_ACTIONS_FLAG",
        "OTHER_OUTCOMES_EXIST_FLAG",
    ];
    let yes = key_of(assessment.get("outcome"), OUTCOMES_OF_ASSESSMENTS);
    flags(&keys, yes, Some("TOTAL_NO_OF_OUTCOMES"))
}

fn assessment_nfa<'r>(assessment: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(match assessment.get("outcome") {
        "" => "",
        "no further action" => "Y",
        _ => "N",
    })
}

const FACTORS: Sheet = Sheet {
    file: "ssd_assessment_factors",
    of: Some(Table::Assessments),
    only: |assessment| is_of_the_child(assessment) && assessment.has("factors"),
    columns: &[&[
        ("cinf_table_id", Is("assessment_id")),
        ("cinf_assessment_id", Is("assessment_id")),
        ("cinf_assessment_factors_json", Made(factors)),
    ]],
};

fn factors<'r>(assessment: &'r Record<'_, '_>) -> Cow<'r, str> {
    let codes = assessment.get("factors").split("; ");
    let codes: Vec<String> = codes.map(|code| format!("\"{code}\"")).collect();
    Cow::Owned(format!("[{}]", codes.join(", ")))
}

const PLANS: Sheet = Sheet {
    file: "ssd_cin_plans",
    of: Some(Table::NeedPlans),
    only: |_| true,
    columns: &[&[
        ("cinp_cin_plan_id", Is("plan_id")),
        ("cinp_referral_id", Is("referral_id")),
        ("cinp_person_id", Is("child_id")),
        ("cinp_cin_plan_start_date", Is("started_on")),
        ("cinp_cin_plan_end_date", Is("ended_on")),
        ("cinp_cin_plan_team", Is("team")),
        ("cinp_cin_plan_worker_id", Is("worker_id")),
    ]],
};

const VISITS: Sheet = Sheet {
    file: "ssd_cin_visits",
    of: Some(Table::Visits),
    only: |visit| visit.get("kind") == "child in need",
    columns: &[&[
        ("cinv_cin_visit_id", Is("visit_id")),
        ("cinv_person_id", Is("child_id")),
        ("cinv_cin_visit_date", Is("visited_on")),
        ("cinv_cin_visit_seen", Coded("child_seen", YES_OR_NO)),
        (
            "cinv_cin_visit_seen_alone",
            Coded("child_seen_alone", YES_OR_NO),
        ),
        ("cinv_cin_visit_bedroom", Coded("bedroom_seen", YES_OR_NO)),
    ]],
};
