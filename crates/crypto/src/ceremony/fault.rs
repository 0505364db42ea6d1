//! What can be wrong in a ceremony, and who is to blame.

use super::Plan;
use crate::wire::Malformed;

/// A round of the ceremony.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Round {
    /// Hash commitments to the deals.
    Pledge,
    /// Coefficient commitments and sealed shares.
    Deal,
    /// What each trustee found in its shares.
    Verdict,
}

impl std::fmt::Display for Round {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pledge => "pledge",
            Self::Deal => "deal",
            Self::Verdict => "verdict",
        })
    }
}

/// Why the ceremony, or one trustee's part in it, is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not `1 ≤ t ≤ n ≤ 64`.
    #[error("no ceremony has {threshold} of {trustees} trustees (at most {})", Plan::MOST_TRUSTEES)]
    Plan {
        /// `n`
        trustees: u16,
        /// `t`
        threshold: u16,
    },
    /// An index that no trustee of this ceremony has.
    #[error("there is no trustee {index} among {trustees}")]
    Index {
        /// The index.
        index: u16,
        /// `n`
        trustees: u16,
    },
    /// Not one transport key per trustee.
    #[error("{found} transport keys for {trustees} trustees")]
    Registrations {
        /// How many were given.
        found: usize,
        /// `n`
        trustees: u16,
    },
    /// The proof of knowledge of a transport secret does not hold.
    #[error("trustee {trustee} does not prove its transport key")]
    Registration {
        /// Who registered it.
        trustee: u16,
    },
    /// Two trustees with one transport key are one party with two seats.
    #[error("trustees {first} and {second} have the same transport key")]
    SharedTransport {
        /// The lower index.
        first: u16,
        /// The higher index.
        second: u16,
    },
    /// A transport secret of another key.
    #[error("the transport secret is not that of trustee {trustee}")]
    ForeignSecret {
        /// Whose it should have been.
        trustee: u16,
    },
    /// No message in a round.
    #[error("trustee {trustee} gave no {round}")]
    Absent {
        /// Who is missing.
        trustee: u16,
        /// Where.
        round: Round,
    },
    /// Two messages in a round: whichever were taken, somebody could have been shown the other.
    #[error("trustee {trustee} gave more than one {round}")]
    Twice {
        /// Who spoke twice.
        trustee: u16,
        /// Where.
        round: Round,
    },
    /// The deal is of another plan: its length says so.
    #[error("dealer {dealer} dealt {commitments} commitments and {shares} shares")]
    Shape {
        /// Who dealt.
        dealer: u16,
        /// How many commitments to coefficients.
        commitments: usize,
        /// How many shares.
        shares: usize,
    },
    /// The deal is not the one that was pledged.
    #[error("dealer {dealer} dealt other than pledged")]
    Pledge {
        /// Who dealt.
        dealer: u16,
    },
    /// The proof of knowledge of the dealt secret does not hold; so would a rogue key fail.
    #[error("dealer {dealer} does not prove the secret it deals")]
    Secret {
        /// Who dealt.
        dealer: u16,
    },
    /// The proof of knowledge of the envelope's randomness does not hold; it may be another's envelope.
    #[error("dealer {dealer} does not prove its envelope")]
    Envelope {
        /// Who dealt.
        dealer: u16,
    },
    /// An upheld complaint: the share that `dealer` sealed for `receiver` is off its polynomial.
    #[error("dealer {dealer} sealed a wrong share for trustee {receiver}")]
    WrongShare {
        /// Who dealt.
        dealer: u16,
        /// Who complained, rightly.
        receiver: u16,
    },
    /// A rejected complaint: the share was right, or the proof false, or there was no deal to complain of.
    #[error("trustee {complainer} complains falsely of dealer {dealer}")]
    FalseComplaint {
        /// Who complained.
        complainer: u16,
        /// Who was accused.
        dealer: u16,
    },
    /// The verdict was passed on other pledges or deals than those on the record.
    #[error("trustee {trustee} judged other deals than those on the record")]
    OtherDeals {
        /// Whose verdict it is.
        trustee: u16,
    },
    /// Fewer qualified dealers than `t`: a coalition below `t` might have chosen the whole key.
    #[error("{} dealers qualify where {threshold} are needed", qualified.len())]
    TooFewDealers {
        /// Who qualified.
        qualified: Vec<u16>,
        /// `t`
        threshold: u16,
        /// What disqualified the others.
        faults: Vec<Fault>,
    },
    /// Fewer trustees than `t` declare that they hold their share: the key might never open.
    #[error("{} trustees hold a share where {threshold} are needed", holders.len())]
    TooFewHolders {
        /// Who holds one.
        holders: Vec<u16>,
        /// `t`
        threshold: u16,
        /// What is wrong with the others.
        faults: Vec<Fault>,
    },
    /// The joint key, or the verification key of a trustee, is the neutral element.
    #[error("the key made is the neutral element")]
    NeutralKey,
    /// A qualified dealer's share is missing, or one is there twice, or from a dealer who did not qualify.
    #[error("trustee {trustee} has not exactly one share of each qualified dealer")]
    Shares {
        /// Who combines.
        trustee: u16,
    },
    /// The combined share is not the one that the public verification key commits to.
    #[error("the share of trustee {trustee} does not fit its verification key")]
    ForeignShare {
        /// Who combines.
        trustee: u16,
    },
    /// Bytes that are no message. Whoever reads the record makes this fault, since [`super::conclude`] is
    /// given messages already read; to it the trustee is then absent from the round.
    #[error("the {round} of trustee {trustee}: {why}")]
    Malformed {
        /// Whose message it is.
        trustee: u16,
        /// In which round.
        round: Round,
        /// What is wrong with the bytes.
        why: Malformed,
    },
}

impl Fault {
    /// The named check of `docs/protocol/ceremony.md` that failed.
    pub fn check(&self) -> &'static str {
        match self {
            Self::Registrations { .. }
            | Self::Registration { .. }
            | Self::SharedTransport { .. }
            | Self::ForeignSecret { .. } => "ceremony.transport",
            Self::Absent { round: Round::Pledge, .. }
            | Self::Twice { round: Round::Pledge, .. }
            | Self::Malformed { round: Round::Pledge, .. }
            | Self::Pledge { .. } => "ceremony.pledge",
            Self::Absent { round: Round::Deal, .. }
            | Self::Twice { round: Round::Deal, .. }
            | Self::Shape { .. }
            | Self::Secret { .. }
            | Self::Envelope { .. }
            | Self::Malformed { round: Round::Deal, .. } => "ceremony.deal",
            Self::Absent { round: Round::Verdict, .. }
            | Self::Twice { round: Round::Verdict, .. }
            | Self::Malformed { round: Round::Verdict, .. }
            | Self::WrongShare { .. }
            | Self::FalseComplaint { .. }
            | Self::OtherDeals { .. } => "ceremony.verdict",
            Self::Plan { .. }
            | Self::Index { .. }
            | Self::TooFewDealers { .. }
            | Self::TooFewHolders { .. }
            | Self::NeutralKey
            | Self::Shares { .. }
            | Self::ForeignShare { .. } => "ceremony.key",
        }
    }

    /// The trustees to blame, in order and each once; empty where it is the record or the caller.
    pub fn culprits(&self) -> Vec<u16> {
        match self {
            Self::Registration { trustee }
            | Self::Absent { trustee, .. }
            | Self::Twice { trustee, .. }
            | Self::Malformed { trustee, .. }
            | Self::OtherDeals { trustee } => vec![*trustee],
            Self::SharedTransport { first, second } => vec![*first, *second],
            Self::Shape { dealer, .. }
            | Self::Pledge { dealer }
            | Self::Secret { dealer }
            | Self::Envelope { dealer }
            | Self::WrongShare { dealer, .. } => vec![*dealer],
            Self::FalseComplaint { complainer, .. } => vec![*complainer],
            Self::TooFewDealers { faults, .. } | Self::TooFewHolders { faults, .. } => {
                let mut culprits: Vec<u16> = faults.iter().flat_map(Self::culprits).collect();
                culprits.sort_unstable();
                culprits.dedup();
                culprits
            }
            Self::Plan { .. }
            | Self::Index { .. }
            | Self::Registrations { .. }
            | Self::ForeignSecret { .. }
            | Self::NeutralKey
            | Self::Shares { .. }
            | Self::ForeignShare { .. } => vec![],
        }
    }
}
