//! The participants of the voting protocol as state machines: they are called and answer; they never wait,
//! and they read no clock, disk, socket or random source of their own.
//!
//! [`booth`] seals a voter's choice; [`branch`] keeps the cards and the box of a branch; [`trustee`] makes
//! the key, mixes and opens.

pub mod booth;
pub mod branch;
pub mod trustee;
