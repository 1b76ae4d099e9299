//! Texts of an export as a cell may hold them: they were typed by anyone, and may be anything.

use std::borrow::Cow;

/// What Excel holds in a cell, counted as it counts.
pub(super) const LONGEST: usize = 32_767;

/// Characters that are not seen, or that turn the order of those that are, shown as what they are: something strange. Line breaks
/// and tabs stay.
pub(in crate::report) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_strange) {
        let shown = text.replace("\r\n", "\n");
        Cow::Owned(shown.replace(is_strange, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn is_strange(letter: char) -> bool {
    let turns = matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_none = matches!(letter, '\u{fffe}' | '\u{ffff}');
    turns || is_none || (letter.is_control() && !matches!(letter, '\n' | '\t'))
}

/// Whether a program could take the text for a formula, whatever blanks it begins with.
pub(in crate::report) fn is_like_a_formula(text: &str) -> bool {
    let seen = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || is_strange(letter)
            || matches!(letter, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{fffd}')
    };
    text.starts_with(['\t', '\r'])
        || text
            .trim_start_matches(seen)
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// No more than a cell holds; what is cut says so.
pub(super) fn fitted(text: Cow<'_, str>) -> Cow<'_, str> {
    let length = text.encode_utf16().count();
    if length <= LONGEST {
        return text;
    }
    let mark = format!(" [cut here: {length} characters in all]");
    let mut room = LONGEST - mark.len();
    let mut kept = String::new();
    for letter in text.chars() {
        let Some(left) = room.checked_sub(letter.len_utf16()) else {
            break;
        };
        room = left;
        kept.push(letter);
    }
    Cow::Owned(kept + &mark)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{LONGEST, fitted, is_like_a_formula, visible};

    #[test]
    fn what_cannot_be_seen_is_shown_as_strange() {
        assert_eq!(
            visible("a\u{0}b\u{202e}c\r\nd\te"),
            "a\u{fffd}b\u{fffd}c\nd\te"
        );
        assert_eq!(visible("Zoë & Søren <x>"), "Zoë & Søren <x>");
    }

    #[test]
    fn formulas_are_seen_behind_blanks() {
        for text in [
            "=1",
            "+1",
            "-1",
            "@x",
            "\tx",
            "\rx",
            "  =1",
            "\u{a0}=1",
            "\n=1",
            "\u{feff}=1",
            "＝1",
            "\u{200f}=1",
        ] {
            assert!(is_like_a_formula(text), "{text:?}");
        }
        for text in ["", " ", "1=1", "C-1", "'=1", "a@b"] {
            assert!(!is_like_a_formula(text), "{text:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        let long = "\u{1f600}".repeat(20_000);
        let cut = fitted(Cow::Borrowed(&long));
        assert!(
            cut.ends_with(" [cut here: 40000 characters in all]"),
            "{cut}"
        );
        let length = cut.encode_utf16().count();
        assert!((LONGEST - 1..=LONGEST).contains(&length), "{length}");
        let whole = "x".repeat(LONGEST);
        assert_eq!(fitted(Cow::Borrowed(&whole)), whole);
    }
}
