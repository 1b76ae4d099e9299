//! Lists 6 to 8: who gets a service now or did in the last six months, a row for each child.

use std::borrow::Cow;

use super::answers::{
    CATEGORIES, LEGAL_STATUSES, NEEDS, PERMANENCE_PLANS, PLACEMENT_TYPES, PROVIDERS,
    REASONS_FOR_CLOSURE, YES_NO_OR_UNKNOWN,
};
use super::child::{ALLOCATED, CHILD, DISABILITY, ID, in_last_months, unaccompanied};
use crate::demo::formats::asked::referral_by;
use crate::demo::formats::sheet::Cell::{Always, Coded, Day, Is, Made};
use crate::demo::formats::sheet::{BLANK, Record, Sheet, british, coded};
use crate::demo::table::Table;

pub const SHEETS: &[Sheet] = &[IN_NEED, PROTECTED, IN_CARE];

/// Whether a row is its child's latest of a table, and goes on or ended in the last six months.
fn is_latest(record: &Record<'_, '_>, table: Table, from: &str, to: &str) -> bool {
    let latest = record.latest(table, from, |_| true);
    latest.is_some_and(|latest| latest.is(record))
        && (!record.has(to) || in_last_months(record, record.get(to), 6))
}

/// Children whose case was closed after assessment got no service.
fn is_in_need(referral: &Record<'_, '_>) -> bool {
    is_latest(referral, Table::Referrals, "received_on", "closed_on")
        && referral.get("no_further_action") != "yes"
        && !["RC8", "RC9"].contains(&referral.get("close_reason"))
}

const IN_NEED: Sheet = Sheet {
    file: "List 6",
    of: Some(Table::Referrals),
    only: is_in_need,
    columns: &[
        ID,
        CHILD,
        DISABILITY,
        &[
            ("CIN Start Date", Day("received_on")),
            ("Primary Need Code", Coded("primary_need", NEEDS)),
            ("Date Child Was Last Seen", Made(last_seen)),
            ("CIN Closure Date", Day("closed_on")),
            (
                "Reason for Closure",
                Coded("close_reason", REASONS_FOR_CLOSURE),
            ),
            ("Case status", Made(status)),
        ],
        ALLOCATED,
    ],
};

fn last_seen<'r>(referral: &'r Record<'_, '_>) -> Cow<'r, str> {
    let seen = referral.latest_day(Table::Visits, "visited_on", |visit| {
        visit.get("child_seen") == "yes"
    });
    Cow::Owned(british(seen))
}

/// The first that holds of a child.
fn status<'r>(referral: &'r Record<'_, '_>) -> Cow<'r, str> {
    let open = |table, ended| referral.of_child(table).any(|record| !record.has(ended));
    Cow::Borrowed(if referral.has("closed_on") {
        "e) Closed episode"
    } else if open(Table::CarePeriods, "ended_on") {
        "a) Looked after child"
    } else if open(Table::ProtectionPlans, "ended_on") {
        "b) Child Protection plan"
    } else if open(Table::Assessments, "completed_on") && !open(Table::NeedPlans, "ended_on") {
        "d) Open assessment"
    } else {
        "c) Child in need plan"
    })
}

const PROTECTED: Sheet = Sheet {
    file: "List 7",
    of: Some(Table::ProtectionPlans),
    only: |plan| is_latest(plan, Table::ProtectionPlans, "started_on", "ended_on"),
    columns: &[
        ID,
        CHILD,
        DISABILITY,
        &[
            ("Child Protection Plan Start Date", Day("started_on")),
            (
                "Initial Category of Abuse",
                Coded("initial_category", CATEGORIES),
            ),
            ("Latest Category of Abuse", Coded("category", CATEGORIES)),
            ("Date of the Last Statutory Visit", Made(protection_visit)),
            ("Was the Child Seen Alone?", Made(seen_alone)),
            ("Date of latest review conference", Made(reviewed)),
            ("Child Protection Plan End Date", Day("ended_on")),
            (
                "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
                Always("b) No"),
            ),
            (
                "Number of Previous Child Protection Plans",
                Is("previous_plans"),
            ),
        ],
        ALLOCATED,
    ],
};

/// Whether the child was met or not: systems report the last visit of the kind.
fn last_visit<'r, 'c>(record: &Record<'r, 'c>, kind: &str) -> Option<Record<'r, 'c>> {
    record.latest(Table::Visits, "visited_on", |visit| {
        visit.get("kind") == kind && record.holds(visit.get("visited_on"), "started_on", "ended_on")
    })
}

fn protection_visit<'r>(plan: &'r Record<'_, '_>) -> Cow<'r, str> {
    let visit = last_visit(plan, "child protection");
    Cow::Owned(british(visit.map_or("", |visit| visit.get("visited_on"))))
}

fn seen_alone<'r>(plan: &'r Record<'_, '_>) -> Cow<'r, str> {
    let visit = last_visit(plan, "child protection");
    Cow::Borrowed(visit.map_or("", |visit| {
        coded(visit.get("child_seen_alone"), YES_NO_OR_UNKNOWN)
    }))
}

fn reviewed<'r>(plan: &'r Record<'_, '_>) -> Cow<'r, str> {
    let id = plan.get("plan_id");
    Cow::Owned(british(plan.latest_day(
        Table::Conferences,
        "held_on",
        |conference| conference.get("kind") == "review" && conference.get("plan_id") == id,
    )))
}

const IN_CARE: Sheet = Sheet {
    file: "List 8",
    of: Some(Table::CarePeriods),
    only: |period| is_latest(period, Table::CarePeriods, "started_on", "ended_on"),
    columns: &[
        ID,
        CHILD,
        &[(
            "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
            Made(unaccompanied),
        )],
        DISABILITY,
        &[
            ("Date Started to be Looked After", Day("started_on")),
            ("Child's Category of Need", Made(need)),
            (
                "Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
                Made(is_second),
            ),
            ("Start date of current legal status", Day("started_on")),
            (
                "Child's Legal Status",
                Coded("legal_status", LEGAL_STATUSES),
            ),
            ("Date of Latest Statutory Review", Made(care_reviewed)),
            ("Date of Last Social Work Visit", Made(care_visit)),
            (
                "What is the permanence plan for this child?",
                Coded("permanence_plan", PERMANENCE_PLANS),
            ),
            (
                "Date of Last IRO Visit / Contact to the Child",
                Day("reviewing_officer_contact_on"),
            ),
            ("Date of Last Health Assessment", Made(health_assessed)),
            ("Date of Last Dental Check", Made(teeth_checked)),
            (
                "Number of Placements in the Last 12 months",
                Is("placements_last_12_months"),
            ),
            ("Date Ceased to be Looked After", Day("ended_on")),
            ("Reason Ceased to be Looked After", Made(ceased)),
            ("Start Date of Most Recent Placement", Made(placed)),
            ("Placement Type", Made(placement_type)),
            ("Placement Provider", Made(provider)),
            ("Placement postcode", BLANK),
            ("URN of Placement", BLANK),
            ("Placement Location", BLANK),
            ("LA of Placement", BLANK),
            (
                "Number of Episodes the Child has been \u{2018}Missing\u{2019} from their Placement in the last 12 months",
                Made(times_missing),
            ),
            (
                "Number of Episodes the Child has been \u{2018}Absent\u{2019} from their Placement in the last 12 months",
                Always("0"),
            ),
            (
                "Was the child offered a Return Interview after their last missing episode (Y/N)?",
                Made(interview_offered),
            ),
            (
                "Did the child accept a Return Interview after their last missing episode (Y/N)?",
                Made(interview_accepted),
            ),
        ],
        ALLOCATED,
    ],
};

fn need<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    let referral = referral_by(period, period.get("started_on"));
    Cow::Borrowed(coded(
        referral.map_or("", |referral| referral.get("primary_need")),
        NEEDS,
    ))
}

fn is_second<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    let earlier = period
        .of_child(Table::CarePeriods)
        .any(|other| !other.is(period) && in_last_months(&other, other.get("ended_on"), 12));
    Cow::Borrowed(if earlier { "a) Yes" } else { "b) No" })
}

fn care_reviewed<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    let id = period.get("period_id");
    Cow::Owned(british(period.latest_day(
        Table::CareReviews,
        "held_on",
        |review| review.get("period_id") == id,
    )))
}

fn care_visit<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    let visit = last_visit(period, "looked after");
    Cow::Owned(british(visit.map_or("", |visit| visit.get("visited_on"))))
}

fn health_assessed<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(british(period.latest_day(
        Table::HealthChecks,
        "held_on",
        |check| check.get("kind").ends_with("health assessment"),
    )))
}

fn teeth_checked<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(british(period.latest_day(
        Table::HealthChecks,
        "held_on",
        |check| check.get("kind") == "dental check",
    )))
}

fn ceased<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    if !period.has("ended_on") {
        return Cow::Borrowed("");
    }
    Cow::Borrowed(match period.get("permanence_plan") {
        "adoption" => "a) E11: Adopted - application unopposed",
        "SGO/CAO" => "l) E48: Special Guardianship Orders - other",
        "return to family" => {
            "e) E4A: Returned home to live with parents or relatives - part of planning"
        }
        "long-term fostering" | "supported living" => {
            "m) E5: Moved into independent living - supported"
        }
        _ => "t) E8: Care ceased for any other reason",
    })
}

/// The most recent placement of the period. A few days elsewhere that are over are none.
fn of_placement<'r>(period: &Record<'r, '_>, field: &str) -> &'r str {
    let id = period.get("period_id");
    let placement = period.latest(Table::Placements, "started_on", |placement| {
        placement.get("period_id") == id
            && (!placement.get("kind").starts_with('T') || !placement.has("ended_on"))
    });
    placement.map_or("", |placement| placement.get(field))
}

fn placed<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(british(of_placement(period, "started_on")))
}

fn placement_type<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(coded(of_placement(period, "kind"), PLACEMENT_TYPES))
}

fn provider<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(coded(of_placement(period, "provider"), PROVIDERS))
}

fn times_missing<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    let episodes = period
        .of_child(Table::MissingEpisodes)
        .filter(|episode| in_last_months(episode, episode.get("started_on"), 12));
    Cow::Owned(episodes.count().to_string())
}

/// Of a child who was never missing there is nothing to answer.
fn of_last_episode<'r>(period: &Record<'r, '_>, field: &str) -> Cow<'r, str> {
    let episode = period.latest(Table::MissingEpisodes, "started_on", |_| true);
    Cow::Borrowed(episode.map_or("", |episode| coded(episode.get(field), YES_NO_OR_UNKNOWN)))
}

fn interview_offered<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    of_last_episode(period, "interview_offered")
}

fn interview_accepted<'r>(period: &'r Record<'_, '_>) -> Cow<'r, str> {
    of_last_episode(period, "interview_accepted")
}
