//! Where a record stands in the files says nothing of the child.

use super::case::mixed;
use super::compare::{assert_same, list, number, problems, sort, without, without_rows};
use super::dice::Dice;
use super::engine::judged;
use super::export::{Export, Sheet};

const AUTHORITIES: usize = 8;
const EXAMPLES: usize = 100;

/// Rows and files in another order.
fn shuffled(export: &Export, dice: &mut Dice) -> Export {
    let mut shuffled = export.clone();
    for sheet in &mut shuffled.sheets {
        dice.shuffle(&mut sheet.rows);
    }
    dice.shuffle(&mut shuffled.sheets);
    shuffled
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
