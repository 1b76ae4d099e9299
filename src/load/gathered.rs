//! What all the inputs give together, and what stands in the way.

use crate::model::file::{File, FileId, FileKind};
use crate::model::io_words::unreadable;
use crate::model::partial::Partial;
use crate::model::problem::{Problem, ProblemSeverity};

use super::not_read::{NotRead, Read};
use super::parts::InputParts;
use super::{FileContents, Refused, Unusable};

#[derive(Default)]
pub(super) struct Gathered {
    pub files: Vec<File>,
    pub partials: Vec<Partial>,
    pub problems: Vec<Problem>,
    refused: Vec<Refused>,
}

impl Gathered {
    pub fn take(&mut self, input: InputParts, known: &Read<'_>) {
        let InputParts { name, named, parts } = input;
        // Of several parts one that is something else is to be expected: the guidance in a workbook, a letter in an archive.
        let is_one = parts.len() == 1;
        let any = parts.iter().any(|part| part.contents.is_ok());
        for part in parts {
            let id = FileId(self.files.len() as u32);
            let mut file = File {
                name: part.name(&name),
                kind: FileKind::Unrecognised,
                bytes: part.bytes,
                tables: Vec::new(),
            };
            match part.contents {
                Ok(contents) => self.take_contents(id, &mut file, contents),
                Err(Unusable::Unrecognised(_)) if any && part.explains => {
                    let message = "this sheet explains the others and holds no records: not read";
                    let problem = Problem::new(ProblemSeverity::Note, message);
                    self.problems.push(problem.in_file(id));
                }
                Err(unusable @ (Unusable::Unrecognised(_) | Unusable::Unlike(_)))
                    if !named || (!is_one && any) =>
                {
                    let problem = known.problem(&file.name, &NotRead::from(unusable), named);
                    self.problems.push(problem.in_file(id));
                }
                Err(unusable) => self.refused.push(Refused {
                    file: Some(file.name.clone()),
                    reason: why_refused(unusable),
                }),
            }
            self.files.push(file);
        }
    }

    fn take_contents(&mut self, id: FileId, file: &mut File, contents: FileContents) {
        file.kind = contents.kind;
        file.tables = contents.tables;
        let problems = contents.problems.into_iter();
        self.problems
            .extend(problems.map(|problem| problem.in_file(id)));
        let partials = contents.partials.into_iter();
        self.partials.extend(partials.map(|mut partial| {
            partial.file = id;
            partial
        }));
    }

    /// Nothing where something stands in the way, or where there is nothing to judge.
    pub fn or_refused(self) -> Result<Self, Vec<Refused>> {
        if !self.refused.is_empty() {
            return Err(self.refused);
        }
        if self.partials.is_empty() {
            return Err(vec![Refused {
                file: None,
                reason: self.why_nothing_is_read(),
            }]);
        }
        Ok(self)
    }

    fn why_nothing_is_read(&self) -> String {
        if self.files.is_empty() {
            return "there is no file to read".to_owned();
        }
        let reasons = self
            .problems
            .iter()
            .filter_map(|problem| Some((problem.file?, &problem.message)));
        let reasons: Vec<String> = reasons
            .map(|(file, message)| format!("\n  {}: {message}", self.files[file.index()].name))
            .collect();
        format!(
            "none of the files given holds records that caseready knows{}",
            reasons.concat()
        )
    }
}

fn why_refused(unusable: Unusable) -> String {
    match unusable {
        Unusable::Unrecognised(reason) | Unusable::Unlike(NotRead { reason, .. }) => {
            format!("not recognised: {reason}")
        }
        Unusable::Broken(reason) => reason,
        Unusable::Unreadable(error) => unreadable(&error),
    }
}
