//! Threads, which the engine only knows as a runner.

use anyhow::Context as _;
use rayon::prelude::*;

use crate::model::runner::Runner;

/// Runs work on a pool of threads; results keep the order of the items.
pub struct Threads(rayon::ThreadPool);

impl Threads {
    /// A pool of `threads`, or of one for each processor.
    pub fn new(threads: Option<usize>) -> anyhow::Result<Self> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .build();
        pool.map(Self).context("cannot start threads")
    }
}

impl Runner for Threads {
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
        self.0
            .install(|| items.into_par_iter().map(&work).collect())
    }

    fn width(&self) -> usize {
        self.0.current_num_threads()
    }
}
