//! What can be wrong with a contest, where, and whose turn it is.

use crate::Code;

/// A contest that cannot be decided as handed in. Every variant names the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each message says what its fields are")]
pub enum BadInput {
    #[error("{path}: not JSON at line {line}, column {column}")]
    NotJson { path: String, line: usize, column: usize },
    #[error("{path}: missing")]
    Missing { path: String },
    #[error("{path}: expected {expected}")]
    WrongKind { path: String, expected: &'static str },
    #[error("{path}: this key appears twice")]
    DuplicateKey { path: String },
    #[error("{path}: no such field; a misspelt one would be silently ignored")]
    UnknownField { path: String },
    #[error("{path}: negative")]
    Negative { path: String },
    #[error("{path}: above the limit of {limit}")]
    TooLarge { path: String, limit: u64 },
    #[error("{path}: no seats to fill")]
    NoSeats { path: String },
    #[error("{path}: nobody stands")]
    NobodyStands { path: String },
    #[error("{path}: list {list} has no candidates")]
    NoCandidates { path: String, list: Code },
    #[error("{path}: the stated total {stated} is not the members' sum {members}")]
    TotalsDiffer { path: String, stated: u64, members: u64 },
    #[error("{path}: empty code")]
    EmptyCode { path: String },
    #[error("{path}: the code {code} is reserved")]
    ReservedCode { path: String, code: Code },
    #[error("{path}: code {code} was given before, at {first}")]
    DuplicateCode { path: String, code: Code, first: String },
    #[error("{path}: no list or candidate has the code {code}")]
    UnknownCode { path: String, code: Code },
    #[error("{path}: nobody has a single vote")]
    NoVotes { path: String },
    #[error("{path}: {stated} valid votes are fewer than the {counted} counted ones")]
    FewerValidVotes { path: String, stated: u64, counted: u64 },
    #[error("{path}: {seats} seats for {candidates} candidates")]
    TooFewCandidates { path: String, seats: u32, candidates: u64 },
    #[error("{path}: list {list} has {candidates} candidates for {seats} seats")]
    TooManyCandidates { path: String, list: Code, candidates: u64, seats: u32 },
    #[error("{path}: rule {rule}, as signed, needs the candidates here and not only a total")]
    CandidatesNeeded { path: String, rule: &'static str },
    #[error("{path}: candidate {code} is tied and the others' value is recorded, so this one's is needed")]
    TieDatumMissing { path: String, code: Code },
    #[error("{path}: no tie of this contest asks for this lot")]
    LotNotAsked { path: String },
    #[error("{path}: the tie asks for {choose} drawn, in order; {drawn} given")]
    LotMiscounted { path: String, choose: u32, drawn: u64 },
    #[error("{path}: no such reading, or it does not belong to rule {rule}")]
    UnknownReading { path: String, rule: &'static str },
}

impl BadInput {
    /// The path of the field, such as `lists[2].candidates[0].votes`.
    pub fn path(&self) -> &str {
        use BadInput::*;
        match self {
            NotJson { path, .. } | Missing { path } | WrongKind { path, .. } | DuplicateKey { path } => path,
            UnknownField { path } | Negative { path } | TooLarge { path, .. } | NoSeats { path } => path,
            NobodyStands { path } | NoCandidates { path, .. } | TotalsDiffer { path, .. } => path,
            EmptyCode { path } | ReservedCode { path, .. } | DuplicateCode { path, .. } => path,
            UnknownCode { path, .. } | NoVotes { path } | FewerValidVotes { path, .. } => path,
            TooFewCandidates { path, .. }
            | TooManyCandidates { path, .. }
            | CandidatesNeeded { path, .. } => path,
            TieDatumMissing { path, .. } | LotNotAsked { path } | LotMiscounted { path, .. } => path,
            UnknownReading { path, .. } => path,
        }
    }

    /// A code that stays the same in every version and language.
    pub fn code(&self) -> &'static str {
        use BadInput::*;
        match self {
            NotJson { .. } => "seats-not-json",
            Missing { .. } => "seats-missing",
            WrongKind { .. } => "seats-wrong-kind",
            DuplicateKey { .. } => "seats-duplicate-key",
            UnknownField { .. } => "seats-unknown-field",
            Negative { .. } => "seats-negative",
            TooLarge { .. } => "seats-too-large",
            NoSeats { .. } => "seats-no-seats",
            NobodyStands { .. } => "seats-nobody-stands",
            NoCandidates { .. } => "seats-no-candidates",
            TotalsDiffer { .. } => "seats-totals-differ",
            EmptyCode { .. } => "seats-empty-code",
            ReservedCode { .. } => "seats-reserved-code",
            DuplicateCode { .. } => "seats-duplicate-code",
            UnknownCode { .. } => "seats-unknown-code",
            NoVotes { .. } => "seats-no-votes",
            FewerValidVotes { .. } => "seats-fewer-valid-votes",
            TooFewCandidates { .. } => "seats-too-few-candidates",
            TooManyCandidates { .. } => "seats-too-many-candidates",
            CandidatesNeeded { .. } => "seats-candidates-needed",
            TieDatumMissing { .. } => "seats-tie-datum-missing",
            LotNotAsked { .. } => "seats-lot-not-asked",
            LotMiscounted { .. } => "seats-lot-miscounted",
            UnknownReading { .. } => "seats-unknown-reading",
        }
    }
}
