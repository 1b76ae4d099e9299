//! Lists 1 to 5: what came in during the last six months, a row for each event.

use std::borrow::Cow;

use super::answers::{SOURCES, YES_NO_OR_UNKNOWN, YES_OR_NO};
use super::child::{
    CHILD, DEALT_WITH, DISABILITY, ID, in_last_months, in_twelve_months_before_latest,
};
use crate::demo::formats::asked::is_of_the_child;
use crate::demo::formats::sheet::Cell::{Always, Coded, Day, Made};
use crate::demo::formats::sheet::{Record, Sheet, british};
use crate::demo::table::Table;

pub const SHEETS: &[Sheet] = &[CONTACTS, EARLY_HELP, REFERRALS, ASSESSMENTS, ENQUIRIES];

const CONTACTS: Sheet = Sheet {
    file: "List 1",
    of: Some(Table::Contacts),
    only: |contact| in_last_months(contact, contact.get("received_on"), 6),
    columns: &[
        ID,
        CHILD,
        &[
            ("Date of Contact", Day("received_on")),
            ("Contact Source", Coded("source", SOURCES)),
        ],
    ],
};

/// Help that goes on is there whenever it began.
const EARLY_HELP: Sheet = Sheet {
    file: "List 2",
    of: Some(Table::EarlyHelp),
    only: |help| !help.has("ended_on") || in_last_months(help, help.get("started_on"), 6),
    columns: &[
        ID,
        CHILD,
        &[
            ("Assessment start date", Day("started_on")),
            ("Assessment completion date", Day("assessed_on")),
            (
                "Organisation completing assessment",
                Always("Family Support Service"),
            ),
        ],
    ],
};

const REFERRALS: Sheet = Sheet {
    file: "List 3",
    of: Some(Table::Referrals),
    only: |referral| in_last_months(referral, referral.get("received_on"), 6),
    columns: &[
        ID,
        CHILD,
        &[
            ("Date of referral", Day("received_on")),
            ("Referral Source", Coded("source", SOURCES)),
            ("Referral NFA?", Coded("no_further_action", YES_OR_NO)),
            (
                "Number of Referrals in Last 12 Months",
                Made(earlier_referrals),
            ),
        ],
        DEALT_WITH,
    ],
};

fn earlier_referrals<'r>(referral: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(in_twelve_months_before_latest(
        referral,
        Table::Referrals,
        "received_on",
    ))
}

/// Open assessments are there whenever they began; those of parents and relatives are none of the child's needs.
const ASSESSMENTS: Sheet = Sheet {
    file: "List 4",
    of: Some(Table::Assessments),
    only: |assessment| {
        is_of_the_child(assessment)
            && (!assessment.has("completed_on")
                || in_last_months(assessment, assessment.get("started_on"), 6))
    },
    columns: &[
        ID,
        CHILD,
        DISABILITY,
        &[
            ("Continuous Assessment Start Date", Day("started_on")),
            (
                "Child Seen During Continuous Assessment",
                Coded("child_seen", YES_NO_OR_UNKNOWN),
            ),
            (
                "Continuous Assessment Date of Authorisation",
                Day("completed_on"),
            ),
            (
                "Was the child assessed as requiring LA children\u{2019}s social care support",
                Made(needs_support),
            ),
        ],
        DEALT_WITH,
    ],
};

fn needs_support<'r>(assessment: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(match assessment.get("outcome") {
        "" => "",
        "no further action" | "other support" => "b) No",
        _ => "a) Yes",
    })
}

const ENQUIRIES: Sheet = Sheet {
    file: "List 5",
    of: Some(Table::Enquiries),
    only: |enquiry| in_last_months(enquiry, enquiry.get("started_on"), 6),
    columns: &[
        ID,
        CHILD,
        DISABILITY,
        &[
            (
                "Strategy discussion initiating Section 47 Enquiry Start Date",
                Made(discussed),
            ),
            (
                "Was an Initial Child Protection Conference deemed unnecessary?",
                Coded("conference_required", UNNECESSARY),
            ),
            (
                "Date of Initial Child Protection Conference",
                Made(conference_held),
            ),
            (
                "Did the Initial Child Protection Conference Result in a Child Protection Plan",
                Made(led_to_plan),
            ),
            (
                "Number of Section 47 Enquiries in the last 12 months",
                Made(earlier_enquiries),
            ),
            (
                "Number of ICPCs in the last 12 months",
                Made(earlier_conferences),
            ),
        ],
        DEALT_WITH,
    ],
};

const UNNECESSARY: &[(&str, &str)] = &[("yes", "b) No"), ("no", "a) Yes")];

fn discussed<'r>(enquiry: &'r Record<'_, '_>) -> Cow<'r, str> {
    let discussion = enquiry
        .of_child(Table::StrategyDiscussions)
        .find(|other| other.get("strategy_discussion_id") == enquiry.get("strategy_discussion_id"));
    Cow::Owned(british(
        discussion.map_or("", |discussion| discussion.get("held_on")),
    ))
}

fn conference<'r, 'c>(enquiry: &Record<'r, 'c>) -> Option<Record<'r, 'c>> {
    let id = enquiry.get("s47_id");
    enquiry.latest(Table::Conferences, "held_on", |conference| {
        conference.get("kind") == "initial" && conference.get("s47_id") == id
    })
}

fn conference_held<'r>(enquiry: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(british(
        conference(enquiry).map_or("", |conference| conference.get("held_on")),
    ))
}

fn led_to_plan<'r>(enquiry: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(match conference(enquiry) {
        None => "",
        Some(conference) if conference.get("outcome") == "child protection plan" => "a) Yes",
        Some(_) => "b) No",
    })
}

fn earlier_enquiries<'r>(enquiry: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(in_twelve_months_before_latest(
        enquiry,
        Table::Enquiries,
        "started_on",
    ))
}

fn earlier_conferences<'r>(enquiry: &'r Record<'_, '_>) -> Cow<'r, str> {
    let latest = |record: &Record<'_, '_>| record.get("kind") == "initial";
    let count = enquiry
        .latest(Table::Conferences, "held_on", latest)
        .map_or(0, |last| {
            let from = last.day("held_on").map(|day| day.plus_months(-12));
            enquiry
                .of_child(Table::Conferences)
                .filter(|other| latest(other) && !other.is(&last) && other.day("held_on") > from)
                .count()
        });
    Cow::Owned(count.to_string())
}
