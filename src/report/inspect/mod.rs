//! What was recognised in an export, how good it is, and what can be judged from it: the page to show the data team.

mod areas;
mod files;
mod problems;
mod tables;

use std::fmt::Write as _;

use crate::check::assess::Lack;
use crate::model::file::FileId;
use crate::model::problem::Problem;
use crate::model::records::Records;
use crate::model::view::View;
use crate::rules::Ruleset;
use crate::rules::plan::RuleId;

use super::layout::{name, wrapped};

/// What `inspect` shows.
pub struct Inspection<'a> {
    pub ruleset: &'a Ruleset,
    pub records: &'a Records,
    pub view: View<'a>,
    pub problems: &'a [Problem],
    /// Each rule with all that these files lack for it.
    pub rules: Vec<(RuleId, Vec<Lack>)>,
    pub width: usize,
}

pub fn render(inspection: &Inspection<'_>) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "As at {}.", inspection.view.as_at.in_words());
    let folder = inspection.folder();
    if !folder.is_empty() {
        let line = format!("All files are in {}.", folder.trim_end_matches('/'));
        wrapped(&mut text, &line, inspection.width, 2);
    }
    files::show(&mut text, inspection);
    tables::show(&mut text, inspection);
    problems::show(&mut text, inspection);
    areas::show(&mut text, inspection);
    text
}

impl Inspection<'_> {
    /// What the names of all files begin with, up to a stroke: a folder, an archive, a workbook. It is named once.
    fn folder(&self) -> &str {
        let mut names = self.records.files.iter().map(|file| file.name.as_str());
        let Some(first) = names.next().filter(|_| self.records.files.len() > 1) else {
            return "";
        };
        let alike = names.fold(first.len(), |alike, name| {
            let same = first.bytes().zip(name.bytes()).take_while(|(a, b)| a == b);
            alike.min(same.count())
        });
        let end = first.as_bytes()[..alike]
            .iter()
            .rposition(|byte| *byte == b'/');
        end.map_or("", |end| &first[..=end])
    }

    /// The name of a file, without what all have in common.
    fn file_name(&self, file: FileId) -> &str {
        &self.records.files[file.index()].name[self.folder().len()..]
    }

    /// "- not used: Free text, Row number"; nothing where there is nothing to list.
    fn item(&self, text: &mut String, label: &str, items: &[String]) {
        if !items.is_empty() {
            let names: Vec<String> = items.iter().map(|item| name(item)).collect();
            wrapped(
                text,
                &format!("- {label}: {}", names.join(", ")),
                self.width,
                4,
            );
        }
    }
}
