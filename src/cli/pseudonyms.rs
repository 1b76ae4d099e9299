//! `--pseudonymise`: ids replaced by keyed pseudonyms once everything is judged, and before anything is said.
//!
//! A pseudonym is the beginning of an HMAC-SHA-256 of the id, so that the same key gives the same pseudonym every night and nobody
//! without the key can try ids until one fits. What is judged does not depend on it: ties are broken by the ids themselves.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::files;
use crate::model::catalogue::Catalogue;
use crate::model::masking::shape;
use crate::model::problem::Problem;
use crate::model::records::{Named, Records};

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
    let bytes = fs::read(path).with_context(|| format!("{shown}: the key cannot be read"))?;
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
        let mut text = String::from(letter);
        for byte in &code.finalize().into_bytes()[..kept] {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

/// Replaces every id but those of teams, in the records and in what is said of them.
pub fn replace(
    key: &Key,
    catalogue: &Catalogue,
    records: &mut Records,
    problems: &mut [&mut Vec<Problem>],
) {
    for problem in problems.iter_mut().flat_map(|problems| problems.iter_mut()) {
        problem.message = without_values(&problem.message, |value| {
            let named = records.named(catalogue, value);
            named.map(|named| key.pseudonym(named, value))
        });
    }
    records.rename(|named, id| key.pseudonym(named, id), catalogue);
}

/// A message with the values that it quotes replaced; those that are no id and have a digit are masked.
fn without_values(message: &str, pseudonym: impl Fn(&str) -> Option<String>) -> String {
    let parts = message.split('"').enumerate().map(|(number, part)| {
        let is_quoted = number % 2 == 1;
        if !is_quoted {
            return part.to_owned();
        }
        let has_digit = part.contains(|letter: char| letter.is_numeric());
        pseudonym(part).unwrap_or_else(|| {
            if has_digit {
                shape(part)
            } else {
                part.to_owned()
            }
        })
    });
    parts.collect::<Vec<_>>().join("\"")
}
