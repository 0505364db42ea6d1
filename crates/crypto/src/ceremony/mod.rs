//! The key ceremony: `n` trustees make one election key in public, and any `t` of them can open with it.
//!
//! It is distributed key generation after Pedersen and Feldman, with every message written on the record:
//! transport keys, then [`Pledge`]s, then [`Deal`]s, then [`Verdict`]s. The key is [`conclude`]d from these
//! messages alone, so the public computes it exactly as the trustees do. Nobody ever holds the whole secret.
//!
//! **In scope:** the messages, their proofs, who is guilty when they disagree, the key and the shares.
//! **Out of scope:** who the trustees are, signatures on entries of the record, when a round closes.
//!
//! The specification with numbered equations is `docs/protocol/ceremony.md`. The checks are called
//! `ceremony.transport`, `ceremony.pledge`, `ceremony.deal`, `ceremony.verdict` and `ceremony.key`.
//!
//! ```
//! use crypto::ceremony::{Circle, KeyShare, Plan, conclude, give_verdict, prepare, register};
//! # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
//! # fn main() -> Result<(), crypto::ceremony::Fault> {
//! # let mut rng = ChaCha20Rng::seed_from_u64(1);
//! let plan = Plan::new(3, 2)?;
//! let event = b"an election";
//! let (secrets, keys): (Vec<_>, Vec<_>) = (1..=3).map(|j| register(event, j, &mut rng)).unzip();
//! let circle = Circle::new(plan, event, keys)?;
//!
//! let (mut pledges, mut deals) = (vec![], vec![]);
//! for i in 1..=3 {
//!     let (deal, pledge) = prepare(&circle, i, &mut rng)?;
//!     pledges.push((i, pledge)); // published at once
//!     deals.push((i, deal));     // published when every pledge is on the record
//! }
//! let (mut verdicts, mut received) = (vec![], vec![]);
//! for j in 1..=3 {
//!     let (verdict, shares) = give_verdict(&circle, j, &secrets[j as usize - 1], &pledges, &deals, &mut rng)?;
//!     verdicts.push((j, verdict));
//!     received.push(shares);
//! }
//! let joint = conclude(&circle, &pledges, &deals, &verdicts)?;
//! let share = KeyShare::combine(&joint, 2, &received[1])?;
//! assert_eq!(share.verification(), joint.verification[1]);
//! # Ok(()) }
//! ```

mod circle;
mod conclude;
mod deal;
mod envelope;
pub(crate) mod equality;
mod fault;
mod judge;
mod knowledge;
mod plan;
mod pledge;
pub(crate) mod polynomial;
mod prepare;
mod receive;
mod share;
#[cfg(test)]
pub(crate) mod tests;
mod transport;
mod verdict;

pub use circle::Circle;
pub use conclude::{JointKey, conclude};
pub use deal::{Deal, check_deal};
pub use fault::{Fault, Round};
pub use judge::{Guilty, judge};
pub use plan::Plan;
pub use pledge::Pledge;
pub use prepare::prepare;
pub use receive::{give_verdict, receive};
pub use share::{KeyShare, Share};
pub use transport::{TransportKey, TransportSecret, register};
pub use verdict::{Complaint, Verdict};
