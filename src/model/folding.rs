//! Spellings as they are compared: what case, spaces and punctuation leave the same.

/// Lower case with single spaces, straight apostrophes and plain hyphens: two spellings alike after this are one.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// As [`fold`], into a buffer that is kept from text to text.
pub fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        let plain = word.chars().map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
            // Word writes these two for a hyphen that may not, or must not, break a line.
            '\u{2010}' | '\u{2011}' => '-',
            c => c,
        });
        folded.extend(plain.flat_map(char::to_lowercase));
    }
}

/// A text without the bullet, number, brackets, quotation marks and stops around it.
pub fn bare(text: &str) -> &str {
    let text = trimmed(text);
    // "1) seek legal advice", "a) seek legal advice".
    match text.split_once(')') {
        Some((number, rest)) if (1..=2).contains(&number.len()) && !rest.is_empty() => {
            trimmed(rest)
        }
        _ => text,
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_punctuation(c))
}

/// Whether a word stands in any of these folded spellings.
pub fn has_word<'t>(spellings: impl IntoIterator<Item = &'t String>, word: &str) -> bool {
    let has = |text: &String| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|other| other == word)
    };
    spellings.into_iter().any(has)
}

/// Whether a text is only stops, dashes and question marks.
pub fn says_nothing(text: &str) -> bool {
    trimmed(text).is_empty()
}

const fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ':'
            | ';'
            | '!'
            | '?'
            | '-'
            | '_'
            | '/'
            | '*'
            | '('
            | ')'
            | '['
            | ']'
            | '"'
            | '\''
            | '\u{2010}'..='\u{2015}'
            | '\u{2018}'..='\u{201d}'
            | '\u{2022}'
            | '\u{2026}'
            | '\u{b7}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_phrase_is_not_part_of_it() {
        for text in [
            "seek legal advice",
            "- seek legal advice",
            "\u{2022} seek legal advice",
            "1) seek legal advice",
            "(a) seek legal advice.",
            "(seek legal advice.)",
            "\u{201c}seek legal advice\u{201d}",
            "seek legal advice\u{2026}",
        ] {
            assert_eq!(bare(text), "seek legal advice", "{text}");
        }
        assert_eq!(
            bare("dad (see plan) seeks advice"),
            "dad (see plan) seeks advice"
        );
        assert!(says_nothing("- -") && says_nothing("???") && says_nothing("\u{2026}"));
        assert!(!says_nothing("\u{2713}"), "a tick says yes");
    }

    #[test]
    fn spellings_alike_are_one() {
        assert_eq!(fold("Non\u{2011}Verbal"), "non-verbal");
        assert_eq!(fold(" Child\u{2019}s   HOME "), "child's home");
    }
}
