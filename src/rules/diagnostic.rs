//! What is wrong with a rule file: where, in which words, and the nearest right name.

use std::ops::Range;

use crate::model::mistyped::{did_you_mean, nearest};

/// One mistake in one file of `rules/`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    pub file: String,
    /// Bytes of the file that the mistake stands in.
    pub span: Range<usize>,
    pub message: String,
    /// Beside the marked words.
    pub label: String,
    pub help: Option<String>,
}

/// Collects every mistake of a file, so that all are shown at once.
pub struct Mistakes<'f> {
    pub file: &'f str,
    pub found: Vec<Diagnostic>,
}

impl<'f> Mistakes<'f> {
    pub const fn new(file: &'f str) -> Self {
        Self {
            file,
            found: Vec::new(),
        }
    }

    pub fn add(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) {
        self.push(span, message.into(), label.into(), None);
    }

    /// As [`Self::add`], proposing the nearest of `names` to `wrong`, or listing them where they are few.
    pub fn add_name<'n>(
        &mut self,
        span: Range<usize>,
        message: impl Into<String>,
        wrong: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) {
        let names: Vec<&str> = names.into_iter().collect();
        let help = match nearest(wrong, names.iter().copied()) {
            Some(near) => Some(did_you_mean(near)),
            None if names.is_empty() => None,
            None if names.len() <= 12 => Some(format!("expected one of: {}", names.join(", "))),
            None => None,
        };
        let label = if help.as_deref().is_some_and(|help| help.starts_with("did")) {
            "not a known name"
        } else {
            "unknown"
        };
        self.push(span, message.into(), label.to_owned(), help);
    }

    fn push(&mut self, span: Range<usize>, message: String, label: String, help: Option<String>) {
        self.found.push(Diagnostic {
            file: self.file.to_owned(),
            span,
            message,
            label,
            help,
        });
    }
}
