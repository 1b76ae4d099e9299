//! A list that is cut off on some day is no evidence of what was not done before it.

use std::fmt::Write as _;

use caseready::model::day::Day;

use crate::unreadable::said;

fn day(text: &str) -> Day {
    Day::parse_iso(text).expect("a day")
}

/// Children who came into care a day apart from 1 April 2025 on, each with a health assessment nine days later; and C1, who came two
/// years before.
fn in_care(children: i32) -> (String, String) {
    let mut periods = "period_id,child_id,started_on,ended_on,legal_status\nP1,C1,2023-05-08,,C2\n\
        P2,C2,2025-09-01,,C2\nP3,C3,2025-09-01,2025-12-01,C2\n"
        .to_owned();
    let mut checks = "check_id,child_id,kind,held_on\n".to_owned();
    for number in 0..children {
        let came = day("2025-04-01").plus_days(number);
        let seen = came.plus_days(9);
        writeln!(periods, "K{number},D{number},{came},,C2").expect("a line");
        writeln!(
            checks,
            "H{number},D{number},initial health assessment,{seen}"
        )
        .expect("a line");
    }
    (periods, checks)
}

#[test]
fn what_was_due_before_a_list_begins_may_have_been_done() {
    let judged = |children| {
        let (periods, checks) = in_care(children);
        said(
            "CI-04",
            &[("care_periods", &periods), ("health_checks", &checks)],
        )
    };
    assert_eq!(
        judged(200),
        "met 200; missed 1; overdue 1; unknown 1; the health checks in these files begin only on 10 April 2025"
    );
    // Of fewer than a hundred nobody can say that they are cut off.
    assert_eq!(judged(80), "met 80; missed 1; overdue 2");
}

/// Thirty children on plans since 1 April 2025 and C1, on one since 2024, all visited every week for twenty weeks, till the plan
/// ended; C1 not before `first`.
fn visited(first: &str) -> String {
    let mut plans = "plan_id,child_id,started_on,ended_on\n".to_owned();
    let mut visits = "visit_id,child_id,kind,visited_on,child_seen\n".to_owned();
    let mut number = 0;
    let mut visited = |child: &str, started: Day, first: Day| {
        let ended = first.plus_days(7 * 19 + 1);
        writeln!(plans, "P{child},{child},{started},{ended}").expect("a line");
        for week in 0..20 {
            number += 1;
            let on = first.plus_days(7 * week);
            writeln!(visits, "V{number},{child},child protection,{on},yes").expect("a line");
        }
    };
    visited("C1", day("2024-09-02"), day(first));
    for child in 0..30 {
        let started = day("2025-04-01").plus_days(child % 7);
        visited(&format!("D{child}"), started, started.plus_days(1));
    }
    said("CP-18", &[("cp_plans", &plans), ("visits", &visits)])
}

#[test]
fn of_a_gap_that_reaches_back_to_before_a_list_begins_what_came_after_it_counts() {
    // Whether C1 was visited in September 2024 nobody knows, and that was before the period that is judged.
    assert_eq!(visited("2025-04-07"), "met 619");
    // Wherever the visit before it was, none came from 2 April on, when the list begins, and two were due: by 16 April and 2 May,
    // with Easter between.
    assert_eq!(visited("2025-05-12"), "late 2; met 619");
}

/// Of a child long in care the reviews before the list begins are not there: the first that is may be any, and six months is what it
/// is asked for, not the twenty working days and three months of a child who has just come.
#[test]
fn the_steps_of_the_first_months_are_not_asked_of_what_may_be_the_fifth() {
    let mut periods =
        "period_id,child_id,started_on,ended_on,legal_status\nP1,C1,2023-05-08,,C2\n".to_owned();
    let mut reviews =
        "review_id,period_id,child_id,held_on\nR1,P1,C1,2025-09-01\nR2,P1,C1,2026-02-10\n"
            .to_owned();
    for number in 0..100 {
        let came = day("2025-03-25").plus_days(number);
        writeln!(periods, "K{number},D{number},{came},,C2").expect("a line");
        for (review, days) in [14, 100, 270].into_iter().enumerate() {
            let held = came.plus_days(days);
            writeln!(reviews, "H{number}-{review},K{number},D{number},{held}").expect("a line");
        }
    }
    let judged = |reviews: &str| {
        said(
            "CI-01",
            &[("care_periods", &periods), ("care_reviews", reviews)],
        )
    };
    assert!(!judged(&reviews).contains("late"), "{}", judged(&reviews));
    // Eight months are too long whatever came before.
    let long = reviews.replace("C1,2025-09-01", "C1,2025-12-01");
    assert!(judged(&long).contains("late 1;"), "{}", judged(&long));
}
