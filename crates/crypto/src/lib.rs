//! The mathematics of the private count, and nothing else.
//!
//! **In scope:** the group and its fixed points, Fiat–Shamir transcripts, ElGamal, signatures, the key
//! [`ceremony`], the [`seal`] of a ballot with its proof that it is a set, the [`mixnet`] and the
//! [`opening`]. Everything that leaves this room is bytes with one canonical encoding.
//!
//! **Out of scope:** who may vote, where bytes are kept, what a number on a ballot means, time. This
//! crate reads no clock, no file and no socket, and every random number is drawn from a generator that
//! the caller hands in.
//!
//! **Words:** *slot*, one sealed number of a ballot; *seal*, all slots of one contest with their proof;
//! *box*, the slots of one unit and contest as one list; *mixer*, *trustee*, see `docs/words.md`.

pub mod ceremony;
pub mod elgamal;
pub mod group;
pub mod limit;
pub mod mixnet;
pub mod opening;
pub mod seal;
pub mod signature;
pub mod transcript;
#[cfg(test)]
#[path = "tests/vectors.rs"]
mod vectors;
pub mod wire;
