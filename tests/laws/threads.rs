//! How many threads there are is nobody's business but the clock's.

use caseready::cli::threads::Threads;
use caseready::model::runner::{InTurn, Runner};

use super::case::{day, mixed};
use super::dice::Dice;
use super::engine::{Asked, Loaded};

const AUTHORITIES: usize = 6;
const EXAMPLES: usize = 40;
const THREADS: [usize; 2] = [2, 5];

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
    let pools = THREADS.map(|threads| Threads::new(Some(threads)).expect("threads"));
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
