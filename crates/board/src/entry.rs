//! An entry of the record: a kind, a body, and the signatures under it.
//!
//! The bytes are what counts: an entry is kept, hashed and signed exactly as it was sent, so nothing depends
//! on how a program prints JSON. A signature covers the body's bytes under the domain `event/kind`, where
//! `event` is the digest of the frozen set-up, so it can be moved to no other event and no other kind.

use crypto::signature::{PublicKey, Signature, Signer};
use election::bytes::{self, Digest};
use election::id::{BranchId, ContestId};
use election::outcome::Drawn;
use election::signatory::Signatory;
use election::unit::BoxId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::fmt;

/// The most bytes an entry may have: a bundle's length prefix is 16 bits. Longer things are files, and the
/// entry carries their digest.
pub const MOST_BYTES: usize = 65_535;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident($body:ty) = $text:literal),* $(,)?) => {
        /// What kind of entry.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind { $($(#[$doc])* #[serde(rename = $text)] $name),* }

        impl Kind {
            /// The word in the record.
            pub fn word(self) -> &'static str {
                match self { $(Kind::$name => $text),* }
            }
        }

        /// What an entry says.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Body { $($(#[$doc])* $name($body)),* }

        impl Body {
            fn parse(kind: Kind, json: &str) -> Result<Self, serde_json::Error> {
                Ok(match kind { $(Kind::$name => Body::$name(serde_json::from_str(json)?)),* })
            }
            /// Which kind this is.
            pub fn kind(&self) -> Kind {
                match self { $(Body::$name(_) => Kind::$name),* }
            }
            fn json(&self) -> String {
                match self { $(Body::$name(b) => serde_json::to_string(b)),* }
                    .expect("bodies hold only strings, numbers and lists")
            }
        }
        $(impl From<$body> for Body {
            fn from(body: $body) -> Self { Body::$name(body) }
        })*
    };
}

kinds! {
    /// The set-up is frozen.
    Setup(Setup) = "setup",
    /// Ceremony, first round: a trustee commits to what it will deal.
    Pledge(Pledge) = "pledge",
    /// Ceremony, second round: commitments and encrypted shares.
    Deal(Deal) = "deal",
    /// Ceremony, third round: complaints about deals, or none.
    Verdict(Verdict) = "verdict",
    /// A trustee confirms the election key.
    Key(Key) = "key",
    /// A branch opens its polls («صورتجلسه افتتاح»).
    Opening(Opening) = "opening",
    /// A ballot was cast.
    Ballot(Ballot) = "ballot",
    /// A sealed ballot was challenged, opened and spoiled.
    Spoiled(Spoiled) = "spoiled",
    /// A sealed ballot that has a receipt and may not stand («رأی پذیرفته‌نشده»).
    Refused(Refused) = "refused",
    /// A branch closes its polls («صورتجلسه اختتام»).
    Closing(Closing) = "closing",
    /// Figures of a branch on which officers and boards agreed («صورتجلسه رفع اختلاف»).
    Settlement(Settlement) = "settlement",
    /// A branch has no ballots in any box, and why («عدم تشکیل یا ابطال شعبه»).
    Void(Void) = "void",
    /// What becomes of the ballots of voters who could not be confirmed («تعیین تکلیف آرای معلق»).
    Decision(Decision) = "decision",
    /// The headquarters' ledger of check-ins, by branch.
    Ledger(Ledger) = "ledger",
    /// A trustee mixed a box.
    Mix(Mix) = "mix",
    /// A trustee opened its part of a box.
    Partial(Partial) = "partial",
    /// The count of a box («صورتجلسه شمارش»).
    Count(Count) = "count",
    /// A lot was drawn («قرعه»).
    Lot(Lot) = "lot",
    /// The result of a contest.
    Outcome(Outcome) = "outcome",
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The digest and length of a file of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// SHA-256.
    pub sha256: Digest,
    /// Length in bytes.
    pub bytes: u64,
}

impl File {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { sha256: Digest::of(bytes), bytes: bytes.len() as u64 }
    }

    /// Is it these bytes?
    pub fn is(&self, bytes: &[u8]) -> bool {
        *self == Self::of(bytes)
    }
}

/// `setup.json` is frozen. Signed by the headquarters and by both boards of each contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// `setup.json`; its digest is the event.
    pub setup: File,
}

/// A trustee's pledge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    /// Number of the trustee.
    pub trustee: u16,
    /// `crypto::ceremony::Pledge`.
    #[serde(with = "bytes::long")]
    pub pledge: Vec<u8>,
}

/// A trustee's deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deal {
    /// Number of the trustee.
    pub trustee: u16,
    /// `crypto::ceremony::Deal`.
    #[serde(with = "bytes::long")]
    pub deal: Vec<u8>,
}

/// A trustee's verdict on all deals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// Number of the trustee.
    pub trustee: u16,
    /// `crypto::ceremony::Verdict`: what it saw, and its complaints if any.
    #[serde(with = "bytes::long")]
    pub verdict: Vec<u8>,
}

/// The election key, as a trustee computed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Number of the trustee.
    pub trustee: u16,
    /// `h`, an encoded point in hexadecimal digits.
    pub key: Digest,
}

/// A booth and its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Booth {
    /// Number in the branch.
    pub number: u16,
    /// Its signing key.
    #[serde(with = "bytes::key")]
    pub key: PublicKey,
}

/// A branch opens. Signed by its machine and both officers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The branch.
    pub branch: BranchId,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// Its booths.
    pub booths: Vec<Booth>,
    /// `cards/BRANCH`: the public numbers of its voting cards, 32 bytes each, ascending.
    pub cards: File,
    /// The zero proof: ballots in the box at opening.
    pub ballots: u64,
    /// `pending/BRANCH`: the public numbers of its pending cards, 32 bytes each, ascending. A ballot on one of them is
    /// pending, whatever anybody says of it later: it goes into no box before it is released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<File>,
}

impl Opening {
    /// SHA-256 of the body as we write it: by this the branch's desks name the opening that opened them.
    pub fn digest(&self) -> Digest {
        Digest::of(&serde_json::to_vec(self).expect("an opening holds only strings, numbers and lists"))
    }
}

/// One contest of a ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// The contest.
    pub contest: ContestId,
    /// `crypto::seal::Seal`.
    #[serde(with = "bytes::long")]
    pub seal: Vec<u8>,
}

/// A sealed ballot. As an entry of its own it is cast: the booth signs it only when the voter casts, the branch
/// only when it holds the card and has checked the seals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The branch.
    pub branch: BranchId,
    /// The booth.
    pub booth: u16,
    /// The public number of the voting card, spent by this ballot.
    pub card: Digest,
    /// Which sealing on this card: one more than the challenges before it.
    pub attempt: u16,
    /// Every contest of the set-up, in its order.
    pub contests: Vec<Sealed>,
}

/// One contest of a challenged ballot, opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The contest.
    pub contest: ContestId,
    /// The sealed numbers.
    pub numbers: Vec<u16>,
    /// `crypto::seal::Opening`.
    #[serde(with = "bytes::long")]
    pub randomness: Vec<u8>,
}

/// A challenged ballot; it counts nowhere. Signed by the booth and the branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spoiled {
    /// The ballot as it would have been cast: it has the tracking code that the booth showed *before* it knew
    /// whether the voter would cast or challenge.
    pub ballot: Ballot,
    /// Every contest, opened.
    pub opened: Vec<Opened>,
}

/// A ballot of whose receipt nothing else can come: the branch took it, and the record may not. Its place on the record is
/// this, under its own tracking code; what was sealed in it is not published, for what was sealed twice may tell of both.
/// Signed by the headquarters, which refuses it, and by the branch, which keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// The branch.
    pub branch: BranchId,
    /// The booth that sealed it.
    pub booth: u16,
    /// The public number of the voting card.
    pub card: Digest,
    /// Which sealing on this card.
    pub attempt: u16,
    /// What its voter had done with it.
    pub was: Was,
    /// Its tracking code.
    pub code: Digest,
    /// The named check that it does not pass.
    pub check: String,
}

/// What a voter did with a sealed ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Was {
    /// Cast it: its card is spent.
    Cast,
    /// Challenged it: the next sealing on its card is one more.
    Challenged,
}

impl Refused {
    /// Of a ballot, cast or challenged, that does not pass a check; nothing of other entries.
    pub fn of(body: &Body, event: &Digest, check: &str) -> Option<Self> {
        let (ballot, was) = match body {
            Body::Ballot(ballot) => (ballot, Was::Cast),
            Body::Spoiled(spoiled) => (&spoiled.ballot, Was::Challenged),
            _ => return None,
        };
        Some(Self {
            branch: ballot.branch.clone(),
            booth: ballot.booth,
            card: ballot.card,
            attempt: ballot.attempt,
            was,
            code: ballot.tracking_code(event),
            check: check.to_owned(),
        })
    }
}

/// A branch closes. Signed by its machine and both officers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// The branch.
    pub branch: BranchId,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// Voters checked in, confirmed by the headquarters.
    pub check_ins: u64,
    /// Voting cards given out, of the shuffled stack.
    pub cards: u64,
    /// Ballots cast on them.
    pub ballots: u64,
    /// Challenged ballots, on any card.
    pub spoiled: u64,
    /// Cards of the shuffled stack given out on which nothing was cast.
    pub abandoned: u64,
    /// Cards of the shuffled stack whose ballot may not stand on the record: each is named there.
    #[serde(default, skip_serializing_if = "is_none")]
    pub refused: u64,
    /// Those whom the headquarters could not confirm; exactly where the branch opened with pending cards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
}

fn is_none(figure: &u64) -> bool {
    *figure == 0
}

/// Figures of the voters whom the headquarters could not confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pending {
    /// Pending check-ins that stand, each with its pending card.
    pub check_ins: u64,
    /// Ballots cast on pending cards.
    pub ballots: u64,
}

/// Figures of a branch on which all who watch it agreed, where its machine and the ledger differ.
/// Signed by both officers of the branch and both boards of every contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// The branch.
    pub branch: BranchId,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// Check-ins as the branch's machine counted them.
    pub counted: u64,
    /// Check-ins as agreed: what the ledger must have.
    pub check_ins: u64,
    /// Voting cards given out, as agreed.
    pub cards: u64,
    /// What happened, in their words.
    pub reason: String,
}

/// A branch has no ballots in any box. Signed by both officers if it never opened, or by both boards of every
/// contest; only boards set ballots aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Void {
    /// The branch.
    pub branch: BranchId,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// What became of it.
    pub why: election::outcome::Void,
    /// Who says so, and signs.
    pub said_by: SaidBy,
    /// What happened, in their words.
    pub reason: String,
}

/// Who says that a branch has no box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SaidBy {
    /// Both officers of the branch.
    Officers,
    /// Both boards of every contest.
    Boards,
}

/// The most bytes of a reason: it is read aloud.
pub const MOST_REASON_BYTES: usize = 1_000;

/// Check-ins of a branch, as the headquarters' ledger has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BranchCheckIns {
    /// The branch.
    pub branch: BranchId,
    /// Voters checked in there.
    pub check_ins: u64,
    /// Refused because the voter had voted already, there or elsewhere.
    pub refused: u64,
}

/// What becomes of every pending ballot: `decision.json`. Signed by the headquarters and every supervisory board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// `decision.json`: [`Decided`].
    pub decision: File,
}

/// The pending ballots of all boxes by the number of their card, each in one of the two lists; both ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// These are mixed with the others.
    pub released: Vec<Digest>,
    /// These are not.
    pub struck: Vec<Struck>,
}

/// A pending ballot that is not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Struck {
    /// The number of its card.
    pub card: Digest,
    /// Why.
    pub why: WhyStruck,
}

/// Why a pending ballot is not counted. Whose it is and where the other check-in is, is not for the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyStruck {
    /// Another check-in of the same person counts.
    Another,
    /// The check-in was undone.
    Undone,
    /// The person is not entitled.
    Ineligible,
    /// No check-in has this card.
    Unclaimed,
}

impl Decided {
    /// The bytes of `decision.json`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("lists of numbers and words");
        json.push(b'\n');
        json
    }
}

/// The ledger of the day: `ledger.json`. Signed by the headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// `ledger.json`: a list of [`BranchCheckIns`], in the order of the set-up.
    pub ledger: File,
}

/// One mixing of one box. Signed by the trustee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mix {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// Number of the trustee.
    pub trustee: u16,
    /// The slots it took: the box itself, or the output of the mix before.
    pub input: File,
    /// The slots it made, `mix/CONTEST/UNIT/TRUSTEE.slots`.
    pub output: File,
    /// Its proof, `mix/CONTEST/UNIT/TRUSTEE.proof`.
    pub proof: File,
}

/// One trustee's part of the opening of one box. Signed by the trustee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partial {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// Number of the trustee.
    pub trustee: u16,
    /// The slots it opened: the output of the last mix.
    pub input: File,
    /// `open/CONTEST/UNIT/TRUSTEE.partial`.
    pub partial: File,
}

/// The count of one box. Signed by the headquarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// `minutes/CONTEST/UNIT.json`.
    pub minutes: File,
}

/// The outcome of a drawing of lots. Signed by both boards of the contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lot {
    /// The contest.
    pub contest: ContestId,
    /// The question that the seat rule asked, and the answer that was drawn.
    pub drawn: Drawn,
}

/// The result of a contest. Signed by the headquarters and both boards of the contest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The contest.
    pub contest: ContestId,
    /// `results/CONTEST.json`.
    pub result: File,
}

/// A signature and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// Who signed.
    pub by: Signatory,
    /// Ed25519 over the body's bytes.
    #[serde(with = "bytes::signature")]
    pub signature: Signature,
}

/// An entry as it stands on the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it says.
    pub body: Body,
    /// Who signed it.
    pub signatures: Vec<Signed>,
    body_json: Box<str>,
}

/// Why bytes are no entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEntry {
    /// Too long for a bundle.
    #[error("the entry has {0} bytes, at most {MOST_BYTES} are allowed")]
    Long(usize),
    /// Not the JSON of an entry.
    #[error("the entry is not of a known form: {0}")]
    Form(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    kind: Kind,
    body: Box<RawValue>,
    signatures: Vec<Signed>,
}

impl Entry {
    /// Reads an entry. It has one spelling: otherwise whoever sees it could send the same signed words in other bytes,
    /// and both would stand, or the signer would look in vain for his own.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadEntry> {
        if bytes.len() > MOST_BYTES {
            return Err(BadEntry::Long(bytes.len()));
        }
        let form = |e: serde_json::Error| BadEntry::Form(e.to_string());
        let wire: Wire = serde_json::from_slice(bytes).map_err(form)?;
        let body = Body::parse(wire.kind, wire.body.get()).map_err(form)?;
        let entry = Self { body_json: body.json().into(), body, signatures: wire.signatures };
        if entry.to_bytes() != bytes {
            return Err(BadEntry::Form("it means an entry, and is not written as one is".to_owned()));
        }
        Ok(entry)
    }

    /// An entry that nobody has signed yet.
    pub fn unsigned(body: impl Into<Body>) -> Self {
        let body = body.into();
        let body_json = body.json().into();
        Self { body, signatures: Vec::new(), body_json }
    }

    /// Signs.
    #[must_use]
    pub fn signed(mut self, event: &Digest, by: Signatory, signer: &Signer) -> Self {
        let signature = signer.sign(&domain(event, self.kind()), self.body_json.as_bytes());
        self.signatures.push(Signed { by, signature });
        self
    }

    /// Adds a signature made elsewhere, over [`Entry::statement`].
    pub fn add(&mut self, signed: Signed) {
        self.signatures.push(signed);
    }

    /// What a signatory signs: a domain and the body's bytes.
    pub fn statement(&self, event: &Digest) -> (String, &str) {
        (domain(event, self.kind()), &self.body_json)
    }

    /// The kind of its body.
    pub fn kind(&self) -> Kind {
        self.body.kind()
    }

    /// Is this signature of the entry by this key?
    pub fn is_signed_by(&self, event: &Digest, signed: &Signed, key: &PublicKey) -> bool {
        key.verifies(&domain(event, self.kind()), self.body_json.as_bytes(), &signed.signature)
    }

    /// The bytes to put on the record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let body = RawValue::from_string(self.body_json.to_string()).expect("the body was parsed as JSON");
        let wire = Wire { kind: self.kind(), body, signatures: self.signatures.clone() };
        serde_json::to_vec(&wire).expect("an entry holds only strings, numbers and lists")
    }
}

fn domain(event: &Digest, kind: Kind) -> String {
    format!("{event}/{kind}")
}

impl Ballot {
    /// The tracking code («کد رهگیری»): what the voter is shown when the ballot is sealed, and what is found on
    /// the record whether it was then cast or challenged.
    ///
    /// It hashes what is sealed and no signature, so that it stands before the booth learns the voter's mind.
    /// None of the parts can hold a slash, so the text is injective.
    pub fn tracking_code(&self, event: &Digest) -> Digest {
        let Self { branch, booth, card, attempt, contests } = self;
        let mut text = format!("amin/1/ballot/{event}/{branch}/{booth}/{card}/{attempt}");
        for sealed in contests {
            text.push_str(&format!("/{}/{}", sealed.contest, Digest::of(&sealed.seal)));
        }
        Digest::of(text.as_bytes())
    }
}

impl Entry {
    /// The code under which the entry is found: a ballot's tracking code, cast, challenged or refused; of every
    /// other entry the SHA-256 of its bytes.
    pub fn code(&self, event: &Digest, bytes: &[u8]) -> Digest {
        match &self.body {
            Body::Ballot(ballot) => ballot.tracking_code(event),
            Body::Spoiled(spoiled) => spoiled.ballot.tracking_code(event),
            Body::Refused(refused) => refused.code,
            _ => Digest::of(bytes),
        }
    }
}

/// The bytes of `ledger.json`.
pub fn ledger_file(rows: &[BranchCheckIns]) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(rows).expect("a ledger holds only strings and numbers");
    json.push(b'\n');
    json
}

/// What a seal is bound to: event, contest, branch, booth, card and attempt.
pub fn seal_context(
    event: &Digest,
    contest: &ContestId,
    branch: &BranchId,
    booth: u16,
    card: &Digest,
    attempt: u16,
) -> Vec<u8> {
    format!("{event}/{contest}/{branch}/{booth}/{card}/{attempt}").into_bytes()
}

/// What the proof under a trustee's transport key is bound to, besides its number: the key is made before the
/// event has a digest.
pub const REGISTRATION: &[u8] = b"amin/1/registration";

/// What the messages of the key ceremony are bound to.
pub fn ceremony_context(event: &Digest) -> Vec<u8> {
    format!("{event}/ceremony").into_bytes()
}

/// What a mix or a partial opening is bound to: event, box and trustee.
pub fn box_context(event: &Digest, box_id: &BoxId, trustee: u16) -> Vec<u8> {
    format!("{event}/{box_id}/{trustee}").into_bytes()
}

/// The public number of a voting card: a hash of what is printed on it.
pub fn card_number(branch: &BranchId, printed: &str) -> Digest {
    Digest::of(format!("amin/1/card/{branch}/{printed}").as_bytes())
}
