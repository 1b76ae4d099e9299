//! What records can show and what they cannot: lists that keep only the last event of each child, columns that a system fills,
//! exports of finished work; and the page that tells the data team.

use std::fmt::Write as _;

use caseready::check::assess::wanting;
use caseready::check::context::Context;
use caseready::check::follow::follow;
use caseready::check::grouped::Grouped;
use caseready::check::scope::Scope;
use caseready::load::{Context as LoadContext, Input, load};
use caseready::model::day::Day;
use caseready::model::records::Records;
use caseready::model::runner::InTurn;
use caseready::model::view::View;
use caseready::report::explain::{Explained, record};
use caseready::rules::Ruleset;
use serde_json::{Value, json};

use crate::command::{Folder, caseready};

const AS_AT: &str = "2026-03-31";

/// The records of an export of which these tables hold only the last of each child.
fn last_only(ruleset: &Ruleset, export: &Value, tables: &[&str]) -> Records {
    let bytes = export.to_string().into_bytes();
    let input = Input {
        name: "export.json".to_owned(),
        named: true,
        size: 0,
        read: Box::new(move || Ok(bytes.clone())),
    };
    let placeholders = ruleset.reference.phrase_lists.placeholders();
    let context = LoadContext::new(&ruleset.catalogue, &ruleset.layouts, placeholders);
    let Ok(loaded) = load(vec![input], &context, &InTurn) else {
        panic!("{export} is an export");
    };
    let mut records = loaded.records;
    for table in tables {
        records.keep_only_latest(ruleset.catalogue.find(table).expect("a table"));
    }
    records
}

/// What `explain --record` says of a record, on one line; or why its rule is not assessed.
fn explained(id: &str, key: &str, export: &Value, tables: &[&str]) -> String {
    let ruleset = Ruleset::carried().unwrap_or_else(|bad| panic!("{:#?}", bad.diagnostics));
    let records = last_only(&ruleset, export, tables);
    let id = ruleset.find(id).expect("a rule");
    let rule = ruleset.rule(id);
    let as_at = Day::parse_iso(AS_AT).expect("a day");
    let view = View {
        records: &records,
        catalogue: &ruleset.catalogue,
        as_at,
    };
    if let Some(reason) = wanting(rule, view) {
        return reason;
    }
    let grouped = Grouped::build(&ruleset, &records, std::iter::once(rule), &InTurn);
    let context = Context {
        view,
        calendar: &ruleset.calendar,
        ruleset: &ruleset,
        grouped: &grouped,
    };
    let symbol = records.ids(rule.table).find(key).expect("a key");
    let row = records.row_of_key(rule.table, symbol).expect("a record");
    let scope = Scope { as_at, after: None };
    let explained = Explained {
        id,
        rule,
        context,
        scope,
        row,
        subject: follow(rule, context, row, scope),
    };
    let page = anstream::adapter::strip_str(&record(&explained, 80)).to_string();
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
}

/// Three children in care, one visited long ago, one never, and one lately.
fn in_care() -> Value {
    json!({
        "care_periods": [
            { "period_id": "B1", "child_id": "C1", "started_on": "2025-01-06", "ended_on": null },
            { "period_id": "B2", "child_id": "C2", "started_on": "2025-01-06", "legal_status": "C1" },
            { "period_id": "B3", "child_id": "C3", "started_on": "2025-01-06", "permanence_plan": "adoption" },
            { "period_id": "B4", "child_id": "C4", "started_on": "2025-01-06", "ended_on": "2025-12-01" },
            { "period_id": "B5", "child_id": "C5", "started_on": "2026-03-02" },
        ],
        "visits": [
            { "visit_id": "V1", "child_id": "C1", "visited_on": "2026-02-10" },
            { "visit_id": "V3", "child_id": "C3", "visited_on": "2026-03-24" },
            { "visit_id": "V4", "child_id": "C4", "visited_on": "2026-01-12" },
            { "visit_id": "V5", "child_id": "C5", "visited_on": "2026-02-10" },
        ],
    })
}

#[test]
fn a_list_of_last_visits_is_judged_from_the_last_visit_on() {
    let one = |key| explained("CI-03", key, &in_care(), &["visits"]);
    // With every visit in the files nine would have been owed before the first.
    let whole = explained("CI-03", "B1", &in_care(), &[]);
    says(&whole, &["LATE, 9 times over", "OVERDUE"]);
    says(
        &one("B1"),
        &[
            "Only the last visit of each child is in these files",
            "visit V1 (row 1): Tuesday 10 February 2026: counts",
            "OVERDUE A visit was due by 24 March 2026 and is not recorded: 7 days over.",
            "6 weeks from Tuesday 10 February 2026 is Tuesday 24 March 2026.",
        ],
    );
    assert!(!one("B1").contains("LATE"), "{}", one("B1"));
    says(&one("B3"), &["DUE A visit is due by 5 May 2026."]);
    says(
        &one("B4"),
        &["The rule asks nothing of this record: it ended before anything fell due"],
    );
}

#[test]
fn a_child_without_a_last_visit_is_unknown_and_one_last_visited_before_the_start_is_not() {
    let one = |key| explained("CI-03", key, &in_care(), &["visits"]);
    says(
        &one("B2"),
        &["UNKNOWN Only the last visit of each child is in these files, and this child has none."],
    );
    // Nothing came since the child came into care, whatever came before the last visit.
    says(
        &one("B5"),
        &[
            "visit V5 (row 1): Tuesday 10 February 2026: does not count",
            "DUE A visit is due by 13 April 2026.",
        ],
    );
}

#[test]
fn a_deadline_is_met_by_a_last_event_in_time_and_else_unknown() {
    let export = json!({
        "referrals": [
            { "referral_id": "R1", "child_id": "C1", "received_on": "2026-01-05", "closed_on": null, "outcome": "assessment" },
            { "referral_id": "R2", "child_id": "C2", "received_on": "2026-01-05", "outcome": "assessment" },
            { "referral_id": "R3", "child_id": "C3", "received_on": "2026-01-05", "outcome": "assessment" },
        ],
        "assessments": [
            { "assessment_id": "N1", "child_id": "C1", "referral_id": "R1", "started_on": "2026-01-06", "completed_on": "2026-01-20" },
            { "assessment_id": "N2", "child_id": "C2", "referral_id": "R2", "started_on": "2026-03-02", "completed_on": "2026-03-24" },
        ],
    });
    let one = |key| explained("AS-12", key, &export, &["assessments"]);
    says(&one("R1"), &["MET ", "in time"]);
    says(
        &one("R2"),
        &[
            "UNKNOWN Only the last assessment of each child is in these files, and an earlier one may have been in time.",
        ],
    );
    says(
        &one("R3"),
        &[
            "UNKNOWN Only the last assessment of each child is in these files, and this referral has none.",
        ],
    );
    says(&explained("AS-12", "R2", &export, &[]), &["LATE "]);
}

#[test]
fn what_only_the_last_of_is_there_cannot_be_counted() {
    let export = json!({
        "strategy_discussions": [{ "strategy_discussion_id": "D1", "child_id": "C1", "held_on": "2026-03-02" }],
        "workers": [{ "worker_id": "W1", "role": "social worker", "full_time_equivalent": 1.0, "newly_qualified": false }],
        "allocations": [{ "allocation_id": "K1", "child_id": "C1", "worker_id": "W1", "role": "allocated social worker", "started_on": "2025-03-02", "ended_on": null }],
    });
    assert_eq!(
        explained("WF-01", "W1", &export, &["allocations"]),
        "only the last of each child's allocations is in these files"
    );
}

/// Core groups of which the last says otherwise, where anything is said.
fn core_groups(count: usize, plan_reviewed: &str, last: &str) -> String {
    let mut text = "core_group_id,child_id,held_on,plan_reviewed\n".to_owned();
    for number in 1..=count {
        let says = if number == count { last } else { plan_reviewed };
        let _ = writeln!(
            text,
            "G{number},C{number},2026-03-{:02},{says}",
            1 + number % 28
        );
    }
    text
}

/// Whether CP-16, which asks whether the plan was reviewed, is assessed, and why not.
fn judged(core_groups: &str) -> (String, Option<String>) {
    let folder = Folder::with(&[("core_groups.csv", core_groups.as_bytes())]);
    let run = caseready([
        "audit",
        &folder.as_argument(),
        "--as-at",
        AS_AT,
        "--only",
        "CP-16,CP-17",
        "--format",
        "json",
    ])
    .json();
    let rule = &run["rules"][0];
    assert_eq!(rule["id"], "CP-16");
    (
        rule["status"].as_str().expect("a status").to_owned(),
        rule["reason"].as_str().map(str::to_owned),
    )
}

#[test]
fn a_flag_that_says_the_same_in_every_record_is_no_evidence() {
    let reason = |says| {
        format!(
            "core_groups.plan_reviewed says {says} in all 200 records: a column filled alike is no evidence"
        )
    };
    for says in ["yes", "no"] {
        let found = judged(&core_groups(200, says, says));
        assert_eq!(found, ("not assessed".to_owned(), Some(reason(says))));
    }
    for told in [
        core_groups(199, "yes", "yes"),
        core_groups(200, "yes", "no"),
        core_groups(200, "yes", ""),
    ] {
        assert_eq!(judged(&told), ("assessed".to_owned(), None));
    }
}

#[test]
fn a_column_filled_alike_is_listed_and_named_among_what_to_export() {
    let rows = core_groups(200, "yes", "yes");
    let folder = Folder::with(&[("core_groups.csv", rows.as_bytes())]);
    let page = caseready(["inspect", &folder.as_argument(), "--as-at", AS_AT]).stdout;
    says(
        &page,
        &["\n- filled alike: plan_reviewed (yes in all 200: no evidence)\n"],
    );
    let page = page.replace("\n  ", " ");
    says(
        &page,
        &["core_groups.plan_reviewed as it was answered (CP-16)"],
    );
}

#[test]
fn a_flag_behind_a_reference_is_no_evidence_either() {
    let mut workers = "worker_id,role,qualified\n".to_owned();
    for number in 1..=200 {
        let _ = writeln!(workers, "W{number},social worker,yes");
    }
    let allocations = "allocation_id,child_id,worker_id,role,started_on,ended_on\nK1,C1,W1,allocated social worker,2026-03-02,\n";
    let folder = Folder::with(&[
        ("workers.csv", workers.as_bytes()),
        ("allocations.csv", allocations.as_bytes()),
    ]);
    let run = caseready([
        "audit",
        &folder.as_argument(),
        "--as-at",
        AS_AT,
        "--only",
        "WF",
        "--format",
        "json",
    ]);
    says(
        &run.stdout,
        &["workers.qualified says yes in all 200 records: a column filled alike is no evidence"],
    );
}

#[test]
fn no_carried_export_has_a_column_filled_alike() {
    for export in [
        "fixtures/focused-visit",
        "fixtures/pre-proceedings",
        "fixtures/silent",
    ] {
        let page = caseready(["inspect", export, "--as-at", AS_AT]).stdout;
        assert!(!page.contains("filled alike"), "{export}: {page}");
    }
    let folder = Folder::new();
    let demo = folder.file("demo");
    let made = caseready([
        "demo",
        "--children",
        "4000",
        "--write",
        &demo,
        "--as-at",
        AS_AT,
    ]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let page = caseready(["inspect", &demo, "--as-at", AS_AT]).stdout;
    assert!(!page.contains("filled alike"), "{page}");
    let audit = caseready(["audit", &demo, "--as-at", AS_AT]).stdout;
    assert!(!audit.contains("FINISHED WORK ONLY"), "{audit}");
}

/// Completed assessments, begun on every day of a year in turn; `open` is added as it stands.
fn assessments(count: usize, open: &str) -> String {
    let mut text = "assessment_id,child_id,started_on,completed_on\n".to_owned();
    for number in 0..count {
        let month = 4 + number % 9;
        let _ = writeln!(
            text,
            "N{number},C{number},2025-{month:02}-03,2025-{month:02}-24"
        );
    }
    text + open
}

fn audited(assessments: &str, more: &[&str]) -> (String, Value) {
    let folder = Folder::with(&[("assessments.csv", assessments.as_bytes())]);
    let export = folder.as_argument();
    let arguments = [&["audit", &export, "--as-at", AS_AT], more].concat();
    let text = caseready(arguments.iter().copied()).stdout;
    let run = caseready(arguments.into_iter().chain(["--format", "json"])).json();
    (text.replace('\n', " "), run)
}

#[test]
fn an_export_of_finished_work_says_so_at_the_top() {
    let (text, run) = audited(&assessments(500, ""), &[]);
    says(
        &text,
        &[
            "FINISHED WORK ONLY: no open assessment among 500: work that is overdue and not finished cannot be seen in this export.",
        ],
    );
    let told: Vec<&Value> = run["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .filter(|problem| {
            problem["message"]
                .to_string()
                .contains("finished work only")
        })
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["severity"], "warning");
    assert_eq!(
        told[0]["message"],
        "assessments holds finished work only: none of the 500 assessments begun in the period is open, so that work that is overdue and not finished cannot be seen"
    );
}

#[test]
fn an_export_with_open_work_or_little_of_it_says_nothing() {
    for (rows, more) in [
        (assessments(499, ""), &[][..]),
        (assessments(500, "N900,C900,2026-03-02,\n"), &[]),
        // Completed since the day that is asked about: on that day it was open.
        (assessments(500, "N900,C900,2026-03-02,2026-04-02\n"), &[]),
        (assessments(500, ""), &["--period", "4m"]),
    ] {
        let (text, run) = audited(&rows, more);
        assert!(!text.contains("FINISHED WORK ONLY"), "{text}");
        assert!(!run["problems"].to_string().contains("finished work only"));
    }
}

/// Twelve visits a month for two years, but for August 2025; a child of no visit, and things that are nobody's business.
fn visits() -> String {
    let mut text =
        "visit_id,child_id,Forename,visited_on,child_seen,Free text,NHS Number\n".to_owned();
    for month in 0..24 {
        let (year, month) = (2024 + (month + 3) / 12, (month + 3) % 12 + 1);
        let all = if (year, month) == (2025, 8) { 2 } else { 12 };
        for day in 1..=all {
            let seen = if day == 3 { "" } else { "yes" };
            let _ = writeln!(
                text,
                "V{year}{month:02}{day},C{day},Ann,{year}-{month:02}-{day:02},{seen},came late,999"
            );
        }
    }
    text + "V1,C1,Ann,31/02/2026,no,none,999\n"
}

#[test]
fn the_page_for_the_data_team_says_what_is_used_what_is_blank_and_where_months_are_missing() {
    let folder = Folder::with(&[("visits.csv", visits().as_bytes())]);
    let output = caseready(["inspect", &folder.as_argument(), "--as-at", AS_AT]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let page = output.stdout;
    says(
        &page,
        &[
            "\n- used: visit_id, child_id, visited_on, child_seen\n- not used: Free text\n- never loaded: Forename, NHS Number\n",
            "visits: 279 records; newest event 12 March 2026, 19 days before\n- blank: child_seen 8%\n- problems: visited_on 1\n- sudden gaps: 2 in August 2025, where 12 a month are usual\n",
            "WHAT CAN BE JUDGED: ",
        ],
    );
    assert!(!page.contains("columns not used"), "said twice: {page}");
    for line in page.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn the_months_before_an_export_begins_and_after_it_ends_are_no_gap() {
    let rows: Vec<String> = visits()
        .lines()
        .filter(|line| !line.contains("-08-"))
        .map(str::to_owned)
        .collect();
    let folder = Folder::with(&[("visits.csv", rows.join("\n").as_bytes())]);
    // August 2024 and August 2025 are gone; of what comes after March 2026 nobody can say.
    let page = caseready(["inspect", &folder.as_argument(), "--as-at", "2026-07-31"]).stdout;
    says(
        &page,
        &["- sudden gaps: 0 in August 2025, where 12 a month are usual\n"],
    );
    let page = caseready(["inspect", &folder.as_argument(), "--as-at", AS_AT]).stdout;
    says(
        &page,
        &["- sudden gaps: 0 in August 2024, 0 in August 2025, where 12 a month are usual\n"],
    );
}

#[test]
fn every_area_says_how_much_of_it_can_be_judged_and_what_to_export_for_the_rest() {
    let page = caseready(["inspect", "fixtures/pre-proceedings", "--as-at", AS_AT]).stdout;
    let areas = page.split("WHAT CAN BE JUDGED: ").nth(1).expect("areas");
    let areas = areas.replace("\n  ", " ");
    says(
        &areas,
        &[
            "\nPre-proceedings: 24 of 24 standards\n",
            "\nEarly help: 0 of 2 standards; for the rest: early_help (EH-01, EH-02), early_help_reviews (EH-02)\n",
            "\nSection 47 enquiries: 0 of 9 standards; for the rest: s47_enquiries (S4-01, S4-02, S4-03 and 6 more)\n",
        ],
    );
    let order: Vec<usize> = [
        "Front door:",
        "Pre-proceedings:",
        "Care leavers:",
        "Recording and",
    ]
    .iter()
    .map(|area| areas.find(area).expect("an area"))
    .collect();
    assert!(order.is_sorted(), "{areas}");
}

#[test]
fn an_excuse_that_the_file_has_no_column_for_is_told_with_the_finding() {
    let message = |headings: &str, more: &str| {
        let plans = format!(
            "pre_proceedings_id,child_id,decided_on,letter_sent_on,ended_on{headings}\nL1,C1,2025-09-01,2025-09-03,2026-01-05{more}\n"
        );
        let folder = Folder::with(&[("pre_proceedings.csv", plans.as_bytes())]);
        let export = folder.as_argument();
        let arguments = ["audit", &export, "--as-at", AS_AT, "--only", "PP-06"];
        let run = caseready(arguments.into_iter().chain(["--format", "json"])).json();
        run["findings"][0]["message"].as_str().map(str::to_owned)
    };
    let late = "The end of pre-proceedings was due by 24 December 2025 and came on 5 January 2026, 12 days late";
    let unknown = "; an authorised extension would excuse it, and its file has no column for that";
    assert_eq!(
        message("", "").as_deref(),
        Some(&*format!("{late}{unknown}"))
    );
    let only = "; excused only where an authorised extension is recorded";
    assert_eq!(
        message(",extended_on", ",").as_deref(),
        Some(&*format!("{late}{only}"))
    );
    assert_eq!(message(",extended_on", ",2025-12-01"), None);
}

#[test]
fn every_event_in_time_is_listed_with_why_it_does_not_count() {
    let export = json!({
        "cp_plans": [{ "plan_id": "P1", "child_id": "C1", "started_on": "2026-03-02", "ended_on": null, "looked_after_on": null }],
        "children": [{ "child_id": "C1", "date_of_birth": "2015-03-04" }],
        "care_periods": [{ "period_id": "B9", "child_id": "C9", "started_on": "2025-03-04" }],
        "visits": [
            { "visit_id": "V1", "child_id": "C1", "visited_on": "2026-03-03", "child_seen": false },
            { "visit_id": "V2", "child_id": "C1", "visited_on": "2026-03-04" },
            { "visit_id": "V3", "child_id": "C1", "visited_on": "2026-03-05", "child_seen_alone": true },
            { "visit_id": "V4", "child_id": "C1", "visited_on": "2026-02-05", "child_seen": false },
        ],
    });
    let text = explained("CP-19", "P1", &export, &[]);
    says(
        &text,
        &[
            "visit V1 (row 1): Tuesday 3 March 2026: does not count: not where the child is seen",
            "visit V2 (row 1): Wednesday 4 March 2026: does not count: it is not recorded whether the child is seen",
            // Who was seen alone was seen.
            "visit V3 (row 1): Thursday 5 March 2026: counts",
        ],
    );
    assert!(!text.contains("V4"), "{text}");
}

#[test]
fn a_review_is_due_and_not_the_end_of_what_may_go_on() {
    let folder = Folder::with(&[(
        "pre_proceedings.csv",
        b"pre_proceedings_id,child_id,decided_on,letter_sent_on,first_meeting_on,ended_on,review_count\nL1,C1,2026-02-16,2026-02-17,2026-02-23,,0\n",
    )]);
    let export = folder.as_argument();
    let audit = ["audit", &export, "--as-at", AS_AT, "--only", "PP-07"];
    let run = caseready(audit.into_iter().chain(["--format", "json"])).json();
    assert_eq!(
        run["upcoming"][0]["message"],
        "The end of pre-proceedings is due by 6 April 2026, unless the number of reviews held is at least 1"
    );
    let table = caseready(audit).stdout;
    let soon = table.split("DUE SOON").nth(1).expect("what is due soon");
    let words: Vec<&str> = soon.split_whitespace().collect();
    let line = "6 April 2026: C1, Pre-proceedings open for more than six weeks have had a review (where only a count is exported) (PP-07)";
    assert!(words.join(" ").contains(line), "{soon}");
}
