//! SQL, one file per noun. Nothing outside this crate sees it.
//!
//! Two engines, one set of words: SQLite in the headquarters' own folder, or PostgreSQL. A statement that both
//! understand is written once; where they differ, both stand in the same function.

pub(crate) mod access;
pub(crate) mod check_ins;
mod cluster;
pub(crate) mod county;
pub(crate) mod decision;
pub(crate) mod desks;
mod engine;
pub(crate) mod entries;
pub(crate) mod field;
mod forget;
pub(crate) mod journal;
mod lead;
pub(crate) mod letter;
pub(crate) mod meeting;
pub(crate) mod organisation;
pub(crate) mod passes;
pub(crate) mod passkey;
mod patience;
pub(crate) mod person;
pub(crate) mod photograph;
pub(crate) mod program;
mod raw;
pub(crate) mod reach;
pub(crate) mod roll;
mod secrets;
pub(crate) mod staff;
#[cfg(test)]
mod suite;
pub(crate) mod told;

pub(crate) use engine::{Store, Tx};
pub(crate) use lead::Lead;
pub use raw::single_row_inserts;
