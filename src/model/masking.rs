//! Texts that may name a person, as far as a page may show them.

use super::unseen::is_unseen;

/// Letters of a text that are shown, masked.
const SHOWN: usize = 40;

/// A text with every word masked that is not known: "Xxxxx (health visitor)". A name typed where a code is expected goes no
/// further, and a person can still see what kind of thing stands there. Short codes, and the letter of "a) Yes", stay.
pub fn masked(text: &str, is_known: impl Fn(&str) -> bool) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = first.is_alphanumeric();
        let end = rest
            .find(|c: char| c.is_alphanumeric() != is_word)
            .unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        if is_word && (is_code(part, text, behind) || is_known(&part.to_lowercase())) {
            shown.push_str(part);
        } else {
            shown.push_str(&shape(part));
        }
        rest = behind;
    }
    cut(&shown, SHOWN)
}

/// No more of a text than so many letters.
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// "2B", "RC" alone, the "a" of "a)". Half of a postcode has three or four.
fn is_code(part: &str, text: &str, behind: &str) -> bool {
    let is_short = part.len() <= 2 && !part.contains(char::is_lowercase);
    let has_digit = part.contains(|c: char| c.is_ascii_digit());
    is_short && (has_digit || part == text) || part.len() == 1 && behind.starts_with(')')
}

/// A text with every letter and digit masked.
pub fn shape(text: &str) -> String {
    let mask = |letter: char| match letter {
        letter if letter.is_numeric() => '9',
        letter if letter.is_uppercase() => 'X',
        letter if letter.is_alphanumeric() => 'x',
        letter if is_unseen(letter) => ' ',
        letter => letter,
    };
    text.chars().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn only_known_words_and_short_codes_are_shown() {
        let known = ["health", "visitor", "other"];
        for (text, shown) in [
            ("Zebedee", "Xxxxxxx"),
            (
                "Zebedee Fox (Health Visitor)",
                "Xxxxxxx Xxx (Health Visitor)",
            ),
            ("s) other", "s) other"),
            ("ZZ9 9ZZ", "XX9 9XX"),
            ("943 476 5919", "999 999 9999"),
            ("A943476591923", "X999999999999"),
            ("2B - Zebedee", "2B - Xxxxxxx"),
            ("A", "A"),
            ("Jo", "Xx"),
            ("Jo\nFox", "Xx Xxx"),
            ("", ""),
        ] {
            assert_eq!(masked(text, |word| known.contains(&word)), shown);
        }
        let long = "word ".repeat(30);
        assert_eq!(masked(&long, |_| true), format!("{}...", "word ".repeat(8)));
    }
}
