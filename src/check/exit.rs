//! What a run came to, as jobs learn it: the exit code.

use crate::rules::plan::Severity;

/// The worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Exit {
    /// It ran to its end, and nothing is at or above the threshold.
    Clear,
    /// It ran to its end, and something is.
    Found,
    /// It ran, and not every rule that was asked for did.
    Incomplete,
    /// It could not do the job.
    Failed,
}

impl Exit {
    pub const ALL: [Self; 4] = [Self::Clear, Self::Found, Self::Incomplete, Self::Failed];

    pub const fn code(self) -> u8 {
        match self {
            Self::Clear => 0,
            Self::Found => 1,
            Self::Failed => 2,
            Self::Incomplete => 3,
        }
    }

    /// What it says of an audit that `fail_on` or worse makes fail.
    pub fn in_words(self, fail_on: Option<Severity>) -> String {
        match (self, fail_on) {
            (Self::Clear, Some(severity)) => {
                format!("nothing live of {severity} severity or above")
            }
            (Self::Clear, None) => "no finding fails this run".to_owned(),
            (Self::Found, Some(severity)) => format!("findings of {severity} severity or above"),
            (Self::Found, None) => "findings".to_owned(),
            (Self::Incomplete, _) => "the audit is incomplete".to_owned(),
            (Self::Failed, _) => "no record could be judged".to_owned(),
        }
    }

    /// That of the run that is furthest from one to its end, of several; where there was none, nothing was judged.
    pub fn worst_of(exits: impl IntoIterator<Item = Self>) -> Self {
        exits.into_iter().max().unwrap_or(Self::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::Exit::{self, Clear, Failed, Found, Incomplete};

    #[test]
    fn what_could_not_be_judged_is_worse_than_what_was_judged_in_part_or_found() {
        assert_eq!(Exit::worst_of([Incomplete, Failed, Found]), Failed);
        assert_eq!(Exit::worst_of([Found, Incomplete, Clear]), Incomplete);
        assert_eq!(Exit::worst_of([Clear, Found]), Found);
        assert_eq!(Exit::worst_of([]), Failed);
        let codes = Exit::ALL.map(Exit::code);
        assert_eq!(codes, [0, 1, 3, 2]);
    }
}
