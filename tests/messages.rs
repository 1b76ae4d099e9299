//! What a finding says: what was counted or waited for, in which time, and what was expected; in a line or two, and nothing else.

use serde_json::Value;

use crate::command::{Folder, caseready};

/// The findings of the invented council, and what falls due there.
fn focused_visit() -> Value {
    caseready([
        "audit",
        "fixtures/focused-visit",
        "--as-at",
        "2026-03-31",
        "--format",
        "json",
    ])
    .json()
}

/// What is said of the findings of a rule.
fn said<'r>(run: &'r Value, list: &str, id: &str) -> Vec<&'r str> {
    let found = run[list].as_array().expect("a list").iter();
    let of_rule = found.filter(|finding| finding["rule"] == id);
    of_rule
        .map(|finding| finding["message"].as_str().expect("a message"))
        .collect()
}

#[test]
fn a_count_is_told_with_its_time_and_its_limit() {
    let run = focused_visit();
    for (id, message) in [
        (
            "CI-05",
            "3 placements in the 12 months to 31 March 2026: at most 2 expected",
        ),
        (
            "PP-18",
            "1 pre-proceedings (by the end of pre-proceedings) in the 12 months to 20 February 2026: none expected",
        ),
        (
            "CI-13",
            "No open allocation (independent reviewing officer): at least 1 expected",
        ),
        (
            "WF-01",
            "13 different children among the open allocations (allocated social worker): at most 10.8 expected",
        ),
        (
            "WF-04",
            "4 different workers among the allocations (allocated social worker) in the 12 months to 25 September 2025: at most 2 expected",
        ),
        (
            "ES-04",
            "No visit (where the child is seen) in the 4 weeks to 24 September 2025: at least 1 expected",
        ),
        (
            "ES-06",
            "2 actions (where the completion of the action is not recorded): none expected",
        ),
        (
            "S4-09",
            "3 section 47 enquiries in the 12 months to 20 January 2026: at most 2 expected",
        ),
    ] {
        let found = said(&run, "findings", id);
        assert!(found.contains(&message), "{id}: {message}\n{found:#?}");
    }
}

#[test]
fn what_does_not_hold_and_what_is_not_mentioned_are_told_plainly() {
    let run = focused_visit();
    let of = |id| said(&run, "findings", id)[0];
    assert_eq!(
        of("WF-11"),
        "Recorded as no: the worker is a registered social worker"
    );
    assert_eq!(
        of("SD-09"),
        "The role of the chair mentions none of \"manager\", \"supervisor\", \"team leader\" or 12 more such words"
    );
}

#[test]
fn the_kind_of_event_stands_without_the_name_of_its_field() {
    let run = focused_visit();
    let due = said(&run, "upcoming", "CI-12");
    assert!(
        due.contains(&"A health check (dental check) is due by 11 April 2026"),
        "{due:#?}"
    );
    let all = ["findings", "upcoming"].map(|list| run[list].as_array().expect("a list"));
    let all = all.into_iter().flatten();
    let messages = all.map(|finding| finding["message"].as_str().expect("a message"));
    let longest = messages.max_by_key(|message| message.chars().count());
    let longest = longest.expect("there are findings");
    assert!(longest.chars().count() <= 160, "{longest}");
}

/// What a rule with this `holds` asks of presentations as homeless, in a sentence, and what it says of those that fail.
fn held(homelessness: &str, holds: &str) -> (String, Vec<String>) {
    let rule = format!(
        "id = \"LO-09\"\ntitle = \"A presentation is as it should be\"\nshort = \"as it should be\"\narea = \"pre-proceedings\"\nseverity = \"low\"\ncertainty = \"fact\"\nforce = \"local\"\nsources = [\"frg-plo\"]\nwhy = \"w\"\nremedy = \"r\"\n[subject]\ntable = \"homelessness\"\n[check.require]\nholds = {{ {holds} }}\n"
    );
    let folder = Folder::with(&[
        ("export/homelessness.csv", homelessness.as_bytes()),
        ("rules/standards/not-there.toml", rule.as_bytes()),
    ]);
    let (export, rules) = (folder.file("export"), folder.file("rules"));
    let run = caseready([
        "audit",
        &export,
        "--as-at",
        "2026-03-31",
        "--rules",
        &rules,
        "--only",
        "LO-09",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = run.json();
    let asks = run["rules"][0]["asks"].as_str().expect("a sentence");
    let findings = said(&run, "findings", "LO-09").into_iter();
    (asks.to_owned(), findings.map(str::to_owned).collect())
}

#[test]
fn a_value_that_is_not_the_one_asked_for_is_told() {
    let (_, found) = held(
        "presentation_id,child_id,presented_on,accommodation\nH1,C1,2026-03-02,bed and breakfast\n",
        "accommodation = \"home\"",
    );
    assert_eq!(found, ["The accommodation found is not home"]);
}

#[test]
fn a_date_on_the_wrong_side_of_a_day_is_before_or_after_it() {
    let homelessness =
        "presentation_id,child_id,presented_on,accommodation\nH1,C1,2026-03-02,home\n";
    for (holds, asks, found) in [
        (
            "at_least = 2026-03-03",
            "The presentation as homeless is not before 3 March 2026.",
            "The presentation as homeless is before 3 March 2026",
        ),
        (
            "at_most = 2026-03-01",
            "The presentation as homeless is not after 1 March 2026.",
            "The presentation as homeless is after 1 March 2026",
        ),
        (
            "at_least = \"4 weeks ago\"",
            "The presentation as homeless is not before 4 weeks ago.",
            "The presentation as homeless was more than 4 weeks ago",
        ),
        (
            "after = 2026-03-03",
            "The presentation as homeless is after 3 March 2026.",
            "Not so: the presentation as homeless is after 3 March 2026",
        ),
    ] {
        let told = held(homelessness, &format!("presented_on = {{ {holds} }}"));
        assert_eq!(told, (asks.to_owned(), vec![found.to_owned()]), "{holds}");
    }
}
