//! Lists of phrases, and what folding leaves of a text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub struct PhraseList {
    /// `field`, `sentence`, `phrase` or `many`: what the first line of the file says.
    pub how: String,
    /// Folded.
    pub phrases: Vec<String>,
}

/// Every list, by its name; a later folder replaces a list of an earlier one.
pub fn read_lists(folders: &[&str]) -> BTreeMap<String, PhraseList> {
    let mut lists = BTreeMap::new();
    for folder in folders {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in fs::read_dir(folder).expect("the phrases are there") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().expect("a name").to_string_lossy();
            let text = fs::read_to_string(&path).expect("text");
            let how = text
                .lines()
                .find_map(|line| line.strip_prefix("# match:"))
                .expect("a line that says how it is matched");
            let phrases = text
                .lines()
                .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
                .map(fold);
            let list = PhraseList {
                how: how.trim().to_owned(),
                phrases: phrases.collect(),
            };
            lists.insert(name.into_owned(), list);
        }
    }
    lists
}

/// Lower case, single spaces, straight apostrophes, plain hyphens.
pub fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = words.join(" ").to_lowercase();
    plain
        .replace(['\u{2018}', '\u{2019}'], "'")
        .replace(['\u{2010}', '\u{2011}'], "-")
}

/// A folded text without what stands around it: punctuation, bullets, brackets, quotes, a leading "1)" or "a)".
pub fn bare(text: &str) -> String {
    let stands_around = |c: char| !c.is_alphanumeric();
    let text = text.trim_matches(stands_around);
    let numbered = text
        .split_once(')')
        .filter(|(number, _)| {
            number.chars().count() <= 2 && number.chars().all(char::is_alphanumeric)
        })
        .map(|(_, rest)| rest.trim_matches(stands_around))
        .filter(|rest| !rest.is_empty());
    numbered.unwrap_or(text).to_owned()
}

fn without_commas(text: &str) -> String {
    fold(&text.replace(',', " "))
}

/// Nothing but a placeholder, or nothing but punctuation.
pub fn is_placeholder(text: &str, placeholders: &PhraseList) -> bool {
    let folded = fold(text);
    let listed = |text: &str| placeholders.phrases.iter().any(|phrase| phrase == text);
    listed(&folded) || listed(&bare(&folded)) || !folded.chars().any(char::is_alphanumeric)
}

/// Whether a whole text, or a whole sentence, is one of the phrases.
pub fn is_one_of(text: &str, phrases: &[String]) -> bool {
    let text = bare(&without_commas(&fold(text)));
    !text.is_empty()
        && phrases
            .iter()
            .any(|phrase| bare(&without_commas(phrase)) == text)
}

/// Sentences end at . ! ? ; line ends, an ellipsis, and dashes with spaces around them.
pub fn sentences(text: &str) -> Vec<String> {
    let ended = text
        .replace(" - ", "\n")
        .replace(" \u{2013} ", "\n")
        .replace(['.', '!', '?', ';', '\u{2026}', '\r'], "\n");
    ended.lines().map(str::to_owned).collect()
}

/// Words are runs between white space that hold a letter or a digit.
pub fn count_words(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count()
}

/// Where a phrase stands in a folded text as whole words: places of characters, from and to.
pub fn places(text: &[char], phrase: &str) -> Vec<(usize, usize)> {
    let phrase: Vec<char> = phrase.chars().collect();
    let part_of_word = |place: Option<&char>| place.is_some_and(|c| c.is_alphanumeric());
    let mut found = Vec::new();
    for start in 0..text.len() {
        let end = start + phrase.len();
        if end <= text.len()
            && text[start..end] == phrase[..]
            && !(start > 0 && part_of_word(text.get(start - 1)))
            && !part_of_word(text.get(end))
        {
            found.push((start, end));
        }
    }
    found
}

/// Whether the text holds one of the phrases as whole words, or with an s behind it.
pub fn mentions(text: &str, phrases: &[String]) -> bool {
    let text: Vec<char> = fold(text).chars().collect();
    phrases.iter().any(|phrase| {
        let phrase = fold(phrase);
        let plural = format!("{phrase}s");
        !places(&text, &phrase).is_empty() || !places(&text, &plural).is_empty()
    })
}

/// How many words are left without any of these phrases; none if no phrase stands in the text.
pub fn words_left(text: &str, phrases: &[&str]) -> Option<usize> {
    let text: Vec<char> = fold(text).chars().collect();
    let mut left = text.clone();
    let mut any = false;
    for phrase in phrases {
        for (start, end) in places(&text, phrase) {
            any = true;
            left[start..end].fill(' ');
        }
    }
    any.then(|| count_words(&left.into_iter().collect::<String>()))
}

/// How many different phrases stand in the text; of those that overlap, only the leftmost, and the longest of those.
pub fn different_phrases(text: &str, phrases: &[String]) -> usize {
    let text: Vec<char> = fold(text).chars().collect();
    let mut found: Vec<(usize, usize, &String)> = Vec::new();
    for phrase in phrases {
        for (start, end) in places(&text, phrase) {
            found.push((start, end, phrase));
        }
    }
    found.sort_by_key(|(start, end, _)| (*start, text.len() - end));
    let mut different: Vec<&String> = Vec::new();
    let mut passed = 0;
    for (start, end, phrase) in found {
        if start >= passed {
            passed = end;
            if !different.contains(&phrase) {
                different.push(phrase);
            }
        }
    }
    different.len()
}
