//! How many threads there are is nobody's business but the clock's.

use caseready::model::runner::{InTurn, Runner};
use rayon::prelude::*;

use super::case::{day, mixed};
use super::dice::Dice;
use super::engine::{Asked, Loaded};

const AUTHORITIES: usize = 6;
const EXAMPLES: usize = 40;
const THREADS: [usize; 2] = [2, 5];

/// As the command line runs work; its own runner is private to it.
struct Pool(rayon::ThreadPool);

impl Pool {
    fn of(threads: usize) -> Self {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        Self(pool.build().expect("threads"))
    }
}

impl Runner for Pool {
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
        self.0
            .install(|| items.into_par_iter().map(&work).collect())
    }

    fn width(&self) -> usize {
        self.0.current_num_threads()
    }
}

/// Ends that no thread of a pool would reach in this order by itself: the last piece first.
struct Backwards;

impl Runner for Backwards {
    fn map<T: Send, U: Send>(&self, items: Vec<T>, work: impl Fn(T) -> U + Sync + Send) -> Vec<U> {
        let mut done: Vec<U> = items.into_iter().rev().map(work).collect();
        done.reverse();
        done
    }

    fn width(&self) -> usize {
        7
    }
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let mut dice = Dice::new(5);
    let pools = THREADS.map(Pool::of);
    let asked = Asked::since(Some(day("2024-06-30")));
    for case in mixed(AUTHORITIES, EXAMPLES, &mut dice) {
        let one = Loaded::with(&case.export, &InTurn).bytes(&asked, &InTurn);
        let assert_same = |bytes: &[u8], on: &str| {
            assert!(one == bytes, "{}: other bytes on {on}", case.name);
        };
        for (pool, threads) in pools.iter().zip(THREADS) {
            let bytes = Loaded::with(&case.export, pool).bytes(&asked, pool);
            assert_same(&bytes, &format!("{threads} threads"));
        }
        let bytes = Loaded::with(&case.export, &Backwards).bytes(&asked, &Backwards);
        assert_same(&bytes, "threads that end in another order");
    }
}
