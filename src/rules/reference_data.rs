//! What rules refer to: areas of practice, sources, agencies and lists of phrases; and England's published rates.

use serde::Deserialize;

use crate::model::folding::fold;

use super::Diagnostic;
use super::agencies::{Agencies, Agency};
use super::inspections::{Statement, Theme};

/// `areas.toml`, `sources.toml`, `benchmarks.toml`, `agencies.toml` and `phrases/*.txt`.
#[derive(Default)]
pub struct ReferenceData {
    /// In the order reports show them.
    pub areas: Vec<Area>,
    pub sources: Vec<Source>,
    pub benchmarks: Vec<Benchmark>,
    /// What was said of Hampshire, and the themes of all inspections.
    pub statements: Vec<Statement>,
    pub themes: Vec<Theme>,
    pub agencies: Agencies,
    pub phrase_lists: PhraseLists,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    pub key: String,
    pub title: String,
    /// Ofsted's judgement that it belongs to.
    pub judgement: String,
    /// Topics of focused visits that it belongs to.
    pub topics: Vec<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub key: String,
    pub title: String,
    #[serde(default)]
    pub edition: String,
    #[serde(default)]
    pub paragraph: String,
    #[serde(default)]
    address: String,
    /// In our own words.
    pub says: String,
    /// How far it was verified.
    pub verified: Verified,
}

impl Source {
    /// Its title, with edition and paragraph.
    pub fn name(&self) -> String {
        let parts = [&self.title, &self.edition, &self.paragraph];
        let parts = parts.iter().map(|part| part.as_str());
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }

    /// Where its text is. That of a text nobody has seen is kept for whoever looks for it, and shown to no reader.
    pub fn address(&self) -> Option<&str> {
        let seen = self.verified != Verified::U && !self.address.is_empty();
        seen.then_some(&self.address)
    }
}

/// England's published rate for what a rule asks.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// The rule's id.
    pub rule: String,
    /// Percent.
    pub rate: f64,
    pub year: String,
    /// A key of `sources.toml`.
    pub source: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Verified {
    /// Seen in its own text.
    V1,
    /// Seen quoted by another.
    V2,
    /// Not seen.
    U,
}

impl Verified {
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::V1 => "seen in its own text",
            Self::V2 => "seen as others quote it",
            Self::U => "text not seen",
        }
    }
}

/// How a list of phrases is matched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Match {
    /// The whole field is the phrase.
    Field,
    /// A whole sentence is.
    Sentence,
    /// Anywhere, and then only if fewer than `min_words` words are left without it.
    Phrase,
    /// Three or more different phrases.
    Many,
}

pub struct PhraseList {
    pub name: String,
    pub how: Match,
    /// How a sentence speaks of it: "a vague date"; the name where the file does not say.
    pub words: String,
    pub phrases: Vec<String>,
}

#[derive(Default)]
pub struct PhraseLists(Vec<PhraseList>);

impl PhraseLists {
    pub fn names(&self) -> Vec<&str> {
        self.0.iter().map(|list| list.name.as_str()).collect()
    }

    pub fn get(&self, place: usize) -> &PhraseList {
        &self.0[place]
    }

    /// Phrases that, alone in a field, are no value.
    pub fn placeholders(&self) -> &[String] {
        self.0
            .iter()
            .find(|list| list.name == "placeholders")
            .map_or(&[], |list| &list.phrases)
    }
}

impl ReferenceData {
    pub fn area_keys(&self) -> Vec<&str> {
        self.areas.iter().map(|area| area.key.as_str()).collect()
    }

    pub fn source_keys(&self) -> Vec<&str> {
        self.sources
            .iter()
            .map(|source| source.key.as_str())
            .collect()
    }

    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == key)
    }

    /// England's published rate for a rule; one from a source not seen in its own text is not set beside a local rate.
    pub fn benchmark(&self, rule: &str) -> Option<&Benchmark> {
        self.benchmarks.iter().find(|benchmark| {
            let source = self.source(&benchmark.source);
            benchmark.rule == rule && source.is_some_and(|source| source.verified == Verified::V1)
        })
    }

    /// Takes one file of `rules/`, if it is of these.
    pub(super) fn take(
        &mut self,
        file: &str,
        text: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> bool {
        #[derive(Deserialize)]
        struct Areas {
            area: Vec<Area>,
        }
        #[derive(Deserialize)]
        struct Sources {
            source: Vec<Source>,
        }
        #[derive(Deserialize)]
        struct Benchmarks {
            benchmark: Vec<Benchmark>,
        }
        #[derive(Deserialize)]
        struct Statements {
            statement: Vec<Statement>,
        }
        #[derive(Deserialize)]
        struct Themes {
            theme: Vec<Theme>,
        }
        #[derive(Deserialize)]
        struct AgencyList {
            agency: Vec<Agency>,
        }
        match file {
            "areas.toml" => {
                self.areas =
                    read(file, text, diagnostics).map_or_else(Vec::new, |file: Areas| file.area);
            }
            "sources.toml" => {
                self.sources = read(file, text, diagnostics)
                    .map_or_else(Vec::new, |file: Sources| file.source);
            }
            "benchmarks.toml" => {
                self.benchmarks = read(file, text, diagnostics)
                    .map_or_else(Vec::new, |file: Benchmarks| file.benchmark);
            }
            "hampshire.toml" => {
                self.statements = read(file, text, diagnostics)
                    .map_or_else(Vec::new, |file: Statements| file.statement);
            }
            "themes.toml" => {
                self.themes =
                    read(file, text, diagnostics).map_or_else(Vec::new, |file: Themes| file.theme);
            }
            "agencies.toml" => {
                let list = read(file, text, diagnostics)
                    .map_or_else(Vec::new, |file: AgencyList| file.agency);
                match Agencies::of(list) {
                    Ok(agencies) => self.agencies = agencies,
                    Err(message) => diagnostics.push(Diagnostic::of_whole_file(file, message)),
                }
            }
            _ => match file
                .strip_prefix("phrases/")
                .and_then(|name| name.strip_suffix(".txt"))
            {
                Some(name) => match phrase_list(name, text) {
                    Some(list) => self.phrase_lists.0.push(list),
                    None => diagnostics.push(Diagnostic::new(
                        file,
                        0..text.find('\n').unwrap_or(text.len()),
                        "the first line of a phrase list says how it is matched",
                        "expected \"# match: field\", \"sentence\", \"phrase\" or \"many\"",
                    )),
                },
                None => return false,
            },
        }
        true
    }
}

fn read<T: for<'d> Deserialize<'d>>(
    file: &str,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    match toml::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            diagnostics.push(Diagnostic::of_toml(file, &error));
            None
        }
    }
}

fn phrase_list(name: &str, text: &str) -> Option<PhraseList> {
    let mut lines = text.lines();
    let how = match lines.next()?.strip_prefix("# match:")?.trim() {
        "field" => Match::Field,
        "sentence" => Match::Sentence,
        "phrase" => Match::Phrase,
        "many" => Match::Many,
        _ => return None,
    };
    let words = text
        .lines()
        .find_map(|line| line.strip_prefix("# words:"))
        .map_or_else(|| name.replace('-', " "), |words| words.trim().to_owned());
    let phrases = lines
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(fold)
        .collect();
    Some(PhraseList {
        name: name.to_owned(),
        how,
        words,
        phrases,
    })
}
