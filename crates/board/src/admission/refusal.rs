//! Why an entry may not stand on the record: the named check, and whose fault it is.

use crate::entry::Kind;
use election::bytes::Digest;
use election::id::{BranchId, ContestId};
use election::setup::BadSetup;
use election::signatory::Signatory;
use election::unit::BoxId;
use std::fmt;

/// Whose fault a failed check is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Culprit {
    /// Somebody who signs.
    Signatory(Signatory),
    /// Whoever keeps the record: nobody else could have changed it.
    RecordKeeper,
    /// The witness.
    Witness,
}

impl fmt::Display for Culprit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signatory(s) => s.fmt(f),
            Self::RecordKeeper => f.write_str("the record's keeper"),
            Self::Witness => f.write_str("the witness"),
        }
    }
}

impl From<Signatory> for Culprit {
    fn from(signatory: Signatory) -> Self {
        Self::Signatory(signatory)
    }
}

/// An entry is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A file that an entry names is not there.
    #[error("the file {path} is missing")]
    FileMissing {
        /// Its path.
        path: String,
    },
    /// A file is not the one the entry names.
    #[error("the file {path} is not the one that was signed")]
    FileDiffers {
        /// Its path.
        path: String,
    },
    /// The kind of entry must wait.
    #[error("{kind} came before {needs}")]
    Early {
        /// What came.
        kind: Kind,
        /// What must come first.
        needs: &'static str,
    },
    /// The kind of entry came too late.
    #[error("{kind} came after {after}")]
    Late {
        /// What came.
        kind: Kind,
        /// What ended its time.
        after: &'static str,
        /// Who sent it.
        by: Signatory,
    },
    /// An entry that may stand once stands twice.
    #[error("{kind} of {of} stands on the record already")]
    Again {
        /// What came.
        kind: Kind,
        /// Of whom or what.
        of: String,
        /// Who sent it.
        by: Signatory,
    },
    /// A signature is missing.
    #[error("{kind} lacks the signature of {by}")]
    Unsigned {
        /// What came.
        kind: Kind,
        /// Who should have signed.
        by: Signatory,
    },
    /// Somebody signed who has no part in it.
    #[error("{kind} carries a signature of {by}, who has no part in it")]
    Stranger {
        /// What came.
        kind: Kind,
        /// Who signed.
        by: Signatory,
    },
    /// The signatures are right, and stand in another order than an entry of this kind has them.
    #[error("the signature of {by} under {kind} is not in its place")]
    SignatureOrder {
        /// What came.
        kind: Kind,
        /// The first that is out of place.
        by: Signatory,
    },
    /// A signature is not over this entry by that key.
    #[error("the signature of {by} under {kind} is false")]
    FalseSignature {
        /// What came.
        kind: Kind,
        /// In whose name.
        by: Signatory,
    },
    /// The set-up is not one.
    #[error("the set-up is wrong: {0}")]
    Setup(BadSetup),
    /// A message of the key ceremony does not hold.
    #[error("trustee {trustee}: {what}")]
    Ceremony {
        /// Whose message.
        trustee: u16,
        /// The named check.
        check: &'static str,
        /// What is wrong.
        what: String,
    },
    /// A trustee confirmed another key than the messages give.
    #[error("trustee {trustee} confirms a key that the ceremony does not give")]
    OtherKey {
        /// Whose message.
        trustee: u16,
    },
    /// Nobody of that name in the set-up.
    #[error("the set-up has no {what}")]
    Unknown {
        /// What was named.
        what: String,
        /// By whom.
        by: Signatory,
    },
    /// An opening shows a box that is not empty.
    #[error("branch {branch} opened with {ballots} ballots in the box")]
    NotEmpty {
        /// The branch.
        branch: BranchId,
        /// The ballots shown.
        ballots: u64,
    },
    /// The list of voting cards is not one: not ascending, or not 32 bytes each.
    #[error("branch {branch}: the list of voting cards is not one")]
    Cards {
        /// The branch.
        branch: BranchId,
    },
    /// A ballot from a device that the branch did not enrol.
    #[error("booth {booth} is not enrolled in branch {branch}")]
    UnknownBooth {
        /// The branch.
        branch: BranchId,
        /// The number given.
        booth: u16,
    },
    /// A booth with a key that fills another seat.
    #[error("booth {booth} of branch {branch} has the same key as {with}")]
    BoothKey {
        /// The branch.
        branch: BranchId,
        /// The booth.
        booth: u16,
        /// Who has the key already.
        with: String,
    },
    /// A ballot on a card that is none of the branch's.
    #[error("card {card} is none of branch {branch}'s")]
    UnknownCard {
        /// The branch.
        branch: BranchId,
        /// The booth that took it.
        booth: u16,
        /// The card.
        card: Digest,
    },
    /// A second ballot on one card.
    #[error("card {card} of branch {branch} was spent already")]
    SpentCard {
        /// The branch.
        branch: BranchId,
        /// The booth that took it.
        booth: u16,
        /// The card.
        card: Digest,
    },
    /// The attempt is not one more than the challenges on this card.
    #[error("card {card} of branch {branch}: attempt {attempt} where {expected} was due")]
    Attempt {
        /// The branch.
        branch: BranchId,
        /// The booth.
        booth: u16,
        /// The card.
        card: Digest,
        /// As given.
        attempt: u16,
        /// As due.
        expected: u16,
    },
    /// A ballot without exactly the contests of the set-up, in order.
    #[error("a ballot of branch {branch} does not hold the contests of the set-up in their order")]
    Contests {
        /// The branch.
        branch: BranchId,
        /// The booth.
        booth: u16,
    },
    /// A seal that does not hold.
    #[error("ballot {ballot} of branch {branch}, contest {contest}: {what}")]
    Seal {
        /// The named check.
        check: &'static str,
        /// Tracking code of the ballot.
        ballot: Digest,
        /// The branch.
        branch: BranchId,
        /// The booth.
        booth: u16,
        /// The contest.
        contest: ContestId,
        /// Which equation.
        what: String,
    },
    /// A closing whose figures do not agree with each other or with the record.
    #[error("branch {branch} closes with {what}: {stated} stated, {found} on the record")]
    Reconcile {
        /// The branch.
        branch: BranchId,
        /// Which figure.
        what: &'static str,
        /// As signed.
        stated: u64,
        /// As found, or as the most that is possible.
        found: u64,
    },
    /// Settled figures that do not agree with each other or with the record.
    #[error("branch {branch} is settled with {what}: {stated} stated, {found} found")]
    Settled {
        /// The branch.
        branch: BranchId,
        /// Which figure.
        what: &'static str,
        /// As signed.
        stated: u64,
        /// As found, or as the most or least that is possible.
        found: u64,
        /// Everybody who signed it.
        by: Vec<Signatory>,
    },
    /// A branch is said to have no box, and it cannot be so.
    #[error("branch {branch} is said to have no box: {what}")]
    Void {
        /// The branch.
        branch: BranchId,
        /// Why it cannot be.
        what: &'static str,
        /// Everybody who signed it.
        by: Vec<Signatory>,
    },
    /// The ledger was closed over a branch that neither closed nor was declared to have no box.
    #[error("branch {branch} has not closed, and nobody who may says why it has no box")]
    Unaccounted {
        /// The branch.
        branch: BranchId,
    },
    /// The headquarters' ledger differs from what a branch signed.
    #[error("the ledger has {ledger} check-ins for branch {branch}, its officers signed {closing}")]
    LedgerDiffers {
        /// The branch.
        branch: BranchId,
        /// As the headquarters has it.
        ledger: u64,
        /// As the branch signed.
        closing: u64,
    },
    /// A pending ballot that is not decided exactly once.
    #[error("{}{}{what}", .branch.as_ref().map(|b| format!("branch {b}, ")).unwrap_or_default(), .card.map(|c| format!("pending card {c}: ")).unwrap_or_default())]
    Undecided {
        /// The branch, where the ballot is on the record.
        branch: Option<BranchId>,
        /// The card.
        card: Option<Digest>,
        /// What is wrong.
        what: String,
        /// Everybody who signed it.
        by: Vec<Signatory>,
    },
    /// Pending cards or figures that do not agree with each other, with the policy or with the record.
    #[error("branch {branch} states {what}: {stated} stated, {found} found")]
    PendingFigures {
        /// The branch.
        branch: BranchId,
        /// Which figure.
        what: &'static str,
        /// As signed.
        stated: u64,
        /// As found, or as the most that is possible.
        found: u64,
    },
    /// A ballot that is said to be refused and is not, or not once.
    #[error("branch {branch}, ballot {code} is said to be refused: {what}")]
    Refused {
        /// The branch.
        branch: BranchId,
        /// The tracking code.
        code: Digest,
        /// What is wrong.
        what: &'static str,
    },
    /// A file that does not parse.
    #[error("the file {path} cannot be read: {what}")]
    FileForm {
        /// Its path.
        path: String,
        /// Who signed it.
        by: Signatory,
        /// What is wrong.
        what: String,
    },
    /// A box that does not exist.
    #[error("there is no box {box_id}")]
    UnknownBox {
        /// As named.
        box_id: BoxId,
        /// By whom.
        by: Signatory,
    },
    /// A mix or an opening that does not take what the step before gave.
    #[error("trustee {trustee} did not take box {box_id} as the step before left it")]
    BoxInput {
        /// `mix.input` or `open.input`.
        check: &'static str,
        /// The box.
        box_id: BoxId,
        /// The trustee.
        trustee: u16,
    },
    /// One trustee mixed a box twice: it would count as two.
    #[error("trustee {trustee} mixed box {box_id} twice")]
    MixedTwice {
        /// The box.
        box_id: BoxId,
        /// The trustee.
        trustee: u16,
    },
    /// Opened before enough trustees mixed.
    #[error("box {box_id} was mixed by {mixes} trustees, {needed} must")]
    TooFewMixes {
        /// The box.
        box_id: BoxId,
        /// Who opened it nevertheless.
        trustee: u16,
        /// As found.
        mixes: usize,
        /// As needed.
        needed: u16,
    },
    /// A shuffle or opening proof that does not hold.
    #[error("trustee {trustee}, box {box_id}: {what}")]
    BoxProof {
        /// The named check.
        check: &'static str,
        /// The box.
        box_id: BoxId,
        /// The trustee.
        trustee: u16,
        /// Which equation.
        what: String,
    },
    /// Counted before enough trustees opened.
    #[error("box {box_id} was opened by {partials} trustees, {needed} must")]
    TooFewPartials {
        /// The box.
        box_id: BoxId,
        /// As found.
        partials: usize,
        /// As needed.
        needed: u16,
    },
    /// A result before every box of the contest was counted.
    #[error("contest {contest}: box {box_id} is not counted")]
    Uncounted {
        /// The contest.
        contest: ContestId,
        /// The box.
        box_id: BoxId,
    },
}

impl Refusal {
    /// The named check of `docs/protocol/`.
    pub fn check(&self) -> &'static str {
        match self {
            Self::FileMissing { .. } | Self::FileDiffers { .. } | Self::FileForm { .. } => "record.files",
            Self::Early { .. } | Self::Late { .. } | Self::Again { .. } => "entry.order",
            Self::Unsigned { .. }
            | Self::Stranger { .. }
            | Self::SignatureOrder { .. }
            | Self::FalseSignature { .. } => "entry.signatures",
            Self::Unknown { .. } => "entry.names",
            Self::Setup(bad) => bad.check(),
            Self::Ceremony { check, .. } => check,
            Self::OtherKey { .. } => "ceremony.key",
            Self::NotEmpty { .. } => "polls.zero",
            Self::Cards { .. } | Self::UnknownCard { .. } | Self::SpentCard { .. } | Self::Attempt { .. } => {
                "polls.card"
            }
            Self::UnknownBooth { .. } | Self::BoothKey { .. } => "polls.device",
            Self::Contests { .. } => "ballot.contests",
            Self::Seal { check, .. } => check,
            Self::Reconcile { .. } => "polls.closing",
            Self::Settled { .. } => "polls.settled",
            Self::Void { .. } | Self::Unaccounted { .. } => "polls.branches",
            Self::LedgerDiffers { .. } => "polls.ledger",
            Self::Undecided { .. } => "pending.decided",
            Self::PendingFigures { .. } => "pending.counts",
            Self::Refused { .. } => "polls.refused",
            Self::UnknownBox { .. } => "box.names",
            Self::BoxInput { check, .. } => check,
            Self::MixedTwice { .. } | Self::TooFewMixes { .. } => "mix.order",
            Self::BoxProof { check, .. } => check,
            Self::TooFewPartials { .. } => "open.threshold",
            Self::Uncounted { .. } => "count.boxes",
        }
    }

    /// Whose fault it is; whoever keeps the record should not have taken it in either, but is named only
    /// where nobody else can be.
    pub fn culprits(&self) -> Vec<Culprit> {
        let booth = |branch: &BranchId, n: u16| Signatory::Booth(branch.clone(), n).into();
        let officers = |branch: &BranchId| {
            election::signatory::Side::BOTH
                .map(|side| Culprit::from(Signatory::Officer(branch.clone(), side)))
                .to_vec()
        };
        match self {
            Self::FileMissing { .. } | Self::FileDiffers { .. } | Self::Early { .. } => {
                vec![Culprit::RecordKeeper]
            }
            Self::Late { by, .. }
            | Self::Again { by, .. }
            | Self::Unsigned { by, .. }
            | Self::Stranger { by, .. }
            | Self::SignatureOrder { by, .. }
            | Self::FalseSignature { by, .. }
            | Self::Unknown { by, .. }
            | Self::FileForm { by, .. }
            | Self::UnknownBox { by, .. } => vec![by.clone().into()],
            Self::Setup(_)
            | Self::TooFewPartials { .. }
            | Self::Uncounted { .. }
            | Self::Unaccounted { .. } => vec![Signatory::Headquarters.into()],
            Self::Settled { by, .. } | Self::Void { by, .. } | Self::Undecided { by, .. } => {
                by.iter().cloned().map(Culprit::from).collect()
            }
            Self::Ceremony { trustee, .. }
            | Self::OtherKey { trustee }
            | Self::BoxInput { trustee, .. }
            | Self::MixedTwice { trustee, .. }
            | Self::TooFewMixes { trustee, .. }
            | Self::BoxProof { trustee, .. } => vec![Signatory::Trustee(*trustee).into()],
            Self::NotEmpty { branch, .. }
            | Self::BoothKey { branch, .. }
            | Self::Cards { branch }
            | Self::Reconcile { branch, .. }
            | Self::PendingFigures { branch, .. } => officers(branch),
            Self::Refused { branch, .. } => {
                vec![Signatory::Headquarters.into(), Signatory::Branch(branch.clone()).into()]
            }
            // The branch signs a ballot only on a card that it holds to be in that booth.
            Self::UnknownCard { branch, booth: n, .. }
            | Self::SpentCard { branch, booth: n, .. }
            | Self::Attempt { branch, booth: n, .. } => {
                vec![booth(branch, *n), Signatory::Branch(branch.clone()).into()]
            }
            Self::UnknownBooth { branch, booth: n }
            | Self::Contests { branch, booth: n }
            | Self::Seal { branch, booth: n, .. } => vec![booth(branch, *n)],
            Self::LedgerDiffers { branch, .. } => {
                let mut both = officers(branch);
                both.push(Signatory::Headquarters.into());
                both
            }
        }
    }
}
