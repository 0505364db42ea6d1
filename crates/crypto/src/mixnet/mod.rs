//! The proof of a shuffle: a box of ciphertexts is re-encrypted and put in another order, and everyone can
//! check that nothing was added, dropped or changed, while nobody learns the order.
//!
//! [`shuffle`] is the mixer's act, [`check`] the verifier's, [`check_clear`] the same verifier equation by
//! equation. The statement, the protocol and the argument why it holds are in `docs/protocol/mix.md`; its
//! named checks are `mix.shape`, `mix.points` and `mix.proof`.
//!
//! **Secrets:** a mixer knows its permutation and its re-encryption randomness; both are wiped when the
//! proof is made. Scalars meet fixed bases in constant time. What cannot be hidden from somebody who watches
//! the memory of the mixer's own machine is the permutation itself, for the list is read in that order.

mod fault;
mod generators;
mod multiscalar;
mod permutation;
mod proof;
mod prover;
mod statement;
mod verifier;

#[cfg(test)]
mod tests;

pub use fault::{Equation, Fault};
pub use proof::Proof;
pub use prover::shuffle;
pub use verifier::{check, check_clear};
