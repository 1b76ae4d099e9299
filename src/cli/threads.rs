//! Threads, which the engine only knows as a runner.

use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use rayon::prelude::*;

use super::progress::{Count, Phase};
use crate::model::runner::Runner;

/// Each item for itself: pieces of work differ a thousandfold, and a thread that has none left takes one of another's.
fn pieces<T: Send>(items: Vec<T>) -> impl IndexedParallelIterator<Item = T> {
    items.into_par_iter().with_max_len(1)
}

/// Results for each thread that wait to be taken, so that none is idle while one of them is written.
const AHEAD: usize = 4;

/// Runs work on a pool of threads; results keep the order of the items.
pub struct Threads {
    pool: rayon::ThreadPool,
    count: Option<Arc<Count>>,
    begun: Instant,
}

impl Threads {
    /// A pool of `threads`, or of one for each processor.
    pub fn new(threads: Option<usize>) -> anyhow::Result<Self> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .build()
            .context("cannot start threads")?;
        Ok(Self {
            pool,
            count: None,
            begun: Instant::now(),
        })
    }

    /// Counts what it does from now on.
    pub(super) fn counted(self, count: Option<Arc<Count>>) -> Self {
        Self { count, ..self }
    }

    pub(super) fn begin(&self, phase: Phase) {
        if let Some(count) = &self.count {
            count.begin(phase);
        }
    }
}

impl Runner for Threads {
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
        let Some(count) = &self.count else {
            return self.pool.install(|| pieces(items).map(&work).collect());
        };
        count.expect(items.len());
        let counted = |item| {
            let result = work(item);
            count.one_done();
            result
        };
        self.pool.install(|| pieces(items).map(counted).collect())
    }

    fn hand_over<T: Send, U: Send, E>(
        &self,
        mut items: impl Iterator<Item = T>,
        work: impl Fn(T) -> U + Sync + Send,
        mut take: impl FnMut(U) -> Result<(), E>,
    ) -> Result<(), E> {
        let work = &work;
        self.pool.in_place_scope(|scope| {
            // In the order of the items, a place for each result that is being made.
            let mut made: VecDeque<Receiver<thread::Result<U>>> = VecDeque::new();
            loop {
                while made.len() < self.width() * AHEAD
                    && let Some(item) = items.next()
                {
                    let (give, place) = mpsc::sync_channel(1);
                    made.push_back(place);
                    scope.spawn(move |_| {
                        let result = panic::catch_unwind(AssertUnwindSafe(|| work(item)));
                        // Nobody waits for it after a failure.
                        let _ = give.send(result);
                    });
                }
                let Some(place) = made.pop_front() else {
                    return Ok(());
                };
                match place.recv() {
                    Ok(Ok(result)) => take(result)?,
                    Ok(Err(crash)) => panic::resume_unwind(crash),
                    Err(_) => unreachable!("every piece of work gives a result"),
                }
            }
        })
    }

    fn width(&self) -> usize {
        self.pool.current_num_threads()
    }

    fn now(&self) -> Duration {
        self.begun.elapsed()
    }
}
