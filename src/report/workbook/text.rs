//! Texts of an export as a cell may hold them: they were typed by anyone, and may be anything.

use std::borrow::Cow;

use crate::model::unseen::is_unseen;

/// What Excel holds in a cell, counted as it counts.
pub(super) const LONGEST: usize = 32_767;

/// Whether a program could take the text for a formula, whatever blanks it begins with.
pub(in crate::report) fn is_like_a_formula(text: &str) -> bool {
    let seen = |letter: char| letter.is_whitespace() || is_unseen(letter) || letter == '\u{fffd}';
    text.starts_with(['\t', '\r'])
        || text
            .trim_start_matches(seen)
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// No more than a cell holds; what is cut says so.
pub(in crate::report) fn fitted(text: Cow<'_, str>) -> Cow<'_, str> {
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

    use super::{LONGEST, fitted, is_like_a_formula};

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
