//! Random small exports shaped by one rule: its tables, dates round its thresholds, the values it asks for and others.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::almanac::Date;
use super::catalogue::Kind;
use super::dice::Dice;
use super::export::{Export, Row};
use super::judge::Rival;
use super::pool::{self, Days};
use super::rule::Rule;
use super::shape::Shape;

impl Shape {
    pub fn export(&self, dice: &mut Dice, rule: &Rule, rival: &Rival) -> Export {
        let mut days = Days::new(dice);
        let mut texts = Vec::new();
        let rows = self.keys(dice, rule);
        let mut tables: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        // Children first and the subject's table next, so that the other dates crowd round theirs.
        let mut order: Vec<&String> = self.tables.keys().collect();
        order.sort_by_key(|table| {
            (
                *table != "children",
                **table != rule.table,
                (*table).clone(),
            )
        });
        for name in order {
            let table = rival.catalogue.table(name);
            for (key, child) in &rows[name] {
                let mut row = Row::new();
                for field in &table.fields {
                    if !self.tables[name].contains(&field.name) {
                        continue;
                    }
                    let place = (name.clone(), field.name.clone());
                    let wanted = self.wanted.get(&place).map_or(&[][..], Vec::as_slice);
                    let value = match &field.kind {
                        Kind::Key if dice.percent(95) => json!(key),
                        Kind::Key => json!(dice.one_of(&["", "-1", &rows[name][0].0])),
                        Kind::Reference(_) if field.name == "child_id" => {
                            match dice.weighed(&[90, 6, 4]) {
                                0 => json!(child),
                                1 => Json::Null,
                                _ => json!(dice.one_of(&["C9", "-1", "unknown"])),
                            }
                        }
                        Kind::Reference(tables) => reference(dice, tables, &rows, child),
                        Kind::Date => self.date(dice, &mut days, name, &field.name, field.planned),
                        Kind::Flag | Kind::Number | Kind::Code => pool::scalar(dice, field, wanted),
                        Kind::List => pool::list(dice, field, wanted, rival),
                        Kind::Text => pool::text(dice, self, &mut texts),
                    };
                    row.insert(field.name.clone(), value);
                }
                let rows = tables.entry(name.clone()).or_default();
                rows.push(row.clone());
                if dice.percent(3) {
                    rows.push(row);
                }
            }
            tables.entry(name.clone()).or_default();
        }
        let as_at = self.as_at(dice, &days);
        self.compared_days(dice, &mut tables, as_at);
        deaths(rule, &mut tables, as_at);
        let complete = self.absence(dice, &mut tables);
        let mut export = Export {
            as_at,
            complete,
            latest_only: self.latest_only(dice),
            headings: None,
            tables,
        };
        if export.complete.is_none() && dice.percent(40) {
            self.head(dice, rival, &mut export);
        }
        export
    }

    /// Now and then the source of the events keeps only the last of each child; that there are more changes nothing.
    fn latest_only(&self, dice: &mut Dice) -> Vec<String> {
        self.tables
            .keys()
            .filter(|_| dice.percent(12))
            .cloned()
            .collect()
    }

    /// As CSV: every column is headed, filled or not, but for one now and then; a table may be of headings alone.
    fn head(&self, dice: &mut Dice, rival: &Rival, export: &mut Export) {
        let mut headings = BTreeMap::new();
        for (table, rows) in &mut export.tables {
            let table = rival.catalogue.table(table);
            let mut names: Vec<String> = table
                .fields
                .iter()
                .map(|field| field.name.clone())
                .collect();
            let read: Vec<&str> = match self.tables.get(&table.name) {
                Some(read) => read.iter().map(String::as_str).collect(),
                None => vec![table.key()],
            };
            if dice.percent(8) {
                rows.clear();
            }
            let gone = dice.one_of(&read);
            // A file without the keys of its records is refused.
            if dice.percent(10) && *gone != table.key() {
                names.retain(|name| name != *gone);
                for row in rows {
                    row.remove(*gone);
                }
            }
            headings.insert(table.name.clone(), names);
        }
        export.headings = Some(headings);
    }

    /// The keys of every table's rows, and the child each is about.
    fn keys(&self, dice: &mut Dice, rule: &Rule) -> BTreeMap<String, Vec<(String, String)>> {
        let children = dice.one_of(&[1, 1, 1, 2, 2, 3, 4]).to_owned();
        let mut rows = BTreeMap::new();
        for (place, table) in self.tables.keys().enumerate() {
            let count = match table.as_str() {
                "children" => children,
                _ if *table == rule.table => dice.within(1, 4),
                other
                    if dice.percent(50)
                        && self
                            .counted
                            .as_ref()
                            .is_some_and(|(table, _)| table == other) =>
                {
                    dice.within(1, self.counted.as_ref().map_or(1, |(_, most)| *most))
                }
                "workers" | "teams" => dice.within(2, 5),
                _ => dice.weighed(&[10, 25, 25, 20, 10, 6, 4]) as i32,
            };
            let all = (1..=count).map(|number| {
                // Now and then a key that a record of another table has too.
                let letter = if dice.percent(8) {
                    'K'
                } else {
                    char::from(b'L' + (place % 12) as u8)
                };
                let own = format!("{letter}{number}");
                let child = format!(
                    "C{}",
                    if table == "children" {
                        number
                    } else {
                        dice.within(1, children)
                    }
                );
                (
                    if table == "children" {
                        child.clone()
                    } else {
                        own
                    },
                    child,
                )
            });
            rows.insert(table.clone(), all.collect());
        }
        rows
    }

    fn date(
        &self,
        dice: &mut Dice,
        days: &mut Days,
        table: &str,
        field: &str,
        planned: bool,
    ) -> Json {
        if table == "children" {
            let blank = if field == "date_of_birth" { 15 } else { 60 };
            if dice.percent(blank) {
                return Json::Null;
            }
            let base = days.any(dice);
            if field != "date_of_birth" {
                return json!(base.plus(dice.within(-120, 200)).to_string());
            }
            let years = if self.ages.is_empty() || dice.percent(25) {
                dice.within(0, 18)
            } else {
                *dice.one_of(&self.ages) + dice.within(0, 1)
            };
            let born = base.plus_months(-12 * years).plus(dice.within(-2, 2));
            if self.from_birth {
                days.meet(born);
            }
            return json!(born.to_string());
        }
        let ends = ["ended_on", "closed_on", "completed_on"].contains(&field);
        match dice.weighed(&[if ends { 45 } else { 9 }, if planned { 4 } else { 1 }, 90]) {
            0 => Json::Null,
            1 => json!(dice.one_of(&[
                "n/a",
                "1900-01-01",
                "1970-01-01",
                "tbc",
                "",
                "#VALUE!",
                "ongoing",
                "last week"
            ])),
            _ => {
                let day = days.next(dice, &self.spans);
                days.meet(day);
                json!(pool::written(dice, day))
            }
        }
    }

    /// Often a day that something is due on, or the one before or after.
    fn as_at(&self, dice: &mut Dice, days: &Days) -> Date {
        let day = days.any(dice);
        match dice.weighed(&[15, 35, 15, 15, 20]) {
            0 => day,
            1 if !self.spans.is_empty() => day
                .after(dice.one_of(&self.spans).as_str())
                .plus(dice.within(-1, 1)),
            2 => days.base().plus(dice.within(330, 500)),
            3 => day.plus(dice.within(100, 800)),
            _ => day.plus(dice.within(0, 60)),
        }
    }

    /// Days that the rule compares with fall on them, or a day to either side.
    fn compared_days(&self, dice: &mut Dice, tables: &mut BTreeMap<String, Vec<Row>>, as_at: Date) {
        for ((table, field), moments) in &self.moments {
            for row in tables.get_mut(table).into_iter().flatten() {
                if dice.percent(60) {
                    let moment = dice.one_of(moments);
                    let day = match moment.strip_suffix(" ago") {
                        Some(span) => as_at.before(span),
                        None => Date::read(moment).unwrap_or(as_at),
                    };
                    let nudge = if dice.percent(50) {
                        dice.within(-1, 1)
                    } else {
                        dice.within(-300, 300)
                    };
                    row.insert(field.clone(), json!(day.plus(nudge).to_string()));
                }
            }
        }
    }

    /// Half are complete; of some a table or a column is missing; others have only what their rows name.
    fn absence(
        &self,
        dice: &mut Dice,
        tables: &mut BTreeMap<String, Vec<Row>>,
    ) -> Option<Vec<String>> {
        let names: Vec<&String> = self.tables.keys().collect();
        let mut absent = Vec::new();
        if dice.percent(25) {
            for _ in 0..dice.within(1, 2) {
                let table = *dice.one_of(&names);
                let fields: Vec<&String> = self.tables[table].iter().collect();
                let field = *dice.one_of(&fields);
                absent.push(if dice.percent(30) {
                    table.clone()
                } else {
                    format!("{table}.{field}")
                });
            }
        }
        for name in &absent {
            match name.split_once('.') {
                None => drop(tables.remove(name)),
                Some((table, field)) => {
                    for row in tables.get_mut(table).into_iter().flatten() {
                        row.remove(field);
                    }
                }
            }
        }
        // An export of no table at all is refused.
        if tables.is_empty() {
            tables.insert("teams".to_owned(), Vec::new());
        }
        if dice.percent(60) {
            return Some(absent);
        }
        if dice.percent(50) {
            for row in tables.values_mut().flatten() {
                row.retain(|_, value| !value.is_null());
            }
        }
        None
    }
}

/// Now and then a child has died, by dice of their own so that what else befell children stays as it is; a day in eight is none.
fn deaths(rule: &Rule, tables: &mut BTreeMap<String, Vec<Row>>, as_at: Date) {
    let mut dice = Dice::of(&rule.id, as_at.0 as u64);
    for child in tables.get_mut("children").into_iter().flatten() {
        if dice.percent(12) {
            let day = as_at.plus(-dice.within(0, 500)).to_string();
            let died_on = match dice.within(1, 8) {
                1 => json!("31/02/2020"),
                _ => json!(day),
            };
            child.insert("died_on".to_owned(), died_on);
        }
    }
}

/// To a record of the same child where there is one, or to any, to none, to nowhere.
fn reference(
    dice: &mut Dice,
    tables: &[String],
    rows: &BTreeMap<String, Vec<(String, String)>>,
    child: &str,
) -> Json {
    let all: Vec<&(String, String)> = tables
        .iter()
        .filter_map(|table| rows.get(table))
        .flatten()
        .collect();
    let same: Vec<&&(String, String)> = all.iter().filter(|(_, other)| other == child).collect();
    match dice.weighed(&[65, 20, 9, 4, 2]) {
        0 if !same.is_empty() => json!(dice.one_of(&same).0),
        0 | 1 if !all.is_empty() => json!(dice.one_of(&all).0),
        // Nobody reads those records: only that the ids differ.
        0 | 1 => json!(format!("R{}", dice.within(1, 4))),
        3 => json!("Z99"),
        4 => json!(dice.one_of(&["n/a", "-1", "Unallocated", "#N/A"])),
        _ => Json::Null,
    }
}
