//! One thing that should be so for one child, as a check hands it on.

use crate::model::catalogue::{FieldId, TableId};
use crate::model::day::Day;
use crate::model::intern::Symbol;
use crate::rules::agencies::AgencySet;
use crate::rules::path::ValuePath;
use crate::rules::plan::{Part, Require};

use super::limit::Limit;
use super::outcome::Outcome;

/// What a check says of a subject: one obligation, or those that passed inside one gap.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Obligation<'o, 'p> {
    pub outcome: Outcome,
    pub when: When<'o>,
    pub done: Option<Day>,
    /// The day the time was counted from.
    pub counted_from: Option<Day>,
    pub detail: Detail<'p>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum When<'o> {
    /// Due on the first day; each further day is one more obligation that passed inside the same gap.
    Due(Day, &'o [Day]),
    /// Due on a day, and in scope whatever the period: how fresh something is.
    Now(Option<Day>),
    /// Placed by the subject's own dates, or by the date that the rule or its check names.
    Undated,
}

impl<'o, 'p> Obligation<'o, 'p> {
    pub fn undated(outcome: Outcome, detail: Detail<'p>) -> Self {
        Self {
            outcome,
            when: When::Undated,
            done: None,
            counted_from: None,
            detail,
        }
    }

    pub fn unknown(detail: Detail<'p>) -> Self {
        Self::undated(Outcome::Unknown, detail)
    }

    pub fn due(
        outcome: Outcome,
        due: Day,
        further: &'o [Day],
        done: Option<Day>,
        counted_from: Option<Day>,
    ) -> Self {
        Self {
            outcome,
            when: When::Due(due, further),
            done,
            counted_from,
            detail: Detail::None,
        }
    }

    /// Not judged, where an event may be what was due, or may have been before the files begin. It keeps its due date, but what is
    /// overdue stands for as long as its subject does.
    #[must_use]
    pub fn left_open_by(self, detail: Detail<'p>) -> Self {
        let when = match self.outcome {
            Outcome::Overdue => When::Undated,
            _ => self.when,
        };
        Self {
            outcome: Outcome::Unknown,
            when,
            done: None,
            counted_from: None,
            detail,
        }
    }
}

/// How many events may be what was due, and why that is not known.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Doubtful {
    /// They do not say which subject they belong to.
    pub unlinked: u32,
    /// What a condition of their filter asks about is not understood.
    pub not_understood: u32,
    /// The first such condition.
    pub condition: Option<usize>,
    /// Their date cannot be read.
    pub undated: u32,
}

impl Doubtful {
    pub const fn count(self) -> u32 {
        self.unlinked + self.not_understood + self.undated
    }

    pub fn add(&mut self, counts: Counted) {
        match counts {
            Counted::Unlinked => self.unlinked += 1,
            Counted::Unreadable => self.undated += 1,
            Counted::NotUnderstood { condition } => {
                self.not_understood += 1;
                self.condition.get_or_insert(condition);
            }
            Counted::Yes
            | Counted::OutsideTheTime
            | Counted::OfAnotherKind { .. }
            | Counted::Blank { .. } => {}
        }
    }
}

/// Why an obligation has its outcome, where the dates do not say it all. Words are made of it when a report is written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Detail<'p> {
    None,
    /// A value needed is blank.
    Blank(&'p ValuePath),
    /// A value needed is recorded, and cannot be read or is not listed.
    NotUnderstood(&'p ValuePath),
    /// The record's source has not this field of its table.
    NotCarried(TableId, FieldId),
    /// This reference names a record that is in none of the files.
    Lost(TableId, FieldId),
    /// The reference to be followed is blank.
    NoReference,
    /// It is recorded, and cannot be read.
    UnreadableReference(TableId, FieldId),
    /// The subject has no key, or no child, and related records hang on it.
    NoKey,
    /// Another record has its key too, and what refers to that key belongs to the other.
    SharedKey,
    NoChild,
    /// The event is recorded before the day it should follow.
    BeforeStart(&'p ValuePath),
    NoBirth,
    /// The child's age on the record's day is not known.
    NoAge,
    /// Only the last event of each child is there: this child has none of any day, or one that does not show whether an
    /// earlier one was what is asked for.
    OnlyLatest {
        none: bool,
    },
    /// The window begins before the records counted do.
    RecordsBegin(Option<Day>),
    /// Which of the things required are wanting.
    Wanting(Wanting),
    Counted {
        found: u32,
        limit: Limit,
        /// The last day of the time counted.
        end: Day,
    },
    /// Within the limit or short of it, but these too may have to be counted.
    MayCount {
        found: u32,
        perhaps: u32,
        limit: Limit,
        /// The condition of `of_where` that does not tell, for those of which one does not.
        condition: Option<usize>,
        /// How many of them do not say which subject they belong to.
        unlinked: u32,
        /// Of how many the value that is counted cannot be read.
        unread_values: u32,
        /// Of how many others a date cannot be read.
        undated: u32,
    },
    /// These may be what was due.
    Doubtful(Doubtful),
    /// A date of the record itself is recorded, and cannot be read.
    UnreadableDate(TableId, FieldId),
    /// Which of `all_of` did not take part, and how many agencies did.
    Agencies {
        missing: AgencySet,
        took_part: u32,
    },
    /// A name that is no agency's.
    AgencyUnknown(Symbol),
    Words(u32),
    /// A phrase of a list; for `many`, how many different ones.
    Phrase {
        list: usize,
        phrase: usize,
        different: u32,
    },
    NothingMentioned,
    /// The record it repeats.
    Repeats(u32),
    OutOfOrder(&'p ValuePath, &'p ValuePath),
    Nowhere,
    /// To records of several tables.
    Several,
    NoTable,
}

/// Some of the parts of a requirement, by their places among [`Require::parts`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanting(u64);

impl Wanting {
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The parts of `check` that are wanting.
    pub fn of(self, check: &Require) -> impl Iterator<Item = Part<'_>> {
        let parts = check.parts().enumerate();
        parts.filter_map(move |(place, part)| (self.0 & (1 << place) != 0).then_some(part))
    }
}

/// From whether each part is wanting, in their order; a plan has no more than [`Require::MOST`] of them.
impl FromIterator<bool> for Wanting {
    fn from_iter<T: IntoIterator<Item = bool>>(parts: T) -> Self {
        let bits = parts.into_iter().enumerate();
        Self(bits.fold(0, |wanting, (place, is_wanting)| {
            wanting | u64::from(is_wanting) << place
        }))
    }
}

/// Whether a related record counts.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Counted {
    Yes,
    OutsideTheTime,
    /// This condition of the filter does not hold.
    OfAnotherKind {
        condition: usize,
    },
    /// What this condition of the filter asks for is blank.
    Blank {
        condition: usize,
    },
    /// What this condition of the filter asks for is not understood.
    NotUnderstood {
        condition: usize,
    },
    /// Its date is recorded, and cannot be read.
    Unreadable,
    /// It does not say which subject it belongs to.
    Unlinked,
}

/// Two dates of a record that cannot both be right.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Contradiction<'p> {
    pub table: TableId,
    pub row: u32,
    pub earlier: &'p str,
    pub later: &'p str,
    /// Whether the later is the subject's end, and not a thing done.
    pub is_end: bool,
}

/// A step on the way to an outcome, for those who want to follow it.
#[derive(Clone, PartialEq, Debug)]
pub enum Fact {
    /// An event that counted, or did not, and why not.
    Event {
        table: TableId,
        row: u32,
        field: FieldId,
        day: Option<Day>,
        counts: Counted,
    },
    Window {
        after: Option<Day>,
        to: Day,
    },
    Words(u32),
    /// The events looked at are the last of each child.
    OnlyLatest(TableId),
}

/// Takes what a check says.
pub trait Sink<'p> {
    /// Whether facts are wanted; checks make none where they are not.
    const FOLLOWS: bool = false;

    fn obligation(&mut self, row: u32, obligation: Obligation<'_, 'p>);

    fn contradiction(&mut self, contradiction: Contradiction<'p>);

    fn fact(&mut self, _fact: Fact) {}
}
