//! A narrative is long enough, specific, and not copied from another record.

use std::hash::{BuildHasher, Hasher};

use aho_corasick::{AhoCorasick, MatchKind};
// Texts are told apart by these numbers alone, so the better mixed kind is used.
use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashSet};

use crate::model::catalogue::{FieldId, FieldKind, TableId, fold, fold_into};
use crate::model::day::Day;
use crate::model::index::Groups;
use crate::model::intern::Symbol;
use crate::rules::plan::{TextCheck, Unlike};
use crate::rules::reference_data::Match;

use super::context::{Context, first_day};
use super::grace;
use super::obligation::{Detail, Fact, Obligation, Sink};
use super::outcome::Outcome;

/// Texts with fewer words are too short for a likeness to mean anything.
const COMPARED_FROM: usize = 15;
/// Words in a run, and the share of the shorter text's runs that must stand in the other.
const RUN: usize = 5;
const SHARE: f64 = 0.9;

/// What a text rule needs once for all its subjects.
pub(super) struct Prepared {
    /// For each list under `avoid`: finds its phrases.
    lists: Vec<AhoCorasick>,
    /// The phrases under `mention`, folded.
    mention: Vec<String>,
    /// By hash of the folded text, the first row that holds it and the first of another child.
    texts: HashMap<u64, (u32, Option<u32>), FixedState>,
}

impl Prepared {
    pub(super) fn new(check: &TextCheck, context: Context<'_>, table: TableId) -> Self {
        let lists = &context.ruleset.reference.phrase_lists;
        let finder = |place: &usize| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(&lists.get(*place).phrases)
        };
        let mut prepared = Self {
            lists: check
                .avoid
                .iter()
                .filter_map(|place| finder(place).ok())
                .collect(),
            mention: check.mention.iter().map(|phrase| fold(phrase)).collect(),
            texts: HashMap::with_hasher(FixedState::with_seed(0)),
        };
        if let Some(Unlike::OtherChildren(field)) = check.unlike {
            let mut words = Vec::new();
            for row in 0..context.view.records.rows(table) {
                let text = narrative(context, table, field, row);
                if count_words(text) < COMPARED_FROM || context.view.is_left_out(table, row) {
                    continue;
                }
                compared(text, &mut words);
                let child = child(context, table, row);
                let seen = prepared.texts.entry(whole(&words)).or_insert((row, None));
                if seen.1.is_none() && self::child(context, table, seen.0) != child {
                    seen.1 = Some(row);
                }
            }
        }
        prepared
    }
}

pub(super) struct Judge<'a, 'p> {
    check: &'p TextCheck,
    context: Context<'a>,
    table: TableId,
    prepared: &'a Prepared,
    by_child: Option<&'a Groups>,
    /// The runs of the records of the child judged last, so that each text is cut up once.
    child: Symbol,
    runs: HashMap<u32, HashSet<u64, FixedState>, FixedState>,
    /// Kept from text to text, so that none is allocated for each.
    folded: String,
    words: Vec<u64>,
}

impl<'a, 'p> Judge<'a, 'p> {
    pub(super) fn new(
        check: &'p TextCheck,
        context: Context<'a>,
        table: TableId,
        prepared: &'a Prepared,
    ) -> Self {
        let by_child = matches!(check.unlike, Some(Unlike::SameChild(_)))
            .then(|| context.grouped.by_child(table))
            .flatten();
        let runs = HashMap::with_hasher(FixedState::with_seed(0));
        Self {
            check,
            context,
            table,
            prepared,
            by_child,
            child: Symbol::BLANK,
            runs,
            folded: String::new(),
            words: Vec::new(),
        }
    }

    pub(super) fn judge<S: Sink<'p>>(&mut self, row: u32, grace: Option<Day>, sink: &mut S) {
        let context = self.context;
        let path = &self.check.field;
        let text = match context.walk(path, row) {
            Some((table, field, row)) => narrative(context, table, field, row),
            None => "",
        };
        if text.is_empty() {
            return sink.obligation(row, Obligation::unknown(Detail::Blank(path)));
        }
        let count = count_words(text);
        if S::FOLLOWS {
            sink.fact(Fact::Words(count as u32));
        }
        let failing = self.failing(text, count, row);
        let obligation = match failing {
            Some(detail) => grace::or_due(
                Obligation::undated(Outcome::Failed, detail),
                grace,
                context.as_at(),
            ),
            None => Obligation::undated(Outcome::Met, Detail::None),
        };
        sink.obligation(row, obligation);
    }

    fn failing(&mut self, text: &str, count: usize, row: u32) -> Option<Detail<'p>> {
        let mut folded = std::mem::take(&mut self.folded);
        fold_into(text, &mut folded);
        let wording = self.wording(text, &folded, count);
        self.folded = folded;
        if wording.is_some() || count < COMPARED_FROM {
            return wording;
        }
        match self.check.unlike {
            None => None,
            Some(Unlike::SameChild(field)) => self.earlier_like(field, row).map(Detail::Repeats),
            Some(Unlike::OtherChildren(_)) => {
                let own = child(self.context, self.table, row);
                compared(text, &mut self.words);
                let (first, other) = *self.prepared.texts.get(&whole(&self.words))?;
                let other = if child(self.context, self.table, first) == own {
                    other
                } else {
                    Some(first)
                };
                other.map(Detail::Repeats)
            }
        }
    }

    /// What is wrong with the text by itself.
    fn wording(&self, text: &str, folded: &str, count: usize) -> Option<Detail<'p>> {
        if let Some(detail) = self.avoided(text, folded) {
            return Some(detail);
        }
        if self
            .check
            .min_words
            .is_some_and(|least| count < least as usize)
        {
            return Some(Detail::Words(count as u32));
        }
        let mention = &self.prepared.mention;
        let mentioned = mention.is_empty() || mention.iter().any(|phrase| mentions(folded, phrase));
        (!mentioned).then_some(Detail::NothingMentioned)
    }

    /// The first list under `avoid` that matches, and its phrase.
    fn avoided(&self, text: &str, folded: &str) -> Option<Detail<'p>> {
        let lists = &self.context.ruleset.reference.phrase_lists;
        for (place, finder) in self.check.avoid.iter().zip(&self.prepared.lists) {
            let list = lists.get(*place);
            let named = |phrase: &str| list.phrases.iter().position(|other| other == phrase);
            let found = match list.how {
                Match::Field => named(bare(folded))
                    .or_else(|| named(folded))
                    .map(|phrase| (phrase, 1)),
                Match::Sentence => {
                    let mut sentence = String::new();
                    text.split(['.', '!', '?', ';', '\n']).find_map(|part| {
                        fold_into(part, &mut sentence);
                        named(bare(&sentence)).map(|phrase| (phrase, 1))
                    })
                }
                Match::Phrase => {
                    let matches = whole_matches(finder, folded);
                    let left = Self::words_left(folded, &matches);
                    let least = self.check.min_words.unwrap_or(1);
                    matches
                        .first()
                        .filter(|_| left < least)
                        .map(|(phrase, _, _)| (*phrase, 1))
                }
                Match::Many => {
                    let mut different: Vec<usize> = whole_matches(finder, folded)
                        .into_iter()
                        .map(|(phrase, _, _)| phrase)
                        .collect();
                    let first = different.first().copied();
                    different.sort_unstable();
                    different.dedup();
                    first
                        .filter(|_| different.len() >= 3)
                        .map(|phrase| (phrase, different.len() as u32))
                }
            };
            if let Some((phrase, different)) = found {
                return Some(Detail::Phrase {
                    list: *place,
                    phrase,
                    different,
                });
            }
        }
        None
    }

    fn words_left(folded: &str, matches: &[(usize, usize, usize)]) -> u32 {
        let starts = std::iter::once(0).chain(matches.iter().map(|(_, _, end)| *end));
        let ends = matches
            .iter()
            .map(|(_, start, _)| *start)
            .chain([folded.len()]);
        starts
            .zip(ends)
            .map(|(from, to)| count_words(&folded[from..to]) as u32)
            .sum()
    }

    /// The first earlier record of the same child whose text this one repeats.
    fn earlier_like(&mut self, field: FieldId, row: u32) -> Option<u32> {
        let context = self.context;
        let own_child = child(context, self.table, row);
        if own_child.is_blank() {
            return None;
        }
        if own_child != self.child {
            self.runs.clear();
            self.child = own_child;
        }
        let order = |row: u32| (first_day(context.view.placed(self.table, row)), row);
        let own_order = order(row);
        let mut earlier: Vec<u32> = self
            .by_child?
            .rows(own_child.0)
            .iter()
            .copied()
            .filter(|&other| order(other) < own_order)
            .collect();
        earlier.sort_unstable_by_key(|&other| order(other));
        let own = self.runs_of(field, row)?;
        for other in earlier {
            if context.view.is_left_out(self.table, other) {
                continue;
            }
            let Some(theirs) = self.runs_of(field, other) else {
                continue;
            };
            let (shorter, longer) = if own.len() <= theirs.len() {
                (&own, &theirs)
            } else {
                (&theirs, &own)
            };
            let shared = shorter.iter().filter(|run| longer.contains(*run)).count();
            if shared as f64 >= SHARE * shorter.len() as f64 {
                return Some(other);
            }
        }
        None
    }

    /// A record's runs of words; none where it has too few words to compare.
    fn runs_of(&mut self, field: FieldId, row: u32) -> Option<HashSet<u64, FixedState>> {
        if let Some(runs) = self.runs.get(&row) {
            return (!runs.is_empty()).then(|| runs.clone());
        }
        let text = narrative(self.context, self.table, field, row);
        let mut runs = HashSet::with_hasher(FixedState::with_seed(0));
        if count_words(text) >= COMPARED_FROM {
            compared(text, &mut self.words);
            runs.extend(self.words.windows(RUN).map(whole));
        }
        self.runs.insert(row, runs.clone());
        (!runs.is_empty()).then_some(runs)
    }
}

fn child(context: Context<'_>, table: TableId, row: u32) -> Symbol {
    let view = &context.view;
    let field = view.catalogue.table(table).child;
    field
        .and_then(|field| view.column(table, field))
        .map_or(Symbol::BLANK, |column| column.id(row))
}

/// What is written, a placeholder included.
fn narrative(context: Context<'_>, table: TableId, field: FieldId, row: u32) -> &str {
    let Some(column) = context.view.column(table, field) else {
        return "";
    };
    match context.view.catalogue.field(table, field).kind {
        FieldKind::Text => context.view.records.text(column.text(row)),
        FieldKind::Code => context.view.records.codes.text(column.code(row).written()),
        _ => "",
    }
}

/// How many words a text has; what is punctuation alone is none.
fn count_words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

/// The words of a text as two texts are compared, a number each: in lower case, without apostrophes, any other punctuation a
/// space.
fn compared(text: &str, words: &mut Vec<u64>) {
    words.clear();
    let state = FixedState::with_seed(0);
    let mut word = None;
    for letter in text.chars().chain([' ']) {
        if letter.is_alphanumeric() {
            let hasher = word.get_or_insert_with(|| state.build_hasher());
            letter
                .to_lowercase()
                .for_each(|letter| hasher.write_u32(letter.into()));
        } else if letter != '\'' && letter != '\u{2019}' {
            words.extend(word.take().map(|hasher| hasher.finish()));
        }
    }
}

/// One number for words in a row.
fn whole(words: &[u64]) -> u64 {
    let mut hasher = FixedState::with_seed(0).build_hasher();
    for word in words {
        hasher.write_u64(*word);
    }
    hasher.finish()
}

fn bare(folded: &str) -> &str {
    folded.trim_matches(|c: char| c.is_whitespace() || ".,:;!?".contains(c))
}

/// Phrases that stand as whole words: which, from where, to where.
fn whole_matches(finder: &AhoCorasick, folded: &str) -> Vec<(usize, usize, usize)> {
    let matches = finder
        .find_iter(folded)
        .filter(|found| stands_alone(folded, found.start(), found.end()));
    matches
        .map(|found| (found.pattern().as_usize(), found.start(), found.end()))
        .collect()
}

fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !letter(text[..start].chars().next_back()) && !letter(text[end..].chars().next())
}

/// Whether a phrase stands in the text as whole words, in the singular or with an s.
fn mentions(folded: &str, phrase: &str) -> bool {
    folded.match_indices(phrase).any(|(start, _)| {
        let end = start + phrase.len();
        stands_alone(folded, start, end)
            || (folded[end..].starts_with('s') && stands_alone(folded, start, end + 1))
    })
}
