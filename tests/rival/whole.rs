//! The rival against the engine on whole exports, under every rule at once: the fixtures, and invented authorities.

use std::fs;
use std::path::{Path, PathBuf};

use caseready::demo::{Demo, headings};
use caseready::model::day::Day;
use caseready::model::records::Records;
use serde_json::json;

use super::almanac::Date;
use super::carried::{carried, local};
use super::compare::Court;
use super::dice::Dice;
use super::export::Export;
use super::rule::Rule;
use super::verdict::{Period, Verdict};

/// The carried rules and the local ones, with those that stand in for others.
fn all_rules() -> (Court, Vec<Rule>) {
    let (court, local) = local();
    let (_, mut rules) = carried();
    rules.extend(local);
    assert_eq!(
        rules.len(),
        court.engine.ruleset.ids().count(),
        "every rule is judged twice"
    );
    (court, rules)
}

/// So many days from an export's own day.
const DAYS: [i32; 8] = [-400, -120, -31, 0, 1, 45, 200, 420];

/// Gives the number of obligations that both judged alike.
fn judge(records: &Records, court: &Court, rules: &[Rule], export: &Export, days: &[i32]) -> u64 {
    let ids: Vec<_> = court.engine.ruleset.ids().collect();
    let mut judged = 0;
    for days in days {
        let export = export.at(export.as_at.plus(*days));
        let world = court.rival.world(&export);
        let periods = Period::both(export.as_at);
        let found = periods.map(|period| court.engine.judge(records, &ids, period));
        for rule in rules {
            let mut expected = court.rival.judge_in(&world, rule, &periods);
            let is_assessed = |id: &String| {
                let other = rules.iter().find(|other| other.id == *id).expect("a rule");
                world.can_assess(other)
            };
            if rule.stands_in_for.iter().any(is_assessed) {
                expected.fill_with(Verdict::default);
            }
            for ((found, mut expected), period) in found.iter().zip(expected).zip(periods) {
                expected.contradictions.clear();
                let found = &found[&rule.id];
                assert!(
                    *found == expected,
                    "{}\n{period:?}\nthe engine:\n{found}the rival:\n{expected}",
                    rule.text
                );
                judged += expected.counts.values().sum::<u64>();
            }
        }
    }
    println!(
        "{} rules, {} days, {judged} obligations",
        rules.len(),
        days.len()
    );
    judged
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// A fixture from its own files, each of which is a table.
fn judge_fixture(name: &str, days: &[i32]) -> u64 {
    let (court, rules) = all_rules();
    let folder = fixture(name);
    let files = fs::read_dir(&folder).expect("the fixture is there");
    let mut files: Vec<_> = files.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let export = Export::of_csv(&folder, Date::new(2026, 3, 31));
    judge(
        &court.engine.load_files(files),
        &court,
        &rules,
        &export,
        days,
    )
}

#[test]
fn the_rival_judges_the_fixture_of_pre_proceedings_as_the_engine_does() {
    let judged = judge_fixture("pre-proceedings", &DAYS);
    assert!(judged > 5_000, "only {judged} obligations");
}

#[test]
fn the_rival_judges_the_focused_visit_as_the_engine_does() {
    let judged = judge_fixture("focused-visit", &[0]);
    assert!(judged > 20_000, "only {judged} obligations");
}

#[test]
fn the_rival_judges_the_silent_fixture_as_the_engine_does() {
    let (court, rules) = all_rules();
    let file = fixture("silent").join("export.json");
    let text = fs::read_to_string(&file).expect("the fixture is there");
    let export = Export::of_json(&text, Date::new(2026, 3, 31));
    let records = court.engine.load_files(vec![file]);
    judge(&records, &court, &rules, &export, &DAYS);
}

/// An invented authority, a cell in `one_in` blank or with what another record has: contradicting dates, references to other
/// children's records, two records of one day.
fn authority(number: u64, one_in: Option<i32>, court: &Court) -> Export {
    let mut dice = Dice::of("authority", number);
    let as_at = Date::new(2023, 1, 1).plus(dice.within(0, 1_300));
    let day = Day::parse_iso(&as_at.to_string()).expect("a day");
    let calendar = &court.engine.ruleset.calendar;
    let demo = Demo::new(dice.within(20, 50) as u32, 2, number, day, calendar);
    let mut files: Vec<(&str, Vec<u8>)> = headings().collect();
    for chunk in 0..demo.chunks() {
        for ((_, file), rows) in files.iter_mut().zip(demo.chunk(chunk).tables) {
            file.extend(rows);
        }
    }
    let files = files.into_iter();
    let mut export = Export::of_files(files.map(|(table, bytes)| (table.to_owned(), bytes)), as_at);
    let Some(one_in) = one_in else { return export };
    for rows in export.tables.values_mut() {
        for row in 0..rows.len() {
            let fields: Vec<String> = rows[row].keys().cloned().collect();
            for field in fields {
                if dice.within(1, one_in) == 1 {
                    let value = match dice.within(0, 3) {
                        0 => json!(""),
                        1 => dice.one_of(rows)[&field].clone(),
                        // The record before is most often of the same child.
                        _ => rows[row.saturating_sub(1)][&field].clone(),
                    };
                    rows[row].insert(field, value);
                }
            }
        }
    }
    export
}

const AUTHORITIES: u64 = 6;

#[test]
fn the_rival_judges_invented_authorities_as_the_engine_does() {
    let (court, rules) = all_rules();
    let mut judged = 0;
    for number in 0..AUTHORITIES {
        let rough = (number % 2 == 1).then_some(15);
        let export = authority(number, rough, &court);
        let records = court.engine.load_export(&export);
        judged += judge(&records, &court, &rules, &export, &[-120, 0]);
    }
    assert!(judged > 20_000, "only {judged} obligations");
}
