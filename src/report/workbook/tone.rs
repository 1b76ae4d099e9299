//! The colours of words: a severity, an outcome, the state of a waiver, what a rate is called.

use super::sheet::Cell;
use crate::check::outcome::Outcome;
use crate::check::standing::Level;
use crate::check::waiver::State;
use crate::report::saved::Called;
use crate::rules::plan::Severity;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tone {
    Red,
    Orange,
    Blue,
    Green,
    Plain,
}

impl From<Severity> for Cell<'_> {
    fn from(severity: Severity) -> Self {
        let tone = match severity {
            Severity::Critical | Severity::High => Tone::Red,
            Severity::Medium => Tone::Orange,
            Severity::Low => Tone::Blue,
        };
        Self::Word(severity.name(), tone)
    }
}

impl From<Outcome> for Cell<'_> {
    fn from(outcome: Outcome) -> Self {
        let tone = match outcome {
            Outcome::Overdue => Tone::Red,
            _ => Tone::Plain,
        };
        Self::Word(outcome.name(), tone)
    }
}

impl From<State> for Cell<'_> {
    fn from(state: State) -> Self {
        let tone = match state {
            State::Lapsed => Tone::Red,
            State::Expiring => Tone::Orange,
            State::Active | State::Unused | State::NotJudged => Tone::Plain,
        };
        Self::Word(state.name(), tone)
    }
}

impl From<Called> for Cell<'_> {
    fn from(called: Called) -> Self {
        let tone = match called {
            Called::Level(Level::ToImprove) => Tone::Orange,
            Called::Level(Level::Strong) => Tone::Green,
            Called::Level(Level::Between | Level::TooFew) | Called::ToImproveForSome => Tone::Plain,
        };
        Self::Word(called.name(), tone)
    }
}
