//! Children, those who work with them, and their teams.

use std::borrow::Cow;

use super::answers::YES_OR_NO;
use crate::demo::formats::sheet::Cell::{Always, Coded, Is, Made};
use crate::demo::formats::sheet::{BLANK, Record, Sheet};
use crate::demo::table::Table;
use crate::model::day::Day;

pub const SHEETS: &[Sheet] = &[
    PERSON,
    DISABILITY,
    IMMIGRATION,
    INVOLVEMENTS,
    PROFESSIONALS,
    DEPARTMENT,
];

const PERSON: Sheet = Sheet {
    file: "ssd_person",
    of: Some(Table::Children),
    only: |_| true,
    columns: &[&[
        ("pers_person_id", Is("child_id")),
        ("pers_legacy_id", BLANK),
        ("pers_forename", BLANK),
        ("pers_surname", BLANK),
        ("pers_sex", Is("sex")),
        ("pers_gender", Coded("sex", GENDERS)),
        ("pers_ethnicity", Is("ethnicity")),
        ("pers_dob", Is("date_of_birth")),
        ("pers_single_unique_id", BLANK),
        ("pers_upn", BLANK),
        ("pers_upn_unknown", BLANK),
        ("pers_send_flag", BLANK),
        ("pers_expected_dob", Made(expected_birth)),
        ("pers_death_date", BLANK),
        ("pers_is_mother", BLANK),
        ("pers_nationality", BLANK),
    ]],
};

const GENDERS: &[(&str, &str)] = &[("M", "01"), ("F", "02"), ("U", "00")];

/// One of the two dates of birth is recorded, never both.
fn expected_birth<'r>(child: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Borrowed(if child.has("date_of_birth") {
        ""
    } else {
        child.get("expected_birth_on")
    })
}

const DISABILITY: Sheet = Sheet {
    file: "ssd_disability",
    of: Some(Table::Children),
    only: |child| child.has("disabled"),
    columns: &[&[
        ("disa_table_id", Is("child_id")),
        ("disa_person_id", Is("child_id")),
        ("disa_disability_code", Coded("disabled", DISABILITIES)),
    ]],
};

const DISABILITIES: &[(&str, &str)] = &[("yes", "LD"), ("no", "NONE")];

const IMMIGRATION: Sheet = Sheet {
    file: "ssd_immigration_status",
    of: Some(Table::Children),
    only: |child| child.get("unaccompanied") == "yes",
    columns: &[&[
        ("immi_immigration_status_id", Is("child_id")),
        ("immi_person_id", Is("child_id")),
        (
            "immi_immigration_status",
            Always("Unaccompanied Asylum Seeking Child"),
        ),
        ("immi_immigration_status_start_date", BLANK),
        ("immi_immigration_status_end_date", BLANK),
    ]],
};

const INVOLVEMENTS: Sheet = Sheet {
    file: "ssd_involvements",
    of: Some(Table::Allocations),
    only: |_| true,
    columns: &[&[
        ("invo_involvements_id", Is("allocation_id")),
        ("invo_professional_id", Is("worker_id")),
        ("invo_professional_role_id", Coded("role", ROLES)),
        ("invo_professional_team", Is("team")),
        ("invo_person_id", Is("child_id")),
        ("invo_involvement_start_date", Is("started_on")),
        ("invo_involvement_end_date", Is("ended_on")),
        (
            "invo_worker_change_reason",
            Coded("change_reason", CHANGES_OF_WORKER),
        ),
        ("invo_referral_id", Is("referral_id")),
    ]],
};

const ROLES: &[(&str, &str)] = &[
    ("allocated social worker", "CW"),
    ("independent reviewing officer", "IRO"),
    ("personal adviser", "16PLUS"),
];

const CHANGES_OF_WORKER: &[(&str, &str)] = &[
    ("transfer of team", "TSPROC"),
    ("caseloads shared out", "MANAGE"),
    ("worker left", "LEFTRL"),
];

const PROFESSIONALS: Sheet = Sheet {
    file: "ssd_professionals",
    of: Some(Table::Workers),
    only: |_| true,
    columns: &[&[
        ("prof_professional_id", Is("worker_id")),
        ("prof_staff_id", Made(staff_number)),
        ("prof_professional_name", BLANK),
        ("prof_social_worker_registration_no", Made(registration)),
        ("prof_agency_worker_flag", Coded("agency_worker", YES_OR_NO)),
        ("prof_professional_job_title", Coded("role", JOB_TITLES)),
        ("prof_professional_caseload", Made(caseload)),
        ("prof_professional_department", Is("team")),
        ("prof_full_time_equivalency", Is("full_time_equivalent")),
    ]],
};

const JOB_TITLES: &[(&str, &str)] = &[
    ("social worker", "Social Worker"),
    ("team manager", "Team Manager"),
    ("personal assistant", "Personal Assistant"),
    ("family support worker", "Family Support Worker"),
    ("social work assistant", "Social Work Assistant"),
    (
        "independent reviewing officer",
        "Independent Reviewing Officer",
    ),
];

fn digits(worker: &Record<'_, '_>) -> u32 {
    let number = worker.get("worker_id").trim_start_matches('W');
    number.parse().unwrap_or_default()
}

fn staff_number<'r>(worker: &'r Record<'_, '_>) -> Cow<'r, str> {
    Cow::Owned(format!("{}", 40_000 + digits(worker)))
}

fn registration<'r>(worker: &'r Record<'_, '_>) -> Cow<'r, str> {
    if worker.get("qualified") == "yes" {
        Cow::Owned(format!("SW{}", 900_000 + digits(worker)))
    } else {
        Cow::Borrowed("")
    }
}

/// The cases that a social worker held on the last 30 September.
fn caseload<'r>(worker: &'r Record<'_, '_>) -> Cow<'r, str> {
    let as_at = worker.cases.as_at;
    let september = |year| Day::from_ymd(year, 9, 30).filter(|day| *day <= as_at);
    let day = september(as_at.year()).or_else(|| september(as_at.year() - 1));
    let day = day.map_or(String::new(), |day| day.to_string());
    let held = |row: &&_| {
        let allocation = Record {
            row,
            cases: worker.cases,
        };
        allocation.get("worker_id") == worker.get("worker_id")
            && allocation.get("role") == "allocated social worker"
            && allocation.get("started_on") <= day.as_str()
            && (!allocation.has("ended_on") || allocation.get("ended_on") > day.as_str())
    };
    let allocations = worker.cases.all(Table::Allocations);
    Cow::Owned(allocations.iter().filter(held).count().to_string())
}

const DEPARTMENT: Sheet = Sheet {
    file: "ssd_department",
    of: Some(Table::Teams),
    only: |_| true,
    columns: &[&[
        ("dept_team_id", Is("team")),
        ("dept_team_name", Is("name")),
        ("dept_team_parent_id", Is("district")),
        ("dept_team_parent_name", Is("district")),
    ]],
};
