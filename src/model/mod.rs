//! What an export holds: typed columns of known tables, days and working days, and which record belongs to which child.
//!
//! Nothing here reads a file or knows a rule.

mod answer;
pub mod begins;
pub mod calendar;
mod carried;
pub mod catalogue;
pub mod childless;
pub mod column;
pub mod crash;
pub mod day;
mod derived;
mod duplicate;
mod events;
mod field;
pub mod file;
mod filled;
pub mod folding;
mod format;
pub mod heading;
pub mod index;
pub mod intern;
pub mod io_words;
mod joined;
mod keys;
pub mod layout;
pub mod length;
pub mod masking;
mod merge;
pub mod mistyped;
pub mod narratives;
mod near;
pub mod number_range;
mod own_dates;
pub mod personal;
pub mod problem;
pub mod records;
pub mod reference;
pub mod runner;
mod same_event;
mod sayable;
pub mod spelled_apart;
pub mod stand_ins;
pub mod telling;
pub mod thousands;
pub mod unseen;
pub mod view;
