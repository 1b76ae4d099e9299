//! Where a record stands in the files says nothing of the child.

use std::collections::{BTreeMap, VecDeque};

use caseready::model::catalogue::OwnDates;
use caseready::rules::plan::{Check, Rule, Unlike};

use super::case::mixed;
use super::compare::{
    assert_same, list, number, problems, sort, without, without_repeated, without_rows,
};
use super::dice::Dice;
use super::engine::{judged, rules};
use super::export::{Export, Row, Sheet, table_of, text_of};

const AUTHORITIES: usize = 8;
const EXAMPLES: usize = 100;

/// Whether the first of several records of one child and one day matters, since the design says neither which of two allocations
/// that began on one day is the newest, nor which of two narratives of one day is the earlier.
fn has_ties(table: &str) -> bool {
    let repeats_earlier = |rule: &Rule| match &rule.check {
        Check::Text(check) => matches!(check.unlike, Some(Unlike::SameChild(_))),
        _ => false,
    };
    let catalogue = &rules().catalogue;
    let mut rules = rules().rules.iter().filter(|rule| repeats_earlier(rule));
    table == "allocations" || rules.any(|rule| catalogue.table(rule.table).name == table)
}

/// Rows and files in another order. Where ties matter, the records of one child and one day keep theirs among themselves.
fn shuffled(export: &Export, dice: &mut Dice) -> Export {
    let mut shuffled = export.clone();
    for sheet in &mut shuffled.sheets {
        dice.shuffle(&mut sheet.rows);
        if !has_ties(&sheet.table) {
            continue;
        }
        let first_date = first_date(&sheet.table);
        let tie = |row: &Row| [text_of(row.get("child_id")), text_of(row.get(&first_date))];
        let mut in_order: BTreeMap<[String; 2], VecDeque<Row>> = BTreeMap::new();
        let before = export.sheets.iter().find(|one| one.file == sheet.file);
        for row in before.map_or(&[][..], |before| &before.rows) {
            in_order.entry(tie(row)).or_default().push_back(row.clone());
        }
        for row in &mut sheet.rows {
            let next = in_order.get_mut(&tie(row)).and_then(VecDeque::pop_front);
            *row = next.expect("as many rows as before");
        }
    }
    dice.shuffle(&mut shuffled.sheets);
    shuffled
}

fn first_date(table: &str) -> String {
    let table = table_of(table);
    match table.dates {
        OwnDates::At(field) | OwnDates::Span { from: field, .. } => {
            table.fields[field.index()].name.clone()
        }
        OwnDates::None | OwnDates::Of(_) => String::new(),
    }
}

#[test]
fn the_order_of_rows_and_files_changes_nothing_but_rows() {
    let mut dice = Dice::new(1);
    for case in mixed(AUTHORITIES, EXAMPLES, &mut dice) {
        if !case.export.has_unique_keys() {
            continue;
        }
        let other = shuffled(&case.export, &mut dice);
        let [one, other] = [&case.export, &other].map(|export| {
            let mut document = judged(export);
            without_rows(&mut document);
            without_repeated(&mut document);
            // Both say what was wrong with each file, in the order of the files.
            sort(&mut document, "inputs");
            sort(&mut document, "problems");
            document
        });
        assert_same(&case.name, &one, &other);
    }
}

/// Every file in two, with its headings in both.
fn split(export: &Export, dice: &mut Dice) -> Export {
    let mut split = export.clone();
    split.sheets.clear();
    for sheet in &export.sheets {
        let at = dice.below(sheet.rows.len() + 1);
        let (first, second) = sheet.rows.split_at(at);
        for (folder, rows) in [("first", first), ("second", second)] {
            split.sheets.push(Sheet {
                file: format!("{folder}/{}", sheet.file),
                rows: rows.to_vec(),
                ..sheet.clone()
            });
        }
    }
    split
}

#[test]
fn a_file_in_two_halves_says_what_the_whole_file_said() {
    let mut dice = Dice::new(3);
    for case in mixed(AUTHORITIES, EXAMPLES, &mut dice) {
        let other = split(&case.export, &mut dice);
        let [one, other] = [&case.export, &other].map(|export| {
            let mut document = judged(export);
            without_rows(&mut document);
            document
        });
        let loaded = |document: &serde_json::Value| -> u64 {
            let inputs = list(document, "inputs").iter();
            inputs.map(|input| number(input, "loaded")).sum()
        };
        assert_eq!(loaded(&one), loaded(&other), "{}", case.name);
        assert_eq!(problems(&one), problems(&other), "{}", case.name);
        let [one, other] = [one, other].map(|mut document| {
            without(&mut document, &["file", "inputs", "problems"]);
            document
        });
        assert_same(&case.name, &one, &other);
    }
}
