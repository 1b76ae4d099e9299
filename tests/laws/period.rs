//! Who asks about less time hears less, and nothing else.

use std::collections::BTreeMap;

use caseready::model::day::Day;
use serde_json::Value;

use super::case::mixed;
use super::compare::{LISTS, OUTCOMES, assert_same, list, number, text, without};
use super::dice::Dice;
use super::engine::{Asked, Loaded};

const AUTHORITIES: usize = 8;
const EXAMPLES: usize = 80;

/// What names a finding, whatever the period. Records without a key are told apart by the rest of it.
fn key(finding: &Value) -> String {
    let part = |name| finding[name].to_string();
    [
        "rule", "table", "key", "child_id", "due_on", "row", "outcome",
    ]
    .map(part)
    .join(" ")
}

fn by_key(findings: &[Value]) -> BTreeMap<String, Vec<&Value>> {
    let mut by_key: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for finding in findings {
        by_key.entry(key(finding)).or_default().push(finding);
    }
    by_key
}

/// Of a gap that lies partly in the period, only what was due in it is repeated; the first of these says who answers for it, and
/// the sentence says how many there are. The first date that it was due on stays.
fn without_part_of_gap(finding: &Value) -> Value {
    let mut finding = finding.clone();
    without(&mut finding, &["repeats", "team", "worker_id", "message"]);
    finding
}

fn assert_subset(case: &str, short: &Value, long: &Value) {
    for name in LISTS {
        let long = by_key(list(long, name));
        for (key, findings) in by_key(list(short, name)) {
            let longer = long.get(&key);
            let longer = longer.unwrap_or_else(|| panic!("{case}: {name} only in short: {key}"));
            assert_eq!(findings.len(), longer.len(), "{case}: {key}");
            for (one, other) in findings.iter().zip(longer) {
                let (fewer, more) = (number(one, "repeats"), number(other, "repeats"));
                assert!(fewer <= more, "{case}: {key}: repeats {fewer}, of {more}");
                if fewer == more {
                    assert_same(case, one, other);
                } else {
                    assert_same(case, &without_part_of_gap(one), &without_part_of_gap(other));
                }
            }
        }
    }
    for (one, other) in list(short, "rules").iter().zip(list(long, "rules")) {
        for outcome in OUTCOMES {
            let [fewer, more] = [one, other].map(|rule| number(&rule["outcomes"], outcome));
            assert!(
                fewer <= more,
                "{case}: {} {outcome}: {fewer}, of {more}",
                text(one, "id")
            );
        }
        // What is still to come is of every period.
        let [one_due, other_due] = [one, other].map(|rule| number(&rule["outcomes"], "due"));
        assert_eq!(one_due, other_due, "{case}: {} due", text(one, "id"));
    }
}

#[test]
fn a_shorter_period_only_leaves_out() {
    let mut dice = Dice::new(7);
    for case in mixed(AUTHORITIES, EXAMPLES, &mut dice) {
        let loaded = Loaded::new(&case.export);
        let first = case.export.as_at.plus_days(-dice.between(1, 900));
        let second = case.export.as_at.plus_days(-dice.between(1, 900));
        let one_day = case.export.as_at.plus_days(-1);
        let periods: [Option<Day>; 4] = [
            None,
            Some(first.min(second)),
            Some(first.max(second)),
            Some(one_day),
        ];
        let said = periods.map(|after| loaded.judge(&Asked::since(after)));
        for (long, short) in [(0, 1), (1, 2), (2, 3)] {
            let name = format!("{}, after {:?}", case.name, periods[short]);
            assert_subset(&name, &said[short], &said[long]);
        }
    }
}
