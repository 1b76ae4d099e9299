//! Annex A: each list has a cohort of its own, and lists 6 to 9 have the last visit, review or contact of each child alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::command::audited_file;

use super::carried::{Row, Tables};
use super::compare::{Entry, Run, alike, all_rules};
use super::{demo, native, native_tables, run_of, written};

/// The rules that must be judged from it, and found as they are from the native tables.
pub const AS_NATIVE: [&str; 11] = [
    "CI-16", "CI-26", "CL-01", "CL-02", "CL-03", "CL-04", "CL-06", "PE-02", "WF-06", "WF-09",
    "WF-12",
];

/// The rules judged of the cohort of a list: found as they are from native tables with no more than that.
const OF_A_COHORT: [(&str, &str); 12] = [
    ("AS-01", "list 4 begins six months back"),
    ("AS-13", "list 4 begins six months back"),
    ("CC-01", "list 5 begins six months back"),
    (
        "CI-06",
        "it has no day of the permanence plan, so the plan alone is asked for",
    ),
    ("CI-17", "it has the number of placements for their days"),
    (
        "CN-09",
        "it has the day the child was last seen for the visits",
    ),
    (
        "CP-20",
        "list 7 leaves out plans that ended more than six months ago",
    ),
    (
        "CP-26",
        "list 7 leaves out plans that ended more than six months ago",
    ),
    ("DQ-01", "children in none of the lists are not there"),
    (
        "DQ-03",
        "list 7 leaves out plans that ended more than six months ago",
    ),
    ("DQ-07", "list 5 begins six months back, with fewer days"),
    ("S4-01", "list 5 begins six months back"),
];

/// The rules judged from the last event alone: of what went before it, nothing can be said.
const FROM_THE_LAST: [(&str, &str); 19] = [
    (
        "AS-08",
        "an assessment of seven months ago is not in list 4",
    ),
    (
        "CC-02",
        "a conference of which list 5 says nothing may have been held",
    ),
    ("CC-09", "list 7 has the last review conference"),
    ("CI-01", "list 8 has the last review"),
    ("CI-02", "list 8 has the last visit"),
    ("CI-03", "list 8 has the last visit"),
    ("CI-04", "list 8 has the last health assessment"),
    ("CI-10", "list 8 has the last health assessment"),
    ("CI-12", "list 8 has the last dental check"),
    ("CI-14", "list 8 has the last placement"),
    ("CI-15", "list 8 has the last health assessment"),
    ("CI-25", "list 8 has the last visit"),
    ("CP-18", "list 7 has the last visit"),
    (
        "DQ-13",
        "it has no expected date of birth of a child who is born",
    ),
    ("S4-09", "list 5 has six of the twelve months"),
    ("SD-15", "list 5 has the discussions that began an enquiry"),
    ("VO-05", "list 7 has the last visit"),
    ("WF-04", "lists 6 to 8 have the present worker"),
    ("WF-05", "lists 6 to 8 have the present team"),
];

/// Judged, and of nobody: list 6 leaves out cases that were closed after assessment.
const OF_NOBODY: &str = "ES-07";

/// Six months before the as-at date.
const SIX_MONTHS_AGO: &str = "2025-09-30";
const TWELVE_MONTHS_AGO: &str = "2025-03-31";

/// Whether a span goes on or ended after a day.
fn is_there(row: &Row, ended: &str, after: &str) -> bool {
    row[ended].is_empty() || row[ended].as_str() > after
}

fn is_recent(row: &Row, on: &str) -> bool {
    row[on].as_str() > SIX_MONTHS_AGO
}

/// The native tables without what the lists leave out. Events of which they keep the last are left out altogether: of rules about
/// those nothing is compared with it.
fn carried() -> Tables {
    let all = native_tables();
    let mut tables = native_tables();
    for table in [
        "visits",
        "placements",
        "care_reviews",
        "health_checks",
        "allocations",
        "workers",
    ] {
        tables.drop_table(table);
    }
    tables
        .table("early_help")
        .retain(|row| row["ended_on"].is_empty() || is_recent(row, "started_on"));
    tables.keep_what_is_in(
        "annex_a",
        &[
            ("children", "expected_birth_on"),
            ("s47_enquiries", "strategy_discussion_id"),
            ("conferences", "s47_id"),
            ("conferences", "kind"),
            ("permanence", "period_id"),
        ],
    );
    for (table, on) in [("contacts", "received_on"), ("s47_enquiries", "started_on")] {
        tables.table(table).retain(|row| is_recent(row, on));
    }
    assessments(&mut tables, &all);
    enquiries(&mut tables, &all);
    cases(&mut tables, &all);
    for (table, begun) in [("cp_plans", "started_on"), ("care_periods", "started_on")] {
        tables.keep_latest(table, begun);
        tables
            .table(table)
            .retain(|row| is_there(row, "ended_on", SIX_MONTHS_AGO));
    }
    tables
        .table("permanence")
        .retain(|row| row["option"] == "adoption" && is_there(row, "ended_on", TWELVE_MONTHS_AGO));
    children(&mut tables, &all);
    tables
}

fn assessments(tables: &mut Tables, all: &Tables) {
    let of_the_child: BTreeSet<&str> = all
        .rows("assessments")
        .iter()
        .filter(|row| row["kind"] != "parenting" && row["kind"] != "connected person")
        .map(|row| row["assessment_id"].as_str())
        .collect();
    tables.table("assessments").retain(|row| {
        of_the_child.contains(row["assessment_id"].as_str())
            && (row["completed_on"].is_empty() || is_recent(row, "started_on"))
    });
}

/// An enquiry begins for Ofsted on the day of its discussion.
fn enquiries(tables: &mut Tables, all: &Tables) {
    let held: BTreeMap<&str, &str> = all
        .rows("strategy_discussions")
        .iter()
        .map(|row| {
            (
                row["strategy_discussion_id"].as_str(),
                row["held_on"].as_str(),
            )
        })
        .collect();
    tables.set("s47_enquiries", "started_on", |row| {
        let discussion = held.get(row["strategy_discussion_id"].as_str());
        discussion.copied().unwrap_or_default().to_owned()
    });
    let ids: BTreeSet<(String, String)> = tables
        .rows("s47_enquiries")
        .iter()
        .map(|row| (row["s47_id"].clone(), row["strategy_discussion_id"].clone()))
        .collect();
    tables
        .table("conferences")
        .retain(|row| ids.iter().any(|(enquiry, _)| *enquiry == row["s47_id"]));
    tables.table("strategy_discussions").retain(|row| {
        let id = &row["strategy_discussion_id"];
        ids.iter().any(|(_, discussion)| discussion == id)
    });
}

/// Cases that were open, with the day the child was last seen.
fn cases(tables: &mut Tables, all: &Tables) {
    tables.keep_latest("referrals", "received_on");
    tables.table("referrals").retain(|row| {
        is_there(row, "closed_on", SIX_MONTHS_AGO)
            && row["no_further_action"] != "yes"
            && !["RC8", "RC9"].contains(&row["close_reason"].as_str())
    });
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let visits = all.rows("visits").iter();
    for visit in visits.filter(|visit| visit["child_seen"] == "yes") {
        let last = seen.entry(visit["child_id"].as_str()).or_default();
        *last = (*last).max(visit["visited_on"].as_str());
    }
    tables.set("referrals", "last_seen_on", |row| {
        let last = seen.get(row["child_id"].as_str());
        last.copied().unwrap_or_default().to_owned()
    });
}

fn children(tables: &mut Tables, all: &Tables) {
    let lists = [
        "contacts",
        "early_help",
        "referrals",
        "assessments",
        "s47_enquiries",
        "cp_plans",
        "care_periods",
        "care_leavers",
        "permanence",
    ];
    // A referral that led to nothing makes no record, but its child is in list 3.
    let referred = all.rows("referrals").iter();
    let listed: BTreeSet<String> = lists
        .into_iter()
        .flat_map(|table| tables.rows(table))
        .chain(referred.filter(|row| is_recent(row, "received_on")))
        .map(|row| row["child_id"].clone())
        .collect();
    tables
        .table("children")
        .retain(|row| listed.contains(&row["child_id"]));
}

#[test]
fn the_lists_are_found_as_the_native_tables_are_for_every_rule_they_carry() {
    let (folder, _) = written("annex-a");
    let run = run_of(&folder);
    // Every code and every date is understood. That few plans for adoption end is no fault of the lists.
    let age = |message: &&str| !message.contains("before the as-at date in the permanence plans (");
    assert_eq!(run.problems().into_iter().find(age), None);
    let otherwise = || OF_A_COHORT.iter().chain(&FROM_THE_LAST);
    let expected: BTreeSet<&str> = AS_NATIVE
        .into_iter()
        .chain(otherwise().map(|(rule, _)| *rule))
        .chain([OF_NOBODY])
        .collect();
    assert_eq!(run.judged(), expected, "what the lists let be judged");
    assert_eq!(run.counts(), (43, 183));
    assert_eq!(43 + 183, all_rules().len());
    for rule in AS_NATIVE {
        assert_eq!(run.said(rule), native().said(rule), "{rule}");
    }
    let alike = alike(&run, native());
    for (rule, reason) in otherwise() {
        assert!(
            !alike.contains(rule),
            "{rule} is found alike, although {reason}"
        );
    }
    assert!(
        run.said(OF_NOBODY)
            .outcomes
            .values()
            .all(|count| *count == 0)
    );
}

#[test]
fn where_a_cohort_is_found_otherwise_what_the_list_leaves_out_is_the_only_reason() {
    let (folder, _) = written("annex-a");
    let run = run_of(&folder);
    let tables = carried().write();
    let less = Run::of(&tables.as_argument());
    for (rule, reason) in OF_A_COHORT {
        assert_eq!(run.said(rule), less.said(rule), "{rule}: {reason}");
    }
}

/// Whom a rule finds wanting, and by when what was wanted was due.
fn not_met(entries: &[Entry]) -> BTreeSet<(&str, Option<&str>)> {
    entries
        .iter()
        .filter(|entry| entry.is_not_met())
        .map(|entry| (entry.whom.as_str(), entry.due_on.as_deref()))
        .collect()
}

#[test]
fn nobody_is_found_wanting_who_is_not_and_nothing_that_is_wrong_today_is_passed_over() {
    let (folder, _) = written("annex-a");
    nothing_else_is_said(&run_of(&folder), native());
}

#[test]
fn nor_of_other_authorities_one_of_six_years_and_two_children_without_a_worker() {
    for size in [
        ["--children", "400", "--years", "2", "--seed", "10"],
        ["--children", "2000", "--years", "6", "--seed", "3"],
    ] {
        let (here, there) = (demo("annex-a", &size), demo("native", &size));
        nothing_else_is_said(&run_of(&here), &run_of(&there));
    }
}

fn nothing_else_is_said(run: &Run, native: &Run) {
    let (mut found, mut lost) = (0, 0);
    for rule in run.judged().intersection(&native.judged()) {
        let (here, there) = (run.entries(rule), native.entries(rule));
        let mut wrong = not_met(there);
        if *rule == "CI-25" {
            // What the lists cannot mark to last, the native tables may, and then ask of by the other rule.
            wrong.extend(not_met(native.entries("CI-21")));
        }
        let invented: Vec<_> = not_met(here).difference(&wrong).copied().collect();
        assert_eq!(invented, [], "{rule}: only Annex A says so");
        let known: BTreeSet<&str> = here
            .iter()
            .filter(|entry| entry.is_not_met() || entry.is_unknown())
            .map(|entry| entry.whom.as_str())
            .collect();
        for wrong in there
            .iter()
            .filter(|entry| entry.live && entry.is_not_met())
        {
            if *rule == OF_NOBODY {
                lost += 1;
            } else {
                found += 1;
                assert!(
                    known.contains(wrong.whom.as_str()),
                    "{rule}: {wrong:?} is lost"
                );
            }
        }
    }
    assert!(found > 40, "only {found} were compared");
    assert!(
        lost > 0,
        "{OF_NOBODY} finds nobody in the native tables either"
    );
}

#[test]
fn there_is_no_rate_where_only_the_last_of_each_child_is_kept() {
    let (folder, _) = written("annex-a");
    let run = audited_file(&folder.file("demo"), &[]);
    let mut without = 0;
    for rule in run["rules"].as_array().expect("rules") {
        if let Some(why) = rule["no_rate"].as_str() {
            assert!(
                why.starts_with("no rate: only the last ") && rule["rate"].is_null(),
                "{}: {why}",
                rule["id"]
            );
            assert_eq!(rule["standing"], "too few to judge", "{}", rule["id"]);
            without += 1;
        } else {
            let id = rule["id"].as_str().expect("an id");
            let judged = ["met", "late", "missed", "overdue", "failed"]
                .iter()
                .any(|outcome| rule["outcomes"][outcome].as_u64() > Some(0));
            assert!(
                !judged || !["CP-18", "CP-20", "CC-02"].contains(&id),
                "{rule}"
            );
        }
    }
    assert!(without > 3, "{without}");
}
