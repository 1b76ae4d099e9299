//! Who does the work: the edge decides how many threads there are, and the same engine runs where there are none.

use std::time::Duration;

/// Runs independent pieces of work and gives their results in the order of the items.
pub trait Runner: Sync {
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U>;

    /// Gives each result to `take` on the calling thread, in the order of the items; where there are threads, others are made
    /// meanwhile, and few wait at a time. Stops at the first failure of `take`.
    fn hand_over<T: Send, U: Send, E>(
        &self,
        items: impl Iterator<Item = T>,
        work: impl Fn(T) -> U + Sync + Send,
        take: impl FnMut(U) -> Result<(), E>,
    ) -> Result<(), E> {
        items.map(work).try_for_each(take)
    }

    /// How many pieces run at once.
    fn width(&self) -> usize;

    /// Since it began; nought where nobody asks how long things take.
    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

/// One piece after another on the calling thread.
pub struct InTurn;

impl Runner for InTurn {
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
        items.into_iter().map(work).collect()
    }

    fn width(&self) -> usize {
        1
    }
}
