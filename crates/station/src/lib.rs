//! The polling place («شعبه»): the branch's machine and its booths.
//!
//! Here are their disk, their wires and their randomness; what they may do is decided in `protocol`.
//!
//! [`branch`] is the machine on the desk: it asks the headquarters' ledger, keeps the cards and the box, and
//! carries ballots to the record. [`booth`] is the voting device: it seals, and knows nobody's name.
//! [`record`] reads the public record over HTTP; [`headquarters`] speaks to the headquarters.

pub mod booth;
pub mod branch;
pub mod disk;
pub mod headquarters;
mod key;
pub mod record;

pub use key::key;
