//! The seal of a ballot: one ciphertext a pick, and a proof that together they are a set.
//!
//! A contest has `S` picks and `M` candidates ([`Shape`]). The numbers `0 … S−1` are blanks, `S … S+M−1` are
//! candidates, and a ballot is `S` strictly increasing numbers ([`Selection`]). Slot `i` is sealed as
//! `A_i = r_i·G`, `B_i = r_i·h + m_i·U`. The [`Seal`] carries the slots and two proofs over one transcript:
//!
//! - *link*: whoever sealed knows `r_i` and `m_i` of every slot, so every slot is a ciphertext of a number;
//! - *set*: `m_0`, every gap `m_{i+1} − m_i − 1` and `max − m_{S−1}` are small and not negative, so the numbers
//!   increase strictly and none is outside the contest. Nothing else becomes known.
//!
//! **Why it cannot be forged.** The set proof is an aggregated Bulletproof on the commitments `B_i` with the
//! bases `U` (value) and `h` (blinding). It binds as long as the prover knows no relation between `U`, `h` and
//! the vector generators. `U` and the generators are hashed from public strings, so nobody knows a relation
//! among them, nor to `G`. And `h` cannot have been built as a combination of them: the key ceremony demands
//! a proof of knowledge of `x = log_G h`, and `h = x·G = c·U` with known `x`, `c` would give away `log_G U`.
//! Hence even all trustees together, who know `x`, cannot open a `B_i` in two ways.
//!
//! The whole argument, equation by equation, is `docs/protocol/seal.md`; the checks named there
//! (`seal.shape`, `seal.points`, `seal.link`, `seal.set`, `seal.opening`) are what [`Fault::check`] answers.
//!
//! **Out of scope:** whether a context was used before (the board refuses a second ballot of one serial),
//! and who may cast at all.

mod batch;
mod fault;
mod generators;
mod opening;
mod prover;
mod record;
mod selection;
mod shape;
mod statement;
mod verifier;
mod wide;

#[cfg(test)]
mod tests;

pub use batch::{Item, check_batch};
pub use fault::{Equation, Fault};
pub use opening::{Opening, check_opening};
pub use prover::seal;
pub use record::Seal;
pub use selection::{BadSelection, Selection};
pub use shape::{BadShape, Shape};
pub use verifier::check;
