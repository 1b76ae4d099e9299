//! What is owed to a child ends with the child's life, and under a plan or in care with childhood, whoever closes the record.

use crate::command::{Folder, audited, caseready, rule};
use crate::unreadable::said;

const VISITS: &str = "visit_id,child_id,kind,visited_on,child_seen\n\
    V1,C1,child protection,2026-01-12,yes\nV2,C2,child protection,2026-01-12,yes\n";

fn plans(children: usize) -> String {
    let rows = (1..=children).map(|number| format!("P{number},C{number},2026-01-05,\n"));
    format!(
        "plan_id,child_id,started_on,ended_on\n{}",
        rows.collect::<String>()
    )
}

#[test]
fn a_plan_that_was_left_open_after_the_eighteenth_birthday_is_over() {
    let visited = |births: [&str; 2]| {
        let children = format!(
            "child_id,date_of_birth\nC1,{}\nC2,{}\n",
            births[0], births[1]
        );
        let plans = plans(2);
        said(
            "CP-19",
            &[
                ("children", &children),
                ("cp_plans", &plans),
                ("visits", VISITS),
            ],
        )
    };
    // Four weeks after 12 January are over on 9 February, and four more on 9 March.
    assert_eq!(visited(["2008-02-09", "2016-06-15"]), "met 2; overdue 2");
    assert_eq!(
        visited(["2008-02-10", "2016-06-15"]),
        "met 2; missed 1; overdue 2"
    );
    // Somebody else's birth.
    assert_eq!(visited(["1988-02-09", "2016-06-15"]), "met 2; overdue 4");
}

#[test]
fn a_record_left_open_after_the_eighteenth_birthday_is_told_as_an_error() {
    let problems = |births: [&str; 2]| {
        let folder = Folder::new();
        let children = births.iter().enumerate();
        let children = children.map(|(place, birth)| format!("C{},{birth}\n", place + 1));
        let children = format!("child_id,date_of_birth\n{}", children.collect::<String>());
        folder.write("export/children.csv", children.as_bytes());
        folder.write("export/cp_plans.csv", plans(2).as_bytes());
        folder.write("export/visits.csv", VISITS.as_bytes());
        let run = audited(&folder, &["--only", "CP-19"]);
        let problems = run["problems"].as_array().expect("problems").iter();
        let told = problems.filter(|problem| problem["column"] == "ended_on");
        let told = told.map(|problem| {
            format!(
                "{}, row {}: {}",
                problem["severity"].as_str().expect("a severity"),
                problem["row"],
                problem["message"].as_str().expect("a message")
            )
        });
        told.collect::<Vec<String>>()
    };
    // The day itself is the first on which nothing is owed.
    assert_eq!(
        problems(["2016-06-15", "2008-03-31"]),
        [
            "error, row 3: a child protection plan is open after the child's 18th birthday: nothing is asked under it from that day; end it, or put the date of birth right"
        ]
    );
    assert_eq!(problems(["2016-06-15", "2008-04-01"]), [""; 0]);
    assert_eq!(
        problems(["2008-03-31", "2008-02-10"]),
        [
            "error, row 2: 2 child protection plans, this the first, are open after the child's 18th birthday: nothing is asked under them from that day; end them, or put the date of birth right"
        ]
    );
}

#[test]
fn explain_says_that_a_birthday_ended_what_was_owed() {
    let folder = Folder::new();
    folder.write(
        "export/children.csv",
        b"child_id,date_of_birth\nC1,2008-01-26\n",
    );
    folder.write("export/cp_plans.csv", plans(1).as_bytes());
    folder.write("export/visits.csv", VISITS.as_bytes());
    let explained = caseready([
        "explain",
        "CP-18",
        "--record",
        "P1",
        &folder.file("export"),
        "--as-at",
        "2026-03-31",
    ]);
    let words = explained.stdout.replace('\n', " ");
    assert!(
        words.contains(
            "The child was 18 on Monday 26 January 2026. Nothing is owed under the child protection plan from that day on."
        ),
        "{}",
        explained.stdout
    );
}

#[test]
fn what_failed_long_before_is_out_of_the_period_with_the_death() {
    let folder = Folder::new();
    folder.write(
        "export/children.csv",
        b"child_id,died_on\nC1,2024-06-03\nC2,2026-01-05\nC3,\n",
    );
    folder.write(
        "export/cp_plans.csv",
        b"plan_id,child_id,started_on,ended_on,contingency\nP1,C1,2024-03-04,,\nP2,C2,2025-03-03,,\nP3,C3,2025-03-03,,\n\
          P4,C4,2025-03-03,2025-09-01,Grandmother takes him in that night\n",
    );
    let run = audited(&folder, &["--only", "CP-06"]);
    assert_eq!(rule(&run, "CP-06")["outcomes"]["failed"], 2);
    let findings = run["findings"].as_array().expect("findings").iter();
    let live: Vec<_> = findings
        .map(|finding| (finding["key"].as_str(), finding["live"].as_bool()))
        .collect();
    assert_eq!(live, [(Some("P2"), Some(false)), (Some("P3"), Some(true))]);
}

#[test]
fn a_day_of_death_that_cannot_be_read_leaves_nothing_overdue() {
    let said = |children: &str, count| {
        let plans = plans(count);
        said(
            "CP-19",
            &[
                ("children", children),
                ("cp_plans", &plans),
                ("visits", VISITS),
            ],
        )
    };
    assert_eq!(
        said(
            "child_id,date_of_birth,died_on\nC1,2016-06-15,31/02/2026\nC2,2016-06-15,\n",
            2
        ),
        "met 2; overdue 2; unknown 1; the date of the child's death is recorded, but cannot be read"
    );
    // What so many say is no death.
    let children = (1..=10).map(|number| format!("C{number},2016-06-15,alive\n"));
    let children = format!(
        "child_id,date_of_birth,died_on\n{}",
        children.collect::<String>()
    );
    assert_eq!(said(&children, 2), "met 2; overdue 4");
}

#[test]
fn what_hangs_on_a_plan_or_a_time_in_care_ends_with_childhood_too() {
    let of_birth = |births: [&str; 2]| {
        format!(
            "child_id,date_of_birth\nC1,{}\nC2,{}\n",
            births[0], births[1]
        )
    };
    let actions = |children: &str| {
        let plans = plans(2);
        let actions = "action_id,plan_id,child_id,plan_kind,description,owner,due_on,completed_on\n\
            A1,P1,C1,child protection,Mum takes him to nursery,Mum,2026-02-16,\n\
            A2,P2,C2,child protection,Dad rings the health visitor,,2026-02-16,\n\
            A3,P2,C2,child protection,Dad moves out of the house,Dad,2026-01-16,2026-01-10\n";
        let files = [
            ("children", children),
            ("cp_plans", &plans),
            ("plan_actions", actions),
        ];
        [said("CP-14", &files), said("CP-10", &files)]
    };
    assert_eq!(
        actions(&of_birth(["2016-06-15", "2016-06-15"])),
        ["met 1; overdue 2", "failed 1; met 2"]
    );
    // Eighteen on the day that the first action was due, and on the day after.
    assert_eq!(
        actions(&of_birth(["2008-02-16", "2008-02-17"])),
        ["met 1; missed 1", "failed 1; met 2"]
    );

    let reviews = |children: &str| {
        let files = [
            ("children", children),
            (
                "care_periods",
                "period_id,child_id,started_on,ended_on\nB1,C1,2025-06-02,\nB2,C2,2025-06-02,\n",
            ),
            (
                "care_reviews",
                "review_id,period_id,child_id,due_on,held_on\n\
                 R1,B1,C1,2026-02-16,\nR2,B2,C2,2026-02-16,\nR3,B2,C2,2025-11-17,2025-11-12\n",
            ),
        ];
        said("CI-11", &files)
    };
    assert_eq!(
        reviews(&of_birth(["2016-06-15", "2016-06-15"])),
        "met 1; overdue 2"
    );
    assert_eq!(
        reviews(&of_birth(["2008-02-16", "2008-02-17"])),
        "met 1; missed 1"
    );
}

#[test]
fn a_young_person_may_stay_with_the_carer() {
    let problems = |care: &str, placements: &str| {
        let folder = Folder::new();
        folder.write(
            "export/children.csv",
            b"child_id,date_of_birth\nC1,2008-02-16\nC2,2016-02-16\n",
        );
        let care = format!(
            "period_id,child_id,started_on,ended_on\n{care}\nB2,C2,2025-06-02,2026-01-12\n"
        );
        folder.write("export/care_periods.csv", care.as_bytes());
        let placements = format!(
            "placement_id,period_id,child_id,started_on,ended_on,kind\n{placements}\n\
             L2,B2,C2,2025-06-02,2026-01-12,U4\n"
        );
        folder.write("export/placements.csv", placements.as_bytes());
        folder.write("export/visits.csv", VISITS.as_bytes());
        let run = audited(&folder, &["--only", "CI-02,CI-03"]);
        let problems = run["problems"].as_array().expect("problems").iter();
        let told = problems.filter(|problem| problem["column"] == "ended_on");
        let told = told.map(|problem| problem["message"].as_str().expect("words").to_owned());
        told.collect::<Vec<String>>()
    };
    let ended = "B1,C1,2025-06-02,2026-02-16";
    let open = "B1,C1,2025-06-02,";
    assert_eq!(problems(ended, "L1,B1,C1,2025-06-02,,U4"), [""; 0]);
    let [of_care] = &problems(open, "L1,B1,C1,2025-06-02,,U4")[..] else {
        panic!("one problem");
    };
    assert!(of_care.starts_with("a period in care is open after the child's 18th birthday"));
    // Nothing says to which time in care it belongs.
    let [of_placement] = &problems(ended, "L1,,C1,2025-06-02,,U4")[..] else {
        panic!("one problem");
    };
    assert!(of_placement.starts_with("a placement is open after the child's 18th birthday"));
}
