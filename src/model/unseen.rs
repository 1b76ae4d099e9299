//! Letters that are not seen, or that change how others are read. Every page shows them by their numbers, `[U+202E]`, so that what
//! is read is what is there.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::string::FromUtf8Error;

/// Control characters, marks of direction, and characters of no width or of no meaning.
pub fn is_unseen(letter: char) -> bool {
    let number = u32::from(letter);
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fdd0}'..='\u{fdef}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
        // The last two of every plane are no letters.
        || number & 0xfffe == 0xfffe
}

/// A text with its unseen letters named. Line breaks and tabs stay.
pub fn named(text: &str) -> Cow<'_, str> {
    if !text.contains(|letter| is_unseen(letter) && !is_layout(letter)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 64);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let ends_line = letter == '\r' && letters.peek() == Some(&'\n');
        if ends_line {
            continue;
        }
        if is_unseen(letter) && !is_layout(letter) {
            let _ = write!(shown, "[U+{:04X}]", u32::from(letter));
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// The same, with spaces for line breaks and tabs.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    let shown = named(text);
    if shown.contains(is_layout) {
        Cow::Owned(shown.replace(is_layout, " "))
    } else {
        shown
    }
}

const fn is_layout(letter: char) -> bool {
    matches!(letter, '\n' | '\t')
}

/// JSON with the unseen letters of its strings escaped: a reader gets them back as they were.
pub fn escaped_in_json(json: &str) -> Cow<'_, str> {
    if is_plain(json.as_bytes()) {
        return Cow::Borrowed(json);
    }
    // These stand between the parts of a document, and in no string.
    let is_in_string = |letter: char| is_unseen(letter) && !matches!(letter, '\n' | '\r' | '\t');
    let mut escaped = String::new();
    let mut taken = 0;
    for (at, letter) in json.char_indices() {
        if !matches!(letter, ' '..='~') && is_in_string(letter) {
            escaped.push_str(&json[taken..at]);
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
            taken = at + letter.len_utf8();
        }
    }
    if taken == 0 {
        return Cow::Borrowed(json);
    }
    escaped.push_str(&json[taken..]);
    Cow::Owned(escaped)
}

/// The same of what has just been written. Of many items together: few letters need it, and asking of every string by itself took
/// a tenth of the time of the whole document.
pub fn escaped_as_written(json: Vec<u8>) -> Result<Vec<u8>, FromUtf8Error> {
    if is_plain(&json) {
        return Ok(json);
    }
    let text = String::from_utf8(json)?;
    Ok(escaped_in_json(&text).into_owned().into_bytes())
}

/// Whether JSON holds nothing but letters of ASCII that are seen.
fn is_plain(json: &[u8]) -> bool {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    // Without stopping at the first that is not, so that many are looked at in one step.
    json.iter().fold(true, |all, byte| all & is_plain(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_named() {
        for (text, shown) in [
            ("Zoë & Søren <x>", "Zoë & Søren <x>"),
            ("a\u{0}b\u{202e}c", "a[U+0000]b[U+202E]c"),
            ("a\u{1b}[31m", "a[U+001B][31m"),
            ("one\r\ntwo\tthree\n", "one\ntwo\tthree\n"),
            ("a\rb\u{85}c", "a[U+000D]b[U+0085]c"),
            ("\u{fffe}\u{1ffff}\u{e0041}", "[U+FFFE][U+1FFFF][U+E0041]"),
        ] {
            assert_eq!(named(text), shown, "{text:?}");
        }
        assert_eq!(
            on_one_line("one\r\ntwo\tthree\u{b}"),
            "one two three[U+000B]"
        );
    }

    #[test]
    fn json_gives_back_what_was_there() {
        let text = "a\u{202e}\u{9b}\u{7f}\u{1fffe}\u{2028}é";
        let escaped = escaped_in_json(text);
        assert!(
            escaped.chars().all(|letter| !is_unseen(letter)),
            "{escaped}"
        );
        assert_eq!(
            escaped_as_written(text.as_bytes().to_vec()),
            Ok(escaped.as_bytes().to_vec())
        );
        let read: String = serde_json::from_str(&format!("\"{escaped}\"")).expect("a string");
        assert_eq!(read, text);
    }
}
