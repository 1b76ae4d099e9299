//! Rule files into typed plans, before any record is read.

pub mod agencies;
mod brief_words;
mod check_keys;
pub mod compile;
pub mod condition_words;
mod count_words;
mod dated_check_keys;
mod dated_words;
pub mod diagnostic;
pub mod example;
pub mod filter;
pub mod inspections;
pub mod kind;
pub mod needs;
pub mod new_rule;
pub mod outcome;
pub mod path;
pub mod plan;
mod read;
pub mod reference_data;
pub mod section;
mod sense;
pub mod sentence;
pub mod settings;
mod threshold;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::model::calendar::Calendar;
use crate::model::catalogue::Catalogue;
use crate::model::hexadecimal::hex;
use crate::model::layout::Layouts;
use crate::model::mistyped::{did_you_mean, nearest};

use compile::{Compiled, Named, Wrong};
pub use diagnostic::Diagnostic;
use diagnostic::Mistakes;
use plan::{Rule, RuleId};
use reference_data::ReferenceData;

/// The name and version of the standards compiled into the binary.
pub const STANDARDS_NAME: &str = "England";
pub const STANDARDS_VERSION: &str = "2026.1";

/// The files of `rules/`, by their path inside it, as the binary carries them.
const CARRIED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.in"));

/// Everything `rules/` says, ready to run.
pub struct Ruleset {
    pub catalogue: Catalogue,
    /// The formats that files may have.
    pub layouts: Layouts,
    pub calendar: Calendar,
    pub reference: ReferenceData,
    /// In the order of their ids.
    pub rules: Vec<Rule>,
    /// SHA-256 of every file, so that two runs can be seen to have used the same standards.
    pub digest: String,
    /// The name of a folder of rules added to those carried.
    pub added: Option<String>,
    /// The files of that folder.
    laid_over: Vec<String>,
}

/// What is wrong with the rules, and the files it is wrong in.
pub struct BadRules {
    pub diagnostics: Vec<Diagnostic>,
    pub files: BTreeMap<String, String>,
}

impl Ruleset {
    /// The standards carried by the binary alone.
    pub fn carried() -> Result<Self, BadRules> {
        Self::with(None, BTreeMap::new(), Examples::Read)
    }

    /// The standards carried by the binary, with the files of a folder laid over them: a file of the same path replaces the one
    /// carried, and a rule with the id of another replaces it wherever it stands.
    pub fn with(
        name: Option<String>,
        over: BTreeMap<String, String>,
        examples: Examples,
    ) -> Result<Self, BadRules> {
        let mut files: BTreeMap<String, String> = CARRIED
            .iter()
            .map(|(file, text)| ((*file).to_owned(), (*text).to_owned()))
            .collect();
        let laid_over: Vec<String> = over.keys().cloned().collect();
        files.extend(over);
        Self::build(name, &files, &laid_over, examples)
            .map_err(|diagnostics| BadRules { diagnostics, files })
    }

    fn build(
        name: Option<String>,
        files: &BTreeMap<String, String>,
        laid_over: &[String],
        examples: Examples,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut diagnostics = Vec::new();
        let calendar = files
            .get("bank-holidays.csv")
            .map(|text| Calendar::read(text));
        let calendar = match calendar {
            Some(Ok(calendar)) => Some(calendar),
            Some(Err(error)) => {
                diagnostics.push(Diagnostic::of_whole_file(
                    "bank-holidays.csv",
                    error.to_string(),
                ));
                None
            }
            None => None,
        };
        let tables = files
            .iter()
            .filter(|(file, _)| file.starts_with("catalogue/"))
            .map(|(file, text)| (file.as_str(), text.as_str()));
        let catalogue = Catalogue::read(tables);
        let formats = files
            .iter()
            .filter(|(file, _)| file.starts_with("formats/"))
            .map(|(file, text)| (file.as_str(), text.as_str()));
        let layouts = catalogue.as_ref().map_or_else(
            |_| Ok(Layouts::default()),
            |catalogue| Layouts::read(catalogue, formats),
        );
        let wrong = [catalogue.as_ref().err(), layouts.as_ref().err()];
        for error in wrong.into_iter().flatten().flatten() {
            let span = error.span.clone().unwrap_or(0..0);
            diagnostics.push(Diagnostic::new(&error.file, span, &error.message, ""));
        }
        let mut reference = ReferenceData::default();
        let mut standards = Vec::new();
        for (file, text) in files {
            if reference.take(file, text, &mut diagnostics)
                || file.starts_with("catalogue/")
                || file.starts_with("formats/")
                || file == "bank-holidays.csv"
            {
                continue;
            }
            let is_over = laid_over.contains(file);
            let text = match examples {
                Examples::PassedOver if !is_over => before_examples(text),
                _ => text,
            };
            standards.push((file.as_str(), text, is_over));
        }
        let (Some(calendar), Ok(catalogue), Ok(layouts)) = (calendar, catalogue, layouts) else {
            return Err(diagnostics);
        };
        let rules = compile_all(&standards, &catalogue, &reference, &mut diagnostics);
        if !diagnostics.is_empty() {
            return Err(diagnostics);
        }
        Ok(Self {
            catalogue,
            layouts,
            calendar,
            reference,
            rules,
            digest: digest(files),
            added: name,
            laid_over: laid_over.to_vec(),
        })
    }

    /// Puts rules as a council has them in place of those carried.
    pub fn change(&mut self, rules: Vec<(RuleId, Rule)>) {
        for (id, rule) in rules {
            self.rules[id.index()] = rule;
        }
    }

    /// Whether a rule is one of those carried, and not of the folder laid over them.
    pub fn is_carried(&self, rule: &Rule) -> bool {
        !self.laid_over.contains(&rule.file)
    }

    /// The carried files, beside those of rules, in whose place the folder has its own: lists of phrases, bank holidays.
    pub fn replaced(&self) -> impl Iterator<Item = &str> {
        let is_carried = |file: &&str| CARRIED.iter().any(|(carried, _)| carried == file);
        let files = self.laid_over.iter().map(String::as_str);
        files.filter(move |file| !file.starts_with("standards/") && is_carried(file))
    }

    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.index()]
    }

    pub fn find(&self, id: &str) -> Option<RuleId> {
        self.rules
            .iter()
            .position(|rule| is_id(&rule.id, id))
            .map(|index| RuleId(index as u16))
    }

    /// That no rule goes by what was typed, and which may be meant.
    pub fn no_such(&self, what: &str, typed: &str) -> String {
        let ids = self.rules.iter().map(|rule| rule.id.as_str());
        let meant = nearest_id(typed, ids).map_or_else(
            || ".".to_owned(),
            |near| format!("; {}", did_you_mean(near)),
        );
        format!("there is no {what} {typed:?}{meant} See caseready rules list.")
    }

    pub fn ids(&self) -> impl Iterator<Item = RuleId> + use<> {
        (0..self.rules.len() as u16).map(RuleId)
    }
}

/// Whether the examples of the rules carried are wanted. They are five sixths of the text of the standards, which are read in less
/// than half the time without them. Those of a folder laid over are always read, since they may be wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Examples {
    Read,
    PassedOver,
}

/// The examples are the last thing in a rule's file.
fn before_examples(text: &str) -> &str {
    let end = text.find("\n[[example]]").map_or(text.len(), |end| end + 1);
    &text[..end]
}

/// Whether `typed` means the rule `id`: in any case, with or without the leading noughts of its number.
pub fn is_id(id: &str, typed: &str) -> bool {
    let parts = |text: &str| {
        let (group, number) = text.split_once('-')?;
        Some((group.to_ascii_uppercase(), number.parse::<u32>().ok()?))
    };
    id.eq_ignore_ascii_case(typed) || (parts(id).is_some() && parts(id) == parts(typed))
}

/// The rule that was meant where none is called `typed`: that of the same letters and number, as in "PP5", else one of a like name.
fn nearest_id<'n>(typed: &str, ids: impl Iterator<Item = &'n str> + Clone) -> Option<&'n str> {
    let parts = |text: &str| {
        let known: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let (group, number) = known.split_at(known.find(|letter: char| letter.is_ascii_digit())?);
        Some((group.to_ascii_uppercase(), number.parse::<u32>().ok()?))
    };
    let meant = parts(typed);
    let mut same = ids
        .clone()
        .filter(|id| meant.is_some() && parts(id) == meant);
    same.next().or_else(|| nearest(typed, ids))
}

/// Compiles every rule file; a rule of the folder laid over wins over a carried rule of the same id.
fn compile_all(
    standards: &[(&str, &str, bool)],
    catalogue: &Catalogue,
    reference: &ReferenceData,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Rule> {
    let context = read::Context {
        catalogue,
        reference,
    };
    let mut rules: BTreeMap<String, (Compiled, bool)> = BTreeMap::new();
    let mut wrong: Vec<Option<String>> = Vec::new();
    for &(file, text, over) in standards {
        match compile::rule(file, text, &context) {
            Ok(compiled) => {
                let id = &compiled.rule.id;
                match rules.get(id) {
                    Some((other, other_over)) if *other_over == over => {
                        let message = format!("the id {id} is already that of {}", other.rule.file);
                        diagnostics.push(Diagnostic::of_whole_file(file, message));
                    }
                    Some((_, true)) => {}
                    _ => {
                        rules.insert(id.clone(), (compiled, over));
                    }
                }
            }
            Err(Wrong { id, mistakes }) => {
                wrong.push(id);
                diagnostics.extend(mistakes);
            }
        }
    }
    // A rule that is named and has mistakes of its own is there: one without a readable id may be any.
    let may_be_wrong = |id: &str| {
        let mut wrong = wrong.iter();
        wrong.any(|other| other.as_deref().is_none_or(|other| other == id))
    };
    let ids: Vec<String> = rules.keys().cloned().collect();
    let with_others = rules.into_values().map(|(compiled, _)| {
        let Compiled {
            mut rule,
            stands_in_for,
            overlaps,
        } = compiled;
        let mut mistakes = Mistakes::new(&rule.file);
        let mut find = |other: Named| {
            let found = ids.binary_search(&other.id).ok();
            if found.is_none() && !may_be_wrong(&other.id) {
                let message = format!("there is no rule {}", other.id);
                let known = ids.iter().map(String::as_str);
                mistakes.add_name(other.span, message, &other.id, known);
            }
            found.map(|index| RuleId(index as u16))
        };
        let stands_in_for = stands_in_for.into_iter().filter_map(&mut find).collect();
        for other in overlaps {
            find(other);
        }
        diagnostics.append(&mut mistakes.found);
        rule.stands_in_for = stands_in_for;
        rule
    });
    with_others.collect()
}

fn digest(files: &BTreeMap<String, String>) -> String {
    let mut hasher = Sha256::new();
    for (file, text) in files {
        hasher.update(file.as_bytes());
        hasher.update([0]);
        // Line ends differ between checkouts on Windows and elsewhere; the standards do not.
        for line in text.lines() {
            hasher.update(line.as_bytes());
            hasher.update(b"\n");
        }
        hasher.update([0]);
    }
    hex(&hasher.finalize()[..16])
}
