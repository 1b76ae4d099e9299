//! A finished run in the forms that people and programs read. Nothing here judges anything.

pub mod authorities;
pub mod diagnostics;
pub mod document;
pub mod explain;
pub mod github;
mod halves;
mod hosted;
pub mod html;
pub mod inspect;
pub mod json;
pub mod junit;
pub mod layout;
pub mod markdown;
pub mod message;
pub mod ndjson;
mod rule_table;
pub mod rules_list;
pub mod rules_page;
pub mod sarif;
pub mod saved;
pub mod schema;
pub mod separated;
pub mod summary;
pub mod terminal;
mod waivers;
pub mod workbook;
