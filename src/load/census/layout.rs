//! Every element of the census, in any year's layout, and what becomes of it.
//!
//! The header tells of the return and not of a child: apart from its collection and its year it is passed over whole.

use Fate::{
    CensusOnly, ConferenceDue, ConferenceHeld, Disability, Field, Identifier, Listed, Personal,
    Reversed, ReviewHeld,
};

/// What becomes of an element's text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(super) enum Fate {
    /// It is the value of this field.
    Field(&'static str),
    /// It is one of several values of this field.
    Listed(&'static str),
    /// It says the contrary of what this field asks.
    Reversed(&'static str),
    /// It is the child's id.
    Identifier,
    /// It is a kind of disability, or says that there is none.
    Disability,
    /// It makes a conference, as these days of it.
    ConferenceDue,
    ConferenceHeld,
    ReviewHeld,
    /// A national number, or why there is none: never loaded.
    Personal,
    /// No table has a field for it.
    CensusOnly,
}

/// The elements that begin a record, and the table each belongs to: a child, a referral, and those inside a referral.
pub(super) const RECORDS: [(&str, &str); 7] = [
    ("Child", "children"),
    ("CINdetails", "referrals"),
    ("Assessments", "assessments"),
    ("CINPlanDates", "cin_plans"),
    ("Section47", "s47_enquiries"),
    ("ChildProtectionPlans", "cp_plans"),
    ("PreProceedingsandFGDM", "pre_proceedings"),
];

/// Elements that only hold others.
pub(super) const HOLDERS: [&str; 7] = [
    "Message",
    "Children",
    "ChildIdentifiers",
    "ChildCharacteristics",
    "Disabilities",
    "FactorsIdentifiedAtAssessment",
    "Reviews",
];

/// The elements with a value, by the element each stands in.
pub(super) const ELEMENTS: [(&str, &str, Fate); 44] = [
    ("ChildIdentifiers", "LAchildID", Identifier),
    ("ChildIdentifiers", "UPN", Personal),
    ("ChildIdentifiers", "FormerUPN", Personal),
    // Why there is no national number.
    ("ChildIdentifiers", "UPNunknown", CensusOnly),
    (
        "ChildIdentifiers",
        "PersonBirthDate",
        Field("date_of_birth"),
    ),
    (
        "ChildIdentifiers",
        "ExpectedPersonBirthDate",
        Field("expected_birth_on"),
    ),
    ("ChildIdentifiers", "Sex", Field("sex")),
    // Until 2024.
    ("ChildIdentifiers", "GenderCurrent", Field("sex")),
    ("ChildIdentifiers", "PersonDeathDate", Field("died_on")),
    ("ChildCharacteristics", "Ethnicity", Field("ethnicity")),
    ("Disabilities", "Disability", Disability),
    ("CINdetails", "CINreferralDate", Field("received_on")),
    ("CINdetails", "ReferralSource", Field("source")),
    ("CINdetails", "PrimaryNeedCode", Field("primary_need")),
    ("CINdetails", "CINclosureDate", Field("closed_on")),
    ("CINdetails", "ReasonForClosure", Field("close_reason")),
    // Here, and not in an enquiry, it is the conference of a child who moved in on a plan.
    ("CINdetails", "DateOfInitialCPC", ConferenceHeld),
    ("CINdetails", "ReferralNFA", Field("no_further_action")),
    (
        "Assessments",
        "AssessmentActualStartDate",
        Field("started_on"),
    ),
    // A point for review inside the assessment: no standard asks for it.
    ("Assessments", "AssessmentInternalReviewDate", CensusOnly),
    (
        "Assessments",
        "AssessmentAuthorisationDate",
        Field("completed_on"),
    ),
    (
        "FactorsIdentifiedAtAssessment",
        "AssessmentFactors",
        Listed("factors"),
    ),
    ("CINPlanDates", "CINPlanStartDate", Field("started_on")),
    ("CINPlanDates", "CINPlanEndDate", Field("ended_on")),
    ("Section47", "S47ActualStartDate", Field("started_on")),
    ("Section47", "InitialCPCtarget", ConferenceDue),
    ("Section47", "DateOfInitialCPC", ConferenceHeld),
    (
        "Section47",
        "ICPCnotRequired",
        Reversed("conference_required"),
    ),
    ("ChildProtectionPlans", "CPPstartDate", Field("started_on")),
    ("ChildProtectionPlans", "CPPendDate", Field("ended_on")),
    (
        "ChildProtectionPlans",
        "InitialCategoryOfAbuse",
        Field("initial_category"),
    ),
    (
        "ChildProtectionPlans",
        "LatestCategoryOfAbuse",
        Field("category"),
    ),
    (
        "ChildProtectionPlans",
        "NumberOfPreviousCPP",
        Field("previous_plans"),
    ),
    ("Reviews", "CPPreviewDate", ReviewHeld),
    ("PreProceedingsandFGDM", "PPStartDate", Field("decided_on")),
    (
        "PreProceedingsandFGDM",
        "LBPSentDate",
        Field("letter_sent_on"),
    ),
    (
        "PreProceedingsandFGDM",
        "FGDMMeetingOffer",
        Field("family_meeting_offered"),
    ),
    (
        "PreProceedingsandFGDM",
        "FGDMMeetingFac",
        Field("family_meeting_held"),
    ),
    (
        "PreProceedingsandFGDM",
        "InitialPPMeetingDate",
        Field("first_meeting_on"),
    ),
    (
        "PreProceedingsandFGDM",
        "ReviewMeetingsCount",
        Field("review_count"),
    ),
    (
        "PreProceedingsandFGDM",
        "StepDecisionDate",
        Field("ended_on"),
    ),
    // A, B or C: what they stand for is in nothing published that we hold, so none is made a value of the field. It counts as
    // an outcome recorded, and the run reports it as a value that no rule asks for.
    ("PreProceedingsandFGDM", "PPOutcome", Field("outcome")),
    // The day of the application is that of the proceedings too.
    (
        "PreProceedingsandFGDM",
        "CourtAppDate",
        Field("application_on"),
    ),
    // It follows the application, when pre-proceedings have ended: no standard asks for it.
    ("PreProceedingsandFGDM", "LetterInitCPDate", CensusOnly),
];

/// The first census that asks for child in need plans.
pub(super) const FIRST_YEAR_OF_NEED_PLANS: i32 = 2022;

/// Tables that every census holds, though a small council may have no row of one.
pub(super) fn always(year: Option<i32>) -> impl Iterator<Item = &'static str> {
    let need_plans = year.is_none_or(|year| year >= FIRST_YEAR_OF_NEED_PLANS);
    let tables = [
        "children",
        "referrals",
        "assessments",
        "s47_enquiries",
        "conferences",
        "cp_plans",
    ];
    let plans = need_plans.then_some("cin_plans");
    tables.into_iter().chain(plans)
}

/// What becomes of an element; none where no layout has it.
pub(super) fn fate(within: &str, name: &str) -> Option<Fate> {
    ELEMENTS
        .iter()
        .find(|(holder, element, _)| *holder == within && *element == name)
        .map(|(_, _, fate)| *fate)
}

/// The table whose records an element begins.
pub(super) fn table_of(name: &str) -> Option<&'static str> {
    RECORDS
        .iter()
        .find(|(element, _)| *element == name)
        .map(|(_, table)| *table)
}

/// The holders of the elements that fill a table's fields.
fn holders(table: &str) -> &'static [&'static str] {
    match table {
        "children" => &["ChildIdentifiers", "ChildCharacteristics", "Disabilities"],
        "referrals" => &["CINdetails"],
        "assessments" => &["Assessments", "FactorsIdentifiedAtAssessment"],
        "cin_plans" => &["CINPlanDates"],
        "s47_enquiries" => &["Section47"],
        "cp_plans" => &["ChildProtectionPlans"],
        "pre_proceedings" => &["PreProceedingsandFGDM"],
        _ => &[],
    }
}

/// The elements of a table that are known and not used.
pub(super) fn left_aside(table: &str) -> impl Iterator<Item = &'static str> {
    let holders = holders(table);
    ELEMENTS
        .iter()
        .filter(|(holder, _, fate)| {
            holders.contains(holder) && matches!(fate, Personal | CensusOnly)
        })
        .map(|(_, element, _)| *element)
}

/// The fields that a census carries of a table, and the element behind each: nothing where it is the place that tells.
pub(super) fn headings(table: &str) -> Vec<(&'static str, &'static str)> {
    let holders = holders(table);
    let mut headings: Vec<_> = ELEMENTS
        .iter()
        .filter(|(holder, _, _)| holders.contains(holder))
        .filter_map(|(_, element, fate)| match fate {
            Field(field) | Listed(field) | Reversed(field) => Some((*field, *element)),
            Disability => Some(("disabled", *element)),
            _ => None,
        })
        .collect();
    headings.extend_from_slice(match table {
        "assessments" | "cin_plans" | "s47_enquiries" => &[("referral_id", "")],
        "cp_plans" => &[("referral_id", ""), ("conference_id", "")],
        "conferences" => &[
            ("kind", ""),
            ("s47_id", ""),
            ("plan_id", ""),
            ("transfer_in", ""),
            ("due_on", "InitialCPCtarget"),
            ("held_on", "DateOfInitialCPC, CPPreviewDate"),
        ],
        "proceedings" => &[("issued_on", "CourtAppDate")],
        _ => &[],
    });
    headings
}
