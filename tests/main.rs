//! All the tests, in one binary so that the library is linked once.

mod bad_input;
mod command;
mod fixtures;
mod oracle;
mod reports;
mod rules;
mod structure;
