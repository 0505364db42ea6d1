//! What two officers are asked to sign at a desk, on its way between the desk and their devices.
//!
//! A [`Sheet`] holds acts that are signed together: an undoing, or the whole strip of a lost folder. Each act gets both officers'
//! signatures by itself, as it will stand in the log; the sheet's code is what the two screens show, so that an officer sees that
//! the device signs what the desk asks.

use crate::device::HandOver;
use crate::entry::{Act, Line, Override, StripRead, Undo};
use crate::officers::{Agreed, Consent, NotAgreed, Officers, Side, consent};
use crypto::signature::Signer;
use election::bytes::Digest;
use election::id::BranchId;
use serde::{Deserialize, Serialize};

/// One act that needs two people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", content = "of", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Deed {
    /// A device takes another's place.
    HandOver(HandOver),
    /// Two officers stand for a person.
    Override(Override),
    /// A check-in is taken back; the card is.
    Undo(Undo),
    /// A line of a lost folder's strip.
    Restore(Line),
    /// That strip was read to its end, or is lost as well.
    StripRead(StripRead),
}

impl Deed {
    /// One officer's signature under it.
    pub fn consent(&self, event: &Digest, officer: &Signer) -> Consent {
        match self {
            Self::HandOver(act) => consent(event, act, officer),
            Self::Override(act) => consent(event, act, officer),
            Self::Undo(act) => consent(event, act, officer),
            Self::Restore(act) => consent(event, act, officer),
            Self::StripRead(act) => consent(event, act, officer),
        }
    }

    /// Both signatures → the act as the log takes it.
    pub fn agreed(
        self,
        officers: &Officers,
        executive: Consent,
        supervisory: Consent,
    ) -> Result<Act, NotAgreed> {
        let (a, b) = (executive, supervisory);
        Ok(match self {
            Self::HandOver(act) => Act::Began(Agreed::new(officers, act, a, b)?),
            Self::Override(act) => Act::Overridden(Agreed::new(officers, act, a, b)?),
            Self::Undo(act) => Act::Undone(Agreed::new(officers, act, a, b)?),
            Self::Restore(act) => Act::Restored(Agreed::new(officers, act, a, b)?),
            Self::StripRead(act) => Act::StripRead(Agreed::new(officers, act, a, b)?),
        })
    }
}

/// Acts that are signed together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// The event.
    pub event: Digest,
    /// The branch.
    pub branch: BranchId,
    /// What is to be done, in this order.
    pub deeds: Vec<Deed>,
}

/// One officer's signatures under a sheet, one an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The sheet's code.
    pub sheet: Digest,
    /// On whose behalf.
    pub side: Side,
    /// In the order of the acts.
    pub consents: Vec<Consent>,
}

/// Why signatures are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSheet {
    /// They are under other acts.
    #[error("these signatures are under another sheet: compare the code on both screens")]
    AnotherSheet,
    /// More or fewer than there are acts.
    #[error("{signed} signatures for {deeds} acts")]
    Count {
        /// Signatures.
        signed: usize,
        /// Acts.
        deeds: usize,
    },
    /// One of them does not hold.
    #[error(transparent)]
    Officers(#[from] NotAgreed),
}

impl Sheet {
    /// What names it: nothing of it can change under its code.
    pub fn code(&self) -> Digest {
        Digest::of(&serde_json::to_vec(self).expect("a sheet holds only texts and numbers"))
    }

    /// One officer signs all of it.
    pub fn sign(&self, side: Side, officer: &Signer) -> Signed {
        let consents = self.deeds.iter().map(|deed| deed.consent(&self.event, officer)).collect();
        Signed { sheet: self.code(), side, consents }
    }

    /// Did this side's officer sign this sheet? Told to an officer at once, and not only when both have signed.
    pub fn check(&self, officers: &Officers, signed: &Signed) -> Result<(), BadSheet> {
        if signed.sheet != self.code() || self.event != officers.event {
            return Err(BadSheet::AnotherSheet);
        }
        if signed.consents.len() != self.deeds.len() {
            return Err(BadSheet::Count { signed: signed.consents.len(), deeds: self.deeds.len() });
        }
        let ours = match signed.side {
            Side::Executive => officers.executive,
            Side::Supervisory => officers.supervisory,
        };
        for (deed, consent) in self.deeds.iter().zip(&signed.consents) {
            if consent.key != ours || !deed.is_signed(&self.event, consent) {
                return Err(NotAgreed::Missing(signed.side).into());
            }
        }
        Ok(())
    }

    /// Both signed → the acts as the log takes them.
    pub fn agreed(
        self,
        officers: &Officers,
        executive: &Signed,
        supervisory: &Signed,
    ) -> Result<Vec<Act>, BadSheet> {
        for (signed, side) in [(executive, Side::Executive), (supervisory, Side::Supervisory)] {
            if signed.side != side {
                return Err(NotAgreed::Missing(side).into());
            }
            self.check(officers, signed)?;
        }
        let consents = executive.consents.iter().zip(&supervisory.consents);
        let acts = self.deeds.into_iter().zip(consents).map(|(deed, (a, b))| deed.agreed(officers, *a, *b));
        Ok(acts.collect::<Result<_, _>>()?)
    }
}

impl Deed {
    fn is_signed(&self, event: &Digest, consent: &Consent) -> bool {
        match self {
            Self::HandOver(act) => consent.holds(event, act),
            Self::Override(act) => consent.holds(event, act),
            Self::Undo(act) => consent.holds(event, act),
            Self::Restore(act) => consent.holds(event, act),
            Self::StripRead(act) => consent.holds(event, act),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::SessionId;
    use crate::entry::{EntryId, UndoReason};

    const EVENT: Digest = Digest([9; 32]);

    fn officer(n: u8) -> Signer {
        Signer::from_seed(&[n; 32])
    }

    fn officers() -> Officers {
        Officers { event: EVENT, executive: officer(1).public(), supervisory: officer(2).public() }
    }

    fn sheet(counter: u64) -> Sheet {
        let session = SessionId([1; 16]);
        let undo = Undo { claim: EntryId { session, counter }, reason: UndoReason::WrongPerson };
        let deeds = vec![Deed::Undo(undo), Deed::StripRead(StripRead { session, lines: Some(3) })];
        Sheet { event: EVENT, branch: BranchId::new("0001").expect("an id"), deeds }
    }

    #[test]
    fn s1_a_sheet_is_done_when_both_sides_signed_exactly_it() {
        let (one, two) =
            (sheet(4).sign(Side::Executive, &officer(1)), sheet(4).sign(Side::Supervisory, &officer(2)));
        let acts = sheet(4).agreed(&officers(), &one, &two).expect("both signed");
        assert!(matches!(acts.as_slice(), [Act::Undone(_), Act::StripRead(_)]));
        let missing = |side| Err(BadSheet::Officers(NotAgreed::Missing(side)));
        assert_eq!(sheet(5).agreed(&officers(), &one, &two), Err(BadSheet::AnotherSheet));
        assert_eq!(sheet(4).agreed(&officers(), &one, &one), missing(Side::Supervisory));
        // One officer in both seats, or a stranger in one.
        let same = sheet(4).sign(Side::Supervisory, &officer(1));
        assert_eq!(sheet(4).agreed(&officers(), &one, &same), missing(Side::Supervisory));
        let stranger = sheet(4).sign(Side::Executive, &officer(3));
        assert_eq!(sheet(4).check(&officers(), &stranger), missing(Side::Executive).map(drop));
        // Signatures of another sheet under this one's code, and one too few.
        let mut forged = sheet(5).sign(Side::Executive, &officer(1));
        forged.sheet = sheet(4).code();
        assert_eq!(sheet(4).check(&officers(), &forged), missing(Side::Executive).map(drop));
        let mut short = one;
        short.consents.pop();
        assert_eq!(sheet(4).check(&officers(), &short), Err(BadSheet::Count { signed: 1, deeds: 2 }));
    }

    #[test]
    fn a_sheet_for_another_event_is_another_sheet() {
        let mut elsewhere = sheet(4);
        elsewhere.event = Digest([8; 32]);
        let signed = elsewhere.sign(Side::Executive, &officer(1));
        assert_eq!(elsewhere.check(&officers(), &signed), Err(BadSheet::AnotherSheet));
    }
}
