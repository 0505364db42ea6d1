//! The polling place («شعبه»): the branch's machine and its booths.
//!
//! Here are their disk, their wires and their randomness; what they may do is decided in `protocol`.
//!
//! [`branch`] is the machine on the desk: it asks the headquarters' ledger, keeps the cards and the box, and
//! carries ballots to the record. [`booth`] is the voting device: it seals, and knows nobody's name.
//! [`record`] reads the public record over HTTP, [`memory`] is what a machine remembers of it between two
//! starts; [`wire`] is whom its connections believe; [`roll`] opens the roll beside the desk; [`headquarters`] speaks to the headquarters; [`read`] reads no more than was asked for.

#[macro_use]
mod say;

pub mod booth;
pub mod branch;
pub mod disk;
pub mod headquarters;
mod key;
pub mod memory;
pub mod read;
pub mod record;
pub mod roll;
pub mod wire;

pub use key::key;
