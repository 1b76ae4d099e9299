//! What a local `caseready.toml` sets.

mod limits;
mod local;
mod mappings;
mod written;

use super::diagnostic::Mistakes;
use super::plan::{Rule, RuleId};
use super::section::{Section, parsed};
use super::{Diagnostic, Ruleset};
pub use limits::Limits;
pub use mappings::Own;

/// The settings of a council; what it does not set is as the standards carried have it.
#[derive(Default)]
pub struct Settings {
    pub words: Limits,
    /// Rules as the council has them, in place of those carried.
    pub rules: Vec<(RuleId, Rule)>,
    pub files: Own,
    /// What the council is called at the head of its reports.
    pub council: Option<String>,
    /// The table of children who go by several ids, as named beside the settings.
    pub other_ids: Option<String>,
}

impl Settings {
    /// Reads a file that speaks of these rules; every mistake in it is given with its place.
    pub fn read(file: &str, source: &str, ruleset: &Ruleset) -> Result<Self, Vec<Diagnostic>> {
        let mut mistakes = Mistakes::new(file);
        let document = parsed(source, &mut mistakes);
        let mut settings = Self::default();
        if mistakes.found.is_empty() {
            let mut top = Section::new(document.get_ref(), 0..0, "caseready.toml");
            let words = top
                .get("words")
                .and_then(|value| Section::of(value, "[words]", &mut mistakes));
            if let Some(words) = words {
                settings.words = limits::limits(words, &mut mistakes);
            }
            let council = top
                .get("council")
                .and_then(|value| Section::of(value, "[council]", &mut mistakes));
            if let Some(council) = council {
                settings.council = name(council, &mut mistakes);
            }
            let rules = top
                .get("rules")
                .and_then(|value| Section::of(value, "[rules]", &mut mistakes));
            if let Some(rules) = rules {
                settings.rules = local::rules(&rules, ruleset, &mut mistakes);
            }
            let children = top
                .get("children")
                .and_then(|value| Section::of(value, "[children]", &mut mistakes));
            if let Some(mut children) = children {
                let file = children.need_text("other_ids", &mut mistakes);
                settings.other_ids = file.map(str::to_owned);
                children.finish(&[], &mut mistakes);
            }
            settings.files = mappings::mappings(source, &mut top, ruleset, &mut mistakes);
            top.finish(&[], &mut mistakes);
        }
        if mistakes.found.is_empty() {
            Ok(settings)
        } else {
            mistakes
                .found
                .sort_by_key(|diagnostic| diagnostic.span.start);
            Err(mistakes.found)
        }
    }
}

/// Letters that the longest name of a council has, and more: a title stands on a line or two.
const LONGEST_NAME: usize = 100;

/// Reads `[council]`.
fn name(mut section: Section<'_, '_>, mistakes: &mut Mistakes) -> Option<String> {
    let name = section.need_text("name", mistakes).map(str::trim);
    let span = section.get("name").map_or(0..0, toml::Spanned::span);
    section.finish(&[], mistakes);
    let name = name?;
    let letters = name.chars().count();
    if (1..=LONGEST_NAME).contains(&letters) {
        return Some(name.to_owned());
    }
    let message = format!("the council's name has 1 to {LONGEST_NAME} letters");
    mistakes.add(span, message, format!("found {letters}"));
    None
}
