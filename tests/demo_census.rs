//! The invented authority as a census: judged as our own tables of it are, wherever a census tells as much.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::command::{Folder, caseready};

const AS_AT: &str = "2026-03-31";

/// Every rule that a census is judged on.
const JUDGED: &str = "AS-01 AS-07 AS-08 AS-12 CC-03 CC-06 CC-08 CC-10 CN-03 CP-20 CP-23 CP-26 DQ-01 DQ-03 DQ-04 DQ-06 DQ-08 DQ-12 DQ-13 FD-04 PP-03 PP-04 PP-06 PP-07 PP-13 PP-18 PP-19 PP-29 S4-09";

/// Rules judged in both that come out otherwise, and the column of ours that excuses those children: a census has nowhere to put
/// that pre-proceedings were extended.
const DIFFER: [(&str, &str, &str); 1] = [("PP-06", "pre_proceedings", "extended_on")];

/// Rules that stand in where a census has less, and what for: the start of the enquiry for the day of its discussion, the number of
/// reviews for their dates.
const STAND_INS: [(&str, &str); 4] = [
    ("CC-08", "CC-01"),
    ("CC-10", "CC-02"),
    ("PP-07", "PP-05"),
    ("PP-19", "PP-05"),
];

/// The columns of our tables that a census carries, under the names of the files.
const CARRIED: [(&str, &str); 9] = [
    (
        "children",
        "child_id date_of_birth expected_birth_on sex ethnicity disabled",
    ),
    (
        "referrals",
        "referral_id child_id received_on source primary_need no_further_action closed_on close_reason",
    ),
    (
        "assessments",
        "assessment_id child_id referral_id started_on completed_on factors",
    ),
    (
        "cin_plans",
        "plan_id child_id referral_id started_on ended_on",
    ),
    (
        "s47_enquiries",
        "s47_id child_id referral_id started_on conference_required",
    ),
    (
        "conferences",
        "conference_id child_id kind s47_id plan_id transfer_in held_on",
    ),
    (
        "cp_plans",
        "plan_id child_id referral_id conference_id started_on ended_on category initial_category previous_plans",
    ),
    (
        "pre_proceedings",
        "pre_proceedings_id child_id decided_on letter_sent_on first_meeting_on family_meeting_offered \
         family_meeting_held ended_on application_on review_count",
    ),
    ("proceedings", "proceedings_id child_id issued_on"),
];

type Row = BTreeMap<String, String>;

fn demo(folder: &Folder, name: &str, format: &str) -> String {
    demo_of(folder, name, format, "1", AS_AT)
}

fn demo_of(folder: &Folder, name: &str, format: &str, seed: &str, as_at: &str) -> String {
    let to = folder.file(name);
    let size = ["demo", "--children", "400", "--seed", seed];
    let place = ["--as", format, "--as-at", as_at, "--write", &to];
    let run = caseready(size.into_iter().chain(place));
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

fn audit(export: &str, as_at: &str) -> Value {
    let more = ["--as-at", as_at, "--format", "json", "--fail-on", "none"];
    let run = caseready(["audit", export].into_iter().chain(more));
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.json()
}

fn rows(folder: &str, table: &str) -> Vec<Row> {
    let path = Path::new(folder).join(format!("{table}.csv"));
    let mut reader = csv::Reader::from_path(path).expect("a table of the demonstration");
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

/// Our own tables without what a census has no place for: other tables and columns, assessments of carers, initial conferences
/// that neither an enquiry of the export nor a moving in led to, proceedings without pre-proceedings, the dates of reviews of
/// pre-proceedings (their number stays).
fn without_what_a_census_cannot_tell(native: &str) -> Folder {
    let projected = Folder::new();
    let reviews = rows(native, "pre_proceedings_reviews");
    let mut plans = rows(native, "pre_proceedings");
    for plan in &mut plans {
        let of_plan = |review: &&Row| {
            review["pre_proceedings_id"] == plan["pre_proceedings_id"]
                && !review["held_on"].is_empty()
        };
        let count = reviews.iter().filter(of_plan).count();
        plan.insert("review_count".to_owned(), count.to_string());
    }
    let applied: BTreeSet<(String, String)> = plans
        .iter()
        .map(|plan| (plan["child_id"].clone(), plan["application_on"].clone()))
        .collect();
    for (table, columns) in CARRIED {
        let kept = |row: &Row| match table {
            "assessments" => !matches!(row["kind"].as_str(), "parenting" | "connected person"),
            "conferences" => {
                row["kind"] == "review" || row["transfer_in"] == "yes" || !row["s47_id"].is_empty()
            }
            "proceedings" => applied.contains(&(row["child_id"].clone(), row["issued_on"].clone())),
            _ => true,
        };
        let rows = match table {
            "pre_proceedings" => plans.clone(),
            _ => rows(native, table),
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        let columns: Vec<&str> = columns.split(' ').collect();
        writer.write_record(&columns).expect("headings");
        for row in rows.iter().filter(|row| kept(row)) {
            let values = columns.iter().map(|column| &row[*column]);
            writer.write_record(values).expect("a row");
        }
        let bytes = writer.into_inner().expect("a table");
        projected.write(&format!("{table}.csv"), &bytes);
    }
    projected
}

/// What a run makes of a rule: whether it is judged, its counts, and every finding by child, outcome and due date.
#[derive(PartialEq, Debug)]
struct Judgement {
    assessed: bool,
    outcomes: Value,
    findings: Vec<(String, String, String)>,
}

fn judgements(run: &Value) -> BTreeMap<String, Judgement> {
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let list = |name: &str| run[name].as_array().expect("a list").iter();
    let mut judgements: BTreeMap<String, Judgement> = list("rules")
        .map(|rule| {
            let judgement = Judgement {
                assessed: rule["status"] == "assessed",
                outcomes: rule["outcomes"].clone(),
                findings: Vec::new(),
            };
            (text(&rule["id"]), judgement)
        })
        .collect();
    for finding in ["findings", "upcoming", "unknown"]
        .into_iter()
        .flat_map(list)
    {
        let rule = judgements
            .get_mut(&text(&finding["rule"]))
            .expect("its rule");
        rule.findings.push((
            text(&finding["child_id"]),
            text(&finding["outcome"]),
            text(&finding["due_on"]),
        ));
    }
    for rule in judgements.values_mut() {
        rule.findings.sort();
    }
    judgements
}

fn judged(run: &BTreeMap<String, Judgement>) -> String {
    let assessed = run.iter().filter(|(_, rule)| rule.assessed);
    let ids: Vec<&str> = assessed.map(|(id, _)| id.as_str()).collect();
    ids.join(" ")
}

#[test]
fn a_census_is_judged_as_our_own_tables_are() {
    let folder = Folder::new();
    demo(&folder, "native", "native");
    demo(&folder, "census", "census");
    let native = judgements(&audit(&folder.file("native"), AS_AT));
    let census = judgements(&audit(&folder.file("census"), AS_AT));
    assert_eq!(judged(&census), JUDGED);
    let of_both = JUDGED
        .split(' ')
        .filter(|id| !STAND_INS.iter().any(|(stand_in, _)| stand_in == id));
    for id in of_both.clone() {
        assert!(native[id].assessed, "{id} is judged in a census alone");
    }
    let differ: Vec<&str> = of_both.filter(|id| native[*id] != census[*id]).collect();
    assert_eq!(differ, DIFFER.map(|(id, _, _)| id));
    for (id, table, column) in DIFFER {
        let found = |run: &BTreeMap<String, Judgement>| -> BTreeSet<_> {
            run[id].findings.iter().cloned().collect()
        };
        let (with, without) = (found(&native), found(&census));
        assert!(with.is_subset(&without), "{id}: an excuse takes away");
        let excused: BTreeSet<String> = rows(&folder.file("native"), table)
            .into_iter()
            .filter(|row| !["", "risk reduced"].contains(&row[column].as_str()))
            .map(|row| row["child_id"].clone())
            .collect();
        for (child, _, _) in without.difference(&with) {
            assert!(excused.contains(child), "{id}: {child}");
        }
    }
    let children = |id: &str, run: &BTreeMap<String, Judgement>| -> BTreeSet<String> {
        let late = |outcome: &str| ["late", "missed", "overdue"].contains(&outcome);
        let findings = run[id].findings.iter();
        findings
            .filter(|(_, outcome, _)| late(outcome))
            .map(|(child, _, _)| child.clone())
            .collect()
    };
    for (id, stands_for) in STAND_INS {
        assert!(!native[id].assessed);
        let (found, there) = (children(id, &census), children(stands_for, &native));
        assert!(!found.is_empty(), "{id}");
        assert!(found.is_subset(&there), "{id}: {found:?}, {there:?}");
    }
}

#[test]
fn with_the_same_columns_every_rule_comes_out_the_same() {
    for (seed, as_at) in [("1", AS_AT), ("2", "2025-10-15"), ("3", "2024-12-31")] {
        let folder = Folder::new();
        demo_of(&folder, "native", "native", seed, as_at);
        demo_of(&folder, "census", "census", seed, as_at);
        let projected = without_what_a_census_cannot_tell(&folder.file("native"));
        let native = judgements(&audit(&projected.as_argument(), as_at));
        let census = judgements(&audit(&folder.file("census"), as_at));
        let ids = native.keys();
        let differ: Vec<&String> = ids.filter(|id| native[*id] != census[*id]).collect();
        assert!(differ.is_empty(), "seed {seed}: {differ:?}");
        let not_met = ["late", "missed", "overdue", "failed"];
        let found = census.values().flat_map(|rule| &rule.findings);
        let found = found.filter(|(_, outcome, _)| not_met.contains(&outcome.as_str()));
        let found = found.count();
        assert!(
            found > 50,
            "seed {seed}: only {found} findings were compared"
        );
    }
}

#[test]
fn a_census_is_read_without_a_problem_and_to_the_last_record() {
    let folder = Folder::new();
    let said = demo(&folder, "census", "census");
    let census = folder.file("census/cin_census.xml");
    let page = caseready(["inspect", &census, "--as-at", AS_AT]).stdout;
    assert!(page.contains("\nPROBLEMS: NONE\n"), "{page}");
    assert!(!page.contains("- not used"), "{page}");
    let run = audit(&census, AS_AT);
    let inputs = run["inputs"].as_array().expect("inputs").iter();
    let read: u64 = inputs
        .map(|input| input["loaded"].as_u64().expect("a count"))
        .sum();
    let written = format!(
        "An invented authority with 400 children, written as a children in need census: {read} records in 1 file in"
    );
    assert!(said.starts_with(&written), "{said} {read}");
}

/// What may stand in each element of the layout of 2026, in order.
const LAYOUT: [(&str, &str); 17] = [
    ("Message", "Header Children"),
    ("Header", "CollectionDetails Source"),
    ("CollectionDetails", "Collection Year ReferenceDate"),
    (
        "Source",
        "SourceLevel LEA SoftwareCode Release SerialNo DateTime",
    ),
    ("Children", "Child"),
    ("Child", "ChildIdentifiers ChildCharacteristics CINdetails"),
    (
        "ChildIdentifiers",
        "LAchildID UPN FormerUPN UPNunknown PersonBirthDate ExpectedPersonBirthDate Sex PersonDeathDate",
    ),
    ("ChildCharacteristics", "Ethnicity Disabilities"),
    ("Disabilities", "Disability"),
    (
        "CINdetails",
        "CINreferralDate ReferralSource PrimaryNeedCode CINclosureDate ReasonForClosure DateOfInitialCPC \
         Assessments CINPlanDates Section47 ReferralNFA ChildProtectionPlans PreProceedingsandFGDM",
    ),
    (
        "Assessments",
        "AssessmentActualStartDate AssessmentInternalReviewDate AssessmentAuthorisationDate \
         FactorsIdentifiedAtAssessment",
    ),
    ("FactorsIdentifiedAtAssessment", "AssessmentFactors"),
    ("CINPlanDates", "CINPlanStartDate CINPlanEndDate"),
    (
        "Section47",
        "S47ActualStartDate InitialCPCtarget DateOfInitialCPC ICPCnotRequired",
    ),
    (
        "ChildProtectionPlans",
        "CPPstartDate CPPendDate InitialCategoryOfAbuse LatestCategoryOfAbuse NumberOfPreviousCPP Reviews",
    ),
    ("Reviews", "CPPreviewDate"),
    (
        "PreProceedingsandFGDM",
        "PPStartDate LBPSentDate FGDMMeetingOffer FGDMMeetingFac InitialPPMeetingDate ReviewMeetingsCount \
         StepDecisionDate PPOutcome CourtAppDate LetterInitCPDate",
    ),
];

const REPEATED: &str = "Child Disability CINdetails Assessments AssessmentFactors CINPlanDates Section47 ChildProtectionPlans \
    CPPreviewDate PreProceedingsandFGDM";

#[test]
fn its_elements_stand_where_the_layout_has_them() {
    let folder = Folder::new();
    demo(&folder, "census", "census");
    let text = fs::read_to_string(folder.file("census/cin_census.xml")).expect("a census");
    let mut reader = quick_xml::Reader::from_str(&text);
    // Each element open, and the place of the last one in it.
    let mut open: Vec<(String, Option<usize>)> = Vec::new();
    let mut seen = BTreeSet::new();
    loop {
        match reader.read_event().expect("it is XML") {
            quick_xml::events::Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                if let Some((within, last)) = open.last_mut() {
                    let inside = LAYOUT.iter().find(|(element, _)| element == within);
                    let inside = inside.map_or("", |(_, inside)| inside);
                    let place = inside.split(' ').position(|other| other == name);
                    assert!(place.is_some(), "{name} stands in {within}");
                    let may_repeat = REPEATED.split(' ').any(|other| other == name);
                    let repeats = *last == place && may_repeat;
                    assert!(
                        repeats || *last < place,
                        "{name} in {within} stands too late"
                    );
                    *last = place;
                }
                seen.insert(name.clone());
                open.push((name, None));
            }
            quick_xml::events::Event::End(_) => {
                open.pop();
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    let all = LAYOUT.iter().flat_map(|(_, inside)| inside.split(' '));
    let never: Vec<&str> = all.filter(|name| !seen.contains(*name)).collect();
    assert_eq!(
        never.join(" "),
        "UPN FormerUPN UPNunknown PersonDeathDate AssessmentInternalReviewDate InitialCPCtarget PPOutcome LetterInitCPDate"
    );
}

#[test]
fn its_year_is_the_one_it_is_made_in() {
    for (as_at, ends) in [
        (
            "2026-03-31",
            "<Year>2026</Year>\n      <ReferenceDate>2026-03-31<",
        ),
        (
            "2025-04-01",
            "<Year>2026</Year>\n      <ReferenceDate>2026-03-31<",
        ),
        (
            "2025-12-31",
            "<Year>2026</Year>\n      <ReferenceDate>2026-03-31<",
        ),
        (
            "2025-02-28",
            "<Year>2025</Year>\n      <ReferenceDate>2025-03-31<",
        ),
    ] {
        let folder = Folder::new();
        let to = folder.file("census");
        let run = caseready([
            "demo",
            "--children",
            "1",
            "--as",
            "census",
            "--as-at",
            as_at,
            "--write",
            &to,
        ]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let text = fs::read_to_string(folder.file("census/cin_census.xml")).expect("a census");
        assert!(text.contains(ends), "{as_at}: {text}");
        assert!(text.ends_with("  </Children>\n</Message>\n"), "{text}");
    }
}

#[test]
fn threads_change_nothing_in_a_census() {
    let folder = Folder::new();
    let write = |name: &str, threads: &str| {
        let to = folder.file(name);
        let arguments = [
            "demo",
            "--children",
            "801",
            "--as",
            "census",
            "--threads",
            threads,
            "--write",
            &to,
        ];
        let run = caseready(arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
        fs::read(folder.file(&format!("{name}/cin_census.xml"))).expect("a census")
    };
    assert!(write("one", "1") == write("two", "2"));
}
