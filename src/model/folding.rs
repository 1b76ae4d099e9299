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
    // Letter by letter this took an eighth of a whole audit.
    if is_plain(text) {
        folded.push_str(text);
        folded.make_ascii_lowercase();
        return;
    }
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            let from = folded.len();
            folded.push_str(word);
            folded[from..].make_ascii_lowercase();
            continue;
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

/// Letters of ASCII alone, and of white space only single spaces between words.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without a way out in the middle, a loop is worked through many bytes at a time"
)]
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends = [bytes.first(), bytes.last()];
    if !bytes.is_ascii() || ends.contains(&Some(&b' ')) {
        return false;
    }
    let other = bytes
        .iter()
        .fold(false, |any, byte| any | matches!(byte, 9..=13));
    let doubled = bytes.iter().zip(bytes.iter().skip(1));
    !other
        && !doubled.fold(false, |any, (one, next)| {
            any | ((*one == b' ') & (*next == b' '))
        })
}

/// A text without the bullet, number, brackets, quotation marks and stops around it.
pub fn bare(text: &str) -> &str {
    let text = trimmed(text);
    // "1) seek legal advice", "a) seek legal advice".
    let bracket = text.bytes().take(3).position(|byte| byte == b')');
    match bracket.map(|at| (at, &text[at + 1..])) {
        Some((1.., rest)) if !rest.is_empty() => trimmed(rest),
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
            // Letters without a width, which editors leave in an empty box.
            | '\u{200b}'..='\u{200d}'
            | '\u{2010}'..='\u{2015}'
            | '\u{2018}'..='\u{201d}'
            | '\u{2022}'
            | '\u{2026}'
            | '\u{2060}'
            | '\u{feff}'
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
        for text in [
            "Child's HOME",
            "Child's  home",
            " child's home",
            "child's\thome",
            "CHILD'S\u{b}HOME\u{a0}",
        ] {
            assert_eq!(fold(text), "child's home", "{text:?}");
        }
        assert_eq!(fold("\u{c9}T\u{c9} in Ldn"), "\u{e9}t\u{e9} in ldn");
        assert_eq!(fold(""), "");
    }
}
