//! A rule's check in one sentence, made from the plan that runs, so that the words cannot drift from it.

use crate::model::catalogue::{Catalogue, FieldId, FieldKind, OwnDates, TableId};
use crate::model::reference::PLAN_TABLES;

use super::filter::{Filter, Literal, Test};
use super::path::{RelatedPath, ValuePath};
use super::plan::{Attendance, Check, Require, Rule, TextCheck, Unlike};
use super::reference_data::{Match, ReferenceData};

/// Words of conditions that a reader can hold in mind before being told what is asked.
const LONGEST_OPENING: usize = 16;

/// Words for plans: fields by the catalogue's words for them.
#[derive(Clone, Copy)]
pub struct Words<'c> {
    pub catalogue: &'c Catalogue,
    pub reference: &'c ReferenceData,
    /// The kind of plan that the rule is about, where a reference may lead to several.
    plan: Option<TableId>,
}

impl<'c> Words<'c> {
    pub const fn new(catalogue: &'c Catalogue, reference: &'c ReferenceData) -> Self {
        Self {
            catalogue,
            reference,
            plan: None,
        }
    }

    /// Words for one rule: where it asks only about one kind of plan, "the plan" is that one.
    pub fn of_rule(catalogue: &'c Catalogue, reference: &'c ReferenceData, rule: &Rule) -> Self {
        let kinds = rule
            .subject
            .paths()
            .filter(|(path, _)| path.text == "plan_kind" || path.text == "kind");
        let named = kinds.filter_map(|(_, test)| match test {
            Test::Is(literals) => match literals.as_slice() {
                [Literal::Code(kind)] => PLAN_TABLES
                    .iter()
                    .find(|(name, _)| *name == catalogue.codes.text(*kind)),
                _ => None,
            },
            _ => None,
        });
        let plan = named
            .map(|(_, table)| *table)
            .next()
            .and_then(|table| catalogue.find(table));
        Self {
            catalogue,
            reference,
            plan,
        }
    }

    /// "From the first meeting, a pre-proceedings review at least every 6 weeks until the end of pre-proceedings."
    pub fn sentence(&self, rule: &Rule) -> String {
        let check = match &rule.check {
            Check::Require(check) => self.require(check),
            Check::Deadline(check) => self.deadline(check),
            Check::Cadence(check) => self.cadence(check),
            Check::Duration(check) => self.duration(check),
            Check::Count(check) => self.count(check, rule),
            Check::Attendance(check) => self.attendance(check),
            Check::Text(check) => self.text(check),
            Check::Order(check) => {
                let dates: Vec<String> = check.dates.iter().map(|path| self.path(path)).collect();
                format!("{} come in that order", joined(&dates, "and"))
            }
            Check::Reference(check) => {
                format!("{} is in the export", self.field(rule.table, check.field))
            }
        };
        let check = match Self::grace(&rule.check) {
            Some(grace) => {
                let placed_by = rule.placed_by.as_ref().map(|path| self.path(path));
                let of = placed_by.or_else(|| self.first_own_date(rule.table).map(str::to_owned));
                let of = of.map(|words| format!(" of {words}")).unwrap_or_default();
                format!("{check}, within {grace}{of}")
            }
            None => check,
        };
        let days = [
            self.first_own_date(rule.table),
            self.last_own_date(rule.table),
        ];
        let sentence = match self.filter_at(&rule.subject, days) {
            conditions if conditions.is_empty() => check,
            conditions if conditions.split(' ').count() > LONGEST_OPENING => {
                format!("{}. Asked where {conditions}", capitalised(&check))
            }
            conditions => format!("where {conditions}: {check}"),
        };
        capitalised(&sentence) + "."
    }

    /// The words for the day on which a record of the table begins.
    fn first_own_date(&self, table: TableId) -> Option<&str> {
        match self.catalogue.table(table).dates {
            OwnDates::At(field) | OwnDates::Span { from: field, .. } => {
                Some(self.field(table, field))
            }
            OwnDates::None | OwnDates::Of(_) => None,
        }
    }

    /// The words for the day on which a record of the table ends.
    fn last_own_date(&self, table: TableId) -> Option<&str> {
        match self.catalogue.table(table).dates {
            OwnDates::At(field) | OwnDates::Span { to: field, .. } => {
                Some(self.field(table, field))
            }
            OwnDates::None | OwnDates::Of(_) => None,
        }
    }

    pub fn field(&self, table: TableId, field: FieldId) -> &str {
        &self.catalogue.field(table, field).words
    }

    /// What is asked to be recorded: "the reason", "whether the case was already open".
    pub fn asked(&self, path: &ValuePath) -> String {
        match path.kind {
            FieldKind::Flag => format!("whether {}", self.path(path)),
            _ => self.path(path),
        }
    }

    pub fn path(&self, path: &ValuePath) -> String {
        let of_plan = path
            .ends
            .iter()
            .find(|(table, _)| Some(*table) == self.plan);
        let (table, field) = *of_plan.unwrap_or(&path.ends[0]);
        self.field(table, field).to_owned()
    }

    /// An event of any such record: "a core group", "the completion of an assessment".
    pub fn related(&self, path: &RelatedPath) -> String {
        let field = self.catalogue.field(path.table, path.field);
        let table = self.catalogue.table(path.table);
        let with_article = table.with_article();
        if field.kind == FieldKind::Date {
            let with_the = format!("the {}", table.one);
            field.words.replace(&with_the, &with_article)
        } else {
            with_article
        }
    }

    fn grace(check: &Check) -> Option<String> {
        let grace = match check {
            Check::Require(check) => check.grace,
            Check::Count(check) => check.grace,
            Check::Text(check) => check.grace,
            _ => None,
        };
        grace.map(|length| length.to_string())
    }

    /// "the first meeting (where that is blank, the letter before proceedings)".
    pub(super) fn first_of(&self, paths: &[ValuePath]) -> String {
        let names: Vec<String> = paths.iter().map(|path| self.path(path)).collect();
        match names.split_first() {
            None => String::new(),
            Some((first, [])) => first.clone(),
            Some((first, rest)) => {
                format!("{first} (where that is blank, {})", rest.join("; then "))
            }
        }
    }

    pub(super) fn until(&self, paths: &[ValuePath]) -> String {
        let names: Vec<String> = paths.iter().map(|path| self.path(path)).collect();
        if names.is_empty() {
            String::new()
        } else {
            format!(", until {}", names.join(" or "))
        }
    }

    pub(super) fn unless(&self, filter: &Filter) -> String {
        let conditions = self.filter(filter);
        if conditions.is_empty() {
            String::new()
        } else {
            format!(", unless {conditions}")
        }
    }

    /// " (where the kind is connected person)", or nothing.
    pub(super) fn of_those(&self, filter: &Filter) -> String {
        let conditions = self.filter(filter);
        if conditions.is_empty() {
            String::new()
        } else {
            format!(" (where {conditions})")
        }
    }

    fn require(&self, check: &Require) -> String {
        let mut parts = Vec::new();
        if !check.fields.is_empty() {
            let fields: Vec<String> = check.fields.iter().map(|path| self.asked(path)).collect();
            let verb = if fields.len() == 1 { "is" } else { "are" };
            parts.push(format!("{} {verb} recorded", joined(&fields, "and")));
        }
        for group in &check.any_of {
            let fields: Vec<String> = group.iter().map(|path| self.asked(path)).collect();
            parts.push(format!("{} is recorded", joined(&fields, "or")));
        }
        parts.extend(check.yes.iter().map(|path| self.path(path)));
        let holds = self.filter(&check.holds);
        parts.extend(Some(holds).filter(|holds| !holds.is_empty()));
        joined(&parts, "and")
    }

    fn attendance(&self, check: &Attendance) -> String {
        let agencies = &self.reference.agencies;
        let all = (!check.all_of.is_empty()).then(|| agencies.listed(&check.all_of));
        if !check.besides.is_empty() {
            let others = match check.at_least {
                Some(least @ 2..) => format!("at least {least} agencies"),
                _ => "an agency".to_owned(),
            };
            let all = all.map(|all| format!("{all} took part, and "));
            let besides = agencies.listed(&check.besides);
            return format!(
                "{}{others} besides {besides} took part",
                all.unwrap_or_default()
            );
        }
        match (all, check.at_least) {
            (Some(all), None) => format!("{all} took part"),
            (Some(all), Some(least)) => {
                format!("{all} took part, and at least {least} agencies in all")
            }
            (None, Some(1)) => "at least 1 agency took part".to_owned(),
            (None, Some(least)) => format!("at least {least} agencies took part"),
            (None, None) => String::new(),
        }
    }

    fn text(&self, check: &TextCheck) -> String {
        let mut parts = Vec::new();
        parts.extend(
            check
                .min_words
                .map(|words| format!("has at least {words} words")),
        );
        if !check.avoid.is_empty() {
            let lists = || {
                let lists = check.avoid.iter();
                lists.map(|place| self.reference.phrase_lists.get(*place))
            };
            let alone: Vec<String> = lists()
                .filter(|list| list.how != Match::Many)
                .map(|list| list.words.clone())
                .collect();
            if !alone.is_empty() {
                parts.push(format!("says more than {}", joined(&alone, "or")));
            }
            let many = lists().filter(|list| list.how == Match::Many);
            parts.extend(many.map(|list| format!("has fewer than three {}", list.words)));
        }
        if !check.mention.is_empty() {
            parts.push(format!("mentions {}", joined(&check.mention, "or")));
        }
        parts.extend(check.unlike.map(|unlike| {
            match unlike {
                Unlike::SameChild(_) => "does not repeat an earlier record of the same child",
                Unlike::OtherChildren(_) => "is not the text of another child's record",
            }
            .to_owned()
        }));
        format!("{} {}", self.path(&check.field), joined(&parts, "and"))
    }
}

/// "a", "a and b", "a, b and c".
pub fn joined(parts: &[String], word: &str) -> String {
    match parts.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
    }
}

/// The name of an area within a sentence.
pub fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters.as_str().chars()).collect()
}

/// With a capital first letter.
pub fn capitalised(text: &str) -> String {
    let mut capitalised = String::with_capacity(text.len());
    let mut letters = text.chars();
    capitalised.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    capitalised.push_str(letters.as_str());
    capitalised
}
