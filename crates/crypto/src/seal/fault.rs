//! What is wrong with a seal, named by the equation that fails.

use crate::wire::Malformed;

/// Why a seal, or the opening of one, is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The contest is impossible, or the seal was made for one with other dimensions.
    #[error("the seal does not have the shape of the contest")]
    Shape,
    /// A slot is not two proper points.
    #[error("slot {slot}: {reason}")]
    Slot {
        /// Which one, counted from 0.
        slot: usize,
        /// What its bytes are instead.
        reason: Malformed,
    },
    /// A point of the proof is not a proper point.
    #[error("the proof: {reason}")]
    Proof {
        /// What its bytes are instead.
        reason: Malformed,
    },
    /// The slots are not ciphertexts of numbers known to whoever sealed them, or were sealed for another
    /// key, contest or context.
    #[error("the slots are not well formed in this context (equation {equation})")]
    Link {
        /// Which equation fails first.
        equation: Equation,
    },
    /// The numbers are not proved to be a set of this contest.
    #[error("the numbers are not proved to be a set (equation {equation})")]
    Set {
        /// Which equation fails first.
        equation: Equation,
    },
    /// A slot is not what the opening says it holds.
    #[error("slot {slot} does not hold what the opening says")]
    Opening {
        /// Which one, counted from 0.
        slot: usize,
    },
}

impl Fault {
    /// The named check of `docs/protocol/seal.md` that fails.
    pub fn check(&self) -> &'static str {
        match self {
            Self::Shape => "seal.shape",
            Self::Slot { .. } | Self::Proof { .. } => "seal.points",
            Self::Link { .. } => "seal.link",
            Self::Set { .. } => "seal.set",
            Self::Opening { .. } => "seal.opening",
        }
    }
}

/// An equation of `docs/protocol/seal.md` by its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Equation {
    /// (4): the first halves of the slots.
    LinkA,
    /// (5): the second halves of the slots.
    LinkB,
    /// (9): the constant term of the range polynomial is what the slots commit to.
    Polynomial,
    /// (10): the vectors behind the polynomial are the committed bits.
    Vectors,
}

impl std::fmt::Display for Equation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::LinkA => "4",
            Self::LinkB => "5",
            Self::Polynomial => "9",
            Self::Vectors => "10",
        })
    }
}
