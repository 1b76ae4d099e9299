//! Rules as typed plans: every path resolved, every length parsed, nothing left to look up by name.

use std::fmt;

use crate::model::catalogue::{FieldId, TableId};
use crate::model::day::Day;
use crate::model::length::{Length, Unit};

use super::agencies::AgencyId;
use super::filter::{Condition, Filter};
use super::outcome::Outcome;
use super::path::{RelatedPath, ValuePath};

/// A rule, by its place in the ruleset's order of ids.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RuleId(pub u16);

impl RuleId {
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    Critical,
    High,
    Medium,
    Low,
}

impl Severity {
    pub const ALL: [(&'static str, Self); 4] = [
        ("critical", Self::Critical),
        ("high", Self::High),
        ("medium", Self::Medium),
        ("low", Self::Low),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, severity)| *severity == self)
            .map_or("", |(name, _)| name)
    }
}

/// How far a finding can be relied on without reading the case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Certainty {
    /// The record shows it.
    Fact,
    /// A person must read it.
    Prompt,
}

impl Certainty {
    pub const ALL: [(&'static str, Self); 2] = [("fact", Self::Fact), ("prompt", Self::Prompt)];

    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, certainty)| *certainty == self)
            .map_or("", |(name, _)| name)
    }
}

impl Certainty {
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Fact => "the record shows it",
            Self::Prompt => "a prompt: a person must read the case",
        }
    }
}

/// What stands behind a standard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Force {
    Statute,
    StatutoryGuidance,
    NationalPractice,
    Inspection,
    Local,
}

impl Force {
    pub const ALL: [(&'static str, Self); 5] = [
        ("statute", Self::Statute),
        ("statutory-guidance", Self::StatutoryGuidance),
        ("national-practice", Self::NationalPractice),
        ("inspection", Self::Inspection),
        ("local", Self::Local),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, force)| *force == self)
            .map_or("", |(name, _)| name)
    }

    /// As every page for people has it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Statute => "statute",
            Self::StatutoryGuidance => "statutory guidance",
            Self::NationalPractice => "national practice",
            Self::Inspection => "inspection",
            Self::Local => "local",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub id: String,
    pub title: String,
    /// What it measures in a few words, for headings and summaries; the title where the file does not say.
    pub short: String,
    /// A key of `areas.toml`.
    pub area: String,
    pub severity: Severity,
    pub certainty: Certainty,
    pub force: Force,
    /// Keys of `sources.toml`.
    pub sources: Vec<String>,
    pub why: String,
    pub remedy: String,
    /// Judged unless the run says otherwise.
    pub on: bool,
    /// Why the standards carried do not judge it unless asked; blank where they do.
    pub off_because: String,
    /// What a council has set otherwise.
    pub local: Option<Local>,
    pub table: TableId,
    pub subject: Filter,
    pub check: Check,
    /// The date that places an undated obligation, where it is not the subject's own.
    pub placed_by: Option<ValuePath>,
    /// What must be exported though the check could do without: a way out that no export shows would be missed by everyone.
    /// Of several alternatives one is enough.
    pub needs: Vec<Vec<ValuePath>>,
    /// Judged only where none of these is.
    pub stands_in_for: Vec<RuleId>,
    /// Fields of the subject that measures are also split by.
    pub split: Vec<FieldId>,
    pub examples: Vec<Example>,
    /// The file it was read from.
    pub file: String,
}

/// What a council has set otherwise, beside what the standards carried say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Local {
    pub reason: String,
    /// The threshold, severity and default carried, where they are others here.
    pub threshold: Option<String>,
    pub severity: Option<Severity>,
    pub on: Option<bool>,
}

#[derive(Clone, Debug)]
pub struct Example {
    pub name: String,
    pub as_at: Day,
    /// The tables as a native JSON export: one object of arrays of records.
    pub export: String,
    pub absent: Vec<(TableId, Option<FieldId>)>,
    /// Tables as of a source that keeps only the last event of each child.
    pub latest_only: Vec<TableId>,
    pub expect: Expectation,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expectation {
    NotAssessed,
    /// How many of each; of those not named there are none.
    Outcomes(Vec<(Outcome, u64)>),
}

#[derive(Clone, Debug)]
pub enum Check {
    Require(Require),
    Deadline(Deadline),
    Cadence(Cadence),
    Duration(Duration),
    Count(Count),
    Attendance(Attendance),
    Text(TextCheck),
    Order(Order),
    Reference(Reference),
}

impl Check {
    /// Whether a due date of this check is counted in working days, and so hangs on the bank holidays known.
    pub fn counts_working_days(&self) -> bool {
        let lengths: Vec<Length> = match self {
            Self::Require(Require { grace, .. }) | Self::Text(TextCheck { grace, .. }) => {
                grace.iter().copied().collect()
            }
            Self::Count(check) => check.grace.iter().chain(&check.window).copied().collect(),
            Self::Deadline(check) => match &check.due {
                Due::Within { within, .. } => vec![*within],
                Due::By { notice, .. } => notice.iter().copied().collect(),
            },
            Self::Cadence(check) => [check.steps.lengths(), &[check.every]].concat(),
            Self::Duration(check) => vec![check.at_most],
            Self::Attendance(_) | Self::Order(_) | Self::Reference(_) => Vec::new(),
        };
        lengths
            .iter()
            .any(|length| length.unit == Unit::WorkingDays)
    }
}

/// Fields are filled; flags are yes; values hold.
#[derive(Clone, Debug)]
pub struct Require {
    pub fields: Vec<ValuePath>,
    /// In each group, at least one is filled.
    pub any_of: Vec<Vec<ValuePath>>,
    pub yes: Vec<ValuePath>,
    pub holds: Filter,
    pub grace: Option<Length>,
}

impl Require {
    /// As many parts as a finding can say are wanting.
    pub const MOST: usize = 64;

    /// What it asks for one by one, always in this order.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let fields = self.fields.iter().map(Part::Field);
        let any_of = self.any_of.iter().map(|group| Part::AnyOf(group));
        let yes = self.yes.iter().map(Part::Yes);
        let holds = self.holds.conditions.iter().map(Part::Holds);
        fields.chain(any_of).chain(yes).chain(holds)
    }
}

/// One of the things that a requirement asks for.
#[derive(Clone, Copy, Debug)]
pub enum Part<'p> {
    Field(&'p ValuePath),
    /// At least one of these is filled.
    AnyOf(&'p [ValuePath]),
    Yes(&'p ValuePath),
    Holds(&'p Condition),
}

/// The first of these that is present.
pub type FirstOf = Vec<ValuePath>;

/// An event follows another in time, or comes by a stated date.
#[derive(Clone, Debug)]
pub struct Deadline {
    pub due: Due,
    pub to: Done,
    /// A related event counts from so long before `from`.
    pub early: Option<Length>,
    pub until: FirstOf,
    /// Whether an end on or before the due date takes the obligation away.
    pub lapses: bool,
    pub unless: Filter,
    /// An event that takes the obligation away, and which would do; the filter is `unless_event_where`.
    pub unless_event: Option<(RelatedPath, Filter)>,
}

#[derive(Clone, Debug)]
pub enum Due {
    Within { from: FirstOf, within: Length },
    By { by: FirstOf, notice: Option<Length> },
}

#[derive(Clone, Debug)]
pub enum Done {
    Own(ValuePath),
    /// The first related event; the filter is `to_where`.
    Related(RelatedPath, Filter),
}

/// An event recurs with no gap too long.
#[derive(Clone, Debug)]
pub struct Cadence {
    pub from: FirstOf,
    pub until: FirstOf,
    pub event: RelatedPath,
    pub event_where: Filter,
    pub steps: Steps,
    pub every: Length,
    /// Runs between these birthdays of the child.
    pub ages: Option<Ages>,
}

/// The first gaps allowed, where they are not those allowed after them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Steps {
    /// Each is for one gap, in their order; none where every gap is the same.
    Gaps(Vec<Length>),
    /// Every gap that begins within this time of the start is of the one step.
    For { step: Length, time: Length },
}

impl Steps {
    pub fn lengths(&self) -> &[Length] {
        match self {
            Self::Gaps(gaps) => gaps,
            Self::For { step, .. } => std::slice::from_ref(step),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ages {
    pub from: Option<u32>,
    pub to: Option<u32>,
}

/// A state does not last too long; without `until`, something is fresh.
#[derive(Clone, Debug)]
pub struct Duration {
    pub from: FirstOf,
    pub until: Option<FirstOf>,
    pub at_most: Length,
    pub unless: Filter,
    pub never: Never,
}

/// What is said of something that never was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Never {
    Unknown,
    Failed,
}

/// Not too many or too few related records in a window.
#[derive(Clone, Debug)]
pub struct Count {
    pub of: RelatedPath,
    pub of_where: Filter,
    pub distinct: Option<FieldId>,
    pub window: Option<Length>,
    pub at: Option<ValuePath>,
    pub at_most: Option<f64>,
    pub at_least: Option<f64>,
    /// Multiplies the limits.
    pub per: Option<ValuePath>,
    pub grace: Option<Length>,
}

/// The agencies that must take part did.
#[derive(Clone, Debug)]
pub struct Attendance {
    pub field: ValuePath,
    pub all_of: Vec<AgencyId>,
    /// How many different agencies must have taken part.
    pub at_least: Option<u32>,
    /// Those that `at_least` does not count.
    pub besides: Vec<AgencyId>,
}

/// A narrative is long enough, specific, and not copied from another record.
#[derive(Clone, Debug)]
pub struct TextCheck {
    pub field: ValuePath,
    pub min_words: Option<u32>,
    /// Places in the list of phrase lists.
    pub avoid: Vec<usize>,
    pub mention: Vec<String>,
    pub unlike: Option<Unlike>,
    pub grace: Option<Length>,
}

/// The records a narrative must not repeat.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unlike {
    /// Earlier records of the same child.
    SameChild(FieldId),
    /// Another child's record.
    OtherChildren(FieldId),
}

/// Dates come in their natural order.
#[derive(Clone, Debug)]
pub struct Order {
    pub dates: Vec<ValuePath>,
}

/// A reference leads to a record.
#[derive(Clone, Debug)]
pub struct Reference {
    pub field: FieldId,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
