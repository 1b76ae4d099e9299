//! A finished run in the forms that people and programs read. Nothing here judges anything.

pub mod diagnostics;
pub mod document;
pub mod explain;
pub mod inspect;
pub mod json;
pub mod layout;
pub mod message;
mod rule_table;
pub mod rules_list;
pub mod rules_page;
pub mod schema;
pub mod summary;
pub mod terminal;
