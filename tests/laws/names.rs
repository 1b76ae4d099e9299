//! An id says nothing but which record is meant: any other that is as much its own says the same.

use std::collections::{BTreeMap, BTreeSet};

use caseready::model::folding::{fold, says_nothing};
use caseready::rules::plan::{Check, Rule};
use serde_json::{Value, json};

use super::case::mixed;
use super::compare::{LISTS, assert_same, each_text, sort, without};
use super::dice::Dice;
use super::engine::{judged, rules};
use super::export::{Export, Sheet, text_of};

const AUTHORITIES: usize = 8;
const EXAMPLES: usize = 80;

/// Begins every new id. Nothing else in an export does, so that a new id is known again inside a sentence.
const MARK: &str = "Zq";
const DIGITS: usize = 6;

/// New ids by old ones. One map for all tables: two records that had one id still have.
type Names = BTreeMap<String, String>;

/// Such a text is blank as an id, and so must stay what it is.
pub fn is_blank(id: &str) -> bool {
    let placeholders = rules().reference.phrase_lists.placeholders();
    id.is_empty() || id == "-1" || says_nothing(id) || placeholders.contains(&fold(id))
}

/// The ids in these fields.
fn ids_of(export: &Export, wanted: impl Fn(&Sheet, &String) -> bool) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for sheet in &export.sheets {
        for (field, _) in sheet
            .id_fields()
            .into_iter()
            .filter(|(field, _)| wanted(sheet, field))
        {
            ids.extend(sheet.rows.iter().map(|row| text_of(row.get(&field))));
        }
    }
    ids.retain(|id| !is_blank(id));
    ids
}

/// Whether the order of keys means something: of two allocations that began on one day, and of two narratives of one day, it says
/// which comes first.
fn keys_order(table: &str) -> bool {
    let compares =
        |rule: &&Rule| matches!(&rule.check, Check::Text(check) if check.unlike.is_some());
    let catalogue = &rules().catalogue;
    let mut compared = rules().rules.iter().filter(compares);
    table == "allocations" || compared.any(|rule| catalogue.table(rule.table).name == table)
}

/// Numbers in the order of the old ids, or in any but where the order of keys means something.
fn names(export: &Export, in_order: bool, dice: &mut Dice) -> Names {
    let ids: Vec<String> = ids_of(export, |_, _| true).into_iter().collect();
    let mut numbers: Vec<usize> = (0..ids.len()).collect();
    if !in_order {
        dice.shuffle(&mut numbers);
        let ordered = ids_of(export, |sheet, field| {
            *field == sheet.key_field() && keys_order(&sheet.table)
        });
        let places: Vec<usize> = (0..ids.len())
            .filter(|place| ordered.contains(&ids[*place]))
            .collect();
        let mut kept: Vec<usize> = places.iter().map(|place| numbers[*place]).collect();
        kept.sort_unstable();
        for (place, number) in places.into_iter().zip(kept) {
            numbers[place] = number;
        }
    }
    let name = |(id, number)| (id, format!("{MARK}{number:0DIGITS$}"));
    ids.into_iter().zip(numbers).map(name).collect()
}

fn renamed(export: &Export, names: &Names) -> Export {
    let mut renamed = export.clone();
    for sheet in &mut renamed.sheets {
        for (field, _) in sheet.id_fields() {
            for row in &mut sheet.rows {
                if let Some(name) = names.get(&text_of(row.get(&field))) {
                    row.insert(field.clone(), json!(name));
                }
            }
        }
    }
    renamed
}

/// The old ids again, wherever a text has a new one.
fn name_back(document: &mut Value, names: &Names) {
    let old: BTreeMap<&str, &str> = names
        .iter()
        .map(|(old, new)| (new.as_str(), old.as_str()))
        .collect();
    each_text(document, &|text| {
        let mut parts = text.split(MARK);
        let mut whole = parts.next()?.to_owned();
        for part in parts {
            let name = format!("{MARK}{}", part.get(..DIGITS)?);
            whole.push_str(old.get(name.as_str())?);
            whole.push_str(&part[DIGITS..]);
        }
        Some(whole)
    });
}

#[test]
fn other_ids_change_nothing_but_themselves() {
    let mut dice = Dice::new(2);
    for (number, case) in mixed(AUTHORITIES, EXAMPLES, &mut dice).iter().enumerate() {
        let in_order = number % 2 == 0;
        let names = names(&case.export, in_order, &mut dice);
        assert!(!names.is_empty(), "{}: nothing to rename", case.name);
        let mut one = judged(&case.export);
        let mut other = judged(&renamed(&case.export, &names));
        name_back(&mut other, &names);
        for document in [&mut one, &mut other] {
            without(document, &["fingerprint"]);
            if !in_order {
                // Lists are in the order of ids, and so are groups.
                for name in LISTS {
                    sort(document, name);
                }
                let rules = document["rules"].as_array_mut().expect("rules");
                for rule in rules {
                    sort(rule, "groups");
                }
            }
        }
        assert_same(&case.name, &one, &other);
    }
}
