//! Which element of the census holds which field, in any year's layout.

/// Elements that begin a record of their own inside a referral, and the table each belongs to.
pub(super) const RECORDS: [(&str, &str); 5] = [
    ("Assessments", "assessments"),
    ("CINPlanDates", "cin_plans"),
    ("Section47", "s47_enquiries"),
    ("ChildProtectionPlans", "cp_plans"),
    ("PreProceedingsandFGDM", "pre_proceedings"),
];

/// Elements whose text is the value of a field, by the element they stand in.
pub(super) const VALUES: [(&str, &str, &str); 36] = [
    ("ChildIdentifiers", "PersonBirthDate", "date_of_birth"),
    (
        "ChildIdentifiers",
        "ExpectedPersonBirthDate",
        "expected_birth_on",
    ),
    ("ChildIdentifiers", "PersonDeathDate", "died_on"),
    ("ChildIdentifiers", "Sex", "sex"),
    ("ChildIdentifiers", "GenderCurrent", "sex"),
    ("ChildCharacteristics", "Ethnicity", "ethnicity"),
    ("CINdetails", "CINreferralDate", "received_on"),
    ("CINdetails", "ReferralSource", "source"),
    ("CINdetails", "PrimaryNeedCode", "primary_need"),
    ("CINdetails", "CINclosureDate", "closed_on"),
    ("CINdetails", "ReasonForClosure", "close_reason"),
    ("CINdetails", "ReferralNFA", "no_further_action"),
    ("Assessments", "AssessmentActualStartDate", "started_on"),
    ("Assessments", "AssessmentAuthorisationDate", "completed_on"),
    (
        "FactorsIdentifiedAtAssessment",
        "AssessmentFactors",
        "factors",
    ),
    ("CINPlanDates", "CINPlanStartDate", "started_on"),
    ("CINPlanDates", "CINPlanEndDate", "ended_on"),
    ("Section47", "S47ActualStartDate", "started_on"),
    ("Section47", "ICPCnotRequired", "conference_required"),
    ("ChildProtectionPlans", "CPPstartDate", "started_on"),
    ("ChildProtectionPlans", "CPPendDate", "ended_on"),
    (
        "ChildProtectionPlans",
        "InitialCategoryOfAbuse",
        "initial_category",
    ),
    ("ChildProtectionPlans", "LatestCategoryOfAbuse", "category"),
    (
        "ChildProtectionPlans",
        "NumberOfPreviousCPP",
        "previous_plans",
    ),
    ("PreProceedingsandFGDM", "PPStartDate", "decided_on"),
    ("PreProceedingsandFGDM", "LBPSentDate", "letter_sent_on"),
    (
        "PreProceedingsandFGDM",
        "FGDMMeetingOffer",
        "family_meeting_offered",
    ),
    (
        "PreProceedingsandFGDM",
        "FGDMMeetingFac",
        "family_meeting_held",
    ),
    (
        "PreProceedingsandFGDM",
        "InitialPPMeetingDate",
        "first_meeting_on",
    ),
    (
        "PreProceedingsandFGDM",
        "ReviewMeetingsCount",
        "review_count",
    ),
    ("PreProceedingsandFGDM", "StepDecisionDate", "ended_on"),
    ("PreProceedingsandFGDM", "PPOutcome", "outcome"),
    ("PreProceedingsandFGDM", "CourtAppDate", "application_on"),
    // These make records of other tables.
    ("Section47", "InitialCPCtarget", ""),
    ("Section47", "DateOfInitialCPC", ""),
    ("CINdetails", "DateOfInitialCPC", ""),
];

/// Elements whose content is known and on purpose not loaded, or that only hold others.
pub(super) const PASSED_OVER: [&str; 14] = [
    "Message",
    "Header",
    "Children",
    "Child",
    "ChildIdentifiers",
    "ChildCharacteristics",
    "CINdetails",
    "Disabilities",
    "Disability",
    "Reviews",
    "CPPreviewDate",
    "FactorsIdentifiedAtAssessment",
    "LAchildID",
    "UPNunknown",
];

/// Tables that every census holds, though a small council may have no row of one.
pub(super) const ALWAYS: [&str; 7] = [
    "children",
    "referrals",
    "assessments",
    "cin_plans",
    "s47_enquiries",
    "conferences",
    "cp_plans",
];

/// The fields that a census carries of a table, and the element behind each.
pub(super) fn headings(table: &str) -> Vec<(&'static str, &'static str)> {
    let elements: &[&str] = match table {
        "children" => &["ChildIdentifiers", "ChildCharacteristics"],
        "referrals" => &["CINdetails"],
        "assessments" => &["Assessments", "FactorsIdentifiedAtAssessment"],
        other => RECORDS
            .iter()
            .find(|(_, name)| *name == other)
            .map_or(&[], |(element, _)| std::slice::from_ref(element)),
    };
    let mut headings: Vec<_> = VALUES
        .iter()
        .filter(|(element, _, field)| elements.contains(element) && !field.is_empty())
        .map(|(_, name, field)| (*field, *name))
        .collect();
    headings.extend_from_slice(match table {
        "children" => &[("disabled", "Disability")],
        "assessments" | "cin_plans" | "s47_enquiries" | "cp_plans" => {
            &[("referral_id", "(position)")]
        }
        "conferences" => &[
            ("kind", "(element)"),
            ("s47_id", "(position)"),
            ("plan_id", "(position)"),
            ("transfer_in", "CINdetails/DateOfInitialCPC"),
            ("due_on", "InitialCPCtarget"),
            ("held_on", "DateOfInitialCPC, CPPreviewDate"),
        ],
        "proceedings" => &[("issued_on", "CourtAppDate")],
        _ => &[],
    });
    headings
}
