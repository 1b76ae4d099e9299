//! A page of Markdown that is never too long, and in which no value is markup.

use std::fmt::Write as _;

use crate::report::hosted::plain;

/// Bytes that a job's summary may hold, less what the page needs to end.
const MOST: usize = 1_000_000;

#[derive(Default)]
pub struct Page {
    pub text: String,
    pub left_out: u64,
}

impl Page {
    /// A line where there is room; else it is counted.
    pub fn line(&mut self, line: &str) {
        if self.text.len() + line.len() < MOST {
            self.text.push_str(line);
            self.text.push('\n');
        } else if !line.is_empty() {
            self.left_out += 1;
        }
    }

    pub fn row(&mut self, cells: &[String]) {
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    /// A table's headings; those of numbers to the right.
    pub fn headings(&mut self, names: &[&str], words: usize) {
        self.line("");
        self.line(&format!("| {} |", names.join(" | ")));
        let rule = |column| if column < words { "---" } else { "---:" };
        let rules: Vec<&str> = (0..names.len()).map(rule).collect();
        self.line(&format!("| {} |", rules.join(" | ")));
    }

    pub fn open(&mut self, summary: &str) {
        // It must open, and close, even on a page that is full.
        let _ = writeln!(
            self.text,
            "\n<details><summary>{}</summary>",
            escaped(summary)
        );
    }

    pub fn close(&mut self) {
        self.text.push_str("\n</details>\n");
    }
}

/// A text in which nothing is markup, a link or a cell's end.
pub fn escaped(text: &str) -> String {
    let text = plain(text);
    let mut shown = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        match letter {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '@' => shown.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => {
                shown.push('\\');
                shown.push(letter);
            }
            // Bare addresses become links of themselves.
            ':' if text[at..].starts_with("://") => shown.push_str("\\:"),
            '.' if text[..at].to_ascii_lowercase().ends_with("www") => shown.push_str("\\."),
            _ => shown.push(letter),
        }
    }
    shown
}
