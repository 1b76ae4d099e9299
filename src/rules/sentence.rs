//! A rule's check in one sentence, made from the plan that runs, so that the words cannot drift from it.

use crate::model::catalogue::{Catalogue, FieldId, FieldKind, TableId};
use crate::model::intern::Symbol;
use crate::model::reference::PLAN_TABLES;

use super::filter::{Condition, Filter, Literal, Moment, Operand, Test};
use super::path::{RelatedPath, ValuePath, Via};
use super::plan::{
    Ages, Attendance, Cadence, Check, Count, Deadline, Done, Due, Duration, Require, Rule,
    TextCheck, Unlike,
};
use super::reference_data::ReferenceData;

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
            Check::Count(check) => self.count(check),
            Check::Attendance(check) => self.attendance(check),
            Check::Text(check) => self.text(check),
            Check::Order(check) => {
                let dates: Vec<String> = check.dates.iter().map(|path| self.path(path)).collect();
                format!("{} come in that order", joined(&dates, "and"))
            }
            Check::Reference(check) => {
                format!("{} leads to a record", self.field(rule.table, check.field))
            }
        };
        let check = match Self::grace(&rule.check) {
            Some(grace) => format!("{check}, once {grace} have passed"),
            None => check,
        };
        let sentence = match self.filter(&rule.subject) {
            conditions if conditions.is_empty() => check,
            conditions => format!("where {conditions}: {check}"),
        };
        capitalised(&sentence) + "."
    }

    pub fn field(&self, table: TableId, field: FieldId) -> &str {
        &self.catalogue.field(table, field).words
    }

    pub fn path(&self, path: &ValuePath) -> String {
        let of_plan = path
            .ends
            .iter()
            .find(|(table, _)| Some(*table) == self.plan);
        let (table, field) = *of_plan.unwrap_or(&path.ends[0]);
        self.field(table, field).to_owned()
    }

    pub fn related(&self, path: &RelatedPath) -> String {
        let field = self.catalogue.field(path.table, path.field);
        if field.kind == FieldKind::Date {
            field.words.clone()
        } else {
            format!("a {}", self.catalogue.table(path.table).one)
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
    fn first_of(&self, paths: &[ValuePath]) -> String {
        let names: Vec<String> = paths.iter().map(|path| self.path(path)).collect();
        match names.split_first() {
            None => String::new(),
            Some((first, [])) => first.clone(),
            Some((first, rest)) => {
                format!("{first} (where that is blank, {})", rest.join("; then "))
            }
        }
    }

    fn until(&self, paths: &[ValuePath]) -> String {
        let names: Vec<String> = paths.iter().map(|path| self.path(path)).collect();
        if names.is_empty() {
            String::new()
        } else {
            format!(", until {}", names.join(" or "))
        }
    }

    fn unless(&self, filter: &Filter) -> String {
        let conditions = self.filter(filter);
        if conditions.is_empty() {
            String::new()
        } else {
            format!(", unless {conditions}")
        }
    }

    /// " (where the kind is connected person)", or nothing.
    pub fn of_those(&self, filter: &Filter) -> String {
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
            let fields: Vec<String> = check.fields.iter().map(|path| self.path(path)).collect();
            let verb = if fields.len() == 1 { "is" } else { "are" };
            parts.push(format!("{} {verb} recorded", joined(&fields, "and")));
        }
        for group in &check.any_of {
            let fields: Vec<String> = group.iter().map(|path| self.path(path)).collect();
            parts.push(format!("{} is recorded", joined(&fields, "or")));
        }
        parts.extend(check.yes.iter().map(|path| self.path(path)));
        let holds = self.filter(&check.holds);
        parts.extend(Some(holds).filter(|holds| !holds.is_empty()));
        joined(&parts, "and")
    }

    fn deadline(&self, check: &Deadline) -> String {
        let (to, those) = match &check.to {
            Done::Own(path) => (self.path(path), String::new()),
            Done::Related(path, filter) => (self.related(path), self.of_those(filter)),
        };
        let due = match &check.due {
            Due::Within { from, within } => format!("within {within} of {}", self.first_of(from)),
            Due::By {
                by,
                notice: Some(notice),
            } => format!("at least {notice} before {}", self.first_of(by)),
            Due::By { by, notice: None } => format!("by {}", self.first_of(by)),
        };
        let instead = check
            .unless_event
            .as_ref()
            .map(|path| format!(", unless there is {} by then", self.related(path)))
            .unwrap_or_default();
        format!(
            "{to}{those} {due}{}{}{instead}",
            self.until(&check.until),
            self.unless(&check.unless)
        )
    }

    fn cadence(&self, check: &Cadence) -> String {
        let steps: Vec<String> = check.steps.iter().map(ToString::to_string).collect();
        let first = match steps.as_slice() {
            [] => String::new(),
            [first] => format!(" within {first}, and then"),
            several => format!(
                " after gaps of no more than {}, and then",
                several.join(", ")
            ),
        };
        let ages = match check.ages {
            None
            | Some(Ages {
                from: None,
                to: None,
            }) => String::new(),
            Some(Ages {
                from: Some(from),
                to: Some(to),
            }) => format!(", from the child's {from}th birthday to the {to}th"),
            Some(Ages {
                from: Some(from),
                to: None,
            }) => format!(", from the child's {from}th birthday on"),
            Some(Ages {
                from: None,
                to: Some(to),
            }) => format!(", to the child's {to}th birthday"),
        };
        format!(
            "from {}, {}{}{first} at least every {}{}{ages}",
            self.first_of(&check.from),
            self.related(&check.event),
            self.of_those(&check.event_where),
            check.every,
            self.until(&check.until)
        )
    }

    fn duration(&self, check: &Duration) -> String {
        match &check.until {
            None => format!(
                "{} no more than {} ago{}",
                self.first_of(&check.from),
                check.at_most,
                self.unless(&check.unless)
            ),
            Some(until) => format!(
                "{} within {} of {}{}",
                self.first_of(until),
                check.at_most,
                self.first_of(&check.from),
                self.unless(&check.unless)
            ),
        }
    }

    fn count(&self, check: &Count) -> String {
        let limit = match (check.at_least, check.at_most) {
            (Some(least), Some(most)) => format!("from {least} to {most}"),
            (Some(least), None) => format!("at least {least}"),
            (None, Some(0.0)) => "no".to_owned(),
            (None, Some(most)) => format!("no more than {most}"),
            (None, None) => String::new(),
        };
        let what = self.related(&check.of);
        let what = what
            .strip_prefix("a ")
            .or_else(|| what.strip_prefix("an "))
            .or_else(|| what.strip_prefix("the "))
            .unwrap_or(&what);
        let distinct = check
            .distinct
            .map(|field| format!(" with a different {}", self.field(check.of.table, field)))
            .unwrap_or_default();
        let same = if check.of.via == Via::Child {
            " for the child"
        } else {
            ""
        };
        let window = self.window(check);
        let per = check
            .per
            .as_ref()
            .map(|path| format!(", for each {}", self.path(path)))
            .unwrap_or_default();
        format!(
            "{limit} {what}{}{distinct}{same}{window}{per}",
            self.of_those(&check.of_where)
        )
    }

    /// " in the 3 months to the decision to enter pre-proceedings".
    pub fn window(&self, check: &Count) -> String {
        let end = check.at.as_ref().map(|path| self.path(path));
        match (check.window, end) {
            (Some(window), Some(end)) => format!(" in the {window} to {end}"),
            (Some(window), None) => format!(" in any {window} up to its own date"),
            (None, Some(end)) => format!(" up to {end}"),
            (None, None) => String::new(),
        }
    }

    fn attendance(&self, check: &Attendance) -> String {
        let names: Vec<String> = check
            .all_of
            .iter()
            .map(|place| self.reference.agencies.get(*place).name.clone())
            .collect();
        let least = check
            .at_least
            .map(|least| format!("at least {least} agencies"));
        let parts: Vec<String> = Some(joined(&names, "and"))
            .filter(|text| !text.is_empty())
            .into_iter()
            .chain(least)
            .collect();
        format!("{} took part", parts.join(", and "))
    }

    fn text(&self, check: &TextCheck) -> String {
        let mut parts = Vec::new();
        parts.extend(
            check
                .min_words
                .map(|words| format!("has at least {words} words")),
        );
        if !check.avoid.is_empty() {
            let lists: Vec<String> = check
                .avoid
                .iter()
                .map(|place| {
                    self.reference
                        .phrase_lists
                        .get(*place)
                        .name
                        .replace('-', " ")
                })
                .collect();
            parts.push(format!("says more than {}", joined(&lists, "or")));
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

    /// The conditions in words, joined by "and".
    pub fn filter(&self, filter: &Filter) -> String {
        let conditions: Vec<String> = filter
            .conditions
            .iter()
            .map(|condition| self.condition(condition))
            .collect();
        joined(&conditions, "and")
    }

    fn condition(&self, condition: &Condition) -> String {
        let name = match &condition.of {
            Operand::Value(path) => self.path(path),
            Operand::Age => "the child's age".to_owned(),
        };
        match &condition.test {
            Test::Present => format!("{name} is recorded"),
            Test::Blank => format!("{name} is not recorded"),
            Test::Is(literals) if matches!(literals.as_slice(), [Literal::Flag(true)]) => name,
            Test::Is(literals) if matches!(literals.as_slice(), [Literal::Flag(false)]) => {
                format!("it is not so that {name}")
            }
            Test::Is(literals) => format!("{name} is {}", self.literals(literals, "or")),
            Test::Not(literals) if matches!(literals.as_slice(), [Literal::Flag(true)]) => {
                format!("it is not recorded that {name}")
            }
            Test::Not(literals) => format!("{name} is not {}", self.literals(literals, "or")),
            Test::AtLeast(literal) => format!("{name} is at least {}", self.literal(literal)),
            Test::AtMost(literal) => format!("{name} is at most {}", self.literal(literal)),
            Test::Before(moment) => format!("{name} was before {}", moment_in_words(*moment)),
            Test::After(moment) => format!("{name} was after {}", moment_in_words(*moment)),
        }
    }

    fn literals(&self, literals: &[Literal], word: &str) -> String {
        let words: Vec<String> = literals
            .iter()
            .map(|literal| self.literal(literal))
            .collect();
        joined(&words, word)
    }

    fn literal(&self, literal: &Literal) -> String {
        match literal {
            Literal::Code(symbol) => self.code(*symbol).to_owned(),
            Literal::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Literal::Number(number) => number.to_string(),
            Literal::Date(moment) => moment_in_words(*moment),
        }
    }

    fn code(&self, symbol: Symbol) -> &str {
        self.catalogue.codes.text(symbol)
    }
}

fn moment_in_words(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.in_words(),
        Moment::AsAt => "the as-at date".to_owned(),
        Moment::Ago(length) => format!("{length} ago"),
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

/// With a capital first letter.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
