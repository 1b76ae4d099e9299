//! Whatever comes from an export is hostile: it is written so that a browser can only show it.

use std::fmt::Write as _;

/// Longer values are cut: a whole case note in one cell would hide everything after it.
const LONGEST: usize = 600;

/// Text for an element or for a quoted attribute. Characters that are not seen, or that turn the direction of what follows, are
/// named instead of written.
pub fn safe(text: &str) -> String {
    let mut written = String::with_capacity(text.len().min(LONGEST) + 16);
    for (count, letter) in text.chars().enumerate() {
        if count == LONGEST {
            let left = text.chars().count() - LONGEST;
            let _ = write!(written, "… ({left} more characters, in the saved run)");
            break;
        }
        match letter {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            '\n' | '\t' => written.push(' '),
            unseen if is_unseen(unseen) => {
                let _ = write!(written, "[U+{:04X}]", unseen as u32);
            }
            seen => written.push(seen),
        }
    }
    written
}

/// Control characters, marks of direction, and characters of no width or of no meaning.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{fffe}'
                | '\u{ffff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// A name that may be part of an address inside the page.
pub fn anchor(text: &str) -> String {
    let mut written = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            written.push(char::from(byte));
        } else {
            let _ = write!(written, "_{byte:02x}");
        }
    }
    written
}

/// A link that leaves the page, where the address is one that a browser may follow; else the words alone.
pub fn link(address: Option<&str>, words: &str) -> String {
    match address {
        Some(address) if address.starts_with("https://") => format!(
            "<a href=\"{}\" rel=\"noreferrer\">{}</a>",
            whole(address),
            safe(words)
        ),
        _ => safe(words),
    }
}

/// An address is never cut.
fn whole(address: &str) -> String {
    let letters: Vec<char> = address.chars().collect();
    let parts = letters.chunks(LONGEST);
    parts
        .map(|part| safe(&part.iter().collect::<String>()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_would_act_on_is_only_shown() {
        assert_eq!(
            safe("<script>alert('\"&')</script>"),
            "&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;"
        );
        assert_eq!(safe("a\u{202e}b\u{0}c"), "a[U+202E]b[U+0000]c");
        let long = safe(&"x".repeat(1_000_000));
        assert!(
            long.ends_with("… (999400 more characters, in the saved run)"),
            "{long}"
        );
        assert_eq!(anchor("PP-05\" onclick"), "PP-05_22_20onclick");
        assert_eq!(link(Some("javascript:alert(1)"), "a"), "a");
    }
}
