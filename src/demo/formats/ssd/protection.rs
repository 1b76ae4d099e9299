//! Enquiries, conferences, child protection plans with their visits and reviews, and pre-proceedings.

use std::borrow::Cow;

use super::answers::{YES_OR_NO, flags, key_of};
use crate::demo::formats::sheet::Cell::{Always, Coded, Is, Made};
use crate::demo::formats::sheet::{BLANK, Record, Sheet};
use crate::demo::table::Table;

pub const SHEETS: &[Sheet] = &[
    ENQUIRIES,
    CONFERENCES,
    PLANS,
    VISITS,
    REVIEWS,
    PRE_PROCEEDINGS,
];

const ENQUIRIES: Sheet = Sheet {
    file: "ssd_s47_enquiry",
    of: Some(Table::Enquiries),
    only: |_| true,
    columns: &[&[
        ("s47e_s47_enquiry_id", Is("s47_id")),
        ("s47e_referral_id", Is("referral_id")),
        ("s47e_person_id", Is("child_id")),
        ("s47e_s47_start_date", Is("started_on")),
        ("s47e_s47_end_date", Is("completed_on")),
        ("s47e_s47_nfa", Made(enquiry_nfa)),
        ("s47e_s47_outcome_json", Made(enquiry_outcome)),
        ("s47e_s47_completed_by_team", Is("team")),
        ("s47e_s47_completed_by_worker_id", Is("worker_id")),
    ]],
};

/// Only the answer whether a conference is called for is asked for apart: the rest of what was found has one flag.
fn enquiry_outcome<'r>(enquiry: &'r Record<'_, '_>) -> Cow<'r, str> {
    let keys = [
        "NFA_FLAG",
        "LEGAL_ACTION_FLAG",
        "PROV_OF_SERVICES_FLAG",
        "PROV_OF_SB_CARE_FLAG",
        "CP_CONFERENCE_FLAG",
        "NFA_CONTINUE_SINGLE_FLAG",
        "MONITOR_FLAG",
        "OTHER_OUTCOMES_EXIST_FLAG",
    ];
    let yes = match (enquiry.get("conference_required"), enquiry.get("outcome")) {
        ("yes", _) => Some("CP_CONFERENCE_FLAG"),
        ("no", "not substantiated") => Some("NFA_FLAG"),
        ("no", _) => Some("NFA_CONTINUE_SINGLE_FLAG"),
        _ => None,
    };
    flags(&keys, yes, Some("TOTAL_NO_OF_OUTCOMES"))
}

fn enquiry_nfa<'r>(enquiry: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(match enquiry.get("outcome") {
        "" => "",
        "not substantiated" => "Y",
        _ => "N",
    })
}

const CONFERENCES: Sheet = Sheet {
    file: "ssd_initial_cp_conference",
    of: Some(Table::Conferences),
    only: |conference| conference.get("kind") == "initial",
    columns: &[&[
        ("icpc_icpc_id", Is("conference_id")),
        ("icpc_icpc_meeting_id", Is("conference_id")),
        ("icpc_s47_enquiry_id", Is("s47_id")),
        ("icpc_person_id", Is("child_id")),
        ("icpc_cp_plan_id", Is("plan_id")),
        ("icpc_referral_id", Made(referral_of_enquiry)),
        ("icpc_icpc_transfer_in", Coded("transfer_in", YES_OR_NO)),
        ("icpc_icpc_target_date", BLANK),
        ("icpc_icpc_date", Is("held_on")),
        ("icpc_icpc_outcome_cp_flag", Made(led_to_plan)),
        ("icpc_icpc_outcome_json", Made(conference_outcome)),
        ("icpc_icpc_team", Is("team")),
        ("icpc_icpc_worker_id", Is("worker_id")),
    ]],
};

fn referral_of_enquiry<'r>(conference: &'r Record<'_, '_>) -> Cow<'r, str> {
    let enquiry = conference
        .of_child(Table::Enquiries)
        .find(|enquiry| enquiry.get("s47_id") == conference.get("s47_id"));
    Cow::Borrowed(enquiry.map_or("", |enquiry| enquiry.get("referral_id")))
}

fn led_to_plan<'r>(conference: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(match conference.get("outcome") {
        "" => "",
        "child protection plan" => "Y",
        _ => "N",
    })
}

fn conference_outcome<'r>(conference: &'r Record<'_, '_>) -> Cow<'r, str> {
    let keys = [
        "NFA_FLAG",
        "REFERRAL_TO_OTHER_AGENCY_FLAG",
        "SINGLE_ASSESSMENT_FLAG",
        "PROV_OF_SERVICES_FLAG",
        "CP_FLAG",
        "OTHER_OUTCOMES_EXIST_FLAG",
    ];
    let outcomes = [
        ("child protection plan", "CP_FLAG"),
        ("child in need plan", "PROV_OF_SERVICES_FLAG"),
    ];
    let yes = key_of(conference.get("outcome"), &outcomes);
    flags(&keys, yes, Some("TOTAL_NO_OF_OUTCOMES"))
}

const PLANS: Sheet = Sheet {
    file: "ssd_cp_plans",
    of: Some(Table::ProtectionPlans),
    only: |_| true,
    columns: &[&[
        ("cppl_cp_plan_id", Is("plan_id")),
        ("cppl_referral_id", Is("referral_id")),
        ("cppl_icpc_id", Is("conference_id")),
        ("cppl_person_id", Is("child_id")),
        ("cppl_cp_plan_start_date", Is("started_on")),
        ("cppl_cp_plan_end_date", Is("ended_on")),
        ("cppl_cp_plan_ola", Always("N")),
        (
            "cppl_cp_plan_initial_category",
            Coded("initial_category", CATEGORIES),
        ),
        (
            "cppl_cp_plan_latest_category",
            Coded("category", CATEGORIES),
        ),
    ]],
};

const CATEGORIES: &[(&str, &str)] = &[
    ("NEG", "Neglect"),
    ("PHY", "Physical abuse"),
    ("SAB", "Sexual abuse"),
    ("EMO", "Emotional abuse"),
    ("MUL", "Multiple"),
];

const VISITS: Sheet = Sheet {
    file: "ssd_cp_visits",
    of: Some(Table::Visits),
    only: |visit| visit.get("kind") == "child protection",
    columns: &[&[
        ("cppv_cp_visit_id", Is("visit_id")),
        ("cppv_person_id", Is("child_id")),
        ("cppv_cp_plan_id", Made(plan_of_visit)),
        ("cppv_cp_visit_date", Is("visited_on")),
        ("cppv_cp_visit_seen", Coded("child_seen", YES_OR_NO)),
        (
            "cppv_cp_visit_seen_alone",
            Coded("child_seen_alone", YES_OR_NO),
        ),
        ("cppv_cp_visit_bedroom", Coded("bedroom_seen", YES_OR_NO)),
    ]],
};

fn plan_of_visit<'r>(visit: &'r Record<'_, '_>) -> Cow<'r, str> {
    let day = visit.get("visited_on");
    let plan = visit.latest(Table::ProtectionPlans, "started_on", |plan| {
        plan.holds(day, "started_on", "ended_on")
    });
    Cow::Borrowed(plan.map_or("", |plan| plan.get("plan_id")))
}

const REVIEWS: Sheet = Sheet {
    file: "ssd_cp_reviews",
    of: Some(Table::Conferences),
    only: |conference| conference.get("kind") == "review",
    columns: &[&[
        ("cppr_cp_review_id", Is("conference_id")),
        ("cppr_person_id", Is("child_id")),
        ("cppr_cp_plan_id", Is("plan_id")),
        ("cppr_cp_review_due", Made(review_due)),
        ("cppr_cp_review_date", Is("held_on")),
        ("cppr_cp_review_meeting_id", Is("conference_id")),
        (
            "cppr_cp_review_outcome_continue_cp",
            Coded("outcome", CONTINUES),
        ),
        ("cppr_cp_review_quorate", Coded("quorate", YES_OR_NO)),
        ("cppr_cp_review_participation", Is("child_participation")),
    ]],
};

const CONTINUES: &[(&str, &str)] = &[("plan continues", "Y"), ("plan ended", "N")];

/// Three months after the initial conference, six months after a review.
fn review_due<'r>(review: &'r Record<'_, '_>) -> Cow<'r, str> {
    let before = review.latest(Table::Conferences, "held_on", |other| {
        other.get("plan_id") == review.get("plan_id")
            && other.get("held_on") < review.get("held_on")
    });
    let due = before.and_then(|before| {
        let months = if before.get("kind") == "initial" {
            3
        } else {
            6
        };
        Some(before.day("held_on")?.plus_months(months).to_string())
    });
    Cow::Owned(due.unwrap_or_default())
}

const PRE_PROCEEDINGS: Sheet = Sheet {
    file: "ssd_pre_proceedings",
    of: Some(Table::PreProceedings),
    only: |_| true,
    columns: &[&[
        ("prep_table_id", Is("pre_proceedings_id")),
        ("prep_person_id", Is("child_id")),
        ("prep_plo_family_id", Is("family_id")),
        ("prep_pre_pro_decision_date", Is("decided_on")),
        ("prep_initial_pre_pro_meeting_date", Is("first_meeting_on")),
        (
            "prep_pre_pro_outcome",
            Coded("outcome", OUTCOMES_OF_PRE_PROCEEDINGS),
        ),
        ("prep_agree_stepdown_issue_date", Is("ended_on")),
        ("prep_cp_plans_referral_period", BLANK),
        ("prep_legal_gateway_outcome", Made(legal_decision)),
        ("prep_prev_pre_proc_child", BLANK),
        ("prep_prev_care_proc_child", BLANK),
        ("prep_pre_pro_letter_date", Is("letter_sent_on")),
        ("prep_care_pro_letter_date", BLANK),
        ("prep_pre_pro_meetings_num", Made(reviews_held)),
        (
            "prep_pre_pro_parents_legal_rep",
            Coded("parents_represented", REPRESENTED),
        ),
        ("prep_parents_legal_rep_point_of_issue", BLANK),
        ("prep_court_reference", BLANK),
        ("prep_care_proc_court_hearings", BLANK),
        ("prep_care_proc_short_notice", BLANK),
        ("prep_proc_short_notice_reason", BLANK),
        ("prep_la_inital_plan_approved", BLANK),
        ("prep_la_initial_care_plan", BLANK),
        ("prep_la_final_plan_approved", BLANK),
        ("prep_la_final_care_plan", BLANK),
    ]],
};

const OUTCOMES_OF_PRE_PROCEEDINGS: &[(&str, &str)] = &[
    ("step down", "Decision to step down"),
    ("issue proceedings", "Decision to Issue Care Proceedings"),
];

const REPRESENTED: &[(&str, &str)] = &[("yes", "Y"), ("no", "N"), ("", "U")];

/// What the meeting decided that led to these pre-proceedings.
fn legal_decision<'r>(pre_proceedings: &'r Record<'_, '_>) -> Cow<'r, str> {
    let day = pre_proceedings.get("decided_on");
    let meeting = pre_proceedings.latest(Table::LegalMeetings, "held_on", |meeting| {
        meeting.get("held_on") <= day
    });
    Cow::Borrowed(
        match meeting.map_or("", |meeting| meeting.get("decision")) {
            "continue plan" => "A \u{2013} Continue with current plan",
            "pre-proceedings" => "B \u{2013} Start pre-proceedings",
            "issue proceedings" => "C \u{2013} Issue care proceedings",
            _ => "D \u{2013} Unknown",
        },
    )
}

fn reviews_held<'r>(pre_proceedings: &'r Record<'_, '_>) -> Cow<'r, str> {
    let held = pre_proceedings
        .of_child(Table::PreProceedingsReviews)
        .filter(|review| {
            review.get("pre_proceedings_id") == pre_proceedings.get("pre_proceedings_id")
                && review.has("held_on")
        });
    Cow::Owned(held.count().to_string())
}
