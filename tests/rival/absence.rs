//! Whether an export has what a rule reads.

use toml::Table as Toml;

use super::catalogue::{Kind, Table};
use super::filter::{is_age, takes_blank};
use super::paths::{Related, Via, related};
use super::rule::Rule;
use super::world::World;

/// How much must be there of a field.
#[derive(Clone, Copy, PartialEq)]
enum Need {
    /// A value in some row, unless the table is of headings alone.
    Filled,
    /// An end: headed is enough, and JSON names none that nobody has reached yet.
    End,
}

impl World<'_> {
    pub fn can_assess(&self, rule: &Rule) -> bool {
        let table = self.catalogue.table(&rule.table);
        let placed_by = rule.placed_by.as_deref();
        self.has_table(&rule.table)
            && placed_by.is_none_or(|path| self.has(table, path, Need::Filled))
            && rule.needs.iter().all(|paths| {
                let mut paths = paths.split('|').map(str::trim);
                paths.any(|path| self.has(table, path, Need::Filled))
            })
            && self.has_for_filter(table, &rule.subject_where)
            && self.has_for_check(rule, table)
            && self.has_evidence(rule, table)
    }

    /// Where the last record of each child stands for all of them, none can be counted; a flag that always says the same says
    /// nothing.
    fn has_evidence(&self, rule: &Rule, table: &Table) -> bool {
        let counted = rule
            .text_of("of")
            .and_then(|of| related(self.catalogue, table, of));
        let holds = rule.filter("holds");
        // Whether a flag was filled in at all is another question than what it says.
        let asked = holds.iter().filter(|(_, test)| !test.is_str());
        let mut flags = rule
            .list("yes")
            .into_iter()
            .chain(asked.map(|(path, _)| path.as_str()));
        counted.is_none_or(|of| !self.keeps_only_the_last(of.table))
            && flags.all(|path| self.tells(table, path))
    }

    /// Whether any of the columns a path may end in tells one record from another.
    fn tells(&self, table: &Table, path: &str) -> bool {
        let Some((step, rest)) = path.split_once('.') else {
            return !self.has_field(&table.name, path, Need::Filled)
                || !self.answers_itself(&table.name, path);
        };
        let Some(Kind::Reference(tables)) = table.reference(step).map(|field| &field.kind) else {
            return true;
        };
        let tables = tables.iter().map(|other| self.catalogue.table(other));
        let mut there = tables
            .filter(|other| self.has_table(&other.name) && self.has(other, rest, Need::Filled))
            .peekable();
        there.peek().is_none() || there.any(|other| self.tells(other, rest))
    }

    fn has_for_check(&self, rule: &Rule, table: &Table) -> bool {
        let mut all = true;
        // Every path under these keys is needed, all the alternatives of `from` among them.
        for key in ["from", "by", "at", "per"] {
            all &= rule
                .first_of(key)
                .iter()
                .all(|path| self.has(table, path, Need::Filled));
        }
        for key in ["fields", "yes", "dates"] {
            let there = rule
                .list(key)
                .iter()
                .filter(|path| self.has(table, path, Need::Filled))
                .count();
            let wanted = if key == "dates" {
                rule.list(key).len().min(2)
            } else {
                rule.list(key).len()
            };
            all &= there >= wanted;
        }
        for group in rule.groups() {
            all &= group.iter().any(|path| self.has(table, path, Need::Filled));
        }
        let ends = rule.first_of("until");
        all &= ends.is_empty() || ends.iter().any(|path| self.has(table, path, Need::End));
        for (path, test) in &rule.filter("holds") {
            // A blank is unknown here even to `not`.
            let path = if is_age(path) {
                "child.date_of_birth"
            } else {
                path
            };
            let asks_for_blank = test.as_str() == Some("blank");
            all &= asks_for_blank || self.has(table, path, Need::Filled);
        }
        if let Some(field) = rule.text_of("field") {
            all &= self.has(table, field, Need::Filled);
        }
        if rule.check.contains_key("ages") {
            all &= self.has(table, "child.date_of_birth", Need::Filled);
        }
        for (key, filter) in [
            ("to", "to_where"),
            ("event", "event_where"),
            ("of", "of_where"),
        ] {
            let Some(path) = rule.text_of(key) else {
                continue;
            };
            match related(self.catalogue, table, path) {
                None => all &= self.has(table, path, Need::Filled),
                Some(related) => {
                    all &= self.has_related(table, &related);
                    let other = self.catalogue.table(related.table);
                    all &= self.has_for_filter(other, &rule.filter(filter));
                    if let (Some(distinct), "of") = (rule.text_of("distinct"), key) {
                        all &= self.has(other, distinct, Need::Filled);
                    }
                }
            }
        }
        if let Some(unlike) = rule.text_of("unlike") {
            // Another child's records are read whole: nothing leads to them but their table and field.
            let parts: Vec<&str> = unlike.split('.').collect();
            all &= match parts[..] {
                ["child", other, field] => {
                    let related = Related {
                        table: other,
                        via: Via::Child,
                        field,
                    };
                    self.has_related(table, &related)
                }
                [other, field] => {
                    self.has_table(other) && self.has_field(other, field, Need::Filled)
                }
                _ => panic!("{unlike} is no path"),
            };
        }
        all
    }

    /// What may be blank may be absent; all else a filter asks about must be there.
    fn has_for_filter(&self, table: &Table, filter: &Toml) -> bool {
        filter.iter().all(|(path, test)| {
            let path = if is_age(path) {
                "child.date_of_birth"
            } else {
                path
            };
            takes_blank(test) || self.has(table, path, Need::Filled)
        })
    }

    fn has_related(&self, table: &Table, related: &Related<'_>) -> bool {
        let other = related.table;
        let reached = match related.via {
            Via::Child => {
                (table.name == "children" || self.has_field(&table.name, "child_id", Need::Filled))
                    && self.has_field(other, "child_id", Need::Filled)
            }
            Via::Reference(field) => self.has_field(other, field, Need::Filled),
        };
        self.has_table(other) && reached && self.has_field(other, related.field, Need::Filled)
    }

    fn has(&self, table: &Table, path: &str, need: Need) -> bool {
        let Some((step, rest)) = path.split_once('.') else {
            return self.has_field(&table.name, path, need);
        };
        if step == "child" && table.name == "children" {
            return self.has(table, rest, need);
        }
        let reference = table
            .reference(step)
            .unwrap_or_else(|| panic!("{path}: no {step}"));
        let Kind::Reference(tables) = &reference.kind else {
            return false;
        };
        // Where it may lead to several tables, one of them is enough.
        self.has_field(&table.name, &reference.name, Need::Filled)
            && tables.iter().any(|other| {
                self.has_table(other) && self.has(self.catalogue.table(other), rest, need)
            })
    }

    fn has_field(&self, table: &str, field: &str, need: Need) -> bool {
        if (table, field) == ("cp_plans", "looked_after_on") {
            let worked_out = self.has_table(table) && self.has_table("care_periods");
            if worked_out {
                return true;
            }
        }
        if !self.has_table(table) {
            return false;
        }
        if let Some(absent) = &self.export.complete {
            return !absent.contains(&format!("{table}.{field}"));
        }
        let mut rows = self.export.rows(table);
        let (named, is_empty) = match &self.export.headings {
            Some(headings) => (
                headings[table].iter().any(|name| name == field),
                rows.next().is_none(),
            ),
            None => (rows.any(|row| row.contains_key(field)), false),
        };
        match need {
            Need::End => named || self.export.headings.is_none(),
            // A file of headings alone is an empty table, not a missing one.
            Need::Filled => named && (is_empty || self.is_filled(table, field)),
        }
    }
}
