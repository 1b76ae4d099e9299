//! caseready reads the case exports of a children's services department, judges them against practice standards, and says
//! which children's cases meet them, which do not, which soon will not, and which cannot be judged.
//!
//! One road, one direction: [`load`] turns bytes into rows of known tables, [`model`] holds them as typed columns, [`rules`]
//! turns rule files into typed plans, [`check`] runs plans over columns, [`report`] writes what was found, and [`cli`] stands
//! at the edge with files, threads and the clock. What is read flows that way; `tests/structure.rs` says which folder may use
//! which.

pub mod check;
pub mod cli;
pub mod demo;
pub mod load;
pub mod model;
pub mod report;
pub mod rules;
