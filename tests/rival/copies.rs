//! `text`: whether a narrative is long enough, specific, and not copied.

use std::collections::{BTreeMap, BTreeSet};

use super::phrases::{
    PhraseList, count_words, different_phrases, fold, is_one_of, mentions, sentences, words_left,
};
use super::rule::Rule;
use super::verdict::Said;
use super::world::{Place, World};

/// Shorter texts are not compared.
const COMPARED: usize = 15;
/// Words in a run.
const RUN: usize = 5;

pub fn text<'w>(
    world: &World<'w>,
    rule: &'w Rule,
    subject: Place<'w>,
    lists: &BTreeMap<String, PhraseList>,
) -> Said {
    let field = rule.text_of("field").expect("a field");
    let Some(text) = world.narrative(subject, field) else {
        return Said::undated("unknown");
    };
    let unlike = rule.text_of("unlike");
    if unlike.is_some_and(|unlike| unlike.starts_with("child."))
        && world.child_id(subject).is_none()
    {
        return Said::undated("unknown");
    }
    let min_words = rule.number("min_words").map_or(0, |words| words as usize);
    let mention: Vec<String> = rule
        .list("mention")
        .iter()
        .map(|phrase| fold(phrase))
        .collect();
    let failed = count_words(text) < min_words
        || is_unspecific(text, rule, lists, min_words)
        || (!mention.is_empty() && !mentions(text, &mention))
        || unlike.is_some_and(|unlike| is_copied(world, subject, text, unlike));
    Said::undated(if failed { "failed" } else { "met" })
}

fn is_unspecific(
    text: &str,
    rule: &Rule,
    lists: &BTreeMap<String, PhraseList>,
    min_words: usize,
) -> bool {
    let mut phrases: Vec<&str> = Vec::new();
    for name in rule.list("avoid") {
        let list = &lists[name];
        let matches = match list.how.as_str() {
            "field" => list.phrases.contains(&fold(text)) || is_one_of(text, &list.phrases),
            "sentence" => sentences(text)
                .iter()
                .any(|sentence| is_one_of(sentence, &list.phrases)),
            "many" => different_phrases(text, &list.phrases) >= 3,
            "phrase" => {
                phrases.extend(list.phrases.iter().map(String::as_str));
                false
            }
            how => panic!("{how} is no way to match"),
        };
        if matches {
            return true;
        }
    }
    // Vague phrases matter only where little is left without them.
    words_left(text, &phrases).is_some_and(|left| left < min_words)
}

fn is_copied<'w>(world: &World<'w>, subject: Place<'w>, text: &str, unlike: &str) -> bool {
    let same_child = unlike.strip_prefix("child.");
    let (table, field) = same_child
        .unwrap_or(unlike)
        .split_once('.')
        .expect("a table and a field");
    if count_words(text) < COMPARED {
        return false;
    }
    let child = world.child_id(subject);
    let written = |other: Place<'w>| {
        let written = world.written(other, field)?;
        (other != subject && count_words(written) >= COMPARED).then_some(written)
    };
    match (same_child, child) {
        (Some(_), None) => false,
        (Some(_), Some(child)) => {
            let mut others = world.records_with(table, "child_id", &child).into_iter();
            others.any(|other| {
                let written = written(other).filter(|_| is_earlier(world, other, subject));
                written.is_some_and(|written| repeats(&words(text), &words(written)))
            })
        }
        (None, child) => {
            let words_of_text = words(text);
            // Two records of no known child are not known to be of two.
            let mut others = world.records(table).into_iter();
            others.any(|other| {
                let written = written(other).filter(|_| world.child_id(other) != child);
                written.is_some_and(|written| words(written) == words_of_text)
            })
        }
    }
}

/// Earlier first own date, then the key that comes first, then earlier in the file.
fn is_earlier<'w>(world: &World<'w>, other: Place<'w>, subject: Place<'w>) -> bool {
    let when = |place: Place<'w>| {
        let day = world.first_date(place);
        (day.is_none(), day, world.key(place), place.row)
    };
    when(other) < when(subject)
}

/// What folding case, space and punctuation leaves of a text; "don't" is one word.
fn words(text: &str) -> Vec<String> {
    let folded = fold(text).replace('\'', "");
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Nine in ten of the shorter text's runs of five words stand in the other.
fn repeats(one: &[String], other: &[String]) -> bool {
    let (shorter, longer) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    // A run that the text repeats is one run.
    let runs: BTreeSet<&[String]> = shorter.windows(RUN).collect();
    let there = runs
        .iter()
        .filter(|run| longer.windows(RUN).any(|other| other == **run))
        .count();
    !runs.is_empty() && there * 10 >= runs.len() * 9
}
