//! The kinds of check.

use super::plan::Check;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    Require,
    Deadline,
    Cadence,
    Duration,
    Count,
    Attendance,
    Text,
    Order,
    Reference,
}

impl Kind {
    /// As a rule file names them.
    pub const ALL: [(&'static str, Self); 9] = [
        ("require", Self::Require),
        ("deadline", Self::Deadline),
        ("cadence", Self::Cadence),
        ("duration", Self::Duration),
        ("count", Self::Count),
        ("attendance", Self::Attendance),
        ("text", Self::Text),
        ("order", Self::Order),
        ("reference", Self::Reference),
    ];

    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(name, _)| name)
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind)
    }
}

impl Check {
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Require(_) => Kind::Require,
            Self::Deadline(_) => Kind::Deadline,
            Self::Cadence(_) => Kind::Cadence,
            Self::Duration(_) => Kind::Duration,
            Self::Count(_) => Kind::Count,
            Self::Attendance(_) => Kind::Attendance,
            Self::Text(_) => Kind::Text,
            Self::Order(_) => Kind::Order,
            Self::Reference(_) => Kind::Reference,
        }
    }
}
