//! A trustee («کلیددار»): makes the key with the others, mixes boxes, opens its part of them.
//!
//! It reads the record and answers with entries; it trusts nobody who shows it the record (its caller checks
//! checkpoints and the witness), and before it opens a box it checks every proof that led there.

use board::admission::{BoxState, State};
use board::entry::{Deal, Entry, File, Key, Mix, Partial, Pledge, REGISTRATION, Verdict, box_context};
use crypto::ceremony::{self, KeyShare, TransportKey, TransportSecret};
use crypto::elgamal::{EncodedCiphertext, encode_list};
use crypto::signature::{PublicKey, Signer};
use crypto::{mixnet, opening};
use election::bytes::Digest;
use election::setup::Event;
use election::signatory::Signatory;
use election::unit::BoxId;
use rand_core::CryptoRng;

/// A trustee with its secrets.
#[derive(Debug)]
pub struct Trustee {
    index: u16,
    signer: Signer,
    transport: TransportSecret,
    /// The deal this trustee pledged itself to, kept until every pledge is on the record.
    pledged: Option<(ceremony::Pledge, ceremony::Deal)>,
}

/// Why a trustee does not go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The set-up is not frozen yet, or the key is not made.
    #[error("too early: {0}")]
    Early(&'static str),
    /// The set-up names another key for this trustee.
    #[error("the set-up gives trustee {0} another key than this one's")]
    NotMe(u16),
    /// A round of the ceremony cannot be done.
    #[error("the key ceremony: {0}")]
    Ceremony(#[from] ceremony::Fault),
    /// The own pledge is on the record, but the deal it pledged is lost.
    #[error(
        "the record has this trustee's pledge, but its file does not hold the deal: begin a new ceremony"
    )]
    DealLost,
    /// Mixing failed.
    #[error("box {box_id}: {fault}")]
    Mix {
        /// The box.
        box_id: BoxId,
        /// Why.
        fault: mixnet::Fault,
    },
    /// Opening failed.
    #[error("box {box_id}: {fault}")]
    Open {
        /// The box.
        box_id: BoxId,
        /// Why.
        fault: opening::Fault,
    },
}

/// What a step of the ceremony gives.
#[derive(Debug)]
pub enum Step {
    /// Put this entry on the record, after storing the trustee.
    Say(Box<Entry>),
    /// Others must speak first.
    Wait,
    /// The key is confirmed by this trustee.
    Done,
}

impl Trustee {
    /// As whom it signs, and with what: requests that carry its files are signed as its entries are.
    pub fn signs(&self) -> (Signatory, &Signer) {
        (Signatory::Trustee(self.index), &self.signer)
    }

    /// A new trustee with fresh secrets, and the transport key to register.
    pub fn enrol(index: u16, rng: &mut impl CryptoRng) -> (Self, TransportKey) {
        let signer = Signer::generate(rng);
        let (transport, key) = ceremony::register(REGISTRATION, index, rng);
        (Self { index, signer, transport, pledged: None }, key)
    }

    /// The secrets, for the encrypted file: index, signing seed, transport secret, pledge and deal if any.
    pub fn to_bytes(&self) -> zeroize::Zeroizing<Vec<u8>> {
        let pledged = self.pledged.as_ref().map_or(0, |(p, d)| p.to_bytes().len() + d.to_bytes().len());
        // With room for all of it: a vector that grows leaves copies of the secrets behind.
        let length = 2 + 32 + TransportSecret::LENGTH + pledged;
        let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(length));
        bytes.extend_from_slice(&self.index.to_le_bytes());
        bytes.extend_from_slice(&*self.signer.seed());
        bytes.extend_from_slice(&*self.transport.to_bytes());
        if let Some((pledge, deal)) = &self.pledged {
            bytes.extend_from_slice(&pledge.to_bytes());
            bytes.extend_from_slice(&deal.to_bytes());
        }
        bytes
    }

    /// Reads the file back. `plan` is needed when a deal is in it.
    pub fn from_bytes(bytes: &[u8], plan: Option<ceremony::Plan>) -> Result<Self, crypto::wire::Malformed> {
        let mut reader = crypto::wire::Reader::new(bytes);
        let index = u16::from_le_bytes(reader.array()?);
        let signer = Signer::from_seed(&reader.array()?);
        let transport = TransportSecret::from_bytes(reader.bytes(TransportSecret::LENGTH)?)?;
        let pledged = match (reader.left(), plan) {
            (0, _) | (_, None) => None,
            (left, Some(plan)) => {
                let deal_bytes = ceremony::Deal::length(plan);
                let pledge_bytes = left.checked_sub(deal_bytes).ok_or(crypto::wire::Malformed::Short)?;
                let pledge = ceremony::Pledge::from_bytes(reader.bytes(pledge_bytes)?)?;
                Some((pledge, ceremony::Deal::from_bytes(plan, reader.bytes(deal_bytes)?)?))
            }
        };
        Ok(Self { index, signer, transport, pledged })
    }

    /// Number of the trustee.
    pub fn index(&self) -> u16 {
        self.index
    }

    /// The public signing key.
    pub fn key(&self) -> PublicKey {
        self.signer.public()
    }

    /// The next thing to say in the key ceremony.
    pub fn ceremony(&mut self, state: &State, rng: &mut impl CryptoRng) -> Result<Step, Refused> {
        let event = *state.event().ok_or(Refused::Early("the set-up is not frozen"))?;
        if state.key_of(&self.name()) != Some(self.key()) {
            return Err(Refused::NotMe(self.index));
        }
        let circle = state.circle().ok_or(Refused::Early("the set-up is not frozen"))?;
        let all = usize::from(circle.plan().trustees());
        if !state.pledges().contains_key(&self.index) {
            if self.pledged.is_none() {
                let (deal, pledge) = ceremony::prepare(circle, self.index, rng)?;
                self.pledged = Some((pledge, deal));
            }
            let pledge = self.pledged.as_ref().map(|(p, _)| p.to_bytes()).unwrap_or_default();
            return Ok(self.say(&event, Pledge { trustee: self.index, pledge }));
        }
        if !state.deals().contains_key(&self.index) {
            if state.pledges().len() < all {
                return Ok(Step::Wait);
            }
            let (_, deal) = self.pledged.as_ref().ok_or(Refused::DealLost)?;
            return Ok(self.say(&event, Deal { trustee: self.index, deal: deal.to_bytes() }));
        }
        if !state.verdicts().contains_key(&self.index) {
            if state.deals().len() < all {
                return Ok(Step::Wait);
            }
            let (pledges, deals) = state.dealt();
            let (verdict, _) =
                ceremony::give_verdict(circle, self.index, &self.transport, &pledges, &deals, rng)?;
            return Ok(self.say(&event, Verdict { trustee: self.index, verdict: verdict.to_bytes() }));
        }
        if !state.confirmed().contains_key(&self.index) {
            let Some(joint) = state.joint_key() else { return Ok(Step::Wait) };
            // Confirming a key that this trustee cannot help to open would be a false word.
            self.share(state, rng)?;
            let key = Digest(joint.key.encoded().to_bytes());
            return Ok(self.say(&event, Key { trustee: self.index, key }));
        }
        Ok(Step::Done)
    }

    /// The share of the election key, from the record and the transport secret.
    pub fn share(&self, state: &State, rng: &mut impl CryptoRng) -> Result<KeyShare, Refused> {
        let (Some(circle), Some(joint)) = (state.circle(), state.joint_key()) else {
            return Err(Refused::Early("the key is not made"));
        };
        let (pledges, deals) = state.dealt();
        let (_, shares) = ceremony::give_verdict(circle, self.index, &self.transport, &pledges, &deals, rng)?;
        Ok(KeyShare::combine(joint, self.index, &shares)?)
    }

    /// Is it this trustee's turn to mix the box, the trustees in `without` being away?
    ///
    /// The record takes mixers in any order. Among those who keep to this program the lowest number that has
    /// not mixed goes next, so that no two of them mix the same list at once in vain.
    pub fn mixes_next(&self, the_box: &BoxState, trustees: u16, without: &[u16]) -> bool {
        let mixed = |index: &u16| the_box.mixes.iter().any(|step| step.trustee == *index);
        let next = (1..=trustees).find(|index| !without.contains(index) && !mixed(index));
        next == Some(self.index) && the_box.partials.is_empty()
    }

    /// Mixes a box: the entry, and the two files that go with it (slots and proof).
    pub fn mix(
        &self,
        state: &State,
        box_id: &BoxId,
        input: &[EncodedCiphertext],
        rng: &mut impl CryptoRng,
    ) -> Result<(Entry, Vec<u8>, Vec<u8>), Refused> {
        let (Some(event), Some(joint)) = (state.event(), state.election_key()) else {
            return Err(Refused::Early("the key is not made"));
        };
        let context = box_context(event, box_id, self.index);
        let (output, proof) = mixnet::shuffle(&joint.key, &context, input, rng)
            .map_err(|fault| Refused::Mix { box_id: box_id.clone(), fault })?;
        let (output, proof) = (encode_list(&output), proof.to_bytes());
        let body = Mix {
            box_id: box_id.clone(),
            trustee: self.index,
            input: File::of(&encode_list(input)),
            output: File::of(&output),
            proof: File::of(&proof),
        };
        Ok((Entry::unsigned(body).signed(event, self.name(), &self.signer), output, proof))
    }

    /// Opens this trustee's part of a box: the entry, and the file that goes with it.
    ///
    /// The caller has checked the whole way of the box (`board::admission::proof`): a trustee who opens what was not mixed
    /// would open ballots.
    pub fn open(
        &self,
        state: &State,
        share: &KeyShare,
        box_id: &BoxId,
        slots: &[EncodedCiphertext],
        decoded: &opening::Slots,
        rng: &mut impl CryptoRng,
    ) -> Result<(Entry, Vec<u8>), Refused> {
        let event: &Event = state.event().ok_or(Refused::Early("the set-up is not frozen"))?;
        let context = box_context(event, box_id, self.index);
        let partial = opening::partial(&context, share, &share.verification(), decoded, rng)
            .map_err(|fault| Refused::Open { box_id: box_id.clone(), fault })?
            .to_bytes();
        let body = Partial {
            box_id: box_id.clone(),
            trustee: self.index,
            input: File::of(&encode_list(slots)),
            partial: File::of(&partial),
        };
        Ok((Entry::unsigned(body).signed(event, self.name(), &self.signer), partial))
    }

    fn say(&self, event: &Event, body: impl Into<board::entry::Body>) -> Step {
        Step::Say(Box::new(Entry::unsigned(body).signed(event, self.name(), &self.signer)))
    }

    fn name(&self) -> Signatory {
        Signatory::Trustee(self.index)
    }
}
