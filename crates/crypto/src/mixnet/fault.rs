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

/// The equations of the proof, by what they show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Equation {
    /// The columns of the committed matrix add up to ones.
    Columns,
    /// The permuted challenges have the product of the challenges.
    Product,
    /// The permuted challenges are those of the committed matrix.
    Permuted,
    /// The first halves of the ciphertexts.
    FirstHalves,
    /// The second halves of the ciphertexts.
    SecondHalves,
    /// One link of the chain.
    Link {
        /// Counted from nought.
        slot: usize,
    },
    /// The weighted sum of all; `check_clear` says which.
    Batch,
}

impl std::fmt::Display for Equation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Columns => f.write_str("the columns do not add up to ones"),
            Self::Product => f.write_str("the product of the permuted challenges is another"),
            Self::Permuted => f.write_str("the permuted challenges are not those of the matrix"),
            Self::FirstHalves => f.write_str("the first halves of the ciphertexts do not match"),
            Self::SecondHalves => f.write_str("the second halves of the ciphertexts do not match"),
            Self::Link { slot } => write!(f, "link {slot} of the chain"),
            Self::Batch => f.write_str("the sum of all equations"),
        }
    }
}
