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

impl Diagnostic {
    pub fn new(
        file: &str,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self {
            file: file.to_owned(),
            span,
            message: message.into(),
            label: label.into(),
            help: None,
        }
    }

    /// Where no words of the file are to blame.
    pub fn of_whole_file(file: &str, message: impl Into<String>) -> Self {
        Self::new(file, 0..0, message, "")
    }

    /// What does not fit the form that serde asks for.
    pub fn of_toml(file: &str, error: &toml::de::Error) -> Self {
        Self::new(file, error.span().unwrap_or(0..0), error.message(), "")
    }
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
        let found = Diagnostic::new(self.file, span, message, label);
        self.found.push(found);
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
        let found = Diagnostic::new(self.file, span, message, label);
        self.found.push(Diagnostic { help, ..found });
    }
}
