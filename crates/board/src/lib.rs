//! The public record («تابلوی اعلان عمومی»): what may stand on it, and how it is kept so that nobody can
//! change it unseen.
//!
//! **In scope:** [`entry`] (kind, body, signatures), [`admission`] (what may come next), [`branch_day`] (all
//! that the record tells of one branch), [`log`] (Merkle tree, tiles, checkpoints, witness), [`path`] (where
//! the files lie), [`reader`] (a whole record from bytes).
//!
//! **Out of scope:** sockets, disks, clocks. Callers bring bytes and carry bytes away.

pub mod admission;
pub mod branch_day;
pub mod entry;
pub mod log;
pub mod path;
pub mod reader;
