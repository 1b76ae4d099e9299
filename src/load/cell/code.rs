//! Spellings of codes that their field does not list as they stand.

use crate::model::catalogue::Field;
use crate::model::intern::Symbol;

use super::{flag, trim};

/// The longest listed spellings have about 150 letters: more is a narrative in the wrong column.
const LONGEST: usize = 200;

/// The value that a spelling stands for, as listed or by its parts.
pub(in crate::load) fn code(text: &str, field: &Field) -> Option<Symbol> {
    if field.values.is_empty() {
        return None;
    }
    field
        .value(text)
        .or_else(|| one_of_parts(text, |part| field.value(part)))
        .or_else(|| leaf_of_tree(text, |part| field.value(part)))
}

/// "White > British", "A.A1 White > British": the last is meant, which may be listed with its group ("White British") or alone.
fn leaf_of_tree<T>(text: &str, value: impl Fn(&str) -> Option<T>) -> Option<T> {
    if text.len() > LONGEST {
        return None;
    }
    let (group, leaf) = text.rsplit_once('>')?;
    let group = match group.split_once(' ') {
        Some((front, rest)) if front.contains(['.', '(']) => rest,
        _ => group,
    };
    let (group, leaf) = (trim(group), trim(leaf));
    value(&format!("{group} {leaf}")).or_else(|| value(leaf))
}

/// The one value that the parts of a text stand for: what is behind "a)" or "a.", else what is before or behind a colon or a
/// hyphen with a space beside it. A letter with a bracket never counts: what it stands for differs from list to list and year
/// to year (Annex A has s) for both REFU and NOBT).
pub(super) fn one_of_parts<T: Copy + PartialEq>(
    text: &str,
    value: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    if text.len() > LONGEST {
        return None;
    }
    let text = without_letter(without_fraction(text));
    if let Some(whole) = value(text) {
        return Some(whole);
    }
    let mut found = None;
    for (before, behind) in parts(text) {
        for part in [before, behind] {
            match value(part) {
                Some(value) if found.is_some_and(|other| other != value) => return None,
                Some(value) => found = Some(value),
                // "Child protection plan: no" is no child protection plan.
                None if flag::plain(part) == Some(false) => return None,
                None => {}
            }
        }
    }
    found
}

/// A number without the ".0" that pandas gives every number of a column with a blank in it.
fn without_fraction(text: &str) -> &str {
    match text.strip_suffix(".0") {
        Some(whole) if whole.bytes().all(|byte| byte.is_ascii_digit()) => whole,
        _ => text,
    }
}

/// Without "a)", "p1)" or "a. " in front.
fn without_letter(text: &str) -> &str {
    let is_short = |front: &str| {
        (1..=2).contains(&front.len()) && front.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let rest = match text.split_once([')', '.']) {
        Some((front, rest)) if is_short(front) => rest,
        _ => return text,
    };
    if text.as_bytes().get(text.len() - rest.len() - 1) == Some(&b'.')
        && !rest.starts_with(char::is_whitespace)
    {
        return text;
    }
    trim(rest)
}

/// Before and behind each colon, and each hyphen or dash that has a space at one side, without "a)" in front of all.
pub(super) fn parts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let text = without_letter(without_fraction(text));
    text.char_indices().filter_map(|(at, c)| {
        let (before, behind) = (&text[..at], &text[at + c.len_utf8()..]);
        let apart =
            || before.ends_with(char::is_whitespace) || behind.starts_with(char::is_whitespace);
        match c {
            ':' => {}
            '-' | '\u{2013}' | '\u{2014}' if apart() => {}
            _ => return None,
        }
        Some((trim(before), trim(behind)))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<char> {
        one_of_parts(text, |part| match part {
            "White" | "WBRI" => Some('w'),
            "Black" => Some('b'),
            "Chinese - other" => Some('c'),
            "1" => Some('1'),
            _ => None,
        })
    }

    #[test]
    fn one_value_must_come_of_the_parts() {
        for text in [
            "a) White",
            "p1)White",
            "a. White",
            "WBRI:White British",
            "WBRI -White British",
            "old \u{2013} White",
            "a) WBRI: White",
            "x - y - White",
        ] {
            assert_eq!(read(text), Some('w'), "{text}");
        }
        assert_eq!(read("d) Chinese - other"), Some('c'));
        assert_eq!(read("1.0"), Some('1'));
        for text in [
            "White - Black",
            "abc) White",
            "a.White",
            "old-White",
            "White: no",
            "w) Other",
            "White)",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&format!("White: {}", "a".repeat(LONGEST))), None);
    }

    #[test]
    fn the_leaf_of_a_tree_is_listed_with_its_group_or_alone() {
        let listed = |part: &str| match part {
            "White British" => Some('w'),
            "Caribbean" => Some('c'),
            _ => None,
        };
        assert_eq!(leaf_of_tree("White > British", listed), Some('w'));
        assert_eq!(leaf_of_tree("(A.A1) White > British", listed), Some('w'));
        assert_eq!(leaf_of_tree("Black > Caribbean", listed), Some('c'));
        assert_eq!(leaf_of_tree("White > Irish", listed), None);
        assert_eq!(leaf_of_tree("Caribbean", listed), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_is_too_strange(text in any::<String>(), near in "[a.):é – -]{0,9}") {
            let _ = (read(&text), read(&near));
        }
    }
}
