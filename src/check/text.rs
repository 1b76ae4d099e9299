//! A narrative is long enough, specific, and not copied from another record.

use aho_corasick::AhoCorasick;

use crate::model::catalogue::{FieldId, FieldKind, TableId, fold, fold_into};
use crate::model::day::Day;
use crate::model::runner::Runner;
use crate::rules::plan::{TextCheck, Unlike};
use crate::rules::reference_data::Match;

use super::context::Context;
use super::copies::Copies;
use super::grace;
use super::obligation::{Detail, Fact, Obligation, Sink};
use super::outcome::Outcome;

/// What a text rule needs once for all its subjects.
pub(super) struct Prepared {
    /// For each list under `avoid`: finds its phrases.
    lists: Vec<AhoCorasick>,
    /// The phrases under `mention`, folded.
    mention: Vec<String>,
    copies: Copies,
}

impl Prepared {
    pub(super) fn new(
        check: &TextCheck,
        context: Context<'_>,
        table: TableId,
        runner: &impl Runner,
    ) -> Self {
        let lists = &context.ruleset.reference.phrase_lists;
        let finder = |place: &usize| AhoCorasick::new(&lists.get(*place).phrases);
        Self {
            lists: check
                .avoid
                .iter()
                .filter_map(|place| finder(place).ok())
                .collect(),
            mention: check.mention.iter().map(|phrase| fold(phrase)).collect(),
            copies: check.unlike.map_or_else(Copies::default, |unlike| {
                Copies::find(unlike, context, table, runner)
            }),
        }
    }
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
        if matches!(self.check.unlike, Some(Unlike::SameChild(_)))
            && context.child(self.table, row).is_blank()
        {
            return sink.obligation(row, Obligation::unknown(Detail::NoChild));
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
        wording.or_else(|| self.prepared.copies.of(row).map(Detail::Repeats))
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
}

/// What is written, a placeholder included.
pub(super) fn narrative(context: Context<'_>, table: TableId, field: FieldId, row: u32) -> &str {
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
pub(super) fn count_words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

fn bare(folded: &str) -> &str {
    folded.trim_matches(|c: char| c.is_whitespace() || ".,:;!?".contains(c))
}

/// Phrases that stand as whole words, the longest where some overlap: which, from where, to where.
fn whole_matches(finder: &AhoCorasick, folded: &str) -> Vec<(usize, usize, usize)> {
    let mut matches: Vec<(usize, usize, usize)> = finder
        .find_overlapping_iter(folded)
        .filter(|found| stands_alone(folded, found.start(), found.end()))
        .map(|found| (found.pattern().as_usize(), found.start(), found.end()))
        .collect();
    matches.sort_by_key(|&(_, start, end)| (start, std::cmp::Reverse(end)));
    let mut free = 0;
    matches.retain(|&(_, start, end)| {
        let stands = start >= free;
        if stands {
            free = end;
        }
        stands
    });
    matches
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
