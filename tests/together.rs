//! Exports of one authority in several formats, read together: nothing is counted twice, and what one format does not ask is not
//! held against the records that only it has.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::command::{Folder, caseready};

const AS_AT: &str = "2026-03-31";
const FORMATS: [&str; 4] = ["native", "ssd", "annex-a", "census"];

const SMALL: &[&str] = &["--children", "120"];
const OF_SIX_YEARS: &[&str] = &["--children", "700", "--years", "6", "--seed", "5"];

/// An invented authority in each format.
fn authority(size: &[&str]) -> Folder {
    let folder = Folder::with(&[]);
    for format in FORMATS {
        let place = folder.file(format);
        let made = ["demo", "--as", format, "--as-at", AS_AT, "--write", &place];
        let made = caseready(made.into_iter().chain(size.iter().copied()));
        assert_eq!(made.code, 0, "{}", made.stderr);
    }
    folder
}

/// A run over some of the formats.
fn run(folder: &Folder, formats: &[&str]) -> Value {
    let places: Vec<String> = formats.iter().map(|format| folder.file(format)).collect();
    let mut arguments = vec!["audit", "--as-at", AS_AT, "--format", "json"];
    arguments.extend(places.iter().map(String::as_str));
    caseready(arguments).json()
}

/// By rule that was assessed, its outcomes.
fn outcomes(run: &Value) -> BTreeMap<String, BTreeMap<String, u64>> {
    let rules = run["rules"].as_array().expect("rules").iter();
    let assessed = rules.filter(|rule| rule["status"] == "assessed");
    let of_rule = |rule: &Value| {
        let id = rule["id"].as_str().expect("an id").to_owned();
        let outcomes = serde_json::from_value(rule["outcomes"].clone());
        (id, outcomes.expect("counts"))
    };
    assessed.map(of_rule).collect()
}

fn not_met(outcomes: &BTreeMap<String, u64>) -> u64 {
    ["late", "missed", "overdue", "failed"]
        .iter()
        .map(|outcome| outcomes[*outcome])
        .sum()
}

fn messages(run: &Value) -> Vec<&str> {
    let problems = run["problems"].as_array().expect("problems").iter();
    let messages = problems.map(|problem| problem["message"].as_str().expect("words"));
    messages.collect()
}

#[test]
fn an_authority_that_two_formats_tell_of_is_judged_once() {
    for size in [SMALL, OF_SIX_YEARS] {
        judged_once(&authority(size));
    }
}

fn judged_once(folder: &Folder) {
    let native = outcomes(&run(folder, &["native"]));
    assert!(native.len() > 190, "{} rules", native.len());
    for format in ["ssd", "annex-a", "census"] {
        let together = outcomes(&run(folder, &["native", format]));
        for (rule, outcomes) in &native {
            let mut found = together[rule].clone();
            // The dataset says what a legal meeting chose and not when it was, Annex A who has a case and not since when.
            if [("ssd", "PP-02"), ("annex-a", "WF-07")].contains(&(format, rule)) {
                assert!(found["unknown"] > outcomes["unknown"], "{rule}");
                found.insert("unknown".to_owned(), outcomes["unknown"]);
            }
            assert_eq!(&found, outcomes, "native and {format}: {rule}");
        }
    }
    // In any order, and beside a third.
    let pair = outcomes(&run(folder, &["ssd", "census"]));
    assert_eq!(outcomes(&run(folder, &["census", "ssd"])), pair);
    let alone = outcomes(&run(folder, &["ssd"]));
    for (rule, outcomes) in &alone {
        assert_eq!(&pair[rule], outcomes, "dataset and census: {rule}");
    }
}

#[test]
fn what_a_format_does_not_ask_is_not_held_against_its_records() {
    let folder = authority(SMALL);
    let both = run(&folder, &["annex-a", "census"]);
    // The census has enquiries of a whole year, and not the discussions that they follow from.
    let enquiries = &outcomes(&both)["S4-01"];
    assert_eq!(not_met(enquiries), 0);
    assert!(
        enquiries["met"] > 10 && enquiries["unknown"] > 50,
        "{enquiries:?}"
    );
    let unknown = both["unknown"].as_array().expect("a list");
    let reasons = unknown.iter().filter(|unknown| unknown["rule"] == "S4-01");
    for unknown in reasons {
        assert_eq!(
            unknown["reason"],
            "the file that it is in has no column for the strategy discussion that began the enquiry"
        );
        assert!(
            unknown["file"]
                .as_str()
                .expect("a file")
                .ends_with("/cin_census.xml")
        );
    }
}

#[test]
fn early_help_of_six_months_does_not_say_that_there_was_none_before() {
    let folder = authority(OF_SIX_YEARS);
    let alone = outcomes(&run(&folder, &["native"]));
    // The census has the cases closed in a whole year, Annex A the early help of half of it.
    let both = outcomes(&run(&folder, &["annex-a", "census"]));
    let picked_up = &both["ES-07"];
    assert!(not_met(&alone["ES-07"]) > 0);
    assert_eq!(not_met(picked_up), 0, "{picked_up:?}");
    assert!(
        picked_up["unknown"] > 0 && picked_up["met"] > 0,
        "{picked_up:?}"
    );
}

#[test]
fn an_enquiry_that_has_the_day_of_its_discussion_is_the_one_that_began_some_days_later() {
    let folder = authority(SMALL);
    let (alone, both) = (run(&folder, &["ssd"]), run(&folder, &["ssd", "annex-a"]));
    let near = |said: &&str| said.contains("two weeks");
    assert_eq!(messages(&both).into_iter().find(near), None);
    let judged = |outcomes: &BTreeMap<String, u64>| (outcomes["met"], not_met(outcomes));
    let together = outcomes(&both);
    for (rule, alone) in outcomes(&alone) {
        if rule == "CC-08" {
            // Once the discussions are known, the rule that it stands in for is judged.
            assert_eq!(judged(&together["CC-01"]), judged(&alone));
            continue;
        }
        if rule == "CC-10" {
            // So it is here, but of the conferences of an enquiry with its discussion list 5 has those of six months.
            let together = &together["CC-02"];
            assert!(together["met"] <= alone["met"] && not_met(together) == not_met(&alone));
            continue;
        }
        let together = &together[&rule];
        if rule == "DQ-07" {
            // Of an enquiry that goes on there are two dates to compare now that its discussion is known.
            assert!(
                together["met"] < alone["met"] + 5 && not_met(together) == 0,
                "{together:?}"
            );
        } else {
            assert_eq!(judged(together), judged(&alone), "{rule}");
        }
    }
}

#[test]
fn events_that_two_formats_date_differently_may_count_twice_and_are_told() {
    let dataset = "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date,cppl_cp_plan_initial_category";
    let folder = Folder::with(&[
        (
            "cp_plans.csv",
            b"plan_id,child_id,started_on,ended_on\nP1,C1,2026-01-05,\nP2,C2,2026-01-05,\nP3,C3,2025-01-05,\n",
        ),
        (
            "care_leavers.csv",
            b"care_leaver_id,child_id,eligibility\nCL1,C9,former relevant\n",
        ),
        (
            "ssd_care_leavers.csv",
            b"clea_table_id,clea_person_id,clea_care_leaver_eligibility,clea_care_leaver_in_touch\nT1,C9,relevant,Y\n",
        ),
        (
            "ssd_cp_plans.csv",
            format!("{dataset}\n7,C1,2026-01-19,,NEG\n8,C2,2026-01-20,,NEG\n9,C3,2025-01-05,,NEG\n").as_bytes(),
        ),
    ]);
    let run = caseready([
        "audit",
        &folder.as_argument(),
        "--as-at",
        AS_AT,
        "--format",
        "json",
    ])
    .json();
    let told = messages(&run);
    assert!(
        told.contains(&"a record of cp_plans is within two weeks of one that another format has of the same child: if they are one event, it is counted twice"),
        "{told:#?}"
    );
    assert!(
        told.contains(
            &"a record of cp_plans is also in another file: counted once, with what either says"
        ),
        "{told:#?}"
    );
    // A child has one record as a care leaver, whatever formats say of it.
    let of_leaver = told
        .iter()
        .find(|said| said.starts_with("eligibility of \"C9\" is another than in "));
    assert!(
        of_leaver.is_some_and(|said| said.ends_with("care_leavers.csv (row 2): the first is kept")),
        "{told:#?}"
    );
}
