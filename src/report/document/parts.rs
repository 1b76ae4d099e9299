//! The parts of the document in their order: those of the run as a whole, then lists whose items are made as they are written, so
//! that a large run is never held twice.

use std::io::{self, Write};

use serde::Serialize;

use super::lists::{FindingDocument, ProblemDocument, WaiverDocument};
use super::rule::RuleDocument;
use super::{AreaDocument, Finished, InputDocument, RunDocument};
use crate::check::finding::Findings;
use crate::model::problem::Problem;
use crate::model::runner::Runner;
use crate::model::unseen::escaped_as_written;
use crate::report::message::Messages;

/// What the document says of the run as a whole.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Part<'a> {
    Run(Box<RunDocument<'a>>),
    Areas(Vec<AreaDocument<'a>>),
    Inputs(Vec<InputDocument<'a>>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum List {
    Rules,
    Findings,
    Upcoming,
    Unknown,
    Waivers,
    Problems,
}

impl List {
    pub const ALL: [Self; 6] = [
        Self::Rules,
        Self::Findings,
        Self::Upcoming,
        Self::Unknown,
        Self::Waivers,
        Self::Problems,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Findings => "findings",
            Self::Upcoming => "upcoming",
            Self::Unknown => "unknown",
            Self::Waivers => "waivers",
            Self::Problems => "problems",
        }
    }

    /// What one of its items is called.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Rules => "rule",
            Self::Findings => "finding",
            Self::Upcoming => "upcoming",
            Self::Unknown => "unknown",
            Self::Waivers => "waiver",
            Self::Problems => "problem",
        }
    }

    /// Items that one piece of work makes. A rule has a group for every team and worker: of 40,000 children
    /// each is as long as a thousand findings.
    const fn piece(self) -> usize {
        match self {
            Self::Rules => 1,
            _ => 1_024,
        }
    }
}

#[derive(Serialize)]
#[serde(untagged)]
pub enum Item<'a> {
    Rule(Box<RuleDocument<'a>>),
    Finding(FindingDocument<'a>),
    Waiver(WaiverDocument<'a>),
    Problem(ProblemDocument<'a>),
}

impl<'a> Finished<'a> {
    pub fn parts(&self) -> [(&'static str, Part<'a>); 3] {
        [
            ("run", Part::Run(Box::new(self.run_document()))),
            ("areas", Part::Areas(self.areas())),
            ("inputs", Part::Inputs(self.inputs())),
        ]
    }

    /// Writes the items of a list in their order, made on as many threads as there are while others are written. `write` is
    /// given the place of each, and leaves the letters that nobody sees as they are.
    pub fn write_items(
        &self,
        list: List,
        runner: &impl Runner,
        out: &mut dyn Write,
        write: impl Fn(usize, &Item<'_>, &mut Vec<u8>) -> io::Result<()> + Sync,
    ) -> io::Result<()> {
        let items = self.length(list);
        let piece = |first: usize| {
            let (mut bytes, mut messages) = (Vec::new(), Messages::new(self.context));
            for place in first..items.min(first + list.piece()) {
                write(place, &self.item(list, place, &mut messages), &mut bytes)?;
            }
            escaped_as_written(bytes).map_err(io::Error::other)
        };
        let pieces = (0..items).step_by(list.piece());
        runner.hand_over(pieces, piece, |bytes| out.write_all(&bytes?))
    }

    /// Of the files, then of the records, then of the whole export.
    fn problems(&self) -> [&'a [Problem]; 3] {
        [self.problems, &self.run.problems, &self.run.export_problems]
    }

    fn length(&self, list: List) -> usize {
        match list {
            List::Rules => self.run.rules.len(),
            List::Findings => self.run.findings.len(),
            List::Upcoming => self.run.upcoming.len(),
            List::Unknown => self.run.unknown.len(),
            List::Waivers => self.run.waivers.len(),
            List::Problems => self.problems().map(<[Problem]>::len).iter().sum(),
        }
    }

    fn item(&self, list: List, place: usize, messages: &mut Messages<'a>) -> Item<'a> {
        let mut finding =
            |findings: &'a Findings<'a>| Item::Finding(self.finding(&findings[place], messages));
        match list {
            List::Rules => Item::Rule(Box::new(self.rule(&self.run.rules[place]))),
            List::Findings => finding(&self.run.findings),
            List::Upcoming => finding(&self.run.upcoming),
            List::Unknown => finding(&self.run.unknown),
            List::Waivers => Item::Waiver(self.waiver(&self.run.waivers[place])),
            List::Problems => {
                let mut problems = self.problems().into_iter().flatten().skip(place);
                let problem = problems
                    .next()
                    .unwrap_or_else(|| unreachable!("a place in the list"));
                Item::Problem(self.problem(problem))
            }
        }
    }
}
