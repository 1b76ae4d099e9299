//! Whatever comes from an export is hostile: it is written so that a browser can only show it.

use std::fmt::Write as _;

use crate::model::unseen::on_one_line;

/// Longer values are cut: a whole case note in one cell would hide everything after it.
const LONGEST: usize = 600;

/// Text for an element or for a quoted attribute.
pub fn safe(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else {
        return whole(text);
    };
    let left = text[end..].chars().count();
    let mut written = whole(&text[..end]);
    let _ = write!(written, "… ({left} more characters, in the saved run)");
    written
}

/// The same, however long: an address is never cut.
fn whole(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 16);
    for letter in on_one_line(text).chars() {
        match letter {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            seen => written.push(seen),
        }
    }
    written
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
