//! What stands where a narrative should be, where it is no words: the answer to whether there is one, or a number.

use crate::model::catalogue::MayBe;
use crate::model::folding::bare;
use crate::model::narratives::Says;

use super::flag::plain;

/// Bytes within which an answer or a number stands; most narratives are longer, and are not looked at.
const LONGEST: usize = 24;

/// "No" is no record of a contingency, and "Yes" is not what it says; nor is "83" a reason. None where there are words.
pub(in crate::load) fn without_words(text: &str, may_be: Option<MayBe>) -> Option<Says> {
    if text.len() > LONGEST {
        return None;
    }
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    if has_digit && may_be == Some(MayBe::Number) {
        return None;
    }
    match plain(bare(text)) {
        Some(false) => Some(Says::Nothing),
        Some(true) => Some(Says::Unclear),
        None if has_digit && !text.chars().any(char::is_alphabetic) => Some(Says::Unclear),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{MayBe, Says, without_words};

    #[test]
    fn an_answer_or_a_number_is_no_narrative() {
        for (text, says) in [
            ("No", Some(Says::Nothing)),
            ("n", Some(Says::Nothing)),
            ("0", Some(Says::Nothing)),
            ("No.", Some(Says::Nothing)),
            ("Y", Some(Says::Unclear)),
            ("TRUE", Some(Says::Unclear)),
            ("83", Some(Says::Unclear)),
            ("2026-03-04", Some(Says::Unclear)),
            ("12.5%", Some(Says::Unclear)),
            ("No contact", None),
            ("Yes, see the plan", None),
            ("3 missed visits", None),
            ("A", None),
        ] {
            assert_eq!(without_words(text, None), says, "{text}");
        }
        assert_eq!(without_words("10023", Some(MayBe::Number)), None);
        assert_eq!(
            without_words("Yes", Some(MayBe::Number)),
            Some(Says::Unclear)
        );
    }
}
