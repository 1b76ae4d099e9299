//! The forms of a report, and the words for them.

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// The summary for a terminal
    Table,
    /// The whole run, from which every other report can be made later
    Json,
    /// The whole run, one JSON object a line
    Ndjson,
    /// The findings for Excel or Power BI; written to a file, with the measures beside it
    Csv,
    /// A summary for a wiki or the page of a nightly job
    Markdown,
    /// A page to open in a browser
    Html,
    /// A workbook to work in
    Xlsx,
    /// SARIF 2.1.0
    Sarif,
    /// JUnit XML, a test case for each rule
    Junit,
    /// GitHub workflow commands; printed in a job, with the Markdown report on the job's page
    Github,
}

impl Format {
    /// What a word before `=` or a file's ending calls each.
    const NAMES: [(&'static str, Self); 12] = [
        ("table", Self::Table),
        ("json", Self::Json),
        ("ndjson", Self::Ndjson),
        ("csv", Self::Csv),
        ("markdown", Self::Markdown),
        ("html", Self::Html),
        ("xlsx", Self::Xlsx),
        ("sarif", Self::Sarif),
        ("junit", Self::Junit),
        ("github", Self::Github),
        ("txt", Self::Table),
        ("md", Self::Markdown),
    ];

    /// Every word that names a format, for the message of one who wrote another.
    pub fn known() -> String {
        let words = Self::NAMES.map(|(word, _)| word);
        words.join(", ")
    }

    pub fn named(name: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter();
        names
            .find(|(known, _)| *known == name)
            .map(|(_, format)| *format)
    }

    /// JUnit's and GitHub's files end as others do, and must be named.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::named(ending).filter(|format| !matches!(format, Self::Junit | Self::Github))
    }
}

/// The table is made from the export itself: every other report can be made from a saved run.
pub fn of_saved_run() -> impl TypedValueParser<Value = Format> {
    let formats = Format::value_variants().iter();
    let formats = formats.filter(|format| **format != Format::Table);
    PossibleValuesParser::new(formats.filter_map(Format::to_possible_value))
        .try_map(|name| Format::from_str(&name, false))
}
