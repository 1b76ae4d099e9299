//! Headings of files, as they are compared.

use super::personal::is_personal;

/// A heading as it is compared: letters and digits in lower case, without a bracket at its end. "Child (NHS number)" keeps it:
/// what is in such a column is not the child's id.
pub fn folded_heading(text: &str) -> String {
    let text = text.trim_end_matches(|last: char| last.is_whitespace() || "?.:*".contains(last));
    let text = match text.rfind('(') {
        Some(start) if start > 0 && text.ends_with(')') && !is_personal(&text[start..]) => {
            &text[..start]
        }
        _ => text,
    };
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::folded_heading;

    #[test]
    fn headings_fold_case_spaces_punctuation_quotes_and_a_bracket_at_the_end() {
        for (written, folded) in [
            ("Child Unique ID", "childuniqueid"),
            ("child_unique_id ", "childuniqueid"),
            ("LA children\u{2019}s services", "lachildrensservices"),
            ("Was the Child Seen Alone? (Y/N)", "wasthechildseenalone"),
            ("Was the Child Seen Alone (Y/N))", "wasthechildseenalone"),
            ("Age of Child (Years)", "ageofchild"),
            ("(position)", "position"),
            ("Plan (child) start", "planchildstart"),
            ("Child ID (NHS number)", "childidnhsnumber"),
        ] {
            assert_eq!(folded_heading(written), folded, "{written}");
        }
    }
}
