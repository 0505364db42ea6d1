//! The proof of a shuffle: a box of ciphertexts is re-encrypted and put in another order, and everyone can
//! check that nothing was added, dropped or changed, while nobody learns the order.
//!
//! [`shuffle`] is the mixer's act, [`check`] the verifier's, [`check_clear`] the same verifier equation by
//! equation. The mixes of a box are checked together by [`check_chain`], which decodes every list once; a
//! mixer who has the points already uses [`Decoded`] and [`shuffle_decoded`]. The statement, the protocol and the argument why it holds are in
//! `docs/protocol/mix.md`; its named checks are `mix.shape`, `mix.points` and `mix.proof`.
//!
//! **Secrets:** a mixer knows its order and its re-encryption randomness; both are wiped when the proof is
//! made. Re-encryption meets fixed bases in constant time. What cannot be hidden from somebody who watches
//! the memory of the mixer's own machine is the order itself, for the list is read in that order.

mod challenge;
mod clear;
mod commitment;
mod decoded;
mod fault;
mod fold;
mod fractions;
mod mask;
mod permutation;
mod proof;
mod prover;
mod statement;
mod verifier;
mod view;

#[cfg(test)]
mod tests;

pub use clear::check_clear;
pub use decoded::{Decoded, List};
pub use fault::{Equation, Fault};
pub use proof::Proof;
pub use prover::{shuffle, shuffle_decoded};
pub use verifier::{Step, check, check_chain, check_decoded};
