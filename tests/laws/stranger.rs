//! One child's records say nothing of another child.

use std::collections::BTreeSet;

use caseready::check::context::Context;
use caseready::check::follow::{Followed, Subject, follow};
use caseready::check::obligation::Fact;
use caseready::check::outcome::Outcome;
use caseready::check::scope::Scope;
use caseready::model::column::Column;
use caseready::model::day::Day;
use caseready::model::records::Presence;
use caseready::rules::plan::{Check, Rule, Unlike};
use serde_json::{Value, json};

use super::case::mixed;
use super::compare::{LISTS, assert_same, list, number, text, without};
use super::dice::Dice;
use super::engine::{Asked, Loaded, rules};
use super::export::{Export, table_of, text_of};
use super::names::is_blank;

const AUTHORITIES: usize = 8;
const EXAMPLES: usize = 80;

/// Begins the new child's ids, and no other.
const MARK: &str = "Zq";

/// Tables that a worker and a team are in: whom a child's records name comes with the child.
const PEOPLE: [&str; 2] = ["workers", "teams"];

/// The sheets of a donor with one child's records only, their workers and their teams, under ids of their own.
fn child_of(donor: &Export, child: &str) -> Export {
    let mut kept = donor.clone();
    let mut ids: BTreeSet<(String, String)> = BTreeSet::new();
    let is_ours = |row: &super::export::Row| text_of(row.get("child_id")) == child;
    for sheet in &mut kept.sheets {
        if !PEOPLE.contains(&sheet.table.as_str()) {
            sheet.rows.retain(is_ours);
        }
    }
    // A worker's team is reached through the worker.
    for _ in 0..=PEOPLE.len() {
        for sheet in &kept.sheets {
            let key = sheet.key_field();
            for row in &sheet.rows {
                let own = (sheet.table.clone(), text_of(row.get(&key)));
                if PEOPLE.contains(&sheet.table.as_str()) && !ids.contains(&own) {
                    continue;
                }
                for (field, tables) in sheet.id_fields() {
                    let id = text_of(row.get(&field));
                    ids.extend(tables.into_iter().map(|table| (table, id.clone())));
                }
            }
        }
    }
    for sheet in &mut kept.sheets {
        let (key, table) = (sheet.key_field(), sheet.table.clone());
        sheet
            .rows
            .retain(|row| ids.contains(&(table.clone(), text_of(row.get(&key)))));
        for (field, _) in sheet.id_fields() {
            for row in &mut sheet.rows {
                let id = text_of(row.get(&field));
                if !is_blank(&id) {
                    row.insert(field.clone(), json!(format!("{MARK}{id}")));
                }
            }
        }
    }
    kept
}

/// The export with the child's records at the end of its files: only those of tables that have records, and only the fields that
/// some record fills, since a column that is filled for the first time, and one that is blank in all its rows, changes which rules
/// can be assessed at all.
fn with_child(export: &Export, loaded: &Loaded, stranger: &Export) -> Export {
    let catalogue = &rules().catalogue;
    let mut with = export.clone();
    for sheet in &mut with.sheets {
        let id = catalogue.find(&sheet.table).expect("a table");
        if loaded.records.rows(id) == 0 {
            continue;
        }
        let own = stranger
            .sheets
            .iter()
            .filter(|own| own.table == sheet.table);
        for mut row in own.flat_map(|own| own.rows.clone()) {
            row.retain(|field, _| {
                let field = table_of(&sheet.table).field(field);
                field.is_some_and(|field| loaded.records.presence(id, field) == Presence::Present)
            });
            sheet.rows.push(row);
        }
    }
    with
}

fn is_strangers(finding: &Value) -> bool {
    ["key", "child_id"]
        .iter()
        .any(|field| text(finding, field).starts_with(MARK))
}

/// A finding by its rule and the row of its record.
type Place = (String, u64);

fn place(finding: &Value) -> Place {
    (text(finding, "rule").to_owned(), number(finding, "row"))
}

fn places(document: &Value, names: &[&str]) -> BTreeSet<Place> {
    let lists = names.iter().flat_map(|name| list(document, name));
    lists.map(place).collect()
}

fn followed<'p>(context: Context<'_>, rule: &'p Rule) -> Vec<(u64, u32, Followed<'p>)> {
    let (as_at, records) = (context.as_at(), context.view.records);
    let scope = Scope { as_at, after: None };
    let follow = |row| match follow(rule, context, row, scope) {
        Subject::Followed(followed) => {
            let (_, line) = records.place(rule.table, row);
            Some((u64::from(line), row, followed))
        }
        _ => None,
    };
    let rows = 0..records.rows(rule.table);
    rows.filter_map(follow).collect()
}

/// The words of a narrative, as likeness is judged.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['\'', '\u{2019}'], "");
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(ToOwned::to_owned).collect()
}

/// Two runs over the same records, without and with the new child.
struct Both<'b> {
    case: &'b str,
    loaded: [&'b Loaded; 2],
    /// The first of them, to follow records in.
    before: Context<'b>,
    said: [&'b Value; 2],
}

impl Both<'_> {
    /// `unlike = T.f` asks of every other child's records, the new child's too: just the records that nothing was wrong with and
    /// that say what the new child's say are wrong now.
    fn repeated(&self, rule: &Rule) -> BTreeSet<Place> {
        let Check::Text(check) = &rule.check else {
            return BTreeSet::new();
        };
        let Some(Unlike::OtherChildren(field)) = check.unlike else {
            return BTreeSet::new();
        };
        let [before, after] = self.loaded;
        let words_of = |loaded: &Loaded, row| match loaded.records.column(rule.table, field) {
            Some(column @ Column::Text(_)) => words(loaded.records.text(column.text(row))),
            _ => Vec::new(),
        };
        let strangers = before.records.rows(rule.table)..after.records.rows(rule.table);
        let strangers: BTreeSet<Vec<String>> = strangers.map(|row| words_of(after, row)).collect();
        let is_met = |followed: &Followed<'_>| {
            followed
                .said
                .iter()
                .all(|said| said.outcome == Outcome::Met)
        };
        let repeated: BTreeSet<Place> = followed(self.before, rule)
            .into_iter()
            .filter(|(_, row, followed)| {
                let words = words_of(before, *row);
                is_met(followed) && words.len() >= 15 && strangers.contains(&words)
            })
            .map(|(line, ..)| (rule.id.clone(), line))
            .collect();
        let now = places(self.said[1], &["findings", "upcoming"]);
        for place in &repeated {
            assert!(now.contains(place), "{}: {place:?} is not found", self.case);
        }
        repeated
    }

    /// A window that begins before the counted table's earliest record is unknown. The new child's first record may move that day
    /// back, and then just the windows that begin on it or after it can be judged.
    fn windows(&self, rule: &Rule) -> BTreeSet<Place> {
        let Check::Count(check) = &rule.check else {
            return BTreeSet::new();
        };
        let [before, after] = self
            .loaded
            .map(|loaded| loaded.view().earliest(check.of.table));
        if before == after {
            return BTreeSet::new();
        }
        let unseen = |window: Option<Day>, earliest: Option<Day>| {
            let first = window.map(|after| after.plus_days(1));
            first.is_some_and(|first| earliest.is_none_or(|earliest| first < earliest))
        };
        let [was, is] = self.said.map(|said| places(said, &["unknown"]));
        let mut moved = BTreeSet::new();
        for (line, _, followed) in followed(self.before, rule) {
            let window = followed.facts.iter().find_map(|fact| match fact {
                Fact::Window { after, .. } => *after,
                _ => None,
            });
            let place = (rule.id.clone(), line);
            if unseen(window, before) && was.contains(&place) {
                let still = unseen(window, after);
                assert_eq!(is.contains(&place), still, "{}: {place:?}", self.case);
                moved.insert(place);
            }
        }
        moved
    }
}

/// What is not judged because it reaches back to before the files: a list is cut off, or a record that is named and missing may
/// be older than all of its kind. The new child's records may move the day on which they begin.
fn before_the_files(rule: &Rule, said: [&Value; 2]) -> BTreeSet<Place> {
    let (Check::Deadline(_) | Check::Cadence(_) | Check::Duration(_)) = rule.check else {
        return BTreeSet::new();
    };
    let reasons = [
        " in these files begin only on ",
        " is named, and is in none of these files",
    ];
    let begins = |unknown: &&Value| {
        let message = text(unknown, "message");
        text(unknown, "rule") == rule.id && reasons.iter().any(|reason| message.contains(reason))
    };
    let unknown = said.into_iter().flat_map(|said| list(said, "unknown"));
    unknown.filter(begins).map(place).collect()
}

#[test]
fn another_childs_records_change_no_finding() {
    let mut dice = Dice::new(4);
    let (mut added, mut repeated, mut moved) = (0, 0, 0);
    for case in mixed(AUTHORITIES, EXAMPLES, &mut dice) {
        let donor = Export::demo(30, dice.below(1_000) as u64, case.export.as_at);
        // A child with a plan, whose words can repeat another's.
        let plans = donor.sheets.iter().find(|sheet| sheet.table == "cp_plans");
        let child = dice.pick(&plans.expect("plans").rows);
        let mut stranger = child_of(&donor, &text_of(child.get("child_id")));
        copy_views(&case.export, &mut stranger, &mut dice);

        let before = Loaded::new(&case.export);
        let after = Loaded::new(&with_child(&case.export, &before, &stranger));
        let [was, is] = [&before, &after].map(|loaded| loaded.judge(&Asked::all()));
        let grouped = before.grouped();
        let both = Both {
            case: &case.name,
            before: before.context(&grouped),
            loaded: [&before, &after],
            said: [&was, &is],
        };
        let mut exempt = BTreeSet::new();
        for (one, other) in list(&was, "rules").iter().zip(list(&is, "rules")) {
            assert_eq!(one["status"], other["status"], "{}: {one}", case.name);
            let rule = rules().rule(rules().find(text(one, "id")).expect("a rule"));
            if one["status"] == "assessed" {
                let (copies, windows) = (both.repeated(rule), both.windows(rule));
                repeated += copies.len();
                moved += windows.len();
                exempt.extend(copies.into_iter().chain(windows));
                exempt.extend(before_the_files(rule, [&was, &is]));
            }
        }
        // A copy names the first in time of the narratives that it repeats, which the new child's may be.
        let named = list(&is, "findings").iter();
        let named: BTreeSet<Place> = named
            .filter(|one| text(one, "message").contains(&format!(" repeats that of {MARK}")))
            .map(place)
            .collect();
        for name in LISTS {
            let [was, is] = [&was, &is].map(|document| {
                let findings = list(document, name).iter();
                let others =
                    findings.filter(|one| !is_strangers(one) && !exempt.contains(&place(one)));
                let others = others.cloned().map(|mut other| {
                    if named.contains(&place(&other)) {
                        without(&mut other, &["message"]);
                    }
                    other
                });
                Value::Array(others.collect())
            });
            assert_same(&format!("{}, {name}", case.name), &was, &is);
        }
        added += list(&is, "findings")
            .iter()
            .filter(|one| is_strangers(one))
            .count();
    }
    // Else the law would hold because nothing was tried.
    assert!(added > 200, "only {added} findings about new children");
    assert!(
        repeated > 0 && moved > 0,
        "{repeated} copies, {moved} windows"
    );
}

/// The new child's plans say what some other child's say, so that a likeness is found.
fn copy_views(export: &Export, stranger: &mut Export, dice: &mut Dice) {
    let plans = |sheet: &&super::export::Sheet| sheet.table == "cp_plans" && !sheet.rows.is_empty();
    let Some(from) = export.sheets.iter().find(plans) else {
        return;
    };
    for sheet in stranger.sheets.iter_mut().filter(|sheet| plans(&&**sheet)) {
        for row in &mut sheet.rows {
            if let Some(views) = dice.pick(&from.rows).get("child_views") {
                row.insert("child_views".to_owned(), views.clone());
            }
        }
    }
}
