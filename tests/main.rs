//! All the tests, in one binary so that the library is linked once.

mod bad_input;
mod cells;
mod census;
mod command;
mod demo;
mod evidence;
mod fixtures;
mod formats;
mod init;
mod laws;
mod local_rules;
mod local_settings;
mod new_rule;
mod overlaps;
mod packed;
mod phrases;
mod picture;
mod privacy;
mod quirks;
mod readme;
mod reports;
mod rival;
mod rules;
mod schema;
mod structure;
mod words;
