//! Children in care.

use std::borrow::Cow;

use super::answers::{YES_NO_OR_NOT_APPLICABLE, YES_OR_NO, flags, key_of};
use crate::demo::formats::asked::{period, referral_by};
use crate::demo::formats::sheet::Cell::{Always, Coded, Is, Made};
use crate::demo::formats::sheet::{BLANK, Record, Sheet};
use crate::demo::table::Table;

pub const SHEETS: &[Sheet] = &[
    LEGAL_STATUSES,
    EPISODES,
    PLACEMENTS,
    REVIEWS,
    VISITS,
    CARE_PLANS,
    HEALTH,
    QUESTIONNAIRES,
    MISSING,
];

const LEGAL_STATUSES: Sheet = Sheet {
    file: "ssd_legal_status",
    of: Some(Table::CarePeriods),
    only: |period| period.has("legal_status"),
    columns: &[&[
        ("lega_legal_status_id", Is("period_id")),
        ("lega_person_id", Is("child_id")),
        ("lega_legal_status", Coded("legal_status", STATUSES)),
        ("lega_legal_status_start_date", Is("started_on")),
        ("lega_legal_status_end_date", Is("ended_on")),
    ]],
};

const STATUSES: &[(&str, &str)] = &[
    ("C1", "Interim care order"),
    ("C2", "Full care order"),
    ("E1", "Placement order granted"),
    ("V2", "Single period of accommodation under section 20"),
];

/// A few days elsewhere begin no new episode.
fn is_main(placement: &Record<'_, '_>) -> bool {
    !placement.get("kind").starts_with('T')
}

const EPISODES: Sheet = Sheet {
    file: "ssd_cla_episodes",
    of: Some(Table::Placements),
    only: is_main,
    columns: &[&[
        ("clae_cla_episode_id", Is("placement_id")),
        ("clae_person_id", Is("child_id")),
        ("clae_cla_placement_id", Is("placement_id")),
        ("clae_cla_episode_start_date", Is("started_on")),
        ("clae_cla_episode_start_reason", Made(begun)),
        ("clae_cla_primary_need_code", Made(need)),
        ("clae_cla_episode_ceased_date", Is("ended_on")),
        ("clae_cla_episode_ceased_reason", Made(ceased)),
        ("clae_cla_id", Is("period_id")),
        ("clae_referral_id", Made(referral)),
        ("clae_cla_last_iro_contact_date", Made(officer_contact)),
        ("clae_entered_care_date", Made(entered_care)),
    ]],
};

fn of_period<'r>(record: &Record<'r, '_>, field: &str) -> Cow<'r, str> {
    Cow::Borrowed(period(record).map_or("", |period| period.get(field)))
}

fn entered_care<'r>(placement: &'r Record<'_, '_>) -> Cow<'r, str> {
    of_period(placement, "started_on")
}

fn officer_contact<'r>(placement: &'r Record<'_, '_>) -> Cow<'r, str> {
    of_period(placement, "reviewing_officer_contact_on")
}

/// S: the child came into care; P: another placement, with another carer.
fn begun<'r>(placement: &'r Record<'_, '_>) -> Cow<'r, str> {
    let is_first = entered_care(placement) == placement.get("started_on");
    Cow::Borrowed(if is_first { "S" } else { "P" })
}

fn ceased<'r>(placement: &'r Record<'_, '_>) -> Cow<'r, str> {
    let Some(period) = period(placement).filter(|_| placement.has("ended_on")) else {
        return Cow::Borrowed("");
    };
    if period.get("ended_on") != placement.get("ended_on") {
        return Cow::Borrowed("X1");
    }
    Cow::Borrowed(match period.get("permanence_plan") {
        "adoption" => "E11",
        "SGO/CAO" => "E48",
        "return to family" => "E4A",
        "long-term fostering" | "supported living" => "E5",
        _ => "E8",
    })
}

fn referral<'r>(placement: &'r Record<'_, '_>) -> Cow<'r, str> {
    let referral = referral_by(placement, placement.get("started_on"));
    Cow::Borrowed(referral.map_or("", |referral| referral.get("referral_id")))
}

fn need<'r>(placement: &'r Record<'_, '_>) -> Cow<'r, str> {
    let referral = referral_by(placement, placement.get("started_on"));
    Cow::Borrowed(referral.map_or("", |referral| referral.get("primary_need")))
}

const PLACEMENTS: Sheet = Sheet {
    file: "ssd_cla_placement",
    of: Some(Table::Placements),
    only: |_| true,
    columns: &[&[
        ("clap_cla_placement_id", Is("placement_id")),
        ("clap_cla_id", Is("period_id")),
        ("clap_person_id", Is("child_id")),
        ("clap_cla_placement_start_date", Is("started_on")),
        ("clap_cla_placement_type", Is("kind")),
        ("clap_cla_placement_urn", BLANK),
        ("clap_cla_placement_distance", BLANK),
        ("clap_cla_placement_provider", Is("provider")),
        ("clap_cla_placement_postcode", BLANK),
        ("clap_cla_placement_end_date", Is("ended_on")),
        (
            "clap_cla_placement_change_reason",
            Coded("change_reason", CHANGES_OF_PLACEMENT),
        ),
    ]],
};

/// Who leaves care does not change placement.
const CHANGES_OF_PLACEMENT: &[(&str, &str)] = &[
    ("left care", ""),
    ("to a long-term placement", "CARPL"),
    ("to supported living", "CARPL"),
    ("return home", "CARPL"),
    ("placed for adoption", "CARPL"),
    ("carers could not go on", "CREQO"),
    ("carers on holiday", "OTHER"),
];

const REVIEWS: Sheet = Sheet {
    file: "ssd_cla_reviews",
    of: Some(Table::CareReviews),
    only: |_| true,
    columns: &[&[
        ("clar_cla_review_id", Is("review_id")),
        ("clar_cla_id", Is("period_id")),
        ("clar_cla_person_id", Is("child_id")),
        ("clar_cla_review_due_date", Is("due_on")),
        ("clar_cla_review_date", Is("held_on")),
        ("clar_cla_review_cancelled", Always("N")),
        ("clar_cla_review_participation", Is("child_participation")),
    ]],
};

const VISITS: Sheet = Sheet {
    file: "ssd_cla_visits",
    of: Some(Table::Visits),
    only: |visit| visit.get("kind") == "looked after",
    columns: &[&[
        ("clav_cla_visit_id", Is("visit_id")),
        ("clav_cla_id", Made(period_of_visit)),
        ("clav_person_id", Is("child_id")),
        ("clav_cla_visit_date", Is("visited_on")),
        ("clav_cla_visit_seen", Coded("child_seen", YES_OR_NO)),
        (
            "clav_cla_visit_seen_alone",
            Coded("child_seen_alone", YES_OR_NO),
        ),
    ]],
};

fn period_of_visit<'r>(visit: &'r Record<'_, '_>) -> Cow<'r, str> {
    let day = visit.get("visited_on");
    let period = visit.latest(Table::CarePeriods, "started_on", |period| {
        period.holds(day, "started_on", "ended_on")
    });
    Cow::Borrowed(period.map_or("", |period| period.get("period_id")))
}

const CARE_PLANS: Sheet = Sheet {
    file: "ssd_cla_care_plan",
    of: Some(Table::CarePeriods),
    only: |period| period.has("permanence_plan"),
    columns: &[&[
        ("lacp_table_id", Is("period_id")),
        ("lacp_person_id", Is("child_id")),
        ("lacp_cla_care_plan_start_date", Made(planned_from)),
        ("lacp_cla_care_plan_end_date", Is("ended_on")),
        ("lacp_cla_care_plan_json", Made(care_plan)),
    ]],
};

fn planned_from<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    let field = if period.has("permanence_decided_on") {
        "permanence_decided_on"
    } else {
        "started_on"
    };
    Cow::Borrowed(period.get(field))
}

/// The dataset has no word for a plan of guardianship.
fn care_plan<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    let keys = [
        "REMAINSUP",
        "RETURN1M",
        "RETURN6M",
        "RETURNEV",
        "LTRELFR",
        "LTFOST18",
        "RESPLMT",
        "SUPPLIV",
        "ADOPTION",
        "OTHERPLN",
    ];
    let plans = [
        ("return to family", "RETURN6M"),
        ("adoption", "ADOPTION"),
        ("SGO/CAO", "OTHERPLN"),
        ("supported living", "SUPPLIV"),
        ("long-term residential", "RESPLMT"),
        ("long-term fostering", "LTFOST18"),
        ("other", "OTHERPLN"),
    ];
    flags(&keys, key_of(period.get("permanence_plan"), &plans), None)
}

const HEALTH: Sheet = Sheet {
    file: "ssd_cla_health",
    of: Some(Table::HealthChecks),
    only: |_| true,
    columns: &[&[
        ("clah_health_check_id", Is("check_id")),
        ("clah_person_id", Is("child_id")),
        ("clah_health_check_type", Coded("kind", CHECKS)),
        ("clah_health_check_date", Is("held_on")),
        ("clah_health_check_status", Always("Completed")),
    ]],
};

const CHECKS: &[(&str, &str)] = &[
    ("initial health assessment", "Health Assessment"),
    ("review health assessment", "Health Assessment"),
    ("dental check", "Dental Check"),
];

const QUESTIONNAIRES: Sheet = Sheet {
    file: "ssd_sdq_scores",
    of: Some(Table::EmotionalHealth),
    only: |_| true,
    columns: &[&[
        ("csdq_table_id", Is("score_id")),
        ("csdq_person_id", Is("child_id")),
        ("csdq_sdq_score", BLANK),
        ("csdq_sdq_completed_date", Is("held_on")),
        ("csdq_sdq_reason", Always("SSD_PH")),
    ]],
};

const MISSING: Sheet = Sheet {
    file: "ssd_missing",
    of: Some(Table::MissingEpisodes),
    only: |_| true,
    columns: &[&[
        ("miss_table_id", Is("episode_id")),
        ("miss_person_id", Is("child_id")),
        ("miss_missing_episode_start_date", Is("started_on")),
        ("miss_missing_episode_type", Always("M")),
        ("miss_missing_episode_end_date", Is("ended_on")),
        (
            "miss_missing_rhi_offered",
            Coded("interview_offered", YES_NO_OR_NOT_APPLICABLE),
        ),
        (
            "miss_missing_rhi_accepted",
            Coded("interview_accepted", YES_NO_OR_NOT_APPLICABLE),
        ),
    ]],
};
