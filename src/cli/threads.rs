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

    /// Whose work it counts, where that is one of several.
    pub(super) fn about(&self, whose: String) {
        if let Some(count) = &self.count {
            count.about(whose);
        }
    }

    pub(super) fn begin(&self, phase: Phase) {
        if let Some(count) = &self.count {
            count.begin(phase);
        }
    }
}

impl Runner for Threads {
    /// Pieces of work differ a thousandfold: each thread takes the next that nobody has begun, so that where the largest come first
    /// none is left with one at the end.
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
        if let Some(count) = &self.count {
            count.expect(items.len());
        }
        let placed = |(place, item)| {
            let result = work(item);
            if let Some(count) = &self.count {
                count.one_done();
            }
            (place, result)
        };
        let items = items.into_iter().enumerate().par_bridge();
        let mut results: Vec<(usize, U)> = self.pool.install(|| items.map(placed).collect());
        results.sort_unstable_by_key(|(place, _)| *place);
        results.into_iter().map(|(_, result)| result).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_taken_in_order_until_one_is_refused() {
        let threads = Threads::new(Some(3)).expect("threads");
        let slow_first = |item: u64| {
            thread::sleep(Duration::from_millis(20_u64.saturating_sub(item)));
            item
        };
        let mut taken = Vec::new();
        let done = threads.hand_over(0..50, slow_first, |item| {
            taken.push(item);
            Ok::<(), ()>(())
        });
        assert_eq!((done, taken), (Ok(()), (0..50).collect()));

        let mut taken = Vec::new();
        let full = threads.hand_over(0..1_000_000, slow_first, |item| {
            taken.push(item);
            if item == 7 {
                Err("the disk is full")
            } else {
                Ok(())
            }
        });
        assert_eq!((full, taken), (Err("the disk is full"), (0..8).collect()));
    }

    #[test]
    fn a_crash_of_the_work_is_a_crash_of_the_whole() {
        let threads = Threads::new(Some(2)).expect("threads");
        let run = || {
            let work = |item: u32| assert!(item != 5, "it crashed");
            threads.hand_over(0..100, work, |()| Ok::<(), ()>(()))
        };
        let crash = panic::catch_unwind(AssertUnwindSafe(run)).expect_err("a crash");
        assert_eq!(crash.downcast_ref(), Some(&"it crashed"));
    }
}
