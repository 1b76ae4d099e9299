//! The rival: a second evaluator of the same rule files, deliberately simple, written from the design alone and compared with
//! the engine on everything. An auditor that is wrong in silence is worse than none.

#![expect(
    clippy::print_stdout,
    reason = "how much was compared is shown with --nocapture"
)]

mod absence;
mod agencies;
mod almanac;
mod begins;
mod cadence;
mod carried;
mod catalogue;
mod cell;
mod compare;
mod copies;
mod count;
mod dated;
mod dice;
mod engine;
mod export;
mod filter;
mod generator;
mod into_care;
mod judge;
mod paths;
mod phrases;
mod pool;
mod random;
mod regressions;
mod rule;
mod shape;
mod undated;
mod variants;
mod verdict;
mod whole;
mod working_days;
mod world;
