//! Opening a mixed box: `t` trustees publish `x_j·A` for every slot, and what is left is `m·U`.
//!
//! Each trustee proves all its points at once: the points are folded with exponents that nobody could
//! choose, and one equality proof is given for the two folded points. No share leaves its trustee.
//!
//! **In scope:** a trustee's partial opening, its check, putting `t` of them together, reading numbers.
//! **Out of scope:** whether the box is the right one and was mixed, what the numbers mean, the sums.
//!
//! The specification with numbered equations is `docs/protocol/opening.md`. The checks are called
//! `open.shape`, `open.partial`, `open.combine` and `open.table`.

mod combine;
mod fault;
mod partial;
mod prover;
mod quorum;
mod slots;
mod table;
#[cfg(test)]
mod tests;
mod verifier;

pub use combine::combine;
pub use fault::Fault;
pub use partial::Partial;
pub use prover::partial;
pub use quorum::Quorum;
pub use slots::Slots;
pub use table::DecodeTable;
pub use verifier::{Checked, check_partial};
