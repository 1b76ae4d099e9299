//! `--pseudonymise`: ids replaced by keyed pseudonyms once everything is judged, and before anything is said.
//!
//! A pseudonym is the beginning of an HMAC-SHA-256 of the id, so that the same key gives the same pseudonym every night and nobody
//! without the key can try ids until one fits. What is judged does not depend on it: ties are broken by the ids themselves.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, anyhow, bail};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::files;
use crate::check::waiver::{Covered, WaiverResult};
use crate::model::catalogue::TableId;
use crate::model::hexadecimal::hex;
use crate::model::intern::Symbol;
use crate::model::io_words;
use crate::model::masking::shape;
use crate::model::problem::Problem;
use crate::model::records::{Named, Records};
use crate::rules::Ruleset;

/// Bytes of key under which it could be found by trying.
const SHORTEST: usize = 32;
/// Bytes of the code that are kept of children and workers, for people to read: of half a million, two are alike in one export of
/// two thousand, and then told apart.
const KEPT: usize = 6;
/// Of records, of which there are many more and which nobody reads out.
const KEPT_OF_RECORDS: usize = 10;

pub struct Key(Hmac<Sha256>);

/// The key in a file; blanks and line ends around it do not count.
pub fn key(path: &Path) -> anyhow::Result<Key> {
    let shown = files::shown(path);
    let bytes = fs::read(path).map_err(|error| {
        let why = io_words::unreadable(&error);
        anyhow!("{shown}: the key cannot be read: {why}")
    })?;
    let bytes = bytes.trim_ascii();
    if bytes.len() < SHORTEST {
        bail!(
            "{shown}: the key is too short: {} characters, and it needs {SHORTEST} or more. Make one of random letters and digits, and keep it where the exports are kept",
            bytes.len()
        );
    }
    let distinct: std::collections::BTreeSet<&u8> = bytes.iter().collect();
    if distinct.len() < 8 {
        bail!(
            "{shown}: the key repeats the same few characters; make one of random letters and digits"
        );
    }
    let key = Hmac::new_from_slice(bytes).context("the key cannot be used")?;
    Ok(Key(key))
}

impl Key {
    fn pseudonym(&self, named: Named, id: &str) -> String {
        let (letter, kept) = match named {
            Named::Child => ('C', KEPT),
            Named::Worker => ('W', KEPT),
            Named::Record => ('R', KEPT_OF_RECORDS),
            // Whose name a team goes by is nobody's secret, and reports are read by team.
            Named::Team => return id.to_owned(),
        };
        let mut code = self.0.clone();
        code.update(&[letter as u8]);
        code.update(id.as_bytes());
        format!("{letter}{}", hex(&code.finalize().into_bytes()[..kept]))
    }
}

/// Replaces every id but those of teams, in the records and in what is said of them.
pub fn replace(
    key: &Key,
    ruleset: &Ruleset,
    records: &mut Records,
    problems: &mut [&mut Vec<Problem>],
    waivers: &mut [WaiverResult],
) {
    let catalogue = &ruleset.catalogue;
    for problem in problems.iter_mut().flat_map(|problems| problems.iter_mut()) {
        problem.message = without_values(&problem.message, |value| {
            let named = records.named(catalogue, value);
            named.map(|named| key.pseudonym(named, value))
        });
    }
    let named: Vec<(TableId, Option<Symbol>)> = waivers
        .iter_mut()
        .map(|result| of_waiver(key, ruleset, records, result))
        .collect();
    records.rename(|named, id| key.pseudonym(named, id), catalogue);
    // Where two pseudonyms were alike, the records' own is the one that they were told apart by.
    for (result, (table, symbol)) in waivers.iter_mut().zip(named) {
        if let Some(symbol) = symbol {
            let id = result.waiver.covered.id_mut();
            records.ids(table).text(symbol).clone_into(id);
        }
    }
}

/// Whom a waiver names, and what it says, without ids; with the place of the id that it names, where the records have it.
fn of_waiver(
    key: &Key,
    ruleset: &Ruleset,
    records: &Records,
    result: &mut WaiverResult,
) -> (TableId, Option<Symbol>) {
    let catalogue = &ruleset.catalogue;
    let waiver = &mut result.waiver;
    for text in [&mut waiver.reason, &mut waiver.by] {
        *text = without_ids(text, |words| {
            let named = records.named(catalogue, words)?;
            // A short number that counts something is not told from the key of a record.
            let is_number = words.chars().all(|letter| letter.is_ascii_digit());
            let is_id = named != Named::Record || !is_number || words.len() >= SHORTEST_NUMBER;
            is_id.then(|| key.pseudonym(named, words))
        });
    }
    let table = match waiver.covered {
        Covered::Child(_) => catalogue.children,
        Covered::Record(_) => ruleset.rule(waiver.rule).table,
    };
    let id = waiver.covered.id_mut();
    let symbol = records.ids(table).find(id);
    *id = key.pseudonym(Named::of_table(catalogue, table), id);
    (table, symbol)
}

/// Words in the longest id, such as a worker's name, that is looked for in a text.
const WORDS_OF_ID: usize = 5;
/// Digits of a record's key that is looked for in a text.
const SHORTEST_NUMBER: usize = 3;

/// A text with every run of words that is an id replaced, the longest first.
fn without_ids(text: &str, pseudonym: impl Fn(&str) -> Option<String>) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let found = ends_of_words(rest)
            .into_iter()
            .rev()
            .find_map(|end| Some((end, pseudonym(&rest[..end])?)));
        let is_word = |letter: char| letter.is_alphanumeric();
        let end = match found {
            Some((end, pseudonym)) => {
                shown.push_str(&pseudonym);
                end
            }
            None => {
                let first = rest.chars().next().is_some_and(is_word);
                let end = rest.find(|letter| is_word(letter) != first);
                let end = end.unwrap_or(rest.len());
                shown.push_str(&rest[..end]);
                end
            }
        };
        rest = &rest[end..];
    }
    shown
}

/// Where the first word ends, and those behind it; nowhere where the text does not begin with one.
fn ends_of_words(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut was_word = false;
    for (at, letter) in text.char_indices() {
        let is_word = letter.is_alphanumeric();
        if at == 0 && !is_word {
            return ends;
        }
        if was_word && !is_word {
            ends.push(at);
        }
        if ends.len() == WORDS_OF_ID {
            return ends;
        }
        was_word = is_word;
    }
    if was_word {
        ends.push(text.len());
    }
    ends
}

/// A message with the values that it quotes replaced; those that are no id and have a digit are masked.
fn without_values(message: &str, pseudonym: impl Fn(&str) -> Option<String>) -> String {
    let mut shown = String::new();
    let mut rest = message;
    while let Some((before, quoted)) = rest.split_once('"') {
        let (written, behind) = quoted.split_at(end_of_quoted(quoted));
        let has_digit = written.contains(|letter: char| letter.is_numeric());
        let said = pseudonym(&unescaped(written)).unwrap_or_else(|| {
            if has_digit {
                shape(written)
            } else {
                written.to_owned()
            }
        });
        let _ = write!(shown, "{before}\"{said}\"");
        rest = behind.strip_prefix('"').unwrap_or(behind);
    }
    shown + rest
}

/// Where the quotation mark stands that ends what is quoted; messages quote as `{:?}` does, with a backslash before a quotation mark.
fn end_of_quoted(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.find(|letter| {
        let ends = letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        ends
    });
    end.unwrap_or(text.len())
}

/// What was quoted, as it was before `{:?}` wrote it.
fn unescaped(written: &str) -> String {
    let mut value = String::new();
    let mut letters = written.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            value.push(letter);
            continue;
        }
        value.extend(match letters.next() {
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('0') => Some('\0'),
            Some('u') => {
                let code: String = letters
                    .by_ref()
                    .take_while(|letter| *letter != '}')
                    .collect();
                let code = u32::from_str_radix(code.trim_start_matches('{'), 16);
                code.ok().and_then(char::from_u32)
            }
            escaped => escaped,
        });
    }
    value
}

#[cfg(test)]
mod tests {
    use super::{unescaped, without_values};

    #[test]
    fn an_id_is_found_however_it_had_to_be_quoted() {
        for id in [
            "C1",
            r"NORTH\asmith",
            "C\"9",
            "\"",
            "C\t9\n\0",
            "O'Hara\u{202e}\u{301}",
            r"ends\",
        ] {
            let quoted = format!("{id:?}");
            assert_eq!(unescaped(&quoted[1..quoted.len() - 1]), id);
            let message =
                format!("worker_id {id:?} is the id of no record; the first is {id:?} in \"b\"");
            let said = without_values(&message, |value| (value == id).then(|| "W0".to_owned()));
            assert_eq!(
                said,
                "worker_id \"W0\" is the id of no record; the first is \"W0\" in \"b\"",
            );
        }
    }

    #[test]
    fn a_value_that_is_no_id_keeps_no_digit() {
        let said = without_values("\"12 Fox\" and \"cut 3", |_| None);
        assert_eq!(said, "\"99 Xxx\" and \"xxx 9\"");
    }
}
