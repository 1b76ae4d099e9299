//! Properties judged by slow oracles that are written from the design alone and walk the calendar day by day.
//!
//! Nothing here shares code with the checks: random exports are written as JSON, loaded and judged by the real engine, and
//! what it says is compared with what the oracle says, obligation by obligation.

mod almanac;
mod cadence;
mod compare;
mod deadline;
mod duration;
mod engine;
mod export;
mod reading;
mod rule;
mod verdict;
mod working_days;
