//! A narrative is long enough, specific, and not copied from another record.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::model::catalogue::TableId;
use crate::model::folding::{bare, fold, fold_into};
use crate::model::runner::Runner;
use crate::rules::plan::{TextCheck, Unlike};
use crate::rules::reference_data::{Match, PhraseList};

use super::context::Context;
use super::copies::Copies;
use super::grace::{self, Grace};
use super::narrative::{count_words, narrative};
use super::obligation::{Detail, Fact, Obligation, Sink};
use super::outcome::Outcome;

/// What a text rule needs once for all its subjects.
pub(super) struct Prepared {
    /// In the order of `avoid`.
    lists: Vec<Phrases>,
    /// The phrases under `mention`, folded.
    mention: Vec<String>,
    copies: Copies,
}

impl Prepared {
    pub(super) fn new(
        check: &TextCheck,
        context: Context<'_>,
        table: TableId,
        in_scope: impl Fn(u32) -> bool + Sync,
        runner: &impl Runner,
    ) -> Self {
        let lists = &context.ruleset.reference.phrase_lists;
        Self {
            lists: check
                .avoid
                .iter()
                .map(|place| Phrases::new(lists.get(*place)))
                .collect(),
            mention: check.mention.iter().map(|phrase| fold(phrase)).collect(),
            copies: check.unlike.map_or_else(Copies::default, |unlike| {
                Copies::find(unlike, context, table, in_scope, runner)
            }),
        }
    }

    /// Whether anything is looked for in the folded text.
    fn asks_folded(&self, text: &str) -> bool {
        let asks = |phrases: &Phrases| match phrases {
            Phrases::Alone(named) => named.may_be(text),
            Phrases::Anywhere(_) => true,
        };
        !self.mention.is_empty() || self.lists.iter().any(asks)
    }
}

/// The phrases of one list, ready to be found.
enum Phrases {
    /// A whole field or sentence, as [`alone`] writes it.
    Alone(Alone),
    Anywhere(AhoCorasick),
}

impl Phrases {
    fn new(list: &PhraseList) -> Self {
        let phrases = list.phrases.iter();
        match list.how {
            Match::Field | Match::Sentence => Self::Alone(Alone::new(phrases)),
            Match::Phrase | Match::Many => {
                Self::Anywhere(AhoCorasick::new(phrases).unwrap_or_else(|error| {
                    unreachable!("a list of some hundred phrases can be searched for: {error}")
                }))
            }
        }
    }
}

/// Phrases that are the whole of a text, each with its place in the list.
struct Alone {
    places: HashMap<String, usize, FixedState>,
    /// Letters and digits of the longest.
    longest: usize,
}

impl Alone {
    fn new<'p>(phrases: impl Iterator<Item = &'p String>) -> Self {
        let places = phrases
            .enumerate()
            .map(|(place, phrase)| (alone(phrase), place));
        let places: HashMap<String, usize, FixedState> = places.collect();
        Self {
            longest: places
                .keys()
                .map(|phrase| plain_letters(phrase).count())
                .max()
                .unwrap_or(0),
            places,
        }
    }

    /// Whether a text may be a phrase once it is folded: with more letters than any of them it need not be folded to be told apart.
    fn may_be(&self, text: &str) -> bool {
        // [`bare`] takes away "a)" or "12)".
        const NUMBER: usize = 2;
        plain_letters(text).nth(self.longest + NUMBER).is_none()
    }

    /// The phrase that a folded text is.
    fn find(&self, folded: &str) -> Option<usize> {
        self.places.get(&alone(folded)).copied()
    }
}

/// The letters and digits of ASCII in a text: folding may add some, and takes none away.
fn plain_letters(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(u8::is_ascii_alphanumeric)
}

/// A folded text without what stands around it, and without commas, which people put in and leave out.
fn alone(folded: &str) -> String {
    let text = bare(folded);
    let text = if text.is_empty() { folded } else { text };
    text.replace(',', "")
}

pub(super) struct Judge<'a, 'p> {
    check: &'p TextCheck,
    context: Context<'a>,
    table: TableId,
    prepared: &'a Prepared,
    /// Kept from text to text, so that none is allocated for each.
    folded: String,
}

impl<'a, 'p> Judge<'a, 'p> {
    pub(super) fn new(
        check: &'p TextCheck,
        context: Context<'a>,
        table: TableId,
        prepared: &'a Prepared,
    ) -> Self {
        Self {
            check,
            context,
            table,
            prepared,
            folded: String::new(),
        }
    }

    pub(super) fn judge<S: Sink<'p>>(&mut self, row: u32, grace: Option<Grace<'p>>, sink: &mut S) {
        let obligation = self.said(row, sink);
        if let Some(obligation) = grace::or_due(obligation, grace, self.context.as_at()) {
            sink.obligation(row, obligation);
        }
    }

    fn said<S: Sink<'p>>(&mut self, row: u32, sink: &mut S) -> Obligation<'static, 'p> {
        let context = self.context;
        let path = &self.check.field;
        let text = match context.walk(path, row) {
            Some((table, field, row)) => narrative(context, table, field, row),
            None => "",
        };
        if text.is_empty() {
            let detail = context.tells_nothing(path, row);
            return Obligation::unknown(detail.unwrap_or(Detail::Blank(path)));
        }
        if matches!(self.check.unlike, Some(Unlike::SameChild(_)))
            && let Some(detail) = context.without_child(self.table, row)
        {
            return Obligation::unknown(detail);
        }
        let count = count_words(text);
        if S::FOLLOWS {
            sink.fact(Fact::Words(count as u32));
        }
        let failing = self.failing(text, count, row);
        match failing {
            Some(detail) => Obligation::undated(Outcome::Failed, detail),
            None => Obligation::undated(Outcome::Met, Detail::None),
        }
    }

    fn failing(&mut self, text: &str, count: usize, row: u32) -> Option<Detail<'p>> {
        let mut folded = std::mem::take(&mut self.folded);
        if self.prepared.asks_folded(text) {
            fold_into(text, &mut folded);
        } else {
            folded.clear();
        }
        let wording = self.wording(text, &folded, count);
        self.folded = folded;
        wording.or_else(|| self.prepared.copies.of(row).map(Detail::Repeats))
    }

    /// What is wrong with the text by itself. `folded` is blank where nothing asks for it.
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
        let avoid = || {
            let places = self.check.avoid.iter();
            places
                .zip(&self.prepared.lists)
                .map(|(place, phrases)| (*place, lists.get(*place).how, phrases))
        };
        // "Engage with services in due course" is two vague phrases of two lists, and nothing besides.
        let mut vague: Vec<Found> = Vec::new();
        for (_, how, phrases) in avoid() {
            if let (Match::Phrase, Phrases::Anywhere(finder)) = (how, phrases) {
                vague.extend(whole_matches(finder, folded));
            }
        }
        let is_vague =
            !vague.is_empty() && words_left(folded, vague) < self.check.min_words.unwrap_or(1);
        avoid().find_map(|(list, how, phrases)| {
            let (phrase, different) = match (how, phrases) {
                (_, Phrases::Alone(named)) if how == Match::Field && !named.may_be(text) => {
                    return None;
                }
                (Match::Field, Phrases::Alone(named)) => (named.find(folded)?, 1),
                (_, Phrases::Alone(named)) => (sentence_of(text, named)?, 1),
                (Match::Phrase, Phrases::Anywhere(_)) if !is_vague => return None,
                (Match::Phrase, Phrases::Anywhere(finder)) => {
                    (whole_matches(finder, folded).first()?.phrase, 1)
                }
                (_, Phrases::Anywhere(finder)) => {
                    let matches = apart(whole_matches(finder, folded));
                    let different: BTreeSet<usize> =
                        matches.iter().map(|found| found.phrase).collect();
                    let first = matches.first().filter(|_| different.len() >= 3)?;
                    (first.phrase, different.len() as u32)
                }
            };
            Some(Detail::Phrase {
                list,
                phrase,
                different,
            })
        })
    }
}

/// The phrase that a whole sentence of the text is.
fn sentence_of(text: &str, named: &Alone) -> Option<usize> {
    let mut sentence = String::new();
    let ends = |c: char| {
        matches!(
            c,
            '.' | '!'
                | '?'
                | ';'
                | '\n'
                | '\r'
                | '\u{b}'
                | '\u{c}'
                | '\u{2026}'
                | '\u{2028}'
                | '\u{2029}'
        )
    };
    let parts = text.split(ends);
    let parts = parts.flat_map(|part| part.split(" - "));
    let mut parts = parts.flat_map(|part| part.split(" \u{2013} "));
    parts.find_map(|part| {
        if !named.may_be(part) {
            return None;
        }
        fold_into(part, &mut sentence);
        named.find(&sentence)
    })
}

/// A phrase that stands in a text as whole words.
#[derive(Clone, Copy)]
struct Found {
    phrase: usize,
    start: usize,
    end: usize,
}

/// Every phrase that stands in the text as whole words, in the order they begin; of those that begin together the longest first.
fn whole_matches(finder: &AhoCorasick, folded: &str) -> Vec<Found> {
    let mut matches: Vec<Found> = finder
        .find_overlapping_iter(folded)
        .filter(|found| stands_alone(folded, found.start(), found.end()))
        .map(|found| Found {
            phrase: found.pattern().as_usize(),
            start: found.start(),
            end: found.end(),
        })
        .collect();
    matches.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
    matches
}

/// Without those that overlap an earlier one, so that a phrase inside another is not a second.
fn apart(mut matches: Vec<Found>) -> Vec<Found> {
    let mut free = 0;
    matches.retain(|found| {
        let stands = found.start >= free;
        if stands {
            free = found.end;
        }
        stands
    });
    matches
}

/// How many words no phrase covers.
fn words_left(folded: &str, mut matches: Vec<Found>) -> u32 {
    matches.sort_by_key(|found| found.start);
    let (mut left, mut from) = (0, 0);
    for found in matches {
        if found.start > from {
            left += count_words(&folded[from..found.start]);
        }
        from = from.max(found.end);
    }
    (left + count_words(&folded[from..])) as u32
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
