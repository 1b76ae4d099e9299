//! Laws that every audit keeps: what must stay as it was when an export, or the way it is asked about, changes in a way that
//! says nothing new, and what must add up.
//!
//! No expected result is written down here. Each law judges one export twice, or in two ways, and compares what is said; so it
//! holds for any rules and finds what nobody thought to write an example of. Every case is made from a fixed seed and named in
//! its failure, so that a failure repeats.

mod alone;
mod case;
mod compare;
mod conservation;
mod dice;
mod engine;
mod export;
mod met;
mod names;
mod period;
mod placing;
mod stranger;
mod threads;
mod waivers;
