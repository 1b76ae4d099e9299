//! Ids, and what spreadsheets do to them.

use std::borrow::Cow;

/// Digits that Excel keeps of a number (Microsoft, "Excel specifications and limits"); it writes noughts for those behind.
const KEPT: usize = 15;

#[derive(PartialEq, Eq, Debug)]
pub(in crate::load) enum Id<'t> {
    Whole(Cow<'t, str>),
    /// -1, which systems write for "unknown".
    Unknown,
    /// A number as a spreadsheet shows it that is too long for its column: 9.21E+06.
    Rounded,
}

/// An id with one space where there are several, or one that does not break, and without the ".0" that spreadsheets and pandas
/// give a number.
pub(in crate::load) fn id(text: &str) -> Id<'_> {
    let whole = without_fraction(text);
    if whole == "-1" {
        Id::Unknown
    } else if is_scientific(whole) {
        Id::Rounded
    } else if whole
        .split(' ')
        .all(|word| !word.is_empty() && !word.contains(char::is_whitespace))
    {
        Id::Whole(Cow::Borrowed(whole))
    } else {
        let words: Vec<&str> = whole.split_whitespace().collect();
        Id::Whole(Cow::Owned(words.join(" ")))
    }
}

/// Whether a text is an id as it stands, like most: letters, digits and signs between them, one digit or more, and not so long a
/// number that a spreadsheet may have rounded it. No word for "no value" has a digit.
pub(in crate::load) fn is_plain_id(text: &str) -> bool {
    let (mut has_digit, mut has_other) = (false, false);
    for byte in text.bytes() {
        has_digit |= byte.is_ascii_digit();
        has_other |= !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'/' | b'-'));
    }
    has_digit && !has_other && text != "-1" && may_be_rounded(text).is_none()
}

/// Whether a number has noughts alone where Excel writes them, if it is so long that Excel would.
pub(in crate::load) fn may_be_rounded(id: &str) -> Option<bool> {
    let behind = id.as_bytes().get(KEPT..).filter(|rest| !rest.is_empty())?;
    id.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| behind.iter().all(|digit| *digit == b'0'))
}

/// `12345` of `12345.0`. What stands behind the point of `12345.67` is part of the id: Mosaic joins a step and a person so.
fn without_fraction(text: &str) -> &str {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction))
            if is_digits(whole.strip_prefix('-').unwrap_or(whole))
                && !fraction.is_empty()
                && fraction.bytes().all(|byte| byte == b'0') =>
        {
            whole
        }
        _ => text,
    }
}

/// One digit before the point and a sign behind the E, as spreadsheets and pandas write it. An id may be 9E06.
fn is_scientific(text: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((number, exponent)) = text.split_once("E+").or_else(|| text.split_once("e+")) else {
        return false;
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    whole.len() == 1 && is_digits(whole) && is_digits(fraction) && is_digits(exponent)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::load::cell::absent;

    #[test]
    fn ids_lose_what_spreadsheets_add() {
        for (text, expected) in [
            ("9212044", "9212044"),
            ("9212044.0", "9212044"),
            ("9212044.00", "9212044"),
            ("12345.67", "12345.67"),
            ("1.2.0", "1.2.0"),
            ("RND000215205141", "RND000215205141"),
            ("Dustin\u{a0}Hazlett", "Dustin Hazlett"),
            ("Dustin  Hazlett", "Dustin Hazlett"),
            ("Dustin Hazlett", "Dustin Hazlett"),
            ("9E06", "9E06"),
            ("12.5E+06", "12.5E+06"),
            ("A1.0", "A1.0"),
            ("7.", "7."),
        ] {
            assert_eq!(id(text), Id::Whole(Cow::Borrowed(expected)), "{text}");
        }
        for text in ["9.21E+06", "9E+06", "9.212044e+15"] {
            assert_eq!(id(text), Id::Rounded, "{text}");
        }
        for text in ["-1", "-1.0"] {
            assert_eq!(id(text), Id::Unknown, "{text}");
        }
    }

    #[test]
    fn excel_keeps_fifteen_digits() {
        assert_eq!(may_be_rounded("123456789012340"), None);
        assert_eq!(may_be_rounded("1234567890123450"), Some(true));
        assert_eq!(may_be_rounded("1234567890123456000"), Some(false));
        assert_eq!(may_be_rounded("123456789012345000"), Some(true));
        assert_eq!(may_be_rounded("A234567890123450"), None);
    }

    #[test]
    fn an_id_is_plain_where_nothing_is_to_be_done_to_it() {
        for text in ["C1", "9212044", "6F9619FF-8B86-D011-B42D-00CF4FC964FF"] {
            assert!(is_plain_id(text), "{text}");
        }
        for text in [
            "",
            "-1",
            "null",
            "C 1",
            "9.0",
            "9E+06",
            "1234567890123456",
            "C\u{e9}1",
        ] {
            assert!(!is_plain_id(text), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_is_too_strange(text in any::<String>(), near in "[0-9E+. é-]{0,20}") {
            let _ = (id(&text), id(&near), may_be_rounded(&text), may_be_rounded(&near));
        }

        #[test]
        fn a_plain_id_is_read_as_it_stands(text in "[0-9a-z_/-]{1,20}|-[0-9]") {
            let is_as_written = id(&text) == Id::Whole(Cow::Borrowed(&text));
            prop_assert!(!is_plain_id(&text) || is_as_written && absent::<()>(&text).is_none());
        }
    }
}
