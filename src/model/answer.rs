//! A yes or a no.

/// What a cell of yes or no says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Answer {
    Blank,
    /// Something that is neither.
    Unreadable,
    No,
    Yes,
}

impl Answer {
    pub const fn says(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Blank | Self::Unreadable => None,
        }
    }
}
