//! What can be said of an obligation: checks say it, and the examples of rules expect it.

/// What a check says of one thing that should be so for one child.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// Done, by its due date.
    Met,
    /// Done, after its due date.
    Late,
    /// Never done, and it no longer can be: the subject has ended.
    Missed,
    /// Due date passed, not done, and it can still be done.
    Overdue,
    /// An undated requirement that does not hold.
    Failed,
    /// Not done, due date not yet passed.
    Due,
    /// Cannot be judged.
    Unknown,
    /// Would be not met, and is covered by a live waiver.
    Waived,
}

impl Outcome {
    pub const ALL: [Self; 8] = [
        Self::Met,
        Self::Late,
        Self::Missed,
        Self::Overdue,
        Self::Failed,
        Self::Due,
        Self::Unknown,
        Self::Waived,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Late => "late",
            Self::Missed => "missed",
            Self::Overdue => "overdue",
            Self::Failed => "failed",
            Self::Due => "due",
            Self::Unknown => "unknown",
            Self::Waived => "waived",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|outcome| outcome.name() == name)
    }

    pub const fn is_not_met(self) -> bool {
        matches!(
            self,
            Self::Late | Self::Missed | Self::Overdue | Self::Failed
        )
    }
}
