//! Numbers: caseloads, counts, ages.

use crate::model::catalogue::Field;

use super::{Cell, Fault};

/// A number that its field may hold.
pub(in crate::load) fn number_of(text: &str, field: &Field) -> Cell<f64> {
    match (number(text), &field.range) {
        (Cell::Value(number), Some(range)) if !range.holds(number) => Cell::Bad(Fault::Unlike),
        (read, _) => read,
    }
}

/// A number, with commas between its thousands or without.
pub(in crate::load) fn number(text: &str) -> Cell<f64> {
    let read = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    if let Some(number) = read(text) {
        return Cell::Value(number);
    }
    if has_thousands(text)
        && let Some(number) = read(&text.replace(',', ""))
    {
        return Cell::Value(number);
    }
    Cell::Bad(if text.starts_with(['<', '>', '\u{2264}', '\u{2265}']) {
        Fault::Limit
    } else if text.ends_with('%') {
        Fault::Percentage
    } else {
        Fault::Unlike
    })
}

/// Every comma has three digits behind it: "1,204", and not "1,5".
fn has_thousands(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.trim_start_matches('-').split(',');
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len())
        && is_digits(first)
        && is_digits(fraction)
        && groups.all(|group| group.len() == 3 && is_digits(group))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_those_a_person_would_read() {
        for (text, expected) in [
            ("12", 12.0),
            ("12.0", 12.0),
            ("-1", -1.0),
            ("6.138461264750171", 6.138_461_264_750_171),
            ("1,204", 1204.0),
            ("-1,204,000.50", -1_204_000.5),
        ] {
            assert_eq!(number(text), Cell::Value(expected), "{text}");
        }
        for text in [
            "1,5", "1,2045", ",204", "1204,000", "1.204,5", "12m", "inf", "nan", "6 months",
        ] {
            assert_eq!(number(text), Cell::Bad(Fault::Unlike), "{text}");
        }
        assert_eq!(number("<1"), Cell::Bad(Fault::Limit));
        assert_eq!(number("12%"), Cell::Bad(Fault::Percentage));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_is_too_strange(text in any::<String>(), near in "[0-9,.<%-]{0,9}") {
            let _ = (number(&text), number(&near));
        }
    }
}
