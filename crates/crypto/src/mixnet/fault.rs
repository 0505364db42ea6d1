//! What can be wrong with a mix, and with whose part of it.

use crate::wire::Malformed;

/// Why a mix is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is nothing to mix (`mix.shape`).
    #[error("the list is empty")]
    Empty,
    /// A slot was added or dropped (`mix.shape`).
    #[error("{input} slots went in and {output} came out")]
    LengthsDiffer {
        /// How many slots the mixer was given.
        input: usize,
        /// How many slots it returned.
        output: usize,
    },
    /// The proof was made for a list of another length (`mix.shape`).
    #[error("the proof is for {proof} slots and the list has {list}")]
    ProofLength {
        /// Slots the proof speaks of.
        proof: usize,
        /// Slots of the list.
        list: usize,
    },
    /// A slot of the input is no ciphertext (`mix.points`).
    #[error("input slot {slot}: {why}")]
    InputPoint {
        /// Counted from nought.
        slot: usize,
        /// What is wrong with it.
        why: Malformed,
    },
    /// A slot of the output is no ciphertext (`mix.points`).
    #[error("output slot {slot}: {why}")]
    OutputPoint {
        /// Counted from nought.
        slot: usize,
        /// What is wrong with it.
        why: Malformed,
    },
    /// The proof contains bytes that are no point (`mix.points`).
    #[error("the proof: {0}")]
    Malformed(#[from] Malformed),
    /// An equation of the proof does not hold (`mix.proof`).
    #[error("the proof fails: {0}")]
    Equation(Equation),
}

impl Fault {
    /// The named check of `docs/protocol/mix.md` that this fault fails.
    pub fn check(&self) -> &'static str {
        match self {
            Self::Empty | Self::LengthsDiffer { .. } | Self::ProofLength { .. } => "mix.shape",
            Self::InputPoint { .. } | Self::OutputPoint { .. } | Self::Malformed(_) => "mix.points",
            Self::Equation(_) => "mix.proof",
        }
    }
}

/// The equations of the proof, by what they show; the numbers are those of `docs/protocol/mix.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Equation {
    /// The challenge `z` is a pole; an honest mixer meets this once in `2²³⁰` mixes and mixes again.
    #[error("the challenge is a pole")]
    Pole,
    /// (V1) The permuted fractions have the sum of the fractions.
    #[error("(V1) the fractions do not add up")]
    Sum,
    /// (V2) The places answered are those committed.
    #[error("(V2) the places of row {row} are not those committed")]
    Places {
        /// Counted from nought.
        row: usize,
    },
    /// (V3) The fractions answered are those committed.
    #[error("(V3) the fractions of row {row} are not those committed")]
    Fractions {
        /// Counted from nought.
        row: usize,
    },
    /// (V4) Each fraction is the inverse of its own place's denominator.
    #[error("(V4) a fraction does not belong to its place")]
    Products,
    /// (V5) The first halves of output and input have the same weighted sum, re-encrypted.
    #[error("(V5) the first halves of the output are not those of the input")]
    FirstHalves,
    /// (V6) The second halves likewise.
    #[error("(V6) the second halves of the output are not those of the input")]
    SecondHalves,
}
